import { erf as errorFunction } from './erf.ts';
import type { OpDef } from './op.ts';
import { one, requireDtype } from './operands.ts';
import { mapElements } from './tensor64.ts';

type Unary =
  | 'neg'
  | 'sigmoid'
  | 'tanh'
  | 'relu'
  | 'exp'
  | 'log'
  | 'sqrt'
  | 'rsqrt'
  | 'abs'
  | 'sin'
  | 'cos'
  | 'floor'
  | 'erf'
  | 'softplus';

const unary = (op: Unary, doc: string, f: (x: number) => number): OpDef<Unary> => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const x = one(op, inputs);
    requireDtype(op, x, 0, 'float32');
    return [x];
  },
  evaluate: (inputs) => [mapElements(one(op, inputs), 'float32', f)],
});

/** 1 / (1 + e^-x), with no overflow of the exponential on either side. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export const neg = unary('neg', '-x', (x) => -x);
export const sigmoid = unary('sigmoid', '1 / (1 + exp(-x))', logistic);
export const tanh = unary('tanh', 'hyperbolic tangent of x', Math.tanh);
export const relu = unary('relu', 'max(x, 0); NaN stays NaN', (x) => Math.max(x, 0));
export const exp = unary('exp', 'e to the power x', Math.exp);
export const log = unary('log', 'natural logarithm of x; -Infinity at 0, NaN below', Math.log);
export const sqrt = unary('sqrt', 'square root of x; NaN below 0', Math.sqrt);
export const rsqrt = unary('rsqrt', '1 / sqrt(x)', (x) => 1 / Math.sqrt(x));
export const abs = unary('abs', 'magnitude of x', Math.abs);
export const sin = unary('sin', 'sine of x in radians', Math.sin);
export const cos = unary('cos', 'cosine of x in radians', Math.cos);
export const floor = unary('floor', 'greatest integer not above x', Math.floor);
export const erf = unary('erf', 'error function of x', errorFunction);
export const softplus = unary(
  'softplus',
  'log(1 + exp(x))',
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
);
