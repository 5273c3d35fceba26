import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages.ts';
import type { MetricBatch, MetricRules, Scores } from './metric-rules.ts';

/**
 * Share of rows whose predicted class is the target (scikit-learn, `accuracy_score`). The highest score wins, the first of equal ones; a
 * single score is positive above 0 (logit) or 1/2 (probability). NaN predicts nothing and is wrong.
 */
export const accuracy = (scores: Scores): MetricRules =>
  share((batch, row) => predicted(batch, row, scores) === targetClass(batch, row));

/**
 * Share of rows whose target is among the k highest scores (scikit-learn, `top_k_accuracy_score`). Of equal scores the first counts as
 * higher, so top-1 is the accuracy. NaN is wrong.
 */
export const topK = (k: number): MetricRules =>
  share((batch, row) => {
    const target = targetClass(batch, row);
    const own = at(batch, row, target);
    let above = 0;
    for (let c = 0; c < batch.width; c++) {
      const score = at(batch, row, c);
      if (Number.isNaN(score)) return false;
      if (score > own || (score === own && c < target)) above++;
    }
    return above < k;
  });

/** State: weight of the rows for which it holds, weight of all. */
const share = (holds: (batch: MetricBatch, row: number) => boolean): MetricRules => ({
  add: (state, batch, row, weight) => {
    if (holds(batch, row)) grow(state, 0, weight);
    grow(state, 1, weight);
  },
  value: ([hits = 0, total = 0]) => (total === 0 ? null : hits / total),
});

/**
 * A function of H = - Σ w ln p(target) / Σ w: perplexity is e^H (Jelinek, Mercer, Bahl, Baker 1977), bits per character H / ln 2 (Graves
 * 2013). The logarithm of the softmax is taken about the largest logit, so it does not overflow.
 */
export const crossEntropy = (scores: Scores, of: (nats: number) => number): MetricRules => ({
  add: (state, batch, row, weight) => {
    const own = at(batch, row, targetClass(batch, row));
    grow(state, 0, -weight * (scores === 'logits' ? own - logSumExp(batch, row) : Math.log(own)));
    grow(state, 1, weight);
  },
  value: ([nats = 0, total = 0]) => (total === 0 ? null : of(nats / total)),
});

function logSumExp(batch: MetricBatch, row: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < batch.width; c++) largest = Math.max(largest, at(batch, row, c));
  let sum = 0;
  for (let c = 0; c < batch.width; c++) sum += Math.exp(at(batch, row, c) - largest);
  return largest + Math.log(sum);
}

/**
 * F1 = 2 TP / (2 TP + FP + FN) (van Rijsbergen 1979; averages as in scikit-learn, `f1_score`). `binary` is that of the positive class, 1;
 * `macro` the plain mean over the classes that occur as a target or a prediction; `micro` that of the summed counts, which is the accuracy
 * where every row has one class. Null where no class occurs (scikit-learn: 0 with a warning).
 * State: TP, FP, FN of class 0, of class 1, ….
 */
export const f1 = (average: 'binary' | 'macro' | 'micro', scores: Scores): MetricRules => ({
  add: (state, batch, row, weight) => {
    if (average === 'binary' && batch.width > 2)
      throw new InternalError(`metric f1: ${batch.width} classes, none of which is the positive one`);
    const target = targetClass(batch, row);
    const guess = predicted(batch, row, scores);
    if (guess === target) return grow(state, 3 * target, weight);
    if (guess !== null) grow(state, 3 * guess + 1, weight);
    grow(state, 3 * target + 2, weight);
  },
  value: (state) => {
    const classes = Array.from({ length: Math.ceil(state.length / 3) }, (_, c) => state.slice(3 * c, 3 * c + 3));
    const scored = classes.map(f1Of).filter((score) => score !== null);
    switch (average) {
      case 'binary':
        return f1Of(classes[1] ?? []);
      case 'macro':
        return scored.length === 0 ? null : scored.reduce((a, b) => a + b, 0) / scored.length;
      case 'micro':
        return f1Of([0, 1, 2].map((i) => classes.reduce((sum, counts) => sum + (counts[i] ?? 0), 0)));
      default:
        return average satisfies never;
    }
  },
});
const f1Of = ([hits = 0, falsely = 0, missed = 0]: readonly number[]): number | null => {
  const occurrences = 2 * hits + falsely + missed;
  return occurrences === 0 ? null : (2 * hits) / occurrences;
};

/**
 * The exact area under the ROC curve: the probability that a positive row scores above a negative one, ties counting one half (Mann and
 * Whitney 1947; Hanley and McNeil 1982), with weights Σ w⁺ w⁻ [s⁺ > s⁻] / (Σ w⁺ Σ w⁻). Of two classes the score is the difference of
 * theirs. Null with one class only, NaN where a score is NaN.
 * State: score, target, weight of every row: it grows with the data.
 */
export const areaUnderCurve: MetricRules = {
  add: (state, batch, row, weight) => {
    if (batch.width > 2) throw new InternalError(`metric auc: ${batch.width} classes`);
    const score = batch.width === 1 ? at(batch, row, 0) : at(batch, row, 1) - at(batch, row, 0);
    state.push(score, targetClass(batch, row), weight);
  },
  value: (state) => {
    const rows = Array.from({ length: state.length / 3 }, (_, i) => ({
      score: state[3 * i] ?? 0,
      positive: state[3 * i + 1] === 1,
      weight: state[3 * i + 2] ?? 0,
    })).sort((a, b) => a.score - b.score);
    if (rows.some(({ score }) => Number.isNaN(score))) return Number.NaN;
    let pairs = 0;
    let negativesBelow = 0;
    let positives = 0;
    for (let start = 0; start < rows.length; ) {
      const score = rows[start]?.score;
      const tied = { positive: 0, negative: 0 };
      for (; rows[start]?.score === score && start < rows.length; start++) {
        const row = rows[start];
        if (row !== undefined) tied[row.positive ? 'positive' : 'negative'] += row.weight;
      }
      pairs += tied.positive * (negativesBelow + tied.negative / 2);
      negativesBelow += tied.negative;
      positives += tied.positive;
    }
    return positives === 0 || negativesBelow === 0 ? null : pairs / (positives * negativesBelow);
  },
};

/** Null where a score is NaN. */
function predicted(batch: MetricBatch, row: number, scores: Scores): number | null {
  if (batch.width === 1) {
    const score = at(batch, row, 0);
    return Number.isNaN(score) ? null : Number(score > (scores === 'logits' ? 0 : 0.5));
  }
  let best = 0;
  for (let c = 0; c < batch.width; c++) {
    const score = at(batch, row, c);
    if (Number.isNaN(score)) return null;
    if (score > at(batch, row, best)) best = c;
  }
  return best;
}

const at = ({ outputs, width }: MetricBatch, row: number, column: number): number =>
  outputs[row * width + column] ?? Number.NaN;

function targetClass({ targets, width }: MetricBatch, row: number): number {
  const target = targets[row] ?? Number.NaN;
  if (!Number.isInteger(target) || target < 0 || target >= Math.max(2, width))
    throw new RnncError([say.targetNoClass(target, Math.max(2, width))]);
  return target;
}

function grow(state: number[], index: number, by: number): void {
  while (state.length <= index) state.push(0);
  state[index] = (state[index] ?? 0) + by;
}
