import type { Dtype } from '../../../compiler/ir/types.ts';
import type { KernelCall } from '../../../compiler/program/program.ts';
import type { Backend } from '../backend/backend.ts';
import { type Bind, bytesOf, type Kernel, type Tensor, type Thunk } from './context.ts';

/** A kernel of our own: typed-array loops, the same on both paths. */
export const host = <C extends KernelCall>(bind: Bind<C>): Kernel<C> => ({ fast: bind, public: bind });

export type HeapView = Float32Array | Int32Array | Uint8Array;

export const view = (backend: Backend, dtype: Dtype): HeapView => {
  const heap = backend.heap();
  return dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
};

/** Index of the first element in `view`. */
export const indexOf = (tensor: Tensor): number => (tensor.dtype === 'bool' ? tensor.pointer : tensor.pointer >>> 2);

export const copyAll = (backend: Backend, x: Tensor, out: Tensor): Thunk => {
  const bytes = bytesOf(x);
  return () => {
    backend.heap().u8.copyWithin(out.pointer, x.pointer, x.pointer + bytes);
  };
};

export const rowMajorStrides = (shape: readonly number[]): number[] => {
  const strides: number[] = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
};
