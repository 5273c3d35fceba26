import { afterEach, expect, test } from 'vitest';
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

test('adding problem, 50 steps: the mean squared error is below 0.01', async () => {
  const { evaluation } = await learn('adding.yaml');
  expect(evaluation.loss).toBeLessThan(0.01);
}, 120_000);

test('Mackey-Glass: better than last value and linear autoregression', async () => {
  const { figure } = await learn('mackey-glass.yaml', { epochs: 12, samples: 1200 });
  expect(figure('nrmse')).toBeLessThan(figure('nrmse', 'last value'));
  expect(figure('nrmse')).toBeLessThan(figure('nrmse', 'linear autoregression'));
}, 120_000);

test('waves of different lengths: the kind is recognised', async () => {
  const { figure } = await learn('waves.yaml', { epochs: 8 });
  expect(figure('accuracy')).toBeGreaterThan(0.8);
  expect(figure('accuracy', 'majority')).toBeLessThan(0.5);
}, 120_000);
