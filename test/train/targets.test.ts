import { describe, expect, test } from 'vitest';
import { type Batch, compile, memorySources, RnncError } from '../../src/index.ts';

const model = (loss: string, units: number, training = ''): string => `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: ${units}}}
outputs: {y: y}
data: {source: rows.csv, split: {train: 1}, feeds: {x: {columns: [a]}, target: {columns: COLUMNS}}}
training: {losses: [{type: ${loss}, output: y}], epochs: 1 ${training}}
`;
const mistakes = async (run: () => Promise<unknown>): Promise<readonly string[]> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map(({ message, fix }) => {
      expect(fix).toMatch(/\w/);
      return message;
    });
  }
  return [];
};
const ofTable = (text: string, columns: string, rows: readonly string[]): Promise<readonly string[]> =>
  mistakes(() =>
    compile(text.replace('COLUMNS', columns)).train({ files: memorySources({ 'rows.csv': rows.join('\n') }) }),
  );

describe('targets that a loss can not take are found in the data, with file, line and column', () => {
  test('classes beyond the units of the layer', async () => {
    const rows = ['a,c', '1,0', '2,2', '3,3', '4,-1', '5,1.5'];
    expect(await ofTable(model('cross_entropy', 3), '[c]', rows)).toEqual([
      'rows.csv: 2 rows: column "c" is no class of the model, which has 3, counted from 0: lines 4 (3), 5 (-1)',
      'rows.csv:6:3: column "c" is no whole number: 1.5',
    ]);
    expect(await ofTable(model('cross_entropy', 2), '[c]', ['a,c', '1,red', '2,green', '3,blue'])).toEqual([
      '"y" tells 2 classes apart, and the column "c" has 3 classes',
    ]);
  });

  test('probabilities outside 0 to 1, scaled ones too', async () => {
    const rows = ['a,p', '1,0', '2,0.25', '3,1', '4,1.01', '5,-0.5'];
    const text = model('sigmoid_cross_entropy', 1);
    expect(await ofTable(text, '[p]', rows)).toEqual([
      'rows.csv: 2 rows: column "p" is no probability: lines 5 (1.01), 6 (-0.5)',
    ]);
    expect(await ofTable(text, '[p]', rows.slice(0, 4))).toEqual([]);
    const scaled = text.replace(
      'split: {train: 1}',
      'split: {train: 0.8, test: 0.2}, columns: {p: {normalize: minmax}}',
    );
    const ordered = scaled.replace('test: 0.2}', 'test: 0.2, by: order}');
    expect(await ofTable(ordered, '[p]', ['a,p', '1,0', '2,10', '3,5', '4,1', '5,20'])).toEqual([
      'rows.csv:6:3: column "p" is no probability: 2',
    ]);
  });

  test('shares that do not sum to 1', async () => {
    const rows = ['a,p,q', '1,0.3,0.7', '2,0.333,0.667', '3,30,70', '4,0.3,0.3', '5,1.5,-0.5'];
    expect(await ofTable(model('soft_cross_entropy', 2), '[p, q]', rows)).toEqual([
      'rows.csv: 2 rows: column "p" is no share of 1: lines 4 (30), 6 (1.5)',
      'rows.csv:5:3: column "p" gives shares that sum to 0.6, not to 1',
    ]);
  });

  test('bad_rows: skip leaves them out', async () => {
    const text = model('sigmoid_cross_entropy', 1).replace('split:', 'bad_rows: skip, split:');
    expect(await ofTable(text, '[p]', ['a,p', '1,0', '2,0.25', '3,7'])).toEqual([]);
  });
});

test('what no window asks for, and what has weight 0, may hold anything', async () => {
  const windows = model('cross_entropy', 2)
    .replace('x: {shape: [batch, 1]}', 'x: {shape: [batch, time, 1]}')
    .replace('layers: {y: {type: dense, input: x', 'layers: {m: {type: last, input: x}, y: {type: dense, input: m')
    .replace('split: {train: 1}', 'split: {train: 1}, windows: {width: 2, stride: 3}')
    .replace('{columns: COLUMNS}', '{columns: [c], part: horizon}');
  const labelled = ['a,c', '1,-1', '2,-1', '3,1', '4,-1', '5,-1', '6,0'];
  expect(await ofTable(windows, '', labelled)).toEqual([]);
  expect(await ofTable(windows, '', labelled.with(3, '3,2'))).toEqual([
    'rows.csv:4:3: column "c" is class 2, and the model has 2, counted from 0',
  ]);
  const weighted = model('sigmoid_cross_entropy, sample_weights: w', 1).replace(
    'feeds: {',
    'feeds: {w: {columns: [w]}, ',
  );
  expect(await ofTable(weighted, '[p]', ['a,p,w', '1,0.5,1', '2,-1,0', '3,1,2'])).toEqual([]);
  expect(await ofTable(weighted, '[p]', ['a,p,w', '1,0.5,1', '2,-1,0.5', '3,1,2'])).toEqual([
    'rows.csv:3:3: column "p" is no probability: -1',
  ]);
});

test("a metric of classes for targets that are none is the caller's mistake", async () => {
  const text = model('sigmoid_cross_entropy', 1, ', metrics: [accuracy]').replace(
    '{train: 1}',
    '{train: 0.5, validation: 0.5}',
  );
  expect(await ofTable(text, '[p]', ['a,p', '1,0.5', '2,0.25', '3,0.5', '4,0.2'])).toEqual([
    expect.stringMatching(/^a metric of classes met the target 0\.\d+, which is none of 2 classes$/),
  ]);
});

describe("a user's own batches", () => {
  const feed = (data: readonly number[], shape: readonly number[]) =>
    ({ dtype: 'float32', shape, data: Float32Array.from(data) }) as const;
  const sequence = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {y: {type: dense, input: x, units: 2}}
outputs: {y: y}
training: {losses: [{type: soft_cross_entropy, output: y}], epochs: 1}
`;
  const of = (text: string, batch: Batch) => mistakes(() => compile(text).train({ train: () => [batch] }));

  test('are looked at as far as their lengths go', async () => {
    const batch = (last: number): Batch => ({
      samples: 2,
      carry: false,
      lengths: { x: Int32Array.of(2, 1) },
      feeds: { x: feed([1, 2, 3, 4], [2, 2, 1]), target: feed([0.5, 0.5, 1, 0, 0, last, 7, 7], [2, 2, 2]) },
    });
    expect(await of(sequence, batch(1))).toEqual([]);
    expect(await of(sequence, batch(0.5))).toEqual([
      'batch 1 of "train": target.data[4] gives shares that sum to 0.5, not to 1',
    ]);
  });

  test('weights are finite', async () => {
    const text = `
inputs: {x: {shape: [batch, 1]}}
layers: {y: {type: dense, input: x, units: 1}}
outputs: {y: y}
training: {losses: [{type: mse, output: y, target: t, sample_weights: w}], epochs: 1}
`;
    const batch: Batch = {
      samples: 1,
      carry: false,
      lengths: {},
      feeds: { x: feed([1], [1, 1]), t: feed([1], [1, 1]), w: feed([Number.POSITIVE_INFINITY], [1]) },
    };
    expect(await of(text, batch)).toEqual(['batch 1 of "train": w[0] is no sample weight']);
    const soft = text.replace('type: mse', 'type: sigmoid_cross_entropy');
    const masked = (weight: number): Batch => ({
      ...batch,
      feeds: { ...batch.feeds, t: feed([-1], [1, 1]), w: feed([weight], [1]) },
    });
    expect(await of(soft, masked(1))).toEqual(['batch 1 of "train": t.data[0] is no probability: -1']);
    const rounded = { ...batch, feeds: { ...batch.feeds, t: feed([1 + 2e-7], [1, 1]), w: feed([1], [1]) } };
    expect(await of(soft, rounded)).toEqual([]);
    const two = { ...masked(0), samples: 2 };
    const pair = { x: feed([1, 2], [2, 1]), t: feed([-1, 1], [2, 1]), w: feed([0, 1], [2]) };
    expect(await of(soft, { ...two, feeds: pair })).toEqual([]);
  });
});
