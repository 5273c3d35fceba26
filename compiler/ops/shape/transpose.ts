import { printShape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { one } from '../op/operands.ts';
import { rowMajorStrides, zeros64 } from '../op/tensor64.ts';

/** The entries of `list` in the order of `permutation`. */
const permute = <T>(list: readonly T[], permutation: readonly number[]): T[] =>
  permutation.flatMap((axis) => list.slice(axis, axis + 1));

/** Axis i of the result is axis permutation[i] of x. */
export const transpose: OpDef<'transpose'> = {
  level: 'core',
  infer: (inputs, { permutation }) => {
    const x = one('transpose', inputs);
    const axes = x.shape.map((_, axis) => axis);
    if (permutation.length !== axes.length || !axes.every((axis) => permutation.includes(axis)))
      throw new OpTypeError(
        `transpose of ${printShape(x.shape)} by something that is no order of its axes`,
        `an order of [${axes.join(', ')}]`,
        `[${permutation.join(', ')}]`,
        [0],
      );
    return [{ dtype: x.dtype, shape: permute(x.shape, permutation) }];
  },
};

export const evaluateTranspose: EvaluateRule<'transpose'> = (inputs, { permutation }) => {
  const x = one('transpose', inputs);
  const result = zeros64(x.dtype, permute(x.shape, permutation));
  const steps = permute(rowMajorStrides(x.shape), permutation);
  const strides = rowMajorStrides(result.shape);
  for (let i = 0; i < result.data.length; i++) {
    let from = 0;
    let rest = i;
    for (const [axis, stride] of strides.entries()) {
      const index = Math.floor(rest / stride);
      rest -= index * stride;
      from += index * (steps[axis] ?? 0);
    }
    result.data[i] = x.data[from] ?? Number.NaN;
  }
  return [result];
};

export const transposeGradient: GradientRule<'transpose'> = (terms, site) => {
  const { permutation } = site.attrs;
  const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
  return [terms.emit('transpose', [site.cotangent(0)], { permutation: inverse })];
};
