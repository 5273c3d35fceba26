import type { ElementwiseOp } from '../../ir/elementwise-ops.ts';
import type { Dtype } from '../../ir/types.ts';
import { one, three, two } from '../op/operands.ts';
import type { Lanes, VectorCode } from '../op/vector-code.ts';
import { expm1Lanes } from './expm1.ts';
import * as vectorMath from './vector-math.ts';

/** `operand` is the dtype of the first operand that is no bool, or of the first. */
export interface VectorDtypes {
  readonly operand: Dtype;
  readonly result: Dtype;
}

/** Writes one op in vector code, on operands stretched to the result's shape. */
export type VectorRule = (code: VectorCode, operands: readonly Lanes[], dtypes: VectorDtypes) => Lanes;

const unary =
  (rule: (code: VectorCode, x: Lanes) => Lanes): VectorRule =>
  (code, operands) =>
    rule(code, one('an op of one operand', operands));

const binary =
  (rule: (code: VectorCode, a: Lanes, b: Lanes, dtypes: VectorDtypes) => Lanes): VectorRule =>
  (code, operands, dtypes) =>
    rule(code, ...two('an op of two operands', operands), dtypes);

/** The same instruction, or one for each dtype. */
const instruction =
  (name: string): VectorRule =>
  (code, operands) =>
    code.op(name, ...operands);
const instructions =
  (floats: string, integers: string): VectorRule =>
  (code, operands, { operand }) =>
    code.op(operand === 'int32' ? integers : floats, ...two('an op of two operands', operands));

/** @param masks the instruction on bools. True is -1 there, so the integer comparison is the other way round. */
const comparison =
  (floats: string, integers: string, masks: string): VectorRule =>
  (code, operands, { operand }) =>
    code.op({ float32: floats, int32: integers, bool: masks }[operand], ...two('a comparison', operands));

type Convert = (code: VectorCode, x: Lanes) => Lanes;
const same: Convert = (_code, x) => x;

/**
 * What exceeds an int32 is brought into its range first, by a multiple of 2^32: exact, because such floats are whole multiples of 2^8. Infinity
 * becomes NaN on the way, and NaN converts to 0.
 */
const toInt32Lanes: Convert = (code, x) => {
  const turns = code.op('f32x4.nearest', code.op('f32x4.mul', x, code.float(2 ** -32)));
  const within = code.op('f32x4.sub', x, code.op('f32x4.mul', turns, code.float(2 ** 32)));
  // after this, 2^31 is the only number that is still above the range
  const above = code.op('f32x4.ge', within, code.float(2 ** 31));
  const inRange = code.op('f32x4.sub', within, code.op('v128.and', above, code.float(2 ** 32)));
  return code.op('i32x4.trunc_sat_f32x4_s', inRange);
};

/** Vector code of a cast, by the dtype of the operand and then of the result. */
const vectorConverters: { readonly [From in Dtype]: { readonly [To in Dtype]: Convert } } = {
  float32: {
    float32: same,
    int32: toInt32Lanes,
    bool: (code, x) => code.op('f32x4.ne', x, code.float(0)),
  },
  int32: {
    float32: (code, x) => code.op('f32x4.convert_i32x4_s', x),
    int32: same,
    bool: (code, x) => code.op('i32x4.ne', x, code.int(0)),
  },
  bool: {
    float32: (code, x) => code.op('v128.and', x, code.float(1)),
    int32: (code, x) => code.op('v128.and', x, code.int(1)),
    bool: same,
  },
};

/** The vector code of every elementwise op. An op of the list without it is a type error. */
export const vectorRules: { readonly [K in ElementwiseOp]: VectorRule } = {
  neg: instruction('f32x4.neg'),
  sigmoid: unary(vectorMath.sigmoid),
  tanh: unary(vectorMath.tanh),
  relu: unary((code, x) => code.op('f32x4.max', x, code.float(0))),
  exp: unary(vectorMath.exp),
  log: unary(vectorMath.log),
  sqrt: instruction('f32x4.sqrt'),
  rsqrt: unary((code, x) => code.op('f32x4.div', code.float(1), code.op('f32x4.sqrt', x))),
  abs: instruction('f32x4.abs'),
  sin: unary(vectorMath.sin),
  cos: unary(vectorMath.cos),
  floor: instruction('f32x4.floor'),
  erf: unary(vectorMath.erf),
  softplus: unary(vectorMath.softplus),
  expm1: unary(expm1Lanes),
  and: instruction('v128.and'),
  or: instruction('v128.or'),
  not: instruction('v128.not'),
  cast: (code, operands, { operand, result }) => vectorConverters[operand][result](code, one('cast', operands)),
  add: instructions('f32x4.add', 'i32x4.add'),
  sub: instructions('f32x4.sub', 'i32x4.sub'),
  mul: instructions('f32x4.mul', 'i32x4.mul'),
  div: binary((code, a, b) => code.op('f32x4.div', a, b)),
  pow: binary(vectorMath.pow),
  minimum: instructions('f32x4.min', 'i32x4.min_s'),
  maximum: instructions('f32x4.max', 'i32x4.max_s'),
  less: comparison('f32x4.lt', 'i32x4.lt_s', 'i32x4.gt_s'),
  less_equal: comparison('f32x4.le', 'i32x4.le_s', 'i32x4.ge_s'),
  greater: comparison('f32x4.gt', 'i32x4.gt_s', 'i32x4.lt_s'),
  greater_equal: comparison('f32x4.ge', 'i32x4.ge_s', 'i32x4.le_s'),
  equal: comparison('f32x4.eq', 'i32x4.eq', 'i32x4.eq'),
  not_equal: comparison('f32x4.ne', 'i32x4.ne', 'v128.xor'),
  select: (code, operands) => {
    const [condition, a, b] = three('select', operands);
    return code.op('v128.bitselect', a, b, condition);
  },
};
