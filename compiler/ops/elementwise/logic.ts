import { broadcastShapes } from '../op/broadcasting.ts';
import type { PlainElementwise } from '../op/op.ts';
import { one, requireDtype, two } from '../op/operands.ts';

interface Connective {
  readonly scalar: (a: number, b: number) => number;
  readonly stock: string;
}

const connective = (op: string, { scalar, stock }: Connective): PlainElementwise => ({
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireDtype(op, a, 0, 'bool');
    requireDtype(op, b, 1, 'bool');
    return [{ dtype: 'bool', shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  inPlace: false,
  commutesWithSlices: true,
  stock,
  singular: null,
  scalar,
});

/** Whether a and b. */
export const and: PlainElementwise = connective('and', {
  scalar: (a, b) => Number(a !== 0 && b !== 0),
  stock: 'LogicalAnd',
});
/** Whether a or b. */
export const or: PlainElementwise = connective('or', {
  scalar: (a, b) => Number(a !== 0 || b !== 0),
  stock: 'LogicalOr',
});

const negation = (x: number): number => Number(x === 0);
/** Whether not x. */
export const not: PlainElementwise = {
  level: 'core',
  infer: (inputs) => {
    const x = one('not', inputs);
    requireDtype('not', x, 0, 'bool');
    return [x];
  },
  inPlace: false,
  commutesWithSlices: true,
  stock: 'LogicalNot',
  singular: null,
  scalar: negation,
};
