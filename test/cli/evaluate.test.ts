import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linearAutoregression } from '../../src/train/baselines/baselines.ts';
import { rnnc, temporaryFolder } from './command.ts';

interface Figure {
  readonly name: string;
  readonly units: string | null;
  readonly model: number | null;
  readonly baselines: { readonly [name: string]: number | null };
  readonly betterThan: readonly string[];
}
interface Report {
  readonly part: string;
  readonly samples: number;
  readonly loss: number;
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
  readonly classes: unknown;
}
const figure = ({ figures }: Report, name: string, units: string | null): Figure => {
  const found = figures.find((f) => f.name === name && f.units === units);
  if (found === undefined) throw new Error(`no ${name} ${units}`);
  return found;
};

const series = Array.from(
  { length: 200 },
  (_, i) => 300 + 0.5 * i + 40 * Math.sin((i * Math.PI) / 4) + ((i * 7919) % 13),
);
const MODEL = `
name: series
inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 8}}}
  y: {type: dense, input: m.last, units: 2}
outputs: {y: y}
data:
  source: series.csv
  split: {train: 0.6, validation: 0.2, test: 0.2}
  windows: {width: 12, horizon: 2}
  feeds: {x: {columns: [v]}, target: {columns: [v], part: horizon}}
training: {losses: [{type: mse, output: y}], epochs: 3, rate: 0.02}
`;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

test('numbers: the baselines are what a few lines of arithmetic say, in raw and normalised units', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'series.csv'), `v\n${series.join('\n')}\n`);
  writeFileSync(join(cwd, 'model.yaml'), MODEL);
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const evaluate = async (...more: string[]): Promise<Report> => {
    const { code, out, err } = await rnnc(['evaluate', 'model.rnnc', '--json', ...more], { cwd });
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out) as Report;
  };
  const report = await evaluate();
  expect([report.part, report.samples]).toEqual(['test', 40 - 2 + 1]);
  expect(report.notes).toEqual(['season 8, found in the training part; --season sets another']);

  const train = series.slice(0, 120);
  // with the window before its first row
  const test = series.slice(160 - 12);
  const scale = Math.sqrt(mean(train.map((v) => (v - mean(train)) ** 2)));
  const origins = Array.from({ length: 39 }, (_, i) => i + 11);
  const absolute = (forecast: (origin: number, ahead: number) => number): number =>
    mean(origins.flatMap((o) => [1, 2].map((k) => Math.abs((test[o + k] ?? 0) - forecast(o, k)))));
  const targets = Array.from({ length: 120 - 14 + 1 }, (_, i) => train.slice(i + 12, i + 14)).flat();
  const drift = mean(train.slice(8).map((v, i) => v - (train[i] ?? 0)));
  const mae = figure(report, 'mae', 'raw');
  const expected = {
    mean: absolute(() => mean(targets)),
    'last value': absolute((o) => test[o] ?? 0),
    'seasonal naive': absolute((o, k) => (test[o + k - 8] ?? 0) + drift),
  };
  expect(Object.keys(mae.baselines)).toEqual([...Object.keys(expected), 'linear AR']);
  for (const [name, value] of Object.entries(expected)) expect(mae.baselines[name]).toBeCloseTo(value, 3);
  // the autoregression sees as many values as the model, 12; another number gives another error
  const autoregression = (order: number): number => {
    const forecaster = linearAutoregression([train], order);
    return absolute((o, k) => forecaster?.forecast(series.slice(0, 148 + o + 1), 2)[k - 1] ?? Number.NaN);
  };
  expect(mae.baselines['linear AR']).toBeCloseTo(autoregression(12), 2);
  const others = [11, 13].map((order) => Math.abs(autoregression(order) - autoregression(12)));
  expect(Math.max(...others)).toBeGreaterThan(0.02);
  const normalised = figure(report, 'mae', 'normalised');
  expect(normalised.model).toBeCloseTo((mae.model ?? 0) / scale, 5);
  const seasonalScale = mean(train.slice(8).map((v, i) => Math.abs(v - (train[i] ?? 0))));
  expect(figure(report, 'mase', null).model).toBeCloseTo((mae.model ?? 0) / seasonalScale, 5);
  const rmse = figure(report, 'rmse', 'normalised').model ?? 0;
  expect(figure(report, 'mse', 'normalised').model).toBeCloseTo(rmse ** 2, 5);
  expect(report.loss).toBeCloseTo(rmse ** 2, 5);
  for (const { model, baselines, betterThan } of report.figures)
    expect(betterThan).toEqual(Object.keys(baselines).filter((name) => (model ?? 0) < (baselines[name] ?? 0)));

  // data with a scale of its own, which must not count
  writeFileSync(join(cwd, 'doubled.csv'), `v\n${series.map((v) => 2 * v).join('\n')}\n`);
  writeFileSync(join(cwd, 'other.csv'), 'w\n1\n2\n');
  const plain = (...args: string[]) => rnnc(['evaluate', ...args], { cwd });
  const [[validation, seasoned, doubled], [table, long, yaml, other]] = await Promise.all([
    Promise.all([
      evaluate('--part', 'validation', '--batch', '5'),
      evaluate('--season', '1', '--batch', '5'),
      evaluate('--data', 'doubled.csv', '--part', 'test'),
    ]),
    Promise.all([
      plain('model.rnnc'),
      plain('model.rnnc', '--season', '13'),
      plain('model.yaml'),
      plain('model.rnnc', '--data', 'other.csv'),
    ]),
  ]);
  expect(validation.part).toBe('validation');
  expect(figure(seasoned, 'mae', 'raw').baselines['drift']).not.toBeCloseTo(expected['seasonal naive'], 1);
  expect(seasoned.loss).toBeCloseTo(report.loss, 6);

  expect(table.out).toMatch(/^model\.rnnc on the test part, 39 samples: loss [\d.]+ per step$/m);
  expect(table.out).toMatch(/^per step +model +mean +last value +seasonal naive +linear AR +better than$/m);
  expect(table.out).toMatch(/^MAE, raw /m);

  expect([long.code, long.out]).toEqual([1, '']);
  expect(long.err).toContain('season-too-long');
  expect(yaml.code).toBe(0);
  expect(yaml.err).toContain('is not trained');

  expect([other.code, other.out]).toEqual([1, '']);
  expect(other.err).toContain('"v"');
  expect(figure(doubled, 'mae', 'normalised').baselines['last value']).toBeCloseTo(
    2 * (normalised.baselines['last value'] ?? 0),
    5,
  );
}, 60_000);

test('numbers that are 0 in the file are so for MAPE, which leaves them out, and that is said', async () => {
  const cwd = temporaryFolder();
  const values = series.map((_, i) => (i * 7) % 11);
  writeFileSync(join(cwd, 'series.csv'), `v\n${values.join('\n')}\n`);
  writeFileSync(join(cwd, 'model.yaml'), MODEL.replaceAll('horizon: 2', 'horizon: 1').replace('units: 2', 'units: 1'));
  const { code, out, err } = await rnnc(['evaluate', 'model.yaml', '--json'], { cwd });
  expect(code, err).toBe(0);
  const report = JSON.parse(out) as Report;
  const shares = values.flatMap((value, i) =>
    i < 160 || value === 0 ? [] : [(100 * Math.abs(value - (values[i - 1] ?? 0))) / value],
  );
  expect(figure(report, 'mape', null).baselines['last value']).toBeCloseTo(mean(shares), 3);
  expect(report.notes).toContain('MAPE leaves out targets that are 0: there is no error in percent of nothing');
});

test('classes: shares of the training part; without a test part, the validation part, and said so; without any, an error', async () => {
  const cwd = temporaryFolder();
  const rows = Array.from({ length: 90 }, (_, i) => `${i % 3},${i % 3 === 0 ? 'yes' : 'no'}`);
  writeFileSync(join(cwd, 'rows.csv'), `a,kind\n${rows.join('\n')}\n`);
  const text = (split: string): string => `
name: classes
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 2}}
outputs: {y: y}
data: {source: rows.csv, split: ${split}, feeds: {x: {columns: [a]}, target: {columns: [kind]}}}
training: {losses: [{type: cross_entropy, output: y}], epochs: 40, rate: 0.1}
`;
  writeFileSync(join(cwd, 'model.yaml'), text('{train: 0.8, validation: 0.2, by: order}'));
  writeFileSync(join(cwd, 'all.yaml'), text('{train: 1}'));
  expect((await rnnc(['train', 'model.yaml'], { cwd })).code).toBe(0);
  const [evaluated, none, all] = await Promise.all([
    rnnc(['evaluate', 'model.rnnc', '--json'], { cwd }),
    rnnc(['evaluate', 'all.yaml'], { cwd }),
    rnnc(['evaluate', 'all.yaml', '--part', 'train'], { cwd }),
  ]);
  const report = JSON.parse(evaluated.out) as Report;
  expect(report.notes).toEqual(['there is no test part: this is the validation part']);
  const name = 'class frequencies';
  expect(figure(report, 'accuracy', null)).toMatchObject({ model: 1, betterThan: [name] });
  expect(figure(report, 'accuracy', null).baselines[name]).toBeCloseTo(2 / 3, 6);
  const entropy = -(Math.log(1 / 3) + 2 * Math.log(2 / 3)) / 3;
  expect(figure(report, 'cross_entropy', null).baselines[name]).toBeCloseTo(entropy, 6);
  expect(figure(report, 'auc', null).baselines[name]).toBe(0.5);
  expect(report.classes).toMatchObject({ labels: ['no', 'yes'], positive: 'yes', of: 'samples', accuracy: 1 });
  const drawn = await rnnc(['evaluate', 'model.rnnc', '--confusion', 'classes.svg'], { cwd });
  expect(drawn.out).toContain(
    [
      'class                    precision  recall     F1  samples',
      'no                           1.000   1.000  1.000       12',
      'yes (positive)               1.000   1.000  1.000        6',
      'mean of classes (macro)      1.000   1.000  1.000       18',
      'weighted by samples          1.000   1.000  1.000       18',
      '',
      'right \\ said  no  yes',
      'no            12    0',
      'yes            0    6',
    ].join('\n'),
  );
  expect(readFileSync(join(cwd, 'classes.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  expect(none.code).toBe(1);
  expect(none.err).toContain('--part train');
  expect(all.code).toBe(0);
}, 60_000);

test('text: a unigram and a bigram beside the model; samples made by the project', async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'text.yaml'),
    `
name: text
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  v: {type: embedding, input: c, vocabulary: 8, units: 6}
  m: {type: recurrent, input: v, cell: {gru: {units: 12}}}
  next: {type: dense, input: m, units: 8}
outputs: {next: next}
data: {source: text.txt, vocabulary: {of: characters, unknown: false}, windows: {width: 12}}
training: {losses: [{type: cross_entropy, output: next}], epochs: 12, batch: 8, rate: 0.03}
`,
  );
  // what follows an a depends on what stands before it
  writeFileSync(join(cwd, 'text.txt'), 'bacadab '.repeat(300));
  expect((await rnnc(['train', 'text.yaml'], { cwd })).code).toBe(0);
  const { out } = await rnnc(['evaluate', 'text.rnnc', '--json'], { cwd });
  const report = JSON.parse(out) as Report;
  for (const name of ['cross_entropy', 'perplexity', 'bits_per_character', 'accuracy'])
    expect(figure(report, name, null).betterThan, name).toEqual(['unigram', 'bigram']);
  const perplexity = figure(report, 'perplexity', null);
  expect(perplexity.model).toBeCloseTo(Math.exp(report.loss), 6);
  expect(figure(report, 'bits_per_character', null).model).toBeCloseTo(report.loss / Math.LN2, 6);
  expect(perplexity.baselines.unigram).toBeGreaterThan(perplexity.baselines.bigram ?? 0);
  // the most frequent character is three of eight
  expect(figure(report, 'accuracy', null).baselines.unigram).toBeCloseTo(3 / 8, 2);
}, 60_000);
