import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { initializeWeight } from '../../compiler/initialize/initialize.ts';
import type { Initializer } from '../../compiler/ir/graph.ts';

const make = (init: Initializer, shape: readonly number[], seed = 1, path = 'a.0.forward.kernel'): Float32Array =>
  initializeWeight(init, shape, seed, path);
const hash = (values: Float32Array): string =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex').slice(0, 16);
const moments = (values: Float32Array) => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const central = (k: number): number => values.reduce((a, b) => a + (b - mean) ** k, 0) / values.length;
  const stddev = Math.sqrt(central(2));
  return { mean, stddev, kurtosis: central(4) / stddev ** 4 };
};
const glorotUniform: Initializer = { kind: 'variance_scaling', scale: 1, fan: 'average', distribution: 'uniform' };
const heNormal: Initializer = { kind: 'variance_scaling', scale: 2, fan: 'in', distribution: 'truncated_normal' };
const uniform: Initializer = { kind: 'uniform', low: -0.1, high: 0.3 };
const normal: Initializer = { kind: 'normal', mean: 1, stddev: 2 };
const truncated: Initializer = { kind: 'truncated_normal', mean: 1, stddev: 2 };
const orthogonal: Initializer = { kind: 'orthogonal', gain: 1 };

it('constant, literal, identity', () => {
  expect([...make({ kind: 'constant', value: 0.5 }, [2, 2])]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...make({ kind: 'constant', value: 3 }, [])]).toEqual([3]);
  expect([...make({ kind: 'literal', values: [1, 2, 3] }, [3])]).toEqual([1, 2, 3]);
  expect([...make({ kind: 'identity', gain: 2 }, [2, 3])]).toEqual([2, 0, 0, 0, 2, 0]);
  expect([...make({ kind: 'identity', gain: 1 }, [3, 2])]).toEqual([1, 0, 0, 1, 0, 0]);
  expect([...make({ kind: 'identity', gain: 1 }, [2, 2, 2])]).toEqual([1, 0, 0, 1, 1, 0, 0, 1]);
});

it('blocks fill consecutive parts along their axis, equal ones differently', () => {
  const one: Initializer = { kind: 'constant', value: 1 };
  const columns: Initializer = {
    kind: 'blocks',
    axis: 1,
    blocks: [
      { size: 2, init: { kind: 'literal', values: [1, 2, 3, 4] } },
      { size: 1, init: { kind: 'constant', value: 9 } },
    ],
  };
  expect([...make(columns, [2, 3])]).toEqual([1, 2, 9, 3, 4, 9]);
  const rows: Initializer = {
    kind: 'blocks',
    axis: 0,
    blocks: [
      { size: 1, init: one },
      { size: 2, init: uniform },
    ],
  };
  const mixed = make(rows, [3, 2]);
  expect([...mixed.subarray(0, 2)]).toEqual([1, 1]);
  expect(new Set(mixed.subarray(2)).size).toBe(4);
  const gates: Initializer = {
    kind: 'blocks',
    axis: 1,
    blocks: [
      { size: 50, init: glorotUniform },
      { size: 50, init: glorotUniform },
    ],
  };
  const [first, second] = [0, 50].map((at) => Array.from(make(gates, [1, 100]).subarray(at, at + 50)));
  expect(first).not.toEqual(second);
  // The fans are those of the block: sqrt(6 / (1 + 50)).
  expect(Math.max(...(first ?? []), ...(second ?? []))).toBeLessThanOrEqual(Math.sqrt(6 / 51));
  expect(Math.max(...(first ?? []), ...(second ?? []))).toBeGreaterThan(Math.sqrt(6 / 101));
});

describe('distributions', () => {
  it('uniform covers low to high evenly', () => {
    const values = make(uniform, [200, 500]);
    const { mean, stddev, kurtosis } = moments(values);
    expect(mean).toBeCloseTo(0.1, 2);
    expect(stddev).toBeCloseTo(0.4 / Math.sqrt(12), 3);
    expect(kurtosis).toBeCloseTo(1.8, 1);
    expect(Math.min(...values.subarray(0, 50_000))).toBeGreaterThanOrEqual(Math.fround(-0.1));
    expect(Math.max(...values.subarray(0, 50_000))).toBeLessThanOrEqual(Math.fround(0.3));
    const deciles = new Array<number>(10).fill(0);
    for (const v of values)
      deciles[Math.min(9, Math.floor((v + 0.1) * 25))] = (deciles[Math.min(9, Math.floor((v + 0.1) * 25))] ?? 0) + 1;
    for (const count of deciles) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('normal has the moments and tails of a normal', () => {
    const values = make(normal, [300, 400]);
    const { mean, stddev, kurtosis } = moments(values);
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(stddev - 2)).toBeLessThan(0.02);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1);
    const beyond = (k: number): number => values.filter((v) => Math.abs(v - 1) > 2 * k).length / values.length;
    expect(Math.abs(beyond(1) - 0.3173)).toBeLessThan(0.006);
    expect(Math.abs(beyond(2) - 0.0455)).toBeLessThan(0.003);
    expect(Math.abs(beyond(3) - 0.0027)).toBeLessThan(0.0008);
  });

  it('truncated normal stays within two deviations and keeps the shape inside', () => {
    const values = make(truncated, [300, 400]);
    const { mean, stddev } = moments(values);
    expect(values.every((v) => v >= -3 && v <= 5)).toBe(true);
    expect(Math.abs(mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(stddev - 2 * 0.87962566)).toBeLessThan(0.02);
    const within = values.filter((v) => Math.abs(v - 1) < 2).length / values.length;
    expect(Math.abs(within - 0.6827 / 0.9545)).toBeLessThan(0.006);
  });

  it.each([
    [glorotUniform, [64, 256], 1 / 160],
    [heNormal, [64, 256], 2 / 64],
    [heNormal, [4096], 2 / 4096],
    [{ ...heNormal, fan: 'out' }, [64, 256], 2 / 256],
    [glorotUniform, [4, 16, 64], 1 / 160],
  ] as const)('variance scaling %j over %j', (init, shape, variance) => {
    const { mean, stddev } = moments(make(init, shape));
    expect(Math.abs(stddev / Math.sqrt(variance) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean) / Math.sqrt(variance)).toBeLessThan(0.06);
  });

  it('glorot uniform reaches its limit and no further', () => {
    const values = make(glorotUniform, [100, 200]);
    const limit = Math.fround(Math.sqrt(6 / 300));
    const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    expect(largest).toBeLessThanOrEqual(limit);
    expect(largest).toBeGreaterThan(0.99 * limit);
  });
});

describe('orthogonal', () => {
  const worst = (w: Float32Array, rows: number, columns: number): number => {
    const byRows = rows < columns;
    const at = (k: number, i: number): number => w[byRows ? k * columns + i : i * columns + k] ?? Number.NaN;
    let error = 0;
    for (let a = 0; a < Math.min(rows, columns); a++)
      for (let b = 0; b <= a; b++) {
        let sum = 0;
        for (let i = 0; i < Math.max(rows, columns); i++) sum += at(a, i) * at(b, i);
        error = Math.max(error, Math.abs(sum - (a === b ? 1 : 0)));
      }
    return error;
  };
  it.each([
    [1, 1],
    [2, 2],
    [3, 7],
    [7, 3],
    [64, 64],
    [33, 130],
    [130, 33],
    [200, 200],
  ])('[%i, %i] has orthonormal vectors along its shorter side', (rows, columns) => {
    expect(worst(make(orthogonal, [rows, columns]), rows, columns)).toBeLessThan(1e-6);
  });

  it('is the Q of a normal matrix with a positive diagonal of R', () => {
    // The normals stand at the same addresses as those of a normal weight of that shape and path.
    const [rows, columns] = [6, 3];
    const a = make({ kind: 'normal', mean: 0, stddev: 1 }, [rows, columns]);
    const q = make(orthogonal, [rows, columns]);
    const r = (i: number, j: number): number => {
      let sum = 0;
      for (let k = 0; k < rows; k++) sum += (q[k * columns + i] ?? 0) * (a[k * columns + j] ?? 0);
      return sum;
    };
    for (let i = 0; i < columns; i++) {
      expect(r(i, i)).toBeGreaterThan(0);
      for (let j = 0; j < i; j++) expect(Math.abs(r(i, j))).toBeLessThan(1e-6);
    }
    // Fewer rows than columns: the transpose of the Q of the transposed shape.
    const wide = make(orthogonal, [columns, rows]);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) expect(wide[j * rows + i]).toBe(q[i * columns + j]);
  });

  it('takes all axes but the last as rows, and a gain', () => {
    const flat = make(orthogonal, [12, 4]);
    expect(make(orthogonal, [3, 4, 4])).toEqual(flat);
    expect(make({ kind: 'orthogonal', gain: 2 }, [12, 4])).toEqual(flat.map((v) => v * 2));
  });

  it('of 512 x 2048 is exact', () => {
    const w = make(orthogonal, [512, 2048]);
    const block = Float32Array.from(w.subarray(0, 40 * 2048));
    expect(worst(block, 40, 2048)).toBeLessThan(1e-6);
  });
});

describe('same seed, same bytes', () => {
  const inits = { uniform, normal, truncated, glorotUniform, heNormal, orthogonal };
  it('on every machine', () => {
    const hashes = Object.fromEntries(Object.entries(inits).map(([name, init]) => [name, hash(make(init, [16, 24]))]));
    expect(hashes).toMatchInlineSnapshot(`
      {
        "glorotUniform": "e72d22b57b70b6b5",
        "heNormal": "75ff72b433e5cfb3",
        "normal": "a0b9b0cabb3347e9",
        "orthogonal": "4fd299d47922b3e2",
        "truncated": "0afb47ff7bf51204",
        "uniform": "f467b4d7ad1dc7ee",
      }
    `);
    expect([...make(uniform, [4])]).toMatchInlineSnapshot(`
      [
        0.04260573536157608,
        0.27298831939697266,
        0.13654451072216034,
        0.0992640033364296,
      ]
    `);
    expect([...make(normal, [4])]).toMatchInlineSnapshot(`
      [
        3.617755889892578,
        1.9605034589767456,
        -1.5958815813064575,
        5.633133888244629,
      ]
    `);
  });

  it('whatever is drawn before, and other ones for another seed or path', () => {
    for (const init of Object.values(inits)) {
      const once = make(init, [8, 8]);
      make(init, [3, 3], 9, 'other');
      expect(make(init, [8, 8])).toEqual(once);
      expect(make(init, [8, 8], 2)).not.toEqual(once);
      expect(make(init, [8, 8], 1, 'a.1.forward.kernel')).not.toEqual(once);
    }
  });

  it.each(['uniform', 'normal', 'truncated'] as const)(
    '%s: an element depends on its coordinates, not on sizes',
    (kind) => {
      const small = make(inits[kind], [2, 3, 5]);
      const large = make(inits[kind], [4, 6, 9]);
      for (let i = 0; i < 2; i++)
        for (let j = 0; j < 3; j++)
          for (let k = 0; k < 5; k++) expect(small[(i * 3 + j) * 5 + k]).toBe(large[(i * 6 + j) * 9 + k]);
      expect(new Set(make(inits[kind], [3, 3, 3, 3, 3])).size).toBe(243);
    },
  );
});

it('refuses what does not fit', () => {
  expect(() => make({ kind: 'literal', values: [1] }, [2])).toThrow('internal');
  expect(() => make(orthogonal, [4])).toThrow('internal');
  expect(() => make({ kind: 'identity', gain: 1 }, [4])).toThrow('internal');
  expect(() => make({ kind: 'blocks', axis: 0, blocks: [{ size: 1, init: uniform }] }, [2])).toThrow('internal');
  expect(() => make(uniform, [2], -1)).toThrow('internal');
});
