/**
 * Makes compiler/1-read/generated/ and src/artifact/generated/ from schema/ and models/cells/: the validator of models as plain code (no
 * `new Function` at run time), of the schema of artifacts what is checked on reading, and the cell library as strings.
 * `node schema/generate.mjs [FOLDER]`; without FOLDER the files that git keeps.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const notice = '// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.\n';
const maps = new Set(['properties', 'definitions', 'patternProperties']);

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
  return `// @ts-nocheck\n${notice}${withoutSchemas(shorter(code))}\n`;
}

/** One line for each mistake instead of seven, and of its description what compiler/1-read/yaml/validate.ts reads. */
function shorter(code) {
  const record =
    /const (err\d+) = (.*);\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;
  // which key of which object something is, nobody asks
  const forKeywords = /,parentData:\w+,parentDataProperty:.*?,rootData\}/g;
  return code.replace(forKeywords, '}').replace(record, (_, _name, mistake) => {
    const [, found, parent] = /^(.*),schema:.*?,parentSchema:(.*?),data.*\}$/.exec(
      mistake.replace(/schemaPath:"[^"]*",/, ''),
    );
    const named = found.includes('keyword:"additionalProperties"') ? `${found},known:${parent}.properties` : found;
    return `(vErrors ??= []).push({${named.slice(1)}}); errors++;`;
  });
}

/** The code without the copy of the schema that stands in it: what the code reads there is written where it is read, tables of known keys once. */
function withoutSchemas(code) {
  const schemas = new Map();
  const kept = code.replace(/^const (schema\d+) = (\{.*\});$\n/gm, (_, name, text) => {
    schemas.set(name, JSON.parse(text));
    return '';
  });
  const tables = new Map();
  const tableOf = (properties = {}) => {
    const text = JSON.stringify(Object.fromEntries(Object.keys(properties).map((key) => [key, 0])));
    if (!tables.has(text)) tables.set(text, `known${tables.size}`);
    return tables.get(text);
  };
  const written = kept.replace(/\b(schema\d+)((?:\.\w+)*)/g, (_, name, path) => {
    const keys = path.split('.').slice(1);
    const value = keys.reduce((schema, key) => schema?.[key], schemas.get(name));
    if (keys.at(-1) === 'properties') return tableOf(value);
    if (keys.at(-1) !== 'type' && keys.at(-1) !== 'enum') throw new Error(`the validator reads ${name}${path}`);
    return JSON.stringify(value);
  });
  return [...tables].map(([text, name]) => `const ${name} = ${text};\n`).join('') + written;
}

/** Keys of a schema that are for readers. */
const forReaders = ['$schema', '$id', 'title', 'description', 'examples', 'default', 'defaultSnippets'];
/** What src/artifact/check-schema.ts understands. */
const known = new Set(
  `$ref type const enum minimum minLength maxLength pattern minItems maxItems items minProperties maxProperties required propertyNames
  properties patternProperties additionalProperties discriminator oneOf anyOf if then else definitions`.split(/\s+/),
);

/** @returns the schema without what is left out. @throws Error where the checker would pass over a keyword. */
function forChecking(schema) {
  if (Array.isArray(schema)) return schema.map((s) => forChecking(s));
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !forReaders.includes(key));
  const { $ref, type, enum: values = [], oneOf, discriminator } = Object.fromEntries(kept);
  const unknown = kept.map(([key]) => key).filter((key) => !known.has(key));
  if (unknown.length > 0) throw new Error(`the checker of schemas does not know ${unknown.join(', ')}`);
  if ($ref !== undefined && kept.length > 1) throw new Error(`${$ref} must stand alone`);
  if (values.some((value) => typeof value === 'object' && value !== null))
    throw new Error('an enum holds no plain value');
  if (oneOf !== undefined && discriminator === undefined) throw new Error(`oneOf without discriminator (${type})`);
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      maps.has(key)
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, forChecking(inner)]))
        : typeof value === 'object' && !['type', 'enum', 'required', 'discriminator'].includes(key)
          ? forChecking(value)
          : value,
    ]),
  );
}

function artifactSchema() {
  const schema = forChecking(JSON.parse(readFileSync(join(here, 'artifact.schema.json'), 'utf8')));
  return `${notice}import type { Schema } from '../check-schema.ts';

/** What schema/artifact.schema.json demands. */
export const artifactSchema: Schema = ${JSON.stringify(schema, null, 1)};
`;
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

const files = {
  'compiler/1-read/generated/cell-library.ts': library(),
  'compiler/1-read/generated/validate-model.ts': validators(
    JSON.parse(readFileSync(join(here, 'model.schema.json'), 'utf8')),
  ),
  'src/artifact/generated/artifact-schema.ts': artifactSchema(),
};
for (const [path, text] of Object.entries(files)) {
  const file = join(process.argv[2] ?? root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
