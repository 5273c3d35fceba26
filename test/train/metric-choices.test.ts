import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { nodeSources } from '../../src/cli/files/node-sources.ts';
import type { Dataset } from '../../src/data/dataset/dataset.ts';
import { seriesKey } from '../../src/data/encode/series-feed.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { metricChoices } from '../../src/train/evaluate/metric-choices.ts';
import { createMetric, METRICS, type MetricChoice } from '../../src/train/metrics/metrics.ts';
import { prepareTraining } from '../../src/train/prepare/prepare.ts';
import { temporaryFolder } from '../cli/command.ts';

const models = join(import.meta.dirname, '../../models');

async function choicesOf(yaml: string, folder: string) {
  const compiled = compileModel(yaml, { file: 'm.yaml', resolve: () => null });
  const trainable = prepareTraining(compiled);
  if (compiled.spec.data === null) throw new Error('no data');
  const data = await openDataset(compiled.spec.data, {
    open: nodeSources(folder),
    seed: compiled.seed,
    inputs: trainable.feeds,
  });
  return { data, choices: await metricChoices(trainable, data) };
}

test('mase in training is scaled by the mean change from one value of the training part to the next', async () => {
  const folder = temporaryFolder();
  const values = Array.from({ length: 60 }, (_, t) => t * t);
  writeFileSync(join(folder, 'series.csv'), ['value', ...values].join('\n'));
  const { data, choices } = await choicesOf(
    `
inputs: {past: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 3}}}
  next: {type: dense, input: memory.last, units: 2}
outputs: {next: next}
data:
  source: series.csv
  split: {validation: 0.25, test: 0.25, by: order}
  columns: {value: {normalize: none}}
  windows: {width: 4, horizon: 2}
  feeds: {past: {columns: [value]}, target: {columns: [value], part: horizon}}
training: {losses: [{type: mse, output: next}], metrics: [mase]}
`,
    folder,
  );
  const training = values.slice(0, 30);
  const change = training.slice(1).reduce((sum, x, t) => sum + Math.abs(x - (training[t] ?? 0)), 0) / 29;
  expect(await missesBy(data, choices, () => 3)).toEqual([expect.closeTo(3 / change, 5)]);
});

test('of a panel, by that of each series, also where its numbers are transformed', async () => {
  const folder = temporaryFolder();
  // changes of 1 and of 1000
  const rows = Array.from({ length: 40 }, (_, t) => [`small,${50 + t}`, `large,${9000 + 1000 * (t % 2)}`]).flat();
  writeFileSync(join(folder, 'panel.csv'), ['name,value', ...rows].join('\n'));
  const model = (value: string): string => `
inputs: {past: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 3}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
data:
  source: panel.csv
  group: name
  split: {validation: 0.25, test: 0.25, by: order}
  columns: {value: ${value}}
  windows: {width: 4, horizon: 1}
  feeds: {past: {columns: [value]}, target: {columns: [value], part: horizon}}
training: {losses: [{type: mse, output: next}], metrics: [mase]}
`;
  const plain = await choicesOf(model('{normalize: none}'), folder);
  expect(await missesBy(plain.data, plain.choices, (series) => (series === 0 ? 2 : 2000))).toEqual([
    expect.closeTo(2, 4),
  ]);
  const scaled = await choicesOf(model('{normalize: {by: standard, over: series}}'), folder);
  const deviation = (values: readonly number[]): number =>
    Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / values.length);
  const small = deviation(Array.from({ length: 20 }, (_, t) => t));
  const misses = await missesBy(scaled.data, scaled.choices, (series) => (series === 0 ? 2 / small : 4));
  expect(misses).toEqual([expect.closeTo(2, 3)]);
});

test('of numbers of which differences are taken, the first of each series counts too', async () => {
  const folder = temporaryFolder();
  // by hand: changes of 100, 1, 2, 1, 2, … and of 5, 3, 3, …
  const series = { a: [0, 100], b: [40, 45] };
  for (let t = 2; t < 40; t++) {
    series.a.push((series.a[t - 1] ?? 0) + (t % 2 === 0 ? 1 : -2));
    series.b.push((series.b[t - 1] ?? 0) + 3);
  }
  const lines = Object.entries(series).flatMap(([name, values]) => values.map((value, t) => `${name},${t},${value}`));
  writeFileSync(join(folder, 'panel.csv'), ['name,t,value', ...lines].join('\n'));
  // half of the 39 differences, and the number before the first of them
  const changeOf = (values: readonly number[]): number =>
    mean(values.slice(1, 21).map((value, t) => Math.abs(value - (values[t] ?? 0))));
  const expected = 6 / changeOf(series.a) / 2 + 6 / changeOf(series.b) / 2;
  const { data, choices } = await choicesOf(
    `
inputs: {past: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 3}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
data:
  source: panel.csv
  time: t
  group: name
  split: {validation: 0.25, test: 0.25, by: order}
  columns: {value: {transform: difference, normalize: none}}
  windows: {width: 4, horizon: 1}
  feeds: {past: {columns: [value]}, target: {columns: [value], part: horizon}}
training: {losses: [{type: mse, output: next}], metrics: [mase]}
`,
    folder,
  );
  expect(await missesBy(data, choices, () => 6)).toEqual([expect.closeTo(expected, 5)]);
});

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Metrics of a model that misses every number of the validation part by so much, as it sees numbers. @param by number of the series, in their order */
async function missesBy(data: Dataset, choices: readonly MetricChoice[], by: (series: number) => number) {
  const keys: string[] = [];
  const numberOf = (key: string): number => {
    if (!keys.includes(key)) keys.push(key);
    return keys.indexOf(key);
  };
  const metrics = choices.map((choice) => ({ choice, metric: createMetric(choice) }));
  if (data.validation === null) throw new Error('no validation part');
  for await (const batch of data.validation.batches({ batch: 4, epoch: 0, from: 0, seed: 0, shuffle: false })) {
    const targets = batch.feeds.target?.data ?? new Float32Array();
    const perSample = targets.length / batch.samples;
    const outputs = Float64Array.from(targets, (t, i) => t + by(numberOf(seriesKey(batch, Math.floor(i / perSample)))));
    for (const { choice, metric } of metrics)
      if (choice.name === 'mase' && choice.errors !== undefined)
        metric.add({ ...choice.errors.of(batch, outputs), width: choice.errors.columns });
  }
  return metrics.map(({ metric }) => metric.value());
}

test('mase without windows of a series, and a metric of classes for numbers, are mistakes with a place', async () => {
  const adding = readFileSync(join(models, 'adding.yaml'), 'utf8');
  await expect(choicesOf(adding.replace('training:', 'training:\n  metrics: [mase]'), models)).rejects.toThrow(
    /metric mase compares with the last value as a forecast/,
  );
  await expect(choicesOf(adding.replace('training:', 'training:\n  metrics: [accuracy]'), models)).rejects.toThrow(
    /"accuracy" can't be computed/,
  );
});

test('top_k of as many classes as it looks at is a mistake, of one more it is not', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'rows.csv'),
    ['a,b', ...Array.from({ length: 20 }, (_, i) => `${i},c${i % 3}`)].join('\n'),
  );
  const model = (units: number): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: ${units}}}
outputs: {y: y}
data: {source: rows.csv, feeds: {x: {columns: [a]}, target: {columns: [b]}}}
training: {losses: [{type: cross_entropy, output: y}], metrics: [top_k]}
`;
  await expect(choicesOf(model(5), folder)).rejects.toThrow(
    'metric top_k is always 1: it looks among the 5 highest scores, and there are 5',
  );
  expect((await choicesOf(model(6), folder)).choices).toEqual([{ name: 'top_k', k: 5 }]);
  const three = (units: number): string => model(units).replace('[top_k]', '[{top_k: 3}]');
  await expect(choicesOf(three(3), folder)).rejects.toThrow('it looks among the 3 highest scores, and there are 3');
  expect((await choicesOf(three(4), folder)).choices).toEqual([{ name: 'top_k', k: 3 }]);
});

test('no metric computes on what a loss compares unless it fits: it is refused before the first step, or it has a value', async () => {
  const folder = temporaryFolder();
  const rows = Array.from({ length: 24 }, (_, i) => `${i},${i % 3},c${i % 3},d${i % 2},${i % 2}`);
  writeFileSync(join(folder, 'rows.csv'), ['a,n,three,two,bit', ...rows].join('\n'));
  const kinds = [
    { loss: 'cross_entropy', units: 3, target: 'three' },
    { loss: 'cross_entropy', units: 2, target: 'two' },
    { loss: 'sigmoid_cross_entropy', units: 1, target: 'bit' },
    { loss: 'mse', units: 1, target: 'n' },
    { loss: 'mae', units: 1, target: 'n' },
    { loss: 'huber', units: 1, target: 'n' },
    { loss: 'quantile', units: 1, target: 'n', keys: 'quantiles: [0.5]' },
    { loss: 'gaussian_nll', units: 2, target: 'n' },
  ];
  const fits: string[] = [];
  for (const { loss, units, target, keys = '' } of kinds)
    for (const metric of Object.keys(METRICS)) {
      const yaml = `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: ${units}}}
outputs: {y: y}
data: {source: rows.csv, columns: {bit: {type: number, normalize: none}}, feeds: {x: {columns: [a]}, target: {columns: [${target}]}}}
training: {losses: [{type: ${loss}, output: y, ${keys}}], metrics: [${metric === 'top_k' ? '{top_k: 2}' : metric}]}
`;
      const found = await choicesOf(yaml, folder).catch((cause: unknown) => cause);
      if (found instanceof RnncError) expect(found.diagnostics[0]?.code).toMatch(/^(metric-does-not-fit|no-effect)$/);
      else {
        const { data, choices } = found as Awaited<ReturnType<typeof choicesOf>>;
        for await (const batch of data.train.batches({ batch: 8, epoch: 0, from: 0, seed: 0, shuffle: false })) {
          const targets = batch.feeds.target?.data ?? [];
          const outputs = Float64Array.from({ length: batch.samples * units }, (_, i) => Math.sin(i));
          for (const choice of choices) {
            const measured = createMetric(choice);
            measured.add({ outputs, targets: Array.from(targets, Number), width: units });
            expect(measured.value()).not.toBeNull();
          }
          break;
        }
        fits.push(`${loss} ${units} ${metric}`);
      }
    }
  expect(fits).toMatchInlineSnapshot(`
    [
      "cross_entropy 3 accuracy",
      "cross_entropy 3 top_k",
      "cross_entropy 3 perplexity",
      "cross_entropy 3 bits_per_character",
      "cross_entropy 3 f1_macro",
      "cross_entropy 3 f1_micro",
      "cross_entropy 2 accuracy",
      "cross_entropy 2 perplexity",
      "cross_entropy 2 bits_per_character",
      "cross_entropy 2 f1",
      "cross_entropy 2 f1_macro",
      "cross_entropy 2 f1_micro",
      "cross_entropy 2 auc",
      "sigmoid_cross_entropy 1 accuracy",
      "sigmoid_cross_entropy 1 f1",
      "sigmoid_cross_entropy 1 auc",
      "mse 1 mae",
      "mse 1 rmse",
      "mse 1 nrmse",
      "mse 1 mape",
      "mae 1 mae",
      "mae 1 rmse",
      "mae 1 nrmse",
      "mae 1 mape",
      "huber 1 mae",
      "huber 1 rmse",
      "huber 1 nrmse",
      "huber 1 mape",
    ]
  `);
});

test('f1 and auc of three classes name what fits instead', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'rows.csv'),
    ['a,b', ...Array.from({ length: 20 }, (_, i) => `${i},c${i % 3}`)].join('\n'),
  );
  const model = (metric: string): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 3}}
outputs: {y: y}
data: {source: rows.csv, feeds: {x: {columns: [a]}, target: {columns: [b]}}}
training: {losses: [{type: cross_entropy, output: y}], metrics: [${metric}]}
`;
  await expect(choicesOf(model('f1'), folder)).rejects.toThrow('write f1_macro');
  await expect(choicesOf(model('auc'), folder)).rejects.toThrow('write accuracy, or f1_macro');
  await expect(choicesOf(model('acc'), folder)).rejects.toThrow('did you mean "accuracy"?');
});
