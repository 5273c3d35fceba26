import type { Dim, Shape } from './dim.ts';
import { type ElementwiseOp, isElementwise, type PlainOp } from './elementwise-ops.ts';
import type { Dtype, Origin, ValueId } from './types.ts';

/**
 * The op list: one line per op, with the attributes it carries. The comment names the operands in order. Elementwise ops are listed in
 * `elementwise-ops.ts` and carry no attributes, except `cast`. They broadcast like NumPy, aligned right, but only a *static* 1 stretches. There
 * are no implicit casts.
 */
export interface OpAttributes extends PlainAttributes {
  /** (x) any → `dtype`. float → int truncates toward zero; bool → 0 or 1; anything ≠ 0 → true. */
  cast: { readonly dtype: Dtype };
  /** (a [..., M, K] or [K], b [K, N]) → [..., M, N] or [N]. Never transposed: write `transpose`. */
  matmul: Empty;
  /** (x…) joined on `axis`; all other dims equal. */
  concat: { readonly axis: number };
  /** (x) → one result per entry of `sizes`, cut along `axis`; sizes add up to the dim. */
  split: { readonly axis: number; readonly sizes: readonly Dim[] };
  /** (x) → x[start:end] along `axis`. */
  slice: { readonly axis: number; readonly start: Dim; readonly end: Dim };
  /** (x) with the same elements in the same order. */
  reshape: { readonly shape: Shape };
  /** (x) with axes in the order of `permutation`. */
  transpose: { readonly permutation: readonly number[] };
  /** (x) stretched to `shape` by the broadcast rule. */
  broadcast: { readonly shape: Shape };
  /** (x) reduced over `axes` (ascending, never empty). Mean and max of nothing are NaN and -Infinity. */
  reduce_sum: { readonly axes: readonly number[]; readonly keepDims: boolean };
  reduce_mean: { readonly axes: readonly number[]; readonly keepDims: boolean };
  reduce_max: { readonly axes: readonly number[]; readonly keepDims: boolean };
  /** (x) softmax over the last axis, by the stable form. */
  softmax: Empty;
  /** (table [V, D], indices int32 [...]) → [..., D]. An index outside 0..V-1 is refused before the run by the feed check. */
  gather: Empty;
  /** (indices int32 [...], updates [..., D]) → [rows, D]: the updates summed by index. The adjoint of `gather`. */
  scatter_add: { readonly rows: Dim };
  /** (indices int32 [...], x [..., D]) → [rows, D]: the greatest x by index, in each column; 0 in rows without one. */
  scatter_max: { readonly rows: Dim };
  /** (table [N, D], indices int32 [...], x [..., D]) → the table with every x added to the row of its index. */
  add_rows: Empty;
  /** (table [N, ...], start int32 []) → [rows, ...]: rows start to start + rows - 1. */
  read_rows: { readonly rows: Dim };
  /** (table [N, ...], x [R, ...], start int32 []) → the table with x in the place of rows start to start + R - 1. */
  write_rows: Empty;
  /** (x [..., V], indices int32 [..., K]) → [..., K]: entries of the last axis by index. */
  pick: Empty;
  /** (x [..., V]) → [...]: log of the sum of exp over the last axis, by the stable form. */
  logsumexp: Empty;
  /** (indices int32 [...]) → float32 [..., depth]; out of range gives zeros. */
  one_hot: { readonly depth: number };
  /** () → a literal; `values` has one entry (a fill) or one per element, row-major. */
  constant: { readonly dtype: Dtype; readonly shape: Shape; readonly values: readonly number[] };
  /** () → int32 [length] = 0, 1, …, length-1. */
  range: { readonly length: Dim };
  /** (lengths int32 [batch]) → bool [length, batch], true where t < lengths[b]. */
  valid_steps: { readonly length: Dim };
  /** (x [time, batch, ...], lengths int32 [batch]) → [batch, ...]: x[lengths[b]-1, b], zeros where the length is 0. */
  last_step: Empty;
  /** (x [N, ...]) → x[index], a leading-axis element. */
  take: { readonly index: number };
  /** (x…) of equal type → [count, ...] stacked on a new leading axis. */
  stack: Empty;
  /**
   * (init…, scanned…, invariant…) → (final…, stacked…). The body's params are (state…, element of scanned…, invariant…), its results
   * (next state…, element of stacked…). Iterates `length` times over the leading axis, `backward` from length-1 to 0; element t of a
   * stacked result is what the body gave at t. Zero iterations: final = init. The body is closed: it reads its params alone.
   * `ragged`: see `RaggedAxis`.
   * `remat`: its reverse computes the body anew from the old states instead of reading what the body stacked, and nothing that changes with
   * the step is moved out of it.
   */
  loop: {
    readonly states: number;
    readonly scanned: number;
    readonly direction: 'forward' | 'backward';
    readonly length: Dim;
    readonly body: Body;
    readonly ragged?: readonly RaggedAxis[];
    readonly remat?: true;
  };
  // fused: made by target passes, refused by `differentiate`
  /** (a [..., K], b [K, N], bias [N]) → activation(a @ b + bias). */
  matmul_bias: { readonly activation: 'linear' | 'relu' | 'sigmoid' };
}

/**
 * An axis of a loop's body whose size changes with the step, such as the nodes of one level of a forest. Step t has `counts[t]` of its `total`
 * elements, from `starts[t]` on; steps follow each other without gaps, the first at 0. The starts and counts of ragged axis r, int32 [length], are
 * scanned operands 2r and 2r + 1. A scanned operand [total, ...] whose parameter is [symbol, ...] gives the elements of the step; a stacked result
 * whose element is [symbol, ...] becomes [total, ...].
 */
export interface RaggedAxis {
  /** Stands for the size in the types of the body alone. */
  readonly symbol: string;
  readonly total: Dim;
}

export type Empty = { readonly [key: string]: never };
export type OpName = keyof OpAttributes;
type PlainAttributes = { readonly [K in PlainOp]: Empty };

export interface NodeOf<K extends OpName> {
  readonly op: K;
  readonly inputs: readonly ValueId[];
  readonly attrs: OpAttributes[K];
  readonly outputs: readonly ValueId[];
  readonly origin: Origin;
}
export type Node = { [K in OpName]: NodeOf<K> }[OpName];

/** A closed region: nodes read the params and earlier results of the same body alone. */
export interface Body {
  readonly params: readonly ValueId[];
  readonly nodes: readonly Node[];
  readonly results: readonly ValueId[];
}

export type ElementwiseNode = Extract<Node, { op: ElementwiseOp }>;
export const isElementwiseNode = (node: Node): node is ElementwiseNode => isElementwise(node.op);
