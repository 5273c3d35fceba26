import type { KnownColumn } from '../../dataset/column-role.ts';

/** A tree as it stands in a file: what the columns have of it, or why it is none. */
export type ReadTreeRow =
  | { readonly values: ReadonlyMap<string, unknown>; readonly nodes: number }
  /** @param at offset of the mistake in the text of the tree */
  | { readonly reason: string; readonly fix: string; readonly at: number };

/** How a kind of file holds its trees. */
export interface TreeFile {
  /** Columns that every file has. */
  readonly columns: readonly KnownColumn[];
  /**
   * Ends of the trees in a text, each past its last character; what follows the last is still to be completed.
   * @param isWhole nothing follows the text
   */
  readonly ends: (text: string, isWhole: boolean) => readonly number[];
  /** Null: there is nothing but blanks and comments. */
  readonly read: (text: string) => ReadTreeRow | null;
  /** Offset of what a column has at a node, in the text of a tree that can be read; null: no column in particular. */
  readonly offsetOf: (text: string, node: number, column: string | null) => number;
}
