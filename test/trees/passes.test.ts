import { expect, it } from 'vitest';
import { type Pass, runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { differentiate } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import { segmentLoops } from '../../compiler/3-optimize/passes/training/segment-loops.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { codeOf, runProgram } from '../fuse/run.ts';
import { withLoss } from '../gradients/check.ts';
import { randomFeeds } from '../passes/equal.ts';
import { gatedSum, joined, treeGraph } from '../passes/tree-graph.ts';

const sizes = { batch: 3, node: 7 };
const graphs: readonly (readonly [string, Graph])[] = [
  ['a list of children, two layers', treeGraph(gatedSum, { layers: 2 })],
  ['from the root down', treeGraph(gatedSum, { direction: 'down' })],
  ['named children', treeGraph(joined, { places: 2 })],
];

/** The loss of a graph and the gradients of its weights, as outputs. */
function gradientsOf(graph: Graph, ...passes: readonly Pass[]): Graph {
  const { graph: costed, loss } = withLoss(graph);
  const trained = costed.weights.map(({ path }) => path);
  const asked = { loss, trained, gradients: [], followed: [], slots: [], updates: [], segmented: [] };
  const { learning: found, ...made } = runPasses({ ...costed, learning: asked }, passes, { fused: true });
  if (found === undefined) throw new Error('nothing is learned');
  const origin = { path: 'gradient', span: null };
  const gradients = found.gradients.map(({ path, value }) => ({ name: `d ${path}`, value, origin }));
  return { ...made, outputs: [{ name: 'loss', value: found.loss, origin }, ...gradients] };
}

/** Runs the generated code of a graph, a third of whose words are missing, beside the evaluator on another form of it. */
function expectNumbers(optimized: Graph, plain: Graph): void {
  const code = codeOf(lowerGraph(optimized, { fullLength: true, unroll: null }));
  expect([...code.program.prepare, ...code.program.main].filter((step) => !isGenerated(step))).toEqual([]);
  for (const seed of [1, 2, 3]) {
    const feeds = randomFeeds(plain, sizes, seed);
    feeds.inputs.get('words')?.data.fill(-1, 0, 7);
    const expected = evaluateGraph(plain, feeds).outputs;
    const found = runProgram(code, feeds);
    expect([...found.keys()]).toEqual([...expected.keys()]);
    for (const [name, { data }] of expected) {
      const scale = Math.max(1e-3, ...data.map(Math.abs));
      data.forEach((x, i) => {
        expect(Math.abs((found.get(name)?.data[i] ?? Number.NaN) - x) / scale, `${name}[${i}]`).toBeLessThan(1e-4);
      });
    }
  }
}

it.each(graphs)('what the passes make of trees runs in generated code: %s', (_, graph) => {
  expectNumbers(runPasses(graph, [...portable, ...target], { fused: true }), graph);
});

it.each(graphs)('gradients, lifted out of the loop: %s', (_, graph) => {
  expectNumbers(gradientsOf(graph, ...portable, ...learning, ...target), gradientsOf(graph, differentiate));
});

it.each(graphs)('gradients, of values computed anew: %s', (_, graph) => {
  const anew = gradientsOf(graph, segmentLoops, ...portable, ...learning, ...target);
  expectNumbers(anew, gradientsOf(graph, differentiate));
});
