import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, daysOf } from '../../../src/data/time/calendar.ts';
import { learnClock, learnForm, learnNumbers } from '../../../src/data/time/learn-form.ts';
import { readTimes, timeReading, writeTimes } from '../../../src/data/time/read-time.ts';
import type { TimeForm } from '../../../src/data/time/time-form.ts';

const formOf = (texts: readonly string[], order: 'dmy' | 'mdy' | null = null): TimeForm => {
  const learned = learnForm(texts, order);
  if (learned === null) throw new Error('no times');
  return learned.form;
};
const secondsOf = (text: string, form = formOf([text], 'dmy')): unknown => readTimes(timeReading([form], null), [text]);

test('days agree with the calendar of JavaScript, there and back', () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (days) => {
      const date = new Date(days * 86_400_000);
      const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
      expect(dayOf(days)).toEqual(expected);
      expect(daysOf(expected.year, expected.month, expected.day)).toBe(days);
    }),
  );
  expect([daysOf(2021, 2, 29), daysOf(2000, 2, 29), daysOf(1900, 2, 29), daysOf(2020, 13, 1)]).toEqual([
    null,
    11_016,
    null,
    null,
  ]);
});

describe('reading', () => {
  test.each([
    ['2020-01', Date.UTC(2020, 0)],
    ['2020/2/3', Date.UTC(2020, 1, 3)],
    ['2020-01-31 18:30', Date.UTC(2020, 0, 31, 18, 30)],
    ['2020-01-31T18:30:00+02:00', Date.UTC(2020, 0, 31, 16, 30)],
    ['2020-01-31T18:30:00-0130', Date.UTC(2020, 0, 31, 20)],
    ['2020-01-31 24:00', Date.UTC(2020, 1, 1)],
    ['31.12.2020', Date.UTC(2020, 11, 31)],
    ['31/12/2020 6:05 PM', Date.UTC(2020, 11, 31, 18, 5)],
    ['1-2-2020 12:30:15 am', Date.UTC(2020, 1, 1, 0, 30, 15)],
    ['Jan 1 2000', Date.UTC(2000, 0, 1)],
    ['May 01, 2018', Date.UTC(2018, 4, 1)],
    ['3 March 2001', Date.UTC(2001, 2, 3)],
    ['05-Sep-2021', Date.UTC(2021, 8, 5)],
    ['5-Jan-09', Date.UTC(2009, 0, 5)],
    ['31 Dec 69 23:00', Date.UTC(1969, 11, 31, 23)],
    ['Sep 2021', Date.UTC(2021, 8, 1)],
    ['2021Q3', Date.UTC(2021, 6, 1)],
  ])('%s', (text, milliseconds) => {
    expect(secondsOf(text)).toBe(milliseconds / 1000);
  });

  test.each([
    '',
    '2020',
    '2020-13-01',
    '2021-02-29',
    '2020-01-01T25:00',
    'Foo 1 2000',
    'yesterday',
    '1.5',
    '31.13.2020',
  ])('"%s" is no time', (text) => {
    expect(learnForm([text], 'dmy')).toBe(null);
  });

  test('numbers: seconds, milliseconds, days without signs, years, steps that are counted', () => {
    const kinds = [[1_577_836_800], [1_577_836_800_000], [20_200_131], [192_612, 192_701], [1999, 2000], [0, 1, 2]].map(
      (numbers) => learnNumbers(numbers)?.kind,
    );
    expect(kinds).toEqual(['seconds', 'milliseconds', 'compact', 'compact', 'year', 'number']);
    const read = (raw: number) => readTimes(timeReading([learnNumbers([raw]) ?? formOf(['2020-01-01'])], null), [raw]);
    expect([1_577_836_800, 1_577_836_800_000, 20_200_101, 202_001, 2020].map(read)).toEqual(
      Array(5).fill(1_577_836_800),
    );
    // a count, not a month
    expect(learnNumbers([102_001, 102_012])?.kind).toBe('number');
  });

  test('a date and a clock together', () => {
    const reading = timeReading([formOf(['16/12/2006']), learnClock(['17:24:00']) ?? formOf(['2020-01-01'])], null);
    expect(readTimes(reading, ['16/12/2006', '17:24:00'])).toBe(Date.UTC(2006, 11, 16, 17, 24) / 1000);
    expect(writeTimes(reading, Date.UTC(2006, 11, 17, 0, 3) / 1000)).toEqual(['17/12/2006', '00:03:00']);
    expect(readTimes(reading, ['16/12/2006', 'noon'])).toMatchObject({
      at: 1,
      reason: expect.stringContaining('"noon"'),
    });
  });

  test('day and month are told apart by the data, or not', () => {
    const known = (texts: readonly string[]) => {
      const learned = learnForm(texts, null);
      return learned === null ? null : [learned.form.kind, learned.unclear];
    };
    expect(known(['01/02/2020', '13/02/2020'])).toEqual(['dmy', false]);
    expect(known(['01/02/2020', '02/13/2020'])).toEqual(['mdy', false]);
    expect(known(['01/02/2020', '02/03/2020'])).toEqual(['dmy', true]);
    expect(known(['01.02.2020', '02.03.2020'])).toEqual(['dmy', false]);
    expect(learnForm(['01/02/2020'], 'mdy')).toMatchObject({ form: { kind: 'mdy' }, unclear: false });
    expect(known(['13/02/2020', '2020-02-13'])).toBe(null);
  });
});

test('a form writes what it reads, as the others are written', () => {
  const forms = [
    ['2020-09-08', '2020-12-31'],
    ['2020/9/8', '2020/12/31'],
    ['8.9.2020 07:05', '31.12.2020 17:05'],
    ['9/8/2020 7:05:09 AM', '12/31/2020 11:59:59 PM'],
    ['Sep 08, 2020', 'Dec 31, 2020'],
    ['8 September 2020', '31 December 2020'],
    ['2020-09-08T07:05:09.250Z', '2020-12-31T17:05:09.500Z'],
    ['2020-09-08 07:05:09+05:30', '2020-12-31 17:05:09+05:30'],
    ['2020-09', '2020-12'],
    ['2020-Q3', '2020-Q4'],
    ['8-Sep-09', '31-Dec-99'],
  ];
  for (const texts of forms) {
    const reading = timeReading([formOf(texts)], null);
    for (const text of texts) {
      const time = readTimes(reading, [text]);
      expect(typeof time === 'number' ? writeTimes(reading, time) : time).toEqual([text]);
    }
  }
});

test('any day and second, in forms with day, month, year and clock in any order', () => {
  const form = fc.constantFrom<[TimeForm['kind'], string]>(
    ['ymd', 'yyyy-MM-dd HH:mm:ss'],
    ['dmy', 'd.M.yyyy H:mm:ss'],
    ['mdy', 'MM/dd/yyyy hh:mm:ss A'],
    ['named', 'MMMM d, yyyy h:mm:ss a'],
    ['named', 'dd-MMM-yyyy HH:mm:ss'],
  );
  fc.assert(
    fc.property(form, fc.integer({ min: -5e9, max: 2e10 }), ([kind, pattern], seconds) => {
      const reading = timeReading([{ kind, pattern, offset: '' }], null);
      expect(readTimes(reading, writeTimes(reading, seconds))).toBe(seconds);
    }),
  );
});

describe('a local clock', () => {
  const form: TimeForm = { kind: 'ymd', pattern: 'yyyy-MM-dd HH:mm', offset: '' };
  const berlin = timeReading([form], 'Europe/Berlin');
  test('is an hour or two ahead, and passes over one hour in spring', () => {
    expect(readTimes(berlin, ['2021-01-15 12:00'])).toBe(Date.UTC(2021, 0, 15, 11) / 1000);
    expect(readTimes(berlin, ['2021-07-15 12:00'])).toBe(Date.UTC(2021, 6, 15, 10) / 1000);
    expect(readTimes(berlin, ['2021-03-28 02:30'])).toMatchObject({ reason: expect.stringContaining('Europe/Berlin') });
    expect(berlin.zone?.times(Date.UTC(2021, 9, 31, 2, 30) / 1000)).toEqual([
      Date.UTC(2021, 9, 31, 0, 30) / 1000,
      Date.UTC(2021, 9, 31, 1, 30) / 1000,
    ]);
  });
  test('goes there and back at every time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (seconds) => {
        const wall = berlin.clock.wallOf(seconds);
        expect(berlin.zone?.times(wall)).toContain(seconds);
      }),
    );
  });
  test('writes the distance to UTC that it has then', () => {
    const offsets = timeReading([{ ...form, offset: '+01:00' }], 'Europe/Berlin');
    expect(writeTimes(offsets, Date.UTC(2021, 6, 15, 10) / 1000)).toEqual(['2021-07-15 12:00+02:00']);
    expect(writeTimes({ ...offsets, forms: [{ ...form, offset: 'Z' }] }, Date.UTC(2021, 6, 15, 10) / 1000)).toEqual([
      '2021-07-15 10:00Z',
    ]);
  });
});
