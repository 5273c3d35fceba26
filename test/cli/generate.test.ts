import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rnnc, temporaryFolder } from './command.ts';

const MODEL = `
name: abc
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: 8, units: 6}
  m: {type: recurrent, input: v, cell: {gru: {units: 16}}}
  next: {type: dense, input: m, units: 8}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters, unknown: false}, windows: {width: 12}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 25, batch: 8, rate: 0.02}
`;

test('a model of a text that repeats itself goes on with it, the same seed with the same text; mistakes are explained', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'model.yaml'), MODEL);
  writeFileSync(join(cwd, 'text.txt'), 'abcde\n'.repeat(300));
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const generate = (...more: string[]) => rnnc(['generate', 'model.rnnc', ...more], { cwd });
  const { out, code } = await generate('--prompt', 'ab', '--length', '13', '--greedy');
  expect(code).toBe(0);
  expect(out).toBe('abcde\nabcde\nabc\n');
  const random = ['--temperature', '3', '--length', '40', '--json', '--prompt', 'a'];
  const [one, two, other, path] = await Promise.all([
    generate(...random),
    generate(...random),
    generate(...random, '--seed', '1'),
    generate(...random, '--path', 'public'),
  ]);
  expect(JSON.parse(one.out).text).toHaveLength(40);
  expect(two.out).toBe(one.out);
  expect(path.out).toBe(one.out);
  expect(other.out).not.toBe(one.out);

  const evaluated = await rnnc(['evaluate', 'model.rnnc', '--json'], { cwd });
  const { figures } = JSON.parse(evaluated.out);
  const perplexity = figures.find((f: { name: string }) => f.name === 'perplexity');
  expect(perplexity.model).toBeLessThan(1.2);
  expect(perplexity.baselines.unigram).toBeGreaterThan(5);

  const unknown = await generate('--prompt', 'xyz');
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain('"x"');
  const both = await generate('--greedy', '--top-k', '3');
  expect(both.code).toBe(2);
  const none = await rnnc(['generate', join(import.meta.dirname, '../../models/seed-rnn.yaml')], { cwd });
  expect(none.code).toBe(1);
  expect(none.err).toContain("can't write text");
}, 60_000);

test('words are joined as texts are, and what the model does not know of a prompt is told', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'text.txt'), 'Well, so (they said) be it! '.repeat(150));
  writeFileSync(
    join(cwd, 'model.yaml'),
    MODEL.replace('vocabulary: 8', 'vocabulary: 12')
      .replace('units: 8', 'units: 12')
      .replace('{of: characters, unknown: false}', '{of: words, lower: true, punctuation: tokens}'),
  );
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const { out, err } = await rnnc(['generate', 'model.rnnc', '--prompt', 'WELL, ', '-n', '9', '--greedy'], { cwd });
  expect(out).toBe('WELL, so (they said) be it! well\n');
  expect(err).toBe('');
  const odd = await rnnc(['generate', 'model.rnnc', '--prompt', 'Alas, poor', '-n', '1', '--greedy'], { cwd });
  expect(odd.err).toContain('the vocabulary lacks "alas", "poor": the model takes them as unknown');
}, 60_000);

test('a model of texts in a column names the command that writes some, and prints nothing before it', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'texts.csv'), `text\n${'ab\nba\n'.repeat(10)}`);
  writeFileSync(
    join(cwd, 'model.yaml'),
    MODEL.slice(0, MODEL.indexOf('data:')) +
      `data: {source: texts.csv, vocabulary: {of: characters}, columns: {text: {type: text}}, feeds: {c: {columns: [text], part: previous}, target: {columns: [text]}}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 1}
`,
  );
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const refused = await rnnc(['generate', 'model.rnnc', '--prompt', 'a'], { cwd });
  expect([refused.out, refused.code]).toEqual(['', 1]);
  expect(refused.err).toContain("use `rnnc predict MODEL --rows '{}' --sample`");
  const followed = await rnnc(['predict', 'model.rnnc', '--rows', '{}', '--sample'], { cwd });
  expect([followed.err, followed.code]).toEqual(['', 0]);
  expect(followed.out).toMatch(/^text,/);
}, 60_000);
