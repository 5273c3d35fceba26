import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { batchesOf, csv, input, open, samplesOf, target } from './given.ts';

const shapes = [input('x', ['batch', 'time', 1]), target('y', ['batch'], 'int32')];
const section = (more = '', feeds = '{x: {columns: [v]}, y: {columns: [label]}}'): string =>
  `source: d.csv\nsequence: {by: id}\nfeeds: ${feeds}\ncolumns: {v: {type: number, normalize: none}, label: {type: category, values: [no, yes]}}\n${more}`;
const messageOf = (opening: Promise<unknown>): Promise<string> =>
  opening.then(
    () => 'nothing was thrown',
    (cause: unknown) => String(cause),
  );

/** Each row says of which sequence it is, its place there and its label; sequences are mixed. */
const table = fc
  .array(fc.record({ steps: fc.integer({ min: 1, max: 6 }), label: fc.constantFrom('no', 'yes') }), {
    minLength: 4,
    maxLength: 12,
  })
  .chain((sequences) => {
    const rows = sequences.flatMap(({ steps, label }, s) =>
      Array.from({ length: steps }, (_, t) => ({ id: `s${s}`, t, v: s * 100 + t, label })),
    );
    return fc.record({
      sequences: fc.constant(sequences),
      rows: fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
    });
  });

describe('sequence: {by}', () => {
  test('gives each series as one sample in the order of time, in one part, from memory and as a stream', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('order', 'random'), async ({ sequences, rows }, by) => {
        const day = (t: number): string => `2021-03-0${t + 1}`;
        const text = csv(
          ['id', 'd', 'v', 'label'],
          rows.map(({ id, t, v, label }) => [id, day(t), v, label]),
        );
        const data = await open(section(`time: d\nsplit: {train: 0.5, validation: 0.5, test: 0, by: ${by}}`), shapes, {
          files: { 'd.csv': text },
        });
        const seen: number[] = [];
        for (const part of [data.train, data.validation]) {
          if (part === null) continue;
          const batches = await batchesOf(part);
          const labels = samplesOf(batches, 'y');
          const steps = batches.flatMap(({ lengths, samples, feeds }) =>
            Array.from({ length: samples }, (_, i) => lengths['x']?.[i] ?? feeds['x']?.shape[1] ?? 0),
          );
          samplesOf(batches, 'x').forEach((sample, i) => {
            const values = (sample as number[][]).flat().slice(0, steps[i]);
            const s = Math.floor((values[0] ?? 0) / 100);
            expect(values).toEqual(Array.from({ length: sequences[s]?.steps ?? 0 }, (_, t) => s * 100 + t));
            expect(labels[i]).toBe(sequences[s]?.label === 'yes' ? 1 : 0);
            seen.push(s);
          });
        }
        expect(seen.sort((a, b) => a - b)).toEqual(sequences.map((_, s) => s));
        const trained = samplesOf(await batchesOf(data.train), 'y');
        expect(data.report.counts.label).toEqual([0, 1].map((label) => trained.filter((one) => one === label).length));
        expect(data.report.rows.train + data.report.rows.validation).toBe(rows.length);
        const lengths = sequences.map(({ steps }) => steps);
        expect(data.report.sequences).toEqual({ shortest: Math.min(...lengths), longest: Math.max(...lengths) });
      }),
      { numRuns: 40 },
    );
  });

  test('reads a sorted file as a stream with the same samples', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => [`s${Math.floor(i / 3)}`, i, i % 6 < 3 ? 'no' : 'yes']);
    const files = { 'd.csv': csv(['id', 'v', 'label'], rows) };
    const of = async (stream?: number) => {
      const data = await open(section('shuffle: false'), shapes, { files, ...(stream ? { stream } : {}) });
      return [samplesOf(await batchesOf(data.train), 'x'), samplesOf(await batchesOf(data.test), 'x')];
    };
    expect(await of(64)).toEqual(await of());
  });

  test('a feed with a time axis takes a value per step, text one token', async () => {
    const rows = [
      ['a', 'the', 'D'],
      ['a', 'dog', 'N'],
      ['b', 'cats', 'N'],
      ['b', 'see', 'V'],
      ['b', 'dogs', 'N'],
    ];
    const tags = [input('w', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')];
    const data = await open(
      'source: d.csv\nsequence: {by: id}\nsplit: {train: 1, validation: 0, test: 0}\ncolumns: {word: {type: text}}\nfeeds: {w: {columns: [word]}, y: {columns: [tag]}}',
      tags,
      { files: { 'd.csv': csv(['id', 'word', 'tag'], rows) } },
    );
    const [batch] = await batchesOf(data.train);
    expect(batch?.lengths).toEqual({ w: Int32Array.of(2, 3), y: Int32Array.of(2, 3) });
    expect(batch?.feeds['y']?.data).toEqual(Int32Array.of(0, 1, 0, 1, 2, 1));
    expect(new Set(batch?.feeds['w']?.data).size).toBe(6);
  });

  test('a value per sequence that changes is an error with its row', async () => {
    const files = {
      'd.csv': csv(
        ['id', 'v', 'label'],
        [
          ['a', 1, 'no'],
          ['b', 2, 'no'],
          ['a', 3, 'yes'],
        ],
      ),
    };
    expect(await messageOf(open(section(), shapes, { files }))).toContain(
      'd.csv:4:5: column "label" changes within the sequence "a", which has one value of it',
    );
  });

  test('a label that changes in its capitals alone is told with both', async () => {
    const rows = ['a,1,saw', 'a,2,Saw', 'b,3,Saw', 'b,4,Saw'].map((row) => `${row}\n`);
    const files = { 'd.csv': `id,v,label\n${rows.join('')}` };
    const error: unknown = await open(`${section().replace(', values: [no, yes]', '')}split: {train: 1}`, shapes, {
      files,
    }).catch((cause: unknown) => cause);
    expect(error instanceof RnncError ? error.diagnostics.map(({ fix }) => fix) : []).toEqual([
      expect.stringMatching(/^write "Saw" and "saw" alike: they differ only in their capitals; or give all rows/),
    ]);
  });

  test('samples of one step are refused unless they are meant', async () => {
    const files = {
      'd.csv': csv(
        ['id', 'v', 'label'],
        Array.from({ length: 20 }, (_, i) => [i >> 2, i, 'no']),
      ),
    };
    const rest = 'feeds: {x: {columns: [v]}, y: {columns: [label]}}\ncolumns: {label: {type: category}}';
    expect(await messageOf(open(`source: d.csv\ngroup: id\n${rest}`, shapes, { files }))).toMatchInlineSnapshot(`
      "RnncError: model.yaml data-sequence: every sample of feed "x" is one step: a row has one value of v
        expected: samples with several steps: rows of a series, windows of them, or lists in a row
        found:    each row by itself
        fix:      write data: {sequence: {by: id}} in place of group where all rows of one id are a sample, windows: {width: 10} for windows of rows, or sequence: false where one step is meant"
    `);
    const meant = await open(`source: d.csv\nsequence: false\n${rest}`, shapes, { files });
    expect(meant.train.samples).toBe(16);
  });
});
