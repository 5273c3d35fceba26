/** Sequences of a row that an input reads one step later than a target, and the marks at their start and end. */
import { InternalError } from '../../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../../dataset/preprocessing.ts';
import type { ColumnsFeed, Encoded } from '../columns-feed.ts';
import { markNumbers } from '../vocabulary.ts';

/** Whether an input reads, at each step, what a target was at the step before. */
export const isPrevious = ({ part, previous }: Pick<ColumnsFeed, 'part' | 'previous'>): boolean =>
  part === 'previous' || previous !== undefined;

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

/** Puts the start before a sequence and leaves out its last step, or puts the end mark after it. Other sequences stay as they are. */
export function markedSteps(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
  features: number,
): (encoded: Encoded) => Encoded {
  const { previous, ends = false } = feed;
  if (previous === undefined && !ends) return (encoded) => encoded;
  if (previous === undefined) {
    const marks = marksOf(preprocessing, feed);
    if (marks === null) throw new InternalError('a sequence without marks ends with one');
    return ({ steps, data }) => ({ steps: steps + 1, data: [...Array.from(data), marks.end] });
  }
  const first = firstStep(preprocessing, feed);
  return ({ steps, data }) => {
    const kept = ends ? steps : Math.max(0, steps - 1);
    if (steps === 0 && !ends) return { steps, data };
    return { steps: kept + 1, data: [...first, ...Array.from(data).slice(0, kept * features)] };
  };
}

function marksOf({ columns }: Preprocessing, feed: ColumnsFeed): ReturnType<typeof markNumbers> {
  const [name = ''] = feed.columns;
  const recipe = Object.hasOwn(columns, name) ? columns[name] : undefined;
  return recipe?.type === 'text' ? markNumbers(recipe.vocabulary) : null;
}
