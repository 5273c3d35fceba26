import { expect, test } from 'vitest';
import { printGraph } from '../../compiler/ir/print.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { compile } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { read } from '../read/given.ts';

const model = (layers: string, output: string): string =>
  `inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n${layers}\noutputs: {y: ${output}}\n`;
const both = (more: string): string =>
  `  r: {type: recurrent, input: x, cell: {rnn: {units: 3}}, direction: bidirectional${more}}`;

test('the second direction has arguments of its own', () => {
  const { inference } = compile(model(both(', backward: {activation: relu, units: 2, use_bias: false}'), 'r')).graphs;
  const apart = compile(
    model(
      `  f: {type: recurrent, input: x, cell: {rnn: {units: 3}}, padding: zero}
  b: {type: recurrent, input: x, cell: {rnn: {units: 2, activation: relu, use_bias: false}}, direction: backward, padding: zero}
  both: {type: concat, inputs: [f, b]}`,
      'both',
    ),
  ).graphs.inference;
  const feeds = randomFeeds(inference, { batch: 3, time: 5 }, 11);
  const weights = new Map(
    [...feeds.weights].map(([path, t]) => [
      path.replace('r.0.forward', 'f.0.forward').replace('r.0.backward', 'b.0.backward'),
      t,
    ]),
  );
  const inputs = new Map(
    [...feeds.inputs].map(([name, t]) => [
      name.replace('r.0.forward', 'f.0.forward').replace('r.0.backward', 'b.0.backward'),
      t,
    ]),
  );
  const found = evaluateGraph(inference, feeds).outputs.get('y');
  const expected = evaluateGraph(apart, { ...feeds, inputs, weights }).outputs.get('y');
  expect(found?.shape).toEqual([3, 5, 5]);
  expect([...(found?.data ?? [])]).toEqual([...(expected?.data ?? [])]);
});

test('the resolved model has them, and gives the same graph', () => {
  const text = model(both(', backward: {activation: "leaky_relu(alpha=0.1 * 2)"}'), 'r');
  const { spec } = read(text);
  if (spec === null) throw new Error('no spec');
  const resolved = resolvedSpecText(spec, text);
  expect(resolved).toContain('backward: {activation: leaky_relu(alpha=0.2)}');
  expect(printGraph(compile(resolved).graphs.inference)).toBe(printGraph(compile(text).graphs.inference));
});

test('layers that share weights may write the arguments of the second direction in any order', () => {
  const shared = `${both(', merge: sum, backward: {activation: relu, use_bias: false}')}
  s: {type: recurrent, input: r, cell: {rnn: {units: 3}}, direction: bidirectional, merge: sum, share: r, backward: {use_bias: false, activation: relu}}`;
  expect(() =>
    compile(
      model(
        shared.replace('input: r,', 'input: wide,').replace('  s:', '  wide: {type: dense, input: r, units: 2}\n  s:'),
        's',
      ),
    ),
  ).not.toThrow();
});
