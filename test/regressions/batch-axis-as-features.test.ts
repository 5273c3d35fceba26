import { expect, test } from 'vitest';
import { equations, outcome, recurrent } from './given.ts';

const perSample = (expression: string) =>
  recurrent({
    x: '[batch, time]',
    cellInput: '[]',
    state: '[]',
    equations: [`h' = h + ${expression}`],
    output: "h'",
    outputs: 'y: r',
  });

test.each(['sum(x)', 'mean(x)', 'softmax(x)', 'sum([x, h])', 'layer_norm(x)'])(
  'in a cell %s of one number per sample does not go over the batch',
  (expression) => {
    expect(outcome(perSample(expression))).not.toBe('ok');
  },
);

test.each(['a - mean(a)', 'softmax(a)', '[a, a]'])('in a layer %s of one number per sample does not either', (e) => {
  expect(outcome(equations(e, '[batch, time]'))).not.toBe('ok');
  expect(outcome(equations(e, '[batch]'))).not.toBe('ok');
});

test.each(['concat, inputs: [x, x]', 'activation, input: x, function: softmax', 'activation, input: x, function: sum'])(
  'a layer of type %s does not either',
  (layer) => {
    for (const shape of ['[batch, time]', '[batch]'])
      expect(outcome(`inputs: {x: {shape: ${shape}}}\nlayers: {c: {type: ${layer}}}\noutputs: {y: c}\n`)).not.toBe(
        'ok',
      );
  },
);

test('two directions of one number per sample are not joined along the batch', () => {
  const model = {
    x: '[batch, time]',
    cellInput: '[]',
    state: '[]',
    equations: ["h' = tanh(h + x)"],
    output: "h'",
    layer: ', direction: bidirectional',
    outputs: 'y: r',
  };
  expect(outcome(recurrent(model))).not.toBe('ok');
});
