import { describe, expect, test } from 'vitest';
import { memorySources } from '../../src/data/files/sources.ts';
import { readRows } from '../../src/data/table/read-rows.ts';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

const windows = 'windows: {width: 2}\nsplit: {train: 1}';
const one = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
const rows = (make: (i: number) => string): string => Array.from({ length: 6 }, (_, i) => `${make(i)}\n`).join('');

test.each([
  ['an index without a name', `,day,v\n${rows((i) => `${i},2020-01-0${i + 1},${i * 10}`)}`, ['c1', 'day', 'v']],
  ['two columns without a name', `,,v\n${rows((i) => `${i},${2 * i},${i * 10}`)}`, ['c1', 'c2', 'v']],
  ['a name that a place would get', `,v,c1\n${rows((i) => `${i},${i * 10},a`)}`, ['c1_', 'v', 'c1']],
  ['a last column without a name', `v,\n${rows((i) => `${i * 10},`)}`, ['v', 'c2']],
  ['names that are not used and stand twice', `a,a,v\n${rows((i) => `${i},${-i},${i * 10}`)}`, ['a', 'v']],
])('%s', async (_, text, names) => {
  const feeds = 'columns: {v: {normalize: none}}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}';
  const data = await open(`source: t.csv\n${windows}\n${feeds}`, one, { files: { 't.csv': text } });
  expect(Object.keys(data.report.columns)).toEqual(names);
  expect(data.report.header).toBe(true);
  expect(samplesOf(await batchesOf(data.train), 'y')).toEqual([[20], [30], [40], [50]]);
  const read = await readRows(memorySources({ 't.csv': text }), 't.csv');
  expect(read.rows[3]?.v).toBe('30');
});

test('a column of dates without signs is one of times if it is called so', async () => {
  const of = async (name: string, dates: readonly number[]) => {
    const files = { 't.csv': `${name},v\n${rows((i) => `${dates[i]},${i * 10}`)}` };
    return (
      await open(`source: t.csv\n${windows}\nfeeds: {x: {columns: [v]}, y: {columns: [v], part: horizon}}`, one, {
        files,
      })
    ).report.columns[name];
  };
  const days = [20200130, 20200131, 20200201, 20200202, 20200203, 20200204];
  const months = [202011, 202012, 202101, 202102, 202103, 202104];
  expect([await of('date', days), await of('Date', months), await of('size', days)]).toEqual([
    'time',
    'time',
    'number',
  ]);
  expect(await of('date', [1, 2, 3, 4, 5, 6])).toBe('number');
});

test('spaces part fields where all rows have as many, nearly all of them numbers', async () => {
  const spaced = await readRows(memorySources({ 't.csv': `v w\n${rows((i) => `${i} -${i}.5`)}` }), 't.csv');
  expect(spaced.rows[2]).toEqual({ v: '2', w: '-2.5' });
  const texts = await readRows(memorySources({ 't.csv': `my text\n${rows((i) => `word ${i}`)}` }), 't.csv');
  expect(texts.rows[2]).toEqual({ 'my text': 'word 2' });
});

test('a column without a name is fed where it is written, and never guessed', async () => {
  const files = { 't.csv': `,v\n${rows((i) => `${i},${i * 10}`)}` };
  const section = `source: t.csv\n${windows}\ncolumns: {c1: {normalize: none}}`;
  const data = await open(`${section}\nfeeds: {x: {columns: [c1]}, y: {columns: [v], part: horizon}}`, one, { files });
  expect(samplesOf(await batchesOf(data.train), 'x')[1]).toEqual([[1], [2]]);
  expect(Object.keys((await open(section, one, { files })).preprocessing.columns)).toEqual(['v']);
});

test('a row that lacks a text is no header', async () => {
  const files = { 't.csv': 'a,,b\nc,d,e\nf,g,h\n' };
  const found = await readRows(memorySources(files), 't.csv');
  expect(found.rows.length).toBe(3);
});

test('a name that stands twice is refused where it is used', async () => {
  const files = { 't.csv': `v,w,v\n${rows((i) => `${i},${i},${i}`)}` };
  const found = await mistakes(() =>
    open(`source: t.csv\n${windows}\nfeeds: {x: {columns: [w]}, y: {columns: [v], part: horizon}}`, one, { files }),
  );
  expect(found).toEqual(['t.csv:1:5 data-column: "t.csv" has two columns "v"']);
});

test('columns of many characters in small pieces', async () => {
  const names = Array.from({ length: 400 }, (_, i) => `${'n'.repeat(50)}${i}`);
  const text = `${names.join(',')}\n${rows((i) => names.map((_, n) => (i * n) % 5).join(','))}`;
  const data = await open('source: t.csv\nsplit: {train: 1}', [input('x', ['batch', 400])], {
    files: { 't.csv': text },
    stream: 64,
  });
  expect((await batchesOf(data.train, { batch: 6 }))[0]?.feeds.x?.shape).toEqual([6, 400]);
});

describe('names of columns that are numbers', () => {
  const headed = async (text: string) =>
    (await readRows(memorySources({ 't.csv': text }), 't.csv')).rows.map((row) => Object.keys(row))[0];
  test.each([
    ['years beside a name', 'id,2019,2020\n0,5,6\n1,7,8\n', ['id', '2019', '2020']],
    ['an index that pandas writes', ',0,1\n0,5,6\n1,7,9\n', ['c1', '0', '1']],
    ['values', '5.1,3.5\n4.9,3\n', ['c1', 'c2']],
    ['values that grow in every row', '1,2,3\n4,5,6\n', ['c1', 'c2', 'c3']],
    ['a date before values', '2020-01-01,1,2,3\n2020-01-02,5,7,8\n', ['c1', 'c2', 'c3', 'c4']],
    ['a name that comes back', 'a,1,2,3\na,5,7,8\n', ['c1', 'c2', 'c3', 'c4']],
    ['a value that is missing', 'NA,1,2\n3,5,7\n', ['c1', 'c2', 'c3']],
  ])('%s', async (_, text, names) => {
    expect((await headed(text))?.toSorted()).toEqual(names.toSorted());
  });

  test.each([
    ['years alone', '2019,2020\n5,6\n7,8\n'],
    ['places alone', '0,1,2\n5,6,9\n7,8,1\n'],
    ['years beside a name over names', 'country,2019,2020\nDE,5,6\nFR,7,8\n'],
    ['a name over numbers, beside values', 'x,5.5\n1,6.5\n2,7.5\n'],
  ])('are asked about: %s', async (_, text) => {
    expect(await mistakes(() => headed(text))).toEqual([
      't.csv:1:1 data-header: "t.csv": the first row may be the names of the columns, or values',
    ]);
    for (const header of [true, false]) {
      const { rows } = await readRows(memorySources({ 't.csv': text }), 't.csv', { header });
      expect(rows.length).toBe(text.split('\n').length - (header ? 2 : 1));
    }
  });
});
