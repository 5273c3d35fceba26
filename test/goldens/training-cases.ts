import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Reference } from '../../compiler/1-read/spec/located.ts';
import type { Spec } from '../../compiler/1-read/spec/spec.ts';
import type { LossSpec, Reduction } from '../../compiler/1-read/spec/training-spec.ts';
import { type BuildResult, buildGraph } from '../../compiler/2-build/build.ts';
import type { ObjectiveSpec } from '../../compiler/2-build/losses/objective.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { differentiate } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { compileModel } from '../../compiler/compile.ts';
import type { Span } from '../../compiler/diagnostics/diagnostic.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import type { Optimization } from '../../compiler/optimizers/optimizer-spec.ts';
import type { Path } from '../../src/engine/kernels/table.ts';
import { load } from '../../src/index.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import type { Model } from '../../src/model.ts';
import { differentiated } from '../gradients/check.ts';

/** What make_training_torch.py and make_training_tf.py write, and what the tests of it share; the form is told in training_cases.py. */

export type Nested = number | 'inf' | '-inf' | 'nan' | readonly Nested[];
export interface ByName {
  readonly [name: string]: Nested;
}

export interface Term {
  readonly output: string;
  readonly kind: 'squared_error';
  readonly reduce: 'sum' | 'mean';
  readonly over: 'valid' | 'all';
}

/** A model, the numbers it is given, and a loss. */
export interface Problem {
  readonly model: string;
  readonly weights: ByName;
  readonly feeds: ByName;
  readonly targets: ByName;
  readonly terms: readonly Term[];
}

/** GOLDENS=DIR takes a freshly made set instead of the committed one. */
const goldens = process.env.GOLDENS ?? import.meta.dirname;

export const filesOf = (folder: 'training' | 'ctc', prefix: string): readonly string[] =>
  readdirSync(join(goldens, folder)).filter((name) => name.startsWith(prefix) && name.endsWith('.json'));

export const readGolden = <T>(folder: 'training' | 'ctc', file: string): T =>
  JSON.parse(readFileSync(join(goldens, folder, file), 'utf8')) as T;

/** Row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const words = { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN } as const;

export function numbersOf(nested: Nested): Numbers {
  const shape = (n: Nested): number[] => (typeof n === 'object' ? [n.length, ...shape(n[0] ?? 0)] : []);
  const flat = (n: Nested): number[] =>
    typeof n === 'number' ? [n] : typeof n === 'string' ? [words[n]] : n.flatMap(flat);
  return { shape: shape(nested), data: flat(nested) };
}

export const numbersByName = (nested: ByName): Map<string, Numbers> =>
  new Map(Object.entries(nested).map(([name, n]) => [name, numbersOf(n)]));

/** Numbers as the evaluator takes them, of the dtypes that the graph's inputs have. */
export function evaluatorInputs(graph: Graph, feeds: ReadonlyMap<string, Numbers>): Map<string, Tensor64> {
  return new Map(
    [...feeds].map(([name, { shape, data }]) => {
      const input = graph.inputs.find((i) => i.name === name);
      const dtype = input === undefined ? 'float32' : (graph.values[input.value]?.type.dtype ?? 'float32');
      return [name, { dtype, shape: [...shape], data: Float64Array.from(data) }];
    }),
  );
}

export const evaluatorWeights = (weights: ReadonlyMap<string, Numbers>): Map<string, Tensor64> =>
  new Map(
    [...weights].map(([path, { shape, data }]) => [
      path,
      { dtype: 'float32', shape: [...shape], data: Float64Array.from(data) },
    ]),
  );

export const runtimeFeeds = (graph: Graph, feeds: ReadonlyMap<string, Numbers>): Feeds =>
  Object.fromEntries(
    [...evaluatorInputs(graph, feeds)].map(([name, { dtype, shape, data }]) => [
      name,
      { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
    ]),
  );

/** Runs on WASM a model of these graphs and weights, and gives its memory back. */
export async function onWasm<T>(
  graphs: { readonly inference: Graph; readonly training: Graph | null },
  weights: ReadonlyMap<string, Numbers>,
  path: Path,
  use: (model: Model) => T,
): Promise<T> {
  const held = new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));
  const model = await load({ name: 'golden', seed: 0, unroll: null, graphs, weights: held }, { path });
  try {
    return use(model);
  } finally {
    model.dispose();
  }
}

interface Found {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

const greatest = (data: readonly number[]): number =>
  data.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);

function expectWithin(name: string, found: Found | undefined, { shape, data }: Numbers, tolerance: number): void {
  expect(found?.shape, name).toEqual(shape);
  const wrong = data.findIndex((x, i) => {
    const y = found?.data[i] ?? Number.NaN;
    return !Object.is(x, y) && !(Math.abs(x - y) <= tolerance);
  });
  // one expectation for all entries: each costs more than a step of the evaluator
  expect(wrong, `${name}[${wrong}]: ${found?.data[wrong]} for ${data[wrong]}, within ${tolerance}`).toBe(-1);
}

/** Float64: within `tolerance` of the larger of 1 and the largest entry. */
export const expectExact = (name: string, found: Found | undefined, expected: Numbers, tolerance = 1e-9): void =>
  expectWithin(name, found, expected, tolerance * Math.max(1, greatest(expected.data)));

/** Float32: within 1e-4 of the largest entry. */
export const expectNear = (name: string, found: Found | undefined, expected: Numbers): void =>
  expectWithin(name, found, expected, 1e-4 * greatest(expected.data));

export const scalar = (value: number): Numbers => ({ shape: [], data: [value] });
export const scalarOf = (value: number | undefined): Found => ({ shape: [], data: [value ?? Number.NaN] });

/** Stands for the places of a `training` section that the fixtures do not have. */
export const span: Span = { file: 'golden.yaml', start: 0, end: 0 };

export function built({ graph, diagnostics }: BuildResult): Graph {
  if (graph === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return graph;
}

export const targetName = (output: string): string => `target_${output}`;

export const noOptimizer: Optimization = {
  optimizer: { type: 'sgd', weightDecay: 0 },
  clip: { by: 'none', limit: 1 },
  average: null,
};

export function objectiveOf(
  losses: readonly LossSpec[],
  rest: Optimization & Partial<Pick<ObjectiveSpec, 'weightPenalty'>> = noOptimizer,
): ObjectiveSpec & Optimization {
  return { losses, frozen: [], weightPenalty: { l1: 0, l2: 0 }, span, ...rest };
}

export function squaredError(output: Reference, name: string, reduce: Reduction): LossSpec {
  const target = { value: targetName(name), span };
  return { type: 'mse', output, target, sampleWeights: null, weight: 1, reduce, span };
}

/** The losses of a problem, or null where a step beyond a row's length counts, which no loss of the language has. */
export function lossesOf(spec: Spec, { terms, targets, feeds }: Problem): readonly LossSpec[] | null {
  const losses = terms.map(({ output, reduce, over }) => {
    const sequence = numbersOf(targets[output] ?? []).shape.length === 3;
    if (over === 'all' && sequence && 'time.lengths' in feeds) return null;
    const found = spec.outputs.find((o) => o.name === output);
    return found === undefined ? null : squaredError(found.reference, output, reduce);
  });
  const known = losses.filter((loss) => loss !== null);
  return known.length === losses.length ? known : null;
}

/** Everything a problem with losses is fed. */
export function feedsOf({ feeds, targets }: Pick<Problem, 'feeds' | 'targets'>): Map<string, Numbers> {
  const aims = [...numbersByName(targets)].map(([output, numbers]) => [targetName(output), numbers] as const);
  return new Map([...numbersByName(feeds), ...aims]);
}

/**
 * A graph with an output `loss`, with the loss's gradients for `leaves` (weights and inputs, by name) as outputs `d NAME`: of the graph as it is,
 * and of its portable form, optimised for the target.
 */
export function withGradientOutputs(
  { learning: _, ...graph }: Graph,
  leaves: readonly string[],
): { readonly plain: Graph; readonly optimized: Graph } {
  const withOutputs = (of: Graph): Graph => {
    const loss = of.outputs.find((o) => o.name === 'loss');
    if (loss === undefined) throw new Error('the graph has no output `loss`');
    const values = new Map<string, ValueId>([
      ...of.weights.map((w) => [w.path, w.value] as const),
      ...of.inputs.map((i) => [i.name, i.value] as const),
    ]);
    const named = leaves.map((name) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`the graph has no weight or input '${name}'`);
      return { name, value };
    });
    return differentiated(of, loss.value, named);
  };
  const core = withOutputs(runPasses(graph, portable, { fused: false }));
  const lifted = runPasses(
    core,
    learning.filter((pass) => pass !== differentiate),
    { fused: false },
  );
  return { plain: withOutputs(graph), optimized: runPasses(lifted, target, { fused: true }) };
}

/** A graph whose input `x`, [batch, time, features], is what the loss measures, with outputs `loss` and `d x`. */
export function lossOfInput(
  features: number,
  lossOf: (output: Reference) => LossSpec,
): { readonly plain: Graph; readonly optimized: Graph } {
  const text = `name: golden
inputs:
  x: {shape: [batch, time, ${features}]}
layers:
  y: {type: activation, input: x, function: tanh}
outputs:
  y: y
`;
  const { spec } = compileModel(text, { file: 'golden.yaml', resolve: () => null, set: {} });
  const loss = lossOf({ kind: 'input', target: 'x', path: [], span });
  return withGradientOutputs(built(buildGraph(spec, 'training', objectiveOf([loss]))), ['x']);
}
