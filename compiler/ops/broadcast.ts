import { equalDims, evaluateShape, isStatic, printShape } from '../ir/dim.ts';
import { stretch } from './op/broadcasting.ts';
import type { GradientRule } from './op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from './op/op.ts';
import { one } from './op/operands.ts';
import { tensor64 } from './op/tensor64.ts';

/** X stretched to a shape: aligned right, static 1s repeated. */
export const broadcast: OpDef<'broadcast'> = {
  level: 'core',
  infer: (inputs, { shape }) => {
    const x = one('broadcast', inputs);
    const missing = shape.length - x.shape.length;
    const fits =
      missing >= 0 && x.shape.every((d, axis) => isStatic(d, 1) || equalDims(d, shape[axis + missing] ?? {}));
    if (!fits)
      throw new OpTypeError(
        `${printShape(x.shape)} does not stretch to ${printShape(shape)}`,
        `${printShape(shape)}, or 1 where the sizes differ`,
        printShape(x.shape),
        [0],
      );
    return [{ dtype: x.dtype, shape }];
  },
};

export const evaluateBroadcast: EvaluateRule<'broadcast'> = (inputs, { shape }, { sizes }) => {
  const x = one('broadcast', inputs);
  const to = evaluateShape(shape, sizes);
  return [tensor64(x.dtype, to, stretch(x, to))];
};

export const broadcastGradient: GradientRule<'broadcast'> = (terms, site) => [
  terms.sumTo(site.cotangent(0), site.inputType(0).shape),
];
