import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleNotes } from '../../src/data/batches/sample-notes.ts';
import { cutCell } from '../../src/data/rows/list-cells.ts';
import { feedsFromRows, feedsFromText } from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target, tokensOf } from './given.ts';

const told = 'longer than 3 steps cut: the';

describe('longest', () => {
  const files = {
    't.csv': csv(
      ['words', 'y'],
      [
        ['a b c d e', 1],
        ['b c', 2],
        ['c b a d', 3],
      ],
    ),
  };
  const shapes = [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 1])];
  const section = (column: string) =>
    `source: t.csv\ncolumns: {words: ${column}, y: {normalize: none}}\nsplit: {train: 1, by: order}`;

  test.each([
    [
      'start',
      '',
      ['<unk>', 'b', 'c', 'a'],
      [
        ['a', 'b', 'c'],
        ['b', 'c'],
        ['c', 'b', 'a'],
      ],
    ],
    [
      'end',
      ', keep: end',
      ['<unk>', 'c', 'b', 'd', 'a', 'e'],
      [
        ['c', 'd', 'e'],
        ['b', 'c'],
        ['b', 'a', 'd'],
      ],
    ],
  ] as const)('keeps the %s of texts, in training and answers', async (which, keep, tokens, kept) => {
    const data = await open(section(`{vocabulary: {of: words}, longest: 3${keep}}`), shapes, { files });
    const { preprocessing, report, train } = data;
    expect(new Set(tokensOf(preprocessing, 'words'))).toEqual(new Set(tokens));
    expect(report.notes).toContain(`2 of "words" ${told} ${which} is kept`);
    const numberOf = (token: string) => tokensOf(preprocessing, 'words').indexOf(token);
    const found = samplesOf(await batchesOf(train, { batch: 1 }), 'x');
    expect(found).toEqual(kept.map((list) => list.map(numberOf)));
    const plain = JSON.parse(JSON.stringify(preprocessing)) as typeof preprocessing;
    const given = ['a b c d e', 'b c', 'c b a d'];
    expect(given.map((text) => Array.from(feedsFromText(plain, text).feeds.x?.data ?? []))).toEqual(found);
    expect(sampleNotes(plain, given)).toEqual([`2 of "words" ${told} ${which} is kept`]);
    const again = await open(section('{}'), shapes, { files, preprocessing: plain });
    expect(samplesOf(await batchesOf(again.train, { batch: 1 }), 'x')).toEqual(found);
  });

  test('of lists of numbers, whose scale is that of what is read', async () => {
    const lists = {
      't.ndjson': ['{"v": [1, 2, 3, 900], "y": 1}', '{"v": [2, 3], "y": 1}', '{"v": [[5]], "y": 0}']
        .slice(0, 2)
        .join('\n'),
    };
    const said =
      'source: t.ndjson\ncolumns: {v: {longest: 3, normalize: minmax}, y: {normalize: none}}\nfeeds: {x: {columns: [v]}, y: {columns: [y]}}\nsplit: {train: 1, by: order}';
    const { train, report } = await open(said, [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])], {
      files: lists,
    });
    expect(samplesOf(await batchesOf(train, { batch: 1 }), 'x')).toEqual([
      [[0], [0.5], [1]],
      [[0.5], [1]],
    ]);
    expect(report.notes).toContain(`1 of "v" ${told} start is kept`);
  });

  test.each([
    [
      'start',
      '',
      [
        [[1], [2], [3]],
        [[7], [8]],
      ],
    ],
    [
      'end',
      ', keep: end',
      [
        [[3], [4], [5]],
        [[7], [8]],
      ],
    ],
  ] as const)('keeps the %s of sequences, also as a stream', async (which, keep, kept) => {
    const rows = {
      't.csv': csv(['id', 'v', 'y'], [...[1, 2, 3, 4, 5].map((v) => ['a', v, 1] as const), ['b', 7, 0], ['b', 8, 0]]),
    };
    const said = `source: t.csv\nsequence: {by: id, longest: 3${keep}}\ncolumns: {v: {normalize: none}, y: {normalize: none}}\nfeeds: {x: {columns: [v]}, y: {columns: [y]}}\nsplit: {train: 1, by: order}`;
    const of = [input('x', ['batch', 'time', 1]), target('y', ['batch', 1])];
    for (const stream of [undefined, 16]) {
      const data = await open(said, of, { files: rows, ...(stream === undefined ? {} : { stream }) });
      expect(samplesOf(await batchesOf(data.train, { batch: 1 }), 'x')).toEqual(kept);
      expect(data.report.notes).toContain(`1 sequence ${told} ${which} is kept`);
      expect(data.report.sequences).toEqual({ shortest: 2, longest: 3 });
      const given = [1, 2, 3, 4, 5].map((v) => ({ id: 'q', v }));
      const notes: string[] = [];
      const { feeds } = feedsFromRows(data.preprocessing, given, { onNote: (note) => notes.push(note) });
      expect(Array.from(feeds.x?.data ?? [])).toEqual(kept[0].flat());
      expect(notes).toEqual([`1 sequence ${told} ${which} is kept`]);
    }
  });

  test('mistakes', async () => {
    expect(
      await mistakes(() => open('source: t.csv\ncolumns: {y: {longest: 3}}', [input('y', ['batch', 1])], { files })),
    ).toEqual([expect.stringContaining('longest of column "y" has no effect')]);
    await expect((async () => open(section('{keep: end}'), shapes, { files }))()).rejects.toThrow('no-effect');
  });

  test.each([
    [
      'x: {longest: 2, keep: end}, y: {longest: 2}',
      'write columns: {x: {longest: 2, keep: end}, y: {longest: 2, keep: end}}',
    ],
    ['x: {longest: 2}', 'write columns: {x: {longest: 2}, y: {longest: 2}}'],
    ['y: {longest: 2}', 'write columns: {x: {longest: 2}, y: {longest: 2}}'],
    ['x: {longest: 2}, y: {longest: 2}, z: {longest: 3}', 'z: {longest: 2}}'],
    ['x: {longest: 2, keep: end}, y: {longest: 2, keep: end}, z: {longest: 2, keep: end}', null],
  ])('columns of one axis are cut alike: %s', async (columns, fix) => {
    const lists = Array.from({ length: 4 }, (_, i) => JSON.stringify({ x: [i, 2, 3], y: [i, 4, 6], z: [1, i, 0] }));
    const said = `source: t.ndjson\ncolumns: {${columns}}\nfeeds: {x: {columns: [x, z]}, y: {columns: [y]}}\nsplit: {train: 1, by: order}`;
    const of = [input('x', ['batch', 'time', 2]), target('y', ['batch', 'time', 1])];
    const opened = open(said, of, { files: { 't.ndjson': lists.join('\n') } });
    if (fix === null) await opened;
    else await expect(opened).rejects.toThrow(fix);
  });

  test('bytes are cut between characters', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (text, steps, isEnd) => {
          const cut = cutCell(text, { steps, ...(isEnd ? { keep: 'end' as const } : {}) }, { of: 'bytes' });
          if (typeof cut !== 'string') throw new Error('no text');
          expect(new TextEncoder().encode(cut).length).toBeLessThanOrEqual(steps);
          expect(isEnd ? text.endsWith(cut) : text.startsWith(cut)).toBe(true);
          expect(Array.from(text).length - Array.from(cut).length).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
