import type { BadCell } from './bad-cell.ts';

/** Rows that have one thing wrong. */
export interface CauseOfRows<At> {
  /** Of their file; empty where they come from none. */
  readonly path: string;
  /** Null: the row as a whole is at fault. */
  readonly column: string | null;
  /** Of the first row. */
  readonly bad: BadCell;
  readonly count: number;
  /** The first of them. */
  readonly rows: readonly { readonly at: At; readonly shown: string | null }[];
  /** Different values of theirs, as they are shown. */
  readonly shown: readonly string[];
}

/** Causes that are told; rows that a message names of each; values that a fix lists. */
const [MOST_CAUSES, NAMED_ROWS, LISTED_VALUES] = [10, 5, 10];

interface Growing<At> extends CauseOfRows<At> {
  count: number;
  readonly rows: { readonly at: At; readonly shown: string | null }[];
  readonly shown: string[];
}

/** Bad rows by what is wrong with them. */
export class Causes<At> {
  readonly #found = new Map<string, Growing<At>>();
  #count = 0;

  /** All rows, those of causes that are not told among them. */
  get count(): number {
    return this.#count;
  }

  /** In the order of their first rows. */
  get list(): readonly CauseOfRows<At>[] {
    return [...this.#found.values()];
  }

  /** @returns the cause where this row is the first that has it, and it will be told; otherwise null */
  add(path: string, column: string | null, bad: BadCell, at: At): CauseOfRows<At> | null {
    this.#count++;
    const { cause, reason } = bad;
    const key = JSON.stringify([path, column, cause?.text ?? reason, cause?.kind ?? '']);
    const shown = cause?.shown ?? null;
    const known = this.#found.get(key);
    if (known === undefined) {
      if (this.#found.size === MOST_CAUSES) return null;
      const made = { path, column, bad, count: 1, rows: [{ at, shown }], shown: shown === null ? [] : [shown] };
      this.#found.set(key, made);
      return made;
    }
    known.count++;
    if (known.rows.length < NAMED_ROWS) known.rows.push({ at, shown });
    if (shown !== null && known.shown.length < LISTED_VALUES && !known.shown.includes(shown)) known.shown.push(shown);
    return null;
  }
}

/** What all rows of a cause have in common. */
export const commonReason = ({ cause, reason }: BadCell): string => cause?.text ?? reason;

/** `14 ("n.a."), 20, 33, …`: a value stands where it is another than that of the row before. */
export function rowsInWords<At>({ rows, count }: CauseOfRows<At>, words: (at: At) => string): string {
  const named = rows.map(({ at, shown }, i) =>
    shown === null || shown === rows[i - 1]?.shown ? words(at) : `${words(at)} (${shown})`,
  );
  return [...named, ...(count > rows.length ? ['…'] : [])].join(', ');
}
