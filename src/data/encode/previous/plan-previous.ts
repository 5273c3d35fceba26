/** Inputs that read a target one step later: which target that is, and whether its sequences end with a mark. */
import { type Diagnostic, RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { ColumnRole } from '../../dataset/column-role.ts';
import type { FeedShape } from '../../dataset/dataset.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/previous.ts';
import { type ColumnsFeed, hasTime, isSequence, type PlannedFeed } from '../columns-feed.ts';
import { isPrevious } from './marked-steps.ts';

/** Targets for which nothing is written, along the steps of an input that reads one later: they are made of its columns. */
export function saidAgain(
  open: readonly FeedShape[],
  written: readonly PlannedFeed[],
  windows: Preprocessing['windows'],
): ReadonlyMap<string, Pick<ColumnsFeed, 'columns' | 'part'>> {
  return new Map(
    written.filter(isPrevious).flatMap((feed) => {
      const along = open.filter((shape) => isAlong(shape, feed));
      const [only] = along;
      const isSaid = written.some((other) => isTargetOf(other, feed));
      if (only === undefined || along.length > 1 || isSaid) return [];
      return [[only.name, { columns: feed.columns, part: windows === null ? 'row' : 'horizon' }] as const];
    }),
  );
}

const isAlong = (
  shape: Pick<FeedShape, 'role' | 'dims' | 'meaning'>,
  feed: { readonly dims: readonly (string | number)[] },
): boolean =>
  shape.role === 'target' &&
  shape.meaning !== 'sample weights' &&
  hasTime(shape) &&
  hasTime(feed) &&
  shape.dims[1] === feed.dims[1];

const isTargetOf = (target: PlannedFeed, { columns, dims }: PlannedFeed): boolean =>
  isAlong(target, { dims }) &&
  !isPrevious(target) &&
  target.columns.length === columns.length &&
  target.columns.every((name, i) => name === columns[i]);

/**
 * The feeds, where a text is read one step later with its end mark. It has none where another input goes along the same steps, which then tells where it ends.
 * @throws RnncError for an input that reads no target, or one that it can't read
 */
export function withEnds(
  feeds: readonly PlannedFeed[],
  columns: readonly ColumnRole[],
  windows: Preprocessing['windows'],
): readonly PlannedFeed[] {
  const mistakes: Diagnostic[] = [];
  const ending = new Set<string>();
  const roles = new Map(columns.map((column) => [column.name, column]));
  for (const feed of feeds.filter(isPrevious)) {
    const { name, span, dims } = feed;
    const targets = feeds.filter((other) => isTargetOf(other, feed));
    const types = feed.columns.map((column) => roles.get(column)?.type);
    const isText = types[0] === 'text';
    const isNumbers = feed.dtype === 'float32' && types.every((type) => type === 'number');
    if (feed.role === 'target') mistakes.push(say.previousTarget(span, name));
    else if (!hasTime(feed)) mistakes.push(say.previousTimeless(span, name));
    else if (feed.columns.some((column) => roles.get(column)?.over === 'nodes'))
      mistakes.push(say.previousNodes(span, name));
    else if (targets.length === 0)
      mistakes.push(
        say.previousOfNothing(
          span,
          name,
          feed.columns,
          `${dims[1]}`,
          feeds.flatMap((other) => (other.role === 'target' ? [other.name] : [])),
        ),
      );
    else if (feed.part === 'step') mistakes.push(...stepMistakes(feed, feeds, types));
    else if (windows === null && !isText && !isNumbers)
      mistakes.push(say.previousType(span, name, feed.columns[0] ?? '', types[0] ?? 'number'));
    else if (windows !== null && (windows.lead ?? 0) > 0)
      mistakes.push(say.previousLead(span, name, windows.lead ?? 0));
    else if (windows !== null && targets.some(({ part }) => part !== 'horizon'))
      mistakes.push(say.previousPart(span, name, targets.find(({ part }) => part !== 'horizon')?.name ?? ''));
    else if (isText && !feeds.some((other) => isBeside(other, feed)))
      for (const sequence of [feed, ...targets]) ending.add(sequence.name);
  }
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return feeds.map((feed) => (ending.has(feed.name) ? { ...feed, ends: true } : feed));
}

/** Of rows that are the steps of a sequence: numbers and classes begin as 0, in as many features as they have. */
function stepMistakes(
  feed: PlannedFeed,
  feeds: readonly PlannedFeed[],
  types: readonly (ColumnRole['type'] | undefined)[],
): readonly Diagnostic[] {
  const { name, span, columns, dtype, dims } = feed;
  const odd = types.findIndex((type) => type !== 'number' && type !== 'category');
  if (dtype !== 'float32' || odd >= 0)
    return [
      say.previousOfSteps(span, name, columns[Math.max(0, odd)] ?? '', types[Math.max(0, odd)] ?? 'number', dtype),
    ];
  const isKnown = feeds.some(
    (other) => other.role === 'input' && other.part === 'step' && !isPrevious(other) && other.dims[1] === dims[1],
  );
  return isKnown ? [] : [say.previousAlone(span, name, `${dims[1]}`)];
}

/** An input that is known beforehand at every step of `feed`. */
const isBeside = (other: PlannedFeed, feed: PlannedFeed): boolean =>
  other.role === 'input' && isSequence(other) && !isPrevious(other) && other.dims[1] === feed.dims[1];
