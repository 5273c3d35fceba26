import type { KnownColumn } from '../dataset/column-role.ts';

/** A place in a file as people count, and the text of its line where there is one. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly text: string | null;
}

/** One row or record as it stands in a file. */
export interface RawRow {
  /** Values of the wanted columns, in their order. */
  readonly values: readonly unknown[];
  /** From 1. */
  readonly line: number;
  /** Characters before it on its line; absent: none. */
  readonly indent?: number;
  /** As written, or null where it is no text. */
  readonly text: string | null;
  /** Why the row as a whole can't be read. */
  readonly problem: { readonly reason: string; readonly fix: string; readonly at: number } | null;
}

/** A place between two rows of a file that reading can begin at. */
export interface RowPlace {
  /** Bytes of the file before it. */
  readonly byte: number;
  /** Number of the line that begins there, or goes on there. */
  readonly line: number;
  /** Characters before it on its line; absent: none. */
  readonly indent?: number;
}

export const FIRST_ROW: RowPlace = { byte: 0, line: 1 };

/** Rows that follow each other. */
export interface RowBlock {
  readonly rows: readonly RawRow[];
  /** Where the next block begins; null: such rows are in memory, and reading always begins with the first. */
  readonly end: RowPlace | null;
}

/** One file of rows. */
export interface RowReader {
  readonly path: string;
  /** The file of a column, where columns have files of their own. */
  pathOf?(column: string | null): string;
  readonly columns: readonly string[];
  readonly known?: readonly KnownColumn[];
  /** Columns that a header leaves without a name. */
  readonly nameless?: ReadonlySet<string>;
  /** @throws RnncError where the file has several columns of this name */
  refuse?(column: string): void;
  /** The rows in blocks, as often as wanted. @param from the end of a block; absent: from the first row on. */
  rows(wanted: readonly string[], from?: RowPlace): AsyncIterable<RowBlock>;
  /**
   * Where a column of a row stands; null: the row's start.
   * @param step the element of its list, or the node of its tree; absent or null: the whole.
   */
  locate(row: RawRow, column: string | null, step?: number | null): Place;
}

/** The first rows. */
export async function firstRows(
  reader: RowReader,
  wanted: readonly string[],
  count: number,
): Promise<readonly RawRow[]> {
  const rows: RawRow[] = [];
  for await (const block of reader.rows(wanted)) {
    rows.push(...block.rows.slice(0, count - rows.length));
    if (rows.length >= count) break;
  }
  return rows;
}
