import fc from 'fast-check';
import { expect } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { type Code, codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { stockInLoops } from '../fuse/unwritten.ts';
import { builtModel } from '../gradients/built.ts';
import { objectiveGradients } from '../gradients/objective-graph.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';
import { exactly, expectAgreement, generatedKernels, type Kernels, stockKernels, type Tensors } from './agreement.ts';
import type { WideModel } from './cells.ts';
import { runStock } from './stock.ts';

const float32 = (t: Tensor64): Tensor64 => (t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t);

/** Feeds in float32. Matrices are small enough that states neither saturate nor grow; beyond the lengths all sequences hold NaN. */
function feedsOf(graph: Graph, { batch, time, ragged, odd, seed }: WideModel): Feeds {
  const sizes = { batch, time };
  const { inputs, weights } = randomFeeds(graph, sizes, seed);
  const scaled = ([path, t]: readonly [string, Tensor64]) => {
    const by = t.shape.length === 2 ? 0.8 / Math.sqrt(t.shape[0] ?? 1) : 0.6;
    return [path, float32({ ...t, data: t.data.map((x) => by * x) })] as const;
  };
  const fed = new Map<string, Tensor64>();
  for (const [name, t] of inputs) if (!name.endsWith('.lengths') || ragged) fed.set(name, float32(t));
  const lengths = fed.get('time.lengths')?.data ?? new Float64Array(batch).fill(time);
  for (const input of graph.inputs) {
    const sequence = fed.get(input.name);
    const second = graph.values[input.value]?.type.shape[1];
    if (input.role !== 'feed' || sequence === undefined || second === undefined || printDim(second) !== 'time')
      continue;
    const width = sequence.shape[2] ?? 1;
    lengths.forEach((length, b) => {
      sequence.data.fill(Number.NaN, (b * time + length) * width, (b + 1) * time * width);
    });
  }
  const x = fed.get('x');
  if (x !== undefined && odd !== null) {
    const width = x.shape[2] ?? 1;
    const next = numbers(seed + 1);
    const b = Math.floor(((next() + 1) / 2) * (batch - 0.001));
    const length = lengths[b] ?? 0;
    const at = Math.floor(((next() + 1) / 2) * (length * width - 0.001));
    if (length > 0) x.data[b * time * width + at] = odd;
  }
  return { inputs: fed, weights: new Map([...weights].map(scaled)), sizes };
}

/** What generated kernels give, which run all loops; and those of tfjs, unless the others are relaxed. */
async function runAll(graph: Graph, feeds: Feeds, model: WideModel, relaxed: boolean) {
  const code = codeOf(lowerGraph(graph, { fullLength: !model.ragged && model.time > 0, unroll: null }), relaxed);
  expect(stockInLoops(code.program)).toEqual([]);
  const generated = [...runProgram(code, feeds)].map(([name, { data }]) => [name, data] as const);
  return new Map<Kernels, ReadonlyMap<string, ArrayLike<number>>>([
    [generatedKernels, new Map(generated)],
    ...(relaxed ? [] : ([[stockKernels, await runStock(graph, feeds)]] as const)),
  ]);
}

/**
 * Outputs and final states.
 * @returns whether all keep the tolerance without any allowance for roundings
 * @throws Error where kernels give other numbers than the evaluator
 */
export async function checkForward(model: WideModel, relaxed: boolean): Promise<boolean> {
  const built = builtModel(model.yaml, model.noisy ? 'training' : 'inference');
  const graph = runPasses(runPasses(built, portable, { fused: false }), target, { fused: true });
  const feeds = feedsOf(graph, model);
  const found = await runAll(graph, feeds, model, relaxed);
  return expectAgreement({ graph, feeds, exact: exactly(graph, feeds), found, tolerance: 1e-5, seed: model.seed });
}

/** As `checkForward`: a loss and its gradients, with NaN in the padding. */
export async function checkGradients(model: WideModel, relaxed: boolean): Promise<boolean> {
  const { plain, lowered } = objectiveGradients(model.yaml);
  const feeds = feedsOf(lowered, model);
  const exact: Tensors = exactly(plain, feeds);
  for (const [name, { data }] of exact)
    if (!data.every(Number.isFinite)) throw new Error(`${name} is not finite in float64`);
  const found = await runAll(lowered, feeds, model, relaxed);
  return expectAgreement({ graph: lowered, feeds, exact, found, tolerance: 1e-4, seed: model.seed });
}

const largest = (t: Tensor64): number =>
  t.data.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);

/** Weights and rows have 13 bits or so. A random loop may double at every step what the one before was off by: then it is the larger number. */
const INT16_TOLERANCE = { part: 1e-2, least: 0.5 };
/** What the largest error with weights of 16 bits is in nearly all random models. */
export const USUAL_INT16_ERROR = 3e-4;

/**
 * Outputs and final states with weights of 16 bits.
 * @returns the code, and the largest error as a part of the largest entry of its tensor
 * @throws Error where numbers are further from the evaluator's, or one is finite and the other is not
 */
export function checkInt16(model: WideModel): { readonly code: Code; readonly error: number } {
  const built = builtModel(model.yaml, model.noisy ? 'training' : 'inference');
  const graph = runPasses(runPasses(built, portable, { fused: false }), target, { fused: true });
  const feeds = feedsOf(graph, model);
  const { outputs, finals } = evaluateGraph(graph, feeds);
  const fullLength = !model.ragged && model.time > 0;
  const code = codeOf(lowerGraph(graph, { fullLength, unroll: null, precision: 'int16' }), false);
  expect(stockInLoops(code.program)).toEqual([]);
  const found = runProgram(code, feeds);
  let error = 0;
  const compare = (name: string, expected: Tensor64): void => {
    const data = found.get(name)?.data;
    if (data?.length !== expected.data.length) throw new Error(`${name} has ${data?.length} entries`);
    const scale = Math.max(INT16_TOLERANCE.least, largest(expected));
    expected.data.forEach((x, i) => {
      const y = data[i] ?? 0;
      const off = Number.isFinite(x) ? Math.abs(x - y) / scale : Object.is(x, y) ? 0 : Number.POSITIVE_INFINITY;
      if (!(off <= INT16_TOLERANCE.part))
        throw new Error(`${name}[${i}] of ${expected.shape}: ${y} for ${x}, largest ${scale}`);
      error = Math.max(error, off);
    });
  };
  for (const [name, tensor] of outputs) compare(name, tensor);
  for (const [name, tensor] of finals) compare(`final ${name}`, tensor);
  return { code, error };
}

/** Few models may need the allowance. */
const LEAST = 0.95;

/** Random models, nearly all of which must keep the tolerance without any allowance for roundings. */
export async function checkAll(
  models: fc.Arbitrary<WideModel>,
  check: (model: WideModel) => Promise<boolean>,
  options: { readonly runs: number; readonly seed: number },
): Promise<void> {
  let close = 0;
  // without a bias to small numbers, so that every size occurs
  const property = fc.asyncProperty(fc.noBias(models), async (model) => {
    if (await check(model)) close += 1;
  });
  await fc.assert(property, { numRuns: options.runs, seed: options.seed });
  expect(close / options.runs).toBeGreaterThanOrEqual(LEAST);
}
