import type { Dim } from '../../../compiler/ir/dim.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import type { BufferId } from '../../../compiler/program/buffer.ts';
import type { KernelCall } from '../../../compiler/program/program.ts';
import type { Backend } from '../backend/backend.ts';

/**
 * A buffer of a program at its address. `id` and `pointer` of a loop's element buffers change with every iteration, so kernels read them at
 * each call; all else is fixed for one binding.
 */
export interface Tensor {
  id: number;
  /** Byte address in the heap. */
  pointer: number;
  readonly size: number;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** In the persistent block: holds the same numbers until the next update of weights. */
  readonly persistent: boolean;
}

/** What a kernel call is bound against. */
export interface KernelContext {
  readonly backend: Backend;
  /** Where a buffer lies. Its `id` may be unset. */
  tensor(buffer: BufferId): Tensor;
  /** As `tensor`, with an id that C++ kernels know. */
  operand(buffer: BufferId): Tensor;
  size(dim: Dim): number;
  /** A float32 of its own in the heap; valid as long as the binding. */
  number(value: number): Tensor;
  /** Address of the shape as int32 numbers; valid as long as the binding. */
  shapePointer(shape: readonly number[]): number;
}

/** One bound call: reads and writes the heap, takes and gives nothing, allocates nothing. */
export type Thunk = () => void;

export type CallOf<K extends KernelCall['kernel']> = Extract<KernelCall, { kernel: K }>;
export type ElementwiseCall = CallOf<'elementwise'>;

/** Binds a call; null where there is nothing to do (no elements). */
export type Bind<C extends KernelCall> = (call: C, context: KernelContext) => Thunk | null;

/** A kernel with its two ways to run: C++ functions called directly, and tfjs-core's registered `kernelFunc`. */
export interface Kernel<C extends KernelCall> {
  readonly fast: Bind<C>;
  readonly public: Bind<C>;
}

export const BYTES: { readonly [D in Dtype]: number } = { float32: 4, int32: 4, bool: 1 };
export const bytesOf = (tensor: Tensor): number => tensor.size * BYTES[tensor.dtype];
export const product = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
