import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { Routine } from '../../compiler/program/generated.ts';
import { type Case, check, numbers, type Operand, times } from './alone.ts';

const float = (data: ArrayLike<number>): Operand => ({ dtype: 'float32', data });
const ints = (data: ArrayLike<number>): Operand => ({ dtype: 'int32', data });
const result = (
  after: readonly number[],
  dtype: Dtype = 'float32',
  error: (i: number) => number = () => 0,
): Operand => ({
  dtype,
  data: new Float32Array(after.length).fill(dtype === 'float32' ? Number.NaN : 7),
  after,
  error,
});
const call = (kernel: Routine, operands: readonly Operand[], counts: readonly number[]): Case => ({
  kernel,
  operands,
  counts,
});

const size = fc.integer({ min: 0, max: 9 });
const seed = fc.integer({ min: 0, max: 1e6 });
/** Gathers many cases before one module is made of them: to assemble one each would cost more than to run them. */
const all = (cases: fc.Arbitrary<Case>, runs = 200): void => {
  fc.assert(
    fc.property(fc.array(cases, { minLength: 20, maxLength: 20 }), (list) => check(list)),
    { numRuns: runs / 20, seed: 11 },
  );
};
const range = (n: number): number[] => [...Array(n).keys()];
const data = (n: number, s: number): Float32Array => times(n, numbers(s));
const bools = (n: number, s: number): number[] => [...data(n, s)].map((x) => Number(x > 0));
/** Indices from -2 to rows + 1, and now and then one far away. */
const indices = (n: number, rows: number, s: number): number[] =>
  [...data(n, s)].map((x, i) =>
    i % 11 === 10 ? ([-(2 ** 31), 2 ** 31 - 1][i % 2] as number) : Math.floor(((x + 1) / 2) * (rows + 4)) - 2,
  );

test('copy-rows: parts of rows of either width, long runs too; what is beside them stays', () => {
  all(
    fc
      .record({
        rows: size,
        run: fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 16, 19, 63, 64, 65, 200),
        a: size,
        b: size,
        c: size,
        d: size,
        seed,
        dtype: fc.constantFrom<Dtype>('float32', 'int32', 'bool'),
      })
      .map(({ rows, run, a, b, c, d, seed: s, dtype }) => {
        const [xStride, outStride] = [a + run + b, c + run + d];
        const x = dtype === 'float32' ? data(rows * xStride, s) : bools(rows * xStride, s);
        const before = bools(rows * outStride, s + 1);
        const after = before.slice();
        for (const r of range(rows))
          for (const i of range(run)) after[r * outStride + c + i] = Number(x[r * xStride + a + i]);
        const bytes = dtype === 'bool' ? 1 : 4;
        return call(
          { kind: 'copy-rows' },
          [
            { dtype, data: x },
            { dtype, data: before, after },
          ],
          [rows, ...[run, a, xStride, c, outStride].map((n) => n * bytes)],
        );
      }),
  );
});

test('rearrange: transposes and stretches of any rank, of floats and bools', () => {
  all(
    fc
      .record({
        axes: fc.array(fc.record({ size: fc.integer({ min: 0, max: 4 }), stretched: fc.boolean(), key: size }), {
          maxLength: 4,
        }),
        run: fc.constantFrom(1, 2, 3, 4, 5, 17, 70, 300),
        dtype: fc.constantFrom<Dtype>('float32', 'bool'),
        seed,
      })
      .map(({ axes, run, dtype, seed: s }) => {
        const bytes = dtype === 'bool' ? 1 : 4;
        // strides of the axes in some order, innermost first
        const order = range(axes.length).sort((i, j) => Number(axes[i]?.key) - Number(axes[j]?.key));
        const strides: number[] = [];
        let total = run;
        for (const i of order) {
          const axis = axes[i] as { size: number; stretched: boolean };
          strides[i] = axis.stretched ? 0 : total;
          if (!axis.stretched) total *= axis.size;
        }
        const x = dtype === 'bool' ? bools(total, s) : data(total, s);
        let starts = [0];
        axes.forEach(({ size: n }, i) => {
          starts = starts.flatMap((at) => range(n).map((j) => at + j * (strides[i] as number)));
        });
        const after = starts.flatMap((at) => range(run).map((j) => Number(x[at + j])));
        return call(
          { kind: 'rearrange', rank: axes.length, bytes },
          [{ dtype, data: x }, result(after, dtype)],
          [run * bytes, ...axes.map((a) => a.size), ...strides.map((n) => n * bytes)],
        );
      }),
  );
});

describe.each(['sum', 'mean', 'max'] as const)('%s', (by) => {
  const reduced = (list: readonly number[]): number => {
    if (by === 'max') return Math.max(...list);
    const sum = list.reduce((total, x) => total + x, 0);
    return by === 'mean' ? sum / list.length : sum;
  };
  const width = fc.oneof(size, fc.integer({ min: 10, max: 300 }));

  test('of columns', () => {
    all(
      fc
        .record({ outer: fc.integer({ min: 0, max: 3 }), reduced: width, inner: fc.integer({ min: 0, max: 70 }), seed })
        .map((m) => {
          const x = data(m.outer * m.reduced * m.inner, m.seed);
          const after = range(m.outer).flatMap((o) =>
            range(m.inner).map((i) =>
              reduced(range(m.reduced).map((r) => Number(x[(o * m.reduced + r) * m.inner + i]))),
            ),
          );
          return call(
            { kind: 'reduce-columns', by },
            [float(x), result(after, 'float32', () => (by === 'max' ? 0 : 2e-7 * Math.max(1, m.reduced)))],
            [m.outer, m.reduced, m.inner],
          );
        }),
    );
  });

  test('of rows', () => {
    all(
      fc.record({ rows: size, reduced: width, seed }).map((m) => {
        const x = data(m.rows * m.reduced, m.seed);
        const after = range(m.rows).map((r) => reduced([...x.subarray(r * m.reduced, (r + 1) * m.reduced)]));
        return call(
          { kind: 'reduce-rows', by },
          [float(x), result(after, 'float32', (i) => (by === 'max' ? 0 : 2 ** -23 * Math.abs(after[i] as number)))],
          [m.rows, m.reduced],
        );
      }),
    );
  });

  test('a NaN is not lost, at any place of a row or column', () => {
    for (const n of [1, 3, 4, 7, 65])
      check(
        range(n).flatMap((at) => {
          const x = data(n, at).fill(Number.NaN, at, at + 1);
          return [
            call({ kind: 'reduce-rows', by }, [float(x), result([Number.NaN])], [1, n]),
            call({ kind: 'reduce-columns', by }, [float(x), result([Number.NaN])], [1, n, 1]),
          ];
        }),
      );
  });
});

test('a sum of very many numbers that do not cancel keeps six digits', () => {
  const n = 300_000;
  const x = Float32Array.from({ length: n }, () => 0.1);
  const sum = n * Math.fround(0.1);
  check([
    call({ kind: 'reduce-rows', by: 'sum' }, [float(x), result([sum], 'float32', () => 1e-6 * sum)], [1, n]),
    call({ kind: 'reduce-columns', by: 'sum' }, [float(x), result([sum], 'float32', () => 1e-6 * sum)], [1, n, 1]),
  ]);
});

const rowsAndSeed = fc.record({
  count: size,
  rows: size,
  width: fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 33, 70),
  seed,
});

test('gather: rows of a table, zeros for an index out of range', () => {
  all(
    rowsAndSeed.map(({ count, rows, width, seed: s }) => {
      const table = data(rows * width, s);
      const at = indices(count, rows, s);
      const after = at.flatMap((row) =>
        range(width).map((i) => (row >= 0 && row < rows ? Number(table[row * width + i]) : 0)),
      );
      return call({ kind: 'gather' }, [float(table), ints(at), result(after)], [count, rows, 4 * width]);
    }),
  );
});

test('scatter-add: rows that meet are summed, an index out of range adds nothing', () => {
  all(
    rowsAndSeed.map(({ count, rows, width, seed: s }) => {
      const x = data(count * width, s);
      const at = indices(count, rows, s);
      const after = new Array<number>(rows * width).fill(0);
      at.forEach((row, c) => {
        if (row >= 0 && row < rows)
          for (const i of range(width))
            after[row * width + i] = Number(after[row * width + i]) + Number(x[c * width + i]);
      });
      return call(
        { kind: 'scatter-add' },
        [ints(at), float(x), result(after, 'float32', () => 1e-6)],
        [count, rows, width],
      );
    }),
  );
});

test('add-rows: as scatter-add, to what is there', () => {
  all(
    rowsAndSeed.map(({ count, rows, width, seed: s }) => {
      const x = data(count * width, s);
      const at = indices(count, rows, s);
      const before = data(rows * width, s + 1);
      const after = [...before];
      at.forEach((row, c) => {
        if (row >= 0 && row < rows)
          for (const i of range(width))
            after[row * width + i] = Number(after[row * width + i]) + Number(x[c * width + i]);
      });
      const out: Operand = { dtype: 'float32', data: before, after, error: () => 1e-6 };
      return call({ kind: 'add-rows' }, [ints(at), float(x), out], [count, rows, width]);
    }),
  );
});

test('scatter-max: the greatest of rows that meet, NaN where one is, 0 where there is none', () => {
  all(
    rowsAndSeed.map(({ count, rows, width, seed: s }) => {
      const x = data(count * width, s).map((v, i) => (i % 13 === 12 ? Number.NaN : i % 7 === 6 ? -Infinity : v));
      const at = indices(count, rows, s);
      const after = new Array<number>(rows * width).fill(0);
      const met = new Set<number>();
      at.forEach((row, c) => {
        if (row < 0 || row >= rows) return;
        for (const i of range(width)) {
          const value = Number(x[c * width + i]);
          after[row * width + i] = met.has(row) ? Math.max(Number(after[row * width + i]), value) : value;
        }
        met.add(row);
      });
      return call({ kind: 'scatter-max' }, [ints(at), float(x), result(after)], [count, rows, width]);
    }),
  );
});

test('pick: elements of a row, NaN for an index out of range', () => {
  all(
    rowsAndSeed.map(({ count, rows: perRow, width, seed: s }) => {
      const x = data(count * width, s);
      const at = indices(count * perRow, width, s);
      const after = at.map((i, place) =>
        i >= 0 && i < width ? Number(x[Math.floor(place / perRow) * width + i]) : Number.NaN,
      );
      return call({ kind: 'pick' }, [float(x), ints(at), result(after)], [count, width, perRow]);
    }),
  );
});

test('range', () => {
  check([0, 1, 5, 100].map((n) => call({ kind: 'range' }, [result(range(n), 'int32')], [n])));
});

test('valid-steps and last-step: lengths from 0 to all', () => {
  all(
    rowsAndSeed.map(({ count: steps, rows: series, seed: s }) => {
      const lengths = [...data(series, s)].map((x) => Math.floor(((x + 1) / 2) * (steps + 0.999)));
      const after = range(steps).flatMap((t) => lengths.map((n) => Number(t < n)));
      return call({ kind: 'valid-steps' }, [ints(lengths), result(after, 'bool')], [steps, series]);
    }),
  );
  all(
    rowsAndSeed.map(({ count: steps, rows: series, width, seed: s }) => {
      const lengths = [...data(series, s)].map((x) => Math.floor(((x + 1) / 2) * (steps + 0.999)));
      const x = data(steps * series * width, s);
      const after = lengths.flatMap((n, b) =>
        range(width).map((i) => (n === 0 ? 0 : Number(x[((n - 1) * series + b) * width + i]))),
      );
      return call({ kind: 'last-step' }, [float(x), ints(lengths), result(after)], [series, 4 * width]);
    }),
  );
});

test('the comparison itself sees a wrong number and a byte too many', () => {
  const right = call({ kind: 'range' }, [result([0, 1, 2], 'int32')], [3]);
  check([right]);
  expect(() => check([{ ...right, counts: [4] }])).toThrow('writes beside operand 0');
  expect(() => check([{ ...right, counts: [2] }])).toThrow('operand 0 is 7 at 2, not 2');
});
