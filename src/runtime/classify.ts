import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import { feedsFromRows, feedsFromText, labelsOf, type RawRow } from '../data/preprocess.ts';
import type { Model } from './model.ts';
import { feedsOf, isListOfRows, kindOf, recipeOf, requireTraining, type ScoreOutput, scoreOutput } from './trained.ts';

/** What a model says of one sample. */
export interface Classification {
  /** The likeliest class. */
  readonly label: string;
  /**
   * By label, in the order of their numbers. They sum to 1, except where the model judges each label by itself (`sigmoid_cross_entropy` with
   * several features).
   */
  readonly probabilities: { readonly [label: string]: number };
}

const WHAT = 'classify';

/**
 * Classes of raw samples, by the model's first task that has classes.
 * @param samples rows as they stand in the data, or texts; with windows the last rows of each series are one sample.
 * @throws RnncError `not-trained`, `wrong-kind`, `output-hidden`, and for rows and texts that do not fit the training data
 */
export function classify(model: Model, samples: readonly RawRow[] | readonly string[]): readonly Classification[] {
  const record = requireTraining(model, WHAT);
  if (!isListOfRows(samples)) throw new RnncError([say.noList('samples', samples)]);
  if (samples.length === 0) throw new RnncError([say.noSamples('samples')]);
  const task = record.tasks.find(({ loss }) => isOfClasses(loss));
  if (task === undefined)
    throw new RnncError([
      say.wrongKind(model.name, WHAT, 'a loss of classes', kindOf(record.tasks), 'use run() or forecast()'),
    ]);
  const output = scoreOutput(model, task, WHAT);
  const [, time] = recipeOf(record, task.target).dims;
  if (typeof time === 'string')
    throw new RnncError([
      say.wrongKind(
        model.name,
        'classify whole samples',
        'one class per sample',
        `a class for every step of "${time}"`,
        `use run() and read the output "${output.name}"`,
      ),
    ]);
  const isTexts = samples.every((sample) => typeof sample === 'string');
  const batch = isTexts
    ? feedsFromText(record.preprocessing, samples)
    : feedsFromRows(record.preprocessing, samples as readonly RawRow[]);
  const result = model.run(feedsOf(record, batch))[output.name];
  if (result === undefined) throw new InternalError(`no output ${output.name}`);
  const labels = labelsFor(record, task, output);
  return Array.from({ length: batch.samples }, (_, i) => {
    const scores = result.data.subarray(i * output.width, (i + 1) * output.width);
    if (!scores.every(Number.isFinite)) throw new RnncError([say.outputNotFinite(output.name, `sample ${i + 1}`)]);
    return classification(probabilitiesOf(scores, task, output), labels);
  });
}

const isOfClasses = (loss: string): boolean =>
  loss === 'cross_entropy' || loss === 'soft_cross_entropy' || loss === 'sigmoid_cross_entropy';

function probabilitiesOf(scores: ArrayLike<number>, task: TrainedTask, output: ScoreOutput): Float64Array {
  if (output.scores === 'probabilities') return Float64Array.from(scores);
  if (task.loss === 'sigmoid_cross_entropy') {
    const each = Float64Array.from(scores, (x) => 1 / (1 + exp(-x)));
    return each.length === 1 ? Float64Array.of(1 - (each[0] ?? 0), each[0] ?? 0) : each;
  }
  const top = Array.from(scores).reduce((a, b) => Math.max(a, b));
  const weights = Float64Array.from(scores, (x) => exp(x - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** As the data names them; numbers where it does not. */
function labelsFor(record: TrainingRecord, task: TrainedTask, { width }: ScoreOutput): readonly string[] {
  const count = task.loss === 'sigmoid_cross_entropy' && width === 1 ? 2 : width;
  const recipe = recipeOf(record, task.target);
  const labels = labelsOf(record.preprocessing, task.target);
  const columns = recipe.from === 'columns' && recipe.columns.length === count ? recipe.columns : null;
  return Array.from({ length: count }, (_, i) => labels?.[i] ?? (labels === null ? columns?.[i] : undefined) ?? `${i}`);
}

function classification(probabilities: Float64Array, labels: readonly string[]): Classification {
  let best = 0;
  for (const [i, p] of probabilities.entries()) if (p > (probabilities[best] ?? 0)) best = i;
  return {
    label: labels[best] ?? '',
    probabilities: Object.fromEntries(labels.map((label, i) => [label, probabilities[i] ?? 0])),
  };
}
