import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { weightCount } from '../../src/artifact/artifact.ts';
import { finiteWeights, namedWeights } from '../../src/artifact/named-weights.ts';
import { scalingModel } from './models.ts';

const refusal = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map((d) => `${d.code}: ${d.message} / ${d.found}`);
  }
  return [];
};
const data = Float32Array.of(1, 2);

test('weights by path, in an object or a Map, as numbers of any kind', () => {
  const read = namedWeights('set()', 'the weights', {
    a: { shape: [2], data },
    b: { shape: [1, 2], data: [3, 4] },
    c: { shape: Uint8Array.of(2), data: Float64Array.of(5, 6) },
    d: { shape: [0], data: [] },
    e: { shape: [], data: Int8Array.of(7) },
  });
  expect(read).toEqual([
    ['a', { shape: [2], data: Float32Array.of(1, 2) }],
    ['b', { shape: [1, 2], data: Float32Array.of(3, 4) }],
    ['c', { shape: [2], data: Float32Array.of(5, 6) }],
    ['d', { shape: [0], data: new Float32Array() }],
    ['e', { shape: [], data: Float32Array.of(7) }],
  ]);
  expect(read[0]?.[1].data).toBe(data);
  expect(namedWeights('set()', 'the weights', new Map([['a', { shape: [2], data }]]))).toEqual([
    ['a', { shape: [2], data }],
  ]);
});

test('every entry that is no shape and numbers is told', () => {
  const given = {
    none: undefined,
    nothing: null,
    number: 5,
    shapeless: { data },
    negative: { shape: [-1], data },
    half: { shape: [1.5], data },
    text: { shape: '2', data },
    view: { shape: new DataView(new ArrayBuffer(2)), data },
    dataless: { shape: [2] },
    texts: { shape: [2], data: ['1', '2'] },
    mixed: { shape: [2], data: [1, '2'] },
    bigints: { shape: [2], data: BigInt64Array.of(1n, 2n) },
    unsigned: { shape: [2], data: BigUint64Array.of(1n, 2n) },
    bytes: { shape: [2], data: new DataView(new ArrayBuffer(8)) },
    right: { shape: [2], data },
  };
  expect(refusal(() => namedWeights('set()', 'the weights', given))).toMatchSnapshot();
  expect(refusal(() => namedWeights('set()', 'the weights', new Map([[5, { shape: [2], data }]])))).toMatchSnapshot();
  for (const odd of [null, undefined, 5, 'w', [1]])
    expect(refusal(() => namedWeights('set()', 'the weights', odd))).not.toEqual([]);
});

test('numbers that are not finite are told with their place', () => {
  const given = {
    first: { shape: [2, 2], data: [Number.NaN, 1, 2, 3] },
    last: { shape: [2, 2], data: [0, 1, 2, Number.NEGATIVE_INFINITY] },
    right: { shape: [2], data },
  };
  expect(refusal(() => finiteWeights('set()', 'the weights', given))).toMatchSnapshot();
  expect(finiteWeights('set()', 'the weights', { right: given.right })).toEqual([['right', { shape: [2], data }]]);
  expect(refusal(() => finiteWeights('set()', 'the weights', { w: 5 }))).toHaveLength(1);
});

test('numbers of weights are told in groups of three digits', () => {
  const { graphs } = scalingModel();
  const counted = (...shapes: readonly (readonly number[])[]): string => {
    const weights = shapes.map((_, i) => ({
      path: `w${i}`,
      value: i,
      init: { kind: 'constant', value: 0 } as const,
      origin: { path: '', span: null },
    }));
    const values = shapes.map((shape, i) => ({
      name: `w${i}`,
      type: { dtype: 'float32' as const, shape: shape.map((n) => ({ '': n })) },
    }));
    const inference = { ...graphs.inference, weights, values } as unknown as typeof graphs.inference;
    return weightCount({ inference, training: inference });
  };
  expect(counted([1])).toBe('1 number in 1 weight');
  expect(counted([2, 3], [4])).toBe('10 numbers in 2 weights');
  expect(counted([999])).toBe('999 numbers in 1 weight');
  expect(counted([1000])).toBe('1,000 numbers in 1 weight');
  expect(counted([1234, 1000])).toBe('1,234,000 numbers in 1 weight');
});
