import { describe, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

const model = (layer: string, outputs = 'y: r'): string => `inputs:
  x: {shape: [batch, time, 2]}
  m: {shape: [batch, time], dtype: int32}
layers:
  r: {type: recurrent, input: x, cell: {tf1.gru: {units: 3}}, mask: m${layer}}
outputs: {${outputs}}
`;
const x = [
  [
    [0.5, -1],
    [2, 0.25],
    [-0.5, 1],
    [1, 1],
  ],
  [
    [1, 0],
    [0.5, 0.5],
    [-1, 2],
    [0, 0.25],
  ],
];
const m = [
  [0, 1, 0, 1],
  [1, 0, 0, 1],
];

describe('a session of a masked layer', () => {
  test.each([
    ['', 'y: r'],
    [', padding: previous', 'y: r'],
    ['', 'y: r, last: r.last'],
  ])('steps give what one run gives, also what they go on from: %s %s', async (layer, outputs) => {
    const loaded = await load(compile(model(layer, outputs)));
    try {
      const { y: whole, last } = loaded.run({ x, m });
      const session = loaded.session({ batch: 2 });
      const step = (t: number) =>
        session.step({
          x: Float32Array.from(x.flatMap((row) => row[t] ?? [])),
          m: Int32Array.from(m.map((row) => row[t] ?? 0)),
        });
      for (let t = 0; t < 4; t++) {
        const found = step(t);
        const expected = ((whole?.toArray() ?? []) as readonly (readonly (readonly number[])[])[]).flatMap(
          (row) => row[t] ?? [],
        );
        const pairs = [
          [expected, found.y?.data] as const,
          ...(t === 3 && last ? [[last.data, found.last?.data] as const] : []),
        ];
        for (const [wanted, given] of pairs)
          wanted.forEach((value, i) => {
            expect(Math.abs(value - Number(given?.[i])), `step ${t}`).toBeLessThanOrEqual(1e-6);
          });
      }
      session.reset();
      expect(session.process({ x, m }).y?.data).toEqual(whole?.data);
    } finally {
      loaded.dispose();
    }
  });
});

test('NaN at steps that are left out reaches no output, and lengths leave out more', async () => {
  const outputs = 'y: r, last: r.last, mean: r.mean, max: r.max, h: r.final.h';
  const loaded = await load(compile(model('', outputs)));
  try {
    const hole = [Number.NaN, Number.NaN];
    const holes = x.map((row, b) => row.map((step, t) => (m[b]?.[t] === 1 && !(b === 1 && t === 3) ? step : hole)));
    const found = loaded.run({ x: holes, m, 'time.lengths': [4, 3] }, { nan: 'allow' });
    const rows = [
      loaded.run({ x: [[x[0]?.[1] ?? [], x[0]?.[3] ?? []]], m: [[1, 1]] }),
      loaded.run({ x: [[x[1]?.[0] ?? []]], m: [[1]] }),
    ];
    for (const name of ['last', 'mean', 'max', 'h'])
      rows.forEach((row, b) => {
        const [expected, own] = [row[name]?.toArray(), found[name]?.toArray()] as readonly number[][][];
        (expected?.[0] ?? []).forEach((value, i) => {
          expect(own?.[b]?.[i], `${name} of row ${b}`).toBeCloseTo(value, 6);
        });
      });
    const y = found.y?.toArray() as number[][][];
    expect(y[0]?.[0]).toEqual([0, 0, 0]);
    expect(y[1]?.slice(1)).toEqual([0, 1, 2].map(() => [0, 0, 0]));
  } finally {
    loaded.dispose();
  }
});

test.each([16_777_217, 99_999_999, -999_999_999, -2_147_483_647, 2_147_483_647, -2_147_483_648])(
  'a whole number as the value of a mask is compared to the last digit: %s',
  async (value) => {
    const text = `
inputs: {x: {shape: [batch, time, 1]}, k: {shape: [batch, time], dtype: int32}}
layers: {l: {type: last, input: x, mask: {input: k, value: ${value}}}}
outputs: {l: l}
`;
    for (const kernels of ['auto', 'stock'] as const) {
      const loaded = await load(compile(text), { kernels });
      try {
        const near = value > 0 ? value - 1 : value + 1;
        const feeds = {
          x: [[[0.5], [0.75], [1]]],
          k: { dtype: 'int32', shape: [1, 3], data: Int32Array.of(1, near, value) },
        } as const;
        expect(loaded.run(feeds).l?.data).toEqual(Float32Array.of(0.75));
        const other = { ...feeds, k: { ...feeds.k, data: Int32Array.of(1, 2, near) } };
        expect(loaded.run(other).l?.data).toEqual(Float32Array.of(1));
      } finally {
        loaded.dispose();
      }
    }
  },
);
