import { buildGraph } from '../../compiler/2-build/build.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { numbers } from '../passes/equal.ts';
import { read } from '../read/given.ts';

/** The graph of a model. @throws where the model has mistakes. */
export function graphOf(text: string, variant: 'inference' | 'training' = 'inference'): Graph {
  const { spec, diagnostics } = read(text);
  const { graph, diagnostics: more } = spec === null ? { graph: null, diagnostics: [] } : buildGraph(spec, variant);
  const mistakes = [...diagnostics, ...more].map((d) => `${d.message} (${d.found})`);
  if (graph === null || mistakes.length > 0) throw new Error(mistakes.join('; '));
  verifyGraph(graph);
  return graph;
}

export const FEATURES = 4;

/** A sample: children of its nodes, and what every node is given. */
export interface Sample {
  readonly children: Children;
  readonly x: readonly (readonly number[])[];
}

export const sampleOf = (children: Children, next: () => number): Sample => ({
  children,
  x: children.map(() => Array.from({ length: FEATURES }, next)),
});

/** The same sample with its nodes in another order: node n becomes `to[n]`. */
export function renumbered({ children, x }: Sample, to: readonly number[]): Sample {
  const from = to.map((_, place) => to.indexOf(place));
  return {
    children: from.map((n) => (children[n] ?? []).map((child) => (child === null ? null : (to[child] ?? -1)))),
    x: from.map((n) => x[n] ?? []),
  };
}

/** Feeds of a graph with the inputs `x` over `node` and `parse`; what stands in the padding is not 0. The same seed gives the same weights. */
export function feedsOf(graph: Graph, samples: readonly Sample[], seed = 1): Feeds {
  const nodes = Math.max(1, ...samples.map(({ x }) => x.length));
  const data = samples.flatMap(({ x }) =>
    Array.from({ length: nodes }, (_, n) => x[n] ?? new Array<number>(FEATURES).fill(7)),
  );
  const inputs = new Map<string, Tensor64>([
    ['x', tensor64('float32', [samples.length, nodes, FEATURES], Float64Array.from(data.flat()))],
  ]);
  const trees = new Map([['parse', samples.map(({ children }) => children)]]);
  const { values, sizes } = structureValues(graph.inputs.filter(isStructure), trees);
  for (const [name, value] of values) inputs.set(name, tensor64('int32', [value.length], Float64Array.from(value)));
  const bound = { ...sizes, batch: samples.length, node: nodes };
  const next = numbers(seed + 1000);
  for (const input of graph.inputs) {
    const shape = evaluateShape(graph.values[input.value]?.type.shape ?? [], bound);
    const random = (fill: () => number): Tensor64 =>
      tensor64('float32', shape, Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, fill));
    if (input.role === 'lengths')
      inputs.set(
        input.name,
        tensor64(
          'int32',
          shape,
          Float64Array.from(samples, ({ x }) => x.length),
        ),
      );
    else if (input.role === 'mask')
      inputs.set(
        input.name,
        random(() => (next() > 0 ? 1 : 0)),
      );
    else if (input.role === 'feed' && !inputs.has(input.name)) inputs.set(input.name, random(next));
  }
  const weights = new Map(
    graph.weights.map(({ path, value }) => {
      const shape = evaluateShape(graph.values[value]?.type.shape ?? [], {});
      const each = numbers(seed + [...(path.split('.').at(-1) ?? '')].reduce((n, c) => 31 * n + c.charCodeAt(0), 7));
      const size = shape.reduce((a, b) => a * b, 1);
      return [path, tensor64('float32', shape, Float64Array.from({ length: size }, each))] as const;
    }),
  );
  return { inputs, weights, sizes: bound };
}

/** Without the sign of zeros: a sum of one number that is -0 is 0. */
const plain = (row: Float64Array): number[] => Array.from(row, (value) => value + 0);

/** What an output [batch, node, …] gives for every real node, by sample. */
export function runNodes(graph: Graph, samples: readonly Sample[], output = 'y', seed = 1): number[][][] {
  const tensor = evaluateGraph(graph, feedsOf(graph, samples, seed)).outputs.get(output);
  if (tensor === undefined) throw new Error(`no output ${output}`);
  const [, nodes = 0, width = 0] = tensor.shape;
  return samples.map(({ x }, b) =>
    x.map((_, n) => plain(tensor.data.subarray((b * nodes + n) * width, (b * nodes + n + 1) * width))),
  );
}

/** What an output [batch, …] gives, by sample. */
export function runSamples(graph: Graph, samples: readonly Sample[], output: string, seed = 1): number[][] {
  const tensor = evaluateGraph(graph, feedsOf(graph, samples, seed)).outputs.get(output);
  if (tensor === undefined) throw new Error(`no output ${output}`);
  const [, width = 0] = tensor.shape;
  return samples.map((_, b) => plain(tensor.data.subarray(b * width, (b + 1) * width)));
}
