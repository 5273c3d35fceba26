import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { fuseProgram } from '../../compiler/5-fuse/fuse.ts';
import { evaluateDim } from '../../compiler/ir/dim.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import { EntryLayout } from '../../compiler/program/entry.ts';
import type { Step } from '../../compiler/program/program.ts';
import { compile, load } from '../../src/index.ts';
import type { Model } from '../../src/model.ts';

afterEach(() => vi.restoreAllMocks());

const yaml = `name: recurrent_model
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
  out: {type: dense, input: memory, units: 2}
outputs: {y: out}
`;
const feeds = (time: number) => ({
  x: { data: Float32Array.from({ length: 2 * time * 3 }, (_, i) => Math.sin(i)), shape: [2, time, 3] },
});
const resultOf = (model: Model, time = 4): number[] => [...(model.run(feeds(time)).y?.data ?? [])];

const registered = (): string[] =>
  tf.getKernelsForBackend('wasm').flatMap(({ kernelName }) => (kernelName.startsWith('rnnc.') ? [kernelName] : []));

/** What a page has: the kernels that are not ours, by name. */
const pageKernels = () =>
  new Map(
    tf
      .getKernelsForBackend('wasm')
      .flatMap(({ kernelName, kernelFunc }) => (kernelName.startsWith('rnnc.') ? [] : [[kernelName, kernelFunc]])),
  );

test('on the public path, generated code runs as kernels of tfjs, which are there until the model is disposed of', async () => {
  const fast = await load(compile(yaml), { path: 'fast' });
  const expected = resultOf(fast);
  const page = pageKernels();
  expect(registered()).toEqual([]);

  const model = await load(compile(yaml), { path: 'public' });
  // those of the self-test are gone again
  expect(registered()).toEqual([]);
  expect(resultOf(model)).toEqual(expected);
  expect(registered().length).toBeGreaterThan(1);
  for (const name of registered()) expect(name).toMatch(/^rnnc\.\d+\.recurrent_model\.(prepare|main)\.\d+$/);
  const session = model.session({ batch: 1 });
  const y = new Float32Array(2);
  session.step({ x: Float32Array.of(0.1, 0.2, 0.3) }, { y });
  const other = fast.session({ batch: 1 });
  const z = new Float32Array(2);
  other.step({ x: Float32Array.of(0.1, 0.2, 0.3) }, { y: z });
  expect([...y]).toEqual([...z]);
  const count = registered().length;
  resultOf(model, 7);
  expect(registered().length).toBe(count);

  model.dispose();
  fast.dispose();
  expect(registered()).toEqual([]);
  expect(pageKernels()).toEqual(page);
});

test('stock kernels register nothing', async () => {
  const model = await load(compile(yaml), { path: 'public', kernels: 'stock' });
  resultOf(model);
  expect(registered()).toEqual([]);
  model.dispose();
});

test('several models, and several copies of rnnc, have names of their own', async () => {
  const warnings = vi.spyOn(console, 'warn');
  vi.resetModules();
  const copy = await import('../../src/index.ts');
  expect(copy.load).not.toBe(load);
  const models = [
    await load(compile(yaml), { path: 'public' }),
    await load(compile(yaml), { path: 'public' }),
    await copy.load(copy.compile(yaml), { path: 'public' }),
  ];
  const results = models.map((model) => resultOf(model as Model));
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  const all = registered();
  expect([new Set(all).size, warnings.mock.calls]).toEqual([all.length, []]);
  models[0]?.dispose();
  expect(registered().length).toBe((all.length / 3) * 2);
  expect(models.slice(1).map((model) => resultOf(model as Model, 4))).toEqual(results.slice(1));
  for (const model of models.slice(1)) model.dispose();
  expect(registered()).toEqual([]);
});

test('calls go through the registry, and a kernel that the page put in the place of ours stays the page’s', async () => {
  const model = await load(compile(yaml), { path: 'public' });
  const expected = resultOf(model, 4);
  const longer = resultOf(model, 5);
  const name = registered().find((kernel) => kernel.includes('.main.')) ?? '';
  const own = tf.getKernel(name, 'wasm');
  const watched = vi.fn(own.kernelFunc);
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...own, kernelFunc: watched });
  // what is bound stays as it is
  expect(resultOf(model, 5)).toEqual(longer);
  expect(watched).not.toHaveBeenCalled();
  resultOf(model, 6);
  expect(watched).toHaveBeenCalledTimes(1);
  expect(resultOf(model, 4)).toEqual(expected);
  model.dispose();
  expect(registered()).toEqual([name]);
  tf.unregisterKernel(name, 'wasm');
});

test('such a kernel runs on tensors of a page like any other, and not on those of another backend', async () => {
  const source = compile(
    'inputs: {x: {shape: [batch, 5]}}\nlayers: {y: {type: dense, input: x, units: 3}}\noutputs: {y: y}\n',
  );
  const model = await load(source, { path: 'public' });
  const x = [
    [1, 2, 3, 4, 5],
    [0.5, 0.25, 0, -1, -2],
  ];
  const expected = model.run({ x }).y?.data ?? [];
  const program = fuseProgram(lowerGraph(source.graphs.inference, { fullLength: true, unroll: null }));
  const steps = { prepare: program.prepare, main: program.main };
  const before: string | undefined = tf.getBackend();
  await tf.setBackend('wasm');
  try {
    const sizes = { batch: 2 };
    const weights = model.weights();
    const tensors = new Map<BufferId, tf.Tensor>();
    const tensorOf = (id: BufferId): tf.Tensor => {
      const buffer = program.buffers[id];
      if (buffer === undefined) throw new Error(`no buffer ${id}`);
      const shape = buffer.shape.map((d) => evaluateDim(d, sizes));
      const weight = program.weights.find((w) => w.buffer === id);
      const known = tensors.get(id);
      const tensor =
        known ??
        (weight !== undefined
          ? tf.tensor(weights.get(weight.path)?.data ?? [], shape)
          : program.inputs.some((input) => input.buffer === id)
            ? tf.tensor2d(x)
            : tf.zeros(shape));
      tensors.set(id, tensor);
      return tensor;
    };
    const call = (name: string, step: Step): unknown => {
      const inputs: { [name: string]: tf.Tensor } = {};
      const numbers = new EntryLayout(program, step).arguments.map((argument) => {
        if (argument.kind === 'size') return evaluateDim(argument.dim, sizes);
        if (argument.kind === 'stride') throw new Error('no loops here');
        const { storage, name: title } = program.buffers[argument.buffer] ?? {};
        if (storage?.kind !== 'own') throw new Error('no views here');
        inputs[`${argument.buffer}.${title}`] = tensorOf(argument.buffer);
        return 0;
      });
      const kernel = registered().find((full) => full.endsWith(name)) ?? '';
      return tf.engine().runKernel(kernel, inputs, { numbers });
    };
    let results: unknown;
    for (const list of ['prepare', 'main'] as const)
      for (const [i, step] of steps[list].entries()) results = call(`.${list}.${i}`, step);
    const [y] = (Array.isArray(results) ? results : [results]) as tf.Tensor[];
    expect(y).toBe(tensorOf(program.outputs[0]?.buffer ?? (0 as BufferId)));
    expect([...(y?.dataSync() ?? [])]).toEqual([...expected]);

    const [name = ''] = registered();
    const { kernelFunc } = tf.getKernel(name, 'wasm');
    const other = { wasm: {}, dataIdMap: { get: () => ({ memoryOffset: 64 }) } };
    const inputs = Object.fromEntries(
      program.buffers.map((buffer, id) => [`${id}.${buffer.name}`, tensorOf(id as BufferId)]),
    );
    const step = program.prepare[0] ?? program.main[0];
    const numbers = new EntryLayout(program, step as Step).arguments.map(() => 0);
    expect(() => kernelFunc({ inputs, attrs: { numbers }, backend: other })).toThrowError(/another WASM backend/);
    expect(() => kernelFunc({ inputs: {}, attrs: { numbers }, backend: other })).toThrowError(/takes an input/);
    expect(() => kernelFunc({ inputs, attrs: {}, backend: other })).toThrowError(/takes \d+ numbers/);
    for (const tensor of tensors.values()) tensor.dispose();
  } finally {
    // where nothing has run on tfjs yet there is none
    if (typeof before === 'string') await tf.setBackend(before);
    model.dispose();
  }
});
