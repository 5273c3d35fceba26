import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { type ColumnCells, columnCells } from '../rows/reading.ts';
import { timeReading } from '../time/read-time.ts';

/** How a column of rows that are given is read: as training did. */
export function cellsOf({ cells = {}, columns, decimal }: Preprocessing, column: string): ColumnCells {
  const known = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (known === undefined) throw new InternalError(`the column "${column}" has no recipe`);
  const recipe = Object.hasOwn(cells, column) ? cells[column] : undefined;
  const source = Object.hasOwn(columns, recipe?.maskOf?.column ?? column)
    ? columns[recipe?.maskOf?.column ?? column]
    : undefined;
  const times = source?.type === 'time' ? timeReading([source.form], source.zone) : null;
  return columnCells(column, known.type, recipe ?? {}, {
    decimal,
    mayLack: false,
    awaitsMean: false,
    times,
    trained: true,
  });
}
