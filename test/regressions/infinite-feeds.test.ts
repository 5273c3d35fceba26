import { expect, test } from 'vitest';
import { compile, load, RnncError } from '../../src/index.ts';

const spec = `inputs: {x: {shape: [batch, time, 2]}}
layers: {a: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {a: a}
`;

test.each([[Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY], [1e300]])(
  '%s, which is no finite float32, is refused like NaN',
  async (value) => {
    const model = await load(compile(spec));
    expect(() => model.run({ x: [[[value, 1]]] })).toThrow(RnncError);
    expect(() => model.run({ x: { data: new Float64Array([value, 1]), shape: [1, 1, 2] } })).toThrow(RnncError);
  },
);
