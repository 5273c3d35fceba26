import { addDims, constantDim, printDim, staticSize } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from '../op/op.ts';
import { one, requireAxis } from '../op/operands.ts';
import { elementCount } from '../op/tensor64.ts';
import { padWithZeros } from './slice.ts';

/** Element `index` along the leading axis. @throws RangeError if there is none. */
export function elementAt(x: Tensor64, index: number): Tensor64 {
  const [count = 0, ...shape] = x.shape;
  if (index < 0 || index >= count) throw new RangeError(`element ${index} of a leading axis of ${count}`);
  const size = elementCount(shape);
  return { dtype: x.dtype, shape, data: x.data.slice(index * size, (index + 1) * size) };
}

/** X[index], an element along the leading axis. */
export const take: OpDef<'take'> = {
  level: 'core',
  infer: (inputs, { index }) => {
    const x = one('take', inputs);
    requireAxis('take', x, 0);
    const count = x.shape[0] ?? {};
    if (!Number.isInteger(index) || index < 0 || index >= (staticSize(count) ?? Number.POSITIVE_INFINITY))
      throw new OpTypeError(`take of an element that is not there`, `0 <= index < ${printDim(count)}`, `${index}`, [0]);
    return [{ dtype: x.dtype, shape: x.shape.slice(1) }];
  },
};

export const evaluateTake: EvaluateRule<'take'> = (inputs, { index }) => [elementAt(one('take', inputs), index)];

export const takeGradient: GradientRule<'take'> = (terms, site) => {
  const { index } = site.attrs;
  const [count = {}, ...element] = site.inputType(0).shape;
  const row = terms.reshape(site.cotangent(0), [constantDim(1), ...element]);
  return [padWithZeros(terms, row, 0, constantDim(index), addDims(count, constantDim(index + 1), -1))];
};
