import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeCut, tokensIn, wordJoiner } from '../../src/data/dataset/tokens.ts';
import { decodeTokens, feedsFromRows, feedsFromText, labelsOf } from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target, tokensOf } from './given.ts';

const rows = [
  ['a cat sleeps', 'D N V'],
  ['the cat sees a dog', 'D N V D N'],
  ['the dog sleeps', 'D N V'],
  ['a dog sees the cat', 'D N V D N'],
] as const;
const files = { 'd.csv': csv(['words', 'tags'], rows) };
const shapes = [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')];
const section = 'source: d.csv\nfeeds: {x: {columns: [words]}, y: {columns: [tags]}}\nsplit: {train: 1}';

describe('columns of text', () => {
  test('each has a vocabulary of its own; tags of a step are found, and none of them is unknown', async () => {
    const { preprocessing, train } = await open(section, shapes, { files });
    expect(tokensOf(preprocessing, 'words')).toEqual(['<unk>', 'a', 'cat', 'dog', 'the', 'sees', 'sleeps']);
    expect(labelsOf(preprocessing, 'y')).toEqual(['D', 'N', 'V']);
    const [batch] = await batchesOf(train, { batch: 1 });
    expect(samplesOf(batch === undefined ? [] : [batch], 'y')).toEqual([[0, 1, 2]]);
    const plain = JSON.parse(JSON.stringify(preprocessing)) as typeof preprocessing;
    expect(Array.from(feedsFromText(plain, 'a bird sleeps').feeds.x?.data ?? [])).toEqual([1, 0, 6]);
    expect(decodeTokens(plain, [4, 3, 6])).toBe('the dog sleeps');
    const kept = await open(section, shapes, { files, preprocessing: plain });
    expect(kept.preprocessing.columns).toEqual(preprocessing.columns);
  });

  test('one shares that of another, and has its unknown token', async () => {
    const shared = section.replace('feeds', 'columns: {tags: {vocabulary: {share: words}}}\nfeeds');
    const { preprocessing } = await open(shared, shapes, { files });
    expect(tokensOf(preprocessing, 'tags')).toEqual(tokensOf(preprocessing, 'words'));
    expect(tokensOf(preprocessing, 'tags').slice(0, 3)).toEqual(['<unk>', 'D', 'N']);
  });

  test('a column says otherwise than the section', async () => {
    const own = section.replace(
      'feeds',
      'vocabulary: {lower: true, size: 4}\ncolumns: {tags: {vocabulary: {size: 2, lower: false, unknown: "?"}}}\nfeeds',
    );
    const { preprocessing } = await open(own, shapes, { files });
    expect(tokensOf(preprocessing, 'words')).toEqual(['<unk>', 'a', 'cat', 'dog']);
    expect(tokensOf(preprocessing, 'tags')).toEqual(['?', 'D']);
  });

  test('mistakes have their places', async () => {
    const sharing = (columns: string) =>
      mistakes(() => open(section.replace('feeds', `columns: ${columns}\nfeeds`), shapes, { files }));
    expect(await sharing('{tags: {vocabulary: {share: nowhere}}}')).toEqual([
      '- data-column: column "tags" shares the vocabulary of "nowhere", which no feed takes as text',
    ]);
    expect(await sharing('{tags: {vocabulary: {share: words}}, words: {vocabulary: {share: tags}}}')).toEqual([
      expect.stringContaining('which shares that of'),
    ]);
    const last = section.replace('{train: 1}', '{train: 0.75, validation: 0.25, by: order}');
    const odd = { 'd.csv': csv(['words', 'tags'], [...rows.slice(0, 3), ['a dog', 'D X']]) };
    expect(await mistakes(() => open(last, shapes, { files: odd }))).toEqual([
      expect.stringContaining('has the token "X", which is not in the vocabulary'),
    ]);
    const unknown = section.replace('feeds', 'columns: {tags: {vocabulary: {unknown: true}}}\nfeeds');
    const { preprocessing } = await open(unknown, shapes, { files });
    expect(labelsOf(preprocessing, 'y')).toEqual(['<unk>', 'D', 'N', 'V']);
  });
});

describe('how texts are cut', () => {
  test('equal letters are one token, however they are written, also in answers', async () => {
    const composed = 'caf\u00e9';
    const apart = 'cafe\u0301';
    const cafe = { 'd.csv': csv(['words', 'tags'], [...rows, [`${composed} ${apart}`, 'N N']]) };
    const { preprocessing } = await open(section, shapes, { files: cafe });
    expect(tokensOf(preprocessing, 'words').filter((token) => token.startsWith('caf'))).toEqual([composed]);
    const { feeds } = feedsFromRows(preprocessing, [{ words: [apart, composed], tags: [] }]);
    expect(new Set(feeds.x?.data).size).toBe(1);
    const none = section.replace('feeds', 'vocabulary: {normalize: none}\nfeeds');
    const raw = await open(none, shapes, { files: cafe });
    expect(tokensOf(raw.preprocessing, 'words').filter((token) => token.startsWith('caf'))).toHaveLength(2);
  });

  test('punctuation as tokens, and texts joined again', () => {
    const form = { of: 'words', punctuation: 'tokens' } as const;
    const text = 'Well-known, isn\'t it? (Yes: 1,000.5 km!) "So be it," he said.';
    expect(tokensIn(form, text)).toEqual(
      'Well-known|,|isn\'t|it|?|(|Yes|:|1,000.5|km|!|)|"|So|be|it|,|"|he|said|.'.split('|'),
    );
    expect(tokensIn(form, text).map(wordJoiner(form)).join('')).toBe(text);
    expect(tokensIn({ of: 'words', punctuation: 'dropped', lower: true }, 'Oh, <unk> — NO!')).toEqual([
      'oh',
      '<unk>',
      'no',
    ]);
  });

  test('words without punctuation are joined as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,5}[,.]?$/), { minLength: 1 }), (words) => {
        const form = { of: 'words' } as const;
        expect(tokensIn(form, words.join(' ')).map(wordJoiner(form)).join('')).toBe(words.join(' '));
      }),
    );
  });

  test('a text in pieces has the characters of the whole', async () => {
    const letter = fc.constantFrom('e', '\u0301', '\u1112', '\u1161', '\u11ab', '\u{16d63}', 'é', '가', '😀', '\u0323');
    await fc.assert(
      fc.asyncProperty(
        fc.array(letter, { minLength: 4, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        async (letters, stream) => {
          const text = letters.join('');
          const at = safeCut(text);
          expect(text.slice(0, at).normalize() + text.slice(at).normalize()).toBe(text.normalize());
          const whole = Array.from(text.normalize());
          if (whole.length < 3) return;
          const data = await open(
            'source: t.txt\nwindows: {width: 1}\nvocabulary: {unknown: false}\nsplit: {train: 1}',
            [input('x', ['batch', 'time'], 'int32'), target('y', ['batch', 'time'], 'int32')],
            { files: { 't.txt': text }, stream },
          );
          const batches = await batchesOf(data.train, { batch: 1 });
          expect(
            samplesOf(batches, 'x')
              .flat()
              .map((n) => data.preprocessing.vocabulary?.tokens[Number(n)]),
          ).toEqual(whole.slice(0, -1));
        },
      ),
      { numRuns: 60 },
    );
  });
});
