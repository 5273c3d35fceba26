import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedsFromRows, type RawRow } from '../../src/data/table/preprocess.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

/** Rows of a table, as a file and as they are given to a trained model. */
const table = (rows: readonly RawRow[]) => {
  const names = Object.keys(rows[0] ?? {});
  return {
    rows,
    file: `${[names, ...rows.map((row) => names.map((name) => row[name]))].map((row) => row.join(',')).join('\n')}\n`,
  };
};

async function filled(section: string, given: ReturnType<typeof table>, stream?: number) {
  const more = stream === undefined ? {} : { stream };
  const inputs = [input('x', ['batch', 1]), input('m', ['batch', 1])];
  const feeds = 'feeds: {x: {columns: [v]}, m: {columns: [v.missing]}}';
  const data = await open(`source: t.csv\n${section}\n${feeds}\nsplit: {train: 1}`, inputs, {
    files: { 't.csv': given.file },
    ...more,
  });
  const batches = await batchesOf(data.train, { batch: 100 });
  return { data, x: samplesOf(batches, 'x').flat(), m: samplesOf(batches, 'm').flat() };
}

const column = (fill: string): string => `columns: {v: {type: number, normalize: none, mask: true, fill: ${fill}}}`;
const days = (values: readonly (number | string)[], group = 'a'): readonly RawRow[] =>
  values.map((v, i) => ({ day: `2024-01-${String(i + 1).padStart(2, '0')}`, g: group, v }));

describe('cells filled from other rows', () => {
  const series = [...days(['', 4, '', 'NA', 10, '']), ...days([1, '', 3], 'b')];
  const grouped = 'group: g\ntime: day\n';

  test.each([
    ['forward', [4, 4, 4, 10, 10, 1, 1, 3]],
    ['interpolate', [4, 6, 8, 10, 10, 1, 2, 3]],
  ])('%s: within a series, in the order of time, and what comes before any value is left out', async (rule, x) => {
    const given = table(series);
    const found = await filled(grouped + column(rule), given);
    expect(found.x).toEqual(x);
    expect(found.m).toEqual([0, 1, 1, 0, 1, 0, 1, 0]);
    expect(found.data.report.notes).toEqual(['1 row without "v" left out', '4 missing values of "v" filled']);
    expect(found.data.preprocessing.cells?.v?.fill).toBe(rule);
    const mixed = table(series.toReversed());
    const sorted = await filled(grouped + column(rule), mixed);
    const ofSeries = [...x.slice(5), ...x.slice(0, 5)];
    expect(sorted.x).toEqual(ofSeries);
    // rows stay as they stand in answers
    const answers = feedsFromRows(found.data.preprocessing, series.slice(1).toReversed());
    expect(Array.from(answers.feeds.x?.data ?? []).toReversed()).toEqual(x);
    expect(Array.from(answers.feeds.m?.data ?? []).toReversed()).toEqual(found.m);
    expect(await mistakes(async () => feedsFromRows(found.data.preprocessing, series))).toEqual([
      '- bad-row: rows[0].v is empty, and so is all before it in its series',
    ]);
  });

  test('a stream carries values over its chunks, and does not look ahead', async () => {
    for (const chunk of [7, 40, 1000]) {
      const found = await filled(grouped + column('forward'), table(series), chunk);
      expect([found.x, found.m]).toEqual([
        [4, 4, 4, 10, 10, 1, 1, 3],
        [0, 1, 1, 0, 1, 0, 1, 0],
      ]);
      expect(found.data.report.notes).toEqual(['1 row without "v" left out', '4 missing values of "v" filled']);
    }
    expect(await mistakes(() => filled(grouped + column('interpolate'), table(series), 40))).toEqual([
      expect.stringContaining('fill: interpolate needs later rows, and the file is too large'),
    ]);
  });

  test('lines are drawn by time, over gaps too, where rows are put in', async () => {
    const uneven = table([
      { day: '2024-01-01', v: 0 },
      { day: '2024-01-02', v: '' },
      { day: '2024-01-05', v: 8 },
      { day: '2024-01-06', v: 10 },
    ]);
    const times = (gaps: string): string => `time: {column: day, every: 1 day, gaps: ${gaps}}\n`;
    expect((await filled(times('break') + column('interpolate'), uneven)).x).toEqual([0, 2, 8, 10]);
    const put = await filled(times('interpolate') + column('interpolate'), uneven);
    expect([put.x, put.m]).toEqual([
      [0, 2, 4, 6, 8, 10],
      [0, 1, 1, 1, 0, 0],
    ]);
  });

  test.each([
    ['forward', 5],
    ['interpolate', 6],
    ['{value: 0}', 0],
  ])('a row that is left out stays so where gaps are filled: %s', async (gaps, put) => {
    const cells = [1, 2, '', 4, 5, 7] as const;
    const given = cells.map((w, i) => ({ day: `2024-01-0${[1, 2, 3, 4, 5, 7][i]}`, v: w === '' ? 3 : w, w }));
    const { report, train, preprocessing } = await open(
      `source: t.csv
time: {column: day, every: 1 day, gaps: ${gaps}}
columns: {v: {type: number, normalize: none}, w: {type: number, normalize: none, fill: skip}}
windows: {width: 1}
feeds: {x: {columns: [v, w]}, y: {columns: [v], part: horizon}}
split: {train: 1}`,
      [input('x', ['batch', 'time', 2]), { ...target('y', ['batch', 1]), missing: true as const }],
      { files: { 't.csv': table(given).file } },
    );
    const x = [1, 4, 5, put].map((value) => [[value, value]]);
    expect(samplesOf(await batchesOf(train), 'x')).toEqual(x);
    expect(samplesOf([feedsFromRows(preprocessing, given, { feeds: ['x'], windows: 'all' })], 'x')).toEqual(x);
    expect(report.time).toMatchObject({ gaps: 1, missing: 1, filled: true });
    expect(report.notes).toContain('1 row without "w" left out');
  });

  test('windows of answers are those of training', async () => {
    const cell = fc.option(fc.integer({ min: -9, max: 9 }), { nil: '' as const, freq: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(cell, { minLength: 6, maxLength: 14 }),
        fc.array(cell, { minLength: 6, maxLength: 9 }),
        fc.constantFrom('forward', 'interpolate'),
        fc.constantFrom('break', 'forward', 'interpolate'),
        fc.integer({ min: 0, max: 5 }),
        async (first, second, rule, gaps, without) => {
          fc.pre([first, second].every((cells) => cells.slice(0, 3).some((v) => v !== '')));
          // answers need a window of every series, between the gap and the ends
          const [start, end] = [first.findIndex((v) => v !== ''), without + 3];
          fc.pre(gaps !== 'break' || Math.max(Math.min(end, first.length) - start, first.length - end - 1) >= 3);
          const rows = [
            ...days(first.map((v) => v)).filter((_, i) => i !== without + 3),
            ...days(
              second.map((v) => v),
              'b',
            ),
          ];
          const section = `source: t.csv\ngroup: g\ntime: {column: day, every: 1 day, gaps: ${gaps}}\nwindows: {width: 2, horizon: 1}\n${column(rule)}\nfeeds: {x: {columns: [v, v.missing]}}\nsplit: {train: 1}`;
          const { train, preprocessing } = await open(section, [input('x', ['batch', 'time', 2])], {
            files: { 't.csv': table(rows).file },
          });
          const trained = samplesOf(await batchesOf(train, { batch: 100 }), 'x');
          const { feeds } = feedsFromRows(preprocessing, rows, { windows: 'all' });
          expect(Array.from(feeds.x?.data ?? [])).toEqual((trained as number[][][]).flat(2));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('categories and texts are carried, numbers of feeds of whole numbers stay whole', async () => {
    const files = { 't.csv': 'k,n\na,1\n,\nb,4\n' };
    const section =
      'source: t.csv\ncolumns: {k: {type: category, fill: forward}, n: {type: number, fill: interpolate}}\nfeeds: {k: {columns: [k]}, n: {columns: [n]}}\nsplit: {train: 1}';
    const { train } = await open(section, [input('k', ['batch'], 'int32'), input('n', ['batch'], 'int32')], { files });
    const batches = await batchesOf(train);
    expect([samplesOf(batches, 'k'), samplesOf(batches, 'n')]).toEqual([
      [0, 0, 1],
      [1, 1, 4],
    ]);
    const found = section.replace('{type: category, fill: forward}', '{fill: interpolate}');
    expect(
      await mistakes(() =>
        open(found, [input('k', ['batch'], 'int32'), input('n', ['batch'], 'int32')], {
          files: { 't.csv': 'k,n\na,1\na,2\n,\nb,4\n' },
        }),
      ),
    ).toEqual([expect.stringContaining('the rule under fill does not fit column "k": its type is category')]);
  });
});

describe('lists that are whole sequences', () => {
  const lists = [
    [1, null, null, 7],
    [null, 2, 3, 4],
    [5, 6, null, null],
  ];
  const files = { 't.ndjson': lists.map((v) => JSON.stringify({ v })).join('\n') };
  const section = (fill: string): string =>
    `source: t.ndjson\ncolumns: {v: {normalize: none, mask: true, fill: ${fill}}}\nfeeds: {x: {columns: [v, v.missing]}}\nsplit: {train: 1}`;
  const steps = (values: readonly number[], missing: readonly number[]) => values.map((v, i) => [v, missing[i]]);

  test.each([
    ['forward', [1, 1, 1, 7]],
    ['interpolate', [1, 3, 5, 7]],
  ])('%s: each is filled in itself', async (rule, first) => {
    const data = await open(section(rule), [input('x', ['batch', 'time', 2])], { files });
    const expected = [steps(first, [0, 1, 1, 0]), steps([5, 6, 6, 6], [0, 0, 1, 1])];
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual(expected);
    expect(data.report.notes).toEqual(['1 row without "v" left out', '4 missing values of "v" filled']);
    const { feeds } = feedsFromRows(data.preprocessing, [{ v: lists[0] }, { v: lists[2] }]);
    expect(Array.from(feeds.x?.data ?? [])).toEqual(expected.flat(2));
  });
});
