import { describe, expect, test } from 'vitest';
import { csv, input, open, target } from './given.ts';

const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'nothing was thrown',
    (cause: unknown) => String(cause),
  );
const rows = csv(
  ['day', 'shop', 'promo', 'sales', 'label'],
  Array.from({ length: 40 }, (_, i) => [
    `2021-${i < 20 ? '01' : '02'}-${String((i % 20) + 1).padStart(2, '0')}`,
    'AB'[i % 2] ?? '',
    i % 3,
    i * 2,
    ['sine', 'saw', 'noise'][i % 3] ?? '',
  ]),
);
const fail = (section: string, shapes: Parameters<typeof open>[1]): Promise<string> =>
  messageOf(open(`source: d.csv\n${section}`, shapes, { files: { 'd.csv': rows } }));

describe('what a fix proposes does not spoil the model', () => {
  const both = [input('x', ['batch', 'time', 2]), target('y', ['batch', 'after', 1])];
  test('a target is no time and no group, and rather a column that nothing is fed from', async () => {
    const windows = 'group: shop\nwindows: {width: 3, horizon: 2}\ncolumns: {label: {type: ignore}}';
    const section = (x: string): string => `${windows}\nfeeds: {x: {columns: [${x}]}}`;
    expect(await fail(section('promo, sales'), both)).toContain('feeds: {y: {columns: [sales], part: horizon}}');
    const one = [input('x', ['batch', 'time', 1]), target('y', ['batch', 'after', 1])];
    expect(await fail(section('promo'), one)).toContain('feeds: {y: {columns: [sales], part: horizon}}');
    expect(await fail(section('sales'), one)).toContain('feeds: {y: {columns: [promo], part: horizon}}');
  });

  test('words in a column of numbers are not all taken for missing ones', async () => {
    const found = await fail('columns: {label: {type: number}}\nfeeds: {x: {columns: [label]}}', [
      input('x', ['batch', 1]),
    ]);
    expect(found).toContain('columns: {label: {type: category}}');
    expect(found).not.toContain('missing:');
  });
});
