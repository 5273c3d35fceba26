import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { load } from '../../src/load.ts';
import { cellModel } from './models.ts';

afterEach(() => vi.restoreAllMocks());
const definition = cellModel({ features: 2, units: 3 });
const feeds = {
  x: [
    [
      [1, 2],
      [3, 4],
    ],
  ],
};

test('auto takes the fast path without a word', async () => {
  const notices: string[] = [];
  const model = await load(definition, { onNotice: (text) => notices.push(text) });
  expect([model.path, notices]).toEqual(['fast', []]);
  model.dispose();
});

test('where direct calls fail, auto falls back with one notice and the same numbers; fast refuses', async () => {
  const model = await load(definition);
  const expected = [...(model.run(feeds).y?.data ?? [])];
  model.dispose();
  await loadBackend();
  const { registry } = tf.engine();
  const real = registry.wasm as unknown as { wasm: object };
  const hidden = Object.create(real, { wasm: { value: Object.create(real.wasm, { asm: { value: undefined } }) } });
  registry.wasm = hidden;
  try {
    const notices: string[] = [];
    const fallback = await load(definition, { kernels: 'stock', onNotice: (text) => notices.push(text) });
    expect(fallback.path).toBe('public');
    expect(notices).toHaveLength(1);
    const found = fallback.run(feeds).y?.data ?? [];
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
    fallback.dispose();
    await expect(load(definition, { path: 'fast' })).rejects.toThrowError(/no-fast-path/);
  } finally {
    registry.wasm = real as never;
  }
});

test("an address that can't be read is an error with the address", async () => {
  vi.stubGlobal('fetch', async () => new Response(null, { status: 404 }));
  await expect(load('https://example.org/model.rnnc')).rejects.toThrowError(
    "load-failed: can't read the model https://example.org/model.rnnc: the server answered 404",
  );
  vi.unstubAllGlobals();
});

test('bytes that are no artifact are refused', async () => {
  await expect(load(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({ name: 'RnncError' });
  await expect(load(new ArrayBuffer(3))).rejects.toMatchObject({ name: 'RnncError' });
});

test('a backend that the page has removed is a clear error', async () => {
  const model = await load(definition);
  const instance = tf.engine().registry.wasm as unknown as { wasm: object | null };
  const { wasm } = instance;
  instance.wasm = null;
  expect(() => model.run(feeds)).toThrowError(/backend-failed: .*removed from tfjs/);
  instance.wasm = wasm;
  model.dispose();
});

test('a trap inside WASM ends the model with its own error, not with wrong numbers', async () => {
  const model = await load(definition);
  model.run(feeds);
  const executable = model.runner.executable(
    { variant: 'inference', fullLength: true, unroll: null, stock: false },
    { batch: 1, time: 2 },
  );
  vi.spyOn(executable, 'run').mockImplementation(() => {
    throw new WebAssembly.RuntimeError('memory access out of bounds');
  });
  expect(() => model.run(feeds)).toThrowError(/backend-failed: .*memory access out of bounds/);
  vi.restoreAllMocks();
  expect(() => model.run(feeds)).toThrowError(/backend-failed/);
  model.dispose();
});
