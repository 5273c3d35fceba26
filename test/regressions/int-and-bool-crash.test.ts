import { expect, test } from 'vitest';
import { outcome, recurrent } from './given.ts';

const layers = (dtype: 'int32' | 'bool', layer: string): string => `inputs:
  x: {shape: [batch, time, 2], dtype: int32}
layers:
  e:
    type: equations
    inputs: {a: x}
    equations: |
      y = ${dtype === 'bool' ? 'a > 0' : 'a + 1'}
    output: y
  c: {type: ${layer}, input: e}
outputs: {y: c}
`;

test.each(['mean', 'max', 'dropout, rate: 0.5'])('a %s layer over int32 or bool is an error with a place', (layer) => {
  for (const dtype of ['int32', 'bool'] as const)
    expect(outcome(layers(dtype, layer))).toMatch(/^(ok|[a-z]+(-[a-z]+)+(,[a-z-]+)*)$/);
});

const cell = (dtype: 'int32' | 'bool', layer: string, outputs = 'y: r') =>
  recurrent({
    equations: ["h' = h + x", dtype === 'bool' ? 'y = x > 0' : 'y = int(x)'],
    output: 'y',
    layer,
    outputs,
  });

test.each([
  ['the last output', '', 'y: r.last'],
  ['padding: previous', ', padding: previous', 'y: r'],
  ['merge: sum', ', direction: bidirectional, merge: sum', 'y: r'],
  ['merge: ave', ', direction: bidirectional, merge: ave', 'y: r'],
  ['dropout of the output', ', wrap: [{dropout: {output_keep_prob: 0.5}}]', 'y: r'],
])('%s of a cell that gives int32 or bool works or is an error with a place', (_, layer, outputs) => {
  for (const dtype of ['int32', 'bool'] as const)
    expect(outcome(cell(dtype, layer, outputs))).toMatch(/^(ok|[a-z]+(-[a-z]+)+(,[a-z-]+)*)$/);
});

test('dropout of an int32 input of a cell is an error with a place', () => {
  const yaml = recurrent({
    equations: ["h' = h + float(x)"],
    output: "h'",
    layer: ', wrap: [{dropout: {input_keep_prob: 0.5}}]',
    outputs: 'y: r',
  }).replace('[batch, time, 2]}', '[batch, time, 2], dtype: int32}');
  expect(outcome(yaml)).toMatch(/^[a-z]+(-[a-z]+)+$/);
});
