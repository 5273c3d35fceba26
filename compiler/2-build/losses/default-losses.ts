import type { Reference } from '../../1-read/spec/located.ts';
import type { Spec } from '../../1-read/spec/spec.ts';
import type { LossSpec, TrainingSpec } from '../../1-read/spec/training-spec.ts';
import { InternalError, RnncError } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/train.ts';

/** What the data gives to compare the output of a model with. */
export interface FoundTarget {
  readonly kind: 'category' | 'tokens' | 'numbers';
  /** The column that it is made of, where it is one. */
  readonly column: string | null;
}

/**
 * The section `training` with its losses spelled out.
 * @param found what the data gives as the target; null: as far as the model file tells
 * @param width size of the last axis of the model's output, where it is known
 * @throws RnncError `which-loss` where the model has several outputs and names no loss
 */
export const withLosses = (
  spec: Spec,
  training: TrainingSpec,
  found: FoundTarget | null = null,
  width: number | null = null,
): TrainingSpec & { readonly losses: readonly LossSpec[] } => ({
  ...training,
  losses: training.losses ?? defaultLosses(spec, training, found ?? writtenTarget(spec), width),
});

/** Name of the target of a model that names no loss. */
export const CHOSEN_TARGET = 'target';

/** The loss of a model that names none: that of classes where its target is made of tokens or of one category, else mean squared error. */
function defaultLosses(
  spec: Spec,
  training: TrainingSpec,
  found: FoundTarget,
  width: number | null,
): readonly LossSpec[] {
  const [output, ...more] = spec.outputs;
  if (output === undefined) throw new InternalError('a model without outputs');
  if (more.length > 0)
    throw new RnncError([
      messages.whichLoss(
        training.span,
        spec.outputs.map((o) => o.name),
      ),
    ]);
  const { type, why } = fittingLoss(found, width);
  const reference: Reference = { ...output.reference, span: output.span };
  const target = { value: CHOSEN_TARGET, span: training.span };
  return [
    { type, why, output: reference, target, sampleWeights: null, weight: 1, reduce: 'mean', span: training.span },
  ];
}

function fittingLoss(
  { kind, column }: FoundTarget,
  width: number | null,
): { readonly type: 'cross_entropy' | 'sigmoid_cross_entropy' | 'mse'; readonly why: string } {
  const named = column === null ? 'the target' : `the column "${column}"`;
  switch (kind) {
    case 'category':
      return width === 1
        ? { type: 'sigmoid_cross_entropy', why: `${named} is a category, and the output is one number` }
        : { type: 'cross_entropy', why: `${named} is a category` };
    case 'tokens':
      return { type: 'cross_entropy', why: `${named} is made of tokens` };
    case 'numbers':
      return { type: 'mse', why: `${named} is made of numbers` };
    default:
      return kind satisfies never;
  }
}

/** As the section `data` writes it. */
function writtenTarget({ data }: Spec): FoundTarget {
  const numbers: FoundTarget = { kind: 'numbers', column: null };
  if (data === null) return numbers;
  const feed = data.feeds?.get(CHOSEN_TARGET);
  if (feed === undefined)
    return data.vocabulary !== null && data.feeds === null ? { kind: 'tokens', column: null } : numbers;
  if (feed.kind === 'tokens') return { kind: 'tokens', column: null };
  const [only, ...more] = feed.columns;
  if (only === undefined || more.length > 0) return numbers;
  return data.columns.get(only.value)?.type === 'category' ? { kind: 'category', column: only.value } : numbers;
}
