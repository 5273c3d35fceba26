import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { ColumnRecipe, Preprocessing, SeriesScale } from '../dataset/preprocessing.ts';
import * as say from '../messages/columns.ts';
import type { Cell } from '../rows/cells.ts';
import { type ColumnFit, fitNumbers } from './fit.ts';

/** Fits all rows, and each series. @param make a fit of one column of numbers. */
export function fitSeries(make: () => ColumnFit): ColumnFit {
  const all = make();
  const series = new Map<string, ColumnFit>();
  return {
    ...all,
    add(cell, key) {
      all.add(cell, key);
      let own = series.get(key);
      if (own === undefined) {
        own = make();
        series.set(key, own);
      }
      own.add(cell, key);
    },
    recipe() {
      const recipe = all.recipe();
      if (!('offset' in recipe)) return recipe;
      return { ...recipe, series: Object.fromEntries([...series].map(([key, fit]) => [key, scaleOfFit(fit)])) };
    },
  };
}

function scaleOfFit(fit: ColumnFit): SeriesScale {
  const recipe = fit.recipe();
  if (!('offset' in recipe)) throw new InternalError('a column without a scale is scaled by series');
  return { offset: recipe.offset[0] ?? 0, scale: recipe.scale[0] ?? 1 };
}

type Numbers = Extract<ColumnRecipe, { readonly offset: unknown }>;

/** How the numbers of a series are scaled; null: nothing is known of it. */
export function scaleIn(recipe: Numbers, key: string | null, feature = 0): SeriesScale | null {
  const { series, offset, scale } = recipe;
  if (series === undefined)
    return { offset: offset[feature % offset.length] ?? 0, scale: scale[feature % scale.length] ?? 1 };
  return key !== null && Object.hasOwn(series, key) ? (series[key] ?? null) : null;
}

/** Columns that every series scales by itself. */
export const columnsBySeries = ({ columns }: Pick<Preprocessing, 'columns'>): readonly string[] =>
  Object.entries(columns).flatMap(([name, recipe]) =>
    'series' in recipe && recipe.series !== undefined ? [name] : [],
  );

/** What was learned, with the scales of one series in place of those of all. */
export function ofSeries<P extends Pick<Preprocessing, 'columns'>>(preprocessing: P, key: string): P {
  const names = columnsBySeries(preprocessing);
  if (names.length === 0) return preprocessing;
  const columns = { ...preprocessing.columns };
  for (const name of names) {
    const recipe = columns[name];
    if (recipe === undefined || !('offset' in recipe)) continue;
    const found = scaleIn(recipe, key);
    if (found === null) throw new InternalError(`the column "${name}" has no scale for the series "${key}"`);
    columns[name] = { ...recipe, offset: [found.offset], scale: [found.scale] };
  }
  return { ...preprocessing, columns };
}

/** Learns scales of series that the training part lacked. */
export class UnseenScales {
  readonly #preprocessing: Preprocessing;
  /** By column, then by series. */
  readonly #fits = new Map<string, Map<string, ColumnFit>>();

  constructor(preprocessing: Preprocessing) {
    this.#preprocessing = preprocessing;
  }

  /** Takes a transformed value. */
  add(column: string, cell: Cell, series: string): void {
    const recipe = this.#preprocessing.columns[column];
    if (recipe?.type !== 'number' || scaleIn(recipe, series) !== null) return;
    const fits = this.#fits.get(column) ?? new Map<string, ColumnFit>();
    this.#fits.set(column, fits);
    const fit = fits.get(series) ?? fitNumbers({ type: 'number' }, recipe.normalize, 0);
    fits.set(series, fit);
    fit.add(cell, series);
  }

  /** What was learned before, with these. */
  result(): { readonly preprocessing: Preprocessing; readonly notes: readonly string[] } {
    const scales = new Map(
      [...this.#fits].map(([name, fits]) => [name, new Map([...fits].map(([key, fit]) => [key, scaleOfFit(fit)]))]),
    );
    const series = new Set([...this.#fits.values()].flatMap((fits) => [...fits.keys()]));
    return {
      preprocessing: withSeries(this.#preprocessing, scales),
      notes: series.size === 0 ? [] : [say.unseenNote([...scales.keys()], [...series])],
    };
  }
}

/** @param scales by column, then by series. */
function withSeries(
  preprocessing: Preprocessing,
  scales: ReadonlyMap<string, ReadonlyMap<string, SeriesScale>>,
): Preprocessing {
  const columns = { ...preprocessing.columns };
  for (const [name, more] of scales) {
    const recipe = columns[name];
    if (recipe !== undefined && 'offset' in recipe)
      columns[name] = { ...recipe, series: { ...recipe.series, ...Object.fromEntries(more) } };
  }
  return { ...preprocessing, columns };
}
