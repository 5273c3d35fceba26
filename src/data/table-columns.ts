/** A column of a table before it is fitted. */
export interface ColumnRole {
  readonly name: string;
  readonly type: 'number' | 'category' | 'time' | 'text' | 'ignore';
  /** What a task means it for; null: nothing is known. */
  readonly role: 'input' | 'target' | null;
}
