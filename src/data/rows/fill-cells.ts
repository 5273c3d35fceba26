/** Cells without a value, and what is put in its place. */
import type { FillRecipe } from '../dataset/preprocessing.ts';
import { type Cell, isNestedList, isNumberList } from './cells.ts';
import { cutOf, withCut } from './list-cells.ts';

/** How many values of a cell are not there. */
export function lacking(cell: Cell): number {
  if (cell === null) return 1;
  if (typeof cell === 'number') return Number.isNaN(cell) ? 1 : 0;
  if (typeof cell === 'string') return 0;
  if (isNestedList(cell)) return cell.lists.reduce<number>((sum, list) => sum + lacking(list), 0);
  const items: ArrayLike<number | string | null> = isNumberList(cell) ? cell.data : cell;
  let count = 0;
  for (let i = 0; i < items.length; i++) if (items[i] === null || Number.isNaN(items[i])) count++;
  return count;
}

/** 1 where a cell has no value, else 0; of a list, for each of its elements. */
export function maskOf(cell: Cell): Cell {
  if (cell === null || typeof cell === 'string' || typeof cell === 'number') return lacking(cell);
  if (isNestedList(cell)) return { lists: cell.lists.map(maskOf) };
  if (!isNumberList(cell)) return { shape: [cell.length], data: cell.map((item) => Number(item === null)) };
  return { shape: cell.shape, data: Array.from(cell.data, (item) => Number(Number.isNaN(item))) };
}

/** A number, or a list of as many as `like` has. */
export function allOf(like: Cell, value: number): Cell {
  if (isNestedList(like)) return { lists: like.lists.map((list) => allOf(list, value)) };
  if (!isNumberList(like)) return value;
  return { shape: like.shape, data: new Float64Array(like.data.length).fill(value) };
}

/** Whether a mask tells of any value that is missing. */
export const anyMissing = (mask: Cell): boolean =>
  typeof mask === 'number'
    ? mask === 1
    : isNestedList(mask)
      ? mask.lists.some(anyMissing)
      : isNumberList(mask) && Array.from(mask.data).includes(1);

/** A cell with what its rule puts in place of values that are not there, as far as that needs no other row. */
export function filledCell(cell: Cell, fill: FillRecipe | undefined): Cell {
  if (typeof fill !== 'object' || lacking(cell) === 0) return cell;
  const { value } = fill;
  if (cell === null) return String(value[0] ?? '');
  const numbers = value.map(Number);
  if (typeof cell === 'number') return numbers[0] ?? Number.NaN;
  if (typeof cell === 'string') return cell;
  if (isNestedList(cell)) return { ...cell, lists: cell.lists.map((list) => filledCell(list, fill)) };
  if (!isNumberList(cell))
    return withCut(
      cell.map((item) => item ?? String(value[0] ?? '')),
      cutOf([cell]),
    );
  const { data } = cell;
  return {
    ...cell,
    data: Array.from(data, (item, i) => (Number.isNaN(item) ? (numbers[i % numbers.length] ?? Number.NaN) : item)),
  };
}

/** How a column is filled from other rows. */
export interface RowFill {
  readonly rule: 'forward' | 'interpolate';
  /** Its numbers must stay whole, so they are carried forward. */
  readonly whole: boolean;
}

/** Null: the column is not filled from other rows. */
export const rowFill = (fill: FillRecipe | undefined, whole: boolean): RowFill | null =>
  fill === 'forward' || fill === 'interpolate' ? { rule: fill, whole } : null;

/** A cell with what stands before it in place of what it lacks. */
export function carried(before: Cell | undefined, cell: Cell): Cell {
  if (before === undefined || lacking(cell) === 0) return cell;
  if (cell === null || typeof cell === 'number' || typeof cell === 'string') return before;
  if (isNestedList(cell)) return cell;
  if (!isNumberList(cell)) {
    const known = Array.isArray(before) ? (before as readonly (string | null)[]) : [];
    return cell.map((item, i) => item ?? known[i] ?? null);
  }
  const known = isNumberList(before) && before.data.length === cell.data.length ? before.data : null;
  if (known === null) return cell;
  return {
    shape: cell.shape,
    data: Float64Array.from(cell.data, (item, i) => (Number.isNaN(item) ? (known[i] ?? item) : item)),
  };
}

/**
 * Fills a column of one series.
 * @param times of the rows, by which lines are drawn; NaN: rows are evenly apart.
 * @returns the cells; those at the start, before any value, still lack it
 */
export function filledColumn(
  cells: readonly Cell[],
  times: readonly number[],
  { rule, whole }: RowFill,
): readonly Cell[] {
  const drawn = rule === 'interpolate' && !whole ? interpolated(cells, times) : cells;
  let before: Cell | undefined;
  return drawn.map((cell) => {
    const filled = carried(before, cell);
    before = filled;
    return filled;
  });
}

function interpolated(cells: readonly Cell[], times: readonly number[]): readonly Cell[] {
  const width = widthOf(cells);
  if (width === null) return cells;
  const data = cells.map((cell) =>
    Float64Array.from(typeof cell === 'number' ? [cell] : (cell as { data: ArrayLike<number> }).data),
  );
  for (let f = 0; f < width; f++) {
    let last = -1;
    for (let at = 0; at < data.length; at++) {
      const value = data[at]?.[f] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const from = data[last]?.[f] ?? Number.NaN;
      for (let i = last + 1; last >= 0 && i < at; i++) {
        const row = data[i];
        if (row !== undefined) row[f] = from + (value - from) * shareOf(times, last, i, at);
      }
      last = at;
    }
  }
  return cells.map((cell, i) => {
    const row = data[i] ?? new Float64Array(0);
    return isNumberList(cell) ? { shape: cell.shape, data: row } : (row[0] ?? Number.NaN);
  });
}

/** Numbers of every cell; null where they are no numbers, or differ in shape. */
function widthOf(cells: readonly Cell[]): number | null {
  let width: number | null = null;
  for (const cell of cells) {
    const own = typeof cell === 'number' ? 1 : isNumberList(cell) ? cell.data.length : null;
    if (own === null || (width !== null && width !== own)) return null;
    width = own;
  }
  return width;
}

/** Of each cell of a series, whether it gets a number on the line to a later row: behind the last one, values are carried. */
export function drawnCells(cells: readonly Cell[], { rule, whole }: RowFill): readonly boolean[] {
  const drawn = cells.map(() => false);
  if (rule !== 'interpolate' || whole || widthOf(cells) === null) return drawn;
  const isLater: boolean[] = [];
  for (let i = cells.length - 1; i >= 0; i--) {
    const cell = cells[i] ?? null;
    const data: ArrayLike<number> = typeof cell === 'number' ? [cell] : isNumberList(cell) ? cell.data : [];
    for (let f = 0; f < data.length; f++)
      if (!Number.isNaN(data[f])) isLater[f] = true;
      else if (isLater[f] === true) drawn[i] = true;
  }
  return drawn;
}

/** How far row `i` lies between two others, from 0 to 1: by time, where they have it. */
function shareOf(times: readonly number[], from: number, i: number, to: number): number {
  const [start = Number.NaN, at = Number.NaN, end = Number.NaN] = [times[from], times[i], times[to]];
  return end > start && at >= start ? (at - start) / (end - start) : (i - from) / (to - from);
}

/** The steps of a list, filled from each other. */
export function filledSteps(cell: Cell, fill: RowFill): Cell {
  if (cell === null || typeof cell === 'number' || typeof cell === 'string' || lacking(cell) === 0) return cell;
  // each sequence is filled in itself
  if (isNestedList(cell)) return { ...cell, lists: cell.lists.map((list) => filledSteps(list, fill)) };
  if (!isNumberList(cell)) return filledColumn(cell, [], fill) as readonly (string | null)[];
  const [steps = 0, ...own] = cell.shape;
  const width = own.reduce((a, b) => a * b, 1);
  const rows = Array.from(
    { length: steps },
    (_, t): Cell => ({
      shape: own,
      data: Array.from({ length: width }, (_, f) => cell.data[t * width + f] ?? Number.NaN),
    }),
  );
  const filled = filledColumn(rows, [], fill);
  return { shape: cell.shape, data: filled.flatMap((row) => (isNumberList(row) ? Array.from(row.data) : [])) };
}
