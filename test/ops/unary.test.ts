import { describe, expect, it } from 'vitest';
import { erf } from '../../compiler/ops/elementwise/erf.ts';
import { bool, bools, evaluated, f32, floats, i32, inferred, ints, nested, refusal, result } from './given.ts';

describe('unary ops', () => {
  it('keep the type of their operand', () => {
    expect(inferred('tanh', [floats('batch', 4)], {})).toEqual(['float32[batch, 4]']);
    expect(inferred('not', [bools('batch')], {})).toEqual(['bool[batch]']);
  });

  it('refuse other dtypes and other numbers of operands', () => {
    expect(refusal('sigmoid', [ints('batch', 2)], {})).toEqual({
      expected: 'float32[batch, 2]',
      found: 'int32[batch, 2]',
      operands: [0],
    });
    expect(refusal('not', [floats()], {})).toEqual({ expected: 'bool[]', found: 'float32[]', operands: [0] });
    expect(refusal('exp', [], {})).toEqual({ expected: '1 operand', found: '0 operands', operands: [] });
    expect(refusal('exp', [floats(), floats()], {})).toMatchObject({ expected: '1 operand', found: '2 operands' });
  });

  const table = [
    ['neg', 1.5, -1.5],
    ['sigmoid', 0, 0.5],
    ['sigmoid', Math.log(3), 0.75],
    ['sigmoid', -Math.log(3), 0.25],
    ['sigmoid', -800, 0],
    ['sigmoid', 800, 1],
    ['tanh', Math.log(2), 0.6],
    ['relu', -2, 0],
    ['relu', 2, 2],
    ['relu', Number.NaN, Number.NaN],
    ['exp', 1, Math.E],
    ['expm1', 1, Math.E - 1],
    ['expm1', Number.NEGATIVE_INFINITY, -1],
    ['log', Math.E, 1],
    ['log', 0, Number.NEGATIVE_INFINITY],
    ['sqrt', 9, 3],
    ['sqrt', -1, Number.NaN],
    ['rsqrt', 4, 0.5],
    ['abs', -3, 3],
    ['sin', Math.PI / 6, 0.5],
    ['cos', Math.PI / 3, 0.5],
    ['floor', -0.5, -1],
    ['floor', 2.9, 2],
    ['softplus', 0, Math.LN2],
    ['softplus', 800, 800],
    ['softplus', -800, 0],
    ['softplus', Number.NaN, Number.NaN],
  ] as const;
  it.each(table)('%s(%d) = %d', (op, x, y) => {
    expect(result(op, [f32([x])], {})).toEqual([Number.isFinite(y) ? expect.closeTo(y, 14) : y]);
  });

  it('expm1 keeps small results', () => {
    expect(result('expm1', [f32(2 ** -40)], {})).toBe(2 ** -40 + 2 ** -81);
  });

  it('softplus keeps small results', () => {
    expect(Number(result('softplus', [f32(-40)], {})) / Math.exp(-40)).toBeCloseTo(1, 14);
  });

  // By the C library's erf; one point or more in each of the three intervals, and at their ends.
  it.each([
    [0, 0.0],
    [0.1, 0.1124629160182849],
    [0.4, 0.42839235504666845],
    [0.46875, 0.49261347321793797],
    [0.5, 0.5204998778130465],
    [1, 0.8427007929497149],
    [2, 0.9953222650189527],
    [3.9, 0.9999999652077514],
    [4, 0.9999999845827421],
    [4.5, 0.9999999998033839],
    [5, 0.9999999999984626],
    [5.9, 0.9999999999999999],
    [7, 1],
    [Number.POSITIVE_INFINITY, 1],
  ])('erf(±%d) = ±%d', (x, y) => {
    expect(Math.abs(erf(x) - y)).toBeLessThanOrEqual(3e-16);
    expect(erf(-x)).toBe(-erf(x));
  });

  it('erf is right to the last digits: it agrees with the series of its integral', () => {
    for (let x = 0.05; x < 2.5; x += 0.05) {
      let term = x;
      let sum = x;
      for (let n = 1; n < 80; n++) {
        term *= (2 * x * x) / (2 * n + 1);
        sum += term;
      }
      expect(Math.abs(erf(x) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum) - 1)).toBeLessThan(2e-15);
    }
    expect(erf(Number.NaN)).toBeNaN();
    expect(result('erf', [f32([0, 1])], {})).toEqual([0, erf(1)]);
  });

  it('not turns truth round', () => {
    expect(result('not', [bool([true, false])], {})).toEqual([0, 1]);
  });
});

describe('cast', () => {
  it('takes any dtype to any', () => {
    expect(inferred('cast', [bools('batch', 2)], { dtype: 'float32' })).toEqual(['float32[batch, 2]']);
    expect(refusal('cast', [], { dtype: 'bool' })).toMatchObject({ found: '0 operands' });
  });

  it('cuts toward zero, wraps at 2^32, and makes int32 of no NaN', () => {
    const [y] = evaluated('cast', [f32([1.9, -1.9, 2 ** 32 + 5, Number.NaN, Number.POSITIVE_INFINITY])], {
      dtype: 'int32',
    });
    expect(y?.dtype).toBe('int32');
    expect(y && nested(y)).toEqual([1, -1, 5, 0, 0]);
  });

  it('takes all but 0 for true, and true for 1', () => {
    expect(result('cast', [f32([0, -0, 0.5, Number.NaN])], { dtype: 'bool' })).toEqual([0, 0, 1, 1]);
    expect(result('cast', [i32([0, 7])], { dtype: 'bool' })).toEqual([0, 1]);
    expect(result('cast', [bool([true, false])], { dtype: 'float32' })).toEqual([1, 0]);
  });
});
