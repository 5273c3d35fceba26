import { afterEach, expect, test } from 'vitest';
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
  expect(rnn.evaluation.loss).toBeGreaterThan(0.1);
});

test('embedded Reber grammar, the whole budget: nearly no loss is left', async () => {
  const { evaluation } = await learn('reber.yaml');
  expect(evaluation.loss).toBeLessThan(0.01);
});

test('copy memory over 20 steps: far better than without memory', async () => {
  const { figure } = await learn('copy.yaml', { epochs: 60 });
  expect(figure('cross_entropy')).toBeLessThan(0.5 * ((5 * Math.log(8)) / 30));
});

test('a character model of the licence is better than a bigram model on its held-out end', async () => {
  const { figure } = await learn('characters.yaml');
  expect(figure('perplexity')).toBeLessThan(figure('perplexity', 'bigram'));
});
