import { LOOSE } from './term.ts';

/** Operators of ONNX in the words of equations. */
export const BINARY: { readonly [operator: string]: { readonly sign: string; readonly tightness: number } } = {
  Add: { sign: '+', tightness: LOOSE.sum },
  Sub: { sign: '-', tightness: LOOSE.sum },
  Mul: { sign: '*', tightness: LOOSE.product },
  Div: { sign: '/', tightness: LOOSE.product },
  Less: { sign: '<', tightness: LOOSE.compare },
  LessOrEqual: { sign: '<=', tightness: LOOSE.compare },
  Greater: { sign: '>', tightness: LOOSE.compare },
  GreaterOrEqual: { sign: '>=', tightness: LOOSE.compare },
  Equal: { sign: '==', tightness: LOOSE.compare },
  And: { sign: 'and', tightness: LOOSE.and },
  Or: { sign: 'or', tightness: LOOSE.or },
};
export const CALLS_OF_TWO: { readonly [operator: string]: string } = { Min: 'minimum', Max: 'maximum', Pow: 'pow' };
export const REDUCTIONS: { readonly [operator: string]: string } = {
  ReduceSum: 'sum',
  ReduceMean: 'mean',
  ReduceMax: 'max',
};
