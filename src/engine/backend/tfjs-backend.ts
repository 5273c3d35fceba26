import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { outOfMemory } from '../../../compiler/diagnostics/messages/run.ts';
import {
  type Backend,
  type Block,
  HEAP_LIMIT_BYTES,
  type KernelRegistry,
  type PublicKernel,
  type PublicTensor,
} from './backend.ts';
import { type RawExports, readRawExports } from './raw-exports.ts';
import type { WasmMemory } from './wasm-types.ts';

/** Ids of our tensors start here; the backend itself counts up from 1. */
const FIRST_ID = 2 ** 30;

/** Bytes behind every block that SIMD loads may touch. */
const SLACK_BYTES = 64;

/** The part of `BackendWasm` that is used. `asm` is not public: see `readRawExports`. */
interface WasmModule {
  readonly HEAPU8: Uint8Array;
  readonly asm?: unknown;
  readonly wasmMemory?: unknown;
  readonly tfjs: {
    registerTensor(id: number, size: number, pointer: number): void;
    disposeData(id: number): void;
  };
  _malloc(bytes: number): number;
  _free(pointer: number): void;
}
/** An instance of `BackendWasm`. */
export interface WasmInstance {
  readonly wasm: WasmModule | null;
}
interface KernelConfig {
  readonly kernelName: string;
  readonly kernelFunc: unknown;
  readonly setupFunc?: (backend: never) => void;
}
/** What we use of the tfjs engine. It lives on `globalThis`, shared by all copies of tfjs of a page. */
export interface Engine {
  readonly backendName: string;
  readonly pendingBackendInit: Promise<unknown> | null;
  readonly registry: { [name: string]: unknown };
  readonly registryFactory: { [name: string]: { priority: number } | undefined };
}
interface Tfjs {
  engine(): unknown;
  getKernel(name: string, backend: string): unknown;
  getKernelsForBackend(name: string): unknown;
  registerKernel(config: KernelConfig & { readonly backendName: string }): void;
  unregisterKernel(name: string, backend: string): void;
}
/** The backend that a kernel is given. */
interface CallingBackend {
  readonly wasm?: unknown;
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}
interface IdPool {
  next: number;
  readonly free: number[];
}

/** What tfjs calls the backend. */
const WASM = 'wasm';

/** Shared by every copy of rnnc that meets the same backend. */
const POOL = Symbol.for('rnnc.tensor-ids');
/** How many modules of generated code have had kernels in tfjs's registry, of all copies of rnnc in a page. */
const MODULES = Symbol.for('rnnc.modules');

/**
 * The WASM backend of tfjs as the runtime uses it: memory, tensor ids and kernels. Leaves the page's own tfjs as it is: no `setBackend`,
 * no replaced kernel, no changed flag, no entry in the engine's books. Kernels of generated code stand beside its own while they are in use.
 */
export class TfjsBackend implements Backend, KernelRegistry {
  u8!: Uint8Array;
  f32!: Float32Array;
  i32!: Int32Array;
  readonly raw: RawExports | null;
  readonly #instance: WasmInstance;
  readonly #wasm: WasmModule;
  readonly #tfjs: Tfjs;
  readonly #pool: IdPool;
  /** Registered by this backend. */
  readonly #registered = new Map<string, PublicKernel>();
  #publicReady = false;

  constructor(instance: unknown, tfjs: Tfjs) {
    this.#instance = instance as WasmInstance;
    if (this.#instance.wasm === null) throw new Error('the WASM backend was removed from tfjs');
    this.#wasm = this.#instance.wasm;
    this.#tfjs = tfjs;
    const holder = instance as { [POOL]?: IdPool };
    holder[POOL] ??= { next: FIRST_ID, free: [] };
    this.#pool = holder[POOL];
    this.raw = readRawExports(this.#wasm);
    this.#view();
  }

  #view(): void {
    this.u8 = this.#wasm.HEAPU8;
    this.f32 = new Float32Array(this.u8.buffer);
    this.i32 = new Int32Array(this.u8.buffer);
  }

  heap(): this {
    if (this.#wasm.HEAPU8 !== this.u8) this.#view();
    return this;
  }

  get heapBytes(): number {
    return this.#wasm.HEAPU8.length;
  }

  get host(): object {
    return this.#instance;
  }

  get registry(): KernelRegistry {
    return this;
  }

  /** False once the page has removed the backend (`tf.removeBackend('wasm')`). */
  get alive(): boolean {
    return this.#instance.wasm !== null;
  }

  /** @throws RnncError `out-of-memory` where the heap can't give it: tfjs itself would go on at address 0. */
  allocate(bytes: number, purpose: string): Block {
    const request = bytes + 2 * SLACK_BYTES;
    const start = request >= HEAP_LIMIT_BYTES ? 0 : this.#wasm._malloc(request) >>> 0;
    if (start === 0)
      throw new RnncError([
        outOfMemory({ purpose, needed: bytes, limit: HEAP_LIMIT_BYTES, held: this.heapBytes, largest: [] }),
      ]);
    return { start, pointer: Math.ceil(start / SLACK_BYTES) * SLACK_BYTES, bytes };
  }

  get memory(): WasmMemory | null {
    const { asm, wasmMemory, HEAPU8 } = this.#wasm;
    const memory = (asm as { readonly memory?: unknown } | undefined)?.memory ?? wasmMemory;
    return memory instanceof WebAssembly.Memory && memory.buffer === HEAPU8.buffer ? memory : null;
  }

  release(block: Block): void {
    if (this.alive) this.#wasm._free(block.start);
  }

  register(size: number, pointer: number): number {
    const id = this.#pool.free.pop() ?? this.#pool.next++;
    this.#register(id, size, pointer);
    return id;
  }

  readdress(id: number, size: number, pointer: number): void {
    const { raw } = this;
    if (raw !== null) {
      raw.dispose_data(id);
      raw.register_tensor(id, size, pointer);
    } else {
      this.#wasm.tfjs.disposeData(id);
      this.#wasm.tfjs.registerTensor(id, size, pointer);
    }
  }

  forget(id: number): void {
    if (!this.alive) return;
    this.#wasm.tfjs.disposeData(id);
    this.#pool.free.push(id);
  }

  #register(id: number, size: number, pointer: number): void {
    if (this.raw !== null) this.raw.register_tensor(id, size, pointer);
    else this.#wasm.tfjs.registerTensor(id, size, pointer);
  }

  /** How many of our ids are in use, by all copies of rnnc on this backend. */
  get idsInUse(): number {
    return this.#pool.next - FIRST_ID - this.#pool.free.length;
  }

  publicKernel(name: string): PublicKernel {
    const config = this.#kernel(name);
    if (config === undefined) throw new InternalError(`tfjs has no kernel '${name}' for wasm`);
    return config.kernelFunc as PublicKernel;
  }

  #kernel(name: string): KernelConfig | undefined {
    return this.#tfjs.getKernel(name, WASM) as KernelConfig | undefined;
  }

  kernelPrefix(program: string): string {
    const engine = this.#tfjs.engine() as { [MODULES]?: number };
    engine[MODULES] = (engine[MODULES] ?? 0) + 1;
    return `rnnc.${engine[MODULES]}.${program}.`;
  }

  registerKernel(kernelName: string, kernelFunc: PublicKernel): void {
    this.#tfjs.registerKernel({ kernelName, backendName: WASM, kernelFunc });
    this.#registered.set(kernelName, kernelFunc);
  }

  unregisterKernel(kernelName: string): void {
    const own = this.#registered.get(kernelName);
    if (own !== undefined && this.#kernel(kernelName)?.kernelFunc === own)
      this.#tfjs.unregisterKernel(kernelName, WASM);
    this.#registered.delete(kernelName);
  }

  addressOf({ dataId }: PublicTensor, caller: unknown): number {
    const { dataIdMap, wasm } = caller as CallingBackend;
    if (wasm !== undefined && wasm !== this.#wasm)
      throw new InternalError('a generated kernel was called on another WASM backend');
    return dataIdMap.get(dataId).memoryOffset;
  }

  /**
   * Kernels keep their WASM functions in variables of their own module, set up for one
   * backend at a time; where the page has put another in the registry, they are handed back afterwards.
   */
  withPublicKernels(body: () => void): void {
    const registered = (this.#tfjs.engine() as Engine).registry.wasm;
    if (registered === this.#instance) {
      if (!this.#publicReady) this.#setUp(this.#instance);
      this.#publicReady = true;
      body();
      return;
    }
    this.#publicReady = false;
    this.#setUp(this.#instance);
    try {
      body();
    } finally {
      if (registered !== undefined) this.#setUp(registered);
    }
  }

  #setUp(instance: unknown): void {
    for (const kernel of this.#tfjs.getKernelsForBackend(WASM) as KernelConfig[]) kernel.setupFunc?.(instance as never);
  }
}
