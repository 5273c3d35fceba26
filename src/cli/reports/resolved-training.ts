import type { LossSpec, ScheduleSpec, TrainingSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import {
  optimizerOptions,
  samplingOptions,
  scheduleOptions,
} from '../../../compiler/1-read/training/training-print.ts';

type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };
type YamlMap = { readonly [key: string]: Yaml | undefined };

/** The section `training` in the model language. Losses that the data decides on stay away. */
export function resolvedTraining(training: TrainingSpec): YamlMap {
  const { losses, optimizer, schedule, clip, epochs, batch, frozen, weightPenalty, average, carry } = training;
  const { earlyStopping, metrics, weightedMetrics, topK, remat, keep, scheduledSampling } = training;
  return {
    losses: losses?.map(lossOf),
    optimizer: { [optimizer.type]: optimizerOptions(optimizer) },
    rate: scheduleOf(schedule),
    clip: clip.by === 'none' ? 'none' : { [clip.by]: clip.limit },
    epochs,
    batch,
    frozen: frozen.map((f) => f.value),
    weight_penalty: { l1: weightPenalty.l1, l2: weightPenalty.l2 },
    average: average ?? undefined,
    carry,
    remat,
    keep,
    scheduled_sampling: scheduledSampling === null ? undefined : samplingOptions(scheduledSampling),
    early_stopping:
      earlyStopping === null
        ? 'none'
        : {
            patience: earlyStopping.patience,
            min_delta: earlyStopping.minDelta,
            monitor: earlyStopping.monitor,
          },
    metrics: metrics.map(({ value }) => (value === 'top_k' ? { [value]: topK } : value)),
    weighted_metrics: weightedMetrics,
  };
}

function scheduleOf(schedule: ScheduleSpec): Yaml {
  if (schedule.kind === 'constant') return schedule.rate;
  const options = scheduleOptions(schedule);
  if (schedule.kind !== 'warm_up') return { [schedule.kind]: options };
  const then = scheduleOf(schedule.then);
  return { warm_up: { ...options, then } };
}

function lossOf(loss: LossSpec): YamlMap {
  const { type, output, weight, reduce } = loss;
  const compared =
    'target' in loss
      ? {
          target: loss.target.value,
          sample_weights: loss.sampleWeights?.value,
          step_weights: 'stepWeights' in loss ? loss.stepWeights?.value : undefined,
        }
      : undefined;
  return {
    type,
    output: [output.target, ...output.path].join('.'),
    ...compared,
    weight,
    reduce,
    class_weights:
      loss.classWeights === undefined
        ? undefined
        : loss.classWeights.kind === 'balanced'
          ? 'balanced'
          : Object.fromEntries([...loss.classWeights.weights].map(([name, { value }]) => [name, value])),
    delta: loss.type === 'huber' ? loss.delta : undefined,
    quantiles: loss.type === 'quantile' ? loss.quantiles : undefined,
    blank: loss.type === 'ctc' ? loss.blank : undefined,
  };
}
