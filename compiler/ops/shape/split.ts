import { addDims, constantDim, equalDims, evaluateDim, printDim, printShape, staticSize } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { one, requireAxis } from '../op/operands.ts';
import { cut } from './slice.ts';

/** X cut along an axis into parts of given sizes. */
export const split: OpDef<'split'> = {
  level: 'core',
  infer: (inputs, { axis, sizes }) => {
    const x = one('split', inputs);
    requireAxis('split', x, axis);
    const whole = x.shape[axis] ?? {};
    const total = sizes.reduce((sum, d) => addDims(sum, d), constantDim(0));
    const parts = (between: string): string => sizes.map(printDim).join(between);
    if (sizes.some((d) => (staticSize(d) ?? 1) < 1))
      throw new OpTypeError('split into an empty part', 'sizes of at least 1', `[${parts(', ')}]`, [0]);
    if (!equalDims(total, whole))
      throw new OpTypeError(
        `split of ${printShape(x.shape)} along axis ${axis} into parts that do not add up to ${printDim(whole)}`,
        printDim(whole),
        `${parts(' + ')} = ${printDim(total)}`,
        [0],
      );
    return sizes.map((d) => ({ dtype: x.dtype, shape: x.shape.with(axis, d) }));
  },
};

export const evaluateSplit: EvaluateRule<'split'> = (inputs, { axis, sizes }, context) => {
  const x = one('split', inputs);
  let start = 0;
  return sizes.map((d) => {
    const end = start + evaluateDim(d, context.sizes);
    const part = cut(x, axis, start, end);
    start = end;
    return part;
  });
};

export const splitGradient: GradientRule<'split'> = (terms, site) => {
  const { axis, sizes } = site.attrs;
  return [
    terms.emit(
      'concat',
      sizes.map((_, i) => site.cotangent(i)),
      { axis },
    ),
  ];
};
