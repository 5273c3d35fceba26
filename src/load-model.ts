import { isPromise } from '../compiler/diagnostics/describe-value.ts';
import { RnncError } from '../compiler/diagnostics/diagnostic.ts';
import * as say from '../compiler/diagnostics/messages/run.ts';
import { callback, flag, isNamed, like, type OptionTable, oneOf, positive } from './arguments/kinds.ts';
import { readOptions } from './arguments/read-options.ts';
import { weightsOf } from './artifact/artifact.ts';
import type { WeightData } from './artifact/definition.ts';
import { definitionOf, type ModelOrigin } from './artifact/file/model-origin.ts';
import { byFullPath } from './artifact/full-paths.ts';
import { finiteWeights } from './artifact/named-weights.ts';
import { fittingInWords, fittingWeights } from './artifact/weights/fitting-weights.ts';
import { type Backend, HEAP_LIMIT_BYTES } from './engine/backend/backend.ts';
import { BACKEND_OPTIONS, type BackendOptions, loadBackend } from './engine/backend/load-backend.ts';
import { codeSource, type WriteCode } from './engine/code-source.ts';
import type { Path } from './engine/kernels/table.ts';
import { selfTest } from './engine/self-test.ts';
import { watch } from './model/dropped-models.ts';
import type { AnyModel, ModelTypes, OfTypes } from './model/model-types.ts';
import { Model } from './model.ts';

export type { Address, ModelOrigin } from './artifact/file/model-origin.ts';

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
  readonly onNotice?: (notice: string) => unknown;
  /** Weights that replace the source's own, by their paths or shortened ones; what is given here is never initialised first. */
  readonly weights?: ReadonlyMap<string, WeightData> | { readonly [path: string]: WeightData };
  /** Whether of `weights` only those are taken that fit by path and shape; `onNotice` is told what came from there and what did not. */
  readonly partial?: boolean;
  /** Bytes that one run may need; at most, and by default, the 4 GiB of the heap. */
  readonly memoryLimit?: number;
}

export const LOAD_OPTIONS: OptionTable<LoadOptions> = {
  ...BACKEND_OPTIONS,
  path: oneOf('auto', 'fast', 'public'),
  kernels: oneOf('auto', 'stock'),
  relaxed: flag,
  onNotice: callback(),
  weights: like('an object or a Map with {shape, data} by path', isNamed),
  partial: flag,
  memoryLimit: positive('bytes'),
};

/**
 * Makes a model ready to run. Kernels that did not come with it are not made: tfjs's own run then. What is known of the model is taken from `source`, or
 * given as in `load<Tagger>(bytes)`.
 * @throws RnncError where the artifact can't be read, its weights do not fit, or options contradict each other.
 */
export function load<T extends ModelTypes = AnyModel>(
  source: ModelOrigin | OfTypes<T>,
  options?: LoadOptions,
): Promise<Model<T>>;
export function load(source: ModelOrigin, options?: LoadOptions): Promise<Model>;
export function load<T extends ModelTypes>(
  source: ModelOrigin | OfTypes<T>,
  options: LoadOptions = {},
): Promise<Model<T>> {
  return loadWith(null, source, options);
}

/** As `load`. @param write makes the kernels that did not come with the model */
export async function loadWith<T extends ModelTypes>(
  write: WriteCode | null,
  source: ModelOrigin | OfTypes<T>,
  asked: LoadOptions = {},
): Promise<Model<T>> {
  const options = readOptions('load()', asked, LOAD_OPTIONS);
  const { kernels = 'auto', relaxed = false } = options;
  if (relaxed && kernels === 'stock') throw new RnncError([say.relaxedStock()]);
  const { notice, settled } = notices(options.onNotice);
  const [definition, backend] = await Promise.all([
    definitionOf(source as ModelOrigin),
    loadBackend({ ...options, onNotice: notice }),
  ]);
  const path = choosePath(backend, options.path ?? 'auto', notice);
  const named = new Map(finiteWeights('load()', 'weights', options.weights ?? {}));
  const wanted = weightsOf(definition.graphs);
  const fitting = options.partial === true ? fittingWeights(named, wanted) : null;
  if (fitting !== null) notice(fittingInWords('load({ weights })', fitting, 'as they were'));
  const given = byFullPath(
    fitting?.taken ?? named,
    wanted.map((weight) => weight.path),
  );
  if (given.mistakes.length > 0) throw new RnncError(given.mistakes);
  const weights = new Map([...definition.weights, ...given.values]);
  const stored = definition.kernels ?? null;
  const codeOf =
    kernels === 'stock'
      ? null
      : await codeSource({ backend, path, model: definition.name, stored, write, relaxed, notice });
  const model = new Model<T>(
    { ...definition, graphs: definition.graphs, weights },
    { backend, path, memoryLimit: options.memoryLimit ?? HEAP_LIMIT_BYTES, codeOf },
  );
  watch(model, model.runner, options.onNotice === undefined ? (text) => console.warn(text) : notice);
  await settled();
  return model;
}

/** Tells notices. Until `settled`, which rejects with it, the rejection of an asynchronous callback is kept. */
function notices(onNotice: LoadOptions['onNotice']): {
  readonly notice: (text: string) => void;
  readonly settled: () => Promise<void>;
} {
  const answers: PromiseLike<readonly PromiseSettledResult<unknown>[]>[] = [];
  let isLoading = true;
  return {
    notice(text) {
      const answer: unknown = onNotice?.(text);
      if (isLoading && isPromise(answer)) answers.push(Promise.allSettled([answer]));
    },
    async settled() {
      isLoading = false;
      for (const result of (await Promise.all(answers)).flat()) if (result.status === 'rejected') throw result.reason;
    },
  };
}

function choosePath(backend: Backend, wanted: 'auto' | Path, notice: (text: string) => void): Path {
  if (wanted === 'public') return 'public';
  if (selfTest(backend, 'fast')) return 'fast';
  if (wanted === 'fast') throw new RnncError([say.noFastPath()]);
  notice(say.directCallsFailed());
  return 'public';
}
