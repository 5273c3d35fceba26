import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { timeLengths } from '../../data/batches/batch.ts';
import type { Batch, FeedShape } from '../../data/dataset/dataset.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';

/**
 * A batch as the model takes it: lengths go to the time symbol of the feed that has them.
 * @throws RnncError where two feeds disagree on them
 */
export function batchFeeds(batch: Batch, shapes: readonly FeedShape[]): Feeds {
  const feeds: { [name: string]: Feeds[string] } = {};
  for (const { name } of shapes) {
    const feed = batch.feeds[name];
    if (feed === undefined) throw new InternalError(`the batch has no "${name}"`);
    feeds[name] = { data: feed.data, shape: feed.shape };
  }
  for (const [time, lengths] of timeLengths(batch, shapes)) feeds[`${time}.lengths`] = lengths;
  for (const [axis, { data, shape }] of Object.entries(batch.inner ?? {})) feeds[`${axis}.lengths`] = { data, shape };
  return feeds;
}
