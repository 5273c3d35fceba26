import type { Batch, Dataset } from '../../data/dataset/dataset.ts';

/** Samples per batch of passes that only look at the data. */
const BATCH = 256;

/** The whole training part in the order of its source. What goes on from batch to batch comes one sample at a time. */
export function trainingBatches({ preprocessing: { kind, windows }, train }: Dataset): AsyncIterable<Batch> {
  const goesOn = kind === 'text' || windows?.carry === true;
  return train.batches({ batch: goesOn ? 1 : BATCH, epoch: 0, from: 0, seed: 0, shuffle: false });
}
