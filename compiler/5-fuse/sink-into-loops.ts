import { equalShapes, isStatic, type Shape, sizeOfShape, symbolDim } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { Program, Step } from '../program/program.ts';
import { touchedBy } from '../program/program-operands.ts';
import { Memory, type Region, writesAny } from './memory.ts';
import { rowItemOf } from './row-items.ts';
import { Uses } from './uses.ts';

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;
type Loop = Extract<Step, { kind: 'loop' }>;

/** A loop that steps move into, and the place of the step that may. */
interface Site {
  /** All steps of the loop, those of loops in it too. */
  readonly inside: ReadonlySet<Step>;
  /** Roots that they read. */
  readonly readHere: ReadonlySet<BufferId>;
  /** Roots that a step which moved in this round made or read. */
  readonly touched: Set<BufferId>;
  readonly at: number;
}

/**
 * Moves elementwise work on all steps into the only loop that reads its result, step by step: inside a row kernel it costs no memory, outside a
 * pass over all of it. Done where the loop reads the operands anyway or there is only one.
 *
 *   d = 1 - y * y; loop { … d[t] … y[t] … }  ==>  loop { … 1 - y[t] * y[t] … y[t] … }
 *
 * @returns the lists, and what the last round knew of them, in which nothing moved
 */
export function sinkIntoLoops(
  program: Program,
  table: BufferTable,
  kept: ReadonlySet<number>,
): { readonly lists: Lists; readonly memory: Memory; readonly uses: Uses } {
  let lists: Lists = { prepare: program.prepare, main: program.main, update: program.update };
  for (;;) {
    const memory = new Memory(table);
    const uses = new Uses({ ...program, ...lists, buffers: table.buffers }, memory);
    const sinking = new Sinking(lists, table, memory, uses, kept);
    lists = { prepare: lists.prepare, main: sinking.whole(lists.main), update: sinking.whole(lists.update) };
    if (!sinking.changed) return { lists, memory, uses };
  }
}

class Sinking {
  changed = false;
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #uses: Uses;
  readonly #kept: ReadonlySet<number>;
  /** Elementwise steps by the memory that they write. */
  readonly #makers = new Map<BufferId, Step[]>();
  /** The loop that a step stands in, directly. */
  readonly #parents = new Map<Step, Step>();
  /** Where a step stands in its list. Steps that have not been reached, and steps that were moved, have no place. */
  readonly #places = new Map<Step, number>();

  constructor(lists: Lists, table: BufferTable, memory: Memory, uses: Uses, kept: ReadonlySet<number>) {
    this.#table = table;
    this.#memory = memory;
    this.#uses = uses;
    this.#kept = kept;
    for (const list of [lists.main, lists.update]) this.#note(list, null);
  }

  #note(steps: readonly Step[], parent: Step | null): void {
    for (const step of steps) {
      if (parent !== null) this.#parents.set(step, parent);
      if (step.kind === 'loop') this.#note(step.body, step);
      if (step.kind !== 'kernel' || step.call.kernel !== 'elementwise') continue;
      const { root } = this.#memory.regionOf(step.call.out);
      const makers = this.#makers.get(root) ?? [];
      makers.push(step);
      this.#makers.set(root, makers);
    }
  }

  /** The list of a program with what can be moved into its loops moved there. */
  whole(steps: readonly Step[]): readonly Step[] {
    this.#places.clear();
    return this.#sink(steps);
  }

  /** The same of any list, and the list itself where nothing moves. What was moved is looked at again in the next round. */
  #sink(steps: readonly Step[]): readonly Step[] {
    const done: (Step | null)[] = [];
    for (const step of steps) {
      const place = done.length;
      if (step.kind !== 'loop' || this.#kept.has(step.loop)) {
        done.push(step);
        this.#places.set(step, place);
        continue;
      }
      const body = this.#sink(step.body);
      let loop: Loop = body === step.body ? step : { ...step, body };
      const touched = new Set<BufferId>();
      const inside = new Set(stepsIn(step.body));
      const readHere = new Set<BufferId>();
      for (const s of inside) for (const { root } of this.#readsOf(s)) readHere.add(root);
      for (const at of this.#candidates(readHere, steps, done)) {
        const candidate = done[at];
        if (candidate === null || candidate === undefined) continue;
        const moved = this.#moved(candidate, loop, step, { inside, readHere, touched, at });
        if (moved === null) continue;
        done[at] = null;
        this.#places.delete(candidate);
        this.#parents.set(candidate, step);
        loop = { ...loop, body: [moved, ...loop.body] };
        this.changed = true;
      }
      done.push(loop);
      this.#places.set(step, place);
    }
    return done.every((step, i) => step === steps[i]) ? steps : done.filter((step) => step !== null);
  }

  #readsOf(step: Step): readonly Region[] {
    return step.kind === 'loop' ? [] : touchedBy(step).reads.map((id) => this.#memory.regionOf(id));
  }

  /** Places of the elementwise steps of this list that make what the loop reads, the last first. */
  #candidates(
    readHere: ReadonlySet<BufferId>,
    steps: readonly Step[],
    done: readonly (Step | null)[],
  ): readonly number[] {
    const places = new Set<number>();
    for (const root of readHere)
      for (const maker of this.#makers.get(root) ?? []) {
        const place = this.#places.get(maker);
        if (place !== undefined && steps[place] === maker && done[place] === maker) places.add(place);
      }
    return [...places].sort((a, b) => b - a);
  }

  /** Whether a step of the list behind a place, or what stands in it, writes any of the regions. */
  #isWrittenBehind(at: number, before: Step, regions: readonly Region[]): boolean {
    const list = this.#parents.get(before);
    for (const { root } of regions)
      for (const step of this.#uses.stepsOf(root)) {
        let own: Step | undefined = step;
        while (own !== undefined && this.#parents.get(own) !== list) own = this.#parents.get(own);
        const isBehind = own === before || (own !== undefined && (this.#places.get(own) ?? at) > at);
        if (isBehind && writesAny(this.#memory.accessesOf(step), regions)) return true;
      }
    return false;
  }

  /** The step as it would stand in the loop's body; null where it must stay. @param before the loop as it was before this round */
  #moved(step: Step, loop: Loop, before: Step, { inside, readHere, touched, at }: Site): Step | null {
    if (step.kind !== 'kernel' || step.call.kernel !== 'elementwise') return null;
    const { out } = step.call;
    const { shape, storage } = this.#table.get(out);
    if (storage.kind !== 'own' || storage.role !== 'temporary' || touched.has(out)) return null;
    const readers = this.#uses.stepsOf(out);
    for (const reader of readers) if (reader !== step && !inside.has(reader)) return null;
    const item = rowItemOf(step, this.#table);
    if (item?.kind !== 'apply' || !this.#uses.isInternal(out, readers) || readers.size < 2) return null;
    const elements = this.#elementsOf(out, loop, readers, step);
    const [first, ...others] = elements ?? [];
    if (first === undefined) return null;
    const stacked = item.operands.filter((id) => !isStatic(sizeOfShape(this.#table.get(id).shape), 1));
    if (!stacked.every((id) => equalShapes(this.#table.get(id).shape, shape))) return null;
    const roots = stacked.map((id) => this.#memory.regionOf(id).root);
    const leaves = new Set(roots.flatMap((root) => this.#leavesOf(root, shape, before, at)));
    if (leaves.size > 1 && ![...leaves].every((root) => readHere.has(root))) return null;
    const regions = item.operands.map((id) => this.#memory.regionOf(id));
    if (this.#isWrittenBehind(at, before, regions)) return null;
    const { name, dtype } = this.#table.get(out);
    const { shape: row, storage: place } = this.#table.get(first);
    this.#table.replace(first, { name, dtype, shape: row, storage: { kind: 'own', role: 'temporary' } });
    for (const other of others)
      this.#table.replace(other, { ...this.#table.get(other), storage: { kind: 'view', of: first, offset: {} } });
    touched.add(out);
    for (const root of roots) touched.add(root);
    const element = (id: BufferId): BufferId => {
      if (!stacked.includes(id)) return id;
      const type = { dtype: this.#table.dtype(id), shape: row };
      return place.kind === 'rows'
        ? this.#table.rows(id, place.start, this.#table.get(id).name, type)
        : this.#table.element(id, loop.loop, this.#table.get(id).name, type);
    };
    return { ...step, call: { ...step.call, operands: step.call.operands.map(element), out: first } };
  }

  /** The buffers that would be read in place of `root` if the elementwise steps that make it moved into the loop too. */
  #leavesOf(root: BufferId, shape: Shape, before: Step, at: number): readonly BufferId[] {
    const steps = [...this.#uses.stepsOf(root)];
    const maker = steps.find((s) => this.#memory.accessesOf(s).writes.some((w) => w.root === root));
    const item = maker === undefined ? null : rowItemOf(maker, this.#table);
    const isBefore =
      maker !== undefined &&
      this.#parents.get(maker) === this.#parents.get(before) &&
      (this.#places.get(maker) ?? at) < at;
    const moves = steps.length === 2 && isBefore;
    if (!moves || item?.kind !== 'apply' || item.op === null) return [root];
    const stacked = item.operands.filter((id) => !isStatic(sizeOfShape(this.#table.get(id).shape), 1));
    if (!stacked.every((id) => equalShapes(this.#table.get(id).shape, shape))) return [root];
    return stacked.flatMap((id) => this.#leavesOf(this.#memory.regionOf(id).root, shape, before, at));
  }

  /** The buffers that are the element of `whole` in the loop, or its rows of a level; null where something else reads it. */
  #elementsOf(whole: BufferId, loop: Loop, readers: ReadonlySet<Step>, maker: Step): readonly BufferId[] | null {
    const found = new Set<BufferId>();
    for (const step of readers) {
      if (step === maker || step.kind === 'loop') continue;
      const { reads, writes } = touchedBy(step);
      if (writes.some((id) => this.#memory.regionOf(id).root === whole)) return null;
      for (const id of reads) {
        if (this.#memory.regionOf(id).root !== whole) continue;
        if (!this.#isElement(id, whole, loop)) return null;
        found.add(id);
      }
    }
    return [...found];
  }

  #isElement(id: BufferId, whole: BufferId, loop: Loop): boolean {
    const { storage, shape } = this.#table.get(id);
    const { shape: all } = this.#table.get(whole);
    const row = all.slice(1);
    if (storage.kind === 'own' || storage.of !== whole) return false;
    if (storage.kind === 'element') return storage.loop === loop.loop && equalShapes(shape, row);
    if (storage.kind === 'view') return false;
    const axis = loop.ragged.find(({ start }) => start === storage.start);
    return axis !== undefined && equalShapes(shape, [symbolDim(axis.symbol), ...row]);
  }
}

function* stepsIn(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    if (step.kind === 'loop') yield* stepsIn(step.body);
  }
}
