import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Abort } from '../../arguments/abort.ts';
import type { Batch, FeedShape, Part } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { runTraining } from '../../model/training-run.ts';
import { layoutOf, rowWeights } from '../baselines/contest.ts';
import * as say from '../messages.ts';
import type { MetricBatch } from '../metrics/metric-rules.ts';
import { createMetric, type Metric, type MetricChoice } from '../metrics/metrics.ts';
import { batchFeeds } from '../prepare/batch-feeds.ts';
import { carriedStates } from '../prepare/carry-states.ts';

/** What a part of the data came to. */
export interface Measurement {
  /** All losses with their weights, each the mean over the part's entries, penalties left out. */
  readonly loss: number;
  /** Mean of every loss by itself. */
  readonly losses: readonly number[];
  readonly metrics: { readonly [name: string]: number | null };
  readonly samples: number;
}

export interface MeasureOptions {
  readonly feeds: readonly FeedShape[];
  readonly losses: readonly LossSpec[];
  readonly metrics: readonly MetricChoice[];
  readonly batch: number;
  readonly seed: number;
  readonly carry: boolean;
  /** Epoch of the batches; absent: 0. */
  readonly epoch?: number;
  readonly signal?: Abort;
  /** Is called with every batch and with what the first loss measures in it, [batch, …]. */
  readonly onBatch?: (batch: Batch, measured: Float32Array) => void;
}

/**
 * The losses and metrics of a part of the data. The model runs its inference variant: no dropout, no update.
 * @throws RnncError `not-finite` where a loss is not a number, `no-samples`
 */
export async function measurePart(
  model: RunnableModel,
  part: Part,
  name: string,
  options: MeasureOptions,
): Promise<Measurement> {
  const { feeds, losses, batch: size, carry, seed } = options;
  const sums = losses.map(() => ({ sum: 0, count: 0 }));
  const derived = new Set(['perplexity', 'bits_per_character']);
  const fromSums = losses[0]?.type === 'cross_entropy';
  const metrics = options.metrics.map((choice) => ({
    choice,
    metric: fromSums && derived.has(choice.name) ? null : createMetric(choice),
  }));
  let samples = 0;
  let states: ReadonlyMap<string, Float32Array> = new Map();
  for await (const batch of part.batches({ batch: size, epoch: options.epoch ?? 0, from: 0, seed, shuffle: false })) {
    if (options.signal?.aborted === true) throw new Error('the measuring was aborted');
    const run = runTraining(model, batchFeeds(batch, feeds), {
      variant: 'inference',
      settings: new Map(),
      seed,
      step: 0,
      states: carry ? carriedStates(model, states, batch) : new Map(),
      masked: false,
    });
    if (carry) states = run.finals();
    sums.forEach((total, i) => {
      total.sum += run.scalar(`loss.${i}.sum`);
      total.count += run.scalar(`loss.${i}.count`);
    });
    samples += batch.samples;
    const wanted = metrics.flatMap(({ metric }) => (metric === null ? [] : [metric]));
    if (wanted.length > 0 || options.onBatch !== undefined) {
      const measured = run.output('measured.0').data as Float32Array;
      options.onBatch?.(batch, measured);
      addTo(wanted, batch, measured, losses[0], feeds);
    }
  }
  if (samples === 0) throw new RnncError([say.noBatches(name)]);
  const uncounted = uncountedLoss(losses, sums, name);
  if (uncounted !== null) throw new RnncError([uncounted]);
  const means = sums.map(({ sum, count }) => sum / count);
  if (!means.every(Number.isFinite)) throw new RnncError([say.lossNotFinite(name)]);
  const mean = means[0] ?? 0;
  const value = (choice: MetricChoice): number => (choice.name === 'perplexity' ? Math.exp(mean) : mean / Math.LN2);
  return {
    loss: means.reduce((total, m, i) => total + m * (losses[i]?.weight ?? 1), 0),
    losses: means,
    metrics: Object.fromEntries(
      metrics.map(({ choice, metric }) => [choice.name, metric === null ? value(choice) : metric.value()]),
    ),
    samples,
  };
}

/** Explains why a loss has no mean, for the first one for which no entry counted. Null where every loss has a mean. */
export function uncountedLoss(
  losses: readonly LossSpec[],
  sums: readonly { readonly count: number }[],
  part: string,
): Diagnostic | null {
  for (const [i, loss] of losses.entries()) {
    if (!('target' in loss) || sums[i]?.count !== 0) continue;
    return loss.sampleWeights === null && !('stepWeights' in loss)
      ? say.nothingToCompare(part, loss.span, loss.target.value)
      : say.weightless(part, loss.span);
  }
  return null;
}

/** Feeds the batch to the metrics, with the weights of the loss and 0 for entries beyond a row's length and for those without a class. */
function addTo(
  metrics: readonly Metric[],
  batch: Batch,
  outputs: Float32Array,
  loss: LossSpec | undefined,
  shapes: readonly FeedShape[],
): void {
  if (metrics.length === 0 || loss === undefined || !('target' in loss)) return;
  const target = batch.feeds[loss.target.value];
  if (target === undefined) return;
  const layout = layoutOf(batch, loss, shapes);
  if (layout === null) return;
  const rows = loss.type === 'cross_entropy' ? target.data.length : layout.samples * layout.steps;
  const weights = rowWeights(layout, rows);
  const width = outputs.length / rows;
  const given: MetricBatch = { outputs, targets: target.data, width, ...(weights === null ? {} : { weights }) };
  for (const metric of metrics) metric.add(given);
}
