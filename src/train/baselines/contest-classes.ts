/** Baselines for classes: how often each occurred in training. */
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { MetricBatch } from '../metrics/metric-rules.ts';
import { createMetric, type Metric, type MetricChoice } from '../metrics/metrics.ts';
import { trainingBatches } from '../prepare/training-batches.ts';
import { majorityClass } from './baselines.ts';
import { type Contest, type Entries, type Figure, type LossWithTarget, layoutOf, rowWeights } from './contest.ts';

const NAME = 'class frequencies';

/**
 * For a target that is the number of a class. The baseline always forecasts the shares of the classes in the training part.
 * @param topK the metric is left out where there are not more classes than this.
 */
export async function classContest(
  data: Dataset,
  loss: LossWithTarget,
  entries: Entries,
  classes: number,
  topK: number,
): Promise<Contest> {
  const name = loss.target.value;
  const seen: number[] = [];
  const counted: number[] = [];
  for await (const batch of trainingBatches(data)) {
    const layout = layoutOf(batch, loss, entries);
    const targets = batch.feeds[name]?.data;
    if (layout === null || targets === undefined) continue;
    const weights = rowWeights(layout, targets.length);
    targets.forEach((label, i) => {
      const weight = weights?.[i] ?? 1;
      if (weight === 0) return;
      seen.push(label);
      counted.push(weight);
    });
  }
  const majority = majorityClass(seen, classes, counted);
  const scores = majority === null ? null : Float64Array.from(majority.shares, Math.log);
  const choices: readonly MetricChoice[] = [
    { name: 'accuracy', scores: 'logits' },
    ...(classes > topK ? [{ name: 'top_k', k: topK } as const] : []),
    { name: 'f1_macro' },
    ...(classes === 2 ? [{ name: 'f1', scores: 'logits' } as const, { name: 'auc' } as const] : []),
  ];
  const [own, baseline] = [choices.map((c) => createMetric(c)), choices.map((c) => createMetric(c))];
  const entropy = createMetric({ name: 'bits_per_character', scores: 'logits' });
  return {
    baselines: scores === null ? [] : [NAME],
    notes: [],
    add(batch, measured) {
      const layout = layoutOf(batch, loss, entries);
      const targets = batch.feeds[name]?.data;
      if (layout === null || targets === undefined) return;
      const weights = rowWeights(layout, targets.length);
      const given = { targets, width: classes, ...(weights === null ? {} : { weights }) };
      addAll(own, { ...given, outputs: measured });
      if (scores === null) return;
      const outputs = new Float64Array(targets.length * classes);
      for (let row = 0; row < targets.length; row++) outputs.set(scores, row * classes);
      addAll([...baseline, entropy], { ...given, outputs });
    },
    figures: (value) => {
      const bits = entropy.value();
      const lossOfBaseline = bits === null ? null : bits * Math.LN2;
      return [
        lossFigure(loss, value, scores === null ? {} : { [NAME]: lossOfBaseline }),
        ...own.map((metric, i) => metricFigure(metric, scores === null ? [] : [[NAME, baseline[i]]])),
      ];
    },
  };
}

/**
 * For targets from 0 to 1 whose features are independent. The baseline always forecasts the share that each feature has in training.
 * Accuracy, F1 and AUC are over all features together, and only where every target is 0 or 1.
 */
export async function scoreContest(
  data: Dataset,
  loss: LossWithTarget,
  entries: Entries,
  width: number,
): Promise<Contest> {
  const name = loss.target.value;
  const shares = await meanTargets(data, loss, entries, width);
  const logits = shares?.map((p) => Math.log(p / (1 - p))) ?? null;
  const choices: readonly MetricChoice[] = [
    { name: 'accuracy', scores: 'logits' },
    { name: 'f1', scores: 'logits' },
    { name: 'auc' },
  ];
  const [own, baseline] = [choices.map((c) => createMetric(c)), choices.map((c) => createMetric(c))];
  const mean = new WeightedMean();
  let hard = true;
  return {
    baselines: logits === null ? [] : [NAME],
    notes: [],
    add(batch, measured) {
      const layout = layoutOf(batch, loss, entries);
      const targets = batch.feeds[name]?.data;
      if (layout === null || targets === undefined) return;
      const weights = rowWeights(layout, targets.length);
      if (shares !== null)
        for (let i = 0; i < targets.length; i++)
          mean.add(binaryEntropy(targets[i] ?? 0, shares[i % width] ?? 0), weights?.[i] ?? 1);
      hard &&= targets.every((target) => target === 0 || target === 1 || Number.isNaN(target));
      if (!hard) return;
      const given = { targets, width: 1, ...(weights === null ? {} : { weights }) };
      addAll(own, { ...given, outputs: measured });
      if (logits !== null)
        addAll(baseline, { ...given, outputs: Float64Array.from(targets, (_, i) => logits[i % width] ?? 0) });
    },
    figures: (value) => {
      const perEntry = loss.reduce === 'mean' ? 1 : width;
      const lossOfBaseline = mean.value === null ? null : mean.value * perEntry;
      return [
        lossFigure(loss, value, shares === null ? {} : { [NAME]: lossOfBaseline }),
        ...(hard ? own.map((metric, i) => metricFigure(metric, logits === null ? [] : [[NAME, baseline[i]]])) : []),
      ];
    },
  };
}

/** For targets that are distributions over classes. The baseline always forecasts their mean in training. */
export async function distributionContest(
  data: Dataset,
  loss: LossWithTarget,
  entries: Entries,
  width: number,
): Promise<Contest> {
  const name = loss.target.value;
  const means = await meanTargets(data, loss, entries, width);
  const mean = new WeightedMean();
  return {
    baselines: means === null ? [] : [NAME],
    notes: [],
    add(batch) {
      const layout = layoutOf(batch, loss, entries);
      const targets = batch.feeds[name]?.data;
      if (layout === null || targets === undefined || means === null) return;
      const rows = targets.length / width;
      const weights = rowWeights(layout, rows);
      for (let row = 0; row < rows; row++) {
        let nats = 0;
        for (let c = 0; c < width; c++) {
          const target = targets[row * width + c] ?? Number.NaN;
          if (!(target <= 0)) nats -= target * Math.log(means[c] ?? 0);
        }
        // where one number of a distribution is missing, all are
        mean.add(nats, Number.isNaN(nats) ? 0 : (weights?.[row] ?? 1));
      }
    },
    figures: (value) => [lossFigure(loss, value, means === null ? {} : { [NAME]: mean.value })],
  };
}

const binaryEntropy = (target: number, share: number): number =>
  (target > 0 ? -target * Math.log(share) : 0) + (target < 1 ? -(1 - target) * Math.log(1 - share) : 0);

/** Mean of every feature of a target over the real steps of the training part, weighted as the loss is. */
async function meanTargets(
  data: Dataset,
  loss: LossWithTarget,
  entries: Entries,
  width: number,
): Promise<Float64Array | null> {
  const sums = new Float64Array(width);
  const totals = new Float64Array(width);
  for await (const batch of trainingBatches(data)) {
    const layout = layoutOf(batch, loss, entries);
    const targets = batch.feeds[loss.target.value]?.data;
    if (layout === null || targets === undefined) continue;
    const count = targets.length / width;
    const weights = rowWeights(layout, count);
    for (let row = 0; row < count; row++) {
      const weight = weights?.[row] ?? 1;
      if (weight === 0) continue;
      for (let c = 0; c < width; c++) {
        const target = targets[row * width + c] ?? Number.NaN;
        if (Number.isNaN(target)) continue;
        sums[c] = (sums[c] ?? 0) + weight * target;
        totals[c] = (totals[c] ?? 0) + weight;
      }
    }
  }
  return totals.includes(0) ? null : sums.map((sum, c) => sum / (totals[c] ?? 1));
}

/** A weighted mean to which numbers are added one by one. */
export class WeightedMean {
  #sum = 0;
  #weight = 0;

  add(value: number, weight: number): void {
    if (weight === 0) return;
    this.#sum += weight * value;
    this.#weight += weight;
  }

  get value(): number | null {
    return this.#weight === 0 ? null : this.#sum / this.#weight;
  }
}

function addAll(metrics: readonly Metric[], batch: MetricBatch): void {
  for (const metric of metrics) metric.add(batch);
}

export const lossFigure = (
  { type }: LossSpec,
  model: number,
  baselines: Figure['baselines'],
  units: Figure['units'] = null,
): Figure => ({ name: type, column: null, units, weighing: null, better: 'lower', model, baselines });

export const metricFigure = (
  metric: Metric,
  baselines: readonly (readonly [string, Metric | undefined])[],
  { units = null, column = null }: Partial<Pick<Figure, 'units' | 'column'>> = {},
): Figure => ({
  name: metric.name,
  column,
  units,
  weighing: null,
  better: metric.better,
  model: metric.value(),
  baselines: Object.fromEntries(baselines.map(([name, other]) => [name, other?.value() ?? null])),
});
