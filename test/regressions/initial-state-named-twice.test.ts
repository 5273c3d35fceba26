import { expect, test } from 'vitest';
import { outcome, recurrent } from './given.ts';

test('one state under two spellings in `initial` is an error: one of them would be ignored', () => {
  const yaml = recurrent({
    inputs: ', s: {shape: [batch, 2]}, t: {shape: [batch, 2]}',
    equations: ["h' = h + x"],
    output: "h'",
    layer: ', initial: {h: s, 0.forward.h: t}',
    outputs: 'y: r',
  });
  expect(outcome(yaml)).not.toBe('ok');
});
