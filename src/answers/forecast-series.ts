import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { GivenRow, GivenRows } from '../data/arrange/arrange-given.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import * as timeMessages from '../data/messages/times.ts';
import * as valueMessages from '../data/messages/values.ts';
import { checkRows, type RawRow, rowChecker, seriesName } from '../data/table/preprocess.ts';
import { writeTimes } from '../data/time/read-time.ts';
import { later } from '../data/time/step.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Plan } from './forecast-plan.ts';

export interface Series {
  /** The value of the group column, or null. */
  readonly key: string | null;
  /** Without a gap, in the order of time. */
  readonly rows: readonly RawRow[];
  /** Of the last row, in seconds since 1970; NaN where nothing orders the rows. */
  readonly time: number;
}

/** The rows after the last gap of each series. */
export const seriesOf = ({ series }: GivenRows): readonly Series[] =>
  series.map(({ key, stretches }) => {
    const last: readonly GivenRow[] = stretches.at(-1) ?? [];
    return { key, rows: last.map(({ row }) => row), time: last.at(-1)?.time ?? Number.NaN };
  });

/**
 * The series that are long enough for the model.
 * @throws RnncError where none is
 */
export function longEnough(
  { preprocessing, plan: { width }, placeOf }: Reader,
  series: readonly Series[],
  { series: given }: GivenRows,
): { readonly series: readonly Series[]; readonly notes: readonly string[] } {
  const long = series.filter(({ rows }) => rows.length >= width);
  const short = series.length - long.length;
  if (short === 0) return { series, notes: [] };
  if (long.length > 0) return { series: long, notes: [timeMessages.shortNote(short, series.length, width)] };
  const best = series.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  checkRows(preprocessing, best.rows, (i, column) => placeOf(best.rows[i], column));
  const hasGaps = given.some(({ key, stretches }) => key === best.key && stretches.length > 1);
  const where = series.length === 1 ? seriesName(best.key) : `the longest of ${series.length} series`;
  throw new RnncError([valueMessages.rowsTooFew(where, best.rows.length, width, hasGaps)]);
}

/**
 * The series, each without the rows up to the last one before its last window that can't be read. Training starts the states anew after a row that
 * is left out, and so the states start after that row.
 */
export function withoutGaps(
  { preprocessing, plan, placeOf }: Reader,
  whole: readonly Series[],
): { readonly series: readonly Series[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const mistakeOf = rowChecker(preprocessing);
  const series = whole.map(({ key, rows, time }) => {
    for (let i = rows.length - plan.width - 1; i >= 0; i--) {
      const row = rows[i] ?? {};
      const mistake = mistakeOf(row, (column) => placeOf(row, column));
      if (mistake === null) continue;
      notes.push(`${mistake.message}: the states start after this row`);
      return { key, rows: rows.slice(i + 1), time };
    }
    return { key, rows, time };
  });
  return { series, notes };
}

/** The time `ahead` steps after the last row, counted from 1, written as the rows have it: one value per column. */
type TimesAhead = (ahead: number) => readonly (string | number)[];

export interface Times {
  readonly columns: readonly string[];
  /** By series. */
  readonly ahead: readonly TimesAhead[];
}

/** Null where the rows of the training, or these, are not evenly apart. */
export function timesOf(
  { time }: Preprocessing,
  { reading }: GivenRows,
  series: readonly Series[],
): { readonly times: Times | null; readonly notes: readonly string[] } {
  if (time === null || reading === null) return { times: null, notes: [] };
  const { step, columns } = time;
  if (step === null)
    return { times: null, notes: [`"${columns.join('" and "')}" is not evenly spaced, so the forecast has none`] };
  const ahead = series.map(
    (of): TimesAhead =>
      (steps) =>
        writeTimes(reading, later(step, of.time, steps, reading.clock)),
  );
  return { times: { columns, ahead }, notes: [] };
}

export const timesOfOne = (times: Times | null, series: number): Times | null =>
  times === null ? null : { columns: times.columns, ahead: times.ahead.slice(series, series + 1) };

/** @throws RnncError `future-missing` for an input whose future values are unknown: it is not forecast, is no time and does not name the series */
export function checkFuture(
  { preprocessing, plan }: Reader,
  series: readonly Series[],
  times: Times | null,
  horizon: number,
): void {
  const reasons = new Map<string, string>();
  for (const feed of Object.values(preprocessing.feeds)) {
    if (feed.role !== 'input' || feed.from !== 'columns') continue;
    for (const column of feed.columns) {
      const isKnown = plan.columns.has(column) || times?.columns.includes(column) === true;
      if (isKnown && feed.dtype === 'int32') reasons.set(column, 'it is fed as whole numbers');
      else if (column === preprocessing.group && series.every(({ key }) => key !== null)) continue;
      else if (!isKnown)
        reasons.set(
          column,
          preprocessing.columns[column]?.type === 'time' ? 'it is not evenly spaced' : 'the model does not forecast it',
        );
    }
  }
  if (reasons.size === 0) return;
  const listed = [...reasons].map(([column, why]) => ({ column, why }));
  throw new RnncError([say.futureMissing(horizon, plan.horizon, listed)]);
}

export interface Reader {
  readonly model: RunnableModel;
  readonly record: TrainingRecord;
  /** With the decimal sign of these rows. */
  readonly preprocessing: Preprocessing;
  readonly plan: Plan;
  readonly placeOf: (row: RawRow | undefined, column: string | null) => string;
}

/** One step ahead of one series, in raw units. */
export interface Step {
  /** As they are shown. */
  readonly columns: { readonly [column: string]: number };
  /** One number per column, as it is read again. */
  readonly points: { readonly [column: string]: number };
}

export const takesAnySteps = (feeds: Preprocessing['feeds']): boolean =>
  Object.values(feeds).every(({ role, dims }) => role !== 'input' || typeof dims[1] === 'string');

/** The row `ahead` steps after the last, as far as it is known. */
export function futureRow(
  { preprocessing: { group } }: Reader,
  { key }: Series,
  step: Step | undefined,
  time: { readonly [column: string]: string | number },
): RawRow {
  return { ...(group === null || key === null ? {} : { [group]: key }), ...time, ...step?.points };
}

/** The time some steps ahead, by column. Empty where the times of the rows can't be continued. */
export function timeAt(
  times: Times | null,
  series: number,
  ahead: number,
): { readonly [column: string]: string | number } {
  const written = times?.ahead[series]?.(ahead) ?? [];
  return Object.fromEntries(
    (times?.columns ?? []).flatMap((column, i) => {
      const value = written[i];
      return value === undefined ? [] : [[column, value]];
    }),
  );
}
