import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import { callback, type OptionTable, oneOf, whole } from '../arguments/kinds.ts';
import { readOptions } from '../arguments/read-options.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import type { ColumnRecipe, FeedRecipe, Preprocessing } from '../data/dataset/preprocessing.ts';
import { parseTime } from '../data/rows/cells.ts';
import { feedsFromRows, type PlaceOf, placeInRows, type RawRow, rowChecker } from '../data/table/preprocess.ts';
import type { Output } from '../model/output.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { runTraining } from '../model/training-run.ts';
import { type TimesAhead, timesAhead } from './series-times.ts';
import { feedsOf, kindOf, mistakeInRows, recipeOf, requireTraining } from './trained.ts';

export interface ForecastOptions {
  /** Steps to forecast; default those that the model gives at once. */
  readonly horizon?: number;
  /** The decimal sign of numbers that come as text; default that of the training data. */
  readonly decimal?: '.' | ',';
  /** What messages call a row, or its value in a column; absent: `rows[INDEX].COLUMN`. */
  readonly placeOf?: PlaceOf;
}
/** Steps of one forecast: each is a run of the model. */
const MOST_STEPS = 1_000_000;
const FORECAST_OPTIONS: OptionTable<ForecastOptions> = {
  horizon: whole(1, MOST_STEPS),
  decimal: oneOf('.', ','),
  placeOf: callback(),
};

/**
 * One step of one series: the group column and the time column where there are such, then the forecast columns. A quantile is
 * `price.q10`, a normal distribution `price.mean` and `price.stddev`.
 */
export type ForecastRow = { readonly [column: string]: string | number };

export interface Forecast {
  /** Series by series, each in the order of time. */
  readonly rows: readonly ForecastRow[];
  /** Sentences about what may surprise, such as times that can't go on. */
  readonly notes: readonly string[];
}

const WHAT = 'forecast';

/** @throws RnncError as `Model.forecast` */
export function forecast(model: RunnableModel, rows: readonly RawRow[], given: ForecastOptions = {}): Forecast {
  const options = readOptions('forecast()', given, FORECAST_OPTIONS);
  const record = requireTraining(model, WHAT);
  const plan = planOf(model, record);
  const mistake = mistakeInRows('rows', rows, ['row']);
  if (mistake !== null) throw new RnncError([mistake]);
  const horizon = options.horizon ?? plan.horizon;
  if (rows.length === 0) throw new RnncError([say.noSamples('rows')]);
  const decimal = options.decimal ?? record.preprocessing.decimal;
  const preprocessing = { ...record.preprocessing, decimal };
  const indices = new Map(rows.map((row, i) => [row, i]));
  const nameOf = options.placeOf ?? placeInRows;
  const placeOf = (row: RawRow | undefined, column: string | null): string =>
    nameOf((row === undefined ? undefined : indices.get(row)) ?? 0, column);
  const reader: Reader = { model, record, preprocessing, plan, placeOf };
  const whole = seriesOf(preprocessing, rows);
  const { series, notes: gaps } = plan.carry ? withoutGaps(reader, whole) : { series: whole, notes: [] };
  const { times, notes: odd } = timesOf(preprocessing, plan, series);
  const notes = [...gaps, ...odd];
  if (horizon > plan.horizon) checkFuture(reader, series, times, horizon);
  const look = canStep(model, plan, preprocessing) ? stepByStep : plan.carry ? byCarriedWindows : byWindows;
  // the past of a series is as long as it is, so those that are read whole are read alone
  const steps = plan.carry
    ? series.flatMap((one, s) => look(reader, [one], timesOfOne(times, s), horizon))
    : look(reader, series, times, horizon);
  return {
    notes,
    rows: series.flatMap(({ key }, s) =>
      Array.from({ length: horizon }, (_, i): ForecastRow => {
        const { group } = preprocessing;
        const time = times?.ahead[s]?.(i + 1);
        return {
          ...(group === null || key === null ? {} : { [group]: key }),
          ...(times === null || time === undefined ? {} : { [times.column]: time }),
          ...steps[s]?.[i]?.columns,
        };
      }),
    ),
  };
}

// what the model gives

type Column = Extract<ColumnRecipe, { readonly offset: unknown }>;

/** One output and the columns it forecasts. */
interface Target {
  readonly task: TrainedTask;
  readonly output: string;
  readonly columns: readonly { readonly name: string; readonly offset: number; readonly scale: number }[];
}

interface Plan {
  readonly part: 'horizon' | 'next';
  /** Steps that one look at a window gives. */
  readonly horizon: number;
  readonly width: number;
  /** The rows before the last window tell of the future too, through the states that the model was trained to carry. */
  readonly carry: boolean;
  /** At least one. */
  readonly targets: readonly Target[];
  /** All columns that are forecast. */
  readonly columns: ReadonlySet<string>;
}

/** @throws RnncError `wrong-kind`, `output-hidden` */
function planOf(model: RunnableModel, record: TrainingRecord): Plan {
  const { windows, kind } = record.preprocessing;
  const wrong = (found: string): RnncError =>
    new RnncError([
      say.wrongKind(
        model.name,
        WHAT,
        'a model that was trained on windows of a series, with a loss of numbers against the steps that follow',
        found,
        'use run, or classify or generate',
      ),
    ]);
  if (kind !== 'table') throw wrong(kind === 'text' ? 'a model of text' : "batches of the user's own");
  if (windows === null) throw wrong('samples that are no windows');
  const fitting = record.tasks.filter(
    (task) => isOfNumbers(task.loss) && partOf(recipeOf(record, task.target)) !== null,
  );
  const [first] = fitting;
  const part = first === undefined ? null : partOf(recipeOf(record, first.target));
  if (first === undefined || part === null) throw wrong(kindOf(record.tasks));
  if (part === 'next' && windows.horizon > windows.width)
    throw wrong(`steps ${windows.horizon} rows ahead of windows of ${windows.width}: those between are never guessed`);
  const outputs = model.outputs.map((o) => o.name);
  const alike = fitting.filter((task) => partOf(recipeOf(record, task.target)) === part);
  const targets = alike.flatMap((task): Target[] =>
    task.output === null ? [] : [{ task, output: task.output, columns: columnsOf(record, task.target) ?? [] }],
  );
  if (targets.length === 0) throw new RnncError([say.outputHidden(WHAT, first.target, outputs)]);
  if (targets.some(({ columns }) => columns.length === 0))
    throw wrong(`columns of "${first.target}" that are no numbers`);
  const columns = new Set(targets.flatMap((target) => target.columns.map(({ name }) => name)));
  const { horizon, width, carry = false } = windows;
  return { part, horizon, width, carry, targets, columns };
}

const isOfNumbers = (loss: string): boolean => ['mse', 'mae', 'huber', 'quantile', 'gaussian_nll'].includes(loss);

const partOf = (recipe: FeedRecipe): 'horizon' | 'next' | null =>
  recipe.from === 'columns' && (recipe.part === 'horizon' || recipe.part === 'next') ? recipe.part : null;

/** Null where one of them is no plain number. */
function columnsOf({ preprocessing }: TrainingRecord, target: string): Target['columns'] | null {
  const recipe = preprocessing.feeds[target];
  if (recipe?.from !== 'columns') return null;
  const columns = recipe.columns.map((name) => {
    const column = preprocessing.columns[name];
    if (column === undefined || !isNumber(column) || column.offset.length > 1) return null;
    const [offset = 0, scale = 1] = [column.offset[0], column.scale[0]];
    return recipe.dtype === 'int32' ? { name, offset: 0, scale: 1 } : { name, offset, scale };
  });
  const numbers = columns.filter((column) => column !== null);
  return numbers.length === columns.length ? numbers : null;
}

const isNumber = (column: ColumnRecipe): column is Column => column.type === 'number' || column.type === 'time';

// the series, and their times

interface Series {
  /** The value of the group column, or null. */
  readonly key: string | null;
  readonly rows: readonly RawRow[];
}

/** Rows by the value of the group column, in the order of their first rows; mixed series are told apart. */
function seriesOf({ group }: Preprocessing, rows: readonly RawRow[]): readonly Series[] {
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
function withoutGaps(
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

interface Times {
  readonly column: string;
  /** By series. */
  readonly ahead: readonly TimesAhead[];
}

/** Rows that tell the distance of times, where the window itself is shorter. */
const LEAST_TIMES = 3;

/** The first column of times that goes on evenly in every series, judged by the rows that the model sees: older ones may have gaps. */
function timesOf(
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

const timesOfOne = (times: Times | null, series: number): Times | null =>
  times === null ? null : { column: times.column, ahead: times.ahead.slice(series, series + 1) };

/** @throws RnncError `future-missing` where an input is neither forecast, nor a time that goes on, nor what tells the series apart */
function checkFuture(
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

// running the model

interface Reader {
  readonly model: RunnableModel;
  readonly record: TrainingRecord;
  /** With the decimal sign of these rows. */
  readonly preprocessing: Preprocessing;
  readonly plan: Plan;
  readonly placeOf: (row: RawRow | undefined, column: string | null) => string;
}

/** Feeds of the last window of each series, in windows of another size where that is given. */
const batchOf = (
  { preprocessing, placeOf }: Reader,
  rows: readonly RawRow[],
  windows: Preprocessing['windows'] = preprocessing.windows,
): Batch =>
  feedsFromRows({ ...preprocessing, windows }, rows, { placeOf: (index, column) => placeOf(rows[index], column) });

/** One step ahead of one series, in raw units. */
interface Step {
  /** As they are shown. */
  readonly columns: { readonly [column: string]: number };
  /** One number per column, as it is read again. */
  readonly points: { readonly [column: string]: number };
}

/** A model that guesses at each step can go on from its state where each step is one row. */
function canStep(model: RunnableModel, { part }: Plan, { feeds }: Preprocessing): boolean {
  return part === 'next' && model.graph('inference').streaming === null && takesAnySteps(feeds);
}

const takesAnySteps = (feeds: Preprocessing['feeds']): boolean =>
  Object.values(feeds).every(({ role, dims }) => role !== 'input' || typeof dims[1] === 'string');

/** The row `ahead` steps after the last, as far as it is known. */
function futureRow(
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

const timeAt = (times: Times | null, series: number, ahead: number): readonly [string, string | number] | null => {
  const time = times?.ahead[series]?.(ahead);
  return times === null || time === undefined ? null : [times.column, time];
};

/** Looks at the last window, takes the steps after it, and looks again with these as its last rows. */
function byWindows(
  reader: Reader,
  series: readonly Series[],
  times: Times | null,
  horizon: number,
): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  const windows = series.map(({ rows }) => rows.slice(-plan.width));
  const done = series.map((): Step[] => []);
  for (let from = 0; from < horizon; from += plan.horizon) {
    const batch = batchOf(reader, windows.flat());
    const steps = readSteps(reader, model.run(feedsOf(record, batch)), series.length, from);
    steps.forEach((ahead, s) => {
      const given = series[s];
      if (given === undefined) return;
      done[s]?.push(...ahead);
      const next = ahead.map((step, i) => futureRow(reader, given, step, timeAt(times, s, from + i + 1)));
      windows[s] = [...(windows[s] ?? []), ...next].slice(-plan.width);
    });
  }
  return done.map((steps) => steps.slice(0, horizon));
}

/**
 * As `byWindows` for one series, with the states that the windows before leave. Windows follow each other up to the last row; what is left over at
 * the beginning is read too where the model takes any number of steps.
 */
function byCarriedWindows(
  reader: Reader,
  series: readonly Series[],
  times: Times | null,
  horizon: number,
): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  return series.map((given, s) => {
    const rows = [...given.rows];
    const done: Step[] = [];
    while (done.length < horizon) {
      const last = batchOf(reader, rows.slice(-plan.width));
      let states: ReadonlyMap<string, Float32Array> = new Map();
      for (const batch of pastOf(reader, rows))
        states = runTraining(model, feedsOf(record, batch), { ...MEASURING, states }).finals();
      const run = runTraining(model, feedsOf(record, last), { ...MEASURING, states });
      const outputs = Object.fromEntries(plan.targets.map(({ output }) => [output, run.output(output)]));
      const [ahead = []] = readSteps(reader, outputs, 1, done.length);
      rows.push(...ahead.map((step, i) => futureRow(reader, given, step, timeAt(times, s, done.length + i + 1))));
      done.push(...ahead);
    }
    return done.slice(0, horizon);
  });
}
const MEASURING = { variant: 'inference', settings: new Map(), seed: 0, step: 0, masked: false } as const;

/** The rows before the last window, as windows that follow each other; the first may be shorter where the model allows it. */
function pastOf(reader: Reader, rows: readonly RawRow[]): readonly Batch[] {
  const { preprocessing, plan } = reader;
  const before = Math.max(0, rows.length - plan.width);
  const over = before % plan.width;
  const windows = Array.from({ length: (before - over) / plan.width }, (_, i) =>
    rows.slice(over + i * plan.width, over + (i + 1) * plan.width),
  );
  const past = over > 0 && takesAnySteps(preprocessing.feeds) ? [rows.slice(0, over), ...windows] : windows;
  return past.map((window) => batchOf(reader, window, { width: window.length, horizon: 1, stride: 1 }));
}

/** Reads the last window into a session, which then takes one forecast row after the other. */
function stepByStep(
  reader: Reader,
  series: readonly Series[],
  times: Times | null,
  horizon: number,
): readonly (readonly Step[])[] {
  const { model, record, plan } = reader;
  const session = model.session({ batch: series.length });
  try {
    if (plan.carry)
      for (const batch of series.flatMap(({ rows }) => pastOf(reader, rows))) session.process(feedsOf(record, batch));
    const windows = series.flatMap(({ rows }) => rows.slice(-plan.width));
    const first = session.process(feedsOf(record, batchOf(reader, windows)));
    const done = readSteps(reader, first, series.length, 0).map((steps) => [...steps]);
    for (let at = 1; at + plan.horizon <= horizon; at++) {
      const rows = series.map((given, s) => futureRow(reader, given, done[s]?.[at - 1], timeAt(times, s, at)));
      const outputs = session.process(feedsOf(record, batchOf(reader, rows, { width: 1, horizon: 1, stride: 1 })));
      readSteps(reader, outputs, series.length, at + plan.horizon - 1, 1).forEach((steps, s) => {
        done[s]?.push(...steps);
      });
    }
    return done.map((steps) => steps.slice(0, horizon));
  } finally {
    session.dispose();
  }
}

/**
 * The last steps of the outputs, by series, in raw units.
 * @param from steps ahead of the first of them, for messages.
 */
function readSteps(
  { plan }: Reader,
  outputs: { readonly [name: string]: Output },
  series: number,
  from: number,
  count = plan.horizon,
): readonly (readonly Step[])[] {
  return Array.from({ length: series }, (_, s) =>
    Array.from({ length: count }, (_unused, i) => {
      const shown: { [column: string]: number } = {};
      const points: { [column: string]: number } = {};
      for (const target of plan.targets) {
        const output = outputs[target.output];
        if (output === undefined) throw new InternalError(`no output ${target.output}`);
        const numbers = numbersOf(output, target.task);
        const perSeries = numbers.length / series;
        // counted from the end: a model that guesses at each step gives steps before these too
        const start = s * perSeries + perSeries - (count - i) * target.columns.length;
        target.columns.forEach((column, c) => {
          const { point, columns } = numbers.at(start + c, column);
          if (!Object.values(columns).every(Number.isFinite))
            throw new RnncError([say.outputNotFinite(target.output, `step ${from + i + 1}`)]);
          points[column.name] ??= point;
          for (const [suffix, value] of Object.entries(columns)) shown[`${column.name}${suffix}`] ??= value;
        });
      }
      return { columns: shown, points };
    }),
  );
}

/** An output as numbers of its target, counted as the target's are. */
interface Numbers {
  readonly length: number;
  /** Raw units; `columns` by what is added to the column's name. */
  readonly at: (
    index: number,
    column: Target['columns'][number],
  ) => { readonly point: number; readonly columns: { readonly [suffix: string]: number } };
}

function numbersOf({ data, shape }: Output, task: TrainedTask): Numbers {
  const value = (i: number): number => data[i] ?? Number.NaN;
  if (task.loss === 'quantile') {
    const quantiles = task.quantiles ?? [];
    const middle = quantiles.reduce(
      (best, tau, i) => (Math.abs(tau - 0.5) < Math.abs((quantiles[best] ?? 0) - 0.5) ? i : best),
      0,
    );
    return {
      length: data.length / quantiles.length,
      at: (index, { offset, scale }) => {
        const raw = quantiles.map((_, q) => value(index * quantiles.length + q) * scale + offset);
        const names = quantiles.map((tau) => `.q${Number((100 * tau).toPrecision(12))}`);
        return { point: raw[middle] ?? 0, columns: Object.fromEntries(names.map((name, q) => [name, raw[q] ?? 0])) };
      },
    };
  }
  if (task.loss === 'gaussian_nll') {
    // the last axis holds means, then log variances
    const half = (shape.at(-1) ?? 2) / 2;
    return {
      length: data.length / 2,
      at: (index, { offset, scale }) => {
        const place = Math.floor(index / half) * 2 * half + (index % half);
        const mean = value(place) * scale + offset;
        return { point: mean, columns: { '.mean': mean, '.stddev': exp(value(place + half) / 2) * Math.abs(scale) } };
      },
    };
  }
  return {
    length: data.length,
    at: (index, { offset, scale }) => {
      const point = value(index) * scale + offset;
      return { point, columns: { '': point } };
    },
  };
}
