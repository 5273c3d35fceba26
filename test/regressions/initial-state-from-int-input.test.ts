import { expect, test } from 'vitest';
import { outcome, recurrent } from './given.ts';

test('an int32 input as the initial state is an error with a place', () => {
  const yaml = recurrent({
    inputs: ', s: {shape: [batch, 2], dtype: int32}',
    equations: ["h' = h + x"],
    output: "h'",
    layer: ', initial: {h: s}',
    outputs: 'y: r',
  });
  expect(outcome(yaml)).toMatch(/^[a-z]+(-[a-z]+)+$/);
});
