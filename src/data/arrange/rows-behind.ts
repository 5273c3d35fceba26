import type { TypedRow } from '../rows/typed-rows.ts';
import { seriesKey } from './arrange-rows.ts';

type Position = Pick<TypedRow, 'reader' | 'line' | 'indent'>;
const BEFORE_ALL: Position = { reader: -1, line: 0, indent: 0 };

/**
 * Tells the rows of the parts from those behind the last one of their series that has a value of what is forecast. Of a series without such a value they
 * are all behind, as in a forecast; where rows behind are only counted, none is.
 */
export class RowsBehind {
  readonly #grouped: boolean;
  readonly #apart: boolean;
  #key: string | null = null;
  #last: Position | null = null;
  #pending: TypedRow[] = [];
  /** By series that has rows behind it: the last row before them. */
  readonly #ends = new Map<string, Position>();
  /** Rows behind the last values so far. */
  count = 0;

  /** @param apart whether rows behind are no rows of the parts; otherwise they are only counted. */
  constructor(grouped: boolean, apart: boolean) {
    this.#grouped = grouped;
    this.#apart = apart;
  }

  /** @param row the rows come by series and in order. @returns rows that are now known to be of the parts, in their order. */
  next(row: TypedRow): readonly TypedRow[] {
    const key = seriesKey(row, this.#grouped);
    const before = key === this.#key ? [] : this.end();
    this.#key = key;
    if (row.bare !== undefined) {
      this.#pending.push(row);
      return before;
    }
    const known = [...before, ...this.#pending, row];
    this.#pending = [];
    const { reader, line, indent } = row;
    this.#last = { reader, line, indent };
    return known;
  }

  /** The last series ends. @returns as `next` */
  end(): readonly TypedRow[] {
    const [pending, last] = [this.#pending, this.#last];
    this.#pending = [];
    this.#last = null;
    if (pending.length === 0 || (last === null && !this.#apart)) return pending;
    this.count += pending.length;
    if (!this.#apart) return pending;
    this.#ends.set(this.#key ?? '', last ?? BEFORE_ALL);
    return [];
  }

  /** The rows of the parts among rows of a file that stands in order, once all have been seen. */
  past(rows: readonly TypedRow[]): readonly TypedRow[] {
    if (this.#ends.size === 0) return rows;
    return rows.filter((row) => {
      const end = this.#ends.get(seriesKey(row, this.#grouped));
      return end === undefined || !isAfter(row, end);
    });
  }
}

function isAfter(row: Position, end: Position): boolean {
  if (row.reader !== end.reader) return row.reader > end.reader;
  return row.line === end.line ? row.indent > end.indent : row.line > end.line;
}
