import type { Dim } from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import type { Initializer } from '../ir/graph.ts';
import type { StructurePart, Walk } from '../ir/structure.ts';
import type { Origin } from '../ir/types.ts';
import type { Buffer, BufferId } from './buffer.ts';
import type { GeneratedCall } from './generated.ts';

/**
 * A lowered graph: kernels over buffers, sizes still symbolic. Plain, structured-cloneable data with no reference to any engine.
 * One program serves every batch size and every number of steps; `7-plan` gives its buffers addresses for one binding of sizes.
 */
export interface Program {
  readonly name: string;
  readonly variant: 'inference' | 'training';
  /** True: every sequence has the full length (no masks run); the `lengths` inputs are then absent. */
  readonly fullLength: boolean;
  readonly buffers: readonly Buffer[];
  /** Depends on weights alone; run when weights are bound and after every update of them. Never in a loop, sizes all static. */
  readonly prepare: readonly Step[];
  readonly main: readonly Step[];
  /** Writes the next numbers of weights and slots, after `main`, when the step counts. Empty unless the program trains. */
  readonly update: readonly Step[];
  readonly inputs: readonly ProgramInput[];
  readonly weights: readonly {
    readonly path: string;
    readonly buffer: BufferId;
    readonly shape: readonly number[];
    readonly init: Initializer;
  }[];
  readonly outputs: readonly { readonly name: string; readonly buffer: BufferId }[];
  readonly slots: readonly {
    readonly path: string;
    readonly buffer: BufferId;
    readonly shape: readonly number[];
    readonly start: number;
  }[];
  readonly streaming: { readonly reason: string } | null;
}

export type ProgramInput =
  | {
      readonly role: 'feed';
      readonly name: string;
      readonly buffer: BufferId;
      readonly limit: number | null;
      readonly missing?: true;
    }
  | { readonly role: 'lengths'; readonly name: string; readonly symbol: string; readonly buffer: BufferId }
  | {
      readonly role: 'state';
      readonly name: string;
      readonly buffer: BufferId;
      readonly final: BufferId;
      readonly start: string | null;
    }
  | { readonly role: 'mask'; readonly name: string; readonly buffer: BufferId; readonly keep: number }
  | { readonly role: 'setting'; readonly name: string; readonly buffer: BufferId }
  | {
      readonly role: 'structure';
      readonly name: string;
      readonly buffer: BufferId;
      readonly walk: Walk;
      readonly part: StructurePart;
    }
  | {
      readonly role: 'roots';
      readonly name: string;
      readonly buffer: BufferId;
      readonly tree: string;
      readonly axis: string;
    };

/** How the weights of a model are held: as they are, or rounded to 16-bit integers with scales where they are matrices. */
export const PRECISIONS = ['float32', 'int16'] as const;
export type Precision = (typeof PRECISIONS)[number];

export type Step =
  /** `origin`: the node of the graph that the call computes. */
  | { readonly kind: 'kernel'; readonly call: KernelCall; readonly origin?: Origin }
  /** Made by `5-fuse`. A loop whose body has no other steps runs in generated code as a whole. */
  | { readonly kind: 'generated'; readonly call: GeneratedCall }
  /** Copies all bytes; the buffers have equal sizes and never overlap partly. */
  | { readonly kind: 'copy'; readonly from: BufferId; readonly to: BufferId }
  | {
      readonly kind: 'loop';
      readonly loop: number;
      readonly length: Dim;
      readonly direction: 'forward' | 'backward';
      readonly body: readonly Step[];
      readonly name: string;
      /** Sizes that change from one iteration to the next; most loops have none. */
      readonly ragged: readonly RaggedSize[];
    };

/**
 * A symbol in the shapes of the buffers of a loop's body. `count` holds its size in the current iteration, an int32, and `start` the sum of those
 * before it; all iterations together have `total`. Memory is planned for the largest, which is the size that the symbol is bound to.
 */
export interface RaggedSize {
  readonly symbol: string;
  readonly total: Dim;
  readonly start: BufferId;
  readonly count: BufferId;
}

/**
 * One call. Operand meaning and shape rules are those of the op of the same name; here every operand is contiguous. How an elementwise op is
 * computed is for the runtime to choose. Kernels with tfjs names are those of its WASM backend, with two call paths; `host` kernels are plain
 * typed-array loops in our runtime for work that tfjs does in JavaScript too, or does slowly, and that never stands in a hot loop.
 */
export type KernelCall =
  /**
   * Operands in the op's order, NumPy broadcasting; `cast` to the dtype of `out`. Of `select`, condition, a and b all have `out`'s shape, or the
   * condition has rank 1, over `out`'s leading axis. `out` may be an operand of `out`'s shape where the op's row says `inPlace`.
   */
  | {
      readonly kernel: 'elementwise';
      readonly op: ElementwiseOp;
      readonly operands: readonly BufferId[];
      readonly out: BufferId;
    }
  /**
   * a [M, K] @ b [K, N] (shapes folded to rank 2 by the lowering). `fresh`: b is not a weight or prepared value, so its packed form must be forgotten
   * before each call. `int16`: whether code that the compiler writes may multiply in 16-bit integers.
   */
  | {
      readonly kernel: 'BatchMatMul';
      readonly a: BufferId;
      readonly b: BufferId;
      readonly out: BufferId;
      readonly fresh: boolean;
      readonly int16?: true;
    }
  /** As BatchMatMul with bias [N]; `fresh` also covers the bias. */
  | {
      readonly kernel: '_FusedMatMul';
      readonly a: BufferId;
      readonly b: BufferId;
      readonly bias: BufferId;
      readonly activation: 'linear' | 'relu' | 'sigmoid';
      readonly out: BufferId;
      readonly fresh: boolean;
      readonly int16?: true;
    }
  /** Over the last axis. */
  | { readonly kernel: 'Softmax'; readonly x: BufferId; readonly out: BufferId }
  /** x viewed as [outer, reduced, inner]; result [outer, inner]. */
  | {
      readonly kernel: 'host.reduce';
      readonly by: 'sum' | 'mean' | 'max';
      readonly outer: Dim;
      readonly reduced: Dim;
      readonly inner: Dim;
      readonly x: BufferId;
      readonly out: BufferId;
    }
  | {
      readonly kernel: 'host.transpose';
      readonly permutation: readonly number[];
      readonly x: BufferId;
      readonly out: BufferId;
    }
  /** Stretch by the broadcast rule to out's shape. */
  | { readonly kernel: 'host.broadcast'; readonly x: BufferId; readonly out: BufferId }
  /**
   * `rows` runs of `run` elements: out[outOffset + r*outStride ..] = x[xOffset + r*xStride ..]. Offsets and strides in elements.
   * Slices, splits and joins that views can't express.
   */
  | {
      readonly kernel: 'host.copy_rows';
      readonly rows: Dim;
      readonly run: Dim;
      readonly xOffset: Dim;
      readonly xStride: Dim;
      readonly outOffset: Dim;
      readonly outStride: Dim;
      readonly x: BufferId;
      readonly out: BufferId;
    }
  | { readonly kernel: 'host.gather'; readonly table: BufferId; readonly indices: BufferId; readonly out: BufferId }
  /** out [rows, D] = 0, then out[indices[i]] += x[i]; x [..., D]. */
  | { readonly kernel: 'host.scatter_add'; readonly indices: BufferId; readonly x: BufferId; readonly out: BufferId }
  /** out[indices[i]] += x[i], in a table that is there already; x [..., D]. */
  | { readonly kernel: 'host.add_rows'; readonly indices: BufferId; readonly x: BufferId; readonly out: BufferId }
  /** out[r] = the greatest x[i] with indices[i] = r, else 0; x [..., D]. */
  | { readonly kernel: 'host.scatter_max'; readonly indices: BufferId; readonly x: BufferId; readonly out: BufferId }
  /** x [..., V], indices [..., K] → out [..., K]. */
  | { readonly kernel: 'host.pick'; readonly x: BufferId; readonly indices: BufferId; readonly out: BufferId }
  | { readonly kernel: 'host.one_hot'; readonly depth: number; readonly indices: BufferId; readonly out: BufferId }
  | { readonly kernel: 'host.range'; readonly out: BufferId }
  | { readonly kernel: 'host.valid_steps'; readonly lengths: BufferId; readonly out: BufferId }
  | { readonly kernel: 'host.last_step'; readonly x: BufferId; readonly lengths: BufferId; readonly out: BufferId };

/** Addresses for one binding of sizes: the output of phase 7. All numbers in bytes. */
export interface Plan {
  readonly sizes: { readonly [symbol: string]: number };
  /** Per buffer of kind `own`: offset in the arena, or in the persistent block for weight, prepared and constant; -1 for other kinds. Multiples of 64. */
  readonly offsets: readonly number[];
  readonly arenaBytes: number;
  readonly persistentBytes: number;
  /** Bytes of weights that the backend packs a second copy of (right operands of matmuls). */
  readonly packedBytes: number;
  /** arenaBytes + persistentBytes + packedBytes. */
  readonly peakBytes: number;
}
