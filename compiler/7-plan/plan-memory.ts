import { InternalError } from '../diagnostics/diagnostic.ts';
import { at } from '../diagnostics/invariants.ts';
import type { SizeBinding } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import { rootOf } from '../program/buffer-table.ts';
import type { KernelCall, Plan, Program, Step } from '../program/program.ts';
import { touchedBy } from '../program/program-operands.ts';
import { bufferBytes } from './buffer-size.ts';
import { findLifetimes, type Interval } from './liveness.ts';

/** Every buffer starts at a multiple of this: a cache line, and enough for any vector load. */
const ALIGNMENT = 64;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * Phase 7: gives every buffer of its own an address for one binding of sizes. Arena buffers whose lifetimes do not meet share memory: largest
 * first, each at the lowest gap among those it meets (the greedy-by-size of Pisarchyk and Lee, arXiv 2001.03288). Nothing is allocated here.
 */
export const planMemory = (program: Program, sizes: SizeBinding): Plan => new MemoryPlanner(program).plan(sizes);

/** Plans one program for many bindings of sizes: what does not follow from sizes is found once. */
export class MemoryPlanner {
  readonly #program: Program;
  /** Buffers with memory of their own that always exist. */
  readonly #lasting: readonly BufferId[];
  /** Buffers with memory of their own that live for a while. */
  readonly #moving: readonly { readonly id: BufferId; readonly life: Interval }[];

  constructor(program: Program) {
    this.#program = program;
    const lasting: BufferId[] = [];
    const moving: { readonly id: BufferId; readonly life: Interval }[] = [];
    const lifetimes = findLifetimes(program);
    const prepared = rootsTouched(program, program.prepare);
    for (const [i, { storage }] of program.buffers.entries()) {
      const id = i as BufferId;
      if (storage.kind !== 'own') continue;
      const { role } = storage;
      const life = lifetimes.get(id);
      // a prepared matrix that is only read in packed form gets no memory
      if (role === 'prepared' && !prepared.has(id) && life === undefined) continue;
      if (role === 'weight' || role === 'slot' || role === 'prepared' || role === 'constant') lasting.push(id);
      // a buffer that no step touches any more after fusion gets no memory
      else if (life !== undefined) moving.push({ id, life });
    }
    this.#lasting = lasting;
    this.#moving = moving;
  }

  plan(sizes: SizeBinding): Plan {
    const program = this.#program;
    const bytesOfOwn = (id: BufferId): number => aligned(Math.max(1, bufferBytes(at(program.buffers, id), sizes)));
    const offsets = program.buffers.map(() => -1);
    let persistentBytes = 0;
    for (const id of this.#lasting) {
      offsets[id] = persistentBytes;
      persistentBytes += bytesOfOwn(id);
    }
    const moving = this.#moving.map(({ id, life }) => ({ id, life, bytes: bytesOfOwn(id) }));
    const arenaBytes = placeBySize(moving, offsets);
    const packedBytes = packedSize(program, sizes);
    return {
      sizes: { ...sizes },
      offsets,
      arenaBytes,
      persistentBytes,
      packedBytes,
      peakBytes: arenaBytes + persistentBytes + packedBytes,
    };
  }
}

/** Buffers of their own that the steps, no loops, read or write. */
function rootsTouched({ buffers }: Program, steps: readonly Step[]): ReadonlySet<BufferId> {
  const roots = new Set<BufferId>();
  for (const step of steps) {
    if (step.kind === 'loop') throw new InternalError('a loop among what is prepared');
    const { reads, writes } = touchedBy(step);
    for (const id of [...reads, ...writes]) roots.add(rootOf(buffers, id));
  }
  return roots;
}

function placeBySize(
  items: readonly { readonly id: BufferId; readonly bytes: number; readonly life: Interval }[],
  offsets: number[],
): number {
  /** By address. */
  const placed: { readonly start: number; readonly end: number; readonly life: Interval }[] = [];
  let total = 0;
  for (const { id, bytes, life } of items.toSorted((a, b) => b.bytes - a.bytes || a.id - b.id)) {
    let address = 0;
    for (const { start, end, life: other } of placed) {
      if (other.first > life.last || life.first > other.last) continue;
      if (start - address >= bytes) break;
      address = Math.max(address, end);
    }
    offsets[id] = address;
    const next = placed.findIndex((p) => p.start > address);
    placed.splice(next < 0 ? placed.length : next, 0, { start: address, end: address + bytes, life });
    total = Math.max(total, address + bytes);
  }
  return total;
}

/** The calls of kernels in the steps and in the bodies of their loops. */
const callsOf = (steps: readonly Step[]): readonly KernelCall[] =>
  steps.flatMap((step) => (step.kind === 'kernel' ? [step.call] : step.kind === 'loop' ? callsOf(step.body) : []));

/** The backend keeps a packed copy of every right operand of a product; of one that is fresh at every call, for the length of the call. */
function packedSize(program: Program, sizes: SizeBinding): number {
  const packed = new Set<BufferId>();
  let largestFresh = 0;
  const bytesOfBuffer = (id: BufferId): number => bufferBytes(at(program.buffers, id), sizes);
  for (const steps of [program.prepare, program.main, program.update])
    for (const call of callsOf(steps))
      if (call.kernel === 'BatchMatMul' || call.kernel === '_FusedMatMul') {
        if (call.fresh) largestFresh = Math.max(largestFresh, bytesOfBuffer(call.b));
        else packed.add(call.b);
      }
  return [...packed].reduce((bytes, id) => bytes + bytesOfBuffer(id), largestFresh);
}
