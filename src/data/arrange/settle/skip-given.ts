import type { Preprocessing } from '../../dataset/preprocessing.ts';
import type { RawRow } from '../../dataset/raw-row.ts';
import { cellsOf, readGiven } from '../given-cells.ts';

interface Given {
  readonly row: RawRow;
  readonly gap: boolean;
}

/** Which of a model's columns a row lacks that training would have left out for it; null: none. A column that is only a target is not asked for. */
export function skipRule(preprocessing: Preprocessing): ((row: RawRow) => string | null) | null {
  const { cells = {}, columns, feeds } = preprocessing;
  const fed = new Set(
    Object.values(feeds).flatMap((feed) => (feed.from === 'columns' && feed.role === 'input' ? feed.columns : [])),
  );
  const skipping = Object.entries(cells).flatMap(([name, { fill }]) =>
    fill === 'skip' && fed.has(name) && Object.hasOwn(columns, name)
      ? [{ name, cells: cellsOf(preprocessing, name) }]
      : [],
  );
  if (skipping.length === 0) return null;
  return (row) =>
    skipping.find(({ cells: column }) => Object.hasOwn(row, column.source) && readGiven(row, column) === null)?.name ??
    null;
}

/**
 * A series without the rows that training would have left out. No window crosses their places.
 * @param end rows from here on are kept: they lie ahead
 * @param tell is told the column of each row that is left out
 */
export function withoutSkipped<R extends Given>(
  rows: readonly R[],
  end: number,
  rule: (row: RawRow) => string | null,
  tell: (row: R, column: string) => void,
): readonly R[] {
  let gap = false;
  const kept = rows.flatMap((row, i): readonly R[] => {
    const column = i < end ? rule(row.row) : null;
    if (column !== null) {
      tell(row, column);
      gap = true;
      return [];
    }
    const whole = gap ? { ...row, gap: true } : row;
    gap = false;
    return [whole];
  });
  return kept.length === rows.length ? rows : kept;
}
