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
  test('steps give what one run gives', async () => {
    const loaded = await load(compile(model('')));
    try {
      const whole = loaded.run({ x, m }).y?.toArray();
      const session = loaded.session({ batch: 2 });
      for (let t = 0; t < 4; t++) {
        const y = session.step({
          x: Float32Array.from(x.flatMap((row) => row[t] ?? [])),
          m: Int32Array.from(m.map((row) => row[t] ?? 0)),
        }).y;
        const expected = (whole as readonly (readonly (readonly number[])[])[]).flatMap((row) => row[t] ?? []);
        expected.forEach((value, i) => {
          expect(Math.abs(value - Number(y?.data[i])), `step ${t}`).toBeLessThanOrEqual(1e-6);
        });
      }
      expect(session.process({ x, m }).y?.shape).toEqual([2, 4, 3]);
    } finally {
      loaded.dispose();
    }
  });

  test.each([
    [', padding: previous', 'y: r', 'padding: zero gives zeros'],
    ['', 'y: r.last', '"r.last" is the last output that a mask lets count'],
  ])('%s %s is refused, and the reason is told', async (layer, outputs, reason) => {
    const loaded = await load(compile(model(layer, outputs)));
    try {
      const step = { x: new Float32Array(2), m: new Int32Array(1) };
      expect(() => loaded.session().step(step)).toThrow(reason);
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
