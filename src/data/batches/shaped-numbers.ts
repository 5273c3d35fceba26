import { withoutBigInts } from '../../arguments/big-integers.ts';

/** The numbers of a feed, row-major. */
export interface ShapedNumbers {
  readonly data: Float32Array | Int32Array;
  readonly shape: readonly number[];
}
/** A number per sample, nested lists of one size along each axis, or the numbers in a row with the sizes of the axes. */
export type NumbersGiven =
  | ArrayLike<unknown>
  | { readonly data: ArrayLike<number | bigint>; readonly shape: ArrayLike<number | bigint> };

const isNumbers = (value: unknown): value is Float32Array | Int32Array =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Null: it is neither. A string: where nested lists are not of one size, such as `[1][0]`. What the numbers are is not looked at. */
export function shapedNumbers(given: unknown): ShapedNumbers | string | null {
  if (!isNumbers(given)) {
    if (typeof given !== 'object' || given === null) return null;
    const { data, shape } = given as { readonly data?: unknown; readonly shape?: unknown };
    if (!isNumbers(data) || !isNumbers(shape)) return null;
    return { data: withoutBigInts(data), shape: Array.from(withoutBigInts(shape)) };
  }
  const shape: number[] = [];
  for (let first: unknown = given; isNumbers(first); first = first[0]) shape.push(first.length);
  const numbers: unknown[] = [];
  const odd = (value: unknown, axis: number, place: string): string | null => {
    if (axis === shape.length) {
      numbers.push(value);
      return isNumbers(value) ? place : null;
    }
    if (!isNumbers(value) || value.length !== shape[axis]) return place;
    for (let i = 0; i < value.length; i++) {
      const found = odd(value[i], axis + 1, `${place}[${i}]`);
      if (found !== null) return found;
    }
    return null;
  };
  const place = odd(given, 0, '');
  return place ?? { data: withoutBigInts(numbers as unknown as Float32Array), shape };
}
