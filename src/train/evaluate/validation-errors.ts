import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { readsItself } from '../../answers/feedback/refuse-feedback.ts';
import type { WeightData } from '../../artifact/definition.ts';
import type { ErrorSizes } from '../../artifact/training-record.ts';
import { isDifferenced } from '../../data/arrange/transform-cells.ts';
import type { Batch, Dataset } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { ErrorsSeen } from '../../uncertainty/error-sizes.ts';
import { type Entries, layoutOf, rowWeights } from '../baselines/contest.ts';
import type { Trainable } from '../prepare/prepare.ts';
import { measurePart } from './measure.ts';

/** How many steps a forecast has, and how many columns each of them. */
export interface Ahead {
  readonly steps: number;
  readonly columns: number;
}

/** Null where the target is no future of a series. */
export function aheadOf({ feeds, windows }: Preprocessing, target: string): Ahead | null {
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (windows === null || recipe?.from !== 'columns' || recipe.dtype !== 'float32') return null;
  if (recipe.part !== 'horizon' && recipe.part !== 'next') return null;
  return { steps: windows.horizon, columns: recipe.columns.length };
}

/** Calls for each number of the forecasts that a batch holds: of a model that guesses at each step, those of the last steps. */
export function eachAhead(
  { steps, columns }: Ahead,
  batch: Batch,
  loss: Extract<LossSpec, { readonly target: unknown }>,
  entries: Entries,
  take: (index: number, step: number, column: number, target: number, weight: number) => void,
): void {
  const targets = batch.feeds[loss.target.value]?.data;
  const layout = layoutOf(batch, loss, entries);
  if (targets === undefined || layout === null) return;
  const weights = rowWeights(layout, targets.length / columns);
  const perSample = targets.length / batch.samples;
  for (let sample = 0; sample < batch.samples; sample++)
    for (let step = 0; step < steps; step++) {
      const first = (sample + 1) * perSample - (steps - step) * columns;
      const weight = weights?.[first / columns] ?? 1;
      if (weight === 0) continue;
      for (let column = 0; column < columns; column++)
        take(first + column, step, column, targets[first + column] ?? Number.NaN, weight);
    }
}

/** Errors that are looked at; of more windows some are left out, evenly. */
const MAX_ERRORS = 4_000_000;

/**
 * Sizes of the errors of a model that forecasts plain numbers, on the validation part.
 * @param model from `trainingDefinition`; holds the weights afterwards
 * @returns null without such a part, where the first loss is none of forecasts that are plain numbers, and where the decoder reads what it says
 */
export async function validationErrors(
  model: RunnableModel,
  { objective, compiled, feeds }: Trainable,
  { validation, preprocessing }: Dataset,
  weights: ReadonlyMap<string, WeightData>,
): Promise<ErrorSizes | null> {
  const [loss] = objective.losses;
  if (validation === null || loss === undefined) return null;
  // with the right steps before, errors are smaller than those of answers
  if (readsItself(preprocessing)) return null;
  if (loss.type !== 'mse' && loss.type !== 'mae' && loss.type !== 'huber') return null;
  const ahead = aheadOf(preprocessing, loss.target.value);
  if (ahead === null) return null;
  const seen = new ErrorsSeen(ahead.steps, ahead.columns);
  const windows = (validation.batchCount(objective.batch) ?? 0) * objective.batch;
  const every = Math.max(1, Math.ceil((windows * ahead.steps * ahead.columns) / MAX_ERRORS));
  const recipe = preprocessing.feeds[loss.target.value];
  const differenced = (recipe?.from === 'columns' ? recipe.columns : []).map((name) => {
    const column = preprocessing.columns[name];
    return column !== undefined && 'offset' in column && isDifferenced(column.transform);
  });
  let batches = 0;
  model.setWeights(weights);
  await measurePart(model, validation, 'validation', {
    feeds,
    losses: objective.losses,
    metrics: [],
    batch: objective.batch,
    seed: compiled.seed,
    carry: objective.carry,
    onBatch(batch, measured) {
      if (batches++ % every > 0) return;
      const sums = new Float64Array(ahead.columns);
      let last = -1;
      eachAhead(ahead, batch, loss, { feeds, weighing: 'plain' }, (index, step, column, target) => {
        const error = (measured[index] ?? Number.NaN) - target;
        const isNext = step === 0 || last >= step - 1;
        last = step;
        // errors of changes add up from step to step, and it is the sum that a band of the data is about
        const before = isNext ? (sums[column] ?? 0) : Number.NaN;
        sums[column] = error + (step > 0 && differenced[column] === true ? before : 0);
        seen.add(step, column, sums[column] ?? Number.NaN);
      });
    },
  });
  return seen.sizes;
}
