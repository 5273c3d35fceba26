import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as feedMessages from '../../compiler/diagnostics/messages/feeds.ts';
import * as runMessages from '../../compiler/diagnostics/messages/run.ts';
import {
  BATCH,
  evaluateShape,
  plainSymbol,
  printDim,
  type Shape,
  type SizeBinding,
  symbolsOf,
} from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { SessionPart } from '../artifact/stored-kernels.ts';
import type { Backend } from '../engine/backend/backend.ts';
import type { Executable } from '../engine/executable.ts';
import { BYTES } from '../engine/kernels/context.ts';
import type { StateSlot } from '../engine/state-slots.ts';
import { feedSpecs } from './feeds/feed-specs.ts';
import { isRow, writeFlat } from './feeds/feed-values.ts';
import { Output } from './output.ts';
import type { Runner } from './runner.ts';

/** What `step` takes: flat arrays of the caller, one step of every series: [batch, …] without the time axis. `process`: [batch, time, …]. */
export type StepFeeds = { readonly [input: string]: Float32Array | Int32Array };
/** What `step` gives where there is nowhere to put results. */
export type StepResults = { readonly [output: string]: Output };
/** Where `step` and `process` put results: flat arrays of the caller, float32. Outputs that are not named are not copied. */
export type StepOutputs = { readonly [output: string]: Float32Array };

interface FeedSlot {
  readonly name: string;
  readonly buffer: BufferId;
  readonly dtype: Dtype;
  readonly size: number;
  readonly shape: readonly number[];
  readonly limit: number | null;
  readonly missing: boolean;
}
interface OutputSlot {
  readonly name: string;
  readonly buffer: BufferId;
  readonly size: number;
  /** The output's place in the heap, as long as `StreamBinding` knows the heap. */
  view: Float32Array;
}

interface StateCopy {
  readonly input: BufferId;
  readonly final: BufferId;
  /** In the session's block. */
  readonly pointer: number;
  readonly bytes: number;
  /** Whether no step changes it. */
  readonly kept: boolean;
}

/** What a session has for its steps. */
export interface StreamOwner {
  readonly runner: Runner;
  readonly graph: Graph;
  readonly slots: readonly StateSlot[];
  /** Inputs that only start states. */
  readonly starts: ReadonlySet<string>;
  readonly statePointer: number;
  readonly nan: 'error' | 'allow';
  /** Part of the model that steps run; null: all of it. */
  readonly of: SessionPart | null;
  /** Sizes that were settled when the session opened. */
  readonly sizes: SizeBinding;
  /** Of the inputs that were given then, by time axis. */
  readonly givenLengths: ReadonlyMap<string, Int32Array>;
  /** Inputs that were given then. */
  readonly given: readonly string[];
  /** Why no steps can be taken; null where they can. */
  readonly refusal: string | null;
}

/** A program that takes some steps from the states of a session. Everything that a call needs is looked up beforehand, so that it allocates nothing. */
export class StreamBinding {
  readonly #runner: Runner;
  readonly #backend: Backend;
  readonly #executable: Executable;
  readonly #feeds: readonly FeedSlot[];
  readonly #outputs: readonly OutputSlot[];
  readonly #states: readonly StateCopy[];
  readonly #nan: 'error' | 'allow';
  readonly #dims: ReadonlyMap<string, Shape>;
  readonly #given: readonly string[];
  readonly #fixed: ReadonlySet<string>;
  readonly #givenLengths: ReadonlyMap<string, Int32Array>;
  #heap: Float32Array | null = null;
  #generation = -1;

  /**
   * @param steps Steps of a call, at least 1.
   * @throws RnncError where the model can't stream, or `out-of-memory`.
   */
  constructor(owner: StreamOwner, steps: number) {
    const { runner, graph, slots, starts, statePointer, nan, of } = owner;
    if (owner.refusal !== null) throw new RnncError([runMessages.notStreaming(owner.refusal)]);
    this.#runner = runner;
    this.#given = owner.given;
    this.#backend = runner.backend;
    this.#nan = nan;
    const sizes: { [symbol: string]: number } = { ...owner.sizes };
    for (const { type } of graph.values)
      for (const d of type.shape) for (const symbol of symbolsOf(d)) sizes[symbol] ??= steps;
    const choice = { variant: 'inference', fullLength: true, unroll: null, stock: false, of } as const;
    this.#executable = runner.executable(choice, sizes);
    this.#executable.ready();
    runner.pin(this.#executable);
    const { program } = this.#executable;
    const specs = new Map(feedSpecs(graph).map((spec) => [spec.name, spec]));
    this.#feeds = program.inputs.flatMap((input) => {
      const spec = specs.get(input.name);
      if (input.role !== 'feed' || spec === undefined || starts.has(input.name)) return [];
      const { dtype, size } = this.#executable.tensor(input.buffer);
      const shape = evaluateShape(
        spec.shape.filter((d, axis) => axis === 0 || plainSymbol(d) === null || steps > 1),
        sizes,
      );
      const { name, limit, missing } = spec;
      return [{ name, buffer: input.buffer, dtype, size, shape, limit, missing }];
    });
    this.#fixed = new Set(Object.keys(owner.sizes));
    this.#givenLengths = owner.givenLengths;
    this.#dims = new Map(graph.outputs.map(({ name, value }) => [name, graph.values[value]?.type.shape ?? []]));
    this.#outputs = program.outputs.map(({ name, buffer }) => ({
      name,
      buffer,
      size: this.#executable.tensor(buffer).size,
      view: new Float32Array(0),
    }));
    this.#states = program.inputs.flatMap((input) => {
      if (input.role !== 'state') return [];
      const slot = slots.find((s) => s.path === input.name);
      if (slot === undefined) throw new InternalError(`no state ${input.name}`);
      return [
        {
          input: input.buffer,
          final: input.final,
          pointer: statePointer + slot.offset,
          kept: slot.kept,
          bytes: slot.size * BYTES[slot.dtype],
        },
      ];
    });
  }

  run(feeds: StepFeeds, out: StepOutputs): void {
    this.#checkArrays(feeds, out);
    const executable = this.#executable;
    executable.ready();
    const heap = this.#backend.heap();
    for (let i = 0; i < this.#feeds.length; i++) this.#writeFeed(this.#feeds[i] as FeedSlot, feeds);
    for (let i = 0; i < this.#states.length; i++) {
      const state = this.#states[i] as StateCopy;
      heap.u8.copyWithin(executable.tensor(state.input).pointer, state.pointer, state.pointer + state.bytes);
    }
    this.#runner.execute(executable);
    this.#refreshViews();
    for (let i = 0; i < this.#outputs.length; i++) {
      const slot = this.#outputs[i] as OutputSlot;
      const target = out[slot.name];
      if (target !== undefined) target.set(slot.view);
    }
    const { u8 } = this.#backend.heap();
    for (let i = 0; i < this.#states.length; i++) {
      const state = this.#states[i] as StateCopy;
      if (state.kept) continue;
      const from = executable.tensor(state.final).pointer;
      u8.copyWithin(state.pointer, from, from + state.bytes);
    }
  }

  /** Everything the caller gave is checked before anything is written. Allocates nothing where there is no mistake. */
  #checkArrays(feeds: StepFeeds, out: StepOutputs): void {
    for (const name in feeds) {
      let known = false;
      for (let i = 0; i < this.#feeds.length; i++) known ||= (this.#feeds[i] as FeedSlot).name === name;
      if (!known && this.#given.includes(name)) throw new RnncError([runMessages.givenAtStart(name)]);
      if (!known)
        throw new RnncError([
          feedMessages.inputUnknown(
            name,
            this.#feeds.map((f) => f.name),
          ),
        ]);
    }
    for (const name in out) {
      const target = out[name];
      let slot: OutputSlot | null = null;
      for (let i = 0; i < this.#outputs.length; i++)
        if ((this.#outputs[i] as OutputSlot).name === name) slot = this.#outputs[i] as OutputSlot;
      if (slot === null)
        throw new RnncError([
          runMessages.outputUnknown(
            name,
            this.#outputs.map((o) => o.name),
          ),
        ]);
      if (target === undefined) continue;
      if (!isFloats(target)) throw new RnncError([runMessages.notFloats(name, target, slot.size)]);
      if (target.length !== slot.size)
        throw new RnncError([runMessages.arrayLength('output', name, slot.size, target.length)]);
    }
    for (let i = 0; i < this.#feeds.length; i++) this.#checkFeed(this.#feeds[i] as FeedSlot, feeds);
  }

  #checkFeed(slot: FeedSlot, feeds: StepFeeds): void {
    const data = feeds[slot.name];
    if (data === undefined)
      throw new RnncError([
        feedMessages.inputMissing(
          slot.name,
          slot.dtype,
          `[${slot.shape.join(', ')}]`,
          this.#feeds.map((f) => f.name),
        ),
      ]);
    if (!isRow(data)) throw new RnncError([runMessages.notFlat(slot.name, data, slot.size)]);
    if (data.length !== slot.size)
      throw new RnncError([runMessages.arrayLength('feed', slot.name, slot.size, data.length)]);
  }

  #writeFeed(slot: FeedSlot, feeds: StepFeeds): void {
    const data = feeds[slot.name];
    if (data === undefined) throw new InternalError(`feed ${slot.name} was not checked`);
    const heap = this.#backend.heap();
    const { pointer } = this.#executable.tensor(slot.buffer);
    const target = slot.dtype === 'float32' ? heap.f32 : slot.dtype === 'int32' ? heap.i32 : heap.u8;
    const at = slot.dtype === 'bool' ? pointer : pointer >>> 2;
    if (slot.dtype === 'float32' && data instanceof Float32Array && (this.#nan === 'allow' || allFinite(data))) {
      target.set(data, at);
      return;
    }
    const { name, dtype, limit, missing } = slot;
    const rules = { name, dtype, limit, missing, nan: this.#nan, placeOf: null };
    const mistakes = writeFlat(data, slot.shape, rules, target, at);
    if (mistakes !== null) throw new RnncError(mistakes);
  }

  /** Copies of what the last run put out, as of one step: without the axis of time. */
  results(): StepResults {
    this.#refreshViews();
    return Object.fromEntries(
      this.#outputs.map(({ name, buffer, view }) => {
        const dims = this.#dims.get(name) ?? [];
        const { shape } = this.#executable.tensor(buffer);
        const kept = dims.map((dim, axis) => axis === 0 || this.#fixed.has(plainSymbol(dim) ?? BATCH));
        const own = dims.filter((_, axis) => kept[axis]).map(printDim);
        const [batch, time = ''] = own;
        return [
          name,
          new Output(
            view.slice(),
            shape.filter((_, axis) => kept[axis]),
            own,
            batch === BATCH ? (this.#givenLengths.get(time)?.slice() ?? null) : null,
          ),
        ];
      }),
    );
  }

  #refreshViews(): void {
    const { f32, i32, u8 } = this.#backend.heap();
    if (f32 === this.#heap && this.#generation === this.#executable.generation) return;
    for (const slot of this.#outputs) {
      const { pointer, size, dtype } = this.#executable.tensor(slot.buffer);
      const view = dtype === 'float32' ? f32.subarray(pointer >>> 2, (pointer >>> 2) + size) : null;
      slot.view =
        view ??
        ((dtype === 'int32'
          ? i32.subarray(pointer >>> 2, (pointer >>> 2) + size)
          : u8.subarray(pointer, pointer + size)) as unknown as Float32Array);
    }
    this.#heap = f32;
    this.#generation = this.#executable.generation;
  }

  dispose(): void {
    this.#runner.unpin(this.#executable);
  }
}

/** Whether results can be written there. Arrays of other pages are accepted too. */
const isFloats = (value: unknown): boolean =>
  ArrayBuffer.isView(value) &&
  (value as { readonly [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Float32Array';

function allFinite(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i] as number)) return false;
  return true;
}
