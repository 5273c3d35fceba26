import type { ScheduleSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { numberText } from './python-text.ts';

/** The learning rate of a model in Python. */
export interface LearningRate {
  readonly start: number;
  readonly isConstant: boolean;
  /** `def learning_rate(start, step, epoch)` after an empty line; none where the rate stays as it is. */
  readonly lines: readonly string[];
  /** What of the schedule is not in the file. */
  readonly otherwise: string | null;
}

/** The formulas of `src/train/schedule/schedule.ts`; powers and cosines are those of Python, which may differ in the last bit of a float64. */
export function learningRate(schedule: ScheduleSpec): LearningRate {
  const inner = schedule.kind === 'warm_up' ? schedule.then : schedule;
  const start = inner.kind === 'warm_up' ? learningRate(inner).start : inner.rate;
  const isConstant = schedule.kind === 'constant' || schedule.kind === 'reduce_on_plateau';
  return {
    start,
    isConstant,
    lines: isConstant
      ? []
      : [
          '',
          'def learning_rate(start, step, epoch):',
          '    """The rate of one step. Steps and epochs count from 0."""',
          `    return ${formula(schedule)}`,
          '',
        ],
    otherwise:
      inner.kind === 'reduce_on_plateau'
        ? `${inner.rate}${schedule.kind === 'warm_up' ? ' once it is warm' : ' at every step (--rate)'}, because reduce_on_plateau asks for the losses of epochs`
        : null,
  };
}

function formula(schedule: ScheduleSpec): string {
  const text = (value: number): string => numberText(value, false);
  switch (schedule.kind) {
    case 'constant':
    case 'reduce_on_plateau':
      return 'start';
    case 'step_decay':
      return `start * ${text(schedule.factor)} ** math.floor(${schedule.unit} / ${text(schedule.every)})`;
    case 'exponential':
      return `start * ${text(schedule.factor)} ** (${schedule.unit} / ${text(schedule.every)})`;
    case 'cosine': {
      const [floor, length] = [text(schedule.floor), text(schedule.length)];
      const share = `0.5 * (1 + math.cos(math.pi * min(${schedule.unit}, ${length}) / ${length}))`;
      return schedule.floor === 0 ? `start * ${share}` : `${floor} + (start - ${floor}) * ${share}`;
    }
    case 'halve_after_epoch':
      return `start * ${text(schedule.factor)} ** max(0, epoch + 1 - ${text(schedule.after)})`;
    case 'warm_up':
      return `min(1, (${schedule.unit} + 1) / ${text(schedule.length)}) * (${formula(schedule.then)})`;
    default:
      return schedule satisfies never;
  }
}
