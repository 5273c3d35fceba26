/** Models whose decoder reads, at each step, what was said at the step before. */
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/run.ts';
import type { TrainedTask, TrainingRecord } from '../../artifact/training-record.ts';
import type { FeedRecipe, Preprocessing, Vocabulary } from '../../data/dataset/preprocessing.ts';
import { featuresOf, hasTime } from '../../data/encode/encode.ts';
import { isPrevious } from '../../data/encode/previous/marked-steps.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { isOfNumbers, kindOf, recipeOf } from '../trained.ts';

/** How an input reads what was said. */
export interface Reading {
  /** Numbers that the input takes per step. */
  readonly features: number;
  /** `numbers`: the output's forecast is read; `classes`: the number of its class; `indicators`: 1 at its class and 0 at the others. */
  readonly kind: 'numbers' | 'classes' | 'indicators';
}

/** An input that reads an output one step later. */
export interface FedBack extends Reading {
  readonly previous: string;
  readonly output: string;
  readonly task: TrainedTask;
}

export interface FeedbackPlan {
  /** The axis of what is said. */
  readonly time: string;
  /** Inputs that are there from the start. */
  readonly given: readonly string[];
  /** Inputs that are known beforehand at every step. */
  readonly beside: readonly string[];
  /** At least one. */
  readonly fed: readonly FedBack[];
  /** Of a model that says a text, token by token. */
  readonly text: {
    readonly column: string;
    readonly vocabulary: Vocabulary;
    /** Whether it ends with a mark. */
    readonly ends: boolean;
  } | null;
  /** Steps that are taken; null: as many as `beside` has. With an end mark, the most tokens that are said. */
  readonly steps: number | null;
}

/**
 * Null: the model reads nothing that it says.
 * @param what the caller does, in words.
 * @throws RnncError where what it says can't be read from its outputs
 */
export function feedbackPlan(model: RunnableModel, record: TrainingRecord, what: string): FeedbackPlan | null {
  const { preprocessing } = record;
  const inputs = Object.entries(preprocessing.feeds).filter(([, feed]) => feed.role === 'input');
  const previous = inputs.flatMap(([name, feed]) =>
    feed.from === 'columns' && isPrevious(feed) ? [{ name, feed }] : [],
  );
  const [first, ...others] = previous;
  if (first === undefined) return null;
  const time = `${first.feed.dims[1]}`;
  const wrong = (found: string): RnncError =>
    new RnncError([
      say.wrongKind(
        model.name,
        what,
        'inputs of part: previous along one time axis, each of a target that a loss compares as numbers or as classes',
        found,
        'use run with feeds of your own',
      ),
    ]);
  if (others.some(({ feed }) => feed.dims[1] !== time)) throw wrong('such inputs along several time axes');
  const fed = previous.map(({ name, feed }): FedBack => {
    const task = taskOf(preprocessing, feed, record.tasks);
    if (task === undefined) throw wrong(kindOf(record.tasks));
    const { output } = task;
    if (output === null)
      throw new RnncError([
        say.outputHidden(
          what,
          task.target,
          model.outputs.map((o) => o.name),
        ),
      ]);
    return { previous: name, output, task, ...readingOf(preprocessing, feed) };
  });
  const isTimed = (feed: FeedRecipe): boolean => hasTime(feed) && feed.dims[1] === time;
  const named = new Set(previous.map(({ name }) => name));
  const rest = inputs.filter(([name]) => !named.has(name));
  const beside = rest.filter(([, feed]) => isTimed(feed)).map(([name]) => name);
  const text = textOf(preprocessing, first.feed);
  if (text !== null && others.length > 0) throw wrong('a text beside other sequences');
  const { windows } = preprocessing;
  const longest = first.feed.previous?.longest ?? 0;
  return {
    time,
    given: rest.filter(([, feed]) => !isTimed(feed)).map(([name]) => name),
    beside,
    fed,
    text,
    steps: windows !== null ? windows.horizon : beside.length > 0 ? null : text?.ends === true ? 2 * longest : longest,
  };
}

export type ColumnsFeed = Extract<FeedRecipe, { readonly from: 'columns' }>;

/** What says the target that `feed` reads one step later, as numbers or as classes. */
export const taskOf = <T extends Pick<TrainedTask, 'loss' | 'target'>>(
  preprocessing: Preprocessing,
  feed: ColumnsFeed,
  tasks: readonly T[],
): T | undefined =>
  tasks.find(({ loss, target }) => {
    if (!isSame(recipeOf({ preprocessing }, target), feed)) return false;
    if (isOfCategory(preprocessing, feed)) return loss === 'cross_entropy' || loss === 'sigmoid_cross_entropy';
    return feed.dtype === 'int32' ? loss === 'cross_entropy' : isOfNumbers(loss);
  });

/** @param feed one for which there is a task. */
export function readingOf(preprocessing: Preprocessing, feed: ColumnsFeed): Reading {
  const ofOther = feed.dtype === 'int32' ? 'classes' : 'numbers';
  return {
    features: featuresOf(feed, preprocessing.windows) ?? 1,
    kind: isOfCategory(preprocessing, feed) ? 'indicators' : ofOther,
  };
}

const isSame = (target: FeedRecipe, feed: ColumnsFeed): boolean =>
  target.from === 'columns' &&
  target.dims[1] === feed.dims[1] &&
  target.columns.length === feed.columns.length &&
  target.columns.every((name, i) => name === feed.columns[i]);

/** Whether the input reads a category as 0 and 1. */
const isOfCategory = ({ columns }: Preprocessing, { dtype, columns: [name = '', ...more] }: ColumnsFeed): boolean =>
  dtype === 'float32' && more.length === 0 && Object.hasOwn(columns, name) && columns[name]?.type === 'category';

function textOf({ columns }: Preprocessing, feed: ColumnsFeed): FeedbackPlan['text'] {
  const [column = ''] = feed.columns;
  const recipe = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (recipe === undefined) throw new InternalError(`the column "${column}" has no recipe`);
  return recipe.type === 'text' ? { column, vocabulary: recipe.vocabulary, ends: feed.ends === true } : null;
}
