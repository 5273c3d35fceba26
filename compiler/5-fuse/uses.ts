import type { BufferId } from '../program/buffer.ts';
import { rootOf } from '../program/buffer-table.ts';
import type { Program, Step } from '../program/program.ts';
import type { Memory } from './memory.ts';

/** Who reads and writes which memory of a program. */
export class Uses {
  /** Roots that a step reads, or that somebody outside the program does: outputs, final states, weights and slots. */
  readonly read: ReadonlySet<BufferId>;
  readonly #outside: ReadonlySet<BufferId>;
  readonly #steps = new Map<BufferId, Set<Step>>();
  readonly #program: Program;

  constructor(program: Program, memory: Memory) {
    this.#program = program;
    const roots = (ids: readonly BufferId[]): BufferId[] => ids.map((id) => memory.regionOf(id).root);
    this.#outside = new Set(
      roots([
        ...program.outputs.map((o) => o.buffer),
        ...program.inputs.flatMap((i) => (i.role === 'state' ? [i.buffer, i.final] : [i.buffer])),
        ...program.weights.map((w) => w.buffer),
        ...program.slots.map((s) => s.buffer),
      ]),
    );
    const read = new Set<BufferId>(this.#outside);
    const walk = (steps: readonly Step[]): void => {
      for (const step of steps) {
        if (step.kind === 'loop') {
          walk(step.body);
          for (const { start, count } of step.ragged)
            for (const { root } of [memory.regionOf(start), memory.regionOf(count)]) {
              read.add(root);
              this.#note(root, step);
            }
          continue;
        }
        const { reads, writes } = memory.accessesOf(step);
        for (const { root } of reads) {
          read.add(root);
          this.#note(root, step);
        }
        for (const { root } of writes) this.#note(root, step);
      }
    };
    for (const list of [program.prepare, program.main, program.update]) walk(list);
    this.read = read;
  }

  #note(root: BufferId, step: Step): void {
    const steps = this.#steps.get(root);
    if (steps === undefined) this.#steps.set(root, new Set([step]));
    else steps.add(step);
  }

  /** Steps that touch the memory. */
  stepsOf(root: BufferId): ReadonlySet<Step> {
    return this.#steps.get(root) ?? new Set();
  }

  /** Whether the memory belongs to these steps alone. */
  isInternal(buffer: BufferId, steps: ReadonlySet<Step>): boolean {
    const root = rootOf(this.#program.buffers, buffer);
    if (this.#outside.has(root)) return false;
    for (const step of this.stepsOf(root)) if (!steps.has(step)) return false;
    return true;
  }

  /**
   * For buffers in which all elements are one number, that number, by the key of the region: literals of one number, and what is written once, whole,
   * by stretching such a literal.
   */
  findConstants(memory: Memory): ReadonlyMap<string, number> {
    const numbers = new Map<BufferId, number>();
    this.#program.buffers.forEach(({ storage }, i) => {
      if (storage.kind !== 'own' || storage.role !== 'constant') return;
      const [value, more] = storage.values;
      if (value !== undefined && more === undefined) numbers.set(i as BufferId, value);
    });
    const writesTo = (step: Step, root: BufferId): boolean =>
      memory.accessesOf(step).writes.some((w) => w.root === root);
    for (const [root, touching] of this.#steps) {
      if (this.#outside.has(root)) continue;
      const steps = [...touching];
      const writer = steps.find((s) => stretches(s) && writesTo(s, root));
      if (writer?.kind !== 'kernel' || writer.call.kernel !== 'host.broadcast') continue;
      if (steps.some((s) => s !== writer && writesTo(s, root))) continue;
      const value = numbers.get(memory.regionOf(writer.call.x).root);
      if (value !== undefined && memory.regionOf(writer.call.out).key === memory.regionOf(root).key)
        numbers.set(root, value);
    }
    const constants = new Map<string, number>();
    this.#program.buffers.forEach((_, i) => {
      const id = i as BufferId;
      const value = numbers.get(rootOf(this.#program.buffers, id));
      if (value !== undefined) constants.set(memory.regionOf(id).key, value);
    });
    return constants;
  }
}

const stretches = (step: Step): boolean => step.kind === 'kernel' && step.call.kernel === 'host.broadcast';
