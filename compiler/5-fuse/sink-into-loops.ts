import { equalShapes, isStatic, type Shape, sizeOfShape, symbolDim } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { Program, Step } from '../program/program.ts';
import { touchedBy } from '../program/program-operands.ts';
import { Memory, writesAny } from './memory.ts';
import { rowItemOf } from './row-items.ts';
import { Uses } from './uses.ts';

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;
type Loop = Extract<Step, { kind: 'loop' }>;

/**
 * Moves elementwise work on all steps into the only loop that reads its result, step by step: inside a row kernel it costs no memory, outside a
 * pass over all of it. Done where the loop reads the operands anyway or there is only one.
 *
 *   d = 1 - y * y; loop { … d[t] … y[t] … }  ==>  loop { … 1 - y[t] * y[t] … y[t] … }
 */
export function sinkIntoLoops(program: Program, table: BufferTable, kept: ReadonlySet<number>): Lists {
  let lists: Lists = { prepare: program.prepare, main: program.main, update: program.update };
  for (;;) {
    const memory = new Memory(table);
    const uses = new Uses({ ...program, ...lists, buffers: table.buffers }, memory);
    const sinking = new Sinking(table, memory, uses, kept);
    lists = { prepare: lists.prepare, main: sinking.sink(lists.main), update: sinking.sink(lists.update) };
    if (!sinking.changed) return lists;
  }
}

class Sinking {
  changed = false;
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #uses: Uses;
  readonly #kept: ReadonlySet<number>;

  constructor(table: BufferTable, memory: Memory, uses: Uses, kept: ReadonlySet<number>) {
    this.#table = table;
    this.#memory = memory;
    this.#uses = uses;
    this.#kept = kept;
  }

  /** The list with what can be moved into its loops moved there. What was moved is looked at again in the next round. */
  sink(steps: readonly Step[]): Step[] {
    const done: Step[] = [];
    for (const step of steps) {
      if (step.kind !== 'loop' || this.#kept.has(step.loop)) {
        done.push(step);
        continue;
      }
      let loop: Loop = { ...step, body: this.sink(step.body) };
      const touched = new Set<BufferId>();
      const inside = new Set(stepsIn(step.body));
      for (let i = done.length - 1; i >= 0; i--) {
        const candidate = done[i];
        if (candidate === undefined) continue;
        const moved = this.#moved(candidate, loop, step, inside, done, i, touched);
        if (moved === null) continue;
        done.splice(i, 1);
        loop = { ...loop, body: [moved, ...loop.body] };
        this.changed = true;
      }
      done.push(loop);
    }
    return done;
  }

  /** The step as it would stand in the loop's body; null where it must stay. @param at where the step stands in `done`. @param touched roots that a step moved in this round made or read. */
  #moved(
    step: Step,
    loop: Loop,
    before: Step,
    inside: ReadonlySet<Step>,
    done: readonly Step[],
    at: number,
    touched: Set<BufferId>,
  ): Step | null {
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
    const readHere = new Set(
      [...inside].flatMap((s) =>
        s.kind === 'loop' ? [] : touchedBy(s).reads.map((id) => this.#memory.regionOf(id).root),
      ),
    );
    const stacked = item.operands.filter((id) => !isStatic(sizeOfShape(this.#table.get(id).shape), 1));
    if (!stacked.every((id) => equalShapes(this.#table.get(id).shape, shape))) return null;
    const roots = stacked.map((id) => this.#memory.regionOf(id).root);
    const earlier = done.slice(0, at);
    const between = done.slice(at + 1);
    const leaves = new Set(roots.flatMap((root) => this.#leavesOf(root, shape, earlier)));
    if (leaves.size > 1 && ![...leaves].every((root) => readHere.has(root))) return null;
    const regions = item.operands.map((id) => this.#memory.regionOf(id));
    if ([...between, before].some((s) => writesAny(this.#memory.accessesOf(s), regions))) return null;
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
  #leavesOf(root: BufferId, shape: Shape, earlier: readonly Step[]): readonly BufferId[] {
    const steps = [...this.#uses.stepsOf(root)];
    const maker = steps.find((s) => this.#memory.accessesOf(s).writes.some((w) => w.root === root));
    const item = maker === undefined ? null : rowItemOf(maker, this.#table);
    const moves = steps.length === 2 && maker !== undefined && earlier.includes(maker);
    if (!moves || item?.kind !== 'apply' || item.op === null) return [root];
    const stacked = item.operands.filter((id) => !isStatic(sizeOfShape(this.#table.get(id).shape), 1));
    if (!stacked.every((id) => equalShapes(this.#table.get(id).shape, shape))) return [root];
    return stacked.flatMap((id) => this.#leavesOf(this.#memory.regionOf(id).root, shape, earlier));
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
