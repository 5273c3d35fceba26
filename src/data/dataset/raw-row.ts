/** Values by column, as in a record of the file: numbers, texts, dates as text, lists. */
export type RawRow = { readonly [column: string]: unknown };

/**
 * @param index of the row among those that are given.
 * @param column null: the row as a whole.
 * @param step the element of a list or the node of a tree; absent or null: the value as a whole.
 */
export type PlaceOf = (index: number, column: string | null, step?: number | null) => string;
