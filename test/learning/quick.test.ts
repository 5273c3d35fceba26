import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { numbers } from '../passes/equal.ts';
import { treeAndText } from './list-operations.ts';
import { judgeReber } from './reber.ts';
import { type Trained, trained } from './trained.ts';

/** Small forms of the tasks of `test/long/learning.test.ts`: each a few seconds. */
const made: Trained[] = [];
const learn = async (...given: Parameters<typeof trained>): Promise<Trained> => {
  const result = await trained(...given);
  made.push(result);
  return result;
};
afterEach(() => {
  for (const { model } of made.splice(0)) model.dispose();
});
const LONG = 120_000;

test(
  'adding problem (Hochreiter and Schmidhuber 1997), 50 steps: the mean squared error is below 0.01',
  async () => {
    const { evaluation } = await learn('adding.yaml', { epochs: 12 });
    expect(evaluation.loss).toBeLessThan(0.01);
  },
  LONG,
);

test(
  'embedded Reber grammar: at every step of all 100 test strings exactly the legal symbols are above 1/2',
  async () => {
    const { strings, solved, remembered } = await judgeReber(await learn('reber.yaml'));
    expect({ strings, solved, remembered }).toEqual({ strings: 100, solved: 100, remembered: 100 });
  },
  LONG,
);

test(
  'copy memory, a short delay: far better than without memory',
  async () => {
    const { figure } = await learn('copy.yaml', { length: 2, delay: 5, epochs: 10, samples: 3000 });
    expect(figure('cross_entropy')).toBeLessThan(0.5 * ((2 * Math.log(8)) / 9));
  },
  LONG,
);

test(
  'Mackey-Glass, 20 steps ahead: NRMSE below 0.2, half of linear autoregression, an eighth of the last value',
  async () => {
    const { figure } = await learn('mackey-glass.yaml', { epochs: 12, samples: 1200 });
    expect(figure('nrmse')).toBeLessThan(0.2);
    expect(figure('nrmse')).toBeLessThan(figure('nrmse', 'linear AR') / 2);
    expect(figure('nrmse')).toBeLessThan(figure('nrmse', 'last value') / 8);
  },
  LONG,
);

test(
  'carbon dioxide at Mauna Loa, twelve months ahead, the last fifth held out: below 1 ppm, seasonal naive with drift has 1.3',
  async () => {
    const { figure } = await learn('co2.yaml');
    expect(figure('rmse')).toBeLessThan(1);
    expect(figure('rmse')).toBeLessThan(0.8 * figure('rmse', 'seasonal naive'));
  },
  LONG,
);

test(
  'a character model of the licence: fewer bits per character than a bigram model on its held-out end',
  async () => {
    const { figure } = await learn('characters.yaml', {}, { epochs: 12 });
    expect(figure('bits_per_character')).toBeLessThan(figure('bits_per_character', 'bigram') - 0.3);
  },
  LONG,
);

test(
  'waves of different lengths: the kind is recognised, where the most frequent one is under a third',
  async () => {
    const { figure } = await learn('waves.yaml', { epochs: 8, samples: 1500 });
    expect(figure('accuracy')).toBeGreaterThan(0.8);
    expect(figure('accuracy', 'class frequencies')).toBeLessThan(1 / 3);
  },
  LONG,
);

test(
  'list operations of two levels: a tree model is right in more than four of five, an LSTM over the text in under two of three',
  async () => {
    const size = { depth: 2, samples: 4000 };
    const { tree, text } = await treeAndText(
      learn,
      { ...size, units: 32, hidden: 128, epochs: 14 },
      { ...size, units: 43, epochs: 12 },
    );
    expect(tree.accuracy).toBeGreaterThan(0.8);
    expect(text.accuracy).toBeLessThan(2 / 3);
    // the text's model has enough weights and steps to learn what it learns
    expect(text.weights).toBeGreaterThan(0.95 * tree.weights);
    expect(text.accuracy).toBeGreaterThan(0.4);
  },
  LONG,
);

test(
  'sentiment: a label at every node is learned from a made-up treebank, and nine sentences in ten are right; the most frequent label is in one of four',
  async () => {
    const { figure, evaluation } = await learn('tree-sentiment.yaml', { vocabulary: 100, vector: 64, units: 48 });
    expect(figure('accuracy')).toBeGreaterThan(0.85);
    expect(figure('accuracy', 'class frequencies')).toBeLessThan(1 / 4);
    const [sentences, phrases] = evaluation.losses.map(({ mean }) => mean);
    expect(sentences).toBeLessThan(0.5 * Math.log(5));
    expect(phrases).toBeLessThan(0.1 * Math.log(5));
  },
  LONG,
);

test(
  "sentiment from a folder of one's own with train.txt, dev.txt and test.txt in brackets: a negation turns what it stands above",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnnc-trees-'));
    try {
      const next = numbers(5);
      const draw = (count: number): number => Math.min(count - 1, Math.floor(((next() + 1) / 2) * count));
      const words = [
        ['awful', 'bleak'],
        ['dull', 'slow'],
        ['short', 'blue'],
        ['nice', 'warm'],
        ['superb', 'great'],
      ];
      const said = (label: number, turns: number): string =>
        turns === 0
          ? `(${label} ${words[label]?.[draw(2)]})`
          : draw(2) === 0
            ? `(${label} (2 so) ${said(label, turns - 1)})`
            : `(${label} (2 not) ${said(4 - label, turns - 1)})`;
      mkdirSync(join(folder, 'bank'));
      for (const [part, count] of [
        ['train', 1000],
        ['dev', 100],
        ['test', 100],
      ] as const)
        writeFileSync(
          join(folder, 'bank', `${part}.txt`),
          Array.from({ length: count }, () => `${said(draw(5), draw(3))}\n`).join(''),
        );
      const { figure } = await learn(
        'tree-sentiment.yaml',
        { vocabulary: 20, vector: 32, units: 32 },
        { source: join(folder, 'bank') },
      );
      expect(figure('accuracy')).toBeGreaterThan(0.9);
      expect(figure('accuracy', 'class frequencies')).toBeLessThan(0.4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  LONG,
);

test(
  'dependency trees: the relation of a word to its head follows from the words and the tree, and from the word alone in four of five',
  async () => {
    const { figure } = await learn('dependency-trees.yaml', { vocabulary: 100 }, { epochs: 10 });
    expect(figure('accuracy')).toBeGreaterThan(0.97);
    expect(figure('f1_macro')).toBeGreaterThan(0.95);
  },
  LONG,
);

test(
  'the small word model of Zaremba et al. 2014 on a made-up text of the same shape: well below the unigram',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rnnc-words-'));
    try {
      mkdirSync(join(folder, 'text'));
      const next = numbers(17);
      const pick = (words: readonly string[]): string =>
        words[Math.floor(((next() + 1) / 2) * words.length * 0.9999)] ?? '';
      const sentence = (): string =>
        ` the ${pick(['old', 'young', 'tall'])} ${pick(['man', 'cat', 'dog', 'king'])} ${pick(['saw', 'met', 'likes'])} the ${pick(['house', 'sea', 'moon'])} \n`;
      for (const [part, count] of [
        ['train', 3000],
        ['valid', 80],
        ['test', 80],
      ] as const)
        writeFileSync(join(folder, 'text', `${part}.txt`), Array.from({ length: count }, sentence).join(''));
      const { figure } = await learn(
        'ptb-small.yaml',
        { vocabulary: 32, units: 24, num_steps: 10 },
        { source: join(folder, 'text'), epochs: 6 },
      );
      expect(figure('perplexity')).toBeLessThan(0.5 * figure('perplexity', 'unigram'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  LONG,
);
