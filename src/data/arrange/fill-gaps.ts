/** What stands between two rows of a series that are further apart than a step. */
import type { GapRule } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Cell, type CellType, isNumberList } from '../rows/cells.ts';
import { allOf } from '../rows/fill-cells.ts';
import { later, type Step, stepsBetween } from '../time/step.ts';
import type { Clock } from '../time/zone.ts';

/** Rows that are missing between two times. */
export function missingBetween(step: Step, before: number, time: number, clock: Clock): number {
  return Math.max(0, Math.round(stepsBetween(step, before, time, clock)) - 1);
}

/** The times that are missing, and how far each lies from the first of the two to the second, from 0 to 1. */
export function* timesBetween(
  step: Step,
  before: number,
  missing: number,
  clock: Clock,
): Generator<{ readonly time: number; readonly share: number }> {
  for (let i = 1; i <= missing; i++) yield { time: later(step, before, i, clock), share: i / (missing + 1) };
}

/** The mask of a row that was missing: its column has no value there. */
export const maskBetween = (before: Cell): Cell => allOf(before, 1);

/** @param whole numbers of the column must stay whole, so they are carried forward. */
export function cellBetween(
  before: Cell,
  after: Cell,
  share: number,
  { type, rule, whole }: { readonly type: CellType; readonly rule: GapRule; readonly whole: boolean },
): Cell {
  if (type !== 'number') return before;
  if (rule === 'interpolate' && !whole) return onLine(before, after, share);
  return typeof rule === 'object' ? allOf(before, rule.value) : before;
}

function onLine(before: Cell, after: Cell, share: number): Cell {
  const between = (a: number, b: number): number => (Number.isNaN(a) || Number.isNaN(b) ? a : a + (b - a) * share);
  if (typeof before === 'number') return typeof after === 'number' ? between(before, after) : before;
  if (!isNumberList(before) || !isNumberList(after) || before.data.length !== after.data.length) return before;
  const { data } = after;
  return { shape: before.shape, data: Float64Array.from(before.data, (value, i) => between(value, data[i] ?? value)) };
}
