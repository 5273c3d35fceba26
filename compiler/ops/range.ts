import { evaluateDim } from '../ir/dim.ts';
import type { EvaluateRule, OpDef } from './op/op.ts';
import { none } from './op/operands.ts';

/** 0, 1, …, length - 1. */
export const range: OpDef<'range'> = {
  level: 'core',
  infer: (inputs, { length }) => {
    none('range', inputs);
    return [{ dtype: 'int32', shape: [length] }];
  },
};

export const evaluateRange: EvaluateRule<'range'> = (_inputs, { length }, { sizes }) => {
  const count = evaluateDim(length, sizes);
  return [{ dtype: 'int32', shape: [count], data: Float64Array.from({ length: count }, (_, i) => i) }];
};
