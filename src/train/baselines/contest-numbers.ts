/** Baselines for numbers: the mean of the training part, and for the future of a series the usual naive forecasts. */
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Batch, Dataset, FeedShape } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { denormalize } from '../../data/table/preprocess.ts';
import { headNumbers, pointIndex } from '../../uncertainty/heads.ts';
import { createMetric, type Metric } from '../metrics/metrics.ts';
import { seasonalNaiveScale } from '../metrics/metrics-numbers.ts';
import { trainingBatches } from '../prepare/training-batches.ts';
import { type Forecaster, lastValue, linearAutoregression, seasonalNaiveWithDrift } from './baselines.ts';
import { type Contest, type Figure, type Layout, layoutOf, rowWeights } from './contest.ts';
import { lossFigure, metricFigure, WeightedMean } from './contest-classes.ts';
import { withZeros, zerosNote } from './rounded-zeros.ts';
import { type SeriesPlace, type WindowColumns, WindowSeries, windowColumns } from './window-series.ts';

/** A loss on numbers. This file is never given a loss on classes. */
export type NumberLoss = Exclude<LossSpec, { readonly type: 'ctc' } | { readonly type: 'l1' | 'l2' }>;

/** Operations that the fit of the linear autoregression, and the search for a season, may take. */
const MAX_FIT = 4e9;
const MAX_SEARCH = 2e7;
/** Rows of the past that a search for a season looks at, where the model sees more than a window. */
const MAX_REACH = 400;
/** A longer season is chosen only if its error is below this share of that of a shorter one. */
const SEASON_GAIN = 0.99;

/**
 * @param width size of the last axis of what is measured.
 * @param season of the seasonal naive forecast and of MASE; null: what forecasts the training part best.
 */
export async function numberContest(
  data: Dataset,
  loss: NumberLoss,
  feeds: readonly FeedShape[],
  width: number,
  season: number | null,
): Promise<Contest> {
  const { preprocessing } = data;
  const target = loss.target.value;
  const windows = windowColumns(preprocessing, target);
  const columns = windows?.columns.length ?? columnsOf(preprocessing, target, feeds);
  const training = await readTraining(data, loss, feeds, columns, windows);
  const notes: string[] = [];
  const reach = windows === null ? 0 : reachOf(windows, training.series, season);
  // a season that fits into a window; where states are carried, it replaces a longer season as long as the past of a series is shorter than that
  const short =
    windows === null || (season !== null && windows.carry !== true)
      ? season
      : bestSeason(windows, windows.width, training.series, null);
  const standIn = windows?.carry === true ? short : null;
  const chosen =
    season ?? (windows === null || standIn === null ? short : bestSeason(windows, reach, training.series, standIn));
  const rivals: Rival[] = [];
  const rival = (name: string, forecast: Rival['forecast']): void => {
    rivals.push({ name, forecast, scores: new Scores(preprocessing, loss, columns, training.series, chosen) });
  };
  if (training.means !== null) {
    const means = training.means;
    rival('mean', (count) => Float64Array.from({ length: count }, (_, i) => means[i % columns] ?? 0));
  }
  const own = new Scores(preprocessing, loss, columns, training.series, chosen);
  const series = windows === null ? null : new WindowSeries(windows);
  if (windows !== null && series !== null && chosen !== null) {
    if (season === null) notes.push(`season ${chosen}, found in the training part; --season sets another`);
    for (const { name, forecasters } of naiveForecasters(windows, training.series, [chosen, standIn], notes))
      rival(name, (count, places) => windowForecasts(windows, reach, series, forecasters, places, count));
    if (windows.part === 'next' || windows.carry === true)
      notes.push(
        windows.carry === true
          ? 'at the first steps of a series, where its past is too short for a baseline, a shorter season or the last value stands in'
          : 'at the first steps of a series, where its past is too short for a baseline, that gives the last value',
      );
  } else if (preprocessing.windows !== null)
    notes.push('the inputs lack columns of the target, so no baseline can forecast from the past');
  const addToRivals = (batch: Batch): void => {
    const layout = layoutOf(batch, loss, feeds);
    const targets = batch.feeds[target]?.data;
    if (layout === null || targets === undefined) return;
    const places = series === null ? [] : Array.from({ length: batch.samples }, (_, i) => series.add(batch, i));
    for (const { forecast, scores } of rivals) scores.add(forecast(targets.length, places), targets, layout);
  };
  return {
    baselines: rivals.map(({ name }) => name),
    get notes() {
      return [...notes, ...zerosNote(own.metrics)];
    },
    add(batch, measured) {
      const layout = layoutOf(batch, loss, feeds);
      const targets = batch.feeds[target]?.data;
      if (layout === null || targets === undefined) return;
      own.add(pointForecasts(loss, measured, width, targets.length), targets, layout);
      if (windows?.carry !== true) addToRivals(batch);
    },
    ...(windows?.carry === true ? { addInOrder: addToRivals } : {}),
    figures: (value) => [
      lossFigure(
        loss,
        value,
        Object.fromEntries(rivals.map(({ name, scores }) => [name, scores.loss])),
        own.units === null ? null : 'normalised',
      ),
      ...own.metrics.map(
        ({ metric, units }, i): Figure =>
          metricFigure(
            metric,
            rivals.map(({ name, scores }) => [name, scores.metrics[i]?.metric]),
            units,
          ),
      ),
    ],
  };
}

interface Rival {
  readonly name: string;
  /** `count` numbers laid out as the target is, as the model sees them. */
  readonly forecast: (count: number, places: readonly SeriesPlace[]) => Float64Array;
  readonly scores: Scores;
}

/** How many numbers a target has at each step. */
function columnsOf({ feeds, windows }: Preprocessing, target: string, shapes: readonly FeedShape[]): number {
  const dims = shapes.find((shape) => shape.name === target)?.dims ?? [];
  const size = dims.filter((d) => typeof d === 'number').reduce((a, b) => a * b, 1);
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (recipe?.from !== 'columns' || windows === null || recipe.part === 'row' || typeof dims[1] === 'string')
    return size;
  return size / (recipe.part === 'horizon' ? windows.horizon : windows.width);
}

interface Training {
  /** By column, weighted as the loss is; null without any sample. */
  readonly means: Float64Array | null;
  /** By series, then by column; empty without windows. */
  readonly series: readonly (readonly (readonly number[])[])[];
}

async function readTraining(
  data: Dataset,
  loss: NumberLoss,
  feeds: readonly FeedShape[],
  columns: number,
  windows: WindowColumns | null,
): Promise<Training> {
  const target = loss.target.value;
  const sums = new Float64Array(columns);
  const totals = new Float64Array(columns);
  const series = windows === null ? null : new WindowSeries(windows);
  for await (const batch of trainingBatches(data)) {
    const layout = layoutOf(batch, loss, feeds);
    const targets = batch.feeds[target]?.data;
    if (layout === null || targets === undefined) continue;
    const count = targets.length / columns;
    const weights = rowWeights(layout, count);
    for (let row = 0; row < count; row++) {
      const weight = weights?.[row] ?? 1;
      if (weight === 0) continue;
      for (let c = 0; c < columns; c++) {
        const value = targets[row * columns + c] ?? Number.NaN;
        if (Number.isNaN(value)) continue;
        sums[c] = (sums[c] ?? 0) + weight * value;
        totals[c] = (totals[c] ?? 0) + weight;
      }
    }
    if (series !== null) for (let i = 0; i < batch.samples; i++) series.add(batch, i);
  }
  return {
    means: totals.includes(0) ? null : sums.map((sum, c) => sum / (totals[c] ?? 1)),
    series: series?.values ?? [],
  };
}

/**
 * Scales of MASE for the entries of a forecast, in the numbers that the model sees. A scale is the mean error, on the training part, of forecasting
 * each value by the value before it (Hyndman and Koehler 2006). There are `width` entries, which repeat the columns of the target. Null where the
 * columns of the target are not inputs too, or no series has two values.
 */
export async function naiveScales(data: Dataset, target: string, width: number): Promise<readonly number[] | null> {
  const windows = windowColumns(data.preprocessing, target);
  if (windows === null) return null;
  const series = new WindowSeries(windows);
  for await (const batch of trainingBatches(data)) for (let i = 0; i < batch.samples; i++) series.add(batch, i);
  const scales = windows.columns.map((_, c) => seasonalNaiveScale(columnOf(series.values, c), 1));
  const known = scales.filter((scale) => scale !== null);
  if (known.length < scales.length || width % scales.length !== 0) return null;
  return Array.from({ length: width }, (_, i) => known[i % known.length] ?? 0);
}

// forecasts from the past

interface NamedForecasters {
  readonly name: string;
  /** By column. */
  readonly forecasters: readonly Forecaster[];
}

const columnOf = (series: Training['series'], column: number): readonly (readonly number[])[] =>
  series.map((columns) => columns[column] ?? []);

function naiveForecasters(
  { columns, width }: WindowColumns,
  series: Training['series'],
  [season, short]: readonly [number, number | null],
  notes: string[],
): readonly NamedForecasters[] {
  const naive = [
    { name: 'last value', forecasters: columns.map(() => lastValue) },
    {
      name: 'seasonal naive',
      forecasters: columns.map((_, c) => {
        const values = columnOf(series, c);
        const long = seasonalNaiveWithDrift(values, season);
        return short === null ? long : firstKnown(long, seasonalNaiveWithDrift(values, short));
      }),
    },
  ];
  const rows = series.reduce((n, of) => n + (of[0]?.length ?? 0), 0);
  if (rows * (width + 1) ** 2 * columns.length > MAX_FIT) {
    notes.push(`no linear autoregression: with ${width} coefficients for ${rows} rows its fit would take too long`);
    return naive;
  }
  const linear = columns.map((_, c) => linearAutoregression(columnOf(series, c), width));
  const fitted = linear.filter((forecaster) => forecaster !== null);
  if (fitted.length < linear.length) {
    notes.push(`no linear autoregression: too few rows for ${width + 1} coefficients`);
    return naive;
  }
  return [...naive, { name: 'linear AR', forecasters: fitted }];
}

/** How many rows before a forecast a baseline may use. It may use those that the model knows, from its window or through states of earlier windows. */
function reachOf({ width, carry }: WindowColumns, series: Training['series'], season: number | null): number {
  if (carry !== true) return width;
  const longest = series.reduce((most, of) => Math.max(most, of[0]?.length ?? 0), 0);
  return Math.max(width, season ?? 0, Math.min(MAX_REACH, Math.floor(longest / 2)));
}

/** The forecast of the first forecaster; where the past is too short for it, that of the second. */
const firstKnown = (one: Forecaster, other: Forecaster): Forecaster => ({
  forecast: (history, horizon) => {
    const forecast = one.forecast(history, horizon);
    return forecast.some(Number.isNaN) ? other.forecast(history, horizon) : forecast;
  },
});

/** Forecasts within a window. Where the past is too short for a forecaster, its last value is the forecast. */
function windowForecasts(
  { part, width, horizon, lead = 0, columns }: WindowColumns,
  reach: number,
  { values }: WindowSeries,
  forecasters: readonly Forecaster[],
  places: readonly SeriesPlace[],
  count: number,
): Float64Array {
  const forecasts = new Float64Array(count);
  const steps = part === 'horizon' ? horizon : width;
  const far = lead + horizon;
  places.forEach(({ series, row }, sample) => {
    columns.forEach((_, column) => {
      const past = values[series]?.[column] ?? [];
      const upTo = (end: number): Float64Array => {
        const history = past.slice(Math.max(0, end - reach), end);
        const forecast = forecasters[column]?.forecast(history, far);
        if (forecast === undefined) throw new InternalError(`no forecaster for column ${column}`);
        return forecast.some(Number.isNaN) ? lastValue.forecast(history, far) : forecast;
      };
      const ahead = part === 'horizon' ? upTo(row + width) : null;
      for (let t = 0; t < steps; t++)
        forecasts[(sample * steps + t) * columns.length + column] =
          (ahead === null ? upTo(row + t + 1)[far - 1] : ahead[lead + t]) ?? Number.NaN;
    });
  });
  return forecasts;
}

/**
 * The season, at most `reach`, whose naive forecast has the smallest error on the training part. A longer season must be clearly better.
 * @param short season to use where the past is too short for another, so that all seasons are judged on the same steps; null: the past is long enough.
 */
function bestSeason(
  { width, horizon, columns }: WindowColumns,
  reach: number,
  series: Training['series'],
  short: number | null,
): number {
  const rows = series.reduce((n, of) => n + (of[0]?.length ?? 0), 0) * columns.length;
  const every = Math.max(1, Math.ceil((rows * reach * horizon) / MAX_SEARCH));
  const byColumn = columns.map((_, c) => columnOf(series, c).map((values) => Float64Array.from(values)));
  let best = { season: 1, error: Number.POSITIVE_INFINITY };
  for (let season = 1; season <= reach; season++) {
    const error = new WeightedMean();
    for (const all of byColumn) {
      const long = seasonalNaiveWithDrift(all, season);
      const forecaster = short === null ? long : firstKnown(long, seasonalNaiveWithDrift(all, short));
      // the distances between samples vary, so that they can't be in step with a season
      for (const values of all)
        for (let end = width, k = 0; end + horizon <= values.length; end += 1 + (k++ % (2 * every - 1)))
          forecaster.forecast(values.subarray(Math.max(0, end - reach), end), horizon).forEach((forecast, k) => {
            const miss = Math.abs(forecast - (values[end + k] ?? Number.NaN));
            if (!Number.isNaN(miss)) error.add(miss, 1);
          });
    }
    if (error.value !== null && error.value < best.error * (season === 1 ? 1 : SEASON_GAIN))
      best = { season, error: error.value };
  }
  return best.season;
}

// what is measured

/** The point forecast for each number of the target: the output itself, the quantile nearest to 0.5, or the mean of a normal distribution. */
function pointForecasts(loss: NumberLoss, measured: Float32Array, width: number, count: number): ArrayLike<number> {
  switch (loss.type) {
    case 'mse':
    case 'mae':
    case 'huber':
      return measured;
    case 'quantile':
    case 'gaussian_nll': {
      const head = { loss: loss.type, ...('quantiles' in loss ? { quantiles: loss.quantiles } : {}) };
      const { at } = headNumbers(head, measured, width);
      const point = pointIndex(head);
      return Float64Array.from({ length: count }, (_, i) => at(i)[point] ?? Number.NaN);
    }
    case 'cross_entropy':
    case 'soft_cross_entropy':
    case 'sigmoid_cross_entropy':
      throw new InternalError(`${loss.type} is no loss of numbers`);
    default:
      return loss satisfies never;
  }
}

/** Loss of one point forecast, averaged over the features of the output; null for losses that need more than a point. */
function pointLoss(loss: NumberLoss): ((forecast: number, target: number) => number) | null {
  switch (loss.type) {
    case 'mse':
      return (forecast, target) => (forecast - target) ** 2;
    case 'mae':
      return (forecast, target) => Math.abs(forecast - target);
    case 'huber':
      return (forecast, target) => {
        const size = Math.abs(forecast - target);
        const inner = Math.min(size, loss.delta);
        return (inner * inner) / 2 + loss.delta * (size - inner);
      };
    case 'quantile':
      return (forecast, target) => {
        const e = target - forecast;
        return loss.quantiles.reduce((sum, tau) => sum + Math.max(tau * e, (tau - 1) * e), 0) / loss.quantiles.length;
      };
    case 'gaussian_nll':
      return null;
    case 'cross_entropy':
    case 'soft_cross_entropy':
    case 'sigmoid_cross_entropy':
      throw new InternalError(`${loss.type} is no loss of numbers`);
    default:
      return loss satisfies never;
  }
}

/** Computes loss and metrics from rows of forecasts that are added one by one. */
class Scores {
  /** `raw`: the model sees scaled numbers, so figures are also given in units of the data; null: the model sees numbers as the data has them. */
  readonly units: 'raw' | null;
  readonly metrics: readonly { readonly metric: Metric; readonly units: Figure['units']; readonly isRaw: boolean }[];
  readonly #columns: number;
  readonly #toRaw: (values: ArrayLike<number>) => ArrayLike<number>;
  readonly #pointLoss: ReturnType<typeof pointLoss>;
  readonly #mean = new WeightedMean();
  #features = 1;
  readonly #loss: NumberLoss;

  constructor(
    preprocessing: Preprocessing,
    loss: NumberLoss,
    columns: number,
    training: Training['series'],
    season: number | null,
  ) {
    const target = loss.target.value;
    this.#loss = loss;
    this.#pointLoss = pointLoss(loss);
    this.#columns = columns;
    this.units = isScaled(preprocessing, target) ? 'raw' : null;
    this.#toRaw = this.units === null ? (values) => values : (values) => denormalize(preprocessing, target, values);
    const scales =
      season === null
        ? []
        : Array.from({ length: columns }, (_, c) => seasonalNaiveScale(columnOf(training, c), season));
    const known = scales.filter((scale) => scale !== null);
    const raw = { units: this.units, isRaw: true };
    const plain = { units: null, isRaw: false };
    const seen = { units: 'normalised', isRaw: false } as const;
    this.metrics = [
      { metric: createMetric({ name: 'mae' }), ...raw },
      { metric: createMetric({ name: 'rmse' }), ...raw },
      { metric: createMetric({ name: 'nrmse' }), ...plain },
      { metric: createMetric({ name: 'mape' }), ...raw, units: null },
      ...(known.length === columns ? [{ metric: createMetric({ name: 'mase', scales: known }), ...plain }] : []),
      ...(this.units === null
        ? []
        : [
            { metric: createMetric({ name: 'mae' }), ...seen },
            { metric: createMetric({ name: 'rmse' }), ...seen },
          ]),
    ];
  }

  add(forecasts: ArrayLike<number>, targets: ArrayLike<number>, layout: Layout): void {
    const width = this.#columns;
    const weights = rowWeights(layout, targets.length / width);
    const more = { width, ...(weights === null ? {} : { weights }) };
    const seen = { outputs: forecasts, targets, ...more };
    const raw =
      this.units === null
        ? seen
        : { outputs: this.#toRaw(forecasts), targets: withZeros(targets, this.#toRaw), ...more };
    for (const { metric, isRaw } of this.metrics) metric.add(isRaw ? raw : seen);
    this.#features = layout.features;
    if (this.#pointLoss === null) return;
    for (let i = 0; i < targets.length; i++) {
      const weight = weights?.[Math.floor(i / width)] ?? 1;
      const wanted = targets[i] ?? Number.NaN;
      if (weight > 0 && !Number.isNaN(wanted))
        this.#mean.add(this.#pointLoss(forecasts[i] ?? Number.NaN, wanted), weight);
    }
  }

  /** Combines the features of an entry as the loss of the model does. */
  get loss(): number | null {
    const mean = this.#mean.value;
    if (mean === null || this.#loss.reduce === 'mean') return mean;
    return mean * this.#features * (this.#loss.type === 'quantile' ? this.#loss.quantiles.length : 1);
  }
}

/** Whether a target of numbers alone was normalised. */
export function isScaled({ feeds, columns }: Preprocessing, target: string): boolean {
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (recipe?.from !== 'columns' || recipe.dtype !== 'float32') return false;
  const used = recipe.columns.map((name) => columns[name]);
  const numbers = used.flatMap((column) => (column?.type === 'number' || column?.type === 'time' ? [column] : []));
  if (numbers.length < used.length) return false;
  return numbers.some(({ offset, scale }) => offset.some((o) => o !== 0) || scale.some((s) => s !== 1));
}
