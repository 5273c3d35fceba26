import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/data/encode/vocabulary.ts';
import { feedsFromRows, feedsFromText, type Preprocessing } from '../../src/data/table/preprocess.ts';
import { batchesOf, csv, input, mistakes, open, samplesOf, target, tokensOf } from './given.ts';

const pairs = [
  ['a b c', 'c b a'],
  ['b', 'b'],
  ['c a', 'a c'],
  ['a', 'a'],
] as const;
const files = { 'd.csv': csv(['question', 'answer'], pairs) };
const shapes = [
  input('question', ['batch', 'source'], 'int32'),
  input('before', ['batch', 'ahead'], 'int32'),
  target('target', ['batch', 'ahead'], 'int32'),
];
const section = (more = '') =>
  `source: d.csv\ncolumns: {question: {type: text}, answer: {type: text}}\nfeeds: {before: {columns: [answer], part: previous}}\nsplit: {train: 1}\n${more}`;
const plain = (preprocessing: Preprocessing) => JSON.parse(JSON.stringify(preprocessing)) as Preprocessing;
const longestOf = ({ feeds }: Preprocessing): number | undefined =>
  feeds.before?.from === 'columns' ? feeds.before.previous?.longest : undefined;

describe('a text that is read one token later', () => {
  test('has marks of start and end; the target is found, and ends with its mark', async () => {
    const { preprocessing, train } = await open(section(), shapes, { files });
    expect(tokensOf(preprocessing, 'answer')).toEqual(['<unk>', '<s>', '</s>', 'a', 'b', 'c']);
    expect(tokensOf(preprocessing, 'question')).toEqual(['<unk>', 'a', 'b', 'c']);
    expect(longestOf(preprocessing)).toBe(3);
    for (const size of [1, 4]) {
      const batches = await batchesOf(train, { batch: size });
      const padded =
        size === 1 ? (steps: readonly number[]) => steps : (s: readonly number[]) => [...s, 0, 0, 0].slice(0, 4);
      expect(samplesOf(batches, 'before')).toEqual(
        [
          [1, 5, 4, 3],
          [1, 4],
          [1, 3, 5],
          [1, 3],
        ].map(padded),
      );
      expect(samplesOf(batches, 'target')).toEqual(
        [
          [5, 4, 3, 2],
          [4, 2],
          [3, 5, 2],
          [3, 2],
        ].map(padded),
      );
      if (size === 4) expect(Array.from(batches[0]?.lengths.before ?? [])).toEqual([4, 2, 3, 2]);
    }
    const { vocabulary } = preprocessing.columns.answer as Extract<Preprocessing['columns'][string], { type: 'text' }>;
    expect(decodeText(vocabulary, [1, 5, 4, 2])).toBe('c b');
  });

  test('is not needed where the model is asked, which begins with the start', async () => {
    const { preprocessing } = await open(section(), shapes, { files });
    const known = plain(preprocessing);
    const { feeds, lengths } = feedsFromRows(known, [{ question: 'a b' }, { question: 'c' }], { asked: true });
    expect(Array.from(feeds.before?.data ?? [])).toEqual([1, 1]);
    expect(Object.keys(lengths)).toEqual(['question']);
    expect(Array.from(feedsFromText(known, 'a z', { asked: true }).feeds.question?.data ?? [])).toEqual([1, 0]);
    expect(await mistakes(async () => feedsFromRows(known, [{ question: 'a b' }]))).toEqual([
      expect.stringContaining('lacks the column "answer"'),
    ]);
    const again = await open(section(), shapes, { files, preprocessing: known });
    expect(again.preprocessing).toEqual(preprocessing);
  });

  test('characters, bytes, small vocabularies, a shared one, streamed files', async () => {
    const characters = await open(section('vocabulary: {of: characters}'), shapes, { files });
    expect(tokensOf(characters.preprocessing, 'answer')).toEqual(['<unk>', '<s>', '</s>', ' ', 'a', 'b', 'c']);
    const small = await open(section('vocabulary: {size: 4}'), shapes, { files });
    expect(tokensOf(small.preprocessing, 'answer')).toEqual(['<unk>', '<s>', '</s>', 'a']);
    const bytes = await open(section('vocabulary: {of: bytes}'), shapes, { files });
    const [first] = await batchesOf(bytes.train, { batch: 1 });
    expect(samplesOf(first === undefined ? [] : [first], 'before')).toEqual([[256, 99, 32, 98, 32, 97]]);
    expect(samplesOf(first === undefined ? [] : [first], 'target')).toEqual([[99, 32, 98, 32, 97, 257]]);
    expect(longestOf(bytes.preprocessing)).toBe(5);
    const shared = section().replace('question: {type: text}', 'question: {vocabulary: {share: answer}}');
    const { preprocessing } = await open(shared, shapes, { files });
    expect(tokensOf(preprocessing, 'question')).toEqual(tokensOf(preprocessing, 'answer'));
    const streamed = await open(section(), shapes, { files, stream: 16 });
    const whole = await open(section(), shapes, { files });
    expect(samplesOf(await batchesOf(streamed.train, { batch: 1 }), 'target')).toEqual(
      samplesOf(await batchesOf(whole.train, { batch: 1 }), 'target'),
    );
    expect(streamed.preprocessing).toEqual(whole.preprocessing);
  });

  test('an input that reads the same text elsewhere has no marks', async () => {
    const own = section()
      .replace('feeds: {', 'feeds: {question: {columns: [answer]}, ')
      .replace('question: {type: text}, ', '');
    const { train } = await open(own, shapes, { files });
    expect(samplesOf(await batchesOf(train, { batch: 1 }), 'question')[0]).toEqual([5, 4, 3]);
  });

  test('ends where another input along its steps ends', async () => {
    const tags = {
      'd.csv': csv(
        ['words', 'tags'],
        [
          ['a b', 'X Y'],
          ['b', 'Y'],
        ],
      ),
    };
    const beside = [
      input('words', ['batch', 'time'], 'int32'),
      input('before', ['batch', 'time'], 'int32'),
      target('target', ['batch', 'time'], 'int32'),
    ];
    const data =
      'source: d.csv\ncolumns: {words: {type: text}, tags: {type: text}}\nfeeds: {before: {columns: [tags], part: previous}}\nsplit: {train: 1}';
    const { train } = await open(data, beside, { files: tags });
    const batches = await batchesOf(train, { batch: 1 });
    expect(samplesOf(batches, 'before')).toEqual([[1, 4], [1]]);
    expect(samplesOf(batches, 'target')).toEqual([[4, 3], [3]]);
  });
});

describe('what `longest` cuts has no mark where it was cut', () => {
  const cut = (more: string) => section().replace('answer: {type: text}', `answer: {type: text, longest: 2${more}}`);

  test.each([
    [
      'end',
      '',
      [
        ['<s>', 'c'],
        ['<s>', 'b'],
        ['<s>', 'a', 'c'],
        ['<s>', 'a'],
      ],
      [
        ['c', 'b'],
        ['b', '</s>'],
        ['a', 'c', '</s>'],
        ['a', '</s>'],
      ],
      'the start is kept, without the mark of the end',
    ],
    [
      'start',
      ', keep: end',
      [
        ['b', 'a'],
        ['<s>', 'b'],
        ['<s>', 'a', 'c'],
        ['<s>', 'a'],
      ],
      [
        ['a', '</s>'],
        ['b', '</s>'],
        ['a', 'c', '</s>'],
        ['a', '</s>'],
      ],
      'the end is kept, without the mark of the start',
    ],
  ])('at the %s of a text', async (_, more, before, said, note) => {
    for (const stream of [{}, { stream: 16 }]) {
      const { preprocessing, train, report } = await open(cut(more), shapes, { files, ...stream });
      const tokens = tokensOf(preprocessing, 'answer');
      const textsIn = (lists: readonly (readonly number[])[]) => lists.map((list) => list.map((n) => tokens[n]));
      const batches = await batchesOf(train, { batch: 1 });
      expect(textsIn(samplesOf(batches, 'before') as number[][])).toEqual(before);
      expect(textsIn(samplesOf(batches, 'target') as number[][])).toEqual(said);
      expect(report.notes).toContain(`1 of "answer" longer than 2 steps cut: ${note}`);
      const rows = pairs.map(([question, answer]) => ({ question, answer }));
      const given = rows.map((row) => Array.from(feedsFromRows(plain(preprocessing), [row]).feeds.before?.data ?? []));
      expect(textsIn(given)).toEqual(before);
    }
  });

  test.each([
    ['', [256, 99], [99, 32]],
    [', keep: end', [32, 97], [97, 257]],
  ])('of bytes%s', async (more, before, said) => {
    const { train } = await open(`${cut(more)}vocabulary: {of: bytes}`, shapes, { files });
    const [first] = await batchesOf(train, { batch: 1 });
    const batches = first === undefined ? [] : [first];
    expect(samplesOf(batches, 'before')).toEqual([before]);
    expect(samplesOf(batches, 'target')).toEqual([said]);
  });

  test('where another input tells the steps, what is left is said from its start', async () => {
    const tags = { 'd.csv': csv(['words', 'tags'], [['a b c', 'X Y Z']]) };
    const of = [
      input('words', ['batch', 'time'], 'int32'),
      input('before', ['batch', 'time'], 'int32'),
      target('target', ['batch', 'time'], 'int32'),
    ];
    const kept = '{type: text, longest: 2, keep: end}';
    const data = `source: d.csv\ncolumns: {words: ${kept}, tags: ${kept}}\nfeeds: {before: {columns: [tags], part: previous}}\nsplit: {train: 1}`;
    const { train, preprocessing } = await open(data, of, { files: tags });
    const [start, y, z] = ['<s>', 'Y', 'Z'].map((token) => tokensOf(preprocessing, 'tags').indexOf(token));
    const batches = await batchesOf(train, { batch: 1 });
    expect(samplesOf(batches, 'before')).toEqual([[start, y]]);
    expect(samplesOf(batches, 'target')).toEqual([[y, z]]);
  });

  test.each([
    ['', [[0], [1]], [[1], [2]]],
    [', keep: end', [[2]], [[3]]],
  ])('of numbers%s', async (more, before, said) => {
    const lists = { 'd.ndjson': JSON.stringify({ x: 1, y: [1, 2, 3] }) };
    const of = [input('x', ['batch', 1]), input('before', ['batch', 'ahead', 1]), target('y', ['batch', 'ahead', 1])];
    const data = `source: d.ndjson\ncolumns: {x: {normalize: none}, y: {normalize: none, longest: 2${more}}}\nfeeds: {before: {columns: [y], part: previous}}\nsplit: {train: 1}`;
    const { train } = await open(data, of, { files: lists });
    const batches = await batchesOf(train, { batch: 1 });
    expect(samplesOf(batches, 'before')).toEqual([before]);
    expect(samplesOf(batches, 'y')).toEqual([said]);
  });
});

describe('numbers that are read one step later', () => {
  test('start at 0 in a row', async () => {
    const rows = [
      {
        x: 1,
        y: [
          [1, 2],
          [3, 4],
        ],
      },
      { x: 2, y: [[5, 6]] },
    ];
    const numbers = [
      input('x', ['batch', 1]),
      input('before', ['batch', 'ahead', 2]),
      target('y', ['batch', 'ahead', 2]),
    ];
    const data =
      'source: d.json\ncolumns: {y: {type: number, normalize: none}}\nfeeds: {before: {columns: [y], part: previous}}\nsplit: {train: 1}';
    const { train, preprocessing } = await open(data, numbers, { files: { 'd.json': JSON.stringify(rows) } });
    const batches = await batchesOf(train, { batch: 1 });
    expect(samplesOf(batches, 'before')).toEqual([
      [
        [0, 0],
        [1, 2],
      ],
      [[0, 0]],
    ]);
    expect(samplesOf(batches, 'y')).toEqual([
      [
        [1, 2],
        [3, 4],
      ],
      [[5, 6]],
    ]);
    expect(longestOf(preprocessing)).toBe(2);
  });

  const series = {
    's.csv': csv(
      ['v'],
      Array.from({ length: 12 }, (_, i) => [`${i}`] as const),
    ),
  };
  const windowed = (windows = '{width: 3, horizon: 2}', y = '') =>
    `source: s.csv\ncolumns: {v: {normalize: none}}\nwindows: ${windows}\nfeeds: {before: {columns: [v], part: previous}${y}}\nsplit: {train: 0.5, test: 0.5}`;
  const windowShapes = [
    input('x', ['batch', 'time', 1]),
    input('before', ['batch', 'ahead', 1]),
    target('y', ['batch', 'ahead', 1]),
  ];

  test('start at the last row of a window', async () => {
    for (const stream of [undefined, 8]) {
      const {
        train,
        test: later,
        preprocessing,
      } = await open(windowed(), windowShapes, {
        files: series,
        ...(stream === undefined ? {} : { stream }),
      });
      const batches = await batchesOf(train);
      expect(samplesOf(batches, 'x')).toEqual([
        [[0], [1], [2]],
        [[1], [2], [3]],
      ]);
      expect(samplesOf(batches, 'before')).toEqual([
        [[2], [3]],
        [[3], [4]],
      ]);
      expect(samplesOf(batches, 'y')).toEqual([
        [[3], [4]],
        [[4], [5]],
      ]);
      // the windows of a later part look back
      expect(samplesOf(await batchesOf(later), 'before')[0]).toEqual([[5], [6]]);
      const known = plain(preprocessing);
      const asked = feedsFromRows(known, [{ v: 1 }, { v: 2 }, { v: 7 }], { asked: true });
      expect(Array.from(asked.feeds.before?.data ?? [])).toEqual([7, 0]);
    }
  });

  test('mistakes say what to write', async () => {
    const told = (section: string, of = windowShapes) =>
      mistakes(() => open(section, of, { files: { ...series, ...files } }));
    expect({
      lead: await told(windowed('{width: 3, horizon: 2, lead: 1}')),
      part: await told(windowed(undefined, ', y: {columns: [v], part: next}')),
      timeless: await told(windowed(undefined, ', y: {columns: [v], part: horizon}'), [
        input('x', ['batch', 'time', 1]),
        input('before', ['batch', 2]),
        target('y', ['batch', 'ahead', 1]),
      ]),
      target: await told(
        windowed().replace('before: {', 'y: {'),
        windowShapes.filter(({ name }) => name !== 'before'),
      ),
      nothing: await told(section().replace('feeds: {', 'feeds: {target: {columns: [answer]}, '), [
        ...shapes.slice(0, 2),
        target('target', ['batch', 'other'], 'int32'),
      ]),
      category: await told(section().replace('answer: {type: text}', 'answer: {type: category}'), shapes),
    }).toMatchInlineSnapshot(`
      {
        "category": [
          "- data-feeds: "before" has nothing to read before the first step: column "answer" is of type category",
        ],
        "lead": [
          "- data-feeds: "before" reads the row before each target, and with lead: 1 the first of them is not known",
        ],
        "nothing": [
          "- data-feeds: "before" reads a target of "answer" a step later, and there is none along "ahead"",
        ],
        "part": [
          "- data-feeds: "before" reads a target of the horizon a step later, and "y" is of another part",
        ],
        "target": [
          "- data-feeds: "y" is a target, and part: previous is for an input that reads one a step later",
        ],
        "timeless": [
          "- data-feeds: "before" reads a target step by step, and has no time axis",
        ],
      }
    `);
    const marked = { 'd.csv': csv(['question', 'answer'], [['a', 'b </s> b']]) };
    expect(await mistakes(() => open(section(), shapes, { files: marked }))).toEqual([
      expect.stringContaining('has the mark </s>'),
    ]);
  });
});
