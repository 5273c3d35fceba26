import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { HEAD_ROWS } from '../../src/data/dataset/limits.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { input, open } from './given.ts';

const section = 'columns: {v: {normalize: none}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}';
const whole = Array.from({ length: HEAD_ROWS + 10 }, (_, i) => String(i % 900));
const opened = (cells: readonly string[], w = '1.5', said = section) =>
  open(`source: t.csv\n${said}`, [input('x', ['batch', 1])], {
    files: { 't.csv': `v;w\n${cells.map((v) => `"${v}";${w}\n`).join('')}` },
  });
const fixOf = async (act: () => unknown): Promise<string> => {
  try {
    await act();
  } catch (thrown) {
    if (!(thrown instanceof RnncError)) throw thrown;
    return thrown.diagnostics[0]?.fix ?? '';
  }
  return 'no mistake';
};

describe('a number in another form', () => {
  test.each([
    ['1,234', '1.5', 'columns: {v: {thousands: ","}} where it is 1234', 'thousands: ","'],
    ['1.234', '1,5', 'columns: {v: {thousands: "."}} where it is 1234', 'thousands: "."'],
    ['1,5', '1.5', 'columns: {v: {decimal: ","}} where it is 1.5', 'decimal: ","'],
    ['1 234', '1,5', 'columns: {v: {decimal: ",", thousands: " "}} where it is 1234', 'decimal: ",", thousands: " "'],
    ['1.234,5', '1.5', 'columns: {v: {thousands: "."}} where it is 1234.5', 'thousands: "."'],
  ])('%s beside %s is not taken for a missing value, and what is proposed works', async (odd, w, fix, setting) => {
    const found = await fixOf(() => opened([...whole, odd], w));
    expect(found).toContain(fix);
    expect(found).not.toContain('missing');
    expect(await fixOf(() => opened([...whole, odd], w, section.replace('normalize', `${setting}, normalize`)))).toBe(
      'no mistake',
    );
  });

  test('what has no digit may stand for no value', async () => {
    expect(await fixOf(() => opened([...whole, 'unknown']))).toContain('missing: ["unknown"]');
    expect(await fixOf(() => opened([...whole, '3 apples']))).not.toContain('missing');
  });

  test('a trained model is given numbers as in its training', async () => {
    const { preprocessing } = await opened(whole);
    for (const v of ['1,234', '3 apples', 'unknown'])
      expect(await fixOf(() => feedsFromRows(preprocessing, [{ v }]))).not.toContain('columns:');
    expect(await fixOf(() => feedsFromRows(preprocessing, [{ v: '1,234' }]))).toBe(
      'write it as the numbers of the training were: numbers with a decimal point',
    );
  });
});

test('a row with a name that is nearly that of the column', async () => {
  const { preprocessing } = await opened(whole);
  expect(await fixOf(() => feedsFromRows(preprocessing, [{ V: 1 }]))).toBe('write "v" instead of "V"');
  expect(await fixOf(() => feedsFromRows(preprocessing, [{ other: 1 }]))).toBe('add "v"');
});

test('a column of the data that is called as a mask would be', async () => {
  const files = { 't.csv': 'v,v.missing,y\n1,5,1\n,6,2\n' };
  const said = (feeds: string) =>
    `source: t.csv\ncolumns: {v: {fill: {value: 0}, mask: true, normalize: none}}\nfeeds: {x: {columns: ${feeds}}}\nsplit: {train: 1}`;
  for (const [feeds, size] of [
    ['[v.missing]', 1],
    ['[v, v.missing]', 2],
    ['[v]', 1],
  ] as const)
    expect(await fixOf(() => open(said(feeds), [input('x', ['batch', size])], { files }))).toBe(
      'remove mask: true from v to use the column of the data, or rename that column in the data',
    );
});

test('times that lack a part say which', async () => {
  const timed = (cells: readonly string[]) =>
    open(`source: t.csv\ntime: t\n${section}`, [input('x', ['batch', 1])], {
      files: { 't.csv': `t,v\n${cells.map((t, i) => `${t},${i}\n`).join('')}` },
    });
  expect(await fixOf(() => timed(['1/1/24', '1/2/24']))).toContain('four digits');
  // the days differ, the years do not
  expect(await fixOf(() => timed(['01.01.24', '02.01.24']))).toBe('no mistake');
  expect(await fixOf(() => timed(['24/01/01', '24/01/02']))).toContain('four digits');
  expect(await fixOf(() => timed(['00:01', '00:02']))).toContain('day');
});

test('a scale of a column that is found to hold words has no effect, and is a mistake', async () => {
  const words = ['a', 'b', 'c', 'a', 'b'];
  const said = 'columns: {v: {normalize: minmax}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}';
  expect(await fixOf(() => opened(words, '1', said))).toContain('remove normalize');
  expect(await fixOf(() => opened(words, '1', said.replace('minmax', 'none').replace('[v]', '[w]')))).toBe(
    'no mistake',
  );
});
