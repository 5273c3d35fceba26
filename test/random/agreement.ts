import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { Feeds } from '../fuse/run.ts';
import { numbers } from '../passes/equal.ts';

export type Tensors = ReadonlyMap<string, Tensor64>;

/** Outputs, and final states under their names with `final ` before them. */
export function exactly(graph: Graph, feeds: Feeds): Tensors {
  const { outputs, finals } = evaluateGraph(graph, feeds);
  return new Map([...outputs, ...[...finals].map(([name, t]) => [`final ${name}`, t] as const)]);
}

/** One rounding of float32, up or down. */
const HALF_ULP = 2 ** -24;
const SAMPLES = 3;
/** An error within so many times what roundings do is theirs: a sum of n products is rounded n times where the measure has one. */
const ALLOWANCE = 4;

/** Kernels that compute in float32, with what an op of theirs may be off by, in absolute terms, beyond its rounding. */
export interface Kernels {
  readonly name: string;
  readonly absolute: { readonly [op: string]: number };
}
export const generatedKernels: Kernels = { name: 'generated', absolute: {} };
/** tanh goes by way of sigmoid. */
export const stockKernels: Kernels = { name: 'stock', absolute: { tanh: 2e-7 } };

/**
 * How far one rounding of every float32 number, fed or computed, moves the results: the largest distance of an entry from the exact one, by
 * name. No float32 computation of the same equations can be expected to come closer.
 */
function movement({ graph, feeds, exact, seed }: Comparison, kernels: Kernels): ReadonlyMap<string, number> {
  const moved = new Map<string, number>();
  for (let sample = 1; sample <= SAMPLES; sample++) {
    const next = numbers(seed + sample);
    const round = (x: number, op = ''): number =>
      x + (next() < 0 ? -1 : 1) * Math.max(HALF_ULP * Math.abs(x), kernels.absolute[op] ?? 0);
    const rounded = (fed: Tensors): Tensors =>
      new Map(
        [...fed].map(([name, t]) => [name, t.dtype === 'float32' ? { ...t, data: t.data.map((x) => round(x)) } : t]),
      );
    const near = { ...feeds, inputs: rounded(feeds.inputs), weights: rounded(feeds.weights) };
    const { outputs, finals } = evaluateGraph(graph, near, round);
    for (const [name, t] of [...outputs, ...[...finals].map(([name, t]) => [`final ${name}`, t] as const)]) {
      const distance = t.data.reduce((m, x, i) => {
        const d = Math.abs(x - (exact.get(name)?.data[i] ?? 0));
        return Number.isFinite(d) ? Math.max(m, d) : m;
      }, moved.get(name) ?? 0);
      moved.set(name, distance);
    }
  }
  return moved;
}

const largest = (t: Tensor64): number =>
  t.data.reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0);

/** The largest error of an entry. @throws Error where what is no finite number differs, or entries are missing */
function errorOf(name: string, found: ArrayLike<number> | undefined, expected: Tensor64): number {
  if (found?.length !== expected.data.length) throw new Error(`${name} has ${found?.length} entries`);
  return expected.data.reduce((worst, x, i) => {
    const y = found[i] ?? 0;
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      if (!Object.is(x, y)) throw new Error(`${name}[${i}] of ${expected.shape}: ${y} for ${x}`);
      return worst;
    }
    return Math.max(worst, Math.abs(x - y));
  }, 0);
}

export interface Comparison {
  /** The graph that was compiled. */
  readonly graph: Graph;
  readonly feeds: Feeds;
  readonly exact: Tensors;
  readonly found: ReadonlyMap<Kernels, ReadonlyMap<string, ArrayLike<number>>>;
  /** Relative to the largest entry of each result. */
  readonly tolerance: number;
  readonly seed: number;
}

/**
 * Every entry is as close to the exact one as the tolerance says, and what is no finite number is the same in both. Where a result is not so
 * close, the roundings of float32 are measured: an error is right if they make one as large.
 * @returns whether every result kept the tolerance itself
 */
export function expectAgreement(comparison: Comparison): boolean {
  const { exact, found, tolerance } = comparison;
  let all = true;
  for (const [kernels, results] of found) {
    const who = kernels.name;
    let moved: ReadonlyMap<string, number> | null = null;
    for (const [name, data] of results) {
      const expected = exact.get(name);
      if (expected === undefined) throw new Error(`${who} gives ${name}, which nobody asked for`);
      const error = errorOf(`${who}: ${name}`, data, expected);
      const scale = largest(expected);
      if (error <= tolerance * scale) continue;
      all = false;
      moved ??= movement(comparison, kernels);
      const allowed = ALLOWANCE * (moved.get(name) ?? 0);
      if (!(error <= allowed))
        throw new Error(
          `${who}: ${name} of ${expected.shape} is off by ${error}, ${error / scale} of the largest entry; roundings move it by ${allowed / ALLOWANCE}`,
        );
    }
  }
  return all;
}
