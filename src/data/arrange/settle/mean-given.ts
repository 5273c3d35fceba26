import type { Preprocessing } from '../../dataset/preprocessing.ts';
import type { RawRow } from '../../dataset/raw-row.ts';
import { BadCell } from '../../rows/cells.ts';
import { filledCell, lacking, maskOf } from '../../rows/fill-cells.ts';
import { awaitingRows, type ColumnCells, FilledCell, readColumn } from '../../rows/reading.ts';
import { cellsOf, wholeColumns } from '../given-cells.ts';
import { meanCell } from './settle-rows.ts';

/** The mean of rows of one time that a trained model is given, as training takes it: of the values that are there, before any is put in. */
export function meanRow(preprocessing: Preprocessing, same: readonly RawRow[]): RawRow {
  const row: { [column: string]: unknown } = { ...same[0] };
  const whole = wholeColumns(preprocessing);
  for (const column of columnsOfRow(preprocessing)) {
    const { source, type, recipe } = column;
    const read = same.map((each) => readColumn(each[source], column, each[recipe.lengths?.column ?? '']));
    // what can't be read is told where the row is fed
    const wrong = read.findIndex((one) => one instanceof BadCell);
    if (wrong >= 0) {
      row[source] = same[wrong]?.[source];
      continue;
    }
    const cells = read.map((one) => (one === null || one instanceof BadCell ? null : one.cell));
    const mean = meanCell(cells, whole.has(source) ? 'category' : type);
    if (mean === null || (typeof mean === 'number' && lacking(mean) > 0)) continue;
    const isWritten = typeof mean === 'string' || (typeof mean === 'number' && type !== 'number');
    row[source] = isWritten
      ? same[cells.indexOf(mean)]?.[source]
      : new FilledCell(filledCell(mean, recipe.fill), maskOf(mean));
  }
  return row;
}

/** Columns of the file that feeds, or their masks, are made of, but for those that tell where a row belongs. */
function columnsOfRow(preprocessing: Preprocessing): readonly ColumnCells[] {
  const { columns, group, time } = preprocessing;
  const apart = [group, ...(time?.columns ?? [])];
  return Object.keys(columns).flatMap((name): readonly ColumnCells[] => {
    const column = cellsOf(preprocessing, name);
    const { maskOf: mask, ...recipe } = column.recipe;
    if (apart.includes(column.source) || recipe.calendar !== undefined) return [];
    if (mask !== undefined && Object.hasOwn(columns, mask.column)) return [];
    return [awaitingRows({ ...column, recipe, reading: { ...column.reading, mayLack: true } })];
  });
}
