import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf, valueOfLevel } from '../../src/data/arrange/transform-cells.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { numberContest } from '../../src/train/baselines/contest-numbers.ts';
import type { NumberLoss } from '../../src/train/baselines/number-scores.ts';
import { rawTargets } from '../../src/train/baselines/raw-targets.ts';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';

const CHAINS = ['none', 'log', 'log1p', 'difference', '[log, difference]', '[log1p, difference]'] as const;
const CHAIN_WORDS = ['log', 'log1p', 'difference'] as const;
const chain = fc.constantFrom(...CHAINS);
const differs = (transform: string): boolean => transform.includes('difference');
const close = (found: number, wanted: number, by: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(by * Math.max(1, Math.abs(wanted)));

test('a logarithm and its inverse are the identity', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<'log' | 'log1p'>('log', 'log1p'),
      fc.double({ min: 1e-9, max: 1e12, noNaN: true }),
      (transform, value) => {
        const back = valueOfLevel([transform], levelOf([transform], value));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-9 * value);
      },
    ),
  );
});

/** Series whose rows are mixed, each with a gap somewhere. */
const table = fc.record({
  series: fc.array(
    fc.record({ values: fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 8, maxLength: 18 }), gap: fc.nat(7) }),
    { minLength: 2, maxLength: 3 },
  ),
  transform: chain,
  over: fc.constantFrom('all', 'series'),
  by: fc.constantFrom('standard', 'minmax'),
  part: fc.constantFrom('horizon', 'next'),
  stream: fc.boolean(),
});

describe('transforms and scales of series', () => {
  test('are undone: targets as the model sees them are the numbers of the table again', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ series, transform, over, by, part, stream }) => {
        const horizon = part === 'next' && differs(transform) ? 1 : 2;
        const rows = series.flatMap(({ values, gap }, s) =>
          values.map((v, t) => ({ s, t: t < gap ? t : t + 3, n: s * 100 + t, v })),
        );
        const day = (t: number): string => new Date(Date.UTC(2021, 0, 1 + t)).toISOString().slice(0, 10);
        const ordered = stream ? rows : [...rows].sort((a, b) => a.t - b.t);
        const text = csv(
          ['g', 'd', 'n', 'v'],
          ordered.map(({ s, t, n, v }) => [`s${s}`, day(t), n, v]),
        );
        const section = `source: d.csv\ngroup: g\ntime: {column: d, every: day}\nwindows: {width: 3, horizon: ${horizon}}
split: {train: 1, validation: 0, test: 0}
columns: {v: {normalize: {by: ${by}, over: ${over}}${transform === 'none' ? '' : `, transform: ${transform}`}}, n: {type: number, normalize: none}}
feeds: {x: {columns: [v]}, y: {columns: [v], part: ${part}}, n: {columns: [n], part: ${part}}}`;
        const shapes = ['y', 'n'].map((name) => target(name, ['batch', part === 'next' ? 'time' : 'after', 1]));
        const opened = open(section, [input('x', ['batch', 'time', 1]), ...shapes], {
          files: { 'd.csv': text },
          ...(stream ? { stream: 50 } : {}),
        });
        const data = await opened.catch((cause: unknown) => {
          // gaps may leave no window
          expect(String(cause)).toContain('no window');
          return null;
        });
        if (data === null) return;
        const transforms = CHAIN_WORDS.filter((word) => transform.match(/\w+/g)?.includes(word));
        const values = new Map(rows.map(({ n, v }) => [n, v]));
        let seen = 0;
        for (const batch of await batchesOf(data.train)) {
          const raw = rawTargets(data.preprocessing, batch, 'y');
          const told = batch.feeds.y?.data ?? [];
          const [truth, points] = [raw.truth(), raw.points(told)];
          const numbers = batch.feeds.n?.data ?? [];
          for (let i = 0; i < numbers.length; i++) {
            const wanted = values.get(numbers[i] ?? -1) ?? Number.NaN;
            close(truth[i] ?? Number.NaN, wanted, 1e-4);
            close(points[i] ?? Number.NaN, wanted, 1e-4);
            seen++;
          }
          const levels = Float64Array.from(truth, (value) => levelOf(transforms, value));
          raw.fromLevels?.(levels).forEach((number, i) => {
            expect(Math.abs(number - (told[i] ?? Number.NaN))).toBeLessThan(1e-3);
          });
          expect(batch.feeds.x?.data.every(Number.isFinite)).toBe(true);
        }
        expect(seen).toBeGreaterThan(0);
      }),
      { numRuns: 80 },
    );
  });

  test('every series has its own scale, one that was not trained on that of its rows', async () => {
    const rows = ['a', 'b', 'c'].flatMap((g, s) => Array.from({ length: 10 }, (_, t) => [g, 10 ** s * (t + 1)]));
    const section = (more: string): string =>
      `source: d.csv\ngroup: g\nwindows: {width: 2}\ncolumns: {v: {normalize: {by: minmax, over: series}}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\n${more}`;
    const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
    const files = { 'd.csv': csv(['g', 'v'], rows) };
    const data = await open(section('split: {train: 0.7, validation: 0.3, test: 0, by: random}'), shapes, { files });
    const recipe = data.preprocessing.columns.v;
    expect(Object.keys((recipe as { series: object }).series)).toHaveLength(2);
    expect(data.report.notes).toEqual([
      expect.stringMatching(/^1 series of which no row was trained on \([abc]\): v scaled by the rows that are given$/),
    ]);
    for (const part of [data.train, data.validation]) {
      const numbers = samplesOf(await batchesOf(part), 'x').flat(2) as number[];
      expect([Math.min(...numbers), Math.max(...numbers)]).toEqual([0, expect.closeTo(8 / 9, 5)]);
    }
  });

  test('a series without rows of training has one scale at every door, beside a column of differences', async () => {
    const rowsOf = (names: readonly string[]) =>
      names.flatMap((g, s) =>
        [1, 2, 3, 7, 8, 9, 10].map((t) => [g, `2021-01-${`${t}`.padStart(2, '0')}`, s + 3 * t * t, 5 * t]),
      );
    const head = ['g', 'd', 'v', 'w'];
    const section =
      'source: d.csv\ngroup: g\ntime: d\nwindows: {width: 1}\nsplit: {train: 1, validation: 0, test: 0}\ncolumns: {v: {normalize: {by: standard, over: series}}, w: {transform: difference}}\nfeeds: {x: {columns: [v, w]}, y: {columns: [v], part: horizon}}';
    const shapes = [input('x', ['batch', 'time', 2]), target('y', ['batch', 1])];
    const files = { 'd.csv': csv(head, rowsOf(['a', 'b'])) };
    const { preprocessing } = await open(section, shapes, { files });
    const later = { 'd.csv': csv(head, rowsOf(['c'])) };
    const measured = await open(section, shapes, { files: later, preprocessing });
    const raw = rowsOf(['c']).map(([g, d, v, w]) => ({ g, d, v, w }));
    const answered = feedsFromRows(preprocessing, raw, { feeds: ['x', 'y'], windows: 'all' });
    for (const name of ['x', 'y'])
      expect(samplesOf([answered], name)).toEqual(samplesOf(await batchesOf(measured.train), name));
  });

  test('baselines forecast the numbers of the data, whatever the model sees', async () => {
    const values = Array.from({ length: 40 }, (_, t) => 20 + t + 6 * Math.sin(t));
    const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch', 'after', 1])];
    const feeds = shapes;
    for (const transform of ['log', 'difference', '[log, difference]']) {
      const data = await open(
        `source: d.csv\nwindows: {width: 5, horizon: 3}\nsplit: {train: 0.6, validation: 0.4, test: 0}\ncolumns: {v: {transform: ${transform}}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}`,
        shapes,
        {
          files: {
            'd.csv': csv(
              ['v'],
              values.map((v) => [v]),
            ),
          },
        },
      );
      const span = { file: 'm', start: 0, end: 1 };
      const loss = { type: 'mse', target: { value: 'y', span }, sampleWeights: null, reduce: 'mean', weight: 1, span };
      const contest = await numberContest(data, loss as unknown as NumberLoss, { feeds, weighing: 'plain' }, 1, 1);
      const misses: number[] = [];
      for (const batch of await batchesOf(data.validation, { batch: 64 })) {
        contest.add(batch, Float32Array.from(batch.feeds['y']?.data ?? []));
        // the validation part has the last windows, whose first target is one row after the other
        for (let at = values.length - batch.samples - 2; at + 3 <= values.length; at++)
          for (let k = 0; k < 3; k++) misses.push(Math.abs((values[at + k] ?? 0) - (values[at - 1] ?? 0)));
      }
      const mae = contest.figures(0).find(({ name, units }) => name === 'mae' && units === 'raw');
      expect(mae?.model).toBeLessThan(1e-4);
      expect(mae?.baselines['last value']).toBeCloseTo(misses.reduce((a, b) => a + b, 0) / misses.length, 3);
    }
  });

  test('the first row of a stretch has no difference and is counted', async () => {
    const rows = [0, 1, 2, 3, 6, 7, 8, 9].map((t) => [`2021-01-0${t + 1}`.replace('010', '10'), t * t]);
    const data = await open(
      'source: d.csv\nwindows: {width: 1}\nsplit: {train: 1, validation: 0, test: 0}\ncolumns: {v: {normalize: none, transform: difference}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}',
      [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])],
      { files: { 'd.csv': csv(['d', 'v'], rows) } },
    );
    expect(data.report.notes).toEqual([
      '2 rows without one before in the series, from which no difference can be taken: left out',
    ]);
    expect(data.report.time).toMatchObject({ gaps: 1, missing: 2 });
    expect(samplesOf(await batchesOf(data.train), 'x').flat(2)).toEqual([1, 3, 13, 15]);
    expect(samplesOf(await batchesOf(data.train), 'y').flat()).toEqual([3, 5, 15, 17]);
  });

  test.each([
    ['transform: log', '', /d\.csv:4:\d: column "v" has no logarithm: it is 0 or less: 0/],
    ['transform: difference', 'windows: {width: 2, lead: 2}', /the changes within the lead are not known/],
    ['normalize: {by: standard, over: series}', '', /over: series of column "v" has no effect/],
    ['transform: log, type: number, fill: mean', '', /fill: mean would put the mean of transformed numbers/],
    [
      'normalize: {by: standard, over: series}, type: number, fill: mean',
      'group: g\nwindows: {width: 2}',
      /fill: mean would put the mean of all series among the numbers of one/,
    ],
  ])('refuses what can not be done or undone: %s', async (column, more, expected) => {
    const rows = [5, 3, 0, 4, 9, 8, 7, 6, 5, 4, 3, 2].map((v) => [v, 'one']);
    const windows = more === '' ? 'windows: {width: 2}' : more;
    const opening = async () =>
      open(
        `source: d.csv\n${windows}\ncolumns: {v: {${column}}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}`,
        [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])],
        { files: { 'd.csv': csv(['v', 'g'], rows) } },
      );
    await expect(opening()).rejects.toThrow(expected);
  });
});
