import { expect, test } from 'vitest';
import { compile, load, RnncError } from '../../src/index.ts';

const spec = `inputs: {x: {shape: [batch, time, 2]}}
layers: {a: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {a: a}
`;

// [1, 1.5, 2] with 3 numbers ends in "Aborted()" and takes the WASM backend of the whole process with it.
test.each([[[-1, -1, 2]], [[-10, -100, 2]], [[1, 1.5, 2]]])(
  '{data, shape} with shape %j is refused before anything runs',
  async (shape) => {
    const model = await load(compile(spec));
    const data = new Float32Array(Math.abs(shape.reduce((n, d) => n * d, 1)));
    expect(() => model.run({ x: { data, shape } })).toThrow(RnncError);
    expect(model.run({ x: [[[1, 2]]] }).a?.shape).toEqual([1, 1, 3]);
  },
);
