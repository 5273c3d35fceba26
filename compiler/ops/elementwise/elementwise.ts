import type { Node } from '../../ir/graph.ts';
import type { ElementwiseRow, OpDef } from '../op/op.ts';
import { add, div, maximum, minimum, mul, pow, sub } from './binary.ts';
import { cast } from './cast.ts';
import { equal, greater, greater_equal, less, less_equal, not_equal } from './compare.ts';
import { expm1 } from './expm1.ts';
import { and, not, or } from './logic.ts';
import { select } from './select.ts';
import { abs, cos, erf, exp, floor, log, neg, relu, rsqrt, sigmoid, sin, softplus, sqrt, tanh } from './unary.ts';

/** All elementwise ops. What stands here is in the op list, passes every pass and has its kernel and its vector code. */
const table = {
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

export type ElementwiseOp = keyof typeof table;
export type ElementwiseNode = Extract<Node, { op: ElementwiseOp }>;

export const elementwise: { readonly [K in ElementwiseOp]: OpDef<K> & ElementwiseRow } = table;

export const isElementwise = (name: string): name is ElementwiseOp => Object.hasOwn(table, name);
export const isElementwiseNode = (node: Node): node is ElementwiseNode => isElementwise(node.op);
