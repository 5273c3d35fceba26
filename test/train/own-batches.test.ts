import { describe, expect, test } from 'vitest';
import {
  type Batch,
  compile,
  type Diagnostic,
  load,
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
    ['samples in words', of({ ...BATCH, samples: 'two' }), 'batch 1 of "train": "samples" is not what it must be'],
    ['no feeds', of({ ...BATCH, feeds: undefined }), 'batch 1 of "train": "feeds" is not what it must be'],
    ['lengths as a list', of({ ...BATCH, lengths: 3 }), 'batch 1 of "train": "lengths" is not what it must be'],
    [
      'wrong samples',
      of({ ...BATCH, samples: 3 }),
      'batch 1 of "train" says that it has 3 samples, and "x" has another',
    ],
    ['a missing feed', of({ ...BATCH, feeds: { x: BATCH.feeds.x } }), 'batch 1 of "train" does not feed "t"'],
    [
      'a feed in words',
      of({ ...BATCH, feeds: { ...BATCH.feeds, t: 'a' } }),
      'batch 1 of "train": "t" is not what it must be',
    ],
    [
      'too short a feed',
      of({ ...BATCH, feeds: { ...BATCH.feeds, t: [1] } }),
      'batch 1 of "train" says that it has 2 samples, and "t" has another',
    ],
    [
      'ragged lists',
      of({ feeds: { ...BATCH.feeds, t: [[[1], [2]], [[1]]] } }),
      'batch 1 of "train": t[1] is of another size than the lists beside it',
    ],
    ['a row as data', { data: { x: 1, t: 2 } }, 'data.x is no array'],
    ['no rows', { data: [] }, '"data" has no rows'],
    ['a list of lists', { data: [[1, 2]] }, 'data[0] is no row'],
    ['a text', { data: 'rows.csv' }, '"data" is neither rows nor arrays'],
    ['unlike arrays', { data: { x: [1, 2], t: [1] } }, 'data.t has another number of samples than data.x'],
    ['too large a shape', { data: { x: { data: [1, 2], shape: [3] } } }, 'data.x does not have the numbers'],
    ['a function among the rows', { data: [{ x: [1], t: () => 1 }] }, 'data, row 0: "t" holds what data can\'t'],
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

test('what a loss can take is looked at where a weight of the step or of the sample counts it', async () => {
  const text = `
inputs: {x: {shape: [batch, time, 1]}}
layers: {y: {type: dense, input: x, units: 1}}
outputs: {y: y}
training: {losses: [{type: sigmoid_cross_entropy, output: y, target: t, step_weights: w}], epochs: 1}
`;
  const run = (t: readonly number[], w: readonly number[]) =>
    compile(text).train({ train: () => [{ feeds: { x: BATCH.feeds.x, t: feed(t), w: feed(w, [2, 3]) } }] as never });
  await expect(run([1, 0, 1, 0, 7, 0], [1, 0, 1, 0, 1, 0])).rejects.toThrow(/is no probability: 7/);
  await run([1, 7, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0]);
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

describe('rows and arrays in memory', () => {
  const SERIES = `
inputs: {past: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
data:
  source: sales.csv
  windows: {width: 3}
  feeds: {past: {columns: [sales, promo]}, target: {columns: [sales], part: horizon}}
training: {losses: [{type: mse, output: next}], epochs: 1}
`;
  const rows = Array.from({ length: 30 }, (_, i) => ({ sales: 20 + ((i * 7) % 10), promo: Number(i % 4 === 0) }));
  const text = `sales,promo\n${rows.map(({ sales, promo }) => `${sales},${promo}`).join('\n')}\n`;

  test('rows go the way of a file of such rows', async () => {
    const files = memorySources({ 'sales.csv': text });
    const [one, other] = [await compile(SERIES).train({ files }), await compile(SERIES).train({ data: rows })];
    expect(other.history.map(({ parts }) => parts)).toEqual(one.history.map(({ parts }) => parts));
    expect([...other.model.weights].map(([path, { data }]) => [path, [...data]])).toEqual(
      [...one.model.weights].map(([path, { data }]) => [path, [...data]]),
    );
    const model = await load(other.model);
    expect(Object.keys(model.forecast(rows).rows[0] ?? {})).toContain('sales');
    model.dispose();
    // trained on, and with parts of their own
    await other.model.train({ data: rows });
    const apart = await compile(SERIES).train({ data: rows, validation: rows.slice(0, 10) });
    expect(apart.model.training?.found?.samples).toEqual({ train: 27, validation: 7 });
  });

  const PAIRS = `
inputs: {x: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
training: {losses: [{type: mse, output: next}], epochs: 1}
`;
  test('arrays are columns called as the feeds, nested or typed', async () => {
    const x = Array.from({ length: 20 }, (_, i) => [[i], [i * 0.5]]);
    const target = x.map((_, i) => [i / 8]);
    const typed = { data: Float32Array.from(x.flat(2)), shape: [20, 2, 1] };
    const losses = await Promise.all(
      [
        { x, target },
        { x: typed, target: Float64Array.from(target.flat()) },
        { x: typed, target: BigInt64Array.from(target.map((_, i) => BigInt(i))) },
        x.map((steps, i) => ({ x: steps, target: target[i] })),
      ].map(async (data) => (await compile(PAIRS).train({ data })).history[0]?.parts.training?.loss),
    );
    // a scale is taken off, so eighths and wholes are the same target
    expect(new Set(losses).size).toBe(1);
  });

  test('classes are words, lists of unlike lengths are sequences', async () => {
    const data = Array.from({ length: 20 }, (_, i) => ({ x: Array(2 + (i % 3)).fill([i]), kind: i % 2 ? 'a' : 'b' }));
    const classes = PAIRS.replace('units: 1}', 'units: classes}').replace(
      '{losses: [{type: mse, output: next}], ',
      '{',
    );
    const { model } = await compile(classes).train({ data: data.map(({ x, kind }) => ({ x, target: kind })) });
    const loaded = await load(model);
    expect(['a', 'b']).toContain(loaded.predict([{ x: [[1], [1]] }])[0]?.target);
    loaded.dispose();
  });

  test('a batch is no more than its feeds', async () => {
    const feeds = {
      x: [
        [[1], [1], [1]],
        [[1], [1], [1]],
      ],
      t: new Float32Array(6),
    };
    const shaped = { ...feeds, t: { data: feeds.t, shape: [2, 3, 1] } };
    const { history } = await compile(MODEL).train({ train: () => [{ feeds: shaped }] });
    expect(history[0]?.parts.training?.loss).toBe(await loss(BATCH));
  });

  test('what is given in another form is told how to give it', async () => {
    const fixes = [rows, { rows }, { x: [1], t: [2] }, { feeds: BATCH.feeds }].map(
      async (data) => (await mistakesOf(data))[0]?.fix,
    );
    expect(await Promise.all(fixes)).toEqual([
      'give train({data: rows}), with rows such as {sales: 31, promo: 1}',
      'give train({data: rows})',
      'give train({data: {x, t}})',
      'give train({train: () => [batch]}), or train({data: feeds}) for all samples',
    ]);
  });
});
