import type { ClassWeights, LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/train.ts';
import { isThere, lengthsByAxis } from '../../data/batches/batch.ts';
import type { Dataset, FeedShape } from '../../data/dataset/dataset.ts';
import { labelsOf } from '../../data/table/preprocess.ts';
import { prepareTraining, type Trainable } from './prepare.ts';
import { trainingBatches } from './training-batches.ts';

/**
 * A model made ready again, with the class weights of its losses as numbers.
 * @throws RnncError for a class that the target does not have
 */
export async function withClassWeights(trainable: Trainable, data: Dataset): Promise<Trainable> {
  const { compiled, objective, feeds } = trainable;
  const { spec } = compiled;
  if (spec.training === null || objective.losses.every(({ classWeights }) => classWeights === undefined))
    return trainable;
  const mistakes: Diagnostic[] = [];
  const losses: LossSpec[] = [];
  for (const loss of objective.losses) {
    if (loss.classWeights === undefined || !('target' in loss)) {
      losses.push(loss);
      continue;
    }
    const name = loss.target.value;
    // one number tells two classes apart
    const count = feeds.find((feed) => feed.name === name)?.size?.count ?? 2;
    const labels = labelsOfTarget(data, name, count);
    const weightOfClass =
      loss.classWeights.kind === 'balanced'
        ? balanced(await countsOf(data, name, count, feeds))
        : named(loss.classWeights, labels, mistakes);
    losses.push({ ...loss, weightOfClass });
  }
  if (mistakes.length > 0) throw new RnncError(mistakes, compiled.sources);
  return prepareTraining({ ...compiled, spec: { ...spec, training: { ...spec.training, losses } } });
}

/** Names of the classes in the order of their numbers; the numbers where they have no names. */
export function labelsOfTarget({ preprocessing }: Dataset, target: string, count: number): readonly string[] {
  const known = preprocessing.kind === 'batches' ? null : labelsOf(preprocessing, target);
  return Array.from({ length: count }, (_, c) => known?.[c] ?? `${c}`);
}

function named(
  { weights, span }: Extract<ClassWeights, { kind: 'named' }>,
  labels: readonly string[],
  mistakes: Diagnostic[],
): readonly number[] {
  for (const [name, weight] of weights)
    if (!labels.includes(name)) mistakes.push(say.classWeightUnknown(weight.span, name, labels));
  const found = labels.map((label) => weights.get(label)?.value ?? 1);
  if (found.every((weight) => weight === 0)) mistakes.push(say.classWeightsAllZero(span));
  return found;
}

/** n / (k · count), so that they are 1 on average over the entries; 1 for a class that does not occur. */
function balanced(counts: readonly number[]): readonly number[] {
  const there = counts.filter((count) => count > 0);
  const all = there.reduce((a, b) => a + b, 0);
  return counts.map((count) => (count === 0 ? 1 : all / (there.length * count)));
}

/** How often each class stands in the training part. */
async function countsOf(
  data: Dataset,
  target: string,
  count: number,
  shapes: readonly FeedShape[],
): Promise<readonly number[]> {
  const counts = Array.from({ length: count }, () => 0);
  const dims = shapes.find(({ name }) => name === target)?.dims ?? [];
  for await (const batch of trainingBatches(data)) {
    const feed = batch.feeds[target];
    if (feed === undefined) continue;
    const lengths = lengthsByAxis(batch, dims, shapes);
    const perStep = feed.shape.slice(lengths.length + 1).reduce((n, size) => n * size, 1);
    feed.data.forEach((label, i) => {
      const isClass = Number.isInteger(label) && label >= 0 && label < count;
      if (isClass && isThere(Math.floor(i / perStep), feed.shape, lengths)) counts[label] = (counts[label] ?? 0) + 1;
    });
  }
  return counts;
}
