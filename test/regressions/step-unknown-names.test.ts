import { expect, test } from 'vitest';
import { compile, load, RnncError } from '../../src/index.ts';

const spec = `inputs: {x: {shape: [batch, time, 2]}}
layers: {memory: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {memory: memory}
`;

test('step refuses feeds and outputs that the model does not have, as run does', async () => {
  const session = (await load(compile(spec))).session();
  const x = new Float32Array(2);
  expect(() => session.step({ x }, { memroy: new Float32Array(3) })).toThrow(RnncError);
  expect(() => session.step({ x, y: x }, {})).toThrow(RnncError);
});

test('step checks the arrays of the caller before it writes into any', async () => {
  const text = spec.replace('outputs: {memory: memory}', 'outputs: {a: memory, b: memory.last}');
  const session = (await load(compile(text))).session();
  const a = new Float32Array(3);
  expect(() => session.step({ x: Float32Array.of(1, 2) }, { a, b: new Float32Array(2) })).toThrow(RnncError);
  expect([...a]).toEqual([0, 0, 0]);
});
