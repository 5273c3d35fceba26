import { addDims, constantDim, type Dim, equalDims, printDim, sizeOfShape } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { Step } from '../program/program.ts';
import { startsOf, touchedBy } from '../program/program-operands.ts';

/** The memory of a buffer: `size` elements of its root from `offset` on, in the element that the loops of `chain` are at. */
export interface Region {
  readonly root: BufferId;
  /** Loops, or numbers of rows, and the sizes of their elements, outermost first. */
  readonly chain: string;
  readonly offset: Dim;
  readonly size: Dim;
  /** Equal for buffers that are the same memory. */
  readonly key: string;
}

/** What a step reads and writes. */
export interface Accesses {
  readonly reads: readonly Region[];
  readonly writes: readonly Region[];
}

/** Regions of a program's buffers and what its steps touch, looked up once for each. */
export class Memory {
  readonly #table: BufferTable;
  readonly #regions = new Map<BufferId, Region>();
  readonly #accesses = new Map<Step, Accesses>();

  constructor(table: BufferTable) {
    this.#table = table;
  }

  regionOf(id: BufferId): Region {
    const known = this.#regions.get(id);
    if (known !== undefined) return known;
    const { storage, shape } = this.#table.get(id);
    const size = sizeOfShape(shape);
    const region =
      storage.kind === 'own'
        ? makeRegion(id, '', constantDim(0), size)
        : storage.kind === 'view'
          ? this.#viewed(this.regionOf(storage.of), storage.offset, size)
          : storage.kind === 'element'
            ? this.#element(this.regionOf(storage.of), `${storage.loop}`, size)
            : this.#element(this.regionOf(storage.of), `from ${this.regionOf(storage.start).key}`, size);
    this.#regions.set(id, region);
    return region;
  }

  #viewed(of: Region, offset: Dim, size: Dim): Region {
    return makeRegion(of.root, of.chain, addDims(of.offset, offset), size);
  }

  #element(of: Region, which: string, size: Dim): Region {
    return makeRegion(of.root, `${of.chain} ${which}:${printDim(size)}`, of.offset, size);
  }

  /** Regions of the numbers from which the address of a buffer is computed. */
  startsOf(id: BufferId): readonly Region[] {
    return startsOf(this.#table.buffers, id).map((start) => this.regionOf(start));
  }

  startsOfStep(step: Exclude<Step, { kind: 'loop' }>): readonly Region[] {
    const { reads, writes } = touchedBy(step);
    return this.#startsOfAll(reads, writes);
  }

  #startsOfAll(...lists: readonly (readonly BufferId[])[]): readonly Region[] {
    const starts: Region[] = [];
    for (const list of lists)
      for (const id of list) for (const start of startsOf(this.#table.buffers, id)) starts.push(this.regionOf(start));
    return starts;
  }

  accessesOf(step: Step): Accesses {
    const known = this.#accesses.get(step);
    if (known !== undefined) return known;
    const accesses = this.#look(step);
    this.#accesses.set(step, accesses);
    return accesses;
  }

  #look(step: Step): Accesses {
    if (step.kind === 'loop') {
      const inner = step.body.map((s) => this.accessesOf(s));
      const sizes = step.ragged.flatMap(({ start, count }) => [this.regionOf(start), this.regionOf(count)]);
      return { reads: [...sizes, ...inner.flatMap((a) => a.reads)], writes: inner.flatMap((a) => a.writes) };
    }
    const { reads, writes } = touchedBy(step);
    return {
      reads: [...reads.map((id) => this.regionOf(id)), ...this.#startsOfAll(reads, writes)],
      writes: writes.map((id) => this.regionOf(id)),
    };
  }
}

const makeRegion = (root: BufferId, chain: string, offset: Dim, size: Dim): Region => ({
  root,
  chain,
  offset,
  size,
  key: `${root}|${chain}|${printDim(offset)}|${printDim(size)}`,
});

/** Whether the dimension is 0 or more for all sizes. */
const neverNegative = (d: Dim): boolean => Object.values(d).every((c) => c >= 0);

/** Whether two regions may share an element. Elements of different iterations are different rows, so a chain is compared by its text. */
export function overlap(a: Region, b: Region): boolean {
  if (a.root !== b.root) return false;
  if (a.chain !== b.chain) return true;
  if (equalDims(a.offset, b.offset)) return true;
  const gapAfter = (x: Region, y: Region): Dim => addDims(addDims(y.offset, x.offset, -1), x.size, -1);
  return !neverNegative(gapAfter(a, b)) && !neverNegative(gapAfter(b, a));
}

const anyOverlap = (a: readonly Region[], b: readonly Region[]): boolean => a.some((x) => b.some((y) => overlap(x, y)));

/** Whether two steps must keep their order. */
export const conflict = (a: Accesses, b: Accesses): boolean =>
  anyOverlap(a.writes, b.writes) || anyOverlap(a.writes, b.reads) || anyOverlap(a.reads, b.writes);

/** Whether the step writes any of the regions. */
export const writesAny = (a: Accesses, regions: readonly Region[]): boolean => anyOverlap(a.writes, regions);

/** The one of these steps that writes to the memory of a region; null where none or several do. */
export function onlyMaker(memory: Memory, { root }: Region, steps: readonly Step[]): Step | null {
  const [maker, more] = steps.filter((s) => memory.accessesOf(s).writes.some((w) => w.root === root));
  return maker === undefined || more !== undefined ? null : maker;
}
