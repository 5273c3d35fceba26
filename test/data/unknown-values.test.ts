import { describe, expect, test } from 'vitest';
import { sampleNotes } from '../../src/data/batches/sample-notes.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target } from './given.ts';

const cities = ['Bonn', 'Aachen', 'Bonn', 'Aachen', 'Kiel', 'Bonn', 'Ulm', 'Jena'];
const files = {
  't.csv': csv(
    ['city', 'v'],
    cities.map((city, i) => [city, i]),
  ),
};
const shapes = [input('x', ['batch'], 'int32'), target('y', ['batch', 1])];
const section = (column: string): string =>
  `source: t.csv\ncolumns: {city: {${column}}, v: {normalize: none}}\nfeeds: {x: {columns: [city]}, y: {columns: [v]}}\nsplit: {train: 0.75, validation: 0.25, by: order}`;
const opened = (column: string) => open(section(column), shapes, { files });
const valuesOf = ({ preprocessing: { columns } }: Awaited<ReturnType<typeof opened>>) => columns.city;

describe('values of a category that training did not have', () => {
  test('are a mistake, whose fix works', async () => {
    expect(await mistakes(() => opened('type: category'))).toEqual([expect.stringContaining('2 rows')]);
    const data = await opened('unknown: true');
    expect(valuesOf(data)).toEqual({ type: 'category', values: ['Aachen', 'Bonn', 'Kiel', '<unk>'], unknown: '<unk>' });
    expect(samplesOf(await batchesOf(data.validation), 'x')).toEqual([3, 3]);
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([1, 0, 1, 0, 2, 1]);
    expect(data.report.notes).toEqual([expect.stringContaining('number 3 (<unk>), which no row trains')]);
    expect(data.report.counts.city).toEqual([2, 3, 1, 0]);
  });

  test('rarer values train their number', async () => {
    const data = await opened('unknown: {below: 2}');
    expect(valuesOf(data)).toMatchObject({ values: ['Aachen', 'Bonn', '<unk>'] });
    expect(samplesOf(await batchesOf(data.train), 'x')).toEqual([1, 0, 1, 0, 2, 1]);
    expect(data.report.counts.city).toEqual([2, 3, 1]);
    expect(data.report.notes).toEqual([
      '"city": 1 value that fewer than 2 rows have (1 row of the training part) and all that training did not have are number 2 (<unk>)',
    ]);
    const listed = await opened('values: [Bonn], unknown: true');
    expect(samplesOf(await batchesOf(listed.train), 'x')).toEqual([0, 1, 0, 1, 1, 0]);
    expect(listed.report.counts.city).toEqual([3, 3]);
    expect(await mistakes(() => opened('unknown: {below: 9}'))).toEqual([
      expect.stringContaining('no value of the category "city" stands in 9 rows'),
    ]);
  });

  test('a value that is called as the unknown one is that one', async () => {
    const named = { 't.csv': files['t.csv'].replaceAll('Kiel', '<unk>') };
    const data = await open(section('unknown: true'), shapes, { files: named });
    expect(valuesOf(data)).toMatchObject({ values: ['<unk>', 'Aachen', 'Bonn'] });
    expect(samplesOf(await batchesOf(data.validation), 'x')).toEqual([0, 0]);
    expect(data.report.counts.city).toEqual([1, 2, 3]);
  });

  test('of rows that a trained model is given are told', async () => {
    const { preprocessing } = await opened('unknown: true');
    const rows = [{ city: 'Bonn' }, { city: 'Trier ' }, { city: 7 }];
    expect(Array.from(feedsFromRows(preprocessing, rows).feeds.x?.data ?? [])).toEqual([1, 3, 3]);
    expect(sampleNotes(preprocessing, rows)).toEqual([
      'the training knows no "city" "Trier", "7": the model takes them as unknown',
    ]);
    expect(sampleNotes(preprocessing, rows.slice(0, 1))).toEqual([]);
    const again = await open(section('unknown: true'), shapes, {
      files: { 't.csv': 'city,v\nTrier,1\nBonn,2\nUlm,1\nUlm,1\n' },
      preprocessing,
    });
    expect(samplesOf(await batchesOf(again.train), 'x')).toEqual([3, 1, 3]);
  });

  test('a target has none, nor have other columns', async () => {
    const asked = (column: string, feeds: string) =>
      mistakes(() =>
        open(
          `source: t.csv\ncolumns: {${column}}\nfeeds: ${feeds}\nsplit: {train: 1}`,
          [input('x', ['batch', 1]), target('y', ['batch'], 'int32')],
          { files },
        ),
      );
    expect(await asked('city: {unknown: true}', '{x: {columns: [v]}, y: {columns: [city]}}')).toEqual([
      expect.stringContaining('an unknown value is no answer'),
    ]);
    const other = asked('v: {type: number, unknown: true}', '{x: {columns: [v]}, y: {columns: [city]}}');
    await expect(other).rejects.toThrow('no-effect');
  });
});
