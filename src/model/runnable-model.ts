import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { countWork } from '../../compiler/7-plan/count-work.ts';
import { MemoryPlanner } from '../../compiler/7-plan/plan-memory.ts';
import { type Diagnostic, InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../compiler/diagnostics/messages/feeds.ts';
import * as runMessages from '../../compiler/diagnostics/messages/run.ts';
import { bindSegments } from '../../compiler/graph/segments.ts';
import { fillKeepMask, initializeWeight } from '../../compiler/initialize/initialize.ts';
import { BATCH, evaluateShape, printDim, type SizeBinding, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';
import { type Classification, classify, classifySteps, rawFeeds } from '../answers/classify.ts';
import { type Forecast, type ForecastOptions, forecast } from '../answers/forecast.ts';
import { type GenerateOptions, generate } from '../answers/generate.ts';
import type { ModelDefinition, WeightData } from '../artifact/definition.ts';
import { programName } from '../artifact/stored-kernels.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { RawRow } from '../data/table/preprocess.ts';
import { type Backend, HEAP_LIMIT_BYTES } from '../engine/backend/backend.ts';
import type { CodeOf } from '../engine/code/code-source.ts';
import type { Entries } from '../engine/code/entries.ts';
import { Executable } from '../engine/executable.ts';
import { product, type Tensor } from '../engine/kernels/context.ts';
import type { Path } from '../engine/kernels/table.ts';
import { Arena } from '../engine/memory/arena.ts';
import { largestBuffers } from '../engine/memory/largest-buffers.ts';
import { PersistentBlock, persistentLayout } from '../engine/memory/persistent.ts';
import { countKernels, type ModelStats, type StepTime, titleOf } from '../engine/stats.ts';
import { isStructure } from '../trees/structure-values.ts';
import { checkCounter, checkOption, sizeMistakes } from './check-options.ts';
import { treeSpecs } from './feeds/feed-trees.ts';
import type { HeapArray } from './feeds/feed-values.ts';
import { type Feeds, type ReadFeeds, readFeeds } from './feeds/feeds.ts';
import { inputPorts, type Port } from './feeds/ports.ts';
import { chainsFor, type RunShape, runShape } from './feeds/run-shape.ts';
import { Output } from './output.ts';
import { Session, type SessionOptions } from './session.ts';

export type { Port } from './feeds/ports.ts';

export type Variant = 'inference' | 'training';

export interface RunOptions {
  /** Default `inference`. `training` has dropout. */
  readonly variant?: Variant;
  /** Of dropout masks; default the model's seed. */
  readonly seed?: number;
  /** The global training step, for dropout masks; default 0. */
  readonly step?: number;
  /** What to do about NaN in feeds; default `error`. */
  readonly nan?: 'error' | 'allow';
}

/**
 * How large a run is: sizes of every symbol in the shapes of the inputs, `{batch: 1, time: 100}`; or what would be fed, of which sizes, lengths and
 * trees count. A model over trees takes feeds alone; only the trees must be among them, and what else says the size of something.
 */
export type RunSizes = SizeBinding | { readonly feeds: Feeds };

const hasFeeds = (given: RunSizes): given is { readonly feeds: Feeds } =>
  typeof given.feeds === 'object' && given.feeds !== null;

/** How a model runs: the backend, the path of its calls and the limit on memory. */
export interface ModelContext {
  readonly backend: Backend;
  readonly path: Path;
  /** Bytes; never above the 4 GiB that the heap can have. */
  readonly memoryLimit: number;
  /** Gives generated code; null: tfjs's own kernels run. */
  readonly codeOf: CodeOf | null;
}

const CACHED_EXECUTABLES = 8;
/** Calls after which V8 has compiled a function well: 5 were enough for a loop, in 4 ms (V8 11.3). */
const WARM_UP_RUNS = 10;
const WARM_UP_STEPS = 3;
const PROFILE_ROUNDS = 11;

/** A program with what the compiler wrote for it; null: it calls tfjs's own kernels. */
interface Runnable {
  readonly program: Program;
  readonly entries: Entries | null;
  readonly planner: MemoryPlanner;
}

/**
 * A model bound to the WASM backend. All sizes of batch and time work in one arena, one run at a time; weights are held once.
 * @throws RnncError from every method after `dispose`.
 */
export class Model {
  readonly name: string;
  readonly #definition: ModelDefinition;
  readonly #context: ModelContext;
  readonly #arena: Arena;
  readonly #weights = new Map<string, WeightData>();
  readonly #programs = new Map<string, Runnable>();
  /** Programs that hold weights alike share a block. */
  readonly #persistent = new Map<string, PersistentBlock>();
  readonly #layouts = new Map<Program, string>();
  /** Most recently used last. */
  readonly #executables = new Map<string, Executable>();
  readonly #pinned = new Map<Executable, number>();
  readonly #sessions = new Set<Session>();
  /** The block that a training step wrote last, and how often one did. */
  #newest: PersistentBlock | null = null;
  #version = 0;
  /** Slots that no block holds yet. */
  #slots: ReadonlyMap<string, Float32Array> = new Map();
  #failed: string | null = null;
  #disposed = false;

  /** @throws RnncError where weights do not fit the graph. */
  constructor(definition: ModelDefinition, context: ModelContext) {
    this.name = definition.name;
    this.#definition = definition;
    this.#context = { ...context, memoryLimit: Math.min(context.memoryLimit, HEAP_LIMIT_BYTES) };
    this.#arena = new Arena(context.backend);
    for (const { path, value, init } of definition.graphs.inference.weights) {
      const shape = evaluateShape(definition.graphs.inference.values[value]?.type.shape ?? [], {});
      const given = definition.weights.get(path);
      const data =
        given === undefined ? initializeWeight(init, shape, definition.seed, path) : Float32Array.from(given.data);
      this.#weights.set(path, { shape, data });
    }
    const mistakes = this.#weightMistakes(definition.weights);
    if (mistakes.length > 0) throw new RnncError(mistakes);
  }

  get path(): Path {
    return this.#context.path;
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
  run(feeds: Feeds, options: RunOptions = {}): { [name: string]: Output } {
    this.#check();
    const { variant = 'inference', nan = 'error' } = options;
    checkOption('variant', variant, ['inference', 'training']);
    checkOption('nan', nan, ['error', 'allow']);
    checkCounter('seed', options.seed);
    checkCounter('step', options.step);
    const graph = this.graph(variant);
    const { unroll } = this.#definition;
    const read = readFeeds(graph, feeds, { nan, unroll, batch: null, optional: new Set() });
    const executable = this.executable(variant, read.fullLength, read.sizes, unroll);
    executable.ready();
    this.writeInputs(executable, read, options, (target, at, size) => {
      target.fill(0, at, at + size);
    });
    this.execute(executable);
    return this.readOutputs(executable, graph, undefined, read);
  }

  /**
   * State kept between calls, one step or many at a time. Sessions share weights and working memory.
   * @throws RnncError for start values that do not fit, and for a model over trees, which has no steps
   */
  session(options: SessionOptions = {}): Session {
    this.#check();
    const { inputs, streaming } = this.graph('inference');
    if (streaming !== null && inputs.some(isStructure))
      throw new RnncError([runMessages.notStreaming(streaming.reason)]);
    const session = new Session(this, this.#context.backend, options, () => this.#sessions.delete(session));
    this.#sessions.add(session);
    return session;
  }

  /**
   * Writes on from a prompt, a token at a time, with a model that was trained to guess the next token of a text.
   * @throws RnncError, at the first token, for a model that was not, and for a prompt with tokens that the training text did not have
   */
  generate(options: GenerateOptions = {}): Generator<string, void> {
    this.#check();
    return generate(this, this.#definition.training ?? null, options);
  }

  /**
   * The rows that follow, in raw units, for a model that was trained on windows of a series. Beyond its own horizon it reads what it gave.
   * @param rows as they stand in the data, oldest first; with a group column, one forecast for each series.
   * @throws RnncError for a model that does not forecast, for rows that do not fit the training data or are fewer than a window, and where
   *   further steps would need columns that nobody knows ahead
   */
  forecast(rows: readonly RawRow[], options: ForecastOptions = {}): Forecast {
    this.#check();
    return forecast(this, rows, options);
  }

  /**
   * The class of each sample, for a model that was trained with a loss of classes.
   * @param samples rows as they stand in the data, or texts.
   * @throws RnncError for a model that does not classify, and for samples that do not fit the training data
   */
  classify(samples: readonly RawRow[] | readonly string[]): readonly Classification[] {
    this.#check();
    return classify(this, samples);
  }

  /**
   * The class at every step, or every node of a tree, of each sample, for a model that was trained with classes over them.
   * @param samples as `classify` takes them; rows with trees as `readTreeRows` gives them.
   * @throws RnncError for a model that has no such classes, and for samples that do not fit the training data
   */
  classifySteps(samples: readonly RawRow[] | readonly string[]): readonly (readonly Classification[])[] {
    this.#check();
    return classifySteps(this, samples);
  }

  /**
   * What `run` takes, from samples as they stand in the data, for a model that was trained on files.
   * @param samples as `classify` takes them.
   * @throws RnncError for a model that was not, and for samples that do not fit the training data
   */
  feeds(samples: readonly RawRow[] | readonly string[]): Feeds {
    this.#check();
    return rawFeeds(this, samples, 'take raw samples').feeds;
  }

  /** Copies of all weights, by path. */
  weights(): Map<string, WeightData> {
    this.#check();
    this.#fetchWeights();
    return new Map(
      [...this.#weights].map(([path, { shape, data }]) => [path, { shape: [...shape], data: data.slice() }]),
    );
  }

  /** Replaces some weights or all. @throws RnncError where one does not fit; nothing is changed then. */
  setWeights(weights: ReadonlyMap<string, WeightData> | { readonly [path: string]: WeightData }): void {
    this.#check();
    const given =
      weights instanceof Map ? (weights as ReadonlyMap<string, WeightData>) : new Map(Object.entries(weights));
    const mistakes = this.#weightMistakes(given);
    if (mistakes.length > 0) throw new RnncError(mistakes);
    this.#fetchWeights();
    for (const block of this.#persistent.values()) this.#bringUpToDate(block);
    for (const [path, { data }] of given) {
      this.#weights.get(path)?.data.set(data);
      for (const block of this.#persistent.values()) block.write(path, data);
    }
  }

  /** What training steps made of the weights. */
  #fetchWeights(): void {
    if (this.#newest === null) return;
    for (const [path, { data }] of this.#weights) data.set(this.#newest.read(path) ?? data);
  }

  #bringUpToDate(block: PersistentBlock): void {
    if (this.#newest !== null && block.version !== this.#version) block.copyFrom(this.#newest);
  }

  /** @internal Copies of the optimiser's slots, by path; those at their start are left out. */
  slots(): Map<string, Float32Array> {
    this.#check();
    const block = this.#newest;
    if (block === null) return new Map(this.#slots);
    return new Map(
      block.slots.map(({ path }) => {
        const values = block.read(path);
        if (values === null) throw new InternalError(`no slot ${path}`);
        return [path, values];
      }),
    );
  }

  /** @internal Puts the optimiser's slots back, as from a checkpoint. */
  setSlots(slots: ReadonlyMap<string, Float32Array>): void {
    this.#check();
    this.#slots = slots;
    for (const block of this.#persistent.values()) for (const [path, values] of slots) block.write(path, values);
  }

  /** @internal Writes what the training step that just ran makes of weights and slots. */
  update(executable: Executable): void {
    executable.update();
    this.#version += 1;
    executable.persistent.version = this.#version;
    this.#newest = executable.persistent;
  }

  #weightMistakes(given: ReadonlyMap<string, WeightData>): Diagnostic[] {
    return [...given].flatMap(([path, { shape, data }]) => {
      const own = this.#weights.get(path);
      if (own === undefined) return [runMessages.weightUnknown(path, [...this.#weights.keys()])];
      const fits = shape.join() === own.shape.join() && data.length === product(own.shape);
      return fits ? [] : [runMessages.weightShape(path, own.shape, shape, data.length)];
    });
  }

  /**
   * What a run of these sizes does and takes, without running it; of the training variant, a step with its updates.
   * @param kernels `stock` for tfjs's own, as if the model had been loaded with those
   * @throws RnncError where a size is missing, is none or is of no symbol of the model, and for feeds as `run` does
   */
  stats(sizes: RunSizes, variant: Variant = 'inference', kernels: 'auto' | 'stock' = 'auto'): ModelStats {
    this.#check();
    const { sizes: bound, fullLength } = this.#shapeOf(sizes, variant, kernels);
    const { program, entries, planner } = this.#program(
      variant,
      fullLength,
      this.#definition.unroll,
      kernels === 'stock',
    );
    const { arenaBytes, persistentBytes, packedBytes, peakBytes } = planner.plan(bound);
    const { calls, flops, bytes } = countWork(program, [...program.main, ...program.update], bound);
    return {
      path: this.path,
      code: entries === null ? 'stock' : 'generated',
      relaxed: entries?.relaxed ?? false,
      kernels: countKernels(program),
      calls,
      flops,
      bytesMoved: bytes,
      arenaBytes,
      persistentBytes,
      packedBytes,
      peakBytes,
    };
  }

  /** The sizes with those that follow from them. @throws RnncError where options, sizes or feeds do not fit. */
  #shapeOf(given: RunSizes, variant: Variant, kernels: 'auto' | 'stock'): RunShape {
    checkOption('variant', variant, ['inference', 'training']);
    checkOption('kernels', kernels, ['auto', 'stock']);
    const graph = this.graph(variant);
    if (hasFeeds(given)) return runShape(graph, this.graph('inference'), given.feeds, this.unroll);
    const trees = treeSpecs(graph).map(({ name }) => name);
    if (trees.length > 0) throw new RnncError([feedMessages.sizesOfTrees(trees)]);
    const derived = new Set(graph.learning?.segmented?.flatMap(({ segments, steps }) => [segments, steps]));
    const symbols = [...new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)))];
    const needed = new Set(symbols.filter((symbol) => !derived.has(symbol)));
    for (const { symbol } of graph.learning?.segmented ?? []) needed.add(symbol);
    const mistakes = sizeMistakes(given, [...needed].sort(), this.unroll);
    if (mistakes.length > 0) throw new RnncError(mistakes);
    return { sizes: bindSegments(graph, given), fullLength: true, values: new Map() };
  }

  /**
   * Runs the model on zeros some times, so that the engine has replaced its first, slow version of the kernels before the first call that counts.
   * For one series and for several, which take other kernels; some tens of milliseconds for a small model, kernels that have to be made included. States of sessions are not touched.
   * @throws RnncError `out-of-memory`
   */
  warmup(): void {
    this.#check();
    const graph = this.graph('inference');
    const symbols = new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)));
    // what is fed besides has sizes of its own choice
    const overTrees = { ...graph, inputs: graph.inputs.filter((i) => i.role === 'lengths' || isStructure(i)) };
    for (const batch of [1, 4]) {
      const sizes = Object.fromEntries([...symbols].map((symbol) => [symbol, this.unroll ?? WARM_UP_STEPS]));
      const chains = runShape(overTrees, overTrees, chainsFor(treeSpecs(graph), batch, WARM_UP_STEPS), null);
      const bound = bindSegments(graph, { ...sizes, ...chains.sizes, [BATCH]: batch });
      const executable = this.executable('inference', true, bound, this.#definition.unroll);
      executable.ready();
      this.#warmUp(executable, chains.values);
    }
  }

  /** Zeros in feeds and states, ones in masks. @param values of other inputs, by name */
  #writeZeros(executable: Executable, values: RunShape['values']): void {
    for (const input of executable.program.inputs) {
      const { pointer, size, dtype } = executable.tensor(input.buffer);
      const heap = this.#context.backend.heap();
      const target = dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
      const at = dtype === 'bool' ? pointer : pointer >>> 2;
      const known = values.get(input.name);
      if (known === undefined) target.fill(input.role === 'mask' || input.role === 'setting' ? 1 : 0, at, at + size);
      else target.set(known, at);
    }
  }

  #warmUp(executable: Executable, values: RunShape['values']): void {
    for (let i = 0; i < WARM_UP_RUNS; i++) {
      // a run leaves other things where its inputs were
      this.#writeZeros(executable, values);
      this.execute(executable);
    }
  }

  /**
   * Where the time of a run of these sizes goes: every step of the program with what it does and how long that takes, runs on zeros and, where no
   * feeds say otherwise, full-length series. Of a training step the updates too; weights and slots are afterwards what they were.
   * @param sizes as for `stats`
   * @param options `kernels: 'stock'` for tfjs's own; `now` a clock in milliseconds.
   * @throws RnncError `out-of-memory`, and for sizes as `stats` does
   */
  profile(
    sizes: RunSizes,
    options: {
      readonly variant?: Variant;
      readonly kernels?: 'auto' | 'stock';
      readonly now?: () => number;
    } = {},
  ): readonly StepTime[] {
    this.#check();
    const { variant = 'inference', kernels = 'auto', now = () => performance.now() } = options;
    const { sizes: bound, fullLength, values } = this.#shapeOf(sizes, variant, kernels);
    const executable = this.executable(variant, fullLength, bound, this.#definition.unroll, kernels === 'stock');
    executable.ready();
    this.#warmUp(executable, values);
    const writeInputs = (): void => this.#writeZeros(executable, values);
    const times = this.#guarded(() => executable.profile(now, PROFILE_ROUNDS, writeInputs));
    const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    return times.map(({ step, part, milliseconds }) => {
      const { calls, flops, bytes } = countWork(executable.program, [step], bound);
      return {
        ...titleOf(step, executable.program),
        part,
        calls,
        flops,
        bytesMoved: bytes,
        milliseconds,
        share: total > 0 ? milliseconds / total : 0,
      };
    });
  }

  /** Gives back all memory; open sessions end too. */
  dispose(): void {
    if (this.#disposed) return;
    for (const session of [...this.#sessions]) session.dispose();
    for (const executable of this.#executables.values()) executable.dispose();
    for (const block of this.#persistent.values()) block.dispose();
    this.#arena.dispose();
    for (const { entries } of this.#programs.values()) entries?.dispose();
    this.#programs.clear();
    this.#executables.clear();
    this.#persistent.clear();
    this.#disposed = true;
  }

  #check(): void {
    if (this.#disposed) throw new RnncError([runMessages.disposed('model')]);
    if (this.#failed === null && !this.#context.backend.alive) this.#failed = 'it was removed from tfjs';
    if (this.#failed !== null) throw new RnncError([runMessages.backendLost(this.#failed)]);
  }

  // What follows is for sessions.

  /** @internal */
  graph(variant: Variant): Graph {
    const { inference, training } = this.#definition.graphs;
    const graph = variant === 'training' ? (training ?? inference) : inference;
    return graph;
  }

  /** @internal */
  get unroll(): number | null {
    return this.#definition.unroll;
  }

  /** @internal What it knows of its training; null unless it was trained here. */
  get training(): TrainingRecord | null {
    return this.#definition.training ?? null;
  }

  /** @internal */
  get seed(): number {
    return this.#definition.seed;
  }

  #program(variant: Variant, fullLength: boolean, unroll: number | null, stock: boolean): Runnable {
    const name = programName(variant, fullLength, unroll);
    const codeOf = stock ? null : this.#context.codeOf;
    const key = `${name} ${codeOf === null}`;
    let runnable = this.#programs.get(key);
    if (runnable === undefined) {
      const lowered = lowerGraph(this.graph(variant), {
        fullLength,
        unroll,
        precision: this.#definition.precision ?? 'float32',
      });
      runnable = (codeOf === null ? null : generated(lowered, name, codeOf)) ?? {
        program: lowered,
        entries: null,
        planner: new MemoryPlanner(lowered),
      };
      this.#programs.set(key, runnable);
    }
    return runnable;
  }

  /** @internal The program bound to sizes, from the cache or new. @throws RnncError `out-of-memory`. */
  executable(
    variant: Variant,
    fullLength: boolean,
    sizes: SizeBinding,
    unroll: number | null,
    stock = false,
  ): Executable {
    this.#check();
    const bound = Object.keys(sizes).sort();
    const key = `${variant} ${fullLength} ${unroll} ${stock} ${bound.map((symbol) => `${symbol}=${sizes[symbol]}`).join()}`;
    const known = this.#executables.get(key);
    if (known !== undefined) {
      this.#executables.delete(key);
      this.#executables.set(key, known);
      this.#bringUpToDate(known.persistent);
      return known;
    }
    const { program, entries, planner } = this.#program(variant, fullLength, unroll, stock);
    const plan = planner.plan(sizes);
    const layout = this.#layoutOf(program, plan);
    this.#refuse(program, plan, layout);
    const { backend, path } = this.#context;
    const persistent = this.#persistentFor(program, plan, layout);
    const executable = new Executable(backend, this.#arena, persistent, program, plan, path, entries);
    this.#executables.set(key, executable);
    this.#bringUpToDate(persistent);
    this.#evict();
    return executable;
  }

  #layoutOf(program: Program, plan: Plan): string {
    let layout = this.#layouts.get(program);
    if (layout === undefined) {
      layout = persistentLayout(program, plan);
      this.#layouts.set(program, layout);
    }
    return layout;
  }

  /** Weights that are held a second time, in another layout, count too. */
  #refuse(program: Program, plan: Plan, layout: string): void {
    const limit = this.#context.memoryLimit;
    const others = [...this.#persistent].filter(([other]) => other !== layout);
    const needed = plan.peakBytes + others.reduce((bytes, [, block]) => bytes + block.bytes, 0);
    if (needed <= limit) return;
    const largest = largestBuffers(program, plan, 3);
    throw new RnncError([
      runMessages.outOfMemory({ purpose: 'the buffers of a run', needed, limit, held: null, largest }),
    ]);
  }

  #persistentFor(program: Program, plan: Plan, layout: string): PersistentBlock {
    let block = this.#persistent.get(layout);
    if (block === undefined) {
      block = new PersistentBlock(this.#context.backend, program, plan);
      for (const [path, { data }] of this.#weights) block.write(path, data);
      for (const [path, values] of this.#slots) block.write(path, values);
      this.#persistent.set(layout, block);
    }
    return block;
  }

  #evict(): void {
    for (const [key, executable] of this.#executables) {
      if (this.#executables.size <= CACHED_EXECUTABLES) return;
      if (this.#pinned.has(executable)) continue;
      this.#executables.delete(key);
      executable.dispose();
    }
  }

  /** @internal Keeps an executable bound until it is unpinned as often. */
  pin(executable: Executable): void {
    this.#pinned.set(executable, (this.#pinned.get(executable) ?? 0) + 1);
  }
  /** @internal */
  unpin(executable: Executable): void {
    const count = (this.#pinned.get(executable) ?? 0) - 1;
    if (count > 0) this.#pinned.set(executable, count);
    else this.#pinned.delete(executable);
    if (!this.#disposed) this.#evict();
  }

  /**
   * @internal Writes all inputs of a program; `startState` gives the states that were not fed.
   */
  writeInputs(
    executable: Executable,
    read: ReadFeeds,
    options: RunOptions & { readonly settings?: ReadonlyMap<string, number> },
    startState: (target: HeapArray, at: number, size: number, path: string) => void,
  ): void {
    for (const input of executable.program.inputs) {
      const { pointer, size, dtype, shape } = executable.tensor(input.buffer);
      const heap = this.#context.backend.heap();
      const target = dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
      const at = dtype === 'bool' ? pointer : pointer >>> 2;
      switch (input.role) {
        case 'feed':
          read.write(input.name, target, at);
          break;
        case 'lengths':
          read.writeLengths(input.symbol, target, at);
          break;
        case 'state':
          if (read.has(input.name)) read.write(input.name, target, at);
          else if (input.start !== null && read.has(input.start)) read.write(input.start, target, at);
          else startState(target, at, size, input.name);
          break;
        case 'setting': {
          const value = options.settings?.get(input.name);
          if (value === undefined) throw new InternalError(`no setting '${input.name}'`);
          target[at] = value;
          break;
        }
        case 'mask':
          if (read.has(input.name)) read.write(input.name, target, at);
          else
            fillKeepMask(heap.f32.subarray(at, at + size), {
              seed: options.seed ?? this.#definition.seed,
              path: input.name,
              keep: input.keep,
              step: options.step ?? 0,
              shape,
            });
          break;
        case 'structure':
        case 'roots':
          read.writeStructure(input.name, target, at);
          break;
        default:
          input satisfies never;
      }
    }
    read.finish();
  }

  /** @internal Runs what is bound. A trap inside WASM leaves the heap in no known state: the model is then unusable. */
  execute(executable: Executable): void {
    try {
      executable.run();
    } catch (cause) {
      this.#trapped(cause);
      throw cause;
    }
  }

  /** As `execute`, for what is no hot path. */
  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (cause) {
      this.#trapped(cause);
      throw cause;
    }
  }

  /** @throws RnncError where code in WASM has trapped. */
  #trapped(cause: unknown): void {
    if (!(cause instanceof WebAssembly.RuntimeError)) return;
    this.#failed = cause.message;
    this.#check();
  }

  /** @internal A copy of the float32 numbers in a buffer. */
  floatsAt(executable: Executable, buffer: BufferId): Float32Array {
    return this.floatsOf(executable.tensor(buffer));
  }

  /** @internal A copy of the float32 numbers at an address. */
  floatsOf({ pointer, size }: Tensor): Float32Array {
    return this.#context.backend.heap().f32.slice(pointer >>> 2, (pointer >>> 2) + size);
  }

  /** @internal */
  readOutputs(
    executable: Executable,
    graph: Graph,
    wanted: (name: string) => boolean = () => true,
    read: Pick<ReadFeeds, 'lengthsOf'> | null = null,
  ): { [name: string]: Output } {
    const heap = this.#context.backend.heap();
    return Object.fromEntries(
      executable.program.outputs
        .filter((o) => wanted(o.name))
        .map(({ name, buffer }) => {
          const { pointer, size, dtype, shape } = executable.tensor(buffer);
          const view = dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
          const at = dtype === 'bool' ? pointer : pointer >>> 2;
          const value = graph.outputs.find((output) => output.name === name)?.value;
          const dims = (value === undefined ? [] : (graph.values[value]?.type.shape ?? [])).map(printDim);
          const [batch, time] = dims;
          const lengths = batch === BATCH && time !== undefined ? (read?.lengthsOf(time) ?? null) : null;
          return [name, new Output(view.slice(at, at + size), [...shape], dims, lengths)];
        }),
    );
  }
}

function generated(lowered: Program, name: string, codeOf: CodeOf): Runnable | null {
  const program = fuseProgram(lowered);
  const entries = codeOf(program, name);
  return entries === null ? null : { program, entries, planner: new MemoryPlanner(program) };
}
