import type { Batch, Dataset } from '../data/dataset.ts';

/** Samples per batch of passes that only look at the data. */
const BATCH = 256;

/** The whole training part in the order of its source. A text comes as one stream: its batches go on from each other. */
export const trainingBatches = (data: Dataset): AsyncIterable<Batch> =>
  data.train.batches({
    batch: data.preprocessing.kind === 'text' ? 1 : BATCH,
    epoch: 0,
    from: 0,
    seed: 0,
    shuffle: false,
  });
