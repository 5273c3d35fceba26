import { expect, test } from 'vitest';
import { readSafetensors, toFloat32, writeSafetensors } from '../../src/artifact/safetensors.ts';
import {
  type Batch,
  type BatchOptions,
  compile,
  type History,
  load,
  RnncError,
  type StepReport,
} from '../../src/index.ts';
import { frameHeader } from '../../src/train/checkpoint/checkpoint-format.ts';

const model = (training: string, layers = '') => `
name: loop
seed: 3
inputs: {x: {shape: [batch, time, 2]}}
layers:
  encoder: {type: recurrent, input: x, cell: {lstm: {units: 4}}}
  y: {type: dense, input: encoder, units: 1}
${layers}
outputs: {y: y}
training:
  losses: [{type: mse, output: y}]
  batch: 4
${training}
`;

/** Batches of [4, steps, 2] whose target is the running mean of the first column. */
const batches = (count: number, steps = 5, change: (batch: Batch, i: number) => Batch = (b) => b) =>
  function* ({ epoch, from }: BatchOptions): Generator<Batch> {
    for (let i = from; i < count; i++) {
      const x = Float32Array.from({ length: 4 * steps * 2 }, (_, k) => Math.sin(k * 1.7 + i * 3.1 + epoch));
      const target = new Float32Array(4 * steps);
      for (let b = 0; b < 4; b++) {
        let sum = 0;
        for (let t = 0; t < steps; t++) {
          sum += x[(b * steps + t) * 2] ?? 0;
          target[b * steps + t] = sum / (t + 1);
        }
      }
      yield change(
        {
          feeds: {
            x: { dtype: 'float32', shape: [4, steps, 2], data: x },
            target: { dtype: 'float32', shape: [4, steps, 1], data: target },
          },
          lengths: {},
          samples: 4,
          carry: false,
        },
        i,
      );
    }
  };

test('the loss falls, the best weights come back, the history says so', async () => {
  const compiled = compile(model('  epochs: 8\n  rate: 0.02'));
  const seen: StepReport[] = [];
  const {
    model: trained,
    history,
    end,
  } = await compiled.train(
    { train: batches(12), validation: batches(3) },
    { callbacks: { onStep: (step) => seen.push(step) } },
  );
  expect(end).toBe('epochs');
  expect(seen).toHaveLength(96);
  expect(seen.map((s) => s.step)).toEqual(Array.from({ length: 96 }, (_, i) => i + 1));
  const losses = history.map((record) => record.parts.validation?.loss ?? Number.NaN);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 2);
  expect(history.filter((record) => record.best).length).toBeGreaterThan(0);
  expect(trained.training?.tasks).toEqual([{ loss: 'mse', target: 'target', output: 'y' }]);
});

test('a training that is called off and goes on from its checkpoint ends with the same bytes', async () => {
  const compiled = compile(model('  epochs: 5\n  rate: 0.02\n  average: 0.9'));
  const data = { train: batches(7), validation: batches(2) };
  const whole = await compiled.train(data);
  for (const stopAt of [1, 7, 8, 23, 34]) {
    const stop = new AbortController();
    let kept: Uint8Array | null = null;
    const first = await compiled.train(data, {
      signal: stop.signal,
      callbacks: {
        onStep: ({ step }) => {
          if (step === stopAt) stop.abort();
        },
        onCheckpoint: (bytes) => {
          kept = bytes;
        },
      },
    });
    expect(first.end).toBe('aborted');
    expect(first.steps).toBe(stopAt);
    if (kept === null) throw new Error('no checkpoint');
    const second = await compiled.train(data, { resume: kept });
    expect(Buffer.from(second.model.toBytes()).equals(Buffer.from(whole.model.toBytes())), `stopped at ${stopAt}`).toBe(
      true,
    );
  }
});

test('a checkpoint with any damage is refused, and so is one whose checksum fits what is no checkpoint', async () => {
  const kept: Uint8Array[] = [];
  const compiled = compile(model('  epochs: 1'));
  await compiled.train({ train: batches(2) }, { callbacks: { onCheckpoint: (bytes) => kept.push(bytes) } });
  const whole = kept.at(-1);
  if (whole === undefined) throw new Error('no checkpoint');
  const mistake = async (resume: Uint8Array): Promise<string> => {
    const error = await compiled.train({ train: batches(2) }, { resume }).catch((e: unknown) => e);
    return error instanceof RnncError ? (error.diagnostics[0]?.code ?? '') : String(error);
  };
  for (let i = 0; i < 300; i++) {
    const at = Math.floor(((i + 0.5) * whole.length) / 300);
    const damaged = whole.slice();
    damaged[at] = (damaged[at] ?? 0) ^ (1 << (i % 8));
    expect(await mistake(damaged), `bit ${i % 8} of byte ${at}`).toBe('checkpoint-damaged');
    expect(await mistake(whole.subarray(0, at)), `cut at ${at}`).toBe('checkpoint-damaged');
  }
  const { metadata, tensors } = readSafetensors(whole.subarray(48));
  const numbers = new Map(
    [...tensors].map(([name, entry]) => [name, { shape: entry.shape, data: toFloat32(entry) ?? new Float32Array() }]),
  );
  const head = metadata.get('rnnc.checkpoint') ?? '';
  const sealed = (text: string): Uint8Array => {
    const payload = writeSafetensors(numbers, new Map([['rnnc.checkpoint', text]]));
    return Uint8Array.from([...frameHeader(payload), ...payload]);
  };
  expect(await mistake(sealed(head.replace('"rate":0.01', '"rate":0.5')))).not.toBe('checkpoint-damaged');
  for (const [from, to] of [
    [/"step":\d+/, '"step":-1'],
    [/"rate":[\d.e-]+/, '"rate":null'],
    [/"history":\[/, '"history":{},"old":['],
    [/"stopping":\{/, '"stopping":[],"old":{'],
    [/"identity":\{/, '"identity":{"x":1,'],
    [/"feeds":\{/, '"feeds":{"z":{"from":"nowhere"},'],
    [/\}$/, ''],
    [/.*/, 'null'],
  ] as const) {
    const text = head.replace(from, to);
    expect(text).not.toBe(head);
    expect(await mistake(sealed(text)), to).toBe('checkpoint-damaged');
  }
});

test('a checkpoint of another model or seed is refused', async () => {
  let kept: Uint8Array | null = null;
  const keep = {
    callbacks: {
      onCheckpoint: (bytes: Uint8Array): void => {
        kept = bytes;
      },
    },
  };
  await compile(model('  epochs: 1')).train({ train: batches(2) }, keep);
  if (kept === null) throw new Error('no checkpoint');
  const mistake = async (yaml: string, seed?: number): Promise<string> => {
    const other = compile(yaml, seed === undefined ? {} : { seed });
    const error = await other
      .train({ train: batches(2) }, { resume: kept as unknown as Uint8Array })
      .catch((e: unknown) => e);
    return error instanceof RnncError ? (error.diagnostics[0]?.message ?? '') : String(error);
  };
  expect(await mistake(model('  epochs: 2'))).toContain('another model');
  expect(await mistake(model('  epochs: 1'), 4)).toContain('another seed');
});

test('NaN stops before the optimiser writes, and the message names step, value and line', async () => {
  const compiled = compile(
    `
name: loop
inputs: {x: {shape: [batch, time, 2]}}
layers:
  h: {type: dense, input: x, units: 3}
  y:
    type: equations
    inputs: {h: h}
    equations: |
      r = log(h + 4)
    output: r
outputs: {y: y}
training: {losses: [{type: mse, output: y}], batch: 4, epochs: 1, early_stopping: none}
`,
    { file: 'nan.yaml' },
  );
  const steps: number[] = [];
  const bad = batches(5, 3, (batch, i) => ({
    ...batch,
    feeds: {
      x:
        i === 3
          ? { dtype: 'float32', shape: [4, 3, 2], data: new Float32Array(24).fill(-1e6) }
          : (batch.feeds.x ?? never()),
      target: { dtype: 'float32', shape: [4, 3, 3], data: new Float32Array(36) },
    },
  }));
  const error = await compiled
    .train({ train: bad }, { callbacks: { onStep: ({ step }) => steps.push(step) } })
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(RnncError);
  const [diagnostic] = (error as RnncError).diagnostics;
  expect(steps).toEqual([1, 2, 3]);
  expect(diagnostic?.code).toBe('not-finite');
  expect(diagnostic?.message).toMatch(/loss of step 4 .*"y" is the first value with NaN/);
  const source = (error as RnncError).sources.get('nan.yaml') ?? '';
  expect(source.slice(diagnostic?.span?.start, diagnostic?.span?.end)).toBe('log(h + 4)');
});

const never = (): never => {
  throw new Error('no feed');
};

test('a weight that no loss reaches is an error that names it', async () => {
  const compiled = compile(
    model('', '  other: {type: dense, input: x, units: 2}').replace('outputs: {y: y}', 'outputs: {y: y, other: other}'),
  );
  const error = await compiled.train({ train: batches(1) }).catch((e: unknown) => e);
  expect((error as RnncError).diagnostics.map((d) => [d.code, d.message])).toEqual([
    ['weight-unreached', 'no loss depends on the weight "other.kernel", so training can\'t change it'],
    ['weight-unreached', 'no loss depends on the weight "other.bias", so training can\'t change it'],
  ]);
});

test('frozen weights stay as they are, the others move', async () => {
  const compiled = compile(model('  epochs: 1\n  frozen: [encoder]'));
  const { model: trained } = await compiled.train({ train: batches(3) });
  const initial = await load(compiled);
  const own = initial.weights();
  initial.dispose();
  for (const [path, { data }] of trained.weights)
    expect(Buffer.from(data.buffer).equals(Buffer.from((own.get(path)?.data ?? new Float32Array()).buffer)), path).toBe(
      path.startsWith('encoder.'),
    );
});

test('where every weight is frozen, nothing is left to train', () => {
  expect(() => compile(model('  frozen: [encoder, y]'))).toThrow(/nothing is left to train: every weight is frozen/);
});

test('the losses that are reported leave the weight penalty out', async () => {
  const lossOf = async (more: string): Promise<number | null | undefined> =>
    (await compile(model(`  epochs: 1\n  rate: 1e-9${more}`)).train({ train: batches(1) })).history[0]?.parts.training
      ?.loss;
  expect(await lossOf('\n  weight_penalty: {l2: 10}')).toBe(await lossOf(''));
});

test('ten thousand steps let neither tensors nor the heap grow', async () => {
  const compiled = compile(model('  epochs: 1\n  early_stopping: none'));
  const { backend } = await import('@tensorflow/tfjs-core').then((tf) => ({ backend: tf.engine() }));
  const tensors: number[] = [];
  const heap: number[] = [];
  await compiled.train(
    { train: batches(10_000, 2) },
    {
      callbacks: {
        onStep: ({ step }) => {
          if (step % 1000 !== 0) return;
          tensors.push(backend.state.numTensors);
          heap.push(process.memoryUsage().arrayBuffers);
        },
      },
    },
  );
  expect(new Set(tensors).size).toBe(1);
  // the WebAssembly heap grows by whole steps of many MiB, and never after the first thousand
  expect(Math.max(...heap.slice(1)) - (heap[0] ?? 0)).toBeLessThan(4 << 20);
}, 120_000);

test('states are carried where the data goes on, and only there', async () => {
  const yaml = model('  epochs: 1\n  carry: true\n  frozen: [encoder, y.bias]');
  const run = async (carry: boolean): Promise<History> => {
    const data = batches(4, 3, (batch) => ({ ...batch, carry }));
    return (await compile(yaml).train({ train: data })).history;
  };
  const [carried, fresh] = [await run(true), await run(false)];
  expect(carried[0]?.parts.training?.loss).not.toBe(fresh[0]?.parts.training?.loss);
});

test('states are carried by sample; a smaller batch goes on, a larger one is a mistake', async () => {
  // a rate that changes no weight
  const compiled = compile(model('  epochs: 1\n  carry: true\n  rate: 1.0e-30'));
  const loss = async (second: (batch: Batch) => Batch): Promise<number> => {
    const data = batches(2, 3, (batch, i) => (i === 0 ? batch : second(batch)));
    return (await compiled.train({ train: data })).history[0]?.parts.training?.loss ?? Number.NaN;
  };
  /** Some rows of a batch, in this order. */
  const rows = (batch: Batch, chosen: readonly number[], carry: Batch['carry']): Batch => ({
    ...batch,
    samples: chosen.length,
    carry,
    feeds: Object.fromEntries(
      Object.entries(batch.feeds).map(([name, { shape, data, dtype }]) => {
        const size = data.length / 4;
        const parts = chosen.flatMap((row) => Array.from(data.subarray(row * size, (row + 1) * size)));
        return [name, { dtype, shape: [chosen.length, ...shape.slice(1)], data: Float32Array.from(parts) }];
      }),
    ),
  });
  const [all, none, some] = [
    await loss((batch) => ({ ...batch, carry: true })),
    await loss((batch) => ({ ...batch, carry: false })),
    await loss((batch) => ({ ...batch, carry: [true, false, true, false] })),
  ];
  expect(await loss((batch) => ({ ...batch, carry: [true, true, true, true] }))).toBe(all);
  expect(await loss((batch) => ({ ...batch, carry: [false, false, false, false] }))).toBe(none);
  const other = await loss((batch) => ({ ...batch, carry: [false, true, false, true] }));
  expect(some + other).toBeCloseTo(all + none, 5);
  expect(new Set([all, none, some, other]).size).toBe(4);
  expect(await loss((batch) => rows(batch, [0, 1], true))).not.toBe(await loss((batch) => rows(batch, [0, 1], false)));
  await expect(loss((batch) => rows(batch, [0, 1, 2, 3, 3], true))).rejects.toThrow(
    'states are carried on, but the batch has more samples than the one before',
  );
  expect(await loss((batch) => rows(batch, [0, 1, 2, 3, 3], [true, true, true, true, false]))).toBeGreaterThan(0);
});

test('without a validation part metrics are measured on the training part, and early stopping and plateaus look at them there', async () => {
  const training = (more: string): string =>
    model(`  epochs: 6\n  rate: 0.02\n  metrics: [rmse]\n  early_stopping: {monitor: rmse, patience: 2}\n${more}`);
  const compiled = compile(training(''));
  const data = { train: (options: BatchOptions) => batches(7)({ ...options, epoch: 0 }) };
  const { history, end, model: trained } = await compiled.train(data);
  expect([history.length, end]).toEqual([6, 'epochs']);
  const errors = history.map(({ parts }) => parts.training?.metrics.rmse ?? Number.NaN);
  expect(errors.every((error, i) => i === 0 || error < (errors[i - 1] ?? 0))).toBe(true);
  expect(history.every(({ best }) => best)).toBe(true);
  // by hand, with the weights that were saved
  const loaded = await load(trained.toBytes());
  let [sum, count] = [0, 0];
  for (const { feeds } of batches(7)({ batch: 4, epoch: 0, from: 0, seed: 3, shuffle: false })) {
    if (feeds.x === undefined) throw new Error('no x');
    const { y } = loaded.run({ x: { data: feeds.x.data, shape: feeds.x.shape } });
    y?.data.forEach((value, i) => {
      sum += (value - (feeds.target?.data[i] ?? Number.NaN)) ** 2;
      count++;
    });
  }
  loaded.dispose();
  expect(errors.at(-1)).toBeCloseTo(Math.sqrt(sum / count), 5);
  const plateau = compile(
    training('').replace('rate: 0.02', 'rate: {reduce_on_plateau: {start: 0.02, factor: 0.5, patience: 1}}'),
  );
  const rates = (await plateau.train(data)).history.map(({ rate }) => rate);
  expect(new Set(rates)).toEqual(new Set([0.02]));
});

test("batches that go on are a mistake where the model doesn't carry states", async () => {
  const data = batches(2, 3, (batch) => ({ ...batch, carry: true }));
  await expect(compile(model('  epochs: 1')).train({ train: data })).rejects.toThrow(
    'batch 1 goes on from the one before, and the model does not carry states',
  );
});
