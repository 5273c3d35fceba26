import type { KnownColumn } from '../../dataset/column-role.ts';

/** A tree of a file: the values of its columns, or why it can't be read. */
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
  /** Where the value of a column at a node stands in the text of a valid tree. Column null is the node as a whole. */
  readonly offsetOf: (text: string, node: number, column: string | null) => number;
}
