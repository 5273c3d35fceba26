import type { Dtype } from '../../ir/types.ts';
import type { ElementwiseRow, OpDef } from '../op/op.ts';
import { one } from '../op/operands.ts';
import { mapElements } from '../op/tensor64.ts';
import type { Lanes, VectorCode } from '../op/vector-code.ts';

/** Toward zero, then modulo 2^32; NaN and the infinities give 0. */
const toInt32 = (x: number): number => x | 0;

const converters: { readonly [K in Dtype]: (x: number) => number } = {
  float32: (x) => x,
  int32: toInt32,
  bool: (x) => Number(x !== 0),
};

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

/** The one elementwise op with an attribute. */
export interface Cast extends OpDef<'cast'>, ElementwiseRow {}

export const cast: Cast = {
  doc: 'x as another dtype: floats cut toward zero, bools as 0 and 1, anything but 0 as true',
  level: 'core',
  infer: (inputs, { dtype }) => [{ dtype, shape: one('cast', inputs).shape }],
  evaluate: (inputs, { dtype }) => [mapElements(one('cast', inputs), dtype, converters[dtype])],
  /** Only a cast from float to float has a gradient: the derivative of an integer or a bool is zero. */
  gradient: (_terms, site) => [site.inputType(0).dtype === 'float32' ? site.cotangent(0) : null],
  inPlace: false,
  commutesWithSlices: true,
  stock: null,
  singular: null,
  scalar: (x) => x,
  vector: (code, operands, { operand, result }) => vectorConverters[operand][result](code, one('cast', operands)),
};
