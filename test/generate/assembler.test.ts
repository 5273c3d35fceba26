import { describe, expect, test } from 'vitest';
import wabt from 'wabt';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import type { RowKernel } from '../../compiler/program/generated.ts';
import { fusedPrograms, modelNames, textOf as yamlOf } from '../fuse/models.ts';
import { type Case, textOf } from './alone.ts';

const { parseWat } = await wabt();

/** What another assembler makes of the text. */
function other(text: string, shared = false): Uint8Array {
  const module = parseWat('rnnc.wat', text, { simd: true, bulk_memory: true, threads: true, relaxed_simd: true });
  try {
    // its validator does not know of shared memories
    if (!shared) module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

const expectSame = (text: string, shared = false): void => {
  expect(Buffer.compare(assemble(text), other(text, shared))).toBe(0);
};

describe('two assemblers make the same bytes', () => {
  test.each(modelNames)('of all code of %s', (name) => {
    for (const program of fusedPrograms(yamlOf(name)).values())
      expectSame(generateText(program, { relaxed: false, shared: false }));
  });

  test.each([
    { relaxed: true, shared: false },
    { relaxed: false, shared: true },
    { relaxed: true, shared: true },
  ])('with $relaxed, $shared', (options) => {
    for (const program of fusedPrograms(yamlOf('reber')).values())
      expectSame(generateText(program, options), options.shared);
  });

  test('of numbers that are hard to read', () => {
    let state = 1;
    const values = [0, -0, 1e21, 1e-7, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 16777217];
    const bits = new Int32Array(1);
    for (let i = 0; i < 2000; i++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      bits[0] = state;
      const [value = 0] = new Float32Array(bits.buffer);
      if (!Number.isNaN(value)) values.push(value);
    }
    const cases = values.map((value): Case => {
      const kernel: RowKernel = {
        kind: 'rows',
        width: null,
        whole: false,
        operands: [{ dtype: 'float32', extent: 'each' }],
        statements: [
          { kind: 'constant', dtype: 'float32', value },
          { kind: 'store', operand: 0, of: 0 },
        ],
      };
      return { kernel, counts: [1], operands: [{ dtype: 'float32', data: [0], after: null }] };
    });
    expectSame(textOf(cases, { relaxed: false, shared: false }));
  });
});
