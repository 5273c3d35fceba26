import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import { isDifferenced, levelOf } from '../data/arrange/transform-cells.ts';
import type { FeedRecipe, Preprocessing } from '../data/dataset/preprocessing.ts';
import { featuresOf, hasTime } from '../data/encode/encode.ts';
import { rowsNeeded } from '../data/messages/columns.ts';
import { spreadOfChanges } from '../data/messages/units.ts';
import type { PredictedValue } from '../model/model-types.ts';
import type { Output } from '../model/output.ts';
import type { RunnableModel } from '../model/runnable-model.ts';
import { type Classification, classRows, isOfClasses, labelsFor } from './classify.ts';
import { columnAt, numbersOf, type Origin } from './forecast-outputs.ts';
import type { RawColumn } from './forecast-plan.ts';
import { checkPlainSteps, isOfNumbers, kindOf, recipeOf, requireTraining, scoreOutput } from './trained.ts';

/**
 * What a model says of one sample, by the columns that it was trained on: numbers in raw units, labels with `COLUMN.probability`, a quantile as
 * `COLUMN.q10`, a normal distribution as `COLUMN.mean` and `COLUMN.stddev`. Over steps, nodes or a horizon there are lists, with an entry for each.
 */
export type Prediction = { readonly [column: string]: PredictedValue };
export type { PredictedValue } from '../model/model-types.ts';

export interface DecodeOptions {
  /** Also `COLUMN.LABEL`, the probability of every label. */
  readonly probabilities?: boolean;
}

interface DecodeTasks extends DecodeOptions {
  /** Those that are told; default: all. */
  readonly tasks?: readonly TrainedTask[];
  /** By sample: its series, and the levels that differences are added to. Absent: they are not known. */
  readonly origins?: readonly Origin[];
}

/** Whether something is told of a task in raw units. */
export const isTold = ({ loss, output }: TrainedTask): boolean =>
  isOfClasses(loss) || (isOfNumbers(loss) && output !== null);

type Outputs = { readonly [name: string]: Output };
type Columns = { readonly [column: string]: PredictedValue };

/**
 * @param last take only the last step of everything that has a step axis; null where a sample has no step.
 * @throws RnncError `not-trained`; `wrong-kind` where no loss compared what can be told in raw units; `output-hidden`
 */
export function decodeOutputs(
  model: RunnableModel,
  outputs: Outputs,
  { probabilities = false, tasks, origins }: DecodeTasks,
  last = false,
): readonly Prediction[] {
  const what = 'tell what its outputs mean';
  const record = requireTraining(model, what);
  const found = (tasks ?? record.tasks)
    .filter(isTold)
    .map((task) =>
      isOfClasses(task.loss)
        ? ofClasses(model, record, task, outputs, { probabilities, last })
        : ofNumbers(model.name, record, task, outputs, { last, origins: origins ?? null }),
    );
  const [first] = found;
  if (first === undefined) {
    const hidden = record.tasks.find(({ loss, output }) => isOfNumbers(loss) && output === null);
    throw new RnncError([
      hidden === undefined
        ? say.wrongKind(
            model.name,
            what,
            'a loss of numbers or of classes',
            kindOf(record.tasks),
            'use run, which gives numbers',
          )
        : say.outputHidden(what, hidden.target, Object.keys(outputs)),
    ]);
  }
  // where two losses are about one column, the prediction of the first counts
  return first.map((_, i) => Object.assign({}, ...found.map((task) => task[i]).reverse()) as Prediction);
}

function ofClasses(
  model: RunnableModel,
  record: TrainingRecord,
  task: TrainedTask,
  outputs: Outputs,
  { probabilities, last }: { readonly probabilities: boolean; readonly last: boolean },
): readonly Columns[] {
  const recipe = recipeOf(record, task.target);
  const columns = recipe.from === 'columns' ? recipe.columns : [];
  const name = recipe.from === 'tokens' ? 'next' : columns.length === 1 ? (columns[0] ?? '') : task.target;
  const isOfColumns = columns.length > 1;
  const tell = ({ label, probabilities: all }: Classification): Columns =>
    isOfColumns
      ? all
      : {
          [name]: label,
          [`${name}.probability`]: all[label] ?? 0,
          ...(probabilities ? Object.fromEntries(Object.entries(all).map(([of, p]) => [`${name}.${of}`, p])) : {}),
        };
  const names = (): readonly string[] => {
    const labels = labelsFor(record, task, scoreOutput(model, task, 'tell what its outputs mean'));
    return Object.keys(tell({ label: '', probabilities: Object.fromEntries(labels.map((label) => [label, 0])) }));
  };
  return classRows(model, record, task, outputs).map((rows) => {
    const [only] = rows;
    if (only === undefined) return ofNoStep(names(), last);
    if (last && hasTime(recipe)) return tell(rows.at(-1) ?? only);
    return rows.length === 1 && !hasTime(recipe) ? tell(only) : transposed(rows.map(tell));
  });
}

/** What is said of a sample without steps. */
const ofNoStep = (names: readonly string[], last: boolean): Columns =>
  Object.fromEntries(names.map((name) => [name, last ? null : []]));

/** One list per column. */
function transposed(rows: readonly Columns[]): Columns {
  const [first = {}] = rows;
  return Object.fromEntries(Object.keys(first).map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

/** Numbers of one step of a target that belong to one column. */
interface Scaled {
  readonly name: string;
  readonly scales: readonly RawColumn[];
  readonly isList: boolean;
}

function ofNumbers(
  model: string,
  record: TrainingRecord,
  task: TrainedTask,
  outputs: Outputs,
  { last, origins }: { readonly last: boolean; readonly origins: readonly Origin[] | null },
): readonly Columns[] {
  checkPlainSteps(model, record, task);
  const output = outputs[task.output ?? ''];
  if (output === undefined) throw new InternalError(`no output ${task.output}`);
  const recipe = recipeOf(record, task.target);
  const columns = scaledColumns(record.preprocessing, task.target, recipe, origins !== null);
  const features = columns.reduce((n, { scales }) => n + scales.length, 0);
  const numbers = numbersOf(output, task);
  const [samples = 0] = output.shape;
  const steps = numbers.length / samples / features;
  const isOverSteps = hasTime(recipe) || steps > 1;
  const isDifference = columns.some(({ scales }) => scales.some(({ transform }) => isDifferenced(transform)));
  if (isDifference && steps > 1 && !hasTime(recipe) && (task.loss === 'quantile' || task.loss === 'gaussian_nll'))
    throw new RnncError([spreadOfChanges(null, task.loss, task.target)]);
  /** @param path levels in the step before, which those of this step replace. */
  const stepAt = (sample: number, step: number, path: Map<string, number>): Columns => {
    const told: { [column: string]: PredictedValue } = {};
    let at = (sample * steps + step) * features;
    const origin = origins?.[sample];
    for (const { name, scales, isList } of columns) {
      const read = scales.map((scale, i) =>
        numbers.at(
          at + i,
          origin === undefined ? scale : columnAt(record.preprocessing, scale, origin.key, path.get(name)),
        ),
      );
      const values = read.map((each) => each.columns);
      path.set(name, levelOf(scales[0]?.transform, read[0]?.point ?? Number.NaN));
      at += scales.length;
      for (const suffix of Object.keys(values[0] ?? {})) {
        const list = values.map((value) => value[suffix] ?? Number.NaN);
        if (!list.every(Number.isFinite))
          throw new RnncError([say.outputNotFinite(task.output ?? '', `sample ${sample + 1}`)]);
        told[`${name}${suffix}`] = isList ? list : (list[0] ?? 0);
      }
    }
    return told;
  };
  return Array.from({ length: samples }, (_, s) => {
    const own = output.lengths?.[s] ?? steps;
    if (own === 0) {
      const names = columns.flatMap(({ name, scales: [scale] }) =>
        scale === undefined ? [] : Object.keys(numbers.at(0, scale).columns).map((suffix) => `${name}${suffix}`),
      );
      return ofNoStep(names, last);
    }
    const path = new Map(origins?.[s]?.levels);
    if (last && hasTime(recipe)) return stepAt(s, own - 1, path);
    return isOverSteps
      ? transposed(Array.from({ length: own }, (_unused, t) => stepAt(s, t, path)))
      : stepAt(s, 0, path);
  });
}

/** @param isPlaced whether the series and the level before are known. */
function scaledColumns(
  preprocessing: Preprocessing,
  target: string,
  recipe: FeedRecipe,
  isPlaced: boolean,
): readonly Scaled[] {
  const plain = (name: string, count: number, isList: boolean): Scaled => ({
    name,
    scales: Array.from({ length: count }, () => ({ name, offset: 0, scale: 1 })),
    isList,
  });
  if (recipe.from !== 'columns') {
    const count = recipe.dims.reduce<number>((n, dim) => (typeof dim === 'number' ? n * dim : n), 1);
    return [plain(target, count, count > 1)];
  }
  const features = featuresOf(recipe, preprocessing.windows) ?? 1;
  const known = recipe.columns.map((name): Scaled => {
    const column = preprocessing.columns[name];
    const width = recipe.columns.length === 1 ? features : 1;
    if (column === undefined || !('offset' in column)) {
      const values = column?.type === 'category' ? column.values.length : width;
      return plain(name, values, values > 1);
    }
    const count = Math.max(width, column.offset.length);
    if (recipe.dtype === 'int32') return plain(name, count, count > 1);
    const { offset, scale, transform = [] } = column;
    // only the rows tell the series, and the level before
    if (!isPlaced && (isDifferenced(transform) || column.series !== undefined))
      throw new RnncError([rowsNeeded(target, name)]);
    return {
      name,
      scales: Array.from({ length: count }, (_, i) => ({
        name,
        offset: offset[i % offset.length] ?? 0,
        scale: scale[i % scale.length] ?? 1,
        transform,
      })),
      isList: count > 1,
    };
  });
  const total = known.reduce((n, { scales }) => n + scales.length, 0);
  return total === features ? known : [plain(target, features, true)];
}
