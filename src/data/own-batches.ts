import type { Batch, BatchOptions, Dataset, FeedShape, Part } from './dataset.ts';

/** Batches of the user's own: called once per epoch, with the epoch's number and how many batches to leave out. */
export type BatchFactory = (options: BatchOptions) => AsyncIterable<Batch> | Iterable<Batch>;

/**
 * A data set from the user's own batches, as `train` in the library takes them. To be resumable, a factory gives the same batches for the same
 * options and begins at batch `from`.
 * @param feeds the inputs and targets that every batch feeds.
 */
export function datasetFromBatches(
  train: BatchFactory,
  options: {
    readonly feeds: readonly FeedShape[];
    readonly validation?: BatchFactory;
    readonly test?: BatchFactory;
    /** Batches of an epoch, where it is known. */
    readonly batchCount?: number;
  },
): Dataset {
  const part = (factory: BatchFactory, batches: number | null): Part => ({
    samples: null,
    batchCount: () => batches,
    async *batches(batchOptions) {
      yield* factory(batchOptions);
    },
  });
  const { feeds, validation, test, batchCount } = options;
  return {
    train: part(train, batchCount ?? null),
    validation: validation === undefined ? null : part(validation, null),
    test: test === undefined ? null : part(test, null),
    preprocessing: {
      version: 1,
      kind: 'batches',
      columns: {},
      vocabulary: null,
      group: null,
      decimal: '.',
      windows: null,
      feeds: Object.fromEntries(
        feeds.map(({ name, role, dtype, dims }) => [name, { role, dtype, dims, from: 'batches' as const }]),
      ),
    },
    shuffle: true,
    report: {
      files: { train: [], validation: [], test: [] },
      format: 'batches',
      rows: { train: 0, validation: 0, test: 0 },
      skipped: { count: 0, first: [] },
      columns: {},
      delimiter: null,
      decimal: null,
      header: null,
      streamed: true,
      notes: [],
    },
  };
}
