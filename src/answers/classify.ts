import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import { callback, like, type OptionTable, oneOf, whole } from '../arguments/kinds.ts';
import { readOptions } from '../arguments/read-options.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import { emptyNotes, sampleNotes } from '../data/batches/sample-notes.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import { findUnfitTree } from '../data/encode/checks/find-unfit.ts';
import { BadCell } from '../data/rows/faults/bad-cell.ts';
import { RowMistakes } from '../data/rows/faults/row-mistakes.ts';
import {
  feedsFromRows,
  feedsFromText,
  labelsOf,
  type PlaceOf,
  placeInRows,
  type RawRow,
  type RowOptions,
} from '../data/table/preprocess.ts';
import { treeSpecs } from '../model/feeds/feed-trees.ts';
import type { Output } from '../model/output.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { readsItself, refuseFeedback } from './feedback/refuse-feedback.ts';
import {
  checkPlainSteps,
  feedsOf,
  kindOf,
  mistakeInRows,
  oneDoor,
  recipeOf,
  requireTraining,
  type ScoreOutput,
  scoreOutput,
} from './trained.ts';
import { checkWindowless, isOfWindows, type SampleFeeds, windowFeeds } from './window-samples.ts';

/** What a model says of one sample. */
export interface Classification<L extends string = string> {
  /** The likeliest class. */
  readonly label: L;
  /**
   * By label, in the order of their numbers. They sum to 1, except where the model judges each label by itself (`sigmoid_cross_entropy` with
   * several features).
   */
  readonly probabilities: { readonly [K in L]: number };
}

export interface ClassifyOptions {
  /** Of a model of windows: every window that ends at an n-th row of its series, counted back from the last row; absent: the last one of each series. */
  readonly every?: number;
  /** Of such a model: what is known of the steps after the last rows, for inputs with `part: horizon`; absent: rows behind the last one with a class. */
  readonly future?: readonly RawRow[];
  /** The decimal sign of numbers that come as text; default that of the training data. */
  readonly decimal?: '.' | ',';
  /** Is told what may surprise, a sentence at a time, such as series that are left out because they are too short. */
  readonly onNote?: (note: string) => void;
}
const CLASSIFY_OPTIONS: OptionTable<ClassifyOptions> = {
  every: whole(1),
  future: like('a list of rows', Array.isArray),
  decimal: oneOf('.', ','),
  onNote: callback(),
};

const WHAT = 'classify';

/**
 * Classes of raw samples, by the model's first task that has classes.
 * @param samples rows as they stand in the data, or texts; with windows the last rows of each series are one sample, or as `given` says.
 * @throws RnncError `not-trained`, `wrong-kind`, `output-hidden`, and for rows and texts that do not fit the training data
 */
export function classify(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  given: ClassifyOptions = {},
): readonly Classification[] {
  const options = readOptions('classify()', given, CLASSIFY_OPTIONS);
  const record = requireTraining(model, WHAT);
  checkSamples(samples);
  refuseFeedback(model, record, WHAT);
  const task = taskOfClasses(model, record, WHAT);
  const time = timeOf(record, task);
  if (time !== null)
    throw new RnncError([
      say.wrongKind(
        model.name,
        'classify whole samples',
        'one class per sample',
        `a class for every step of "${time}"`,
        'use classifySteps, or predict, which tells both',
      ),
    ]);
  return sampleParts(model, samples, WHAT, options).flatMap(({ batch, feeds }) => {
    const classes = classesIn(model, record, task, model.run(feeds));
    return Array.from({ length: batch.samples }, (_, i) => classes(i, `sample ${i + 1}`));
  });
}

/**
 * Classes of every step or node of raw samples, by the model's first task that has them.
 * @param samples as `classify` takes them, and so is `given`.
 * @throws RnncError as `classify`
 */
export function classifySteps(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  given: ClassifyOptions = {},
): readonly (readonly Classification[])[] {
  const options = readOptions('classifySteps()', given, CLASSIFY_OPTIONS);
  const what = 'classify steps';
  const record = requireTraining(model, what);
  checkSamples(samples);
  refuseFeedback(model, record, what);
  const task = record.tasks.find((t) => isOfClasses(t.loss) && timeOf(record, t) !== null);
  if (task === undefined)
    throw new RnncError([
      say.wrongKind(
        model.name,
        what,
        'a loss of classes over steps or nodes',
        kindOf(record.tasks),
        oneDoor(record, 'classify steps'),
      ),
    ]);
  return sampleParts(model, samples, what, options).flatMap(({ feeds }) =>
    classRows(model, record, task, model.run(feeds)),
  );
}

/** What a task says of every sample. */
export interface TaskClasses {
  readonly target: string;
  /** [sample], or over a time axis [sample][step]. */
  readonly classes: readonly Classification[] | readonly (readonly Classification[])[];
  readonly time: string | null;
}

/** The answers of all tasks that have classes. A task is left out when no output of the model has its scores. */
export function taskClasses(
  model: RunnableModel,
  outputs: { readonly [name: string]: Output },
  samples: number,
): readonly TaskClasses[] {
  const record = requireTraining(model, WHAT);
  return record.tasks.flatMap((task): TaskClasses[] => {
    if (!isOfClasses(task.loss) || task.output === null) return [];
    const { target } = task;
    const time = timeOf(record, task);
    if (time !== null) return [{ target, time, classes: classRows(model, record, task, outputs) }];
    const classes = classesIn(model, record, task, outputs);
    return [{ target, time, classes: Array.from({ length: samples }, (_, i) => classes(i, `sample ${i + 1}`)) }];
  });
}

/** @throws RnncError unless they are a list of rows, or of texts */
export function checkSamples(samples: unknown): void {
  const mistake = mistakeInRows('samples', samples, ['row', 'text']);
  if (mistake !== null) throw new RnncError([mistake]);
  if ((samples as readonly unknown[]).length === 0) throw new RnncError([say.noSamples('samples')]);
}

interface RawOptions extends RowOptions {
  /** Replaces the decimal sign that the training data had. */
  readonly preprocessing?: Preprocessing;
  readonly decimal?: '.' | ',';
}

/**
 * Raw samples as the model takes them.
 * @param what the caller does, in words.
 * @throws RnncError `not-trained`, and for rows and texts that do not fit the training data
 */
export function rawFeeds(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  what: string,
  { preprocessing: own, decimal, ...options }: RawOptions = {},
): SampleFeeds {
  const record = requireTraining(model, what);
  checkSamples(samples);
  const isTexts = samples.every((sample) => typeof sample === 'string');
  const known = own ?? record.preprocessing;
  const preprocessing = decimal === undefined ? known : { ...known, decimal };
  const batch = isTexts
    ? feedsFromText(preprocessing, samples, options)
    : feedsFromRows(preprocessing, samples as readonly RawRow[], options);
  checkTrees(model, record, batch, options.placeOf ?? placeInRows);
  return { batch, feeds: feedsOf(record, batch) };
}

/** What `run` takes, from raw samples, in parts that are run together. @throws RnncError as `rawFeeds`, and for options that mean nothing for the model */
function sampleParts(
  model: RunnableModel,
  samples: readonly RawRow[] | readonly string[],
  what: string,
  options: ClassifyOptions,
): readonly SampleFeeds[] {
  const record = requireTraining(model, what);
  const { decimal, onNote } = options;
  if (onNote !== undefined)
    for (const note of [...emptyNotes(record.preprocessing, samples), ...sampleNotes(record.preprocessing, samples)])
      onNote(note);
  if (isOfWindows(record, samples)) return windowFeeds(record, samples, options);
  checkWindowless(what, options);
  return [
    rawFeeds(model, samples, what, {
      ...(decimal === undefined ? {} : { decimal }),
      ...(onNote === undefined ? {} : { onNote }),
    }),
  ];
}

/** Reports trees that the model can't take, with the rows they come from. The check of the feeds comes later and knows only the number of a sample. */
function checkTrees(model: RunnableModel, record: TrainingRecord, batch: Batch, placeOf: PlaceOf): void {
  const mistakes = new RowMistakes(placeOf);
  for (const spec of treeSpecs(model.graph('inference'))) {
    const feed = batch.feeds[spec.name];
    const recipe = recipeOf(record, spec.name);
    if (feed === undefined || recipe.from !== 'columns') continue;
    const [, steps = 0, width = 0] = feed.shape;
    for (let i = 0; i < batch.samples; i++) {
      const nodes = batch.lengths[spec.name]?.[i] ?? steps;
      const start = i * steps * width;
      const unfit = findUnfitTree(spec, feed.data.subarray(start, start + nodes * width), nodes);
      if (unfit !== null)
        mistakes.value(i, recipe.columns[0] ?? null, new BadCell(unfit.reason, unfit.fix, unfit.step));
    }
  }
  mistakes.check(batch.samples);
}

/** @throws RnncError `not-trained`, `wrong-kind` for a model without classes */
export function requireClasses(model: RunnableModel, what: string): void {
  const record = requireTraining(model, what);
  taskOfClasses(model, record, what);
  const { columns, feeds } = record.preprocessing;
  const isText = ({ target }: TrainedTask): boolean => {
    const feed = feeds[target];
    return feed?.from === 'columns' && feed.columns.some((name) => columns[name]?.type === 'text');
  };
  // what it says is read back, and is written as a whole
  if (readsItself(record.preprocessing) && record.tasks.filter(({ loss }) => isOfClasses(loss)).every(isText))
    throw new RnncError([
      say.wrongKind(model.name, what, 'classes', 'a text, with its own probability', 'use predict'),
    ]);
}

function taskOfClasses(model: RunnableModel, record: TrainingRecord, what: string): TrainedTask {
  const task = record.tasks.find(({ loss }) => isOfClasses(loss));
  if (task !== undefined) return task;
  throw new RnncError([
    say.wrongKind(model.name, what, 'a loss of classes', kindOf(record.tasks), oneDoor(record, what)),
  ]);
}

/** The time axis of what a task is compared with, or null. */
function timeOf(record: TrainingRecord, task: TrainedTask): string | null {
  const [, time] = recipeOf(record, task.target).dims;
  return typeof time === 'string' ? time : null;
}

/** The class of a row of the task's scores. */
function classesIn(
  model: RunnableModel,
  record: TrainingRecord,
  task: TrainedTask,
  outputs: { readonly [name: string]: Output },
): (row: number, where: string) => Classification {
  const output = scoreOutput(model, task, WHAT);
  const result = outputs[output.name];
  if (result === undefined) throw new InternalError(`no output ${output.name}`);
  const labels = labelsFor(record, task, output);
  return (row, where) => {
    const scores = result.data.subarray(row * output.width, (row + 1) * output.width);
    if (!scores.every(Number.isFinite)) throw new RnncError([say.outputNotFinite(output.name, where)]);
    return classification(probabilitiesOf(scores, task, output), labels);
  };
}

/** What a task with classes says of every sample. A sample has one row, or one row for every step, node or time ahead. */
export function classRows(
  model: RunnableModel,
  record: TrainingRecord,
  task: TrainedTask,
  outputs: { readonly [name: string]: Output },
): readonly (readonly Classification[])[] {
  checkPlainSteps(model.name, record, task);
  const classOf = classesIn(model, record, task, outputs);
  const { name, width } = scoreOutput(model, task, WHAT);
  const { shape, data, lengths } = outputs[name] ?? { shape: [], data: [], lengths: null };
  const [samples = 0] = shape;
  const rows = data.length / width / samples;
  return Array.from({ length: samples }, (_, i) =>
    Array.from({ length: lengths?.[i] ?? rows }, (_unused, t) =>
      classOf(i * rows + t, rows === 1 ? `sample ${i + 1}` : `step ${t + 1} of sample ${i + 1}`),
    ),
  );
}

export const isOfClasses = (loss: string): boolean =>
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

/** The names of the classes as the data has them, or their numbers where it has none. */
export function labelsFor(record: TrainingRecord, task: TrainedTask, { width }: ScoreOutput): readonly string[] {
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
