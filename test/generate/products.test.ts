import { describe, expect, test } from 'vitest';
import {
  OUTER_CHUNK,
  outerWorkSize,
  type PackKernel,
  panelSize,
  panelWidths,
} from '../../compiler/program/generated.ts';
import { type Case, check, numbers, type Operand, roundings, textOf, times } from './alone.ts';

/** Half a unit in the last place of 1: the largest relative error of one operation. */
const HALF = 2 ** -24;

/** Every size from 1 to 70 as a number of columns, and in another order as a number of rows of the matrix: 71 is prime. */
const sizes = Array.from({ length: 70 }, (_, i) => ({ n: i + 1, k: (29 * (i + 1)) % 71 }));
const rowCounts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 33];

test('the sizes have every remainder', () => {
  for (const divisor of [4, 8, 32])
    for (const of of ['n', 'k'] as const)
      expect(new Set(sizes.map((s) => s[of] % divisor)).size, `${of} of ${divisor}`).toBe(divisor);
});

/** The panels of a matrix [k, n], one panel after the other, each row by row. */
function panelsOf(k: number, n: number, b: (i: number, j: number) => number): number[] {
  const panels: number[] = [];
  let first = 0;
  for (const width of panelWidths(n)) {
    for (let i = 0; i < k; i++) for (let j = first; j < first + 4 * width; j++) panels.push(j < n ? b(i, j) : 0);
    first += 4 * width;
  }
  return panels;
}

test('panels hold every column once', () => {
  for (let n = 1; n <= 200; n++) {
    expect(
      panelWidths(n).reduce((sum, width) => sum + 4 * width, 0),
      `${n}`,
    ).toBe(4 * Math.ceil(n / 4));
    expect(panelsOf(3, n, () => 1).length).toBe(panelSize(3, n));
  }
});

type Start = 'zero' | 'column' | 'each' | 'in place';

function product(k: number, n: number, rows: number, start: Start): Case {
  const next = numbers(k * 100 + n * 7 + rows);
  const [a, b] = [times(rows * k, next), times(k * n, next)];
  const [c, column] = [times(rows * n, next), times(n, next)];
  const startOf = (r: number, j: number): number =>
    start === 'zero' ? 0 : Number(start === 'column' ? column[j] : c[r * n + j]);
  const after = new Float64Array(rows * n);
  const errors = new Float64Array(rows * n);
  for (let r = 0; r < rows; r++)
    for (let j = 0; j < n; j++) {
      let sum = startOf(r, j);
      let size = Math.abs(sum);
      for (let i = 0; i < k; i++) {
        const term = Number(a[r * k + i]) * Number(b[i * n + j]);
        sum += term;
        size += Math.abs(term);
      }
      after[r * n + j] = sum;
      errors[r * n + j] = (k + 3) * HALF * size;
    }
  const error = (i: number): number => errors[i] ?? 0;
  const float = (data: ArrayLike<number>): Operand => ({ dtype: 'float32', data });
  const panels = float(panelsOf(k, n, (i, j) => Number(b[i * n + j])));
  const out: Operand = {
    dtype: 'float32',
    data: start === 'in place' ? c : new Float32Array(rows * n).fill(Number.NaN),
    after,
    error,
  };
  const from = { zero: [], column: [float(column)], each: [float(c)], 'in place': [out] }[start];
  const kind = start === 'in place' ? 'each' : start;
  return {
    kernel: { kind: 'product', k, n, start: kind },
    counts: [rows],
    operands: [float(a), panels, ...from, out],
  };
}

describe.each(roundings)('$relaxed', (options) => {
  test.each(['zero', 'column', 'each', 'in place'] as const)('products that start from %s', (start) => {
    check(
      sizes.flatMap(({ k, n }) => rowCounts.map((rows) => product(k, n, rows, start))),
      options,
    );
  });

  test('products of so many rows that they are gone over in chunks', () => {
    const rows = [63, 64, 65, 66, 128, 129, 131];
    for (const start of ['zero', 'column', 'each', 'in place'] as const)
      check([...rows.map((count) => product(5, 7, count, start)), product(150, 33, 130, start)], options);
  });

  test('products with panels that are alike, and with rows so long that they are gone over in parts', () => {
    const cases = [127, 128, 129, 256, 257, 300].flatMap((k, i) =>
      [4 * i + 1, 4 * i + 3, 24, 32 + i].map((n) => ({ k, n })),
    );
    for (const n of [95, 96, 100, 107, 112, 113, 128, 131, 144, 160, 167]) cases.push({ k: (n % 7) + 1, n });
    for (const start of ['zero', 'column', 'each', 'in place'] as const)
      check(
        cases.flatMap(({ k, n }) => [0, 1, 2, 3, 5, 8].map((rows) => product(k, n, rows, start))),
        options,
      );
  });

  test('outer products, into matrices of their own and into the columns of a wider one', () => {
    const cases: Case[] = [];
    for (const [at, { n, k: m }] of sizes.entries()) {
      const all = [0, 1, 255, 256, 257, 600];
      // the numbers of rows take turns, so that the pairs stay quick; the small ones have all
      const rowsOf = m * n < 200 ? all : [all[at % all.length] as number, 5];
      for (const rows of rowsOf)
        for (const beside of at % 3 === 0 ? [0, 3] : [0]) cases.push(outer(m, n, rows, beside));
    }
    check(cases, options);
  });
});

/** Which rows are skipped: none, all, at either end, in the middle, every other one, stretches. */
const patterns: readonly ((r: number, rows: number) => boolean)[] = [
  () => false,
  () => true,
  (r) => r < 3,
  (r, rows) => r >= rows - 3,
  (r, rows) => r > 1 && r < rows - 2,
  (r) => r % 2 === 0,
  (r) => r % 7 < 3,
];

/** The case with rows of zeros; they must give what they start from, and whatever is in the panels must not matter to them. */
function withZeroRows(k: number, n: number, rows: number, start: Start, isZero: (r: number) => boolean): Case {
  const { kernel, operands, counts } = product(k, n, rows, start);
  if (kernel.kind !== 'product') throw new Error('no product');
  const [a, , ...from] = operands;
  const out = operands.at(-1);
  if (a === undefined || out?.after === undefined || out.after === null) throw new Error('no operands');
  for (let r = 0; r < rows; r++) {
    if (!isZero(r)) continue;
    a.data instanceof Float32Array && a.data.fill(0, r * k, (r + 1) * k);
    const startOf = (j: number): number =>
      start === 'zero' ? 0 : Number(start === 'column' ? from[0]?.data[j] : from[0]?.data[r * n + j]);
    for (let j = 0; j < n; j++) (out.after as Float64Array)[r * n + j] = startOf(j);
  }
  return { kernel: { ...kernel, skip: 'zeros' }, operands, counts };
}

/** The case with an index for every row; where that is negative, nothing is written. */
function withUnreadRows(k: number, n: number, rows: number, start: Start, isUnread: (r: number) => boolean): Case {
  const { kernel, operands, counts } = product(k, n, rows, start);
  const out = operands.at(-1);
  if (kernel.kind !== 'product' || out?.after === undefined || out.after === null) throw new Error('no product');
  const after = Float64Array.from(out.after);
  const own = { ...out, after };
  for (let r = 0; r < rows; r++)
    if (isUnread(r)) for (let j = r * n; j < (r + 1) * n; j++) after[j] = Number(out.data[j]);
  const data = Int32Array.from({ length: rows }, (_, r) => (isUnread(r) ? -1 - (r % 3) : r % 5));
  return {
    kernel: { ...kernel, skip: 'unread' },
    operands: [{ dtype: 'int32', data }, ...operands.map((o) => (o === out ? own : o))],
    counts,
  };
}

describe.each(roundings)('rows that are not multiplied, $relaxed', (options) => {
  test.each(['zero', 'column', 'each', 'in place'] as const)('in products that start from %s', (start) => {
    const cases = [
      [1, 3],
      [5, 8],
      [8, 33],
      [130, 6],
    ].flatMap(([k = 1, n = 1]) =>
      [0, 1, 2, 9, 40].flatMap((rows) =>
        patterns.flatMap((pattern) => [
          withZeroRows(k, n, rows, start, (r) => pattern(r, rows)),
          withUnreadRows(k, n, rows, start, (r) => pattern(r, rows)),
        ]),
      ),
    );
    check(cases, options);
  });

  test('in outer products', () => {
    const cases = [
      [1, 3],
      [5, 8],
      [9, 4],
    ].flatMap(([m = 1, n = 1]) =>
      [0, 1, 9, 255, 257, 600].flatMap((rows) => [
        ...patterns.map((pattern) => outer(m, n, rows, 2, (r) => pattern(r, rows))),
        outer(m, n, rows, 0, (r) => r >= 256 || r % 2 === 0),
      ]),
    );
    check(cases, options);
  });
});

/** @param isZero rows of a that are zeros and may be skipped; null: none is, and none may */
function outer(
  m: number,
  n: number,
  rows: number,
  beside: number,
  isZero: ((r: number) => boolean) | null = null,
): Case {
  const next = numbers(m * 100 + n * 7 + rows);
  const [a, b] = [times(rows * m, next), times(rows * n, next)];
  for (let r = 0; r < rows; r++)
    if (isZero?.(r) === true) {
      // what stands beside zeros: nothing of it may come through
      if (rows % 2 === 0) b.fill(-0, r * n, (r + 1) * n);
      else {
        a.fill(0, r * m, (r + 1) * m);
        b.fill(3e38, r * n, (r + 1) * n);
      }
    }
  const stride = n + beside;
  // elements beside the columns must stay
  const data = times(m * stride - beside, next);
  const after = Float64Array.from(data);
  const errors = new Float64Array(after.length);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let [sum, size] = [0, 0];
      for (let r = 0; r < rows; r++) {
        const term = Number(a[r * m + i]) * Number(b[r * n + j]);
        sum += term;
        size += Math.abs(term);
      }
      after[i * stride + j] = sum;
      errors[i * stride + j] = (rows + 3) * HALF * size;
    }
  const work = new Float32Array(outerWorkSize(m, n)).fill(Number.NaN);
  return {
    kernel: { kind: 'outer', m, n, outStride: stride, ...(isZero === null ? {} : { skip: 'zeros' }) },
    counts: [rows],
    operands: [
      { dtype: 'float32', data: a },
      { dtype: 'float32', data: b },
      { dtype: 'float32', data: work, after: null },
      { dtype: 'float32', data, after, error: (i) => errors[i] ?? 0 },
    ],
  };
}

test('rows of an outer product go through chunks, the last of them not full', () => {
  expect([255, 256, 257, 600].map((rows) => rows % OUTER_CHUNK)).toEqual([255, 0, 1, 88]);
});

describe('packs', () => {
  const pack = (k: number, n: number, rowStride: number, columnStride: number): Case => {
    const last = (k - 1) * rowStride + (n - 1) * columnStride;
    const data = times(last + 1, numbers(k * 71 + n));
    const kernel: PackKernel = { kind: 'pack', k, n, rowStride, columnStride };
    const after = panelsOf(k, n, (i, j) => Number(data[i * rowStride + j * columnStride]));
    return {
      kernel,
      counts: [],
      operands: [
        { dtype: 'float32', data },
        { dtype: 'float32', data: new Float32Array(after.length).fill(Number.NaN), after },
      ],
    };
  };

  test('of a matrix as it is', () => {
    check(sizes.map(({ k, n }) => pack(k, n, n, 1)));
  });
  test('of a part of the columns of a wider one', () => {
    check(sizes.map(({ k, n }) => pack(k, n, n + 5, 1)));
  });
  test('of a transpose, and of a part of one', () => {
    check(sizes.flatMap(({ k, n }) => [pack(k, n, 1, k), pack(k, n, 1, k + 3)]));
  });
});

test('code does not grow with the matrix: a vocabulary of 10,000 must not make one that takes seconds to assemble', () => {
  const float = (): Operand => ({ dtype: 'float32', data: [] });
  const length = (n: number): number =>
    textOf(
      [
        {
          kernel: { kind: 'product', k: 9, n, start: 'each' },
          counts: [5],
          operands: [float(), float(), float(), float()],
        },
        { kernel: { kind: 'pack', k: 9, n, rowStride: 1, columnStride: 9 }, counts: [], operands: [float(), float()] },
        {
          kernel: { kind: 'outer', m: n, n, outStride: n },
          counts: [5],
          operands: [float(), float(), float(), float()],
        },
      ],
      { relaxed: false, shared: false },
    ).length;
  for (const rest of [0, 1, 8, 21, 31]) expect(length(9984 + rest), `${rest}`).toBeLessThan(1.1 * length(96 + rest));
});
