import type { LossSpec } from '../../compiler/1-read/spec.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { Batch, FeedShape, Part } from '../data/dataset.ts';
import type { Model } from '../runtime/model.ts';
import { runTraining } from '../runtime/training-run.ts';
import { batchFeeds } from './batch-feeds.ts';
import * as say from './messages.ts';
import { createMetric, type Metric, type MetricBatch, type MetricChoice } from './metrics.ts';

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
  readonly signal?: AbortSignal;
  /** Told of every batch with what was measured of loss 0, [batch, …]. */
  readonly onBatch?: (batch: Batch, measured: Float32Array) => void;
}

/**
 * The losses and metrics of a part of the data. The model runs its inference variant: no dropout, no update.
 * @throws RnncError `not-finite` where a loss is not a number, `no-samples`
 */
export async function measurePart(
  model: Model,
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
  for await (const batch of part.batches({ batch: size, epoch: 0, from: 0, seed, shuffle: false })) {
    options.signal?.throwIfAborted();
    const run = runTraining(model, batchFeeds(batch, feeds), {
      variant: 'inference',
      settings: new Map(),
      seed,
      step: 0,
      states: carry && batch.carry ? states : new Map(),
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

/** Feeds the batch to the metrics, entries beyond a row's length with weight 0. */
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
  const dims = shapes.find((s) => s.name === loss.target.value)?.dims ?? [];
  const timed = typeof dims[1] === 'string';
  const rows =
    loss.type === 'cross_entropy'
      ? target.data.length
      : target.shape.slice(0, timed ? 2 : 1).reduce((a, b) => a * b, 1);
  const width = outputs.length / rows;
  const lengths = lengthsOf(batch, dims[1], shapes);
  const weights =
    lengths === null
      ? null
      : stepWeights(lengths, target.shape[1] ?? 1, rows / target.shape.slice(0, 2).reduce((a, b) => a * b, 1));
  const given: MetricBatch = { outputs, targets: target.data, width, ...(weights === null ? {} : { weights }) };
  for (const metric of metrics) metric.add(given);
}

/** Lengths of a time symbol, from whichever feed has them. */
function lengthsOf(batch: Batch, symbol: string | number | undefined, shapes: readonly FeedShape[]): Int32Array | null {
  if (typeof symbol !== 'string') return null;
  for (const { name, dims } of shapes) {
    const lengths = batch.lengths[name];
    if (dims[1] === symbol && lengths !== undefined) return lengths;
  }
  return null;
}

function stepWeights(lengths: Int32Array, steps: number, perStep: number): Float32Array {
  const weights = new Float32Array(lengths.length * steps * perStep);
  lengths.forEach((length, row) => {
    weights.fill(1, row * steps * perStep, (row * steps + length) * perStep);
  });
  return weights;
}
