import type { Dtype } from '../../ir/types.ts';
import { broadcastShapes } from '../op/broadcasting.ts';
import type { ElementwiseRow, PlainElementwise } from '../op/op.ts';
import { requireDtype, requireSameDtype, two } from '../op/operands.ts';

interface Binary {
  readonly scalar: (a: number, b: number) => number;
  readonly dtypes: readonly Dtype[];
  readonly stock: string | null;
  readonly singular?: ElementwiseRow['singular'];
  readonly spreads?: ElementwiseRow['spreads'];
}

const binary = (op: string, { scalar, dtypes, stock, singular = null, spreads }: Binary): PlainElementwise => ({
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireDtype(op, a, 0, ...dtypes);
    requireSameDtype(op, a, b, 1);
    return [{ dtype: a.dtype, shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  inPlace: true,
  commutesWithSlices: true,
  ...(spreads === undefined ? {} : { spreads }),
  stock,
  singular,
  scalar,
});

/** IEEE 754 pow, which unlike ECMAScript gives 1 for 1 to any power and for -1 to an infinite one. */
const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;

/** A + b. */
export const add: PlainElementwise = binary('add', {
  scalar: (x, y) => x + y,
  dtypes: ['float32', 'int32'],
  stock: 'Add',
});
/** A - b. */
export const sub: PlainElementwise = binary('sub', {
  scalar: (x, y) => x - y,
  dtypes: ['float32', 'int32'],
  stock: 'Sub',
});
/** A * b. */
export const mul: PlainElementwise = binary('mul', {
  scalar: (x, y) => x * y,
  dtypes: ['float32', 'int32'],
  spreads: 'together',
  stock: 'Multiply',
});
/** A / b. */
export const div: PlainElementwise = binary('div', {
  scalar: (x, y) => x / y,
  dtypes: ['float32'],
  spreads: [1],
  stock: 'RealDiv',
  singular: { operand: 1, fill: 1 },
});
/** A to the power b. */
export const pow: PlainElementwise = binary('pow', {
  scalar: power,
  dtypes: ['float32'],
  spreads: [0, 1],
  stock: 'Pow',
  singular: { operand: 0, fill: 1 },
});
/** The smaller of a and b; NaN if either is. */
export const minimum: PlainElementwise = binary('minimum', {
  scalar: Math.min,
  dtypes: ['float32', 'int32'],
  stock: null,
});
/** The greater of a and b; NaN if either is. */
export const maximum: PlainElementwise = binary('maximum', {
  scalar: Math.max,
  dtypes: ['float32', 'int32'],
  stock: null,
});
