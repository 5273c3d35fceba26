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
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addSchema(strip(schema), 'model');
  const code = standaloneCode.default(ajv, { validateModel: 'model', validateCellFile: 'model#/definitions/cellFile' });
  if (/\brequire\(|\bimport\b/.test(code)) throw new Error('the validator must stand alone, but it imports something');
  return `// @ts-nocheck\n${notice}${code}\n`;
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
