import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compile, load, type Model, memorySources } from '../../src/index.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target, tokensOf } from '../data/given.ts';

const WORDS = input('words', ['batch', 'words'], 'int32');
const LETTERS = input('letters', ['batch', 'words', 'letters'], 'int32');
const TAG = target('tag', ['batch', 'words'], 'int32');

const FEEDS = 'feeds: {words: {columns: [word]}, letters: {columns: [word.characters]}, tag: {columns: [tag]}}';
const COLUMNS = 'word: {type: text}, tag: {type: category, values: [A, B]}';
const tagged = (more = '', columns = COLUMNS): string =>
  `source: d.csv\nsequence: {by: s}\nsplit: {train: 1}\ncolumns: {${columns}}\n${FEEDS}\n${more}`;

/** Sentences of words over few letters; some words may be long. */
const sentences = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é', 'Z', '𝄞'), minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 4,
  }),
  { minLength: 3, maxLength: 9 },
);
const rowsOf = (all: readonly (readonly string[])[]) =>
  all.flatMap((words, s) => words.map((word, i) => [`s${s}`, word, i % 2 ? 'B' : 'A']));

/** Lists of numbers as a batch has them: as long as the longest of the batch, with 0 behind. */
function padded(samples: readonly (readonly (readonly number[])[])[]): unknown {
  const words = Math.max(...samples.map(({ length }) => length));
  const letters = Math.max(...samples.flat().map(({ length }) => length), 0);
  return samples.map((sample) =>
    Array.from({ length: words }, (_, w) => Array.from({ length: letters }, (_, l) => sample[w]?.[l] ?? 0)),
  );
}

describe('letters of words', () => {
  test('are fed beside the words of a table, from memory and as a stream', async () => {
    await fc.assert(
      fc.asyncProperty(sentences, fc.constantFrom(undefined, 7), async (all, stream) => {
        const text = csv(['s', 'word', 'tag'], rowsOf(all));
        const data = await open(tagged(), [WORDS, LETTERS, TAG], {
          files: { 'd.csv': text },
          ...(stream === undefined ? {} : { stream }),
        });
        const letters = tokensOf(data.preprocessing, 'word.characters');
        expect(new Set(letters)).toEqual(new Set(['<unk>', ...all.flat().flatMap((word) => Array.from(word))]));
        const words = tokensOf(data.preprocessing, 'word');
        const batches = await batchesOf(data.train, { batch: 3 });
        let seen = 0;
        for (const batch of batches) {
          const own = all.slice(seen, seen + batch.samples);
          seen += batch.samples;
          const numbers = own.map((sentence) =>
            sentence.map((word) => Array.from(word, (letter) => letters.indexOf(letter))),
          );
          expect(samplesOf([batch], 'letters')).toEqual(padded(numbers));
          expect((samplesOf([batch], 'words') as number[][]).map(([first]) => words[first ?? 0])).toEqual(
            own.map(([first]) => first),
          );
          const longest = Math.max(...own.map(({ length }) => length));
          const counts = own.flatMap((sentence) =>
            Array.from({ length: longest }, (_, w) => Array.from(sentence[w] ?? '').length),
          );
          const isFull = counts.every((n) => n === counts[0]);
          expect(batch.inner?.letters?.data ?? null).toEqual(isFull ? null : Int32Array.from(counts));
        }
        expect(seen).toBe(all.length);
      }),
      { numRuns: 40, seed: 20_261_129 },
    );
  });

  test('have a vocabulary of their own, whose rule columns may write, and may be left out of long words', async () => {
    const text = csv(
      ['s', 'word', 'tag'],
      [
        ['1', 'Anna', 'A'],
        ['1', 'naan', 'B'],
        ['2', 'Xylophon', 'A'],
      ],
    );
    const columns = `${COLUMNS.replace('text}', 'text, vocabulary: {lower: true, min_count: 2, unknown: <unk>}}')}, word.characters: {longest: 3, keep: end, vocabulary: {min_count: 2}}`;
    const { preprocessing, train } = await open(tagged('', columns), [WORDS, LETTERS, TAG], {
      files: { 'd.csv': text },
    });
    expect(tokensOf(preprocessing, 'word')).toEqual(['<unk>']);
    // of nna, aan, hon
    expect(tokensOf(preprocessing, 'word.characters')).toEqual(['<unk>', 'n', 'a']);
    const [first] = samplesOf(await batchesOf(train), 'letters') as number[][][];
    expect(first).toEqual([
      [1, 1, 2],
      [2, 2, 1],
    ]);
    expect(samplesOf(await batchesOf(train), 'letters')[1]).toEqual([
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });

  test('of texts and lists of words in a row, and as bytes', async () => {
    const rows = [
      { text: 'the cat', list: ['the', 'cat'], y: 'no' },
      { text: 'sat', list: ['sat'], y: 'yes' },
    ];
    const ndjson = rows.map((row) => JSON.stringify(row)).join('\n');
    const y = target('y', ['batch'], 'int32');
    const read = async (column: string) => {
      const data = await open(
        `source: d.ndjson\nsplit: {train: 1}\nfeeds: {letters: {columns: [${column}]}, y: {columns: [y]}}\ncolumns: {text: {type: text}, y: {type: category}}`,
        [LETTERS, y],
        { files: { 'd.ndjson': ndjson } },
      );
      return { batches: await batchesOf(data.train), data };
    };
    const ofText = await read('text.characters');
    expect(samplesOf(ofText.batches, 'letters')).toEqual(samplesOf((await read('list.characters')).batches, 'letters'));
    const letters = tokensOf(ofText.data.preprocessing, 'text.characters');
    expect(letters).not.toContain(' ');
    expect(samplesOf(ofText.batches, 'letters')).toEqual(
      padded(rows.map(({ list }) => list.map((word) => Array.from(word, (letter) => letters.indexOf(letter))))),
    );
    expect(ofText.batches[0]?.lengths).toEqual({ letters: Int32Array.of(2, 1) });
    expect(samplesOf((await read('text.bytes')).batches, 'letters')).toEqual(
      padded(rows.map(({ list }) => list.map((word) => [...new TextEncoder().encode(word)]))),
    );
  });

  test('what does not fit is told', async () => {
    const files = {
      'd.csv': csv(
        ['s', 'word', 'tag', 'n'],
        [
          ['1', 'a', 'A', 1],
          ['2', 'b', 'B', 2],
        ],
      ),
    };
    const section = (feeds: string, more = ''): string =>
      `source: d.csv\n${more || 'sequence: {by: s}'}\ncolumns: {${COLUMNS}}\nfeeds: {${feeds}, tag: {columns: [tag]}}`;
    expect(
      await mistakes(() => open(section('letters: {columns: [n.characters]}'), [LETTERS, TAG], { files })),
    ).toEqual(['- data-feeds: "n.characters" of feed "letters": the column "n" is of type number and has no letters']);
    expect(await mistakes(() => open(section('words: {columns: [word.characters]}'), [WORDS, TAG], { files }))).toEqual(
      ['- data-feeds: feed "words" int32[batch, words]: "word.characters" has several letters at each step'],
    );
    expect(
      await mistakes(() =>
        open(section('letters: {columns: [n]}', 'windows: {width: 2, horizon: 1}'), [LETTERS, TAG], { files }),
      ),
    ).toEqual([
      '- data-feeds: "letters" int32[batch, words, letters] takes sequences of sequences, which windows do not cut',
    ]);
    expect(
      await mistakes(() =>
        open(`source: d.csv\nsequence: {by: s}\nsplit: {train: 1}\ncolumns: {${COLUMNS}}`, [LETTERS, TAG], { files }),
      ),
    ).toEqual(['- data-feeds: it is not clear what "letters" is made of']);
    const single = await mistakes(() => open(section('letters: {columns: [tag]}'), [LETTERS, TAG], { files }));
    expect(single.join()).toContain('column "tag" has one value at a step that is a sequence');
    expect(
      await mistakes(() => open(section('letters: {columns: [words.characters]}'), [LETTERS, TAG], { files })),
    ).toEqual(['- unknown-column: feed "letters": there is no column "words.characters"']);
    const ofWords = `${COLUMNS}, word.characters: {vocabulary: {of: words}}`;
    expect(await mistakes(() => open(tagged('', ofWords), [WORDS, LETTERS, TAG], { files }))).toEqual([
      '- data-feeds: the vocabulary of "word.characters" is one of words, and the column has characters',
    ]);
  });
});

describe('lists of lists', () => {
  const HOURS = input('x', ['batch', 'days', 'hours', 2]);
  const y = target('y', ['batch', 'days', 1]);

  test('of numbers are read as they are nested, and share their scale', async () => {
    const rows = [
      {
        x: [
          [
            [1, 10],
            [3, 30],
          ],
          [[5, 50]],
        ],
        y: [1, 2],
      },
      {
        x: [
          [
            [7, 70],
            [9, 90],
            [11, 110],
          ],
        ],
        y: [3],
      },
      { x: [[], [[2, 20]]], y: [4, 5] },
    ];
    const data = await open('source: d.ndjson\nsplit: {train: 1}\ncolumns: {y: {normalize: none}}', [HOURS, y], {
      files: { 'd.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') },
    });
    const recipe = data.preprocessing.columns.x;
    const flat = rows.flatMap(({ x }) => x.flat());
    const mean = flat.reduce((sum, [a = 0]) => sum + a, 0) / flat.length;
    const deviation = Math.sqrt(flat.reduce((sum, [a = 0]) => sum + (a - mean) ** 2, 0) / flat.length);
    expect(recipe).toMatchObject({ type: 'number', normalize: 'standard' });
    const [batch] = await batchesOf(data.train);
    expect(batch?.feeds.x?.shape).toEqual([3, 2, 3, 2]);
    expect(batch?.inner?.hours?.data).toEqual(Int32Array.of(2, 1, 3, 0, 0, 1));
    expect(batch?.lengths.x).toEqual(Int32Array.of(2, 1, 2));
    const found = samplesOf(
      [batch].flatMap((one) => one ?? []),
      'x',
    ) as number[][][][];
    rows.forEach(({ x }, s) => {
      x.forEach((day, d) => {
        day.forEach(([a = 0, b = 0], h) => {
          expect(found[s]?.[d]?.[h]?.[0]).toBeCloseTo((a - mean) / deviation, 5);
          expect(found[s]?.[d]?.[h]?.[1]).toBeCloseTo((b - 10 * mean) / (10 * deviation), 5);
        });
      });
    });
    expect(found[1]?.[1]).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });

  test('a row that is a day has its hours in lists, or in columns', async () => {
    const text = (rows: readonly string[]): string => `house,t,p,y\n${rows.join('\n')}\n`;
    const hours = input('x', ['batch', 'days', 'hours', 1]);
    const lists = await open(
      'source: d.csv\nsequence: {by: house}\nsplit: {train: 1}\ncolumns: {p: {normalize: none}, y: {normalize: none}}\nfeeds: {x: {columns: [p]}, y: {columns: [y]}}',
      [hours, y],
      { files: { 'd.csv': text(['a,1,1 2 3,1', 'a,2,4 5,2', 'b,1,6 7 8 9,3']) } },
    );
    const [batch] = await batchesOf(lists.train);
    expect(batch?.feeds.x?.shape).toEqual([2, 2, 4, 1]);
    expect(batch?.inner?.hours?.data).toEqual(Int32Array.of(3, 2, 4, 0));
    expect(Array.from(batch?.feeds.x?.data ?? [])).toEqual([1, 2, 3, 0, 4, 5, 0, 0, 6, 7, 8, 9, 0, 0, 0, 0]);
    const columns = await open(
      'source: d.csv\nsequence: {by: house}\nsplit: {train: 1}\ncolumns: {h0: {normalize: none}, h1: {normalize: none}, y: {normalize: none}}\nfeeds: {x: {columns: [h0, h1]}, y: {columns: [y]}}',
      [hours, y],
      { files: { 'd.csv': 'house,h0,h1,y\na,1,2,1\na,3,4,2\nb,5,6,3\n' } },
    );
    const [side] = await batchesOf(columns.train);
    expect(
      samplesOf(
        [side].flatMap((one) => one ?? []),
        'x',
      ),
    ).toEqual([
      [
        [[1], [2]],
        [[3], [4]],
      ],
      [
        [[5], [6]],
        [[0], [0]],
      ],
    ]);
  });

  test('sentences of a document have their words', async () => {
    const documents = input('text', ['batch', 'sentences', 'words'], 'int32');
    const stars = target('stars', ['batch'], 'int32');
    const data = await open(
      'source: d.csv\nsequence: {by: id}\nsplit: {train: 1}\ncolumns: {text: {type: text, longest: 3}, stars: {type: category}}\nfeeds: {text: {columns: [text]}, stars: {columns: [stars]}}',
      [documents, stars],
      { files: { 'd.csv': 'id,text,stars\n1,a good film,5\n1,good,5\n2,a bad bad end,1\n' } },
    );
    const tokens = tokensOf(data.preprocessing, 'text');
    const [batch] = await batchesOf(data.train);
    const named = (
      samplesOf(
        [batch].flatMap((one) => one ?? []),
        'text',
      ) as number[][][]
    ).map((sample) => sample.map((sentence) => sentence.map((token) => tokens[token])));
    expect(batch?.inner?.words?.data).toEqual(Int32Array.of(3, 1, 3, 0));
    expect(named[0]?.[0]).toEqual(['a', 'good', 'film']);
    expect(named[0]?.[1]?.[0]).toBe('good');
    expect(named[1]?.[0]).toEqual(['a', 'bad', 'bad']);
  });

  test('what does not fit is told with its place', async () => {
    const shapes = [
      input('x', ['batch', 'words', 'letters'], 'int32'),
      target('z', ['batch', 'words', 'letters'], 'int32'),
    ];
    const told = (...rows: readonly object[]) =>
      mistakes(() =>
        open('source: d.ndjson\nsplit: {train: 1}\ncolumns: {x: {type: number}, z: {type: number}}', shapes, {
          files: { 'd.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') },
        }),
      );
    expect(await told({ x: [[1, 2], [3]], z: [[1, 0], [1]] }, { x: [[1], 2], z: [[1], [0]] })).toEqual([
      'd.ndjson:2:11 bad-row: d.ndjson:2:11: column "x" has one value at a step that is a sequence',
    ]);
    expect(
      await told({
        x: [[1, 2], [3]],
        z: [
          [1, 0],
          [1, 1],
        ],
      }),
    ).toEqual(['d.ndjson:1:29 bad-row: d.ndjson:1:29: column "z" gives "z" 2 steps along "letters", and "x" has 1']);
    expect(await told({ x: [1, 2], z: [1, 2] })).toEqual([
      'd.ndjson:1:7 bad-row: d.ndjson:1:7: column "x" has one value at a step that is a sequence',
    ]);
    expect(await told({ x: [[[1, 2]], [[2, 3]]], z: [[1], [2]] })).toHaveLength(1);
  });
});

const MODEL = `
inputs:
  words: {shape: [batch, words], dtype: int32}
  letters: {shape: [batch, words, letters], dtype: int32}
layers:
  meanings: {type: embedding, input: words, vocabulary: auto, units: 3}
  signs: {type: embedding, input: letters, vocabulary: auto, units: 3}
  spelling: {type: recurrent, input: signs, cell: {gru: {units: 3}}}
  both: {type: concat, inputs: [meanings, spelling.last]}
  sentence: {type: recurrent, input: both, cell: {gru: {units: 4}}}
  tags: {type: dense, input: sentence, units: classes}
outputs: {tags: tags}
data:
  source: d.csv
  sequence: {by: s}
  columns: {word: {type: text, vocabulary: {min_count: 2}}, tag: {type: category}}
  feeds: {words: {columns: [word]}, letters: {columns: [word.characters]}, tag: {columns: [tag]}}
training: {losses: [{type: cross_entropy, output: tags, target: tag}], rate: 0.05, epochs: 12, batch: 4}
`;
/** Whether a word ends with s decides on its tag: letters tell of words that nobody has seen. */
const STEMS = ['cat', 'dog', 'bird', 'stone', 'tree'];
const ROWS = Array.from({ length: 24 }, (_, s) =>
  Array.from({ length: 1 + (s % 3) }, (_, i) => {
    const plural = (s + i) % 2 === 1;
    return { s: `s${s}`, word: `${STEMS[(s * 3 + i) % 5] ?? ''}${plural ? 's' : ''}`, tag: plural ? 'many' : 'one' };
  }),
).flat();
const CSV = csv(
  ['s', 'word', 'tag'],
  ROWS.map(({ s, word, tag }) => [s, word, tag]),
);
const made: Model[] = [];
afterAll(() => {
  for (const model of made) model.dispose();
});

describe('a trained model with letters', () => {
  const train = async () => {
    const { model } = await compile(MODEL).train({ files: memorySources({ 'd.csv': CSV }) });
    const loaded = await load(model);
    made.push(loaded);
    return loaded;
  };

  test('takes raw words, at once and step by step, and tells unknown letters', async () => {
    const model = await train();
    const kept = model.inspect()?.data?.columns.find(({ name }) => name === 'word.characters');
    expect(kept).toMatchObject({ type: 'text', feeds: ['letters'], vocabulary: { of: 'characters' } });
    const given = [
      { s: 'x', word: 'rat' },
      { s: 'x', word: 'toads' },
      { s: 'y', word: 'Xs' },
    ];
    const notes: string[] = [];
    const told = model.predict(given, { onNote: (note: string) => notes.push(note) });
    expect(told.map((row) => row.tag)).toEqual([['one', 'many'], [expect.any(String)]]);
    expect(notes.some((note) => note.includes('"word.characters" lacks "X"'))).toBe(true);
    const steps = model.session({ raw: true });
    const found = given.slice(0, 2).map(({ word }) => steps.step({ word }));
    steps.dispose();
    const whole = told[0]?.['tag.probability'] as readonly number[];
    found.forEach((step, i) => {
      expect(step.tag).toBe(['one', 'many'][i]);
      expect(step['tag.probability']).toBeCloseTo(whole[i] ?? 0, 5);
    });
  });

  test('trained on goes on where it was called off, to the same bytes', async () => {
    const compiled = compile(MODEL);
    const files = { files: memorySources({ 'd.csv': CSV }) };
    const whole = await compiled.train(files, { epochs: 2 });
    const stop = new AbortController();
    let kept: Uint8Array | null = null;
    await compiled.train(files, {
      epochs: 2,
      signal: stop.signal,
      callbacks: {
        onCheckpoint: (bytes) => {
          kept = bytes;
        },
        onStep: ({ step }) => {
          if (step === 8) stop.abort();
        },
      },
    });
    if (kept === null) throw new Error('no checkpoint');
    const resumed = await compiled.train(files, { epochs: 2, resume: kept });
    expect(Buffer.from(resumed.model.toBytes()).equals(Buffer.from(whole.model.toBytes()))).toBe(true);
  });
});
