import { InternalError } from '../diagnostics/diagnostic.ts';
import type { Lanes, VectorCode } from './vector-code.ts';

type Unary = (code: VectorCode, x: Lanes) => Lanes;
type Binary = (code: VectorCode, a: Lanes, b: Lanes) => Lanes;

const missing = (name: string) => (): never => {
  throw new InternalError(`${name} has no vector code yet`);
};

/** To about 6 digits: 2^n by the exponent's bits, times a series for what is left. */
export const exp: Unary = (c, x) => {
  const within = c.op('f32x4.pmin', c.op('f32x4.pmax', x, c.float(-87.3)), c.float(88.7));
  const magic = c.float(12582912);
  const shifted = c.multiplyAdd(within, c.float(Math.LOG2E), magic);
  const n = c.op('f32x4.sub', shifted, magic);
  const coarse = c.multiplySubtract(n, c.float(0.693359375), within);
  const rest = c.multiplySubtract(n, c.float(-2.1219444e-4), coarse);
  let series = c.float(1 / 120);
  for (const term of [1 / 24, 1 / 6, 0.5, 1, 1]) series = c.multiplyAdd(series, rest, c.float(term));
  return c.op('i32x4.add', series, c.shift('i32x4.shl', shifted, 23));
};
export const sigmoid: Unary = (c, x) => {
  const e = exp(c, c.op('f32x4.neg', x));
  return c.op('f32x4.div', c.float(1), c.op('f32x4.add', c.float(1), e));
};
export const tanh: Unary = (c, x) => {
  const s = sigmoid(c, c.op('f32x4.add', x, x));
  return c.op('f32x4.sub', c.op('f32x4.add', s, s), c.float(1));
};
export const expm1: Unary = missing('expm1');
export const log: Unary = missing('log');
export const sin: Unary = missing('sin');
export const cos: Unary = missing('cos');
export const erf: Unary = missing('erf');
export const softplus: Unary = missing('softplus');
export const pow: Binary = missing('pow');

/** Ops whose function is still missing: they stay with the stock kernels. */
export const unwritten: ReadonlySet<string> = new Set(['expm1', 'log', 'sin', 'cos', 'erf', 'softplus', 'pow']);
