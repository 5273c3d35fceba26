import { expect } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/pass.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { codeOf, type Feeds, runProgram } from '../fuse/run.ts';
import { stockInLoops } from '../fuse/unwritten.ts';
import { builtModel } from '../gradients/built.ts';
import { gradientGraph } from '../gradients/gradient-graph.ts';
import { numbers, randomFeeds } from '../passes/equal.ts';
import type { WideModel } from './cells.ts';

const float32 = (t: Tensor64): Tensor64 => (t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t);

/** Feeds in float32. Matrices are small enough that states neither saturate nor grow; beyond the lengths the input holds NaN. */
function feedsOf(graph: Graph, { batch, time, ragged, odd, seed }: WideModel): Feeds {
  const sizes = { batch, time };
  const { inputs, weights } = randomFeeds(graph, sizes, seed);
  const scaled = ([path, t]: readonly [string, Tensor64]) => {
    const by = t.shape.length === 2 ? 0.8 / Math.sqrt(t.shape[0] ?? 1) : 0.6;
    return [path, float32({ ...t, data: t.data.map((x) => by * x) })] as const;
  };
  const fed = new Map<string, Tensor64>();
  for (const [name, t] of inputs) if (!name.endsWith('.lengths') || ragged) fed.set(name, float32(t));
  const x = fed.get('x');
  if (x !== undefined) {
    const width = x.shape[2] ?? 1;
    const lengths = fed.get('time.lengths')?.data ?? new Float64Array(batch).fill(time);
    lengths.forEach((length, b) => {
      x.data.fill(Number.NaN, (b * time + length) * width, (b + 1) * time * width);
    });
    const next = numbers(seed + 1);
    if (odd !== null) {
      const b = Math.floor(((next() + 1) / 2) * (batch - 0.001));
      const length = lengths[b] ?? 0;
      const at = Math.floor(((next() + 1) / 2) * (length * width - 0.001));
      if (length > 0) x.data[b * time * width + at] = odd;
    }
  }
  return { inputs: fed, weights: new Map([...weights].map(scaled)), sizes };
}

const largest = (t: Tensor64): number =>
  t.data.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);

/**
 * Equal up to a part of the largest entry; what is no finite number is the same in both.
 * @param least the largest entry counts as at least so much: what is left of numbers near 1 that cancel, as in
 *   the norm of a row whose numbers are almost equal, has their rounding errors.
 */
function expectClose(
  name: string,
  found: Tensor64 | undefined,
  expected: Tensor64,
  { tolerance, least }: { readonly tolerance: number; readonly least: number },
): void {
  if (found?.data.length !== expected.data.length) throw new Error(`${name} has ${found?.data.length} entries`);
  const scale = Math.max(least, largest(expected));
  expected.data.forEach((x, i) => {
    const y = found.data[i] ?? 0;
    const close = Number.isFinite(x) ? Math.abs(x - y) <= tolerance * scale : Object.is(x, y);
    if (!close) throw new Error(`${name}[${i}] of ${expected.shape}: ${y} for ${x}, where the largest is ${scale}`);
  });
}

const values = { tolerance: 1e-5, least: 0.5 };
const slopes = { tolerance: 1e-4, least: 0.01 };

/** @throws Error where generated code gives other outputs or final states than the evaluator */
export function checkForward(model: WideModel, relaxed: boolean): void {
  const built = builtModel(model.yaml, model.noisy ? 'training' : 'inference');
  const graph = runPasses(runPasses(built, portable, { fused: false }), target, { fused: true });
  const feeds = feedsOf(graph, model);
  const expected = evaluateGraph(graph, feeds);
  const code = codeOf(lowerGraph(graph, { fullLength: !model.ragged && model.time > 0, unroll: null }), relaxed);
  expect(stockInLoops(code.program)).toEqual([]);
  const found = runProgram(code, feeds);
  for (const [name, tensor] of expected.outputs) expectClose(name, found.get(name), tensor, values);
  for (const [name, tensor] of expected.finals) expectClose(name, found.get(`final ${name}`), tensor, values);
}

/** @throws Error where generated code gives other gradients than the evaluator */
export function checkGradients(model: WideModel, relaxed: boolean): void {
  const { plain, lowered } = gradientGraph(builtModel(model.yaml, model.noisy ? 'training' : 'inference'));
  const padded = feedsOf(plain, model);
  // this loss asks for inner values of all steps: of a NaN beyond the lengths there would be no gradient
  const whole = (t: Tensor64): Tensor64 => ({ ...t, data: t.data.map((x) => (Number.isNaN(x) ? 0.5 : x)) });
  const feeds = { ...padded, inputs: new Map([...padded.inputs].map(([name, t]) => [name, whole(t)])) };
  const expected = evaluateGraph(plain, feeds).outputs;
  const code = codeOf(lowerGraph(lowered, { fullLength: !model.ragged && model.time > 0, unroll: null }), relaxed);
  expect(stockInLoops(code.program)).toEqual([]);
  const found = runProgram(code, feeds);
  for (const { name } of lowered.outputs) expectClose(name, found.get(name), expected.get(name) as Tensor64, slopes);
}
