import type { Diagnostic } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/ahead.ts';
import { horizonAtStepsNote } from '../../messages/sizes.ts';
import type { ForecastColumns } from '../../rows/typed-rows.ts';
import { hasTime, windowSteps } from '../encode.ts';
import type { PlannedFeed } from '../plan-feeds.ts';

const isAhead = ({ part }: PlannedFeed): boolean => part === 'horizon' || part === 'next';

const targetsAhead = (feeds: readonly PlannedFeed[], shapes: readonly FeedShape[]): readonly PlannedFeed[] => {
  const meanings = new Map(shapes.map(({ name, meaning }) => [name, meaning]));
  return feeds.filter(
    (feed) => feed.role === 'target' && isAhead(feed) && meanings.get(feed.name) !== 'sample weights',
  );
};

/** Columns that are forecast, and whether the model reads others ahead. */
export const forecastColumns = (feeds: readonly PlannedFeed[], shapes: readonly FeedShape[]): ForecastColumns => ({
  names: new Set(targetsAhead(feeds, shapes).flatMap(({ columns }) => columns)),
  isApart: feeds.some((feed) => feed.role === 'input' && isAhead(feed)),
});

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

/**
 * Inputs that hold a target at the same steps, so that there is nothing to predict, and a horizon that nothing is read at. A sentence for each: what is rebuilt by an autoencoder is
 * meant so.
 */
export function copyNotes(
  feeds: readonly PlannedFeed[],
  shapes: readonly FeedShape[],
  windows: Preprocessing['windows'],
): readonly string[] {
  const meanings = new Map(shapes.map(({ name, meaning }) => [name, meaning]));
  const targets = feeds.filter(({ role, name }) => role === 'target' && meanings.get(name) !== 'sample weights');
  const inputs = feeds.filter(({ role, previous }) => role === 'input' && previous === undefined);
  const copied = inputs.flatMap((input) =>
    targets.flatMap((target) => {
      if (isAhead(target) || (windows !== null && isAhead(input))) return [];
      const both = input.columns.filter((column) => target.columns.includes(column));
      if (both.length === 0) return [];
      const rest = input.columns.filter((column) => !both.includes(column));
      const goesOn = rest.length === 0 && hasTime(input) && hasTime(target);
      const remedy = windows !== null ? 'horizon' : goesOn ? 'previous' : null;
      return [say.copyNote({ feed: input.name, columns: both, rest }, target, remedy)];
    }),
  );
  const idle = windows !== null && windows.horizon > 1 && !feeds.some(isAhead);
  const [first] = targets;
  // an output at every step of the window, which has as many as the horizon by accident
  const beside =
    windows === null || windows.width !== windows.horizon ? [] : targets.filter(({ part }) => part === 'horizon');
  const unlasted = beside.flatMap((target) => {
    const { steps } = shapes.find(({ name }) => name === target.name) ?? {};
    const along = inputs.filter((input) => hasTime(input) && input.dims[1] === target.dims[1]);
    const isOfWindow = along.length > 0 && along.every(({ part }) => part === 'window');
    return steps === undefined || !hasTime(target) || !isOfWindow
      ? []
      : [horizonAtStepsNote(target.name, steps, windows?.horizon ?? 0)];
  });
  return [
    ...copied,
    ...unlasted,
    ...(idle && first !== undefined && copied.length === 0
      ? [say.horizonIdleNote(windows.horizon, first.name, first.columns)]
      : []),
  ];
}
