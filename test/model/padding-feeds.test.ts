import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const text = `inputs: {x: {shape: [batch, time, 2]}}
layers:
  d: {type: dense, input: x, units: 2}
  r: {type: recurrent, input: d, cell: {lstm: {units: 3}}}
  out: {type: dense, input: r.last, units: 1}
outputs: {d: d, out: out}
training: {losses: [{type: mse, output: out, target: wanted}], optimizer: sgd}
`;
const none = Number.NaN;
const x = [
  [
    [1, 2],
    [3, 4],
    [0.5, 1],
  ],
  [
    [1, 0],
    [none, Number.POSITIVE_INFINITY],
    [none, none],
  ],
];
const zeros = x.map((row) => row.map((step) => step.map((n) => (Number.isFinite(n) ? n : 0))));
const flat = { shape: [2, 3, 2], data: Float32Array.from(x.flat(2)) };
const lengths = { 'time.lengths': [3, 1] };

test('feeds may hold NaN beyond the lengths, whatever form they have', async () => {
  const model = await load(compile(text));
  try {
    const expected = model.run({ x: zeros, ...lengths });
    for (const given of [x, flat, { shape: flat.shape, data: [...flat.data] }]) {
      const found = model.run({ x: given, ...lengths });
      for (const name of ['d', 'out']) expect(found[name]?.data).toEqual(expected[name]?.data);
    }
  } finally {
    model.dispose();
  }
});

test('within the lengths it is a mistake at its place', async () => {
  const model = await load(compile(text));
  try {
    for (const given of [x, flat]) {
      expect(() => model.run({ x: given, 'time.lengths': [3, 2] })).toThrow('x[1][1][0]');
      expect(() => model.run({ x: given })).toThrow('x[1][1][0]');
      expect(() => model.run({ x: given, 'time.lengths': [3, 2] })).not.toThrow('x[1][2]');
    }
  } finally {
    model.dispose();
  }
});
