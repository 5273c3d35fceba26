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

/** Where the elements of a tensor of `shape`, in row-major order, lie in data where a step along axis i skips `strides[i]`. */
export function positions(shape: readonly number[], strides: readonly number[]): Int32Array {
  const result = new Int32Array(elementCount(shape));
  const index = new Array<number>(shape.length).fill(0);
  let position = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = position;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      const stride = strides[axis] ?? 0;
      position += stride;
      index[axis] = next;
      if (next < (shape[axis] ?? 0)) break;
      index[axis] = 0;
      position -= next * stride;
    }
  }
  return result;
}

/** The elements of `data` at the given positions. */
export function takeAt(data: Float64Array, at: Int32Array): Float64Array {
  const result = new Float64Array(at.length);
  for (let i = 0; i < result.length; i++) result[i] = data[at[i] ?? 0] ?? Number.NaN;
  return result;
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
