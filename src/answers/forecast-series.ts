import type { GapRule } from '../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import type { GivenRow, GivenRows } from '../data/arrange/arrange-given.ts';
import { cellsOf, lackingSource, readGiven, staticColumns } from '../data/arrange/given-cells.ts';
import type { AskedAhead, StepAhead } from '../data/arrange/rows-ahead.ts';
import { rowsBefore } from '../data/batches/encode-given.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { inputsAhead, windowOffset } from '../data/encode/encode.ts';
import * as aheadMessages from '../data/messages/ahead.ts';
import * as timeMessages from '../data/messages/times.ts';
import * as valueMessages from '../data/messages/values.ts';
import { BadCell } from '../data/rows/cells.ts';
import { sourcesOf } from '../data/rows/reading.ts';
import { checkRows, type PlaceOf, type RawRow, rowChecker, seriesName } from '../data/table/preprocess.ts';
import { writeTimes } from '../data/time/read-time.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Plan } from './forecast-plan.ts';

export interface Series {
  /** The value of the group column, or null. */
  readonly key: string | null;
  /** Without a gap, in the order of time. */
  readonly rows: readonly RawRow[];
  /** Of the last row, in seconds since 1970; NaN where nothing orders the rows. */
  readonly time: number;
  /** Rows that were given after it. */
  readonly given: readonly GivenRow[];
  /** Of the last row, among those that were given, from 0. */
  readonly index: number;
  /** Another window of the series ends later. */
  readonly isInner?: true;
}

/** A series, and the steps after its last row with what is known of them. */
export interface SeriesAhead extends Series {
  readonly ahead: readonly StepAhead[];
}

/** The rows after the last gap of each series. */
const seriesOf = ({ series }: GivenRows): readonly Series[] =>
  series.map(({ key, stretches, ahead }) => {
    const last: readonly GivenRow[] = stretches.at(-1) ?? [];
    const { time = Number.NaN, index = 0 } = last.at(-1) ?? {};
    return { key, rows: last.map(({ row }) => row), time, given: ahead, index };
  });

/**
 * Every window that ends at an n-th row of its series, counted back from the last one, as a series that ends there. There is none across a gap, and none
 * that ends at a row that was put in.
 * @param size rows of a window, with those before it that are needed; whether all rows up to its end are kept.
 * @param steps rows after a window that may be read.
 */
const windowsOf = (
  { series }: GivenRows,
  every: number,
  size: { readonly width: number; readonly whole: boolean },
  steps: number,
): readonly Series[] =>
  series.flatMap(({ key, stretches, ahead }) => {
    const all = [...stretches.flat(), ...ahead];
    let end = 0;
    const ends = stretches.flatMap((stretch) => {
      const start = end;
      end += stretch.length;
      return stretch.flatMap((row, i) =>
        row.index === all[start + i - 1]?.index ? [] : [{ stretch, i, at: start + i }],
      );
    });
    const last = end - 1;
    return ends.flatMap(({ stretch, i, at }, n): readonly Series[] => {
      if ((ends.length - 1 - n) % every !== 0 || i + 1 < size.width) return [];
      const rows = stretch.slice(size.whole ? 0 : i + 1 - size.width, i + 1).map(({ row }) => row);
      const { time, index } = all[at] ?? { time: Number.NaN, index: 0 };
      const one = { key, rows, time, index };
      return [
        at === last ? { ...one, given: ahead } : { ...one, given: all.slice(at + 1, at + 1 + steps), isInner: true },
      ];
    });
  });

interface Chosen {
  readonly series: readonly Series[];
  readonly notes: readonly string[];
  /** Names of series that are too short. */
  readonly short: readonly string[];
}

/**
 * The windows that are looked at: the last one of each series, or those of `windowsOf`.
 * @throws RnncError where there is none
 */
export function chosenWindows(
  looking: Looking,
  arranged: GivenRows,
  every: number | null,
  wholePast: boolean,
  steps: number,
): Chosen {
  const { preprocessing, plan } = looking;
  const width = plan.width + rowsBefore(preprocessing);
  const windows = every === null ? [] : windowsOf(arranged, every, { width, whole: wholePast }, steps);
  if (windows.length === 0) return longEnough(looking, seriesOf(arranged), arranged);
  const found = new Set(windows.map(({ key }) => key));
  const missing = arranged.series.filter(({ key }) => !found.has(key));
  const short = missing.map(({ key }) => key ?? '');
  const isGap = missing.some(({ stretches }) => stretches.length > 1);
  return {
    series: windows,
    short,
    notes:
      short.length === 0
        ? []
        : [timeMessages.shortSeriesNote(short, arranged.series.length, width, isGap ? gapsOf(preprocessing) : null)],
  };
}

/** What the training did with gaps. */
const gapsOf = ({ time }: Preprocessing): GapRule => time?.gaps ?? 'break';

/** What messages call a row of these, and a map for rows that come later. */
export function rowPlaces(arranged: GivenRows, nameOf: PlaceOf): Pick<Reader, 'placeOf' | 'placed'> {
  const indices = new Map(
    arranged.series.flatMap(({ stretches }) => stretches.flat().map(({ row, index }) => [row, index] as const)),
  );
  const placed: Reader['placed'] = new Map();
  const placeOf = (row: RawRow | undefined, column: string | null): string => {
    const known = row === undefined ? undefined : placed.get(row);
    return known?.(column) ?? nameOf((row === undefined ? undefined : indices.get(row)) ?? 0, column);
  };
  return { placeOf, placed };
}

const AT_ONCE = 512;
/** Parts of a list that are run at once. */
export const inParts = <T>(all: readonly T[], most: number = AT_ONCE): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / most) }, (_, i) => all.slice(i * most, (i + 1) * most));

/** What of a plan tells which rows are read. */
export type WindowPlan = Pick<Plan, 'width' | 'horizon' | 'columns'>;

type Looking = Pick<Reader, 'preprocessing' | 'placeOf'> & { readonly plan: WindowPlan };

/**
 * The series that are long enough for the model.
 * @throws RnncError where none is
 */
function longEnough(
  { preprocessing, plan, placeOf }: Looking,
  series: readonly Series[],
  { series: given }: GivenRows,
): Chosen {
  const width = plan.width + rowsBefore(preprocessing);
  const long = series.filter(({ rows }) => rows.length >= width);
  const short = series.filter(({ rows }) => rows.length < width).map(({ key }) => key ?? '');
  if (short.length === 0) return { series, notes: [], short };
  if (long.length > 0) {
    const isGap = given.some(({ key, stretches }) => short.includes(key ?? '') && stretches.length > 1);
    return {
      series: long,
      notes: [timeMessages.shortSeriesNote(short, series.length, width, isGap ? gapsOf(preprocessing) : null)],
      short,
    };
  }
  const ahead = series.flatMap((one) => one.given);
  if (ahead.length > 0 && series.every(({ rows }) => rows.length === 0))
    throw new RnncError([aheadMessages.pastMissing([...plan.columns], ahead.length, sourcesAhead(preprocessing))]);
  const best = series.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  checkRows(preprocessing, best.rows, (i, column) => placeOf(best.rows[i], column));
  const hasGaps = given.some(({ key, stretches }) => key === best.key && stretches.length > 1);
  const where = series.length === 1 ? seriesName(best.key) : `the longest of ${series.length} series`;
  throw new RnncError([
    valueMessages.rowsTooFew(where, best.rows.length, width, hasGaps ? gapsOf(preprocessing) : null),
  ]);
}

/**
 * The series, each without the rows up to the last one before its last window that can't be read. Training starts the states anew after a row that
 * is left out, and so the states start after that row.
 */
export function withoutGaps(
  { preprocessing, plan, placeOf }: Pick<Reader, 'preprocessing' | 'plan' | 'placeOf'>,
  whole: readonly Series[],
): { readonly series: readonly Series[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const mistakeOf = rowChecker(preprocessing);
  const series = whole.map((one) => {
    const { rows } = one;
    for (let i = rows.length - plan.width - 1; i >= 0; i--) {
      const row = rows[i] ?? {};
      const mistake = mistakeOf(row, (column) => placeOf(row, column));
      if (mistake === null) continue;
      notes.push(`${mistake.message}: the states start after this row`);
      return { ...one, rows: rows.slice(i + 1) };
    }
    return one;
  });
  return { series, notes };
}

/** A series with the steps after its last row, which have its static columns. */
export function withStatics(preprocessing: Preprocessing, one: Series, ahead: readonly StepAhead[]): SeriesAhead {
  const { cells = {} } = preprocessing;
  const last = one.rows.at(-1) ?? {};
  const statics = staticColumns(preprocessing)
    .flatMap((name) => sourcesOf(name, (Object.hasOwn(cells, name) ? cells[name] : undefined) ?? {}))
    .filter((name) => Object.hasOwn(last, name))
    .map((name) => [name, last[name]] as const);
  if (statics.length === 0) return { ...one, ahead };
  const shared = Object.fromEntries(statics);
  return { ...one, ahead: ahead.map((step) => ({ ...step, row: { ...step.row, ...shared } })) };
}

/**
 * What must be known of the steps after the last row.
 * @param isTimed whether their times follow from that of the last row.
 * @param steps that the model reads or forecasts.
 */
export function askedAhead(
  { preprocessing, plan }: Pick<Looking, 'preprocessing' | 'plan'>,
  isTimed: boolean,
  horizon: number,
  steps: number,
): AskedAhead {
  const { group, time, windows } = preprocessing;
  const inputs = inputsAhead(preprocessing);
  const sources = sourcesAhead(preprocessing);
  const isFree = (column: string): boolean => column === group || (isTimed && time?.columns.includes(column) === true);
  const offsets = inputs.map((feed) => windowOffset(feed, windows) - plan.width);
  return {
    first: horizon > plan.horizon ? 1 : Math.max(0, Math.min(...offsets)) + 1,
    steps,
    columns: sources.filter((column) => !isFree(column)),
    targets: [...plan.columns],
  };
}

/** Columns of the rows that the model reads ahead. */
function sourcesAhead(preprocessing: Preprocessing): readonly string[] {
  const { cells = {} } = preprocessing;
  const sources = inputsAhead(preprocessing).flatMap(({ columns }) =>
    columns.flatMap((name) => sourcesOf(name, (Object.hasOwn(cells, name) ? cells[name] : undefined) ?? {})),
  );
  return [...new Set(sources)];
}

/** The time `ahead` steps after the last row, counted from 1, written as the rows have it: one value per column. */
type TimesAhead = (ahead: number) => readonly (string | number)[];

export interface Times {
  readonly columns: readonly string[];
  /** By series. */
  readonly ahead: readonly TimesAhead[];
}

/** Null where the rows have none, or are not evenly apart and no later ones are given. */
export function timesOf(
  { time }: Preprocessing,
  { reading }: GivenRows,
  series: readonly SeriesAhead[],
): { readonly times: Times | null; readonly notes: readonly string[] } {
  if (time === null || reading === null) return { times: null, notes: [] };
  const { columns } = time;
  if (series.some(({ ahead }) => ahead.some((step) => Number.isNaN(step.time))))
    return { times: null, notes: [`"${columns.join('" and "')}" is not evenly spaced, so the forecast has none`] };
  const ahead = series.map(
    (of): TimesAhead =>
      (steps) =>
        writeTimes(reading, of.ahead[steps - 1]?.time ?? Number.NaN),
  );
  return { times: { columns, ahead }, notes: [] };
}

/** @throws RnncError `future-missing` for an input whose future values are unknown: it is not forecast, is no time and does not name the series */
export function checkFuture(
  { preprocessing, plan }: Reader,
  series: readonly SeriesAhead[],
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
      else if (!isKnown && !isGivenAhead(preprocessing, series, column, horizon))
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

/** Whether rows of the future tell a column for all steps. */
function isGivenAhead(
  preprocessing: Preprocessing,
  series: readonly SeriesAhead[],
  column: string,
  horizon: number,
): boolean {
  const cells = cellsOf(preprocessing, column);
  return series.every(({ ahead }) =>
    ahead.slice(0, horizon).every(({ row }) => {
      if (lackingSource(row, column, cells) !== null) return false;
      const read = readGiven(row, cells);
      return read !== null && !(read instanceof BadCell);
    }),
  );
}

export interface Reader {
  readonly model: RunnableModel;
  readonly record: TrainingRecord;
  /** With the decimal sign of these rows. */
  readonly preprocessing: Preprocessing;
  readonly plan: Plan;
  readonly placeOf: (row: RawRow | undefined, column: string | null) => string;
  /** What messages call rows that are not among those of the past. */
  readonly placed: Map<RawRow, (column: string | null) => string>;
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

/** Rows from the first of the last window on, or from the first of all, with those ahead, which become known one after the other. */
export class Line {
  readonly rows: RawRow[];
  /** Index of the first row ahead. */
  readonly now: number;
  readonly #ahead: readonly StepAhead[];
  readonly #placed: Reader['placed'];

  constructor({ placed }: Pick<Reader, 'placed'>, past: readonly RawRow[], ahead: readonly StepAhead[]) {
    this.#ahead = ahead;
    this.#placed = placed;
    this.now = past.length;
    this.rows = [...past, ...ahead.map(({ row }) => row)];
    ahead.forEach((_, i) => {
      this.#place(i);
    });
  }

  /** @param at steps after the last row, from 0 */
  forecast(at: number, { points }: Step): void {
    const row = this.rows[this.now + at];
    if (row === undefined) return;
    this.rows[this.now + at] = { ...row, ...points };
    this.#place(at);
  }

  #place(at: number): void {
    const row = this.rows[this.now + at];
    const given = this.#ahead[at]?.placeOf ?? null;
    const none = (column: string | null): string =>
      `the row ${at + 1} after the last${column === null ? '' : `, "${column}",`}`;
    if (row !== undefined) this.#placed.set(row, given ?? none);
  }
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
