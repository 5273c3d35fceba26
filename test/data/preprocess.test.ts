import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Preprocessing } from '../../src/data/dataset/preprocessing.ts';
import {
  decodeTokens,
  denormalize,
  feedsFromRows,
  feedsFromText,
  feedsFromTokens,
  labelOf,
  labelsOf,
} from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, target } from './given.ts';

const json = (preprocessing: Preprocessing): Preprocessing => JSON.parse(JSON.stringify(preprocessing));
const round = async (run: () => unknown): Promise<readonly string[]> => mistakes(async () => run());

describe('preprocessing as plain JSON', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    price: i * 1.5 - 7,
    volume: 1000 + ((i * 7) % 11),
    city: ['Rome', 'Oslo', 'Bonn'][i % 3] ?? '',
    day: `2020-01-${String((i % 28) + 1).padStart(2, '0')}`,
  }));
  const files = {
    'd.csv': csv(
      ['price', 'volume', 'city', 'day'],
      rows.map((r) => Object.values(r)),
    ),
  };
  const section =
    'source: d.csv\nfeeds: {x: {columns: [price, city, volume, day]}, y: {columns: [city]}, z: {columns: [volume, price]}}\nsplit: {train: 1}';
  const shapes = [input('x', ['batch', 6]), target('y', ['batch'], 'int32'), target('z', ['batch', 2])];

  test('gives the feeds of the training', async () => {
    const data = await open(section, shapes, { files });
    const [batch] = await batchesOf(data.train, { batch: 40 });
    const made = feedsFromRows(json(data.preprocessing), rows, { feeds: ['x', 'y', 'z'] });
    expect(made).toEqual(batch);
    expect(Object.keys(feedsFromRows(json(data.preprocessing), rows).feeds)).toEqual(['x']);
    const texts = rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, ` ${v} `])));
    expect(feedsFromRows(json(data.preprocessing), texts, { feeds: ['x', 'y', 'z'] })).toEqual(batch);
  });

  test('and the way back', async () => {
    const { preprocessing, train } = await open(section, shapes, { files });
    const [batch] = await batchesOf(train, { batch: 40 });
    const back = denormalize(json(preprocessing), 'z', batch?.feeds.z?.data ?? []);
    rows.forEach(({ price, volume }, i) => {
      expect(back[2 * i]).toBeCloseTo(volume, 3);
      expect(back[2 * i + 1]).toBeCloseTo(price, 4);
    });
    expect([0, 1, 2].map((i) => labelOf(preprocessing, 'y', i))).toEqual(['Bonn', 'Oslo', 'Rome']);
    expect(labelsOf(preprocessing, 'y')).toEqual(['Bonn', 'Oslo', 'Rome']);
    expect(await round(() => labelOf(preprocessing, 'y', 3))).toEqual([
      '- token-out-of-range: 3 is no token of the vocabulary',
    ]);
    expect(await round(() => denormalize(preprocessing, 'x', [1]))).toEqual([
      '- data-feeds: "x" is not made of numbers alone',
    ]);
    expect(await round(() => denormalize(preprocessing, 'q', [1]))).toEqual([
      '- data-feeds: "q" is not a feed of the model',
    ]);
  });

  test('normalisation and its inverse are one another to the last digits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 }),
        fc.constantFrom('standard', 'minmax', 'none'),
        async (values, normalize) => {
          const { preprocessing } = await open(
            `source: d.csv\ncolumns: {v: {normalize: ${normalize}}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}`,
            [input('x', ['batch', 1])],
            {
              files: {
                'd.csv': csv(
                  ['v'],
                  values.map((v) => [v]),
                ),
              },
            },
          );
          const column = preprocessing.columns.v;
          if (column?.type !== 'number') throw new Error('no number');
          const [offset = 0, scale = 1] = [column.offset[0], column.scale[0]];
          const back = denormalize(
            preprocessing,
            'x',
            values.map((v) => (v - offset) / scale),
          );
          const largest = Math.max(...values.map(Math.abs), 1e-300);
          values.forEach((v, i) => {
            expect(Math.abs((back[i] ?? 0) - v)).toBeLessThanOrEqual(1e-12 * largest);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  test('what does not fit is explained', async () => {
    const { preprocessing } = await open(section, shapes, { files });
    const one = rows[0] ?? { price: 0 };
    expect(await round(() => feedsFromRows(preprocessing, [{ ...one, city: 'Paris' }]))).toEqual([
      '- unknown-category: rows[0].city: "Paris" is not among the values that the model was trained with',
    ]);
    expect(
      await round(() => feedsFromRows(preprocessing, [{ price: 1, citi: 'Rome', volume: 2, day: '2020-01-01' }])),
    ).toEqual(['- unknown-column: rows[0] lacks the column "city", which the model was trained with']);
    expect(await round(() => feedsFromRows(preprocessing, [one, { ...one, price: 'dear', day: 'monday' }]))).toEqual([
      '- bad-row: rows[1].price is no number: "dear"',
      '- bad-row: rows[1].day is no time as the others are, yyyy-mm-dd: "monday"',
    ]);
    expect(await round(() => feedsFromText(preprocessing, 'a'))).toEqual([
      '- data-kind: the model was trained on rows of a table and is given text',
    ]);
    expect(await round(() => feedsFromTokens(preprocessing, [[1]]))).toEqual([
      '- data-kind: the model was trained on rows of a table and is given text',
    ]);
  });

  test('windows: the last of each series, or all', async () => {
    const windows =
      'source: d.csv\ngroup: g\nwindows: {width: 3, horizon: 2}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}\nsplit: {train: 1}';
    const inputs = [input('x', ['batch', 'time', 1]), target('y', ['batch', 2])];
    const table = Array.from({ length: 16 }, (_, i) => ({ v: i, g: i < 7 ? 'a' : 'b' }));
    const data = await open(windows, inputs, {
      files: {
        'd.csv': csv(
          ['v', 'g'],
          table.map((r) => [r.v, r.g]),
        ),
      },
    });
    const p = json(data.preprocessing);
    const [batch] = await batchesOf(data.train, { batch: 50 });
    // what is read to be measured also says which series it is of
    const { x, y, ...beside } = batch?.feeds ?? {};
    expect(Object.keys(beside)).toEqual(['series/name']);
    expect(feedsFromRows(p, table, { feeds: ['x', 'y'], windows: 'all' })).toEqual({ ...batch, feeds: { x, y } });
    const last = feedsFromRows(p, table);
    expect(last.feeds.x?.shape).toEqual([2, 3, 1]);
    expect(Array.from(denormalize(p, 'y', last.feeds.x?.data ?? []), Math.round)).toEqual([4, 5, 6, 13, 14, 15]);
    expect(await round(() => feedsFromRows(p, table.slice(5, 9)))).toEqual([
      '- data-empty: the series "a" has 2 rows, the model sees 3 steps',
    ]);
    expect(await round(() => feedsFromRows(p, table, { feeds: ['y'] }))).toEqual([
      '- data-feeds: "y" can\'t be made from rows: its part is horizon, which lies after the rows',
    ]);
    expect(await round(() => feedsFromRows(p, []))).toEqual([
      '- data-empty: the series has 0 rows, the model sees 3 steps',
    ]);
  });

  test.each(['bytes', 'characters', 'words'])('text of %s there and back', async (of) => {
    const text = 'the cat – the hat\nsat € \n';
    const data = await open(
      `source: t.txt\nvocabulary: {of: ${of}}\nwindows: {width: 2}\nsplit: {train: 1}`,
      [input('x', ['batch', 'time'], 'int32')],
      { files: { 't.txt': text } },
    );
    const p = json(data.preprocessing);
    const feed = feedsFromText(p, text).feeds.x;
    expect(feed?.shape).toEqual([1, data.report.rows.train]);
    expect(decodeTokens(p, feed?.data ?? [])).toBe(of === 'words' ? 'the cat – the hat\nsat €\n' : text);
    expect(feedsFromTokens(p, [Array.from(feed?.data ?? [])]).feeds.x).toEqual(feed);
    const two = feedsFromText(p, ['the cat', 'the']);
    expect(two.lengths.x?.length).toBe(2);
    expect(await round(() => feedsFromTokens(p, [[999]]))).toEqual([
      '- token-out-of-range: 999 is no token of the vocabulary',
    ]);
    expect(await round(() => feedsFromRows(p, [{}]))).toEqual([
      '- data-kind: the model was trained on text and is given rows',
    ]);
  });

  test('a token that the vocabulary lacks', async () => {
    const data = await open(
      'source: t.txt\nvocabulary: {unknown: false}\nwindows: {width: 2}\nsplit: {train: 1}',
      [input('x', ['batch', 'time'], 'int32')],
      { files: { 't.txt': 'abcabc' } },
    );
    expect(await round(() => feedsFromText(data.preprocessing, 'abz'))).toEqual([
      '- unknown-token: "z" is not in the vocabulary',
    ]);
  });

  test('texts for a model that classifies them', async () => {
    const files = { 'd.csv': 'text,label\n"a b",yes\nb,no\n' };
    const columns = 'columns: {text: {type: text}, label: {type: category}}';
    const data = await open(
      `source: d.csv\n${columns}\nsplit: {train: 1}`,
      [input('x', ['batch', 'time'], 'int32'), target('y', ['batch'], 'int32')],
      { files },
    );
    const [batch] = await batchesOf(data.train);
    const made = feedsFromText(json(data.preprocessing), ['a b', 'b']);
    expect(made.feeds.x).toEqual(batch?.feeds.x);
    expect(made.lengths).toEqual(batch?.lengths);
  });

  test('is used again for other data: nothing is fitted', async () => {
    const trained = await open(section, shapes, { files });
    const other = {
      'd.csv': csv(
        ['price', 'volume', 'city', 'day'],
        [
          [100, 1000, 'Rome', '2020-02-01'],
          [100, 1000, 'Rome', '2020-02-01'],
        ],
      ),
    };
    const data = await open(section, shapes, { files: other, preprocessing: json(trained.preprocessing) });
    expect(data.preprocessing).toEqual(trained.preprocessing);
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.y?.data).toEqual(Int32Array.of(2, 2));
    const column = trained.preprocessing.columns.price;
    if (column?.type !== 'number') throw new Error('no number');
    expect(batch?.feeds.x?.data[0]).toBeCloseTo((100 - (column.offset[0] ?? 0)) / (column.scale[0] ?? 1), 5);
    expect(
      await mistakes(() =>
        open('source: d.csv\nfeeds: {x: {columns: [price]}}', [input('x', ['batch', 1])], {
          files: other,
          preprocessing: { ...trained.preprocessing, columns: {} },
        }),
      ),
    ).toEqual(['- unknown-column: the trained model: there is no column "price"']);
    const lacking = { 'd.csv': csv(['price', 'volume', 'city'], [[100, 1000, 'Rome']]) };
    const written = 'source: d.csv\nfeeds: {x: {columns: [price, day]}}';
    const given = { files: lacking, preprocessing: { ...trained.preprocessing, columns: {}, time: null } };
    expect(await mistakes(() => open(written, [input('x', ['batch', 2])], given))).toEqual([
      '- unknown-column: "d.csv" has no column "day", which the input "x" of the trained model is made of',
    ]);
  });

  test('the module needs no Node, no YAML and no validator', () => {
    const seen = new Set<string>();
    const visit = (url: URL): void => {
      if (seen.has(url.href)) return;
      seen.add(url.href);
      for (const [, target = ''] of readFileSync(url, 'utf8').matchAll(
        /^(?:import|export)\s(?!type\b)[^;]*?from '([^']+)'/gms,
      )) {
        expect(target).toMatch(/^\./);
        visit(new URL(target, url));
      }
    };
    visit(new URL('../../src/data/table/preprocess.ts', import.meta.url));
    expect([...seen].filter((href) => /1-read|yaml|generated|table\.ts/.test(href))).toEqual([]);
  });
});
