import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/ahead.ts';
import { hasTime, windowSteps } from '../encode.ts';
import type { PlannedFeed } from '../plan-feeds.ts';

const isAhead = ({ part }: PlannedFeed): boolean => part === 'horizon' || part === 'next';

const targetsAhead = (feeds: readonly PlannedFeed[], shapes: readonly FeedShape[]): readonly PlannedFeed[] => {
  const meanings = new Map(shapes.map(({ name, meaning }) => [name, meaning]));
  return feeds.filter(
    (feed) => feed.role === 'target' && isAhead(feed) && meanings.get(feed.name) !== 'sample weights',
  );
};

/** Columns that are forecast by a model that reads others ahead; none where it reads nothing ahead. */
export const forecastColumns = (feeds: readonly PlannedFeed[], shapes: readonly FeedShape[]): ReadonlySet<string> =>
  new Set(
    feeds.some((feed) => feed.role === 'input' && isAhead(feed))
      ? targetsAhead(feeds, shapes).flatMap(({ columns }) => columns)
      : [],
  );

/** Mistakes in inputs that are known ahead: they hold what is forecast, or share a time axis with inputs of other lengths. */
export function checkAhead(
  feeds: readonly PlannedFeed[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
): readonly Diagnostic[] {
  const targets = targetsAhead(feeds, shapes);
  const inputs = feeds.filter(({ role }) => role === 'input');
  return inputs.filter(isAhead).flatMap((feed) => {
    const leaks = feed.columns.flatMap((column) => {
      const target = targets.find(({ columns }) => columns.includes(column));
      return target === undefined ? [] : [say.leak(feed.span, feed.name, column, target.name, feed.part)];
    });
    const steps = windowSteps(feed, windows);
    const [, axis] = feed.dims;
    const other = inputs.find(
      (one) => hasTime(one) && one.dims[1] === axis && one.part === 'window' && windowSteps(one, windows) !== steps,
    );
    if (!hasTime(feed) || other === undefined) return leaks;
    const named = { name: other.name, steps: windowSteps(other, windows) };
    return [...leaks, say.axisShared(feed.span, feed.name, feed.part, steps, `${axis}`, named)];
  });
}
