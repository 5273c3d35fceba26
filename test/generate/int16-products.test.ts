import { describe, expect, test } from 'vitest';
import {
  type Int16PackKernel,
  int16Panels,
  int16Rows,
  pairsOf,
  panelWidths,
} from '../../compiler/program/generated.ts';
import { type Case, check, numbers, type Operand, roundings, textOf, times } from './alone.ts';

/** Half a unit in the last place of 1: the largest relative error of one operation. */
const HALF = 2 ** -24;
/** k that are added up in int32 before the sum becomes a float32. */
const PART = 128;
const ROW_TOP = 2 ** 13;
const LEAST = 2 ** -100;

/** Every size from 1 to 70 as a number of columns, and in another order as a number of rows of the matrix: 71 is prime. */
const sizes = Array.from({ length: 70 }, (_, i) => ({ n: i + 1, k: (29 * (i + 1)) % 71 }));
/** Sums of one part, of equal parts, with a last one that is shorter or odd, and panels that are alike. */
const long = [127, 128, 129, 255, 256, 257, 300].flatMap((k, i) => [4 * i + 1, 24, 32 + i, 128].map((n) => ({ k, n })));

const float = (data: ArrayLike<number>): Operand => ({ dtype: 'float32', data });
const greatest = (values: readonly number[]): number => values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
const bitsOf = (value: number): number => new Int32Array(Float32Array.of(value).buffer)[0] as number;
const list = <T>(length: number, at: (i: number) => T): T[] => Array.from({ length }, (_, i) => at(i));

/** To the nearest whole number, ties to the even one. */
function rounded(x: number): number {
  const up = Math.floor(x + 0.5);
  return up - x === 0.5 && up % 2 !== 0 ? up - 1 : up;
}

/** Numbers as the kernel has them: whole numbers times a scale, each step of the way there in float32. */
interface Quantised {
  readonly scale: number;
  readonly whole: readonly number[];
}

function quantisedColumn(column: readonly number[]): Quantised {
  const f = Math.fround;
  let largest = 0;
  for (let from = 0; from < column.length; from += PART)
    largest = Math.max(
      largest,
      column.slice(from, from + PART).reduce((sum, w) => f(sum + Math.abs(w)), 0),
    );
  const scale = Math.max(LEAST, f(greatest(column) * f(1 / 32_000)), f(largest * f(1 / 262_000)));
  const factor = f(1 / scale);
  return { scale, whole: column.map((w) => rounded(f(w * factor))) };
}

function quantisedRow(row: readonly number[]): Quantised {
  const f = Math.fround;
  const top = Math.max(LEAST, greatest(row));
  const factor = f(ROW_TOP / top);
  return { scale: top / ROW_TOP, whole: row.map((a) => rounded(f(a * factor))) };
}

type Matrix = (i: number, j: number) => number;

/** The panels of a matrix as int32; where nothing is written lies what lay there. */
function panelsOf(k: number, n: number, b: Matrix, before: number): number[] {
  const { scales, finite, size } = int16Panels(k, n);
  const panels = new Array<number>(size).fill(before);
  const columns = list(4 * Math.ceil(n / 4), (j) => j).map((j) =>
    quantisedColumn(list(k, (i) => (j < n ? b(i, j) : 0))),
  );
  let first = 0;
  let at = 0;
  for (const width of panelWidths(n)) {
    for (let pair = 0; pair < pairsOf(k); pair++)
      for (let j = first; j < first + 4 * width; j++) {
        const { whole } = columns[j] as Quantised;
        panels[at++] = ((whole[2 * pair] as number) & 0xffff) | ((whole[2 * pair + 1] ?? 0) << 16);
      }
    first += 4 * width;
  }
  columns.forEach(({ scale }, j) => {
    panels[scales + j] = bitsOf(scale);
  });
  panels[finite] = 1;
  return panels;
}

/** Rows as int32; those that are exact have no scale, and any numbers. */
function rowsOf(k: number, rows: readonly (readonly number[])[], isExact: (r: number) => boolean, before: number) {
  const { scale, fits, size } = int16Rows(k);
  return rows.flatMap((row, r) => {
    const q = isExact(r) ? { scale: 0, whole: row.map(() => 123) } : quantisedRow(row);
    const at = (i: number): number => q.whole[i] ?? 0;
    const all = list(size, (i) => (i < scale ? (at(2 * i) & 0xffff) | (at(2 * i + 1) << 16) : before));
    all[scale] = bitsOf(q.scale);
    all[fits] = isExact(r) ? 0 : -1;
    return all;
  });
}

/** Numbers that no int16 stands for. */
const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 101, -(2 ** 120)];

describe('rows', () => {
  const rows = (k: number, count: number): Case => {
    const next = numbers(k * 71 + count);
    const given = list(count, (r) => list(k, () => (r % 4 === 3 ? 0 : next() * 2 ** ((r * 37) % 90))));
    const after = rowsOf(k, given, () => false, 77);
    return {
      kernel: { kind: 'int16-rows', k },
      counts: [count],
      operands: [float(given.flat()), { dtype: 'int32', data: new Int32Array(after.length).fill(77), after }],
    };
  };
  test('of every length', () => {
    check(list(140, (i) => i + 1).flatMap((k) => [0, 1, 2, 7].map((count) => rows(k, count))));
  });

  test('that are too small, just large enough, and too large', () => {
    const { size, scale, fits } = int16Rows(9);
    for (const [value, isExact] of [
      ...odd.map((v) => [v, true] as const),
      [2 ** 100, false],
      [-(2 ** 100), false],
    ] as const)
      for (const place of [0, 3, 8]) {
        const row = list(9, (i) => (i === place ? value : 0.5));
        const after = rowsOf(9, [row], () => isExact, 77);
        const kept = after.map((v, i) => (isExact && i < scale ? null : v));
        const data = new Int32Array(size).fill(77);
        // the numbers of a row that is exact may be any
        const operand: Operand = {
          dtype: 'int32',
          data,
          after: kept.map((v) => v ?? 0),
          error: (i) => (kept[i] === null ? 2 ** 33 : 0),
        };
        check([{ kernel: { kind: 'int16-rows', k: 9 }, counts: [1], operands: [float(row), operand] }]);
        expect(after[fits]).toBe(isExact ? 0 : -1);
      }
    const tiny = list(9, (i) => (i === 4 ? 2 ** -101 : 2 ** -149));
    expect(quantisedRow(tiny).whole[4]).toBe(ROW_TOP / 2);
    const after = rowsOf(9, [tiny], () => false, 77);
    check([
      {
        kernel: { kind: 'int16-rows', k: 9 },
        counts: [1],
        operands: [float(tiny), { dtype: 'int32', data: new Int32Array(size).fill(77), after }],
      },
    ]);
  });
});

describe('packs', () => {
  const pack = (k: number, n: number, rowStride: number, columnStride: number): Case => {
    const last = (k - 1) * rowStride + (n - 1) * columnStride;
    const data = times(last + 1, numbers(k * 71 + n));
    const kernel: Int16PackKernel = { kind: 'int16-pack', k, n, rowStride, columnStride };
    const after = panelsOf(k, n, (i, j) => Number(data[i * rowStride + j * columnStride]), 77);
    return {
      kernel,
      counts: [],
      operands: [float(data), { dtype: 'int32', data: new Int32Array(after.length).fill(77), after }],
    };
  };
  test('of a matrix as it is, and of a part of the columns of a wider one', () => {
    check([...sizes, ...long].flatMap(({ k, n }) => [pack(k, n, n, 1), pack(k, n, n + 5, 1)]));
  });
  test('of a transpose, and of a part of one', () => {
    check([...sizes, ...long].flatMap(({ k, n }) => [pack(k, n, 1, k), pack(k, n, 1, k + 3)]));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'of a matrix with %s have no scales',
    (value) => {
      for (const [k, n] of [
        [1, 1],
        [6, 9],
        [129, 40],
      ] as const) {
        const next = numbers(k);
        const { scales, finite, size } = int16Panels(k, n);
        const data = list(k * n, (i) => (i === k * n - 1 ? value : next()));
        const after = list(size, (i) => (i > finite ? 77 : 0));
        // pairs may be any
        const panels: Operand = {
          dtype: 'int32',
          data: new Int32Array(size).fill(77),
          after,
          error: (i) => (i < scales ? 2 ** 33 : 0),
        };
        check([
          {
            kernel: { kind: 'int16-pack', k, n, rowStride: n, columnStride: 1 },
            counts: [],
            operands: [float(data), panels],
          },
        ]);
      }
    },
  );

  test('leave no column whose sums could be beyond an int32', () => {
    const next = numbers(5);
    const columns: number[][] = [
      list(300, () => 1),
      list(300, (i) => (i < PART ? 1 : 0.001)),
      list(300, (i) => (i % 2) * 3e30),
      list(300, (i) => (i === 7 ? 1e-38 : 0)),
      list(300, () => 1e-45),
      list(300, () => next()),
      list(300, () => next() ** 9),
      list(300, () => Math.fround(Math.PI)),
    ].map((column) => column.map(Math.fround));
    for (const column of columns) {
      const { scale, whole } = quantisedColumn(column);
      expect(greatest(whole)).toBeLessThan(2 ** 15);
      for (let from = 0; from < 300; from += PART) {
        const sum = whole.slice(from, from + PART).reduce((s, q) => s + Math.abs(q), 0);
        expect(sum * ROW_TOP).toBeLessThan(2 ** 31);
      }
      column.forEach((w, i) => {
        expect(Math.abs(w - scale * (whole[i] as number))).toBeLessThanOrEqual(0.5001 * scale);
      });
    }
    const data = list(300, (i) => i).flatMap((i) => columns.map((column) => column[i] as number));
    const after = panelsOf(300, columns.length, (i, j) => (columns[j] as number[])[i] as number, 77);
    const kernel: Int16PackKernel = { kind: 'int16-pack', k: 300, n: 8, rowStride: 8, columnStride: 1 };
    const panels: Operand = { dtype: 'int32', data: new Int32Array(after.length).fill(77), after };
    check([{ kernel, counts: [], operands: [float(data), panels] }]);
  });
});

type Start = 'zero' | 'column' | 'each' | 'in place';
const starts = ['zero', 'column', 'each', 'in place'] as const;

interface Given {
  readonly a?: (r: number, i: number) => number | undefined;
  readonly b?: (i: number, j: number) => number | undefined;
  /** Rows that no int16 stands for. */
  readonly isExact?: (r: number) => boolean;
}

/** A product and what it must leave: the quantised numbers multiplied in float64, or the given ones in rows that are exact. */
function product(k: number, n: number, rows: number, start: Start, given: Given = {}, transposed = false): Case {
  const next = numbers(k * 100 + n * 7 + rows);
  const a = list(rows * k, (i) => Math.fround(given.a?.(Math.floor(i / k), i % k) ?? next()));
  const b = list(k * n, (i) => Math.fround(given.b?.(Math.floor(i / n), i % n) ?? next()));
  const [c, column] = [times(rows * n, next), times(n, next)];
  const at: Matrix = (i, j) => b[i * n + j] as number;
  const allFinite = b.every(Number.isFinite);
  const columns = allFinite ? list(n, (j) => j).map((j) => quantisedColumn(list(k, (i) => at(i, j)))) : [];
  const after = new Float64Array(rows * n);
  const errors = new Float64Array(rows * n);
  for (let r = 0; r < rows; r++) {
    const row = a.slice(r * k, (r + 1) * k);
    const isExact = !allFinite || (given.isExact?.(r) ?? false);
    const quantised = isExact ? null : quantisedRow(row);
    for (let j = 0; j < n; j++) {
      let sum = start === 'zero' ? 0 : Number(start === 'column' ? column[j] : c[r * n + j]);
      let size = Math.abs(sum);
      const own = columns[j];
      for (let from = 0; from < k; from += PART) {
        let part = 0;
        for (let i = from; i < Math.min(k, from + PART); i++) {
          const term =
            quantised === null || own === undefined
              ? (row[i] as number) * at(i, j)
              : (quantised.whole[i] as number) * (own.whole[i] as number);
          part += term;
          if (quantised === null) size += Math.abs(term);
        }
        sum += quantised === null || own === undefined ? part : part * quantised.scale * own.scale;
        if (quantised !== null && own !== undefined) size += Math.abs(part) * quantised.scale * own.scale;
      }
      after[r * n + j] = sum;
      const steps = quantised === null ? k + 3 : Math.ceil(k / PART) + 4;
      errors[r * n + j] = Number.isFinite(size) ? steps * HALF * size : 0;
    }
  }
  const out: Operand = {
    dtype: 'float32',
    data: start === 'in place' ? c : new Float32Array(rows * n).fill(Number.NaN),
    after,
    error: (i) => errors[i] ?? 0,
  };
  const from = { zero: [], column: [float(column)], each: [float(c)], 'in place': [out] }[start];
  const panels: Operand = {
    dtype: 'int32',
    data: allFinite ? panelsOf(k, n, at, 77) : new Int32Array(int16Panels(k, n).size),
  };
  const weights = float(transposed ? list(k * n, (i) => at(i % k, Math.floor(i / k))) : b);
  const given16 = list(rows, (r) => a.slice(r * k, (r + 1) * k));
  const int16: Operand = { dtype: 'int32', data: rowsOf(k, given16, (r) => given.isExact?.(r) ?? false, 77) };
  const strides = transposed ? { rowStride: 1, columnStride: k } : { rowStride: n, columnStride: 1 };
  return {
    kernel: { kind: 'int16-product', k, n, start: start === 'in place' ? 'each' : start, ...strides },
    counts: [rows],
    operands: [int16, panels, float(a), weights, ...from, out],
  };
}

describe.each(roundings)('$relaxed', (options) => {
  test.each(starts)('products that start from %s', (start) => {
    check(
      sizes.flatMap(({ k, n }) => [0, 1, 2, 3, 5, 33].map((rows) => product(k, n, rows, start))),
      options,
    );
  });

  test.each(starts)('products with long sums and many rows that start from %s', (start) => {
    check(
      [...long.flatMap(({ k, n }) => [1, 2, 3].map((rows) => product(k, n, rows, start))), product(9, 5, 1001, start)],
      options,
    );
  });

  test.each(starts)('numbers that no int16 stands for, in products that start from %s', (start) => {
    const places = [...odd.keys()];
    const cases = [
      { k: 1, n: 1 },
      { k: 7, n: 5 },
      { k: 40, n: 33 },
      { k: 131, n: 18 },
    ];
    check(
      cases.flatMap(({ k, n }) =>
        [false, true].flatMap((transposed) => [
          // one such number in some rows, the rest as ever; rows of zeros, and of numbers that vanish beside the start
          ...[1, 2, 5, 40].map((rows) => {
            const isExact = (r: number): boolean => r % 3 === 0;
            const a = (r: number, i: number): number | undefined => {
              if (isExact(r) && i === r % k) return odd[r % odd.length];
              if (r % 3 === 1) return 0;
              return r === 2 ? 2 ** -120 : undefined;
            };
            return product(k, n, rows, start, { a, isExact }, transposed);
          }),
          // one such number among the weights, which times zero are NaN
          ...places.slice(0, 3).map((which) => {
            const b = (i: number, j: number): number | undefined =>
              i === k - 1 && j === n - 1 ? odd[which] : undefined;
            return product(k, n, 3, start, { b, a: (r) => (r === 1 ? 0 : undefined) }, transposed);
          }),
        ]),
      ),
      options,
    );
  });
});

test('a row of zeros gives exactly what the product starts from, and weights of zero do', () => {
  for (const start of starts) {
    const zeros = product(40, 33, 5, start, { a: () => 0 });
    const weightless = product(40, 33, 5, start, { b: () => 0 });
    for (const { operands } of [zeros, weightless]) {
      const exact = operands.map((o) => (o.error === undefined ? o : { ...o, error: () => 0 }));
      const kernel = zeros.kernel;
      const shared = start === 'in place' ? exact.map((o, i) => (i === 4 ? (exact[5] as Operand) : o)) : exact;
      check([{ kernel, counts: [5], operands: shared }]);
    }
  }
});

test('is as near to the product of what was given as the words of rows and columns say', () => {
  const next = numbers(3);
  for (const [k, n] of [
    [20, 80],
    [128, 80],
    [300, 80],
  ] as const) {
    const a = list(k, next);
    const b = list(k * n, next);
    const row = quantisedRow(a);
    let squares = 0;
    for (let j = 0; j < n; j++) {
      const column = list(k, (i) => b[i * n + j] as number);
      const { scale, whole } = quantisedColumn(column);
      let [sum, exact, bound] = [0, 0, 0];
      for (let i = 0; i < k; i++) {
        sum += (row.whole[i] as number) * row.scale * (whole[i] as number) * scale;
        exact += (a[i] as number) * (column[i] as number);
        bound += 0.5001 * (row.scale * Math.abs(column[i] as number) + scale * (Math.abs(a[i] as number) + row.scale));
      }
      expect(Math.abs(sum - exact)).toBeLessThan(bound);
      squares += (sum - exact) ** 2;
    }
    // numbers from -1 to 1; independent roundings add up with the root of their number
    expect(Math.sqrt(squares / n)).toBeLessThan(2 ** -14 * Math.sqrt(k));
  }
});

test('code does not grow with the matrix', () => {
  const operand = (): Operand => float([]);
  const length = (k: number, n: number): number =>
    textOf(
      [
        {
          kernel: { kind: 'int16-product', k, n, start: 'each', rowStride: n, columnStride: 1 },
          counts: [5],
          operands: list(6, () => 0).map(operand),
        },
        {
          kernel: { kind: 'int16-pack', k, n, rowStride: n, columnStride: 1 },
          counts: [],
          operands: [operand(), operand()],
        },
      ],
      { relaxed: false, shared: false },
    ).length;
  for (const rest of [0, 1, 8, 21, 31]) expect(length(9, 9984 + rest)).toBeLessThan(1.1 * length(9, 96 + rest));
  expect(length(9999, 64)).toBeLessThan(1.1 * length(299, 64));
});
