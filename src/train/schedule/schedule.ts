/**
 * Learning rates as plain data and a pure function of where the training is. Powers and cosines are our own, so that every machine gets
 * the same rates to the last bit. Steps and epochs count from 0.
 */
import type { ScheduleSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { cos, exp, log } from '../../../compiler/initialize/elementary.ts';
import { beats } from '../metrics/metrics.ts';

/** What has to be remembered from epoch to epoch: plain JSON, part of a checkpoint. Null where the schedule looks at no results. */
export type ScheduleState = PlateauState | null;
export interface PlateauState {
  readonly rate: number;
  readonly best: number | null;
  readonly wait: number;
  readonly cooldown: number;
}

export interface Moment {
  readonly step: number;
  readonly epoch: number;
}

export function startSchedule(schedule: ScheduleSpec): ScheduleState {
  switch (schedule.kind) {
    case 'reduce_on_plateau':
      return { rate: schedule.rate, best: null, wait: 0, cooldown: 0 };
    case 'warm_up':
      return startSchedule(schedule.then);
    case 'constant':
    case 'step_decay':
    case 'exponential':
    case 'cosine':
    case 'halve_after_epoch':
      return null;
    default:
      return schedule satisfies never;
  }
}

/** The rate of one optimiser step. @throws InternalError where the state is of another schedule. */
export function rateAt(schedule: ScheduleSpec, at: Moment, state: ScheduleState): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.rate;
    case 'step_decay':
      return schedule.rate * power(schedule.factor, Math.floor(at[schedule.unit] / schedule.every));
    case 'exponential':
      return schedule.rate * power(schedule.factor, at[schedule.unit] / schedule.every);
    case 'cosine': {
      const { rate, floor, length } = schedule;
      const t = Math.min(at[schedule.unit], length);
      return floor + (rate - floor) * 0.5 * (1 + cos((Math.PI * t) / length));
    }
    case 'halve_after_epoch':
      return schedule.rate * power(schedule.factor, Math.max(0, at.epoch + 1 - schedule.after));
    case 'reduce_on_plateau':
      if (state === null) throw new InternalError('reduce_on_plateau without its state');
      return state.rate;
    case 'warm_up': {
      const share = Math.min(1, (at[schedule.unit] + 1) / schedule.length);
      return share * rateAt(schedule.then, at, state);
    }
    default:
      return schedule satisfies never;
  }
}

/**
 * The state after an epoch. Keras' order: the cooldown counts down first, then the value is compared, so `cooldown: 1` spares no
 * epoch and `cooldown: n` spares n - 1.
 * @param monitored the epoch's value; null and NaN are no improvement.
 */
export function afterEpoch(schedule: ScheduleSpec, state: ScheduleState, monitored: number | null): ScheduleState {
  if (schedule.kind === 'warm_up') return afterEpoch(schedule.then, state, monitored);
  if (schedule.kind !== 'reduce_on_plateau') return state;
  if (state === null) throw new InternalError('reduce_on_plateau without its state');
  const cooldown = Math.max(0, state.cooldown - 1);
  if (beats(monitored, state.best, schedule.better, schedule.minDelta))
    return { rate: state.rate, best: monitored, wait: 0, cooldown };
  if (cooldown > 0) return { ...state, cooldown };
  const wait = state.wait + 1;
  if (wait < schedule.patience || state.rate <= schedule.floor) return { ...state, wait, cooldown };
  const rate = Math.max(state.rate * schedule.factor, schedule.floor);
  return { rate, best: state.best, wait: 0, cooldown: schedule.cooldown };
}

/** base^n for base > 0: by products where n is whole, so that halving is exact. */
function power(base: number, n: number): number {
  if (!Number.isInteger(n)) return exp(n * log(base));
  let result = 1;
  let factor = base;
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
