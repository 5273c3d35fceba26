import { addDims, type Dim, evaluateDim, printDim, printShape, staticSize } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { GradientRule, Terms } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from '../op/op.ts';
import { one, requireAxis } from '../op/operands.ts';
import { aroundAxis } from '../op/tensor64.ts';

/** x[start:end] along `axis`. @throws RangeError if that is not within x. */
export function cut(x: Tensor64, axis: number, start: number, end: number): Tensor64 {
  const { outer, size, inner } = aroundAxis(x.shape, axis);
  if (start < 0 || end < start || end > size)
    throw new RangeError(`slice ${start}:${end} of axis ${axis} leaves [${x.shape.join(', ')}]`);
  const run = (end - start) * inner;
  const data = new Float64Array(outer * run);
  for (let o = 0; o < outer; o++) {
    const from = (o * size + start) * inner;
    data.set(x.data.subarray(from, from + run), o * run);
  }
  return { dtype: x.dtype, shape: x.shape.with(axis, end - start), data };
}

/** `x` with zeros before and after it along `axis`; a static size of 0 adds nothing. */
export function padWithZeros(terms: Terms, x: ValueId, axis: number, before: Dim, after: Dim): ValueId {
  const { shape } = terms.typeOf(x);
  const zeros = (size: Dim): ValueId[] =>
    staticSize(size) === 0 ? [] : [terms.filled(0, shape.with(axis, size), terms.typeOf(x).dtype)];
  return terms.emit('concat', [...zeros(before), x, ...zeros(after)], { axis });
}

/** X[start:end] along an axis. */
export const slice: OpDef<'slice'> = {
  level: 'core',
  infer: (inputs, { axis, start, end }) => {
    const x = one('slice', inputs);
    requireAxis('slice', x, axis);
    const size = x.shape[axis] ?? {};
    const length = addDims(end, start, -1);
    const [first, count, beyond] = [staticSize(start), staticSize(length), staticSize(addDims(size, end, -1))];
    // Bounds with symbols in them are checked again when the sizes are known.
    if ((first !== null && first < 0) || (count !== null && count < 1) || (beyond !== null && beyond < 0))
      throw new OpTypeError(
        `slice ${printDim(start)}:${printDim(end)} is empty or leaves an axis of size ${printDim(size)}`,
        `0 <= start < end <= ${printDim(size)}`,
        `${printDim(start)}:${printDim(end)} of ${printShape(x.shape)}`,
        [0],
      );
    return [{ dtype: x.dtype, shape: x.shape.with(axis, length) }];
  },
};

export const evaluateSlice: EvaluateRule<'slice'> = (inputs, { axis, start, end }, { sizes }) => [
  cut(one('slice', inputs), axis, evaluateDim(start, sizes), evaluateDim(end, sizes)),
];

export const sliceGradient: GradientRule<'slice'> = (terms, site) => {
  const { axis, start, end } = site.attrs;
  const { shape } = site.inputType(0);
  return [padWithZeros(terms, site.cotangent(0), axis, start, addDims(shape[axis] ?? {}, end, -1))];
};
