import { describe, expect, it } from 'vitest';
import { constantDim, dim, shapeOf } from '../../compiler/ir/dim.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { f32, floats, i32, inferred, ints, refusal, result } from './given.ts';

describe('scatter_max and add_rows', () => {
  const x = f32([
    [1, -5],
    [2, -7],
    [9, 9],
    [-3, Number.NaN],
  ]);
  const at = i32([2, 2, -1, 0]);
  it('give the greatest by index, 0 where there is none', () => {
    const rows = dim(4);
    expect(inferred('scatter_max', [ints('link'), floats('link', 2)], { rows: dim('row') })).toEqual([
      'float32[row, 2]',
    ]);
    expect(result('scatter_max', [at, x], { rows })).toEqual([
      [-3, Number.NaN],
      [0, 0],
      [2, -5],
      [0, 0],
    ]);
    expect(() => result('scatter_max', [at, x], { rows: dim(2) })).toThrow('index 2 is outside a table of 2 rows');
  });

  it('add to the rows of a table', () => {
    const table = f32([
      [10, 20],
      [30, 40],
      [50, 60],
    ]);
    expect(inferred('add_rows', [floats('node', 2), ints('link'), floats('link', 2)], {})).toEqual([
      'float32[node, 2]',
    ]);
    expect(result('add_rows', [table, at, x], {})).toEqual([
      [7, Number.NaN],
      [30, 40],
      [53, 48],
    ]);
  });

  it('refuse rows that do not fit', () => {
    expect(refusal('scatter_max', [ints('link'), floats('row', 2)], { rows: dim('row') })).toEqual({
      expected: '[link, 2]',
      found: '[row, 2]',
      operands: [1, 0],
    });
    expect(refusal('scatter_max', [ints('link'), floats('link', 2)], { rows: constantDim(0) })).toMatchObject({
      expected: 'a positive integer',
    });
    expect(refusal('add_rows', [floats('node', 3), ints('link'), floats('link', 2)], {})).toEqual({
      expected: '[node, 2]',
      found: '[node, 3]',
      operands: [0, 2],
    });
  });
});

describe('gather', () => {
  const table = f32([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  it('looks rows up', () => {
    expect(inferred('gather', [floats(100, 8), ints('batch', 'time')], {})).toEqual(['float32[batch, time, 8]']);
    expect(result('gather', [table, i32([[2, 0]])], {})).toEqual([
      [
        [5, 6],
        [1, 2],
      ],
    ]);
    expect(result('gather', [table, i32(1)], {})).toEqual([3, 4]);
    expect(result('gather', [table, i32([-1])], {})).toEqual([[0, 0]]);
  });

  it('refuses other operands', () => {
    expect(refusal('gather', [floats(100), ints('batch')], {})).toEqual({
      expected: '[V, D]',
      found: '[100]',
      operands: [0],
    });
    expect(refusal('gather', [floats(100, 8), floats('batch')], {})).toEqual({
      expected: 'int32[batch]',
      found: 'float32[batch]',
      operands: [1],
    });
    for (const index of [-2, 3])
      expect(() => result('gather', [table, i32([index])], {})).toThrow(`index ${index} is outside a table of 3 rows`);
  });
});

describe('one_hot', () => {
  it('puts a 1 at the index', () => {
    expect(inferred('one_hot', [ints('batch', 'time')], { depth: 5 })).toEqual(['float32[batch, time, 5]']);
    expect(result('one_hot', [i32([2, -1, 0, 3])], { depth: 3 })).toEqual([
      [0, 0, 1],
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('refuses floats and an empty axis', () => {
    expect(refusal('one_hot', [floats('batch')], { depth: 3 })).toMatchObject({ found: 'float32[batch]' });
    expect(refusal('one_hot', [ints('batch')], { depth: 0 })).toMatchObject({ found: '0' });
  });
});

describe('constant and range', () => {
  it('fill a shape or list its elements', () => {
    expect(inferred('constant', [], { dtype: 'float32', shape: shapeOf('batch', 2), values: [0.5] })).toEqual([
      'float32[batch, 2]',
    ]);
    expect(
      result('constant', [], { dtype: 'float32', shape: shapeOf('batch', 2), values: [0.5] }, { batch: 2 }),
    ).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    expect(result('constant', [], { dtype: 'int32', shape: shapeOf(2, 2), values: [1, 2, 3, 4] })).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(result('constant', [], { dtype: 'bool', shape: [], values: [1] })).toBe(1);
  });

  it('refuse numbers that do not fit', () => {
    const constant = (dtype: 'float32' | 'int32' | 'bool', values: number[], ...dims: (string | number)[]) =>
      refusal('constant', [], { dtype, shape: shapeOf(...dims), values });
    expect(constant('float32', [1, 2], 3)).toEqual({
      expected: '1 value or 3 values',
      found: '2 values',
      operands: [],
    });
    expect(constant('float32', [1, 2], 'batch')).toMatchObject({ expected: '1 value or batch values' });
    expect(constant('int32', [1.5])).toMatchObject({ found: '1.5' });
    expect(constant('int32', [2 ** 31])).toMatchObject({ expected: 'int32 values' });
    expect(constant('bool', [2])).toMatchObject({ found: '2' });
  });

  it('count up', () => {
    expect(inferred('range', [], { length: dim('time') })).toEqual(['int32[time]']);
    expect(result('range', [], { length: dim('time') }, { time: 3 })).toEqual([0, 1, 2]);
    expect(result('range', [], { length: constantDim(0) })).toEqual([]);
    expect(refusal('range', [ints()], { length: dim(1) })).toMatchObject({ found: '1 operand' });
  });
});

describe('valid_steps and last_step', () => {
  it('know where sequences end', () => {
    expect(inferred('valid_steps', [ints('batch')], { length: dim('time') })).toEqual(['bool[time, batch]']);
    expect(result('valid_steps', [i32([0, 2, 3])], { length: dim('time') }, { time: 3 })).toEqual([
      [0, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
    ]);
    expect(refusal('valid_steps', [ints('batch', 2)], { length: dim('time') })).toMatchObject({ expected: '[batch]' });
    expect(refusal('valid_steps', [floats('batch')], { length: dim('time') })).toMatchObject({
      expected: 'int32[batch]',
    });
  });

  const x = f32([
    [[1], [2], [3]],
    [[4], [5], [Number.NaN]],
  ]);
  it('give the last valid element, and zeros where there is none', () => {
    expect(inferred('last_step', [floats('time', 'batch', 4), ints('batch')], {})).toEqual(['float32[batch, 4]']);
    expect(result('last_step', [x, i32([2, 0, 1])], {})).toEqual([[4], [0], [3]]);
    expect(result('last_step', [tensor64('float32', [0, 2], []), i32([0, 0])], {})).toEqual([0, 0]);
  });

  it('refuse lengths that do not belong to the sequence', () => {
    expect(refusal('last_step', [floats('batch', 'time', 4), ints('batch')], {})).toEqual({
      expected: '[time]',
      found: '[batch]',
      operands: [1, 0],
    });
    expect(refusal('last_step', [floats('batch'), ints('batch')], {})).toMatchObject({
      expected: '[time, batch, ...]',
      operands: [0],
    });
    expect(() => result('last_step', [x, i32([3, 0, 0])], {})).toThrow('length 3 of a sequence of 2 steps');
  });
});
