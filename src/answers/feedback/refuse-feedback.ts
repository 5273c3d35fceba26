import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { isPrevious } from '../../data/encode/previous/marked-steps.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';

/** Whether some input of the model reads what it says. */
export const readsItself = ({ feeds }: Pick<Preprocessing, 'feeds'>): boolean =>
  Object.values(feeds).some((feed) => feed.from === 'columns' && isPrevious(feed));

/**
 * For what would have to know the targets.
 * @throws RnncError for a model that reads what it says
 */
export function refuseFeedback(model: RunnableModel, { preprocessing }: TrainingRecord, what: string): void {
  if (!readsItself(preprocessing)) return;
  const inputs = Object.entries(preprocessing.feeds).flatMap(([name, feed]) =>
    feed.from === 'columns' && isPrevious(feed) ? [`"${name}"`] : [],
  );
  throw new RnncError([
    say.wrongKind(
      model.name,
      what,
      'inputs that are known before the model answers',
      `${inputs.join(', ')} with part: previous, which reads what the model says`,
      'use predict',
    ),
  ]);
}
