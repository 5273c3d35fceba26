/**
 * Makes compiler/1-read/generated/ from schema/ and models/cells/: the validator as plain code (no `new Function` at run time) and
 * the cell library as strings. `node schema/generate.mjs [FOLDER]`; without FOLDER the files that git keeps.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const notice = '// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.\n';

/**
 * Left out of the validator: descriptions, examples and snippets are for editors; names and ranges are checked where names are resolved and
 * expressions evaluated, with messages of their own.
 */
const forEditors = new Set([
  'description',
  'examples',
  'default',
  'defaultSnippets',
  '$schema',
  'propertyNames',
  'minimum',
  'maximum',
]);
function strip(schema, isMap = false) {
  if (Array.isArray(schema)) return schema.map((s) => strip(s));
  if (typeof schema !== 'object' || schema === null) return schema;
  const maps = new Set(['properties', 'definitions', 'patternProperties']);
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => isMap || !forEditors.has(key))
      .map(([key, value]) => [key, strip(value, !isMap && maps.has(key))]),
  );
}

/** Characters of a schema beyond which it is worth a function of its own. */
const LARGE = 250;

/**
 * Every large value of a key becomes a definition, and so a function that the engine compiles when a file first has that key: a validator in one
 * piece takes longer to compile than to run.
 */
function inPieces(schema) {
  const pieces = {};
  const cut = (node, isMap, isValue) => {
    if (Array.isArray(node)) return node.map((item) => cut(item, false, false));
    if (typeof node !== 'object' || node === null) return node;
    const whole = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [
        key,
        cut(value, !isMap && (key === 'properties' || key === 'definitions'), isMap && node !== schema.definitions),
      ]),
    );
    if (isMap || !isValue || JSON.stringify(whole).length < LARGE) return whole;
    const name = `piece${Object.keys(pieces).length}`;
    pieces[name] = whole;
    return { $ref: `#/definitions/${name}` };
  };
  const whole = cut(schema, false, false);
  return { ...whole, definitions: { ...whole.definitions, ...pieces } };
}

function validators(schema) {
  const ajv = new Ajv.default({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    discriminator: true,
    ownProperties: true,
    unicode: false, // lengths in UTF-16 units: nothing to import at run time
    logger: false, // what strict mode finds is thrown; the one notice left is that `unicode` is deprecated
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema(inPieces(strip(schema)), 'model');
  const code = standaloneCode.default(ajv, { validateModel: 'model', validateCellFile: 'model#/definitions/cellFile' });
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('the validator must stand alone, but it imports something');
  return `// @ts-nocheck\n${notice}${shorter(code)}\n`;
}

/** One line for each mistake instead of seven, and of its description what compiler/1-read/yaml/validate.ts reads. */
function shorter(code) {
  const record =
    /const (err\d+) = (.*);\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;
  return code.replace(record, (_, _name, mistake) => {
    const [, found, parent] = /^(.*),schema:.*?,(parentSchema:.*?),data.*\}$/.exec(
      mistake.replace(/schemaPath:"[^"]*",/, ''),
    );
    const named = found.includes('keyword:"additionalProperties"') ? `${found},${parent}` : found;
    return `(vErrors ??= []).push({${named.slice(1)}}); errors++;`;
  });
}

function library() {
  const folder = join(root, 'models', 'cells');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
  const entries = files.map(
    (name) => `  ${JSON.stringify(name)}: ${JSON.stringify(readFileSync(join(folder, name), 'utf8'))},\n`,
  );
  return `${notice}\n/** Text of the files of models/cells/, by file name. */\nexport const cellLibrary: Readonly<Record<string, string>> = {\n${entries.join('')}};\n`;
}

const schema = JSON.parse(readFileSync(join(here, 'model.schema.json'), 'utf8'));
const out = process.argv[2] ?? join(root, 'compiler', '1-read', 'generated');
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'cell-library.ts'), library());
writeFileSync(join(out, 'validate-model.ts'), validators(schema));
