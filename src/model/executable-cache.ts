import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { MemoryPlanner } from '../../compiler/7-plan/plan-memory.ts';
import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { type SteppedAxis, steppedAxes } from '../../compiler/graph/split-at-steps.ts';
import type { SizeBinding } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';
import type { ModelDefinition } from '../artifact/definition.ts';
import { programName, type SessionPart } from '../artifact/stored-kernels.ts';
import { type Backend, HEAP_LIMIT_BYTES } from '../engine/backend/backend.ts';
import type { Entries } from '../engine/code/entries.ts';
import type { CodeOf } from '../engine/code-source.ts';
import { Executable } from '../engine/executable.ts';
import type { Path } from '../engine/kernels/table.ts';
import { Arena } from '../engine/memory/arena.ts';
import { largestBuffers } from '../engine/memory/largest-buffers.ts';
import { persistentLayout } from '../engine/memory/persistent.ts';
import type { WeightStore } from './weight-store.ts';

export type Variant = 'inference' | 'training';

/** How a model runs: the backend, the path of its calls and the limit on memory. */
export interface ModelContext {
  readonly backend: Backend;
  readonly path: Path;
  /** Bytes; more than the 4 GiB that the heap can have count as 4 GiB. */
  readonly memoryLimit: number;
  /** Gives generated code; null: tfjs's own kernels run. */
  readonly codeOf: CodeOf | null;
}

/** Which program of a model, before sizes are known. */
export interface ProgramChoice {
  readonly variant: Variant;
  /** Whether every row of the batch is as long as the batch, so that no step is masked. */
  readonly fullLength: boolean;
  readonly unroll: number | null;
  /** With tfjs's own kernels, even where there is generated code. */
  readonly stock: boolean;
  /** The part of the graph that a session runs once, or at each step. It exists for the inference variant without `unroll`. Default: the whole graph. */
  readonly of?: SessionPart | null;
}

/** A program with what the compiler wrote for it; `entries` is null where it calls tfjs's own kernels. */
export interface Runnable {
  readonly program: Program;
  readonly entries: Entries | null;
  readonly planner: MemoryPlanner;
}

const CACHED_EXECUTABLES = 8;

/** The graph of a variant; a model without its own training graph has one graph for both. */
export const graphOf = ({ graphs }: ModelDefinition, variant: Variant): Graph =>
  variant === 'training' ? (graphs.training ?? graphs.inference) : graphs.inference;

/**
 * The programs of a model, and their executables: programs that are bound to sizes. Each is made when it is first needed. All executables work in
 * one arena, one run at a time. When there are too many, those that were unused for the longest time are dropped, unless they are pinned.
 */
export class ExecutableCache {
  readonly #definition: ModelDefinition;
  readonly #context: ModelContext;
  readonly #weights: WeightStore;
  readonly #arena: Arena;
  readonly #programs = new Map<string, Runnable>();
  readonly #layouts = new Map<Program, string>();
  /** Most recently used last. */
  readonly #executables = new Map<string, Executable>();
  readonly #pinned = new Map<Executable, number>();
  #stepped: readonly SteppedAxis[] | null = null;
  #disposed = false;

  constructor(definition: ModelDefinition, context: ModelContext, weights: WeightStore) {
    this.#definition = definition;
    this.#context = context;
    this.#weights = weights;
    this.#arena = new Arena(context.backend);
  }

  /** The time axes of the model, and how it takes their steps. */
  stepped(): readonly SteppedAxis[] {
    this.#stepped ??= steppedAxes(graphOf(this.#definition, 'inference'));
    return this.#stepped;
  }

  #graphOf({ variant, of = null }: ProgramChoice): Graph {
    if (of === null) return graphOf(this.#definition, variant);
    const stepping = this.stepped().find(({ axis }) => axis === of.axis)?.stepping;
    if (stepping?.kind !== 'split') throw new InternalError(`no part of the model over "${of.axis}"`);
    return stepping.split[of.part];
  }

  /** A program that is bound to no sizes yet. */
  program(choice: ProgramChoice): Runnable {
    const { variant, fullLength, unroll, stock, of = null } = choice;
    const name = programName(variant, fullLength, unroll, of);
    const codeOf = stock ? null : this.#context.codeOf;
    const key = `${name} ${codeOf === null}`;
    let runnable = this.#programs.get(key);
    if (runnable === undefined) {
      const lowered = lowerGraph(this.#graphOf(choice), {
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

  /** The program bound to sizes, from the cache or new. @throws RnncError `out-of-memory`. */
  executable(choice: ProgramChoice, sizes: SizeBinding): Executable {
    const { variant, fullLength, unroll, stock, of = null } = choice;
    const bound = Object.keys(sizes).sort();
    const key = `${programName(variant, fullLength, unroll, of)} ${stock} ${bound.map((symbol) => `${symbol}=${sizes[symbol]}`).join()}`;
    const known = this.#executables.get(key);
    if (known !== undefined) {
      this.#executables.delete(key);
      this.#executables.set(key, known);
      this.#weights.bringUpToDate(known.persistent);
      return known;
    }
    const { program, entries, planner } = this.program(choice);
    const plan = planner.plan(sizes);
    const layout = this.#layoutOf(program, plan);
    this.#refuse(program, plan, layout);
    const { backend, path } = this.#context;
    const persistent = this.#weights.blockFor(program, plan, layout);
    const executable = new Executable(backend, this.#arena, persistent, program, plan, path, entries);
    this.#executables.set(key, executable);
    this.#weights.bringUpToDate(persistent);
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

  /** Refuses what exceeds the memory limit. Weights that are held a second time, in another layout, count too. */
  #refuse(program: Program, plan: Plan, layout: string): void {
    const limit = Math.min(this.#context.memoryLimit, HEAP_LIMIT_BYTES);
    const needed = plan.peakBytes + this.#weights.bytesBeside(layout);
    if (needed <= limit) return;
    const largest = largestBuffers(program, plan, 3);
    throw new RnncError([say.outOfMemory({ purpose: 'the buffers of a run', needed, limit, held: null, largest })]);
  }

  #evict(): void {
    for (const [key, executable] of this.#executables) {
      if (this.#executables.size <= CACHED_EXECUTABLES) return;
      if (this.#pinned.has(executable)) continue;
      this.#executables.delete(key);
      executable.dispose();
    }
  }

  /** Keeps an executable in the cache until `unpin` was called as often as `pin`. */
  pin(executable: Executable): void {
    this.#pinned.set(executable, (this.#pinned.get(executable) ?? 0) + 1);
  }

  unpin(executable: Executable): void {
    const count = (this.#pinned.get(executable) ?? 0) - 1;
    if (count > 0) this.#pinned.set(executable, count);
    else this.#pinned.delete(executable);
    if (!this.#disposed) this.#evict();
  }

  dispose(): void {
    for (const executable of this.#executables.values()) executable.dispose();
    this.#arena.dispose();
    for (const { entries } of this.#programs.values()) entries?.dispose();
    this.#programs.clear();
    this.#executables.clear();
    this.#disposed = true;
  }
}

function generated(lowered: Program, name: string, codeOf: CodeOf): Runnable | null {
  const program = fuseProgram(lowered);
  const entries = codeOf(program, name);
  return entries === null ? null : { program, entries, planner: new MemoryPlanner(program) };
}
