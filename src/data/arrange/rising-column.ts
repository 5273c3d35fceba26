/** A column that could order the rows of each sequence, though nobody said so. */

interface Head {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** First values of a column. */
  readonly head: (column: string) => readonly unknown[];
}

/**
 * @param by the column that tells sequences apart.
 * @returns the first column whose values, within each sequence, rise as the rows stand or count up in another order; null: there is none
 */
export function risingColumn({ columns, head }: Head, by: string): string | null {
  const keys = head(by).map(String);
  const found = columns.find(({ name, type }) => {
    if (name === by || (type !== 'number' && type !== 'time' && type !== 'text' && type !== 'category')) return false;
    const values = head(name);
    // values that are missing shift the others
    if (values.length !== keys.length) return false;
    const of = new Map<string, number[]>();
    for (const [i, value] of values.entries()) {
      const number = typeof value === 'number' ? value : placeInTime(value);
      if (number === null) return false;
      const known = of.get(keys[i] ?? '');
      if (known === undefined) of.set(keys[i] ?? '', [number]);
      else known.push(number);
    }
    const lists = [...of.values()];
    return lists.some(({ length }) => length > 2) && lists.every((list) => rises(list) || countsUp(list));
  });
  return found?.name ?? null;
}

/** A number, or a date as ISO has it, both in their order. */
function placeInTime(value: unknown): number | null {
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  return /^\d{4}-\d{2}-\d{2}/.test(value.trim()) && Number.isFinite(Date.parse(value)) ? Date.parse(value) : null;
}

const rises = (list: readonly number[]): boolean => list.every((value, i) => i === 0 || value > (list[i - 1] ?? value));

/** Whole numbers, each once, with few that are left out. */
function countsUp(list: readonly number[]): boolean {
  const least = Math.min(...list);
  return (
    list.every(Number.isInteger) && new Set(list).size === list.length && Math.max(...list) - least < 2 * list.length
  );
}
