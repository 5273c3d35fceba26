import { expect, test } from 'vitest';
import { compile, load, RnncError } from '../../src/index.ts';

const spec = `inputs: {x: {shape: [batch, time, 2]}}
layers: {a: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {a: a}
`;

test.each([[0], [-1], [1.5], [Number.NaN]])('a session of batch %j is refused', async (batch) => {
  const model = await load(compile(spec));
  expect(() => model.session({ batch })).toThrow(RnncError);
});
