import { describe, expect, test } from 'vitest';
import { HEAD_ROWS } from '../../src/data/dataset/limits.ts';
import { batchesOf, input, mistakes, open, samplesOf } from './given.ts';

/** More rows than the forms of numbers are learned from, all whole, in `v`; `w` has the same text everywhere. */
const whole = Array.from({ length: HEAD_ROWS + 50 }, (_, i) => String(i % 900));
const plain = 'columns: {v: {normalize: none}}\nfeeds: {x: {columns: [v]}}\nsplit: {train: 1}';
const values = async (cells: readonly string[], w: string, delimiter: string, section = plain) => {
  const text = `v${delimiter}w\n${cells.map((v) => `"${v}"${delimiter}"${w}"\n`).join('')}`;
  const data = await open(`source: t.csv\n${section}`, [input('x', ['batch', 1])], { files: { 't.csv': text } });
  return samplesOf(await batchesOf(data.train, { batch: cells.length }), 'x').flat();
};

test('the minus of mathematics is one, in plain numbers and in those of a form', async () => {
  const written = ['1.5', '\u22122.5', '-3', '2e\u22121', '\u22120.25'];
  expect(await values(written, 'a', ',')).toEqual([1.5, -2.5, -3, 0.20000000298023224, -0.25]);
  const euros = ['1.000,5 €', '\u22122.000,25 €', '\u22127 €'];
  expect(await values(euros, 'a', ';')).toEqual([1000.5, -2000.25, -7]);
  expect(await values(['\u22121,5', '2,5'], 'a', ';')).toEqual([-1.5, 2.5]);
});

describe('what a number is does not depend on where its row stands', () => {
  test.each(
    ['1,5', '1.5', '7', '1,234', '1.234'].flatMap((w) => [';', '\t'].map((delimiter) => [w, delimiter] as const)),
  )('beside %s, between %j', async (w, delimiter) => {
    for (const odd of ['1.234', '1,234', '12,5', '1.234.567']) {
      // a row that is refused has no reading
      const refused = (thrown: Error): readonly number[] => {
        expect(thrown.message).toMatch(/is no number|can be read in two ways/);
        return [];
      };
      const first = (await values([odd, ...whole], w, delimiter).catch(refused)).at(0);
      const last = (await values([...whole, odd], w, delimiter).catch(refused)).at(-1);
      const readings = new Set([first, last].filter((value) => value !== undefined));
      expect([odd, [...readings].slice(1)]).toEqual([odd, []]);
    }
  });

  test('points before three digits behind the rows that are looked at first are asked about', async () => {
    for (const stream of [{}, { stream: 400 }]) {
      const opened = (cells: readonly string[], section = plain) =>
        open(`source: t.csv\n${section}`, [input('x', ['batch', 1])], {
          files: { 't.csv': `v;w\n${cells.map((v) => `${v};a\n`).join('')}` },
          ...stream,
        });
      expect(await mistakes(() => opened([...whole, '1.002']))).toEqual([
        '- data-column: the numbers of column "v" can be read in two ways: 1.002',
      ]);
      for (const proof of ['12.5', '1000', '0.125', '-3.25'])
        expect((await opened([...whole, '1.002', proof])).report.notes).toEqual([]);
      const said = plain.replace('normalize', 'decimal: ".", normalize');
      expect((await opened([...whole, '1.002'], said)).report.notes).toEqual([]);
      const groups = whole.map((v) => `1.${v.padStart(3, '0')}`);
      expect((await opened(groups)).report.notes).toEqual([
        'all numbers of "v" have three digits behind a point: 1.000 is read as a decimal; where it is 1000 write columns: {v: {thousands: "."}}',
      ]);
      expect((await opened([...groups, '0.5'])).report.notes).toEqual([]);
    }
  });

  test('whole numbers take the decimal sign of the file', async () => {
    expect((await values([...whole, '12,5'], '1,5', ';')).at(-1)).toBe(12.5);
    expect((await values([...whole, '12.5'], '1.5', ';')).at(-1)).toBe(12.5);
    expect(await mistakes(() => values([...whole, '1.234'], '1,5', ';'))).toHaveLength(1);
  });

  test('with what the model file says, a separator that the first rows lack is read', async () => {
    const said = (form: string) => plain.replace('normalize', `${form}, normalize`);
    expect((await values([...whole, '1.234'], '1,5', ';', said('thousands: .'))).at(-1)).toBe(1234);
    expect((await values([...whole, '1,234'], '1.5', ';', said('thousands: ","'))).at(-1)).toBe(1234);
    expect((await values([...whole, '1 234,5'], '1,5', ';', said('thousands: " "'))).at(-1)).toBe(1234.5);
  });
});
