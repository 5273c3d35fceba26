/**
 * Metrics over batches. Each is a handful of sums in float64, so an epoch may be cut into batches anywhere, and its state is a plain list
 * of numbers, so that a checkpoint in the middle of an epoch can carry it.
 */
import { WEIGHTED } from '../../../compiler/1-read/spec/training-spec.ts';
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { MetricBatch, MetricRules, Scores } from './metric-rules.ts';
import { accuracy, areaUnderCurve, crossEntropy, f1, topK } from './metrics-classes.ts';
import { meanOver, nrmse, scaledError } from './metrics-numbers.ts';

/**
 * What a model puts out, and what it is compared with.
 * `classes`: a row of scores, one per class; the target is the number of the right class, counted from 0.
 * `score`: one score per row; the target is 1 (positive) or 0.
 * `numbers`: a row of numbers; the target is a row of as many.
 */
export type OutputKind = 'classes' | 'score' | 'numbers';

interface MetricDefinition {
  readonly doc: string;
  readonly better: 'higher' | 'lower';
  readonly outputs: readonly OutputKind[];
}

/** Every metric by its name in a model file. */
export const METRICS = {
  accuracy: { doc: 'share of rows whose class is right', better: 'higher', outputs: ['classes', 'score'] },
  top_k: { doc: 'share of rows whose class is among the k highest scores', better: 'higher', outputs: ['classes'] },
  perplexity: { doc: 'e to the mean cross-entropy', better: 'lower', outputs: ['classes'] },
  bits_per_character: { doc: 'mean cross-entropy in bits', better: 'lower', outputs: ['classes'] },
  f1: { doc: 'F1 of the positive class', better: 'higher', outputs: ['score', 'classes'] },
  f1_macro: { doc: 'mean of the F1 of every class', better: 'higher', outputs: ['classes'] },
  f1_micro: { doc: 'F1 over the counts of all classes', better: 'higher', outputs: ['classes'] },
  auc: { doc: 'area under the ROC curve', better: 'higher', outputs: ['score', 'classes'] },
  mae: { doc: 'mean absolute error', better: 'lower', outputs: ['numbers'] },
  rmse: { doc: 'root of the mean squared error', better: 'lower', outputs: ['numbers'] },
  nrmse: { doc: 'RMSE by the standard deviation of the targets', better: 'lower', outputs: ['numbers'] },
  mape: { doc: 'mean absolute error in percent of the target', better: 'lower', outputs: ['numbers'] },
  mase: {
    doc: 'MAE by that of the seasonal naive forecast in the training part',
    better: 'lower',
    outputs: ['numbers'],
  },
} as const satisfies { readonly [name: string]: MetricDefinition };

export type MetricName = keyof typeof METRICS;

/** Whether a metric has one positive class, which there is only where two are told apart. */
export const isOfTwoClasses = (name: MetricName): name is 'f1' | 'auc' => name === 'f1' || name === 'auc';

/** Errors, each by the scale of its series. */
export interface ScaledErrors {
  /** Numbers of a row. */
  readonly columns: number;
  /** Outputs for targets of 0; NaN as the target where there is none, or no scale. */
  readonly of: (
    batch: Batch,
    outputs: ArrayLike<number>,
  ) => { readonly outputs: ArrayLike<number>; readonly targets: ArrayLike<number> };
}

/** A metric with what it needs to know. */
export type MetricChoice = MetricRecipe & {
  /** How much entries count; absent: each once. */
  readonly weighing?: 'weighted' | 'plain';
};

/** How a metric is called in the record of a training. */
export const titleOf = ({ name, weighing }: MetricChoice): string =>
  weighing === 'weighted' ? `${WEIGHTED}${name}` : name;

type MetricRecipe =
  | { readonly name: 'top_k'; readonly k: number }
  /** One scale per number of a row, from `seasonalNaiveScale`; all are 1 where errors come by the scale of their series. */
  | { readonly name: 'mase'; readonly scales: readonly number[]; readonly errors?: ScaledErrors }
  /** Whether the outputs have been through the softmax (or sigmoid) already. */
  | { readonly name: 'accuracy' | 'f1' | 'perplexity' | 'bits_per_character'; readonly scores: Scores }
  | { readonly name: Exclude<MetricName, 'top_k' | 'mase' | 'accuracy' | 'f1' | 'perplexity' | 'bits_per_character'> };
export interface Metric {
  readonly name: MetricName;
  readonly better: 'higher' | 'lower';
  /** @throws InternalError where sizes disagree or a target is no class. */
  readonly add: (batch: MetricBatch) => void;
  /** Null where the metric is not defined, such as before the first row. NaN where an output was NaN. */
  readonly value: () => number | null;
  /** Weight of the numbers that could not be counted: targets of 0 for `mape`. */
  readonly leftOut: () => number;
  /** `createMetric` goes on from it. */
  readonly state: () => MetricState;
}

/** Plain JSON: what is not finite is written as text, such as "NaN". */
export type MetricState = readonly (number | string)[];

export function createMetric(choice: MetricChoice, state: MetricState = []): Metric {
  const sums = state.map(Number);
  const rules = rulesOf(choice);
  const { better, outputs } = METRICS[choice.name];
  const perRow = (outputs as readonly OutputKind[]).includes('numbers');
  return {
    name: choice.name,
    better,
    add: (batch) => {
      const rows = checkedRows(choice.name, batch, perRow);
      for (let row = 0; row < rows; row++) {
        const weight = batch.weights === undefined ? 1 : (batch.weights[row] ?? 0);
        if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
          throw new InternalError(`metric ${choice.name}: weight ${weight}`);
        if (weight > 0) rules.add(sums, batch, row, weight);
      }
    },
    value: () => rules.value(sums),
    leftOut: () => rules.leftOut?.(sums) ?? 0,
    state: () => sums.map((sum) => (Number.isFinite(sum) ? sum : String(sum))),
  };
}

function rulesOf(choice: MetricChoice): MetricRules {
  switch (choice.name) {
    case 'accuracy':
      return accuracy(choice.scores);
    case 'top_k':
      return topK(choice.k);
    case 'perplexity':
      return crossEntropy(choice.scores, Math.exp);
    case 'bits_per_character':
      return crossEntropy(choice.scores, (nats) => nats / Math.LN2);
    case 'f1':
      return f1('binary', choice.scores);
    case 'f1_macro':
      return f1('macro', 'logits');
    case 'f1_micro':
      return f1('micro', 'logits');
    case 'auc':
      return areaUnderCurve;
    case 'mae':
      return meanOver((error) => Math.abs(error), identity);
    case 'rmse':
      return meanOver((error) => error * error, Math.sqrt);
    case 'mape':
      return meanOver(
        (error, target) => (target === 0 ? null : Math.abs(error / target)),
        (mean) => 100 * mean,
      );
    case 'nrmse':
      return nrmse;
    case 'mase':
      return scaledError(choice.scales);
    default:
      return choice satisfies never;
  }
}
const identity = (x: number): number => x;

function checkedRows(name: MetricName, { outputs, targets, width, weights }: MetricBatch, perRow: boolean): number {
  const rows = outputs.length / width;
  if (width < 1 || !Number.isInteger(rows) || targets.length !== (perRow ? outputs.length : rows))
    throw new InternalError(
      `metric ${name}: ${outputs.length} outputs in rows of ${width} and ${targets.length} targets`,
    );
  if (weights !== undefined && weights.length !== rows)
    throw new InternalError(`metric ${name}: ${weights.length} weights for ${rows} rows`);
  return rows;
}

/** Whether `value` beats `best` by more than `by`. Only finite values beat anything, and they all beat null. */
export function beats(value: number | null, best: number | null, better: 'higher' | 'lower', by = 0): boolean {
  if (value === null || !Number.isFinite(value)) return false;
  if (best === null) return true;
  return better === 'higher' ? value - by > best : value + by < best;
}
