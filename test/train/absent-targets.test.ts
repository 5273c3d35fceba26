import { describe, expect, test } from 'vitest';
import { type Batch, compile, load, memorySources, RnncError } from '../../src/index.ts';

const model = (loss: string, units: number): string => `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  y: {type: dense, input: x, units: ${units}}
outputs: {y: y}
training:
  losses: [{output: y, target: wanted, ${loss}}]
  optimizer: sgd
  rate: 0.1
  clip: none
  batch: 2
  epochs: 3
  early_stopping: none
`;

/** Steps of samples; a target of null is missing. */
type Steps = readonly { readonly x: readonly number[]; readonly y: readonly number[] | null }[];

function batchOf(samples: readonly Steps[], width: number): Batch {
  const longest = Math.max(...samples.map((steps) => steps.length));
  const pad = { x: [9, 9], y: Array<number>(width).fill(0) };
  const rows = samples.flatMap((steps) => Array.from({ length: longest }, (_, t) => steps[t] ?? pad));
  const missing = Array<number>(width).fill(Number.NaN);
  const feed = (size: number, numbers: readonly number[]) => ({
    dtype: 'float32' as const,
    shape: [samples.length, longest, size],
    data: Float32Array.from(numbers),
  });
  return {
    samples: samples.length,
    carry: false,
    feeds: {
      x: feed(
        2,
        rows.flatMap(({ x }) => x),
      ),
      wanted: feed(
        width,
        rows.flatMap(({ y }) => y ?? missing),
      ),
    },
    lengths: { x: Int32Array.from(samples, (steps) => steps.length) },
  };
}

const stepsOf = (from: number, count: number, target: (i: number) => readonly number[]): Steps =>
  Array.from({ length: count }, (_, i) => {
    const at = from + i;
    return { x: [Math.sin(at), Math.cos(3 * at)], y: at % 3 === 1 ? null : target(at) };
  });

async function trained(batches: readonly Batch[], text: string, kernels: 'generated' | 'stock') {
  const options = kernels === 'stock' ? { kernels } : {};
  const { model: made, history } = await compile(text).train(
    { train: () => batches, validation: () => batches },
    options,
  );
  const loaded = await load(made);
  const { y } = loaded.run({ x: [[[1, 0]], [[0, 1]], [[0, 0]]] });
  const outputs = Array.from(y?.data ?? []);
  loaded.dispose();
  const last = history.at(-1)?.parts;
  return { outputs, training: last?.training?.loss, validation: last?.validation };
}

describe.each(['generated', 'stock'] as const)('with %s kernels', (kernels) => {
  test.each([
    ['type: mse', 2, 2],
    ['type: mae', 1, 1],
    ['type: huber, delta: 0.3', 1, 1],
    ['type: sigmoid_cross_entropy', 2, 2],
    ['type: soft_cross_entropy', 3, 3],
    ['type: quantile, quantiles: [0.1, 0.9]', 2, 1],
    ['type: gaussian_nll', 2, 1],
    ['type: mse, reduce: sum', 1, 1],
  ])('a step whose target is NaN is as if it were not there: %s', async (loss, units, width) => {
    const share = (i: number): readonly number[] => {
      const all = Array.from({ length: width }, (_, c) => 1.1 + Math.sin(i + c));
      const sum = all.reduce((a, b) => a + b, 0);
      return all.map((value) => value / (width === 1 ? 3 : sum));
    };
    const samples = [stepsOf(0, 5, share), stepsOf(5, 2, share), stepsOf(8, 7, share)];
    const present = samples.map((steps) => steps.filter(({ y }) => y !== null));
    const text = model(loss, units);
    const some = await trained([batchOf(samples, width)], text, kernels);
    const rest = await trained([batchOf(present, width)], text, kernels);
    expect(some.training).toBeCloseTo(rest.training ?? Number.NaN, 5);
    expect(some.validation?.loss).toBeCloseTo(rest.validation?.loss ?? Number.NaN, 5);
    for (const [name, value] of Object.entries(rest.validation?.metrics ?? {}))
      expect(some.validation?.metrics[name] ?? null, name).toBeCloseTo(value ?? Number.NaN, 5);
    some.outputs.forEach((y, i) => {
      expect(y).toBeCloseTo(rest.outputs[i] ?? Number.NaN, 5);
    });
  });
});

test('a number of a target is left out by itself', async () => {
  const batch = (y: readonly number[]): Batch => batchOf([[{ x: [1, 2], y }]], 2);
  const text = model('type: mse', 2).replace('rate: 0.1', 'rate: 0.000000001');
  const both = await trained([batch([3, 3])], text, 'generated');
  const [a, b] = [
    await trained([batch([3, Number.NaN])], text, 'generated'),
    await trained([batch([Number.NaN, 3])], text, 'generated'),
  ];
  expect(((a.training ?? 0) + (b.training ?? 0)) / 2).toBeCloseTo(both.training ?? Number.NaN, 5);
});

test('data without any target is a mistake', async () => {
  const batches = [batchOf([[{ x: [1, 2], y: null }]], 1)];
  const error: unknown = await trained(batches, model('type: mse', 1), 'generated').catch((e: unknown) => e);
  if (!(error instanceof RnncError)) throw new Error('no mistake');
  expect(error.diagnostics.map(({ code }) => code)).toEqual(['no-labels']);
});

test('an input that is NaN stays a mistake', async () => {
  const batches = [batchOf([[{ x: [Number.NaN, 2], y: [1] }]], 1)];
  await expect(trained(batches, model('type: mse', 1), 'generated')).rejects.toThrow(/x/);
});

test('null in the lists of records, and an empty cell in rows of windows', async () => {
  const records = Array.from({ length: 20 }, (_, i) => {
    const x = Array.from({ length: 4 }, (_, t) => [Math.sin(i + t), Math.cos(i * t)]);
    return JSON.stringify({ x, wanted: x.map(([a = 0], t) => (t === 1 || t === 2 ? null : a)) });
  });
  const train = async (text: string, files: { readonly [name: string]: string }) => {
    const { history } = await compile(text).train({ files: memorySources(files) });
    const { training, validation } = history.at(-1)?.parts ?? {};
    return [training?.loss, validation?.loss, validation?.metrics.mae].map((figure) => Number.isFinite(figure));
  };
  const text = model('type: mse', 1).replace('epochs: 3', 'epochs: 3\n  metrics: [mae]');
  const rows = Array.from({ length: 60 }, (_, i) => `${Math.sin(i)},${i % 4 === 0 ? '' : Math.cos(i)}\n`);
  const series = `data:
  source: t.csv
  windows: {width: 4}
  feeds: {x: {columns: [a]}, wanted: {columns: [b], part: window}}
`;
  expect(await train(`${text}data: {source: a.ndjson}\n`, { 'a.ndjson': records.join('\n') })).toEqual([
    true,
    true,
    true,
  ]);
  expect(await train(`${text.replace('time, 2', 'time, 1')}${series}`, { 't.csv': `a,b\n${rows.join('')}` })).toEqual([
    true,
    true,
    true,
  ]);
});
