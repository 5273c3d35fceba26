import { callback, like, type OptionTable, oneOf } from '../../arguments/kinds.ts';
import { readOptions } from '../../arguments/read-options.ts';
import { emptyNotes, sampleNotes } from '../../data/batches/sample-notes.ts';
import type { RawRow } from '../../data/table/preprocess.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { checkSamples, rawFeeds } from '../classify.ts';
import { requireTraining } from '../trained.ts';
import { checkWindowless, isOfWindows, windowFeeds } from '../window-samples.ts';

export interface EncodeOptions {
  /** Of a model of windows: the last window of each series, the default, or every window that has its horizon. */
  readonly windows?: 'last' | 'all';
  /** For the last windows: what is known of the steps after them, as `predict` takes it. */
  readonly future?: readonly RawRow[];
  /** The decimal sign of numbers that come as text; default that of the training data. */
  readonly decimal?: '.' | ',';
  /** Is told what may surprise, a sentence at a time, such as series that are left out because they are too short. */
  readonly onNote?: (note: string) => void;
}
const ENCODE_OPTIONS: OptionTable<EncodeOptions> = {
  windows: oneOf('last', 'all'),
  future: like('a list of rows', Array.isArray),
  decimal: oneOf('.', ','),
  onNote: callback(),
};

const WHAT = 'take raw samples';

/** @throws RnncError as `Model.encode` */
export function encode(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  given: EncodeOptions,
): Feeds {
  const { windows = 'last', future, decimal, onNote } = readOptions('encode()', given, ENCODE_OPTIONS);
  const record = requireTraining(model, WHAT);
  checkSamples(samples);
  if (onNote !== undefined) {
    const { preprocessing } = record;
    for (const note of [...emptyNotes(preprocessing, samples), ...sampleNotes(preprocessing, samples)]) onNote(note);
  }
  const sign = decimal === undefined ? {} : { decimal };
  if (windows === 'last' && isOfWindows(record, samples)) {
    const options = {
      ...sign,
      ...(future === undefined ? {} : { future }),
      ...(onNote === undefined ? {} : { onNote }),
    };
    return windowFeeds(record, samples, options, samples.length)[0]?.feeds ?? {};
  }
  checkWindowless('encode', future === undefined ? {} : { future });
  return rawFeeds(model, samples, WHAT, { windows, ...sign, ...(onNote === undefined ? {} : { onNote }) }).feeds;
}
