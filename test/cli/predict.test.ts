import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, type Model } from '../../src/index.ts';
import { rnnc } from './command.ts';

const flats = Array.from({ length: 80 }, (_, i) => ({
  id: `n${i}`,
  area: 50 + (i % 13),
  rooms: 1 + (i % 4),
  price: 1000 + (i % 13) * 10 + (i % 4) * 30,
  kind: i % 3 ? 'flat' : 'house',
}));
const sales = Array.from({ length: 90 }, (_, i) => ({
  sales: 30 + 10 * Math.sin(i / 2) + (i % 5 === 0 ? 8 : 0),
  promo: i % 5 === 0 ? 1 : 0,
}));
const tagged = Array.from({ length: 40 }, (_, i) => ({
  nr: i,
  words: ['the', i % 2 ? 'dog' : 'cat', ...(i % 3 ? ['sees'] : [])],
  tags: ['D', 'N', ...(i % 3 ? ['V'] : [])],
}));
const csvOf = (rows: readonly object[]): string =>
  [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((fields) => `${fields.join(',')}\n`).join('');

const MODELS = {
  flats: `
inputs: {x: {shape: [batch, 2]}}
layers: {y: {type: dense, input: x, units: 1}, q: {type: dense, input: x, units: 2}, k: {type: dense, input: x, units: 2}}
outputs: {y: y, k: k, q: q}
data: {source: flats.csv, feeds: {x: {columns: [area, rooms]}, price: {columns: [price]}, kind: {columns: [kind]}, room: {columns: [rooms]}}}
training:
  losses:
    - {type: mse, output: y, target: price}
    - {type: cross_entropy, output: k, target: kind}
    - {type: quantile, output: q, target: room, quantiles: [0.1, 0.9]}
  epochs: 2
`,
  sales: `
inputs: {x: {shape: [batch, time, 2]}}
layers: {m: {type: recurrent, input: x, cell: {gru: {units: 4}}}, y: {type: dense, input: m, units: 1}}
outputs: {y: y}
data: {source: sales.csv, windows: {width: 8}, feeds: {x: {columns: [sales, promo]}, target: {columns: [sales], part: next}}}
training: {losses: [{type: mse, output: y}], epochs: 2}
`,
  tags: `
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: words, vocabulary: 8, units: 3}
  m: {type: recurrent, input: e, cell: {gru: {units: 3}}}
  y: {type: dense, input: m, units: 3}
outputs: {y: y}
data: {source: tags.ndjson, feeds: {words: {columns: [words]}, target: {columns: [tags]}}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 8, rate: 0.05, batch: 8}
`,
  letters: `
inputs: {x: {shape: [batch, time], dtype: int32}}
layers: {e: {type: embedding, input: x, vocabulary: 6, units: 4}, y: {type: dense, input: e, units: 6}}
outputs: {y: y}
data: {source: letters.txt, windows: {width: 5}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 30, rate: 0.1, batch: 2}
`,
};
type Name = keyof typeof MODELS;

let cwd = '';
const loaded = new Map<string, Model>();
const of = (name: Name): Model => {
  const model = loaded.get(name);
  if (model === undefined) throw new Error(name);
  return model;
};
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'rnnc-predict-'));
  writeFileSync(join(cwd, 'flats.csv'), csvOf(flats));
  writeFileSync(join(cwd, 'sales.csv'), csvOf(sales));
  writeFileSync(join(cwd, 'tags.ndjson'), tagged.map((row) => `${JSON.stringify(row)}\n`).join(''));
  writeFileSync(join(cwd, 'letters.txt'), 'abcde'.repeat(60));
  for (const [name, text] of Object.entries(MODELS)) {
    writeFileSync(join(cwd, `${name}.yaml`), text);
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd });
    if (code !== 0) throw new Error(err);
    loaded.set(name, await load(new Uint8Array(readFileSync(join(cwd, `${name}.rnnc`)))));
  }
}, 60_000);
afterAll(() => {
  for (const model of loaded.values()) model.dispose();
  rmSync(cwd, { recursive: true });
});

async function said(...args: string[]): Promise<string> {
  const { code, out, err } = await rnnc(args, { cwd });
  expect([code, err]).toEqual([0, '']);
  return out;
}
const records = (ndjson: string): readonly { readonly [column: string]: unknown }[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('rows', () => {
  test('numbers in raw units, labels, quantiles, each under the name of its column, beside what the model does not use', async () => {
    const model = of('flats');
    const [told] = model.predict(flats);
    expect(Object.keys(told ?? {})).toEqual(
      expect.arrayContaining(['id', 'price', 'kind', 'kind.probability', 'rooms.q10', 'rooms.q90']),
    );
    expect(told).not.toHaveProperty('area');
    // by hand: the weights on scaled numbers, and the scale of the price
    const columns = Object.fromEntries(
      ['area', 'rooms', 'price'].map((name) => {
        const recipe = model.training?.preprocessing.columns[name];
        if (recipe === undefined || !('offset' in recipe)) throw new Error(name);
        return [name, { offset: recipe.offset[0] ?? 0, scale: recipe.scale[0] ?? 1 }] as const;
      }),
    );
    const scaled = (name: 'area' | 'rooms', i: number): number =>
      ((flats[i]?.[name] ?? 0) - (columns[name]?.offset ?? 0)) / (columns[name]?.scale ?? 1);
    const weights = model.weights();
    const [a = 0, b = 0] = weights.get('y.kernel')?.data ?? [];
    const [bias = 0] = weights.get('y.bias')?.data ?? [];
    for (const [i, row] of model.predict(flats).entries()) {
      const expected = a * scaled('area', i) + b * scaled('rooms', i) + bias;
      expect(row.price).toBeCloseTo(expected * (columns.price?.scale ?? 1) + (columns.price?.offset ?? 0), 3);
      expect(row.id).toBe(flats[i]?.id);
    }
    expect(model.predict(flats, { keep: 'none' })).toEqual(model.decode(model.run(model.encode(flats))));
    const [kept] = model.predict(flats, { keep: ['area', 'price'], probabilities: true });
    expect([kept?.area, kept?.price === told?.price, kept?.id]).toEqual([50, true, undefined]);
    expect(Number(kept?.['kind.flat']) + Number(kept?.['kind.house'])).toBeCloseTo(1, 6);
  });

  test('the command says what the library says, as CSV and NDJSON, from a file and from rows', async () => {
    const model = of('flats');
    const told = model.predict(flats).map((row) => ({ ...row }));
    expect(records(await said('predict', 'flats.rnnc', '--data', 'flats.csv', '--format', 'ndjson'))).toEqual(told);
    const lines = (await said('predict', 'flats.rnnc', '--data', 'flats.csv')).trimEnd().split('\n');
    expect(lines).toHaveLength(81);
    expect(lines[0]?.split(',')).toEqual(Object.keys(told[0] ?? {}));
    expect(lines[80]?.split(',')).toEqual(
      Object.values(told[79] ?? {}).map((value) =>
        String(typeof value === 'number' ? Number(value.toPrecision(7)) : value),
      ),
    );
    expect(await said('predict', 'flats.rnnc', '--rows', '{"area": 50, "rooms": 1}', '--format', 'ndjson')).toBe(
      `${JSON.stringify(model.predict([{ area: 50, rooms: 1 }])[0])}\n`,
    );
    const out = await rnnc(['classify', 'flats.rnnc', '--data', 'flats.csv', '--keep', 'none', '-o', 'c.ndjson'], {
      cwd,
    });
    expect([out.code, out.out, out.err]).toEqual([0, '', 'wrote what the model says of 80 samples to c.ndjson\n']);
    const [first] = records(readFileSync(join(cwd, 'c.ndjson'), 'utf8'));
    expect(first).toHaveProperty(['kind.house']);
    expect(first).not.toHaveProperty('id');
  });
});

test('steps: lists by sample, and a line for each step in CSV', async () => {
  const model = of('tags');
  const told = model.predict(tagged.slice(0, 2));
  expect(told.map(({ nr, tags }) => [nr, tags])).toEqual([
    [0, ['D', 'N']],
    [1, ['D', 'N', 'V']],
  ]);
  const lines = (await said('classify', 'tags.rnnc', '--data', 'tags.ndjson')).trimEnd().split('\n');
  expect(lines[0]).toBe('sample,step,nr,tags,tags.probability,tags.D,tags.N,tags.V');
  expect(lines.slice(1, 4).map((line) => line.split(',').slice(0, 4).join(' '))).toEqual([
    '1 1 0 D',
    '1 2 0 N',
    '2 1 1 D',
  ]);
  const session = model.session({ raw: true });
  expect(['the', 'dog', 'sees'].map((words) => session.step({ words }).tags)).toEqual(['D', 'N', 'V']);
  session.dispose();
});

test('lists in columns that the model does not use split no row', async () => {
  const row = { ...flats[0], z: [1, 2], w: [] };
  const lines = (await said('predict', 'flats.rnnc', '--rows', JSON.stringify([row, row]))).trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]?.split(',').slice(0, 3)).not.toContain('sample');
  expect(lines[1]).toContain('"[1,2]"');
  expect(lines[2]).toBe(lines[1]);
  const steps = tagged.slice(0, 2).map((sample) => ({ ...sample, z: [7, 8, 9, 10] }));
  const long = (await said('predict', 'tags.rnnc', '--rows', JSON.stringify(steps))).trimEnd().split('\n');
  expect(long).toHaveLength(6);
  expect(long.slice(1).every((line) => line.includes('"[7,8,9,10]"'))).toBe(true);
});

test('tokens: the next one at every step', async () => {
  expect(of('letters').predict(['abc'])[0]?.next).toEqual(['b', 'c', 'd']);
  const [told] = records(await said('predict', 'letters.rnnc', '--text', 'de', '--format', 'ndjson'));
  expect(told?.next).toEqual(['e', 'a']);
});

test('a forecast written to a name that ends with .json is JSON', async () => {
  const { code } = await rnnc(['forecast', 'sales.rnnc', '--input', 'sales.csv', '-o', 'o.json'], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(join(cwd, 'o.json'), 'utf8'))).toEqual(of('sales').forecast(sales).rows);
});

test('windows: the rows that follow, and step by step in raw units', async () => {
  const model = of('sales');
  const { rows } = model.forecast(sales);
  expect(model.predict(sales)).toEqual(rows);
  expect(await said('predict', 'sales.rnnc', '--data', 'sales.csv')).toBe(
    await said('forecast', 'sales.rnnc', '--input', 'sales.csv'),
  );
  const every = records(
    await said('predict', 'sales.rnnc', '--data', 'sales.csv', '--every', '20', '--format', 'ndjson'),
  );
  expect(every).toEqual(
    [10, 30, 50, 70, 90].map((row) => ({
      row,
      sales: expect.closeTo(Number(model.forecast(sales.slice(0, row)).rows[0]?.['sales']), 4),
    })),
  );
  const session = model.session({ raw: true });
  const steps = sales.slice(-8).map((row) => session.step(row));
  expect(steps.at(-1)).toEqual(rows[0]);
  const whole = model.decode(model.run(model.encode(sales)))[0]?.sales;
  expect(steps.map(({ sales: told }) => told)).toEqual(whole);
  const kept = session.snapshot();
  const next = session.step({ sales: 31, promo: 1 });
  session.restore(kept);
  expect(session.step({ promo: '1', sales: '31' })).toEqual(next);
  const two = model.session({ raw: true, batch: 2 });
  const pairs = sales.slice(-8).map((row) => two.step([row, { ...row, sales: 5 }]));
  expect(pairs.at(-1)?.[0]?.sales).toBeCloseTo(Number(steps.at(-1)?.sales), 4);
  expect(pairs.at(-1)?.[1]?.sales).not.toBeCloseTo(Number(steps.at(-1)?.sales), 1);
});

test('run says that it takes prepared numbers, and of rows of the training which command takes them', async () => {
  writeFileSync(join(cwd, 'prepared.json'), '{"x": [[[0.5, 1]]]}');
  const prepared = await rnnc(['run', 'sales.rnnc', '--input', 'prepared.json'], { cwd });
  expect([prepared.code, prepared.err]).toEqual([
    0,
    expect.stringMatching(/^"sales\.rnnc" takes prepared numbers.*\n$/),
  ]);
  for (const file of ['sales.csv', 'sales.json']) {
    writeFileSync(join(cwd, 'sales.json'), JSON.stringify(sales));
    const { code, err } = await rnnc(['run', 'sales.rnnc', '--input', file], { cwd });
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`give the rows to rnnc predict sales.rnnc --data ${file}`),
    ]);
  }
});

test.each([
  [['predict', 'flats.rnnc'], 2, 'one of --data FILE, --rows JSON and --text TEXT'],
  [['predict', 'flats.rnnc', '--rows', '{area: 1}'], 2, 'It must be JSON'],
  [['predict', 'flats.rnnc', '--rows', '{"area": 1}'], 1, 'row 1 of --rows lacks the column "rooms"'],
  [['predict', 'flats.rnnc', '--data', 'flats.csv', '--every', '2'], 1, 'every has no effect here: it is for windows'],
  [['forecast', 'flats.rnnc', '--input', 'flats.csv'], 1, 'use predict'],
  [['generate', 'tags.rnnc'], 1, 'use classify'],
  [['train', 'flats.yaml', '--data', 'none.csv'], 1, 'relative to the folder you are in'],
  [['classify', 'sales.rnnc', '--data', 'sales.csv'], 1, 'a loss of classes'],
  [['predict', 'flats.rnnc', '--text', 'a'], 1, 'is given text'],
  [['predict', 'flats.yaml', '--data', 'flats.csv'], 1, 'name what was trained from it, flats.rnnc'],
  [['predict', 'flats.rnnc', '--text', 'a'], 1, 'give rows: --data FILE or --rows JSON'],
  [['predict', 'flats.rnnc', '--data', 'flats.csv', '--keep', 'id,foo'], 1, 'there is no column "foo" to keep'],
  [['predict', 'flats.rnnc', '--data', 'none.csv'], 1, 'relative to the folder you are in'],
  [['predict', 'flats.rnnc', '--data', 'flats.csv', '-o', 'o.xlsx'], 1, 'a name that ends with .csv or .ndjson'],
  [['forecast', 'sales.rnnc', '--input', 'sales.csv', '--plot', 'o.png'], 1, 'which is SVG'],
  [['forecast', 'sales.rnnc', '--input', 'sales.csv', '--json', '-o', 'o.csv'], 1, 'which is JSON'],
])('%j', async (args, code, message) => {
  const ended = await rnnc(args, { cwd });
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toContain(message);
});
