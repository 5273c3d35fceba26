import type { Transform } from '../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import type { ColumnRecipe, FeedRecipe } from '../data/dataset/preprocessing.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import type { Band } from '../uncertainty/bands.ts';
import { type FeedbackPlan, feedbackPlan } from './feedback/plan-feedback.ts';
import { isOfNumbers, kindOf, oneDoor, recipeOf } from './trained.ts';

export const WHAT = 'forecast';

type Column = Extract<ColumnRecipe, { readonly offset: unknown }>;

/** How numbers of the model become raw ones. */
export interface RawColumn {
  readonly name: string;
  readonly offset: number;
  readonly scale: number;
  readonly transform?: readonly Transform[];
  /** Of differences: the level before, which they are added to. */
  readonly base?: number;
}

/** One output and the columns it forecasts. */
export interface Target {
  readonly task: TrainedTask;
  readonly output: string;
  readonly columns: readonly RawColumn[];
  /** Absent: none was asked for. */
  readonly band?: Band;
}

export interface Plan {
  readonly part: 'horizon' | 'next';
  /** Steps that one run over a window forecasts. */
  readonly horizon: number;
  /** Steps between the last row and the first that is forecast. */
  readonly lead: number;
  readonly width: number;
  /** Whether rows before the last window matter: they do where the model was trained to carry its states from window to window. */
  readonly carry: boolean;
  /** At least one. */
  readonly targets: readonly Target[];
  /** All columns that are forecast. */
  readonly columns: ReadonlySet<string>;
  /** How inputs read what the model says itself; null: none does. */
  readonly feedback: FeedbackPlan | null;
}

/** @throws RnncError `wrong-kind`, `output-hidden` */
export function planOf(model: RunnableModel, record: TrainingRecord): Plan {
  const { windows, kind } = record.preprocessing;
  const wrong = (found: string, fix = oneDoor(record, WHAT)): RnncError =>
    new RnncError([
      say.wrongKind(
        model.name,
        WHAT,
        'a model that was trained on windows of a series, with a loss of numbers against the steps that follow',
        found,
        fix,
      ),
    ]);
  if (kind !== 'table') throw wrong(kind === 'text' ? 'a model of text' : "batches of the user's own");
  if (windows === null) throw wrong('samples that are no windows');
  const fitting = record.tasks.filter(
    (task) => isOfNumbers(task.loss) && partOf(recipeOf(record, task.target)) !== null,
  );
  const [first] = fitting;
  const part = first === undefined ? null : partOf(recipeOf(record, first.target));
  if (first === undefined || part === null) {
    const present = record.tasks.find((task) => isOfNumbers(task.loss) && isPresent(recipeOf(record, task.target)));
    if (present === undefined) throw wrong(kindOf(record.tasks));
    const found = `the target "${present.target}" of the steps that are given`;
    throw wrong(found, `write part: horizon at the feed "${present.target}" under data, and train again`);
  }
  if (part === 'next' && windows.horizon > windows.width)
    throw wrong(`steps ${windows.horizon} rows ahead of windows of ${windows.width}: those between are never guessed`);
  const outputs = model.outputs.map((o) => o.name);
  const alike = fitting.filter((task) => partOf(recipeOf(record, task.target)) === part);
  const targets = alike.flatMap((task): Target[] =>
    task.output === null ? [] : [{ task, output: task.output, columns: columnsOf(record, task.target) ?? [] }],
  );
  if (targets.length === 0) throw new RnncError([say.outputHidden(WHAT, first.target, outputs)]);
  if (targets.some(({ columns }) => columns.length === 0))
    throw wrong(`columns of "${first.target}" that are no numbers`);
  const columns = new Set(targets.flatMap((target) => target.columns.map(({ name }) => name)));
  const { horizon, lead = 0, width, carry = false } = windows;
  const feedback = feedbackPlan(model, record, WHAT);
  if (feedback !== null && carry)
    throw wrong('states that go on from window to window, and a decoder that begins anew');
  return { part, horizon, lead, width, carry, targets, columns, feedback };
}

const partOf = (recipe: FeedRecipe): 'horizon' | 'next' | null =>
  recipe.from === 'columns' && (recipe.part === 'horizon' || recipe.part === 'next') ? recipe.part : null;

const isPresent = (recipe: FeedRecipe): boolean => recipe.from === 'columns' && recipe.part === 'window';

/** Null where one of them is no plain number. */
function columnsOf({ preprocessing }: TrainingRecord, target: string): Target['columns'] | null {
  const recipe = preprocessing.feeds[target];
  if (recipe?.from !== 'columns') return null;
  const columns = recipe.columns.map((name) => {
    const column = preprocessing.columns[name];
    if (column === undefined || !isNumber(column) || column.offset.length > 1) return null;
    const [offset = 0, scale = 1] = [column.offset[0], column.scale[0]];
    return recipe.dtype === 'int32'
      ? { name, offset: 0, scale: 1 }
      : { name, offset, scale, transform: column.transform ?? [] };
  });
  const numbers = columns.filter((column) => column !== null);
  return numbers.length === columns.length ? numbers : null;
}

const isNumber = (column: ColumnRecipe): column is Column => column.type === 'number' || column.type === 'time';
