import { describe, expect, test } from 'vitest';
import wabt from 'wabt';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { type Immediate, INSTRUCTIONS } from '../../compiler/6-generate/instructions.ts';
import { InternalError } from '../../compiler/diagnostics/diagnostic.ts';
import type { RowKernel } from '../../compiler/program/generated.ts';
import { fusedPrograms, modelNames, textOf as yamlOf } from '../fuse/models.ts';
import { type Case, textOf } from './alone.ts';

const { parseWat } = await wabt();

/** What another assembler makes of the text. */
function other(text: string, unchecked = false): Uint8Array {
  const module = parseWat('rnnc.wat', text, { simd: true, bulk_memory: true, threads: true, relaxed_simd: true });
  try {
    // its validator does not know of shared memories
    if (!unchecked) module.validate();
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}

const expectSame = (text: string, unchecked = false): void => {
  expect(Buffer.compare(assemble(text), other(text, unchecked))).toBe(0);
};

/** Words behind each instruction that asks for some. */
const immediates: { readonly [kind in Immediate]: string } = {
  none: '',
  local: '$x',
  global: '$g',
  function: '$last',
  label: '$outer',
  memory: '',
  memories: '',
  i32: '-2147483648',
  f32: '-1.5e-42',
  f64: '1.7976931348623157e308',
  v128: 'f64x2 -inf 0.1',
  address: 'offset=4294967295',
  'address-lane': 'offset=129 0',
  lane: '1',
  lanes: '0 31 2 3 4 5 6 7 8 9 10 11 12 13 14 15',
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

  test('of every instruction, wherever blocks, calls and numbers of locals stand', () => {
    const instructions = [...INSTRUCTIONS].map(([name, { immediate }]) => `(${name} ${immediates[immediate]})`);
    const numbers = Array.from({ length: 200 }, (_, i) => i);
    expect(instructions.length).toBeGreaterThan(390);
    expectSame(
      `(module (import "env" "memory" (memory 1 70000)) (global $g (mut v128) (v128.const i32x4 -1 0 127 -129))
        (func $first (export "first") (export "again") (param $x i32) (param f32) (result i32)
          (local f64) (local $y f64) ;; (local $z f64)
          (local v128) (local i64)
          (block $outer (loop $inner unreachable
            ${instructions.join('\n')}
            (if (i32.eqz (local.get $x)) (then (br $inner)))
            (if $outer (local.get $x) (local.get $y) (then (br $outer) (return)) (else (br_if $inner (local.get $x))))
            (br $outer))))
        (func $middle (result i32))
        (func $last (param i32)
          ${numbers.map((i) => `(local $v${i} i32)`).join(' ')}
          ${numbers.map((i) => `(local.set $v${i} (i32.const ${i << (i % 32)}))`).join(' ')}))`,
      true,
    );
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

test.each([
  ['(func)', 'at 0: expected "(module"'],
  ['(module (table 1 funcref))', 'expected an import, a global or a function, found "(table'],
  ['(module (import "env" "table" (table 1 funcref)))', 'expected "(memory"'],
  ['(module (import "a\\"b" "memory" (memory 1)))', 'expected a string without escapes'],
  ['(module (global $g i32 (i32.const 0)))', 'expected "(mut"'],
  ['(module (func (param i31)))', 'expected a type before this, found ")))"'],
  ['(module (func (local.get $x)))', 'expected the name of a local before this'],
  ['(module (func (call $f)))', 'expected the name of a function before this'],
  ['(module (func (block $a (br $b))))', 'expected the name of an open block before this'],
  ['(module (func (i32.const 1.5)))', 'expected a whole number, found "1.5)))"'],
  ['(module (func (f32.const one)))', 'expected a number, found "one)))"'],
  ['(module (func (v128.const i8x16 0)))', 'expected i32x4, f32x4 or f64x2 before this'],
  ['(module (func (i32.load offset=x (i32.const 0))))', 'expected an instruction in the place of "offset=x"'],
  ['(module (func (i64.const 1)))', 'expected an instruction in the place of "i64.const", before this, found " 1)))"'],
  ['(module (func (if (i32.const 1))))', 'expected a word, found ")))"'],
  ['(module (func ', 'expected a word, found ""'],
  ['(module', 'expected an import, a global or a function, found ""'],
])('text that this compiler does not write is refused: %s', (text, problem) => {
  expect(() => assemble(text)).toThrowError(InternalError);
  expect(() => assemble(text)).toThrowError(problem);
});
