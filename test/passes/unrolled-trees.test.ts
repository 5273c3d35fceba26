import { expect, it } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { unroll, unrollOver } from '../../compiler/3-optimize/passes/unroll.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { GivenTrees } from '../../compiler/graph/unroll.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { isStructure, structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';
import { differentiated, floatLeaves, withLoss } from '../gradients/check.ts';
import { numbers, randomFeeds, randomForest } from './equal.ts';
import { gatedSum, joined, treeGraph } from './tree-graph.ts';

/** What a graph is given of a batch of trees, and how many nodes they have. */
function given(graph: Graph, trees: readonly Children[]): GivenTrees {
  const lengths = trees.map((nodes) => nodes.length);
  const { values, sizes } = structureValues(graph.inputs.filter(isStructure), new Map([['parse', trees]]));
  return {
    values: new Map([...values, ['node.lengths', Int32Array.from(lengths)]]),
    sizes: { ...sizes, batch: trees.length, node: Math.max(...lengths) },
  };
}

/** Feeds of the rolled graph for these trees, and those that the unrolled one still takes. */
function feedsOf(graph: Graph, trees: readonly Children[], seed: number) {
  const { values, sizes } = given(graph, trees);
  const random = randomFeeds(graph, { batch: trees.length, node: sizes.node ?? 0 }, seed);
  const inputs = new Map(random.inputs);
  for (const [name, data] of values)
    inputs.set(name, { dtype: 'int32', shape: [data.length], data: Float64Array.from(data) });
  const others = new Map([...inputs].filter(([name]) => !values.has(name)));
  return { rolled: { inputs, weights: random.weights, sizes }, unrolled: { inputs: others, weights: random.weights } };
}

/** Two leaves under a root, and a single node. */
const picture: readonly Children[] = [[[], [], [0, 1]], [[]]];

const withGradients = (graph: Graph): Graph => {
  const { graph: costed, loss } = withLoss(runPasses(graph, portable, { fused: false }));
  const reversed = runPasses(differentiated(costed, loss, floatLeaves(costed)), [dropDead], { fused: false });
  return runPasses(reversed, learning.slice(1), { fused: false });
};

const graphs: readonly (readonly [string, Graph])[] = [
  ['a list of children', treeGraph(gatedSum)],
  ['from the root down', treeGraph(gatedSum, { direction: 'down' })],
  ['named children', treeGraph(joined, { places: 2 })],
];

it.each(
  graphs.flatMap(([name, graph]) => [[name, graph] as const, [`gradients, ${name}`, withGradients(graph)] as const]),
)('unrolled over given trees, a graph has the numbers of its loop: %s', (_, graph) => {
  for (const seed of [1, 2, 3, 4]) {
    const next = numbers(seed);
    const trees = seed === 1 ? picture : [5, 0, 7].map((nodes) => randomForest(nodes, next));
    const unrolled = runPasses(graph, [unrollOver(given(graph, trees)), ...target], { fused: true });
    expect(unrolled.nodes.some((node) => node.op === 'loop')).toBe(false);
    const feeds = feedsOf(graph, trees, seed);
    const expected = evaluateGraph(graph, feeds.rolled).outputs;
    const found = evaluateGraph(unrolled, feeds.unrolled).outputs;
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, { shape, data }] of expected) {
      expect(found.get(name)?.shape, name).toEqual(shape);
      data.forEach((x, i) => {
        expect(found.get(name)?.data[i], name).toBeCloseTo(x, 10);
      });
    }
  }
});

it('is a copy of the cell for every level, which share their weights', () => {
  const graph = runPasses(treeGraph(joined, { places: 2 }), portable, { fused: false });
  expect(printGraph(runPasses(graph, [unrollOver(given(graph, picture))], { fused: false }))).toMatchInlineSnapshot(`
    "graph tree (inference)
      input words: int32[2, 3] {limit: 5, missing: -1}
      weight embed: float32[5, 2] {init: constant(0)}
      weight w: float32[8, 6] {init: constant(0)}
      weight b: float32[6] {init: constant(0)}
      %parse.up.order: int32[4] = constant [0, 2, 1, 4]
      %parse.roots: int32[2] = constant [4, 1]
      %tree: int32[3, 2] = transpose words {permutation: [1, 0]}
      %tree.1: int32[6, 1] = reshape %tree
      %tree.2: int32[4, 1] = gather %tree.1, %parse.up.order
      %tree.3: int32[4] = reshape %tree.2
      %x: float32[4, 2] = gather embed, %tree.3
      %0: float32[] = constant 0
      %tree.4: float32[6, 3] = broadcast %0
      %w.rows0: float32[2, 6] = slice w {axis: 0, start: 0, end: 2}
      %w.rows1: float32[3, 6] = slice w {axis: 0, start: 2, end: 5}
      %w.rows2: float32[3, 6] = slice w {axis: 0, start: 5, end: 8}
      %w.rows0.0_3: float32[2, 3] = slice %w.rows0 {axis: 1, start: 0, end: 3}
      %tree.5: float32[4, 3] = matmul %x, %w.rows0.0_3
      %w.rows1.0_3: float32[3, 3] = slice %w.rows1 {axis: 1, start: 0, end: 3}
      %w.rows2.0_3: float32[3, 3] = slice %w.rows2 {axis: 1, start: 0, end: 3}
      %b.0_3: float32[3] = slice b {axis: 0, start: 0, end: 3}
      %tree.6: float32[4, 3] = add %tree.5, %b.0_3
      %w.rows0.3_6: float32[2, 3] = slice %w.rows0 {axis: 1, start: 3, end: 6}
      %tree.7: float32[4, 3] = matmul %x, %w.rows0.3_6
      %w.rows1.3_6: float32[3, 3] = slice %w.rows1 {axis: 1, start: 3, end: 6}
      %w.rows2.3_6: float32[3, 3] = slice %w.rows2 {axis: 1, start: 3, end: 6}
      %b.3_6: float32[3] = slice b {axis: 0, start: 3, end: 6}
      %tree.8: float32[4, 3] = add %tree.7, %b.3_6
      %parse.up.place.0.t0: int32[3] = constant [-1, -1, -1]
      %parse.up.place.1.t0: int32[3] = constant [-1, -1, -1]
      %tree.t0: float32[3, 3] = slice %tree.6 {axis: 0, start: 0, end: 3}
      %tree.t0.1: float32[3, 3] = slice %tree.8 {axis: 0, start: 0, end: 3}
      %parse.up.rows.t0: int32[] = constant 2
      %child0.t0: float32[3, 3] = gather %tree.4, %parse.up.place.0.t0
      %child1.t0: float32[3, 3] = gather %tree.4, %parse.up.place.1.t0
      %tree.t0.2: float32[3, 3] = matmul %child0.t0, %w.rows1.0_3
      %tree.t0.3: float32[3, 3] = matmul %child1.t0, %w.rows2.0_3
      %tree.t0.4: float32[3, 3] = add %tree.t0, %tree.t0.2
      %tree.t0.5: float32[3, 3] = add %tree.t0.4, %tree.t0.3
      %tree.t0.6: float32[3, 3] = sigmoid %tree.t0.5
      %tree.t0.7: float32[3, 3] = matmul %child0.t0, %w.rows1.3_6
      %tree.t0.8: float32[3, 3] = matmul %child1.t0, %w.rows2.3_6
      %tree.t0.9: float32[3, 3] = add %tree.t0.1, %tree.t0.7
      %tree.t0.10: float32[3, 3] = add %tree.t0.9, %tree.t0.8
      %tree.t0.11: float32[3, 3] = tanh %tree.t0.10
      %next.t0: float32[3, 3] = mul %tree.t0.6, %tree.t0.11
      %h'.t0: float32[6, 3] = write_rows %tree.4, %next.t0, %parse.up.rows.t0
      %parse.up.place.0.t1: int32[1] = constant 2
      %parse.up.place.1.t1: int32[1] = constant 3
      %tree.t1: float32[1, 3] = slice %tree.6 {axis: 0, start: 3, end: 4}
      %tree.t1.1: float32[1, 3] = slice %tree.8 {axis: 0, start: 3, end: 4}
      %child0.t1: float32[1, 3] = gather %h'.t0, %parse.up.place.0.t1
      %child1.t1: float32[1, 3] = gather %h'.t0, %parse.up.place.1.t1
      %tree.t1.2: float32[1, 3] = matmul %child0.t1, %w.rows1.0_3
      %tree.t1.3: float32[1, 3] = matmul %child1.t1, %w.rows2.0_3
      %tree.t1.4: float32[1, 3] = add %tree.t1, %tree.t1.2
      %tree.t1.5: float32[1, 3] = add %tree.t1.4, %tree.t1.3
      %tree.t1.6: float32[1, 3] = sigmoid %tree.t1.5
      %tree.t1.7: float32[1, 3] = matmul %child0.t1, %w.rows1.3_6
      %tree.t1.8: float32[1, 3] = matmul %child1.t1, %w.rows2.3_6
      %tree.t1.9: float32[1, 3] = add %tree.t1.1, %tree.t1.7
      %tree.t1.10: float32[1, 3] = add %tree.t1.9, %tree.t1.8
      %tree.t1.11: float32[1, 3] = tanh %tree.t1.10
      %next.t1: float32[1, 3] = mul %tree.t1.6, %tree.t1.11
      %y: float32[4, 3] = concat %next.t0, %next.t1 {axis: 0}
      %tree.9: float32[6, 3] = scatter_add %parse.up.order, %y {rows: 6}
      %tree.10: float32[3, 2, 3] = reshape %tree.9
      %tree.11: float32[2, 3, 3] = transpose %tree.10 {permutation: [1, 0, 2]}
      %tree.12: float32[2, 3] = gather %tree.9, %parse.roots
      output h = %tree.11
      output root = %tree.12
    "
  `);
});

it('is refused where no trees are given', () => {
  expect(() => unroll(2).run(treeGraph(gatedSum))).toThrow("'parse.up.row' is unrolled over trees that are not given");
});
