import { describe, expect, test } from 'vitest';
import type { PlateauSchedule, ScheduleSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { afterEpoch, rateAt, startSchedule } from '../../src/train/schedule/schedule.ts';

const rates = (schedule: ScheduleSpec, count: number, unit: 'step' | 'epoch'): readonly number[] =>
  Array.from({ length: count }, (_, i) => rateAt(schedule, { step: 0, epoch: 0, [unit]: i }, startSchedule(schedule)));

test('constant', () => {
  expect(rates({ kind: 'constant', rate: 0.3 }, 3, 'step')).toEqual([0.3, 0.3, 0.3]);
});

test('step decay halves exactly, by steps or epochs', () => {
  const schedule = { kind: 'step_decay', rate: 1, factor: 0.5, every: 2 } as const;
  expect(rates({ ...schedule, unit: 'step' }, 6, 'step')).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  expect(rates({ ...schedule, unit: 'epoch' }, 6, 'epoch')).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25]);
  expect(rates({ ...schedule, unit: 'epoch' }, 3, 'step')).toEqual([1, 1, 1]);
});

test("exponential: 0.96^(step / 10), as TensorFlow's ExponentialDecay", () => {
  const schedule = { kind: 'exponential', rate: 0.1, factor: 0.96, every: 10, unit: 'step' } as const;
  const [start, , , , , half, , , , , whole] = rates(schedule, 11, 'step');
  expect(start).toBe(0.1);
  expect(half).toBeCloseTo(0.1 * Math.sqrt(0.96), 15);
  expect(whole).toBeCloseTo(0.096, 15);
});

test('cosine: from the rate over the middle to the floor, and no further', () => {
  const schedule = { kind: 'cosine', rate: 1, floor: 0.1, length: 4, unit: 'epoch' } as const;
  const expected = [1, 0.55 + 0.45 * Math.SQRT1_2, 0.55, 0.55 - 0.45 * Math.SQRT1_2, 0.1, 0.1];
  for (const [i, rate] of rates(schedule, 6, 'epoch').entries()) expect(rate).toBeCloseTo(expected[i] ?? 0, 12);
});

test('warm-up reaches the full rate with its last step, and takes any other schedule', () => {
  const warm = (then: ScheduleSpec): ScheduleSpec => ({ kind: 'warm_up', length: 4, unit: 'step', then });
  expect(rates(warm({ kind: 'constant', rate: 2 }), 6, 'step')).toEqual([0.5, 1, 1.5, 2, 2, 2]);
  const decay: ScheduleSpec = { kind: 'step_decay', rate: 1, factor: 0.5, every: 3, unit: 'step' };
  expect(rates(warm(decay), 6, 'step')).toEqual([0.25, 0.5, 0.75, 0.5, 0.5, 0.5]);
  const plateau = warm({ ...reduce, patience: 1, rate: 1 });
  const first = afterEpoch(plateau, startSchedule(plateau), 1);
  const second = afterEpoch(plateau, first, 2);
  expect(rateAt(plateau, { step: 9, epoch: 2 }, second)).toBe(0.5);
});

test("Zaremba's recipe: rate 1 for four epochs, then halved with every epoch", () => {
  const schedule = { kind: 'halve_after_epoch', rate: 1, after: 4, factor: 0.5 } as const;
  expect(rates(schedule, 7, 'epoch')).toEqual([1, 1, 1, 1, 0.5, 0.25, 0.125]);
  expect(rates(schedule, 13, 'epoch').at(-1)).toBe(2 ** -9);
});

const reduce: PlateauSchedule = {
  kind: 'reduce_on_plateau',
  rate: 0.1,
  factor: 0.5,
  patience: 2,
  minDelta: 1e-4,
  cooldown: 0,
  floor: 0,
  better: 'lower',
};

describe('reduce on plateau equals Keras 3.15, ReduceLROnPlateau', () => {
  const losses = [1, 0.9, 0.9, 0.89999, 0.9, 0.8, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 0.85, 0.7, 0.71, 0.71, 0.71];
  const rise = losses.map((loss) => -loss);
  const repeat = (...runs: readonly (readonly [rate: number, times: number])[]): readonly number[] =>
    runs.flatMap(([rate, times]) => Array.from({ length: times }, () => rate));

  test.each([
    ['a floor', { floor: 0.01 }, losses, repeat([0.1, 3], [0.05, 4], [0.025, 2], [0.0125, 2], [0.01, 6])],
    ['a cooldown of 2', { cooldown: 2 }, losses, repeat([0.1, 3], [0.05, 4], [0.025, 3], [0.0125, 5], [0.00625, 2])],
    [
      'higher is better, cooldown of 1',
      { factor: 0.1, patience: 1, minDelta: 0, cooldown: 1, floor: 1e-4, better: 'higher' },
      rise,
      repeat([0.1, 2], [0.01, 2], [0.001, 2], [1e-4, 11]),
    ],
    [
      'a wide margin',
      { factor: 0.3, patience: 3, minDelta: 0.05, cooldown: 1, floor: 0.02 },
      losses,
      repeat([0.1, 4], [0.03, 4], [0.02, 9]),
    ],
  ] as const)('%s', (_, changes, monitored, expected) => {
    const schedule: PlateauSchedule = { ...reduce, ...changes };
    let state = startSchedule(schedule);
    for (const [epoch, value] of monitored.entries()) {
      // what a checkpoint does to it
      state = JSON.parse(JSON.stringify(afterEpoch(schedule, state, value)));
      expect(rateAt(schedule, { step: 0, epoch }, state), `epoch ${epoch}`).toBeCloseTo(expected[epoch] ?? 0, 12);
    }
  });

  test('NaN and nothing are no improvement', () => {
    let state = startSchedule(reduce);
    for (const value of [1, Number.NaN, null]) state = afterEpoch(reduce, state, value);
    expect(rateAt(reduce, { step: 0, epoch: 3 }, state)).toBe(0.05);
  });
});
