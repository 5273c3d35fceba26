import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models, rnnc, temporaryFolder } from './command.ts';

const model = (name: string): string => join(models, `${name}.yaml`);
const input = (name: string): string => join(models, 'data', `${name}.json`);

test('writes what the ending of --out says, whole', async () => {
  const folder = temporaryFolder();
  const begins: { readonly [ending: string]: RegExp } = {
    svg: /^<svg [\s\S]*<\/svg>\n$/,
    dot: /^digraph "seed-rnn" \{[\s\S]*\}\n$/,
    gv: /^digraph /,
    mmd: /^---\ntitle: "seed-rnn"\n---\nflowchart BT/,
    json: /^\{\n {2}"title": "seed-rnn",/,
  };
  for (const [ending, begin] of Object.entries(begins)) {
    const out = join(folder, `picture.${ending}`);
    const { code, err } = await rnnc(['graph', model('seed-rnn'), '-o', out]);
    expect([code, err.replace(out, 'FILE')]).toEqual([0, expect.stringMatching(/^wrote .+ to FILE\n$/)]);
    expect(readFileSync(out, 'utf8')).toMatch(begin);
  }
});

test('a compiled model draws what its source does', async () => {
  const folder = temporaryFolder();
  const compiled = join(folder, 'model.rnnc');
  await rnnc(['compile', model('dropout-lstm'), '-o', compiled, '--set', 'lstm_size=6']);
  const ofSource = await rnnc(['graph', model('dropout-lstm'), '--set', 'lstm_size=6', '--unrolled', '2', '--params']);
  const ofCompiled = await rnnc(['graph', compiled, '--unrolled', '2', '--params']);
  expect(ofCompiled.out).toBe(ofSource.out);
  expect(ofCompiled.out).toContain('kernel [12, 24]');
});

describe('mistakes leave nothing behind', () => {
  const cases: readonly (readonly [string, readonly string[], number, RegExp])[] = [
    [
      'an unknown cell',
      [model('basic-lstm'), '--cell', 'tf1.basic_lst'],
      1,
      /no cell "tf1.basic_lst"[\s\S]*did you mean "tf1.basic_lstm"\?/,
    ],
    [
      'too many steps',
      [model('basic-lstm'), '--unrolled', '9000'],
      1,
      /9000 steps make a picture of \d+ boxes[\s\S]*at most \d+ steps/,
    ],
    [
      'two pictures',
      [model('basic-lstm'), '--unrolled', '3', '--cell', 'lstm'],
      2,
      /give one of --unrolled, --cell and --input/,
    ],
    ['a row without a file', [model('basic-lstm'), '--row', '2'], 2, /--row needs --input/],
    [
      'shapes of a cell',
      [model('basic-lstm'), '--cell', 'lstm', '--shapes'],
      2,
      /--shapes and --params change nothing/,
    ],
    ['a tree of a model without trees', [model('basic-lstm'), '--input', input('basic-lstm')], 1, /not over trees/],
    [
      'a row that is not there',
      [model('tree-sentiment'), '--input', input('tree-sentiment'), '--row', '9'],
      1,
      /there is no row 9[\s\S]*1\.\.2/,
    ],
  ];
  test.each(cases)('%s', async (_, args, exit, message) => {
    const out = join(temporaryFolder(), 'picture.svg');
    const { code, err } = await rnnc(['graph', ...args, '-o', out]);
    expect(err).toMatch(message);
    expect(code).toBe(exit);
    expect(existsSync(out)).toBe(false);
  });

  test('an ending of another format', async () => {
    const { code, err } = await rnnc(['graph', model('basic-lstm'), '-o', join(temporaryFolder(), 'picture.png')]);
    expect(code).toBe(1);
    expect(err).toMatch(/\.svg or \.dot or \.gv or \.mmd or \.mermaid or \.json/);
  });

  test('sizes that the data will give are named, not made up', async () => {
    const file = join(temporaryFolder(), 'open.yaml');
    writeFileSync(
      file,
      `name: open
inputs: { words: { shape: [batch, time], dtype: int32 } }
layers:
  vectors: { type: embedding, input: words, vocabulary: auto, units: 4 }
  memory: { type: recurrent, input: vectors, cell: { gru: { units: 4 } } }
  out: { type: dense, input: memory.last, units: classes }
outputs: { out: out }
data: { source: nowhere.csv, feeds: { words: { columns: [text] }, label: { columns: [label] } } }
training: { losses: [{ type: cross_entropy, output: out, target: label }] }
`,
    );
    const { out } = await rnnc(['graph', file, '--format', 'mermaid']);
    expect(out).toContain('embedding (vocabulary of the data) → 4');
    expect(out).toContain('dense (classes of the data)');
    const { code, err } = await rnnc(['graph', file, '--params']);
    expect(code).toBe(1);
    expect(err).toMatch(/size-open/);
  });
});
