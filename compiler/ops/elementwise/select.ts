import { printType } from '../../ir/print.ts';
import type { ValueId } from '../../ir/types.ts';
import { broadcastShapes, broadcastSizes, stretch } from '../op/broadcasting.ts';
import { OpTypeError, type PlainElementwise } from '../op/op.ts';
import { requireDtype, three } from '../op/operands.ts';

export const select: PlainElementwise = {
  doc: 'a where the condition is true, b elsewhere; a NaN in the branch not chosen does not come through',
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
  evaluate: (inputs) => {
    const [condition, a, b] = three('select', inputs);
    const shape = broadcastSizes([condition.shape, a.shape, b.shape]);
    const [chosen, yes, no] = [stretch(condition, shape), stretch(a, shape), stretch(b, shape)];
    return [{ dtype: a.dtype, shape, data: yes.map((x, i) => (chosen[i] === 0 ? (no[i] ?? Number.NaN) : x)) }];
  },
  gradient: (terms, site) => {
    const g = site.cotangent(0);
    const zero = terms.number(0);
    const branch = (i: 1 | 2): ValueId | null => {
      if (!site.wants(i)) return null;
      const part = terms.choose(site.input(0), i === 1 ? g : zero, i === 1 ? zero : g);
      return terms.sumTo(part, site.inputType(i).shape);
    };
    return [null, branch(1), branch(2)];
  },
  inPlace: false,
  commutesWithSlices: true,
  stock: 'SelectV2',
  singular: null,
  scalar: (condition, a, b) => (condition === 0 ? b : a),
  vector: (code, operands) => {
    const [condition, a, b] = three('select', operands);
    return code.op('v128.bitselect', a, b, condition);
  },
};
