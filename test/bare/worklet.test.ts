import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lowerGraph } from '../../compiler/4-lower/lower.ts';
import { KEYS, MODULE_TENSORS } from '../../src/artifact/artifact.ts';
import type { Block } from '../../src/engine/backend/backend.ts';
import { OwnMemory } from '../../src/engine/backend/own-memory.ts';
import { codeAlone } from '../../src/engine/code-alone.ts';
import { makeKernels } from '../../src/generate-kernels.ts';
import { compile, load } from '../../src/index.ts';
import { loadSync } from '../../src/worklet.ts';
import { resealed } from '../artifact/files.ts';
import { textOf } from '../fuse/models.ts';
import { bareContext } from './bare-context.ts';
import { runAll } from './run-alone.ts';
import type { fromUtf8, refusalOf, runArtifact, toUtf8 } from './run-artifact.ts';

const bare = bareContext().load(join(import.meta.dirname, 'run-artifact.ts')) as {
  readonly runArtifact: typeof runArtifact;
  readonly refusalOf: typeof refusalOf;
  readonly toUtf8: typeof toUtf8;
  readonly fromUtf8: typeof fromUtf8;
};

const yaml = `name: größe
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 6}}}
  out: {type: dense, input: memory, units: 2, activation: softmax}
outputs: {y: out}
`;

const ramp = (length: number): readonly number[] => Array.from({ length }, (_, i) => Math.sin(i) / 2);
const series = (batch: number, time: number) => ({
  x: { data: ramp(batch * time * 3), shape: [batch, time, 3], dtype: 'float32' as const },
});

describe('a compiled file alone, where there is nothing but the language', () => {
  test.each([
    ['float32', {}],
    ['int16', { precision: 'int16' }],
  ] as const)('gives the bits of an ordinary run: %s', async (_, options) => {
    const model = compile(yaml, options);
    const ragged = { ...series(3, 7), 'time.lengths': [7, 0, 4] };
    // the last one needs more memory than the first ones left
    const runs = [series(1, 5), ragged, series(40, 200)];
    const steps = [0, 1, 2].map((t) => ({
      x: { data: ramp(3 + t).slice(t), shape: [1, 3], dtype: 'float32' as const },
    }));
    const loaded = await load(model);
    const expected = runAll(loaded, runs, steps);
    loaded.dispose();
    const found = bare.runArtifact([...model.toBytes()], runs, steps);
    expect(JSON.parse(JSON.stringify(found))).toEqual(expected);
  });

  test('of an unrolled model, and of one over trees', () => {
    for (const name of ['seed-rnn-unrolled', 'recursive-sharing'])
      expect(bare.refusalOf([...compile(textOf(name)).toBytes()])).toBe('none');
  });

  const bytes = compile(yaml).toBytes();
  test.each([
    ['no model', () => bytes.slice(0, 100), /artifact-truncated/],
    [
      'kernels of another version',
      () => resealed(bytes, (metadata) => metadata.set(KEYS.kernels, '0.1')),
      /needs-tfjs: the model "größe" can't run without tfjs: its kernels are of version 0\.1, this is/,
    ],
    [
      'no kernels',
      () =>
        resealed(bytes, (metadata, tensors) => {
          metadata.set(KEYS.modules, '{}');
          for (const name of [...tensors.keys()]) if (name.startsWith(MODULE_TENSORS)) tensors.delete(name);
        }),
      /needs-tfjs: .*without kernels for "self-test"/,
    ],
    [
      'code that is none',
      () =>
        resealed(bytes, (_, tensors) => {
          tensors.set(`${MODULE_TENSORS}inference.full`, { shape: [3], data: Uint8Array.of(1, 2, 3) });
        }),
      /needs-tfjs: .*WebAssembly refuses its kernels "inference\.full"/,
    ],
  ])('%s is refused', (_, given, message) => {
    expect(bare.refusalOf([...given()])).toMatch(message);
  });

  test('a program with steps of tfjs is refused', () => {
    const { graphs } = compile(yaml);
    const kernels = makeKernels({ graphs, unroll: null });
    const codeOf = codeAlone(new OwnMemory(new WebAssembly.Memory({ initial: 1 })), 'm', kernels);
    const stock = lowerGraph(graphs.inference, { fullLength: true, unroll: null, precision: 'float32' });
    expect(() => codeOf(stock, 'inference.full')).toThrowError(/needs-tfjs: .*"inference\.full" calls kernels of tfjs/);
  });

  test('memory beyond the limit is told', () => {
    const model = loadSync(bytes, { memoryLimit: 1000 });
    expect(() => model.run(series(2, 50) as never)).toThrowError(/out-of-memory/);
  });
});

test('blocks of own memory never touch, are reused, and memory grows for them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(200_000)), { maxLength: 60 }), (moves) => {
      const memory = new OwnMemory(new WebAssembly.Memory({ initial: 1 }));
      const held: Block[] = [];
      for (const [which, bytes] of moves) {
        const old = held[which];
        if (old !== undefined) {
          memory.release(old);
          held.splice(which, 1);
          continue;
        }
        const block = memory.allocate(bytes, 'a test');
        expect(block.pointer % 64).toBe(0);
        expect(block.start).toBeGreaterThan(0);
        expect(block.pointer - block.start).toBeGreaterThanOrEqual(64);
        expect(block.pointer + bytes + 64).toBeLessThanOrEqual(memory.heapBytes);
        expect(memory.heap().u8.length).toBe(memory.heapBytes);
        for (const other of held)
          expect(other.pointer + other.bytes + 64 <= block.start || block.pointer + bytes + 64 <= other.start).toBe(
            true,
          );
        held.push(block);
      }
      for (const block of held) memory.release(block);
      const before = memory.heapBytes;
      memory.release(memory.allocate(before - 192, 'all of it'));
      expect(memory.heapBytes).toBe(before);
    }),
    { numRuns: 200 },
  );
});

test('what is released twice, and what is beyond 4 GiB, is refused', () => {
  const memory = new OwnMemory(new WebAssembly.Memory({ initial: 1 }));
  const block = memory.allocate(100, 'a test');
  memory.release(block);
  expect(() => memory.release(block)).toThrowError(/free already/);
  expect(() => memory.allocate(2 ** 32, 'a test')).toThrowError(/out-of-memory/);
  const limited = new OwnMemory(new WebAssembly.Memory({ initial: 1, maximum: 3 }));
  expect(() => limited.allocate(200_000, 'a test')).toThrowError(/out-of-memory/);
  expect(limited.allocate(130_000, 'a test').bytes).toBe(130_000);
});

describe('UTF-8 without a decoder', () => {
  test('is what an encoder makes, and comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(9000), (text, before) => {
        // so that characters lie across the borders of chunks
        const long = 'a'.repeat(before) + text;
        const bytes = [...new TextEncoder().encode(long)];
        expect([...bare.toUtf8(long)]).toEqual(bytes);
        expect(bare.fromUtf8(bytes)).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes)));
      }),
      { numRuns: 60 },
    );
  });

  test('is refused where it is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (bytes) => {
        let valid = true;
        try {
          new TextDecoder('utf-8', { fatal: true }).decode(bytes);
        } catch {
          valid = false;
        }
        if (valid) expect(bare.fromUtf8([...bytes])).toBeTypeOf('string');
        else expect(() => bare.fromUtf8([...bytes])).toThrowError(/URI/);
      }),
      { numRuns: 2000 },
    );
  });
});
