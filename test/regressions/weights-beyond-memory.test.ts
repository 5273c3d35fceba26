import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile, load } from '../../src/index.ts';

const yaml = `inputs: {x: {shape: [batch, 16777216]}}
layers:
  d: {type: dense, input: x, units: 16777216}
outputs: {y: d}
`;

test('a weight beyond any memory is an error of the model: load', async () => {
  await expect((async () => load(compile(yaml)))()).rejects.toBeInstanceOf(RnncError);
});

test('a weight beyond any memory is an error of the model: artifact', () => {
  expect(() => compile(yaml).toBytes()).toThrow(RnncError);
});
