import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementCount, tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { bool, bools, evaluated, f32, floats, i32, inferred, ints, refusal, result } from './given.ts';

describe('broadcasting', () => {
  it('stretches static ones and aligns right', () => {
    expect(inferred('add', [floats('batch', 4), floats(4)], {})).toEqual(['float32[batch, 4]']);
    expect(inferred('mul', [floats('batch', 1), floats(1, 4)], {})).toEqual(['float32[batch, 4]']);
    expect(inferred('sub', [floats(), floats('time', 'batch')], {})).toEqual(['float32[time, batch]']);
    expect(inferred('add', [floats(1), floats(1, 1)], {})).toEqual(['float32[1, 1]']);
  });

  it('takes a symbol for itself alone', () => {
    expect(refusal('add', [floats('batch', 4), floats('time', 4)], {})).toEqual({
      expected: '[batch, 4], or 1 where the sizes differ',
      found: '[time, 4]',
      operands: [1, 0],
    });
    expect(refusal('add', [floats('batch'), floats(4)], {})).toMatchObject({ found: '[4]' });
    expect(refusal('add', [floats({ time: 1, '': 1 }), floats('time')], {})).toMatchObject({
      expected: '[time + 1], or 1 where the sizes differ',
    });
  });

  it('compares all three operands of select', () => {
    expect(inferred('select', [bools('batch', 1), floats(4), floats()], {})).toEqual(['float32[batch, 4]']);
    expect(refusal('select', [bools(2), floats(2), floats(3)], {})).toMatchObject({ found: '[3]', operands: [2, 0] });
  });

  const shapes = fc
    .array(fc.record({ size: fc.integer({ min: 0, max: 3 }), a: fc.boolean(), b: fc.boolean() }), { maxLength: 3 })
    .chain((axes) =>
      fc.record({
        axes: fc.constant(axes),
        dropA: fc.integer({ min: 0, max: axes.length }),
        dropB: fc.integer({ min: 0, max: axes.length }),
      }),
    );
  it('matches an element by element lookup for any two shapes that fit', () => {
    fc.assert(
      fc.property(shapes, ({ axes, dropA, dropB }) => {
        const shapeA = axes.map(({ size, a }) => (a ? 1 : size)).slice(dropA);
        const shapeB = axes.map(({ size, b }) => (b ? 1 : size)).slice(dropB);
        const number = (shape: number[], offset: number) =>
          tensor64(
            'float32',
            shape,
            Float64Array.from({ length: elementCount(shape) }, (_, i) => offset + i),
          );
        const [a, b] = [number(shapeA, 1000), number(shapeB, 1)];
        const [y] = evaluated('sub', [a, b], {});
        const rank = Math.max(shapeA.length, shapeB.length);
        const sizeAt = (shape: number[], axis: number) => shape[axis - rank + shape.length] ?? 1;
        const shape = Array.from({ length: rank }, (_, axis) => {
          const [m, n] = [sizeAt(shapeA, axis), sizeAt(shapeB, axis)];
          return m === 1 ? n : m;
        });
        expect(y?.shape).toEqual(shape);
        const at = (x: typeof a, index: number[]): number => {
          const own = index.slice(rank - x.shape.length).map((i, axis) => (x.shape[axis] === 1 ? 0 : i));
          return x.data[own.reduce((flat, i, axis) => flat * (x.shape[axis] ?? 1) + i, 0)] ?? Number.NaN;
        };
        const indices = shape.reduce<number[][]>(
          (all, size) => all.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
          [[]],
        );
        expect([...(y?.data ?? [])]).toEqual(indices.map((index) => at(a, index) - at(b, index)));
      }),
    );
  });

  it('is an op of its own', () => {
    const shape = [{ batch: 1 }, { '': 2 }, { '': 3 }];
    expect(inferred('broadcast', [floats(2, 1)], { shape })).toEqual(['float32[batch, 2, 3]']);
    expect(result('broadcast', [f32([[1], [2]])], { shape }, { batch: 2 })).toEqual([
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ]);
    expect(refusal('broadcast', [floats('time', 3)], { shape })).toMatchObject({ found: '[time, 3]', operands: [0] });
    expect(refusal('broadcast', [floats(1, 1, 1, 1)], { shape })).toMatchObject({ found: '[1, 1, 1, 1]' });
  });
});

describe('arithmetic', () => {
  it('wants one dtype', () => {
    expect(refusal('add', [floats('batch'), ints('batch')], {})).toEqual({
      expected: 'float32[batch]',
      found: 'int32[batch]',
      operands: [1, 0],
    });
    expect(refusal('div', [ints(), ints()], {})).toEqual({ expected: 'float32[]', found: 'int32[]', operands: [0] });
    expect(refusal('mul', [bools(), bools()], {})).toMatchObject({ expected: 'float32[] or int32[]', found: 'bool[]' });
    expect(inferred('maximum', [ints(3), ints(3)], {})).toEqual(['int32[3]']);
  });

  it.each([
    ['add', [1, 2], [10, 20], [11, 22]],
    ['sub', [1, 2], [10, 20], [-9, -18]],
    ['mul', [3, -2], [4, 5], [12, -10]],
    ['div', [1, 1, 0], [4, 0, 0], [0.25, Number.POSITIVE_INFINITY, Number.NaN]],
    ['pow', [2, 9, -8, 0], [10, 0.5, 0.5, 0], [1024, 3, Number.NaN, 1]],
    ['pow', [1, -1], [Number.NaN, Number.NEGATIVE_INFINITY], [1, 1]],
    ['minimum', [1, 5, Number.NaN, 1], [2, 4, 1, Number.NaN], [1, 4, Number.NaN, Number.NaN]],
    ['maximum', [1, 5, Number.NaN, 1], [2, 4, 1, Number.NaN], [2, 5, Number.NaN, Number.NaN]],
  ] as const)('%s of %j and %j is %j', (op, a, b, y) => {
    expect(result(op, [f32(a), f32(b)], {})).toEqual(y);
  });

  it('wraps int32 as machines do', () => {
    const greatest = 2 ** 31 - 1;
    expect(result('add', [i32(greatest), i32(1)], {})).toBe(-(2 ** 31));
    expect(result('sub', [i32(-(2 ** 31)), i32(1)], {})).toBe(greatest);
    expect(result('mul', [i32(greatest), i32(greatest)], {})).toBe(1);
  });
});

describe('comparisons and logic', () => {
  it.each([
    ['less', [1, 0, 0, 0]],
    ['less_equal', [1, 1, 0, 0]],
    ['greater', [0, 0, 1, 0]],
    ['greater_equal', [0, 1, 1, 0]],
    ['equal', [0, 1, 0, 0]],
    ['not_equal', [1, 0, 1, 1]],
  ] as const)('%s', (op, y) => {
    expect(result(op, [f32([1, 2, 3, Number.NaN]), f32([2, 2, 2, Number.NaN])], {})).toEqual(y);
    expect(inferred(op, [ints('batch', 1), ints(3)], {})).toEqual(['bool[batch, 3]']);
    expect(refusal(op, [ints(), floats()], {})).toMatchObject({ expected: 'int32[]', found: 'float32[]' });
  });

  it('and, or', () => {
    const [a, b] = [bool([true, true, false, false]), bool([true, false, true, false])];
    expect(result('and', [a, b], {})).toEqual([1, 0, 0, 0]);
    expect(result('or', [a, b], {})).toEqual([1, 1, 1, 0]);
    expect(inferred('and', [bools('batch'), bools()], {})).toEqual(['bool[batch]']);
    expect(refusal('or', [bools(), floats()], {})).toEqual({ expected: 'bool[]', found: 'float32[]', operands: [1] });
  });

  it('select lets nothing through from the branch not chosen', () => {
    const inputs = [bool([true, false]), f32([1, Number.NaN]), f32([Number.NaN, 2])];
    expect(result('select', inputs, {})).toEqual([1, 2]);
    expect(result('select', [bool([[true], [false]]), f32([1, 2]), f32(0)], {})).toEqual([
      [1, 2],
      [0, 0],
    ]);
    expect(refusal('select', [floats(), floats(), floats()], {})).toMatchObject({ operands: [0] });
    expect(refusal('select', [bools(), floats(), ints()], {})).toEqual({
      expected: 'float32[]',
      found: 'int32[]',
      operands: [2, 1],
    });
  });
});
