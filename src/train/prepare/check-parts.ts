import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import * as say from '../messages.ts';

/** @throws RnncError where the training part does not do what was asked for, or the validation part gives no batch of this size */
export function checkParts({ train, validation }: Dataset, batch: number): void {
  train.checkBatches?.(batch);
  train.checkTraining?.(batch);
  if (validation === null) return;
  validation.checkBatches?.(batch);
  if (validation.batchCount(batch) === 0) throw new RnncError([say.noBatches('validation')]);
}
