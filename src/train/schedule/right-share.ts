import type { ScheduledSamplingSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { exp, log } from '../../../compiler/initialize/elementary.ts';
import type { Moment } from './schedule.ts';

/** Half the length of the part of the logistic curve that `inverse_sigmoid` follows; its ends are then cut to 1 and 0. */
const REACH = 6;

/**
 * Share of the steps of a batch that read the right step before: `from` at first, `to` once `over` is reached. The three curves are those of Bengio
 * et al. 2015, "Scheduled Sampling for Sequence Prediction with Recurrent Neural Networks", given by both ends rather than by a slope.
 */
export function rightShare(sampling: Omit<ScheduledSamplingSpec, 'span' | 'passes'>, at: Moment): number {
  const { decay, from, to, over, unit } = sampling;
  const done = Math.min(1, at[unit] / over);
  if (done === 0) return from;
  if (done === 1) return to;
  switch (decay) {
    case 'linear':
      return from + (to - from) * done;
    case 'exponential':
      return from === 0 ? 0 : from * exp(done * log(to / from));
    case 'inverse_sigmoid': {
      const left = logistic(REACH * (1 - 2 * done));
      const end = logistic(-REACH);
      return to + ((from - to) * (left - end)) / (1 - 2 * end);
    }
    default:
      return decay satisfies never;
  }
}

const logistic = (x: number): number => 1 / (1 + exp(-x));
