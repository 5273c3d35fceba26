import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { compile, memorySources, RnncError } from '../../src/index.ts';
import { load } from '../../src/load.ts';
import { evaluateModel } from '../../src/train/evaluate/evaluate.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

interface Row {
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly m?: readonly number[];
  readonly w?: number;
}

const model = (loss: string, feeds: string, more = ''): string => `
inputs: {x: {shape: [batch, time, 1]}}
layers: {y: {type: dense, input: x, units: 1, init: {kernel: zeros, bias: zeros}}}
outputs: {y: y}
data:
  source: {train: rows.ndjson, validation: rows.ndjson}
  columns: {x: {normalize: none}, y: {normalize: none}}
  feeds: {x: {columns: [x]}, target: {columns: [y]}${feeds}}
  shuffle: false
training: {losses: [{type: mse, output: y, ${loss}}], optimizer: sgd, rate: 0.1, epochs: 3, clip: none, metrics: [mae]${more}}
`;

async function trained(rows: readonly Row[], loss: string, feeds: string, more = '') {
  const files = memorySources({ 'rows.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') });
  const { history, model: made } = await compile(model(loss, feeds, more)).train({ files });
  const weights = [...made.weights].map(([, { data }]) => Array.from(data ?? []));
  return { parts: history.map(({ parts }) => parts), weights };
}

const rows: readonly (Row & { readonly m: readonly number[]; readonly w: number })[] = [
  { x: [1, 2, 3], y: [2, -1, 4], m: [1, 0, 3], w: 1 },
  { x: [0, 1], y: [5, 1], m: [0.5, 2], w: 2 },
  { x: [2, -1, 1, 4], y: [1, 1, 2, 7], m: [1, 1, 0, 0], w: 0 },
];
const BY_STEP = 'step_weights: m';
const FED = ', m: {columns: [m]}';

describe('weights by step', () => {
  test('weigh the loss, and metrics where that is asked for: the first epoch, before any step of training, by hand', async () => {
    const [first] = (await trained(rows, BY_STEP, FED)).parts;
    const entries = rows.flatMap(({ y, m }) => y.map((target, t) => ({ y: target ?? 0, w: m[t] ?? 0 })));
    const total = entries.reduce((sum, { w }) => sum + w, 0);
    expect(first?.training?.loss).toBeCloseTo(entries.reduce((sum, { y, w }) => sum + w * y * y, 0) / total, 5);
    const untouched = await trained(rows, `${BY_STEP}, weight: 1e-9`, FED, ', weighted_metrics: true');
    const plain = entries.filter(({ w }) => w > 0);
    const mae = plain.reduce((sum, { y }) => sum + Math.abs(y), 0) / plain.length;
    const weighted = entries.reduce((sum, { y, w }) => sum + w * Math.abs(y), 0) / total;
    expect(untouched.parts[0]?.validation?.metrics).toEqual({
      mae: expect.closeTo(mae, 5),
      weighted_mae: expect.closeTo(weighted, 5),
    });
  });

  test('leave out of the figures of an evaluation the steps of weight 0, and the evaluation says how others count', async () => {
    const compiled = compileModel(model(BY_STEP, FED), { file: 'm.yaml', resolve: () => null });
    const trainable = prepareTraining(compiled);
    if (compiled.spec.data === null) throw new Error('no data');
    const data = await openDataset(compiled.spec.data, {
      open: memorySources({ 'rows.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') }),
      seed: compiled.seed,
      inputs: trainable.feeds,
    });
    const untrained = await load(trainingDefinition(trainable));
    try {
      const options = { part: 'validation', batch: 3, season: null } as const;
      const { figures, notes } = await evaluateModel(untrained, trainable, data, options);
      expect(notes).toContain(
        'the loss weighs each step by "m"; other figures count once what has a weight above 0 (training: {weighted_metrics: true} shows both)',
      );
      const entries = rows.flatMap(({ y, m }) => y.filter((_, t) => (m[t] ?? 0) > 0).map((target) => target ?? 0));
      const mae = entries.reduce((sum, y) => sum + Math.abs(y), 0) / entries.length;
      expect(figures.find(({ name }) => name === 'mae')?.model).toBeCloseTo(mae, 5);
    } finally {
      untrained.dispose();
    }
  });

  test('and multiply those of samples', async () => {
    const both = await trained(rows, `${BY_STEP}, sample_weights: w`, `${FED}, w: {columns: [w]}`);
    const multiplied = rows.map(({ m, w, ...row }) => ({ ...row, m: m.map((weight) => weight * w) }));
    expect(both).toEqual(await trained(multiplied, BY_STEP, FED));
  });

  test('of 0 are as a target that is missing, whatever stands there', async () => {
    const kept = rows.map(({ x, y, m }) => ({ x, y, m: m.map((weight) => Number(weight > 0)) }));
    const missing = rows.map(({ x, y, m }) => ({ x, y: y.map((target, t) => ((m[t] ?? 0) > 0 ? target : null)) }));
    const found = await trained(kept, BY_STEP, FED);
    const expected = await trained(missing, 'target: target', '');
    expect(found.weights).toEqual(expected.weights.map((list) => list.map((x) => expect.closeTo(x, 5))));
    expect(found.parts.map((part) => part.training?.loss)).toEqual(
      expected.parts.map((part) => expect.closeTo(part.training?.loss ?? Number.NaN, 5)),
    );
  });

  test('that are written as weights of samples are told so', async () => {
    await expect(trained(rows, 'sample_weights: m', FED)).rejects.toThrow(
      /write step_weights: m in the loss for a weight per step/,
    );
  });

  test('that are negative, or all 0, or for a loss without steps, are mistakes', async () => {
    const mistakes = async (run: Promise<unknown>): Promise<readonly string[]> => {
      const error: unknown = await run.then(
        () => null,
        (cause: unknown) => cause,
      );
      if (!(error instanceof RnncError)) throw new Error(`no mistake: ${String(error)}`);
      return error.diagnostics.map(({ message, fix }) => `${message}; ${fix}`);
    };
    const negative = new Set(await mistakes(trained([{ x: [1, 2], y: [1, 2], m: [1, -1] }], BY_STEP, FED)));
    expect([...negative]).toEqual([
      'rows.ndjson: 2 rows: column "m" is no sample weight: lines 1 (-1), 1; write 0 or more; a sample of weight 0 does not count',
    ]);
    expect(await mistakes(trained([{ x: [1, 2], y: [1, 2], m: [0, 0] }], BY_STEP, FED))).toEqual([
      'the weights of the training part are all 0; give samples a weight above 0, or leave sample_weights and step_weights out',
    ]);
    const whole = model(BY_STEP, FED).replace(
      'layers: {y: {type: dense, input: x',
      'layers: {h: {type: last, input: x}, y: {type: dense, input: h',
    );
    expect(
      await mistakes((async () => compile(whole).train({ files: memorySources({ 'rows.ndjson': '' }) }))()),
    ).toEqual(['step_weights of mse: its output has no steps; write sample_weights: m for a weight per sample']);
  });
});
