import type { Dtype, ValueId } from '../ir/graph.ts';
import { broadcastShapes, broadcastSizes, stretch } from './broadcast.ts';
import type { GradientRule, GradientSite, Terms } from './gradient.ts';
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
  gradient: GradientRule<Binary>,
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
  gradient,
});

type Slope = (terms: Terms, g: ValueId, site: GradientSite<Binary>) => ValueId;

/** Cotangents of both operands, summed over the axes along which each was stretched. */
const slopes =
  (a: Slope, b: Slope): GradientRule<Binary> =>
  (terms, site) =>
    [a, b].map((slope, i) =>
      site.wants(i) ? terms.sumTo(slope(terms, site.cotangent(0), site), site.inputType(i).shape) : null,
    );

/** At a tie both operands take half, as in PyTorch: then the gradient of a smooth function written with them is right there too. */
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

export const add = binary(
  'add',
  'a + b',
  (x, y) => x + y,
  (x, y) => (x + y) | 0,
  slopes(
    (_t, g) => g,
    (_t, g) => g,
  ),
);
export const sub = binary(
  'sub',
  'a - b',
  (x, y) => x - y,
  (x, y) => (x - y) | 0,
  slopes(
    (_t, g) => g,
    (t, g) => t.neg(g),
  ),
);
export const mul = binary(
  'mul',
  'a * b',
  (x, y) => x * y,
  Math.imul,
  slopes(
    (t, g, site) => t.mul(g, site.input(1)),
    (t, g, site) => t.mul(g, site.input(0)),
  ),
);
export const div = binary(
  'div',
  'a / b',
  (x, y) => x / y,
  null,
  slopes(
    (t, g, site) => t.div(g, site.input(1)),
    (t, g, site) => t.neg(t.div(t.mul(g, site.output(0)), site.input(1))),
  ),
);
export const pow = binary(
  'pow',
  'a to the power b',
  power,
  null,
  slopes(
    (t, g, site) => {
      const [a, b] = [site.input(0), site.input(1)];
      const slope = t.mul(b, t.emit('pow', [a, t.sub(b, t.number(1))], {}));
      // a^0 is flat at 0 too, where 0 * 0^-1 would be NaN
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
);
export const minimum = binary(
  'minimum',
  'the smaller of a and b; NaN if either is',
  Math.min,
  Math.min,
  slopes(whereFirst('less', true), whereFirst('less', false)),
);
export const maximum = binary(
  'maximum',
  'the greater of a and b; NaN if either is',
  Math.max,
  Math.max,
  slopes(whereFirst('greater', true), whereFirst('greater', false)),
);
