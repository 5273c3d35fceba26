import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { outOfMemory } from '../../../compiler/diagnostics/messages/run.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import { isNamed, like, type OptionTable } from '../../arguments/kinds.ts';
import { type RawExports, readRawExports } from './raw-exports.ts';

/** The heap of the WASM backend can't grow beyond this. */
export const HEAP_LIMIT_BYTES = 2 ** 32;

/** Ids of our tensors start here; the backend itself counts up from 1. */
const FIRST_ID = 2 ** 30;

/** Bytes behind every block that SIMD loads may touch. */
const SLACK_BYTES = 64;

export interface BackendOptions {
  /** Where a page serves the three `.wasm` files; the folder, or the full path of each. Not needed in Node. */
  readonly wasmPaths?: string | { readonly [file: string]: string };
}
export const BACKEND_OPTIONS: OptionTable<BackendOptions> = {
  wasmPaths: like(
    'the address of a folder, or an object with the address of each file',
    (value) =>
      typeof value === 'string' || (isNamed(value) && Object.values(value).every((path) => typeof path === 'string')),
  ),
};

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
  /** False once it can't be used any more. */
  readonly alive: boolean;
  /** The memory that generated code imports; null where it can't be had. */
  readonly memory: WebAssembly.Memory | null;
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
  /** Takes such a kernel away; one that the page put in its place stays. */
  unregisterKernel(kernelName: string): void;
  /**
   * Where the data of a tensor begins that a kernel was given.
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
interface WasmInstance {
  readonly wasm: WasmModule | null;
}
interface KernelConfig {
  readonly kernelName: string;
  readonly kernelFunc: unknown;
  readonly setupFunc?: (backend: never) => void;
}
/** What we use of the tfjs engine. It lives on `globalThis`, shared by all copies of tfjs of a page. */
interface Engine {
  readonly backendName: string;
  readonly registry: { [name: string]: unknown };
  readonly registryFactory: { [name: string]: { priority: number } | undefined };
  findBackendFactory(name: string): (() => unknown) | null;
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
const PENDING = Symbol.for('rnnc.backend');
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

  get memory(): WebAssembly.Memory | null {
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

  /** Ids of ours in use, of all copies of rnnc on this backend. */
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

/** A block of the heap: `start` is what malloc gave, `pointer` the first aligned byte. */
export interface Block {
  readonly start: number;
  readonly pointer: number;
  readonly bytes: number;
}

/** Finds the WASM backend of this page or process, or makes it. @throws Error where the `.wasm` files can't be loaded. */
export async function loadBackend(options: BackendOptions = {}): Promise<TfjsBackend> {
  const listeners = processListeners();
  try {
    const tfjs: Tfjs = await import('./tfjs-core.ts');
    const engine = tfjs.engine() as Engine & { [PENDING]?: Promise<unknown> | undefined };
    engine[PENDING] ??= findInstance(engine, options);
    try {
      return new TfjsBackend(await engine[PENDING], tfjs);
    } finally {
      engine[PENDING] = undefined;
    }
  } finally {
    removeNewListeners(listeners);
  }
}

async function findInstance(engine: Engine, options: BackendOptions): Promise<unknown> {
  const pending = (engine as { pendingBackendInit?: Promise<unknown> | null }).pendingBackendInit;
  if (engine.backendName === 'wasm' && pending) await pending;
  const existing = engine.registry.wasm;
  if (existing !== undefined) return existing;

  const registered = engine.findBackendFactory('wasm') !== null;
  if (!registered || options.wasmPaths !== undefined) {
    const module = await import('@tensorflow/tfjs-backend-wasm');
    if (options.wasmPaths !== undefined) module.setWasmPaths(options.wasmPaths);
  }
  // A page that never asked for wasm must not get it from `tf.ready()` because of us.
  const entry = engine.registryFactory.wasm;
  if (!registered && entry !== undefined) entry.priority = 0;

  const make = engine.findBackendFactory('wasm');
  if (make === null) throw new InternalError('tfjs-backend-wasm registered no backend');
  const made = await make();
  // In the registry, so that a later `setBackend('wasm')` of the page shares this instance instead of re-pointing all kernels to another.
  engine.registry.wasm ??= made;
  return engine.registry.wasm;
}

const FATAL_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;
type Listener = (...args: unknown[]) => void;
interface ListenerHost {
  listeners(event: string): unknown[];
  removeListener(event: string, listener: Listener): unknown;
}

function listenerHost(): ListenerHost | null {
  const host = (globalThis as { process?: Partial<ListenerHost> }).process;
  return typeof host?.listeners === 'function' ? (host as ListenerHost) : null;
}

function processListeners(): ReadonlyMap<string, readonly unknown[]> {
  return new Map(FATAL_EVENTS.map((event) => [event, listenerHost()?.listeners(event) ?? []]));
}

/** The module tfjs loads rethrows every uncaught error of the process, which then ends with another exit code. */
function removeNewListeners(before: ReadonlyMap<string, readonly unknown[]>): void {
  const host = listenerHost();
  for (const [event, known] of before)
    for (const listener of host?.listeners(event) ?? [])
      if (!known.includes(listener)) host?.removeListener(event, listener as Listener);
}
