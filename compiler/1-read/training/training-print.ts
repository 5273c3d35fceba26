import type { OptimizerSpec } from '../../optimizers/optimizer-spec.ts';
import type {
  ClassWeights,
  LossSpec,
  ScheduledSamplingSpec,
  ScheduleSpec,
  TrainingSpec,
} from '../spec/training-spec.ts';

type Values = { readonly [key: string]: number | string | boolean };

/** Every option of an optimiser, by the names of the model language. */
export function optimizerOptions(spec: OptimizerSpec): Values {
  const weight_decay = spec.weightDecay;
  switch (spec.type) {
    case 'sgd':
      return { weight_decay };
    case 'momentum': {
      const { momentum, nesterov, convention } = spec;
      return { momentum, nesterov, weight_decay, convention };
    }
    case 'adagrad': {
      const { initial, epsilon, convention } = spec;
      return { initial, epsilon, weight_decay, convention };
    }
    case 'adadelta': {
      const { rho, epsilon } = spec;
      return { rho, epsilon, weight_decay };
    }
    case 'rmsprop': {
      const { rho, momentum, centered, epsilon, convention } = spec;
      return { rho, momentum, centered, epsilon, weight_decay, convention };
    }
    case 'adam':
    case 'adamw':
    case 'nadam': {
      const { beta1, beta2, epsilon, convention } = spec;
      return { beta1, beta2, epsilon, weight_decay, convention };
    }
    default:
      return spec satisfies never;
  }
}

/** Every number of a schedule but `then`, by the names of the model language. */
export function scheduleOptions(spec: Exclude<ScheduleSpec, { kind: 'constant' }>): Values {
  switch (spec.kind) {
    case 'step_decay':
    case 'exponential': {
      const { rate: start, factor, every, unit } = spec;
      return { start, factor, every, unit };
    }
    case 'cosine': {
      const { rate: start, floor, length, unit } = spec;
      return { start, floor, length, unit };
    }
    case 'halve_after_epoch': {
      const { rate: start, after, factor } = spec;
      return { start, after, factor };
    }
    case 'reduce_on_plateau': {
      const { rate: start, factor, patience, minDelta: min_delta, cooldown, floor } = spec;
      return { start, factor, patience, min_delta, cooldown, floor };
    }
    case 'warm_up': {
      const { length, unit } = spec;
      return { length, unit };
    }
    default:
      return spec satisfies never;
  }
}

/** By the names of the model language. */
export function samplingOptions({ decay, from, to, over, unit, passes }: ScheduledSamplingSpec): Values {
  return { decay, from, to, over, unit, passes };
}

/** The section `training` as lines of `printSpec`. */
export function printTraining(training: TrainingSpec): readonly string[] {
  const { losses, optimizer, schedule, clip, epochs, batch, frozen, weightPenalty, average, carry } = training;
  const { earlyStopping, metrics, weightedMetrics, topK, remat, keep, scheduledSampling } = training;
  return [
    `training: ${epochs} epochs, batch ${batch}${carry ? ', carry' : ''}${remat ? ', remat' : ''}${keep === 'last' ? ', keep last' : ''}`,
    ...(losses ?? []).map((loss) => `  ${printLoss(loss)}`),
    `  optimizer ${optimizer.type}(${printValues(optimizerOptions(optimizer))})`,
    `  rate ${printSchedule(schedule)}`,
    `  clip ${clip.by}${clip.by === 'none' ? '' : ` ${clip.limit}`}`,
    ...(frozen.length === 0 ? [] : [`  frozen ${frozen.map((f) => f.value).join(', ')}`]),
    ...(weightPenalty.l1 === 0 && weightPenalty.l2 === 0
      ? []
      : [`  weight penalty l1 ${weightPenalty.l1}, l2 ${weightPenalty.l2}`]),
    ...(average === null ? [] : [`  average ${average}`]),
    ...(scheduledSampling === null ? [] : [`  scheduled sampling: ${printValues(samplingOptions(scheduledSampling))}`]),
    earlyStopping === null
      ? '  no early stopping'
      : `  early stopping: patience ${earlyStopping.patience}, min_delta ${earlyStopping.minDelta}, monitor ${earlyStopping.monitor}`,
    ...(metrics.length === 0
      ? []
      : [`  metrics ${metrics.map(({ value }) => (value === 'top_k' ? `top ${topK}` : value)).join(', ')}`]),
    ...(weightedMetrics ? ['  metrics also weighted'] : []),
  ];
}

const printValues = (values: Values): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

function printSchedule(schedule: ScheduleSpec): string {
  if (schedule.kind === 'constant') return `${schedule.rate}`;
  const then = schedule.kind === 'warm_up' ? `, then=${printSchedule(schedule.then)}` : '';
  return `${schedule.kind}(${printValues(scheduleOptions(schedule))}${then})`;
}

function printLoss(loss: LossSpec): string {
  const { type, output, weight, reduce } = loss;
  return [
    `loss ${type} of ${[output.target, ...output.path].join('.')}`,
    ...('target' in loss ? [`target ${loss.target.value}`] : []),
    ...('sampleWeights' in loss && loss.sampleWeights !== null ? [`sample weights ${loss.sampleWeights.value}`] : []),
    ...('stepWeights' in loss && loss.stepWeights !== undefined ? [`step weights ${loss.stepWeights.value}`] : []),
    ...(loss.classWeights === undefined ? [] : [`class weights ${printClassWeights(loss.classWeights)}`]),
    ...(loss.type === 'huber' ? [`delta ${loss.delta}`] : []),
    ...(loss.type === 'quantile' ? [`quantiles [${loss.quantiles.join(', ')}]`] : []),
    ...(loss.type === 'ctc' ? [`blank ${loss.blank}`] : []),
    ...(weight === 1 ? [] : [`weight ${weight}`]),
    reduce,
  ].join(', ');
}

const printClassWeights = (given: ClassWeights): string =>
  given.kind === 'balanced' ? given.kind : [...given.weights].map(([name, { value }]) => `${name}=${value}`).join(' ');
