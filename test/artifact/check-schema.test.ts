import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { describe, expect, test } from 'vitest';
import { checkSchema, type Schema, type SchemaError } from '../../src/artifact/check-schema.ts';
import { artifactSchema } from '../../src/artifact/generated/artifact-schema.ts';
import { readSafetensors } from '../../src/artifact/safetensors.ts';
import { compile } from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');
const textOf = (name: string): string => readFileSync(join(root, 'models', name), 'utf8');

/** ajv on a file of `schema/`, as it stands there. */
function ajvOf(file: string, allErrors: boolean) {
  const ajv = new Ajv({
    allErrors,
    strict: false,
    discriminator: true,
    ownProperties: true,
    unicode: false,
    logger: false,
  });
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, 'schema', file), 'utf8')));
  return (data: unknown): readonly ErrorObject[] => (validate(data) ? [] : (validate.errors ?? []));
}
const essence = ({ keyword, instancePath, params }: SchemaError | ErrorObject): unknown => ({
  keyword,
  instancePath,
  params: keyword === 'if' || keyword === 'propertyNames' ? {} : params,
});

/** Numbers in [0, below), the same in every run. */
function draws(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The first of every kind of node, input and value: the schema does not ask what belongs together. */
function thin(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (!Array.isArray(data)) return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, thin(value)]));
  const kinds = data.map((item) =>
    typeof item === 'object' && item !== null ? (item.op ?? item.role ?? '') : typeof item,
  );
  return data.filter((_, i) => kinds.indexOf(kinds[i]) === i).map(thin);
}

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}
const slotsOf = (data: unknown): Slot[] =>
  typeof data !== 'object' || data === null
    ? []
    : Object.keys(data).flatMap((key) => {
        const holder = data as Record<string, unknown>;
        return [{ holder, key }, ...slotsOf(holder[key])];
      });

const junk: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e300,
  '',
  'lstm',
  'float32',
  'x'.repeat(1001),
  [],
  ['a', 1],
  {},
  { number: 'NaN' },
  { type: 'dense' },
  { kind: 'constant' },
  { 'a/b~c': 1 },
];

/** Spoils one to three places of a copy: another value, a key less, a key more, a key renamed. */
function spoilt(document: unknown, draw: (below: number) => number): unknown {
  const copy: unknown = structuredClone(document);
  for (let times = draw(3); times >= 0; times--) {
    const slots = slotsOf(copy);
    const slot = slots[draw(slots.length)];
    if (slot === undefined) continue;
    const { holder, key } = slot;
    const other = slots[draw(slots.length)];
    switch (draw(5)) {
      case 0:
        delete holder[key];
        break;
      case 1:
        if (!Array.isArray(holder))
          holder[['extra', 'x-note', 'type', 'op', 'a/b'][draw(5)] ?? ''] = junk[draw(junk.length)];
        break;
      case 2:
        // what is right in another place
        holder[key] = structuredClone(other?.holder[other.key]);
        break;
      default:
        holder[key] = structuredClone(junk[draw(junk.length)]);
    }
  }
  return copy;
}

function compare(
  schema: Schema,
  ajv: (data: unknown) => readonly ErrorObject[],
  documents: readonly unknown[],
  { all, each }: { readonly all: boolean; readonly each: number },
): number {
  const draw = draws(documents.length);
  let refused = 0;
  for (const document of documents) {
    expect(checkSchema(schema, schema, document, all)).toEqual([]);
    expect(ajv(document)).toEqual([]);
    for (let i = 0; i < each; i++) {
      const data = spoilt(document, draw);
      const expected = ajv(data).map(essence);
      const found = checkSchema(schema, schema, data, all).map(essence);
      if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found, JSON.stringify(data)).toEqual(expected);
      if (found.length > 0) refused++;
    }
  }
  return refused;
}

describe('spoilt documents are refused with the mistakes that ajv finds, in its order', () => {
  const artifacts = [
    'seed-rnn.yaml',
    'tagger.yaml',
    'peephole-cell.yaml',
    'list-operations.yaml',
    'dropout-lstm.yaml',
  ].map((name) => {
    const { metadata } = readSafetensors(compile(textOf(name)).toBytes());
    return Object.fromEntries(
      [...metadata].map(([key, text]) => {
        const name = key.replace('rnnc.', '');
        return [name, ['model', 'sources', 'modules', 'training'].includes(name) ? JSON.parse(text) : text];
      }),
    );
  });
  const training = {
    preprocessing: {
      version: 1,
      kind: 'table',
      columns: {
        a: { type: 'number', normalize: 'standard', offset: [1, { number: '-0' }], scale: [2] },
        b: { type: 'category', values: ['x'] },
        c: { type: 'tree' },
        d: {
          type: 'time',
          form: { kind: 'ymd', pattern: 'yyyy-MM-dd', offset: '' },
          zone: null,
          normalize: 'none',
          offset: [0],
          scale: [1],
        },
      },
      vocabulary: { of: 'words', tokens: ['a'], unknown: null },
      group: null,
      time: {
        columns: ['d'],
        forms: [{ kind: 'ymd', pattern: 'yyyy-MM-dd', offset: '' }],
        zone: null,
        step: { unit: 'month', count: 1, day: 31 },
        gaps: { value: 0 },
        duplicates: 'error',
      },
      decimal: '.',
      windows: { width: 3, horizon: 1, stride: 1, carry: true },
      feeds: {
        x: { role: 'input', dtype: 'float32', dims: ['batch', 2], from: 'columns', columns: ['a'], part: 'window' },
      },
    },
    history: [{ epoch: 1, steps: 2, rate: 0.1, parts: { training: { loss: 1 } }, best: true }],
    tasks: [{ loss: 'mse', target: 'y', output: null, quantiles: [0.5] }],
  };
  const documents = artifacts.map((document) => thin({ ...document, sources: { 'model.yaml': '' }, training }));

  test('artifacts, to the first mistake', () => {
    const ajv = ajvOf('artifact.schema.json', false);
    const first = (data: unknown) => ajv(data).slice(0, 1);
    const draw = draws(7);
    let refused = 0;
    for (const document of documents)
      for (let i = 0; i < 200; i++) {
        const data = spoilt(document, draw);
        const found = checkSchema(artifactSchema, artifactSchema, data, false);
        expect(found.slice(0, 1).map(essence)).toEqual(first(data).map(essence));
        if (found.length > 0) refused++;
      }
    expect(refused).toBeGreaterThan(500);
  });

  test('artifacts, every mistake', () => {
    const ajv = ajvOf('artifact.schema.json', true);
    expect(compare(artifactSchema, ajv, documents, { all: true, each: 100 })).toBeGreaterThan(250);
  });
});

test('a key of Object.prototype is a key like any other', () => {
  const schema: Schema = { type: 'object', required: ['constructor'], properties: {}, additionalProperties: false };
  const data: unknown = JSON.parse('{"__proto__": 1, "toString": 2}');
  expect(checkSchema(schema, schema, data, true).map(({ keyword }) => keyword)).toEqual([
    'required',
    'additionalProperties',
    'additionalProperties',
  ]);
});
