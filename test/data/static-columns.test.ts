import { describe, expect, test } from 'vitest';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from './given.ts';

const REGIONS = ['north', 'south', 'west'];
/** Rows of three shops by date, so that the series are mixed. */
const ROWS = Array.from({ length: 8 }, (_, day) =>
  REGIONS.map((region, shop) => ({
    day: `2021-03-0${day + 1}`,
    shop: `s${shop}`,
    region,
    size: 10 * (shop + 1),
    v: 100 * shop + day,
  })),
).flat();
const file = (rows: readonly object[] = ROWS) =>
  csv(
    Object.keys(ROWS[0] ?? {}),
    rows.map((row) => Object.values(row)),
  );
const SHAPES = [
  input('x', ['batch', 'time', 1]),
  input('region', ['batch'], 'int32'),
  input('both', ['batch', 4]),
  target('y', ['batch', 1]),
];
const section = (more = '') => `
source: a.csv
group: shop
split: {train: 1}
windows: {width: 3}
feeds:
  x: {columns: [v]}
  region: {columns: [region], part: series}
  both: {columns: [size, region], part: series}
  y: {columns: [v], part: horizon}
columns: {v: {normalize: none}, size: {normalize: none}}
${more}`;

describe('columns of which a series has one value', () => {
  test.each([undefined, 64])('are fed once per sample, for each series its own (chunks of %s)', async (stream) => {
    const rows = stream === undefined ? ROWS.toReversed() : ROWS.toSorted((a, b) => a.shop.localeCompare(b.shop));
    const data = await open(section(), SHAPES, {
      files: { 'a.csv': file(rows) },
      ...(stream === undefined ? {} : { stream }),
    });
    const batches = await batchesOf(data.train, { shuffle: true });
    const [x, region, both] = ['x', 'region', 'both'].map((feed) => samplesOf(batches, feed)) as [
      number[][][],
      number[],
      number[][],
    ];
    expect(region).toHaveLength(15);
    x.forEach((steps, i) => {
      const shop = Math.floor((steps[0]?.[0] ?? 0) / 100);
      expect(region[i]).toBe(shop);
      expect(both[i]).toEqual([10 * (shop + 1), ...REGIONS.map((_, r) => Number(r === shop))]);
    });
    const last = feedsFromRows(JSON.parse(JSON.stringify(data.preprocessing)), ROWS);
    expect(samplesOf([last], 'region')).toEqual([0, 1, 2]);
    expect(samplesOf([last], 'x')).toEqual([0, 1, 2].map((shop) => [5, 6, 7].map((day) => [100 * shop + day])));
  });

  test('rows that are put in have it too', async () => {
    const some = ROWS.filter(({ day }) => day !== '2021-03-04');
    const data = await open(section('time: {column: day, gaps: {value: 0}}'), SHAPES, {
      files: { 'a.csv': file(some) },
    });
    const batches = await batchesOf(data.train);
    expect(new Set(samplesOf(batches, 'both').map(String))).toEqual(new Set(['10,1,0,0', '20,0,1,0', '30,0,0,1']));
    expect(samplesOf([feedsFromRows(data.preprocessing, some)], 'region')).toEqual([0, 1, 2]);
  });

  test('one that changes is told with its rows, in training and in answers', async () => {
    const moved = ROWS.map((row) => (row.shop === 's1' && row.day >= '2021-03-07' ? { ...row, region: 'west' } : row));
    expect(await mistakes(() => open(section(), SHAPES, { files: { 'a.csv': file(moved) } }))).toEqual([
      'a.csv:21:15 bad-row: a.csv: 2 rows: column "region" changes within its series, of which it is fed once: lines 21 ("s1"), 24',
    ]);
    const { preprocessing } = await open(section(), SHAPES, { files: { 'a.csv': file() } });
    expect(await mistakes(async () => feedsFromRows(preprocessing, moved))).toEqual([
      expect.stringContaining('changes within its series, of which it is fed once'),
    ]);
    const all = ROWS.map((row) => (row.day >= '2021-03-07' ? { ...row, region: 'west' } : row));
    expect(await mistakes(() => open(section(), SHAPES, { files: { 'a.csv': file(all) } }))).toHaveLength(1);
  });

  test('no time axis, no target', async () => {
    const files = { 'a.csv': file() };
    const axis = [input('x', ['batch', 'time', 1]), input('region', ['batch', 'time'], 'int32'), ...SHAPES.slice(2)];
    expect(await mistakes(() => open(section(), axis, { files }))).toEqual([
      expect.stringContaining(
        'feed "region" int32[batch, time] has a time axis, and part: series gives one value per series',
      ),
    ]);
    const text = section().replace('y: {columns: [v], part: horizon}', 'y: {columns: [size], part: series}');
    expect(await mistakes(() => open(text, SHAPES, { files }))).toEqual([
      expect.stringContaining('"y" is a target, and part: series is for inputs'),
    ]);
  });
});
