import { describe, expect, test } from 'vitest';
import { feedsFromRows } from '../../../src/data/table/preprocess.ts';
import { CALENDAR_UNITS, calendarValue, parseFeature, valuesOf } from '../../../src/data/time/calendar-features.ts';
import { openZone, UTC } from '../../../src/data/time/zone.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from '../given.ts';

describe('features of times', () => {
  test('are those of the local clock, at random times', () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])
      for (let i = 0; i < 60; i++) {
        const time = Math.floor((random() - 0.2) * 3e9);
        const clock = zone === 'UTC' ? UTC : (openZone(zone) ?? UTC);
        const parts = new Map(
          new Intl.DateTimeFormat('en-GB', {
            timeZone: zone,
            minute: '2-digit',
            hour: '2-digit',
            hourCycle: 'h23',
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            year: 'numeric',
          })
            .formatToParts(time * 1000)
            .map(({ type, value }) => [type, value]),
        );
        const told = CALENDAR_UNITS.map((unit) => calendarValue({ unit }, clock, time));
        const [minute, hour, weekday, day, dayOfYear, , month] = told;
        expect([Number(minute), Number(hour), weekday, day, month]).toEqual([
          Number(parts.get('minute')),
          Number(parts.get('hour')),
          parts.get('weekday'),
          parts.get('day'),
          parts.get('month'),
        ]);
        const first = Date.UTC(Number(parts.get('year')), 0, 0);
        const today = Date.UTC(Number(parts.get('year')), valuesOf({ unit: 'month' }).indexOf(`${month}`), Number(day));
        expect(Number(dayOfYear)).toBe((today - first) / 86_400_000);
        told.forEach((value, u) => {
          expect(valuesOf({ unit: CALENDAR_UNITS[u] ?? 'day' })).toContain(value);
        });
      }
  });

  test.each([
    ['2021-01-03', '53'],
    ['2021-01-04', '1'],
    ['2020-12-31', '53'],
    ['2024-12-30', '1'],
    ['2019-07-01', '27'],
  ])('%s is in week %s', (date, week) => {
    expect(calendarValue({ unit: 'week' }, UTC, Date.parse(date) / 1000)).toBe(week);
  });

  test('a sine and a cosine go round once', () => {
    const at = (name: string, date: string): number =>
      Number(calendarValue(parseFeature(name) ?? { unit: 'day' }, UTC, Date.parse(date) / 1000));
    expect(at('hour.sin', '2021-05-05T06:59Z')).toBeCloseTo(1, 12);
    expect(at('hour.cos', '2021-05-05T12:00Z')).toBeCloseTo(-1, 12);
    expect(at('month.sin', '2021-10-05')).toBeCloseTo(-1, 12);
    expect(parseFeature('hour.tan')).toBeNull();
    expect(parseFeature('sin')).toBeNull();
  });
});

const hourly = (count: number, write: (time: Date) => string, skip: readonly number[] = []): readonly string[][] =>
  Array.from({ length: count }, (_, i) => i)
    .filter((i) => !skip.includes(i))
    .map((i) => [write(new Date(Date.UTC(2021, 2, 27, 20 + i))), `${i}`]);
const iso = (time: Date): string => time.toISOString().slice(0, 16);

describe('feeds of the calendar', () => {
  const WINDOWS = `
source: a.csv
split: {train: 1}
windows: {width: 3, horizon: 2}
`;
  test('as categories, one-hot, and on a circle, in the window and ahead', async () => {
    const files = { 'a.csv': csv(['t', 'v'], hourly(30, iso)) };
    const shapes = [
      input('h', ['batch', 'time'], 'int32'),
      input('w', ['batch', 14]),
      input('c', ['batch', 'ahead', 2]),
      target('y', ['batch', 2]),
    ];
    const feeds = `
feeds:
  h: {columns: [t.hour]}
  w: {columns: [t.weekday], part: horizon}
  c: {columns: [t.hour.sin, t.hour.cos], part: horizon}
  y: {columns: [v], part: horizon}
columns: {v: {normalize: none}}
`;
    const data = await open(WINDOWS + feeds, shapes, { files });
    const batches = await batchesOf(data.train);
    const last = samplesOf(batches, 'y').length - 1;
    for (const at of [0, 7, last]) {
      const times = Array.from({ length: 5 }, (_, i) => new Date(Date.UTC(2021, 2, 27, 20 + at + i)));
      expect(samplesOf(batches, 'h')[at]).toEqual(times.slice(0, 3).map((time) => time.getUTCHours()));
      expect(samplesOf(batches, 'w')[at]).toEqual(
        times.slice(3).flatMap((time) => Array.from({ length: 7 }, (_, d) => Number((time.getUTCDay() + 6) % 7 === d))),
      );
      const circle = (samplesOf(batches, 'c')[at] as number[][]).flat();
      times.slice(3).forEach((time, i) => {
        const angle = (2 * Math.PI * time.getUTCHours()) / 24;
        expect(circle[2 * i]).toBeCloseTo(Math.sin(angle), 6);
        expect(circle[2 * i + 1]).toBeCloseTo(Math.cos(angle), 6);
      });
      expect(samplesOf(batches, 'y')[at]).toEqual([at + 3, at + 4]);
    }
    expect(data.report.columns).toMatchObject({ 't.hour': 'category', 't.hour.sin': 'number' });
    // rows that a trained model is given make the same feeds
    const rows = hourly(30, iso).map(([t, v]) => ({ t, v }));
    const given = JSON.parse(JSON.stringify(data.preprocessing));
    const again = feedsFromRows(given, rows, { feeds: ['h', 'w', 'c', 'y'], windows: 'all' });
    for (const feed of ['h', 'w', 'c', 'y']) expect(samplesOf([again], feed)).toEqual(samplesOf(batches, feed));
  });

  test('of a date and a clock, by a local clock that goes forward, over rows that are put in', async () => {
    const zone = openZone('Europe/Berlin') ?? UTC;
    const written = hourly(
      30,
      (time) => {
        const wall = new Date(1000 * (zone?.wallOf(time.getTime() / 1000) ?? 0));
        return `${wall.toISOString().slice(0, 10)},${wall.toISOString().slice(11, 16)}`;
      },
      [9, 10],
    );
    const files = { 'a.csv': `date,clock,v\n${written.map((row) => row.join()).join('\n')}\n` };
    const section = `${WINDOWS}
time: {column: [date, clock], zone: Europe/Berlin, gaps: forward}
feeds: {h: {columns: [date.hour]}, y: {columns: [v], part: horizon}}
columns: {v: {normalize: none}}
`;
    const data = await open(section, [input('h', ['batch', 'time'], 'int32'), target('y', ['batch', 2])], { files });
    const batches = await batchesOf(data.train);
    const starts = samplesOf(batches, 'h').map((sample) => (sample as number[])[0]);
    // 21 to 23, midnight, 1, 3: two does not come
    expect(starts.slice(0, 12)).toEqual([21, 22, 23, 0, 1, 3, 4, 5, 6, 7, 8, 9]);
    const rows = written.map((row) => {
      const [date, clock] = (row[0] ?? '').split(',');
      return { date, clock, v: row[1] };
    });
    const again = feedsFromRows(data.preprocessing, rows, { feeds: ['h'], windows: 'all' });
    expect(samplesOf([again], 'h')).toEqual(samplesOf(batches, 'h'));
  });

  test('where every row is a sample', async () => {
    const files = { 'a.csv': csv(['t', 'v'], hourly(20, iso)) };
    const section = `
source: a.csv
split: {train: 1}
shuffle: false
feeds: {x: {columns: [t.hour]}, y: {columns: [v]}}
`;
    const data = await open(section, [input('x', ['batch'], 'int32'), target('y', ['batch', 1])], { files });
    expect(samplesOf(await batchesOf(data.train), 'x').slice(0, 6)).toEqual([20, 21, 22, 23, 0, 1]);
  });

  test('a column of that name in the file is that column, with a line that says so', async () => {
    const files = {
      'a.csv': csv(
        ['t', 'v', 't.hour'],
        hourly(20, iso).map((row) => [...row, 5]),
      ),
    };
    const section = `${WINDOWS}feeds: {x: {columns: [t.hour]}, y: {columns: [v], part: horizon}}\ncolumns: {t.hour: {normalize: none}}`;
    const data = await open(section, [input('x', ['batch', 'time', 1]), target('y', ['batch', 2])], { files });
    expect(samplesOf(await batchesOf(data.train), 'x')[0]).toEqual([[5], [5], [5]]);
    expect(data.report.notes).toEqual([
      '"t.hour" is the column of the data that is called so, and not made of the times of "t"',
    ]);
  });

  test.each([
    ['t.hours', 'the times of "t" have no "hours"'],
    ['t.hour.tan', 'the times of "t" have no "hour.tan"'],
    ['v.hour', 'there is no column "v.hour", and "v" is read as number, not as times'],
    ['u.hour', 'there is no column "u.hour"'],
  ])('%s: %s', async (name, message) => {
    const files = { 'a.csv': csv(['t', 'v'], hourly(20, iso)) };
    const section = `${WINDOWS}feeds: {x: {columns: [${name}]}, y: {columns: [v], part: horizon}}`;
    const told = await mistakes(() =>
      open(section, [input('x', ['batch', 'time', 24]), target('y', ['batch', 2])], { files }),
    );
    expect(told).toEqual([expect.stringContaining(message)]);
  });

  test('what all times share, and what is to be predicted', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => [`2021-01-${10 + i}`, i]);
    const shapes = [input('x', ['batch', 'time', 24]), target('y', ['batch', 2])];
    const told = (feeds: string) =>
      mistakes(() => open(`${WINDOWS}feeds: ${feeds}`, shapes, { files: { 'a.csv': csv(['t', 'v'], rows) } }));
    expect(await told('{x: {columns: [t.hour]}, y: {columns: [v], part: horizon}}')).toEqual([
      expect.stringContaining('"t.hour" is the same for all times: they are written as yyyy-mm-dd'),
    ]);
    expect(await told('{x: {columns: [v]}, y: {columns: [t.weekday], part: horizon}}')).toEqual([
      expect.stringContaining('"y" is to be predicted, and "t.weekday" is known from the calendar'),
    ]);
  });

  test.each([
    ['seconds', (day: number) => 1_609_459_200 + 86_400 * day],
    ['compact days', (day: number) => 20_210_101 + day],
  ])('of times that look like numbers, %s, where they are said to order the rows', async (_, write) => {
    const rows = Array.from({ length: 20 }, (_, i) => [write(i), i] as const);
    const section = `${WINDOWS}time: t\nfeeds: {x: {columns: [t.weekday]}, y: {columns: [v], part: horizon}}`;
    const shapes = [input('x', ['batch', 'time', 7]), target('y', ['batch', 2])];
    const data = await open(section, shapes, {
      files: {
        'a.csv': csv(
          ['t', 'v'],
          rows.map((row) => [...row]),
        ),
      },
    });
    const { values } = data.preprocessing.columns['t.weekday'] as { readonly values: readonly string[] };
    const read = (samples: readonly unknown[]) =>
      (samples as readonly (readonly (readonly number[])[])[]).map((steps) =>
        steps.map((step) => values[step.indexOf(1)]),
      );
    // the first of January 2021 was a Friday
    expect(read(samplesOf(await batchesOf(data.train), 'x'))[0]).toEqual(['Friday', 'Saturday', 'Sunday']);
    const answered = feedsFromRows(data.preprocessing, rows.map(([t, v]) => ({ t, v })).slice(0, 5));
    expect(read(samplesOf([answered], 'x'))).toEqual([['Sunday', 'Monday', 'Tuesday']]);
  });
});
