import { describe, expect, test } from 'vitest';
import type { LossSpec, Reduction } from '../../compiler/1-read/spec/training-spec.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import {
  type ByName,
  evaluatorInputs,
  expectExact,
  expectNear,
  filesOf,
  lossOfInput,
  type Nested,
  type Numbers,
  numbersOf,
  onWasm,
  readGolden,
  runtimeFeeds,
  scalar,
  span,
  targetName,
} from './training-cases.ts';

type Kind =
  | 'sparse_softmax_cross_entropy'
  | 'softmax_cross_entropy'
  | 'sigmoid_cross_entropy'
  | 'mean_squared_error'
  | 'mean_absolute_error'
  | 'huber'
  | 'quantile'
  | 'gaussian_nll';

interface BaseCase {
  readonly name: string;
  readonly kind: Kind;
  readonly options: { readonly [name: string]: number | string | boolean };
  readonly inputs: ByName;
  readonly target: Nested;
  readonly gradients: ByName;
}
interface ValueCase extends BaseCase {
  readonly values: Nested;
  readonly sum: number;
}
interface WeightedCase extends BaseCase {
  readonly sample_weights: Nested;
  readonly loss: number;
}

const files = filesOf('training', 'losses-').map((file) => {
  const { cases } = readGolden<{ readonly cases: readonly (ValueCase | WeightedCase)[] }>('training', file);
  return {
    file,
    valued: cases.filter((golden) => 'values' in golden),
    weighted: cases.filter((golden) => 'sample_weights' in golden),
  };
});

type WithoutBase<T> = T extends unknown ? Omit<T, 'span' | 'output' | 'weight' | 'reduce'> : never;
type Measure = WithoutBase<LossSpec>;

const aim = { target: { value: targetName('x'), span }, sampleWeights: null };

function numberOption({ name, options }: BaseCase, key: string): number {
  const value = options[key];
  if (typeof value !== 'number') throw new Error(`'${name}' has no number '${key}'`);
  return value;
}

const measures: { readonly [K in Kind]: (golden: BaseCase) => Measure } = {
  sparse_softmax_cross_entropy: () => ({ type: 'cross_entropy', ...aim }),
  softmax_cross_entropy: () => ({ type: 'soft_cross_entropy', ...aim }),
  sigmoid_cross_entropy: () => ({ type: 'sigmoid_cross_entropy', ...aim }),
  mean_squared_error: () => ({ type: 'mse', ...aim }),
  mean_absolute_error: () => ({ type: 'mae', ...aim }),
  huber: (golden) => ({ type: 'huber', delta: numberOption(golden, 'delta'), ...aim }),
  quantile: (golden) => ({ type: 'quantile', quantiles: [numberOption(golden, 'tau')], ...aim }),
  gaussian_nll: () => ({ type: 'gaussian_nll', ...aim }),
};

/** Both arrays side by side on the last axis. */
function joined(a: Numbers, b: Numbers): Numbers {
  const width = a.shape.at(-1) ?? 1;
  const rows = Array.from({ length: a.data.length / width }, (_, i) => [
    ...a.data.slice(i * width, (i + 1) * width),
    ...b.data.slice(i * width, (i + 1) * width),
  ]);
  return { shape: [...a.shape.slice(0, -1), 2 * width], data: rows.flat() };
}

/** [batch, time, features] as [batch, time · features, 1]. */
const stretched = ({ shape: [batch = 1, ...rest], data }: Numbers): Numbers => ({
  shape: [batch, rest.reduce((a, b) => a * b, 1), 1],
  data,
});

/** What is measured, its target and its gradient, in the form that our loss has them. */
function arranged({ kind, inputs, target, gradients }: BaseCase) {
  const only = (of: ByName): Numbers => numbersOf(Object.values(of)[0] ?? []);
  const pair = (of: ByName): Numbers => joined(numbersOf(of.mean ?? []), numbersOf(of.log_variance ?? []));
  const plain = { x: only(inputs), target: numbersOf(target), gradient: only(gradients) };
  switch (kind) {
    // ours joins mean and log variance in one output
    case 'gaussian_nll':
      return { ...plain, x: pair(inputs), gradient: pair(gradients) };
    // ours has a feature for each quantile, and one target
    case 'quantile':
      return {
        x: stretched(plain.x),
        target: stretched(plain.target),
        gradient: stretched(plain.gradient),
      };
    default:
      return plain;
  }
}

/** Ours always has the constant of the density, which `full` adds in PyTorch. */
const constantOf = ({ kind, options }: BaseCase): number =>
  kind === 'gaussian_nll' && options.full === false ? Math.log(2 * Math.PI) / 2 : 0;

const scaled = ({ shape, data }: Numbers, factor: number): Numbers => ({ shape, data: data.map((x) => x * factor) });

const lossGraph = (features: number, measure: Measure, reduce: Reduction, weight = 1) =>
  lossOfInput(features, (output) => ({ ...measure, output, weight, reduce, span }));

async function check(
  { plain, optimized }: { readonly plain: Graph; readonly optimized: Graph },
  feeds: ReadonlyMap<string, Numbers>,
  expected: ReadonlyMap<string, Numbers>,
  paths: readonly Path[],
): Promise<void> {
  for (const graph of [plain, optimized]) {
    const { outputs } = evaluateGraph(graph, { inputs: evaluatorInputs(graph, feeds), weights: new Map() });
    for (const [name, numbers] of expected) expectExact(name, outputs.get(name), numbers);
  }
  for (const path of paths) {
    const found = await onWasm({ inference: optimized, training: null }, new Map(), path, (model) =>
      model.run(runtimeFeeds(optimized, feeds)),
    );
    for (const [name, numbers] of expected) expectNear(`WASM: ${name}`, found[name], numbers);
  }
}

/** The part of one step: `[batch, time, …]` → `[1, 1, …]`. */
function stepOf({ shape: [, , ...rest], data }: Numbers, i: number): Numbers {
  const size = rest.reduce((a, b) => a * b, 1);
  return { shape: [1, 1, ...rest], data: data.slice(i * size, (i + 1) * size) };
}

test('there are vectors to test', () => {
  expect(files.map(({ file, valued, weighted }) => [file, valued.length > 0, weighted.length > 0])).toEqual([
    ['losses-tensorflow.json', true, true],
    ['losses-torch.json', true, false],
  ]);
});

for (const { file, valued } of files)
  describe(file, () => {
    for (const golden of valued)
      test(golden.name, async () => {
        const { x, target, gradient } = arranged(golden);
        const [batch = 1, time = 1, features = 1] = x.shape;
        const values = numbersOf(golden.values).data.map((value) => value + constantOf(golden));
        const sum = values.reduce((a, b) => a + b, 0);
        const feeds = new Map([
          ['x', x],
          [targetName('x'), target],
        ]);
        const divisors: { readonly [R in Reduction]: number } = { sum: 1, batch, mean: values.length };
        for (const reduce of ['sum', 'batch', 'mean'] as const) {
          const graphs = lossGraph(features, measures[golden.kind](golden), reduce);
          const divisor = divisors[reduce];
          const expected = new Map([
            ['loss', scalar(sum / divisor)],
            ['d x', scaled(gradient, 1 / divisor)],
          ]);
          await check(graphs, feeds, expected, reduce === 'sum' ? ['fast', 'public'] : ['fast']);
          if (reduce !== 'sum') continue;
          // every step by itself, so that no mistake hides in the sum
          const perStep = values.length / (batch * time);
          for (let i = 0; i < batch * time; i++) {
            const own = values.slice(i * perStep, (i + 1) * perStep).reduce((a, b) => a + b, 0);
            const inputs = evaluatorInputs(graphs.plain, new Map([...feeds].map(([name, n]) => [name, stepOf(n, i)])));
            const { outputs } = evaluateGraph(graphs.plain, { inputs, weights: new Map() });
            expectExact(`step ${i}`, outputs.get('loss'), scalar(own));
          }
        }
      });
  });

for (const { file, weighted } of files)
  for (const golden of weighted)
    test(`${file}: ${golden.name}`, async () => {
      const { x, target, gradient } = arranged(golden);
      const [batch = 1, time = 1, features = 1] = x.shape;
      const steps = batch * time;
      // ours are per sample: each step becomes a sample of one step
      const alone = ({ data }: Numbers): Numbers => ({ shape: [steps, 1, features], data });
      const sampleWeights = { value: 'sample_weights', span };
      const feeds = new Map([
        ['x', alone(x)],
        [targetName('x'), alone(target)],
        ['sample_weights', { shape: [steps], data: numbersOf(golden.sample_weights).data }],
      ]);
      const expected = new Map([
        ['loss', scalar(golden.loss)],
        ['d x', alone(gradient)],
      ]);
      // Keras weighs the mean of a step's features, our sum all of them; it divides by the number of steps where ours adds up
      const reductions: { readonly [reduction: string]: readonly [Reduction, number] } = {
        sum: ['sum', 1 / features],
        sum_over_batch_size: ['sum', 1 / (features * steps)],
        mean_with_sample_weight: ['mean', 1],
      };
      const [reduce, weight] = reductions[String(golden.options.reduction)] ?? [];
      if (reduce === undefined || weight === undefined) throw new Error(`'${golden.name}' has an unknown reduction`);
      const measure = measures[golden.kind](golden);
      if (!('sampleWeights' in measure)) throw new Error(`'${golden.kind}' takes no sample weights`);
      const graphs = lossGraph(features, { ...measure, sampleWeights }, reduce, weight);
      await check(graphs, feeds, expected, ['fast', 'public']);
    });
