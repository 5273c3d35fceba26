import type { Dtype } from '../../ir/types.ts';
import type { Tensor64 } from './op.ts';

export const elementCount = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);

/** @throws RangeError if the data does not fill the shape. */
export function tensor64(dtype: Dtype, shape: readonly number[], data: ArrayLike<number>): Tensor64 {
  if (data.length !== elementCount(shape))
    throw new RangeError(`${data.length} elements do not fill [${shape.join(', ')}]`);
  return { dtype, shape, data: data instanceof Float64Array ? data : Float64Array.from(data) };
}

export const zeros64 = (dtype: Dtype, shape: readonly number[]): Tensor64 => ({
  dtype,
  shape,
  data: new Float64Array(elementCount(shape)),
});

/** Elements to skip per step along each axis. */
export function rowMajorStrides(shape: readonly number[]): readonly number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** Sizes before, at and after an axis: x seen as [outer, size, inner]. */
export function aroundAxis(shape: readonly number[], axis: number) {
  return {
    outer: elementCount(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: elementCount(shape.slice(axis + 1)),
  };
}

/** A new tensor whose elements are `f` of those of `x`. */
export const mapElements = (x: Tensor64, dtype: Dtype, f: (value: number) => number): Tensor64 => ({
  dtype,
  shape: x.shape,
  data: x.data.map((value) => f(value)),
});
