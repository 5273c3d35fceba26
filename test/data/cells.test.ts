import { describe, expect, test } from 'vitest';
import { datasetFromBatches } from '../../src/data/batches/own-batches.ts';
import { permutation, randomWords, shuffled } from '../../src/data/dataset/order.ts';
import { parseNumber, readCell } from '../../src/data/rows/cells.ts';
import { batchesOf, input } from './given.ts';

describe('values', () => {
  test('numbers', () => {
    expect(['1', '-1.5', '+.5', '2e3', '5.'].map((t) => parseNumber(t, '.'))).toEqual([1, -1.5, 0.5, 2000, 5]);
    expect(['1,5', '-,5', '1.5', '1.000,5'].map((t) => parseNumber(t, ','))).toEqual([1.5, -0.5, null, null]);
    expect(['', '1,5', '0x1', '1e999', 'Infinity', '1 2', '--1'].map((t) => parseNumber(t, '.'))).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});

test.each(['number', 'category', 'time'] as const)(
  'an array cell with a number that is not finite is bad: %s',
  (type) => {
    const data = [0, 1, 2, 3, Number.NEGATIVE_INFINITY, 5];
    expect(readCell({ shape: [3, 2], data }, type, '.')).toMatchObject({
      reason: 'has no finite number at [2, 0]: -Infinity',
    });
    expect(readCell({ shape: [6], data }, type, '.')).toMatchObject({
      reason: 'has no finite number at [4]: -Infinity',
    });
  },
);

describe('order', () => {
  test('a permutation has everything once and is even', () => {
    const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    for (let epoch = 0; epoch < 2000; epoch++) {
      const order = permutation(5, 3, 'p', epoch);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      order.forEach((item, place) => {
        const row = counts[place];
        if (row !== undefined) row[item] = (row[item] ?? 0) + 1;
      });
    }
    for (const row of counts) for (const n of row) expect(Math.abs(n - 400)).toBeLessThan(90);
  });
  test('a buffer keeps everything', async () => {
    const numbers = async function* () {
      for (let i = 0; i < 100; i++) yield i;
    };
    const seen: number[] = [];
    for await (const n of shuffled(numbers(), 10, randomWords(1, 'b', 0))) seen.push(n);
    expect(seen.every((n, i) => n <= i + 10)).toBe(true);
    expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});

test("batches of the user's own", async () => {
  const one = {
    feeds: { x: { dtype: 'float32' as const, shape: [1, 1], data: Float32Array.of(1) } },
    lengths: {},
    samples: 1,
    carry: false,
  };
  const data = datasetFromBatches(
    async function* ({ from }) {
      for (let n = from; n < 3; n++) yield one;
    },
    { feeds: [input('x', ['batch', 1])], batchCount: 3 },
  );
  expect(await batchesOf(data.train)).toHaveLength(3);
  expect(await batchesOf(data.train, { from: 2 })).toHaveLength(1);
  expect(data.train.batchCount(1)).toBe(3);
  expect(data.preprocessing.feeds).toEqual({
    x: { role: 'input', dtype: 'float32', dims: ['batch', 1], from: 'batches' },
  });
});
