import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { withGradients } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { unrollOver } from '../../compiler/3-optimize/passes/unroll.ts';
import type { NamedBuild } from '../../compiler/compile.ts';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { GraphIndex, Rewriter } from '../../compiler/graph/rewrite.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { type Evaluation, evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { FedSample } from '../trace/named-values.ts';

/** Where in the outputs of a build something is. */
export interface Wanted {
  /** Values that the loss is differentiated by, step by step. */
  readonly paths: readonly string[];
  /** The output whose numbers are summed, at one step of it, or of a whole sequence; null: the build has a loss. */
  readonly summed: { readonly path: string; readonly step: number | null } | null;
}

/** Gradients of a loss by what cells compute. */
export interface Gradients {
  readonly loss: number;
  /** By path: of every step, or level of a tree, one after the other, [rows, …] of the batch; null: the loss does not depend on it. */
  readonly of: ReadonlyMap<string, readonly (Float64Array | null)[]>;
  readonly outputs: Evaluation['outputs'];
}

const origin = { path: 'plot', span: null };

/**
 * Evaluates, in float64, the gradients of a loss by values inside of cells. The graph is unrolled over the steps, or levels, that are there: then every step has
 * a value of its own, and reverse mode gives the gradient by it, with all that follows from it at later steps.
 */
export function gradientsBy(named: NamedBuild, sample: FedSample, wanted: Wanted): Gradients {
  const unrolled = unrolledSteps(named, sample, wanted);
  const { steps, inputs } = unrolled;
  const { graph: full, gradients } = withGradients(unrolled.graph, unrolled.loss, [...steps.values()].flat());
  const outputs = [
    ...full.outputs.filter(({ name }) => named.axes.get(name) === undefined),
    ...gradients.flatMap((value, i) => (value === null ? [] : [{ name: `gradient ${i}`, value, origin }])),
  ];
  const feeds = { inputs, weights: sample.weights, sizes: sample.sizes };
  const found = evaluateGraph({ ...full, outputs }, feeds).outputs;
  let place = 0;
  return {
    loss: found.get(unrolled.name)?.data[0] ?? Number.NaN,
    of: new Map([...steps].map(([path, ids]) => [path, ids.map(() => found.get(`gradient ${place++}`)?.data ?? null)])),
    outputs: found,
  };
}

/** A graph in which every step has values of its own. */
export interface UnrolledSteps {
  readonly graph: Graph;
  readonly loss: ValueId;
  /** The output that is the loss. */
  readonly name: string;
  /** By path: the values at the steps, or at the levels of a tree. */
  readonly steps: ReadonlyMap<string, readonly ValueId[]>;
  readonly inputs: FedSample['inputs'];
}

export function unrolledSteps(named: NamedBuild, sample: FedSample, { paths, summed }: Wanted): UnrolledSteps {
  const { graph, loss } = named;
  const kept = new Set([...paths, ...named.counted.values(), summed === null ? loss : summed.path]);
  const lean: Graph = { ...graph, outputs: graph.outputs.filter(({ name }) => kept.has(name)) };
  const structures = new Map(
    graph.inputs.flatMap(({ role, name }): [string, Int32Array][] => {
      const data = role === 'structure' || role === 'roots' ? sample.inputs.get(name)?.data : undefined;
      return data === undefined ? [] : [[name, Int32Array.from(data)]];
    }),
  );
  const over = unrollOver({ sizes: sample.sizes, values: structures });
  const unrolled = withSum(runPasses(lean, [dropDead, over], { fused: false }), loss, sample, summed);
  return {
    ...unrolled,
    steps: new Map(paths.map((path) => [path, stepsOf(unrolled.graph, path)])),
    inputs: new Map([...sample.inputs].filter(([name]) => !structures.has(name))),
  };
}

/** The unrolled graph with the loss: that of the build, or a sum of one output. */
function withSum(
  graph: Graph,
  loss: string | null,
  { sample, batch }: FedSample,
  summed: Wanted['summed'],
): { readonly graph: Graph; readonly loss: ValueId; readonly name: string } {
  if (summed === null) {
    const output = graph.outputs.find(({ name }) => name === loss);
    if (output === undefined) throw new InternalError('a build without its loss');
    return { graph, loss: output.value, name: output.name };
  }
  const rewriter = new Rewriter(graph, () => false);
  const copied = rewriter.run();
  const { builder } = rewriter;
  const output = copied.outputs.find(({ name }) => name === summed.path);
  if (output === undefined) throw new InternalError(`no output ${summed.path}`);
  const atStep =
    summed.step === null ? output.value : builder.emit('take', [output.value], { index: summed.step }, origin);
  const own = batch > 1 ? builder.emit('take', [atStep], { index: sample }, origin) : atStep;
  const axes = builder.typeOf(own).shape.map((_, axis) => axis);
  const sum = axes.length === 0 ? own : builder.emit('reduce_sum', [own], { axes, keepDims: false }, origin);
  const name = 'the sum';
  return {
    graph: {
      ...copied,
      values: builder.values,
      nodes: builder.nodes,
      outputs: [...copied.outputs, { name, value: sum, origin }],
    },
    loss: sum,
    name,
  };
}

/** The values at the steps, or the levels of a tree, that an output was stacked of. */
function stepsOf(graph: Graph, path: string): readonly ValueId[] {
  const output = graph.outputs.find(({ name }) => name === path);
  if (output === undefined) throw new InternalError(`no output ${path}`);
  const index = new GraphIndex(graph);
  const stack = index.producer(output.value, 'stack');
  if (stack !== null) return stack.inputs.map((id) => unpadded(index, id));
  // nodes come back from the order of the walk to that of the input
  const reshaped = index.producer(output.value, 'reshape');
  const flat = reshaped?.inputs[0];
  const placed = flat === undefined ? null : index.producer(flat, 'scatter_add');
  const levels = placed?.inputs[1];
  if (levels === undefined) throw new InternalError(`${path} has no steps`);
  return index.producer(levels, 'concat')?.inputs ?? [levels];
}

/** The value before it was replaced by 0 at steps beyond the end of a row, or that a mask leaves out. */
function unpadded(index: GraphIndex, id: ValueId): ValueId {
  const select = index.producer(id, 'select');
  const [, value, padding] = select?.inputs ?? [];
  const isPadding = padding !== undefined && index.producer(padding, 'broadcast') !== null;
  return value !== undefined && isPadding ? value : id;
}
