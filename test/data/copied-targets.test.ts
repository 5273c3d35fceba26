import { describe, expect, test } from 'vitest';
import { csv, input, open, target } from './given.ts';

const rows = csv(
  ['g', 'v', 'w', 'c'],
  Array.from({ length: 60 }, (_, i) => [`s${Math.floor(i / 6)}`, i, 2 * i, Math.floor(i / 6) % 2 === 0 ? 'no' : 'yes']),
);
const notesOf = async (section: string, shapes: Parameters<typeof open>[1]): Promise<readonly string[]> =>
  (await open(`source: d.csv\n${section}`, shapes, { files: { 'd.csv': rows } })).report.notes;

const series = [input('x', ['batch', 'time', 2]), target('y', ['batch', 'time', 1])];

describe('an input that holds the target at the same steps is told', () => {
  test('in windows, with the line that makes it a forecast', async () => {
    const feeds = (y: string): string => `windows: {width: 4}\nfeeds: {x: {columns: [v, w]}, y: {columns: [v]${y}}}`;
    expect(await notesOf(feeds(''), series)).toMatchInlineSnapshot(`
      [
        "the model need only copy its input: "x" has v at the same steps as the target "y", so a good figure says nothing. Leave v out of the input: feeds: {x: {columns: [w]}}; for a forecast write feeds: {y: {columns: [v], part: horizon}}. Only an autoencoder is meant so",
      ]
    `);
    expect(await notesOf(feeds(', part: next'), series)).toEqual([]);
    const after = [input('x', ['batch', 'time', 2]), target('y', ['batch', 'after', 1])];
    expect(await notesOf(feeds(', part: horizon'), after)).toEqual([]);
  });

  test('in rows and in sequences', async () => {
    const row = [input('x', ['batch', 2]), target('y', ['batch', 1])];
    expect(await notesOf('feeds: {x: {columns: [v, w]}, y: {columns: [w]}}', row)).toMatchInlineSnapshot(`
      [
        "the model need only copy its input: "x" has w at the same steps as the target "y", so a good figure says nothing. Leave w out of the input: feeds: {x: {columns: [v]}}. Only an autoencoder is meant so",
      ]
    `);
    expect(
      await notesOf('feeds: {x: {columns: [v, g]}, y: {columns: [w]}}', [
        input('x', ['batch', 11]),
        target('y', ['batch', 1]),
      ]),
    ).toEqual([]);
    const whole = [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')];
    expect(
      await notesOf('sequence: {by: g}\nfeeds: {x: {columns: [c]}, y: {columns: [c]}}', whole),
    ).toMatchInlineSnapshot(`
      [
        "the model need only copy its input: "x" has c at the same steps as the target "y", so a good figure says nothing. Make "x" of other columns; for a model that goes on from what it said last write feeds: {x: {columns: [c], part: previous}}. Only an autoencoder is meant so",
        "the validation part has 1 sample, which tells little",
        "the test part has 1 sample, which tells little",
      ]
    `);
  });

  test('and a horizon without a feed of it', async () => {
    const feeds = (y: string): string =>
      `windows: {width: 4, horizon: 2}\nfeeds: {x: {columns: [w, c]}, y: {columns: [v]${y}}}`;
    const shapes = (time: string, rest: number) => [
      input('x', ['batch', 'time', 3]),
      target('y', ['batch', time, rest]),
    ];
    expect(await notesOf(feeds(''), shapes('time', 1))).toMatchInlineSnapshot(`
      [
        "horizon: 2 has no effect, as no feed has part: horizon. For a forecast write feeds: {y: {columns: [v], part: horizon}}; otherwise remove horizon:",
        "the validation part has 1 sample, which tells little",
        "the test part has 1 sample, which tells little",
      ]
    `);
    expect(await notesOf(feeds(', part: horizon'), shapes('after', 1))).toEqual([]);
  });
});
