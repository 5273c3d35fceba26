import { refuse } from '../../model/refusal.ts';

/** Numbers of a file, row by row. */
export interface Tensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Elements that one tensor may have: what a file of 2 GiB can hold. */
const MOST = 2 ** 29;

/** How many numbers a shape has. @throws Refusal where it is no shape, or larger than any file */
export function countOf(dims: readonly number[], name: string): number {
  if (!dims.every((size) => Number.isSafeInteger(size) && size >= 0))
    return refuse(`its weight "${name}" has no shape`);
  const count = dims.reduce((product, size) => product * size, 1);
  return count <= MOST ? count : refuse(`its weight "${name}" [${dims.join(', ')}] is larger than any file`);
}

/** @throws Refusal where a number is not finite, or is no float32 number */
export function float32Of(values: ArrayLike<number>, name: string): Float32Array {
  const data = values instanceof Float32Array ? values : Float32Array.from(values);
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) return refuse(`its weight "${name}" holds numbers that are not finite`);
    if (data[i] !== values[i])
      return refuse(`its weight "${name}" holds numbers that are no float32 numbers; save the model in float32`);
  }
  return data;
}
