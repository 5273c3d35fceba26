import type { PlainOp } from '../../ir/elementwise-ops.ts';
import type { Dtype, ValueId } from '../../ir/types.ts';
import { broadcastShapes, broadcastSizes, stretch } from '../op/broadcasting.ts';
import type { GradientRule, GradientSite, Terms } from '../op/gradient.ts';
import type { ElementwiseRow, PlainElementwise, Tensor64, VectorDtypes } from '../op/op.ts';
import { requireDtype, requireSameDtype, two } from '../op/operands.ts';
import type { Lanes, VectorCode } from '../op/vector-code.ts';
import * as vectorMath from './vector-math.ts';

/** `f` of the elements of `a` and `b` under the broadcast rule. */
export function zipElements(a: Tensor64, b: Tensor64, dtype: Dtype, f: (x: number, y: number) => number): Tensor64 {
  const shape = broadcastSizes([a.shape, b.shape]);
  const right = stretch(b, shape);
  return { dtype, shape, data: stretch(a, shape).map((x, i) => f(x, right[i] ?? Number.NaN)) };
}

interface Binary {
  readonly doc: string;
  readonly scalar: (a: number, b: number) => number;
  /** The same operation on int32, wrapping modulo 2^32 as machine arithmetic does; null where there is none. */
  readonly integers: ((a: number, b: number) => number) | null;
  readonly gradient: GradientRule<PlainOp>;
  readonly stock: string | null;
  readonly singular?: ElementwiseRow['singular'];
  readonly spreads?: ElementwiseRow['spreads'];
  readonly vector: (code: VectorCode, a: Lanes, b: Lanes, dtypes: VectorDtypes) => Lanes;
}

const binary = (
  op: string,
  { doc, scalar, integers, gradient, stock, singular = null, spreads, vector }: Binary,
): PlainElementwise => ({
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
    return [zipElements(a, b, a.dtype, a.dtype === 'int32' && integers !== null ? integers : scalar)];
  },
  gradient,
  inPlace: true,
  commutesWithSlices: true,
  ...(spreads === undefined ? {} : { spreads }),
  stock,
  singular,
  scalar,
  vector: (code, operands, dtypes) => vector(code, ...two(op, operands), dtypes),
});

/** One instruction for either dtype. */
const instruction =
  (floats: string, integers: string) =>
  (code: VectorCode, a: Lanes, b: Lanes, { operand }: VectorDtypes): Lanes =>
    code.op(operand === 'int32' ? integers : floats, a, b);

type Slope = (terms: Terms, g: ValueId, site: GradientSite<PlainOp>) => ValueId;

/** Cotangents of both operands, summed over the axes along which each was stretched. */
const slopes =
  (a: Slope, b: Slope): GradientRule<PlainOp> =>
  (terms, site) =>
    [a, b].map((slope, i) =>
      site.wants(i) ? terms.sumTo(slope(terms, site.cotangent(0), site), site.inputType(i).shape) : null,
    );

/**
 * Where both operands are equal, each takes half of the cotangent, as in PyTorch. So a smooth function written with them has the right gradient
 * there.
 */
const whereFirst =
  (wins: 'greater' | 'less', first: boolean): Slope =>
  (t, g, site) => {
    const [a, b] = [site.input(0), site.input(1)];
    const half = t.choose(t.emit('equal', [a, b], {}), t.times(g, 0.5), t.number(0));
    const won = t.emit(wins, first ? [a, b] : [b, a], {});
    return t.choose(won, g, half);
  };

/** IEEE 754 pow, which unlike ECMAScript gives 1 for 1 to any power and for -1 to an infinite one. */
const power = (x: number, y: number): number =>
  x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;

export const add: PlainElementwise = binary('add', {
  doc: 'a + b',
  scalar: (x, y) => x + y,
  integers: (x, y) => (x + y) | 0,
  gradient: slopes(
    (_t, g) => g,
    (_t, g) => g,
  ),
  stock: 'Add',
  vector: instruction('f32x4.add', 'i32x4.add'),
});
export const sub: PlainElementwise = binary('sub', {
  doc: 'a - b',
  scalar: (x, y) => x - y,
  integers: (x, y) => (x - y) | 0,
  gradient: slopes(
    (_t, g) => g,
    (t, g) => t.neg(g),
  ),
  stock: 'Sub',
  vector: instruction('f32x4.sub', 'i32x4.sub'),
});
export const mul: PlainElementwise = binary('mul', {
  doc: 'a * b',
  scalar: (x, y) => x * y,
  integers: Math.imul,
  gradient: slopes(
    (t, g, site) => t.mul(g, site.input(1)),
    (t, g, site) => t.mul(g, site.input(0)),
  ),
  spreads: 'together',
  stock: 'Multiply',
  vector: instruction('f32x4.mul', 'i32x4.mul'),
});
export const div: PlainElementwise = binary('div', {
  doc: 'a / b',
  scalar: (x, y) => x / y,
  integers: null,
  gradient: slopes(
    (t, g, site) => t.div(g, site.input(1)),
    (t, g, site) => t.neg(t.div(t.mul(g, site.output(0)), site.input(1))),
  ),
  spreads: [1],
  stock: 'RealDiv',
  singular: { operand: 1, fill: 1 },
  vector: (code, a, b) => code.op('f32x4.div', a, b),
});
export const pow: PlainElementwise = binary('pow', {
  doc: 'a to the power b',
  scalar: power,
  integers: null,
  gradient: slopes(
    (t, g, site) => {
      const [a, b] = [site.input(0), site.input(1)];
      const slope = t.mul(b, t.emit('pow', [a, t.sub(b, t.number(1))], {}));
      // the derivative of a^0 is 0 also at a = 0, where the formula 0 * 0^-1 would give NaN
      return t.mul(g, t.choose(t.emit('equal', [b, t.number(0)], {}), t.number(0), slope));
    },
    (t, g, site) => {
      const a = site.input(0);
      // the logarithm exists for positive bases alone; as in PyTorch and TensorFlow the others give 0
      const positive = t.emit('greater', [a, t.number(0)], {});
      const log = t.emit('log', [t.choose(positive, a, t.number(1))], {});
      return t.mul(g, t.mul(site.output(0), t.choose(positive, log, t.number(0))));
    },
  ),
  spreads: [0, 1],
  stock: 'Pow',
  singular: { operand: 0, fill: 1 },
  vector: vectorMath.pow,
});
export const minimum: PlainElementwise = binary('minimum', {
  doc: 'the smaller of a and b; NaN if either is',
  scalar: Math.min,
  integers: Math.min,
  gradient: slopes(whereFirst('less', true), whereFirst('less', false)),
  stock: null,
  vector: instruction('f32x4.min', 'i32x4.min_s'),
});
export const maximum: PlainElementwise = binary('maximum', {
  doc: 'the greater of a and b; NaN if either is',
  scalar: Math.max,
  integers: Math.max,
  gradient: slopes(whereFirst('greater', true), whereFirst('greater', false)),
  stock: null,
  vector: instruction('f32x4.max', 'i32x4.max_s'),
});
