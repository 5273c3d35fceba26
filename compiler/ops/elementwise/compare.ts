import { broadcastShapes } from '../op/broadcasting.ts';
import type { PlainElementwise } from '../op/op.ts';
import { requireSameDtype, two } from '../op/operands.ts';
import { zipElements } from './binary.ts';

interface Comparison {
  readonly doc: string;
  readonly holds: (a: number, b: number) => boolean;
  readonly stock: string;
  readonly floats: string;
  readonly integers: string;
  /** The instruction on masks. True is -1 there, so the integer comparison is the other way round. */
  readonly masks: string;
}

const comparison = (op: string, { doc, holds, stock, floats, integers, masks }: Comparison): PlainElementwise => {
  const scalar = (a: number, b: number): number => Number(holds(a, b));
  const instructions = { float32: floats, int32: integers, bool: masks };
  return {
    doc,
    level: 'core',
    infer: (inputs) => {
      const [a, b] = two(op, inputs);
      requireSameDtype(op, a, b, 1);
      return [{ dtype: 'bool', shape: broadcastShapes(op, [a.shape, b.shape]) }];
    },
    evaluate: (inputs) => {
      const [a, b] = two(op, inputs);
      return [zipElements(a, b, 'bool', scalar)];
    },
    gradient: 'flat',
    inPlace: false,
    commutesWithSlices: true,
    stock,
    singular: null,
    scalar,
    vector: (code, operands, { operand }) => code.op(instructions[operand], ...two(op, operands)),
  };
};

export const less: PlainElementwise = comparison('less', {
  doc: 'whether a < b',
  holds: (a, b) => a < b,
  stock: 'Less',
  floats: 'f32x4.lt',
  integers: 'i32x4.lt_s',
  masks: 'i32x4.gt_s',
});
export const less_equal: PlainElementwise = comparison('less_equal', {
  doc: 'whether a <= b',
  holds: (a, b) => a <= b,
  stock: 'LessEqual',
  floats: 'f32x4.le',
  integers: 'i32x4.le_s',
  masks: 'i32x4.ge_s',
});
export const greater: PlainElementwise = comparison('greater', {
  doc: 'whether a > b',
  holds: (a, b) => a > b,
  stock: 'Greater',
  floats: 'f32x4.gt',
  integers: 'i32x4.gt_s',
  masks: 'i32x4.lt_s',
});
export const greater_equal: PlainElementwise = comparison('greater_equal', {
  doc: 'whether a >= b',
  holds: (a, b) => a >= b,
  stock: 'GreaterEqual',
  floats: 'f32x4.ge',
  integers: 'i32x4.ge_s',
  masks: 'i32x4.le_s',
});
export const equal: PlainElementwise = comparison('equal', {
  doc: 'whether a = b; NaN equals nothing',
  holds: (a, b) => a === b,
  stock: 'Equal',
  floats: 'f32x4.eq',
  integers: 'i32x4.eq',
  masks: 'i32x4.eq',
});
export const not_equal: PlainElementwise = comparison('not_equal', {
  doc: 'whether a and b differ; NaN differs from all',
  holds: (a, b) => a !== b,
  stock: 'NotEqual',
  floats: 'f32x4.ne',
  integers: 'i32x4.ne',
  masks: 'v128.xor',
});
