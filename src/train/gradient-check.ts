import { withGradients } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { Rewriter } from '../../compiler/graph/rewrite.ts';
import { forEachWord } from '../../compiler/initialize/coordinates.ts';
import { randomSource } from '../../compiler/initialize/random.ts';
import { BATCH, evaluateDim, evaluateShape, type SizeBinding, sizeOfShape } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { TensorType, ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { elementCount } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { isStructure, structureValues } from '../trees/structure-values.ts';
import type { Children } from '../trees/walk-nodes.ts';

/** How the gradient of one weight compares with central differences in float64. */
export interface WeightCheck {
  readonly path: string;
  readonly shape: readonly number[];
  /** Slopes compared: one along a random direction, and single entries. */
  readonly compared: number;
  /** Directions left out because the function has a kink there. */
  readonly kinks: number;
  /** Largest difference, relative to the largest entry of the gradient; null where nothing could be compared. */
  readonly error: number | null;
  /** Largest entry of the gradient. */
  readonly largest: number;
}

export interface GradientCheckOptions {
  readonly sizes: SizeBinding;
  readonly seed: number;
  /** Single entries compared per weight, spread over it, besides the random direction. */
  readonly entries: number;
}

const origin = { path: 'gradient check', span: null };

/**
 * Compares the gradients of all weights with central differences of the float64 evaluator, at random weights and inputs. The loss is the sum
 * of all outputs and final states, each entry times a random number. A direction in which two step widths disagree crosses a kink.
 * @param graph inference variant
 */
export function checkGradients(graph: Graph, { sizes, seed, entries }: GradientCheckOptions): readonly WeightCheck[] {
  const { graph: probed, loss } = withProbe(graph);
  const { graph: full, gradients } = withGradients(
    probed,
    loss,
    probed.weights.map((w) => w.value),
  );
  const outputs = full.weights.flatMap(({ path }, i) => {
    const value = gradients[i];
    return value === null || value === undefined ? [] : [{ name: `d ${path}`, value, origin }];
  });
  const forward = { ...probed, outputs: [{ name: 'loss', value: loss, origin }] };
  const feeds = randomFeeds(probed, sizes, seed);
  const slopes = evaluateGraph({ ...full, outputs }, feeds).outputs;
  return probed.weights.map(({ path }) =>
    checkWeight(forward, feeds, path, slopes.get(`d ${path}`) ?? null, seed, entries),
  );
}

function checkWeight(
  graph: Graph,
  feeds: Feeds,
  path: string,
  found: Tensor64 | null,
  seed: number,
  entries: number,
): WeightCheck {
  const weight = feeds.weights.get(path);
  if (weight === undefined) throw new InternalError(`no weight ${path}`);
  const gradient = found?.data ?? new Float64Array(weight.data.length);
  const largest = gradient.reduce((m, g) => Math.max(m, Math.abs(g)), 0);
  const scale = Math.max(largest, 1e-3);
  const lossAt = (direction: Float64Array, h: number): number => {
    const moved = { ...weight, data: weight.data.map((x, i) => x + h * (direction[i] ?? 0)) };
    const { outputs } = evaluateGraph(graph, { ...feeds, weights: new Map([...feeds.weights, [path, moved]]) });
    return outputs.get('loss')?.data[0] ?? Number.NaN;
  };
  const random = uniform(weight.shape, seed, `direction ${path}`);
  const stride = Math.max(1, Math.ceil(weight.data.length / entries));
  const singles = [...weight.data.keys()].filter((i) => i % stride === 0).slice(0, entries);
  const directions = [random, ...singles.map((at) => weight.data.map((_, i) => (i === at ? 1 : 0)))];
  let [compared, kinks] = [0, 0];
  let error: number | null = null;
  for (const direction of directions) {
    const slope = (h: number): number => (lossAt(direction, h) - lossAt(direction, -h)) / (2 * h);
    const [wide, narrow] = [slope(2e-5), slope(1e-5)];
    const length = Math.sqrt(direction.reduce((s, v) => s + v * v, 0)) || 1;
    if (Math.abs(wide - narrow) > 1e-7 * scale * length) {
      kinks += 1;
      continue;
    }
    compared += 1;
    const expected = gradient.reduce((s, g, i) => s + g * (direction[i] ?? 0), 0);
    const difference = Math.abs(expected - narrow) / (scale * length);
    // NaN is the worst of all
    if (error === null || !(difference <= error)) error = difference;
  }
  return { path, shape: weight.shape, compared, kinks, error, largest };
}

/** The graph with a scalar that depends on all float outputs and final states. */
function withProbe(graph: Graph): { readonly graph: Graph; readonly loss: ValueId } {
  const rewriter = new Rewriter(graph, () => false);
  const copied = rewriter.run();
  const { builder } = rewriter;
  const inputs: GraphInput[] = [...copied.inputs];
  const probed = [
    ...copied.outputs.map((o) => ({ name: o.name, value: o.value })),
    ...copied.inputs.flatMap((i) => (i.role === 'state' ? [{ name: i.name, value: i.final }] : [])),
  ];
  let loss = builder.constant(0, 'float32', origin);
  probed.forEach(({ name, value }, i) => {
    const type = builder.typeOf(value);
    if (type.dtype !== 'float32') return;
    const probe = builder.value(`probe ${i} ${name}`, type);
    inputs.push({ role: 'feed', name: `probe ${i} ${name}`, value: probe, limit: null, origin });
    const product = builder.emit('mul', [value, probe], {}, origin);
    const axes = type.shape.map((_, axis) => axis);
    const sum = axes.length === 0 ? product : builder.emit('reduce_sum', [product], { axes, keepDims: false }, origin);
    loss = builder.emit('add', [loss, sum], {}, origin);
  });
  return { graph: { ...copied, inputs, values: builder.values, nodes: builder.nodes }, loss };
}

/** Node n has the children 2n + 1 and 2n + 2. */
const binaryTree = (nodes: number): Children =>
  Array.from({ length: nodes }, (_, n) => [2 * n + 1, 2 * n + 2].filter((child) => child < nodes));

/** Between -1 and 1, by coordinate. */
function uniform(shape: readonly number[], seed: number, path: string): Float64Array {
  const data = new Float64Array(elementCount(shape));
  forEachWord(shape, randomSource(seed, 'gradcheck', path, 0), (i, word) => {
    data[i] = word / 2 ** 31 - 1;
  });
  return data;
}

/** Random numbers for everything that is fed, full lengths apart from the last row's; masks keep about their share. */
function randomFeeds(graph: Graph, sizes: SizeBinding, seed: number): Feeds {
  const typeOf = (id: ValueId): TensorType => {
    const type = graph.values[id]?.type;
    if (type === undefined) throw new InternalError(`no value ${id}`);
    return type;
  };
  const tensor = (id: ValueId, path: string, of: (u: number, i: number) => number): Tensor64 => {
    const { dtype, shape } = typeOf(id);
    const sized = evaluateShape(shape, sizes);
    return { dtype, shape: sized, data: uniform(sized, seed, path).map(of) };
  };
  const structures = graph.inputs.filter(isStructure);
  const trees = new Map(
    structures.map((input) => {
      const { tree, axis } = input.role === 'roots' ? input : input.walk;
      const full = sizes[axis] ?? 1;
      const rows = sizes[BATCH] ?? 1;
      const nodesOf = (b: number): number => (b === rows - 1 ? Math.ceil(full / 2) : full);
      return [tree, Array.from({ length: rows }, (_, b) => binaryTree(nodesOf(b)))];
    }),
  );
  const structure = structureValues(structures, trees);
  const inputs = new Map(
    graph.inputs.map((input): [string, Tensor64] => {
      const { name, value } = input;
      switch (input.role) {
        case 'lengths': {
          const full = sizes[input.symbol] ?? 1;
          const rows = evaluateDim(sizeOfShape(typeOf(value).shape), sizes);
          return [name, tensor(value, name, (_, i) => (i === rows - 1 ? Math.ceil(full / 2) : full))];
        }
        case 'mask':
          return [name, tensor(value, name, (u) => (u < 2 * input.keep - 1 ? 1 : 0))];
        case 'feed':
          if (typeOf(value).dtype === 'float32') return [name, tensor(value, name, (u) => u)];
          return [name, tensor(value, name, (u) => Math.floor(((u + 1) / 2) * (input.limit ?? 4)))];
        case 'state':
        case 'setting':
          return [name, tensor(value, name, (u) => u)];
        case 'structure':
        case 'roots': {
          const data = structure.values.get(name);
          if (data === undefined) throw new InternalError(`no structure ${name}`);
          return [name, { dtype: 'int32', shape: [data.length], data: Float64Array.from(data) }];
        }
        default:
          return input satisfies never;
      }
    }),
  );
  // products of the order of 1 keep gates away from where they are flat
  const weights = new Map(
    graph.weights.map(({ path, value }): [string, Tensor64] => {
      const rows = evaluateShape(typeOf(value).shape, sizes)[0] ?? 1;
      return [path, tensor(value, path, (u) => u / Math.sqrt(Math.max(1, rows)))];
    }),
  );
  return { inputs, weights, sizes: { ...sizes, ...structure.sizes } };
}
