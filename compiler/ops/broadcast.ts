import { equalDims, evaluateShape, isStatic, printShape } from '../ir/dim.ts';
import { stretch } from './op/broadcasting.ts';
import { type OpDef, OpTypeError } from './op/op.ts';
import { one } from './op/operands.ts';
import { tensor64 } from './op/tensor64.ts';

export const broadcast: OpDef<'broadcast'> = {
  doc: 'x stretched to a shape: aligned right, static 1s repeated',
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
  evaluate: (inputs, { shape }, { sizes }) => {
    const x = one('broadcast', inputs);
    const to = evaluateShape(shape, sizes);
    return [tensor64(x.dtype, to, stretch(x, to))];
  },
  gradient: (terms, site) => [terms.sumTo(site.cotangent(0), site.inputType(0).shape)],
};
