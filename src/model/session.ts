import { type Diagnostic, InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { BATCH, evaluateShape, plainSymbol, type SizeBinding, symbolsOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { isNamed, like, type OptionTable, oneOf, text, whole } from '../arguments/kinds.ts';
import { notConstructible } from '../arguments/messages.ts';
import { checkArgument } from '../arguments/read-options.ts';
import type { WeightData } from '../artifact/definition.ts';
import { byFullPath } from '../artifact/full-paths.ts';
import { namedWeights } from '../artifact/named-weights.ts';
import type { Backend, Block } from '../engine/backend/backend.ts';
import { BYTES } from '../engine/kernels/context.ts';
import { type StateSlot, slotBytes, stateSlots } from '../engine/state-slots.ts';
import { checkFeeds, isFeeds } from './feeds/check-feeds.ts';
import { feedSpecs } from './feeds/feed-specs.ts';
import { type HeapArray, isTyped } from './feeds/feed-values.ts';
import { type Feeds, type ReadFeeds, readFeeds } from './feeds/feeds.ts';
import type { AnyModel, ModelTypes, ProcessFeedsOf, StartFeedsOf, StatesOf, StepOutputsOf } from './model-types.ts';
import { axisOfNestedSteps, copyResults, feedsOfStep, resultsOfStep } from './nested-steps.ts';
import { OncePart } from './once-part.ts';
import type { Output } from './output.ts';
import { Runner } from './runner.ts';
import { planSession, type SessionPlan, withoutKept } from './session-plan.ts';
import { type StepFeeds, type StepOutputs, StreamBinding } from './stream-binding.ts';

export interface SessionOptions<T extends ModelTypes = AnyModel> {
  /** Series that run side by side, each with its own state. Default 1, or what `feeds` say. */
  readonly batch?: number;
  /**
   * Start values: states under their paths, and inputs that the model uses as initial states. Inputs that hold for all steps, because they lack the
   * time axis whose steps are taken, with their lengths: what follows from them alone is computed once, when the session opens. Used again by `reset`.
   */
  readonly feeds?: StartFeedsOf<T>;
  /** The time axis whose steps are taken, where it could be one of several: `time` of an input [batch, time, 4]. */
  readonly over?: string;
  readonly nan?: 'error' | 'allow';
}
export const SESSION_OPTIONS: OptionTable<SessionOptions> = {
  batch: whole(1),
  feeds: like('an object with start values by name', isFeeds),
  over: text,
  nan: oneOf('error', 'allow'),
};

/** States at one moment; belongs to the model it was taken from. */
export interface Snapshot {
  readonly batch: number;
  readonly states: ReadonlyMap<string, WeightData>;
}

/** An input with a time axis; `perStep` counts the numbers of one step of all series. */
interface TimedInput {
  readonly name: string;
  readonly perStep: number;
}

/**
 * A stream of steps with its state in the heap. Steps give what one run over the whole series gives.
 * @throws RnncError from every method after `dispose`.
 */
export class Session<T extends ModelTypes = AnyModel> {
  readonly batch: number;
  readonly #runner: Runner;
  readonly #backend: Backend;
  readonly #plan: SessionPlan;
  /** What its steps run, as callers see it. */
  readonly #graph: Graph;
  /** Sizes that do not change any more. */
  readonly #sizes: SizeBinding;
  readonly #once: OncePart | null;
  /** Of inputs that were given when it opened, by time axis: the steps of each series, where not all have as many. */
  readonly #givenLengths: ReadonlyMap<string, Int32Array>;
  readonly #nan: 'error' | 'allow';
  readonly #slots: readonly StateSlot[];
  readonly #startNames: ReadonlySet<string>;
  readonly #timed: readonly TimedInput[];
  readonly #block: Block;
  readonly #start: Uint8Array;
  readonly #onDispose: () => void;
  /** The axis of steps that hold sequences, whose lengths differ from step to step. */
  readonly #nested: string | null;
  #step: StreamBinding | null = null;
  /** For the last number of steps that `process` took into arrays of the caller. */
  #chunk: { readonly steps: number; readonly binding: StreamBinding } | null = null;
  #disposed = false;

  /** @internal Made by `Model.session`. */
  constructor(runner: Runner, options: SessionOptions, onDispose: () => void) {
    if (!(runner instanceof Runner)) throw new RnncError([notConstructible('Session', 'model.session()')]);
    const { backend } = runner;
    this.#runner = runner;
    this.#backend = backend;
    this.#onDispose = onDispose;
    this.#plan = planSession(runner, options.over, options.feeds ?? {});
    this.#graph = withoutKept(this.#plan.step);
    const nested = axisOfNestedSteps(this.#graph);
    this.#nested = nested === null ? null : (this.#plan.of?.axis ?? nested);
    this.#nan = options.nan ?? 'error';
    const read = startFeeds(this.#plan, options);
    this.batch = read.sizes[BATCH] ?? 1;
    const { of } = this.#plan;
    this.#sizes = of === null ? { [BATCH]: this.batch } : read.sizes;
    this.#givenLengths = new Map(
      Object.keys(read.sizes).flatMap((symbol) => {
        const lengths = of === null ? null : read.lengthsOf(symbol);
        return lengths === null ? [] : [[symbol, lengths] as const];
      }),
    );
    this.#slots = stateSlots(this.#plan.step, this.#sizes);
    this.#startNames = new Set(this.#slots.flatMap(({ start }) => (start === null ? [] : [start])));
    this.#timed = timedInputs(this.#graph, this.batch, this.#startNames);
    this.#once = of === null ? null : new OncePart(runner, of.axis, read);
    const bytes = slotBytes(this.#slots);
    this.#block = runner.allocate(bytes, 'the states of a session');
    this.#backend.heap().u8.fill(0, this.#block.pointer, this.#block.pointer + bytes);
    try {
      this.#once?.run(this.#slots, this.#block.pointer);
      this.#writeStart(read);
    } catch (mistake) {
      runner.release(this.#block);
      throw mistake;
    }
    this.#start = backend.heap().u8.slice(this.#block.pointer, this.#block.pointer + bytes);
  }

  #writeStart(read: ReadFeeds): void {
    for (const slot of this.#slots) {
      const { array, at } = this.#view(slot);
      if (read.has(slot.path)) read.write(slot.path, array, at);
      else if (slot.start !== null) read.write(slot.start, array, at);
    }
    read.finish();
  }

  #view(slot: StateSlot): { array: HeapArray; at: number } {
    const heap = this.#backend.heap();
    const pointer = this.#block.pointer + slot.offset;
    return slot.dtype === 'bool'
      ? { array: heap.u8, at: pointer }
      : { array: slot.dtype === 'float32' ? heap.f32 : heap.i32, at: pointer >>> 2 };
  }

  /**
   * One step. Allocates nothing, unless a step holds sequences of its own.
   * @throws RnncError where the model can't stream, a feed is missing or an array has the wrong length.
   */
  step(feeds: T['step']['inputs'], out: StepOutputsOf<T>): void;
  /**
   * One step. The results are copies, of shapes without the axis of time: [batch, …]. Where a step holds a sequence of its own, as a word its letters,
   * an input is a flat array, all sequences as long, or nested lists or `{data, shape}`, with the axis of steps, which is 1, or without it.
   */
  step(feeds: T['step']['inputs']): T['step']['outputs'];
  step(feeds: object, out?: object): unknown {
    this.#check();
    checkFeeds('step()', feeds, this.#graph);
    if (out !== undefined) checkOutputs('step()', out);
    if (this.#nested !== null) return this.#stepNested(this.#nested, feeds as Feeds, out as StepOutputs | undefined);
    this.#step ??= this.#bind(1);
    this.#step.run(feeds as StepFeeds, out ?? NOWHERE);
    return out === undefined ? this.#step.results() : undefined;
  }

  #bind(steps: number): StreamBinding {
    return new StreamBinding(
      {
        runner: this.#runner,
        graph: this.#graph,
        of: this.#plan.of,
        sizes: this.#sizes,
        givenLengths: this.#givenLengths,
        given: this.#plan.given,
        refusal: this.#plan.refusal,
        slots: this.#slots,
        starts: this.#startNames,
        statePointer: this.#block.pointer,
        nan: this.#nan,
      },
      steps,
    );
  }

  /** Any number of steps from the present state on; the state moves along. Feeds and results are those of `Model.run`. */
  process(feeds: ProcessFeedsOf<T>): T['outputs'];
  /**
   * The same with arrays of the caller's, whose lengths tell the number of steps, at least 1. Allocates nothing where the last call took as
   * many steps, or where it is one step.
   * @throws RnncError as `step` does.
   */
  process(feeds: T['step']['inputs'], out: StepOutputsOf<T>): void;
  process(feeds: object, out?: object): unknown {
    this.#check();
    checkFeeds('process()', feeds, this.#graph);
    if (out === undefined) return this.#processFeeds(feeds as Feeds);
    checkOutputs('process()', out);
    if (this.#nested !== null) throw new RnncError([say.flatOfNested(this.#nested)]);
    const steps = this.#stepsOf(feeds as StepFeeds);
    if (steps === 1) {
      this.#step ??= this.#bind(1);
      this.#step.run(feeds as StepFeeds, out);
      return undefined;
    }
    if (this.#chunk?.steps !== steps) {
      const binding = this.#bind(steps);
      this.#chunk?.binding.dispose();
      this.#chunk = { steps, binding };
    }
    this.#chunk.binding.run(feeds as StepFeeds, out);
    return undefined;
  }

  /** A step whose inputs hold sequences: [batch, letters, …]. */
  #stepNested(axis: string, feeds: Feeds, out: StepOutputs | undefined): unknown {
    const results = resultsOfStep(this.#processFeeds(feedsOfStep(this.#graph, axis, this.batch, feeds)), axis);
    if (out === undefined) return results;
    copyResults(results, out);
    return undefined;
  }

  /** How many steps an array for an input with a time axis has; 1 where no array tells. */
  #stepsOf(feeds: StepFeeds): number {
    for (let i = 0; i < this.#timed.length; i++) {
      const { name, perStep } = this.#timed[i] as TimedInput;
      const data = feeds[name];
      if (data === undefined) continue;
      if (!isTyped(data)) throw new RnncError([say.notFlat(name, data, null)]);
      if (data.length === 0 || data.length % perStep !== 0)
        throw new RnncError([say.chunkLength(name, perStep, data.length)]);
      return data.length / perStep;
    }
    return 1;
  }

  #processFeeds(feeds: Feeds): { [name: string]: Output } {
    const { of, given, refusal } = this.#plan;
    if (refusal !== null) throw new RnncError([say.notStreaming(refusal)]);
    const early = given.filter((name) => Object.hasOwn(feeds, name));
    if (early.length > 0) throw new RnncError(early.map(say.givenAtStart));
    const read = readFeeds(this.#graph, feeds, {
      nan: this.#nan,
      unroll: null,
      batch: this.batch,
      optional: this.#startNames,
      sizes: new Map(Object.entries(this.#sizes)),
    });
    const unknown = rowsWithoutLast(this.#graph, read);
    if (unknown.length > 0) throw new RnncError(unknown);
    const executable = this.#runner.executable(
      { variant: 'inference', fullLength: read.fullLength, unroll: null, stock: false, of },
      read.sizes,
    );
    executable.ready();
    const slots = new Map(this.#slots.map((slot) => [slot.path, slot]));
    this.#runner.writeInputs(executable, withoutStarts(read, this.#startNames), {}, (target, at, size, path) => {
      const slot = slots.get(path);
      if (slot === undefined) throw new InternalError(`no state ${path}`);
      const from = this.#view(slot).at;
      target.copyWithin(at, from, from + size);
    });
    this.#runner.execute(executable);
    for (const input of executable.program.inputs) {
      if (input.role !== 'state') continue;
      const slot = slots.get(input.name);
      if (slot === undefined) throw new InternalError(`no state ${input.name}`);
      if (slot.kept) continue;
      const { pointer } = executable.tensor(input.final);
      this.#backend
        .heap()
        .u8.copyWithin(this.#block.pointer + slot.offset, pointer, pointer + slot.size * BYTES[slot.dtype]);
    }
    return this.#runner.readOutputs(executable, this.#graph, undefined, {
      lengthsOf: (symbol) => this.#givenLengths.get(symbol)?.slice() ?? read.lengthsOf(symbol),
    });
  }

  /** Copies of the present states, by path. Setting takes some of them or all; a path may be shortened where only one can be meant. */
  get state(): Map<T['states'], WeightData> {
    this.#check();
    return new Map(
      this.#carried.map((slot): [T['states'], WeightData] => {
        const { array, at } = this.#view(slot);
        return [slot.path, { shape: slot.shape, data: Float32Array.from(array.subarray(at, at + slot.size)) }];
      }),
    );
  }

  set state(states: StatesOf<T>) {
    this.#check();
    this.#setState('session.state', states);
  }

  /** The states that steps change. */
  get #carried(): readonly StateSlot[] {
    return this.#slots.filter(({ kept }) => !kept);
  }

  #setState(call: string, states: unknown): void {
    const given = new Map(namedWeights(call, 'the states', states));
    const { values, mistakes: ambiguous } = byFullPath(
      given,
      this.#carried.map((slot) => slot.path),
    );
    if (ambiguous.length > 0) throw new RnncError(ambiguous);
    const mistakes = [...values].flatMap(([path, { shape, data }]): Diagnostic[] => {
      const slot = this.#carried.find((s) => s.path === path);
      if (slot === undefined)
        return [
          say.stateUnknown(
            path,
            this.#carried.map((s) => s.path),
          ),
        ];
      if (data.length !== slot.size) return [say.arrayLength('state', path, slot.size, data.length)];
      return shape.join() === slot.shape.join() ? [] : [say.stateShape(path, slot.shape, shape)];
    });
    if (mistakes.length > 0) throw new RnncError(mistakes);
    for (const slot of this.#slots) {
      const value = values.get(slot.path);
      if (value === undefined) continue;
      const { array, at } = this.#view(slot);
      array.set(value.data, at);
    }
  }

  snapshot(): Snapshot {
    return { batch: this.batch, states: this.state };
  }

  /** @throws RnncError where the snapshot is of another batch or another model. */
  restore(snapshot: Snapshot): void {
    this.#check();
    checkArgument('restore()', 'the snapshot', snapshot, snapshotKind);
    if (snapshot.batch !== this.batch) throw new RnncError([say.batchDiffers(this.batch, snapshot.batch)]);
    this.#setState('restore()', snapshot.states);
  }

  /** Back to the start values. What follows from inputs that were given when the session opened is computed anew where weights have changed. */
  reset(): void {
    this.#check();
    const { pointer } = this.#block;
    this.#backend.heap().u8.set(this.#start, pointer);
    if (this.#once?.isStale !== true) return;
    this.#once.run(this.#slots, pointer);
    this.#start.set(this.#backend.heap().u8.subarray(pointer, pointer + this.#start.length));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#step?.dispose();
    this.#chunk?.binding.dispose();
    this.#runner.release(this.#block);
    this.#disposed = true;
    this.#onDispose();
  }

  #check(): void {
    if (this.#disposed) throw new RnncError([say.disposed('session')]);
  }
}

const snapshotKind = like<Snapshot>(
  'what snapshot() gave: {batch, states}',
  (value) => isNamed(value) && typeof value.batch === 'number' && isNamed(value.states),
);
const outputArrays = like<StepOutputs>('an object with a Float32Array for each output that you want', isFeeds);
function checkOutputs(call: string, out: unknown): asserts out is StepOutputs {
  if (!isFeeds(out)) checkArgument(call, 'the arrays for results', out, outputArrays);
}
/** Stands for "no results wanted". */
const NOWHERE: StepOutputs = Object.freeze({});

/** Checks the start values: states, inputs that start them, and inputs that hold for all steps; nothing else. */
function startFeeds({ step, once }: SessionPlan, options: SessionOptions): ReadFeeds {
  const isComputed = (name: string): boolean => once?.outputs.some((output) => output.name === name) === true;
  const inputs = step.inputs.filter((input) => input.role === 'state' && !isComputed(input.name));
  const graph = once === null ? { ...step, inputs } : { ...step, inputs: [...once.inputs, ...inputs] };
  return readFeeds(graph, (options.feeds ?? {}) as Feeds, {
    nan: options.nan ?? 'error',
    unroll: null,
    batch: options.batch ?? null,
    optional: new Set(),
  });
}

/** Series without a step, where the graph looks for their last one among the steps of this call alone. */
function rowsWithoutLast({ inputs, nodes }: Graph, { sizes, lengthsOf }: ReadFeeds): Diagnostic[] {
  return nodes.flatMap((node) => {
    const lengths = node.op === 'last_step' ? inputs.find(({ value }) => value === node.inputs[1]) : undefined;
    if (lengths?.role !== 'lengths') return [];
    const row = sizes[lengths.symbol] === 0 ? 0 : (lengthsOf(lengths.symbol)?.indexOf(0) ?? -1);
    return row < 0 ? [] : [say.noLastStep(node.origin.path, lengths.symbol, row)];
  });
}

/** An input that starts a state is read only when the session opens. From then on the session has the state. */
const withoutStarts = (read: ReadFeeds, starts: ReadonlySet<string>): ReadFeeds => ({
  ...read,
  has: (name) => !starts.has(name) && read.has(name),
});

function timedInputs(graph: Graph, batch: number, starts: ReadonlySet<string>): TimedInput[] {
  return feedSpecs(graph).flatMap(({ name, shape }): TimedInput[] => {
    const symbols = shape.flatMap((d) => plainSymbol(d) ?? []).filter((symbol) => symbol !== BATCH);
    if (symbols.length !== 1 || starts.has(name)) return [];
    const sizes = Object.fromEntries(shape.flatMap(symbolsOf).map((symbol) => [symbol, 1]));
    const perStep = evaluateShape(shape, { ...sizes, [BATCH]: batch }).reduce((a, b) => a * b, 1);
    return [{ name, perStep }];
  });
}
