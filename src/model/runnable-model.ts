import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { counter, isNamed, type OptionTable, oneOf } from '../arguments/kinds.ts';
import { notConstructible } from '../arguments/messages.ts';
import { checkArgument, readOptions } from '../arguments/read-options.ts';
import type { ModelDefinition, WeightData } from '../artifact/definition.ts';
import { finiteWeights, type NamedWeights } from '../artifact/named-weights.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { Path } from '../engine/kernels/table.ts';
import type { ModelStats, StepTime } from '../engine/stats.ts';
import { isStructure } from '../trees/structure-values.ts';
import { unwatched } from './dropped-models.ts';
import type { ModelContext, Variant } from './executable-cache.ts';
import { checkFeeds } from './feeds/check-feeds.ts';
import { readFeeds } from './feeds/feeds.ts';
import { inputPorts, type Port } from './feeds/ports.ts';
import {
  KERNELS,
  PROFILE_OPTIONS,
  type ProfileOptions,
  profileOf,
  type RunSizes,
  statsOf,
  VARIANT,
  warmUp,
} from './measure-runs.ts';
import type { AnyModel, FeedsOf, ModelTypes } from './model-types.ts';
import { Runner } from './runner.ts';
import { SESSION_OPTIONS, Session, type SessionOptions } from './session.ts';

export interface RunOptions {
  /** Default `inference`. `training` has dropout. */
  readonly variant?: Variant;
  /** Seed of dropout masks. Default: the model's seed. */
  readonly seed?: number;
  /** The global training step, for dropout masks; default 0. */
  readonly step?: number;
  /** What to do about NaN in feeds; default `error`. */
  readonly nan?: 'error' | 'allow';
}
const RUN_OPTIONS: OptionTable<RunOptions> = {
  variant: VARIANT,
  seed: counter,
  step: counter,
  nan: oneOf('error', 'allow'),
};

/**
 * A model that runs on the WASM backend, without what only a trained one can do. All sizes of batch and time work in one arena, one run at a time;
 * weights are held once.
 * @throws RnncError from every method after `dispose`.
 */
export class RunnableModel<T extends ModelTypes = AnyModel> {
  readonly name: string;
  /** @internal Runs its programs. */
  readonly runner: Runner;
  readonly #sessions = new Set<Pick<Session, 'dispose'>>();

  /** @throws RnncError where weights do not fit the graph. */
  constructor(definition: ModelDefinition, context: ModelContext) {
    if (!isNamed(definition) || !isNamed(context)) throw new RnncError([notConstructible('Model', 'load(source)')]);
    this.name = definition.name;
    this.runner = new Runner(definition, context);
  }

  get path(): Path {
    return this.runner.path;
  }

  /** What must be fed, without lengths (`time.lengths`) and what may be fed besides: states and dropout masks under their paths. */
  get inputs(): readonly Port[] {
    return inputPorts(this.graph('inference'));
  }

  get outputs(): readonly Port[] {
    const graph = this.graph('inference');
    return graph.outputs.map(({ name, value }) => {
      const type = graph.values[value]?.type;
      if (type === undefined) throw new InternalError(`output ${name} has no value`);
      return { name, dtype: type.dtype, dims: type.shape.map(printDim) };
    });
  }

  /** States that may be fed under their paths and that sessions carry. */
  get states(): readonly Port[] {
    const graph = this.graph('inference');
    return graph.inputs.flatMap((input): Port[] => {
      const type = graph.values[input.value]?.type;
      return input.role !== 'state' || type === undefined
        ? []
        : [{ name: input.name, dtype: type.dtype, dims: type.shape.map(printDim) }];
    });
  }

  /**
   * Computes all outputs for a batch of series.
   * @param feeds by input name: nested arrays, `{data, shape}`, typed arrays or tfjs tensors; rows may end at different times. Trees as parents, as
   *   tables of children, or as nested nodes whose other keys are inputs over the same nodes. Also `SYMBOL.lengths`, and under their paths initial states and dropout masks.
   * @throws RnncError for feeds that do not fit, or `out-of-memory` before anything is allocated.
   */
  run(feeds: FeedsOf<T>, options: RunOptions = {}): T['outputs'] {
    this.check();
    const read = readOptions('run()', options, RUN_OPTIONS);
    const { variant = 'inference', nan = 'error' } = read;
    const graph = this.graph(variant);
    checkFeeds('run()', feeds, graph);
    const { unroll } = this.runner.definition;
    const fed = readFeeds(graph, feeds, { nan, unroll, batch: null, optional: new Set() });
    const executable = this.runner.executable({ variant, fullLength: fed.fullLength, unroll, stock: false }, fed.sizes);
    executable.ready();
    this.runner.writeInputs(executable, fed, read, (target, at, size) => {
      target.fill(0, at, at + size);
    });
    this.runner.execute(executable);
    return this.runner.readOutputs(executable, graph, undefined, fed);
  }

  /**
   * State kept between calls, one step or many at a time. Sessions share weights and working memory.
   * @throws RnncError for start values that do not fit, and for a model over trees, which has no steps
   */
  session(options: SessionOptions<T> = {}): Session<T> {
    this.check();
    const { inputs, streaming } = this.graph('inference');
    if (streaming !== null && inputs.some(isStructure)) throw new RnncError([say.notStreaming(streaming.reason)]);
    const read = readOptions('session()', options, SESSION_OPTIONS);
    const session = new Session<T>(this.runner, read, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session;
  }

  /** Copies of all weights, by path. */
  weights(): Map<string, WeightData> {
    this.check();
    return this.runner.weights.weights();
  }

  /** Replaces some weights or all. @throws RnncError where one does not fit; nothing is changed then. */
  setWeights(weights: NamedWeights): void {
    this.check();
    this.runner.weights.setWeights(new Map(finiteWeights('setWeights()', 'the weights', weights)));
  }

  /** @internal Copies of the optimiser's slots, by path; those at their start are left out. */
  slots(): Map<string, Float32Array> {
    this.check();
    return this.runner.weights.slots();
  }

  /** @internal Puts the optimiser's slots back, as from a checkpoint. */
  setSlots(slots: ReadonlyMap<string, Float32Array>): void {
    this.check();
    this.runner.weights.setSlots(slots);
  }

  /**
   * What a run of these sizes does and takes, without running it; of the training variant, a step with its updates.
   * @param kernels `stock` for tfjs's own, as if the model had been loaded with those
   * @throws RnncError where a size is missing, is no size or belongs to no symbol of the model, and for feeds as `run` does
   */
  stats(sizes: RunSizes, variant: Variant = 'inference', kernels: 'auto' | 'stock' = 'auto'): ModelStats {
    this.check();
    checkArgument('stats()', 'the variant', variant, VARIANT);
    checkArgument('stats()', 'the kernels', kernels, KERNELS);
    return statsOf(this.runner, sizes, variant, kernels);
  }

  /**
   * Runs the model on zeros some times, so that the engine has replaced its first, slow version of the kernels before the first call that counts.
   * For one series and for several, which take other kernels; some tens of milliseconds for a small model, kernels that have to be made included. States of sessions are not touched.
   * @throws RnncError `out-of-memory`
   */
  warmup(): void {
    this.check();
    warmUp(this.runner);
  }

  /**
   * Where the time of a run of these sizes goes: every step of the program with what it does and how long that takes, runs on zeros and, where no
   * feeds say otherwise, full-length series. Of a training step the updates too; weights and slots are afterwards what they were.
   * @param sizes as for `stats`
   * @param options `kernels: 'stock'` for tfjs's own; `now` a clock in milliseconds.
   * @throws RnncError `out-of-memory`, and for sizes as `stats` does
   */
  profile(sizes: RunSizes, options: ProfileOptions = {}): readonly StepTime[] {
    this.check();
    return profileOf(this.runner, sizes, readOptions('profile()', options, PROFILE_OPTIONS));
  }

  /** Gives back all memory; open sessions end too. */
  dispose(): void {
    if (this.runner.disposed) return;
    for (const session of [...this.#sessions]) session.dispose();
    unwatched(this.runner);
    this.runner.dispose();
  }

  /** @throws RnncError after `dispose`, and where the backend is lost */
  protected check(): void {
    this.runner.check();
  }

  /** @internal */
  graph(variant: Variant): Graph {
    return this.runner.graph(variant);
  }

  /** @internal What it knows of its training; null unless it was trained here. */
  get training(): TrainingRecord | null {
    return this.runner.definition.training ?? null;
  }
}
