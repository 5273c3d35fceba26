/** What a trained model needs to take raw rows and texts, and to give raw units and labels. */
import { type Diagnostic, InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { staticSize } from '../../compiler/ir/dim.ts';
import { isNamed } from '../arguments/kinds.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import { timeLengths } from '../data/batches/batch.ts';
import type { Batch } from '../data/dataset/dataset.ts';
import { isNested } from '../data/dataset/feed-axes.ts';
import type { FeedRecipe } from '../data/dataset/preprocessing.ts';
import { isPrevious } from '../data/encode/previous/marked-steps.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import type { RunnableModel } from '../model/runnable-model.ts';

/** @throws RnncError `not-trained` */
export function requireTraining(model: RunnableModel, what: string): TrainingRecord {
  if (model.training === null) throw new RnncError([say.notTrained(model.name, what)]);
  return model.training;
}

/** What a model that was trained on this task does, in words. */
export function kindOf(tasks: readonly TrainedTask[]): string {
  const losses = tasks.map(({ loss, target }) => `${loss} against "${target}"`);
  return losses.length === 0 ? 'no loss with a target' : losses.join(', ');
}

/** What the model can be asked for, where it can't be asked for something else. */
export function oneDoor({ preprocessing, tasks }: TrainingRecord, but: string): string {
  const { kind, windows, feeds } = preprocessing;
  const isNext = Object.values(feeds).some(({ role, ...feed }) => role === 'target' && 'tokens' in feed);
  if (kind === 'text' && isNext && but !== 'generate') return 'use generate';
  if (kind === 'batches' || tasks.length === 0) return 'use run with numbers of your own';
  const inputs = Object.values(feeds).filter(({ role }) => role === 'input');
  const [goesOn] = inputs.filter((feed) => feed.from === 'columns' && isPrevious(feed));
  if (goesOn !== undefined && windows === null)
    return inputs.length > 1
      ? 'use predict'
      : "use `rnnc predict MODEL --rows '{}' --sample`, or predict([{}], {decoding: {kind: 'random'}})";
  const isOfClasses = tasks.length > 0 && tasks.every(({ loss }) => /cross_entropy$/.test(loss));
  if (isOfClasses && but !== 'classify' && but !== 'classify steps') return 'use classify';
  const isAhead = Object.values(feeds).some(
    (feed) => feed.role === 'target' && feed.from === 'columns' && (feed.part === 'horizon' || feed.part === 'next'),
  );
  if (!isOfClasses && windows !== null && isAhead && but !== 'forecast') return 'use forecast';
  return 'use predict';
}

export const isOfNumbers = (loss: string): boolean =>
  ['mse', 'mae', 'huber', 'quantile', 'gaussian_nll'].includes(loss);

/** @throws InternalError for a target that the preprocessing does not know; the two come from one record, so they should agree. */
export function recipeOf({ preprocessing }: Pick<TrainingRecord, 'preprocessing'>, feed: string): FeedRecipe {
  const recipe = Object.hasOwn(preprocessing.feeds, feed) ? preprocessing.feeds[feed] : undefined;
  if (recipe === undefined) throw new InternalError(`the feed "${feed}" has no recipe`);
  return recipe;
}

/** @throws RnncError for a target along several axes of time, whose answers are in no form of rows */
export function checkPlainSteps(name: string, record: TrainingRecord, { target }: TrainedTask): void {
  const recipe = recipeOf(record, target);
  if (!isNested(recipe)) return;
  const what = 'tell what its outputs mean';
  const found = `"${target}" [${recipe.dims.join(', ')}]`;
  throw new RnncError([
    say.wrongKind(name, what, 'a target along one axis of time at most', found, 'use run, which gives numbers'),
  ]);
}

/**
 * The batch as the model takes it: lengths belong to the time symbol of the feed that has them.
 * @throws RnncError where two feeds disagree on them
 */
export function feedsOf({ preprocessing }: TrainingRecord, batch: Batch): Feeds {
  const feeds: { [name: string]: Feeds[string] } = {};
  for (const [name, { data, shape }] of Object.entries(batch.feeds)) feeds[name] = { data, shape };
  const fed = Object.entries(preprocessing.feeds).map(([name, { dims }]) => ({ name, dims }));
  for (const [time, lengths] of timeLengths(batch, fed)) feeds[`${time}.lengths`] = lengths;
  for (const [axis, { data, shape }] of Object.entries(batch.inner ?? {})) feeds[`${axis}.lengths`] = { data, shape };
  return feeds;
}

/** Where the scores of classes are found. */
export interface ScoreOutput {
  readonly name: string;
  readonly scores: 'logits' | 'probabilities';
  /** Size of the last axis. */
  readonly width: number;
}

/**
 * The output that gives what a loss of classes measures, or else its softmax.
 * @throws RnncError `output-hidden` where there is neither
 */
export function scoreOutput(model: RunnableModel, task: TrainedTask, what: string): ScoreOutput {
  const graph = model.graph('inference');
  const widthOf = (name: string): number => {
    const output = graph.outputs.find((o) => o.name === name);
    const last = output === undefined ? undefined : graph.values[output.value]?.type.shape.at(-1);
    return (last === undefined ? null : staticSize(last)) ?? 1;
  };
  if (task.output !== null) return { name: task.output, scores: 'logits', width: widthOf(task.output) };
  const made = new Map(graph.nodes.flatMap((node) => node.outputs.map((value) => [value, node.op] as const)));
  const softmaxes = graph.outputs.filter(({ value }) => made.get(value) === 'softmax');
  const [only, ...others] = softmaxes;
  if (only === undefined || others.length > 0)
    throw new RnncError([
      say.outputHidden(
        what,
        task.target,
        graph.outputs.map((o) => o.name),
      ),
    ]);
  return { name: only.name, scores: 'probabilities', width: widthOf(only.name) };
}

/**
 * What is wrong with rows or texts as callers give them; null: they are a list of one of these.
 * @param what they are called, in the plural.
 */
export function mistakeInRows(what: string, given: unknown, kinds: readonly ('row' | 'text')[]): Diagnostic | null {
  if (!Array.isArray(given)) return say.noList(what, given, null);
  const kindOf = (value: unknown): 'row' | 'text' | null =>
    typeof value === 'string' ? 'text' : isNamed(value) && !(value instanceof Map) ? 'row' : null;
  const first = kindOf(given[0]);
  for (let i = 0; i < given.length; i++) {
    const kind = kindOf(given[i]);
    if (kind === null || kind !== first || !kinds.includes(kind)) return say.noList(what, given, i);
  }
  return null;
}
