/** How many tokens a model reads of each batch, for its speed in words or characters a second. */
import type { Batch } from '../../data/dataset/dataset.ts';
import type { Preprocessing, Vocabulary } from '../../data/dataset/preprocessing.ts';

export interface TokenCounter {
  readonly unit: Vocabulary['of'];
  readonly count: (batch: Batch) => number;
}

/** Of the first input that is a text or a list of tokens; null: there is none. */
export function tokenCounter({ feeds, columns, vocabulary }: Preprocessing): TokenCounter | null {
  for (const [name, feed] of Object.entries(feeds)) {
    if (feed.role !== 'input' || feed.dtype !== 'int32') continue;
    const [column] = feed.from === 'columns' && feed.columns.length === 1 ? feed.columns : [];
    const recipe = column === undefined || !Object.hasOwn(columns, column) ? undefined : columns[column];
    const unit = feed.from === 'tokens' ? vocabulary?.of : recipe?.type === 'text' ? recipe.vocabulary.of : undefined;
    if (unit === undefined || typeof feed.dims[1] !== 'string') continue;
    const along = Object.entries(feeds).flatMap(([other, { dims }]) => (dims[1] === feed.dims[1] ? [other] : []));
    return { unit, count: (batch) => tokensIn(batch, name, along) };
  }
  return null;
}

/** @param along feeds with the same time axis, one of which has the lengths */
function tokensIn({ feeds, lengths }: Batch, name: string, along: readonly string[]): number {
  const own = [name, ...along].map((feed) => lengths[feed]).find((found) => found !== undefined);
  return own?.reduce((sum, length) => sum + length, 0) ?? feeds[name]?.data.length ?? 0;
}
