import { erf as errorFunction } from './erf.ts';
import { elementwise, type GradientRule } from './gradient.ts';
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

const unary = (op: Unary, doc: string, f: (x: number) => number, gradient: GradientRule<Unary>): OpDef<Unary> => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const x = one(op, inputs);
    requireDtype(op, x, 0, 'float32');
    return [x];
  },
  evaluate: (inputs) => [mapElements(one(op, inputs), 'float32', f)],
  gradient,
});

/** 1 / (1 + e^-x), with no overflow of the exponential on either side. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

export const neg = unary(
  'neg',
  '-x',
  (x) => -x,
  elementwise((t, g) => t.neg(g)),
);
export const sigmoid = unary(
  'sigmoid',
  '1 / (1 + exp(-x))',
  logistic,
  elementwise((t, g, _x, y) => t.mul(g, t.mul(y(), t.sub(t.number(1), y())))),
);
export const tanh = unary(
  'tanh',
  'hyperbolic tangent of x',
  Math.tanh,
  elementwise((t, g, _x, y) => t.mul(g, t.sub(t.number(1), t.mul(y(), y())))),
);
/** Slope 0 at 0, as in PyTorch and TensorFlow. */
export const relu = unary(
  'relu',
  'max(x, 0); NaN stays NaN',
  (x) => Math.max(x, 0),
  elementwise((t, g, x) => t.choose(t.emit('greater', [x(), t.number(0)], {}), g, t.number(0))),
);
export const exp = unary(
  'exp',
  'e to the power x',
  Math.exp,
  elementwise((t, g, _x, y) => t.mul(g, y())),
);
export const log = unary(
  'log',
  'natural logarithm of x; -Infinity at 0, NaN below',
  Math.log,
  elementwise((t, g, x) => t.div(g, x())),
);
export const sqrt = unary(
  'sqrt',
  'square root of x; NaN below 0',
  Math.sqrt,
  elementwise((t, g, _x, y) => t.div(t.times(g, 0.5), y())),
);
export const rsqrt = unary(
  'rsqrt',
  '1 / sqrt(x)',
  (x) => 1 / Math.sqrt(x),
  elementwise((t, g, _x, y) => t.mul(t.times(g, -0.5), t.mul(y(), t.mul(y(), y())))),
);
/** Slope 0 at 0. */
export const abs = unary(
  'abs',
  'magnitude of x',
  Math.abs,
  elementwise((t, g, x) => {
    const zero = t.number(0);
    const falling = t.choose(t.emit('less', [x(), zero], {}), t.neg(g), zero);
    return t.choose(t.emit('greater', [x(), zero], {}), g, falling);
  }),
);
export const sin = unary(
  'sin',
  'sine of x in radians',
  Math.sin,
  elementwise((t, g, x) => t.mul(g, t.emit('cos', [x()], {}))),
);
export const cos = unary(
  'cos',
  'cosine of x in radians',
  Math.cos,
  elementwise((t, g, x) => t.neg(t.mul(g, t.emit('sin', [x()], {})))),
);
export const floor = unary('floor', 'greatest integer not above x', Math.floor, 'flat');
export const erf = unary(
  'erf',
  'error function of x',
  errorFunction,
  elementwise((t, g, x) => t.mul(t.times(g, 2 / Math.sqrt(Math.PI)), t.emit('exp', [t.neg(t.mul(x(), x()))], {}))),
);
export const softplus = unary(
  'softplus',
  'log(1 + exp(x))',
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  elementwise((t, g, x) => t.mul(g, t.emit('sigmoid', [x()], {}))),
);
