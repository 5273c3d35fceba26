/**
 * Numbers that a series scales by itself, or that have been transformed, become raw ones again only with what is known of their series and of the row
 * before. Samples carry it beside their feeds.
 */
import type { DataSpec, Transform } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Batch } from '../dataset/dataset.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { PlannedFeed } from './plan-feeds.ts';
import { scaleIn } from './series-scale.ts';

export interface ColumnRule {
  readonly transform: readonly Transform[];
  /** Each series has a scale of its own. */
  readonly bySeries: boolean;
}

/** As the model file says, or as training did. */
export function columnRule(spec: DataSpec, trained: Preprocessing | null, name: string): ColumnRule {
  if (trained !== null) {
    const recipe = Object.hasOwn(trained.columns, name) ? trained.columns[name] : undefined;
    if (recipe === undefined || !('offset' in recipe)) return { transform: [], bySeries: false };
    return { transform: recipe.transform ?? [], bySeries: recipe.series !== undefined };
  }
  const { transform = [], over = 'all' } = spec.columns.get(name) ?? {};
  return { transform, bySeries: over === 'series' };
}

const unitsName = (target: string): string => `${target}/units`;

/** Numbers of a column in a row: its level, how differences or levels of the series are scaled, and the level in the row before, or NaN. */
const PER_COLUMN = 4;

/** One for each target of which a column is transformed or scaled by series. */
export const unitFeeds = (
  feeds: readonly PlannedFeed[],
  ruleOf: (column: string) => ColumnRule,
): readonly PlannedFeed[] =>
  feeds.flatMap((feed): readonly PlannedFeed[] => {
    const { role, dtype, columns, part, dims, name } = feed;
    const isPlain = columns.every((column) => {
      const { transform, bySeries } = ruleOf(column);
      return transform.length === 0 && !bySeries;
    });
    if (role !== 'target' || dtype !== 'float32' || isPlain) return [];
    const size = PER_COLUMN * columns.length;
    const own = { ...feed, name: unitsName(name), role: 'input' as const };
    if (part === 'row') return [{ ...own, dims: ['batch', size] }];
    return part === 'step'
      ? [{ ...own, dims: ['batch', dims[1] ?? 'time', size] }]
      : [{ ...own, dims: ['batch', unitsName(name), size], part: 'span' }];
  });

/** What a row gives to such a feed. @param levels one per column. @param before the same of the row before, NaN where it is not wanted. */
export function unitsOfRow(
  { columns }: Preprocessing,
  feed: PlannedFeed,
  levels: readonly number[],
  before: readonly number[],
  series: string,
): readonly number[] {
  return feed.columns.flatMap((name, i) => {
    const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
    const scale = recipe !== undefined && 'offset' in recipe ? scaleIn(recipe, series) : null;
    return [levels[i] ?? Number.NaN, scale?.offset ?? 0, scale?.scale ?? 1, before[i] ?? Number.NaN];
  });
}

/** Where the units of a target are among the feeds of a batch. */
export interface Units {
  readonly data: ArrayLike<number>;
  /** Columns of the target. */
  readonly columns: number;
  /** Rows of each sample. */
  readonly rows: number;
}

/** Null: offset and scale of the columns say all. */
export function unitsIn({ feeds }: Pick<Batch, 'feeds'>, target: string): Units | null {
  const feed = feeds[unitsName(target)];
  if (feed === undefined) return null;
  const [, second = 1, third] = feed.shape;
  return { data: feed.data, columns: (third ?? second) / PER_COLUMN, rows: third === undefined ? 1 : second };
}

export interface UnitsAt {
  readonly level: number;
  readonly offset: number;
  readonly scale: number;
}

export function unitsAt({ data, columns, rows }: Units, sample: number, row: number, column: number): UnitsAt {
  const at = ((sample * rows + row) * columns + column) * PER_COLUMN;
  return { level: data[at] ?? Number.NaN, offset: data[at + 1] ?? 0, scale: data[at + 2] ?? 1 };
}

/** Place and stride of the levels of a column in the feed, for those who read it as a feed. */
export const levelsOf = (target: string, columns: number, column: number) => ({
  feed: unitsName(target),
  features: PER_COLUMN * columns,
  at: PER_COLUMN * column,
  atBefore: PER_COLUMN * column + 3,
});
