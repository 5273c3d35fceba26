import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { parseTime } from '../data/rows/cells.ts';
import { type RawRow, rowChecker } from '../data/table/preprocess.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Plan } from './forecast-plan.ts';
import { type TimesAhead, timesAhead } from './series-times.ts';

export interface Series {
  /** The value of the group column, or null. */
  readonly key: string | null;
  readonly rows: readonly RawRow[];
}

/** Rows by the value of the group column, in the order of their first rows; mixed series are told apart. */
export function seriesOf({ group }: Preprocessing, rows: readonly RawRow[]): readonly Series[] {
  const series = new Map<string | null, RawRow[]>();
  for (const row of rows) {
    const value = group === null ? undefined : row[group];
    const key = value === undefined || value === null || String(value).trim() === '' ? null : String(value).trim();
    const known = series.get(key);
    if (known === undefined) series.set(key, [row]);
    else known.push(row);
  }
  return [...series].map(([key, of]) => ({ key, rows: of }));
}

/**
 * Series whose rows before the last window can all be read: from the last one that can't on, the states start anew, as they do in training after a
 * row that is left out.
 */
export function withoutGaps(
  { preprocessing, plan, placeOf }: Reader,
  whole: readonly Series[],
): { readonly series: readonly Series[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const mistakeOf = rowChecker(preprocessing);
  const series = whole.map(({ key, rows }) => {
    for (let i = rows.length - plan.width - 1; i >= 0; i--) {
      const row = rows[i] ?? {};
      const mistake = mistakeOf(row, (column) => placeOf(row, column));
      if (mistake === null) continue;
      notes.push(`${mistake.message}: the states start after this row`);
      return { key, rows: rows.slice(i + 1) };
    }
    return { key, rows };
  });
  return { series, notes };
}

export interface Times {
  readonly column: string;
  /** By series. */
  readonly ahead: readonly TimesAhead[];
}

/** Rows that tell the distance of times, where the window itself is shorter. */
const LEAST_TIMES = 3;

/** The first column of times that goes on evenly in every series, judged by the rows that the model sees: older ones may have gaps. */
export function timesOf(
  preprocessing: Preprocessing,
  plan: Plan,
  series: readonly Series[],
): { readonly times: Times | null; readonly notes: readonly string[] } {
  const last = series[0]?.rows.at(-1) ?? {};
  const candidates = Object.keys(last).filter((name) => {
    if (plan.columns.has(name) || name === preprocessing.group) return false;
    const recipe = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
    return recipe === undefined
      ? typeof last[name] === 'string' && parseTime(last[name].trim()) !== null
      : recipe.type === 'time';
  });
  for (const column of candidates) {
    const seen = Math.max(plan.width, LEAST_TIMES);
    const ahead = series.map(({ rows }) => timesAhead(rows.slice(-seen).map((row) => row[column])));
    const known = ahead.filter((times) => times !== null);
    if (known.length === series.length) return { times: { column, ahead: known }, notes: [] };
  }
  return {
    times: null,
    notes: candidates.map((column) => `"${column}" is not evenly spaced, so the forecast has none`),
  };
}

export const timesOfOne = (times: Times | null, series: number): Times | null =>
  times === null ? null : { column: times.column, ahead: times.ahead.slice(series, series + 1) };

/** @throws RnncError `future-missing` where an input is neither forecast, nor a time that goes on, nor what tells the series apart */
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
      const isKnown = plan.columns.has(column) || column === times?.column;
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
  time: readonly [string, string | number] | null,
): RawRow {
  return {
    ...(group === null || key === null ? {} : { [group]: key }),
    ...(time === null ? {} : { [time[0]]: time[1] }),
    ...step?.points,
  };
}

export const timeAt = (
  times: Times | null,
  series: number,
  ahead: number,
): readonly [string, string | number] | null => {
  const time = times?.ahead[series]?.(ahead);
  return times === null || time === undefined ? null : [times.column, time];
};
