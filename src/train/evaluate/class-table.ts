import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import type { Batch, Dataset, FeedShape } from '../../data/dataset/dataset.ts';
import { markNumbers } from '../../data/encode/vocabulary.ts';
import { layoutOf, rowWeights } from '../baselines/contest.ts';
import { tokenFeeds } from '../baselines/contest-tokens.ts';
import { ClassCounts, type ClassTable } from '../metrics/class-counts.ts';
import { labelsOfTarget } from '../prepare/class-weights.ts';

/** Classes that a table has room for. */
const MAX_CLASSES = 50;

/** Tokens of the vocabulary of a target that no data has to have: that of unknown ones, and marks. */
function standIns({ preprocessing: { feeds, columns } }: Dataset, target: string): ReadonlySet<number> {
  const feed = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  const [column] = feed?.from === 'columns' ? feed.columns : [];
  const recipe = column === undefined || !Object.hasOwn(columns, column) ? undefined : columns[column];
  if (recipe?.type !== 'text') return new Set();
  const { tokens, unknown } = recipe.vocabulary;
  const marks = markNumbers(recipe.vocabulary);
  const found = unknown === null ? -1 : tokens.indexOf(unknown);
  return new Set([...(found < 0 ? [] : [found]), ...(marks === null ? [] : [marks.start, marks.end])]);
}

/** Counts what the first loss measures, batch by batch. */
export interface ClassTally {
  readonly add: (batch: Batch, measured: Float32Array) => void;
  /** Null where targets were no classes, such as probabilities. */
  readonly table: () => ClassTable | null;
}

/** Null where the first loss has no classes, or too many, or those of a text. @param width size of the last axis of what it measures */
export function classTally(
  data: Dataset,
  loss: LossSpec | undefined,
  feeds: readonly FeedShape[],
  width: number,
): ClassTally | null {
  const isScore = loss?.type === 'sigmoid_cross_entropy' && width === 1;
  if (loss === undefined || (loss.type !== 'cross_entropy' && !isScore)) return null;
  const target = loss.target.value;
  const classes = isScore ? 2 : width;
  if (classes < 2 || classes > MAX_CLASSES || tokenFeeds(data, target) !== null) return null;
  const labels = labelsOfTarget(data, target, classes);
  const counts = new ClassCounts(classes);
  const isOverTime = typeof feeds.find(({ name }) => name === target)?.dims[1] === 'string';
  let isHard = true;
  return {
    add(batch, measured) {
      const layout = layoutOf(batch, loss, { feeds, weighing: 'plain' });
      const targets = batch.feeds[target]?.data;
      if (layout === null || targets === undefined) return;
      const weights = rowWeights(layout, targets.length);
      // probabilities between 0 and 1 are no classes
      isHard &&= targets.every((t, i) => weights?.[i] === 0 || Number.isInteger(t));
      if (isHard) counts.add({ outputs: measured, targets, width, ...(weights === null ? {} : { weights }) });
    },
    table: () => (isHard ? counts.table(labels, isOverTime ? 'steps' : 'samples', standIns(data, target)) : null),
  };
}
