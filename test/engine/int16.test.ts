import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { compile, load, type Model } from '../../src/index.ts';
import { load as loadStored } from '../../src/runtime.ts';
import { numbers, times } from '../generate/alone.ts';

const FEATURES = 24;
const UNITS = 40;
const yaml = (more = '', layer = ''): string => `inputs: {x: {shape: [batch, time, ${FEATURES}]}}
layers:
  a: {type: recurrent, input: x, cell: {gru: {units: ${UNITS}}}${layer}}
  b: {type: recurrent, input: a, cell: {lstm: {units: ${UNITS}}}}
  y: {type: dense, input: b, units: ${UNITS}, activation: tanh}
outputs: {y: y, last: b.last}
${more}`;
const feeds = (batch: number, time: number) => ({
  x: { shape: [batch, time, FEATURES], data: times(batch * time * FEATURES, numbers(batch * 100 + time)) },
});
const isInInt16 = (model: Model, sizes: { readonly [symbol: string]: number } = { batch: 1, time: 3 }): boolean =>
  (model.stats(sizes).kernels['int16-product'] ?? 0) > 0;
const dataOf = (model: Model, batch: number, time: number): { readonly [name: string]: number[] } =>
  Object.fromEntries(Object.entries(model.run(feeds(batch, time))).map(([name, { data }]) => [name, [...data]]));
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a, (x, i) => Math.abs(x - (b[i] ?? Number.NaN))).reduce((m, e) => Math.max(m, e), 0);
}

const compiled = compile(yaml(), { precision: 'int16' });

describe('a model with weights of 16 bits', () => {
  test('gives the same bits on every run and path, from its file, and without the compiler', async () => {
    const bytes = compiled.toBytes();
    const all = await Promise.all([
      load(compile(yaml(), { precision: 'int16' })),
      load(compiled, { path: 'public' }),
      load(bytes),
      loadStored(bytes),
    ]);
    const [first] = all;
    for (const [batch, time] of [
      [1, 9],
      [2, 4],
      [35, 2],
    ] as const) {
      const expected = dataOf(first as Model, batch, time);
      for (const model of all) {
        expect(isInInt16(model)).toBe(true);
        for (let run = 0; run < 2; run++) expect(dataOf(model, batch, time)).toEqual(expected);
      }
    }
    for (const model of all) model.dispose();
  });

  test('is near the evaluator and tfjs on the rounded numbers, which tfjs multiplies in float32', async () => {
    const stock = await load(compiled, { kernels: 'stock' });
    const model = await load(compiled);
    for (const [batch, time] of [
      [1, 9],
      [3, 5],
    ] as const) {
      const { shape, data } = feeds(batch, time).x;
      const expected = evaluateGraph(compiled.graphs.inference, {
        sizes: { batch, time },
        inputs: new Map([['x', { dtype: 'float32', shape, data: Float64Array.from(data) }]]),
        weights: new Map(
          [...compiled.weights].map(([path, w]) => [
            path,
            { dtype: 'float32', shape: w.shape, data: Float64Array.from(w.data) },
          ]),
        ),
      }).outputs;
      const [ours, theirs] = [dataOf(model, batch, time), dataOf(stock, batch, time)];
      for (const [name, { data: exact }] of expected) {
        expect(largestDifference(theirs[name] ?? [], exact)).toBeLessThan(1e-5);
        const error = largestDifference(ours[name] ?? [], exact);
        expect(error).toBeLessThan(2e-4);
        // were it none at all, it would not be in 16 bits
        expect(error).toBeGreaterThan(1e-7);
      }
    }
    expect(isInInt16(stock)).toBe(false);
    model.dispose();
    stock.dispose();
  });

  test.each([1, 3])('steps and chunks of a session are the run over the whole series (batch %i)', async (batch) => {
    const model = await load(compiled);
    const time = 12;
    const { x } = feeds(batch, time);
    const whole = model.run({ x });
    const [stepping, chunking] = [model.session({ batch }), model.session({ batch })];
    const [y, last] = [new Float32Array(batch * UNITS), new Float32Array(batch * UNITS)];
    const part = (from: number, steps: number): Float32Array =>
      Float32Array.from({ length: batch * steps * FEATURES }, (_, i) => {
        const [b, rest] = [Math.floor(i / (steps * FEATURES)), i % (steps * FEATURES)];
        return x.data[(b * time + from) * FEATURES + rest] ?? 0;
      });
    for (let t = 0; t < time; t++) {
      stepping.step({ x: part(t, 1) }, { y, last });
      for (let b = 0; b < batch; b++) {
        const expected = whole.y?.data.subarray((b * time + t) * UNITS, (b * time + t + 1) * UNITS) ?? [];
        expect(largestDifference(y.subarray(b * UNITS, (b + 1) * UNITS), expected)).toBeLessThan(1e-6);
      }
    }
    expect(largestDifference(last, whole.last?.data ?? [])).toBeLessThan(1e-6);
    for (const [from, steps] of [
      [0, 5],
      [5, 7],
    ] as const) {
      const { last: sofar } = chunking.process({ x: { shape: [batch, steps, FEATURES], data: part(from, steps) } });
      if (from > 0) expect(largestDifference(sofar?.data ?? [], whole.last?.data ?? [])).toBeLessThan(1e-6);
    }
    model.dispose();
  });

  test('NaN and infinities come out where they do in float32, and nowhere else', async () => {
    const [model, plain] = [await load(compiled), await load(compile(yaml()))];
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const { x } = feeds(3, 6);
      x.data[(6 + 2) * FEATURES + 1] = odd;
      const [a, b] = [model, plain].map((m) => m.run({ x }, { nan: 'allow' }));
      for (const name of ['y', 'last']) {
        const [found, expected] = [[...(a?.[name]?.data ?? [])], [...(b?.[name]?.data ?? [])]];
        expect(found.map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
        expect(found.some(Number.isNaN)).toBe(Number.isNaN(odd));
        const difference = found.map((v, i) => (Number.isNaN(v) ? 0 : Math.abs(v - (expected[i] ?? 0))));
        expect(Math.max(...difference)).toBeLessThan(5e-4);
      }
    }
    model.dispose();
    plain.dispose();
  });

  test('runs in 16 bits unrolled, with masks, and with dropout', async () => {
    const unrolled = await load(compile(yaml(), { precision: 'int16', unroll: 4 }));
    const rolled = await load(compiled);
    expect(isInInt16(unrolled, { batch: 1, time: 4 })).toBe(true);
    const [a, b] = [dataOf(unrolled, 2, 4), dataOf(rolled, 2, 4)];
    for (const name of ['y', 'last']) expect(largestDifference(a[name] ?? [], b[name] ?? [])).toBeLessThan(1e-6);
    const { x } = feeds(2, 6);
    const ragged = rolled.run({ x, 'time.lengths': [6, 3] });
    const short = rolled.run({ x: { shape: [1, 3, FEATURES], data: x.data.slice(6 * FEATURES, 9 * FEATURES) } });
    expect(largestDifference(ragged.last?.data.slice(UNITS) ?? [], short.last?.data ?? [])).toBeLessThan(1e-6);
    const dropped = compile(yaml('', ', wrap: [{dropout: {input_keep_prob: 0.5}}]'), { precision: 'int16' });
    const noisy = await load(dropped);
    expect(noisy.stats({ batch: 1, time: 3 }, 'training').kernels['int16-product']).toBeGreaterThan(0);
    for (const model of [unrolled, rolled, noisy]) model.dispose();
  });

  test('takes other weights, which its kernels then round', async () => {
    const model = await load(compiled);
    const other = await load(compile(yaml(), { seed: 99 }));
    const before = dataOf(model, 1, 5);
    model.setWeights(other.weights());
    const [after, expected] = [dataOf(model, 1, 5), dataOf(other, 1, 5)];
    expect(largestDifference(after.y ?? [], before.y ?? [])).toBeGreaterThan(1e-2);
    expect(largestDifference(after.y ?? [], expected.y ?? [])).toBeLessThan(2e-4);
    const broken = new Map(other.weights());
    broken.get('b.0.forward.recurrent_kernel')?.data.fill(Number.NaN, 7, 8);
    // a training that goes wrong sets such weights, a program can't
    expect(() => model.setWeights(broken)).toThrow('weight-not-finite');
    model.runner.weights.setWeights(broken);
    expect(dataOf(model, 1, 5).y?.some(Number.isNaN)).toBe(true);
    model.setWeights(other.weights());
    expect(dataOf(model, 1, 5)).toEqual(after);
    model.dispose();
    other.dispose();
  });

  test('is trained in float32, and rounded again', async () => {
    const trainable = compile(yaml('training: {losses: [{type: mse, output: y}], epochs: 1, early_stopping: none}'), {
      precision: 'int16',
    });
    const batch = {
      feeds: {
        x: { dtype: 'float32' as const, ...feeds(2, 4).x },
        target: { dtype: 'float32' as const, shape: [2, 4, UNITS], data: times(2 * 4 * UNITS, numbers(8)) },
      },
      lengths: {},
      samples: 2,
      carry: false,
    };
    const { model } = await trainable.train({ train: () => [batch] });
    expect(model.precision).toBe('int16');
    expect([...model.weights]).not.toEqual([...trainable.weights]);
    expect(readArtifact(model.toBytes()).precision).toBe('int16');
    expect(new Map(readArtifact(model.toBytes()).weights)).toEqual(new Map(model.weights));
  });
});

describe('a product of numbers of no known size', () => {
  const [columns, units, rows] = [64, 32, 3];
  /** From 1 down to 1e-6 over the columns. */
  const falling = (i: number): number => 10 ** ((-6 * i) / (columns - 1));
  test.each([
    ['exp(8 * sin(x))', (x: number) => Math.exp(8 * Math.sin(x)), (i: number) => 1.5 - (3 * i) / (columns - 1)],
    ['pow(1.5 + sin(x), 12)', (x: number) => (1.5 + Math.sin(x)) ** 12, (i: number) => 1.5 - (3 * i) / (columns - 1)],
    ['cos(x) / sin(x)', (x: number) => Math.cos(x) / Math.sin(x), falling],
    ['log(abs(sin(x)))', (x: number) => Math.log(Math.abs(Math.sin(x))), (i: number) => 1.1 * falling(i)],
    ['rsqrt(abs(sin(x)))', (x: number) => 1 / Math.sqrt(Math.abs(Math.sin(x))), falling],
    [
      'square(square(1.5 + sin(x)))',
      (x: number) => (1.5 + Math.sin(x)) ** 4,
      (i: number) => 1.5 - (3 * i) / (columns - 1),
    ],
  ])('after %s is as exact as in float32, and one that is limited again is in 16 bits', async (expression, f, at) => {
    const model = (equation: string): string => `inputs: {x: {shape: [batch, ${columns}]}}
layers:
  e:
    type: equations
    inputs: {x: x}
    equations: |
      v = ${equation}
    output: v
  d: {type: dense, input: e, units: ${units}}
outputs: {d: d}`;
    const x = Float32Array.from({ length: rows * columns }, (_, i) => at(i % columns) * (1 + 0.05 * Math.sin(i)));
    // all columns count alike
    const kernel = Float32Array.from({ length: columns * units }, (_, i) => {
      const column = Math.floor(i / units);
      return Math.sin(7 * i + 1) / f(x[column] ?? Number.NaN);
    });
    const loaded = await load(compile(model(expression), { precision: 'int16' }));
    loaded.setWeights(
      new Map([
        ...loaded.weights(),
        ['d.kernel', { shape: [columns, units], data: kernel }],
        ['d.bias', { shape: [units], data: new Float32Array(units) }],
      ]),
    );
    const found = loaded.run({ x: { shape: [rows, columns], data: x } }).d?.data ?? [];
    const exact = Float64Array.from({ length: rows * units }, (_, i) => {
      const [row, unit] = [Math.floor(i / units), i % units];
      let sum = 0;
      for (let c = 0; c < columns; c++)
        sum += f(x[row * columns + c] ?? Number.NaN) * (kernel[c * units + unit] ?? Number.NaN);
      return sum;
    });
    const largest = exact.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    const sizes = { batch: 1 };
    expect(largestDifference(found, exact) / largest).toBeLessThan(1e-5);
    expect(isInInt16(loaded, sizes)).toBe(false);
    loaded.dispose();
    const limited = await load(compile(model(`tanh(${expression})`), { precision: 'int16' }));
    expect(isInInt16(limited, sizes)).toBe(true);
    limited.dispose();
  });
});

test.each([
  ['keras.simple_rnn', 4, 1],
  ['keras.lstm', 13, 4],
  ['keras.gru', 10, 3],
  ['tf1.basic_rnn', 4, 1],
  ['tf1.basic_lstm', 13, 4],
  ['tf1.lstm', 13, 4],
  ['tf1.gru', 10, 3],
])(
  'of two layers of %s and a dense one, only the projection of the feed is not in 16 bits',
  async (cell, rounded, exact) => {
    const layer = (input: string): string => `{type: recurrent, input: ${input}, cell: {${cell}: {units: 48}}}`;
    const model = await load(
      compile(
        `inputs: {x: {shape: [batch, time, 40]}}
layers: {a: ${layer('x')}, b: ${layer('a')}, y: {type: dense, input: b, units: 40}}
outputs: {y: y}`,
        { precision: 'int16' },
      ),
    );
    const { kernels } = model.stats({ batch: 1, time: 3 });
    expect([kernels['int16-product'], kernels.product]).toEqual([rounded, exact]);
    model.dispose();
  },
);
