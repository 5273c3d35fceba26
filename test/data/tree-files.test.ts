import { describe, expect, test } from 'vitest';
import type { FeedShape } from '../../src/data/dataset/dataset.ts';
import { readTreeRows } from '../../src/data/rows/tree-rows.ts';
import { feedsFromRows } from '../../src/data/table/preprocess.ts';
import { batchesOf, input, mistakes, open, samplesOf, target, tokensOf } from './given.ts';

const parse: FeedShape = {
  ...input('parse', ['batch', 'node', 2], 'int32'),
  tree: { mostChildren: 2, mostParents: null, oneRoot: true },
};
const anyTree: FeedShape = { ...parse, tree: { mostChildren: null, mostParents: null, oneRoot: false } };
const words: FeedShape = { ...input('words', ['batch', 'node'], 'int32'), missing: true };
const label = target('label', ['batch', 'node'], 'int32');
const value = target('value', ['batch'], 'int32');
const all = 'split: {train: 1}\nshuffle: false';

const sst = '(3 (2 Effective) (3 (2 but) (1 dull)))\n(1 (1 dull) (2 .))\n';

/** Feeds of all samples, cut to their nodes, and the words that their numbers stand for. */
async function samples(
  section: string,
  shapes: readonly FeedShape[],
  files: { readonly [path: string]: string },
  stream?: number,
) {
  const data = await open(`${section}\n${all}`, shapes, { files, ...(stream === undefined ? {} : { stream }) });
  const batches = await batchesOf(data.train, { batch: 1 });
  const column = Object.hasOwn(data.preprocessing.columns, 'word') ? 'word' : 'words';
  return {
    data,
    trees: samplesOf(batches, 'parse'),
    words: shapes.includes(words)
      ? (samplesOf(batches, 'words') as number[][]).map((row) =>
          row.map((n) => (n < 0 ? null : tokensOf(data.preprocessing, column)[n])),
        )
      : [],
    of: (name: string) => samplesOf(batches, name),
  };
}

describe('bracketed trees', () => {
  test.each<[string, string]>([
    ['one per line', sst],
    ['Windows line ends, a byte order mark and blanks', `\uFEFF${sst.replaceAll('\n', '  \r\n')}\r\n \r\n`],
    ['over several lines', sst.replaceAll(' (', '\n   (')],
    ['on one line', sst.replaceAll('\n', ' ')],
    ['without a last line end', sst.trimEnd()],
    ['brackets without a label around the whole', '( (3 (2 Effective) (3 (2 but) (1 dull))) )\n( (1 (1 dull) (2 .)) )'],
  ])('%s', async (_, text) => {
    for (const stream of [undefined, 7]) {
      const found = await samples('source: t.txt\nformat: brackets', [parse, words, label], { 't.txt': text }, stream);
      expect(found.trees).toEqual([
        [
          [-1, 0],
          [0, 0],
          [0, 1],
          [2, 0],
          [2, 1],
        ],
        [
          [-1, 0],
          [0, 0],
          [0, 1],
        ],
      ]);
      expect(found.words).toEqual([
        [null, 'Effective', null, 'but', 'dull'],
        [null, 'dull', '.'],
      ]);
      // the labels 1, 2 and 3
      expect(found.of('label')).toEqual([
        [2, 1, 2, 1, 0],
        [0, 0, 1],
      ]);
    }
  });

  test('a node without a label has -1 where a target may, and else the tree is bad', async () => {
    const files = { 't.txt': '(3 (2 Effective) ((2 but) (1 dull)))\n' };
    const found = await samples('source: t.txt\nformat: brackets', [parse, words, { ...label, missing: true }], files);
    expect(found.of('label')).toEqual([[2, 1, -1, 1, 0]]);
    expect(await mistakes(() => samples('source: t.txt\nformat: brackets', [parse, words, label], files))).toEqual([
      expect.stringContaining('column "label" has nothing at a step'),
    ]);
  });

  test('a label for the whole is that of the root', async () => {
    const { of } = await samples('source: t.txt\nformat: brackets', [parse, words, value], { 't.txt': sst });
    expect(of('value')).toEqual([2, 0]);
  });

  test('batches of different trees are padded, and the vocabulary is that of the training part', async () => {
    const files = { 'd/train.txt': sst, 'd/dev.txt': '(2 (2 Effective) (2 odd))\n', 'd/test.txt': '(3 Effective)' };
    const data = await open('source: d\nformat: brackets\nvocabulary: {size: 3}', [parse, words, value], { files });
    const [batch] = await batchesOf(data.train, { batch: 2, shuffle: false });
    expect(batch?.feeds.parse?.shape).toEqual([2, 5, 2]);
    expect([...(batch?.lengths.parse ?? [])]).toEqual([5, 3]);
    expect(tokensOf(data.preprocessing, 'word')).toEqual(['<unk>', 'dull', '.']);
    const [dev] = await batchesOf(data.validation, { batch: 1 });
    expect([...(dev?.feeds.words?.data ?? [])]).toEqual([-1, 0, 0]);
    // roots are numbered as all nodes are: 1, 2, 3
    expect([...(batch?.feeds.value?.data ?? []), ...(dev?.feeds.value?.data ?? [])]).toEqual([2, 0, 1]);
    expect(data.report.rows).toEqual({ train: 2, validation: 1, test: 1 });
  });

  test('rare words are left to the unknown one', async () => {
    const section = 'source: t.txt\nformat: brackets\nvocabulary: {min_count: 2}';
    const { words: found } = await samples(section, [parse, words], { 't.txt': sst });
    expect(found[0]).toEqual([null, '<unk>', null, '<unk>', 'dull']);
  });

  test('a chain of any depth', async () => {
    const depth = 50_000;
    const text = `${'(1 '.repeat(depth)}(1 deep)${')'.repeat(depth)}\n`;
    const { trees } = await samples('source: t.txt\nformat: brackets', [anyTree, words], { 't.txt': text });
    expect((trees[0] as number[][]).length).toBe(depth + 1);
  });

  test.each<[string, string, string]>([
    ['not closed', '(1 a)\n(1 (2 b)\n(1 c)\n', 't.txt:2:1'],
    ['closed twice', '(1 a))\n(1 b)', 't.txt:1:6'],
    ['no tree', '(1 a)\nword\n(1 b)', 't.txt:2:1'],
    ['two words', '(1 (2 a b) (2 c))', 't.txt:1:9'],
    ['a word beside nodes', '(1 (2 a)\n c)', 't.txt:2:2'],
    ['a node under a word', '(1 a (2 b))', 't.txt:1:6'],
    ['neither word nor nodes', '(1 (2 a) (3))', 't.txt:1:10'],
    ['more children than the cell names', '(1 (2 a) (2 b) (2 c))', 't.txt:1:1'],
    ['more children far below', '(1 a) (1 (2 a)\n (1 (2 b)\n  (1 (1 c) (1 d) (1 e))))', 't.txt:3:3'],
    ['far to the right on its line', `${'(1 a) '.repeat(500)}(1 (2 a) (3 (1 b) (1 c) (1 d)))`, 't.txt:1:3010'],
  ])('a bad one: %s', async (_, text, place) => {
    const found = await mistakes(() => samples('source: t.txt\nformat: brackets', [parse, words], { 't.txt': text }));
    expect(found.map((line) => line.split(' ')[0])).toContain(place);
  });
});

describe('dependency files', () => {
  const line = (id: string, form: string, upos: string, head: string, deprel: string): string =>
    [id, form, form.toLowerCase(), upos, '_', '_', head, deprel, '_', '_'].join('\t');
  const sentence = [
    '# sent_id = 1',
    '# mood = good',
    line('1-2', 'Dont', '_', '_', '_'),
    line('1', 'Do', 'AUX', '3', 'aux'),
    line('2', 'not', 'PART', '3', 'advmod'),
    line('3', 'worry', 'VERB', '0', 'root'),
    line('3.1', 'x', '_', '_', '_'),
  ].join('\n');
  const other = ['# mood = bad', line('1', 'Worry', 'VERB', '0', 'root'), line('2', '!', 'PUNCT', '1', 'punct')].join(
    '\n',
  );

  test.each<[string, string]>([
    ['plain', `${sentence}\n\n${other}\n\n`],
    ['Windows line ends', `\uFEFF${`${sentence}\n\n${other}`.replaceAll('\n', '\r\n')}`],
    ['blank lines', `\n\n${sentence}\n\n\n \n${other}`],
  ])('%s', async (_, text) => {
    for (const stream of [undefined, 50]) {
      const form = { ...words, name: 'form', missing: undefined } as unknown as FeedShape;
      const tags = target('upos', ['batch', 'node'], 'int32');
      const mood = target('mood', ['batch'], 'int32');
      const found = await samples('source: t.conllu', [parse, form, tags, mood], { 't.conllu': text }, stream);
      expect(found.trees).toEqual([
        [
          [2, 0],
          [2, 1],
          [-1, 0],
        ],
        [
          [-1, 0],
          [0, 0],
        ],
      ]);
      expect(found.of('upos')).toEqual([
        [0, 1, 3],
        [3, 2],
      ]);
      expect(found.of('mood')).toEqual([1, 0]);
    }
  });

  test('tags and relations that are left out', async () => {
    const tags: FeedShape = { ...target('upos', ['batch', 'node'], 'int32'), missing: true };
    const text = `${line('1', 'Do', '_', '2', '_')}\n${line('2', 'not', 'PART', '0', '_')}\n`;
    const { of } = await samples('source: t.conllu', [parse, tags], { 't.conllu': text });
    expect(of('upos')).toEqual([[-1, 0]]);
  });

  test.each<[string, string, string]>([
    ['too few columns', '1\tDo\t_\n', 't.conllu:1:1'],
    ['a head that is no number', line('1', 'Do', 'AUX', '_', 'aux'), 't.conllu:1:17'],
    ['a head out of range', `# x\n${line('1', 'Do', 'AUX', '2', 'aux')}`, 't.conllu:2:17'],
    [
      'a number that is left out',
      `${line('1', 'Do', 'AUX', '0', 'aux')}\n${line('3', 'a', 'X', '1', 'x')}`,
      't.conllu:2:1',
    ],
    ['a circle', `${line('1', 'Do', 'AUX', '2', 'aux')}\n${line('2', 'a', 'X', '1', 'x')}`, 't.conllu:1:17'],
    ['two roots', `${line('1', 'Do', 'AUX', '0', 'aux')}\n${line('2', 'a', 'X', '0', 'x')}`, 't.conllu:2:13'],
  ])('a bad one: %s', async (_, text, place) => {
    const found = await mistakes(() => samples('source: t.conllu', [parse], { 't.conllu': text }));
    expect(found.map((entry) => entry.split(' ')[0])).toContain(place);
  });
});

describe('nested nodes', () => {
  const text =
    '{"word": "a", "x": 1, "label": "p", "children": [null, {"word": "b", "x": 2}]}\n\n{"x": 0.5, "label": "q"}\r\n';
  test('every key is a column over the nodes, and one at the root', async () => {
    const x = input('x', ['batch', 'node', 1]);
    const section =
      'source: t.ndjson\nformat: nested\nfeeds: {label: {columns: [root.label]}, words: {columns: [word]}}\ncolumns: {x: {normalize: none}, word: {type: text}}';
    const found = await samples(section, [parse, words, x, target('label', ['batch'], 'int32')], { 't.ndjson': text });
    // the child stands at the second place
    expect(found.trees).toEqual([
      [
        [-1, 0],
        [0, 1],
      ],
      [[-1, 0]],
    ]);
    expect(found.words).toEqual([['a', 'b'], [null]]);
    expect(found.of('x')).toEqual([[[1], [2]], [[0.5]]]);
    expect(found.of('label')).toEqual([0, 1]);
  });

  test('numbers of classes that some nodes lack', async () => {
    const classes: FeedShape = { ...target('y', ['batch', 'node'], 'int32'), missing: true };
    const { of } = await samples('source: t.ndjson\nformat: nested', [parse, classes], {
      't.ndjson': '{"y": 3, "children": [{"y": null}, {}]}\n{"y": 0}\n',
    });
    expect(of('y')).toEqual([[3, -1, -1], [0]]);
  });

  test.each<[string, string, string]>([
    ['no JSON', '{"a": 1}\n{"a": }', 't.ndjson:2:7'],
    ['a child that is none', '{"a": 1, "children": [{"a": 2}, 3]}', 't.ndjson:1:33'],
    ['no tree', '3', 't.ndjson:1:1'],
  ])('a bad one: %s', async (_, bad, place) => {
    const found = await mistakes(() => samples('source: t.ndjson\nformat: nested', [anyTree], { 't.ndjson': bad }));
    expect(found.map((entry) => entry.split(' ')[0])).toContain(place);
  });
});

test('a column of a table can hold trees', async () => {
  const text = '{"heads": [1, -1, 1], "words": ["a", "b", "c"]}\n{"heads": [[1], []], "words": ["a", "b"]}\n';
  const section = 'source: t.ndjson\ncolumns: {heads: {type: tree}, words: {type: text}}';
  const { trees } = await samples(section, [anyTree, words], { 't.ndjson': text });
  expect(trees).toEqual([
    [
      [1, 0],
      [-1, 0],
      [1, 1],
    ],
    [
      [-1, 0],
      [0, 0],
    ],
  ]);
});

test('new trees are read with what was learned of the training part', async () => {
  const { data } = await samples('source: t.txt\nformat: brackets', [parse, words, label], { 't.txt': sst });
  const rows = [
    { tree: [-1, 0, 0], word: [null, 'dull', 'new'] },
    { tree: { children: [null, {}] }, word: ['but', null] },
  ];
  const batch = feedsFromRows(data.preprocessing, rows);
  const tokens = tokensOf(data.preprocessing, 'word');
  expect(samplesOf([batch], 'words')).toEqual([
    [-1, tokens.indexOf('dull'), tokens.indexOf('<unk>')],
    [tokens.indexOf('but'), -1, 0],
  ]);
  expect(samplesOf([batch], 'parse')).toEqual([
    [
      [-1, 0],
      [0, 0],
      [0, 1],
    ],
    [
      [-1, 0],
      [0, 1],
      [0, 0],
    ],
  ]);
  expect([...(batch.lengths.parse ?? [])]).toEqual([3, 2]);
});

const lattices =
  '{"children": [[1, 2], [2], []], "words": ["a", "b", "c"]}\n{"children": [[1], []], "words": ["b", "a"]}\n';

test('a column of a table can hold graphs: nodes with several parents', async () => {
  const section = 'source: t.ndjson\ncolumns: {children: {type: tree}, words: {type: text}}';
  for (const stream of [undefined, 20]) {
    const { data } = await samples(section, [anyTree, words], { 't.ndjson': lattices }, stream);
    const [batch] = await batchesOf(data.train, { batch: 2, shuffle: false });
    expect(batch?.feeds.parse?.shape).toEqual([2, 3, 4]);
    expect(samplesOf(batch === undefined ? [] : [batch], 'parse')).toEqual([
      [
        [-1, 0, -1, 0],
        [0, 0, -1, 0],
        [0, 1, 1, 0],
      ],
      [
        [-1, 0, -1, 0],
        [0, 0, -1, 0],
        [0, 0, 0, 0],
      ],
    ]);
    expect([...(batch?.lengths.parse ?? [])]).toEqual([3, 2]);
  }
});

test.each<[string, string, string]>([
  ['a circle', '{"children": [[1], [2], [1]], "words": ["a", "b", "c"]}', 't.ndjson:1:20'],
  ['a node that there is not', '{"children": [[1], [7]], "words": ["a", "b"]}', 't.ndjson:1:20'],
  ['more children than the cell names', '{"children": [[1], [2, 3, 4], [], [], []], "words": ["a"]}', 't.ndjson:1:20'],
  ['a nested one', '{"words": ["a"], "children": {"children": [{}, {"children": [{}, {}, {}]}]}}', 't.ndjson:1:48'],
  ['no words', '{"children": [[1], []], "words": ["a", {}]}', 't.ndjson:1:40'],
])('a bad graph in a table: %s', async (_, text, place) => {
  const section = 'source: t.ndjson\ncolumns: {children: {type: tree}, words: {type: text}}';
  const found = await mistakes(() => samples(section, [parse, words], { 't.ndjson': text }));
  expect(found.map((entry) => entry.split(' ')[0])).toContain(place);
});

test('trees of a text are rows, or mistakes with places', () => {
  expect(readTreeRows('(2 (1 a) ((1 b) (3 c)))\n(1 d)', 'brackets')).toEqual([
    {
      tree: [-1, 0, 0, 2, 2],
      word: [null, 'a', null, 'b', 'c'],
      label: ['2', '1', null, '1', '3'],
      'root.label': '2',
    },
    { tree: [-1], word: ['d'], label: ['1'], 'root.label': '1' },
  ]);
  expect(readTreeRows('{"x": 1, "children": [{"y": [2]}]}\r\n{"x": 3}\r\n', 'nested')).toMatchObject([
    { x: [1, null], y: [null, [2]], 'root.x': 1 },
    { x: [3], y: [null] },
  ]);
  expect(() => readTreeRows('(1 a)\n (1 b', 'brackets')).toThrow('<text>:2:2');
});

test('a table without a column of trees', async () => {
  const found = await mistakes(() => samples('source: t.ndjson', [parse, words], { 't.ndjson': lattices }));
  expect(found.join()).toContain('it is not clear what "parse" is made of');
});
