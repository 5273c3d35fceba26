export interface MetricBatch {
  /** [rows, width], row-major. */
  readonly outputs: ArrayLike<number>;
  /** [rows] for `classes` and `score`, [rows, width] for `numbers`, where NaN is a target that is missing. */
  readonly targets: ArrayLike<number>;
  /** Scores per row: classes, 1, or numbers. */
  readonly width: number;
  /** [rows], sample weights, 0 beyond the length of a series; what has weight 0 is not looked at and may be NaN. Absent: all 1. */
  readonly weights?: ArrayLike<number>;
}

/** Whether the scores of classes are still to go through the softmax (or sigmoid). */
export type Scores = 'logits' | 'probabilities';

/** The rules of one metric. They write into its state, a list that starts empty. */
export interface MetricRules {
  /** `row` is the number of a row of the batch, `weight` is above 0. */
  readonly add: (state: number[], batch: MetricBatch, row: number, weight: number) => void;
  readonly value: (state: readonly number[]) => number | null;
  /** Weight of what has no value, such as targets of 0 for `mape`. */
  readonly leftOut?: (state: readonly number[]) => number;
}
