import fc from 'fast-check';
import { expect, test } from 'vitest';
import { learnForm } from '../../../src/data/time/learn-form.ts';
import { readTimes, type TimeReading, timeReading, writeTimes } from '../../../src/data/time/read-time.ts';
import {
  later,
  parseStep,
  type Step,
  StepFinder,
  stepsBetween,
  stepText,
  writtenStep,
} from '../../../src/data/time/step.ts';
import { UTC } from '../../../src/data/time/zone.ts';

function readingOf(texts: readonly string[], zone: string | null): TimeReading {
  const learned = learnForm(texts, 'dmy');
  if (learned === null) throw new Error('no times');
  return timeReading([learned.form], zone);
}

function goOn(texts: readonly string[], zone: string | null = null): readonly [string | null, ...unknown[]] {
  const reading = readingOf(texts, zone);
  const times = texts.map((text) => Number(readTimes(reading, [text])));
  const finder = new StepFinder(reading.clock);
  times.forEach((time, i) => {
    finder.add(times[i - 1] ?? null, time);
  });
  const step = finder.find();
  if (step === null) return [null];
  const last = times.at(-1) ?? 0;
  return [stepText(step), ...[1, 2].map((n) => writeTimes(reading, later(step, last, n, reading.clock))[0])];
}

test.each<readonly [what: string, texts: readonly string[], expected: readonly unknown[]]>([
  ['days', ['2020-02-27', '2020-02-28'], ['daily', '2020-02-29', '2020-03-01']],
  ['months', ['2019-10', '2019-11', '2019-12'], ['monthly', '2020-01', '2020-02']],
  ['quarters', ['2019-04-01', '2019-07-01', '2019-10-01'], ['quarterly', '2020-01-01', '2020-04-01']],
  ['quarters by number', ['2019Q2', '2019Q3', '2019Q4'], ['quarterly', '2020Q1', '2020Q2']],
  [
    'ends of months',
    ['30.11.2019', '31.12.2019', '31.01.2020'],
    ['monthly, at the ends of months', '29.02.2020', '31.03.2020'],
  ],
  ['the 30th', ['2020-12-30', '2021-01-30', '2021-02-28', '2021-03-30'], ['monthly', '2021-04-30', '2021-05-30']],
  ['years', ['2018-02-28', '2019-02-28', '2020-02-28'], ['yearly', '2021-02-28', '2022-02-28']],
  ['names', ['Nov 1 2009', 'Dec 1 2009'], ['monthly', 'Jan 1 2010', 'Feb 1 2010']],
  ['weeks', ['2020-12-21', '2020-12-28'], ['weekly', '2021-01-04', '2021-01-11']],
  [
    'business days',
    ['2021-07-01', '2021-07-02', '2021-07-05', '2021-07-06', '2021-07-07', '2021-07-08'],
    ['business days', '2021-07-09', '2021-07-12'],
  ],
  ['hours', ['2020-01-01T22:00', '2020-01-01T23:00'], ['hourly', '2020-01-02T00:00', '2020-01-02T01:00']],
  [
    'a zone',
    ['2020-01-01 23:30:00+05:30', '2020-01-01 23:45:00+05:30'],
    ['every 15 minutes', '2020-01-02 00:00:00+05:30', '2020-01-02 00:15:00+05:30'],
  ],
  ['most of them', ['2020-01-01', '2020-01-02', '2020-01-04', '2020-01-05'], ['daily', '2020-01-06', '2020-01-07']],
  ['uneven', ['2020-01-01', '2020-01-02', '2020-01-05', '2020-01-09'], [null]],
  ['one alone', ['2020-01-02'], [null]],
])('%s go on', (_, texts, expected) => {
  expect(goOn(texts)).toEqual(expected);
});

test('local days have 23 or 25 hours, local hours are passed over and repeated', () => {
  const days = ['2021-03-26 00:00', '2021-03-27 00:00', '2021-03-28 00:00'];
  expect(goOn(days, 'Europe/Berlin')).toEqual(['daily', '2021-03-29 00:00', '2021-03-30 00:00']);
  const spring = ['2021-03-28 00:00', '2021-03-28 01:00'];
  expect(goOn(spring, 'Europe/Berlin')).toEqual(['hourly', '2021-03-28 03:00', '2021-03-28 04:00']);
  const autumn = ['2021-10-31 01:00', '2021-10-31 02:00'];
  expect(goOn(autumn, 'Europe/Berlin')).toEqual(['hourly', '2021-10-31 02:00', '2021-10-31 03:00']);
});

test('a time that lies some steps on is so many steps away', () => {
  const steps = fc.constantFrom<Step>(
    { unit: 'second', count: 900 },
    { unit: 'day', count: 7 },
    { unit: 'business day', count: 1 },
    { unit: 'month', count: 1, day: 31 },
    { unit: 'month', count: 3, day: 15 },
    { unit: 'month', count: 12, day: 29 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 500 }), (step, day, n) => {
      // the first time that is one of the step's own
      const start = later(step, day * 86_400, 1, UTC);
      expect(Math.round(stepsBetween(step, start, later(step, start, n, UTC), UTC))).toBe(n);
    }),
  );
});

test('steps as they are written', () => {
  const read = (text: string) => {
    const step = parseStep(text);
    return step === null ? null : stepText(step);
  };
  expect(['15 minutes', 'hour', '2 hours', '10s', 'business days', 'month end', 'quarterly', 'Week'].map(read)).toEqual(
    [
      'every 15 minutes',
      'hourly',
      'every 2 hours',
      'every 10 seconds',
      'business days',
      'monthly, at the ends of months',
      'quarterly',
      'weekly',
    ],
  );
  expect(['', '0 days', 'soon', 'fortnight'].map(read)).toEqual([null, null, null, null]);
});

test('a step is written as it is read', () => {
  for (const text of [
    '15 minutes',
    'hour',
    '2 hours',
    '30 seconds',
    'day',
    '3 days',
    'week',
    'business day',
    'month',
    'month end',
    '3 months',
  ]) {
    const step = parseStep(text);
    if (step === null) throw new Error(text);
    expect(writtenStep(step)).toBe(text);
  }
});
