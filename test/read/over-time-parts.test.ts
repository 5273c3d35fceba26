import { expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { numbers } from '../passes/equal.ts';
import { feedsOf, graphOf, sampleOf } from '../trees/given.ts';

const layers = [
  'r: {type: recursive, input: x, tree: parse, cell: {tree.gru: {units: 3}}, direction: both}',
  'r: {type: recurrent, input: x, cell: {gru: {units: 3}}, depth: 2}',
];

test.each(layers)('the mean and the maximum are parts of a layer, as they are layers: %s', (layer) => {
  // a layer over trees takes its lengths from them; the other has them from the recursive one beside it
  const graph = graphOf(`
inputs: {x: {shape: [batch, node, 4]}, parse: {tree: node}}
layers:
  trees: {type: recursive, input: x, tree: parse, cell: {tree.gru: {units: 2}}}
  ${layer}
  mean: {type: mean, input: r}
  max: {type: max, input: r}
outputs: {mean: mean, max: max, its_mean: r.mean, its_max: r.max, root: trees.root}
`);
  const next = numbers(4);
  const samples = [[[1, 2], [], []], [[]], [[1], [2], [3], []]].map((children) => sampleOf(children, next));
  const { outputs } = evaluateGraph(graph, feedsOf(graph, samples));
  for (const by of ['mean', 'max']) {
    expect(outputs.get(by)?.data.some((x) => x !== 0)).toBe(true);
    expect(outputs.get(`its_${by}`)?.data).toEqual(outputs.get(by)?.data);
  }
});

test('of both directions apart', () => {
  const graph = graphOf(`
inputs: {x: {shape: [batch, node, 4]}, parse: {tree: node}}
layers:
  r: {type: recursive, input: x, tree: parse, cell: {tree.gru: {units: 3}}, direction: both, merge: none}
  mean: {type: mean, input: r.down}
outputs: {mean: mean, its: r.down.mean}
`);
  const { outputs } = evaluateGraph(graph, feedsOf(graph, [sampleOf([[1], []], numbers(2))]));
  expect(outputs.get('its')?.data).toEqual(outputs.get('mean')?.data);
});
