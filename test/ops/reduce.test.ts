import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { bools, f32, floats, i32, inferred, ints, refusal, result } from './given.ts';

const cube = f32([
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 9],
  ],
]);
const drop = (...axes: number[]) => ({ axes, keepDims: false });
const keep = (...axes: number[]) => ({ axes, keepDims: true });

describe('reductions', () => {
  it('leave axes out or keep them as ones', () => {
    expect(inferred('reduce_sum', [floats('time', 'batch', 3)], drop(0, 2))).toEqual(['float32[batch]']);
    expect(inferred('reduce_mean', [floats('time', 'batch', 3)], keep(0, 2))).toEqual(['float32[1, batch, 1]']);
    expect(inferred('reduce_max', [ints('batch')], drop(0))).toEqual(['int32[]']);
  });

  it('refuse axes and dtypes that make no sense', () => {
    expect(refusal('reduce_sum', [floats(2, 2)], drop(2))).toMatchObject({ found: 'axis 2 of [2, 2]' });
    expect(refusal('reduce_sum', [floats(2, 2)], drop())).toMatchObject({ found: '[]' });
    expect(refusal('reduce_sum', [floats(2, 2)], drop(1, 0))).toMatchObject({ found: '[1, 0]' });
    expect(refusal('reduce_sum', [floats(2, 2)], drop(1, 1))).toMatchObject({ found: '[1, 1]' });
    expect(refusal('reduce_mean', [ints(2)], drop(0))).toMatchObject({ found: 'int32[2]' });
    expect(refusal('reduce_max', [bools(2)], drop(0))).toMatchObject({ expected: 'float32[2] or int32[2]' });
  });

  it('give these numbers', () => {
    expect(result('reduce_sum', [cube], drop(0))).toEqual([
      [6, 8],
      [10, 13],
    ]);
    expect(result('reduce_sum', [cube], drop(0, 2))).toEqual([14, 23]);
    expect(result('reduce_sum', [cube], drop(0, 1, 2))).toBe(37);
    expect(result('reduce_mean', [cube], keep(1))).toEqual([[[2, 3]], [[6, 7.5]]]);
    expect(result('reduce_max', [cube], drop(1, 2))).toEqual([4, 9]);
    expect(result('reduce_sum', [i32([2 ** 31 - 1, 1])], drop(0))).toBe(-(2 ** 31));
  });

  it('know NaN and nothing', () => {
    const empty = tensor64('float32', [0, 2], []);
    expect(result('reduce_max', [f32([Number.NaN, 3])], drop(0))).toBeNaN();
    expect(result('reduce_max', [f32([3, Number.NaN])], drop(0))).toBeNaN();
    expect(result('reduce_sum', [empty], drop(0))).toEqual([0, 0]);
    expect(result('reduce_mean', [empty], drop(0))).toEqual([Number.NaN, Number.NaN]);
    expect(result('reduce_max', [empty], keep(0))).toEqual([[Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]]);
    expect(result('reduce_max', [tensor64('int32', [0], [])], drop(0))).toBe(-(2 ** 31));
  });
});

describe('softmax', () => {
  it('keeps its type and takes no scalar', () => {
    expect(inferred('softmax', [floats('batch', 4)], {})).toEqual(['float32[batch, 4]']);
    expect(refusal('softmax', [floats()], {})).toEqual({ expected: '[..., N]', found: '[]', operands: [0] });
    expect(refusal('softmax', [ints(3)], {})).toMatchObject({ found: 'int32[3]' });
  });

  it('gives these numbers', () => {
    const rows = result(
      'softmax',
      [
        f32([
          [0, Math.log(3)],
          [1000, 1000],
        ]),
      ],
      {},
    );
    expect(rows).toEqual([
      [expect.closeTo(0.25, 15), expect.closeTo(0.75, 15)],
      [0.5, 0.5],
    ]);
    expect(result('softmax', [f32([Number.NEGATIVE_INFINITY, 5])], {})).toEqual([0, 1]);
  });

  it('adds up to 1 and does not see a shift', () => {
    const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(row, fc.integer({ min: -1000, max: 1000 }), (x, shift) => {
        const y = result('softmax', [f32(x)], {});
        expect(Number(result('reduce_sum', [f32(y)], drop(0)))).toBeCloseTo(1, 14);
        expect(result('softmax', [f32(x.map((v) => v + shift))], {})).toEqual(y);
      }),
    );
  });
});
