import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { memorySources } from '../../src/data/files/sources.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { load } from '../../src/load.ts';
import { type Evaluation, evaluateModel } from '../../src/train/evaluate/evaluate.ts';
import { type Measurement, measurePart } from '../../src/train/evaluate/measure.ts';
import { metricChoices } from '../../src/train/evaluate/metric-choices.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

interface Case {
  readonly loss: string;
  readonly units: number;
  readonly shape: string;
  /** Column `t`. */
  readonly column: string;
  readonly metrics: string;
  readonly sample: (i: number) => { readonly x: unknown; readonly t: unknown };
}
interface Row extends ReturnType<Case['sample']> {
  readonly w: number;
}

const ndjson = (rows: readonly Row[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
const repeated = (rows: readonly Row[]): readonly Row[] =>
  rows.flatMap((row) => Array.from({ length: row.w }, () => ({ ...row, w: 1 })));

async function measured(
  { loss, units, shape, column, metrics }: Case,
  train: readonly Row[],
  held: readonly Row[],
  asked = true,
): Promise<{ readonly evaluation: Evaluation; readonly measurement: Measurement }> {
  const text = `
inputs: {x: {shape: ${shape}}}
layers: {y: {type: dense, input: x, units: ${units}}}
outputs: {y: y}
data:
  source: {train: train.ndjson, test: test.ndjson}
  columns: {x: {normalize: none}, w: {normalize: none}, t: ${column}}
  feeds: {x: {columns: [x]}, t: {columns: [t]}, w: {columns: [w]}}
training: {losses: [{type: ${loss}, output: y, target: t, sample_weights: w}], metrics: ${metrics}, weighted_metrics: ${asked}}
`;
  const compiled = compileModel(text, { file: 'm.yaml', resolve: () => null });
  const trainable = prepareTraining(compiled);
  if (compiled.spec.data === null) throw new Error('no data');
  const data = await openDataset(compiled.spec.data, {
    open: memorySources({ 'train.ndjson': ndjson(train), 'test.ndjson': ndjson(held) }),
    seed: compiled.seed,
    inputs: trainable.feeds,
  });
  if (data.test === null) throw new Error('no test part');
  const model = await load(trainingDefinition(trainable));
  try {
    const evaluation = await evaluateModel(model, trainable, data, { part: 'test', batch: 3, season: null });
    const { feeds, objective } = trainable;
    const choices = await metricChoices(trainable, data);
    const options = { feeds, losses: objective.losses, metrics: choices, batch: 3, seed: 0, carry: false };
    return { evaluation, measurement: await measurePart(model, data.test, 'test', options) };
  } finally {
    model.dispose();
  }
}

const wave = (i: number): number => Math.round(1000 * Math.sin(i * i)) / 1000;
const series = (i: number): readonly number[] => Array.from({ length: 1 + (i % 4) }, (_, t) => wave(7 * i + t));
const row = (i: number): readonly number[] => [wave(i), wave(i + 50)];

test.each<readonly [what: string, of: Case]>([
  [
    'numbers',
    {
      loss: 'mse',
      units: 1,
      shape: '[batch, 2]',
      column: '{normalize: none}',
      metrics: '[mae, rmse, nrmse]',
      sample: (i) => ({ x: row(i), t: wave(i + 9) }),
    },
  ],
  [
    'numbers of series of several lengths',
    {
      loss: 'mae',
      units: 1,
      shape: '[batch, time, 1]',
      column: '{normalize: none}',
      metrics: '[mae, rmse]',
      sample: (i) => ({ x: series(i), t: series(i).map((x) => x * x) }),
    },
  ],
  [
    'classes',
    {
      loss: 'cross_entropy',
      units: 3,
      shape: '[batch, 2]',
      column: '{type: category, values: [a, b, c]}',
      metrics: '[accuracy, f1_macro, perplexity]',
      sample: (i) => ({ x: row(i), t: 'abc'[i % 3] }),
    },
  ],
  [
    'a score',
    {
      loss: 'sigmoid_cross_entropy',
      units: 1,
      shape: '[batch, 2]',
      column: '{normalize: none}',
      metrics: '[accuracy, f1, auc]',
      sample: (i) => ({ x: row(i), t: i % 2 }),
    },
  ],
  [
    'distributions',
    {
      loss: 'soft_cross_entropy',
      units: 2,
      shape: '[batch, 2]',
      column: '{normalize: none}',
      metrics: '[]',
      sample: (i) => ({ x: row(i), t: [(i % 5) / 8, 1 - (i % 5) / 8] }),
    },
  ],
])(
  '%s: weighted, a row with weight n counts as n rows; plain, as one: for the model, its metrics and the baselines',
  async (_, of) => {
    const rows = (first: number, count: number): readonly Row[] =>
      Array.from({ length: count }, (_, i) => ({ ...of.sample(first + i), w: (i * 5) % 4 }));
    const [train, held] = [rows(0, 20), rows(20, 14)];
    const weighted = await measured(of, train, held);
    const once = (rows: readonly Row[]): readonly Row[] => repeated(rows.map((r) => ({ ...r, w: Math.min(r.w, 1) })));
    const numbers = (
      { evaluation, measurement }: typeof weighted,
      weighing: 'weighted' | 'plain',
    ): readonly (readonly [string, number | null])[] => [
      ...evaluation.figures.flatMap(({ name, weighing: own, model, baselines }) =>
        own !== weighing
          ? []
          : [
              [name, model] as const,
              ...Object.entries(baselines).map(([rival, value]) => [`${name} of ${rival}`, value] as const),
            ],
      ),
      ...Object.entries(measurement.metrics).flatMap(([name, value]) =>
        name.startsWith('weighted_') === (weighing === 'weighted') ? [[name, value] as const] : [],
      ),
      ...(weighing === 'weighted' ? [['loss', measurement.loss] as const] : []),
    ];
    const both = [
      { weighing: 'weighted', as: await measured(of, repeated(train), repeated(held)) },
      { weighing: 'plain', as: await measured(of, once(train), once(held)) },
    ] as const;
    for (const { weighing, as } of both) {
      const [own, expected] = [numbers(weighted, weighing), numbers(as, weighing)];
      expect(own.map(([name]) => name)).toEqual(expected.map(([name]) => name));
      for (const [i, [name, value]] of own.entries())
        expect(value, name).toBeCloseTo(expected[i]?.[1] ?? Number.NaN, 5);
    }
    const values = (weighing: 'weighted' | 'plain') =>
      numbers(weighted, weighing).map(([name, value]) => [name.replace('weighted_', ''), value]);
    expect(values('weighted').some(([name]) => `${name}`.includes(' of '))).toBe(true);
    expect(values('plain')).not.toEqual(values('weighted'));
  },
);

test('without weighted_metrics the loss is weighted, and every other figure is plain', async () => {
  const of: Case = {
    loss: 'cross_entropy',
    units: 2,
    shape: '[batch, 2]',
    column: '{type: category, values: [a, b]}',
    metrics: '[accuracy, perplexity], early_stopping: {monitor: accuracy}',
    sample: (i) => ({ x: row(i), t: 'ab'[i % 2] }),
  };
  const rows = Array.from({ length: 12 }, (_, i) => ({ ...of.sample(i), w: i % 3 }));
  const { evaluation, measurement } = await measured(of, rows, rows, false);
  expect(evaluation.figures.map(({ name, weighing }) => `${name} ${weighing}`)).toEqual([
    'cross_entropy weighted',
    'accuracy plain',
    'f1_macro plain',
    'f1 plain',
    'auc plain',
  ]);
  expect(evaluation.notes).toContain(
    'the loss weighs each sample by "w"; other figures count once what has a weight above 0 (training: {weighted_metrics: true} shows both)',
  );
  expect(evaluation.classes?.counts.flat().reduce((a, b) => a + b, 0)).toBe(rows.filter(({ w }) => w > 0).length);
  const plain = await measured(
    of,
    rows.filter(({ w }) => w > 0).map((r) => ({ ...r, w: 1 })),
    rows.filter(({ w }) => w > 0).map((r) => ({ ...r, w: 1 })),
    false,
  );
  expect(measurement.metrics.accuracy).toBeCloseTo(plain.measurement.metrics.accuracy ?? Number.NaN, 6);
  expect(measurement.metrics.perplexity).toBeCloseTo(plain.measurement.metrics.perplexity ?? Number.NaN, 6);
  expect(measurement.loss).not.toBeCloseTo(plain.measurement.loss, 6);
});
