import type { PlainElementwise } from '../op/op.ts';
import { one, requireDtype } from '../op/operands.ts';
import { erf as errorFunction } from './erf.ts';

interface Unary {
  readonly scalar: (x: number) => number;
  readonly limits?: true;
  /** See `spreads` of a row. */
  readonly spreads?: true;
  readonly stock: string | null;
  /** See `singular` of a row. */
  readonly fill?: number;
}

/** A row of an op float32 → float32. */
export const unary = (op: string, { scalar, limits, spreads, stock, fill }: Unary): PlainElementwise => ({
  level: 'core',
  infer: (inputs) => {
    const x = one(op, inputs);
    requireDtype(op, x, 0, 'float32');
    return [x];
  },
  inPlace: true,
  commutesWithSlices: true,
  ...(limits === undefined ? {} : { limits }),
  ...(spreads === undefined ? {} : { spreads: [0] }),
  stock,
  singular: fill === undefined ? null : { operand: 0, fill },
  scalar,
});

/** 1 / (1 + e^-x), with no overflow of the exponential on either side. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** -x. */
export const neg: PlainElementwise = unary('neg', {
  scalar: (x) => -x,
  stock: 'Neg',
});
/** 1 / (1 + exp(-x)). */
export const sigmoid: PlainElementwise = unary('sigmoid', {
  scalar: logistic,
  limits: true,
  stock: 'Sigmoid',
});
/** Hyperbolic tangent of x. */
export const tanh: PlainElementwise = unary('tanh', {
  scalar: Math.tanh,
  limits: true,
  stock: 'Tanh',
});
/** Max(x, 0); NaN stays NaN. */
export const relu: PlainElementwise = unary('relu', {
  scalar: (x) => Math.max(x, 0),
  stock: null,
});
/** E to the power x. */
export const exp: PlainElementwise = unary('exp', {
  scalar: Math.exp,
  spreads: true,
  stock: 'Exp',
  fill: 0,
});
/** Natural logarithm of x; -Infinity at 0, NaN below. */
export const log: PlainElementwise = unary('log', {
  scalar: Math.log,
  spreads: true,
  stock: 'Log',
  fill: 1,
});
/** Square root of x; NaN below 0. */
export const sqrt: PlainElementwise = unary('sqrt', {
  scalar: Math.sqrt,
  stock: 'Sqrt',
  fill: 1,
});
/** 1 / sqrt(x). */
export const rsqrt: PlainElementwise = unary('rsqrt', {
  scalar: (x) => 1 / Math.sqrt(x),
  spreads: true,
  stock: 'Rsqrt',
  fill: 1,
});
/** Magnitude of x. */
export const abs: PlainElementwise = unary('abs', {
  scalar: Math.abs,
  stock: 'Abs',
});
/** Sine of x in radians. */
export const sin: PlainElementwise = unary('sin', {
  scalar: Math.sin,
  limits: true,
  stock: 'Sin',
});
/** Cosine of x in radians. */
export const cos: PlainElementwise = unary('cos', {
  scalar: Math.cos,
  limits: true,
  stock: 'Cos',
});
/** Greatest integer not above x. */
export const floor: PlainElementwise = unary('floor', {
  scalar: Math.floor,
  stock: 'Floor',
});
/** Error function of x. */
export const erf: PlainElementwise = unary('erf', {
  scalar: errorFunction,
  limits: true,
  stock: 'Erf',
});
/** Log(1 + exp(x)). */
export const softplus: PlainElementwise = unary('softplus', {
  scalar: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  stock: 'Softplus',
});
