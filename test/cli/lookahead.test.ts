import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';
import { rnnc, temporaryFolder } from './command.ts';

const twoWays = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  before: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  both: {type: recurrent, input: before, cell: {lstm: {units: 3}}, direction: bidirectional}
  y: {type: dense, input: both, units: 2}
outputs: {y: y}
`;
const tagger = `
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: words, vocabulary: 9, units: 4}
  m: {type: recurrent, input: v, cell: {rnn: {units: 5}}, direction: bidirectional, merge: sum, padding: previous}
  tags: {type: activation, input: m, function: softmax}
outputs: {tags: tags}
`;
const around = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  before: {type: conv1d, input: x, units: 3, kernel_size: 2}
  around: {type: conv1d, input: before, units: 3, kernel_size: 3, padding: same, activation: tanh}
  y: {type: conv1d, input: around, units: 2, kernel_size: 4, padding: same}
outputs: {y: y}
`;
const still = `
inputs: {x: {shape: [batch, time, 2]}, still: {shape: [batch, 3]}}
layers:
  along: {type: repeat, input: still, along: time}
  joined: {type: concat, inputs: [x, along]}
  both: {type: recurrent, input: joined, cell: {gru: {units: 2}}, direction: bidirectional}
outputs: {y: both}
`;
const deep = twoWays.replace('direction: bidirectional', 'direction: bidirectional, depth: 2');

type Steps = readonly { readonly [name: string]: unknown }[];
/** Streams steps through a model that looks so many steps ahead. */
async function streamed(model: string, lines: readonly string[], ahead: number, more: readonly string[] = []) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'm.yaml'), model);
  writeFileSync(join(folder, 'steps.txt'), lines.map((line) => `${line}\n`).join(''));
  const args = ['run', 'm.yaml', '--stream', '--input', 'steps.txt', '--lookahead', `${ahead}`, ...more];
  const { code, out, err } = await rnnc(args, { cwd: folder });
  return { code, err, lines: out.split('\n').slice(0, -1) };
}
const jsonOf = (lines: readonly string[]): Steps => lines.map((line) => JSON.parse(line) as Steps[number]);

/** What a run over these steps says of each. */
async function whole(
  model: string,
  feeds: { readonly [name: string]: readonly unknown[] },
  output: string,
): Promise<readonly (readonly number[])[]> {
  const loaded = await load(compile(model));
  const { [output]: found } = loaded.run(
    Object.fromEntries(Object.entries(feeds).map(([name, steps]) => [name, [steps]])) as never,
  );
  loaded.dispose();
  return ((found?.toArray() ?? []) as never as readonly (readonly number[])[][])[0] ?? [];
}
function distance(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b);
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce((most: number, each, i) => Math.max(most, distance(each, b[i])), 0);
}

const x = Array.from({ length: 8 }, (_, t) => [Math.sin(t), Math.cos(2 * t)]);
const words = [1, 8, 3, 3, 0, 2, 7];

describe('run --stream --lookahead', () => {
  test.each<[string, string, readonly unknown[], string, string]>([
    ['a layer in both directions behind one forward', twoWays, x, 'x', 'y'],
    ['convolutions that read ahead behind one that does not', around, x, 'x', 'y'],
    ['a tagger of words', tagger, words, 'words', 'tags'],
  ])('%s: of each step what a run up to the steps ahead says of it', async (_, model, steps, input, output) => {
    const lines = steps.map((step) => JSON.stringify({ [input]: step }));
    for (const ahead of [1, 3, 20]) {
      const { code, err, lines: told } = await streamed(model, lines, ahead);
      expect([code, err]).toEqual([0, '']);
      const expected = await Promise.all(
        steps.map(async (_step, t) => (await whole(model, { [input]: steps.slice(0, t + ahead + 1) }, output))[t]),
      );
      expect(
        distance(
          jsonOf(told).map((step) => step[output]),
          expected,
        ),
      ).toBeLessThan(1e-6);
    }
  });

  test('words and tags as in the data of a training, as predict says of the whole sentence', async () => {
    const folder = temporaryFolder();
    const kinds = { the: 'D', a: 'D', cat: 'N', dog: 'N', sees: 'V', runs: 'V' };
    const vocabulary = Object.keys(kinds);
    const sentences = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 3 }, (_unused, t) => vocabulary[(i * 5 + t * 3) % 6] ?? ''),
    );
    const rows = sentences.map((said) => ({
      words: said,
      tags: said.map((word) => kinds[word as keyof typeof kinds]),
    }));
    writeFileSync(join(folder, 'tags.ndjson'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    writeFileSync(
      join(folder, 'tags.yaml'),
      `
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: words, vocabulary: auto, units: 4}
  m: {type: recurrent, input: v, cell: {lstm: {units: 6}}, direction: bidirectional}
  tags: {type: dense, input: m, units: classes}
outputs: {tags: tags}
data: {source: tags.ndjson, columns: {words: {type: text}, tags: {type: category}}, feeds: {words: {columns: [words]}, tag: {columns: [tags]}}}
training: {epochs: 2, losses: [{type: cross_entropy, output: tags, target: tag}]}
`,
    );
    await rnnc(['train', 'tags.yaml'], { cwd: folder });
    const said = ['the', 'dog', 'runs', 'a', 'cat'];
    writeFileSync(join(folder, 'whole.ndjson'), `${JSON.stringify({ words: said })}\n`);
    writeFileSync(
      join(folder, 'steps.csv'),
      ['words', ...said, '', 'zebra', 'cat'].map((line) => `${line}\n`).join(''),
    );
    const args = ['predict', 'tags.rnnc', '--data', 'whole.ndjson', '--format', 'ndjson'];
    const [sentence] = jsonOf((await rnnc(args, { cwd: folder })).out.trim().split('\n'));
    const stream = ['run', 'tags.rnnc', '--stream', '--lookahead', '4', '--input', 'steps.csv'];
    const { code, out, err } = await rnnc([...stream, '--json'], { cwd: folder });
    const told = out.split('\n');
    expect([code, told.length, told[5]]).toEqual([0, 9, '']);
    expect(err).toContain('lacks "zebra"');
    const steps = jsonOf(told.slice(0, 5));
    expect(steps.map(({ tags }) => tags)).toEqual(sentence?.tags);
    expect(
      distance(
        steps.map((step) => step['tags.probability']),
        sentence?.['tags.probability'],
      ),
    ).toBeLessThan(1e-6);
    expect((await rnnc(stream, { cwd: folder })).out).toMatch(/^tags,tags\.probability\n[DNV],0\.\d+\n/);
  });

  test('layers upon each other are exact where as many steps are ahead as there are', async () => {
    const lines = x.map((step) => JSON.stringify({ x: step }));
    const expected = await whole(deep, { x }, 'y');
    const far = await streamed(deep, lines, x.length);
    expect(
      distance(
        jsonOf(far.lines).map(({ y }) => y),
        expected,
      ),
    ).toBeLessThan(1e-6);
    // and near where there are some
    const near = await streamed(deep, lines, 3);
    expect(
      distance(
        jsonOf(near.lines).map(({ y }) => y),
        expected,
      ),
    ).toBeLessThan(0.05);
  });

  test('sequences end where a line is empty; broken lines stay in their places; CSV as without', async () => {
    const rows = x.map((step) => step.join(','));
    const { code, lines, err } = await streamed(twoWays, ['a,b', ...rows.slice(0, 3), '1', '', ...rows.slice(3)], 2);
    expect([code, lines[0], lines[4], lines[5], lines.length]).toEqual([1, 'y.0,y.1', ',', '', 11]);
    expect(err).toContain('steps.txt:5: this row has 1 field where 2 are needed');
    const sequences = [await whole(twoWays, { x: x.slice(0, 3) }, 'y'), await whole(twoWays, { x: x.slice(3) }, 'y')];
    const told = [lines.slice(1, 4), lines.slice(6)].map((part) => part.map((line) => line.split(',').map(Number)));
    expect(distance(told[0], sequences[0])).toBeLessThan(1e-6);
    expect(distance(told[1]?.slice(-3), sequences[1]?.slice(-3))).toBeLessThan(1e-6);
  });

  test.each<[string, string, readonly string[], string]>([
    [
      'a model that reads nothing ahead',
      twoWays.replace(', direction: bidirectional', ''),
      [],
      'leave --lookahead out',
    ],
    [
      'a mean over all steps',
      twoWays.replace('  y:', '  mean: {type: mean, input: both}\n  y:').replace('{y: y}', '{y: y, mean: mean}'),
      [],
      'takes the mean over all steps',
    ],
    [
      'an output without steps',
      twoWays.replace('{y: y}', '{y: y, last: both.last}'),
      [],
      'reads its sequence backward',
    ],
    [
      'what a mask leaves in the place of steps',
      twoWays
        .replace('x: {', 'on: {shape: [batch, time]}, x: {')
        .replace('bidirectional', 'bidirectional, mask: on, padding: previous'),
      [],
      'reads its sequence backward',
    ],
    ['an input without steps', still, [], 'found:    still'],
    ['a start', twoWays, ['--start', 'steps.txt'], 'leave --start out'],
  ])('refused: %s', async (_, model, more, message) => {
    const { code, lines, err } = await streamed(model, ['{"x": [1, 2]}'], 2, more);
    expect([code === 0, lines]).toEqual([false, []]);
    expect(err).toContain(message);
  });
});
