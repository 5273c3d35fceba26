import type { ElementwiseOp, PlainOp } from '../../ir/elementwise-ops.ts';
import type { ValueId } from '../../ir/types.ts';
import type { GradientRule, GradientSite, Terms } from '../op/gradient.ts';

/** `rule(g, x, y)` is the cotangent of x. */
const slope =
  (rule: (terms: Terms, g: ValueId, x: () => ValueId, y: () => ValueId) => ValueId): GradientRule<PlainOp> =>
  (terms, site) => [
    rule(
      terms,
      site.cotangent(0),
      () => site.input(0),
      () => site.output(0),
    ),
  ];

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

/** The derivative of every elementwise op. An op of the list without one is a type error. */
export const elementwiseGradients: { readonly [K in ElementwiseOp]: GradientRule<K> } = {
  neg: slope((t, g) => t.neg(g)),
  sigmoid: slope((t, g, _x, y) => t.mul(g, t.mul(y(), t.sub(t.number(1), y())))),
  tanh: slope((t, g, _x, y) => t.mul(g, t.sub(t.number(1), t.mul(y(), y())))),
  /** Slope 0 at 0, as in PyTorch and TensorFlow. */
  relu: slope((t, g, x) => t.choose(t.emit('greater', [x(), t.number(0)], {}), g, t.number(0))),
  exp: slope((t, g, _x, y) => t.mul(g, y())),
  log: slope((t, g, x) => t.div(g, x())),
  sqrt: slope((t, g, _x, y) => t.div(t.times(g, 0.5), y())),
  rsqrt: slope((t, g, _x, y) => t.mul(t.times(g, -0.5), t.mul(y(), t.mul(y(), y())))),
  /** Slope 0 at 0. */
  abs: slope((t, g, x) => {
    const zero = t.number(0);
    const falling = t.choose(t.emit('less', [x(), zero], {}), t.neg(g), zero);
    return t.choose(t.emit('greater', [x(), zero], {}), g, falling);
  }),
  sin: slope((t, g, x) => t.mul(g, t.emit('cos', [x()], {}))),
  cos: slope((t, g, x) => t.neg(t.mul(g, t.emit('sin', [x()], {})))),
  floor: 'flat',
  erf: slope((t, g, x) => t.mul(t.times(g, 2 / Math.sqrt(Math.PI)), t.emit('exp', [t.neg(t.mul(x(), x()))], {}))),
  softplus: slope((t, g, x) => t.mul(g, t.emit('sigmoid', [x()], {}))),
  expm1: slope((t, g, _x, y) => t.mul(g, t.add(y(), t.number(1)))),
  not: 'flat',
  /** Only a cast from float to float has a gradient: the derivative of an integer or a bool is zero. */
  cast: (_terms, site) => [site.inputType(0).dtype === 'float32' ? site.cotangent(0) : null],
  add: slopes(
    (_t, g) => g,
    (_t, g) => g,
  ),
  sub: slopes(
    (_t, g) => g,
    (t, g) => t.neg(g),
  ),
  mul: slopes(
    (t, g, site) => t.mul(g, site.input(1)),
    (t, g, site) => t.mul(g, site.input(0)),
  ),
  div: slopes(
    (t, g, site) => t.div(g, site.input(1)),
    (t, g, site) => t.neg(t.div(t.mul(g, site.output(0)), site.input(1))),
  ),
  pow: slopes(
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
  minimum: slopes(whereFirst('less', true), whereFirst('less', false)),
  maximum: slopes(whereFirst('greater', true), whereFirst('greater', false)),
  select: (terms, site) => {
    const g = site.cotangent(0);
    const zero = terms.number(0);
    const branch = (i: 1 | 2): ValueId | null => {
      if (!site.wants(i)) return null;
      const part = terms.choose(site.input(0), i === 1 ? g : zero, i === 1 ? zero : g);
      return terms.sumTo(part, site.inputType(i).shape);
    };
    return [null, branch(1), branch(2)];
  },
  less: 'flat',
  less_equal: 'flat',
  greater: 'flat',
  greater_equal: 'flat',
  equal: 'flat',
  not_equal: 'flat',
  and: 'flat',
  or: 'flat',
};
