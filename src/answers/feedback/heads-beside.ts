/** What a model that says a text tells besides. */
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TrainedTask, TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import { markNumbers } from '../../data/encode/vocabulary.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { type DecodeOptions, decodeOutputs, isTold, type Prediction } from '../decode.ts';
import { feedsOf, recipeOf } from '../trained.ts';
import { feedIn } from './decoder-steps.ts';
import type { FeedbackPlan } from './plan-feedback.ts';
import type { Written } from './write-texts.ts';

/** The tasks that tell something else than the text. */
export function tasksBeside(record: TrainingRecord, { text }: FeedbackPlan): readonly TrainedTask[] {
  return record.tasks.filter((task) => {
    const recipe = recipeOf(record, task.target);
    const isText = recipe.from === 'columns' && recipe.columns.length === 1 && recipe.columns[0] === text?.column;
    return isTold(task) && !isText;
  });
}

/**
 * What the other tasks say of each sample, in a run that reads the text that was said.
 * @param tasks of `tasksBeside`, at least one
 */
export function headsBeside(
  model: RunnableModel,
  record: TrainingRecord,
  plan: FeedbackPlan,
  {
    batch,
    written,
    tasks,
  }: { readonly batch: Batch; readonly written: readonly Written[] } & {
    readonly tasks: readonly TrainedTask[];
  },
  options: DecodeOptions,
): readonly Prediction[] {
  return decodeOutputs(model, model.run(feedsOf(record, readingTexts(plan, batch, written))), { ...options, tasks });
}

/** The batch with the start mark and the text in the place of the right tokens before. */
function readingTexts({ fed: [fed], text, beside }: FeedbackPlan, batch: Batch, written: readonly Written[]): Batch {
  const start = text === null ? undefined : markNumbers(text.vocabulary)?.start;
  if (fed === undefined || text === null || start === undefined) throw new InternalError('the model says no text');
  const rows = written.map(({ tokens }) => [start, ...(text.ends ? tokens : tokens.slice(0, -1))]);
  // without an end mark, the inputs along the same steps tell how many there are
  const steps = text.ends
    ? Math.max(0, ...rows.map(({ length }) => length))
    : (feedIn(batch, beside[0] ?? '').shape[1] ?? 0);
  const data = new Int32Array(rows.length * steps);
  for (const [row, tokens] of rows.entries()) data.set(tokens.slice(0, steps), row * steps);
  const { [fed.previous]: _, ...lengths } = batch.lengths;
  const own = text.ends ? { [fed.previous]: Int32Array.from(rows, ({ length }) => length) } : {};
  return {
    ...batch,
    feeds: { ...batch.feeds, [fed.previous]: { dtype: 'int32', shape: [rows.length, steps], data } },
    lengths: { ...lengths, ...own },
  };
}
