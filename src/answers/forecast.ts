import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { callback, like, type OptionTable, oneOf, whole } from '../arguments/kinds.ts';
import { type OptionHints, readOptions } from '../arguments/read-options.ts';
import { arrangeGiven } from '../data/arrange/arrange-given.ts';
import { rowsAhead } from '../data/arrange/rows-ahead.ts';
import { isDifferenced } from '../data/arrange/transform-cells.ts';
import { rowsBefore, scaleGiven, transformOf } from '../data/batches/encode-given.ts';
import { sampleNotes } from '../data/batches/sample-notes.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { inputsAhead } from '../data/encode/encode.ts';
import { futureUnused } from '../data/messages/ahead.ts';
import { spreadOfChanges } from '../data/messages/units.ts';
import { feedsFromWindows, type PlaceOf, placeInRows, type RawRow, type WindowRows } from '../data/table/preprocess.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { runTraining } from '../model/training-run.ts';
import { readBack } from './feedback/read-back.ts';
import { type ForecastBand, withBands } from './forecast-bands.ts';
import { type Origin, originOf, pastRows, readSteps } from './forecast-outputs.ts';
import { type Plan, planOf, WHAT } from './forecast-plan.ts';
import {
  askedAhead,
  checkFuture,
  chosenWindows,
  inParts,
  Line,
  type Reader,
  rowPlaces,
  type SeriesAhead,
  type Step,
  type Times,
  takesAnySteps,
  timeAt,
  timesOf,
  withoutGaps,
  withStatics,
} from './forecast-series.ts';
import { feedsOf, mistakeInRows, requireTraining } from './trained.ts';
import { endOf, placeInFuture } from './window-samples.ts';

export interface ForecastOptions {
  /** Steps to forecast; default those that the model gives at once. */
  readonly horizon?: number;
  /**
   * Also a band, as `price.lower` and `price.upper`, that this share of what comes should lie in, such as 0.8; absent: none. It is from the model's
   * quantiles or its normal distribution, or, where it tells plain numbers, as wide as its errors on the validation part were.
   */
  readonly interval?: number;
  /**
   * What is known of the steps that are forecast, for inputs with `part: horizon`: rows with the times, the group column and those columns. Absent:
   * rows that stand behind the last one with a value of what is forecast.
   */
  readonly future?: readonly RawRow[];
  /** Rows of each series before the forecast that `Forecast.past` has; default 0. */
  readonly past?: number;
  /** The decimal sign of numbers that come as text; default that of the training data. */
  readonly decimal?: '.' | ',';
  /** What messages call a row, or its value in a column; absent: `rows[INDEX].COLUMN`. */
  readonly placeOf?: PlaceOf;
  /** The same for rows of the future; absent: `future[INDEX].COLUMN`. */
  readonly placeOfFuture?: PlaceOf;
}
/** Steps of one forecast: each is a run of the model. */
const MOST_STEPS = 1_000_000;
const FORECAST_OPTIONS: OptionTable<ForecastOptions> = {
  horizon: whole(1, MOST_STEPS),
  interval: like(
    'a share above 0 and below 1, such as 0.8',
    (value) => typeof value === 'number' && value > 0 && value < 1,
    (value) => (typeof value === 'number' && value > 1 && value < 100 ? `write ${value / 100} for ${value} %` : null),
  ),
  future: like('a list of rows', Array.isArray),
  past: whole(0),
  decimal: oneOf('.', ','),
  placeOf: callback(),
  placeOfFuture: callback(),
};
const NOTES_MEANT = 'leave it out: the sentences are in forecast(…).notes';
const HINTS: OptionHints = {
  meant: { onNote: NOTES_MEANT, notes: NOTES_MEANT },
  internal: ['placeOf', 'placeOfFuture'],
};

/**
 * One step of one series: the group column and the time column where there are such, then the forecast columns. A quantile is
 * `price.q10` (quantiles never cross: where those of the model do, the lowest number is that of the lowest quantile), a normal distribution
 * `price.mean` and `price.stddev`; the ends of a band are `price.lower` and `price.upper`.
 */
export type ForecastRow = { readonly [column: string]: string | number };

export interface Forecast<R extends object = ForecastRow> {
  /** Series by series, each in the order of time. */
  readonly rows: readonly R[];
  /** Sentences about what may surprise, such as times that can't go on. */
  readonly notes: readonly string[];
  /** What the columns of the rows are. */
  readonly columns: {
    readonly group: string | null;
    /** Empty where there are no times, or such that can't go on. */
    readonly times: readonly string[];
    readonly forecast: readonly string[];
  };
  /** By column, where a band was asked for. */
  readonly bands: { readonly [column: string]: ForecastBand };
  /** The last rows of each series in the order of time, as many as were asked for: group, time and forecast columns. A missing number is NaN. */
  readonly past: readonly R[];
}

/** @throws RnncError as `Model.forecast` */
export function forecast(model: RunnableModel, rows: readonly RawRow[], given: ForecastOptions = {}): Forecast {
  const options = readOptions('forecast()', given, FORECAST_OPTIONS, HINTS);
  const { reader, series, times, steps, notes, bands } = lookAhead(model, rows, options, null);
  const { group } = reader.preprocessing;
  return {
    notes,
    bands,
    columns: { group, times: times?.columns ?? [], forecast: [...reader.plan.columns] },
    past: pastRows(reader, series, times, options.past ?? 0),
    rows: series.flatMap((one, s) => rowsOfSeries(reader, one, times, s, steps[s] ?? [])),
  };
}

/**
 * What the model says of every window that ends at an n-th row of a series: rows as those of `forecast`, with `row`, the number of the last row of the window
 * counted from 1, and its times as `COLUMN.last`.
 * @throws RnncError as `Model.forecast`
 */
export function forecastEvery(
  model: RunnableModel,
  rows: readonly RawRow[],
  given: ForecastOptions,
  every: number,
): Pick<Forecast, 'rows' | 'notes'> & { readonly beside: ReadonlySet<string> } {
  const options = readOptions('forecast()', given, FORECAST_OPTIONS);
  const { reader, series, times, steps, notes } = lookAhead(model, rows, options, every);
  const { group } = reader.preprocessing;
  const ends = series.map((one) => endOf(reader.preprocessing, one));
  const beside = [...(group === null ? [] : [group]), ...(times?.columns ?? []), ...ends.flatMap(Object.keys)];
  return {
    notes,
    beside: new Set(beside),
    rows: series.flatMap((one, s) =>
      rowsOfSeries(reader, one, times, s, steps[s] ?? []).map((row) => ({ ...ends[s], ...row })),
    ),
  };
}

const rowsOfSeries = (
  { preprocessing: { group }, plan }: Reader,
  { key }: SeriesAhead,
  times: Times | null,
  s: number,
  steps: readonly Step[],
): readonly ForecastRow[] =>
  steps.map(
    ({ columns }, i): ForecastRow => ({
      ...(group === null || key === null ? {} : { [group]: key }),
      ...timeAt(times, s, plan.lead + i + 1),
      ...columns,
    }),
  );

interface Looked {
  readonly reader: Reader;
  readonly series: readonly SeriesAhead[];
  readonly times: Times | null;
  /** By series, as many as were asked for. */
  readonly steps: readonly (readonly Step[])[];
  readonly bands: Forecast['bands'];
  readonly notes: readonly string[];
}

/** @param every null: the last window of each series; else every window that ends at an n-th row, as a series that ends there. */
function lookAhead(
  model: RunnableModel,
  rows: readonly RawRow[],
  options: ForecastOptions,
  every: number | null,
): Looked {
  const record = requireTraining(model, WHAT);
  const points = planOf(model, record);
  const mistake = mistakeInRows('rows', rows, ['row']) ?? mistakeInRows('future', options.future ?? [], ['row']);
  if (mistake !== null) throw new RnncError([mistake]);
  const horizon = options.horizon ?? points.horizon;
  if (rows.length === 0) throw new RnncError([say.noSamples('rows')]);
  const { plan, bands, notes: origins } = withBands(points, options.interval ?? null, horizon);
  const decimal = options.decimal ?? record.preprocessing.decimal;
  const trained = { ...record.preprocessing, decimal };
  const nameOf = options.placeOf ?? placeInRows;
  const arranged = arrangeGiven(trained, rows, nameOf, inputsAhead(trained).length > 0 ? [...plan.columns] : []);
  const { preprocessing, notes: unseen } = scaleGiven(
    trained,
    arranged.series.flatMap(({ stretches }) => stretches.map((of) => of.map(({ row }) => row))),
  );
  checkChanges(preprocessing, plan, horizon);
  const reader: Reader = { model, record, preprocessing, plan, ...rowPlaces(arranged, nameOf) };
  const chosen = chosenWindows(reader, arranged, every, plan.carry, plan.lead + plan.horizon);
  const { series: long, notes: gaps } = plan.carry ? withoutGaps(reader, chosen.series) : { ...chosen, notes: [] };
  if (horizon > plan.horizon && plan.lead > 0) throw new RnncError([say.leadUnknown(horizon, plan.horizon, plan.lead)]);
  const steps = canStep(model, plan, preprocessing);
  const read = steps ? Math.max(horizon, plan.horizon) : Math.ceil(horizon / plan.horizon) * plan.horizon;
  const isTimed = arranged.reading !== null && preprocessing.time?.step !== null;
  const asked = askedAhead(reader, isTimed, horizon, read + plan.lead);
  if (options.future !== undefined && asked.columns.length === 0 && horizon <= plan.horizon)
    throw new RnncError([futureUnused()]);
  const future =
    options.future === undefined ? null : { rows: options.future, placeOf: options.placeOfFuture ?? placeInFuture };
  const { series: ahead, notes: told } = rowsAhead(
    preprocessing,
    long,
    asked,
    arranged.reading,
    nameOf,
    future,
    chosen.short,
  );
  const series = long.flatMap((one, s): readonly SeriesAhead[] => {
    const known = ahead[s] ?? null;
    return known === null ? [] : [withStatics(preprocessing, one, known)];
  });
  const { times, notes: odd } = timesOf(preprocessing, arranged, series);
  if (horizon > plan.horizon) checkFuture(reader, series, times, horizon);
  const look = steps ? stepByStep : plan.carry ? byCarriedWindows : byWindows;
  // series have pasts of different lengths, so where the whole past is read, each series runs by itself
  const done = inParts(series, plan.carry ? 1 : undefined).flatMap((some) => look(reader, some, horizon));
  return {
    reader,
    series,
    times,
    steps: done,
    bands,
    notes: [
      ...new Set([
        ...arranged.notes,
        ...unseen,
        ...gaps,
        ...chosen.notes,
        ...told,
        ...odd,
        ...origins,
        ...sampleNotes(preprocessing, options.future === undefined ? rows : [...rows, ...options.future]),
      ]),
    ],
  };
}

/** @throws RnncError where quantiles of changes would have to be added up, which gives no quantiles */
function checkChanges(preprocessing: Preprocessing, { targets }: Plan, horizon: number): void {
  if (horizon === 1) return;
  const odd = targets.find(
    ({ task, columns }) =>
      (task.loss === 'quantile' || task.loss === 'gaussian_nll') &&
      columns.some(({ name }) => isDifferenced(transformOf(preprocessing, name))),
  );
  if (odd !== undefined) throw new RnncError([spreadOfChanges(null, odd.task.loss, odd.task.target)]);
}

/** Feeds of one window of each series, of another width where that is given. */
const batchOf = (
  { preprocessing, plan, placeOf }: Reader,
  windows: readonly WindowRows[],
  width: number = plan.width,
): Batch => {
  const sized = preprocessing.windows === null ? null : { ...preprocessing.windows, width };
  return feedsFromWindows({ ...preprocessing, windows: sized }, windows, placeOf);
};

/** A decoder that reads the step before gets what it has said itself. */
function asItAnswers({ model, record, plan: { feedback } }: Reader, batch: Batch): Batch {
  return feedback === null ? batch : readBack(model, record, feedback, batch);
}

/** Whether a session can forecast row by row: the model must predict at each step, and each step must be one row. */
function canStep(model: RunnableModel, { part }: Plan, { feeds }: Preprocessing): boolean {
  const isWhole = model.runner.stepped().every(({ stepping }) => stepping.kind === 'whole');
  const perStep = Object.values(feeds).every(
    (feed) => feed.role !== 'input' || feed.from !== 'columns' || feed.part !== 'horizon',
  );
  return part === 'next' && perStep && model.graph('inference').streaming === null && isWhole && takesAnySteps(feeds);
}

/** Forecasts from the last window, appends the forecast to the rows, and forecasts again from the new last window, as often as needed. */
function byWindows(reader: Reader, series: readonly SeriesAhead[], horizon: number): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  const past = plan.width + rowsBefore(reader.preprocessing);
  const lines = series.map(({ rows, ahead }) => new Line(reader, rows.slice(-past), ahead));
  const done = series.map((): Step[] => []);
  for (let from = 0; from < horizon; from += plan.horizon) {
    const batch = batchOf(
      reader,
      lines.map(({ rows, now }) => ({ rows, at: now - plan.width + from })),
    );
    const origins = lines.map(({ rows, now }, s) => originOf(reader, series[s]?.key ?? null, rows, now + from));
    const steps = readSteps(reader, model.run(feedsOf(record, asItAnswers(reader, batch))), origins, from);
    steps.forEach((ahead, s) => {
      done[s]?.push(...ahead);
      ahead.forEach((step, i) => {
        lines[s]?.forecast(from + plan.lead + i, step);
      });
    });
  }
  return done.map((steps) => steps.slice(0, horizon));
}

/**
 * Does what `byWindows` does for one series, but starts from the states that the windows before leave. The windows follow each other and end at the
 * last row. Rows left over at the beginning are read as a shorter window, if the model takes any number of steps.
 */
function byCarriedWindows(
  reader: Reader,
  series: readonly SeriesAhead[],
  horizon: number,
): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  return series.map((given) => {
    const line = new Line(reader, given.rows, given.ahead);
    const done: Step[] = [];
    while (done.length < horizon) {
      const at = line.now + done.length - plan.width;
      const last = batchOf(reader, [{ rows: line.rows, at }]);
      let states: ReadonlyMap<string, Float32Array> = new Map();
      for (const batch of pastOf(reader, line.rows, at))
        states = runTraining(model, feedsOf(record, batch), { ...MEASURING, states }).finals();
      const run = runTraining(model, feedsOf(record, last), { ...MEASURING, states });
      const outputs = Object.fromEntries(plan.targets.map(({ output }) => [output, run.output(output)]));
      const origin = originOf(reader, given.key, line.rows, line.now + done.length);
      const [ahead = []] = readSteps(reader, outputs, [origin], done.length);
      ahead.forEach((step, i) => {
        line.forecast(done.length + plan.lead + i, step);
      });
      done.push(...ahead);
    }
    return done.slice(0, horizon);
  });
}

const MEASURING = { variant: 'inference', settings: new Map(), seed: 0, step: 0, masked: false } as const;

/** The rows before the window at `end`, as windows that follow each other; the first may be shorter where the model allows it. */
function pastOf(reader: Reader, rows: readonly RawRow[], end: number): readonly Batch[] {
  const { preprocessing, plan } = reader;
  const over = end % plan.width;
  const windows = Array.from({ length: (end - over) / plan.width }, (_, i) => ({
    rows,
    at: over + i * plan.width,
    width: plan.width,
  }));
  const first = over > 0 && takesAnySteps(preprocessing.feeds) ? [{ rows, at: 0, width: over }] : [];
  return [...first, ...windows].map((window) => batchOf(reader, [window], window.width));
}

/** Reads the last window into a session, which then takes one forecast row after the other. */
function stepByStep(reader: Reader, series: readonly SeriesAhead[], horizon: number): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  const session = model.session({ batch: series.length });
  try {
    const past = plan.width + rowsBefore(reader.preprocessing);
    const lines = series.map(({ rows, ahead }) => new Line(reader, plan.carry ? rows : rows.slice(-past), ahead));
    const originsAt = (at: number): readonly Origin[] =>
      lines.map(({ rows, now }, s) => originOf(reader, series[s]?.key ?? null, rows, now + at));
    const windowsAt = (at: number): readonly WindowRows[] => lines.map(({ rows, now }) => ({ rows, at: now + at }));
    // where the past is read, series run one by one
    if (plan.carry)
      for (const batch of lines.flatMap(({ rows, now }) => pastOf(reader, rows, now - plan.width)))
        session.process(feedsOf(record, batch));
    const first = session.process(feedsOf(record, batchOf(reader, windowsAt(-plan.width))));
    const done = readSteps(reader, first, originsAt(0), 0).map((steps) => [...steps]);
    for (let at = 1; at + plan.horizon <= horizon; at++) {
      lines.forEach((line, s) => {
        const step = done[s]?.[at - 1];
        if (step !== undefined) line.forecast(at - 1, step);
      });
      const outputs = session.process(feedsOf(record, batchOf(reader, windowsAt(at - 1), 1)));
      readSteps(reader, outputs, originsAt(at), at + plan.horizon - 1, 1).forEach((steps, s) => {
        done[s]?.push(...steps);
      });
    }
    return done.map((steps) => steps.slice(0, horizon));
  } finally {
    session.dispose();
  }
}
