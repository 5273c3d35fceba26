/** Rows of one time become one, before what they lack is filled. */
import type { BadRows } from '../../rows/bad-rows.ts';
import { type Cell, type CellType, isNestedList, isNumberList } from '../../rows/cells.ts';
import { lacking } from '../../rows/fill-cells.ts';
import { cutOf, withCut } from '../../rows/list-cells.ts';
import { ruledCell } from '../../rows/reading.ts';
import { stepText, type TypedRow, type UsedColumn } from '../../rows/typed-rows.ts';
import { seriesKey } from '../arrange-rows.ts';

/**
 * What rows of one time have in a column: the mean of the numbers that are there, of other values the first that is. What none of them has is missing.
 * Lists are taken number by number; where they are not equally long, the first whole one is.
 */
export const meanCell = (cells: readonly Cell[], type: CellType): Cell =>
  merged(cells, (known) =>
    type === 'number' ? known.reduce((a, b) => a + b / known.length, 0) : (known[0] ?? Number.NaN),
  );

/** The mask of such a cell: a value is missing where none of the rows has it. */
export const meanMask = (masks: readonly Cell[]): Cell => merged(masks, (known) => Math.min(...known));

/** @param of what some numbers, none of which is missing, become. */
function merged(cells: readonly Cell[], of: (known: readonly number[]) => number): Cell {
  const [first = null] = cells;
  const lists = cells.filter((cell) => cell !== null && typeof cell === 'object');
  const [list] = lists;
  if (list === undefined) {
    const known = cells.filter((cell) => lacking(cell) === 0);
    const numbers = known.filter((cell) => typeof cell === 'number');
    return known.length === 0 ? first : numbers.length === known.length ? of(numbers) : (known[0] ?? first);
  }
  const whole = lists.find((one) => lacking(one) === 0) ?? list;
  if (isNestedList(list)) return whole;
  if (!isNumberList(list)) {
    const texts = lists.filter((one): one is readonly (string | null)[] => Array.isArray(one));
    if (texts.some(({ length }) => length !== list.length)) return whole;
    return withCut(
      list.map((_, i) => texts.map((one) => one[i] ?? null).find((item) => item !== null) ?? null),
      cutOf(texts),
    );
  }
  const numbers = lists.filter(isNumberList);
  if (numbers.some(({ shape }) => shape.join() !== list.shape.join())) return whole;
  const data = Float64Array.from(list.data, (_, i) => {
    const known = numbers.map((one) => one.data[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    return known.length === 0 ? Number.NaN : of(known);
  });
  return withCut({ shape: list.shape, data }, cutOf(numbers));
}

/**
 * Rows, by series and in order, with what the rules of their columns put in without looking at other rows.
 * @param used the cells of a row are read as `awaitingRows` says.
 * @param joins rows are steps, whose texts are tokens.
 * @param bad counts what was filled, and rows that are left out
 */
export function ruledRows(
  rows: readonly TypedRow[],
  used: readonly UsedColumn[],
  { grouped, joins }: { readonly grouped: boolean; readonly joins: boolean },
  bad: BadRows,
): readonly TypedRow[] {
  const ruled: TypedRow[] = [];
  let [gap, opens] = [false, false];
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before !== undefined && seriesKey(before, grouped) !== seriesKey(row, grouped)) [gap, opens] = [false, false];
    [gap, opens] = [gap || row.gap, opens || row.opens];
    const cells = cellsOf(row, used, joins);
    if (cells.left !== null) {
      bad.leave(cells.left, row.group);
      gap = true;
      continue;
    }
    for (const { name, lacks, isFilled } of cells.lacks) bad.lack(name, lacks, isFilled);
    ruled.push(
      cells.lacks.length === 0 && gap === row.gap && opens === row.opens
        ? row
        : { ...row, cells: cells.cells, gap, opens },
    );
    [gap, opens] = [false, false];
  }
  return ruled;
}

interface RuledCells {
  readonly cells: readonly Cell[];
  readonly lacks: readonly { readonly name: string; readonly lacks: number; readonly isFilled: boolean }[];
  /** The column for which the row is left out. */
  readonly left: string | null;
}

function cellsOf(row: TypedRow, used: readonly UsedColumn[], joins: boolean): RuledCells {
  const cells = [...row.cells];
  const lacks: RuledCells['lacks'][number][] = [];
  for (const [i, { name, type, cells: column }] of used.entries()) {
    const cell = cells[i] ?? null;
    // lists of steps were filled as they were read
    if (column.overSteps || lacking(cell) === 0) continue;
    const read = ruledCell(cell, column);
    if (read === null) return { cells, lacks, left: name };
    if (read.lacks === 0) continue;
    cells[i] = joins && type === 'text' && typeof read.cell === 'string' ? stepText(read.cell, column) : read.cell;
    lacks.push({ name, lacks: read.lacks, isFilled: read.isFilled });
  }
  return { cells, lacks, left: null };
}
