/** Baselines for numbers: the mean of the training part, and for the future of a series the usual naive forecasts. */
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Batch, Dataset, FeedShape } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { ScaledErrors } from '../metrics/metrics.ts';
import { trainingBatches } from '../prepare/training-batches.ts';
import { firstKnown, lastValue } from './baselines.ts';
import { bestSeason } from './best-season.ts';
import { type Contest, type Entries, type Figure, layoutOf, rowWeights } from './contest.ts';
import { lossFigure, metricFigure } from './contest-classes.ts';
import { type NumberLoss, pointForecasts, Scores, scaledErrors } from './number-scores.ts';
import { autoregressions, ErrorScales, Panel, type SeriesForecaster, seasonalNaives } from './panel.ts';
import { hasUnits, rawSeries, rawTargets } from './raw-targets.ts';
import { zerosNote } from './rounded-zeros.ts';
import { type SeriesPlace, type WindowColumns, WindowSeries, windowColumns } from './window-series.ts';

/** Operations that the fit of the linear autoregression may take. */
const MAX_FIT = 4e9;
/** Rows of the past that a search for a season looks at, where the model sees more than a window. */
const MAX_REACH = 400;

/**
 * @param width size of the last axis of what is measured.
 * @param season of the seasonal naive forecast and of MASE; null: what forecasts the training part best.
 */
export async function numberContest(
  data: Dataset,
  loss: NumberLoss,
  entries: Entries,
  width: number,
  season: number | null,
): Promise<Contest> {
  const { preprocessing } = data;
  const target = loss.target.value;
  const windows = windowColumns(preprocessing, target);
  const columns = windows?.columns.length ?? columnsOf(preprocessing, target, entries.feeds);
  const training = await readTraining(data, loss, entries, columns, windows);
  const panel = new Panel(training.series);
  const notes: string[] = [];
  const reach = windows === null ? 0 : reachOf(windows, training.series.values, season);
  // a season that fits into a window; where states are carried, it replaces a longer season as long as the past of a series is shorter than that
  const short =
    windows === null || (season !== null && windows.carry !== true)
      ? season
      : bestSeason(windows, windows.width, panel, null);
  const standIn = windows?.carry === true ? short : null;
  const chosen = season ?? (windows === null || standIn === null ? short : bestSeason(windows, reach, panel, standIn));
  const rivals: Rival[] = [];
  const inLevels = hasUnits(preprocessing, target);
  const known =
    windows === null || chosen === null
      ? null
      : new ErrorScales(training.series, windows, chosen, (series) =>
          inLevels ? rawSeries(preprocessing, target, series) : series,
        );
  const scales = known?.exist === true ? known : null;
  const rival = (name: string, forecast: Rival['forecast'], tellsLevels = false): void => {
    rivals.push({ name, forecast, tellsLevels, scores: new Scores(preprocessing, loss, columns, scales !== null) });
  };
  if (training.means !== null) {
    const means = training.means;
    rival('mean', (count) => Float64Array.from({ length: count }, (_, i) => means[i % columns] ?? 0));
  }
  const own = new Scores(preprocessing, loss, columns, scales !== null);
  const series = windows === null ? null : new WindowSeries(windows);
  if (windows !== null && series !== null && chosen !== null) {
    if (season === null) notes.push(`season ${chosen}, found in the training part; --season sets another`);
    for (const { name, forecasters } of naiveForecasters(windows, panel, [chosen, standIn], notes))
      rival(name, (count, places) => windowForecasts(windows, reach, series, forecasters, places, count), inLevels);
    if (windows.part === 'next' || windows.carry === true)
      notes.push(
        windows.carry === true
          ? 'at the first steps of a series, where its past is too short for a baseline, a shorter season or the last value stands in'
          : 'at the first steps of a series, where its past is too short for a baseline, that gives the last value',
      );
  } else if (preprocessing.windows !== null)
    notes.push('the inputs lack columns of the target, so no baseline can forecast from the past');
  const addToRivals = (batch: Batch): void => {
    const layout = layoutOf(batch, loss, entries);
    const targets = batch.feeds[target]?.data;
    if (layout === null || targets === undefined) return;
    const places = series === null ? [] : Array.from({ length: batch.samples }, (_, i) => series.add(batch, i));
    const raw = rawTargets(preprocessing, batch, target);
    const scaled = scales?.of(batch) ?? null;
    for (const { forecast, scores, tellsLevels } of rivals) {
      const told = forecast(targets.length, places);
      scores.add(tellsLevels ? (raw.fromLevels?.(told) ?? told) : told, targets, raw, layout, scaled);
    }
  };
  return {
    baselines: rivals.map(({ name }) => name),
    get notes() {
      return [...notes, ...(scales?.notes ?? []), ...zerosNote(own.metrics)];
    },
    add(batch, measured) {
      const layout = layoutOf(batch, loss, entries);
      const targets = batch.feeds[target]?.data;
      if (layout === null || targets === undefined) return;
      own.add(
        pointForecasts(loss, measured, width, targets.length),
        targets,
        rawTargets(preprocessing, batch, target),
        layout,
        scales?.of(batch) ?? null,
      );
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
        ({ metric, units, column }, i): Figure =>
          metricFigure(
            metric,
            rivals.map(({ name, scores }) => [name, scores.metrics[i]?.metric]),
            { units, column: column?.name ?? null },
          ),
      ),
    ],
  };
}

interface Rival {
  readonly name: string;
  /** `count` numbers laid out as the target is: levels, or as the model sees them. */
  readonly forecast: (count: number, places: readonly SeriesPlace[]) => Float64Array;
  /** The forecasts are levels, which the model sees in another form. */
  readonly tellsLevels: boolean;
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
  /** Empty without windows. */
  readonly series: Pick<WindowSeries, 'values' | 'whole' | 'keys'>;
}

async function readTraining(
  data: Dataset,
  loss: NumberLoss,
  entries: Entries,
  columns: number,
  windows: WindowColumns | null,
): Promise<Training> {
  const target = loss.target.value;
  const sums = new Float64Array(columns);
  const totals = new Float64Array(columns);
  const series = windows === null ? null : new WindowSeries(windows);
  for await (const batch of trainingBatches(data)) {
    const layout = layoutOf(batch, loss, entries);
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
    series: series ?? { values: [], whole: [], keys: [] },
  };
}

/**
 * Errors of forecasts for the metric `mase` of a training, each by the scale of its series: the mean error, on the training part, of forecasting each value
 * by the one before it (Hyndman and Koehler 2006). Null where the columns of the target are not inputs too, or no series has two values.
 */
export async function naiveErrors(data: Dataset, target: string): Promise<ScaledErrors | null> {
  const { preprocessing } = data;
  const windows = windowColumns(preprocessing, target);
  if (windows === null) return null;
  const series = new WindowSeries(windows);
  for await (const batch of trainingBatches(data)) for (let i = 0; i < batch.samples; i++) series.add(batch, i);
  const inLevels = hasUnits(preprocessing, target);
  const scales = new ErrorScales(series, windows, 1, (levels) =>
    inLevels ? rawSeries(preprocessing, target, levels) : levels,
  );
  const columns = windows.columns.length;
  if (!scales.exist) return null;
  return {
    columns,
    of(batch, outputs) {
      const raw = rawTargets(preprocessing, batch, target);
      const given = inLevels
        ? { outputs: raw.points(outputs), targets: raw.truth() }
        : { outputs, targets: batch.feeds[target]?.data ?? [] };
      return scaledErrors(given, columns, scales.of(batch));
    },
  };
}

// forecasts from the past

interface NamedForecasters {
  readonly name: string;
  /** By column. */
  readonly forecasters: readonly SeriesForecaster[];
}

function naiveForecasters(
  { columns, width }: WindowColumns,
  panel: Panel,
  [season, short]: readonly [number, number | null],
  notes: string[],
): readonly NamedForecasters[] {
  const naive: readonly NamedForecasters[] = [
    { name: 'last value', forecasters: columns.map(() => () => lastValue) },
    {
      name: season === 1 ? 'drift' : 'seasonal naive',
      forecasters: columns.map((_, c): SeriesForecaster => {
        const long = seasonalNaives(panel, c, season);
        if (short === null) return long;
        const other = seasonalNaives(panel, c, short);
        return (key) => firstKnown(long(key), other(key));
      }),
    },
  ];
  const rows = panel.rows;
  if (rows * (width + 1) ** 2 * columns.length > MAX_FIT) {
    notes.push(`no linear autoregression: with ${width} coefficients for ${rows} rows its fit would take too long`);
    return naive;
  }
  const linear = columns.map((_, c) => autoregressions(panel, c, width));
  const fitted = linear.filter((forecaster) => forecaster !== null);
  if (fitted.length < linear.length) {
    notes.push(`no linear autoregression: too few rows for ${width + 1} coefficients`);
    return naive;
  }
  return [...naive, { name: 'linear AR', forecasters: fitted }];
}

/** How many rows before a forecast a baseline may use. It may use those that the model knows, from its window or through states of earlier windows. */
function reachOf({ width, carry }: WindowColumns, series: WindowSeries['values'], season: number | null): number {
  if (carry !== true) return width;
  const longest = series.reduce((most, of) => Math.max(most, of[0]?.length ?? 0), 0);
  return Math.max(width, season ?? 0, Math.min(MAX_REACH, Math.floor(longest / 2)));
}

/** Forecasts within a window. Where the past is too short for a forecaster, its last value is the forecast. */
function windowForecasts(
  { part, width, horizon, lead = 0, columns }: WindowColumns,
  reach: number,
  { values, keys }: WindowSeries,
  forecasters: readonly SeriesForecaster[],
  places: readonly SeriesPlace[],
  count: number,
): Float64Array {
  const forecasts = new Float64Array(count);
  const steps = part === 'horizon' ? horizon : width;
  const far = lead + horizon;
  places.forEach(({ series, row }, sample) => {
    columns.forEach((_, column) => {
      const past = values[series]?.[column] ?? [];
      const forecaster = forecasters[column]?.(keys[series] ?? '');
      if (forecaster === undefined) throw new InternalError(`no forecaster for column ${column}`);
      const upTo = (end: number): Float64Array => {
        const history = past.slice(Math.max(0, end - reach), end);
        const forecast = forecaster.forecast(history, far);
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
