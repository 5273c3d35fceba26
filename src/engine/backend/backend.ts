import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import type { RawExports } from './raw-exports.ts';
import type { WasmMemory } from './wasm-types.ts';

/** The heap of the WASM backend can't grow beyond this. */
export const HEAP_LIMIT_BYTES = 2 ** 32;

/** What tfjs kernels are given for a tensor: `dataId` is our own record of it. */
export interface PublicTensor {
  readonly dataId: object;
  readonly shape: number[];
  readonly dtype: Dtype;
}
export type PublicKernel = (args: {
  readonly inputs: { readonly [name: string]: PublicTensor };
  readonly attrs: { readonly [name: string]: unknown };
  readonly backend: unknown;
}) => unknown;

/** Memory that programs run in, and the kernels of tfjs where it has them. */
export interface Backend {
  /** Views of the whole heap, right after `heap()`. */
  readonly u8: Uint8Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  /** This backend with views that are valid until something allocates: growth of the heap detaches all older views. */
  heap(): this;
  readonly heapBytes: number;
  /** Values that live as long as the memory and that all loads on this memory share. */
  readonly host?: object;
  /** False once it can't be used any more. */
  readonly alive: boolean;
  /** The memory that generated code imports; null where it can't be had. */
  readonly memory: WasmMemory | null;
  /**
   * A block of at least `bytes` bytes, aligned to 64, with room before and behind it that SIMD loads may touch.
   * @throws RnncError `out-of-memory` where the heap can't give it.
   */
  allocate(bytes: number, purpose: string): Block;
  release(block: Block): void;
  /** A new tensor id over `size` elements at `pointer`, for kernels of tfjs. Owned by the caller: end it with `forget`. */
  register(size: number, pointer: number): number;
  /** Gives an id another address; what the backend cached about the old contents (packed weights) is forgotten. */
  readdress(id: number, size: number, pointer: number): void;
  forget(id: number): void;
  /** Kernels of tfjs as C++ functions; null where they can't be called so. */
  readonly raw: RawExports | null;
  /** Kernels of tfjs-core; null where there is no tfjs. */
  readonly registry: KernelRegistry | null;
}

/** The kernels that tfjs-core has for the WASM backend. */
export interface KernelRegistry {
  /** `kernelFunc` of a registered kernel. @throws InternalError where tfjs has none of that name. */
  publicKernel(name: string): PublicKernel;
  /** Runs `body` with tfjs kernels speaking to this backend. */
  withPublicKernels(body: () => void): void;
  /** What the names of a module's kernels begin with: no other module of this page has it, whichever copy of rnnc made it. */
  kernelPrefix(program: string): string;
  /** Adds a kernel, under a name with a `kernelPrefix`. End it with `unregisterKernel`. */
  registerKernel(kernelName: string, kernelFunc: PublicKernel): void;
  /** Removes such a kernel. If the page has registered another kernel under its name, that one stays. */
  unregisterKernel(kernelName: string): void;
  /**
   * The address of a tensor that was passed to a kernel.
   * @param caller the backend as the kernel was given it: the one of this registry, or a record of addresses in its memory
   * @throws InternalError where it is another WASM backend, with memory of its own
   */
  addressOf(tensor: PublicTensor, caller: unknown): number;
}

/** @throws InternalError where there is no tfjs */
export function registryOf({ registry }: Backend): KernelRegistry {
  if (registry === null) throw new InternalError('the public path needs tfjs');
  return registry;
}

/** A block of the heap: `start` is what malloc gave, `pointer` the first aligned byte. */
export interface Block {
  readonly start: number;
  readonly pointer: number;
  readonly bytes: number;
}
