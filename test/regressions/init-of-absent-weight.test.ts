import { expect, test } from 'vitest';
import { outcome } from './given.ts';

test('`init` for a weight that its `when` switches off is an error: it changes nothing', () => {
  expect(
    outcome(`inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {keras.gru: {units: 2, reset_after: false}}, init: {recurrent_bias: ones}}
outputs: {y: r}
`),
  ).not.toBe('ok');
});
