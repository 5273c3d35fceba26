import { type Compiled, type NamedBuild, namedGraph } from '../../compiler/compile.ts';
import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../../compiler/diagnostics/messages/read/open-sizes.ts';
import { exactWeight, initializeWeight } from '../../compiler/initialize/initialize.ts';
import { BATCH, evaluateShape, plainSymbol, type SizeBinding, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph, Initializer } from '../../compiler/ir/graph.ts';
import type { TensorType, ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { elementCount } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { WeightData } from '../artifact/definition.ts';
import { checkFeeds } from '../model/feeds/check-feeds.ts';
import { type Feeds, type ReadFeeds, readFeeds } from '../model/feeds/feeds.ts';
import { isStructure } from '../trees/structure-values.ts';
import * as say from './messages.ts';

/** Numbers of one value at one step, of one sample. */
export interface Numbers {
  readonly dtype: Tensor64['dtype'];
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Everything with a name that a model computes for one sample of a batch, in float64. */
export interface NamedValues {
  readonly named: NamedBuild;
  /** Samples that were fed. */
  readonly rows: number;
  /** Steps, or nodes, that the sample has along an axis. */
  readonly stepsOf: (axis: string) => number;
  /** At a step, counted from 0, or a node; of a value with a row for each child at a link of a walk. */
  readonly at: (path: string, step: number) => Numbers;
  /** Whether a layer with a mask lets a step count. */
  readonly counts: (layer: string, step: number) => boolean;
  /** Numbers of an input that follows from trees, by its name; null: the graph has none of that name. */
  readonly structure: (name: string) => Float64Array | null;
  /** Samples that were evaluated, and the number among them of the one that is told. */
  readonly batch: number;
  readonly sample: number;
}

export interface ValueOptions {
  readonly row: number;
  readonly nan: 'error' | 'allow';
  /** The caller, for messages. */
  readonly call: string;
}

/** Numbers that are kept at once: as many take 256 MiB. */
const MAX_NUMBERS = 2 ** 25;
/** Values, each at each of its steps: as many take some seconds. */
const MAX_VALUES = 2 ** 20;

/**
 * Evaluates the graph as it was built with all of its values as outputs, once, by the definitions of its ops.
 * @throws RnncError for feeds as `run` does, for a row that was not fed, and for a model whose sizes are open
 */
export function namedValues(
  compiled: Compiled,
  weights: ReadonlyMap<string, WeightData>,
  feeds: Feeds,
  { row, nan, call }: ValueOptions,
): NamedValues {
  const named = namedGraph(compiled);
  const { graph } = named;
  const {
    rows,
    stepsOf,
    sizes,
    inputs,
    batch,
    sample,
    weights: tensors,
  } = feedSample(graph, compiled, weights, feeds, { row, nan, call });
  const typeOf = (id: ValueId): TensorType => {
    const type = graph.values[id]?.type;
    if (type === undefined) throw new InternalError(`no value ${id}`);
    return type;
  };
  checkSize(named, typeOf, sizes);
  const { outputs } = evaluateGraph(graph, { inputs, weights: tensors, sizes });
  const types = new Map(graph.outputs.map(({ name, value }) => [name, typeOf(value)]));
  const at = (path: string, step: number): Numbers => {
    const tensor = outputs.get(path);
    const type = types.get(path);
    if (tensor === undefined || type === undefined) throw new InternalError(`no value '${path}'`);
    return cut(tensor, indicesOf(named, path, type, step, sample));
  };
  return {
    named,
    rows,
    batch,
    sample,
    stepsOf,
    at,
    counts: (layer, step) => {
      const name = named.counted.get(layer);
      return name === undefined || at(name, step).data.some((counted) => counted !== 0);
    },
    structure: (name) => inputs.get(name)?.data ?? null,
  };
}

/** @throws RnncError for what would take too long or too much memory to evaluate */
function checkSize({ graph, axes }: NamedBuild, typeOf: (id: ValueId) => TensorType, sizes: SizeBinding): void {
  let [numbers, values] = [0, 0];
  for (const { name, value } of graph.outputs) {
    const shape = evaluateShape(typeOf(value).shape, sizes);
    numbers += elementCount(shape);
    values += axes.get(name) === null ? 1 : (shape[0] ?? 1);
  }
  if (values > MAX_VALUES) throw new RnncError([say.traceTooLarge(values, 'values', MAX_VALUES)]);
  if (numbers > MAX_NUMBERS) throw new RnncError([say.traceTooLarge(numbers, 'numbers', MAX_NUMBERS)]);
}

/** One sample of what was fed, as the evaluator takes it. */
export interface FedSample {
  readonly inputs: ReadonlyMap<string, Tensor64>;
  readonly weights: ReadonlyMap<string, Tensor64>;
  readonly sizes: SizeBinding;
  /** Samples that were fed. */
  readonly rows: number;
  /** Samples that are evaluated, and the number among them of the one that is told. */
  readonly batch: number;
  readonly sample: number;
  /** Steps, or nodes, that the sample has along an axis. */
  readonly stepsOf: (axis: string) => number;
}

/** @throws RnncError for feeds as `run` does, for a row that was not fed, and for a model whose sizes are open */
export function feedSample(
  graph: Graph,
  { openSizes = [], sources, unroll, seed }: Compiled,
  weights: ReadonlyMap<string, WeightData>,
  feeds: Feeds,
  { row, nan, call }: ValueOptions,
): FedSample {
  if (openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
  checkFeeds(call, feeds, graph);
  const read = readFeeds(graph, feeds, { nan, unroll, batch: null, optional: new Set() });
  const rows = read.sizes[BATCH] ?? 1;
  if (row > rows) throw new RnncError([say.rowUnknown(row, rows)]);
  const fed = fedTensors(graph, read);
  // samples of sequences have nothing to do with each other, and those of trees share levels
  const isAlone = !graph.inputs.some(isStructure);
  const sizes = isAlone ? { ...read.sizes, [BATCH]: 1 } : read.sizes;
  return {
    inputs: isAlone ? new Map([...fed].map(([name, tensor]) => [name, rowOf(tensor, row - 1, rows)])) : fed,
    weights: weightTensors(graph, weights, seed),
    sizes,
    rows,
    batch: isAlone ? 1 : rows,
    sample: isAlone ? 0 : row - 1,
    stepsOf: (axis) => longestOf(read.lengthsOf(axis), row - 1, rows) ?? sizes[axis] ?? Number(axis),
  };
}

/** The steps of one sample; of an inner axis those of the longest of its rows. Null: as many as there are. */
function longestOf(lengths: Int32Array | null, sample: number, samples: number): number | null {
  if (lengths === null) return null;
  const each = lengths.length / samples;
  return lengths.subarray(sample * each, (sample + 1) * each).reduce((a, b) => Math.max(a, b), 0);
}

/** The leading indices of a value at a step. */
function indicesOf(
  { perChild, axes }: NamedBuild,
  path: string,
  { shape }: TensorType,
  step: number,
  sample: number,
): readonly number[] {
  if (perChild.has(path)) return [step];
  const isBatch = (axis: number): boolean => plainSymbol(shape[axis] ?? {}) === BATCH;
  if (axes.get(path) === null) return isBatch(0) ? [sample] : [];
  if (isBatch(1)) return [step, sample];
  // along an inner axis, the rows of the sample
  if (symbolsOf(shape[1] ?? {}).includes(BATCH)) return [step];
  // what follows from weights alone has no samples; in a cell it has steps all the same
  return path.includes('.step.') ? [step] : [];
}

function cut({ dtype, shape, data }: Tensor64, indices: readonly number[]): Numbers {
  const inner = shape.slice(indices.length);
  const size = elementCount(inner);
  const start = indices.reduce((place, index, axis) => place * (shape[axis] ?? 1) + index, 0) * size;
  return { dtype, shape: inner, data: data.slice(start, start + size) };
}

/** What was fed, as the kernels get it: float32 and int32. */
function fedTensors(graph: Graph, read: ReadFeeds): ReadonlyMap<string, Tensor64> {
  const fed = new Map<string, Tensor64>();
  for (const input of graph.inputs) {
    const { name, role, value } = input;
    const { dtype, shape: symbolic } = graph.values[value]?.type ?? { dtype: 'float32', shape: [] };
    const shape = evaluateShape(symbolic, read.sizes as SizeBinding);
    const numbers = dtype === 'float32' ? new Float32Array(elementCount(shape)) : new Int32Array(elementCount(shape));
    if (role === 'lengths') read.writeLengths(input.symbol, numbers, 0);
    else if (role === 'structure' || role === 'roots') read.writeStructure(name, numbers, 0);
    else if (read.has(name)) read.write(name, numbers, 0);
    else continue;
    fed.set(name, { dtype, shape, data: Float64Array.from(numbers) });
  }
  read.finish();
  return fed;
}

const rowOf = (tensor: Tensor64, row: number, rows: number): Tensor64 => {
  const size = tensor.data.length / rows;
  return { ...tensor, shape: [1, ...tensor.shape.slice(1)], data: tensor.data.slice(row * size, (row + 1) * size) };
};

/** Weights in float64. Those that still are what the model file writes are taken as it writes them, 0.1 and not the float32 next to it. */
function weightTensors(
  graph: Graph,
  given: ReadonlyMap<string, WeightData>,
  seed: number,
): ReadonlyMap<string, Tensor64> {
  return new Map(
    graph.weights.map(({ path, value, init }): [string, Tensor64] => {
      const shape = evaluateShape(graph.values[value]?.type.shape ?? [], {});
      const rounded = given.get(path)?.data ?? initializeWeight(init, shape, seed, path);
      const exact = isWritten(init) ? exactWeight(init, shape, seed, path) : null;
      const isAsWritten = exact?.every((number, i) => Math.fround(number) === rounded[i]) ?? false;
      return [
        path,
        { dtype: 'float32', shape, data: exact !== null && isAsWritten ? exact : Float64Array.from(rounded) },
      ];
    }),
  );
}

const isWritten = (init: Initializer): boolean =>
  init.kind === 'literal' ||
  init.kind === 'constant' ||
  (init.kind === 'blocks' && init.blocks.every((block) => isWritten(block.init)));
