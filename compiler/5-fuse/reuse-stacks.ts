import { at } from '../diagnostics/invariants.ts';
import { equalDims, equalShapes, isStatic, plainSymbol, sizeOfShape } from '../ir/dim.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { GeneratedCall } from '../program/generated.ts';
import type { Program, Step } from '../program/program.ts';
import { startsOf, touchedBy } from '../program/program-operands.ts';

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;
type Loop = Extract<Step, { kind: 'loop' }>;

/**
 * Lets a loop stack a result over what it scans, where the row kernel that computes it is the last to read that: element t is read and then
 * written, while its line is in the cache, and the two need the memory of one. The reverse of a loop does so with what the loop stacked. A
 * product that starts from an element of a stack which nothing else reads adds to it in place, so that the row kernel after it reads a stack too.
 */
export function reuseStacks(program: Program, lists: Lists, table: BufferTable): void {
  const outside = new Set(
    [
      ...program.outputs.map((o) => o.buffer),
      ...program.inputs.flatMap((i) => (i.role === 'state' ? [i.buffer, i.final] : [i.buffer])),
    ].map((id) => table.root(id)),
  );
  const all = [...lists.prepare, ...lists.main, ...lists.update];
  const touches = new Touches(all, table);
  for (const [at, loop] of all.entries())
    if (loop.kind === 'loop' && at >= lists.prepare.length) {
      const stacks = new LoopStacks(loop, at, outside, touches, table);
      stacks.addInPlace();
      stacks.stackOverScanned();
    }
}

/** The roots that each step touches, the steps that touch each root, and the places of the first and last of them in the whole list. */
class Touches {
  readonly #table: BufferTable;
  readonly #roots = new Map<Step, Set<BufferId>>();
  readonly #steps = new Map<BufferId, Set<Step>>();
  readonly #places = new Map<BufferId, { readonly first: number; readonly last: number }>();

  constructor(all: readonly Step[], table: BufferTable) {
    this.#table = table;
    for (const [at, step] of all.entries())
      for (const root of this.#collect(step))
        this.#places.set(root, { first: this.#places.get(root)?.first ?? at, last: at });
  }

  #collect(step: Step): Set<BufferId> {
    const roots = new Set<BufferId>();
    if (step.kind === 'loop') for (const inner of step.body) for (const root of this.#collect(inner)) roots.add(root);
    else {
      const { reads, writes } = touchedBy(step);
      for (const id of [...reads, ...writes])
        for (const touched of [id, ...startsOf(this.#table.buffers, id)]) roots.add(this.#table.root(touched));
    }
    this.#roots.set(step, roots);
    for (const root of roots) {
      const steps = this.#steps.get(root) ?? new Set();
      steps.add(step);
      this.#steps.set(root, steps);
    }
    return roots;
  }

  has(step: Step, root: BufferId): boolean {
    return this.#roots.get(step)?.has(root) ?? false;
  }

  /** Whether a step of the list before this place touches the memory. */
  isTouchedBefore(root: BufferId, at: number): boolean {
    return (this.#places.get(root)?.first ?? at) < at;
  }

  /** Whether a step of the list after this place touches the memory. */
  isTouchedAfter(root: BufferId, at: number): boolean {
    return (this.#places.get(root)?.last ?? at) > at;
  }

  /** Gives `target` the memory of `source`. */
  merge(target: BufferId, source: BufferId): void {
    const moved = this.#steps.get(target) ?? new Set();
    const steps = this.#steps.get(source) ?? new Set();
    for (const step of moved) {
      const roots = this.#roots.get(step);
      roots?.delete(target);
      roots?.add(source);
      steps.add(step);
    }
    this.#steps.set(source, steps);
    this.#steps.delete(target);
    const [a, b] = [this.#places.get(target), this.#places.get(source)];
    this.#places.delete(target);
    if (a !== undefined)
      this.#places.set(source, {
        first: Math.min(a.first, b?.first ?? a.first),
        last: Math.max(a.last, b?.last ?? a.last),
      });
  }
}

/** The stacks of one loop. */
class LoopStacks {
  readonly #loop: Loop;
  /** Its place in the whole list of steps. */
  readonly #at: number;
  readonly #outside: ReadonlySet<BufferId>;
  readonly #touches: Touches;
  readonly #table: BufferTable;

  constructor(loop: Loop, at: number, outside: ReadonlySet<BufferId>, touches: Touches, table: BufferTable) {
    this.#loop = loop;
    this.#at = at;
    this.#outside = outside;
    this.#touches = touches;
    this.#table = table;
  }

  /** Whether only steps before the loop, and the loop itself, touch the memory. */
  #endsHere(root: BufferId): boolean {
    return !this.#outside.has(root) && !this.#touches.isTouchedAfter(root, this.#at);
  }

  /** Whether only steps after the loop, and the loop itself, touch the memory. */
  #beginsHere(root: BufferId): boolean {
    return !this.#outside.has(root) && !this.#touches.isTouchedBefore(root, this.#at);
  }

  addInPlace(): void {
    const { body } = this.#loop;
    for (const [i, step] of body.entries()) {
      const sum = this.#sumOf(step);
      if (sum === null || !this.#endsHere(sum.stack) || !this.#endsHere(sum.out) || !this.#beginsHere(sum.out))
        continue;
      const isRead = body.some((s, j) => j !== i && this.#touches.has(s, sum.stack));
      if (isRead || body.slice(0, i).some((s) => this.#touches.has(s, sum.out))) continue;
      this.#share(sum.out, sum.start);
    }
  }

  /** A product that adds to an element of a stack and writes the sum to a temporary of its own. */
  #sumOf(step: Step): { readonly stack: BufferId; readonly start: BufferId; readonly out: BufferId } | null {
    if (step.kind !== 'generated' || step.call.kernel.kind !== 'product' || step.call.kernel.start !== 'each')
      return null;
    const { operands } = step.call;
    const [start, out] = [at(operands, 2), at(operands, 3)];
    const stack = this.#stackOf(start);
    const { storage } = this.#table.get(out);
    if (stack === null || storage.kind !== 'own' || storage.role !== 'temporary') return null;
    return operands.slice(0, 2).some((id) => this.#table.root(id) === stack) ? null : { stack, start, out };
  }

  stackOverScanned(): void {
    const { body } = this.#loop;
    const taken = new Set<BufferId>();
    for (const [i, step] of body.entries()) {
      if (step.kind !== 'generated' || step.call.kernel.kind !== 'rows') continue;
      const [before, after] = [body.slice(0, i), body.slice(i + 1)];
      const { call } = step;
      for (const target of this.#stacksOf(call, (operand) => call.written.includes(operand))) {
        if (!this.#beginsHere(target) || before.some((s) => this.#touches.has(s, target))) continue;
        const source = this.#stacksOf(call, (operand) => !call.written.includes(operand)).find((candidate) => {
          if (candidate === target || taken.has(candidate) || !this.#endsHere(candidate)) return false;
          const [x, y] = [this.#table.get(target), this.#table.get(candidate)];
          if (x.dtype !== y.dtype || !equalShapes(x.shape, y.shape)) return false;
          if (after.some((s) => this.#touches.has(s, candidate))) return false;
          if (before.some((s) => !this.#touchesElement(s, candidate))) return false;
          return this.#readsFirst(call, candidate, target);
        });
        if (source === undefined) continue;
        taken.add(source);
        taken.add(target);
        this.#share(target, source);
      }
    }
  }

  #share(target: BufferId, source: BufferId): void {
    this.#table.replace(target, {
      ...this.#table.get(target),
      storage: { kind: 'view', of: source, offset: {} },
    });
    this.#touches.merge(target, this.#table.root(source));
  }

  /** The stacks of temporaries whose elements a call's operands are, of those operands that `chosen` takes. */
  #stacksOf(call: GeneratedCall, chosen: (operand: number) => boolean): BufferId[] {
    return call.operands.flatMap((id, i) => {
      const stack = chosen(i) ? this.#stackOf(id) : null;
      return stack === null ? [] : [stack];
    });
  }

  /** The stack of temporaries whose present element a buffer is, as a whole. */
  #stackOf(id: BufferId): BufferId | null {
    const { storage, shape } = this.#table.get(id);
    if (storage.kind === 'own') return null;
    const of = this.#table.get(storage.of);
    if (storage.kind === 'view') {
      const isWhole = isStatic(storage.offset, 0) && equalDims(sizeOfShape(of.shape), sizeOfShape(shape));
      return isWhole ? this.#stackOf(storage.of) : null;
    }
    // the rows of one iteration are the element that a ragged loop has of a stack
    const isElement =
      storage.kind === 'element'
        ? storage.loop === this.#loop.loop
        : this.#loop.ragged.some(
            ({ symbol, total, start }) =>
              start === storage.start && plainSymbol(shape[0] ?? {}) === symbol && equalDims(of.shape[0] ?? {}, total),
          );
    const isStack = isElement && of.storage.kind === 'own' && of.storage.role === 'temporary';
    return isStack ? storage.of : null;
  }

  /** Whether the step touches nothing of a stack but the present element. */
  #touchesElement(step: Step, stack: BufferId): boolean {
    if (!this.#touches.has(step, stack)) return true;
    if (step.kind === 'loop') return step.body.every((s) => this.#touchesElement(s, stack));
    const { reads, writes } = touchedBy(step);
    return [...reads, ...writes].every((id) => this.#table.root(id) !== stack || this.#stackOf(id) === stack);
  }

  /**
   * Whether the kernel reads and writes one element at a time, and stores an element of `target` only after its last load of that element of
   * `source`.
   */
  #readsFirst(call: GeneratedCall, source: BufferId, target: BufferId): boolean {
    if (call.kernel.kind !== 'rows') return false;
    const { operands, statements } = call.kernel;
    const roots = call.operands.map((id) => this.#table.root(id));
    const isBoth = roots.every((root, i) => (root !== source && root !== target) || operands[i]?.extent === 'each');
    if (!isBoth || statements.some((s) => s.kind === 'reduce')) return false;
    const lastLoad = statements.findLastIndex((s) => s.kind === 'load' && roots[s.operand] === source);
    const firstStore = statements.findIndex((s) => s.kind === 'store' && roots[s.operand] === target);
    return lastLoad < firstStore;
  }
}
