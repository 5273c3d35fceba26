import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { printSpec } from '../../compiler/1-read/print.ts';
import { metricDirections, type TrainingSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { lossTypes } from '../../compiler/1-read/training/training-losses.ts';
import { type OptimizerName, optimizerNames, optionsOf } from '../../compiler/1-read/training/training-optimizer.ts';
import { optimizerOptions } from '../../compiler/1-read/training/training-print.ts';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import { resolvedSpecText } from '../../src/cli/reports/resolved-spec.ts';
import { METRICS } from '../../src/train/metrics/metrics.ts';
import { startSchedule } from '../../src/train/schedule/schedule.ts';
import { mistakes, read } from './given.ts';

const model = (training: string, more = ''): string => `${more}
inputs:
  x: {shape: [batch, time, 4]}
layers:
  encoder: {type: recurrent, input: x, cell: {rnn: {units: 8}}}
  y: {type: dense, input: encoder, units: 3}
outputs: {y: y}
training: ${training}
`;

function trainingOf(text: string, options: Parameters<typeof read>[1] = {}): TrainingSpec {
  const result = read(text, options);
  expect(mistakes(result)).toEqual([]);
  const training = result.spec?.training ?? null;
  if (training === null) throw new InternalError('nothing was read');
  return training;
}
const printed = (text: string): string => {
  const result = read(text);
  expect(mistakes(result)).toEqual([]);
  const lines = result.spec === null ? [] : printSpec(result.spec).split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('training'))).join('\n');
};

interface Schema {
  readonly [key: string]: unknown;
}
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;
const file: unknown = JSON.parse(readFileSync(new URL('../../schema/model.schema.json', import.meta.url), 'utf8'));
/** What stands in the schema under these keys. */
const schemaAt = (...path: readonly string[]): unknown =>
  path.reduce<unknown>((part, key) => (isSchema(part) ? part[key] : undefined), file);
const keysAt = (...path: readonly string[]): readonly string[] => Object.keys(schemaAt(...path) ?? {});

test('a model without the section', () => {
  expect(read(model('{}').replace(/^training.*$/m, '')).spec?.training).toBe(null);
});

test('an empty section is sensible', () => {
  expect(printed(model('{}'))).toMatchInlineSnapshot(`
    "training: 20 epochs, batch 32
      optimizer adam(beta1=0.9, beta2=0.999, epsilon=1e-7, weight_decay=0, convention=keras)
      rate 0.001
      clip global_norm 1
      early stopping: patience 5, min_delta 0, monitor loss"
  `);
});

test('everything the section has', () => {
  const text = model(`
  losses:
    - {type: cross_entropy, output: y, target: label, weight: 0.5, reduce: batch, sample_weights: w}
    - {type: huber, output: y, target: y_true, delta: 2}
    - {type: quantile, output: y, target: t, quantiles: [0.1, 0.5, 0.9]}
    - {type: ctc, output: y, target: labels, blank: 2, reduce: sum}
    - {type: l2, output: encoder.last, weight: 0.0001}
  optimizer: {rmsprop: {momentum: 0.9, centered: true, convention: tf1}}
  rate: {warm_up: {length: 100, then: {cosine: {start: 0.01, length: 9, unit: step}}}}
  clip: {value: 0.5}
  epochs: 3
  batch: 20
  frozen: [encoder.0, y.bias]
  weight_penalty: {l2: 0.001}
  average: 0.999
  carry: true
  early_stopping: {patience: 2, min_delta: 0.1, monitor: accuracy}
  metrics: [perplexity, accuracy]
  x-note: of use to people`);
  expect(printed(text)).toMatchInlineSnapshot(`
    "training: 3 epochs, batch 20, carry
      loss cross_entropy of y, target label, sample weights w, weight 0.5, batch
      loss huber of y, target y_true, delta 2, mean
      loss quantile of y, target t, quantiles [0.1, 0.5, 0.9], mean
      loss ctc of y, target labels, blank 2, sum
      loss l2 of encoder.last, weight 0.0001, mean
      optimizer rmsprop(rho=0.9, momentum=0.9, centered=true, epsilon=1e-10, weight_decay=0, convention=tf1)
      rate warm_up(length=100, unit=step, then=cosine(start=0.01, floor=0, length=9, unit=step))
      clip value 0.5
      frozen encoder.0, y.bias
      weight penalty l1 0, l2 0.001
      average 0.999
      early stopping: patience 2, min_delta 0.1, monitor accuracy
      metrics perplexity, accuracy"
  `);
});

test('nothing is clipped, nothing stops', () => {
  const { clip, earlyStopping } = trainingOf(model('{clip: none, early_stopping: none}'));
  expect(clip.by).toBe('none');
  expect(earlyStopping).toBe(null);
});

test('numbers are expressions over parameters, which --set replaces', () => {
  const text = model(
    `{rate: 2 * lr, epochs: n, optimizer: {adam: {beta1: 1 - lr}}, losses: [{type: mse, output: y, weight: n / 8}]}`,
    'parameters: {lr: 0.25, n: 4}',
  );
  expect(trainingOf(text)).toMatchObject({
    schedule: { kind: 'constant', rate: 0.5 },
    epochs: 4,
    optimizer: { beta1: 0.75 },
    losses: [{ weight: 0.5 }],
  });
  expect(trainingOf(text, { set: { n: 2, lr: 0.125 } })).toMatchObject({ epochs: 2, optimizer: { beta1: 0.875 } });
});

describe('optimisers', () => {
  const conventions = ['', 'keras', 'torch', 'tf1'];
  test('options and rates of each, by convention', () => {
    const lines = optimizerNames.flatMap((name) =>
      conventions.flatMap((convention) => {
        const known = schemaAt(
          ...['definitions', 'trainingOptimizer', 'properties', name, 'properties', 'convention', 'enum'],
        );
        if (convention !== '' && !(Array.isArray(known) && known.includes(convention))) return [];
        const text = convention === '' ? name : `{${name}: {convention: ${convention}}}`;
        const { optimizer, schedule } = trainingOf(model(`{optimizer: ${text}}`));
        const rate = schedule.kind === 'constant' ? schedule.rate : null;
        return [`${optimizer.type} ${rate} ${JSON.stringify(optimizerOptions(optimizer))}`];
      }),
    );
    expect([...new Set(lines)].join('\n')).toMatchInlineSnapshot(`
      "sgd 0.01 {"weight_decay":0}
      momentum 0.01 {"momentum":0.9,"nesterov":false,"weight_decay":0,"convention":"keras"}
      momentum 0.01 {"momentum":0.9,"nesterov":false,"weight_decay":0,"convention":"torch"}
      adagrad 0.001 {"initial":0.1,"epsilon":1e-7,"weight_decay":0,"convention":"keras"}
      adagrad 0.001 {"initial":0,"epsilon":1e-10,"weight_decay":0,"convention":"torch"}
      adadelta 0.001 {"rho":0.95,"epsilon":1e-7,"weight_decay":0}
      rmsprop 0.001 {"rho":0.9,"momentum":0,"centered":false,"epsilon":1e-7,"weight_decay":0,"convention":"keras"}
      rmsprop 0.001 {"rho":0.99,"momentum":0,"centered":false,"epsilon":1e-8,"weight_decay":0,"convention":"torch"}
      rmsprop 0.001 {"rho":0.9,"momentum":0,"centered":false,"epsilon":1e-10,"weight_decay":0,"convention":"tf1"}
      adam 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-7,"weight_decay":0,"convention":"keras"}
      adam 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-8,"weight_decay":0,"convention":"torch"}
      adamw 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-7,"weight_decay":0.004,"convention":"keras"}
      adamw 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-8,"weight_decay":0.01,"convention":"torch"}
      nadam 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-7,"weight_decay":0,"convention":"keras"}
      nadam 0.001 {"beta1":0.9,"beta2":0.999,"epsilon":1e-8,"weight_decay":0,"convention":"torch"}"
    `);
  });

  test('a name alone and no options mean the same', () => {
    for (const name of optimizerNames)
      expect(trainingOf(model(`{optimizer: {${name}: {}}}`)).optimizer).toEqual(
        trainingOf(model(`{optimizer: ${name}}`)).optimizer,
      );
  });

  test('the schema names the same optimisers, options and defaults', () => {
    const at = ['definitions', 'trainingOptimizer', 'properties'];
    expect(keysAt(...at)).toEqual(optimizerNames);
    for (const name of optimizerNames) {
      const options = keysAt(...at, name, 'properties');
      expect([...options].sort(), name).toEqual([...optionsOf(name as OptimizerName)].sort());
      const { optimizer } = trainingOf(model(`{optimizer: ${name}}`));
      for (const [option, value] of Object.entries(optimizerOptions(optimizer))) {
        const property = schemaAt(...at, name, 'properties', option);
        if (isSchema(property) && 'default' in property) expect(property.default, `${name}.${option}`).toBe(value);
        else expect(isSchema(property) ? property.description : '').toContain(`Without it, ${value}`);
      }
    }
  });
});

describe('schedules', () => {
  test.each([
    ['{step_decay: {every: 3}}', { kind: 'step_decay', rate: 0.001, factor: 0.1, every: 3, unit: 'epoch' }],
    ['{exponential: {factor: 0.9}}', { kind: 'exponential', rate: 0.001, factor: 0.9, every: 1, unit: 'epoch' }],
    ['{cosine: {start: 1, length: 5}}', { kind: 'cosine', rate: 1, floor: 0, length: 5, unit: 'epoch' }],
    ['{halve_after_epoch: {start: 1, after: 4}}', { kind: 'halve_after_epoch', rate: 1, after: 4, factor: 0.5 }],
    [
      '{reduce_on_plateau: {}}',
      {
        kind: 'reduce_on_plateau',
        rate: 0.001,
        factor: 0.1,
        patience: 10,
        minDelta: 0.0001,
        cooldown: 0,
        floor: 0,
        better: 'lower',
      },
    ],
  ])('%s', (text, expected) => {
    const { schedule } = trainingOf(model(`{rate: ${text}}`));
    expect(schedule).toEqual(expected);
    expect(keysAt('definitions', 'trainingRate', 'properties')).toContain(schedule.kind);
  });

  test('a warm-up alone grows into the rate of the optimiser', () => {
    const { schedule } = trainingOf(model('{rate: {warm_up: {length: 9}}}'));
    expect(schedule).toMatchObject({ kind: 'warm_up', length: 9, unit: 'step' });
    expect(schedule.kind === 'warm_up' ? schedule.then : null).toEqual({ kind: 'constant', rate: 0.001 });
  });

  test('they are those that training runs', () => {
    expect(startSchedule(trainingOf(model('{rate: {reduce_on_plateau: {start: 2}}}')).schedule)).toMatchObject({
      rate: 2,
    });
  });

  test('start at the rate of the optimiser', () => {
    expect(trainingOf(model('{optimizer: sgd, rate: {cosine: {length: 5}}}')).schedule).toMatchObject({ rate: 0.01 });
  });

  test('a plateau is seen in what early stopping monitors, which waits for it', () => {
    const training = trainingOf(
      model('{rate: {reduce_on_plateau: {patience: 4}}, metrics: [auc], early_stopping: {monitor: auc}}'),
    );
    expect(training.schedule).toMatchObject({ better: 'higher' });
    expect(training.earlyStopping).toEqual({ patience: 8, minDelta: 0, monitor: 'auc' });
    expect(trainingOf(model('{metrics: [mae], early_stopping: {monitor: mae}}')).earlyStopping?.patience).toBe(5);
  });
});

describe('losses', () => {
  test('the only target is called target, whatever penalties stand beside it', () => {
    const { losses } = trainingOf(model('{losses: [{type: l1, output: encoder}, {type: mse, output: y}]}'));
    expect(losses?.map((loss) => ('target' in loss ? loss.target.value : null))).toEqual([null, 'target']);
  });

  test('what a loss alone uses is used', () => {
    const text = `
parameters: {a: 3}
inputs:
  x: {shape: [batch, 4]}
  wanted: {shape: [batch, 3]}
  w: {shape: [batch]}
layers:
  y: {type: dense, input: x, units: 3}
  helper: {type: dense, input: x, units: 3}
outputs: {y: y}
training:
  losses:
    - {type: mse, output: helper, target: wanted, sample_weights: w, weight: a}
    - {type: mse, output: y, target: wanted}
`;
    expect(mistakes(read(text))).toEqual([]);
  });

  test('a mistake in a loss leaves what it uses in doubt', () => {
    const text = `
inputs: {x: {shape: [batch, 4]}}
layers:
  y: {type: dense, input: x, units: 3}
  helper: {type: dense, input: x, units: 3}
outputs: {y: y}
training: {loses: [{type: mse, output: helper}]}
`;
    expect(mistakes(read(text))).toEqual(['unknown-key at 7:12 of models/model.yaml']);
  });

  test('a loss of a layer with a mistake says nothing more', () => {
    const result = read(model('{losses: [{type: mse, output: y}]}').replace('units: 3', 'units: 0'));
    expect(mistakes(result)).toEqual(['out-of-range at 6:43 of models/model.yaml']);
    expect(result.spec?.training ?? null).toBe(null);
  });

  test('the schema names the same types', () => {
    const types = schemaAt('properties', 'training', 'properties', 'losses', 'items', 'properties', 'type', 'enum');
    expect(Array.isArray(types) ? [...types].sort() : []).toEqual([...lossTypes].sort());
  });
});

test('metrics are those that training computes, and the schema names them', () => {
  const computed = Object.entries(METRICS).map(([name, { better }]) => [name, better]);
  expect(Object.entries(metricDirections)).toEqual(computed);
  const described = String(schemaAt('properties', 'training', 'properties', 'metrics', 'items', 'description'));
  for (const name of Object.keys(METRICS)) expect(described).toMatch(new RegExp(`\\b${name}\\b`));
});

describe('states are carried', () => {
  test.each([
    ['from a text', 'data: {source: a.txt}', '{}', true],
    ['from a text by its format', 'data: {source: a, format: text}', '{}', true],
    ['not from a text that is shuffled', 'data: {source: a.txt, shuffle: true}', '{}', false],
    ['not where the model says so', 'data: {source: a.txt}', '{carry: false}', false],
    ['not from a table', 'data: {source: a.csv}', '{}', false],
    [
      'from windows of a table, if asked for',
      'data: {source: a.csv, windows: {width: 3, stride: 3}}',
      '{carry: true}',
      true,
    ],
    ['from a folder, if asked for', 'data: {source: folder}', '{carry: true}', true],
    ['not from a folder', 'data: {source: folder}', '{}', false],
    ['not without data', '', '{}', false],
    ['without data, if asked for', '', '{carry: true}', true],
  ])('%s', (_, data, training, expected) => {
    expect(trainingOf(model(training, data)).carry).toBe(expected);
  });

  test('not without a recurrent layer', () => {
    const text = model('{}', 'data: {source: a.txt}').replace(
      'type: recurrent, input: x, cell: {rnn: {units: 8}}',
      'type: dense, input: x, units: 8',
    );
    expect(trainingOf(text).carry).toBe(false);
  });
});

test.each([
  '{}',
  '{clip: none, early_stopping: none, average: 0.99, losses: [{type: l2, output: y, reduce: sum}]}',
  '{optimizer: {nadam: {convention: torch}}, rate: {exponential: {factor: 0.5}}, metrics: [mae]}',
  '{optimizer: adadelta, rate: {step_decay: {every: 2, unit: step}}, frozen: [encoder]}',
  '{optimizer: {momentum: {nesterov: true}}, rate: {warm_up: {length: 5, then: {reduce_on_plateau: {floor: 1e-6}}}}}',
  '{losses: [{type: quantile, output: y, quantiles: [0.1, 0.5, 0.9], sample_weights: w}, {type: l1, output: y}]}',
  '{losses: [{type: huber, output: y, target: a}, {type: ctc, output: y, target: b}], rate: {cosine: {length: 2}}}',
  '{optimizer: rmsprop, rate: {halve_after_epoch: {after: 4}}, weight_penalty: {l1: 0.1}, carry: true}',
])('written out with every default it is the same: %s', (training) => {
  const text = model(training);
  const { spec } = read(text);
  if (spec === null) throw new InternalError('nothing was read');
  const resolved = resolvedSpecText(spec, text);
  const again = read(resolved);
  expect(mistakes(again)).toEqual([]);
  expect(again.spec === null ? '' : printSpec(again.spec)).toBe(printSpec(spec));
});
