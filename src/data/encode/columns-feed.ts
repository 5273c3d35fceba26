import type { Span } from '../../../compiler/diagnostics/diagnostic.ts';
import type { FeedRecipe } from '../dataset/preprocessing.ts';

export type ColumnsFeed = Extract<FeedRecipe, { from: 'columns' }>;
export type PlannedFeed = ColumnsFeed & { readonly name: string; readonly span: Span | null };

/** What one row gives to one feed. */
export interface Encoded {
  /** Along the time axis of a sample that is one row; 1 where the row is itself a step. */
  readonly steps: number;
  readonly data: ArrayLike<number>;
  /**
   * Of sequences of sequences: for each inner axis of time how many steps there are along it at each step of the axes around it, all in a row. Then `data`
   * has the steps of the innermost axis one after the other.
   */
  readonly inner?: readonly ArrayLike<number>[];
}

export const hasTime = (feed: { readonly dims: readonly (string | number)[] }): boolean =>
  typeof feed.dims[1] === 'string';

/** Whether a row holds a whole sequence, so that its lists run over time. */
export const isSequence = (feed: ColumnsFeed): boolean => feed.part === 'row' && hasTime(feed);
