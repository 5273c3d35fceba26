import type { BufferTable } from '../ir/buffer-table.ts';
import { equalShapes } from '../ir/dim.ts';
import type { GeneratedCall } from '../ir/generated.ts';
import type { BufferId, Program, Step } from '../ir/program.ts';
import { touchedBy } from '../ir/program-operands.ts';

type Lists = Pick<Program, 'prepare' | 'main' | 'update'>;
type Loop = Extract<Step, { kind: 'loop' }>;

/**
 * Lets a loop stack a result over what it scans, where the row kernel that computes it is the last to read that: element t is read and then
 * written, while its line is in the cache, and the two need the memory of one. The reverse of a loop does so with what the loop stacked.
 */
export function reuseStacks(program: Program, lists: Lists, table: BufferTable): void {
  const rootOf = (id: BufferId): BufferId => table.root(id);
  const outside = new Set(
    [
      ...program.outputs.map((o) => o.buffer),
      ...program.inputs.flatMap((i) => (i.role === 'state' ? [i.buffer, i.final] : [i.buffer])),
    ].map(rootOf),
  );
  for (const steps of [lists.main, lists.update])
    steps.forEach((step, place) => {
      if (step.kind !== 'loop') return;
      const before = new Set(lists.main === steps ? steps.slice(0, place) : [...lists.main, ...steps.slice(0, place)]);
      const all = [...lists.prepare, ...lists.main, ...lists.update];
      const elsewhere = (root: BufferId, where: (s: Step) => boolean): boolean =>
        all.some((s) => s !== step && where(s) && touches(s, root, rootOf));
      const taken = new Set<BufferId>();
      for (const [i, inner] of step.body.entries()) {
        if (inner.kind !== 'generated' || inner.call.kernel.kind !== 'rows') continue;
        const others = step.body.filter((_, j) => j !== i);
        for (const target of stackedBy(inner.call, step, table)) {
          if (outside.has(target) || elsewhere(target, (s) => before.has(s))) continue;
          if (others.some((s, j) => j < i && touches(s, target, rootOf))) continue;
          const source = scannedBy(inner.call, step, table).find((candidate) => {
            if (candidate === target || taken.has(candidate) || outside.has(candidate)) return false;
            const [x, y] = [table.get(target), table.get(candidate)];
            if (x.dtype !== y.dtype || !equalShapes(x.shape, y.shape)) return false;
            if (elsewhere(candidate, (s) => !before.has(s)) || others.some((s) => touches(s, candidate, rootOf)))
              return false;
            return readsFirst(inner.call, candidate, target, rootOf);
          });
          if (source === undefined) continue;
          taken.add(source);
          taken.add(target);
          table.replace(target, { ...table.get(target), storage: { kind: 'view', of: source, offset: {} } });
        }
      }
    });
}

function touches(step: Step, root: BufferId, rootOf: (id: BufferId) => BufferId): boolean {
  if (step.kind === 'loop') return step.body.some((s) => touches(s, root, rootOf));
  const { reads, writes } = touchedBy(step);
  return [...reads, ...writes].some((id) => rootOf(id) === root);
}

/** The temporaries whose elements in the loop a call's operands are, of those operands that `chosen` takes. */
function wholesOf(call: GeneratedCall, { loop }: Loop, table: BufferTable, chosen: (i: number) => boolean): BufferId[] {
  return call.operands.flatMap((id, i) => {
    const { storage } = table.get(id);
    if (!chosen(i) || storage.kind !== 'element' || storage.loop !== loop) return [];
    const whole = table.get(storage.of).storage;
    return whole.kind === 'own' && whole.role === 'temporary' ? [storage.of] : [];
  });
}

const stackedBy = (call: GeneratedCall, loop: Loop, table: BufferTable): BufferId[] =>
  wholesOf(call, loop, table, (i) => call.written.includes(i));
const scannedBy = (call: GeneratedCall, loop: Loop, table: BufferTable): BufferId[] =>
  wholesOf(call, loop, table, (i) => !call.written.includes(i));

/** Whether the kernel has loaded all it needs of an element of `source` when it stores that of `target`, and both are one per element. */
function readsFirst(
  call: GeneratedCall,
  source: BufferId,
  target: BufferId,
  rootOf: (id: BufferId) => BufferId,
): boolean {
  if (call.kernel.kind !== 'rows') return false;
  const { operands, statements } = call.kernel;
  const of = (i: number): BufferId => rootOf(call.operands[i] ?? (-1 as BufferId));
  const isBoth = call.operands.every(
    (_, i) => (of(i) !== source && of(i) !== target) || operands[i]?.extent === 'each',
  );
  if (!isBoth || statements.some((s) => s.kind === 'reduce')) return false;
  const lastLoad = statements.findLastIndex((s) => s.kind === 'load' && of(s.operand) === source);
  const firstStore = statements.findIndex((s) => s.kind === 'store' && of(s.operand) === target);
  return lastLoad < firstStore;
}
