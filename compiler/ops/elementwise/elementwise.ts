import type { ElementwiseOp } from '../../ir/elementwise-ops.ts';
import type { ElementwiseRow, OpDef } from '../op/op.ts';
import { add, div, maximum, minimum, mul, pow, sub } from './binary.ts';
import { cast } from './cast.ts';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './compare.ts';
import { expm1 } from './expm1.ts';
import { and, not, or } from './logic.ts';
import { select } from './select.ts';
import { abs, cos, erf, exp, floor, log, neg, relu, rsqrt, sigmoid, sin, softplus, sqrt, tanh } from './unary.ts';

/** The row of every elementwise op. An op of the list without a row is a type error. */
export const elementwise: { readonly [K in ElementwiseOp]: OpDef<K> & ElementwiseRow } = {
  neg,
  sigmoid,
  tanh,
  relu,
  exp,
  expm1,
  log,
  sqrt,
  rsqrt,
  abs,
  sin,
  cos,
  floor,
  erf,
  softplus,
  not,
  cast,
  add,
  sub,
  mul,
  div,
  pow,
  minimum,
  maximum,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  and,
  or,
  select,
};
