import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile, load } from '../../src/index.ts';
import type { Model } from '../../src/model.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

const yaml = `name: profiled
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 5}}}
outputs: {y: memory}
`;

test('a profile has every step of the program and shares that add up to 1, for both kinds of kernels', async () => {
  const model = await load(compile(yaml));
  const x = { data: new Float32Array(24).fill(0.5), shape: [2, 4, 3] };
  const before = [...(model.run({ x }).y?.data ?? [])];
  const ticks = { count: 0 };
  const now = (): number => ticks.count++;
  for (const kernels of ['auto', 'stock'] as const) {
    const times = model.profile({ batch: 2, time: 4 }, { kernels, now });
    expect(times.filter(({ kernel }) => kernel === 'loop').map(({ name }) => name)).toEqual(['memory.0.forward']);
    expect(times.every(({ milliseconds }) => milliseconds === 1)).toBe(true);
    expect(times.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  }
  expect([...(model.run({ x }).y?.data ?? [])]).toEqual(before);
  model.dispose();
});

test('every call of a run is counted with the bytes it reads and writes', async () => {
  const model = await load(compile(yaml));
  const [few, many] = [model.stats({ batch: 1, time: 10 }), model.stats({ batch: 1, time: 20 })];
  expect(few.code).toBe('generated');
  expect(many.bytesMoved).toBeGreaterThan(1.5 * few.bytesMoved);
  expect(many.bytesMoved).toBeLessThanOrEqual(2 * few.bytesMoved);
  model.dispose();
});

test('warming up changes no result and no state of a session', async () => {
  const model = await load(compile(yaml));
  const x = { data: new Float32Array(24).fill(0.5), shape: [2, 4, 3] };
  const session = model.session();
  const step = (): number[] => {
    const y = new Float32Array(5);
    session.step({ x: Float32Array.of(0.1, 0.2, 0.3) }, { y });
    return [...y];
  };
  const cold = [...(model.run({ x }).y?.data ?? [])];
  const first = step();
  model.warmup();
  expect([...(model.run({ x }).y?.data ?? [])]).toEqual(cold);
  const second = step();
  session.reset();
  expect(step()).toEqual(first);
  expect(step()).toEqual(second);
  model.dispose();
});

/** Adam: every weight has two slots. */
const trained = (): Promise<Model> => {
  const text = `${yaml}training: {optimizer: adam, losses: [{type: mse, output: memory}]}\n`;
  return load(trainingDefinition(prepareTraining(compileModel(text, { file: 'm.yaml', resolve: () => null }))));
};

test('the steps of a profile add up to what the statistics tell, updates included', async () => {
  const model = await trained();
  const sizes = { batch: 2, time: 4 };
  for (const variant of ['inference', 'training'] as const)
    for (const kernels of ['auto', 'stock'] as const) {
      const { calls, flops, bytesMoved, code } = model.stats(sizes, variant, kernels);
      expect(code).toBe(kernels === 'auto' ? 'generated' : 'stock');
      const times = model.profile(sizes, { variant, kernels });
      const sum = (what: 'calls' | 'flops' | 'bytesMoved' | 'share'): number =>
        times.reduce((total, step) => total + step[what], 0);
      expect([sum('calls'), sum('flops'), sum('bytesMoved')]).toEqual([calls, flops, bytesMoved]);
      expect(sum('share')).toBeCloseTo(1, 12);
      expect(times.some(({ part }) => part === 'update')).toBe(variant === 'training');
    }
  model.dispose();
});

test('measuring the updates changes no bit of weights and slots', async () => {
  const model = await trained();
  const sizes = { batch: 2, time: 4 };
  for (const kernels of ['auto', 'stock'] as const) {
    const profile = (): number =>
      model.profile(sizes, { variant: 'training', kernels }).filter(({ part }) => part === 'update').length;
    profile();
    const executable = model.runner.executable(
      { variant: 'training', fullLength: true, unroll: null, stock: kernels === 'stock' },
      sizes,
    );
    const { persistent } = executable;
    executable.ready();
    const bytes = (): number[] => [...persistent.copyBytes()];
    const untouched = bytes();
    expect(profile()).toBeGreaterThan(0);
    expect(bytes()).toEqual(untouched);
    // a real update moves weights and slots, and what it made of them stays too
    model.runner.execute(executable);
    model.runner.update(executable);
    const moved = bytes();
    expect(moved).not.toEqual(untouched);
    executable.ready();
    const held = [bytes(), [...model.weights()], [...model.slots()]];
    expect(profile()).toBeGreaterThan(0);
    expect([bytes(), [...model.weights()], [...model.slots()]]).toEqual(held);
  }
  model.dispose();
});

test.each(['co2', 'tagger', 'reber', 'characters', 'copy'])(
  'both forms of %s are counted by the same rules',
  async (name) => {
    const model = await load(compile(readFileSync(`models/${name}.yaml`, 'utf8')));
    const symbols = model.inputs.flatMap(({ dims }) => dims.filter((dim) => /^[a-z]\w*$/.test(dim)));
    const sizes = Object.fromEntries(symbols.map((symbol) => [symbol, symbol === 'batch' ? 3 : 7]));
    const [generated, stock] = [model.stats(sizes), model.stats(sizes, 'inference', 'stock')];
    expect([generated.code, stock.code]).toEqual(['generated', 'stock']);
    expect(generated.flops).toBe(stock.flops);
    expect(generated.calls).toBeLessThan(stock.calls);
    model.dispose();
  },
);

test('flops of a product are those of its multiply-adds, its bias and its activation', async () => {
  const model = await load(
    compile(
      'inputs: {x: {shape: [batch, 3]}}\nlayers: {y: {type: dense, input: x, units: 5, activation: sigmoid}}\noutputs: {y: y}\n',
    ),
  );
  for (const kernels of ['auto', 'stock'] as const)
    expect(model.stats({ batch: 2 }, 'inference', kernels).flops).toBe(2 * 5 * (2 * 3 + 1 + 1));
  model.dispose();
});

test('sizes that do not fit are told by name', async () => {
  const model = await load(compile(yaml));
  const mistakes = (sizes: { [symbol: string]: number }): readonly unknown[] => {
    for (const ask of [() => model.stats(sizes), () => model.profile(sizes)])
      try {
        ask();
      } catch (error) {
        if (!(error instanceof RnncError)) throw error;
        return error.diagnostics.map(({ code, message, fix }) => [code, message, fix]);
      }
    return [];
  };
  const missing = ['size-missing', 'the size of "time" is missing', 'give "time"'];
  expect(mistakes({ batch: 1 })).toEqual([missing]);
  expect(mistakes({ batch: 1, tme: 3 })).toEqual([
    ['size-unknown', 'no shape of the model has a size "tme"', 'did you mean "time"?'],
    missing,
  ]);
  expect(mistakes({})).toHaveLength(2);
  for (const time of [-1, 0.5, Number.NaN]) expect(mistakes({ batch: 1, time })).toHaveLength(1);
  expect(mistakes({ batch: 0, time: 1 })).toHaveLength(1);
  expect(mistakes({ batch: 1, time: 0 })).toEqual([]);
  model.dispose();
  const unrolled = await load(compile(`${yaml}unroll: 2\n`));
  expect(() => unrolled.stats({ batch: 1, time: 3 })).toThrow(/unrolled over 2 steps/);
  unrolled.dispose();
});
