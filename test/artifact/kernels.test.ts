import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { compile as assembleAll } from 'watr';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeArtifact } from '../../src/artifact/file/write.ts';
import { readSafetensors, type TensorToWrite } from '../../src/artifact/safetensors.ts';
import { MAX_MODULE_BYTES } from '../../src/artifact/stored-kernels.ts';
import { writeCode } from '../../src/generate-kernels.ts';
import { compile, load } from '../../src/index.ts';
import { loadWith } from '../../src/load-model.ts';
import { load as loadBare } from '../../src/runtime.ts';
import { resealed, thrownBy } from './files.ts';

const text = readFileSync(new URL('../../models/seed-rnn.yaml', import.meta.url), 'utf8');
const dropout = `inputs: {x: {shape: [batch, time, 3]}}
layers:
  a: {type: recurrent, input: x, cell: {gru: {units: 4}}}
  b: {type: dropout, input: a, rate: 0.5}
  c: {type: dense, input: b, units: 2}
outputs: {y: c}
`;
const bytes = compile(text, { file: 'seed-rnn.yaml' }).toBytes();
const ragged = { x: [[[1], [2]], [[3]]] };

/** The file with other modules. */
const withModules = (change: (tensor: string) => Uint8Array): Uint8Array =>
  resealed(bytes, (_, tensors) => {
    for (const name of tensors.keys())
      if (name.startsWith('rnnc.kernels.')) {
        const data = change(name);
        tensors.set(name, { shape: [data.length], data });
      }
  });

interface Ran {
  readonly notices: readonly string[];
  readonly code: string;
  readonly y: unknown;
}
async function run(
  how: typeof load,
  source: Parameters<typeof load>[0],
  kernels: 'auto' | 'stock' = 'auto',
): Promise<Ran> {
  const notices: string[] = [];
  const model = await how(source, { kernels, onNotice: (notice) => notices.push(notice) });
  try {
    const y = model.run(ragged).output?.toArray();
    return { notices, code: model.stats({ batch: 1, time: 2 }).code, y };
  } finally {
    model.dispose();
  }
}

describe('an artifact', () => {
  const modulesOf = (file: Uint8Array): string[] =>
    [...readSafetensors(file).tensors].filter(([, { dtype }]) => dtype === 'U8').map(([name]) => name);

  test('holds a module for every program, which asks for memory alone', () => {
    expect(modulesOf(bytes)).toEqual([
      'rnnc.kernels.inference.full',
      'rnnc.kernels.inference.masked',
      'rnnc.kernels.self-test',
    ]);
    for (const { bytes: module } of readArtifact(bytes).kernels.modules.values())
      expect(WebAssembly.Module.imports(new WebAssembly.Module(module as BufferSource))).toEqual([
        { module: 'env', name: 'memory', kind: 'memory' },
      ]);
    expect(modulesOf(compile(dropout).toBytes())).toEqual([
      'rnnc.kernels.inference.full',
      'rnnc.kernels.inference.masked',
      'rnnc.kernels.self-test',
      'rnnc.kernels.training.full',
      'rnnc.kernels.training.masked',
    ]);
  });

  test('of an unrolled model holds what its sessions run too', () => {
    expect(modulesOf(compile(text, { unroll: 2 }).toBytes())).toEqual([
      'rnnc.kernels.inference.full',
      'rnnc.kernels.inference.full.unrolled-2',
      'rnnc.kernels.inference.masked',
      'rnnc.kernels.inference.masked.unrolled-2',
      'rnnc.kernels.self-test',
    ]);
  });

  test('is the same wherever the model lies, and after reading and writing', () => {
    expect(compile(text, { file: '/elsewhere/seed-rnn.yaml' }).toBytes()).toEqual(bytes);
    expect(writeArtifact(readArtifact(bytes))).toEqual(bytes);
  });

  test('of another version of kernels is written again without them', () => {
    const old = resealed(bytes, (metadata) => metadata.set('rnnc.kernels', '0.9'));
    expect(modulesOf(writeArtifact(readArtifact(old)))).toEqual([]);
  });
});

describe('what came with the model runs', () => {
  test('with the compiler at hand and without, in runs and sessions', async () => {
    const stock = await run(load, bytes, 'stock');
    expect(stock.code).toBe('stock');
    for (const how of [load, loadBare]) {
      const { notices, code, y } = await run(how, bytes);
      expect([notices, code]).toEqual([[], 'generated']);
      expect(JSON.stringify(y, (_, v) => (typeof v === 'number' ? v.toFixed(4) : v))).toBe(
        JSON.stringify(stock.y, (_, v) => (typeof v === 'number' ? v.toFixed(4) : v)),
      );
    }
    const notices: string[] = [];
    const model = await loadBare(compile(text, { unroll: 2 }).toBytes(), { onNotice: (n) => notices.push(n) });
    model.run({ x: [[[1], [2]]] });
    const session = model.session({ batch: 1 });
    session.step({ x: Float32Array.of(1) }, { output: new Float32Array(1) });
    session.process({ x: [[[1], [2]]] });
    model.dispose();
    expect(notices).toEqual([]);
  });

  test('the training variant too', async () => {
    const notices: string[] = [];
    const model = await loadBare(compile(dropout).toBytes(), { onNotice: (n) => notices.push(n) });
    model.run({ x: [[[1, 2, 3]], [[1, 2, 3]]] }, { variant: 'training' });
    expect([model.stats({ batch: 1, time: 1 }, 'training').code, notices]).toEqual(['generated', []]);
    model.dispose();
  });

  test('nothing is made that is there; what is not is made once per program, for all sizes', async () => {
    const write = vi.fn(writeCode);
    const made = async (source: Parameters<typeof load>[0]): Promise<number> => {
      write.mockClear();
      const model = await loadWith(write, source);
      for (const steps of [1, 2, 3]) model.run({ x: [Array.from({ length: steps }, () => [1])] });
      model.run(ragged);
      model.dispose();
      return write.mock.calls.length;
    };
    const compiled = compile(text);
    expect(compiled.kernels).toBeUndefined();
    // the self-test, with and without masks
    expect(await made(compiled)).toBe(3);
    expect(await made(compiled.toBytes())).toBe(0);
    expect(await made(compiled)).toBe(0);
  });

  test('a model with other weights shares the kernels', () => {
    const compiled = compile(text);
    const other = compiled.withWeights(compiled.toBytes());
    expect(other.kernels).toBe(compiled.kernels);
  });
});

describe('what does not fit is made anew, or else the kernels of tfjs run, with one notice', () => {
  const anew = 'they are made anew';
  const slower = "tfjs's own run, which are slower";
  test.each<readonly [string, Uint8Array, string]>([
    [
      'another version',
      resealed(bytes, (metadata) => metadata.set('rnnc.kernels', '9.3')),
      'the kernels that came with "seed-rnn" are of version 9.3, this is 1.0: ',
    ],
    [
      'another program',
      resealed(bytes, (metadata) => {
        const digests = JSON.parse(metadata.get('rnnc.modules') ?? '') as { [name: string]: string };
        metadata.set('rnnc.modules', JSON.stringify({ ...digests, 'inference.masked': '0'.repeat(64) }));
      }),
      'the kernels that came with "seed-rnn" can\'t be used, "inference.masked" is for another program: ',
    ],
    [
      'a program without its entries',
      resealed(bytes, (_, tensors) => {
        const data = assemble('(module (import "env" "memory" (memory 1)))');
        tensors.set('rnnc.kernels.inference.masked', { shape: [data.length], data });
      }),
      'the kernels that came with "seed-rnn" can\'t be used, "inference.masked" lacks an entry: ',
    ],
  ])('%s', async (_, file, notice) => {
    const made = await run(load, file);
    expect([made.notices, made.code]).toEqual([[notice + anew], 'generated']);
    const bare = await run(loadBare, file);
    expect(bare.notices).toEqual([notice + slower]);
    expect(bare.y).not.toBeUndefined();
    expect((await run(load, file, 'stock')).notices).toEqual([]);
  });

  test('no WebAssembly', async () => {
    const file = withModules(() => Uint8Array.of(1, 2, 3));
    const made = await run(load, file);
    expect(made.code).toBe('generated');
    expect(made.notices.every((notice) => notice.endsWith(anew) && notice.includes('is refused by WebAssembly'))).toBe(
      true,
    );
    const bare = await run(loadBare, file);
    expect([bare.code, bare.notices.length]).toEqual(['stock', 1]);
  });

  test('none at all', async () => {
    const file = writeArtifact({ ...readArtifact(bytes), kernels: null });
    expect(await run(load, file)).toMatchObject({ code: 'generated', notices: [] });
    expect(await run(loadBare, file)).toMatchObject({
      code: 'stock',
      notices: [`"seed-rnn" came without kernels of its own: ${slower}`],
    });
  });
});

describe('refused', () => {
  const codeOf = (file: Uint8Array): string => {
    const error = thrownBy(() => readArtifact(file, { file: 'm.rnnc' }));
    if (!(error instanceof RnncError)) throw error;
    return error.message;
  };
  const withTensor = (change: (tensor: TensorToWrite | undefined) => TensorToWrite | null): Uint8Array =>
    resealed(bytes, (_, tensors) => {
      const tensor = change(tensors.get('rnnc.kernels.inference.full'));
      if (tensor === null) tensors.delete('rnnc.kernels.inference.full');
      else tensors.set('rnnc.kernels.inference.full', tensor);
    });

  test.each([
    ['(import "env" "memory" (memory 1)) (import "env" "print" (func))', 'env.print'],
    ['(import "env" "memory" (func))', 'env.memory'],
    ['(import "other" "memory" (memory 1))', 'other.memory'],
    ['(import "env" "memory" (memory 1)) (import "env" "table" (table 1 funcref))', 'env.table'],
  ])('a module that asks for more than memory: %s', async (imports, what) => {
    const file = withModules(() => assembleAll(`(module ${imports})`));
    for (const how of [load, loadBare])
      await expect(how(file)).rejects.toThrowError(
        new RegExp(`artifact-invalid: .*rnnc\\.kernels\\..* asks for "${what}": kernels are given memory alone`),
      );
    (await load(file, { kernels: 'stock' })).dispose();
  });

  test('a module that is not there, is no bytes, or is too large', () => {
    expect(codeOf(withTensor(() => null))).toContain('rnnc.kernels.inference.full is missing');
    expect(codeOf(withTensor(() => ({ shape: [1], data: Float32Array.of(1) })))).toContain(
      'is F32 [1], no list of bytes',
    );
    expect(
      codeOf(withTensor((t) => ({ shape: [1, t?.data.length ?? 0], data: t?.data ?? new Uint8Array() }))),
    ).toContain('no list of bytes');
    const large = new Uint8Array(MAX_MODULE_BYTES + 1);
    expect(codeOf(withTensor(() => ({ shape: [large.length], data: large })))).toContain(
      `more than ${MAX_MODULE_BYTES}`,
    );
  });

  test.each([
    '{',
    '[]',
    '{"inference.full":"abc"}',
    `{"__proto__":"${'0'.repeat(64)}"}`,
    `{"${'a'.repeat(65)}":"${'0'.repeat(64)}"}`,
  ])('a list of modules that reads %s', (modules) => {
    expect(codeOf(resealed(bytes, (metadata) => metadata.set('rnnc.modules', modules)))).toContain('artifact-invalid');
  });
});
