import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile, load, memorySources, RnncError, readTreeRows } from '../../src/index.ts';
import { rnnc } from './command.ts';

const model = (source: string, target: string, more = '', cell = 'tree.child_sum_lstm'): string => `
inputs:
  words: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  vectors: {type: embedding, input: words, vocabulary: 12, units: 4}
  encoder: {type: recursive, input: vectors, tree: parse, cell: {${cell}: {units: 5}}}
  scores: {type: dense, input: ${target}, units: 4}
outputs: {scores: scores}
data: {source: ${source}, split: {train: 1}${more}}
training: {losses: [{type: cross_entropy, output: scores, target: label}], rate: 0.1, epochs: 40, early_stopping: none}
`;
const brackets = '(3 (2 Effective) (3 (2 but) (1 dull)))\n(1 (1 dull) (2 .))\n(3 (2 but) (3 fine))\n';
const conllu = [
  '1\tDo\tdo\tAUX\t_\t_\t3\taux\t_\t_\n2\tnot\tnot\tPART\t_\t_\t3\tadvmod\t_\t_\n3\tworry\tworry\tVERB\t_\t_\t0\troot\t_\t_\n',
  '1\tWorry\tworry\tVERB\t_\t_\t0\troot\t_\t_\n',
].join('\n');
const nested =
  '{"words": "and", "label": "b", "children": [{"words": "x"}, {"words": "y", "label": "l"}]}\n{"words": "x", "label": "l"}\n';
const lattices =
  '{"children": [[1, 2], [2], []], "words": ["a", "b", "c"], "label": ["p", "q", null]}\n{"children": [[1], []], "words": ["b", "a"], "label": ["q", "p"]}\n';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-raw-'));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  write('t.txt', brackets);
  write('t.conllu', conllu);
  write('n.ndjson', nested);
  write('g.ndjson', lattices);
  write('brackets.yaml', model('t.txt', 'encoder', ', format: brackets', 'tree.nary_lstm'));
  write('root.yaml', model('t.txt', 'encoder.root', ', format: brackets'));
  write('tags.yaml', model('t.conllu', 'encoder', ', feeds: {words: {columns: [form]}, label: {columns: [upos]}}'));
  write(
    'nested.yaml',
    model('n.ndjson', 'encoder', ', format: nested, columns: {words: {type: text}, label: {type: category}}'),
  );
  write(
    'graphs.yaml',
    model('g.ndjson', 'encoder', ', columns: {children: {type: tree}, words: {type: text}, label: {type: category}}'),
  );
  for (const name of ['brackets', 'root', 'tags', 'nested', 'graphs']) {
    const { code, err } = await rnnc(['train', `${name}.yaml`], { cwd: folder });
    if (code !== 0) throw new Error(err);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly outputs: { readonly scores: readonly (readonly (readonly number[])[])[] };
  readonly classes: {
    readonly label: readonly (readonly { readonly label: string; readonly probability: number }[])[];
  };
}
async function told(name: string, file: string): Promise<Told> {
  const { code, out, err } = await rnnc(['run', `${name}.rnnc`, '--input', file, '--json'], { cwd: folder });
  if (code !== 0) throw new Error(err);
  return JSON.parse(out) as Told;
}
const labels = ({ classes }: Told): readonly (readonly string[])[] =>
  classes.label.map((sample) => sample.map(({ label }) => label));

describe('a file as the model was trained on gives classes by name, of each tree its own nodes', () => {
  test.each<[string, string, readonly (readonly string[])[]]>([
    [
      'brackets',
      't.txt',
      [
        ['3', '2', '3', '2', '1'],
        ['1', '1', '2'],
        ['3', '2', '3'],
      ],
    ],
    ['tags', 't.conllu', [['AUX', 'PART', 'VERB'], ['VERB']]],
  ])('%s', async (name, file, expected) => {
    const found = await told(name, file);
    expect(labels(found)).toEqual(expected);
    expect(found.outputs.scores.map((sample) => sample.length)).toEqual(expected.map((sample) => sample.length));
  });

  test('nested nodes and graphs, where the nodes have a label', async () => {
    const [trees, graphs] = [labels(await told('nested', 'n.ndjson')), labels(await told('graphs', 'g.ndjson'))];
    expect(trees.map((sample) => sample.length)).toEqual([3, 1]);
    expect([trees[0]?.[0], trees[0]?.[2], trees[1]?.[0]]).toEqual(['b', 'l', 'l']);
    expect(graphs.map((sample) => sample.length)).toEqual([3, 2]);
    expect([graphs[0]?.slice(0, 2), graphs[1]]).toEqual([
      ['p', 'q'],
      ['q', 'p'],
    ]);
  });

  test('roots', async () => {
    const { code, out } = await rnnc(['run', 'root.rnnc', '--input', 't.txt'], { cwd: folder });
    expect(code).toBe(0);
    expect(out).toMatch(/label {2}classes\n {2}\[0\] {2}3 {2}[01]\.\d{4}\n {2}\[1\] {2}1 {2}[01]\.\d{4}\n/);
  });
});

test.each<[string, string, string, string]>([
  ['more children than the cell names', '(1 a)\n(1 (2 a) (3 (1 b) (1 c) (1 d)))', 'brackets', 'x.txt:2:10'],
  ['not closed', '(1 a)\n(1 (2 a)', 'brackets', 'x.txt:2:1'],
  ['several roots', '{"words": "x"}\n[{"words": "x"}, {"words": "y"}]', 'root', 'error['],
])('mistakes have their places: %s', async (_, text, name, place) => {
  writeFileSync(join(folder, 'x.txt'), text);
  const { code, err } = await rnnc(['run', `${name}.rnnc`, '--input', 'x.txt'], { cwd: folder });
  expect(code).toBe(1);
  expect(err).toContain(place);
});

test('a model that was not trained takes no trees', async () => {
  writeFileSync(
    join(folder, 'plain.yaml'),
    model('t.txt', 'encoder', ', format: brackets').replace(/^(data|training):.*\n/gm, ''),
  );
  const { code, err } = await rnnc(['run', 'plain.yaml', '--input', 't.txt'], { cwd: folder });
  expect(code).toBe(1);
  expect(err).toContain("can't run on bracketed trees: it was not trained here");
});

test('the same in a program', async () => {
  const text = model('t.txt', 'encoder', ', format: brackets', 'tree.nary_lstm');
  const { model: trained } = await compile(text).train({ files: memorySources({ 't.txt': brackets }) });
  const loaded = await load(trained);
  const rows = readTreeRows('(? (? dull) (? .))\n(? Effective)', 'brackets');
  const classes = loaded.classifySteps(rows);
  expect(classes.map((sample) => sample.map(({ label }) => label))).toEqual([['1', '1', '2'], [expect.any(String)]]);
  const { scores } = loaded.run(loaded.encode(rows));
  expect([...(scores?.lengths ?? [])]).toEqual([3, 1]);
  expect(scores?.shape).toEqual([2, 3, 4]);
  expect(() => loaded.classify(rows)).toThrow(/can't classify whole samples/);
  const wide = readTreeRows('(1 (2 a) (3 (1 b) (1 c) (1 d)))', 'brackets');
  expect(() => loaded.encode(wide)).toThrow(RnncError);
  expect(() => loaded.encode(wide)).toThrow('rows[0].tree[2]');
  loaded.dispose();
});

test('graphs in rows are those that are fed as tables of children', async () => {
  const text = model(
    'g.ndjson',
    'encoder',
    ', columns: {children: {type: tree}, words: {type: text}, label: {type: category}}',
  );
  const { model: trained } = await compile(text).train({ files: memorySources({ 'g.ndjson': lattices }) });
  const loaded = await load(trained);
  const rows = lattices
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { children: number[][]; words: string[] });
  const words = trained.training?.preprocessing.columns.words;
  const tokens = words?.type === 'text' ? words.vocabulary.tokens : [];
  const found = loaded.run(loaded.encode(rows)).scores;
  const fed = loaded.run({
    parse: rows.map(({ children }) => children),
    words: rows.map(({ words }) => words.map((word) => tokens.indexOf(word))),
  }).scores;
  expect(found?.data).toEqual(fed?.data);
  loaded.dispose();
});
