import { printType } from '../../ir/print.ts';
import { broadcastShapes } from '../op/broadcasting.ts';
import { OpTypeError, type PlainElementwise } from '../op/op.ts';
import { requireDtype, three } from '../op/operands.ts';

/** `a` where the condition is true, b elsewhere; a NaN in the branch not chosen does not come through. */
export const select: PlainElementwise = {
  level: 'core',
  infer: (inputs) => {
    const [condition, a, b] = three('select', inputs);
    requireDtype('select', condition, 0, 'bool');
    if (a.dtype !== b.dtype)
      throw new OpTypeError(
        'select takes two branches of one dtype; there are no implicit casts',
        printType({ dtype: a.dtype, shape: b.shape }),
        printType(b),
        [2, 1],
      );
    return [{ dtype: a.dtype, shape: broadcastShapes('select', [condition.shape, a.shape, b.shape]) }];
  },
  inPlace: false,
  commutesWithSlices: true,
  stock: 'SelectV2',
  singular: null,
  scalar: (condition, a, b) => (condition === 0 ? b : a),
};
