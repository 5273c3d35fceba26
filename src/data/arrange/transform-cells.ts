/** What is done to the numbers of a column before they are scaled. A level is a number after its logarithm, if it has one, and before its difference. */
import type { Transform } from '../../../compiler/1-read/spec/data-spec.ts';
import { exp, expMinusOne, log, logOfOnePlus } from '../../../compiler/initialize/elementary.ts';
import { BadCell, type Cell } from '../rows/cells.ts';

type Transforms = readonly Transform[];

export const isDifferenced = (transform: Transforms | undefined): boolean => transform?.includes('difference') === true;

/** NaN is no value, and stays so. */
export function levelOf(transform: Transforms | undefined, value: number): number {
  if (Number.isNaN(value)) return value;
  if (transform?.includes('log') === true) return log(value);
  return transform?.includes('log1p') === true ? logOfOnePlus(value) : value;
}

export function valueOfLevel(transform: Transforms | undefined, level: number): number {
  if (Number.isNaN(level)) return level;
  if (transform?.includes('log') === true) return exp(level);
  return transform?.includes('log1p') === true ? expMinusOne(level) : level;
}

/** Why a cell can't be transformed, or scaled with its series; null: it can. */
export function refuseCell(transform: Transforms, bySeries: boolean): ((cell: Cell) => BadCell | null) | null {
  if (transform.length === 0 && !bySeries) return null;
  const least = transform.includes('log') ? 0 : transform.includes('log1p') ? -1 : Number.NEGATIVE_INFINITY;
  return (cell) => {
    if (typeof cell !== 'number')
      return new BadCell(
        'is a list, and is to be transformed or scaled by series',
        'give it a column for each number, or leave transform and over: series out',
      );
    if (!(cell <= least)) return null;
    const text = `has no logarithm: it is ${least === 0 ? '0 or less' : '-1 or less'}`;
    const fix =
      least === 0 && cell > -1
        ? 'write transform: log1p for log(1 + x), or leave the transform out'
        : 'correct the value, or leave the transform out';
    return new BadCell(`${text}: ${cell}`, fix, null, { cause: { text, shown: String(cell) } });
  };
}

interface Row {
  readonly startsSeries: boolean;
  readonly breaks: boolean;
}

/** Where transforming can go on. */
export interface TransformedTo {
  /** Cells of the row before, as they were. */
  readonly before: readonly Cell[];
  /** What the next row takes over from one that was left out. */
  readonly pending: Row | null;
}

/** A row with its transformed cells, then the levels that are wanted, then those in the row before. */
export interface Transformed extends Row {
  readonly cells: readonly Cell[];
}

/** Transforms the cells of rows that come series by series, in order. */
export class RowTransform {
  readonly #columns: readonly Transforms[];
  readonly #levels: readonly number[];
  readonly #changes: readonly number[];
  readonly #differs: boolean;
  #before: readonly Cell[] = [];
  #pending: Row | null = null;

  /**
   * @param columns by place among the cells.
   * @param levels places whose levels are wanted.
   * @param changes places of masks of columns of which differences are taken: 1 where this row or the one before has no value.
   */
  constructor(
    columns: readonly Transforms[],
    levels: readonly number[],
    changes: readonly number[] = [],
    from: TransformedTo | null = null,
  ) {
    this.#columns = columns;
    this.#levels = levels;
    this.#changes = changes;
    this.#differs = columns.some(isDifferenced);
    this.#before = from?.before ?? [];
    this.#pending = from?.pending ?? null;
  }

  get end(): TransformedTo {
    return { before: this.#before, pending: this.#pending };
  }

  /** Null: it is the first of its stretch, which has no difference. */
  next(cells: readonly Cell[], { startsSeries, breaks }: Row): Transformed | null {
    const before = this.#before;
    this.#before = cells;
    if (this.#differs && breaks) {
      this.#pending = { startsSeries: startsSeries || (this.#pending?.startsSeries ?? false), breaks };
      return null;
    }
    const pending = this.#pending;
    this.#pending = null;
    const transformed = [...transformRow(this.#columns, cells, before, this.#levels), ...this.#levelsBefore(before)];
    for (const place of this.#changes) if (before[place] === 1) transformed[place] = 1;
    return {
      startsSeries: startsSeries || pending?.startsSeries === true,
      breaks: breaks || pending !== null,
      cells: transformed,
    };
  }

  /** NaN where no row is left out for want of a difference: then the row before is there, or there is none. */
  #levelsBefore(before: readonly Cell[]): readonly number[] {
    return this.#levels.map((place) => {
      const cell = this.#differs ? before[place] : null;
      return typeof cell === 'number' ? levelOf(this.#columns[place], cell) : Number.NaN;
    });
  }
}

/** @param before cells of the row before, for differences. @param levels places whose levels follow the cells. */
export function transformRow(
  columns: readonly Transforms[],
  cells: readonly Cell[],
  before: readonly Cell[],
  levels: readonly number[] = [],
): readonly Cell[] {
  const levelAt = (of: readonly Cell[], place: number): Cell => {
    const cell = of[place] ?? null;
    return typeof cell === 'number' ? levelOf(columns[place], cell) : cell;
  };
  const transformed = columns.map((transform, place): Cell => {
    const level = levelAt(cells, place);
    if (typeof level !== 'number' || !isDifferenced(transform)) return level;
    const earlier = levelAt(before, place);
    return typeof earlier === 'number' ? level - earlier : Number.NaN;
  });
  return levels.length === 0 ? transformed : [...transformed, ...levels.map((place) => levelAt(cells, place))];
}
