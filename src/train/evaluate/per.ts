import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import type { FeedShape } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';

/** What counts once in a mean. A sequence is a sample that has steps. */
export type Per = 'token' | 'step' | 'node' | 'sequence' | 'sample';

/** Null for a loss without a target. */
export function perOf(loss: LossSpec, feeds: readonly FeedShape[], preprocessing: Preprocessing): Per | null {
  if (!('target' in loss)) return null;
  const hasSteps = feeds.some(({ role, dims }) => role === 'input' && typeof dims[1] === 'string');
  const whole = hasSteps ? 'sequence' : 'sample';
  if (loss.type === 'ctc') return whole;
  const axis = feeds.find(({ name }) => name === loss.target.value)?.dims[1];
  const recipe = Object.hasOwn(preprocessing.feeds, loss.target.value)
    ? preprocessing.feeds[loss.target.value]
    : undefined;
  if (typeof axis === 'string') {
    if (preprocessing.kind === 'text') return 'token';
    return feeds.some(({ tree, dims }) => tree !== undefined && dims[1] === axis) ? 'node' : 'step';
  }
  if (recipe?.from === 'tokens') return 'token';
  // the steps of a horizon are features of one output, over which a loss means or adds up
  const isHorizon =
    recipe?.from === 'columns' && recipe.part === 'horizon' && (preprocessing.windows?.horizon ?? 1) > 1;
  return isHorizon && loss.reduce === 'mean' ? 'step' : whole;
}
