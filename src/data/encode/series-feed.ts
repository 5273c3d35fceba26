/** Which series a window was cut from. Samples carry it beside their feeds, since what is measured of a panel is measured series by series. */
import type { Batch } from '../dataset/dataset.ts';
import type { Preprocessing } from '../dataset/preprocessing.ts';
import type { PlannedFeed } from './plan-feeds.ts';

const NAME = 'series/name';

/** A feed of it where a column tells series apart and their numbers are forecast. */
export function seriesFeeds(
  feeds: readonly PlannedFeed[],
  windows: Preprocessing['windows'],
  grouped: boolean,
): readonly PlannedFeed[] {
  const forecast = feeds.find(
    ({ role, dtype, part }) => role === 'target' && dtype === 'float32' && (part === 'horizon' || part === 'next'),
  );
  if (!grouped || windows === null || forecast === undefined) return [];
  return [{ ...forecast, name: NAME, role: 'input', dtype: 'int32', dims: ['batch', 2], part: 'series', columns: [] }];
}

/** What a row gives to such a feed; null: it is no such feed. Two names get the same numbers by a chance of 1 in 2^64. */
export function seriesOfRow(feed: Pick<PlannedFeed, 'name'>, series: string): readonly number[] | null {
  return feed.name === NAME ? [hash(series, 0x811c9dc5), hash(series, 0x9747b28c)] : null;
}

/** FNV-1a over UTF-16 units, mixed at the end as MurmurHash3 does. */
function hash(text: string, start: number): number {
  let h = start;
  for (let i = 0; i < text.length; i++)
    h = Math.imul(h ^ text.charCodeAt(i), start === 0x811c9dc5 ? 0x01000193 : 0x5bd1e995);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Name of the series of a sample, as a key; all are one where no column tells them apart. */
export function seriesKey({ feeds }: Pick<Batch, 'feeds'>, sample: number): string {
  const data = feeds[NAME]?.data;
  return data === undefined ? '' : `${data[2 * sample]},${data[2 * sample + 1]}`;
}
