import { expect, it } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { unrollOver } from '../../compiler/3-optimize/passes/unroll.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { runShape } from '../../src/model/feeds/run-shape.ts';
import { numbers } from '../passes/equal.ts';
import { feedsOf, graphOf, sampleOf } from './given.ts';

/** Recurrent over the nodes, both ways over trees, named children above, and what reads all nodes or the root. */
const model = `
inputs: {x: {shape: [batch, node, 4]}, parse: {tree: node}}
layers:
  order: {type: recurrent, input: x, cell: {gru: {units: 3}}, direction: bidirectional}
  below: {type: recursive, input: order, tree: parse, cell: {tree.child_sum_lstm: {units: 3}}, direction: both}
  above: {type: recursive, input: below, tree: parse, cell: {tree.nary_lstm: {units: 2}}}
  mean: {type: mean, input: below}
outputs: {y: above, root: above.root, mean: mean, last: order.last}
`;

const parents = [[-1, 0, 0, 2, 2], [-1, 0], [-1]];
const childrenOf = (list: readonly number[]) =>
  list.map((_, node) => list.flatMap((parent, child) => (parent === node ? [child] : [])));

it.each<readonly [string, (graph: Graph) => Graph]>([
  ['as it was built', (graph) => graph],
  ['optimised', (graph) => runPasses(graph, [...portable, ...target], { fused: true })],
])('a model that is unrolled over trees gives what it gave: %s', (_, optimized) => {
  const graph = optimized(graphOf(model));
  const samples = parents.map((list) => sampleOf(childrenOf(list), numbers(list.length)));
  const feeds = feedsOf(graph, samples);
  const shape = runShape(graph, graph, { parse: parents }, null);
  const unrolled = runPasses(graph, [unrollOver(shape)], { fused: true });
  expect(unrolled.nodes.filter(({ op }) => op === 'loop')).toEqual([]);
  // lengths and all that follows from the trees have become constants
  expect(unrolled.inputs.filter(({ role }) => role !== 'state').map(({ name }) => name)).toEqual(['x']);
  expect(unrolled.weights.map(({ path }) => path)).toEqual(graph.weights.map(({ path }) => path));
  const expected = evaluateGraph(graph, feeds).outputs;
  const left = new Set(unrolled.inputs.map(({ name }) => name));
  const inputs = new Map([...feeds.inputs].filter(([name]) => left.has(name)));
  const found = evaluateGraph(unrolled, { ...feeds, inputs }).outputs;
  expect([...found.keys()]).toEqual(['y', 'root', 'mean', 'last']);
  for (const [name, { data, shape: dims }] of expected) {
    expect(found.get(name)?.shape).toEqual(dims);
    data.forEach((x, i) => {
      expect(Math.abs((found.get(name)?.data[i] ?? Number.NaN) - x), `${name}[${i}]`).toBeLessThan(1e-12);
    });
  }
});
