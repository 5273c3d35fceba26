import { describe, expect, test } from 'vitest';
import { feedsFromRows } from '../../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, open, samplesOf, target } from '../given.ts';

const NONE = Number.NaN;
const days = (rows: readonly (readonly [day: number, ...values: (number | string)[]])[], names = ['v', 'w']): string =>
  csv(
    ['day', ...names],
    rows.map(([day, ...values]) => [`2024-01-${String(day).padStart(2, '0')}`, ...values]),
  );

/** Windows of one step over the columns, with v of the step after it as the target; and what a trained model is fed for the same rows. */
async function windows(file: string, columns: string, policy = 'mean', fed = 'v') {
  const width = fed.split(',').length;
  const data = await open(
    `source: t.csv
time: {column: day, every: 1 day, duplicates: ${policy}}
columns: {${columns}}
windows: {width: 1}
feeds: {x: {columns: [${fed}]}, y: {columns: [v], part: horizon}}
split: {train: 1}`,
    [input('x', ['batch', 'time', width]), { ...target('y', ['batch', 1]), missing: true as const }],
    { files: { 't.csv': file } },
  );
  const [names = [], ...lines] = file
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const rows = lines.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
  const batches = await batchesOf(data.train, { batch: 100 });
  const answers = () => samplesOf([feedsFromRows(data.preprocessing, rows, { feeds: ['x'], windows: 'all' })], 'x');
  return {
    x: samplesOf(batches, 'x').flat(),
    y: samplesOf(batches, 'y').flat(),
    answers: () => answers().flat(),
    notes: data.report.notes,
  };
}

describe('rows of one time are one before what they lack is filled', () => {
  const file = days([
    [1, 2, 0],
    [2, 8, 0],
    [2, '', 0],
    [3, '', 0],
    [3, 4, 0],
    [3, 8, 0],
    [4, '', 0],
    [4, '', 0],
    [5, 10, 0],
  ]);
  const settled = '3 times stood twice: the mean of the rows was taken';

  test.each([
    ['mean', 6.5],
    ['forward', 6],
    ['interpolate', 8],
    ['{value: 0}', 0],
  ])('fill: %s', async (fill, put) => {
    const { x, y, answers, notes } = await windows(
      file,
      `v: {type: number, normalize: none, mask: true, fill: ${fill}}`,
      'mean',
      'v,v.missing',
    );
    expect(x).toEqual([
      [2, 0],
      [8, 0],
      [6, 0],
      [put, 1],
    ]);
    expect(answers()).toEqual(x);
    expect(y).toEqual([
      8,
      fill === 'interpolate' ? 6 : 6,
      fill === '{value: 0}' ? 0 : NONE,
      fill === 'interpolate' ? NONE : 10,
    ]);
    expect(notes.slice(0, 2)).toEqual([settled, '1 missing value of "v" filled']);
  });

  test('a row is left out only where no row of its time has the value', async () => {
    const { x, y, answers, notes } = await windows(
      days([
        [1, 1, 1],
        [2, 1, ''],
        [2, 3, 5],
        [3, 4, 7],
      ]),
      'v: {type: number, normalize: none}, w: {type: number, normalize: none, fill: skip}',
      'mean',
      'v,w',
    );
    expect(x).toEqual([
      [1, 1],
      [2, 5],
    ]);
    expect([answers(), y]).toEqual([x, [2, 4]]);
    expect(notes).toEqual(['1 time stood twice: the mean of the rows was taken']);
    const left = await windows(
      days([
        [1, 1, 1],
        [2, 1, ''],
        [2, 3, ''],
        [3, 4, 7],
        [4, 5, 8],
      ]),
      'v: {type: number, normalize: none}, w: {type: number, normalize: none, fill: skip}',
      'mean',
      'v,w',
    );
    expect([left.x, left.y]).toEqual([[[4, 7]], [5]]);
    expect(left.notes.slice(0, 2)).toEqual([
      '1 time stood twice: the mean of the rows was taken',
      '1 row without "w" left out',
    ]);
  });

  test.each([
    ['first', [1, 8]],
    ['last', [1, 2]],
  ])('%s: of the other row nothing is filled or counted', async (policy, fed) => {
    const file = days(
      [
        [1, 1],
        [2, policy === 'first' ? 8 : ''],
        [2, policy === 'first' ? '' : 2],
        [3, 4],
      ],
      ['v'],
    );
    const { x, answers, notes } = await windows(file, 'v: {type: number, normalize: none, fill: {value: 0}}', policy);
    expect(x.flat()).toEqual(fed);
    expect(answers()).toEqual(x);
    expect(notes).toEqual([`1 time stood twice: the ${policy} row of the file was taken`]);
  });

  test('of categories the first that is there, of lists each number', async () => {
    const file = `{"day": "2024-01-01", "c": "b", "l": [1, 2], "v": 1}
{"day": "2024-01-02", "c": null, "l": [null, 4], "v": 1}
{"day": "2024-01-02", "c": "b", "l": [3, 8], "v": 1}
{"day": "2024-01-02", "c": "a", "l": [null, null], "v": 1}
{"day": "2024-01-03", "c": "a", "l": [5, null], "v": 1}
{"day": "2024-01-03", "c": "a", "l": [7, null], "v": 1}
{"day": "2024-01-04", "c": "a", "l": [0, 0], "v": 1}
`;
    const data = await open(
      `source: t.ndjson
time: {column: day, every: 1 day, duplicates: mean}
columns: {c: {type: category, fill: {value: none}}, l: {type: number, normalize: none, mask: true, fill: {value: 9}}}
windows: {width: 3}
feeds: {x: {columns: [l, l.missing]}, c: {columns: [c]}, y: {columns: [v], part: horizon}}
split: {train: 1}`,
      [input('x', ['batch', 'time', 4]), input('c', ['batch', 'time'], 'int32'), target('y', ['batch', 1])],
      { files: { 't.ndjson': file } },
    );
    const rows = file
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const fed = feedsFromRows(data.preprocessing, rows, { feeds: ['x', 'c'], windows: 'all' });
    for (const batches of [await batchesOf(data.train), [fed]]) {
      expect(samplesOf(batches, 'x')).toEqual([
        [
          [1, 2, 0, 0],
          [3, 6, 0, 0],
          [6, 9, 0, 1],
        ],
      ]);
      expect(samplesOf(batches, 'c')).toEqual([[1, 1, 0]]);
    }
  });
});
