import { groupKey } from '../dataset/group-key.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { RawRow } from '../dataset/raw-row.ts';
import { BadCell, type Cell } from '../rows/cells.ts';
import { filledColumn, lacking, maskOf, type RowFill, rowFill } from '../rows/fill-cells.ts';
import { type ColumnCells, FilledCell, readColumn } from '../rows/reading.ts';
import { readTimes, timeReading } from '../time/read-time.ts';
import { cellsOf } from './given-cells.ts';

interface Filling extends RowFill {
  readonly cells: ColumnCells;
}

/** Columns that are filled from other rows. */
function fillingsOf(preprocessing: Preprocessing): readonly Filling[] {
  const { cells = {}, columns } = preprocessing;
  return Object.entries(cells).flatMap(([name, { fill }]): readonly Filling[] => {
    if (!Object.hasOwn(columns, name) || rowFill(fill, false) === null) return [];
    const column = cellsOf(preprocessing, name);
    const rule = rowFill(fill, column.whole);
    return rule === null || column.overSteps ? [] : [{ ...rule, cells: column }];
  });
}

/**
 * Rows of one series that a trained model is given, filled as those of its training were. A value that can't be read stays, and is told where the row is fed.
 * @param times seconds since 1970, NaN where nothing orders the rows
 * @returns the rows, and how many at the start have no value that could be carried forward
 */
export function fillSeries(
  preprocessing: Preprocessing,
  rows: readonly RawRow[],
  times: readonly number[],
): { readonly rows: readonly RawRow[]; readonly unfilled: number } {
  const fillings = fillingsOf(preprocessing);
  if (fillings.length === 0) return { rows, unfilled: 0 };
  const filled = rows.map((row) => ({ ...row }));
  let unfilled = 0;
  for (const { cells: column, ...rule } of fillings) {
    const { source } = column;
    const given: { readonly row: number; readonly cell: Cell }[] = [];
    for (const [i, row] of rows.entries()) {
      const read = Object.hasOwn(row, source) ? readColumn(row[source], column) : null;
      if (read !== null && !(read instanceof BadCell)) given.push({ row: i, cell: read.cell });
    }
    const cells = filledColumn(
      given.map(({ cell }) => cell),
      given.map(({ row }) => times[row] ?? Number.NaN),
      rule,
    );
    for (const [i, { row, cell }] of given.entries()) {
      const now = cells[i] ?? null;
      if (lacking(now) > 0) unfilled = Math.max(unfilled, row + 1);
      const target = filled[row];
      if (target !== undefined && lacking(cell) > 0 && lacking(now) === 0)
        target[source] = new FilledCell(now, maskOf(cell));
    }
  }
  return { rows: filled, unfilled };
}

/** Rows that are samples, filled within their series in the order of time; they stay as they stand. */
export function fillSamples(preprocessing: Preprocessing, rows: readonly RawRow[]): readonly RawRow[] {
  if (fillingsOf(preprocessing).length === 0) return rows;
  const { group, time } = preprocessing;
  const reading = time === null ? null : timeReading(time.forms, time.zone);
  const series = new Map<string, { readonly index: number; readonly time: number }[]>();
  for (const [index, row] of rows.entries()) {
    const key = group === null ? '' : groupKey(row[group]);
    const read =
      reading === null
        ? Number.NaN
        : readTimes(
            reading,
            (time?.columns ?? []).map((column) => row[column]),
          );
    const one = { index, time: typeof read === 'number' ? read : Number.NaN };
    const known = series.get(key);
    if (known === undefined) series.set(key, [one]);
    else known.push(one);
  }
  const filled = [...rows];
  for (const of of series.values()) {
    if (of.every((row) => !Number.isNaN(row.time))) of.sort((a, b) => a.time - b.time);
    const { rows: done } = fillSeries(
      preprocessing,
      of.map(({ index }) => rows[index] ?? {}),
      of.map((row) => row.time),
    );
    for (const [i, { index }] of of.entries()) filled[index] = done[i] ?? {};
  }
  return filled;
}
