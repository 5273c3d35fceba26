import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { type CompiledModel, compile, load, type Model, memorySources, type TrainingRecord } from '../../src/index.ts';

/** A season of six months in two shops of very different size. */
const ROWS = ['A', 'B'].flatMap((shop) =>
  Array.from({ length: 60 }, (_, i) => ({
    shop,
    month: `${2015 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
    price: (shop === 'A' ? 10 : 200) * (2 + Math.sin((i * Math.PI) / 3)),
    visitors: i % 7,
  })),
);
const CSV = [Object.keys(ROWS[0] ?? {}), ...ROWS.map((row) => Object.values(row))].map((f) => f.join()).join('\n');

const model = (what: { inputs?: string; layers: string; data: string; loss: string; units?: number }): string => `
name: trained
inputs: {x: {shape: [batch, time, ${what.inputs === undefined ? 1 : 2}]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 6}}}
  ${what.layers}
outputs: {y: y}
data:
  source: rows.csv
  group: shop
  split: {train: 1}
  ${what.data}
training: {losses: [{${what.loss}, output: y}], epochs: 2, rate: 0.02}
`;
const windows = (horizon: number, part: string, columns = '[price]', width = 6): string =>
  `windows: {width: ${width}, horizon: ${horizon}}
  feeds: {x: {columns: ${columns}}, target: {columns: [price], part: ${part}}}`;

const SOURCES = {
  ahead: model({
    layers: 'y: {type: dense, input: m.last, units: 3}',
    data: windows(3, 'horizon'),
    loss: 'type: mse',
  }),
  next: model({ layers: 'y: {type: dense, input: m, units: 2}', data: windows(1, 'next'), loss: 'type: gaussian_nll' }),
  quantiles: model({
    inputs: 'two',
    layers: 'y: {type: dense, input: m.last, units: 3}',
    data: windows(1, 'horizon', '[price, visitors]'),
    loss: 'type: quantile, quantiles: [0.1, 0.5, 0.975]',
  }),
};

async function trained(text: string, files: { readonly [path: string]: string }): Promise<CompiledModel> {
  return (await compile(text).train({ files: memorySources(files) })).model;
}
const recordOf = ({ training }: CompiledModel): TrainingRecord => {
  if (training === undefined) throw new Error('not trained');
  return training;
};
/** @returns fed = (raw − offset) / scale. */
function scaleOf(compiled: CompiledModel): { offset: number; scale: number } {
  const recipe = recordOf(compiled).preprocessing.columns.price;
  if (recipe?.type !== 'number') throw new Error('price is no number');
  return { offset: recipe.offset[0] ?? 0, scale: recipe.scale[0] ?? 1 };
}
const codesOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map((d) => d.code);
    throw error;
  }
  return [];
};
const pricesOf = (shop: string): readonly number[] => ROWS.filter((row) => row.shop === shop).map((row) => row.price);

describe('forecast', () => {
  const compiled = {} as { [K in keyof typeof SOURCES]: CompiledModel };
  const models = {} as { [K in keyof typeof SOURCES]: Model };
  beforeAll(async () => {
    for (const name of Object.keys(SOURCES) as (keyof typeof SOURCES)[]) {
      compiled[name] = await trained(SOURCES[name], { 'rows.csv': CSV });
      // through the bytes, as a page has it
      models[name] = await load(compiled[name].toBytes());
    }
  });
  afterAll(() => {
    for (const each of Object.values(models)) each.dispose();
  });

  test('the steps of one look are the outputs in raw units, one forecast per series, months going on', () => {
    const { offset, scale } = scaleOf(compiled.ahead);
    const { rows, notes } = models.ahead.forecast(ROWS);
    expect(notes).toEqual([]);
    expect(rows.map(({ shop, month }) => `${shop} ${month}`)).toEqual(
      ['A', 'B'].flatMap((shop) => ['2020-01', '2020-02', '2020-03'].map((month) => `${shop} ${month}`)),
    );
    const window = (shop: string) =>
      pricesOf(shop)
        .slice(-6)
        .map((price) => [(price - offset) / scale]);
    const { y } = models.ahead.run({ x: [window('A'), window('B')] });
    rows.forEach(({ price }, i) => {
      expect(price).toBeCloseTo((y?.data[i] ?? Number.NaN) * scale + offset, 8);
    });
  });

  test('a gap before the rows that the model sees does not matter', () => {
    expect(models.ahead.forecast(ROWS.filter((_, i) => i !== 40))).toEqual(models.ahead.forecast(ROWS));
  });

  test('mixed rows are told apart by their group', () => {
    const mixed = Array.from({ length: 60 }, (_, i) => [ROWS[i], ROWS[60 + i]])
      .flat()
      .filter((row) => row !== undefined);
    expect(models.ahead.forecast(mixed)).toEqual(models.ahead.forecast(ROWS));
  });

  test('numbers as text with a decimal comma', () => {
    const comma = ROWS.map((row) => ({ ...row, price: String(row.price).replace('.', ',') }));
    expect(models.ahead.forecast(comma, { decimal: ',' })).toEqual(models.ahead.forecast(ROWS));
  });

  test('beyond its own horizon it looks at what it forecast', () => {
    const { rows } = models.ahead.forecast(ROWS.slice(0, 60), { horizon: 7 });
    expect(rows.map(({ month }) => month)).toEqual([1, 2, 3, 4, 5, 6, 7].map((m) => `2020-0${m}`));
    const again = models.ahead.forecast([...ROWS.slice(0, 60), ...rows.slice(0, 3)]).rows;
    expect(again.map(({ price }) => price)).toEqual(rows.slice(3, 6).map(({ price }) => price));
    expect(models.ahead.forecast(ROWS.slice(0, 60), { horizon: 2 }).rows).toEqual(rows.slice(0, 2));
  });

  test('a model that guesses at each step goes on from its state, as one run over all of it would', () => {
    const { offset, scale } = scaleOf(compiled.next);
    const rows = models.next.forecast(ROWS, { horizon: 5 }).rows.filter(({ shop }) => shop === 'B');
    const means = rows.map((row) => Number(row['price.mean']));
    const seen = [...pricesOf('B').slice(-6), ...means.slice(0, 4)].map((price) => [(price - offset) / scale]);
    const { y } = models.next.run({ x: [seen] });
    rows.forEach((row, i) => {
      const at = 2 * (5 + i);
      expect(row['price.mean']).toBeCloseTo((y?.data[at] ?? Number.NaN) * scale + offset, 2);
      expect(row['price.stddev']).toBeCloseTo(Math.exp((y?.data[at + 1] ?? Number.NaN) / 2) * scale, 2);
    });
  });

  test('quantiles have columns of their own; what nobody knows ahead is named', () => {
    const { rows } = models.quantiles.forecast(ROWS);
    expect(Object.keys(rows[0] ?? {})).toEqual(['shop', 'month', 'price.q10', 'price.q50', 'price.q97.5']);
    expect(() => models.quantiles.forecast(ROWS, { horizon: 2 })).toThrow(/columns that nobody knows ahead/);
    expect(codesOf(() => models.quantiles.forecast(ROWS, { horizon: 2 }))).toEqual(['future-missing']);
  });

  test('mistakes', () => {
    expect(codesOf(() => models.ahead.forecast(ROWS, { horizon: 0 }))).toEqual(['option-value']);
    expect(codesOf(() => models.ahead.forecast(ROWS, { horizon: 1.5 }))).toEqual(['option-value']);
    expect(codesOf(() => models.ahead.forecast([]))).toEqual(['data-empty']);
    for (const rows of [null, undefined, 'rows', { price: 1 }, [null]])
      expect(codesOf(() => models.ahead.forecast(rows as never))).toEqual(['data-kind']);
    expect(codesOf(() => models.ahead.forecast(ROWS.slice(0, 5)))).toEqual(['data-empty']);
    expect(codesOf(() => models.ahead.forecast(ROWS.slice(0, 6).map(({ month }) => ({ month }))))).toContain(
      'unknown-column',
    );
    expect(codesOf(() => models.ahead.classify(ROWS))).toEqual(['wrong-kind']);
    const gap = ROWS.filter((_, i) => i !== 57);
    expect(models.ahead.forecast(gap).notes).toEqual([
      'left out, 1 of 2 series: "A" has fewer than 6 rows after the last gap in time, too few for a window (give the missing rows, or train with data: {time: {gaps: forward}})',
    ]);
  });

  test('a model that was not trained here', async () => {
    const plain = await load(compile(SOURCES.ahead));
    expect(codesOf(() => plain.forecast(ROWS))).toEqual(['not-trained']);
    expect(codesOf(() => plain.classify(ROWS))).toEqual(['not-trained']);
    plain.dispose();
  });
});

describe('classify', () => {
  const words = (softmax: boolean): string => `
name: mood
inputs: {text: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: text, vocabulary: 12, units: 6}
  m: {type: recurrent, input: v, cell: {gru: {units: 8}}}
  logits: {type: dense, input: m.last, units: 2}
${softmax ? '  p: {type: activation, input: logits, function: softmax}\n' : ''}outputs: {${softmax ? 'p: p' : 'logits: logits'}}
data: {source: texts.csv, columns: {words: {type: text}, mood: {type: category}}, feeds: {text: {columns: [words]}, target: {columns: [mood]}}}
training: {losses: [{type: cross_entropy, output: logits}], epochs: 8, rate: 0.05, batch: 16}
`;
  const texts = `words,mood\n${'what a good day,glad\na bad bad night,sad\nthe day is good,glad\nthe night was bad,sad\n'.repeat(20)}`;

  test('texts and rows give labels and probabilities; a softmax output serves as well as the logits', async () => {
    const [logits, softmax] = await Promise.all(
      [false, true].map(async (is) => load((await trained(words(is), { 'texts.csv': texts })).toBytes())),
    );
    const found = logits?.classify(['a good day', 'the bad night was bad']) ?? [];
    expect(found.map(({ label }) => label)).toEqual(['glad', 'sad']);
    for (const samples of [null, undefined, 'a good day', [null], [1]])
      expect(() => logits?.classify(samples as never)).toThrow('data-kind: samples come as a list');
    for (const { label, probabilities } of found) {
      expect(Object.keys(probabilities)).toEqual(['glad', 'sad']);
      expect((probabilities.glad ?? 0) + (probabilities.sad ?? 0)).toBeCloseTo(1, 12);
      expect(probabilities[label]).toBeGreaterThan(0.8);
    }
    expect(logits?.classify([{ words: 'a good day' }, { words: 'the bad night was bad' }])).toEqual(found);
    const other = softmax?.classify(['a good day']) ?? [];
    expect(other[0]?.probabilities.glad).toBeCloseTo(found[0]?.probabilities.glad ?? 0, 5);
    expect(codesOf(() => logits?.classify([]))).toEqual(['data-empty']);
    expect(codesOf(() => logits?.classify([{ text: 'a' }]))).toEqual(['unknown-column']);
    expect(codesOf(() => logits?.forecast([{ words: 'a' }]))).toEqual(['wrong-kind']);
    logits?.dispose();
    softmax?.dispose();
  });

  test('labels judged by themselves: one feature gives two, several give one for each column', async () => {
    const csv = `a,b,hot,wet\n${'1,0,1,0\n0,1,0,1\n1,1,1,1\n0,0,0,0\n'.repeat(15)}`;
    const text = (columns: readonly string[]): string => `
name: flags
inputs: {x: {shape: [batch, 2]}}
layers: {y: {type: dense, input: x, units: ${columns.length}}}
outputs: {y: y}
data: {source: flags.csv, feeds: {x: {columns: [a, b]}, target: {columns: [${columns}]}}}
training: {losses: [{type: sigmoid_cross_entropy, output: y}], epochs: 20, rate: 0.2}
`;
    const one = await load(await trained(text(['hot']), { 'flags.csv': csv }));
    const [hot, cold] = one.classify([
      { a: 1, b: 0 },
      { a: 0, b: 0 },
    ]);
    expect([hot?.label, cold?.label]).toEqual(['1', '0']);
    expect(Object.keys(hot?.probabilities ?? {})).toEqual(['0', '1']);
    one.dispose();
    const both = await load(await trained(text(['hot', 'wet']), { 'flags.csv': csv }));
    const [wet] = both.classify([{ a: 0, b: 1 }]);
    expect(wet?.label).toBe('wet');
    expect(wet?.probabilities.wet).toBeGreaterThan(0.7);
    expect(wet?.probabilities.hot).toBeLessThan(0.3);
    both.dispose();
  });
});
