import { unknownsNote } from '../messages/values.ts';

/** What of a table the training did not have and a number stands for, by column. */
export class UnknownCount {
  readonly #columns = new Map<string, { readonly feed: string; count: number; readonly items: Set<string> }>();

  /** @param feed that takes it: a column of several is counted in one of them */
  add(column: string, feed: string, item: string): void {
    let found = this.#columns.get(column);
    if (found === undefined) {
      found = { feed, count: 0, items: new Set() };
      this.#columns.set(column, found);
    }
    if (found.feed !== feed) return;
    found.count++;
    if (found.items.size < MOST_ITEMS) found.items.add(item);
  }

  get notes(): readonly string[] {
    return [...this.#columns].map(([column, { count, items }]) => unknownsNote(column, count, [...items]));
  }
}
/** Different ones that are kept. */
const MOST_ITEMS = 100;
