import { equalDims, evaluateShape, printDim, printShape, sizeOfShape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { one } from '../op/operands.ts';
import { tensor64 } from '../op/tensor64.ts';

/** The same elements in the same order under another shape. */
export const reshape: OpDef<'reshape'> = {
  level: 'core',
  infer: (inputs, { shape }) => {
    const x = one('reshape', inputs);
    const [before, after] = [sizeOfShape(x.shape), sizeOfShape(shape)];
    if (!equalDims(before, after))
      throw new OpTypeError(
        `${printShape(x.shape)} has not as many elements as ${printShape(shape)}`,
        `${printShape(shape)} with ${printDim(after)} elements`,
        `${printShape(x.shape)} with ${printDim(before)}`,
        [0],
      );
    return [{ dtype: x.dtype, shape }];
  },
};

export const evaluateReshape: EvaluateRule<'reshape'> = (inputs, { shape }, { sizes }) => {
  const x = one('reshape', inputs);
  return [tensor64(x.dtype, evaluateShape(shape, sizes), x.data)];
};

export const reshapeGradient: GradientRule<'reshape'> = (terms, site) => [
  terms.reshape(site.cotangent(0), site.inputType(0).shape),
];
