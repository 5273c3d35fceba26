import { InternalError } from '../diagnostics/diagnostic.ts';
import type { Lanes, VectorCode } from './vector-code.ts';

type Unary = (code: VectorCode, x: Lanes) => Lanes;
type Binary = (code: VectorCode, a: Lanes, b: Lanes) => Lanes;

const missing = (name: string) => (): never => {
  throw new InternalError(`${name} has no vector code yet`);
};

export const exp: Unary = missing('exp');
export const expm1: Unary = missing('expm1');
export const log: Unary = missing('log');
export const sigmoid: Unary = missing('sigmoid');
export const tanh: Unary = missing('tanh');
export const sin: Unary = missing('sin');
export const cos: Unary = missing('cos');
export const erf: Unary = missing('erf');
export const softplus: Unary = missing('softplus');
export const pow: Binary = missing('pow');
