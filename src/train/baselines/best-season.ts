import { firstKnown, seasonalNaiveWithDrift } from './baselines.ts';
import type { Panel } from './panel.ts';
import type { WindowColumns } from './window-series.ts';

/** Operations that the search may take. */
const MAX_SEARCH = 2e7;
/** A longer season is chosen only if its error is below this share of that of a shorter one. */
const GAIN = 0.99;
/** A multiple of a season forecasts as well as that, give or take chance: its gain must be so many times the standard error of the gain. */
const SURE = 3;

/** Errors of the naive forecast of a season. */
interface Errors {
  /** Null: none is known. */
  readonly mean: number | null;
  /** Of the forecasts from each row, in one order for all seasons; NaN where none is known. */
  readonly byRow: readonly number[];
}

/**
 * The season, at most `reach`, whose naive forecast has the smallest error on the training part. A longer season must be clearly better.
 * @param short season to use where the past is too short for another, so that all seasons are judged on the same steps; null: the past is long enough.
 */
export function bestSeason(
  { width, horizon, lead = 0, columns }: Pick<WindowColumns, 'width' | 'horizon' | 'lead' | 'columns'>,
  reach: number,
  panel: Panel,
  short: number | null,
): number {
  const rows = panel.rows * columns.length;
  const every = Math.max(1, Math.ceil((rows * reach * horizon) / MAX_SEARCH));
  // errors of each series count by its size, so that none decides alone because its numbers are large
  const bySeries = columns.flatMap((_, c) =>
    panel.keys.map((key) => ({
      all: panel.stretches(key, c).map((values) => Float64Array.from(values)),
      scale: panel.size(key, c)?.scale ?? 1,
    })),
  );
  const far = lead + horizon;
  const errorsOf = (season: number): Errors => {
    let [sum, count] = [0, 0];
    const byRow: number[] = [];
    for (const { all, scale } of bySeries) {
      const long = seasonalNaiveWithDrift(all, season);
      const forecaster = short === null ? long : firstKnown(long, seasonalNaiveWithDrift(all, short));
      // the distances between samples vary, so that they can't be in step with a season
      for (const values of all)
        for (let end = width, k = 0; end + far <= values.length; end += 1 + (k++ % (2 * every - 1))) {
          let [own, known] = [0, 0];
          forecaster.forecast(values.subarray(Math.max(0, end - reach), end), far).forEach((forecast, k) => {
            const miss = k < lead ? Number.NaN : Math.abs(forecast - (values[end + k] ?? Number.NaN));
            if (Number.isNaN(miss)) return;
            own += miss / scale;
            known++;
          });
          sum += own;
          count += known;
          byRow.push(own / known);
        }
    }
    return { mean: count === 0 ? null : sum / count, byRow };
  };
  let best = { season: 1, mean: Number.POSITIVE_INFINITY, errors: errorsOf(1) };
  if (best.errors.mean !== null) best = { ...best, mean: best.errors.mean };
  for (let season = 2; season <= reach; season++) {
    const errors = errorsOf(season);
    if (errors.mean === null || !(errors.mean < best.mean * GAIN)) continue;
    // forecasts from rows that are near each other are of the same steps
    const apart = Math.min(1, every / horizon);
    const isMultiple = best.season > 1 && season % best.season === 0;
    if (isMultiple && gainBySpread(best.errors, errors, apart) < SURE) continue;
    best = { season, mean: errors.mean, errors };
  }
  return best.season;
}

/** The mean gain of one over the other by its standard error. @param apart the share of rows whose forecasts tell something of their own */
function gainBySpread(from: Errors, to: Errors, apart: number): number {
  const gains = from.byRow.map((error, i) => error - (to.byRow[i] ?? Number.NaN)).filter((gain) => !Number.isNaN(gain));
  const mean = gains.reduce((a, b) => a + b, 0) / gains.length;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  return mean / Math.sqrt(squares / gains.length / (gains.length * apart));
}
