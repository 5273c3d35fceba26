import { goesOn } from '../../data/batches/batch.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { seriesKey } from '../../data/encode/series-feed.ts';
import { levelsOf } from '../../data/encode/unit-feeds.ts';
import { hasUnits } from './raw-targets.ts';

/** Where the columns of a target stand among the inputs of the same window. */
export interface WindowColumns {
  /** What is forecast: the steps after the window, or at each of its steps the one `lead` and `horizon` later. */
  readonly part: 'horizon' | 'next';
  readonly width: number;
  readonly horizon: number;
  /** Steps between the window and its horizon. */
  readonly lead?: number;
  readonly stride: number;
  /** States are carried from window to window. */
  readonly carry?: true;
  readonly target: string;
  /** One per column of the target: the input feed that has it too, numbers per step there, and its place among them. */
  /** The feeds have all rows up to the end of the horizon, before differences and scaling. */
  readonly levels?: true;
  readonly columns: readonly {
    readonly feed: string;
    readonly features: number;
    readonly at: number;
    /** Where the feed has the level in the row before. */
    readonly atBefore?: number;
  }[];
}

/** Null where the columns of the target are not inputs too: then no forecast can be made from their past. */
export function windowColumns(preprocessing: Preprocessing, target: string): WindowColumns | null {
  const { windows, feeds } = preprocessing;
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (windows === null || recipe?.from !== 'columns' || recipe.dtype !== 'float32') return null;
  if (recipe.part !== 'horizon' && recipe.part !== 'next') return null;
  if (hasUnits(preprocessing, target)) {
    const count = recipe.columns.length;
    const columns = recipe.columns.map((_, c) => levelsOf(target, count, c));
    return { part: recipe.part, ...windows, target, columns, levels: true };
  }
  const columns = recipe.columns.map((name) => placeOf(preprocessing, name));
  const known = columns.filter((column) => column !== null);
  if (known.length < columns.length) return null;
  return { part: recipe.part, ...windows, target, columns: known };
}

function placeOf(preprocessing: Preprocessing, name: string): WindowColumns['columns'][number] | null {
  for (const [feed, recipe] of Object.entries(preprocessing.feeds)) {
    if (recipe.from !== 'columns' || recipe.role !== 'input' || recipe.dtype !== 'float32' || recipe.part !== 'window')
      continue;
    const sizes = recipe.columns.map((column) => featuresOf(preprocessing, column));
    const place = recipe.columns.indexOf(name);
    if (place < 0 || sizes[place] !== 1) continue;
    const features = sizes.reduce((a, b) => a + b, 0);
    return { feed, features, at: sizes.slice(0, place).reduce((a, b) => a + b, 0) };
  }
  return null;
}

/** Numbers that a column gives to a float32 feed. */
export function featuresOf({ columns }: Preprocessing, name: string): number {
  const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (recipe === undefined || recipe.type === 'text' || recipe.type === 'tree') return 1;
  return recipe.type === 'category' ? recipe.values.length : recipe.offset.length;
}

/** A row of a series. */
export interface SeriesPlace {
  readonly series: number;
  readonly row: number;
}

/** Joins windows into the series that they were cut from: one series per column, in the scaled numbers that the model sees. Windows come in order. */
export class WindowSeries {
  /** By series, then by column, oldest value first. */
  readonly values: number[][][] = [];
  /** Which series each is of, as `seriesKey` says: after a gap a series goes on as another one of the same key. */
  readonly keys: string[] = [];
  /** By series, then by column: the value before the first, where that row was left out for want of a difference; else NaN. */
  readonly #before: number[][] = [];
  readonly #windows: WindowColumns;
  #lastStart = 0;

  constructor(windows: WindowColumns) {
    this.#windows = windows;
  }

  /** Takes the next window. @returns where its first row stands. */
  add(batch: Batch, sample: number): SeriesPlace {
    const spans = this.#windows.columns.map((_, column) => this.#span(batch, sample, column));
    const start = this.#lastStart + this.#windows.stride;
    const meets = (values: readonly (readonly number[])[], at: number): boolean =>
      this.#windows.carry === true && values[0]?.length === at;
    const key = seriesKey(batch, sample);
    const series = this.#follows(batch) && this.keys.at(-1) === key ? this.values.at(-1) : undefined;
    if (series !== undefined && (meets(series, start) || overlaps(series, spans, start))) {
      spans.forEach((span, column) => {
        const values = series[column] ?? [];
        for (let i = values.length - start; i < span.length; i++) values.push(span[i] ?? Number.NaN);
      });
      this.#lastStart = start;
    } else {
      this.values.push(spans);
      this.keys.push(key);
      this.#before.push(this.#windows.columns.map((_, column) => this.#beforeFirst(batch, sample, column)));
      this.#lastStart = 0;
    }
    return { series: this.values.length - 1, row: this.#lastStart };
  }

  /** The series with the rows before them that have no difference. */
  get whole(): readonly (readonly (readonly number[])[])[] {
    return this.values.map((columns, s) =>
      columns.map((values, c) => {
        const before = this.#before[s]?.[c] ?? Number.NaN;
        return Number.isNaN(before) ? values : [before, ...values];
      }),
    );
  }

  #beforeFirst(batch: Batch, sample: number, column: number): number {
    const { width, horizon, lead = 0, columns } = this.#windows;
    const place = columns[column];
    if (place?.atBefore === undefined) return Number.NaN;
    const first = sample * (width + lead + horizon) * place.features;
    return batch.feeds[place.feed]?.data[first + place.atBefore] ?? Number.NaN;
  }

  /** Where states are carried, the windows say themselves whether they follow each other. Otherwise the rows that two windows share tell it. */
  #follows(batch: Batch): boolean {
    return this.#windows.carry !== true || goesOn(batch, 0);
  }

  /** The window, then what comes right after it; NaN where no feed has a row. */
  #span(batch: Batch, sample: number, column: number): number[] {
    const { width, horizon, lead = 0, part, target, columns } = this.#windows;
    const place = columns[column];
    const span = new Array<number>(width + horizon).fill(Number.NaN);
    const read = place === undefined ? undefined : batch.feeds[place.feed]?.data;
    const future = batch.feeds[target]?.data;
    if (place === undefined || read === undefined || future === undefined) return span;
    const rows = this.#windows.levels === true ? width + lead + horizon : width;
    const known = this.#windows.levels === true && lead === 0 ? rows : width;
    for (let t = 0; t < known; t++) span[t] = read[(sample * rows + t) * place.features + place.at] ?? Number.NaN;
    if (lead > 0) return span.slice(0, width);
    if (this.#windows.levels === true) return span;
    const steps = part === 'horizon' ? horizon : width;
    const first = part === 'horizon' ? width : horizon;
    for (let t = Math.max(0, width - first); t < steps; t++)
      span[first + t] = future[(sample * steps + t) * columns.length + column] ?? Number.NaN;
    return span;
  }
}

/** Whether a window has the same numbers as the known part of a series, in the rows that both have. */
function overlaps(
  series: readonly (readonly number[])[],
  spans: readonly (readonly number[])[],
  start: number,
): boolean {
  const overlap = (series[0]?.length ?? 0) - start;
  if (overlap <= 0) return false;
  return spans.every((span, column) => {
    for (let i = 0; i < overlap; i++) if (!Object.is(span[i], series[column]?.[start + i])) return false;
    return true;
  });
}
