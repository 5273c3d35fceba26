/** Series of a panel may differ in size by any factor, so what is learned of their numbers is learned of each, or in units in which they are alike. */
import type { Batch } from '../../data/dataset/dataset.ts';
import { seriesKey } from '../../data/encode/series-feed.ts';
import { seasonalNaiveScale } from '../metrics/metrics-numbers.ts';
import { type Forecaster, linearAutoregression, seasonalNaiveWithDrift, type TrainingSeries } from './baselines.ts';
import { type WindowColumns, WindowSeries } from './window-series.ts';

/** Gives each series, by its key, the forecaster of one column. */
export type SeriesForecaster = (key: string) => Forecaster;

/** Numbers of a series less `offset`, by `scale`, are those of a series with mean 0 and standard deviation 1. */
interface Size {
  readonly offset: number;
  readonly scale: number;
}

/** The training part, series by series. */
export class Panel {
  /** A column tells series apart. */
  readonly isGrouped: boolean;
  /** By key, then the stretches between gaps, each by column. */
  readonly #stretches = new Map<string, (readonly (readonly number[])[])[]>();
  readonly #sizes = new Map<string, Size>();

  constructor({ values, keys }: Pick<WindowSeries, 'values' | 'keys'>) {
    this.isGrouped = keys.some((key) => key !== '');
    for (const [i, columns] of values.entries()) {
      const key = keys[i] ?? '';
      const known = this.#stretches.get(key);
      if (known === undefined) this.#stretches.set(key, [columns]);
      else known.push(columns);
    }
  }

  get keys(): readonly string[] {
    return [...this.#stretches.keys()];
  }

  /** Of all series. */
  get rows(): number {
    return this.keys.reduce((n, key) => n + this.stretches(key, 0).reduce((m, values) => m + values.length, 0), 0);
  }

  has(key: string): boolean {
    return this.#stretches.has(key);
  }

  /** Of one series. */
  stretches(key: string, column: number): TrainingSeries {
    return (this.#stretches.get(key) ?? []).map((columns) => columns[column] ?? []);
  }

  /** Null of a series that was not trained on. */
  size(key: string, column: number): Size | null {
    if (!this.has(key)) return null;
    const name = `${column} ${key}`;
    const size = this.#sizes.get(name) ?? sizeOf(this.stretches(key, column));
    this.#sizes.set(name, size);
    return size;
  }
}

function sizeOf(stretches: TrainingSeries): Size {
  let [count, mean, squares] = [0, 0, 0];
  for (const values of stretches)
    for (let t = 0; t < values.length; t++) {
      const value = values[t] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      count++;
      const from = value - mean;
      mean += from / count;
      squares += from * (value - mean);
    }
  const scale = count === 0 ? 0 : Math.sqrt(squares / count);
  // all numbers are one, but for rounding
  return { offset: mean, scale: scale > 1e-12 * Math.abs(mean) ? scale : 1 };
}

/** The drift is that of the series; of one that was not trained on, that of its rows before the forecast. */
export function seasonalNaives(panel: Panel, column: number, season: number): SeriesForecaster {
  const known = new Map<string, Forecaster>();
  const unseen: Forecaster = {
    forecast: (history, horizon) => seasonalNaiveWithDrift([history], season).forecast(history, horizon),
  };
  return (key) => {
    if (!panel.has(key)) return unseen;
    const forecaster = known.get(key) ?? seasonalNaiveWithDrift(panel.stretches(key, column), season);
    known.set(key, forecaster);
    return forecaster;
  };
}

/**
 * One autoregression for all series, each in units of its own mean and standard deviation; of one that was not trained on, those of its rows before
 * the forecast.
 * @returns null where there are fewer windows than coefficients
 */
export function autoregressions(panel: Panel, column: number, order: number): SeriesForecaster | null {
  const scaled = (values: ArrayLike<number>, size: Size): Float64Array =>
    Float64Array.from(values, (value) => (value - size.offset) / size.scale);
  const training = panel.keys.flatMap((key) => {
    const stretches = panel.stretches(key, column);
    const size = panel.isGrouped ? panel.size(key, column) : null;
    return size === null ? stretches : stretches.map((values) => scaled(values, size));
  });
  const fitted = linearAutoregression(training, order);
  if (fitted === null || !panel.isGrouped) return fitted === null ? null : () => fitted;
  return (key) => ({
    forecast: (history, horizon) => {
      const size = panel.size(key, column) ?? sizeOf([history]);
      return fitted.forecast(scaled(history, size), horizon).map((value) => value * size.scale + size.offset);
    },
  });
}

/** Scales of MASE. They are those of the series in the training part; of one that was not trained on, those of the first window of it that comes. */
export class ErrorScales {
  readonly #windows: WindowColumns;
  readonly #season: number;
  readonly #toUnits: (series: WindowSeries['whole']) => readonly (readonly (readonly number[])[])[];
  /** By key, one per column; null: unknown, or 0. */
  readonly #scales = new Map<string, readonly number[] | null>();
  readonly #panel: Panel;
  /** Some series of the training part is long enough. */
  readonly exist: boolean;
  readonly #leftOut = new Set<string>();
  readonly #unseen = new Set<string>();

  /** @param toUnits from the numbers of the panel to those that errors are measured in */
  constructor(
    training: Pick<WindowSeries, 'whole' | 'keys'>,
    windows: WindowColumns,
    season: number,
    toUnits: (series: WindowSeries['whole']) => readonly (readonly (readonly number[])[])[],
  ) {
    this.#windows = windows;
    this.#season = season;
    this.#toUnits = toUnits;
    const panel = new Panel({
      values: toUnits(training.whole).map((of) => of.map((v) => [...v])),
      keys: training.keys,
    });
    this.#panel = panel;
    const columns = windows.columns.map((_, c) => c);
    this.exist = panel.keys.some((key) =>
      columns.every((c) => seasonalNaiveScale(panel.stretches(key, c), season) !== null),
    );
  }

  /** For each sample of a batch: one scale per column, or null where the series has none. */
  of(batch: Batch): readonly (readonly number[] | null)[] {
    return Array.from({ length: batch.samples }, (_, sample) => {
      const key = seriesKey(batch, sample);
      const known = this.#scales.get(key);
      const scales = known === undefined ? this.#find(key, batch, sample) : known;
      this.#scales.set(key, scales);
      if (scales === null) this.#leftOut.add(key);
      return scales;
    });
  }

  #find(key: string, batch: Batch, sample: number): readonly number[] | null {
    const { columns, width } = this.#windows;
    let stretches = columns.map((_, c) => this.#panel.stretches(key, c));
    if (!this.#panel.has(key)) {
      this.#unseen.add(key);
      const own = new WindowSeries(this.#windows);
      own.add(batch, sample);
      const [values = []] = this.#toUnits(
        own.whole.map((of) =>
          of.map((column, c) => column.slice(0, width + column.length - (own.values[0]?.[c]?.length ?? 0))),
        ),
      );
      stretches = values.map((column) => [column]);
    }
    const scales = stretches.map((of) => seasonalNaiveScale(of, this.#season) ?? 0);
    return scales.includes(0) ? null : scales;
  }

  /** Sentences on series that are measured another way than the others. */
  get notes(): readonly string[] {
    if (!this.#panel.isGrouped) return [];
    return [
      ...(this.#unseen.size === 0
        ? []
        : [
            `${this.#unseen.size} series were not trained on: their drift, the units of the autoregression and the scale of MASE are those of their rows before the targets`,
          ]),
      ...(this.#leftOut.size === 0
        ? []
        : [`MASE leaves out ${this.#leftOut.size} series that never change, or are too short for a season`]),
    ];
  }
}
