import type { PlainOp } from '../../ir/elementwise-ops.ts';
import type { ValueId } from '../../ir/types.ts';
import type { GradientRule, Terms } from '../op/gradient.ts';
import type { PlainElementwise } from '../op/op.ts';
import { one, requireDtype } from '../op/operands.ts';
import { mapElements } from '../op/tensor64.ts';
import type { Lanes, VectorCode } from '../op/vector-code.ts';
import { erf as errorFunction } from './erf.ts';
import * as vectorMath from './vector-math.ts';

interface Unary {
  readonly doc: string;
  readonly scalar: (x: number) => number;
  readonly gradient: GradientRule<PlainOp>;
  readonly limits?: true;
  /** See `spreads` of a row. */
  readonly spreads?: true;
  readonly stock: string | null;
  /** See `singular` of a row. */
  readonly fill?: number;
  readonly vector: (code: VectorCode, x: Lanes) => Lanes;
}

/** A row of an op float32 → float32. */
export const unary = (
  op: string,
  { doc, scalar, gradient, limits, spreads, stock, fill, vector }: Unary,
): PlainElementwise => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const x = one(op, inputs);
    requireDtype(op, x, 0, 'float32');
    return [x];
  },
  evaluate: (inputs) => [mapElements(one(op, inputs), 'float32', scalar)],
  gradient,
  inPlace: true,
  commutesWithSlices: true,
  ...(limits === undefined ? {} : { limits }),
  ...(spreads === undefined ? {} : { spreads: [0] }),
  stock,
  singular: fill === undefined ? null : { operand: 0, fill },
  scalar,
  vector: (code, operands) => vector(code, one(op, operands)),
});

/** `rule(g, x, y)` is the cotangent of x. */
export const slope =
  (rule: (terms: Terms, g: ValueId, x: () => ValueId, y: () => ValueId) => ValueId): GradientRule<PlainOp> =>
  (terms, site) => [
    rule(
      terms,
      site.cotangent(0),
      () => site.input(0),
      () => site.output(0),
    ),
  ];

const instruction =
  (name: string) =>
  (code: VectorCode, x: Lanes): Lanes =>
    code.op(name, x);

/** 1 / (1 + e^-x), with no overflow of the exponential on either side. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export const neg: PlainElementwise = unary('neg', {
  doc: '-x',
  scalar: (x) => -x,
  gradient: slope((t, g) => t.neg(g)),
  stock: 'Neg',
  vector: instruction('f32x4.neg'),
});
export const sigmoid: PlainElementwise = unary('sigmoid', {
  doc: '1 / (1 + exp(-x))',
  scalar: logistic,
  gradient: slope((t, g, _x, y) => t.mul(g, t.mul(y(), t.sub(t.number(1), y())))),
  limits: true,
  stock: 'Sigmoid',
  vector: vectorMath.sigmoid,
});
export const tanh: PlainElementwise = unary('tanh', {
  doc: 'hyperbolic tangent of x',
  scalar: Math.tanh,
  gradient: slope((t, g, _x, y) => t.mul(g, t.sub(t.number(1), t.mul(y(), y())))),
  limits: true,
  stock: 'Tanh',
  vector: vectorMath.tanh,
});
/** Slope 0 at 0, as in PyTorch and TensorFlow. */
export const relu: PlainElementwise = unary('relu', {
  doc: 'max(x, 0); NaN stays NaN',
  scalar: (x) => Math.max(x, 0),
  gradient: slope((t, g, x) => t.choose(t.emit('greater', [x(), t.number(0)], {}), g, t.number(0))),
  stock: null,
  vector: (code, x) => code.op('f32x4.max', x, code.float(0)),
});
export const exp: PlainElementwise = unary('exp', {
  doc: 'e to the power x',
  scalar: Math.exp,
  gradient: slope((t, g, _x, y) => t.mul(g, y())),
  spreads: true,
  stock: 'Exp',
  fill: 0,
  vector: vectorMath.exp,
});
export const log: PlainElementwise = unary('log', {
  doc: 'natural logarithm of x; -Infinity at 0, NaN below',
  scalar: Math.log,
  gradient: slope((t, g, x) => t.div(g, x())),
  spreads: true,
  stock: 'Log',
  fill: 1,
  vector: vectorMath.log,
});
export const sqrt: PlainElementwise = unary('sqrt', {
  doc: 'square root of x; NaN below 0',
  scalar: Math.sqrt,
  gradient: slope((t, g, _x, y) => t.div(t.times(g, 0.5), y())),
  stock: 'Sqrt',
  fill: 1,
  vector: instruction('f32x4.sqrt'),
});
export const rsqrt: PlainElementwise = unary('rsqrt', {
  doc: '1 / sqrt(x)',
  scalar: (x) => 1 / Math.sqrt(x),
  gradient: slope((t, g, _x, y) => t.mul(t.times(g, -0.5), t.mul(y(), t.mul(y(), y())))),
  spreads: true,
  stock: 'Rsqrt',
  fill: 1,
  vector: (code, x) => code.op('f32x4.div', code.float(1), code.op('f32x4.sqrt', x)),
});
/** Slope 0 at 0. */
export const abs: PlainElementwise = unary('abs', {
  doc: 'magnitude of x',
  scalar: Math.abs,
  gradient: slope((t, g, x) => {
    const zero = t.number(0);
    const falling = t.choose(t.emit('less', [x(), zero], {}), t.neg(g), zero);
    return t.choose(t.emit('greater', [x(), zero], {}), g, falling);
  }),
  stock: 'Abs',
  vector: instruction('f32x4.abs'),
});
export const sin: PlainElementwise = unary('sin', {
  doc: 'sine of x in radians',
  scalar: Math.sin,
  gradient: slope((t, g, x) => t.mul(g, t.emit('cos', [x()], {}))),
  limits: true,
  stock: 'Sin',
  vector: vectorMath.sin,
});
export const cos: PlainElementwise = unary('cos', {
  doc: 'cosine of x in radians',
  scalar: Math.cos,
  gradient: slope((t, g, x) => t.neg(t.mul(g, t.emit('sin', [x()], {})))),
  limits: true,
  stock: 'Cos',
  vector: vectorMath.cos,
});
export const floor: PlainElementwise = unary('floor', {
  doc: 'greatest integer not above x',
  scalar: Math.floor,
  gradient: 'flat',
  stock: 'Floor',
  vector: instruction('f32x4.floor'),
});
export const erf: PlainElementwise = unary('erf', {
  doc: 'error function of x',
  scalar: errorFunction,
  gradient: slope((t, g, x) => t.mul(t.times(g, 2 / Math.sqrt(Math.PI)), t.emit('exp', [t.neg(t.mul(x(), x()))], {}))),
  limits: true,
  stock: 'Erf',
  vector: vectorMath.erf,
});
export const softplus: PlainElementwise = unary('softplus', {
  doc: 'log(1 + exp(x))',
  scalar: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: slope((t, g, x) => t.mul(g, t.emit('sigmoid', [x()], {}))),
  stock: 'Softplus',
  vector: vectorMath.softplus,
});
