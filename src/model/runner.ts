import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { fillKeepMask } from '../../compiler/initialize/initialize.ts';
import { BATCH, printDim, type SizeBinding } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { ModelDefinition } from '../artifact/definition.ts';
import type { Backend, Block } from '../engine/backend/backend.ts';
import type { Executable } from '../engine/executable.ts';
import type { Tensor } from '../engine/kernels/context.ts';
import { ExecutableCache, graphOf, type ModelContext, type ProgramChoice, type Variant } from './executable-cache.ts';
import type { HeapArray } from './feeds/feed-values.ts';
import type { ReadFeeds } from './feeds/feeds.ts';
import { Output } from './output.ts';
import { WeightStore } from './weight-store.ts';

/** What decides the numbers of dropout masks, and the optimiser's numbers by input name. */
export interface InputSettings {
  /** Default the model's seed. */
  readonly seed?: number;
  /** Default 0. */
  readonly step?: number;
  readonly settings?: ReadonlyMap<string, number>;
}

/**
 * Runs the programs of one model: binds them to sizes, writes their inputs, runs them and reads their outputs. Runs, sessions and training steps
 * all go through it.
 * @throws RnncError from `check`, and from whatever allocates, after `dispose` or after code in WASM has trapped.
 */
export class Runner {
  readonly definition: ModelDefinition;
  readonly weights: WeightStore;
  readonly #context: ModelContext;
  readonly #executables: ExecutableCache;
  /** Blocks of sessions. */
  readonly #blocks = new Set<Block>();
  #failed: string | null = null;
  #disposed = false;

  /** @throws RnncError where weights do not fit the graph. */
  constructor(definition: ModelDefinition, context: ModelContext) {
    this.definition = definition;
    this.#context = context;
    this.weights = new WeightStore(definition, context.backend);
    this.#executables = new ExecutableCache(definition, context, this.weights);
  }

  get backend(): Backend {
    return this.#context.backend;
  }

  get path(): ModelContext['path'] {
    return this.#context.path;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  graph(variant: Variant): Graph {
    return graphOf(this.definition, variant);
  }

  /** The time axes of the model, and how it takes their steps. */
  stepped(): ReturnType<ExecutableCache['stepped']> {
    return this.#executables.stepped();
  }

  /** A program that is bound to no sizes. */
  program(choice: ProgramChoice): ReturnType<ExecutableCache['program']> {
    return this.#executables.program(choice);
  }

  /** The program bound to sizes, from the cache or new. @throws RnncError `out-of-memory`. */
  executable(choice: ProgramChoice, sizes: SizeBinding): Executable {
    this.check();
    return this.#executables.executable(choice, sizes);
  }

  /** Keeps an executable in the cache until `unpin` was called as often as `pin`. */
  pin(executable: Executable): void {
    this.#executables.pin(executable);
  }

  unpin(executable: Executable): void {
    this.#executables.unpin(executable);
  }

  /** Allocates a block that is freed when the runner is disposed. @throws RnncError `out-of-memory`. */
  allocate(bytes: number, purpose: string): Block {
    const block = this.backend.allocate(bytes, purpose);
    this.#blocks.add(block);
    return block;
  }

  release(block: Block): void {
    if (this.#blocks.delete(block)) this.backend.release(block);
  }

  /** Writes what the training step that just ran makes of weights and slots. */
  update(executable: Executable): void {
    executable.update();
    this.weights.wrote(executable.persistent);
  }

  /** @throws RnncError where nothing can run any more. */
  check(): void {
    if (this.#disposed) throw new RnncError([say.disposed('model')]);
    if (this.#failed === null && !this.#context.backend.alive) this.#failed = 'it was removed from tfjs';
    if (this.#failed !== null) throw new RnncError([say.backendLost(this.#failed)]);
  }

  /** Writes all inputs of a program; `startState` gives the states that were not fed. */
  writeInputs(
    executable: Executable,
    read: ReadFeeds,
    options: InputSettings,
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
              seed: options.seed ?? this.definition.seed,
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

  /** Runs what is bound. A trap inside WASM leaves the heap in no known state: the model is then unusable. */
  execute(executable: Executable): void {
    try {
      executable.run();
    } catch (cause) {
      this.#trapped(cause);
      throw cause;
    }
  }

  /** Does what `execute` does, but makes a closure. It is for work whose speed does not matter. */
  guarded<T>(work: () => T): T {
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
    this.check();
  }

  /** A copy of the float32 numbers in a buffer. */
  floatsAt(executable: Executable, buffer: BufferId): Float32Array {
    return this.floatsOf(executable.tensor(buffer));
  }

  /** A copy of the float32 numbers at an address. */
  floatsOf({ pointer, size }: Tensor): Float32Array {
    return this.#context.backend.heap().f32.slice(pointer >>> 2, (pointer >>> 2) + size);
  }

  /** Copies of the outputs of the last run. @param read gives the lengths of samples that are shorter than others */
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
          const lengthsOf = (axis: string): Int32Array | null => (dims[0] === BATCH && read?.lengthsOf(axis)) || null;
          const [, time = '', ...inner] = dims;
          const innerLengths = inner.flatMap((axis, i) => {
            const found = lengthsOf(axis);
            // what stands along two axes beside each other, as the shares of attention do, has one length for each sample
            const rows = shape.slice(0, i + 2).reduce((n, d) => n * d, 1);
            return found?.length === rows ? [[axis, found] as const] : [];
          });
          const output = new Output(
            view.slice(at, at + size),
            [...shape],
            dims,
            lengthsOf(time),
            Object.fromEntries(innerLengths),
          );
          return [name, output];
        }),
    );
  }

  /** Gives back all memory. */
  dispose(): void {
    if (this.#disposed) return;
    for (const block of this.#blocks) this.backend.release(block);
    this.#blocks.clear();
    this.#executables.dispose();
    this.weights.dispose();
    this.#disposed = true;
  }
}
