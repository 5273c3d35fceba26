import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { headNumbers, pointIndex } from '../../uncertainty/heads.ts';
import type { MetricBatch } from '../metrics/metric-rules.ts';
import { createMetric, type Metric } from '../metrics/metrics.ts';
import { type Figure, type Layout, rowWeights } from './contest.ts';
import { WeightedMean } from './contest-classes.ts';
import type { ErrorScales } from './panel.ts';
import { hasUnits, isScaled, type RawTargets } from './raw-targets.ts';
import { featuresOf } from './window-series.ts';

/** A loss on numbers. */
export type NumberLoss = Exclude<LossSpec, { readonly type: 'ctc' } | { readonly type: 'l1' | 'l2' }>;

/** The point forecast for each number of the target: the output itself, the quantile nearest to 0.5, or the mean of a normal distribution. */
export function pointForecasts(
  loss: NumberLoss,
  measured: Float32Array,
  width: number,
  count: number,
): ArrayLike<number> {
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

/** Errors by the scale of their series as outputs for targets of 0; no targets where it has no scale. */
export function scaledErrors(
  { outputs, targets }: { readonly outputs: ArrayLike<number>; readonly targets: ArrayLike<number> },
  width: number,
  scales: ReturnType<ErrorScales['of']>,
): { readonly outputs: Float64Array; readonly targets: Float64Array } {
  const perSample = targets.length / scales.length;
  const errors = new Float64Array(targets.length);
  const there = new Float64Array(targets.length);
  for (let i = 0; i < targets.length; i++) {
    const target = targets[i] ?? Number.NaN;
    const scale = scales[Math.floor(i / perSample)]?.[i % width];
    errors[i] = ((outputs[i] ?? Number.NaN) - target) / (scale ?? 1);
    there[i] = scale === undefined || Number.isNaN(target) ? Number.NaN : 0;
  }
  return { outputs: errors, targets: there };
}

/** Numbers of a target that are of one column, and so of one unit. */
interface TargetColumn {
  readonly name: string;
  readonly first: number;
  readonly count: number;
}

/** Empty where all numbers of a target are of one column, or nothing is known of them. @param width numbers of a row */
function columnsIn(preprocessing: Preprocessing, target: string, width: number): readonly TargetColumn[] {
  const recipe = Object.hasOwn(preprocessing.feeds, target) ? preprocessing.feeds[target] : undefined;
  if (recipe?.from !== 'columns' || recipe.columns.length < 2) return [];
  let first = 0;
  const columns = recipe.columns.map((name): TargetColumn => {
    const column = { name, first, count: featuresOf(preprocessing, name) };
    first += column.count;
    return column;
  });
  return first === width ? columns : [];
}

function ofColumn({ outputs, targets, width, ...more }: MetricBatch, { first, count }: TargetColumn): MetricBatch {
  const own = (values: ArrayLike<number>): Float64Array => {
    const rows = values.length / width;
    return Float64Array.from(
      { length: rows * count },
      (_, i) => values[Math.floor(i / count) * width + first + (i % count)] ?? Number.NaN,
    );
  };
  return { ...more, outputs: own(outputs), targets: own(targets), width: count };
}

interface Score {
  readonly metric: Metric;
  readonly units: Figure['units'];
  readonly isRaw: boolean;
  /** Null: of all numbers. */
  readonly column: TargetColumn | null;
}

/** Computes loss and metrics from rows of forecasts that are added one by one. */
export class Scores {
  /** `raw`: the model sees scaled numbers, so figures are also given in units of the data; null: the model sees numbers as the data has them. */
  readonly units: 'raw' | null;
  readonly metrics: readonly Score[];
  readonly #columns: number;
  readonly #pointLoss: ReturnType<typeof pointLoss>;
  readonly #mean = new WeightedMean();
  #features = 1;
  readonly #loss: NumberLoss;

  /** @param scaled there is a scale for MASE. */
  constructor(preprocessing: Preprocessing, loss: NumberLoss, columns: number, scaled: boolean) {
    const target = loss.target.value;
    this.#loss = loss;
    this.#pointLoss = pointLoss(loss);
    this.#columns = columns;
    this.units = isScaled(preprocessing, target) ? 'raw' : null;
    const inLevels = hasUnits(preprocessing, target);
    const all = { column: null };
    const raw = { units: this.units, isRaw: true, ...all };
    const plain = { units: null, isRaw: inLevels, ...all };
    const seen = { units: 'normalised', isRaw: false, ...all } as const;
    const found = columnsIn(preprocessing, target, columns);
    // numbers of several columns are of several units, and only as the model sees them do they have a mean
    const byColumn = (name: 'mae' | 'rmse' | 'nrmse', of: typeof raw | typeof plain): readonly Score[] =>
      (found.length === 0 ? [null] : found).map((column) => ({ ...of, metric: createMetric({ name }), column }));
    const isSeen = this.units !== null && !inLevels;
    this.metrics = [
      ...byColumn('mae', raw),
      ...byColumn('rmse', raw),
      ...(isSeen ? [{ metric: createMetric({ name: 'nrmse' }), ...plain }] : byColumn('nrmse', plain)),
      { metric: createMetric({ name: 'mape' }), ...raw, units: null },
      // errors come divided by the scale of their series
      ...(scaled
        ? [{ metric: createMetric({ name: 'mase', scales: new Array<number>(columns).fill(1) }), ...plain }]
        : []),
      ...(this.units === null
        ? []
        : [
            { metric: createMetric({ name: 'mae' }), ...seen },
            { metric: createMetric({ name: 'rmse' }), ...seen },
          ]),
    ];
  }

  /** @param scales of MASE, as `ErrorScales.of` gives them; null where there are none. */
  add(
    forecasts: ArrayLike<number>,
    targets: ArrayLike<number>,
    inRaw: RawTargets,
    layout: Layout,
    scales: ReturnType<ErrorScales['of']> | null,
  ): void {
    const width = this.#columns;
    const weights = rowWeights(layout, targets.length / width);
    const more = { width, ...(weights === null ? {} : { weights }) };
    const seen = { outputs: forecasts, targets, ...more };
    const raw = this.units === null ? seen : { outputs: inRaw.points(forecasts), targets: inRaw.truth(), ...more };
    for (const { metric, isRaw, column } of this.metrics) {
      const given = column === null ? (isRaw ? raw : seen) : ofColumn(isRaw ? raw : seen, column);
      metric.add(
        metric.name === 'mase' && scales !== null ? { ...more, ...scaledErrors(given, width, scales) } : given,
      );
    }
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
