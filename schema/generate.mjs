/**
 * Makes compiler/1-read/generated/ and src/artifact/generated/ from schema/ and models/cells/: of the schemas what is checked at run time, and
 * the cell library as strings. `node schema/generate.mjs [FOLDER]`; without FOLDER the files that git keeps.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..');
const notice = '// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.\n';

/** Keys of a schema that are for editors and readers. */
const forEditors = ['$schema', '$id', 'title', 'description', 'examples', 'default', 'defaultSnippets'];
/** In models, names and ranges are checked where names are resolved and expressions evaluated, with messages of their own. */
const checkedElsewhere = ['propertyNames', 'minimum', 'maximum'];
/** What compiler/json-schema/check-schema.ts understands. */
const known = new Set(
  `$ref type const enum minimum minLength maxLength pattern minItems maxItems items minProperties maxProperties required propertyNames
  properties patternProperties additionalProperties discriminator oneOf anyOf if then else definitions`.split(/\s+/),
);
const maps = new Set(['properties', 'definitions', 'patternProperties']);

/** @returns the schema without what is left out. @throws Error where the checker would pass over a keyword. */
function forChecking(schema, leftOut) {
  if (Array.isArray(schema)) return schema.map((s) => forChecking(s, leftOut));
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !leftOut.has(key));
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
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, forChecking(inner, leftOut)]))
        : typeof value === 'object' && !['type', 'enum', 'required', 'discriminator'].includes(key)
          ? forChecking(value, leftOut)
          : value,
    ]),
  );
}

function schemaModule(file, name, leftOut, checker) {
  const schema = forChecking(JSON.parse(readFileSync(join(here, file), 'utf8')), new Set(leftOut));
  return `${notice}import type { Schema } from '${checker}';

/** What schema/${file} demands. */
export const ${name}: Schema = ${JSON.stringify(schema, null, 1)};
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

const checker = 'json-schema/check-schema.ts';
const files = {
  'compiler/1-read/generated/cell-library.ts': library(),
  'compiler/1-read/generated/model-schema.ts': schemaModule(
    'model.schema.json',
    'modelSchema',
    [...forEditors, ...checkedElsewhere],
    `../../${checker}`,
  ),
  'src/artifact/generated/artifact-schema.ts': schemaModule(
    'artifact.schema.json',
    'artifactSchema',
    forEditors,
    `../../../compiler/${checker}`,
  ),
};
for (const [path, text] of Object.entries(files)) {
  const file = join(process.argv[2] ?? root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
