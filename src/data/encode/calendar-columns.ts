import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { ColumnRole } from '../dataset/column-role.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { parseFeature } from '../time/calendar-features.ts';

/** `day.hour`, cut into a column and what follows; null: no column of these is named before a point. */
export function namedColumn(
  name: string,
  columns: readonly ColumnRole[],
): { readonly column: ColumnRole; readonly rest: string } | null {
  const [longest] = columns
    .filter((column) => name.startsWith(`${column.name}.`))
    .sort((a, b) => b.name.length - a.name.length);
  return longest === undefined ? null : { column: longest, rest: name.slice(longest.name.length + 1) };
}

/** Columns of the calendar that feeds name: they are in no file. */
export function calendarColumns(
  { feeds }: DataSpec,
  fitted: Preprocessing | null,
  columns: readonly ColumnRole[],
): readonly ColumnRole[] {
  const known = new Set(columns.map(({ name }) => name));
  const written = [...(feeds?.values() ?? [])].flatMap((feed) =>
    feed.kind === 'columns' ? feed.columns.map(({ value }) => value) : [],
  );
  const kept = Object.entries(fitted?.cells ?? {}).flatMap(([name, { calendar }]) =>
    calendar === undefined ? [] : [name],
  );
  return [...new Set([...written, ...kept])].flatMap((name): readonly ColumnRole[] => {
    const found = known.has(name) ? null : calendarOf(name, columns);
    if (found === null) return [];
    const type = found.feature.circle === undefined ? 'category' : 'number';
    return [{ name, type, role: null, over: null, calendar: found }];
  });
}

/** What a name says of a column of times; null: it says nothing. */
export function calendarOf(name: string, columns: readonly ColumnRole[]): NonNullable<ColumnRole['calendar']> | null {
  const named = namedColumn(name, columns);
  const feature = named === null ? null : parseFeature(named.rest);
  if (named === null || feature === null || named.column.type !== 'time') return null;
  return { column: named.column.name, feature };
}
