import { expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

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
