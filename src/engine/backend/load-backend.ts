import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/loading.ts';
import { callback, type OptionTable } from '../../arguments/kinds.ts';
import { type Engine, TfjsBackend, type WasmInstance } from './tfjs-backend.ts';
import { type LoadedWasm, loadWasm, sourceKey, WASM_OPTIONS, type WasmSource } from './wasm-source.ts';

export interface BackendOptions extends WasmSource {
  /** Is called when the page already has a backend that was not loaded from where `wasmPaths` or `wasmBinary` say. */
  readonly onNotice?: (notice: string) => unknown;
}
export const BACKEND_OPTIONS: OptionTable<BackendOptions> = { ...WASM_OPTIONS, onNotice: callback() };

/** A backend that is being loaded. */
interface Pending {
  readonly key: unknown;
  readonly instance: Promise<WasmInstance>;
}
/** What the copies of rnnc in a page know of the backend they share. */
interface Shared {
  pending: Pending | null;
  /** The backend that one of them made; not alive any more where the page has removed it. */
  instance: WasmInstance | null;
  key: unknown;
  from: string;
}
const SHARED = Symbol.for('rnnc.backend');
type Host = Engine & { [SHARED]?: Shared };

/** Milliseconds after which something that can't be cancelled is given up. */
const LIMIT = 60_000;
/** Milliseconds that the page's own start of its backend is waited for. */
const PAGE_LIMIT = 5_000;

/**
 * Finds the WASM backend of this page or process, or makes it: always without threads, from the files that come with rnnc or from where the
 * options say. Loads at the same time share one; where they name different places the first that works counts.
 * @throws RnncError where it can't be loaded; another load may then try another place
 */
export async function loadBackend(options: BackendOptions = {}): Promise<TfjsBackend> {
  const tfjs = await imported('@tensorflow/tfjs-core', import('./tfjs-core.ts'));
  const engine = tfjs.engine() as unknown as Host;
  engine[SHARED] ??= { pending: null, instance: null, key: null, from: '' };
  const instance = await findInstance(engine, engine[SHARED], tfjs, options);
  return new TfjsBackend(instance, tfjs);
}

async function findInstance(engine: Host, shared: Shared, tfjs: Tfjs, options: BackendOptions): Promise<WasmInstance> {
  const key = sourceKey(options);
  for (;;) {
    const { pending } = shared;
    if (pending === null) {
      await pageStart(engine);
      const found = usable(engine.registry.wasm) ?? usable(shared.instance);
      if (found !== null) {
        const ours = found === shared.instance;
        if (key !== null && !(ours && key === shared.key))
          options.onNotice?.(say.wasmUnused(ours ? shared.from : "the page's own tfjs"));
        return found;
      }
      if (shared.pending === null) {
        const instance = makeInstance(engine, shared, tfjs, options, key).finally(() => {
          shared.pending = null;
        });
        shared.pending = { key, instance };
        return instance;
      }
    } else if (pending.key === key) return pending.instance;
    else await pending.instance.catch(() => undefined);
  }
}

/** Where the page is about to start its WASM backend, that one may be used. One that never starts is left alone. */
async function pageStart({ backendName, pendingBackendInit }: Host): Promise<void> {
  if (backendName !== 'wasm' || !pendingBackendInit) return;
  await within(PAGE_LIMIT, pendingBackendInit).catch(() => undefined);
}

/** A backend that can run models: not removed, and without threads. */
function usable(candidate: unknown): WasmInstance | null {
  const instance = candidate as WasmInstance | null | undefined;
  return instance?.wasm && !('PThread' in instance.wasm) ? instance : null;
}

type Tfjs = typeof import('./tfjs-core.ts');

async function makeInstance(
  engine: Host,
  shared: Shared,
  tfjs: Tfjs,
  options: BackendOptions,
  key: unknown,
): Promise<WasmInstance> {
  const { BackendWasm } = await importBackend(engine, tfjs);
  const loaded = await loadWasm(options, await tfjs.env().getAsync('WASM_HAS_SIMD_SUPPORT').then(Boolean));
  const instance = new BackendWasm((await start(loaded)) as never) as unknown as WasmInstance;
  shared.instance = instance;
  shared.key = key;
  shared.from = loaded.from;
  // The page gets this instance too if it uses wasm later and would load the same. A second instance would take all kernels over from this one.
  const threads = await tfjs.env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT');
  if (!threads && engine.registryFactory.wasm !== undefined) engine.registry.wasm ??= instance;
  return usable(engine.registry.wasm) ?? instance;
}

/** Imports the backend, and restores what the page had registered before, even if it came from another copy of the package. */
async function importBackend(engine: Host, tfjs: Tfjs): Promise<typeof import('@tensorflow/tfjs-backend-wasm')> {
  const factory = engine.registryFactory.wasm;
  const kernels = tfjs.getKernelsForBackend('wasm');
  const module = await imported('@tensorflow/tfjs-backend-wasm', import('@tensorflow/tfjs-backend-wasm'));
  const added = engine.registryFactory.wasm;
  // A page that never asked for wasm must not get it from `tf.ready()` because of us.
  if (factory === undefined && added !== undefined) added.priority = 0;
  for (const kernel of kernels) {
    if (tfjs.getKernel(kernel.kernelName, 'wasm') === kernel) continue;
    tfjs.unregisterKernel(kernel.kernelName, 'wasm');
    tfjs.registerKernel(kernel);
  }
  return module;
}

/** Runs the JavaScript around the `.wasm`, and adds what tfjs adds. */
async function start({ module, from }: LoadedWasm): Promise<object> {
  const { default: makeModule } = await import('./generated/tfjs-glue.ts');
  const started = new Promise<EmscriptenModule>((resolve, reject) => {
    const config: EmscriptenConfig = {
      onAbort: reject,
      // What goes wrong is an error of this load.
      printErr: () => {},
      instantiateWasm: (imports, done) => {
        WebAssembly.instantiate(module, imports)
          .then((instance) => done(instance, module))
          .catch(reject);
        return {};
      },
    };
    (makeModule as (config: EmscriptenConfig) => Promise<EmscriptenModule>)(config).then(resolve, reject);
  });
  let wasm: EmscriptenModule;
  try {
    wasm = await within(LIMIT, started);
  } catch (cause) {
    if (cause === SILENT) throw new RnncError([say.backendSilent(`starting what came from ${from}`, LIMIT / 1000)]);
    throw new RnncError([say.wasmBroken(from, cause instanceof Error ? cause.message : String(cause))]);
  }
  const number = 'number';
  return Object.assign(wasm, {
    tfjs: {
      init: wasm.cwrap('init', null, []),
      initWithThreadsCount: wasm.cwrap('init_with_threads_count', null, [number]),
      getThreadsCount: wasm.cwrap('get_threads_count', number, []),
      registerTensor: wasm.cwrap('register_tensor', null, [number, number, number]),
      disposeData: wasm.cwrap('dispose_data', null, [number]),
      dispose: wasm.cwrap('dispose', null, []),
    },
  });
}

/** The part of emscripten's module object that is used here. */
interface EmscriptenModule {
  cwrap(name: string, result: string | null, parameters: readonly string[]): unknown;
}
interface EmscriptenConfig {
  onAbort(cause: unknown): void;
  printErr(text: string): void;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): object;
}

/** @throws RnncError where the module does not come */
async function imported<T>(name: string, module: Promise<T>): Promise<T> {
  try {
    return await within(LIMIT, module);
  } catch (cause) {
    throw new RnncError([
      cause === SILENT
        ? say.backendSilent(`the import of ${name}`, LIMIT / 1000)
        : say.backendUnloadable(`the import of ${name} failed`, cause instanceof Error ? cause.message : String(cause)),
    ]);
  }
}

const SILENT = Symbol('silent');

/** @throws SILENT after `milliseconds` */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(SILENT), milliseconds);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
