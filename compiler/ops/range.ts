import { evaluateDim } from '../ir/dim.ts';
import type { OpDef } from './op/op.ts';
import { none } from './op/operands.ts';

export const range: OpDef<'range'> = {
  doc: '0, 1, …, length - 1',
  level: 'core',
  infer: (inputs, { length }) => {
    none('range', inputs);
    return [{ dtype: 'int32', shape: [length] }];
  },
  evaluate: (_inputs, { length }, { sizes }) => {
    const count = evaluateDim(length, sizes);
    return [{ dtype: 'int32', shape: [count], data: Float64Array.from({ length: count }, (_, i) => i) }];
  },
  gradient: 'flat',
};
