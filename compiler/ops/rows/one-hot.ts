import { constantDim } from '../../ir/dim.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { one, requireDtype } from '../op/operands.ts';

/** 1 at the index, 0 elsewhere, on a new last axis; zeros for an index out of range. */
export const one_hot: OpDef<'one_hot'> = {
  level: 'core',
  infer: (inputs, { depth }) => {
    const indices = one('one_hot', inputs);
    requireDtype('one_hot', indices, 0, 'int32');
    if (!Number.isInteger(depth) || depth < 1)
      throw new OpTypeError('one_hot needs a depth of at least 1', 'a positive integer', `${depth}`, []);
    return [{ dtype: 'float32', shape: [...indices.shape, constantDim(depth)] }];
  },
};

export const evaluateOneHot: EvaluateRule<'one_hot'> = (inputs, { depth }) => {
  const indices = one('one_hot', inputs);
  const data = new Float64Array(indices.data.length * depth);
  for (const [i, index] of indices.data.entries()) if (index >= 0 && index < depth) data[i * depth + index] = 1;
  return [{ dtype: 'float32', shape: [...indices.shape, depth], data }];
};
