import { type Compiled, compileModel } from '../compiler/compile.ts';
import { isPromise } from '../compiler/diagnostics/describe-value.ts';
import { type Diagnostic, RnncError, type Sources } from '../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../compiler/diagnostics/messages/read/open-sizes.ts';
import { PRECISIONS, type Precision } from '../compiler/program/program.ts';
import { inspectTraining, type TrainingSummary } from './answers/inspect.ts';
import type { OwnBytes } from './arguments/bytes.ts';
import { type Bytes, bytes as bytesKind, bytesOf, isBytes } from './arguments/bytes.ts';
import {
  callback,
  counter,
  isNamed,
  type Kind,
  like,
  type OptionTable,
  oneOf,
  text as textKind,
  whole,
} from './arguments/kinds.ts';
import { notConstructible } from './arguments/messages.ts';
import { checkArgument, readOptions } from './arguments/read-options.ts';
import { weightsOf } from './artifact/artifact.ts';
import type { ModelDefinition, WeightData } from './artifact/definition.ts';
import { writeArtifact } from './artifact/file/write.ts';
import type { StoredKernels } from './artifact/stored-kernels.ts';
import type { History, TrainingRecord } from './artifact/training-record.ts';
import { roundedWeights } from './artifact/weights/int16-weights.ts';
import { readWeights } from './artifact/weights/weights.ts';
import { makeKernels } from './generate-kernels.ts';
import type { Feeds } from './model/feeds/feeds.ts';
import type { AnyModel, FeedsOf, ModelTypes, OfTypes, TYPES } from './model/model-types.ts';
import { type Trace, type TraceOptions, traceCompiled } from './trace/trace.ts';
import { readTraceOptions } from './trace/trace-model.ts';
import { type Trained, type TrainingData, type TrainModelOptions, trainModel } from './train-api.ts';
import { declareTypes } from './typing/types-of.ts';

export interface CompileOptions {
  /** Name of the model file in messages and spans. Default `model.yaml`. */
  readonly file?: string;
  /** Text of an imported file by its path relative to the model's folder, or null where there is none. Without it, nothing can be imported. */
  readonly resolve?: (path: string) => string | null;
  /** Replaces values of the model's `parameters`, and gives sizes that it leaves to its data (`'head.units'`). */
  readonly set?: { readonly [parameter: string]: number };
  /** Replaces the model's `seed`. */
  readonly seed?: number;
  /** Replaces the model's `unroll`. */
  readonly unroll?: number;
  /**
   * How weights are held. `int16` rounds matrices to 16 bits, in the file and in the model that is loaded: half the size where they are most of it, and
   * faster. Default `float32`.
   */
  readonly precision?: Precision;
}
const COMPILE_OPTIONS: OptionTable<CompileOptions> = {
  file: textKind,
  resolve: callback(),
  set: like(
    'an object with a finite number for each parameter',
    (value) => isNamed(value) && !(value instanceof Map) && Object.values(value).every((n) => Number.isFinite(n)),
  ),
  seed: counter,
  unroll: whole(1),
  precision: oneOf(...PRECISIONS),
};
const COMPILE = 'compile()';
const modelText: Kind<string> = {
  ...textKind,
  expected: 'the YAML of the model, as text',
  fixFor: (value) => (isBytes(value) ? 'decode it: new TextDecoder().decode(bytes)' : null),
};

/** Shared by models that differ in their weights alone. */
interface MadeKernels {
  kernels: StoredKernels | undefined;
}

const hasGraphs = (content: unknown): boolean => typeof content === 'object' && content !== null && 'graphs' in content;
const weightBytes: Kind<Bytes> = { ...bytesKind, expected: `${bytesKind.expected}, of a safetensors file` };

/** A compiled model: give it to `load`, or keep its bytes. */
export class CompiledModel<T extends ModelTypes = AnyModel> implements ModelDefinition, OfTypes<T> {
  declare readonly [TYPES]?: T;
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  readonly unroll: number | null;
  readonly parameters: { readonly [name: string]: number };
  readonly precision: Precision;
  /** Weights that were given; the others come from the seed. With precision `int16` all of them, rounded. */
  readonly weights: ReadonlyMap<string, WeightData>;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every source file, by the path that messages show. */
  readonly sources: Sources;
  /** Absent unless it was trained. */
  readonly training?: TrainingRecord;
  readonly #compiled: Compiled;
  readonly #made: MadeKernels;

  /** @internal */
  constructor(
    content: Compiled,
    weights: ReadonlyMap<string, WeightData>,
    precision: Precision,
    training: TrainingRecord | null = null,
    made: MadeKernels = { kernels: undefined },
  ) {
    if (!hasGraphs(content)) throw new RnncError([notConstructible('CompiledModel', 'compile(text)')]);
    this.#compiled = content;
    this.#made = made;
    this.name = content.name;
    this.file = content.file;
    this.seed = content.seed;
    this.unroll = content.unroll;
    this.parameters = content.parameters;
    this.precision = precision;
    this.weights = precision === 'int16' ? roundedWeights(content, weights) : weights;
    if (training !== null) this.training = training;
    this.diagnostics = content.diagnostics;
    this.sources = content.sources;
  }

  /**
   * The optimised rolled graphs; `training` is null where it would equal `inference`.
   * @throws RnncError `size-open` where the model leaves sizes to its data: `train` finds them, or `set` gives them
   */
  get graphs(): ModelDefinition['graphs'] {
    const { openSizes = [], graphs, sources } = this.#compiled;
    if (openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
    return graphs;
  }

  /** What it was trained for and what was found in the data, as `Model.inspect` tells it; null unless it was trained. */
  inspect(): TrainingSummary | null {
    return this.training === undefined ? null : inspectTraining(this.training);
  }

  /**
   * Every equation of every step with its value, as `trace` gives it for any model that holds its sources.
   * @param feeds as `run` takes them
   * @throws RnncError as `trace`
   */
  trace(feeds: FeedsOf<T>, options: TraceOptions = {}): Trace {
    const { weights, training = null } = this;
    return traceCompiled({ compiled: this.#compiled, weights, training }, feeds as Feeds, readTraceOptions(options));
  }

  /** The artifact: one file, a valid safetensors file, equal for equal models. */
  toBytes(): OwnBytes {
    const kernels = (): StoredKernels => {
      this.#made.kernels ??= makeKernels(this);
      return this.#made.kernels;
    };
    return writeArtifact({ ...this, graphs: this.graphs, kernels });
  }

  /** Made with its bytes; a model that is loaded afterwards runs them. */
  get kernels(): StoredKernels | undefined {
    return this.#made.kernels;
  }

  /**
   * The same model with all weights taken from a safetensors file.
   * @param file name of the weights in messages.
   * @throws RnncError with everything that does not fit.
   */
  withWeights(bytes: Bytes, file = 'weights'): CompiledModel<T> {
    checkArgument('withWeights()', 'the weights', bytes, weightBytes);
    checkArgument('withWeights()', 'the name', file, textKind);
    const weights = readWeights(bytesOf(bytes), weightsOf(this.graphs), file);
    return new CompiledModel<T>(this.#compiled, weights, this.precision, this.training ?? null, this.#made);
  }

  /**
   * Trains the model as its section `training` says: on rows or arrays in memory (`{data: [{sales: 31, promo: 1}, …]}`, `{data: {x: […], target: […]}}`), on the
   * files that its section `data` names, or on batches of one's own. Runs in Node, a page or a worker; lets other work through between steps.
   * @returns the model with the best weights, and how it went
   * @throws RnncError for mistakes in the sections, in the data, and `not-finite` before such numbers are written into a weight
   */
  async train(
    data: TrainingData,
    options: TrainModelOptions = {},
  ): Promise<{
    readonly model: CompiledModel<T>;
    readonly history: History;
    readonly end: Trained['end'];
    readonly steps: number;
  }> {
    const trained = await trainModel(
      { compiled: this.#compiled, weights: this.weights, training: this.training ?? null },
      data,
      options,
    );
    const model = new CompiledModel<T>(
      trained.compiled,
      trained.weights,
      this.precision,
      trained.record,
      this.#compiled.openSizes === undefined ? this.#made : undefined,
    );
    return { model, history: trained.record.history, end: trained.end, steps: trained.steps };
  }
}

/**
 * Compiles a model. Synchronous and pure: it reads no files but through `resolve`. `compile<Tagger>(text)` says what is known of the model, as `typesOf`
 * writes it.
 * @param text the YAML of the model.
 * @throws RnncError with every mistake of the model; `formatDiagnostics(error.diagnostics, error.sources)` prints them.
 */
export function compile(text: string, options?: CompileOptions): CompiledModel;
export function compile<T extends ModelTypes>(text: string, options?: CompileOptions): CompiledModel<T>;
export function compile<T extends ModelTypes>(text: string, options: CompileOptions = {}): CompiledModel<T> {
  checkArgument(COMPILE, 'the model', text, modelText);
  const read = readOptions(COMPILE, options, COMPILE_OPTIONS);
  const { file = 'model.yaml', resolve = () => null, set = {}, precision = 'float32', ...rest } = read;
  const textOf = (path: string): string | null => {
    const found: unknown = resolve(path) ?? null;
    if (found !== null) checkArgument(COMPILE, `what resolve("${path}") gives`, found, importedText);
    return found;
  };
  return new CompiledModel<T>(compileModel(text, { file, resolve: textOf, set, ...rest }), new Map(), precision);
}
const importedText: Kind<string | null> = {
  expected: 'the text of the file, or null where there is none',
  fits: textKind.fits,
  fixFor: (value) => (isPromise(value) ? 'compile() does not wait: read the files first' : null),
};

/**
 * The text of a `.d.ts` file with what TypeScript can know of a model, for `load<Name>(…)` and `compile<Name>(…)`; `rnnc compile --types` writes it.
 * @param model what the compiler gave, or `readArtifact` read
 * @throws RnncError where it is something else, and `size-open` where the model leaves sizes to its data
 */
export function typesOf(model: ModelDefinition, options: { readonly name?: string } = {}): string {
  checkArgument('typesOf()', 'the model', model, definition);
  return declareTypes(model, readOptions('typesOf()', options, TYPES_OPTIONS));
}
const TYPES_OPTIONS: OptionTable<{ readonly name?: string }> = {
  name: like(
    'the name of an interface, such as Tagger',
    (name) => typeof name === 'string' && /^[A-Za-z_]\w*$/.test(name),
  ),
};
const definition = like<ModelDefinition>(
  'a model: what compile() gives, or readArtifact()',
  (value) => isNamed(value) && 'graphs' in value,
);

export type { Diagnostic, Note, Sources, Span } from '../compiler/diagnostics/diagnostic.ts';
export { InternalError } from '../compiler/diagnostics/diagnostic.ts';
export type { Graph } from '../compiler/ir/graph.ts';
export { type ReadRowsOptions, readRows } from './answers/read-samples.ts';
export type { Artifact } from './artifact/artifact.ts';
export { readArtifact } from './artifact/file/read.ts';
export type { EpochRecord, FoundData, History, TrainingRecord } from './artifact/training-record.ts';
export type { Batch, BatchFeed, BatchOptions } from './data/dataset/dataset.ts';
export { memorySources, type OpenSource, type ReadableBlob } from './data/files/sources.ts';
export { load } from './load.ts';
export { formatDiagnostics, printGraph } from './printing.ts';
export * from './runtime.ts';
export type { Trace, TraceBlock, TraceOptions, TraceUnit, TraceValue } from './trace/trace.ts';
export { type TraceableModel, trace } from './trace/trace-model.ts';
export type { StepReport } from './train/loop/train.ts';
export type {
  GivenArray,
  GivenBatch,
  GivenData,
  GivenParts,
  TrainCallbacks,
  TrainingData,
  TrainModelOptions,
} from './train-api.ts';
export { RnncError };
