import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dataset } from '../../../src/data/dataset/dataset.ts';
import { permutation } from '../../../src/data/dataset/order.ts';
import type { Preprocessing } from '../../../src/data/dataset/preprocessing.ts';
import { feedsFromRows } from '../../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from '../given.ts';
import { unlessRefused } from '../series-table.ts';

const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
const rest =
  'feeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\ncolumns: {v: {type: number, normalize: none}}';
const section = (more = '', width = 3): string =>
  `source: d.csv\nwindows: {width: ${width}}\n${rest}${more === '' ? '' : `\n${more}`}`;
const all = 'split: {train: 1}';

const dayText = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

interface Row {
  readonly group: number;
  readonly day: number;
  readonly value: number;
}
const file = (rows: readonly Row[]): string =>
  csv(
    ['g', 'day', 'v'],
    rows.map(({ group, day, value }) => [`s${group}`, dayText(day), value]),
  );
const shuffledBy = <T>(items: readonly T[], seed: number): readonly T[] =>
  [...permutation(items.length, seed, 'rows', 0)].map((i) => items[i] as T);
const windowsOf = async ({ train }: Dataset): Promise<readonly unknown[]> => samplesOf(await batchesOf(train), 'x');

/** Series of days, some of which are missing. */
const table = fc
  .array(fc.uniqueArray(fc.integer({ min: 0, max: 25 }), { minLength: 2, maxLength: 20 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((series): readonly Row[] =>
    series.flatMap((days, group) =>
      [...days].sort((a, b) => a - b).map((day) => ({ group, day: 18_000 + day, value: 100 * group + day })),
    ),
  );

describe('rows in any order', () => {
  test('give the batches of the rows in order, in training and in answers', async () => {
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 0, max: 1000 }), async (rows, seed) => {
        const openAs = (order: readonly Row[]) =>
          unlessRefused(() => open(section(`group: g\n${all}`), shapes, { files: { 'd.csv': file(order) } }));
        const sorted = await openAs(rows);
        const mixed = await openAs(shuffledBy(rows, seed));
        expect(mixed === null).toBe(sorted === null);
        if (sorted === null || mixed === null) return;
        opened++;
        const [expected, found] = [await windowsOf(sorted), await windowsOf(mixed)];
        const byText = (windows: readonly unknown[]) => windows.map((window) => JSON.stringify(window)).sort();
        expect(byText(found)).toEqual(byText(expected));
        const { preprocessing } = mixed;
        const raw = shuffledBy(rows, seed).map(({ group, day, value }) => ({
          g: `s${group}`,
          day: dayText(day),
          v: value,
        }));
        const answers = await unlessRefused(async () =>
          feedsFromRows(preprocessing, raw, { feeds: ['x', 'y'], windows: 'all' }),
        );
        if (answers !== null) expect(samplesOf([answers], 'x')).toEqual(found);
      }),
      { numRuns: 60 },
    );
    expect(opened).toBeGreaterThan(20);
  });

  test('a panel by date is a panel by series, and says nothing of it', async () => {
    const bySeries = [0, 1].flatMap((group) =>
      Array.from({ length: 30 }, (_, day) => ({ group, day: 18_000 + day, value: day + 100 * group })),
    );
    const byDate = [...bySeries].sort((a, b) => a.day - b.day);
    const [one, other] = await Promise.all(
      [bySeries, byDate].map((rows) =>
        open(section(`group: g\n${all}`, 5), shapes, { files: { 'd.csv': file(rows) } }),
      ),
    );
    if (one === undefined || other === undefined) throw new Error('not opened');
    expect(one.train.samples).toBe(50);
    expect(await windowsOf(other)).toEqual(await windowsOf(one));
    expect([one.report.notes, other.report.notes]).toEqual([[], []]);
    expect(other.report.time).toMatchObject({ columns: ['day'], written: 'yyyy-mm-dd', step: 'daily', gaps: 0 });
    expect(other.preprocessing).toEqual(one.preprocessing);
  });

  test('sorted rows are told: newest first, or some after later ones', async () => {
    const days = [1, 2, 3, 4, 5, 6].map((day) => ({ group: 0, day, value: day }));
    const notesOf = async (rows: readonly Row[]) => {
      const data = await open(section(all), shapes, { files: { 'd.csv': file(rows) } });
      expect(await windowsOf(data)).toEqual([1, 2, 3].map((first) => [[first], [first + 1], [first + 2]]));
      return data.report.notes;
    };
    expect(await notesOf(days)).toEqual([]);
    expect(await notesOf(days.toReversed())).toEqual(['the newest row comes first: rows were put in the order of day']);
    expect(await notesOf([...days.slice(1), ...days.slice(0, 1)])).toEqual([
      '1 row stands after a later one: rows were put in the order of day',
    ]);
    const asked = await open(section(`time: false\n${all}`), shapes, { files: { 'd.csv': file(days.toReversed()) } });
    expect((await windowsOf(asked))[0]).toEqual([[6], [5], [4]]);
  });

  test('a split by order takes the newest rows for the test', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ group: 0, day: 100 - i, value: 100 - i }));
    const data = await open(
      `source: d.csv\n${rest.split('\n')[1]}\nfeeds: {x: {columns: [v]}}\nsplit: {test: 0.2, by: order}`,
      [input('x', ['batch', 1])],
      { files: { 'd.csv': file(rows) } },
    );
    expect(samplesOf(await batchesOf(data.test), 'x')).toEqual([[97], [98], [99], [100]]);
  });

  test('a row that can not be read parts the rows around it, wherever it stands', async () => {
    const rows = [5, 4, 3, 2, 1, 0].flatMap((day) =>
      [0, 1].map((g) => [`s${g}`, dayText(day), day === 2 && g === 0 ? '?' : day]),
    );
    const data = await open(section(`group: g\nbad_rows: skip\n${all}`, 1), shapes, {
      files: { 'd.csv': csv(['g', 'day', 'v'], rows) },
    });
    expect((await windowsOf(data)).flat(2)).toEqual([0, 3, 4, 0, 1, 2, 3, 4]);
    const untimed = await open(section(`group: g\ntime: false\nbad_rows: skip\n${all}`, 1), shapes, {
      files: { 'd.csv': csv(['g', 'day', 'v'], rows) },
    });
    expect((await windowsOf(untimed)).flat(2)).toEqual([5, 4, 1, 5, 4, 3, 2, 1]);
  });

  test('a file that is streamed must be in order', async () => {
    const rows = [1, 2, 3, 4, 5].flatMap((day) => [0, 1].map((group) => ({ group, day, value: day })));
    const sorted = [...rows].sort((a, b) => a.group - b.group);
    const stream = 40;
    const openAs = (order: readonly Row[], more = 'group: g') =>
      open(section(`${more}\n${all}`), shapes, { files: { 'd.csv': file(order) }, stream });
    expect(await windowsOf(await openAs(sorted))).toHaveLength(4);
    expect(await mistakes(() => openAs(rows))).toEqual([
      '- data-time: d.csv:4: the rows of its series do not stand together, and the file is too large to be sorted in memory',
    ]);
    expect(await mistakes(() => openAs(sorted.slice(0, 5).toReversed()))).toEqual([
      '- data-time: d.csv:3: the row stands after one of a later time, and the file is too large to be sorted in memory',
    ]);
  });
});

describe('times that stand twice', () => {
  const rows = [
    [1, 1],
    [2, 2],
    [3, 3],
    [3, 5],
    [4, 4],
    [5, 5],
  ].map(([day = 0, value = 0]) => ({ group: 0, day, value }));
  const files = { 'd.csv': file(rows) };
  test('are an error that names the rows', async () => {
    expect(await mistakes(() => open(section(all), shapes, { files }))).toEqual([
      '- data-time: the time 1970-01-04 stands twice: d.csv:4 and d.csv:5',
    ]);
  });
  test.each([
    ['first', [1, 2, 3, 4, 5]],
    ['last', [1, 2, 5, 4, 5]],
    ['mean', [1, 2, 4, 4, 5]],
  ])('or follow a policy: %s', async (policy, values) => {
    const time = `time: {column: day, duplicates: ${policy}}`;
    const data = await open(section(`${time}\n${all}`), shapes, { files });
    expect(await windowsOf(data)).toEqual([0, 1].map((at) => values.slice(at, at + 3).map((v) => [v])));
    expect(data.report.notes).toEqual([
      `1 time stood twice: ${policy === 'mean' ? 'the mean of the rows was taken' : `the ${policy} row of the file was taken`}`,
    ]);
    const raw = rows.map(({ day, value }) => ({ day: dayText(day), v: value }));
    expect(samplesOf([feedsFromRows(data.preprocessing, raw)], 'x')).toEqual([values.slice(-3).map((v) => [v])]);
  });

  test.each(['first', 'last'] as const)(
    '%s is meant as the rows stand in the file, in whatever order',
    async (policy) => {
      const order = fc.constantFrom('rising', 'falling', 'mixed');
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 3, max: 6 }),
          order,
          fc.integer({ min: 0, max: 99 }),
          async (n, how, seed) => {
            const rising = Array.from({ length: n }, (_, day) => day);
            const days = how === 'rising' ? rising : how === 'falling' ? rising.toReversed() : shuffledBy(rising, seed);
            const twice = days.flatMap((day, i) =>
              [10 * i, 10 * i + 5].slice(0, 1 + ((day + seed) % 2)).map((value) => ({ group: 0, day, value })),
            );
            const taken = new Map<number, number>();
            for (const { day, value } of twice) if (policy === 'last' || !taken.has(day)) taken.set(day, value);
            const values = rising.map((day) => taken.get(day));
            const time = `time: {column: day, duplicates: ${policy}}`;
            const data = await open(section(`${time}\n${all}`, 1), shapes, { files: { 'd.csv': file(twice) } });
            expect(await windowsOf(data)).toEqual(values.slice(0, -1).map((value) => [[value]]));
            const raw = twice.map(({ day, value }) => ({ day: dayText(day), v: value }));
            expect(samplesOf([feedsFromRows(data.preprocessing, raw)], 'x')).toEqual([[[values.at(-1)]]]);
          },
        ),
        { numRuns: 40 },
      );
    },
  );
});

describe('gaps', () => {
  const days = [0, 1, 2, 3, 6, 7, 8, 9];
  const rows = days.map((day) => ({ group: 0, day, value: 10 * day }));
  const files = { 'd.csv': file(rows) };
  test('are crossed by no window', async () => {
    const data = await open(section(all), shapes, { files });
    expect(await windowsOf(data)).toEqual([
      [[0], [10], [20]],
      [[60], [70], [80]],
    ]);
    expect(data.report.time).toMatchObject({ gaps: 1, missing: 2, filled: false });
    const streamed = await open(section(all), shapes, { files, stream: 30 });
    expect(await windowsOf(streamed)).toEqual(await windowsOf(data));
  });
  test.each([
    ['forward', [30, 30, 30]],
    ['interpolate', [30, 40, 50]],
    ['{value: 7}', [30, 7, 7]],
  ])('or filled: %s, in training, in a stream and in answers', async (rule, [a, b, c]) => {
    const time = `time: {column: day, gaps: ${rule}}`;
    const expected = [0, 10, 20, a, b, c, 60, 70, 80, 90];
    const given = [{}, { stream: 30 }].map((more) => ({ files, ...more }));
    for (const one of given) {
      const data = await open(section(`${time}\n${all}`), shapes, one);
      const windows = await windowsOf(data);
      expect(windows).toEqual(Array.from({ length: 7 }, (_, at) => expected.slice(at, at + 3).map((v) => [v])));
      expect(data.report.time).toMatchObject({ gaps: 1, missing: 2, filled: true });
      expect(data.report.rows.train).toBe(10);
      const raw = rows.map(({ day, value }) => ({ day: dayText(day), v: value }));
      const answers = feedsFromRows(data.preprocessing, raw, { feeds: ['x'], windows: 'all' });
      expect(samplesOf([answers], 'x')).toEqual(windows);
    }
  });
  test('are none where times are uneven, which is told', async () => {
    const uneven = [0, 1, 4, 9, 16, 25].map((day) => ({ group: 0, day, value: day }));
    const data = await open(section(all), shapes, { files: { 'd.csv': file(uneven) } });
    expect(data.train.samples).toBe(3);
    expect(data.report.notes).toEqual([
      'day: most neighbours share no step, so the times are taken as uneven and nothing as a gap',
    ]);
  });
  test('a written step decides', async () => {
    const fours = file([0, 3, 7, 12, 16, 19].map((day) => ({ group: 0, day, value: day })));
    const data = await open(section(`time: {column: day, every: 4 days}\n${all}`), shapes, {
      files: { 'd.csv': fours },
    });
    expect(data.train.samples).toBe(3);
    expect(data.report.time?.step).toBe('every 4 days');
  });
});

describe('what can not be guessed is asked', () => {
  const texts = (form: (day: number) => string) =>
    csv(
      ['when', 'v'],
      [1, 2, 3, 4, 5, 6].map((day) => [form(day), day]),
    );
  test('day and month', async () => {
    const files = { 'd.csv': texts((day) => `0${day}/01/2020`) };
    expect(await mistakes(() => open(section(all), shapes, { files }))).toEqual([
      '- data-time: in "when", day and month can\'t be told apart: "01/01/2020"',
    ]);
    const stepOf = async (order: string) =>
      (await open(section(`time: {order: ${order}}\n${all}`), shapes, { files })).report.time?.step;
    expect([await stepOf('dmy'), await stepOf('mdy')]).toEqual(['daily', 'monthly']);
  });
  test('a day far behind the first thousand rows tells them apart', async () => {
    const rows = Array.from({ length: 1500 }, (_, i) => {
      const date = new Date(Date.UTC(2020, 0, 12, 0, i));
      return [`${date.getUTCDate()}/01/2020 ${date.toISOString().slice(11, 16)}`, i];
    });
    const data = await open(section(all), shapes, { files: { 'd.csv': csv(['when', 'v'], rows) } });
    expect(data.report.time).toMatchObject({ written: 'dd/mm/yyyy HH:mm', step: 'every minute', gaps: 0 });
  });
  test('which of several columns of times', async () => {
    const rows = [1, 2, 3, 4, 5].map((day) => [dayText(day), dayText(9 - day), day]);
    const files = { 'd.csv': csv(['seen', 'paid', 'v'], rows) };
    expect(await mistakes(() => open(section(all), shapes, { files }))).toEqual([
      '- data-time: it is not clear which column orders the rows: seen, paid have times',
    ]);
    const data = await open(section(`time: paid\n${all}`), shapes, { files });
    expect((await windowsOf(data))[0]).toEqual([[5], [4], [3]]);
  });
  test('zones, steps and columns that are none', async () => {
    const files = { 'd.csv': texts(dayText) };
    const said = (time: string) => mistakes(() => open(section(`time: ${time}\n${all}`), shapes, { files }));
    expect(await said('{zone: Europe/Berlim}')).toEqual(['- data-time: there is no zone "Europe/Berlim"']);
    expect(await said('{every: sometimes}')).toEqual(['- data-time: every: sometimes is no step']);
    expect(await said('wen')).toEqual(['- unknown-column: time: there is no column "wen"']);
  });
});

test('seconds since 1970, a date and a clock side by side, and steps that are counted', async () => {
  const found = async (columns: readonly string[], rows: readonly (readonly (string | number)[])[], more = '') => {
    const data = await open(section(`${more}${all}`), shapes, { files: { 'd.csv': csv(columns, rows) } });
    const { time } = data.report;
    return [time?.columns.join('+'), time?.written, time?.step, data.train.samples];
  };
  const n = [0, 1, 2, 3, 4, 5];
  expect(
    await found(
      ['timestamp', 'v'],
      n.map((i) => [1_600_000_000 + 3600 * i, i]),
    ),
  ).toEqual(['timestamp', 'seconds since 1970', 'hourly', 3]);
  expect(
    await found(
      ['ts', 'v'],
      n.map((i) => [1.6e12 + 60_000 * i, i]),
    ),
  ).toEqual(['ts', 'milliseconds since 1970', 'every minute', 3]);
  expect(
    await found(
      ['Date', 'Time', 'v'],
      n.map((i) => ['16/12/2006', `17:0${i}:00`, i]),
    ),
  ).toEqual(['Date+Time', 'dd/mm/yyyy and HH:mm:ss', 'every minute', 3]);
  expect(
    await found(
      ['t', 'v'],
      [5, 4, 3, 2, 1, 0].map((i) => [i, i]),
      'time: t\n',
    ),
  ).toEqual(['t', 'numbers', 'every second', 3]);
});

describe('dates that are read, and order nothing', () => {
  const fed = [input('x', ['batch', 1]), target('y', ['batch', 1])];
  const text = csv(
    ['when', 'v'],
    Array.from({ length: 9 }, (_, i) => [`0${i + 1}/02/2020`, i]),
  );

  test('are asked for where they are fed and day and month could change places', async () => {
    const data = 'source: d.csv\nfeeds: {x: {columns: [when]}, y: {columns: [v]}}';
    expect(await mistakes(() => open(data, fed, { files: { 'd.csv': text } }))).toEqual([
      '- data-time: in "when", day and month can\'t be told apart: "01/02/2020"',
    ]);
    await open(`${data}\ntime: {column: when, order: dmy}`, fed, { files: { 'd.csv': text } });
  });

  test('and where they split the rows', async () => {
    const data =
      'source: d.csv\nfeeds: {x: {columns: [v]}, y: {columns: [v]}}\nsplit: {column: when, at: ["05/02/2020"]}';
    expect(await mistakes(() => open(data, fed, { files: { 'd.csv': text } }))).toEqual([
      '- data-time: in "when", day and month can\'t be told apart: "01/02/2020"',
    ]);
  });
});

test('the hours of a day on which clocks go back are told apart', async () => {
  const hours = ['00', '01', '02', '02', '03', '04'].map((hour, i) => [`2021-10-31 ${hour}:00`, i]);
  for (const rows of [hours, hours.toReversed()]) {
    const data = await open(section(`time: {column: t, zone: Europe/Berlin}\n${all}`), shapes, {
      files: { 'd.csv': csv(['t', 'v'], rows) },
    });
    expect((await windowsOf(data)).flat(2)).toEqual([0, 1, 2, 1, 2, 3, 2, 3, 4]);
    expect(data.report.time).toMatchObject({ step: 'hourly', gaps: 0, zone: 'Europe/Berlin' });
  }
});

test('such an hour that stands twice proposes the zone, other times do not', async () => {
  const hours = (days: readonly string[]) => ({
    'd.csv': csv(
      ['t', 'v'],
      days.map((t, i) => [t, i]),
    ),
  });
  const fixOf = async (days: readonly string[]): Promise<unknown> =>
    open(section(all), shapes, { files: hours(days) }).catch((e: RnncError) => e.diagnostics[0]?.fix);
  const autumn = ['00', '01', '02', '02', '03', '04'].map((hour) => `2021-10-31 ${hour}:00`);
  expect(await fixOf(autumn)).toMatch(/^where clocks were set back .* zone: Europe\/Berlin.*\{time: false\}/);
  expect(await fixOf(autumn.map((time) => time.replace('10-31', '10-30')))).toMatch(/^write group: COLUMN/);
});

test('so are its half hours, oldest or newest first, beginning anywhere', async () => {
  const halves = ['01:00', '01:30', '02:00', '02:30', '02:00', '02:30', '03:00', '03:30'];
  for (const [first, last] of [
    [0, 8],
    [0, 5],
    [2, 8],
    [3, 7],
  ]) {
    const hours = halves.slice(first, last).map((hour, i) => [`2021-10-31 ${hour}`, i]);
    for (const rows of [hours, hours.toReversed()]) {
      const data = await open(section(`time: {column: t, zone: Europe/Berlin}\n${all}`), shapes, {
        files: { 'd.csv': csv(['t', 'v'], rows) },
      });
      const expected = Array.from({ length: hours.length - 3 }, (_, i) => [i, i + 1, i + 2]);
      expect((await windowsOf(data)).flat(2)).toEqual(expected.flat());
      expect(data.report.time).toMatchObject({ step: 'every 30 minutes', gaps: 0 });
      if (rows !== hours)
        expect(data.report.notes).toEqual(['the newest row comes first: rows were put in the order of t']);
    }
  }
});

test('a series that is too short stops no other', async () => {
  const rows = [0, 1, 2].flatMap((group) =>
    Array.from({ length: group === 1 ? 2 : 6 }, (_, day) => ({ group, day, value: day })),
  );
  const data = await open(section(`group: g\n${all}`), shapes, { files: { 'd.csv': file(rows) } });
  expect(data.train.samples).toBe(6);
  expect(data.report.notes).toEqual([
    '1 of 3 series has fewer than 4 rows without a gap, too few for a window: left out',
  ]);
});

test('a step that is longer than that of the rows is a mistake with the step they have; one that they miss at times is none', async () => {
  const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
  const rows = (minutes: (i: number) => number): string =>
    csv(
      ['at', 'v'],
      Array.from({ length: 40 }, (_, i) => [new Date(1.6e12 + 60_000 * minutes(i)).toISOString(), i]),
    );
  const said = (every: string, minutes: (i: number) => number, preprocessing?: Preprocessing) =>
    open(
      `source: t.csv\ntime: {column: at, every: ${every}}\nwindows: {width: 2, horizon: 1}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\nsplit: {train: 1}`,
      shapes,
      { files: { 't.csv': rows(minutes) }, ...(preprocessing === undefined ? {} : { preprocessing }) },
    );
  for (const every of ['hour', 'week', 'month', 'business day', 'quarter'])
    await expect(said(every, (i) => 10 * i + (i > 20 ? 30 : 0))).rejects.toThrow('write every: 10 minutes');
  await expect(said('day', (i) => 10 * i * i)).rejects.toThrow('leave every out');
  for (const every of ['10 minutes', '5 minutes'])
    await said(every, (i) => 10 * i).catch((cause) => expect(String(cause)).not.toContain('longer than'));
  // also where it is longer by less than a third, or no part of it
  for (const every of ['13 minutes', '11 minutes', '4 minutes'])
    await expect(said(every, (i) => 10 * i)).rejects.toThrow('write every: 10 minutes, or leave every out');
  await said('10 minutes', (i) => 10 * i + ((i * i) % 7) / 10);
  // a trained model keeps its step, and is told of files with another one
  const { preprocessing } = await said('10 minutes', (i) => 10 * i);
  const closer = await said('10 minutes', (i) => 5 * i, preprocessing);
  expect(closer.report.notes.join()).toContain(
    'the rows are every 5 minutes, and those of the training were every 10 minutes',
  );
});

describe('what can be no times', () => {
  const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
  const said = (rows: readonly (readonly (string | number)[])[], time: string) =>
    open(
      `source: t.csv\ntime: ${time}\nwindows: {width: 2, horizon: 1}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\nsplit: {train: 1}`,
      shapes,
      { files: { 't.csv': csv(['at', 'v'], rows) } },
    );
  test('measurements, also where their duplicates are settled', async () => {
    const warm = Array.from({ length: 60 }, (_, i) => [(13.84 + ((i * 37) % 53) / 10).toFixed(2), i]);
    for (const duplicates of ['error', 'last'])
      await expect(said(warm, `{column: at, duplicates: ${duplicates}}`)).rejects.toThrow(
        'holds measurements and no times',
      );
    const counted = Array.from({ length: 60 }, (_, i) => [((i * 37) % 11) + ((i * 17) % 7), i]);
    await expect(said(counted, '{column: at, duplicates: last}')).rejects.toThrow('holds measurements and no times');
    // rows of four series that each count from 0, in no order
    const counts = Array.from({ length: 60 }, (_, i) => [((i * 37) % 60) % 15, i]);
    await said(counts, '{column: at, duplicates: last}');
    const seconds = Array.from({ length: 60 }, (_, i) => [(i * 0.5).toFixed(1), i]);
    await said([...seconds, ...seconds.slice(5, 9)], '{column: at, duplicates: last}');
  });
  test('days of 1968 and 1969 with two digits, which would stand 99 years apart', async () => {
    const days = (from: string) =>
      Array.from({ length: 60 }, (_, i) => {
        const [year, month, day] = new Date(Date.parse(from) + 86_400_000 * i).toISOString().slice(2, 10).split('-');
        return [`${day}/${month}/${year}`, i];
      });
    await expect(said(days('1968-12-01'), 'at')).rejects.toThrow('nothing stands between 1969 and 2068');
    for (const from of ['1999-12-01', '1970-12-01'])
      expect((await said(days(from), 'at')).report.notes.join()).not.toContain('two digits');
    expect((await said(days('1965-12-01'), 'at')).report.notes).toEqual([
      'years of "at" have two digits and are read as 2065 to 2066: where they are 1965 to 1966, write them with four digits in the file',
    ]);
  });
});
