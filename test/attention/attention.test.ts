import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';
import { graphOf } from '../trees/given.ts';

const cell = (equations: readonly string[]): string => `cells:
  looks:
    parameters: {units: size}
    inputs: {x: [n], memory: {sequence: [m]}}
    state: [{h: [units]}]
    weights:
      w_m: {shape: [m, units], init: {uniform: {low: -0.9, high: 0.9}}}
      w_h: {shape: [units, units], init: {uniform: {low: -0.9, high: 0.9}}}
      v: {shape: [units], init: {uniform: {low: -0.9, high: 0.9}}}
      w: {shape: [n + m, units], init: {uniform: {low: -0.9, high: 0.9}}}
    equations: |
${equations.map((line) => `      ${line}`).join('\n')}
    output: h'
`;
const additive = [
  'a = softmax_steps(sum(v * tanh(memory @ w_m + h @ w_h)))',
  'context = sum_steps(a * memory)',
  "h' = tanh([x, context] @ w + h)",
];
const joined = [
  'a = log(square(memory @ w_m) + 0.1) * h',
  "h' = tanh([x, mean_steps(memory)] @ w) + 0.5 * max_steps(a) + sum_steps(a * v) @ w_h + mean_steps(sum(a))",
];
const model = (
  equations: readonly string[],
  { memory = 'source', more = '', key = '' }: { memory?: string; more?: string; key?: string } = {},
): string =>
  `name: attention
inputs:
  source: {shape: [batch, ${memory}, 3]}
  x: {shape: [batch, target, 2]}
  m: {shape: [batch, target]}
${cell(equations)}layers:
  decoder: {type: recurrent, inputs: {x: x, memory: source}, cell: {looks: {units: 3}}${more}}
outputs: {y: decoder${key}}
`.replace(/ {2}m: .*\n/, (line) => (more.includes('mask') ? line : ''));

const ofLibrary = (name: string): string => `name: attention
inputs:
  source: {shape: [batch, source, 3]}
  x: {shape: [batch, target, 2]}
layers:
  decoder: {type: recurrent, inputs: {x: x, memory: source}, cell: {attention.${name}: {units: 3, attention_units: 2}}}
outputs: {y: decoder, share: decoder.0.forward.step.share}
`;

describe('gradients agree with central differences', () => {
  test.each([
    ['additive scores', model(additive, { key: ', a: decoder.0.forward.step.a' })],
    ['mean, max and sum of what is singular at 0', model(joined)],
    ['a sequence over the steps of the layer', model(additive, { memory: 'target' })],
    [
      'a fixed number of steps',
      model(joined, { memory: '4' })
        .replace('[batch, 4, 3]', '[batch, 12]')
        .replace('layers:\n', 'layers:\n  four: {type: repeat, input: source, times: 4}\n')
        .replace('memory: source', 'memory: four')
        .replace('[batch, 12]', '[batch, 3]'),
    ],
    ['the cell of Bahdanau', ofLibrary('bahdanau')],
    ['the cell of Luong', ofLibrary('luong')],
    ['backward, under a mask', model(additive, { more: ', direction: bidirectional, merge: sum, mask: m' })],
  ])('%s', (_, text) => {
    const { graph, loss } = withLoss(graphOf(text, 'training'));
    const reversed = differentiated(graph, loss, floatLeaves(graph));
    verifyGraph(reversed);
    fc.assert(
      fc.property(
        fc.nat(10_000),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (seed, source, target) => {
          const feeds = randomFeeds(reversed, { batch: 3, source, target }, seed);
          const worst = worstDifference(reversed, feeds, seed);
          expect(worst?.error ?? 0).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 3, seed: 3 },
    );
  });
});

/** The cell of `additive` step by step, one row at a time, written with numbers alone. */
function byHand(
  weights: ReadonlyMap<string, Tensor64>,
  source: readonly (readonly number[])[],
  x: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const matrix = (name: string): Tensor64 => {
    const found = weights.get(`decoder.0.forward.${name}`);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const times = (row: readonly number[], { shape, data }: Tensor64): number[] =>
    Array.from({ length: shape[1] ?? 0 }, (_, j) =>
      row.reduce((sum, value, i) => sum + value * (data[i * (shape[1] ?? 0) + j] ?? 0), 0),
    );
  const v = matrix('v').data;
  let h: readonly number[] = [0, 0, 0];
  return x.map((given) => {
    const query = times(h, matrix('w_h'));
    const scores = source.map((row) =>
      times(row, matrix('w_m')).reduce((sum, key, j) => sum + (v[j] ?? 0) * Math.tanh(key + (query[j] ?? 0)), 0),
    );
    const powers = scores.map((score) => Math.exp(score));
    const total = powers.reduce((a, b) => a + b, 0);
    const context = [0, 1, 2].map((j) =>
      source.reduce((sum, row, s) => sum + ((powers[s] ?? 0) / total) * (row[j] ?? 0), 0),
    );
    h = times([...given, ...context], matrix('w')).map((value, j) => Math.tanh(value + (h[j] ?? 0)));
    return h;
  });
}

test('rows of every length, none among them, are as each alone; what stands beyond the end of a row counts for nothing', async () => {
  const text = model(additive, { key: ', a: decoder.0.forward.step.a' });
  const runnable = await load(compile(text, { file: 'model.yaml' }));
  const next = numbers(5);
  const row = (size: number) => Array.from({ length: size }, next);
  const lengths = [4, 0, 1, 3];
  const sources = lengths.map((length) => Array.from({ length }, () => row(3)));
  const xs = [3, 2, 3, 1].map((length) => Array.from({ length }, () => row(2)));
  const weights = new Map(
    [...runnable.weights()].map(([path, { shape, data }]) => [
      path,
      tensor64('float32', [...shape], Float64Array.from(data)),
    ]),
  );
  const whole = {
    shape: [4, 4, 3],
    data: Float32Array.from(
      sources.flatMap((rows) => [...rows.flat(), ...Array((4 - rows.length) * 3).fill(Number.NaN)]),
    ),
  };
  for (const source of [sources, whole]) {
    const found = runnable.run({ source, x: xs, ...(source === whole ? { 'source.lengths': lengths } : {}) });
    xs.forEach((x, b) => {
      const expected = byHand(weights, sources[b] ?? [], x).flat();
      const y = Array.from(found.y?.data ?? []).slice(b * 9, b * 9 + 9);
      for (const [i, value] of expected.entries()) expect(y[i]).toBeCloseTo(value, 5);
      expect(y.slice(expected.length).every((value) => value === 0)).toBe(true);
    });
    const { shape, data } = found.a ?? { shape: [], data: [] };
    expect(shape).toEqual([4, 3, 4, 1]);
    for (let b = 0; b < 4; b++)
      for (let t = 0; t < 3; t++) {
        const shares = Array.from(data).slice((b * 3 + t) * 4, (b * 3 + t + 1) * 4);
        const counts = t < (xs[b]?.length ?? 0) && (lengths[b] ?? 0) > 0;
        expect(shares.reduce((a, s) => a + s, 0)).toBeCloseTo(counts ? 1 : 0, 5);
        expect(shares.slice(lengths[b]).every((share) => share === 0)).toBe(true);
      }
  }
  runnable.dispose();
});

test('a session goes on step by step from a memory that is given once; one over its own steps can not', async () => {
  const runnable = await load(compile(model(additive), { file: 'model.yaml' }));
  const next = numbers(9);
  const source = [Array.from({ length: 3 }, () => [next(), next(), next()])];
  const x = [Array.from({ length: 4 }, () => [next(), next()])];
  const { y } = runnable.run({ source, x });
  const session = runnable.session({ feeds: { source } });
  const steps = (x[0] ?? []).flatMap((given) =>
    Array.from(session.step({ x: Float32Array.from(given) }).y?.data ?? []),
  );
  for (const [i, value] of steps.entries()) expect(value).toBeCloseTo(y?.data[i] ?? Number.NaN, 6);
  session.dispose();
  runnable.dispose();
  const own = await load(compile(model(additive, { memory: 'target' }), { file: 'model.yaml' }));
  expect(() => own.session().step({ source: Float32Array.of(1, 2, 3), x: Float32Array.of(1, 2) })).toThrow(
    'reads all steps of "memory" at every step, those ahead too',
  );
  own.dispose();
});

test('generated and stock kernels, and the evaluator, agree', async () => {
  for (const equations of [additive, joined])
    for (const path of ['fast', 'public'] as const) {
      const text = model(equations);
      const runnable = await load(compile(text, { file: 'model.yaml' }), { path });
      const graph = graphOf(text);
      const feeds = randomFeeds(graph, { batch: 2, source: 5, target: 3 }, 4);
      runnable.setWeights(
        Object.fromEntries(
          [...feeds.weights].map(([name, { shape, data }]) => [
            name,
            { shape: [...shape], data: Float32Array.from(data) },
          ]),
        ),
      );
      const found = runnable.run(
        Object.fromEntries(
          [...feeds.inputs].map(([name, { shape, data }]) => [
            name,
            name.endsWith('.lengths') ? Int32Array.from(data) : { shape: [...shape], data: Float32Array.from(data) },
          ]),
        ),
      );
      const expected = evaluateGraph(graph, feeds).outputs.get('y')?.data ?? new Float64Array();
      for (const [i, value] of expected.entries()) expect(found.y?.data[i]).toBeCloseTo(value, 4);
      runnable.dispose();
    }
});
