import type { TrainingRecord } from '../artifact/training-record.ts';
import { labelsOf } from '../data/table/preprocess.ts';

export type Vocabularies = (feed: string) => readonly string[] | null;

/** What the numbers of a feed stand for, in the order of the numbers; null: they are numbers. */
export const vocabularies =
  (training: TrainingRecord | null): Vocabularies =>
  (feed) => {
    const known = training?.preprocessing;
    if (known === undefined || !Object.hasOwn(known.feeds, feed) || known.feeds[feed]?.from === 'batches') return null;
    const labels = labelsOf(known, feed);
    return labels === null || labels.length === 0 ? null : labels;
  };
