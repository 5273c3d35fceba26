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

/** Of a feed of sequences of sequences: how many steps each row has along an axis of time. */
export interface AxisLengths {
  /** Place of the axis. */
  readonly axis: number;
  /** One for each step of the axes around it, 0 where a row has no such step. */
  readonly lengths: Int32Array;
  /** Whether some row that there is has fewer steps than others. */
  readonly isRagged: boolean;
  /** Their sizes. */
  readonly shape: readonly number[];
}

/**
 * Nested lists that may differ in length along the first `axes` axes behind that of samples, with 0 where they are shorter than others. A string: where they
 * differ elsewhere. Null: they are no lists.
 */
export function paddedNumbers(
  given: unknown,
  axes: number,
): { readonly numbers: ShapedNumbers; readonly lengths: readonly AxisLengths[] } | string | null {
  if (!Array.isArray(given)) return null;
  const shape: number[] = [];
  const measure = (value: unknown, axis: number): void => {
    if (!isNumbers(value)) return;
    shape[axis] = Math.max(shape[axis] ?? 0, value.length);
    if (axis <= axes) for (const each of value) measure(each, axis + 1);
    else measure(value[0], axis + 1);
  };
  measure(given, 0);
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, size) => n * size, 1));
  const numbers = new Array<unknown>(shape.reduce((n, size) => n * size, 1)).fill(0);
  const lengths = Array.from({ length: axes }, (_, i) => {
    const around = shape.slice(0, i + 1);
    const sizes = new Int32Array(around.reduce((n, size) => n * size, 1));
    return { axis: i + 1, shape: around, lengths: sizes, isRagged: false };
  });
  // `at`: of its first number; `row`: among the lists of its axis, one after the other, those of no step among them
  const odd = (value: unknown, axis: number, at: number, row: number, place: string): string | null => {
    if (axis === shape.length) {
      numbers[at] = value;
      return isNumbers(value) ? place : null;
    }
    if (!isNumbers(value) || ((axis === 0 || axis > axes) && value.length !== shape[axis])) return place;
    const own = lengths[axis - 1];
    const size = shape[axis] ?? 0;
    if (own !== undefined) {
      own.lengths[row] = value.length;
      own.isRagged ||= value.length < size;
    }
    for (let i = 0; i < value.length; i++) {
      const found = odd(value[i], axis + 1, at + i * (strides[axis] ?? 1), row * size + i, `${place}[${i}]`);
      if (found !== null) return found;
    }
    return null;
  };
  const place = odd(given, 0, 0, 0, '');
  return place ?? { numbers: { data: withoutBigInts(numbers as unknown as Float32Array), shape }, lengths };
}

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
