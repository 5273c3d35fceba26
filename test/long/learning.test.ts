import { afterEach, expect, test } from 'vitest';
import { treeAndText } from '../learning/list-operations.ts';
import { judgeReber } from '../learning/reber.ts';
import { type Trained, trained } from '../learning/trained.ts';

/** The full forms of `test/learning`: long gaps, whole budgets. */
const made: Trained[] = [];
const learn = async (...given: Parameters<typeof trained>): Promise<Trained> => {
  const result = await trained(...given);
  made.push(result);
  return result;
};
afterEach(() => {
  for (const { model } of made.splice(0)) model.dispose();
});

test('adding problem (Le et al. 2015), 200 steps: the LSTM is below 0.01, a tanh RNN of the same budget stays near 0.17', async () => {
  const size = { length: 200, samples: 8000, epochs: 20 };
  const lstm = await learn('adding.yaml', size);
  expect(lstm.evaluation.loss).toBeLessThan(0.01);
  const rnn = await learn('adding.yaml', size, { text: (yaml) => yaml.replace('{ lstm: {', '{ rnn: {') });
  expect(rnn.evaluation.loss).toBeGreaterThan(0.15);
});

test('embedded Reber grammar: at every step of all 1,000 test strings exactly the legal symbols are above 1/2', async () => {
  const { strings, solved, remembered } = await judgeReber(await learn('reber.yaml', { samples: 10_000, epochs: 8 }));
  expect({ strings, solved, remembered }).toEqual({ strings: 1000, solved: 1000, remembered: 1000 });
});

test('copy memory: over 20 steps a tenth of the cross-entropy of who has no memory, over 100 steps less than half', async () => {
  const memoryless = (delay: number): number => (5 * Math.log(8)) / (delay + 10);
  const short = await learn('copy.yaml');
  expect(short.evaluation.loss).toBeLessThan(0.1 * memoryless(20));
  const long = await learn('copy.yaml', { delay: 100, hold: 3, epochs: 60 });
  expect(long.evaluation.loss).toBeLessThan(0.5 * memoryless(100));
});

test('list operations up to six levels deep: a tree model is above 95 %, an LSTM over the text with as many weights and as much time 15 points behind', async () => {
  const { tree, text } = await treeAndText(learn, {}, {});
  expect(tree.accuracy).toBeGreaterThan(0.95);
  expect(text.accuracy).toBeLessThan(tree.accuracy - 0.15);
  expect(text.weights).toBeGreaterThan(0.98 * tree.weights);
  expect(text.seconds).toBeGreaterThan(tree.seconds);
});

test('Mackey-Glass, 20 steps ahead: NRMSE below 0.05, where linear autoregression has 0.32 and the last value 1.31', async () => {
  const { figure } = await learn('mackey-glass.yaml');
  expect(figure('nrmse')).toBeLessThan(0.05);
  expect(figure('nrmse', 'linear AR')).toBeGreaterThan(0.3);
  expect(figure('nrmse', 'last value')).toBeGreaterThan(1);
});

test('waves of different lengths: more than nine in ten are recognised, where the most frequent kind is under a third', async () => {
  const { figure } = await learn('waves.yaml');
  expect(figure('accuracy')).toBeGreaterThan(0.9);
  expect(figure('accuracy', 'class frequencies')).toBeLessThan(1 / 3);
});

test('a character model of the licence: half a bit per character less than a bigram model on its held-out end', async () => {
  const { figure } = await learn('characters.yaml');
  expect(figure('bits_per_character')).toBeLessThan(figure('bits_per_character', 'bigram') - 0.5);
});

test('the small word model of Zaremba et al. 2014, its whole recipe on the made-up text: a fifth below the perplexity of a bigram model', async () => {
  const { figure } = await learn('ptb-small.yaml', { vocabulary: 200 });
  expect(figure('perplexity', 'bigram')).toBeLessThan(12);
  expect(figure('perplexity')).toBeLessThan(0.8 * figure('perplexity', 'bigram'));
});
