import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';

/** Nested arrays of numbers; a number alone for shape []. */
export type Nested = number | Nested[];

/** A result: its own copy of the numbers, row-major. Bool results hold 0 and 1. */
export class Output {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  /** The shape as the model names it: `['batch', 'time', '5']`. */
  readonly dims: readonly string[];
  /** Of an output [batch, time, …] or [batch, node, …]: the steps or nodes of each sample, where not all have as many. What lies beyond means nothing. */
  readonly lengths: Int32Array | null;

  constructor(
    data: Float32Array | Int32Array | Uint8Array,
    shape: readonly number[],
    dims: readonly string[],
    lengths: Int32Array | null = null,
  ) {
    this.data = data;
    this.shape = shape;
    this.dims = dims;
    this.lengths = lengths;
  }

  toArray(): Nested {
    const { data, shape } = this;
    let at = 0;
    const level = (axis: number): Nested => {
      const size = shape[axis];
      if (size !== undefined) return Array.from({ length: size }, () => level(axis + 1));
      const value = data[at++];
      if (value === undefined) throw new InternalError('an output with fewer numbers than its shape');
      return value;
    };
    return level(0);
  }
}
