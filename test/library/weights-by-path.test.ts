import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { namedWeights } from '../../src/artifact/named-weights.ts';

test('a Map of another page or context is a Map', () => {
  const given: unknown = runInNewContext(`new Map([['w', { shape: [2], data: new Float32Array([1, 2]) }]])`);
  expect(given instanceof Map).toBe(false);
  expect(namedWeights('load()', 'weights', given)).toEqual([['w', { shape: [2], data: Float32Array.of(1, 2) }]]);
});

test('a list with holes holds no numbers', () => {
  expect(() => namedWeights('load()', 'weights', { w: { shape: [2], data: new Array(2) } })).toThrow('weight-form');
});
