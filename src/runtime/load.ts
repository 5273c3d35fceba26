import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { Program } from '../../compiler/ir/program.ts';
import { readArtifact } from '../artifact/read.ts';
import { type Backend, type BackendOptions, HEAP_LIMIT_BYTES, loadBackend } from './backend.ts';
import type { ModelDefinition, WeightData } from './definition.ts';
import { GeneratedCode } from './generated-code.ts';
import type { Path } from './kernels/table.ts';
import { checkOption, Model } from './model.ts';
import { selfTest } from './self-test.ts';

export interface LoadOptions extends BackendOptions {
  /** How kernels are called: `fast` directly in WASM, `public` through tfjs-core; `auto` takes `fast` where it passes its self-test. */
  readonly path?: 'auto' | Path;
  /** Told when `auto` had to take `public`, and when an artifact's kernels have to be made anew. */
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

/**
 * Makes a model ready to run.
 * @param source the bytes of an artifact, its address, or a definition that the compiler gave.
 * @throws RnncError where the artifact can't be read or its weights do not fit.
 */
export async function load(
  source: ModelDefinition | Uint8Array | ArrayBuffer | string | Address,
  options: LoadOptions = {},
): Promise<Model> {
  const [definition, backend] = await Promise.all([definitionOf(source, options), loadBackend(options)]);
  const path = choosePath(backend, options);
  const given = options.weights ?? {};
  const replaced = given instanceof Map ? [...given] : Object.entries(given);
  const weights = new Map([...definition.weights, ...replaced]);
  return new Model(
    { ...definition, graphs: definition.graphs, weights },
    { backend, path, memoryLimit: options.memoryLimit ?? HEAP_LIMIT_BYTES, generate: generatorFor(backend) },
  );
}

async function definitionOf(
  source: ModelDefinition | Uint8Array | ArrayBuffer | string | Address,
  options: LoadOptions,
): Promise<ModelDefinition> {
  const { onNotice } = options;
  const notice = onNotice === undefined ? {} : { onNotice };
  if (source instanceof Uint8Array) return readArtifact(source, notice);
  if (source instanceof ArrayBuffer) return readArtifact(new Uint8Array(source), notice);
  if (typeof source === 'string' || 'href' in source) {
    const file = typeof source === 'string' ? source : source.href;
    return readArtifact(await fetchBytes(file), { file, ...notice });
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

function generatorFor(backend: Backend): ((program: Program) => GeneratedCode) | null {
  const { memory } = backend;
  if (memory === null || process.env.STOCK) return null;
  return (program) => new GeneratedCode(assemble(generateText(program, { relaxed: false, shared: false })), memory);
}

function choosePath(backend: Backend, options: LoadOptions): Path {
  const wanted = options.path ?? 'auto';
  checkOption('path', wanted, ['auto', 'fast', 'public']);
  if (wanted === 'public') return 'public';
  if (selfTest(backend, 'fast')) return 'fast';
  if (wanted === 'fast') throw new RnncError([say.noFastPath()]);
  options.onNotice?.(
    'the direct calls into the WASM backend failed their self-test: running through tfjs-core, which is slower',
  );
  return 'public';
}
