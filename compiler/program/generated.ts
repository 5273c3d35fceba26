import type { Dim } from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import type { Dtype, Origin } from '../ir/types.ts';
import type { BufferId } from './buffer.ts';

/**
 * One call of code that the compiler writes: a kernel, which knows nothing of names and buffers, on buffers of the program. Equal kernels
 * become one function.
 */
export interface GeneratedCall {
  readonly kernel: Kernel;
  /** One buffer per operand of the kernel, in its order. */
  readonly operands: readonly BufferId[];
  /** Which of `operands` the kernel writes. It may also read those. */
  readonly written: readonly number[];
  /** Numbers that follow from the sizes, in the order the kernel takes them; the first is the number of rows. */
  readonly counts: readonly Dim[];
  /** Name of what it computes, for people. */
  readonly name: string;
  /** The nodes of the graph that it computes, for people too. */
  readonly origins: readonly Origin[];
}

export type Kernel =
  | RowKernel
  | ProductKernel
  | PackKernel
  | Int16RowsKernel
  | Int16ProductKernel
  | Int16PackKernel
  | OuterKernel
  | Routine;

/**
 * Straight-line code for every element of [rows, width], with reductions over the row. Operands: those of `operands`. Counts: rows, then the
 * period of every operand of extent `cycle`.
 */
export interface RowKernel {
  readonly kind: 'rows';
  /** Elements of a row; null: elements follow each other and the first count is their number. */
  readonly width: number | null;
  /** Without a width: whether the number of elements is a multiple of four at all sizes. */
  readonly whole: boolean;
  readonly operands: readonly RowOperand[];
  /** In order. A statement reads earlier ones alone. */
  readonly statements: readonly RowStatement[];
}

export interface RowOperand {
  readonly dtype: Dtype;
  /** `each`: [rows, width]. `row`: one per row. `column`: [width]. `one`: a single number. `cycle`: [period, width], row r at r modulo period. */
  readonly extent: 'each' | 'row' | 'column' | 'one' | 'cycle';
}

/** Index of a statement. */
export type RowValue = number;

export type RowStatement =
  /**
   * Loads an operand in the given pass over the row. A value that depends on a reduction is there from the next pass on, so what it is combined with
   * is loaded again.
   */
  | { readonly kind: 'load'; readonly operand: number; readonly pass: number }
  | { readonly kind: 'constant'; readonly dtype: Dtype; readonly value: number }
  /** int32: the place of the element in its row. */
  | { readonly kind: 'place'; readonly pass: number }
  | {
      readonly kind: 'apply';
      readonly op: ElementwiseOp;
      readonly of: readonly RowValue[];
      readonly operand: Dtype;
      readonly result: Dtype;
    }
  /** Over the row; the result is one number per row. */
  | { readonly kind: 'reduce'; readonly by: 'sum' | 'mean' | 'max'; readonly of: RowValue }
  | { readonly kind: 'store'; readonly operand: number; readonly of: RowValue };

/**
 * out [rows, n] = start + a [rows, k] @ b, where b is held in panels. Operands: a, panels, start (none for `zero`), out; `column` starts from
 * [n], `each` from [rows, n], which may be out itself. Counts: rows.
 */
export interface ProductKernel {
  readonly kind: 'product';
  readonly k: number;
  readonly n: number;
  readonly start: 'zero' | 'column' | 'each';
  /**
   * Rows that are not multiplied. `zeros`: rows that turn out to hold only zeros; their result is what the product starts from. `unread`: in addition
   * rows whose index is negative. The indices, int32 [rows], are one more operand before the others. The result of such a row is not written, because
   * nothing reads it.
   */
  readonly skip?: 'zeros' | 'unread';
}

/** Panels of a matrix [k, n], whose element (i, j) is source[i * rowStride + j * columnStride]. Operands: source, panels. Counts: none. */
export interface PackKernel {
  readonly kind: 'pack';
  readonly k: number;
  readonly n: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Rows [rows, k] in int16, each by its own largest magnitude: see `int16Rows`. Operands: a, rows. Counts: rows. */
export interface Int16RowsKernel {
  readonly kind: 'int16-rows';
  readonly k: number;
}

/**
 * As a product, of rows and panels of int16. Operands: rows, panels, a, weights, start (none for `zero`), out. `a` and `weights` are what rows and
 * panels were made of, element (i, j) of the weights at i * rowStride + j * columnStride: where a number is infinite, NaN or above 2^100 they are
 * multiplied themselves. Counts: rows.
 */
export interface Int16ProductKernel {
  readonly kind: 'int16-product';
  readonly k: number;
  readonly n: number;
  readonly start: ProductKernel['start'];
  readonly rowStride: number;
  readonly columnStride: number;
}

/** Panels of int16 with a scale per column, for `Int16ProductKernel`. Operands and counts as those of `pack`. */
export interface Int16PackKernel {
  readonly kind: 'int16-pack';
  readonly k: number;
  readonly n: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/**
 * out (i, j) = sum over r of a [r, i] * b [r, j], a [rows, m], b [rows, n]; out (i, j) at i * outStride + j. Operands: a, b, work, out. Counts:
 * rows.
 */
export interface OuterKernel {
  readonly kind: 'outer';
  readonly m: number;
  readonly n: number;
  readonly outStride: number;
  /** Stretches of rows where a or b is zero are passed over as they are found. */
  readonly skip?: 'zeros';
}

/**
 * Work that is the same code for all sizes: every number it needs is a count, in elements unless said otherwise.
 * `copy-rows` (x, out): rows, then in bytes run, xOffset, xStride, outOffset, outStride.
 * `rearrange` (x, out): bytes of a run, then the sizes of the axes and the bytes between their neighbours in x; out is filled in order.
 * `reduce-columns` (x, out): outer, reduced, inner; x [outer, reduced, inner] → [outer, inner].
 * `reduce-rows` (x, out): rows, reduced; x [rows, reduced] → [rows], for rows of any length.
 * `gather` (table, indices, out): indices, rows of the table, bytes of a row. An index out of range gives zeros.
 * `scatter-add` (indices, x, out): indices, rows of out, elements of a row. An index out of range adds nothing.
 * `add-rows` (indices, x, out): as `scatter-add`, to what `out` holds.
 * `scatter-max` (indices, x, out): as `scatter-add`, the greatest in place of the sum.
 * `pick` (x, indices, out): rows, elements of a row of x, indices per row. An index out of range gives NaN.
 * `range` (out): length.
 * `valid-steps` (lengths, out): steps, series.
 * `last-step` (x, lengths, out): series, bytes of one. Length 0 gives zeros.
 */
export type Routine =
  | { readonly kind: 'rearrange'; readonly rank: number; readonly bytes: 1 | 4 }
  | { readonly kind: 'reduce-columns' | 'reduce-rows'; readonly by: 'sum' | 'mean' | 'max' }
  | {
      readonly kind:
        | 'copy-rows'
        | 'gather'
        | 'scatter-add'
        | 'add-rows'
        | 'scatter-max'
        | 'pick'
        | 'range'
        | 'valid-steps'
        | 'last-step';
    };

/** What an entry of generated code reads from the block it is given, one int32 each. */
export type Argument =
  /** Address of a buffer at the first element of all loops. */
  | { readonly kind: 'address'; readonly buffer: BufferId }
  /** Bytes by which a buffer moves with every iteration of a loop. */
  | { readonly kind: 'stride'; readonly buffer: BufferId; readonly loop: number }
  | { readonly kind: 'size'; readonly dim: Dim };

/** Most vectors of four that a product holds for one row: more would not fit the registers. See `panelWidths`. */
const FULL_PANEL = 8;

/**
 * Widths of the panels of a matrix of n columns, in vectors of four columns. Eight accumulators run a product of one row fastest on every V8
 * measured (9 to 12 are as fast, below 5 the additions wait for each other), so a remainder of up to four vectors joins the last full panel.
 */
export function panelWidths(n: number): readonly number[] {
  const vectors = Math.ceil(n / 4);
  const full = Math.floor(vectors / FULL_PANEL);
  const rest = vectors % FULL_PANEL;
  if (rest === 0) return Array<number>(full).fill(FULL_PANEL);
  if (full > 0 && rest <= 4) return [...Array<number>(full - 1).fill(FULL_PANEL), FULL_PANEL + rest];
  return [...Array<number>(full).fill(FULL_PANEL), rest];
}

/** Elements of the panels of a matrix [k, n]: columns are filled up to a multiple of four. */
export const panelSize = (k: number, n: number): number => k * 4 * Math.ceil(n / 4);

/** Two int16 of a column, for k and k + 1, are one element of the panels of int16: so many k there are in pairs. */
export const pairsOf = (k: number): number => Math.ceil(k / 2);

/**
 * Where the parts of the panels of int16 lie, in elements of four bytes: pairs in the order of `panelWidths`, a float32 scale per column, then 1 where
 * all weights are finite, else 0, and nothing up to a whole vector.
 */
export function int16Panels(k: number, n: number) {
  const columns = 4 * Math.ceil(n / 4);
  const scales = pairsOf(k) * columns;
  return { scales, finite: scales + columns, size: scales + columns + 4 };
}

/**
 * Where the parts of a row in int16 lie, in elements of four bytes: the numbers in pairs, up to a whole vector with zeros; their float32 scale; then 0
 * where they stand for none of the row's and `a` itself must be multiplied, else -1; and nothing up to a whole vector.
 */
export function int16Rows(k: number) {
  const scale = 4 * Math.ceil(k / 8);
  return { scale, fits: scale + 1, size: scale + 4 };
}

/** Rows of both operands that an outer product packs at a time: 32 to 1024 differ by 2 percent. */
export const OUTER_CHUNK = 256;

/** Elements of the memory that an outer product packs its operands in. */
export const outerWorkSize = (m: number, n: number): number =>
  OUTER_CHUNK * (4 * Math.ceil(m / 4) + 4 * Math.ceil(n / 4));
