/** Sequences of a row that an input reads one step later than a target, and the marks at their start and end. */
import { InternalError } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { FeedRecipe, Preprocessing } from '../../dataset/preprocessing.ts';
import { type ColumnsFeed, type Encoded, isSequence } from '../columns-feed.ts';
import { markNumbers } from '../vocabulary.ts';

/** Whether an input reads, at each step, what a target was at the step before. */
export const isPrevious = ({ part, previous }: Pick<ColumnsFeed, 'part' | 'previous'>): boolean =>
  part === 'previous' || previous !== undefined;

/** Columns of texts that have a mark at their end, and at their start where they are read one step later. */
export const markedColumns = (feeds: readonly FeedRecipe[]): ReadonlySet<string> =>
  new Set(feeds.flatMap((feed) => (feed.from === 'columns' && feed.ends === true ? feed.columns : [])));

/** What the first step of a `previous` feed without windows reads: the start mark, or 0 for each number. */
function firstStep(preprocessing: Preprocessing, feed: ColumnsFeed): readonly number[] {
  const marks = marksOf(preprocessing, feed);
  const features = feed.dims.reduce<number>((n, dim) => (typeof dim === 'number' ? n * dim : n), 1);
  return marks === null ? Array.from({ length: features }, () => 0) : [marks.start];
}

/** The first step of a `previous` feed, whatever the row. */
export function startEncoder(preprocessing: Preprocessing, feed: ColumnsFeed): () => Encoded {
  const data = firstStep(preprocessing, feed);
  return () => ({ steps: 1, data });
}

/**
 * Puts the start before a sequence and leaves out its last step, or puts the end mark after it. Other sequences stay as they are.
 *
 * A sequence that was cut has no mark where it was: its first step is then read, and is no target, and nothing is said after its last one.
 * Where another input tells which steps there are, a model answers to what is left of it as to any other, and so it begins with the start.
 */
export function markedSteps(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
  features: number,
): (encoded: Encoded, cut: 'start' | 'end' | null) => Encoded {
  const { previous, ends = false } = feed;
  const isAlone = readAlone(preprocessing, feed);
  const isHeadless = (cut: 'start' | 'end' | null): boolean => cut === 'start' && isAlone;
  const steps = (data: ArrayLike<number>, from: number, to: number): readonly number[] =>
    Array.from(data).slice(from * features, to * features);
  if (previous === undefined) {
    if (!ends && !isAlone) return (encoded) => encoded;
    const marks = ends ? marksOf(preprocessing, feed) : null;
    if (ends && marks === null) throw new InternalError('a sequence without marks ends with one');
    return (encoded, cut) => {
      const from = isHeadless(cut) ? Math.min(1, encoded.steps) : 0;
      const end = marks === null || cut === 'end' ? [] : [marks.end];
      if (from === 0 && end.length === 0) return encoded;
      return { steps: encoded.steps - from + end.length, data: [...steps(encoded.data, from, encoded.steps), ...end] };
    };
  }
  const first = firstStep(preprocessing, feed);
  return ({ steps: all, data }, cut) => {
    if (all === 0 && !ends) return { steps: 0, data };
    const kept = ends && cut !== 'end' ? all : Math.max(0, all - 1);
    if (isHeadless(cut)) return { steps: kept, data: steps(data, 0, kept) };
    return { steps: kept + 1, data: [...first, ...steps(data, 0, kept)] };
  };
}

/** Whether all that is read along the steps of a sequence, which is a row, is what was said before. */
function readAlone({ feeds }: Preprocessing, { dims }: ColumnsFeed): boolean {
  const along = Object.values(feeds).filter(
    (other): other is ColumnsFeed =>
      other.from === 'columns' && other.role === 'input' && other.dims[1] === dims[1] && isSequence(other),
  );
  return along.length > 0 && along.every(({ previous }) => previous !== undefined);
}
function marksOf({ columns }: Preprocessing, feed: ColumnsFeed): ReturnType<typeof markNumbers> {
  const [name = ''] = feed.columns;
  const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return recipe?.type === 'text' ? markNumbers(recipe.vocabulary) : null;
}
