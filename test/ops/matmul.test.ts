import { describe, expect, it } from 'vitest';
import { f32, floats, inferred, ints, refusal, result } from './given.ts';

describe('matmul', () => {
  it('multiplies the last axis on the left by the first on the right', () => {
    expect(inferred('matmul', [floats('batch', 3), floats(3, 8)], {})).toEqual(['float32[batch, 8]']);
    expect(inferred('matmul', [floats('time', 'batch', 3), floats(3, 8)], {})).toEqual(['float32[time, batch, 8]']);
    expect(inferred('matmul', [floats(3), floats(3, 8)], {})).toEqual(['float32[8]']);
  });

  it('blames the right operand, with the shape it should have', () => {
    expect(refusal('matmul', [floats('batch', 35), floats(3, 128)], {})).toEqual({
      expected: '[35, 128]',
      found: '[3, 128]',
      operands: [1, 0],
    });
    expect(refusal('matmul', [floats('batch', 3), floats('batch', 3, 4)], {})).toMatchObject({
      expected: '[K, N]',
      found: '[batch, 3, 4]',
    });
    expect(refusal('matmul', [floats(), floats(1, 1)], {})).toMatchObject({ found: '[]', operands: [0] });
    expect(refusal('matmul', [floats(2), ints(2, 2)], {})).toMatchObject({ found: 'int32[2, 2]', operands: [1] });
  });

  const [a, b] = [
    f32([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    f32([
      [1, 10, 100],
      [2, 20, 200],
    ]),
  ];
  it('gives these numbers', () => {
    expect(result('matmul', [a, b], {})).toEqual([
      [5, 50, 500],
      [11, 110, 1100],
      [17, 170, 1700],
    ]);
    expect(result('matmul', [f32([1, 2]), b], {})).toEqual([5, 50, 500]);
    expect(result('matmul', [f32([[[1, 2]], [[3, 4]]]), b], {})).toEqual([[[5, 50, 500]], [[11, 110, 1100]]]);
    expect(result('matmul', [f32([]), f32([])], {})).toEqual([]);
  });

  it('has a fused form with a bias and an activation', () => {
    expect(inferred('matmul_bias', [floats('batch', 3), floats(3, 8), floats(8)], { activation: 'relu' })).toEqual([
      'float32[batch, 8]',
    ]);
    expect(refusal('matmul_bias', [floats('batch', 3), floats(3, 8), floats(4)], { activation: 'relu' })).toEqual({
      expected: '[8]',
      found: '[4]',
      operands: [2, 1],
    });
    const bias = f32([0, -100, -1000]);
    expect(result('matmul_bias', [a, b, bias], { activation: 'linear' })).toEqual([
      [5, -50, -500],
      [11, 10, 100],
      [17, 70, 700],
    ]);
    expect(result('matmul_bias', [a, b, bias], { activation: 'relu' })).toEqual([
      [5, 0, 0],
      [11, 10, 100],
      [17, 70, 700],
    ]);
    expect(result('matmul_bias', [f32([0]), f32([[1]]), f32([Math.log(3)])], { activation: 'sigmoid' })).toEqual([
      expect.closeTo(0.75, 15),
    ]);
  });
});
