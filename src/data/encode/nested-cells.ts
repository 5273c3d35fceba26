import { BadCell, type Cell, isNestedList, isNumberList, nothingAtStep } from '../rows/cells.ts';
import type { Encoded } from './columns-feed.ts';

/** What does not fit, and the column (by its place in the feed) that is at fault. */
interface Misfit {
  readonly bad: BadCell;
  readonly column: number;
}
/** The cells of a row for one feed, column by column, as the feed takes them. */
type Encoder = (cells: readonly Cell[]) => Encoded | Misfit;

/** What stands at each step of the outermost axis of a cell; null: it is no list. */
export function stepsOfCell(cell: Cell): readonly Cell[] | null {
  if (cell === null || typeof cell === 'number' || typeof cell === 'string') return null;
  if (isNestedList(cell)) return cell.lists;
  if (!isNumberList(cell)) return cell;
  const [steps = 0, ...own] = cell.shape;
  const width = own.reduce((a, b) => a * b, 1);
  return Array.from({ length: steps }, (_, t): Cell => {
    const data = Array.from({ length: width }, (_, i) => cell.data[t * width + i] ?? Number.NaN);
    return own.length === 0 ? (data[0] ?? Number.NaN) : { shape: own, data };
  });
}

/** The first sequence along the innermost axis that a row has, column by column; null: it has none. @param axes of time within the row */
export function firstSequence(cells: readonly Cell[], axes: number): readonly Cell[] | null {
  if (axes <= 1) return cells;
  const steps = cells.map(stepsOfCell);
  const count = steps.reduce((least, own) => Math.min(least, own?.length ?? 0), Number.POSITIVE_INFINITY);
  for (let t = 0; t < count; t++) {
    const found = firstSequence(
      steps.map((own) => own?.[t] ?? null),
      axes - 1,
    );
    if (found !== null) return found;
  }
  return null;
}

/** Numbers of all sequences of a row, one after the other, and how many steps each has: by axis, one for each step of the axis around it. */
interface Nested {
  readonly counts: readonly (readonly number[])[];
  readonly data: readonly number[];
}

/**
 * Sequences within sequences.
 * @param encode of one sequence along the innermost axis, whose steps are told.
 * @param axes of time within a row, from 1 on.
 * @param isStep the row is a step, and has what stands along the axes within it.
 */
export function nestedEncoder(encode: Encoder, axes: number, isStep: boolean): Encoder {
  const along = (cells: readonly Cell[], left: number): Nested | Misfit => {
    if (left === 1) {
      const encoded = encode(cells);
      return 'bad' in encoded ? encoded : { counts: [[encoded.steps]], data: Array.from(encoded.data) };
    }
    const lists: (readonly Cell[])[] = [];
    for (const [column, cell] of cells.entries()) {
      const list = stepsOfCell(cell);
      if (list === null) return { bad: noList(left), column };
      if (column > 0 && list.length !== lists[0]?.length)
        return {
          bad: new BadCell(`has ${list.length} steps where others have ${lists[0]?.length ?? 0}`, ALIKE),
          column,
        };
      lists.push(list);
    }
    const steps = lists[0]?.length ?? 0;
    const counts: number[][] = Array.from({ length: left }, (_, axis) => (axis === 0 ? [steps] : []));
    const data: number[] = [];
    for (let t = 0; t < steps; t++) {
      const at = lists.map((list) => list[t] ?? null);
      const empty = at.indexOf(null);
      if (empty >= 0) return { bad: nothingAtStep(t), column: empty };
      const found = along(at, left - 1);
      if ('bad' in found) return { bad: found.bad.at(t), column: found.column };
      for (const [axis, own] of found.counts.entries()) for (const count of own) counts[axis + 1]?.push(count);
      for (const value of found.data) data.push(value);
    }
    return { counts, data };
  };
  return (cells) => {
    const found = along(cells, axes);
    if ('bad' in found) return found;
    const [[steps = 0] = [], ...inner] = found.counts;
    return isStep ? { steps: 1, data: found.data, inner: found.counts } : { steps, data: found.data, inner };
  };
}

const ALIKE = 'give all columns of a feed the same number of steps';

const noList = (axes: number): BadCell =>
  new BadCell(
    `is one value where the feed takes ${axes === 2 ? 'a list of lists' : 'lists of lists'}`,
    'write a list with a list for each step; for the letters of words name NAME.characters as the column of the feed',
  );
