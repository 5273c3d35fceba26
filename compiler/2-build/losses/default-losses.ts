import type { Reference } from '../../1-read/spec/located.ts';
import type { Spec } from '../../1-read/spec/spec.ts';
import type { LossSpec, TrainingSpec } from '../../1-read/spec/training-spec.ts';
import { InternalError, RnncError } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/train.ts';

/**
 * The section `training` with its losses spelled out.
 * @throws RnncError `which-loss` where the model has several outputs and names no loss
 */
export const withLosses = (
  spec: Spec,
  training: TrainingSpec,
): TrainingSpec & { readonly losses: readonly LossSpec[] } => ({
  ...training,
  losses: training.losses ?? defaultLosses(spec, training),
});

/** The loss of a model that names none: cross-entropy where the data makes its target of tokens or of one category, else mean squared error. */
function defaultLosses(spec: Spec, training: TrainingSpec): readonly LossSpec[] {
  const [output, ...more] = spec.outputs;
  if (output === undefined) throw new InternalError('a model without outputs');
  if (more.length > 0)
    throw new RnncError([
      messages.whichLoss(
        training.span,
        spec.outputs.map((o) => o.name),
      ),
    ]);
  const name = 'target';
  const type = targetsClasses(spec, name) ? 'cross_entropy' : 'mse';
  const reference: Reference = { ...output.reference, span: output.span };
  const target = { value: name, span: training.span };
  return [{ type, output: reference, target, sampleWeights: null, weight: 1, reduce: 'mean', span: training.span }];
}

function targetsClasses({ data }: Spec, target: string): boolean {
  if (data === null) return false;
  const feed = data.feeds?.get(target);
  if (feed === undefined) return data.vocabulary !== null && data.feeds === null;
  if (feed.kind === 'tokens') return true;
  const [only, ...more] = feed.columns;
  return only !== undefined && more.length === 0 && data.columns.get(only.value)?.type === 'category';
}
