/** Windows of series as samples, for models that say something else of a window than the numbers that follow. */
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { TrainingRecord } from '../artifact/training-record.ts';
import { arrangeGiven, isAbsent } from '../data/arrange/arrange-given.ts';
import { rowsAhead } from '../data/arrange/rows-ahead.ts';
import { scaleGiven } from '../data/batches/encode-given.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import type { PlaceOf, RawRow } from '../data/dataset/raw-row.ts';
import { inputsAhead, leadOf } from '../data/encode/encode.ts';
import { futureUnused } from '../data/messages/ahead.ts';
import { feedsFromWindows, placeInRows } from '../data/table/preprocess.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import { type Origin, originOf } from './forecast-outputs.ts';
import {
  askedAhead,
  chosenWindows,
  inParts,
  Line,
  rowPlaces,
  type SeriesAhead,
  type WindowPlan,
  withStatics,
} from './forecast-series.ts';
import { optionUseless } from './messages.ts';
import { feedsOf, mistakeInRows } from './trained.ts';

export interface WindowOptions {
  /** Every window that ends at an n-th row of a series, counted back from the last one; absent: the last window of each series. */
  readonly every?: number;
  /** What is known of the steps after the last rows, for inputs with `part: horizon`; absent: rows behind the last one with a value of the target. */
  readonly future?: readonly RawRow[];
  readonly decimal?: '.' | ',';
  readonly placeOf?: PlaceOf;
  readonly placeOfFuture?: PlaceOf;
}

export interface WindowSamples {
  /** Each ends with the last row of its window. */
  readonly windows: readonly SeriesAhead[];
  /** Feeds of some of them. */
  readonly batchOf: (some: readonly SeriesAhead[]) => Batch;
  /** What their answers are brought back with. */
  readonly originsOf: (some: readonly SeriesAhead[]) => readonly Origin[];
  readonly notes: readonly string[];
}

export const placeInFuture: PlaceOf = (index, column) => `future[${index}]${column === null ? '' : `.${column}`}`;

/**
 * @param record of a model of windows.
 * @throws RnncError for rows that do not fit, where no series has a window, and `future-missing` where of no window all is known that the model reads ahead
 */
export function windowSamples(
  { preprocessing: own }: TrainingRecord,
  rows: readonly RawRow[],
  { every, future, decimal = own.decimal, placeOf: nameOf = placeInRows, placeOfFuture }: WindowOptions,
): WindowSamples {
  const mistake = mistakeInRows('future', future ?? [], ['row']);
  if (mistake !== null) throw new RnncError([mistake]);
  const trained = { ...own, decimal };
  const { width = 1, horizon = 1, lead = 0 } = trained.windows ?? {};
  const steps = leadOf({ lead }) + horizon;
  const later = Object.values(trained.feeds).flatMap((feed) =>
    feed.role === 'target' && feed.from === 'columns' && (feed.part === 'horizon' || feed.part === 'next')
      ? feed.columns
      : [],
  );
  // rows to be classified need not have a label at all, and then none of them is ahead
  const known =
    inputsAhead(trained).length === 0
      ? []
      : [...new Set(later)].filter((name) => rows.some((row) => !isAbsent(trained, row, name)));
  const arranged = arrangeGiven(trained, rows, nameOf, known);
  const { preprocessing, notes: unseen } = scaleGiven(
    trained,
    arranged.series.flatMap(({ stretches }) => stretches.map((of) => of.map(({ row }) => row))),
  );
  const plan: WindowPlan = { width, horizon, columns: new Set(known) };
  const places = rowPlaces(arranged, nameOf);
  const looking = { preprocessing, plan, ...places };
  const chosen = chosenWindows(looking, arranged, every ?? null, false, steps);
  const isTimed = arranged.reading !== null && preprocessing.time?.step !== null;
  const asked = askedAhead(looking, isTimed, horizon, steps);
  if (future !== undefined && asked.columns.length === 0) throw new RnncError([futureUnused()]);
  const apart = future === undefined ? null : { rows: future, placeOf: placeOfFuture ?? placeInFuture };
  const { series: ahead, notes: told } =
    inputsAhead(trained).length === 0
      ? { series: chosen.series.map(() => []), notes: [] }
      : rowsAhead(preprocessing, chosen.series, asked, arranged.reading, nameOf, apart, chosen.short);
  const windows = chosen.series.flatMap((one, s): readonly SeriesAhead[] => {
    const following = ahead[s] ?? null;
    return following === null ? [] : [withStatics(preprocessing, one, following)];
  });
  return {
    windows,
    notes: [...arranged.notes, ...unseen, ...chosen.notes, ...told],
    originsOf: (some) =>
      some.map(({ key, rows: past }) =>
        originOf({ preprocessing, plan: { columns: targetColumns(preprocessing) } }, key, past, past.length),
      ),
    batchOf: (some) =>
      feedsFromWindows(
        preprocessing,
        some.map((one) => {
          const line = new Line(places, one.rows, one.ahead);
          return { rows: line.rows, at: line.now - width };
        }),
        (row, column, step) => `${places.placeOf(row, column)}${step == null ? '' : `[${step}]`}`,
      ),
  };
}

/** Where a window ends, beside what is said of it. `row`: the number of its last row, from 1. `COLUMN.last`: the times of that row, as they stand there. */
export function endOf(
  { time }: TrainingRecord['preprocessing'],
  { index, rows }: Pick<SeriesAhead, 'index' | 'rows'>,
): { readonly [column: string]: string | number } {
  const last = rows.at(-1) ?? {};
  const times = (time?.columns ?? []).flatMap((column): readonly (readonly [string, string | number])[] => {
    const value = last[column];
    return typeof value === 'string' || typeof value === 'number' ? [[`${column}.last`, value]] : [];
  });
  return { row: index + 1, ...Object.fromEntries(times) };
}

const targetColumns = ({ feeds }: TrainingRecord['preprocessing']): ReadonlySet<string> =>
  new Set(
    Object.values(feeds).flatMap((feed) => (feed.role === 'target' && feed.from === 'columns' ? feed.columns : [])),
  );

/** Windows whose feeds are made and run together. */
export const windowParts = ({ windows }: WindowSamples): readonly (readonly SeriesAhead[])[] => inParts(windows);

/** Whether samples are rows out of which a model of windows takes its windows. */
export const isOfWindows = (
  { preprocessing: { kind, windows } }: TrainingRecord,
  samples: readonly RawRow[] | readonly string[],
): samples is readonly RawRow[] =>
  kind === 'table' && windows !== null && samples.length > 0 && samples.every((sample) => typeof sample !== 'string');

export interface SampleFeeds {
  readonly batch: Batch;
  /** As the model takes them. */
  readonly feeds: Feeds;
}

/** What `run` takes, in parts of so many windows. @throws RnncError as `windowSamples` */
export function windowFeeds(
  record: TrainingRecord,
  rows: readonly RawRow[],
  { onNote, ...options }: WindowOptions & { readonly onNote?: (note: string) => void },
  most?: number,
): readonly SampleFeeds[] {
  const made = windowSamples(record, rows, options);
  for (const note of made.notes) onNote?.(note);
  return inParts(made.windows, most).map((some) => {
    const batch = made.batchOf(some);
    return { batch, feeds: feedsOf(record, batch) };
  });
}

/** @throws RnncError for options of windows, where the model was trained on none, or is given texts */
export function checkWindowless(call: string, options: Pick<WindowOptions, 'every' | 'future'>): void {
  for (const option of ['every', 'future'] as const)
    if (options[option] !== undefined)
      throw new RnncError([
        optionUseless(call, option, 'it is for windows of a series, on which the model was not trained'),
      ]);
}
