import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantDim, dim } from '../../compiler/ir/dim.ts';
import { elementCount, tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluated, f32, floats, i32, inferred, ints, nested, refusal, result } from './given.ts';

const grid = f32([
  [1, 2, 3],
  [4, 5, 6],
]);

const anyTensor = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }).map((shape) =>
  tensor64(
    'float32',
    shape,
    Float64Array.from({ length: elementCount(shape) }, (_, i) => i),
  ),
);

describe('concat and split', () => {
  it('add up sizes, also symbolic ones', () => {
    expect(inferred('concat', [floats('batch', 3), floats('batch', 'n')], { axis: 1 })).toEqual([
      'float32[batch, n + 3]',
    ]);
    expect(inferred('split', [floats('batch', { n: 1, '': 3 })], { axis: 1, sizes: [dim('n'), dim(3)] })).toEqual([
      'float32[batch, n]',
      'float32[batch, 3]',
    ]);
  });

  it('refuse parts that do not fit', () => {
    expect(refusal('concat', [floats('batch', 3), floats('time', 3)], { axis: 1 })).toEqual({
      expected: '[batch, any]',
      found: '[time, 3]',
      operands: [1, 0],
    });
    expect(refusal('concat', [floats(3), floats(3, 1)], { axis: 0 })).toMatchObject({ expected: '[any]' });
    expect(refusal('concat', [floats(3), ints(3)], { axis: 0 })).toMatchObject({ found: 'int32[3]' });
    expect(refusal('concat', [floats(3)], { axis: 1 })).toMatchObject({ found: 'axis 1 of [3]' });
    expect(refusal('concat', [floats()], { axis: 0 })).toMatchObject({ expected: 'an operand with axes' });
    expect(refusal('concat', [], { axis: 0 })).toMatchObject({ found: '0 operands' });
    expect(refusal('split', [floats('batch', 8)], { axis: 1, sizes: [dim(4), dim(3)] })).toEqual({
      expected: '8',
      found: '4 + 3 = 7',
      operands: [0],
    });
    expect(refusal('split', [floats(8)], { axis: 0, sizes: [dim(8), dim(0)] })).toMatchObject({ found: '[8, 0]' });
  });

  it('give these numbers', () => {
    expect(result('concat', [grid, f32([[7], [8]])], { axis: 1 })).toEqual([
      [1, 2, 3, 7],
      [4, 5, 6, 8],
    ]);
    expect(result('concat', [i32([1]), i32([2, 3])], { axis: 0 })).toEqual([1, 2, 3]);
    expect(evaluated('split', [grid], { axis: 1, sizes: [dim('n'), dim(2)] }, { n: 1 }).map(nested)).toEqual([
      [[1], [4]],
      [
        [2, 3],
        [5, 6],
      ],
    ]);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(anyTensor, fc.nat(), fc.array(fc.integer({ min: 1, max: 2 })), (x, chosen, wanted) => {
        const axis = chosen % x.shape.length;
        const sizes: number[] = [];
        let left = x.shape[axis] ?? 0;
        for (const size of wanted) if (size < left) left -= sizes.push(size) && size;
        const parts = evaluated('split', [x], { axis, sizes: [...sizes, left].map(constantDim) });
        expect(parts).toHaveLength(sizes.length + 1);
        expect(evaluated('concat', parts, { axis })).toEqual([x]);
      }),
    );
  });
});

describe('slice', () => {
  it('cuts between two bounds, which may be symbolic', () => {
    expect(inferred('slice', [floats('batch', 8)], { axis: 1, start: dim(2), end: dim(5) })).toEqual([
      'float32[batch, 3]',
    ]);
    expect(inferred('slice', [floats('time')], { axis: 0, start: dim(1), end: dim('time') })).toEqual([
      'float32[time - 1]',
    ]);
    expect(result('slice', [grid], { axis: 1, start: dim(1), end: dim(3) })).toEqual([
      [2, 3],
      [5, 6],
    ]);
    expect(result('slice', [grid], { axis: 0, start: dim(1), end: dim('batch') }, { batch: 2 })).toEqual([[4, 5, 6]]);
  });

  it('refuses to leave its operand or to be empty', () => {
    expect(refusal('slice', [floats('batch', 8)], { axis: 1, start: dim(4), end: dim(9) })).toEqual({
      expected: '0 <= start < end <= 8',
      found: '4:9 of [batch, 8]',
      operands: [0],
    });
    expect(refusal('slice', [floats(8)], { axis: 0, start: dim(4), end: dim(4) })).toMatchObject({ operands: [0] });
    expect(refusal('slice', [floats(8)], { axis: 0, start: dim(-1), end: dim(4) })).toMatchObject({
      found: '-1:4 of [8]',
    });
    expect(refusal('slice', [floats('n')], { axis: 0, start: dim(0), end: { n: 1, '': 1 } })).toMatchObject({
      expected: '0 <= start < end <= n',
    });
    expect(() => result('slice', [grid], { axis: 0, start: dim(0), end: dim('n') }, { n: 3 })).toThrow(RangeError);
  });
});

describe('reshape', () => {
  it('compares counts as polynomials', () => {
    const folded = [{ 'batch*time': 1 }, constantDim(6)];
    expect(inferred('reshape', [floats('time', 'batch', 2, 3)], { shape: folded })).toEqual(['float32[batch*time, 6]']);
    expect(refusal('reshape', [floats('time', 'batch', 5)], { shape: folded })).toEqual({
      expected: '[batch*time, 6] with 6*batch*time elements',
      found: '[time, batch, 5] with 5*batch*time',
      operands: [0],
    });
    expect(refusal('reshape', [floats('time')], { shape: [dim('batch')] })).toMatchObject({
      found: '[time] with time',
    });
  });

  it('keeps the order of elements', () => {
    expect(result('reshape', [grid], { shape: [dim('n'), dim(2)] }, { n: 3 })).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(result('reshape', [f32([5])], { shape: [] })).toBe(5);
  });
});

describe('transpose', () => {
  it('moves axes', () => {
    expect(inferred('transpose', [floats('batch', 'time', 3)], { permutation: [1, 0, 2] })).toEqual([
      'float32[time, batch, 3]',
    ]);
    expect(result('transpose', [grid], { permutation: [1, 0] })).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(result('transpose', [f32([[[1, 2]], [[3, 4]]])], { permutation: [2, 0, 1] })).toEqual([
      [[1], [3]],
      [[2], [4]],
    ]);
  });

  it('refuses what is no permutation', () => {
    for (const permutation of [[0], [0, 0], [0, 2], [0, 1, 2]])
      expect(refusal('transpose', [floats('batch', 3)], { permutation })).toEqual({
        expected: 'an order of [0, 1]',
        found: `[${permutation.join(', ')}]`,
        operands: [0],
      });
  });

  it('is undone by the inverse permutation', () => {
    fc.assert(
      fc.property(anyTensor, fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (x, keys) => {
        const axes = x.shape.map((_, axis) => axis);
        const permutation = axes.toSorted((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        const inverse = axes.map((axis) => permutation.indexOf(axis));
        const moved = evaluated('transpose', [x], { permutation });
        expect(moved[0]?.shape).toEqual(permutation.map((axis) => x.shape[axis]));
        expect(evaluated('transpose', moved, { permutation: inverse })).toEqual([x]);
      }),
    );
  });
});

describe('take and stack', () => {
  it('work on a leading axis', () => {
    expect(inferred('take', [floats(4, 'batch')], { index: 3 })).toEqual(['float32[batch]']);
    expect(inferred('stack', [floats('batch'), floats('batch')], {})).toEqual(['float32[2, batch]']);
    expect(result('take', [grid], { index: 1 })).toEqual([4, 5, 6]);
    expect(result('stack', [i32([1, 2]), i32([3, 4])], {})).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('refuse what is not there', () => {
    expect(refusal('take', [floats(4, 2)], { index: 4 })).toEqual({
      expected: '0 <= index < 4',
      found: '4',
      operands: [0],
    });
    expect(refusal('take', [floats()], { index: 0 })).toMatchObject({ expected: 'an operand with axes' });
    expect(refusal('stack', [floats(2), floats(3)], {})).toEqual({
      expected: 'float32[2]',
      found: 'float32[3]',
      operands: [1, 0],
    });
    expect(() => result('take', [grid], { index: 2 })).toThrow('element 2 of a leading axis of 2');
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(anyTensor, (x) => {
        const elements = Array.from({ length: x.shape[0] ?? 0 }, (_, index) =>
          evaluated('take', [x], { index }),
        ).flat();
        expect(evaluated('stack', elements, {})).toEqual([x]);
      }),
    );
  });
});
