import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cuts } from '../../src/data/rows/split-rows.ts';

test.each([
  [7, { train: 0.6, validation: 0.2, test: 0.2 }, [4, 6]],
  [7, { train: 0.5, validation: 0.25, test: 0.25 }, [4, 5]],
  [5, { train: 0.5, validation: 0.25, test: 0.25 }, [3, 4]],
  [3, { train: 1 / 3, validation: 1 / 3, test: 1 / 3 }, [1, 2]],
  [10, { train: 0.8, validation: 0.1, test: 0.1 }, [8, 9]],
  [1, { train: 0.8, validation: 0.1, test: 0.1 }, [1, 1]],
])('%i rows by %o are cut at %o: the nearest whole numbers', (rows, shares, expected) => {
  expect(cuts(rows, shares)).toEqual(expected);
});

test('every part is less than one row away from its share, and the parts are all rows', () => {
  const shares = fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)).filter(([a, b, c]) => a + b + c > 0);
  fc.assert(
    fc.property(fc.nat(1000), shares, (rows, [a, b, c]) => {
      const sum = a + b + c;
      const [first, second] = cuts(rows, { train: a / sum, validation: b / sum, test: c / sum });
      const parts = [first, second - first, rows - second];
      for (const [i, share] of [a, b, c].entries()) {
        expect(parts[i]).toBeGreaterThanOrEqual(0);
        expect(Math.abs((parts[i] ?? 0) - (rows * share) / sum)).toBeLessThan(1 + 1e-9);
      }
    }),
  );
});
