import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchesOf, input, mistakes, open, samplesOf, target } from './given.ts';

const tokens = [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')];
const all = 'split: {train: 1}';

describe('a text', () => {
  test('as in Zaremba et al.: rows of contiguous tokens, batches that go on from each other', async () => {
    const text = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i)).join('');
    const data = await open(
      `source: t.txt\nwindows: {width: 3}\nvocabulary: {of: characters, unknown: false}\n${all}`,
      tokens,
      { files: { 't.txt': text } },
    );
    expect(data.preprocessing.vocabulary?.tokens.join('')).toBe(text);
    const batches = await batchesOf(data.train, { batch: 2 });
    expect(batches.map((b) => [b.carry, samplesOf([b], 'x'), samplesOf([b], 'y')])).toEqual([
      [
        false,
        [
          [0, 1, 2],
          [13, 14, 15],
        ],
        [
          [1, 2, 3],
          [14, 15, 16],
        ],
      ],
      [
        true,
        [
          [3, 4, 5],
          [16, 17, 18],
        ],
        [
          [4, 5, 6],
          [17, 18, 19],
        ],
      ],
      [
        true,
        [
          [6, 7, 8],
          [19, 20, 21],
        ],
        [
          [7, 8, 9],
          [20, 21, 22],
        ],
      ],
      [
        true,
        [
          [9, 10, 11],
          [22, 23, 24],
        ],
        [
          [10, 11, 12],
          [23, 24, 25],
        ],
      ],
    ]);
    expect(data.train.batchCount(2)).toBe(4);
    expect(await batchesOf(data.train, { batch: 2, shuffle: true })).toEqual(batches);
    expect(data.shuffle).toBe(false);
  });

  test('words in the manner of the Penn Treebank, from a folder of three parts', async () => {
    const files = {
      'ptb/ptb.train.txt': ' the cat sat \n the <unk> sat \n',
      'ptb/ptb.valid.txt': ' the dog sat \n',
      'ptb/ptb.test.txt': ' a cat \n the cat \n',
      'ptb/README': '',
    };
    const data = await open('source: ptb\nwindows: {width: 2}\nvocabulary: {of: words, size: 10}', tokens, { files });
    expect(data.preprocessing.vocabulary).toEqual({
      of: 'words',
      tokens: ['<eos>', 'sat', 'the', '<unk>', 'cat'],
      unknown: '<unk>',
    });
    expect(samplesOf(await batchesOf(data.validation, { batch: 1 }), 'x')).toEqual([[2, 3]]);
    expect(data.report.rows).toEqual({ train: 8, validation: 4, test: 6 });
  });

  test('a limited vocabulary has room for the unknown', async () => {
    const data = await open(`source: t.txt\nvocabulary: {of: words, size: 3}\nwindows: {width: 2}\n${all}`, tokens, {
      files: { 't.txt': 'a a a b b c d a' },
    });
    expect(data.preprocessing.vocabulary?.tokens).toEqual(['<unk>', 'a', 'b']);
    expect(samplesOf(await batchesOf(data.train, { batch: 1 }), 'x').flat()).toEqual([1, 1, 1, 2, 2, 0]);
  });

  test('is split by order, and the vocabulary comes from the first part', async () => {
    const files = { 't.txt': `${'ab'.repeat(40)}${'cd'.repeat(10)}` };
    const data = await open('source: t.txt\nwindows: {width: 4}\nsplit: {validation: 0.2}', tokens, { files });
    expect(data.preprocessing.vocabulary?.tokens).toEqual(['<unk>', 'a', 'b']);
    expect(new Set(samplesOf(await batchesOf(data.validation, { batch: 1 }), 'x').flat())).toEqual(new Set([0]));
  });

  test('bytes', async () => {
    const data = await open(`source: t.txt\nvocabulary: {of: bytes}\nwindows: {width: 3}\n${all}`, tokens, {
      files: { 't.txt': 'aé€x' },
    });
    expect(samplesOf(await batchesOf(data.train, { batch: 1 }), 'x')).toEqual([
      [97, 0xc3, 0xa9],
      [0xe2, 0x82, 0xac],
    ]);
  });

  test('the one token after the window', async () => {
    const data = await open(
      `source: t.txt\nwindows: {width: 3}\nshuffle: true\nvocabulary: {unknown: false}\n${all}`,
      [input('x', ['batch', 'time'], 'int32'), target('y', ['batch'], 'int32')],
      { files: { 't.txt': 'abcdefgh' } },
    );
    const batches = await batchesOf(data.train, { batch: 8 });
    expect([samplesOf(batches, 'x'), samplesOf(batches, 'y')]).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
      [3, 6],
    ]);
    expect(batches[0]?.carry).toBe(false);
  });

  const words = fc.array(fc.constantFrom('a', 'bb', 'é', '€uro', '😀', '\n', '<unk>', 'long-word'), {
    minLength: 60,
    maxLength: 200,
  });
  test('read as a stream it gives what memory gives, from any batch on', async () => {
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.constantFrom('words', 'characters', 'bytes'),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (list, of, chunk, batch, shuffle) => {
          const half = Math.floor(list.length / 2);
          const files = { 'a.txt': `\uFEFF${list.slice(0, half).join(' ')}`, 'b.txt': list.slice(half).join('  ') };
          const section = `source: [a.txt, b.txt]\nvocabulary: {of: ${of}}\nwindows: {width: 5${shuffle ? ', stride: 3' : ''}}\nsplit: {validation: 0.3}\nshuffle: ${shuffle}`;
          const held = await open(section, tokens, { files });
          const streamed = await open(section, tokens, { files, stream: chunk });
          expect(streamed.preprocessing).toEqual(held.preprocessing);
          for (const [a, b] of [
            [held.train, streamed.train],
            [held.validation, streamed.validation],
          ] as const) {
            const whole = await batchesOf(a, { batch });
            expect(await batchesOf(b, { batch })).toEqual(whole);
            expect(whole.length).toBe(a?.batchCount(batch));
            const from = whole.length >> 1;
            expect(await batchesOf(b, { batch, from })).toEqual(whole.slice(from));
            const mixed = await batchesOf(a, { batch, shuffle: true });
            expect(await batchesOf(a, { batch, from, shuffle: true })).toEqual(mixed.slice(from));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a long one jumps to checkpoints', async () => {
    const text = Array.from({ length: 200_000 }, (_, i) => ['a', 'é', '€', '😀', 'word'][((i * i) % 23) % 5]).join(' ');
    for (const of of ['bytes', 'characters', 'words']) {
      const section = `source: t.txt\nwindows: {width: 1000}\nvocabulary: {of: ${of}}\n${all}`;
      const held = await open(section, tokens, { files: { 't.txt': text } });
      const streamed = await open(section, tokens, { files: { 't.txt': text }, stream: 9_999 });
      const from = (held.train.batchCount(3) ?? 0) - 2;
      expect(await batchesOf(streamed.train, { batch: 3, from })).toEqual(
        await batchesOf(held.train, { batch: 3, from }),
      );
    }
  });

  test.each([
    [
      'floats',
      'source: t.txt',
      [input('x', ['batch', 'time', 1])],
      'data-feeds: feed "x" float32[batch, time, 1]: tokens are whole numbers, one per step',
    ],
    [
      'two inputs',
      'source: t.txt',
      [...tokens, input('z', ['batch', 'time'], 'int32')],
      'data-feeds: it is not clear what "x" is made of',
    ],
    [
      'an unknown feed',
      'source: t.txt\nfeeds: {q: {tokens: input}}',
      tokens,
      'data-feeds: neither an input of the model nor a target of a loss is called "q"',
    ],
    [
      'a folder of texts and a split by chance',
      'source: many\nsplit: {validation: 0.5, by: random}',
      tokens,
      'data-split: a text is one stream and is split by order',
    ],
    [
      'a token that validation has alone',
      'source: t.txt\nsplit: {validation: 0.2}\nvocabulary: {unknown: false}',
      tokens,
      'unknown-token: the text: "z" is not in the vocabulary',
    ],
    ['nothing', 'source: e.txt', tokens, 'data-empty: the data has no rows'],
    [
      'folder of parts with a split',
      'source: parts\nsplit: {validation: 0.1}',
      tokens,
      'conflicting-keys: split has nothing to cut: the folder "parts" has a file for each part',
    ],
    ['keys of a table', 'source: many\ngroup: g', tokens, 'no-effect: group has no effect: the format is text'],
  ])('mistake: %s', async (_, section, inputs, expected) => {
    const files = {
      't.txt': `${'a'.repeat(80)}${'z'.repeat(20)}`,
      'e.txt': '',
      'many/1.txt': 'abc',
      'many/2.txt': 'def',
      'parts/train.txt': 'a',
      'parts/valid.txt': 'b',
    };
    const found = await mistakes(() => open(section, inputs, { files }));
    expect(found[0]?.replace(/^\S+ /, '')).toBe(expected);
  });

  test('too short for its batch', async () => {
    const data = await open(`source: t.txt\n${all}`, tokens, { files: { 't.txt': 'abcdefghij' } });
    expect(data.train.batchCount(4)).toBe(0);
    expect(await mistakes(() => batchesOf(data.train))).toEqual([
      '- data-empty: the train text has 10 tokens, too few for 4 streams of 20 steps',
    ]);
  });
});
