import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import { metricChoices } from '../../train/evaluate/metric-choices.ts';
import { checkParts } from '../../train/loop/check-parts.ts';
import { keptPreprocessing } from '../../train/loop/record.ts';
import { planSampling } from '../../train/loop/scheduled-sampling.ts';
import { batchFeeds } from '../../train/prepare/batch-feeds.ts';
import { checkPrevious } from '../../train/prepare/check-previous.ts';
import { withClassWeights } from '../../train/prepare/class-weights.ts';
import { fitToData, leavesToData } from '../../train/prepare/fit-to-data.ts';
import { checkTrainingMemory } from '../../train/prepare/memory.ts';
import { prepareTraining, type Trainable } from '../../train/prepare/prepare.ts';
import { type DataPlace, givenPlace, ownPlace } from './data-place.ts';
import type { OpenedModel } from './open-model.ts';
import { openData } from './training-setup.ts';

/** What a training would begin with. */
export interface CheckedData {
  readonly trainable: Trainable;
  readonly data: Dataset;
}

/** Mistakes of data that are not there, or that a model must not name without being asked. */
const ELSEWHERE: ReadonlySet<string> = new Set(['file-missing', 'source-outside', 'file-unreadable']);
export const isElsewhere = (cause: unknown): boolean =>
  cause instanceof RnncError && cause.diagnostics.every(({ code }) => ELSEWHERE.has(code));

/**
 * Finds what a training would find before its first step. Data that nobody asked for are looked at where they lie in the folder of the model.
 * @param asked what `--data` names, or true: the model's own; null: nothing was asked for
 * @returns null: the model has no data that can be read here
 * @throws RnncError for every mistake in what is there
 */
export async function checkData(
  { compiled, definition, source }: OpenedModel,
  file: string,
  asked: string | true | null,
): Promise<CheckedData | null> {
  const read = compiled();
  const { data, training } = read.spec;
  const preprocessing = definition.training?.preprocessing ?? null;
  if (training !== null && !leavesToData(read)) prepareTraining(read);
  if (training !== null) checkPrevious(read);
  if (training === null || data === null || (asked === null && source.sources !== null)) return null;
  const place = typeof asked === 'string' ? givenPlace(data, asked) : ownPlace(data, file, asked === null);
  try {
    return await openAll(read, place, keptPreprocessing(preprocessing, null));
  } catch (cause) {
    if (asked === null && isElsewhere(cause)) return null;
    throw cause;
  }
}

async function openAll(
  compiled: Compiled,
  place: DataPlace,
  preprocessing: Parameters<typeof openData>[2],
): Promise<CheckedData> {
  const trainable = prepareTraining(await fitToData(compiled, { ...place, preprocessing }));
  checkTrainingMemory(trainable);
  const data = await openData(trainable, place, preprocessing);
  const { batch } = trainable.objective;
  await checkParts(data, trainable);
  planSampling(trainable, data.preprocessing);
  const { seed } = trainable.compiled;
  for await (const first of data.train.batches({ batch, epoch: 0, from: 0, seed, shuffle: data.shuffle })) {
    batchFeeds(first, trainable.feeds);
    break;
  }
  await metricChoices(trainable, data);
  return { trainable: await withClassWeights(trainable, data), data };
}
