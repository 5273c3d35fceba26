import { at, lost } from '../diagnostics/invariants.ts';
import { type Dim, divideDim, isMultiple } from '../ir/dim.ts';
import type { Origin } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import type { GeneratedCall, RowOperand, RowStatement, RowValue } from '../program/generated.ts';
import type { Region } from './memory.ts';

/** An operand of a row kernel under construction. */
export interface Slot {
  readonly buffer: BufferId;
  readonly region: Region;
  readonly operand: RowOperand;
  readonly period: Dim | null;
}

/** A row kernel with all its statements, also those that nobody reads. */
export interface RowDraft {
  /** Elements of [rows, width]. */
  readonly total: Dim;
  readonly width: number | null;
  readonly slots: readonly Slot[];
  readonly statements: readonly RowStatement[];
  readonly name: string;
  readonly origins: readonly Origin[];
}

/**
 * The kernel and its call; null where nothing outside the group reads what it makes.
 * @param isInternal whether nothing outside the group reads the memory of a buffer: it is then not written unless a later pass loads it.
 */
export function finishRowKernel(draft: RowDraft, isInternal: (buffer: BufferId) => boolean): GeneratedCall | null {
  const { total } = draft;
  const live = liveStatements(draft, isInternal);
  if (live.length === 0) return null;
  const numbers = new Map(live.map((value, i) => [value, i]));
  const used = [...new Set(live.flatMap((v) => operandOf(at(draft.statements, v))))].sort((a, b) => a - b);
  const places = new Map(used.map((operand, i) => [operand, i]));
  const newNumber = (v: RowValue): RowValue => numbers.get(v) ?? lost();
  const newPlace = (o: number): number => places.get(o) ?? lost();
  const statements = live.map((v): RowStatement => {
    const s = at(draft.statements, v);
    switch (s.kind) {
      case 'load':
        return { ...s, operand: newPlace(s.operand) };
      case 'store':
        return { ...s, operand: newPlace(s.operand), of: newNumber(s.of) };
      case 'apply':
        return { ...s, of: s.of.map(newNumber) };
      case 'reduce':
        return { ...s, of: newNumber(s.of) };
      case 'constant':
      case 'place':
        return s;
      default:
        return s satisfies never;
    }
  });
  const slots = used.map((o) => at(draft.slots, o));
  const flat = slots.every(({ operand }) => operand.extent === 'each' || operand.extent === 'one');
  const inRow = statements.some((s) => s.kind === 'reduce' || s.kind === 'place');
  const width = flat && !inRow ? null : draft.width;
  const rows = width === null ? total : (divideDim(total, width) ?? lost());
  const stored = new Set(statements.flatMap((s) => (s.kind === 'store' ? [s.operand] : [])));
  return {
    kernel: {
      kind: 'rows',
      width,
      whole: width === null && isMultiple(rows, 4),
      operands: slots.map((s) => s.operand),
      statements,
    },
    operands: slots.map((s) => s.buffer),
    written: slots.flatMap((_, i) => (stored.has(i) ? [i] : [])),
    counts: [rows, ...slots.flatMap((s): Dim[] => (s.period === null ? [] : [s.period]))],
    name: draft.name,
    origins: draft.origins,
  };
}

function liveStatements(
  { statements, slots }: RowDraft,
  isInternal: (buffer: BufferId) => boolean,
): readonly RowValue[] {
  const live = new Set<RowValue>();
  const loaded = new Set<number>();
  for (let v = statements.length - 1; v >= 0; v--) {
    const s = at(statements, v);
    if (s.kind === 'store') {
      const slot = at(slots, s.operand);
      // only the last store to an operand is seen from outside the kernel; an earlier one matters only if a load follows before the next store
      const last = !statements.some((other, w) => w > v && other.kind === 'store' && other.operand === s.operand);
      if ((last && !isInternal(slot.buffer)) || loaded.has(s.operand)) {
        live.add(v);
        live.add(s.of);
        loaded.delete(s.operand);
      }
    } else if (live.has(v)) {
      if (s.kind === 'load') loaded.add(s.operand);
      for (const of of valuesOf(s)) live.add(of);
    }
  }
  return [...live].sort((a, b) => a - b);
}

export function valuesOf(statement: RowStatement): readonly RowValue[] {
  switch (statement.kind) {
    case 'load':
    case 'constant':
    case 'place':
      return [];
    case 'apply':
      return statement.of;
    case 'reduce':
    case 'store':
      return [statement.of];
    default:
      return statement satisfies never;
  }
}

const operandOf = (s: RowStatement): readonly number[] => (s.kind === 'load' || s.kind === 'store' ? [s.operand] : []);
