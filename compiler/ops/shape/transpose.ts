import { printShape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { one } from '../op/operands.ts';
import { positions, rowMajorStrides, takeAt } from '../op/tensor64.ts';

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
  const shape = permute(x.shape, permutation);
  const data = takeAt(x.data, positions(shape, permute(rowMajorStrides(x.shape), permutation)));
  return [{ dtype: x.dtype, shape, data }];
};

export const transposeGradient: GradientRule<'transpose'> = (terms, site) => {
  const { permutation } = site.attrs;
  const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
  return [terms.emit('transpose', [site.cotangent(0)], { permutation: inverse })];
};
