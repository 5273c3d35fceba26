import { constantDim, printShape, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { Dtype, ValueId } from '../ir/types.ts';
import type { GradientRule, GradientSite, Terms } from './op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from './op/op.ts';
import { one, requireAxis, requireDtype } from './op/operands.ts';
import { elementCount, positions, rowMajorStrides } from './op/tensor64.ts';

type Reduction = 'reduce_sum' | 'reduce_mean' | 'reduce_max';

const withoutAxes = <T>(shape: readonly T[], axes: readonly number[], keepDims: boolean, kept: T): readonly T[] =>
  shape.flatMap((d, axis) => (!axes.includes(axis) ? [d] : keepDims ? [kept] : []));

function reduced(x: Tensor64, axes: readonly number[], keepDims: boolean, start: number, step: Step): Tensor64 {
  const ones = withoutAxes(x.shape, axes, true, 1);
  const own = rowMajorStrides(ones);
  const strides = x.shape.map((_, axis) => (axes.includes(axis) ? 0 : (own[axis] ?? 0)));
  const into = positions(x.shape, strides);
  const data = new Float64Array(elementCount(ones)).fill(start);
  for (let i = 0; i < x.data.length; i++) {
    const at = into[i] ?? 0;
    data[at] = step(data[at] ?? start, x.data[i] ?? Number.NaN);
  }
  return { dtype: x.dtype, shape: withoutAxes(x.shape, axes, keepDims, 1), data };
}
type Step = (sum: number, value: number) => number;

const reduction = (op: Reduction, dtypes: readonly Dtype[]): OpDef<Reduction> => ({
  level: 'core',
  infer: (inputs, { axes, keepDims }) => {
    const x = one(op, inputs);
    requireDtype(op, x, 0, ...dtypes);
    for (const axis of axes) requireAxis(op, x, axis);
    if (axes.length === 0 || axes.some((axis, i) => i > 0 && axis <= (axes[i - 1] ?? -1)))
      throw new OpTypeError(
        `${op} of ${printShape(x.shape)} over axes that are missing or out of order`,
        'one or more axes, ascending',
        `[${axes.join(', ')}]`,
        [0],
      );
    return [{ dtype: x.dtype, shape: withoutAxes(x.shape, axes, keepDims, constantDim(1)) }];
  },
});

/** Sum over axes; int32 wraps. */
export const reduce_sum: OpDef<'reduce_sum'> = reduction('reduce_sum', ['float32', 'int32']);
/** Mean over axes; NaN of nothing. */
export const reduce_mean: OpDef<'reduce_mean'> = reduction('reduce_mean', ['float32']);
/** Greatest over axes; NaN if any is, -Infinity (the least int32) of nothing. */
export const reduce_max: OpDef<'reduce_max'> = reduction('reduce_max', ['float32', 'int32']);

/** A result of the reduction reshaped so that the reduced axes are there again, with size 1. */
function kept(terms: Terms, site: GradientSite<Reduction>, x: ValueId): ValueId {
  const { shape } = site.inputType(0);
  return terms.reshape(x, withoutAxes(shape, site.attrs.axes, true, constantDim(1)));
}

const spread = (terms: Terms, site: GradientSite<Reduction>): ValueId =>
  terms.stretch(kept(terms, site, site.cotangent(0)), site.inputType(0).shape);

/** How many elements one result is made of, as a scalar. */
function countOf(terms: Terms, site: GradientSite<Reduction>): ValueId {
  const { shape } = site.inputType(0);
  const reducedDims = site.attrs.axes.map((axis) => shape[axis] ?? constantDim(1));
  const size = staticSize(sizeOfShape(reducedDims));
  if (size !== null) return terms.number(size);
  const axes = reducedDims.map((_, axis) => axis);
  return terms.emit('reduce_sum', [terms.filled(1, reducedDims)], { axes, keepDims: false });
}

const sum = (x: Tensor64, axes: readonly number[], keepDims: boolean): Tensor64 =>
  reduced(x, axes, keepDims, 0, x.dtype === 'int32' ? (s, v) => (s + v) | 0 : (s, v) => s + v);

export const evaluateReduceSum: EvaluateRule<'reduce_sum'> = (inputs, { axes, keepDims }) => [
  sum(one('reduce_sum', inputs), axes, keepDims),
];

export const reduceSumGradient: GradientRule<'reduce_sum'> = (terms, site) => [spread(terms, site)];

export const evaluateReduceMean: EvaluateRule<'reduce_mean'> = (inputs, { axes, keepDims }) => {
  const x = one('reduce_mean', inputs);
  const total = sum(x, axes, keepDims);
  const count = elementCount(axes.map((axis) => x.shape[axis] ?? 1));
  return [{ ...total, data: total.data.map((s) => s / count) }];
};

export const reduceMeanGradient: GradientRule<'reduce_mean'> = (terms, site) => [
  terms.div(spread(terms, site), countOf(terms, site)),
];

export const evaluateReduceMax: EvaluateRule<'reduce_max'> = (inputs, { axes, keepDims }) => {
  const x = one('reduce_max', inputs);
  const least = x.dtype === 'int32' ? -(2 ** 31) : Number.NEGATIVE_INFINITY;
  return [reduced(x, axes, keepDims, least, Math.max)];
};

/** Elements that tie for the greatest share its cotangent evenly (PyTorch amax, TensorFlow reduce_max). */
export const reduceMaxGradient: GradientRule<'reduce_max'> = (terms, site) => {
  const is = terms.emit('equal', [site.input(0), kept(terms, site, site.output(0))], {});
  const share = terms.emit('cast', [is], { dtype: 'float32' });
  const ties = terms.emit('reduce_sum', [share], { axes: site.attrs.axes, keepDims: true });
  return [terms.mul(terms.div(share, ties), kept(terms, site, site.cotangent(0)))];
};
