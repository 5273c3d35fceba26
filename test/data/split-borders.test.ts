import { describe, expect, test } from 'vitest';
import { csv, input, mistakes, open, target } from './given.ts';

const shapes = [input('x', ['batch', 1]), target('y', ['batch', 1])];
const DAY = 86_400;
/** The days of 2024 from the first of January on, at noon. */
const days = Array.from({ length: 100 }, (_, i) => 1_704_110_400 + i * DAY);
const partsOf = (year: number, write: (date: Date) => string | number) =>
  days.map((at, i) => [write(new Date((at + (year - 2024) * 366 * DAY) * 1000)), i, i] as const);
const two = (n: number): string => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr'];

const forms: Record<string, (date: Date) => string | number> = {
  iso: (d) => d.toISOString().slice(0, 10),
  clock: (d) => `${d.toISOString().slice(0, 10)} 12:00`,
  dotted: (d) => `${d.getUTCDate()}.${d.getUTCMonth() + 1}.${d.getUTCFullYear()}`,
  british: (d) => `${two(d.getUTCDate())}/${two(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`,
  american: (d) => `${d.getUTCMonth() + 1}/${d.getUTCDate()}/${d.getUTCFullYear()}`,
  named: (d) => `${d.getUTCDate()} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()}`,
  compact: (d) => `${d.toISOString().slice(0, 10).replaceAll('-', '')}`,
  seconds: (d) => d.getTime() / 1000,
  milliseconds: (d) => d.getTime(),
};
const section = (at: string, more = ''): string =>
  `source: d.csv\nsequence: false\nfeeds: {x: {columns: [a]}, y: {columns: [b]}}\nsplit: {column: day, at: ${at}}${more}`;
const filesOf = (form: string) => ({
  'd.csv': csv(
    ['day', 'a', 'b'],
    partsOf(2024, forms[form] ?? String).map((row) => [...row]),
  ),
});
const sizes = async (text: string, form: string) => {
  const { train, validation, test: last } = await open(text, shapes, { files: filesOf(form) });
  return [train.samples, validation?.samples ?? null, last?.samples ?? null];
};

describe('borders of a column of times are times', () => {
  test.each(Object.keys(forms))('of a column written as %s, in its own form and in that of ISO', async (form) => {
    const write = forms[form] ?? String;
    // the second has the smaller text in most forms
    const own = [19, 31].map((i) => JSON.stringify(write(new Date((days[i] ?? 0) * 1000))));
    const named = ['compact', 'seconds', 'milliseconds'].includes(form) ? '\ntime: day' : '';
    expect(await sizes(section(`[${own}]`, named), form)).toEqual([19, 12, 69]);
    expect(await sizes(section("['2024-01-20', '2024-02-01']", named), form)).toEqual([19, 12, 69]);
    expect(await sizes(section("['Jan 20, 2024', '1 Feb 2024']", named), form)).toEqual([19, 12, 69]);
    expect(await sizes(section("['20.01.2024', '01.02.2024']", named), form)).toEqual([19, 12, 69]);
    const falling =
      form === 'iso'
        ? ["'1 Feb 2024'", '"2024-01-20"']
        : own.toReversed().map((text) => text.replace(/^\d{10,}$/, "'$&'"));
    expect(await mistakes(() => sizes(section(`[${falling}]`, named), form))).toEqual([
      expect.stringContaining('out-of-range: the borders of split must rise'),
    ]);
  });

  test('what can not be told is an error, with the form to write', async () => {
    const told = (at: string, form: string) => mistakes(() => sizes(section(at), form));
    expect(await told("['03/04/2024']", 'iso')).toEqual([
      expect.stringContaining(`data-split: in the border "03/04/2024", day and month can't be told apart`),
    ]);
    expect(await sizes(section("['03/04/2024']"), 'british')).toEqual([93, 7, null]);
    expect(await sizes(section("['03/04/2024']"), 'american')).toEqual([63, 37, null]);
    expect(await told("['03/04/2024']", 'dotted')).toEqual([expect.stringContaining("can't be told apart")]);
    expect(await sizes(section("['03/04/2024']", '\ntime: {column: day, order: mdy}'), 'iso')).toEqual([63, 37, null]);
    expect(await sizes(section("['31/01/2024']"), 'dotted')).toEqual([30, 70, null]);
    expect(await told('[2024]', 'iso')).toEqual([
      expect.stringContaining('the border 2024 is not of the kind of column "day"'),
    ]);
    expect(await told("['spring']", 'dotted')).toEqual([
      expect.stringContaining('the border "spring" is not of the kind of column "day"'),
    ]);
  });

  test('a part without rows says which border to move', async () => {
    const fixOf = async (at: string) => sizes(section(at), 'iso').then(String, (mistake: Error) => mistake.message);
    expect(await fixOf("['2030-01-01']")).toContain(
      'choose an earlier border: rows from "2030-01-01" on are the validation part',
    );
    expect(await fixOf("['2024-02-01', '2030-01-01']")).toContain(
      'choose an earlier border: rows from "2030-01-01" on are the test part',
    );
    expect(await fixOf("['2030-01-01', '2031-01-01']")).toContain('choose earlier borders');
    expect(await fixOf("['2024-02-01', '1 Feb 2024']")).toContain('choose a larger second one');
  });

  test('by the clock of the column', async () => {
    const rows = Array.from({ length: 48 }, (_, h) => [
      `2024-01-${two(1 + Math.floor(h / 24))}T${two(h % 24)}:00:00+05:00`,
      h,
      h,
    ]);
    const data = await open(section("['2.1.2024']"), shapes, { files: { 'd.csv': csv(['day', 'a', 'b'], rows) } });
    expect(data.train.samples).toBe(24);
  });

  test('of a day and a clock beside it too', async () => {
    const rows = Array.from({ length: 48 }, (_, h) => [
      `${13 + Math.floor(h / 24)}/01/2024`,
      `${two(h % 24)}:00`,
      h,
      h,
    ]);
    const files = { 'd.csv': csv(['day', 'clock', 'a', 'b'], rows) };
    const data = await open(section("['14/01/2024 06:00']", '\ntime: [day, clock]'), shapes, { files });
    expect(data.train.samples).toBe(30);
  });

  test('numbers are compared as numbers', async () => {
    const files = {
      'd.csv': csv(
        ['day', 'a', 'b'],
        days.map((_, i) => [i / 2, i, i]),
      ),
    };
    const data = await open(section("['5', '10.5']"), shapes, { files });
    expect([data.train.samples, data.validation?.samples]).toEqual([10, 11]);
    expect(await mistakes(() => open(section("['2024-01-20']"), shapes, { files }))).toEqual([
      expect.stringContaining('the border "2024-01-20" is not of the kind of column "day"'),
    ]);
  });
});
