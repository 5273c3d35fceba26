/** Rows after the last one of a series: what is known of the steps that a model forecasts. */
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { PlaceOf, RawRow } from '../dataset/raw-row.ts';
import * as say from '../messages/ahead.ts';
import { groupLacks } from '../messages/times.ts';
import { BadCell } from '../rows/cells.ts';
import { lacking as lackingValues } from '../rows/fill-cells.ts';
import { type TimeReading, writeTimes } from '../time/read-time.ts';
import { later, type Step, stepsBetween, stepText } from '../time/step.ts';
import { arrangeGiven, type GivenRow, isAbsent } from './arrange-given.ts';
import { cellsOf, readGiven } from './given-cells.ts';

/** What a model reads ahead. */
export interface AskedAhead {
  /** The first step that must be known, from 1: the one after the last row. */
  readonly first: number;
  /** The last one. */
  readonly steps: number;
  /** Columns that rows ahead must have; with none of them, all steps may be unknown. */
  readonly columns: readonly string[];
  /** Columns that are forecast, for messages. */
  readonly targets: readonly string[];
}

/** A series up to its last row. */
export interface Past {
  readonly key: string | null;
  /** Of the last row. NaN: nothing orders the rows. */
  readonly time: number;
  /** The last of them is what values are carried forward from. */
  readonly rows: readonly RawRow[];
  /** Rows that were given after it. */
  readonly given: readonly GivenRow[];
  /** Another past of the series ends later, and tells what is to be told of the rows after it. */
  readonly isInner?: true;
}

/** One step after the last row, with what is known of it. */
export interface StepAhead {
  readonly row: RawRow;
  /** NaN where it can't be told. */
  readonly time: number;
  /** What messages call it, or its value in a column; null: nobody gave it. */
  readonly placeOf: ((column: string | null) => string) | null;
}

export interface RowsAhead {
  /** By series, as many as there are steps; null where what the model reads of a series ahead is not known. Not all of them are null. */
  readonly series: readonly (readonly StepAhead[] | null)[];
  readonly notes: readonly string[];
}

/** What messages call rows that are given apart. */
const WHAT = 'rows of the future';

interface Given {
  readonly row: RawRow;
  readonly time: number;
  readonly placeOf: (column: string | null) => string;
}

/**
 * The steps after the last rows.
 * @param future rows that were given apart from the past.
 * @param short names of series that are known and too short to be forecast.
 * @throws RnncError `future-missing` where for no series all steps and columns that the model reads are known
 */
export function rowsAhead(
  preprocessing: Preprocessing,
  pasts: readonly Past[],
  asked: AskedAhead,
  reading: TimeReading | null,
  placeOf: PlaceOf,
  future: { readonly rows: readonly RawRow[]; readonly placeOf: PlaceOf } | null,
  short: readonly string[],
): RowsAhead {
  const apart =
    future === null ? null : givenApart(preprocessing, pasts, future.rows, future.placeOf, reading !== null);
  const known = new Set([...short, ...pasts.map(({ key }) => key ?? '')]);
  if (apart?.isOneSeries === true && preprocessing.group !== null && pasts.some(({ key }) => key !== null))
    throw new RnncError([
      groupLacks(preprocessing.group, WHAT, future?.placeOf(0, null) ?? '', Object.keys(future?.rows[0] ?? {}), null),
    ]);
  const unknown = [...(apart?.series.keys() ?? [])].filter((key) => !known.has(key));
  const step = reading === null ? null : (preprocessing.time?.step ?? null);
  const counts = { beyond: 0, past: 0 };
  const wrong = pasts.map((): { place: string; time: string }[] => []);
  const slots = pasts.map(({ key, time, given, isInner }, s) => {
    const own = given.map(({ row, time: at, index }): Given => ({ row, time: at, placeOf: (c) => placeOf(index, c) }));
    const others = apart?.series.get(key ?? '') ?? [];
    const later = others.filter((row) => !(row.time <= time));
    const told = isInner === true ? { beyond: 0 } : counts;
    if (isInner !== true) counts.past += others.length - later.length;
    if (reading === null || step === null) return inOrder(later, own, asked.steps, told);
    return byTime([...later, ...own], { step, reading, time, steps: asked.steps }, told, wrong[s] ?? []);
  });
  const written = (time: number): string => (reading === null ? '' : writeTimes(reading, time).join(' '));
  const timeOf = (s: number, i: number): number => {
    const slot = slots[s]?.[i];
    if (slot !== undefined) return slot.time;
    return reading === null || step === null
      ? Number.NaN
      : later(step, pasts[s]?.time ?? Number.NaN, i + 1, reading.clock);
  };
  const text = step === null ? null : stepText(step);
  const problems = pasts.map(({ key }, s): say.SeriesProblems | null => {
    if (asked.columns.length === 0) return null;
    const read = Array.from({ length: asked.steps }, (_, i) => i).slice(asked.first - 1);
    const missing = read
      .filter((i) => slots[s]?.[i] === undefined)
      .map((i) => (Number.isNaN(timeOf(s, i)) ? `step ${i + 1}` : written(timeOf(s, i))));
    const lacking = read.flatMap((i) => {
      const slot = slots[s]?.[i];
      return slot === undefined ? [] : asked.columns.flatMap((column) => lacksOf(preprocessing, slot, column));
    });
    const odd = wrong[s] ?? [];
    if (missing.length + lacking.length + odd.length === 0) return null;
    return { series: key, missing, isNone: missing.length === read.length, wrong: odd, lacking };
  });
  const lacking = problems.filter((found) => found !== null);
  const ofLast = pasts.flatMap(({ isInner }, s) => (isInner === true ? [] : [problems[s] ?? null]));
  if (lacking.length > 0 && lacking.length === pasts.length) {
    const { group, time } = preprocessing;
    const beside = [...(group === null ? [] : [group]), ...(reading === null ? [] : (time?.columns ?? []))];
    const last = ofLast.filter((problem) => problem !== null);
    const found = last.length > 0 ? last : lacking.slice(0, 1);
    throw new RnncError([say.aheadMissing(asked.columns, beside, asked.targets, text, found, unknown)]);
  }
  const own = pasts.reduce((n, { given, isInner }) => (isInner === true ? n : n + given.length), 0);
  return {
    series: pasts.map(({ key }, s) =>
      problems[s] !== null
        ? null
        : Array.from({ length: asked.steps }, (_, i): StepAhead => {
            const slot = slots[s]?.[i];
            const time = timeOf(s, i);
            const row = { ...slot?.row, ...placed(preprocessing, reading, key, time) };
            return { row, time, placeOf: slot?.placeOf ?? null };
          }),
    ),
    notes: [
      ...(lacking.length === 0
        ? []
        : ofLast.length < pasts.length
          ? [say.windowsLeftNote(lacking.length, pasts.length)]
          : [say.leftNote(lacking, pasts.length, text)]),
      ...(unknown.length === 0 ? [] : [say.unknownNote(unknown)]),
      ...(own === 0 ? [] : [say.aheadNote(own, asked.targets)]),
      ...(counts.past === 0 ? [] : [say.pastNote(counts.past)]),
      ...(counts.beyond === 0 ? [] : [say.beyondNote(counts.beyond, asked.steps)]),
      ...(apart?.notes ?? []),
    ],
  };
}

/** What a row of a step lacks of a column. What can't be read is told where it is fed. */
function lacksOf(
  preprocessing: Preprocessing,
  { row, placeOf }: Given,
  column: string,
): readonly { readonly place: string; readonly column: string; readonly isEmpty: boolean }[] {
  if (!Object.hasOwn(row, column)) return [{ place: placeOf(null), column, isEmpty: false }];
  if (!Object.hasOwn(preprocessing.columns, column) || !isAbsent(preprocessing, row, column)) return [];
  const read = readGiven(row, cellsOf(preprocessing, column));
  const isFilled = read !== null && !(read instanceof BadCell) && lackingValues(read.cell) === 0;
  return isFilled ? [] : [{ place: placeOf(null), column, isEmpty: true }];
}

/** What is known of a step by itself: the series and the time. */
function placed({ group, time }: Preprocessing, reading: TimeReading | null, key: string | null, at: number): RawRow {
  const written = reading === null || Number.isNaN(at) ? [] : writeTimes(reading, at);
  const times = written.map((value, i) => [time?.columns[i] ?? '', value] as const);
  return { ...(group === null || key === null ? {} : { [group]: key }), ...Object.fromEntries(times) };
}

/** Rows that were given apart from the past, by series, in the order of time. */
function givenApart(
  preprocessing: Preprocessing,
  pasts: readonly Past[],
  rows: readonly RawRow[],
  placeOf: PlaceOf,
  timed: boolean,
): {
  readonly series: ReadonlyMap<string, readonly Given[]>;
  /** Whether none of them has the group column. */
  readonly isOneSeries: boolean;
  readonly notes: readonly string[];
} {
  const { time } = preprocessing;
  const bare = rows.findIndex((row) => time?.columns.some((column) => !Object.hasOwn(row, column)) === true);
  if (timed && time !== null && bare >= 0) {
    const found = rows[bare] ?? {};
    const column = time.columns.find((name) => !Object.hasOwn(found, name)) ?? '';
    const isAll = rows.every((row) => !Object.hasOwn(row, column));
    throw new RnncError([say.futureTimeLacks(column, placeOf(bare, null), Object.keys(found), isAll)]);
  }
  const before = new Map(
    pasts.flatMap(({ key, rows: of, time: at }) => {
      const row = of.at(-1);
      return row === undefined ? [] : [[key ?? '', { row, time: at }] as const];
    }),
  );
  const { series, notes } = arrangeGiven(preprocessing, rows, placeOf, [], WHAT, before);
  const found = series.map(({ key, stretches }): [string, readonly Given[]] => [
    key ?? '',
    stretches.flat().map(({ row, time: at, index }) => ({ row, time: at, placeOf: (c) => placeOf(index, c) })),
  ]);
  const { group } = preprocessing;
  const isOneSeries = group !== null && rows.length > 0 && rows.every((row) => !Object.hasOwn(row, group));
  return {
    series: new Map(found),
    isOneSeries,
    notes: timed ? notes.map((note) => `rows of the future: ${note}`) : [],
  };
}

type Slots = (Given | undefined)[];

/** Without even times, rows are the steps in their order. */
function inOrder(later: readonly Given[], own: readonly Given[], steps: number, counts: { beyond: number }): Slots {
  const isTimed = [...later, ...own].every(({ time }) => !Number.isNaN(time));
  const both = isTimed ? mergedByTime(later, own) : later.length > 0 ? later : own;
  counts.beyond += Math.max(0, both.length - steps);
  return both.slice(0, steps);
}

/** Of rows of one time, the first of these lists counts. */
function mergedByTime(first: readonly Given[], second: readonly Given[]): readonly Given[] {
  const times = new Set(first.map(({ time }) => time));
  return [...first, ...second.filter(({ time }) => !times.has(time))].sort((a, b) => a.time - b.time);
}

function byTime(
  rows: readonly Given[],
  { step, reading, time, steps }: { step: Step; reading: TimeReading; time: number; steps: number },
  counts: { beyond: number },
  wrong: { place: string; time: string }[],
): Slots {
  const slots: Slots = [];
  const end = later(step, time, steps, reading.clock);
  for (const row of rows) {
    const at = stepAt(step, time, row.time, reading);
    if (row.time > end && (at === null || at > steps)) counts.beyond++;
    else if (at === null) wrong.push({ place: row.placeOf(null), time: writeTimes(reading, row.time).join(' ') });
    else slots[at - 1] ??= row;
  }
  return slots;
}

/** How many steps a time lies after another; null: it is none of the times that follow. Months may begin on other days. */
function stepAt(step: Step, from: number, time: number, { clock }: TimeReading): number | null {
  const steps = Math.round(stepsBetween(step, from, time, clock));
  if (steps < 1) return null;
  return step.unit === 'month' || Math.abs(later(step, from, steps, clock) - time) < 1e-3 ? steps : null;
}
