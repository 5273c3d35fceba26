import { describe, expect, test } from 'vitest';
import {
  type Batch,
  compile,
  type Diagnostic,
  memorySources,
  RnncError,
  type TrainingData,
  type TrainModelOptions,
} from '../../src/index.ts';

const MODEL = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {y: {type: dense, input: x, units: 1, bias: false, init: {kernel: [[1]]}}}
outputs: {y: y}
training: {losses: [{type: mse, output: y, target: t}], epochs: 1, rate: 1.0e-9}
`;
const feed = (data: readonly number[], shape: readonly number[] = [2, 3, 1]) =>
  ({ dtype: 'float32', shape, data: Float32Array.from(data) }) as const;
const BATCH: Batch = {
  samples: 2,
  carry: false,
  feeds: { x: feed([1, 1, 1, 1, 1, 1]), t: feed([0, 0, 0, 0, 0, 0]) },
  lengths: {},
};
const lengths = (rows: readonly number[]): Int32Array => Int32Array.from(rows);

async function mistakesOf(data: unknown, options: TrainModelOptions = {}): Promise<readonly Diagnostic[]> {
  const error = await compile(MODEL)
    .train(data as TrainingData, options)
    .catch((e: unknown) => e);
  if (error instanceof RnncError) return error.diagnostics;
  throw new Error(`no mistake: ${String(error)}`);
}
const loss = async (batch: Batch): Promise<number> =>
  (await compile(MODEL).train({ train: () => [batch] })).history[0]?.parts.training?.loss ?? Number.NaN;

describe('mistakes in what is given', () => {
  const of = (batch: unknown) => ({ train: () => [batch] });
  test.each<[what: string, data: unknown, message: string]>([
    ['nothing', undefined, 'what the model is trained on is not given'],
    ['an empty object', {}, 'what the model is trained on is not given'],
    ['a list for a function', { train: [BATCH] }, '"train" is called again for every epoch, and it is no function'],
    [
      'a validation list',
      { train: () => [BATCH], validation: [BATCH] },
      '"validation" is called again for every epoch',
    ],
    ['a number for batches', { train: () => 5 }, 'what "train" returned can\'t be iterated over'],
    ['a batch count of half', { train: () => [BATCH], batchCount: 0.5 }, 'batchCount is no number of batches'],
    ['no batch', of(undefined), 'batch 1 of "train" is no batch'],
    ['no samples', of({ ...BATCH, samples: undefined }), 'batch 1 of "train": "samples" is not what it must be'],
    ['no feeds', of({ ...BATCH, feeds: undefined }), 'batch 1 of "train": "feeds" is not what it must be'],
    ['no lengths', of({ ...BATCH, lengths: undefined }), 'batch 1 of "train": "lengths" is not what it must be'],
    [
      'wrong samples',
      of({ ...BATCH, samples: 3 }),
      'batch 1 of "train" says that it has 3 samples, and "x" has another',
    ],
    ['a missing feed', of({ ...BATCH, feeds: { x: BATCH.feeds.x } }), 'batch 1 of "train" does not feed "t"'],
    [
      'a bare feed',
      of({ ...BATCH, feeds: { ...BATCH.feeds, t: [1] } }),
      'batch 1 of "train": "t" is not what it must be',
    ],
    ['too few lengths', of({ ...BATCH, lengths: { x: lengths([1]) } }), '"lengths.x" is not what it must be'],
    [
      'lengths of no feed',
      of({ ...BATCH, lengths: { z: lengths([1, 1]) } }),
      'gives lengths of "z", which has no time axis',
    ],
    ['a carry of another kind', of({ ...BATCH, carry: 1 }), 'batch 1 of "train": "carry" is not what it must be'],
    ['too short a carry', of({ ...BATCH, carry: [true] }), 'batch 1 of "train": "carry" is not what it must be'],
    ['the second batch', { train: () => [BATCH, null] }, 'batch 2 of "train" is no batch'],
    ['too long', of({ ...BATCH, lengths: { x: lengths([4, 1]) } }), 'time.lengths[0]'],
  ])('%s', async (_, data, message) => {
    const [mistake, ...more] = await mistakesOf(data);
    expect(more).toEqual([]);
    expect(mistake?.message).toContain(message);
    expect([mistake?.expected, mistake?.found, mistake?.fix].every((text) => text !== undefined && text !== '')).toBe(
      true,
    );
  });

  test('files that are not opened by anything', async () => {
    for (const files of ['x.csv', null, {}])
      await expect(
        compile(`${MODEL}\ndata: {source: rows.ndjson}`).train({ files } as unknown as TrainingData),
      ).rejects.toThrow('"files" does not say how files are opened');
  });

  test('options that are no counts, all at once', async () => {
    for (const value of [0, -1, 1.5, Number.NaN]) {
      const found = await mistakesOf({ train: () => [BATCH] }, { epochs: value, batch: value, checkpointEvery: value });
      expect(found.map(({ message }) => message)).toEqual(
        ['epochs', 'batch', 'checkpointEvery'].map((name) => `train(): the option ${name} can't be ${value}`),
      );
    }
  });

  test('what a factory throws comes through', async () => {
    const mine = (): never => {
      throw new TypeError('mine');
    };
    await expect(compile(MODEL).train({ train: mine })).rejects.toThrow(new TypeError('mine'));
  });
});

describe('lengths', () => {
  test('of one feed hold for every feed along its axis', async () => {
    const ragged = { ...BATCH, feeds: { x: feed([1, 2, 9, 3, 9, 9]), t: BATCH.feeds.t ?? feed([]) } };
    const expected = (1 + 4 + 9) / 3;
    for (const name of ['x', 't'])
      expect(await loss({ ...ragged, lengths: { [name]: lengths([2, 1]) } })).toBeCloseTo(expected, 5);
    expect(await loss({ ...ragged, lengths: { x: lengths([2, 1]), t: lengths([2, 1]) } })).toBeCloseTo(expected, 5);
  });

  test('of two feeds that disagree are a mistake with both and the row', async () => {
    const batch = { ...BATCH, lengths: { x: lengths([3, 1]), t: lengths([3, 2]) } };
    expect((await mistakesOf({ train: () => [batch] })).map(({ message }) => message)).toEqual([
      '"x" and "t" disagree on the length of row 1: 1 against 2',
    ]);
  });

  test('in a file as well, with the line', async () => {
    const rows = [
      { a: [1, 2], b: [1, 2] },
      { a: [1, 2, 3], b: [1, 2] },
      { a: [1, 2], b: [1, 2] },
    ];
    const text = `${MODEL}
data: {source: rows.ndjson, split: {train: 1}, feeds: {x: {columns: [a]}, t: {columns: [b]}}}
`;
    const error = await compile(text)
      .train({ files: memorySources({ 'rows.ndjson': rows.map((row) => JSON.stringify(row)).join('\n') }) })
      .catch((e: unknown) => e);
    expect((error as RnncError).message).toMatch(
      /rows\.ndjson:2:\d+: column "b" gives "t" 2 steps, and "x" has 3 along "time"/,
    );
  });
});

describe('NaN', () => {
  test('beyond the length of a row is not looked at', async () => {
    const batch = (pad: number): Batch => ({
      ...BATCH,
      feeds: { x: feed([1, 2, pad, 3, pad, pad]), t: feed([0, 0, pad, 0, pad, pad]) },
      lengths: { x: lengths([2, 1]) },
    });
    const given = batch(Number.NaN);
    expect(await loss(given)).toBe(await loss(batch(0)));
    expect(given.feeds.x?.data[2]).toBeNaN();
  });

  test('elsewhere is a mistake, and nothing that training lacks is named', async () => {
    const batch = { ...BATCH, feeds: { ...BATCH.feeds, x: feed([1, Number.NaN, 1, 1, 1, 1]) } };
    const [mistake] = await mistakesOf({ train: () => [batch] });
    expect([mistake?.code, mistake?.message, mistake?.fix]).toEqual(['input-nan', 'x[0][1][0] is NaN', 'fill the gap']);
  });
});

test('a batch whose rows are all empty teaches nothing, and is no number that is none', async () => {
  const empty = { ...BATCH, lengths: { x: lengths([0, 0]) } };
  const { history } = await compile(MODEL).train({ train: () => [empty, BATCH] });
  expect(history[0]?.parts.training?.loss).toBeCloseTo(await loss(BATCH), 6);
});

describe('callbacks that are asynchronous', () => {
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

  test.each(['onEpochBegin', 'onStep', 'onEpochEnd', 'onCheckpoint'] as const)(
    'a rejection of %s is the error of the training',
    async (name) => {
      const mine = new TypeError('mine');
      const callbacks = { [name]: () => later().then(() => Promise.reject(mine)) };
      await expect(compile(MODEL).train({ train: () => [BATCH] }, { callbacks })).rejects.toBe(mine);
    },
  );

  test('are waited for, in order', async () => {
    const told: string[] = [];
    const slow = (what: string) => async (): Promise<void> => {
      told.push(`${what} begins`);
      await later();
      told.push(`${what} ends`);
    };
    const callbacks = { onStep: slow('step'), onEpochEnd: slow('epoch'), onCheckpoint: slow('checkpoint') };
    await compile(MODEL).train({ train: () => [BATCH] }, { callbacks });
    expect(told).toEqual(['step', 'epoch', 'checkpoint'].flatMap((what) => [`${what} begins`, `${what} ends`]));
  });
});

test('batches may come as a promise of them', async () => {
  const { history } = await compile(MODEL).train({ train: async () => [BATCH] });
  expect(history[0]?.parts.training?.loss).toBeCloseTo(1, 5);
});

test('BigInts are lengths, sizes and numbers', async () => {
  const x = { dtype: 'float32', shape: [2n, 3n, 1n], data: BigInt64Array.of(1n, 2n, 9n, 3n, 9n, 9n) };
  const ragged = { ...BATCH, feeds: { x, t: BATCH.feeds.t }, lengths: { x: BigInt64Array.of(2n, 1n) } };
  expect(await loss(ragged as unknown as Batch)).toBeCloseTo((1 + 4 + 9) / 3, 5);
  const listed = { ...ragged, lengths: { x: [2n, 1n] } };
  expect(await loss(listed as unknown as Batch)).toBeCloseTo((1 + 4 + 9) / 3, 5);
});

test('trains on the kernels that are asked for', async () => {
  const lossOn = async (kernels: 'auto' | 'stock'): Promise<number> =>
    (await compile(MODEL).train({ train: () => [BATCH] }, { kernels })).history[0]?.parts.training?.loss ?? Number.NaN;
  expect(await lossOn('stock')).toBeCloseTo(await lossOn('auto'), 5);
  await expect(lossOn('fast' as 'auto')).rejects.toThrowError(
    /option-value: train\(\): the option kernels can't be "fast"/,
  );
});
