import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';

/** Nested arrays of numbers; a number alone for shape []. */
export type Nested = number | Nested[];

/** The array that holds numbers of a type. */
export interface ArrayOf {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly bool: Uint8Array;
}
/** Nested arrays of the rank of a shape. */
export type NestedOf<S extends readonly number[]> = number extends S['length']
  ? Nested
  : S extends readonly [number, ...infer Inner extends readonly number[]]
    ? NestedOf<Inner>[]
    : number;

/** A result whose type and rank are known. */
export type OutputOf<D extends keyof ArrayOf, S extends readonly number[]> = Output<D, S, NestedOf<S>>;

export interface InnerLengths {
  readonly [axis: string]: Int32Array;
}

/** A result: its own copy of the numbers, row-major. Bool results hold 0 and 1. */
export class Output<
  D extends keyof ArrayOf = keyof ArrayOf,
  S extends readonly number[] = readonly number[],
  A extends Nested = Nested,
> {
  readonly data: ArrayOf[D];
  readonly shape: S;
  /** The shape as the model names it: `['batch', 'time', '5']`. */
  readonly dims: readonly string[];
  /** Of an output [batch, time, …] or [batch, node, …]: the steps or nodes of each sample, where not all have as many. What lies beyond means nothing. */
  readonly lengths: Int32Array | null;
  /** Of an output [batch, words, letters, …]: by inner axis the steps within each step around it, one after the other, where not all have as many. */
  readonly innerLengths: InnerLengths;

  constructor(
    data: ArrayOf[D],
    shape: S,
    dims: readonly string[],
    lengths: Int32Array | null = null,
    innerLengths: InnerLengths = {},
  ) {
    this.data = data;
    this.shape = shape;
    this.dims = dims;
    this.lengths = lengths;
    this.innerLengths = innerLengths;
  }

  toArray(): A {
    const { data, shape } = this;
    let at = 0;
    const level = (axis: number): Nested => {
      const size: number | undefined = shape[axis];
      if (size !== undefined) return Array.from({ length: size }, () => level(axis + 1));
      const value = data[at++];
      if (value === undefined) throw new InternalError('an output with fewer numbers than its shape');
      return value;
    };
    return level(0) as A;
  }
}

/** How long the rows of a result are. */
export type Rows = Pick<Output, 'shape' | 'dims' | 'lengths' | 'innerLengths'>;

/** How many elements each row along an axis has; null: all have as many as the shape says. */
export const lengthsAlong = ({ dims, lengths, innerLengths }: Rows, axis: number): Int32Array | null =>
  axis === 1 ? lengths : (innerLengths[dims[axis] ?? ''] ?? null);

/** Whether the number at an index of the data belongs to a step that there is. */
export function isWithin(rows: Rows): (index: number) => boolean {
  const { shape } = rows;
  const ends = shape.flatMap((size, axis) => {
    const lengths = lengthsAlong(rows, axis);
    return lengths === null ? [] : [{ lengths, size, perStep: shape.slice(axis + 1).reduce((n, d) => n * d, 1) }];
  });
  return (index) =>
    ends.every(({ lengths, size, perStep }) => {
      const step = Math.floor(index / perStep);
      return step % size < (lengths[Math.floor(step / size)] ?? size);
    });
}
