import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { ColumnRole } from '../dataset/column-role.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { parseFeature } from '../time/calendar-features.ts';

/** `day.hour`, cut into a column and what follows; null: no column of these is named before a point. */
export function namedColumn(
  name: string,
  columns: ColumnsByName,
): { readonly column: ColumnRole; readonly rest: string } | null {
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const column = columns.get(name.slice(0, dot));
    if (column !== undefined) return { column, rest: name.slice(dot + 1) };
  }
  return null;
}

/** Tables may have a hundred thousand columns. */
export type ColumnsByName = ReadonlyMap<string, ColumnRole>;

export const columnsByName = (columns: readonly ColumnRole[]): ColumnsByName =>
  new Map(columns.map((column) => [column.name, column]));

/** Columns of the calendar that feeds name: they are in no file. */
export function calendarColumns(
  { feeds, time }: DataSpec,
  fitted: Preprocessing | null,
  columns: readonly ColumnRole[],
): readonly ColumnRole[] {
  const known = columnsByName(columns);
  const ordering = orderingColumn(time, fitted);
  const written = [...(feeds?.values() ?? [])].flatMap((feed) =>
    feed.kind === 'columns' ? feed.columns.map(({ value }) => value) : [],
  );
  const kept = Object.entries(fitted?.cells ?? {}).flatMap(([name, { calendar }]) =>
    calendar === undefined ? [] : [name],
  );
  return [...new Set([...written, ...kept])].flatMap((name): readonly ColumnRole[] => {
    const found = known.has(name) ? null : calendarOf(name, known, ordering);
    if (found === null) return [];
    const type = found.feature.circle === undefined ? 'category' : 'number';
    return [{ name, type, role: null, over: null, calendar: found }];
  });
}

/** The column that is said to have the times of the rows, which may look like numbers; null: none is. */
export const orderingColumn = (time: DataSpec['time'], fitted: Preprocessing | null): string | null =>
  (fitted === null ? time?.columns?.[0]?.value : fitted.time?.columns[0]) ?? null;

/** What a name says of a column of times; null: it says nothing. @param ordering as `orderingColumn` tells it */
export function calendarOf(
  name: string,
  columns: ColumnsByName,
  ordering: string | null,
): NonNullable<ColumnRole['calendar']> | null {
  const named = namedColumn(name, columns);
  const feature = named === null ? null : parseFeature(named.rest);
  if (named === null || feature === null) return null;
  const { type } = named.column;
  if (type !== 'time' && !(type === 'number' && named.column.name === ordering)) return null;
  return { column: named.column.name, feature };
}
