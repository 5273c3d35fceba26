import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { closest } from '../../../compiler/diagnostics/suggest.ts';
import { groupKey } from '../dataset/group-key.ts';
import type { Longest, Preprocessing } from '../dataset/preprocessing.ts';
import type { PlaceOf, RawRow } from '../dataset/raw-row.ts';
import { seriesChanges } from '../messages/ahead.ts';
import { cutNote } from '../messages/rows.ts';
import * as say from '../messages/times.ts';
import { BadCell, badTime, type Cell, readCell } from '../rows/cells.ts';
import { RowMistakes } from '../rows/faults/row-mistakes.ts';
import { anyMissing, lacking, maskOf } from '../rows/fill-cells.ts';
import { keptSteps } from '../rows/list-cells.ts';
import { FilledCell, readColumn } from '../rows/reading.ts';
import { learnForm } from '../time/learn-form.ts';
import { readTimes, type TimeReading, timeReading, writeTimes } from '../time/read-time.ts';
import { StepFinder, stepsBetween, stepText } from '../time/step.ts';
import { isDigits } from '../time/time-form.ts';
import { arrangeRows, type Ordered } from './arrange-rows.ts';
import { cellBetween, maskBetween, missingBetween, timesBetween } from './fill-gaps.ts';
import { fillSeries } from './fill-given.ts';
import { cellsOf, staticColumns, wholeColumns } from './given-cells.ts';
import { meanRow } from './settle/mean-given.ts';
import { skipRule, withoutSkipped } from './settle/skip-given.ts';

/** A row as it was given, at its place in its series, or one that was put in. */
export interface GivenRow extends Ordered {
  readonly row: RawRow;
  /** Among the rows that were given; of a row that was put in: that of the row before. */
  readonly index: number;
}

export interface GivenSeries {
  /** The value of the group column, or null. */
  readonly key: string | null;
  /** Rows that follow each other without a gap, in the order of time. No stretch is empty; there is none where all rows are ahead. */
  readonly stretches: readonly (readonly GivenRow[])[];
  /** Rows after the last one that has a value of what is forecast. */
  readonly ahead: readonly GivenRow[];
}

export interface GivenRows {
  /** In the order of their first rows. */
  readonly series: readonly GivenSeries[];
  /** Null where the rows have no times. */
  readonly reading: TimeReading | null;
  /** What may surprise. */
  readonly notes: readonly string[];
}

/** Rows that are put in for one gap. */
const MOST_FILLED = 100_000;

/**
 * Rows that a trained model is given, arranged as those of its training were.
 * @param forecast columns without which the last rows of a series are those ahead; none: no row is.
 * @param what messages call the rows.
 * @param before by series, the row that they follow: its values are carried forward.
 * @throws RnncError for times that can't be read, or that stand twice in a series, and for rows without the group column
 */
export function arrangeGiven(
  preprocessing: Preprocessing,
  rows: readonly RawRow[],
  placeOf: PlaceOf,
  forecast: readonly string[] = [],
  what: 'rows' | 'rows of the future' = 'rows',
  before: ReadonlyMap<string, RowBefore> = new Map(),
): GivenRows {
  const { group } = preprocessing;
  const { reading, times, notes } = timesOf(preprocessing, rows, placeOf);
  const isOneSeries = checkGroup(preprocessing, rows, placeOf);
  if (group !== null && isOneSeries) notes.push(say.groupLacksNote(group));
  const given = rows.map((row, index): GivenRow => {
    const key = group === null ? '' : groupKey(row[group]);
    return { row, index, group: key, time: times[index] ?? Number.NaN, gap: false, opens: index === 0, reader: 0 };
  });
  const policy = preprocessing.time?.duplicates ?? 'error';
  const {
    series: all,
    repeated,
    moved,
    falls,
  } = arrangeRows(given, [], {
    grouped: group !== null,
    timed: reading !== null,
    zone: reading?.zone ?? null,
    duplicates: policy,
    withTime: (row, time) => ({ ...row, time }),
    mean: (same) => ({
      ...(same[0] as GivenRow),
      row: meanRow(
        preprocessing,
        same.map(({ row }) => row),
      ),
    }),
  });
  const columns = preprocessing.time?.columns ?? [];
  if (repeated !== null && reading !== null) {
    const [first, second] = repeated.rows;
    const found = {
      time: writeTimes(reading, first.time).join(' '),
      series: group === null ? null : first.group,
      rows: [placeOf(first.index, null), placeOf(second.index, null)] as const,
    };
    // rows of several series look as if times stood twice
    if (group !== null && isOneSeries)
      throw new RnncError([say.groupLacks(group, what, placeOf(0, null), Object.keys(rows[0] ?? {}), found)]);
    if (policy === 'error') throw new RnncError([say.timeRepeated(null, found, repeated.count, null, true)]);
    notes.push(say.duplicatesNote(repeated.count, policy));
  }
  if (moved > 0) notes.push(say.sortedNote(columns, moved, falls));
  const endOf = (of: readonly GivenRow[]): number =>
    of.findLastIndex(({ row }) => forecast.some((name) => !isAbsent(preprocessing, row, name))) + 1;
  const rule = what === 'rows' ? skipRule(preprocessing) : null;
  const skipped = new Map<string, number[]>();
  const series =
    rule === null
      ? all
      : all.map((of) =>
          withoutSkipped(of, forecast.length === 0 ? of.length : endOf(of), rule, ({ index }, column) => {
            skipped.set(column, [...(skipped.get(column) ?? []), index]);
          }),
        );
  for (const [column, [first = 0, ...more]] of skipped)
    notes.push(say.skippedNote(column, 1 + more.length, placeOf(first, null), preprocessing.windows !== null));
  // a series without windows is one sample, which is gone with its last row
  const gone = preprocessing.windows === null ? all.filter((of, s) => of.length > 0 && series[s]?.length === 0) : [];
  if (gone.length > 0) {
    const names = gone.map(([first]) => first?.group ?? '');
    notes.push(say.emptiedNote(names, all.length, preprocessing.sequence === true));
  }
  notes.push(...stepNotes(preprocessing, series, reading));
  checkStatic(preprocessing, series, placeOf);
  const filled = series.map((of) => filledRows(preprocessing, of, before.get(of[0]?.group ?? '')));
  const left = filled.reduce((n, { left }) => n + left, 0);
  if (left > 0) notes.push(say.unfilledNote(left));
  let cut = 0;
  const arranged = series.map((of, s): GivenSeries => {
    const end = endOf(of);
    const { rows, left } = filled[s] ?? { rows: of, left: 0 };
    const past = forecast.length === 0 ? rows : rows.slice(0, Math.max(0, end - left));
    const stretches = stretchesOf(preprocessing, past, reading, (missing, index) => {
      notes.push(say.gapLeftNote(placeOf(index, null), missing, MOST_FILLED));
    });
    const read = preprocessing.longest === undefined ? stretches : cutStretches(stretches, preprocessing.longest);
    if (read !== stretches) cut++;
    const key = all[s]?.[0]?.group ?? '';
    return {
      key: group === null || key === '' ? null : key,
      stretches: read,
      // what is missing between them is put in as before them
      ahead: stretchesOf(preprocessing, rows.slice(Math.max(0, past.length - 1)), reading)
        .flat()
        .slice(past.length === 0 ? 0 : 1),
    };
  });
  if (preprocessing.longest !== undefined && cut > 0) notes.push(cutNote(null, cut, preprocessing.longest));
  // a sequence of which all rows were left out is none
  const kept = arranged.filter(({ stretches }) => preprocessing.sequence !== true || stretches.length > 0);
  return { reading, notes, series: kept };
}

/** The rows of a series that are read; the same ones where all are. */
function cutStretches(stretches: readonly (readonly GivenRow[])[], longest: Longest): readonly (readonly GivenRow[])[] {
  const all = stretches.reduce((n, { length }) => n + length, 0);
  if (all <= longest.steps) return stretches;
  const [start, end] = keptSteps(all, longest);
  let at = 0;
  return stretches.flatMap((rows) => {
    const own = rows.slice(Math.max(0, start - at), Math.max(0, end - at));
    at += rows.length;
    return own.length === 0 ? [] : [own];
  });
}

/**
 * Whether the rows are of one series that has no name: none has the group column.
 * @throws RnncError where some have it and some have not
 */
function checkGroup({ group, columns }: Preprocessing, rows: readonly RawRow[], placeOf: PlaceOf): boolean {
  if (group === null) return false;
  const lacks = (row: RawRow): boolean => !Object.hasOwn(row, group);
  if (rows.every(lacks)) return rows.length > 0;
  const mistakes = new RowMistakes(placeOf);
  for (const [i, row] of rows.entries()) if (lacks(row)) mistakes.lacks(i, group, row, columns);
  mistakes.check(rows.length);
  return false;
}

/** @throws RnncError for values that change within a series and are fed once */
function checkStatic(preprocessing: Preprocessing, series: readonly (readonly GivenRow[])[], placeOf: PlaceOf): void {
  const columns = staticColumns(preprocessing);
  if (columns.length === 0) return;
  const mistakes = new RowMistakes(placeOf);
  for (const rows of series)
    for (const name of columns) {
      let first: string | null = null;
      for (const { row, index, group } of rows) {
        // what can't be read is told where it is fed, and rows ahead need not have it
        const cell = cellOf(preprocessing, row, name);
        const value = cell === null || Number.isNaN(cell) ? null : JSON.stringify(cell);
        first ??= value;
        if (value === null || value === first) continue;
        const { reason, fix, cause } = seriesChanges(preprocessing.group === null ? null : group);
        mistakes.value(index, name, new BadCell(reason, fix, null, { cause }));
      }
    }
  mistakes.check(series.reduce((n, rows) => n + rows.length, 0));
}

/** Whether a row has no value in a column. */
export function isAbsent(preprocessing: Preprocessing, row: RawRow, name: string): boolean {
  const { source, type, reading } = cellsOf(preprocessing, name);
  const given = row[source];
  if (given instanceof FilledCell) return anyMissing(given.mask);
  const cell = readCell(row[source], type, { ...reading, mayLack: true });
  return !(cell instanceof BadCell) && lacking(cell) > 0;
}

/** Whether most rows are not as far apart as those of the training. Windows are cut where rows are missing, and sequences go over it. */
function stepNotes(
  { time, sequence }: Preprocessing,
  series: readonly (readonly GivenRow[])[],
  reading: TimeReading | null,
): readonly string[] {
  const step = time?.step ?? null;
  if (step === null || reading === null) return [];
  const { clock } = reading;
  let [pairs, odd] = [0, 0];
  for (const rows of series)
    for (const [i, { time: at }] of rows.entries()) {
      const before = rows[i - 1]?.time ?? null;
      if (before === null) continue;
      const steps = stepsBetween(step, before, at, clock);
      pairs++;
      if (steps < 0.75 || (sequence === true && steps > 1.25)) odd++;
    }
  if (2 * odd <= pairs) return [];
  const finder = new StepFinder(clock);
  for (const rows of series) for (const [i, { time: at }] of rows.entries()) finder.add(rows[i - 1]?.time ?? null, at);
  const found = finder.find();
  return [say.stepDiffersNote(found === null ? 'unevenly spaced' : stepText(found), stepText(step))];
}

/** The last row that was given before others of its series. */
interface RowBefore {
  readonly row: RawRow;
  readonly time: number;
}

/** Rows that begin where every column has a value, as in training; where there is none, all stay and the feeds tell it. */
function filledRows(
  preprocessing: Preprocessing,
  series: readonly GivenRow[],
  before: RowBefore | undefined,
): { readonly rows: readonly GivenRow[]; readonly left: number } {
  const whole = before === undefined ? series : [before, ...series];
  const added = whole.length - series.length;
  const { rows, unfilled } = fillSeries(
    preprocessing,
    whole.map(({ row }) => row),
    whole.map(({ time }) => time),
  );
  const left = unfilled < rows.length ? Math.max(0, unfilled - added) : 0;
  const filled = series.map((given, i): GivenRow => ({ ...given, row: rows[i + added] ?? given.row }));
  return { rows: filled.slice(left), left };
}

interface FoundTimes {
  readonly reading: TimeReading | null;
  readonly times: readonly number[];
  readonly notes: string[];
}

/** Seconds since 1970 of every row. */
function timesOf(preprocessing: Preprocessing, rows: readonly RawRow[], placeOf: PlaceOf): FoundTimes {
  const { time, columns } = preprocessing;
  if (time === null) return { reading: null, times: [], notes: [] };
  const lacks = (row: RawRow): boolean => time.columns.some((column) => !Object.hasOwn(row, column));
  const reading = timeReading(time.forms, time.zone);
  if (rows.every(lacks)) {
    if (rows.length === 0) return { reading: null, times: [], notes: [] };
    checkRenamed(preprocessing, rows, reading);
    return { reading: null, times: [], notes: [say.timesLackNote(time.columns)] };
  }
  const mistakes = new RowMistakes(placeOf);
  const times: number[] = [];
  for (const [i, row] of rows.entries()) {
    const missing = time.columns.find((column) => !Object.hasOwn(row, column));
    if (missing !== undefined) {
      mistakes.lacks(i, missing, row, columns);
      continue;
    }
    const read = readTimes(
      reading,
      time.columns.map((column) => row[column]),
    );
    if (typeof read === 'number') times.push(read);
    else mistakes.value(i, time.columns[read.at] ?? null, badTime(read));
  }
  mistakes.check(rows.length);
  return { reading: asWritten(reading, time.columns, rows), times, notes: [] };
}

/**
 * Rows without times are taken as they stand, which may be in another order.
 * @throws RnncError where the times stand in a column with another name: one like it, or one that holds such times
 */
function checkRenamed(preprocessing: Preprocessing, rows: readonly RawRow[], reading: TimeReading): void {
  const [column, ...more] = preprocessing.time?.columns ?? [];
  if (column === undefined) return;
  const names = Object.keys(preprocessing.columns);
  const used = new Set([...names, ...names.map((name) => cellsOf(preprocessing, name).source), preprocessing.group]);
  const found = Object.keys(rows[0] ?? {}).filter((name) => !used.has(name));
  const isTimed = (name: string): boolean =>
    more.length === 0 &&
    reading.forms.every(({ kind }) => !isDigits(kind)) &&
    rows.every((row) => typeof readTimes(reading, [row[name]]) === 'number');
  const renamed = closest(column, found)[0] ?? found.find(isTimed);
  if (renamed !== undefined)
    throw new RnncError([say.timesRenamed(column, renamed, typeof readTimes(reading, [renamed]) === 'number')]);
}

/** Writes times as these rows do, where they are of the kind of the training data but written in another way. */
function asWritten(reading: TimeReading, columns: readonly string[], rows: readonly RawRow[]): TimeReading {
  const [column, ...others] = columns;
  const [form] = reading.forms;
  if (column === undefined || others.length > 0 || form === undefined) return reading;
  const texts = rows.slice(-1000).map((row) => String(row[column]).trim());
  const found = learnForm(texts, form.kind === 'mdy' ? 'mdy' : 'dmy')?.form;
  return found?.kind === form.kind ? { ...timeReading([found], null), ...zoneOf(reading) } : reading;
}

const zoneOf = ({ zone }: TimeReading): Partial<TimeReading> => (zone === null ? {} : { zone, clock: zone });

/** Rows of a series without even times, cut where rows were left out. */
function cutAtGaps(rows: readonly GivenRow[]): readonly (readonly GivenRow[])[] {
  if (rows.length === 0) return [];
  const starts = rows.flatMap(({ gap }, i) => (gap && i > 0 ? [i] : []));
  return [0, ...starts].map((start, i) => rows.slice(start, starts[i]));
}

/** Cuts a series at its gaps, or puts in what is missing. @param tooLong is told of gaps that stay, where they should be filled. */
function stretchesOf(
  preprocessing: Preprocessing,
  rows: readonly GivenRow[],
  reading: TimeReading | null,
  tooLong?: (missing: number, index: number) => void,
): readonly (readonly GivenRow[])[] {
  const { time } = preprocessing;
  if (time === null || time.step === null || reading === null) return cutAtGaps(rows);
  const { step, gaps: rule } = time;
  const stretches: GivenRow[][] = [];
  for (const row of rows) {
    const stretch = row.gap ? undefined : stretches.at(-1);
    const before = stretch?.at(-1);
    const missing = before === undefined ? 1 : missingBetween(step, before.time, row.time, reading.clock);
    if (before !== undefined && rule !== 'break' && missing > MOST_FILLED) tooLong?.(missing, row.index);
    if (stretch === undefined || before === undefined || (missing > 0 && (rule === 'break' || missing > MOST_FILLED)))
      stretches.push([row]);
    else
      stretch.push(
        ...[...timesBetween(step, before.time, missing, reading.clock)].map((at) =>
          rowBetween(preprocessing, reading, before, row, at),
        ),
        row,
      );
  }
  return stretches;
}

function rowBetween(
  preprocessing: Preprocessing,
  reading: TimeReading,
  before: GivenRow,
  after: GivenRow,
  { time, share }: { readonly time: number; readonly share: number },
): GivenRow {
  const rule = preprocessing.time?.gaps ?? 'break';
  const whole = wholeColumns(preprocessing);
  const masked = new Set(Object.values(preprocessing.cells ?? {}).map(({ maskOf }) => maskOf?.column));
  const once = new Set(staticColumns(preprocessing));
  const filled: { [column: string]: unknown } = { ...before.row };
  for (const [name, { type }] of Object.entries(preprocessing.columns)) {
    const [first, second] = [cellOf(preprocessing, before.row, name), cellOf(preprocessing, after.row, name)];
    if (once.has(name) || first === null || second === null) continue;
    const cell = cellBetween(first, second, share, { type, rule, whole: whole.has(name) });
    if (masked.has(name)) filled[name] = new FilledCell(cell, maskBetween(maskOf(cell)));
    else if (type === 'number') filled[name] = cell;
  }
  const written = writeTimes(reading, time);
  preprocessing.time?.columns.forEach((column, i) => {
    filled[column] = written[i];
  });
  return { ...before, row: filled, time };
}

/** Null where the value can't be read, which is told where the row is fed, and for columns that stand in no row. */
function cellOf(preprocessing: Preprocessing, row: RawRow, name: string): Cell | null {
  const column = cellsOf(preprocessing, name);
  if (column.recipe.maskOf !== undefined || column.recipe.calendar !== undefined) return null;
  const read = readColumn(row[name], column);
  return read === null || read instanceof BadCell ? null : read.cell;
}
