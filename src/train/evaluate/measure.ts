import { isWeighed, type LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Abort } from '../../arguments/abort.ts';
import type { Batch, FeedShape, Part } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { runTraining } from '../../model/training-run.ts';
import { type Entries, type LossWithTarget, layoutOf, rowWeights } from '../baselines/contest.ts';
import * as say from '../messages.ts';
import type { MetricBatch } from '../metrics/metric-rules.ts';
import { createMetric, type Metric, type MetricChoice, type ScaledErrors, titleOf } from '../metrics/metrics.ts';
import { batchFeeds } from '../prepare/batch-feeds.ts';
import { carriedStates } from '../prepare/carry-states.ts';

/** What a part of the data came to. */
export interface Measurement {
  /** All losses with their weights, each the mean over the part's entries, penalties left out. */
  readonly loss: number;
  /** Mean of every loss by itself. */
  readonly losses: readonly number[];
  /** By name; a weighted one as `weighted_accuracy`. */
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
  const metrics = options.metrics.map((choice) => ({
    choice,
    metric: derived.has(choice.name) && isMeanOf(losses[0], choice) ? null : createMetric(choice),
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
    const wanted = metrics.flatMap(({ choice, metric }) => (metric === null ? [] : [{ choice, metric }]));
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
      metrics.map(({ choice, metric }) => [titleOf(choice), metric === null ? value(choice) : metric.value()]),
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

/** Whether the mean of a loss is the cross-entropy that a metric is computed from, weighted alike. */
const isMeanOf = (loss: LossSpec | undefined, { weighing }: MetricChoice): boolean =>
  loss?.type === 'cross_entropy' && loss.weightOfClass === undefined && (weighing === 'weighted' || !isWeighed(loss));

/** Feeds the batch to the metrics; entries beyond a row's length and those without a target have weight 0. */
function addTo(
  metrics: readonly { readonly choice: MetricChoice; readonly metric: Metric }[],
  batch: Batch,
  outputs: Float32Array,
  loss: LossSpec | undefined,
  feeds: readonly FeedShape[],
): void {
  if (metrics.length === 0 || loss === undefined || !('target' in loss)) return;
  const given = new Map<string, MetricBatch>();
  for (const { choice, metric } of metrics) {
    const { weighing = 'plain' } = choice;
    const errors = choice.name === 'mase' ? choice.errors : undefined;
    const kind = `${weighing} ${errors === undefined ? '' : choice.name}`;
    const known = given.get(kind) ?? entriesOf(batch, loss, { feeds, weighing }, outputs, errors);
    if (known === null) return;
    given.set(kind, known);
    metric.add(known);
  }
}

function entriesOf(
  batch: Batch,
  loss: LossWithTarget,
  entries: Entries,
  outputs: Float32Array,
  errors: ScaledErrors | undefined,
): MetricBatch | null {
  const targets = batch.feeds[loss.target.value]?.data;
  const layout = layoutOf(batch, loss, entries);
  if (layout === null || targets === undefined) return null;
  const perStep = loss.type === 'cross_entropy' ? targets.length : layout.samples * layout.steps;
  const rows = errors === undefined ? perStep : targets.length / errors.columns;
  const weights = rowWeights(layout, rows);
  const given = errors?.of(batch, outputs) ?? { outputs, targets };
  return { ...given, width: outputs.length / rows, ...(weights === null ? {} : { weights }) };
}
