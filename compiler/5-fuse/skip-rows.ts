import { InternalError } from '../diagnostics/diagnostic.ts';
import { equalDims } from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import { elementwise } from '../ops/elementwise/elementwise.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { GeneratedCall } from '../program/generated.ts';
import type { Program, Step } from '../program/program.ts';
import { Memory, writesAny } from './memory.ts';
import { Uses } from './uses.ts';

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;

/**
 * Lets products pass over rows that an index of -1 leaves empty. What is gathered by such indices has rows of zeros, as what is scattered has where no
 * index goes: half of the nodes of a binary tree have no children. And of rows that are scattered, those with such an index are read by nobody.
 */
export function skipRows(program: Program, lists: Lists, table: BufferTable): Lists {
  const skipper = new RowSkipper({ ...program, ...lists, buffers: table.buffers }, table);
  return { ...lists, main: skipper.rewrite(lists.main), update: skipper.rewrite(lists.update) };
}

class RowSkipper {
  readonly #table: BufferTable;
  readonly #memory: Memory;
  readonly #uses: Uses;
  /** Whether there are rows of zeros, by the root of the memory. */
  readonly #zeroRows = new Map<BufferId, boolean>();
  /** Whether indices can be -1, by the root of their memory. */
  readonly #missing = new Map<BufferId, boolean>();

  constructor(program: Program, table: BufferTable) {
    this.#table = table;
    this.#memory = new Memory(table);
    this.#uses = new Uses(program, this.#memory);
    for (const input of program.inputs) {
      const missing =
        input.role === 'feed'
          ? input.missing === true
          : input.role === 'structure' && typeof input.part !== 'string' && !input.walk.started;
      this.#missing.set(table.root(input.buffer), missing);
    }
  }

  rewrite(steps: readonly Step[]): Step[] {
    const done: Step[] = [];
    /** For products whose results are only read by index: the buffer with these indices. */
    const unread = new Map<Step, BufferId>();
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i];
      if (step === undefined) continue;
      if (step.kind === 'loop') {
        done.push({ ...step, body: this.rewrite(step.body) });
        continue;
      }
      if (step.kind !== 'generated') {
        done.push(step);
        continue;
      }
      const indices = this.#indicesOfReaders(step, steps, i, unread);
      if (indices !== null) unread.set(step, indices);
      done.push({ kind: 'generated', call: this.#skipping(step.call, indices) });
    }
    return done.reverse();
  }

  #skipping(call: GeneratedCall, indices: BufferId | null): GeneratedCall {
    const { kernel, operands, written } = call;
    if (kernel.kind === 'product' && indices !== null)
      return {
        ...call,
        kernel: { ...kernel, skip: 'unread' },
        operands: [indices, ...operands],
        written: written.map((at) => at + 1),
      };
    if (kernel.kind !== 'product' && kernel.kind !== 'outer') return call;
    const factors = operands.slice(0, kernel.kind === 'product' ? 1 : 2);
    return factors.some((id) => this.#hasZeroRows(this.#table.root(id)))
      ? { ...call, kernel: { ...kernel, skip: 'zeros' } }
      : call;
  }

  #writersOf(root: BufferId): readonly Step[] {
    return [...this.#uses.stepsOf(root)].filter((step) =>
      this.#memory.accessesOf(step).writes.some((region) => region.root === root),
    );
  }

  /** Whether some step leaves rows of zeros in the memory. Where none does, or they are overwritten, looking for them costs next to nothing. */
  #hasZeroRows(root: BufferId): boolean {
    const known = this.#zeroRows.get(root);
    if (known !== undefined) return known;
    this.#zeroRows.set(root, false);
    const found = this.#writersOf(root).some(
      (step) => step.kind === 'generated' && this.#makesZeroRows(step.call, root),
    );
    this.#zeroRows.set(root, found);
    return found;
  }

  #makesZeroRows({ kernel, operands }: GeneratedCall, root: BufferId): boolean {
    switch (kernel.kind) {
      case 'scatter-add':
        return true;
      case 'gather': {
        const [, indices] = operands;
        return indices !== undefined && this.#canBeMissing(indices);
      }
      case 'rows': {
        const zeros: boolean[] = [];
        for (const s of kernel.statements)
          zeros.push(
            s.kind === 'load'
              ? kernel.operands[s.operand]?.extent === 'each' && this.#hasZeroRows(this.#rootOf(operands[s.operand]))
              : s.kind === 'apply' &&
                  s.operand === 'float32' &&
                  isZeroWhere(
                    s.op,
                    s.of.map((of) => zeros[of] === true),
                  ),
          );
        return kernel.statements.some(
          (s) => s.kind === 'store' && zeros[s.of] === true && this.#rootOf(operands[s.operand]) === root,
        );
      }
      default:
        return false;
    }
  }

  #rootOf(id: BufferId | undefined): BufferId {
    if (id === undefined) throw new InternalError('a kernel lacks an operand');
    return this.#table.root(id);
  }

  /** Indices that are fed, or that are moved from such to other places. */
  #canBeMissing(indices: BufferId): boolean {
    const root = this.#table.root(indices);
    const known = this.#missing.get(root);
    if (known !== undefined) return known;
    this.#missing.set(root, false);
    const missing = this.#writersOf(root).some(
      (step) =>
        step.kind === 'generated' &&
        step.call.operands.some(
          (id, at) =>
            !step.call.written.includes(at) && this.#table.get(id).dtype === 'int32' && this.#canBeMissing(id),
        ),
    );
    this.#missing.set(root, missing);
    return missing;
  }

  /**
   * The indices by which all that read the result of a product scatter its rows; null where somebody reads it otherwise, or by others.
   * @param after the steps behind the product in its list
   */
  #indicesOfReaders(
    step: Extract<Step, { kind: 'generated' }>,
    steps: readonly Step[],
    at: number,
    unread: ReadonlyMap<Step, BufferId>,
  ): BufferId | null {
    const { kernel, operands, counts } = step.call;
    const out = operands.at(-1);
    const [rows] = counts;
    if (kernel.kind !== 'product' || out === undefined || rows === undefined) return null;
    const region = this.#memory.regionOf(out);
    const touching = this.#uses.stepsOf(region.root);
    if (!this.#uses.isInternal(out, touching)) return null;
    let found: BufferId | null = null;
    for (const reader of touching) {
      if (reader === step) continue;
      const indices = steps.indexOf(reader) > at ? this.#indicesOf(reader, region.key, unread) : null;
      if (indices === null) return null;
      if (found !== null && this.#memory.regionOf(found).key !== this.#memory.regionOf(indices).key) return null;
      found = indices;
    }
    if (found === null || !this.#canBeMissing(found)) return null;
    const whole = this.#memory.regionOf(found);
    const kept = steps.slice(at + 1).every((other) => !writesAny(this.#memory.accessesOf(other), [whole]));
    return kept && equalDims(whole.size, rows) ? found : null;
  }

  /** The indices without which a step does not read a row of the region that has this key. */
  #indicesOf(reader: Step, key: string, unread: ReadonlyMap<Step, BufferId>): BufferId | null {
    if (reader.kind !== 'generated') return null;
    const { kernel, operands, written } = reader.call;
    const isIt = (id: BufferId | undefined): boolean => id !== undefined && this.#memory.regionOf(id).key === key;
    const places = [...operands.keys()].filter((at) => isIt(operands[at]));
    const [place, more] = places;
    if (place === undefined || more !== undefined || written.includes(place)) return null;
    switch (kernel.kind) {
      case 'scatter-add':
      case 'add-rows':
      case 'scatter-max':
        return place === 1 ? (operands[0] ?? null) : null;
      case 'product':
        return kernel.start === 'each' && place === 2 ? (unread.get(reader) ?? null) : null;
      default:
        return null;
    }
  }
}

/** Whether an op gives 0 where these operands are 0, whatever the others are: tried on two numbers. */
function isZeroWhere(op: ElementwiseOp, zero: readonly boolean[]): boolean {
  if (!zero.includes(true)) return false;
  return [0.7, -1.3].every((other) => elementwise[op].scalar(...zero.map((is) => (is ? 0 : other))) === 0);
}
