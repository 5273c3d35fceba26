import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { MetricBatch, MetricRules } from './metric-rules.ts';

/**
 * finish(Σ w term / Σ w) over every number: MAE has |y - ŷ|, RMSE (y - ŷ)² and the root, MAPE 100 |y - ŷ| / |y| (definitions as in Hyndman
 * and Koehler 2006, "Another look at measures of forecast accuracy"). What has no term, a target of 0 for MAPE, is left out; null where
 * nothing is left.
 * State: sum, weight, weight left out.
 */
export const meanOver = (
  term: (error: number, target: number) => number | null,
  finish: (mean: number) => number,
): MetricRules => ({
  add: (state, batch, row, weight) => {
    const [sum = 0, total = 0, leftOut = 0] = state;
    const next = { sum, total, leftOut };
    eachNumber(batch, row, (error, target) => {
      const value = term(error, target);
      if (value === null) next.leftOut += weight;
      else {
        next.sum += weight * value;
        next.total += weight;
      }
    });
    replace(state, [next.sum, next.total, next.leftOut]);
  },
  value: ([sum = 0, total = 0]) => (total === 0 ? null : finish(sum / total)),
  leftOut: ([, , leftOut = 0]) => leftOut,
});

/**
 * RMSE by the standard deviation of the targets: √(Σ w (y - ŷ)² / Σ w (y - ȳ)²) (Jaeger and Haas 2004, "Harnessing nonlinearity"): 1 is as
 * good as forecasting the mean. The variance is West's update (1979, CACM 22), which loses no digits far from 0. Null where all
 * targets are equal.
 * State: Σ w (y - ŷ)², Σ w, ȳ, Σ w (y - ȳ)².
 */
export const nrmse: MetricRules = {
  add: (state, batch, row, weight) => {
    let [squares = 0, total = 0, mean = 0, spread = 0] = state;
    eachNumber(batch, row, (error, target) => {
      squares += weight * error * error;
      total += weight;
      const from = target - mean;
      mean += (weight / total) * from;
      spread += weight * from * (target - mean);
    });
    replace(state, [squares, total, mean, spread]);
  },
  value: ([squares = 0, , , spread = 0]) => (spread === 0 ? null : Math.sqrt(squares / spread)),
};

/**
 * MASE = mean of |y - ŷ| / scale (Hyndman and Koehler 2006), one scale per number of a row. Below 1 is better than the one-step seasonal
 * naive forecast was in the training part. Null where a scale is 0: a constant series has no such error.
 */
export const scaledError = (scales: readonly number[]): MetricRules => {
  if (scales.some((scale) => !(scale >= 0))) throw new InternalError(`metric mase: scales ${scales.join(', ')}`);
  return {
    add: (state, batch, row, weight) => {
      if (scales.length !== batch.width)
        throw new InternalError(`metric mase: ${scales.length} scales for rows of ${batch.width}`);
      const [sum = 0, total = 0] = state;
      let scaled = 0;
      let count = 0;
      eachNumber(batch, row, (error, _, column) => {
        scaled += weight * Math.abs(error / (scales[column] ?? 0));
        count++;
      });
      replace(state, [sum + scaled, total + weight * count]);
    },
    value: ([sum = 0, total = 0]) => (total === 0 || scales.includes(0) ? null : sum / total),
  };
};

/**
 * The scale of MASE: mean |y_t - y_{t-season}| over the training part (Hyndman and Koehler 2006, equation 2.10; Hyndman and
 * Athanasopoulos, "Forecasting: Principles and Practice", 5.8, for seasons). Pairs do not cross from one series into the next, and pairs
 * with NaN are left out. Null where no series is longer than the season.
 * @param series one column, each series in the order of time.
 */
export function seasonalNaiveScale(series: readonly ArrayLike<number>[], season: number): number | null {
  let sum = 0;
  let pairs = 0;
  for (const values of series)
    for (let t = season; t < values.length; t++) {
      const change = Math.abs((values[t] ?? Number.NaN) - (values[t - season] ?? Number.NaN));
      if (Number.isNaN(change)) continue;
      sum += change;
      pairs++;
    }
  return pairs === 0 ? null : sum / pairs;
}

/** Every number of a row that has a target: one that is NaN is missing. */
function eachNumber(
  { outputs, targets, width }: MetricBatch,
  row: number,
  take: (error: number, target: number, column: number) => void,
): void {
  for (let column = 0; column < width; column++) {
    const index = row * width + column;
    const target = targets[index] ?? Number.NaN;
    if (Number.isNaN(target)) continue;
    take(target - (outputs[index] ?? Number.NaN), target, column);
  }
}

function replace(state: number[], by: readonly number[]): void {
  for (const [i, value] of by.entries()) state[i] = value;
}
