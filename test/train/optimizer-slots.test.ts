import { expect, test } from 'vitest';
import { type Batch, compile, load } from '../../src/index.ts';

const model = (optimizer: string, average: string): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 1, bias: false, init: {kernel: [[1]]}}}
outputs: {y: y}
training: {losses: [{type: mse, output: y}], optimizer: ${optimizer}, rate: 0.01, clip: none, epochs: 1, early_stopping: none${average}}
`;
const column = (data: readonly number[]) =>
  ({ dtype: 'float32', shape: [data.length, 1], data: Float32Array.from(data) }) as const;
const BATCH: Batch = {
  samples: 2,
  carry: false,
  lengths: {},
  feeds: { x: column([1, 2]), target: column([3, -1]) },
};
const STEPS = 4;

/** The kernel after some steps, as the trained model has it. */
async function trained(text: string, steps: number): Promise<number> {
  const result = await compile(text).train({ train: () => Array.from({ length: steps }, () => BATCH) });
  return (await load(result.model)).weights().get('y.kernel')?.data[0] ?? Number.NaN;
}

const optimizers = [
  'sgd',
  '{momentum: {nesterov: true}}',
  'adagrad',
  'adadelta',
  '{rmsprop: {centered: true}}',
  '{rmsprop: {centered: true, momentum: 0.9, convention: tf1}}',
  'adam',
  '{adamw: {weight_decay: 0.1}}',
  'nadam',
];

test.each(optimizers)('%s keeps its own numbers apart from the moving average of weights', async (optimizer) => {
  let expected = Number.NaN;
  for (let step = 1; step <= STEPS; step++) {
    const weight = await trained(model(optimizer, ''), step);
    expected = step === 1 ? weight : 0.5 * expected + 0.5 * weight;
  }
  expect(await trained(model(optimizer, ', average: 0.5'), STEPS)).toBeCloseTo(expected, 6);
});
