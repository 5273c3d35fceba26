/** A column of a table before it is fitted. */
export interface ColumnRole {
  readonly name: string;
  readonly type: 'number' | 'category' | 'time' | 'text' | 'tree' | 'ignore';
  /** What a task means it for; null: nothing is known. */
  readonly role: 'input' | 'target' | null;
  /** Whether it has a value for every node of a tree, or one for the whole; null: nothing is known. */
  readonly over: 'nodes' | 'tree' | null;
}
