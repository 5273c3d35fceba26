import type { Span } from '../../diagnostics/diagnostic.ts';
import { pathsUnder } from '../../ir/paths.ts';
import type { Clipping, OptimizerSpec } from '../../optimizers/optimizer-spec.ts';
import type { Located, Reference } from './located.ts';

/** The section `training` of a model: what is made smaller, and how. Defaults are filled in. */
export interface TrainingSpec {
  readonly span: Span;
  /** Null where no loss is written: then there is one for every output, chosen by what kind of target the data gives. */
  readonly losses: readonly LossSpec[] | null;
  readonly optimizer: OptimizerSpec;
  /** The learning rate, alone or over time. */
  readonly schedule: ScheduleSpec;
  readonly clip: Clipping;
  /** Keys of `optimizer` and `clip`; that of `training` where they are not written. */
  readonly places: { readonly optimizer: Span; readonly clip: Span };
  readonly epochs: number;
  /** Samples per batch. */
  readonly batch: number;
  /** Weights that stay as they are: paths, or the beginning of paths up to a dot (`embedding`, `encoder.0`). */
  readonly frozen: readonly Located<string>[];
  /** Penalty factors on all trained weights of rank 2 and more: l1 · Σ|w| + l2 · Σw² (Keras, `regularizers.L1L2`). */
  readonly weightPenalty: { readonly l1: number; readonly l2: number };
  /** Decay of the moving average of weights that is kept and saved in their place, or null. */
  readonly average: number | null;
  /** Whether the final states of a batch are the initial ones of the next, where the data goes on (truncated BPTT). */
  readonly carry: boolean;
  /** Whether loops compute the values of a segment of time anew in the reverse pass instead of keeping those of all steps. */
  readonly remat: boolean;
  /** Null: at every step a decoder reads the right step before. */
  readonly scheduledSampling: ScheduledSamplingSpec | null;
  readonly earlyStopping: EarlyStoppingSpec | null;
  /** Which weights the trained model has. */
  readonly keep: 'best' | 'last';
  /** Names of metrics to report besides the loss; the first loss's output is measured. */
  readonly metrics: readonly Located<string>[];
  /** Whether figures also come weighted by the sample and step weights of the first loss, beside the plain ones. */
  readonly weightedMetrics: boolean;
  /** k of the metric `top_k`: a step counts as right where its class is among the k highest scores. */
  readonly topK: number;
}

/** Paths among `known` of the weights that names under `frozen` mean. */
export const frozenPaths = (frozen: TrainingSpec['frozen'], known: readonly string[]): ReadonlySet<string> =>
  new Set(frozen.flatMap(({ value }) => pathsUnder(value, known)));

/** How many steps of inputs of part `previous` are the right ones; the others are what the model says itself (Bengio et al. 2015). */
export interface ScheduledSamplingSpec {
  readonly span: Span;
  /** The way from `from` to `to`. */
  readonly decay: 'linear' | 'exponential' | 'inverse_sigmoid';
  /** Share of right steps at the start, from 0 to 1. */
  readonly from: number;
  /** Share of right steps after `over` epochs or steps, at most `from`. */
  readonly to: number;
  readonly over: number;
  readonly unit: 'step' | 'epoch';
  /** Runs of the model per batch, each of which reads what the one before it said. */
  readonly passes: number;
}

/** How entries become one number. `mean`: over valid steps, features and samples. `sum`. `batch`: the sum, divided by the batch (TF1, Zaremba). */
export type Reduction = 'mean' | 'sum' | 'batch';

/** `balanced`: the number of entries, by the number of classes times that of the class. Or by the names of the classes; others have 1. */
export type ClassWeights =
  | { readonly kind: 'balanced'; readonly span: Span }
  | { readonly kind: 'named'; readonly weights: ReadonlyMap<string, Located<number>>; readonly span: Span };

interface LossBase {
  readonly span: Span;
  /** What is measured: an output, layer or part of one. */
  readonly output: Reference;
  readonly weight: number;
  readonly reduce: Reduction;
  /** Of a loss of classes: how much each class counts; absent: all alike. */
  readonly classWeights?: ClassWeights;
  /** The same by the numbers of the classes, once the data told them. */
  readonly weightOfClass?: readonly number[];
  /** Of a loss that was chosen for what the data gives: why, in words. */
  readonly why?: string;
}

/** A union with one member per type, so that a `switch` over `type` narrows it. */
type PlainLoss<T extends string> = T extends string
  ? LossBase & {
      readonly type: T;
      /** Name of the feed with what should come out; an input of the model, or a feed of its own. */
      readonly target: Located<string>;
      /** Name of a float32 feed [batch] with a weight per sample, or null. */
      readonly sampleWeights: Located<string> | null;
      /** Name of a float32 feed [batch, time] with a weight per step, times that of the sample. Absent: all steps count alike. */
      readonly stepWeights?: Located<string>;
    }
  : never;

export type LossSpec =
  | PlainLoss<'cross_entropy' | 'soft_cross_entropy' | 'sigmoid_cross_entropy' | 'mse' | 'mae' | 'gaussian_nll'>
  | (LossBase & {
      readonly type: 'huber';
      readonly target: Located<string>;
      readonly sampleWeights: Located<string> | null;
      readonly stepWeights?: Located<string>;
      readonly delta: number;
    })
  | (LossBase & {
      readonly type: 'quantile';
      readonly target: Located<string>;
      readonly sampleWeights: Located<string> | null;
      readonly stepWeights?: Located<string>;
      /** One per feature of the output, each in (0, 1); the target has one feature. */
      readonly quantiles: readonly number[];
    })
  /** Logits per step against a shorter row of labels (Graves et al. 2006). */
  | (LossBase & {
      readonly type: 'ctc';
      readonly target: Located<string>;
      readonly sampleWeights: Located<string> | null;
      /** Class that stands for no label. */
      readonly blank: number;
    })
  /** A penalty on the values themselves: mean of |y| or of y². */
  | (LossBase & { readonly type: 'l1' | 'l2' });

/** Whether samples or steps count by weights in a loss. */
export const isWeighed = (loss: LossSpec): boolean =>
  'target' in loss && (loss.sampleWeights !== null || ('stepWeights' in loss && loss.stepWeights !== undefined));

/** The learning rate. Steps and epochs count from 0. `src/train/schedule/schedule.ts` computes it. */
export type ScheduleSpec =
  | { readonly kind: 'constant'; readonly rate: number }
  /** step_decay: rate · factor^⌊t / every⌋; exponential: rate · factor^(t / every) */
  | {
      readonly kind: 'step_decay' | 'exponential';
      readonly rate: number;
      readonly factor: number;
      readonly every: number;
      readonly unit: 'step' | 'epoch';
    }
  /** From `rate` to `floor` along half a cosine over `length`, then `floor` (Loshchilov and Hutter 2017, SGDR, without restarts). */
  | {
      readonly kind: 'cosine';
      readonly rate: number;
      readonly floor: number;
      readonly length: number;
      readonly unit: 'step' | 'epoch';
    }
  /** `rate` for `after` epochs, then times `factor` with each epoch: rate · factor^max(0, epoch + 1 - after) (Zaremba et al. 2014). */
  | { readonly kind: 'halve_after_epoch'; readonly rate: number; readonly after: number; readonly factor: number }
  | PlateauSchedule
  /** `then`, times (t + 1) / length in the first `length` (Goyal et al. 2017, gradual warm-up). `then` counts from the start as well. */
  | { readonly kind: 'warm_up'; readonly length: number; readonly unit: 'step' | 'epoch'; readonly then: ScheduleSpec };

/** Times `factor` when the monitored value has not improved by `minDelta` for `patience` epochs (Keras, `ReduceLROnPlateau`). */
export interface PlateauSchedule {
  readonly kind: 'reduce_on_plateau';
  readonly rate: number;
  readonly factor: number;
  /** Epochs without improvement, at least 1. */
  readonly patience: number;
  readonly minDelta: number;
  /** Epochs after a reduction in which none is counted. */
  readonly cooldown: number;
  readonly floor: number;
  readonly better: 'higher' | 'lower';
}

export interface EarlyStoppingSpec {
  readonly patience: number;
  readonly minDelta: number;
  /** `loss`, the name of a metric, or that of a weighted one. */
  readonly monitor: string;
}

export const DEFAULT_TOP_K = 5;
/** Every metric by its name, with the direction in which it gets better. `src/train/metrics/metrics.ts` computes them. */
export const metricDirections = {
  accuracy: 'higher',
  top_k: 'higher',
  perplexity: 'lower',
  bits_per_character: 'lower',
  f1: 'higher',
  f1_macro: 'higher',
  f1_micro: 'higher',
  auc: 'higher',
  mae: 'lower',
  rmse: 'lower',
  nrmse: 'lower',
  mape: 'lower',
  mase: 'lower',
} as const satisfies { readonly [metric: string]: 'higher' | 'lower' };

/** Begins the name of a metric that is weighted as the loss is. */
export const WEIGHTED = 'weighted_';

const isMetric = (name: string): name is keyof typeof metricDirections => Object.hasOwn(metricDirections, name);

/** In which direction something that is monitored gets better: `loss`, a metric, or a weighted one. */
export function directionOf(monitor: string): 'higher' | 'lower' {
  const metric = monitor.startsWith(WEIGHTED) ? monitor.slice(WEIGHTED.length) : monitor;
  return isMetric(metric) ? metricDirections[metric] : 'lower';
}
