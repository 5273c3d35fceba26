import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { memorySources } from '../../src/data/files/sources.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { load } from '../../src/load.ts';
import { evaluateModel } from '../../src/train/evaluate/evaluate.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

const rows = Array.from({ length: 30 }, (_, i) => ({ v: 1000 * ((i * 7) % 5), w: ((i * 3) % 7) / 10 }));

async function figuresOf(normalize: string) {
  const text = `
inputs: {past: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: past, cell: {rnn: {units: 2}}}
  y: {type: dense, input: memory.last, units: 4}
outputs: {y: y}
data:
  source: {train: d.csv, test: d.csv}
  columns: {v: {normalize: ${normalize}}, w: {normalize: ${normalize}}}
  windows: {width: 3, horizon: 2}
  feeds: {past: {columns: [v, w]}, target: {columns: [v, w], part: horizon}}
training: {losses: [{type: mse, output: y}]}
`;
  const compiled = compileModel(text, { file: 'm.yaml', resolve: () => null });
  const trainable = prepareTraining(compiled);
  if (compiled.spec.data === null) throw new Error('no data');
  const data = await openDataset(compiled.spec.data, {
    open: memorySources({ 'd.csv': ['v,w', ...rows.map(({ v, w }) => `${v},${w}`)].join('\n') }),
    seed: 0,
    inputs: trainable.feeds,
  });
  const model = await load(trainingDefinition(trainable));
  try {
    return await evaluateModel(model, trainable, data, { part: 'test', batch: 4, season: 1 });
  } finally {
    model.dispose();
  }
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
/** Of the last value as a forecast. */
const errors = (of: (row: (typeof rows)[number]) => number): readonly number[] =>
  rows.slice(2, -2).flatMap((row, i) => [3, 4].map((ahead) => Math.abs(of(row) - of(rows[i + ahead] ?? row))));

test('errors in raw units are told by column, and those of all columns together as the model sees them', async () => {
  const { figures, per } = await figuresOf('standard');
  const { figures: unscaled } = await figuresOf('none');
  const names = (of: typeof figures) =>
    of.map(({ name, column, units }) => [name, column, units].filter((part) => part !== null).join(' '));
  expect(names(figures)).toEqual([
    'mse normalised',
    'mae v raw',
    'mae w raw',
    'rmse v raw',
    'rmse w raw',
    'nrmse',
    'mape',
    'mase',
    'mae normalised',
    'rmse normalised',
  ]);
  expect(names(unscaled)).toEqual(['mse', 'mae v', 'mae w', 'rmse v', 'rmse w', 'nrmse v', 'nrmse w', 'mape', 'mase']);
  expect(per).toBe('step');
  for (const [of, column] of [
    [errors(({ v }) => v), 'v'],
    [errors(({ w }) => w), 'w'],
  ] as const)
    for (const list of [figures, unscaled]) {
      const baseline = (name: string) =>
        list.find((figure) => figure.name === name && figure.column === column)?.baselines['last value'] ?? 0;
      expect(baseline('mae') / mean(of)).toBeCloseTo(1, 4);
      expect(baseline('rmse') / Math.sqrt(mean(of.map((e) => e * e)))).toBeCloseTo(1, 4);
    }
});
