import * as ort from 'onnxruntime-web';
import type { Compiled } from '../../compiler/compile.ts';
import { evaluateShape, type SizeBinding, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { WeightData } from '../../src/artifact/definition.ts';
import { everyWeight, FORMATS } from '../../src/export/index.ts';
import { evaluatorWeights } from '../goldens/training-cases.ts';

ort.env.wasm.numThreads = 1;

export type Named = ReadonlyMap<string, Tensor64>;

/** Numbers between 0 and 1 that a seed decides. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The weights of a seed with noise on top, so that no bias is zero. */
export function noisyWeights({ graphs, seed }: Compiled, random: () => number): ReadonlyMap<string, WeightData> {
  const all = everyWeight({ graphs, seed, weights: new Map() });
  return new Map(
    [...all].map(([path, { shape, data }]) => [path, { shape, data: data.map((x) => x + (random() - 0.5) * 0.4) }]),
  );
}

export interface Wanted {
  readonly sizes: SizeBinding;
  /** Whether lengths and states are fed too, which may be left out. */
  readonly optional: boolean;
}

/** Random numbers for what a graph reads: lengths from 0 to all steps, one of them all. */
export function randomFeeds(graph: Graph, { sizes, optional }: Wanted, random: () => number): Named {
  const feeds = new Map<string, Tensor64>();
  for (const input of graph.inputs) {
    if (input.role !== 'feed' && !(optional && (input.role === 'lengths' || input.role === 'state'))) continue;
    if (input.role === 'state' && input.start !== null) continue;
    const type = graph.values[input.value]?.type;
    if (type === undefined) continue;
    const shape = evaluateShape(type.shape, sizes);
    const count = shape.reduce((product, size) => product * size, 1);
    const most = input.role === 'lengths' ? (sizes[input.symbol] ?? 0) : 0;
    const value = (i: number): number => {
      if (input.role === 'lengths') return i === 0 ? most : i === 1 ? 0 : Math.ceil(random() * most);
      if (type.dtype === 'bool') return random() < 0.5 ? 0 : 1;
      if (type.dtype === 'int32') return Math.floor(random() * ((input.role === 'feed' && input.limit) || 3));
      return Math.fround(random() * 2 - 1);
    };
    feeds.set(input.name, { dtype: type.dtype, shape, data: Float64Array.from({ length: count }, (_, i) => value(i)) });
  }
  return feeds;
}

/** Sizes for all symbols: a batch of 3, and 6 steps, 5 of the next sequence and so on. */
export function sizesFor(graph: Graph): SizeBinding {
  const symbols = graph.inputs.flatMap((input) => graph.values[input.value]?.type.shape.flatMap(symbolsOf) ?? []);
  const times = [...new Set(symbols)].filter((symbol) => symbol !== 'batch');
  return { batch: 3, ...Object.fromEntries(times.map((symbol, i) => [symbol, 6 - i])) };
}

export async function exportOnnx(
  compiled: Compiled,
  weights: ReadonlyMap<string, WeightData>,
  allInputs = false,
): Promise<Uint8Array> {
  const { files } = await (FORMATS.onnx as NonNullable<typeof FORMATS.onnx>).exportModel({
    compiled,
    weights,
    file: 'model.onnx',
    allInputs,
  });
  const content = files[0]?.content;
  if (!(content instanceof Uint8Array)) throw new Error('an export without bytes');
  return content;
}

/** What onnxruntime gives. */
export async function runOnnx(file: Uint8Array, feeds: Named): Promise<Named> {
  const session = await ort.InferenceSession.create(file, { logSeverityLevel: 3 });
  try {
    const found = await session.run(
      Object.fromEntries(
        [...feeds].map(([name, { dtype, shape, data }]) => [
          name,
          dtype === 'float32'
            ? new ort.Tensor('float32', Float32Array.from(data), shape)
            : dtype === 'int32'
              ? new ort.Tensor('int32', Int32Array.from(data), shape)
              : new ort.Tensor('bool', Uint8Array.from(data), shape),
        ]),
      ),
    );
    return new Map(
      Object.entries(found).map(([name, { dims, data }]) => [
        name,
        { dtype: 'float32', shape: [...dims], data: Float64Array.from(data as Float32Array, Number) },
      ]),
    );
  } finally {
    await session.release();
  }
}

/** Outputs and final states by the names that they have in the file, by the slow evaluator. */
export function evaluated({ graphs }: Compiled, weights: ReadonlyMap<string, WeightData>, feeds: Named): Named {
  const numbers = new Map([...weights].map(([path, { shape, data }]) => [path, { shape, data: Array.from(data) }]));
  const { outputs, finals } = evaluateGraph(graphs.inference, { inputs: feeds, weights: evaluatorWeights(numbers) });
  return new Map([
    ...outputs,
    ...[...finals].map(([name, value]): [string, Tensor64] => [name.replace(/\.([^.]+)$/, '.final.$1'), value]),
  ]);
}

/** The largest difference of two lists of numbers; NaN equals NaN. */
export const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, x, i) => {
    const y = b[i] ?? Number.NaN;
    return x === y || (Number.isNaN(x) && Number.isNaN(y))
      ? most
      : Math.max(most, Math.abs(x - y) || Number.POSITIVE_INFINITY);
  }, 0);
