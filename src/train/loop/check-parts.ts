import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dataset, Part } from '../../data/dataset/dataset.ts';
import { layoutOf, rowWeights } from '../baselines/contest.ts';
import { uncountedLoss } from '../evaluate/measure.ts';
import * as say from '../messages.ts';
import type { Trainable } from '../prepare/prepare.ts';

/**
 * @throws RnncError where the training part does not do what was asked for, the validation part gives no batch, or one of them has nothing that a
 * loss could compare the output with
 */
export async function checkParts(
  { train, validation, preprocessing }: Dataset,
  trainable: Pick<Trainable, 'objective' | 'feeds'>,
): Promise<void> {
  const { batch } = trainable.objective;
  train.checkBatches?.(batch);
  train.checkTraining?.(batch);
  validation?.checkBatches?.(batch);
  if (validation?.batchCount(batch) === 0) throw new RnncError([say.noBatches('validation')]);
  // what a user makes is read no more often than training does
  if (preprocessing.kind === 'batches') return;
  await checkTargets(train, 'training', trainable);
  if (validation !== null) await checkTargets(validation, 'validation', trainable);
}

/** Reads a part up to the first batch with which every loss has something to compare. */
async function checkTargets(
  part: Part,
  name: string,
  { objective: { losses, batch }, feeds }: Pick<Trainable, 'objective' | 'feeds'>,
): Promise<void> {
  const counts = losses.map((loss) => ('target' in loss ? 0 : 1));
  for await (const one of part.batches({ batch, epoch: 0, from: 0, seed: 0, shuffle: false })) {
    for (const [i, loss] of losses.entries()) {
      if (!('target' in loss)) continue;
      const layout = layoutOf(one, loss, { feeds, weighing: 'weighted' });
      const weights = layout === null ? null : rowWeights(layout, layout.samples * layout.steps);
      if (weights === null || weights.some((weight) => weight > 0)) counts[i] = 1;
    }
    if (counts.every((count) => count > 0)) return;
  }
  const mistake = uncountedLoss(
    losses,
    counts.map((count) => ({ count })),
    name,
  );
  if (mistake !== null) throw new RnncError([mistake]);
}
