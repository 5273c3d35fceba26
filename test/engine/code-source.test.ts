import { afterEach, describe, expect, test, vi } from 'vitest';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { entryNames, isGenerated } from '../../compiler/program/entry.ts';
import type { ModelDefinition } from '../../src/artifact/definition.ts';
import { SELF_TEST } from '../../src/artifact/stored-kernels.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { TfjsBackend } from '../../src/engine/backend/tfjs-backend.ts';
import { codeSource, type WriteCode } from '../../src/engine/code-source.ts';
import { generatedSelfTest } from '../../src/engine/self-test.ts';
import { makeKernels, writeCode } from '../../src/generate-kernels.ts';
import { load } from '../../src/load.ts';
import { type LoadOptions, loadWith } from '../../src/load-model.ts';
import { MarkedMemory } from '../bare/own-memory.ts';
import { cellModel } from '../model/models.ts';

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

async function run(write: WriteCode | null, options: LoadOptions = {}, source: ModelDefinition = definition) {
  const notices: string[] = [];
  const model = await loadWith(write, source, { ...options, onNotice: (notice) => notices.push(notice) });
  try {
    const y = [...(model.run(feeds).y?.data ?? [])];
    return { notices, code: model.stats({ batch: 1, time: 2 }).code, y };
  } finally {
    model.dispose();
  }
}

test.each(['fast', 'public'] as const)('auto runs generated kernels, stock those of tfjs: %s path', async (path) => {
  const generated = await run(writeCode, { path });
  const stock = await run(writeCode, { path, kernels: 'stock' });
  expect([generated.code, stock.code, generated.notices, stock.notices]).toEqual(['generated', 'stock', [], []]);
  for (const [i, value] of stock.y.entries()) expect(generated.y[i]).toBeCloseTo(value, 5);
});

test('another word is refused', async () => {
  await expect(load(definition, { kernels: 'fast' as 'auto' })).rejects.toThrowError(
    /option-value: load\(\): the option kernels can't be "fast"/,
  );
});

describe('relaxed', () => {
  test('on an engine without relaxed SIMD, the default kernels run, with one notice', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const write = vi.fn(writeCode);
    const { notices, code, y } = await run(write, { relaxed: true });
    expect([notices, code]).toEqual([
      ["kernels with fused multiply-adds can't run here, the default ones do: the engine has no relaxed SIMD"],
      'generated',
    ]);
    expect(write.mock.calls.map(([, form]) => form.relaxed)).toEqual([false, false]);
    expect(y).toEqual((await run(writeCode)).y);
  });

  test('an artifact runs its own kernels there', async () => {
    vi.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    const write = vi.fn(writeCode);
    const { notices, code } = await run(write, { relaxed: true }, { ...definition, kernels: makeKernels(definition) });
    expect([notices.length, code, write.mock.calls.length]).toEqual([1, 'generated', 0]);
  });

  test("contradicts tfjs's kernels", async () => {
    await expect(load(definition, { relaxed: true, kernels: 'stock' })).rejects.toThrowError(
      /option-conflict: .*relaxed/,
    );
    const model = await load(definition, { relaxed: false, kernels: 'stock' });
    model.dispose();
  });

  test('is true or false', async () => {
    await expect(load(definition, { relaxed: 'no' as unknown as boolean })).rejects.toThrowError(
      /option-value: load\(\): the option relaxed can't be "no"/,
    );
  });
});

test('the self-test is generated code from end to end', () => {
  const { prepare, main } = generatedSelfTest();
  expect([...prepare, ...main].map(isGenerated)).toEqual([true, true]);
});

/** A module with the entries of a program, which do nothing. */
const idle: WriteCode = (program) =>
  assemble(
    `(module (import "env" "memory" (memory 1)) ${entryNames(program)
      .map((name) => `(func (export "${name}") (param i32))`)
      .join(' ')})`,
  );

describe('where generated code does not run, tfjs runs its own, with one notice', () => {
  const why = "generated kernels can't run here, tfjs's own do, which are slower: ";
  const expected = run(writeCode, { kernels: 'stock' });
  const check = async (write: WriteCode, notice: string): Promise<void> => {
    const { notices, code, y } = await run(write);
    expect(notices).toEqual([expect.stringContaining(why + notice)]);
    expect(code).toBe('stock');
    expect(y).toEqual((await expected).y);
  };

  test('without the memory', async () => {
    vi.spyOn(TfjsBackend.prototype, 'memory', 'get').mockReturnValue(null);
    await check(writeCode, "the memory of this WASM backend can't be had");
  });
  test('with a memory that is not the one of the backend', async () => {
    vi.spyOn(TfjsBackend.prototype, 'memory', 'get').mockReturnValue(new WebAssembly.Memory({ initial: 4096 }));
    await check(writeCode, 'they failed their self-test');
  });
  test('with wrong numbers', () => check(idle, 'they failed their self-test'));
  test('with what is no WebAssembly, as where SIMD is not known', () =>
    check(() => Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 99), 'WebAssembly says'));
  test('with a module that does not link', () =>
    check(() => assemble('(module (import "env" "memory" (memory 65536)))'), 'WebAssembly says'));
  test('with a trap', () =>
    check(
      (program) =>
        assemble(
          `(module (import "env" "memory" (memory 1)) ${entryNames(program)
            .map((name) => `(func (export "${name}") (param i32) unreachable)`)
            .join(' ')})`,
        ),
      'they failed their self-test',
    ));
  test('one program alone that the engine refuses', async () => {
    let count = 0;
    const { notices, code } = await run((program, form) =>
      count++ === 0 ? writeCode(program, form) : Uint8Array.of(1, 2, 3),
    );
    expect([notices.length, code]).toEqual([1, 'stock']);
  });
});

/** Memory as the threaded build of tfjs has it. */
const sharedMemory = (): MarkedMemory =>
  new MarkedMemory(new WebAssembly.Memory({ initial: 4, maximum: 32768, shared: true }));

describe('memory that threads share', () => {
  const source = (
    write: WriteCode | null,
    notices: string[],
    stored: Parameters<typeof codeSource>[0]['stored'] = null,
  ) =>
    codeSource({
      backend: sharedMemory(),
      path: 'fast',
      model: 'm',
      stored,
      write,
      relaxed: false,
      notice: (notice) => notices.push(notice),
    });

  test('is imported as such, and the code is made for it', async () => {
    const notices: string[] = [];
    const write = vi.fn(writeCode);
    expect(await source(write, notices, makeKernels(definition))).not.toBeNull();
    expect([notices, write.mock.calls.map(([, { shared }]) => shared)]).toEqual([[], [true]]);
  });

  test('has no use for the kernels of an artifact', async () => {
    const notices: string[] = [];
    expect(await source(null, notices, makeKernels(definition))).toBeNull();
    expect(notices).toEqual([
      '"m" came without kernels for memory that threads share: tfjs\'s own run, which are slower',
    ]);
  });

  test('refuses code for other memory', async () => {
    const notices: string[] = [];
    expect(await source((program) => writeCode(program, { relaxed: false, shared: false }), notices)).toBeNull();
    expect(notices).toEqual([expect.stringContaining('WebAssembly says')]);
  });
});

test('code is made once per program', async () => {
  const write = vi.fn(writeCode);
  const codeOf = await codeSource({
    backend: await loadBackend(),
    path: 'fast',
    model: 'm',
    stored: null,
    write,
    relaxed: false,
    notice: () => {},
  });
  expect(codeOf).not.toBeNull();
  expect(write.mock.calls.map(([program]) => program.name)).toEqual([SELF_TEST]);
});
