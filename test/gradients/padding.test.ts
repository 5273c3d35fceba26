import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { segmentTime } from '../../compiler/graph/segments.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { randomFeeds } from '../passes/equal.ts';
import { exactly, expectAgreement, generatedKernels, stockKernels } from '../random/agreement.ts';
import { wideModel } from '../random/cells.ts';
import { runStock } from '../random/stock.ts';
import { objectiveGradients } from './objective-graph.ts';

const RUNS = Number(process.env.RUNS ?? 20);

/** One row of a feed [batch, time, …], its first steps, or of one [batch, …]. */
function cut(t: Tensor64, isSequence: boolean, row: number, steps: number): Tensor64 {
  const [batch = 1, time = 1] = t.shape;
  const perRow = t.data.length / batch;
  const start = row * perRow;
  if (!isSequence) return { ...t, shape: [1, ...t.shape.slice(1)], data: t.data.slice(start, start + perRow) };
  const width = time === 0 ? 0 : perRow / time;
  return { ...t, shape: [1, steps, ...t.shape.slice(2)], data: t.data.slice(start, start + steps * width) };
}

const isSequence = (graph: Graph, name: string): boolean => {
  const input = graph.inputs.find((i) => i.name === name);
  const second = input === undefined ? undefined : graph.values[input.value]?.type.shape[1];
  return second !== undefined && printDim(second) === 'time';
};

/** The feeds with NaN beyond the end of every row. */
function padded(graph: Graph, feeds: Feeds, lengths: readonly number[]): Feeds {
  const inputs = new Map(
    [...feeds.inputs].map(([name, t]) => {
      if (t.dtype !== 'float32' || !isSequence(graph, name)) return [name, t] as const;
      const [, time = 0] = t.shape;
      const data = t.data.slice();
      const width = data.length / Math.max(1, lengths.length * time);
      lengths.forEach((length, b) => {
        data.fill(Number.NaN, (b * time + length) * width, (b + 1) * time * width);
      });
      return [name, { ...t, data }] as const;
    }),
  );
  return { ...feeds, inputs };
}

/** What rows of these lengths, each alone and at its own length, give in sum. */
function sumOfRows(graph: Graph, feeds: Feeds, lengths: readonly number[]): ReadonlyMap<string, Float64Array> {
  const sums = new Map<string, Float64Array>();
  lengths.forEach((length, b) => {
    const inputs = new Map(
      [...feeds.inputs]
        .filter(([name]) => name !== 'time.lengths')
        .map(([name, t]) => [name, cut(t, isSequence(graph, name), b, length)] as const),
    );
    const { outputs } = evaluateGraph(graph, { inputs, weights: feeds.weights, sizes: { batch: 1, time: length } });
    for (const [name, { data }] of outputs) {
      const sum = sums.get(name);
      sums.set(name, sum === undefined ? data : sum.map((x, i) => x + (data[i] ?? 0)));
    }
  });
  return sums;
}

function expectSum(graph: Graph, feeds: Feeds, lengths: readonly number[]): void {
  const sums = sumOfRows(graph, feeds, lengths);
  const together = evaluateGraph(graph, padded(graph, feeds, lengths)).outputs;
  for (const [name, { data }] of together) {
    const sum = sums.get(name) ?? new Float64Array();
    const scale = sum.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-3);
    if (!Number.isFinite(scale)) throw new Error(`${name} of the rows alone is ${scale}`);
    data.forEach((x, i) => {
      const off = Math.abs(x - (sum[i] ?? Number.NaN)) / scale;
      if (!(off <= 1e-9)) throw new Error(`${name}[${i}]: ${x} in a batch, ${sum[i]} in sum`);
    });
  }
}

/** Layers that have no finite slope at 0, which padding is. `f` is measured. */
const model = (equations: string, layers: string, training = ''): string => `name: singular
inputs: {x: {shape: [batch, time, 3]}}
cells:
  c:
    inputs: {x: [n]}
    state: [{h: [4]}]
    weights: {k: {shape: [n, 4]}, r: {shape: [4, 4]}, p: {shape: [4]}}
    equations: |
      ${equations.split('\n').join('\n      ')}
    output: h'
layers:
${layers}
outputs: {y: f}
training:
  losses: [{type: mse, output: f, target: wanted, reduce: sum}]
  optimizer: sgd
  ${training}
`;
const loop = '  f: {type: recurrent, input: x, cell: {c: {}}}';
const usual = "h' = tanh(x @ k + h @ r + p)";
const singular: { readonly [name: string]: string } = {
  'log of the input': model("h' = tanh(log(x) @ k + h @ r + p)", loop),
  'log of a product': model("h' = tanh(log(square(x @ k)) + h @ r + p)", loop),
  'a row divided by its length': model("z = x @ k\nh' = tanh(z / sqrt(sum(square(z))) + h @ r + p)", loop),
  'a state divided by its length': model("z = x @ k + h @ r\nh' = z * rsqrt(mean(square(z))) + p", loop),
  'a quotient of inputs': model("h' = tanh((1 / x) @ k + h @ r + p)", loop),
  'a power': model("h' = tanh(pow(x, 0.25) @ k + pow(square(h), 0.5) @ r + p)", loop),
  'an exponential that overflows': model("h' = tanh(exp(200 * (0.5 - x)) @ k + h @ r + p)", loop),
  'two cells, one on the other': model(
    "h' = tanh(log(square(x)) @ k + h @ r + p) + 1.5",
    '  f: {type: recurrent, input: x, cell: [{c: {}}, {c: {}}]}',
  ),
  'both directions': model(
    "h' = tanh(log(square(x)) @ k + h @ r + p)",
    '  f: {type: recurrent, input: x, cell: {c: {}}, direction: bidirectional}',
  ),
  'recomputed in segments': model("h' = tanh(log(x) @ k + h @ r + p)", loop, 'remat: true'),
  'layers below the loop': model(
    usual,
    `  e: {type: dense, input: x, units: 3, bias: false}
  q:
    type: equations
    inputs: {e: e}
    equations: |
      size = square(e)
      q = log(size) / sqrt(size)
    output: q
  f: {type: recurrent, input: q, cell: {c: {}}}`,
  ),
  'a layer above the loop, and no loop below a loss': model(
    usual,
    `  a: {type: recurrent, input: x, cell: {c: {}}}
  b: {type: activation, input: x, function: log}
  d: {type: dense, input: b, units: 4, bias: false, activation: exp}
  s: {type: dense, input: d, units: 4, bias: false, activation: softplus}
  t: {type: activation, input: s, function: sqrt}
  f: {type: add, inputs: [a, t]}`,
  ),
};
const lengths = [6, 0, 3, 1, 4];

function singularFeeds(graph: Graph): Feeds {
  const feeds = randomFeeds(graph, { batch: lengths.length, time: 6 }, 5);
  const moved = ([name, t]: readonly [string, Tensor64]) => {
    // from 0.5 to 1.5: nothing is singular where a step counts
    if (name === 'x') return [name, { ...t, data: t.data.map((x) => Math.fround(1 + 0.5 * x)) }] as const;
    return [name, t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t] as const;
  };
  const given = new Map([...feeds.inputs].map(moved));
  given.set('time.lengths', { dtype: 'int32', shape: [lengths.length], data: Float64Array.from(lengths) });
  return { ...feeds, inputs: given, weights: new Map([...feeds.weights].map(moved)) };
}

describe('what stands beyond the end of a row counts for nothing in a gradient', () => {
  test('on random models: a batch gives what its rows alone give, with NaN in the padding', () => {
    const models = wideModel({ work: 2e4, smooth: true, odd: false }).filter((m) => !m.noisy && m.time > 0);
    fc.assert(
      fc.property(models, ({ yaml, batch, time, seed }) => {
        const { plain } = objectiveGradients(yaml);
        const feeds = randomFeeds(plain, { batch, time }, seed);
        expectSum(plain, feeds, [...(feeds.inputs.get('time.lengths')?.data ?? [])]);
      }),
      { numRuns: RUNS, seed: 20_261_104 },
    );
  }, 600_000);

  test.each(Object.keys(singular))('%s', async (name) => {
    const yaml = singular[name] ?? '';
    const remat = yaml.includes('remat: true');
    const { plain, lowered } = objectiveGradients(yaml, { remat });
    const feeds = singularFeeds(plain);
    expectSum(plain, feeds, lengths);
    const given = padded(plain, feeds, lengths);
    const exact = exactly(plain, given);
    const { segments, steps } = segmentTime(6);
    const sizes = remat ? { ...given.sizes, 'time.segments': segments, 'time.steps': steps } : given.sizes;
    const generated = [
      ...runProgram(codeOf(lowerGraph(lowered, { fullLength: false, unroll: null })), { ...given, sizes }),
    ];
    const found = new Map([
      [generatedKernels, new Map(generated.map(([key, { data }]) => [key, data]))],
      ...(remat ? [] : ([[stockKernels, await runStock(lowered, given)]] as const)),
    ]);
    expect(
      expectAgreement({ graph: lowered, feeds: { ...given, sizes }, exact, found, tolerance: 1e-4, seed: 1 }),
    ).toBe(true);
  });
});
