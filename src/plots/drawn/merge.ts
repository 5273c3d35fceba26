import type { ValuePanel } from '../plot-data.ts';

/** A panel as it is drawn: cells of neighbouring units and steps joined to their mean where there are too many. */
export interface Merged {
  /** Units, and steps, of which a cell is the mean. */
  readonly unitsOfRow: number;
  readonly stepsOfColumn: number;
  readonly columns: readonly Column[];
  readonly rows: number;
}

export interface Column {
  /** The first of its steps, counted from 0 in the order of the panel. */
  readonly first: number;
  /** NaN: nothing to draw. */
  readonly cells: readonly number[];
}

/** Joins neighbours until there are at most so many rows, columns and cells. */
export function mergeCells(
  { units, steps }: Pick<ValuePanel, 'units' | 'steps'>,
  most: { readonly rows: number; readonly columns: number; readonly cells: number },
): Merged {
  let unitsOfRow = Math.max(1, Math.ceil(units / most.rows));
  let stepsOfColumn = Math.max(1, Math.ceil(steps.length / most.columns));
  const rows = (): number => Math.ceil(units / unitsOfRow);
  const columns = (): number => Math.ceil(steps.length / stepsOfColumn);
  while (rows() * columns() > most.cells && rows() * columns() > 1) {
    if (rows() >= columns()) unitsOfRow++;
    else stepsOfColumn++;
  }
  return {
    unitsOfRow,
    stepsOfColumn,
    rows: rows(),
    columns: Array.from({ length: columns() }, (_, column) => {
      const first = column * stepsOfColumn;
      const inside = steps
        .slice(first, first + stepsOfColumn)
        .flatMap(({ values }) => (values === null ? [] : [values]));
      return {
        first,
        cells: Array.from({ length: rows() }, (_, row) =>
          mean(inside.flatMap((values) => values.slice(row * unitsOfRow, (row + 1) * unitsOfRow))),
        ),
      };
    }),
  };
}

/** Of the numbers that are finite; NaN of none. */
function mean(numbers: readonly number[]): number {
  const finite = numbers.filter(Number.isFinite);
  return finite.reduce((sum, x) => sum + x, 0) / finite.length;
}

/** What was joined, in words; empty: nothing. */
export function mergedText(
  { unitsOfRow, stepsOfColumn }: Pick<Merged, 'unitsOfRow' | 'stepsOfColumn'>,
  noun: string,
): string {
  const parts = [
    ...(unitsOfRow > 1 ? [`${unitsOfRow} neighbouring units`] : []),
    ...(stepsOfColumn > 1 ? [`${stepsOfColumn} neighbouring ${noun}`] : []),
  ];
  return parts.length === 0 ? '' : `a cell is the mean of ${parts.join(' × ')}`;
}
