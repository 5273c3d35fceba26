import type { Preprocessing } from '../data/table/preprocessing.ts';
import type { History } from '../train/report/history.ts';

/** What a trained model knows of its training: how raw rows become feeds and outputs become raw units again, and how the training went. */
export interface TrainingRecord {
  readonly preprocessing: Preprocessing;
  readonly history: History;
  /** One per loss with a target, in order. */
  readonly tasks: readonly TrainedTask[];
}

export interface TrainedTask {
  readonly loss: string;
  /** Name of the feed that was the target. */
  readonly target: string;
  /** Name of the output that gives what the loss measured, or null where no output does. */
  readonly output: string | null;
  /** Of a quantile loss. */
  readonly quantiles?: readonly number[];
}
