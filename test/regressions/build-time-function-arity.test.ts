import { expect, test } from 'vitest';
import { equations, outcome } from './given.ts';

test.each(['floor()', 'sqrt(4, 5)', 'maximum(1)', 'minimum()', 'maximum(1, 2, 3)', 'abs(1, 2)'])(
  '%s has the wrong number of arguments also where it is known while building',
  (call) => {
    expect(outcome(equations(`a * ${call}`))).not.toBe('ok');
  },
);

test('in a size too', () => {
  expect(
    outcome(
      'inputs: {x: {shape: [batch, 2]}}\nlayers:\n  d: {type: dense, input: x, units: "floor(3.2, 9)"}\noutputs: {y: d}\n',
    ),
  ).not.toBe('ok');
});
