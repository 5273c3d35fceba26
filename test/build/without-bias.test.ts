import { expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';

const graphOf = (cell: string) =>
  compile(`inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: ${cell}, direction: bidirectional}
outputs: {y: r}
`).graphs.inference;

const isBias = (path: string): boolean => /bias$/.test(path);

test.each([
  ['{rnn: {units: 3}}', 'use_bias: false'],
  ['{lstm: {units: 3, unit_forget_bias: true}}', 'use_bias: false'],
  ['{gru: {units: 3}}', 'use_bias: false'],
  ['{gru: {units: 3, reset_after: false}}', 'use_bias: false'],
])('%s without a bias is the cell with biases of zero', (cell, without) => {
  const plain = graphOf(cell.replace('}}', `, ${without}}}`).replace(', unit_forget_bias: true', ''));
  const biased = graphOf(cell);
  expect(plain.weights.filter(({ path }) => isBias(path))).toEqual([]);
  expect(biased.weights.some(({ path }) => isBias(path))).toBe(true);
  const feeds = randomFeeds(biased, { batch: 3, time: 4 }, 7);
  const zeroed = new Map(
    [...feeds.weights].map(([path, t]) => [path, isBias(path) ? { ...t, data: t.data.map(() => 0) } : t]),
  );
  const expected = evaluateGraph(biased, { ...feeds, weights: zeroed }).outputs.get('y');
  const weights = new Map([...feeds.weights].filter(([path]) => !isBias(path)));
  const found = evaluateGraph(plain, { ...feeds, weights }).outputs.get('y');
  expect(found?.data.length).toBe(3 * 4 * 6);
  expect([...(found?.data ?? [])]).toEqual([...(expected?.data ?? [])]);
  // the biases would be seen
  expect([...(evaluateGraph(biased, feeds).outputs.get('y')?.data ?? [])]).not.toEqual([...(found?.data ?? [])]);
});
