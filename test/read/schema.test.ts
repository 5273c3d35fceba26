import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { layerTypes } from '../../compiler/1-read/yaml/validate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
interface Schema {
  readonly [keyword: string]: unknown;
}
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schema: Schema = JSON.parse(readFileSync(join(root, 'schema/model.schema.json'), 'utf8'));
const definitions = isSchema(schema.definitions) ? schema.definitions : {};

/** A schema with what its `$ref` says; its own words go first. */
function resolved(part: Schema): Schema {
  const name = typeof part.$ref === 'string' ? part.$ref.replace('#/definitions/', '') : null;
  const target = name === null ? undefined : definitions[name];
  return isSchema(target) ? { ...resolved(target), ...part } : part;
}

/** Every key that a file can hold, with the schema of its value and whether it must be there. */
function* keys(
  part: Schema,
  path: string,
): Iterable<{ readonly path: string; readonly value: Schema; readonly required: boolean }> {
  const required = Array.isArray(part.required) ? part.required : [];
  for (const [name, value] of Object.entries(isSchema(part.properties) ? part.properties : {})) {
    if (!isSchema(value)) continue;
    yield { path: `${path}.${name}`, value: resolved(value), required: required.includes(name) };
    yield* keys(value, `${path}.${name}`);
  }
  for (const keyword of ['additionalProperties', 'items'])
    if (isSchema(part[keyword])) yield* keys(part[keyword], `${path}.${keyword}`);
  if (part === schema)
    for (const [name, value] of Object.entries(definitions)) if (isSchema(value)) yield* keys(value, name);
}
const all = [...keys(schema, 'model')];

describe('the schema of a model', () => {
  test.each(all)('$path has a title, a description and examples', ({ value }) => {
    expect(typeof value.title).toBe('string');
    expect(String(value.description)).toMatch(/[.)]$/);
    expect(Array.isArray(value.examples) && value.examples.length > 0).toBe(true);
  });

  test.each(all.filter((k) => !k.required))(
    '$path, which may be left out, has a default or says what happens without it',
    ({ value, path }) => {
      expect(
        'default' in value ||
          /Without it/.test(String(value.description)) ||
          path === 'weights.additionalProperties.when',
      ).toBe(true);
    },
  );

  test('examples and defaults are right by the schema itself', () => {
    const ajv = new Ajv.default({
      allErrors: true,
      strict: true,
      allowUnionTypes: true,
      discriminator: true,
      ownProperties: true,
      keywords: ['defaultSnippets'],
    });
    ajv.addSchema(schema, 'model');
    for (const { value, path } of all) {
      const whole = { ...value, definitions };
      const samples = [
        ...(Array.isArray(value.examples) ? value.examples : []),
        ...('default' in value ? [value.default] : []),
      ];
      for (const sample of samples)
        expect(ajv.validate(whole, sample), `${path}: ${JSON.stringify(sample)} ${ajv.errorsText()}`).toBe(true);
    }
    for (const [name, value] of Object.entries(definitions))
      if (isSchema(value) && Array.isArray(value.examples))
        for (const sample of value.examples)
          expect(
            ajv.validate({ $ref: `model#/definitions/${name}` }, sample),
            `${name}: ${JSON.stringify(sample)} ${ajv.errorsText()}`,
          ).toBe(true);
  });

  test('it is safe against slow patterns and huge values, by the rules of ajv', () => {
    const secure = JSON.parse(readFileSync(join(root, 'node_modules/ajv/lib/refs/json-schema-secure.json'), 'utf8'));
    const ajv = new Ajv.default({ strict: false });
    expect(ajv.validate(secure, schema), ajv.errorsText()).toBe(true);
  });

  test('it names every type of layer', () => {
    const named = Object.entries(definitions).flatMap(([, value]) => {
      const type = isSchema(value) && isSchema(value.properties) ? value.properties.type : undefined;
      return isSchema(type) ? (Array.isArray(type.enum) ? type.enum : [type.const]) : [];
    });
    expect(named.sort()).toEqual([...layerTypes].sort());
  });

  test('generating again gives the files that are kept', { timeout: 60_000 }, () => {
    const out = mkdtempSync(join(tmpdir(), 'rnnc-generated-'));
    try {
      execFileSync(process.execPath, [join(root, 'schema/generate.mjs'), out]);
      for (const folder of ['compiler/1-read/generated', 'src/artifact/generated']) {
        expect(readdirSync(join(out, folder)).sort()).toEqual(readdirSync(join(root, folder)).sort());
        for (const name of readdirSync(join(out, folder)))
          expect(
            readFileSync(join(out, folder, name), 'utf8') === readFileSync(join(root, folder, name), 'utf8'),
            `${name}: run npm run generate`,
          ).toBe(true);
      }
    } finally {
      rmSync(out, { recursive: true });
    }
  });

  test('the validator stands alone', () => {
    const code = readFileSync(join(root, 'compiler/1-read/generated/validate-model.ts'), 'utf8');
    expect(code).not.toMatch(/\brequire\(|^import |new Function/m);
  });
});
