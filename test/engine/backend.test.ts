import * as tf from '@tensorflow/tfjs-core';
import { afterEach, expect, test, vi } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { TfjsBackend } from '../../src/engine/backend/tfjs-backend.ts';
import { selfTest } from '../../src/engine/self-test.ts';

afterEach(() => vi.restoreAllMocks());

/** A backend as a page may have: enough for tensors to live in. */
class PageBackend extends tf.KernelBackend {
  readonly data = new tf.DataStorage<{ values: unknown; refs: number }>(this, null as never);
  override write(values: unknown): object {
    const id = {};
    this.data.set(id, { values, refs: 1 });
    return id;
  }
  override readSync(id: object): never {
    return this.data.get(id).values as never;
  }
  override disposeData(): boolean {
    return true;
  }
  override numDataIds(): number {
    return this.data.numDataIds();
  }
  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }
}

test('loading leaves the page its tfjs: backend, tensors, flags, books and process handlers', async () => {
  tf.registerBackend('page', () => new PageBackend(), 1);
  await tf.setBackend('page');
  const tensor = tf.tensor1d([1, 2, 3]);
  const flags = { ...tf.env().getFlags() };
  const before = {
    memory: tf.memory(),
    listeners: process.listenerCount('uncaughtException'),
    rejections: process.listenerCount('unhandledRejection'),
  };

  const backend = await loadBackend();
  expect(selfTest(backend, 'fast')).toBe(true);
  expect(selfTest(backend, 'public')).toBe(true);

  expect(tf.getBackend()).toBe('page');
  expect([...tensor.dataSync()]).toEqual([1, 2, 3]);
  expect({
    memory: tf.memory(),
    listeners: process.listenerCount('uncaughtException'),
    rejections: process.listenerCount('unhandledRejection'),
  }).toEqual(before);
  // Flags may have been evaluated, none may have another value.
  expect(tf.env().getFlags()).toMatchObject(flags);
  await tf.ready();
  expect(tf.getBackend()).toBe('page');
});

test('a page that turns to wasm later shares our instance, and both go on', async () => {
  const backend = await loadBackend();
  await tf.setBackend('wasm');
  const sum = tf.tidy(() => [...tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4])).dataSync()]);
  expect(sum).toEqual([4, 6]);
  expect(selfTest(backend, 'fast')).toBe(true);
  expect(selfTest(backend, 'public')).toBe(true);
  await tf.setBackend('page');
});

test('the public path survives another wasm backend in the registry', async () => {
  const backend = await loadBackend();
  const { registry } = tf.engine();
  const ours = registry.wasm;
  const other = await tf.findBackendFactory('wasm')();
  registry.wasm = other;
  await tf.setBackend('wasm');
  const product = (): number[] =>
    tf.tidy(() => [...tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()]);
  expect(product()).toEqual([11]);
  expect(selfTest(backend, 'public')).toBe(true);
  expect(product()).toEqual([11]);
  if (ours !== undefined) registry.wasm = ours;
  await tf.setBackend('page');
});

test('two loads at once share one backend', async () => {
  const [a, b] = await Promise.all([loadBackend(), loadBackend()]);
  const block = a.allocate(64, 'a test');
  a.heap().f32[block.pointer >>> 2] = 5;
  expect(b.heap().f32[block.pointer >>> 2]).toBe(5);
  const ids = [a.register(1, block.pointer), b.register(1, block.pointer)];
  expect(ids[0]).not.toBe(ids[1]);
  for (const id of ids) a.forget(id);
  a.release(block);
});

test('a malloc that gives 0 is an error, not address 0', async () => {
  const backend = await loadBackend();
  const instance = tf.engine().registry.wasm as unknown as { wasm: { _malloc(bytes: number): number } };
  vi.spyOn(instance.wasm, '_malloc').mockReturnValue(0);
  expect(() => backend.allocate(1000, 'the buffers of a run')).toThrowError(RnncError);
  expect(() => backend.allocate(1000, 'the buffers of a run')).toThrowError(
    /out-of-memory: the buffers of a run need 1000 bytes/,
  );
});

test('a request of 4 GiB or more never reaches malloc, which would take it modulo 2^32', async () => {
  const backend = await loadBackend();
  const instance = tf.engine().registry.wasm as unknown as { wasm: { _malloc(bytes: number): number } };
  const malloc = vi.spyOn(instance.wasm, '_malloc');
  expect(() => backend.allocate(2 ** 32 + 64, 'x')).toThrowError(/out-of-memory/);
  expect(malloc).not.toHaveBeenCalled();
});

test('a backend whose exports look different is not called directly', async () => {
  await loadBackend();
  const real = tf.engine().registry.wasm as unknown as { wasm: object };
  const asm = (real.wasm as { asm: object }).asm;
  const changed = [undefined, { ...asm, memory: new WebAssembly.Memory({ initial: 1 }) }, { ...asm, Add: () => {} }];
  for (const other of changed) {
    const wasm = Object.create(real.wasm, { asm: { value: other } }) as object;
    const backend = new TfjsBackend(Object.create(real, { wasm: { value: wasm } }) as object, tf);
    expect(backend.raw).toBeNull();
    expect(selfTest(backend, 'fast')).toBe(false);
    expect(selfTest(backend, 'public')).toBe(true);
  }
});
