import { RnncError } from '../compiler/diagnostics/diagnostic.ts';
import * as say from '../compiler/diagnostics/messages/run.ts';
import type { ModelDefinition, WeightData } from './artifact/definition.ts';
import { readArtifact } from './artifact/read.ts';
import { type Backend, type BackendOptions, HEAP_LIMIT_BYTES, loadBackend } from './engine/backend/backend.ts';
import { codeSource, type WriteCode } from './engine/code/code-source.ts';
import type { Path } from './engine/kernels/table.ts';
import { selfTest } from './engine/self-test.ts';
import { checkOption } from './model/check-options.ts';
import { Model } from './model.ts';

export interface LoadOptions extends BackendOptions {
  /** How kernels are called: `fast` directly in WASM, `public` through tfjs-core; `auto` takes `fast` where it passes its self-test. */
  readonly path?: 'auto' | Path;
  /** `auto`: kernels that the compiler wrote for the model, where they pass their self-test; `stock`: those of tfjs. */
  readonly kernels?: 'auto' | 'stock';
  /**
   * Default false: the kernels that the compiler wrote give the same bits on every machine. True: they fuse multiply and add into one
   * instruction where the engine has relaxed SIMD, which is faster and rounds differently from machine to machine. The compiler makes them
   * when the model is loaded; the default ones run, with a notice, where the engine lacks the instruction or the compiler is not at hand.
   */
  readonly relaxed?: boolean;
  /** Told when `auto` had to take what is slower, and when the kernels of an artifact can't be used. */
  readonly onNotice?: (notice: string) => void;
  /** Weights that replace the source's own; what is given here is never initialised first. */
  readonly weights?: ReadonlyMap<string, WeightData> | { readonly [path: string]: WeightData };
  /** Bytes that one run may need; at most, and by default, the 4 GiB of the heap. */
  readonly memoryLimit?: number;
}

/** A `URL`, without asking for its type. */
export interface Address {
  readonly href: string;
}

/** The bytes of an artifact, its address, or a definition that the compiler gave. */
export type ModelOrigin = ModelDefinition | Uint8Array | ArrayBuffer | string | Address;

/**
 * Makes a model ready to run. Kernels that did not come with it are not made: tfjs's own run then.
 * @throws RnncError where the artifact can't be read, its weights do not fit, or options contradict each other.
 */
export const load = (source: ModelOrigin, options: LoadOptions = {}): Promise<Model> => loadWith(null, source, options);

/** As `load`. @param write makes the kernels that did not come with the model */
export async function loadWith(
  write: WriteCode | null,
  source: ModelOrigin,
  options: LoadOptions = {},
): Promise<Model> {
  const { kernels = 'auto', relaxed = false } = options;
  checkOption('kernels', kernels, ['auto', 'stock']);
  checkOption('relaxed', relaxed, [true, false]);
  if (relaxed && kernels === 'stock') throw new RnncError([say.relaxedStock()]);
  const [definition, backend] = await Promise.all([definitionOf(source), loadBackend(options)]);
  const path = choosePath(backend, options);
  const given = options.weights ?? {};
  const replaced = given instanceof Map ? [...given] : Object.entries(given);
  const weights = new Map([...definition.weights, ...replaced]);
  const notice = (text: string): void => options.onNotice?.(text);
  const stored = definition.kernels ?? null;
  const codeOf =
    kernels === 'stock'
      ? null
      : await codeSource({ backend, path, model: definition.name, stored, write, relaxed, notice });
  return new Model(
    { ...definition, graphs: definition.graphs, weights },
    { backend, path, memoryLimit: options.memoryLimit ?? HEAP_LIMIT_BYTES, codeOf },
  );
}

async function definitionOf(source: ModelOrigin): Promise<ModelDefinition> {
  if (source instanceof Uint8Array) return readArtifact(source);
  if (source instanceof ArrayBuffer) return readArtifact(new Uint8Array(source));
  if (typeof source === 'string' || 'href' in source) {
    const file = typeof source === 'string' ? source : source.href;
    return readArtifact(await fetchBytes(file), { file });
  }
  return source;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new RnncError([say.loadFailed(url, cause instanceof Error ? cause.message : String(cause))]);
  }
}

function choosePath(backend: Backend, options: LoadOptions): Path {
  const wanted = options.path ?? 'auto';
  checkOption('path', wanted, ['auto', 'fast', 'public']);
  if (wanted === 'public') return 'public';
  if (selfTest(backend, 'fast')) return 'fast';
  if (wanted === 'fast') throw new RnncError([say.noFastPath()]);
  options.onNotice?.(say.directCallsFailed());
  return 'public';
}
