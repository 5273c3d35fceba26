import type { Dtype } from '../ir/graph.ts';
import { broadcastShapes, broadcastSizes, stretch } from './broadcast.ts';
import type { OpDef, Tensor64 } from './op.ts';
import { requireDtype, requireSameDtype, two } from './operands.ts';

type Binary = 'add' | 'sub' | 'mul' | 'div' | 'pow' | 'minimum' | 'maximum';

/** `f` of the elements of `a` and `b` under the broadcast rule. */
export function zipElements(a: Tensor64, b: Tensor64, dtype: Dtype, f: (x: number, y: number) => number): Tensor64 {
  const shape = broadcastSizes([a.shape, b.shape]);
  const right = stretch(b, shape);
  return { dtype, shape, data: stretch(a, shape).map((x, i) => f(x, right[i] ?? Number.NaN)) };
}

/** `integers` is the same operation on int32, wrapping modulo 2^32 as machine arithmetic does; null where there is none. */
const binary = (
  op: Binary,
  doc: string,
  floats: (x: number, y: number) => number,
  integers: ((x: number, y: number) => number) | null,
): OpDef<Binary> => ({
  doc,
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two(op, inputs);
    requireDtype(op, a, 0, 'float32', ...(integers === null ? [] : (['int32'] as const)));
    requireSameDtype(op, a, b, 1);
    return [{ dtype: a.dtype, shape: broadcastShapes(op, [a.shape, b.shape]) }];
  },
  evaluate: (inputs) => {
    const [a, b] = two(op, inputs);
    return [zipElements(a, b, a.dtype, a.dtype === 'int32' && integers !== null ? integers : floats)];
  },
});

/** IEEE 754 pow, which unlike ECMAScript gives 1 for 1 to any power and for -1 to an infinite one. */
const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;

export const add = binary(
  'add',
  'a + b',
  (x, y) => x + y,
  (x, y) => (x + y) | 0,
);
export const sub = binary(
  'sub',
  'a - b',
  (x, y) => x - y,
  (x, y) => (x - y) | 0,
);
export const mul = binary('mul', 'a * b', (x, y) => x * y, Math.imul);
export const div = binary('div', 'a / b', (x, y) => x / y, null);
export const pow = binary('pow', 'a to the power b', power, null);
export const minimum = binary('minimum', 'the smaller of a and b; NaN if either is', Math.min, Math.min);
export const maximum = binary('maximum', 'the greater of a and b; NaN if either is', Math.max, Math.max);
