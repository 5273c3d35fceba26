import type { ForeignTensor } from './foreign-modules.ts';

/** A weight of the model with the tensors that it was made of. */
export interface ConvertedWeight {
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** In words: names, shapes, what was done. */
  readonly from: string;
  readonly sources: readonly string[];
}

export const sized = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** What a weight was made of, in words. */
export const madeOf = (tensors: readonly ForeignTensor[], done: readonly string[]): string =>
  [tensors.map(({ name, shape }) => `${name} ${sized(shape)}`).join(' + '), ...done]
    .filter((part) => part !== '')
    .join(', ');

/** A [rows, columns] matrix as [columns, rows]. */
export function transposed(data: Float32Array, rows: number, columns: number): Float32Array {
  const turned = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) turned[c * rows + r] = data[r * columns + c] ?? 0;
  return turned;
}

/** A tensor [a, b, c] as [c, b, a]: a matrix transposed, the kernel of a convolution [out, in, size] as [size, in, out]. */
export function turnedOver({ shape, data }: { readonly shape: readonly number[]; readonly data: Float32Array }): {
  readonly shape: readonly number[];
  readonly data: Float32Array;
} {
  const [first = 1, last = 1] = [shape[0], shape.at(-1)];
  const middle = data.length / (first * last);
  const turned = new Float32Array(data.length);
  for (let a = 0; a < first; a++)
    for (let b = 0; b < middle; b++)
      for (let c = 0; c < last; c++) turned[(c * middle + b) * first + a] = data[(a * middle + b) * last + c] ?? 0;
  return { shape: shape.toReversed(), data: turned };
}
