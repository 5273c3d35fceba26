import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { type GradientRules, withGradients } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { Rewriter } from '../../compiler/graph/rewrite.ts';
import { constantDim, sizeOfShape } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { numbers } from '../passes/equal.ts';

const origin = { path: 'loss', span: null };

/**
 * The graph with a scalar loss: all float outputs and final states, each entry times a number of its own, summed. `by` says with which ops, so
 * that a test of one of them can leave it out of the loss.
 */
export function withLoss(
  graph: Graph,
  by: 'mul and add' | 'matmul and sub' = 'mul and add',
): { readonly graph: Graph; readonly loss: ValueId } {
  const rewriter = new Rewriter(graph, () => false);
  const copied = rewriter.run();
  const { builder } = rewriter;
  const inputs = [...copied.inputs];
  const asked = [
    ...copied.outputs.map((o) => ({ name: o.name, value: o.value })),
    ...copied.inputs.flatMap((i) => (i.role === 'state' ? [{ name: `final ${i.name}`, value: i.final }] : [])),
  ];
  let loss = builder.constant(0, 'float32', origin);
  for (const { name, value } of asked) {
    const type = builder.typeOf(value);
    if (type.dtype !== 'float32') continue;
    const factor = builder.value(`factor ${name}`, type);
    inputs.push({ role: 'feed', name: `factor ${name}`, value: factor, limit: null, origin });
    if (by === 'matmul and sub') {
      const size = sizeOfShape(type.shape);
      const row = builder.emit('reshape', [value], { shape: [constantDim(1), size] }, origin);
      const column = builder.emit('reshape', [factor], { shape: [size, constantDim(1)] }, origin);
      const dot = builder.emit('matmul', [row, column], {}, origin);
      loss = builder.emit('sub', [loss, builder.emit('reshape', [dot], { shape: [] }, origin)], {}, origin);
      continue;
    }
    const product = builder.emit('mul', [value, factor], {}, origin);
    const axes = type.shape.map((_, axis) => axis);
    const sum = axes.length === 0 ? product : builder.emit('reduce_sum', [product], { axes, keepDims: false }, origin);
    loss = builder.emit('add', [loss, sum], {}, origin);
  }
  return { graph: { ...copied, inputs, values: builder.values, nodes: builder.nodes }, loss };
}

/** Everything of float32 that is fed: weights, inputs, states; by name. */
export function floatLeaves(graph: Graph): readonly { readonly name: string; readonly value: ValueId }[] {
  return [
    ...graph.weights.map(({ path, value }) => ({ name: path, value })),
    ...graph.inputs.flatMap((i) =>
      (i.role === 'feed' || i.role === 'state') &&
      !i.name.startsWith('factor ') &&
      graph.values[i.value]?.type.dtype === 'float32'
        ? [{ name: i.name, value: i.value }]
        : [],
    ),
  ];
}

/** The graph with its gradients for the leaves as outputs `d NAME`, and its loss as output `loss`. */
export function differentiated(
  graph: Graph,
  loss: ValueId,
  leaves: readonly { readonly name: string; readonly value: ValueId }[],
  rules?: GradientRules,
): Graph {
  const named = { ...graph, outputs: [...graph.outputs, { name: 'the loss', value: loss, origin }] };
  const result = withGradients(
    named,
    loss,
    leaves.map((l) => l.value),
    rules,
  );
  return {
    ...result.graph,
    outputs: [
      ...result.graph.outputs,
      ...leaves.flatMap(({ name }, i) => {
        const value = result.gradients[i];
        return value === null || value === undefined ? [] : [{ name: `d ${name}`, value, origin }];
      }),
    ],
  };
}

const greatest = (x: Float64Array): number => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0);

export interface Difference {
  readonly name: string;
  readonly gradient: number;
  readonly quotient: number;
  /** Relative to the largest slope of its kind. */
  readonly error: number;
}

/**
 * The largest difference between gradients and central differences, along random directions (and, where a leaf is small, along each of its
 * entries). Directions in which two step widths disagree cross a kink and are left out. Null where all were, or the loss is not finite.
 */
export function worstDifference(graph: Graph, feeds: Feeds, seed: number, entries = 12): Difference | null {
  const leaves = floatLeaves(graph);
  const at = evaluateGraph(graph, feeds);
  const base = at.outputs.get('the loss')?.data[0];
  // the greatest of no steps is -Infinity: there is no slope to compare with
  if (!Number.isFinite(base)) return null;
  // a quotient needs the loss alone, which is a third of the work
  const lossOnly = dropDead.run({ ...graph, outputs: graph.outputs.filter((o) => o.name === 'the loss') });
  if (evaluateGraph(lossOnly, feeds).outputs.get('the loss')?.data[0] !== base)
    throw new Error('the loss is another without its gradients');
  const next = numbers(seed);
  const lossAt = (name: string, direction: Float64Array, h: number): number => {
    const moved = (map: ReadonlyMap<string, Tensor64>): Map<string, Tensor64> =>
      new Map(
        [...map].map(([key, t]) => [
          key,
          key === name ? { ...t, data: t.data.map((x, i) => x + h * (direction[i] ?? 0)) } : t,
        ]),
      );
    const result = evaluateGraph(lossOnly, { ...feeds, weights: moved(feeds.weights), inputs: moved(feeds.inputs) });
    return result.outputs.get('the loss')?.data[0] ?? Number.NaN;
  };
  let worst: Difference | null = null;
  for (const { name } of leaves) {
    const x = feeds.weights.get(name) ?? feeds.inputs.get(name);
    if (x === undefined || x.data.length === 0) continue;
    const gradient = at.outputs.get(`d ${name}`)?.data ?? new Float64Array(x.data.length);
    // padding may hold NaN: there is no slope there, and the gradient must be 0
    const whole = (i: number): boolean => Number.isFinite(x.data[i]);
    const random = x.data.map((_, i) => (whole(i) ? next() : 0));
    const unit = (i: number): Float64Array => x.data.map((_, j) => (j === i ? 1 : 0));
    const single = x.data.length <= entries ? [...x.data.keys()].filter(whole).map(unit) : [];
    const scale = Math.max(greatest(gradient), 1e-3);
    for (const direction of [random, ...single]) {
      const slope = (h: number): number => (lossAt(name, direction, h) - lossAt(name, direction, -h)) / (2 * h);
      const [wide, narrow] = [slope(2e-5), slope(1e-5)];
      const length = Math.sqrt(direction.reduce((s, v) => s + v * v, 0)) || 1;
      const expected = gradient.reduce((s, g, i) => s + ((direction[i] ?? 0) === 0 ? 0 : g * (direction[i] ?? 0)), 0);
      const kink = Math.abs(wide - narrow) > 1e-7 * scale * length;
      if (kink) continue;
      const found = {
        name,
        gradient: expected,
        quotient: narrow,
        error: Math.abs(expected - narrow) / (scale * length),
      };
      if (worst === null || !(found.error <= worst.error)) worst = found;
    }
  }
  return worst;
}
