import { expect } from 'vitest';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Node } from '../../compiler/ir/nodes.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';

/** A small reproducible generator for test data; its numbers mean nothing. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Gives a graph what it needs of random trees, whose nodes are as many as its lengths say; returns their sizes. */
function setStructure(
  graph: Graph,
  inputs: Map<string, Tensor64>,
  sizes: { readonly [symbol: string]: number },
  next: () => number,
) {
  const asked = graph.inputs.filter(isStructure);
  const trees = new Map(
    asked.map((input) => {
      const { tree, axis } = input.role === 'roots' ? input : input.walk;
      const lengths = inputs.get(`${axis}.lengths`)?.data ?? new Float64Array(sizes.batch ?? 1).fill(sizes[axis] ?? 1);
      return [tree, [...lengths].map((nodes) => randomForest(nodes, next))];
    }),
  );
  const { values, sizes: found } = structureValues(asked, trees);
  for (const [name, data] of values)
    inputs.set(name, { dtype: 'int32', shape: [data.length], data: Float64Array.from(data) });
  return found;
}

/** An acyclic graph of at most two children for each node, which are before it. */
export const randomForest = (nodes: number, next: () => number): Children =>
  Array.from({ length: nodes }, (_, node) =>
    Array.from({ length: Math.floor((next() + 1) * 1.5) }, () => Math.floor(((next() + 1) / 2) * node)).filter(
      (child) => child < node,
    ),
  );

/** Random feeds for a graph at the given sizes; lengths from 0 to full. */
export function randomFeeds(graph: Graph, sizes: { readonly [symbol: string]: number }, seed: number) {
  const next = numbers(seed);
  const shapeOf = (id: number): number[] =>
    (graph.values[id]?.type.shape ?? []).map((d) =>
      Object.entries(d).reduce(
        (sum, [key, c]) => sum + (key === '' ? [] : key.split('*')).reduce((p, s) => p * (sizes[s] ?? 1), c),
        0,
      ),
    );
  const tensor = (id: number, dtype: Tensor64['dtype'], fill: () => number): Tensor64 => {
    const shape = shapeOf(id);
    return { dtype, shape, data: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, fill) };
  };
  const inputs = new Map<string, Tensor64>();
  for (const input of graph.inputs) {
    if (input.role === 'lengths') {
      const steps = sizes[input.symbol] ?? 1;
      inputs.set(
        input.name,
        tensor(input.value, 'int32', () => Math.floor(((next() + 1) / 2) * (steps + 0.999))),
      );
    } else if (input.role === 'mask')
      inputs.set(
        input.name,
        tensor(input.value, 'float32', () => (next() > 0 ? 1 : 0)),
      );
    else if (input.role === 'feed' && input.limit !== null) {
      const { limit } = input;
      inputs.set(
        input.name,
        tensor(input.value, 'int32', () => Math.min(limit - 1, Math.floor(((next() + 1) / 2) * limit))),
      );
    } else if (input.role === 'structure' || input.role === 'roots') continue;
    else if (input.role === 'setting' || input.role === 'feed' || input.start === null)
      inputs.set(input.name, tensor(input.value, 'float32', next));
  }
  const weights = new Map(graph.weights.map((w) => [w.path, tensor(w.value, 'float32', next)]));
  return { inputs, weights, sizes: { ...sizes, ...setStructure(graph, inputs, sizes, next) } };
}

/** Both graphs give the same outputs and final states on the same random feeds. */
export function expectSameNumbers(
  before: Graph,
  after: Graph,
  sizes: { readonly [symbol: string]: number },
  tolerance = 1e-9,
): void {
  for (const seed of [1, 2, 3]) {
    const feeds = randomFeeds(before, sizes, seed);
    const expected = evaluateGraph(before, feeds);
    const found = evaluateGraph(after, feeds);
    for (const kind of ['outputs', 'finals'] as const)
      for (const [name, tensor] of expected[kind]) {
        const other = found[kind].get(name);
        expect(other?.shape, name).toEqual(tensor.shape);
        tensor.data.forEach((x, i) => {
          const y = other?.data[i] ?? Number.NaN;
          if (!Object.is(x, y)) expect(Math.abs(x - y), `${name}[${i}] ${x} ${y}`).toBeLessThanOrEqual(tolerance);
        });
      }
  }
}

/** How often each op stands in the graph, and in loop bodies. */
export function countOps(graph: Graph): {
  readonly outside: Record<string, number>;
  readonly inside: Record<string, number>;
} {
  const outside: Record<string, number> = {};
  const inside: Record<string, number> = {};
  const walk = (nodes: readonly Node[], counts: Record<string, number>): void => {
    for (const node of nodes) {
      counts[node.op] = (counts[node.op] ?? 0) + 1;
      if (node.op === 'loop') walk(node.attrs.body.nodes, inside);
    }
  };
  walk(graph.nodes, outside);
  return { outside, inside };
}
