import { type Diagnostic, InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { initializeWeight } from '../../compiler/initialize/initialize.ts';
import { evaluateShape } from '../../compiler/ir/dim.ts';
import type { Plan, Program } from '../../compiler/program/program.ts';
import type { ModelDefinition, WeightData } from '../artifact/definition.ts';
import { byFullPath } from '../artifact/full-paths.ts';
import type { Backend } from '../engine/backend/backend.ts';
import { product } from '../engine/kernels/context.ts';
import { PersistentBlock } from '../engine/memory/persistent.ts';

/**
 * The weights of a model and the slots of its optimiser. They are kept as arrays, and in one block of the heap for each layout that programs
 * expect; programs that expect the same layout share a block. Training steps write into one block: the arrays and the other blocks are brought
 * up to date when they are used next.
 *
 * Runs and sessions share a block where the session takes the steps of the whole graph. Where a session runs a part of the graph once and another at
 * each step, the two parts together hold the weights a second time: most of a block is panels that a program packs from its weights, and each of
 * these programs packs its own, with kernels that were fused for it. In one block, the panels of one program would be missing to the others.
 */
export class WeightStore {
  readonly #backend: Backend;
  readonly #weights = new Map<string, WeightData>();
  /** By layout. */
  readonly #blocks = new Map<string, PersistentBlock>();
  /** The block that the last training step wrote, and the number of training steps so far. */
  #newest: PersistentBlock | null = null;
  #version = 0;
  #changes = 0;
  /** Slots that no block holds yet. */
  #slots: ReadonlyMap<string, Float32Array> = new Map();

  /** Weights that the definition lacks are initialised from its seed. @throws RnncError where weights do not fit the graph. */
  constructor(definition: ModelDefinition, backend: Backend) {
    this.#backend = backend;
    for (const { path, value, init } of definition.graphs.inference.weights) {
      const shape = evaluateShape(definition.graphs.inference.values[value]?.type.shape ?? [], {});
      const given = definition.weights.get(path);
      const data =
        given === undefined ? initializeWeight(init, shape, definition.seed, path) : Float32Array.from(given.data);
      this.#weights.set(path, { shape, data });
    }
    const mistakes = this.#mistakesOf(definition.weights);
    if (mistakes.length > 0) throw new RnncError(mistakes);
  }

  /** How often weights were changed. */
  get changes(): number {
    return this.#changes;
  }

  /** Copies of all weights, by path. */
  weights(): Map<string, WeightData> {
    this.#fetch();
    return new Map(
      [...this.#weights].map(([path, { shape, data }]) => [path, { shape: [...shape], data: data.slice() }]),
    );
  }

  /** Replaces some weights or all, whose paths may be shortened where only one can be meant. @throws RnncError where one does not fit; nothing is changed then. */
  setWeights(given: ReadonlyMap<string, WeightData>): void {
    const { values, mistakes: ambiguous } = byFullPath(given, [...this.#weights.keys()]);
    const mistakes = ambiguous.length > 0 ? ambiguous : this.#mistakesOf(values);
    if (mistakes.length > 0) throw new RnncError(mistakes);
    this.#changes += 1;
    this.#fetch();
    for (const block of this.#blocks.values()) this.bringUpToDate(block);
    for (const [path, { data }] of values) {
      this.#weights.get(path)?.data.set(data);
      for (const block of this.#blocks.values()) block.write(path, data);
    }
  }

  /** Copies the weights that training steps wrote from the heap into the arrays. */
  #fetch(): void {
    if (this.#newest === null) return;
    for (const [path, { data }] of this.#weights) data.set(this.#newest.read(path) ?? data);
  }

  #mistakesOf(given: ReadonlyMap<string, WeightData>): Diagnostic[] {
    return [...given].flatMap(([path, { shape, data }]) => {
      const own = this.#weights.get(path);
      if (own === undefined) return [say.weightUnknown(path, [...this.#weights.keys()])];
      const fits = shape.join() === own.shape.join() && data.length === product(own.shape);
      return fits ? [] : [say.weightShape(path, own.shape, shape, data.length)];
    });
  }

  /** Copies of the optimiser's slots, by path; those at their start are left out. */
  slots(): Map<string, Float32Array> {
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

  setSlots(slots: ReadonlyMap<string, Float32Array>): void {
    this.#slots = slots;
    for (const block of this.#blocks.values()) for (const [path, values] of slots) block.write(path, values);
  }

  /** The block of this layout, made where there is none; it may be out of date. @throws RnncError `out-of-memory` */
  blockFor(program: Program, plan: Plan, layout: string): PersistentBlock {
    let block = this.#blocks.get(layout);
    if (block === undefined) {
      block = new PersistentBlock(this.#backend, program, plan);
      for (const [path, { data }] of this.#weights) block.write(path, data);
      for (const [path, values] of this.#slots) block.write(path, values);
      this.#blocks.set(layout, block);
    }
    return block;
  }

  bringUpToDate(block: PersistentBlock): void {
    if (this.#newest !== null && block.version !== this.#version) block.copyFrom(this.#newest);
  }

  /** Says that a training step has just written this block. */
  wrote(block: PersistentBlock): void {
    this.#version += 1;
    this.#changes += 1;
    block.version = this.#version;
    this.#newest = block;
  }

  /** Bytes of the blocks of all layouts but this one. */
  bytesBeside(layout: string): number {
    return [...this.#blocks].reduce((bytes, [other, block]) => (other === layout ? bytes : bytes + block.bytes), 0);
  }

  dispose(): void {
    for (const block of this.#blocks.values()) block.dispose();
    this.#blocks.clear();
  }
}
