import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { learnList, listItems, listMarkers } from '../../src/data/rows/list-cells.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

const steps = input('x', ['batch', 'time', 1]);
const section = 'source: t.csv\ncolumns: {v: {normalize: none}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}';
const csvOf = (cells: readonly string[]): string => `v\n${cells.map((cell) => `"${cell}"`).join('\n')}\n`;

describe('lists of numbers as text', () => {
  test.each([
    ['blanks', ['0.5 -1  2', ' 3 '], [[0.5, -1, 2], [3]], ' ', '.'],
    [
      'semicolons',
      ['1;2', '3; 4 ;5'],
      [
        [1, 2],
        [3, 4, 5],
      ],
      ';',
      '.',
    ],
    [
      'semicolons and decimal commas',
      ['0,5;1,25', '3;4'],
      [
        [0.5, 1.25],
        [3, 4],
      ],
      ';',
      ',',
    ],
    [
      'commas',
      ['1,2,3', '4.5,5'],
      [
        [1, 2, 3],
        [4.5, 5],
      ],
      ',',
      '.',
    ],
    ['bars', ['1|2', '3'], [[1, 2], [3]], '|', '.'],
    [
      'brackets',
      ['[0.5, 2]', '[1, 2, 3]'],
      [
        [0.5, 2],
        [1, 2, 3],
      ],
      ',',
      '.',
    ],
    [
      'brackets and blanks',
      ['[0.5 2.]', '[1. 2. 3.]'],
      [
        [0.5, 2],
        [1, 2, 3],
      ],
      ' ',
      '.',
    ],
  ])('%s', async (_, cells, values, separator, decimal) => {
    const { train, preprocessing, report } = await open(section, [steps], { files: { 't.csv': csvOf(cells) } });
    const found = await batchesOf(train, { batch: 1 });
    expect(found.flatMap((batch) => samplesOf([batch], 'x'))).toEqual(values.map((list) => list.map((v) => [v])));
    expect(report.columns).toEqual({ v: 'number' });
    expect([preprocessing.cells?.v?.list, preprocessing.cells?.v?.written?.decimal ?? preprocessing.decimal]).toEqual([
      { separator },
      decimal,
    ]);
    const again = feedsFromRows(preprocessing, [{ v: cells[1] }, { v: values[1] }]);
    expect(Array.from(again.feeds.x?.data ?? [])).toEqual([...(values[1] ?? []), ...(values[1] ?? [])]);
  });

  test('several features at each step, and vectors', async () => {
    const files = { 't.csv': csvOf(['[[1, 2], [3, NaN]]', '[[5, 6]]']) };
    const filled = section.replace('normalize: none', 'normalize: none, fill: {value: 0}');
    const wide = await open(filled, [input('x', ['batch', 'time', 2])], { files });
    expect((await batchesOf(wide.train, { batch: 1 })).flatMap((batch) => samplesOf([batch], 'x'))).toEqual([
      [
        [1, 2],
        [3, 0],
      ],
      [[5, 6]],
    ]);
    const vectors = await open(section, [input('x', ['batch', 2])], { files: { 't.csv': csvOf(['1 2.5', '3 4']) } });
    expect(samplesOf(await batchesOf(vectors.train), 'x')).toEqual([
      [1, 2.5],
      [3, 4],
    ]);
  });

  test('gaps are filled or told, with the step', async () => {
    const files = { 't.csv': csvOf(['1;;3', '4;NA;6', '7;8;9']) };
    expect(await mistakes(() => open(section, [steps], { files }))).toEqual([
      't.csv:2:1 bad-row: t.csv: 2 rows: column "v" has nothing at a step: lines 2, 3',
    ]);
    const filled = section.replace('normalize: none', 'normalize: none, fill: interpolate');
    const { train } = await open(filled, [steps], { files });
    expect(samplesOf(await batchesOf(train), 'x')).toEqual([
      [[1], [2], [3]],
      [[4], [5], [6]],
      [[7], [8], [9]],
    ]);
  });

  test('markers that the model file names are steps without a value', async () => {
    const marked = section.replace('normalize: none', 'missing: ["?", <UNK>], fill: forward');
    const without = marked.replace('fill: forward', 'fill: forward, normalize: none');
    const cells = ['[1, ?, 3]', '[4, <UNK>, <UNK>, 5.5]', '[7, 8]'];
    const { train, report, preprocessing } = await open(without, [steps], { files: { 't.csv': csvOf(cells) } });
    expect(report.columns).toEqual({ v: 'number' });
    expect(samplesOf(await batchesOf(train, { batch: 1 }), 'x')).toEqual([
      [[1], [1], [3]],
      [[4], [4], [4], [5.5]],
      [[7], [8]],
    ]);
    const again = feedsFromRows(preprocessing, [{ v: '[2, ?, 3]' }]);
    expect(Array.from(again.feeds.x?.data ?? [])).toEqual([2, 2, 3]);
    const files = { 't.csv': csvOf(['[[1, ?], [3, 4]]', '[[5, 6]]']) };
    const wide = await open(without, [input('x', ['batch', 'time', 2])], { files });
    expect(wide.report.columns).toEqual({ v: 'number' });
  });

  test('markers that nobody named are told with the line to write, which works', async () => {
    const files = { 't.csv': csvOf(['[1, ?, 3]', '[4, ?, 5.5]', '[7, 8]', '[1, 2]']) };
    const [mistake = ''] = await mistakes(() => open(section, [steps], { files }));
    expect(mistake).toContain('its lists of numbers hold "?"');
    await expect(open(section, [steps], { files })).rejects.toMatchObject({
      diagnostics: [{ fix: expect.stringContaining('write columns: {v: {missing: ["?"], fill: forward}}') }],
    });
    const followed = section.replace('{v: {normalize: none}}', '{v: {missing: ["?"], fill: forward}}');
    expect((await open(followed, [steps], { files })).report.columns).toEqual({ v: 'number' });
    const typed = section.replace('normalize: none', 'type: number');
    expect(await mistakes(() => open(typed, [steps], { files }))).toMatchInlineSnapshot(`
      [
        "t.csv:2:1 bad-row: t.csv: 2 rows: column "v" is no number: lines 2 ("?"), 3",
      ]
    `);
    // words and numbers are no lists
    expect(listMarkers(['1 apple', '2 pears'])).toEqual([]);
    expect(listMarkers(['plus 1 2', 'minus 3 4', 'times 1 1', 'by 4 2'])).toEqual([]);
  });

  test('single numbers, tokens and texts are none', () => {
    expect(learnList(['1', '2.5'], false)).toBe(null);
    expect(learnList(['1 2 3', '2 3'], true)).toBe(null);
    expect(learnList(['1 2 3.5', '2 3'], true)).toEqual({ separator: ' ' });
    expect(learnList(['1 apple', '2 pears'], false)).toBe(null);
    expect(learnList(['2020-01-01 10:00', '2020-01-02 11:00'], false)).toBe(null);
    expect(listItems('[]', { separator: ',' })).toEqual([]);
  });
});

/** A NumPy file of float32. */
function npy(shape: readonly number[], values: readonly number[]): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const header = text.padEnd(117, ' ').concat('\n');
  const bytes = new Uint8Array(10 + header.length + 4 * values.length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(Float32Array.from(values).buffer), 10 + header.length);
  return bytes;
}

describe('lengths beside lists', () => {
  const odd = Number.NaN;
  const arrays = {
    'x.npy': npy([3, 3, 1], [1, 2, odd, 3, odd, odd, 4, 5, 6]),
    'y.npy': npy([3], [0, 1, 0]),
    'n.npy': npy([3], [2, 1, 3]),
  };
  const inputs = [steps, target('y', ['batch', 1])];
  const expected = [[[1], [2]], [[3]], [[4], [5], [6]]];
  const each = async (section: string, files: Parameters<typeof open>[2]) => {
    const { train, preprocessing } = await open(section, inputs, files);
    const batches = await batchesOf(train, { batch: 1 });
    return { x: batches.flatMap((batch) => samplesOf([batch], 'x')), preprocessing };
  };

  test('an array NAME.lengths, or one that is named; padding may hold anything', async () => {
    const named = await each('source: {x: x.npy, y: y.npy, x.lengths: n.npy}\nsplit: {train: 1}', { files: arrays });
    expect(named.x).toEqual(expected);
    const written = 'source: {x: x.npy, y: y.npy, n: n.npy}\ncolumns: {x: {lengths: n}}\nsplit: {train: 1}';
    const { x, preprocessing } = await each(written, { files: arrays });
    expect(x).toEqual(expected);
    // in answers lists may be as long as they are
    const rows = [{ x: [1, 2] }, { x: [3, Number.NaN, Number.NaN], n: 1 }];
    const batch = feedsFromRows(preprocessing, rows);
    expect([Array.from(batch.feeds.x?.data ?? []), Array.from(batch.lengths.x ?? [])]).toEqual([
      [1, 2, 3, 0],
      [2, 1],
    ]);
    const files = Object.fromEntries(Object.entries(arrays).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]));
    expect((await each(written.replaceAll('.npy', '.npy.gz'), { files })).x).toEqual(expected);
  });

  test('padding may stand at the start; targets over the steps are cut too', async () => {
    const files = {
      't.ndjson': ['{"v": [0, 0, 7], "n": 1}', '{"v": [0, 8, 9], "n": 2}'].join('\n'),
    };
    const section =
      'source: t.ndjson\ncolumns: {v: {normalize: none, lengths: n, padded: start}}\nfeeds: {x: {columns: [v]}, y: {columns: [v]}}\nsplit: {train: 1}';
    const { train } = await open(section, [steps, target('y', ['batch', 'time', 1])], { files });
    const batches = await batchesOf(train, { batch: 1 });
    for (const feed of ['x', 'y'])
      expect(batches.flatMap((batch) => samplesOf([batch], feed))).toEqual([[[7]], [[8], [9]]]);
  });

  test('that do not fit are told', async () => {
    const files = { ...arrays, 'n.npy': npy([3], [2, 4, 1.5]) };
    expect(
      await mistakes(() => each('source: {x: x.npy, y: y.npy, x.lengths: n.npy}\nsplit: {train: 1}', { files })),
    ).toEqual([
      '- bad-row: x.npy:2:1: column "x" has 3 steps, and "x.lengths" says that 4 of them count',
      '- bad-row: x.npy:3:1: column "x" has 3 steps, and "x.lengths" says that 1.5 of them count',
    ]);
    const unknown = 'source: {x: x.npy, y: y.npy}\ncolumns: {x: {lengths: m}}\nsplit: {train: 1}';
    expect(await mistakes(() => each(unknown, { files }))).toEqual([
      '- unknown-column: lengths of "x": there is no column "m"',
    ]);
  });

  test('a mask of the steps that hold a marker', async () => {
    const files = { 'x.npy': npy([2, 3, 1], [-999, -999, 1, -999, 2, 3]) };
    const section =
      'source: {x: x.npy}\ncolumns: {x: {missing: -999, fill: {value: 0}, mask: true}}\nfeeds: {x: {columns: [x]}, gone: {columns: [x.missing]}}\nsplit: {train: 1}';
    const data = await open(section, [steps, input('gone', ['batch', 'time'])], { files });
    const batches = await batchesOf(data.train);
    expect(samplesOf(batches, 'x')).toEqual([
      [[0], [0], [1]],
      [[0], [2], [3]],
    ]);
    expect(samplesOf(batches, 'gone')).toEqual([
      [1, 1, 0],
      [1, 0, 0],
    ]);
  });
});
