import { broadcastShapes } from '../op/broadcasting.ts';
import type { PlainElementwise } from '../op/op.ts';
import { requireSameDtype, two } from '../op/operands.ts';

interface Comparison {
  readonly holds: (a: number, b: number) => boolean;
  readonly stock: string;
}

const comparison = (op: string, { holds, stock }: Comparison): PlainElementwise => ({
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireSameDtype(op, a, b, 1);
    return [{ dtype: 'bool', shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  inPlace: false,
  commutesWithSlices: true,
  stock,
  singular: null,
  scalar: (a, b) => Number(holds(a, b)),
});

/** Whether a < b. */
export const less: PlainElementwise = comparison('less', {
  holds: (a, b) => a < b,
  stock: 'Less',
});
/** Whether a <= b. */
export const less_equal: PlainElementwise = comparison('less_equal', {
  holds: (a, b) => a <= b,
  stock: 'LessEqual',
});
/** Whether a > b. */
export const greater: PlainElementwise = comparison('greater', {
  holds: (a, b) => a > b,
  stock: 'Greater',
});
/** Whether a >= b. */
export const greater_equal: PlainElementwise = comparison('greater_equal', {
  holds: (a, b) => a >= b,
  stock: 'GreaterEqual',
});
/** Whether a = b; NaN equals nothing. */
export const equal: PlainElementwise = comparison('equal', {
  holds: (a, b) => a === b,
  stock: 'Equal',
});
/** Whether a and b differ; NaN differs from all. */
export const not_equal: PlainElementwise = comparison('not_equal', {
  holds: (a, b) => a !== b,
  stock: 'NotEqual',
});
