import type { DataSpec, VocabularySpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { ColumnRole } from '../dataset/column-role.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import { type ColumnsByName, columnsByName, namedColumn } from './calendar-columns.ts';

/** `word.characters`: the letters of the words of the column `word`. */
export const LETTERS = ['characters', 'bytes'] as const;
type Letters = (typeof LETTERS)[number];
const isLetters = (name: string): name is Letters => LETTERS.some((of) => of === name);

/** Columns of letters that feeds name: they are in no file. */
export function letterColumns(
  { feeds }: Pick<DataSpec, 'feeds'>,
  fitted: Preprocessing | null,
  columns: readonly ColumnRole[],
): readonly ColumnRole[] {
  const known = columnsByName(columns);
  const written = [...(feeds?.values() ?? [])].flatMap((feed) =>
    feed.kind === 'columns' ? feed.columns.map(({ value }) => value) : [],
  );
  const kept = Object.entries(fitted?.cells ?? {}).flatMap(([name, { lettersOf }]) =>
    lettersOf === undefined ? [] : [name],
  );
  return [...new Set([...written, ...kept])].flatMap((name): readonly ColumnRole[] => {
    const found = known.has(name) ? null : lettersIn(name, known);
    if (found === null || (found.column.type !== 'text' && found.column.type !== 'category')) return [];
    const { column, of } = found;
    return [{ name, type: 'text', role: null, over: column.over, lettersOf: { column: column.name, of } }];
  });
}

/** The column whose letters a name stands for; null: it stands for none. */
export function lettersIn(
  name: string,
  columns: ColumnsByName,
): { readonly column: ColumnRole; readonly of: Letters } | null {
  const named = namedColumn(name, columns);
  return named === null || !isLetters(named.rest) ? null : { column: named.column, of: named.rest };
}

/** What the vocabulary of letters is made by: the rule of the section tells how words are cut, and so not of what its tokens are. */
export const lettersRule = (rule: VocabularySpec | null, of: Letters): VocabularySpec | null =>
  rule === null ? null : { ...rule, of, punctuation: 'kept' };
