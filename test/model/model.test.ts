import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import type { ModelDefinition } from '../../src/artifact/definition.ts';
import { load } from '../../src/load.ts';
import type { LoadOptions } from '../../src/load-model.ts';
import type { Model } from '../../src/model.ts';
import { cellGraph, cellModel } from './models.ts';

afterEach(() => vi.restoreAllMocks());

const numbers = (n: number, seed = 1): number[] =>
  Array.from({ length: n }, (_, i) => Math.fround(Math.sin(i * 1.3 + seed)));
const tensor = (dtype: Tensor64['dtype'], shape: readonly number[], data: ArrayLike<number>): Tensor64 => ({
  dtype,
  shape,
  data: Float64Array.from(data),
});
const open = (definition: ModelDefinition, options: LoadOptions = {}): Promise<Model> => load(definition, options);

function reference(
  graph: Graph,
  model: Model,
  inputs: { readonly [name: string]: Tensor64 },
): { readonly [name: string]: readonly number[] } {
  const weights = new Map(
    [...model.weights()].map(([path, { shape, data }]) => [path, tensor('float32', shape, data)]),
  );
  const { outputs } = evaluateGraph(graph, { inputs: new Map(Object.entries(inputs)), weights });
  return Object.fromEntries([...outputs].map(([name, { data }]) => [name, [...data]]));
}
function close(found: ArrayLike<number> | undefined, expected: readonly number[] | undefined, tolerance = 1e-6): void {
  expect(found?.length).toBe(expected?.length);
  for (const [i, value] of (expected ?? []).entries())
    expect(Math.abs((found?.[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
}
/** The diagnostics of what is thrown. */
function mistakes(run: () => unknown): { code: string; message: string; fix?: string }[] {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return [...error.diagnostics];
    throw error;
  }
  throw new Error('nothing was thrown');
}
const codes = (run: () => unknown): string[] => mistakes(run).map((d) => d.code);

describe.each(['fast', 'public'] as const)('a model on the %s path', (path) => {
  test("gives the evaluator's numbers for any batch, number of steps and lengths", async () => {
    const graph = cellGraph({ features: 2, units: 3 });
    const model = await open(cellModel({ features: 2, units: 3 }), { path });
    for (const [batch, time, lengths] of [
      [1, 1, null],
      [2, 5, null],
      [3, 4, [4, 0, 2]],
      [2, 0, null],
      [1, 60, null],
      [2, 5, [5, 5]],
    ] as const) {
      const data = numbers(batch * time * 2);
      const out = model.run({
        x: { data, shape: [batch, time, 2] },
        ...(lengths === null ? {} : { 'time.lengths': lengths }),
      });
      const expected = reference(graph, model, {
        x: tensor('float32', [batch, time, 2], data),
        'time.lengths': tensor('int32', [batch], lengths ?? new Array(batch).fill(time)),
        'cell.h': tensor('float32', [batch, 3], new Array(batch * 3).fill(0)),
      });
      close(out.y?.data, expected.y);
      close(out.last?.data, expected.last);
      expect(out.y?.shape).toEqual([batch, time, 3]);
      expect(out.y?.dims).toEqual(['batch', 'time', '3']);
    }
    model.dispose();
  });

  test('new weights count at once, for every size and in every copy', async () => {
    const model = await open(cellModel({ features: 2, units: 3 }), { path });
    const short = { x: [[[1, 2]]] };
    const long = {
      x: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    };
    const ragged = {
      x: [
        [
          [1, 2],
          [3, 4],
        ],
        [[1, 2]],
      ],
    };
    const all = () => [short, long, ragged].flatMap((feeds) => [...(model.run(feeds).y?.data ?? [])]);
    const old = all();
    const weights = model.weights();
    model.setWeights(
      new Map([...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map((v) => -v) }])),
    );
    const changed = all();
    expect(changed).not.toEqual(old);
    model.setWeights(weights);
    expect(all()).toEqual(old);
    const bias = { shape: [3], data: new Float32Array([1, 1, 1]) };
    model.setWeights({ 'cell.b': bias });
    expect(model.weights().get('cell.b')).toEqual(bias);
    expect(all()).not.toEqual(old);
    model.dispose();
  });
});

test('ragged rows give lengths by themselves', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  const [a, b] = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[-1, 0.5]],
  ];
  const both = model.run({ x: [a, b] });
  close(both.last?.data, [...(model.run({ x: [a] }).last?.data ?? []), ...(model.run({ x: [b] }).last?.data ?? [])]);
  expect(both.y?.toArray()).toMatchObject([{ length: 3 }, { 1: [0, 0, 0], 2: [0, 0, 0] }]);
  model.dispose();
});

test('takes nested arrays, typed rows, flat data, bare typed arrays and tensors', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  const rows = [
    [1, 2],
    [3, 4],
  ];
  const expected = [...(model.run({ x: [rows] }).y?.data ?? [])];
  const flat = rows.flat();
  const tensorLike = { shape: [1, 2, 2], dtype: 'float32', dataSync: () => Float32Array.from(flat) };
  for (const x of [
    [rows.map((r) => Float32Array.from(r))],
    { data: flat, shape: [1, 2, 2] },
    { data: Float64Array.from(flat), shape: [1, 2, 2] },
    tensorLike,
  ])
    expect([...(model.run({ x }).y?.data ?? [])]).toEqual(expected);
  expect(codes(() => model.run({ x: Float32Array.from(flat) }))).toEqual(['input-shape-open']);
  const out = model.run({ x: Float32Array.from(flat), 'cell.h': [[0, 0, 0]] });
  expect([...(out.y?.data ?? [])]).toEqual(expected);
  model.dispose();
});

test('a real tensor of tfjs goes in, and nothing of tfjs is left behind', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  await tf.setBackend('wasm');
  const x = tf.tensor3d([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  const before = tf.memory();
  for (let i = 0; i < 50; i++) model.run({ x });
  expect(tf.memory()).toEqual(before);
  expect([...(model.run({ x }).y?.data ?? [])]).toEqual([
    ...(model.run({
      x: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    }).y?.data ?? []),
  ]);
  x.dispose();
  model.dispose();
});

test('initial states: by path, or by the input that the model names', async () => {
  const model = await open(cellModel({ features: 2, units: 3, start: true }));
  const h0 = [[0.5, -0.5, 0.25]];
  const x = [
    [
      [1, 2],
      [3, 4],
    ],
  ];
  expect(model.inputs.map((i) => i.name)).toEqual(['x', 'h0']);
  const whole = model.run({ x, h0 });
  expect([...(model.run({ x, h0: [[9, 9, 9]], 'cell.h': h0 }).y?.data ?? [])]).toEqual([...(whole.y?.data ?? [])]);
  const first = model.run({ x: [[[1, 2]]], h0 });
  const second = model.run({ x: [[[3, 4]]], h0: first.last?.toArray() as number[][] });
  close(second.last?.data, [...(whole.last?.data ?? [])]);
  expect(codes(() => model.run({ x }))).toEqual(['input-missing']);
  model.dispose();
});

test('dropout: masks are drawn by seed and step, or fed', async () => {
  const model = await open(cellModel({ features: 2, units: 40, keep: 0.5 }));
  const x = [
    [
      [1, 2],
      [3, 4],
    ],
  ];
  const training = (seed: number, step: number) => [
    ...(model.run({ x }, { variant: 'training', seed, step }).y?.data ?? []),
  ];
  expect(training(1, 1)).toEqual(training(1, 1));
  expect(training(1, 1)).not.toEqual(training(1, 2));
  expect(training(1, 1)).not.toEqual(training(2, 1));
  const plain = [...(model.run({ x }).y?.data ?? [])];
  const mask = { data: plain.map((_, i) => i % 2), shape: [1, 2, 40] };
  const fed = [...(model.run({ x, 'cell.mask': mask }, { variant: 'training' }).y?.data ?? [])];
  close(
    fed,
    plain.map((v, i) => v * (i % 2)),
  );
  expect(codes(() => model.run({ x, 'cell.mask': mask }))).toEqual(['input-unknown']);
  model.dispose();
  const without = await open(cellModel({ features: 2, units: 3 }));
  // without dropout both variants are the same graph
  expect(without.run({ x }, { variant: 'training' }).y?.data).toEqual(without.run({ x }).y?.data);
  without.dispose();
});

test('tokens', async () => {
  const model = await open(cellModel({ features: 2, units: 3, vocabulary: 5 }));
  expect(model.run({ tokens: [[0, 4, 2], [1]] }).y?.shape).toEqual([2, 3, 3]);
  expect(mistakes(() => model.run({ tokens: [[0, 5]] }))).toMatchObject([
    { code: 'token-out-of-range', message: 'tokens[0][1] is outside the vocabulary', expected: '0 to 4', found: '5' },
  ]);
  expect(codes(() => model.run({ tokens: [[-1]] }))).toEqual(['token-out-of-range']);
  expect(codes(() => model.run({ tokens: [[1.5]] }))).toEqual(['input-not-an-integer']);
  expect(codes(() => model.run({ tokens: { data: Float32Array.of(1, 7), shape: [1, 2] } }))).toEqual([
    'token-out-of-range',
  ]);
  model.dispose();
});

describe('feeds that do not fit', () => {
  const fails = async (feeds: Parameters<Model['run']>[0], options: Parameters<Model['run']>[1] = {}) => {
    const model = await open(cellModel({ features: 2, units: 3 }));
    try {
      return mistakes(() => model.run(feeds, options));
    } finally {
      model.dispose();
    }
  };
  const good = [
    [
      [1, 2],
      [3, 4],
    ],
  ];

  test.each<[string, Parameters<Model['run']>[0], string, string]>([
    ['missing', {}, 'input-missing', 'the input "x" is missing'],
    ['unknown', { x: good, y: 1 }, 'input-unknown', 'the model has no input "y"'],
    [
      'too flat',
      {
        x: [
          [1, 2],
          [3, 4],
        ],
      },
      'input-rank',
      'the input "x" is nested 2 levels deep and must be 3 levels deep',
    ],
    ['too deep', { x: [good] }, 'input-rank', 'the input "x" is nested 4 levels deep and must be 3 levels deep'],
    [
      'mixed depth',
      { x: [[[1, 2], 3]] },
      'input-rank',
      'the input "x[0][1]" is nested 2 levels deep and must be 3 levels deep',
    ],
    ['too few features everywhere', { x: [[[1]]] }, 'input-size', 'x[0][0] has 1 element where the model takes 2'],
    [
      'ragged features',
      {
        x: [
          [
            [1, 2],
            [3, 4, 5],
          ],
        ],
      },
      'input-ragged',
      'x[0][1] has 3 elements, the rows before it have 2',
    ],
    ['text', { x: [[[1, 'two']]] }, 'input-not-a-number', 'x[0][0][1] is not a number'],
    ['null', { x: [[[1, null]]] }, 'input-not-a-number', 'x[0][0][1] is not a number'],
    [
      'NaN',
      {
        x: [
          [
            [1, 2],
            [Number.NaN, 4],
          ],
        ],
      },
      'input-nan',
      'x[0][1][0] is NaN',
    ],
    ['"NaN"', { x: [[[1, 'NaN']]] }, 'input-nan', 'x[0][0][1] is NaN'],
    [
      'NaN in flat data',
      { x: { data: Float32Array.of(1, 2, 3, Number.NaN), shape: [1, 2, 2] } },
      'input-nan',
      'x[0][1][1] is NaN',
    ],
    ['no series', { x: [] }, 'batch-empty', '"x" holds no series'],
    [
      'data against shape',
      { x: { data: [1, 2, 3], shape: [1, 2, 2] } },
      'input-size',
      'the data of "x" has 3 elements, its shape [1, 2, 2] takes 4',
    ],
    [
      'shape of another rank',
      { x: { data: [1, 2], shape: [1, 2] } },
      'input-rank',
      'the input "x" has the shape [1, 2] and must be [batch, time, 2]',
    ],
    [
      'shape of another size',
      { x: { data: [1, 2, 3], shape: [1, 1, 3] } },
      'input-size',
      '"x" along axis 2 has 3 elements where the model takes 2',
    ],
    [
      'length beyond time',
      { x: good, 'time.lengths': [3] },
      'length-out-of-range',
      'time.lengths[0] is not a length of these series',
    ],
    [
      'negative length',
      { x: good, 'time.lengths': [-1] },
      'length-out-of-range',
      'time.lengths[0] is not a length of these series',
    ],
    [
      'broken length',
      { x: good, 'time.lengths': [1.5] },
      'input-not-an-integer',
      'time.lengths[0] is not a whole number of 32 bits',
    ],
    [
      'lengths of another batch',
      { x: good, 'time.lengths': [1, 1] },
      'size-conflict',
      '"x" and "time.lengths" disagree on "batch": 1 against 2',
    ],
    [
      'state of another batch',
      {
        x: good,
        'cell.h': [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      'size-conflict',
      '"x" and "cell.h" disagree on "batch": 1 against 2',
    ],
    [
      'flat data that does not divide',
      { x: Float32Array.of(1, 2, 3), 'cell.h': [[0, 0, 0]] },
      'input-size',
      'the flat data of "x" has 3 elements, not a multiple of 2',
    ],
  ])('%s', async (_, feeds, code, message) => {
    expect(await fails(feeds)).toMatchObject([{ code, message }]);
  });

  test('all mistakes at once', async () => {
    expect((await fails({ q: 1, 'cell.h': [[1]] })).map((d) => d.code)).toEqual([
      'input-missing',
      'input-unknown',
      'input-size',
    ]);
  });
  test('the example shows one series', async () => {
    expect(await fails({ x: [1, 2] })).toMatchObject([
      {
        expected: '[batch, time, 2], written [[[v0, v1], [v2, v3], …]]',
        fix: expect.stringContaining('one series is'),
      },
    ]);
  });
  test('NaN may be allowed, also spelt out', async () => {
    const model = await open(cellModel({ features: 2, units: 3 }));
    for (const value of [Number.NaN, 'NaN'])
      expect(model.run({ x: [[[1, value]]] }, { nan: 'allow' }).y?.data[0]).toBeNaN();
    model.dispose();
  });
  test('after a mistake the model goes on', async () => {
    const model = await open(cellModel({ features: 2, units: 3 }));
    const before = model.run({ x: good });
    expect(codes(() => model.run({ x: [[[1, 'a']]] }))).toEqual(['input-not-a-number']);
    expect(model.run({ x: good })).toEqual(before);
    model.dispose();
  });
});

test('an unrolled model takes its number of steps alone and gives the same numbers', async () => {
  const definition = cellModel({ features: 2, units: 3 });
  const [rolled, unrolled] = [await open(definition), await open({ ...definition, unroll: 3 })];
  const x = { data: numbers(12), shape: [2, 3, 2] };
  close(unrolled.run({ x }).y?.data, [...(rolled.run({ x }).y?.data ?? [])]);
  expect(mistakes(() => unrolled.run({ x: [[[1, 2]]] }))).toMatchObject([
    { code: 'wrong-steps', message: 'the model is unrolled over 3 steps and "x" has 1' },
  ]);
  rolled.dispose();
  unrolled.dispose();
});

test('weights that are given are used, others are made from the seed; both must fit', async () => {
  const definition = cellModel({ features: 2, units: 3 });
  const bias = new Float32Array([1, 2, 3]);
  const model = await open({ ...definition, weights: new Map([['cell.b', { shape: [3], data: bias }]]) });
  expect(model.weights().get('cell.b')?.data).toEqual(bias);
  expect(
    model
      .weights()
      .get('cell.w')
      ?.data.some((v) => v !== 0),
  ).toBe(true);
  expect(
    mistakes(() =>
      model.setWeights({ 'cell.bb': { shape: [3], data: bias }, 'cell.u': { shape: [3], data: bias } }),
    ).map((d) => d.code),
  ).toEqual(['weight-unknown', 'weight-shape']);
  model.dispose();
  await expect(
    open({ ...definition, weights: new Map([['cell.b', { shape: [4], data: new Float32Array(4) }]]) }),
  ).rejects.toThrowError(/weight-shape: the weight "cell.b" has the wrong shape/);
});

test('a run that needs more than the limit is refused before anything is allocated', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }), { memoryLimit: 100_000 });
  const heap = tf.engine().registry.wasm as unknown as { wasm: { _malloc(n: number): number } };
  const malloc = vi.spyOn(heap.wasm, '_malloc');
  const feeds = { x: { data: new Float32Array(200_000), shape: [1, 100_000, 2] } };
  const [mistake] = mistakes(() => model.run(feeds));
  expect(mistake).toMatchObject({
    code: 'out-of-memory',
    expected: expect.stringContaining('100000 bytes'),
    found: expect.stringMatching(/most of it: .*\[.*100000.*\]/),
  });
  expect(malloc).not.toHaveBeenCalled();
  malloc.mockRestore();
  expect(model.run({ x: [[[1, 2]]] }).y?.shape).toEqual([1, 1, 3]);
  model.dispose();
});

test('a heap that is full is reported, and the model works again when there is room', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  const before = model.run({ x: [[[1, 2]]] });
  const heap = tf.engine().registry.wasm as unknown as { wasm: { _malloc(n: number): number } };
  for (let k = 0; k < 4; k++) {
    let left = k;
    const real = heap.wasm._malloc.bind(heap.wasm);
    const malloc = vi.spyOn(heap.wasm, '_malloc').mockImplementation((n) => (left-- > 0 ? real(n) : 0));
    const run = () => model.run({ x: { data: new Float32Array(20_000 * (k + 1)), shape: [1, 10_000 * (k + 1), 2] } });
    const failed = (() => {
      try {
        run();
        return null;
      } catch (error) {
        return error;
      }
    })();
    malloc.mockRestore();
    if (failed !== null)
      expect(failed).toMatchObject({ name: 'RnncError', message: expect.stringContaining('out-of-memory') });
    expect(failed !== null || left >= 0).toBe(true);
    expect(model.run({ x: [[[1, 2]]] })).toEqual(before);
  }
  model.dispose();
});

test('stats do not depend on the number of steps, except for what is computed', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  const [few, many] = [model.stats({ batch: 1, time: 5 }), model.stats({ batch: 1, time: 5000 })];
  expect(few.kernels).toEqual(many.kernels);
  expect(few.path).toBe('fast');
  expect(many.calls).toBeGreaterThan(few.calls);
  expect(many.flops).toBeGreaterThan(few.flops);
  model.dispose();
});

test('after dispose every use is a clear error, and all memory is back', async () => {
  const model = await open(cellModel({ features: 2, units: 3 }));
  const session = model.session();
  model.run({ x: [[[1, 2]]] });
  model.dispose();
  model.dispose();
  for (const use of [
    () => model.run({ x: [[[1, 2]]] }),
    () => model.weights(),
    () => model.session(),
    () => session.reset(),
  ])
    expect(codes(use)).toEqual(['disposed']);
});

test('many sizes do not pile up: 300 lengths, then the ids and the heap of one', async () => {
  const { loadBackend } = await import('../../src/engine/backend/load-backend.ts');
  const backend = await loadBackend();
  const model = await open(cellModel({ features: 2, units: 3 }));
  const cycle = () => {
    for (let time = 1; time <= 100; time++) model.run({ x: { data: new Float32Array(time * 2), shape: [1, time, 2] } });
  };
  cycle();
  const [ids, heap] = [backend.idsInUse, backend.heapBytes];
  cycle();
  cycle();
  expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
  model.dispose();
});

test('programs for full and for partial lengths hold the weights once', async () => {
  const definition = cellModel({ features: 2, units: 64 });
  const model = await open(definition, { memoryLimit: 100_000 });
  expect(
    model.run({
      x: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
    }).y?.shape,
  ).toEqual([1, 2, 64]);
  const { peakBytes, persistentBytes } = model.stats({ batch: 2, time: 2 });
  expect(peakBytes + persistentBytes).toBeLessThan(100_000);
  model.dispose();
  const tight = await open(definition, { memoryLimit: Math.floor(peakBytes + persistentBytes / 2) });
  tight.run({
    x: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  });
  expect(
    tight.run({
      x: [
        [
          [1, 2],
          [3, 4],
        ],
        [[1, 2]],
      ],
    }).y?.shape,
  ).toEqual([2, 2, 64]);
  tight.dispose();
});
