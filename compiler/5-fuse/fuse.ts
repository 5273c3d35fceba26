import type { Origin } from '../ir/types.ts';
import { BufferTable } from '../program/buffer-table.ts';
import { isGenerated } from '../program/entry.ts';
import type { Program, Step } from '../program/program.ts';
import { delayOneHots, delaySoftmaxes } from './delay-steps.ts';
import { fuseProducts } from './fuse-products.ts';
import { type Accesses, conflict, type Memory } from './memory.ts';
import { reuseStacks } from './reuse-stacks.ts';
import { routineOf } from './routines.ts';
import { RowGroup } from './row-group.ts';
import { rowItemOf } from './row-items.ts';
import { sinkIntoLoops } from './sink-into-loops.ts';
import { skipRows } from './skip-rows.ts';
import { Uses } from './uses.ts';

/** Steps that a step may move past to join a group, so that the time for long programs grows like their length. */
const LOOK_BACK = 64;

/**
 * Phase 5: Program → Program with generated calls in place of kernels where the compiler can write the code. Products become calls on packed
 * panels that start from what would be added to them; neighbouring calls over the same rows become one row kernel, and what only they read
 * vanishes. A loop is generated as a whole or stays as it is.
 */
export function fuseProgram(program: Program): Program {
  const kept = new Set<number>();
  for (;;) {
    const fused = tryFuse(program, kept);
    const torn = [...fused.prepare, ...fused.main, ...fused.update].flatMap((step) =>
      step.kind === 'loop' && !isGenerated(step) && !kept.has(step.loop) ? [step.loop] : [],
    );
    if (torn.length === 0) return fused;
    for (const loop of torn) kept.add(loop);
  }
}

/** @param kept loops that can't be generated as a whole and stay as they are. */
function tryFuse(lowered: Program, kept: ReadonlySet<number>): Program {
  const table = new BufferTable(lowered.buffers);
  const { lists: sunk, memory, uses } = sinkIntoLoops(lowered, table, kept);
  const program = { ...lowered, ...sunk, buffers: table.buffers };
  const products = fuseProducts(program, table, memory, uses, kept);
  const after = new Uses({ ...program, ...products }, memory);
  const context = { table, memory, uses: after, constants: after.findConstants(memory), kept };
  const fused = {
    prepare: fuseSteps(products.prepare, context),
    main: fuseSteps(delayOneHots(delaySoftmaxes(products.main, memory), memory), context),
    update: fuseSteps(products.update, context),
  };
  const lists = dropUnread({ ...program, ...fused }, memory, kept);
  reuseStacks(program, lists, table);
  return { ...program, ...skipRows(program, lists, table), buffers: table.buffers };
}

interface Context {
  readonly table: BufferTable;
  readonly memory: Memory;
  readonly uses: Uses;
  /** Of buffers that hold one number everywhere, by the key of their region. */
  readonly constants: ReadonlyMap<string, number>;
  readonly kept: ReadonlySet<number>;
}

type Placed =
  | { readonly kind: 'group'; readonly group: RowGroup; readonly members: Step[]; accesses: Accesses }
  | { readonly kind: 'step'; readonly step: Step; readonly accesses: Accesses };

/** Joins what can stand in row kernels: a call moves up into the nearest group that takes it, past steps that it does not depend on. */
function fuseSteps(steps: readonly Step[], context: Context): Step[] {
  const { table, memory, uses, constants } = context;
  const placed: Placed[] = [];
  for (const step of steps) {
    if (step.kind === 'loop') {
      const fused = context.kept.has(step.loop) ? step : { ...step, body: fuseSteps(step.body, context) };
      placed.push({ kind: 'step', step: fused, accesses: memory.accessesOf(fused) });
      continue;
    }
    const item = rowItemOf(step, table);
    const all = memory.accessesOf(step);
    // a row kernel holds a constant in its code, so the step that fills memory with it does not join
    const starts = new Set(item === null ? [] : memory.startsOfStep(step).map(({ key }) => key));
    const reads = item === null ? all.reads : all.reads.filter(({ key }) => !constants.has(key) || starts.has(key));
    const accesses = { reads, writes: all.writes };
    if (item === null) {
      placeBeforeGroups(placed, { kind: 'step', step: asRoutine(step, table), accesses });
      continue;
    }
    // row kernels hold constants in their code, so only other steps read memory that is filled with one: the step that fills it stands alone,
    // and is dropped where there are no such steps
    const isConstant = accesses.writes.some(({ key }) => constants.has(key));
    if (!isConstant && join(placed, step, item, accesses, nameOf(step, table))) continue;
    const group = new RowGroup(table, memory, constants);
    if (!group.tryAdd(item, nameOf(step, table), originOf(step)))
      placed.push({ kind: 'step', step: asRoutine(step, table), accesses });
    else if (isConstant) {
      const call = group.finish(() => false);
      if (call !== null) placed.push({ kind: 'step', step: { kind: 'generated', call }, accesses });
    } else placed.push({ kind: 'group', group, members: [step], accesses });
  }
  return placed.flatMap((entry): Step[] => {
    if (entry.kind === 'step') return [entry.step];
    const here = new Set(entry.members);
    const call = entry.group.finish((buffer) => uses.isInternal(buffer, here));
    return call === null ? [] : [{ kind: 'generated', call }];
  });
}

/** Puts a step before the last groups, as far as it does not depend on them, so that later steps can still join those groups. */
function placeBeforeGroups(placed: Placed[], entry: Placed): void {
  let at = placed.length;
  for (; at > placed.length - LOOK_BACK; at--) {
    const before = placed[at - 1];
    if (before?.kind !== 'group' || conflict(before.accesses, entry.accesses)) break;
  }
  placed.splice(at, 0, entry);
}

/** The step in generated code of its own where there is a routine for it. */
function asRoutine(step: Step, table: BufferTable): Step {
  const call = step.kind === 'kernel' ? routineOf(step.call, table, originOf(step)) : null;
  return call === null ? step : { kind: 'generated', call };
}

function join(
  placed: readonly Placed[],
  step: Step,
  item: Parameters<RowGroup['tryAdd']>[0],
  accesses: Accesses,
  name: string,
): boolean {
  for (let at = placed.length - 1; at >= Math.max(0, placed.length - LOOK_BACK); at--) {
    const entry = placed[at];
    if (entry === undefined) continue;
    if (entry.kind === 'group' && entry.group.tryAdd(item, name, originOf(step))) {
      entry.members.push(step);
      entry.accesses = {
        reads: [...entry.accesses.reads, ...accesses.reads],
        writes: [...entry.accesses.writes, ...accesses.writes],
      };
      return true;
    }
    if (conflict(entry.accesses, accesses)) return false;
  }
  return false;
}

const originOf = (step: Step): Origin | null => (step.kind === 'kernel' ? (step.origin ?? null) : null);

function nameOf(step: Step, table: BufferTable): string {
  const out = step.kind === 'kernel' ? step.call.out : step.kind === 'copy' ? step.to : null;
  return out === null ? '' : table.get(out).name;
}

/** Takes away steps that write what nothing reads, such as matrices that are only read in their packed form. */
function dropUnread(
  program: Program,
  memory: Memory,
  kept: ReadonlySet<number>,
): { readonly prepare: readonly Step[]; readonly main: readonly Step[]; readonly update: readonly Step[] } {
  let lists = { prepare: program.prepare, main: program.main, update: program.update };
  for (;;) {
    const read = new Uses({ ...program, ...lists }, memory).read;
    let dropped = false;
    const keep = (step: Step): boolean => {
      const kept = memory.accessesOf(step).writes.some(({ root }) => read.has(root));
      dropped ||= !kept;
      return kept;
    };
    const filter = (steps: readonly Step[]): Step[] =>
      steps.flatMap((step): Step[] => {
        if (step.kind === 'loop') return kept.has(step.loop) ? [step] : [{ ...step, body: filter(step.body) }];
        return keep(step) ? [step] : [];
      });
    lists = { prepare: filter(lists.prepare), main: filter(lists.main), update: filter(lists.update) };
    if (!dropped) return lists;
  }
}
