import { describe, expect, test } from 'vitest';
import { memorySources } from '../../src/data/files/sources.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { readRows } from '../../src/data/table/read-rows.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

const rowsOf = (cells: readonly string[], header = 'v'): string => `${[header, ...cells].join('\n')}\n`;
const plain = 'columns: {v: {normalize: none}}\nsplit: {train: 1}';
const fed = async (section: string, text: string, name = 't.csv') => {
  const data = await open(`source: ${name}\n${section}`, [input('x', ['batch', 1])], { files: { [name]: text } });
  return { data, values: samplesOf(await batchesOf(data.train, { batch: 100 }), 'x').flat() };
};

describe('numbers as people write them', () => {
  const quoted = (cells: readonly string[]): string => rowsOf(cells.map((cell) => `"${cell}"`));
  test.each([
    [
      'thousands and a point',
      ['12,117.70', '-1,256.08', '999'],
      [12117.7, -1256.08, 999],
      { decimal: '.', thousands: ',' },
    ],
    [
      'thousands alone, many groups',
      ['1,234,567', '12', '1,000'],
      [1234567, 12, 1000],
      { decimal: '.', thousands: ',' },
    ],
    ['points and a comma', ['1.234,5', '-12.000,25', '7'], [1234.5, -12000.25, 7], { decimal: ',', thousands: '.' }],
    ['spaces', ['12 117,70', '1\u202f000', '3,5'], [12117.7, 1000, 3.5], { decimal: ',', thousands: ' ' }],
    ['apostrophes', ["1'234.5", '1’000'], [1234.5, 1000], { decimal: '.', thousands: "'" }],
    ['suffixes', ['23.87M', '987', '1.5K', '2B'], [23870000, 987, 1500, 2e9], { decimal: '.', suffixes: true }],
    ['per cent', ['-1.13%', '0.3 %', '100%'], [-0.0113, 0.003, 1], { decimal: '.', percent: true }],
    ['a currency', ['€ 5', '-€7.5', '3 €', '4'], [5, -7.5, 3, 4], { decimal: '.', currency: '€' }],
    ['dollars', ['$1,250.00', '$3'], [1250, 3], { decimal: '.', thousands: ',', currency: '$' }],
    ['parentheses', ['(1,234.5)', '12.0'], [-1234.5, 12], { decimal: '.', thousands: ',', parentheses: true }],
  ])('%s', async (_, cells, values, written) => {
    const { data, values: found } = await fed(plain, quoted(cells));
    expect(found).toEqual(values.map(Math.fround));
    expect(data.preprocessing.cells).toEqual({ v: { written } });
    const again = feedsFromRows(
      data.preprocessing,
      cells.map((v) => ({ v })),
    );
    expect(Array.from(again.feeds.x?.data ?? [])).toEqual(found);
  });

  test('exponents are plain', async () => {
    const { data, values } = await fed(plain, rowsOf(['3.4e-005', '2E3', '-.5']));
    expect(values).toEqual([3.4e-5, 2000, -0.5].map(Math.fround));
    expect(data.preprocessing.cells).toBe(undefined);
  });

  test.each([
    ['another column has a point', 'v,w\n"1,234",0.5\n"2,000",1.5\n', [1234, 2000]],
    ['another column has a comma', 'v;w\n1,234;0,5\n2,000;1,5\n', [1.234, 2]],
    ['commas divide the fields', 'v,w\n"1,234",1\n"2,000",1\n', [1234, 2000]],
    ['semicolons divide the fields', 'v;w\n1,234;1\n2,000;1\n', [1.234, 2]],
    ['a zero begins no group', 'v\tw\n0,234\t1\n2,000\t1\n', [0.234, 2]],
    ['points alone', 'v;w\n1.234;1\n2.000;1\n', [1.234, 2]],
    ['points where others have commas', 'v;w\n1.234;0,5\n2.000;1,25\n', [1234, 2000]],
  ])('what 1,234 is: %s', async (_, text, values) => {
    const { values: found } = await fed(`${plain}\nfeeds: {x: {columns: [v]}}`, text);
    expect(found).toEqual(values.map(Math.fround));
  });

  test('what nothing tells is asked, where it is used', async () => {
    const text = 'v\tw\n1,234\t1\n2,000\t2\n';
    const feeds = 'split: {train: 1}\nfeeds: {x: {columns: [v]}}';
    expect(await mistakes(() => fed(feeds, text))).toEqual([
      '- data-column: the numbers of column "v" can be read in two ways: 1,234',
    ]);
    const thousands = `columns: {v: {thousands: ",", normalize: none}}\n${feeds}`;
    expect((await fed(thousands, text)).values).toEqual([1234, 2000]);
    const decimal = `columns: {v: {decimal: ",", normalize: none}}\n${feeds}`;
    expect((await fed(decimal, text)).values).toEqual([1.234, 2].map(Math.fround));
    expect((await fed(feeds.replace('[v]', '[w]'), text)).values.length).toBe(2);
  });

  test('points before three digits beside whole numbers are asked about', async () => {
    const feeds = 'feeds: {x: {columns: [v]}}';
    const asked = async (text: string, section = feeds) => {
      const { data, values } = await fed(section.includes('columns: {v') ? section : `${plain}\n${section}`, text);
      return [data.report.decimal, ...values];
    };
    for (const mark of [',', ';', '\t']) {
      const text = `v${mark}w\n960${mark}1\n1.002${mark}2\n`;
      expect(await mistakes(() => asked(text))).toEqual([
        '- data-column: the numbers of column "v" can be read in two ways: 1.002',
      ]);
      expect(
        await asked(text, `split: {train: 1}\ncolumns: {v: {thousands: ".", normalize: none}}\n${feeds}`),
      ).toContain(1002);
      expect(await asked(text, `split: {train: 1}\ncolumns: {v: {decimal: ".", normalize: none}}\n${feeds}`)).toContain(
        Math.fround(1.002),
      );
    }
    expect(await asked('v;w\n960;1,5\n1.002;2,5\n')).toEqual([',', 960, 1002]);
    expect(await asked('v;w\n960;1.5\n1.002;2.5\n')).toEqual(['.', 960, Math.fround(1.002)]);
    expect(await asked('v;w\n1960;1\n1.002;2\n')).toEqual(['.', 1960, Math.fround(1.002)]);
  });

  test('every row is of the form', async () => {
    const cells = Array.from({ length: 20 }, (_, i) => (i === 13 ? '5' : `${i}.5%`));
    expect(await mistakes(() => fed(plain, rowsOf(cells)))).toEqual([
      't.csv:15:1 bad-row: t.csv:15:1: column "v" is no number (the column has per cent as shares of 1): "5"',
    ]);
  });

  test.each([
    ['a few names', ['1B', '2B', '3B', '1B']],
    ['two currencies', ['€5', '$5', '€6', '$9']],
    ['dates', ['31.12.2020', '01.01.2021']],
  ])('are not: %s', async (_, cells) => {
    const data = await open('source: t.csv\nfeeds: {x: {columns: [w]}}', [input('x', ['batch', 1])], {
      files: { 't.csv': `v,w\n${cells.map((v, i) => `${v},${i}\n`).join('')}` },
    });
    expect(data.report.columns.v).not.toBe('number');
  });
});

describe('missing values', () => {
  test('are bad rows unless a rule says otherwise', async () => {
    expect(await mistakes(() => fed(plain, rowsOf(['1', 'NA', '3', '-'])))).toEqual([
      't.csv:3:1 bad-row: t.csv: 2 rows: column "v" is empty: lines 3, 5',
    ]);
  });

  test.each([
    ['skip', 'fill: skip', [1, 3, 8], ['3 rows without "v" left out']],
    ['a value', 'fill: {value: -1}', [1, -1, 3, -1, 8, -1], ['3 missing values of "v" filled']],
    ['the mean', 'fill: mean', [1, 4, 3, 4, 8, 4], ['3 missing values of "v" filled']],
  ])('%s', async (_, rule, values, notes) => {
    const text = rowsOf(['1', '?', '3', '-999.0', '8', 'null']);
    const { data, values: found } = await fed(
      `missing: "?"\ncolumns: {v: {normalize: none, missing: -999, ${rule}}}\nsplit: {train: 1}`,
      text,
    );
    expect(found).toEqual(values);
    expect(data.report.notes).toEqual(notes);
    expect(data.preprocessing.cells?.v?.missing).toEqual(['?', -999]);
    if (rule === 'fill: skip') return;
    const { rows } = await readRows(memorySources({ 't.csv': text }), 't.csv');
    expect(Array.from(feedsFromRows(data.preprocessing, rows).feeds.x?.data ?? [])).toEqual(values);
  });

  test('the mean is that of the training part', async () => {
    const data = await open(
      'source: t.csv\ncolumns: {v: {normalize: none, fill: mean}}\nsplit: {train: 0.5, validation: 0.5, by: order}',
      [input('x', ['batch', 1])],
      { files: { 't.csv': rowsOf(['1', '3', '100', 'NA']) } },
    );
    expect(samplesOf(await batchesOf(data.validation), 'x').flat()).toEqual([100, 2]);
  });

  test('no window crosses a row that is left out', async () => {
    const data = await open(
      'source: t.csv\nwindows: {width: 2}\ncolumns: {v: {fill: skip}}\nsplit: {train: 1}',
      [input('x', ['batch', 'time', 1])],
      { files: { 't.csv': rowsOf(['1', '2', '3', 'NA', '5', '6', '7', '8']) } },
    );
    expect(data.train.samples).toBe(1 + 2);
  });

  test('a mask stands beside the column', async () => {
    const section = 'columns: {v: {normalize: none, fill: {value: 0}, mask: true}}\nsplit: {train: 1}';
    const shapes = [input('x', ['batch', 2])];
    const files = { 't.csv': rowsOf(['5', 'NA', '7']) };
    for (const feeds of ['', '\nfeeds: {x: {columns: [v, v.missing]}}']) {
      const data = await open(`source: t.csv\n${section}${feeds}`, shapes, { files });
      expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([
        [5, 0],
        [0, 1],
        [7, 0],
      ]);
      const again = feedsFromRows(data.preprocessing, [{ v: null }, { v: 3 }]);
      expect(Array.from(again.feeds.x?.data ?? [])).toEqual([0, 1, 3, 0]);
    }
    expect(
      await mistakes(() =>
        open(`source: t.csv\n${section}\nfeeds: {x: {columns: [v]}}`, [input('x', ['batch', 1])], { files }),
      ),
    ).toEqual(['- no-effect: mask of column "v" has no effect: no feed takes "v.missing"']);
  });

  test.each([
    [
      'a value',
      'fill: {value: 9}',
      [
        [1, 9, 3],
        [4, 5, 9],
      ],
    ],
    [
      'the mean',
      'fill: mean',
      [
        [1, 3.25, 3],
        [4, 5, 3.25],
      ],
    ],
    ['skip', 'fill: skip', []],
  ])('inside lists: %s', async (_, rule, values) => {
    const rows = [
      [1, null, 3],
      [4, 5, 'NA'],
      [3.25, 3.25, 3.25],
    ];
    const data = await open(
      `source: t.ndjson\ncolumns: {v: {normalize: none, ${rule}}}\nsplit: {train: 1}`,
      [input('x', ['batch', 'time', 1])],
      { files: { 't.ndjson': rows.map((v) => `${JSON.stringify({ v })}\n`).join('') } },
    );
    const found = samplesOf(await batchesOf(data.train), 'x') as readonly (readonly (readonly number[])[])[];
    expect(found.map((row) => row.flat()).slice(0, -1)).toEqual(values);
  });

  test('inside nested lists and for whole steps', async () => {
    const v = [[1, null], null, [5, 6]];
    const data = await open(
      'source: t.ndjson\ncolumns: {v: {normalize: none, fill: mean, mask: true}}\nsplit: {train: 1}\nfeeds: {x: {columns: [v]}, m: {columns: [v.missing]}}',
      [input('x', ['batch', 'time', 2]), input('m', ['batch', 'time', 2])],
      { files: { 't.ndjson': `${JSON.stringify({ v })}\n` } },
    );
    const batches = await batchesOf(data.train);
    expect(samplesOf(batches, 'x')).toEqual([
      [
        [1, 6],
        [3, 6],
        [5, 6],
      ],
    ]);
    expect(samplesOf(batches, 'm')).toEqual([
      [
        [0, 1],
        [1, 1],
        [0, 0],
      ],
    ]);
  });

  test('of a category', async () => {
    const data = await open(
      'source: t.csv\ncolumns: {v: {missing: ["?"], fill: {value: none}}}\nsplit: {train: 1}',
      [input('x', ['batch'], 'int32')],
      { files: { 't.csv': 'v,w\na,1\n?,1\nb,1\nNA,1\n' } },
    );
    expect(data.preprocessing.columns.v).toEqual({ type: 'category', values: ['NA', 'a', 'b', 'none'] });
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([1, 3, 2, 0]);
  });

  test('a rule that does not fit', async () => {
    const files = { 't.csv': rowsOf(['a', 'b', 'a', 'b']) };
    expect(
      await mistakes(() =>
        open('source: t.csv\ncolumns: {v: {fill: mean}}', [input('x', ['batch'], 'int32')], { files }),
      ),
    ).toEqual(['- data-column: the rule under fill does not fit column "v": its type is category']);
  });

  test.each([
    [
      'windows: {width: 2}',
      [
        [0, -1],
        [-1, 1],
      ],
      1,
    ],
    [
      'windows: {width: 2}\ncolumns: {c: {type: category, values: [p, q]}}',
      [
        [0, -1],
        [-1, 1],
      ],
      1,
    ],
    [
      'sequence: {by: id}',
      [
        [0, -1],
        [1, 0],
      ],
      1,
    ],
  ])('of a target of classes at a step are left to the loss: %s', async (section, classes, count) => {
    const asked = { ...target('y', ['batch', 'time'], 'int32'), missing: true, classes: 2 } as const;
    const data = await open(
      `source: t.csv\n${section}\nfeeds: {x: {columns: [x]}, y: {columns: [c]}}\nsplit: {train: 1}`,
      [input('x', ['batch', 'time', 1]), asked],
      { files: { 't.csv': 'id,x,c\n0,1,p\n0,2,\n1,3,q\n1,4,p\n' } },
    );
    expect(samplesOf(await batchesOf(data.train), 'y').slice(0, 2)).toEqual(classes);
    expect(data.report.notes.filter((note) => note.includes('missing')).length).toBe(count);
  });

  test('of a target at a step are left to the loss', async () => {
    const asked = { ...target('y', ['batch', 'time', 1]), missing: true } as const;
    const rows = [
      { x: [1, 2], y: [5, null] },
      { x: [3, 4], y: ['NA', 6] },
    ];
    const data = await open(
      'source: t.ndjson\ncolumns: {x: {normalize: none}, y: {normalize: none}}\nsplit: {train: 1}',
      [input('x', ['batch', 'time', 1]), asked],
      { files: { 't.ndjson': rows.map((row) => `${JSON.stringify(row)}\n`).join('') } },
    );
    expect(data.report.notes).toEqual(['2 missing values of the target "y" left out of losses and metrics']);
    expect((samplesOf(await batchesOf(data.train), 'y') as readonly number[][][]).flat(2)).toEqual([
      5,
      Number.NaN,
      Number.NaN,
      6,
    ]);
    const files = { 't.csv': 'x,y\n1,1\n2,\n3,3\n4,4\n' };
    const section =
      'source: t.csv\ncolumns: {y: {normalize: none}}\nwindows: {width: 2}\nsplit: {train: 1}\nfeeds: {x: {columns: [x]}, y: {columns: [y], part: next}}';
    const series = await open(section, [input('x', ['batch', 'time', 1]), asked], { files });
    expect((samplesOf(await batchesOf(series.train), 'y') as readonly number[][][]).flat(2)).toEqual([
      Number.NaN,
      3,
      3,
      4,
    ]);
    const both = section.replace('columns: [x]', 'columns: [y]');
    expect(await mistakes(() => open(both, [input('x', ['batch', 'time', 1]), asked], { files }))).toEqual([
      't.csv:3:3 bad-row: t.csv:3:3: column "y" is empty',
    ]);
  });
});
