import { describe, expect, test } from 'vitest';
import { compile } from 'watr';
import { type ElementwiseOp, elementwiseArity } from '../../compiler/ir/elementwise-ops.ts';
import type { Dtype, TensorType } from '../../compiler/ir/types.ts';
import { elementwise } from '../../compiler/ops/elementwise/elementwise.ts';
import * as vectorMath from '../../compiler/ops/elementwise/vector-math.ts';
import { vectorRules } from '../../compiler/ops/elementwise/vector-rules.ts';
import { OpTypeError } from '../../compiler/ops/op/op.ts';
import type { Lanes, VectorCode } from '../../compiler/ops/op/vector-code.ts';
import { evaluated } from './given.ts';

/** Vector code as text, one local for each value. */
class Text implements VectorCode {
  readonly lines: string[] = [];
  #locals = 0;
  #set(expression: string): Lanes {
    const local = `$v${this.#locals++}`;
    this.lines.push(`(local.set ${local} ${expression})`);
    return `(local.get ${local})` as Lanes;
  }
  get locals(): string {
    return Array.from({ length: this.#locals }, (_, i) => `(local $v${i} v128)`).join(' ');
  }
  load(address: number): Lanes {
    return this.#set(`(v128.load (i32.const ${address}))`);
  }
  float(value: number): Lanes {
    return this.int(new Int32Array(Float32Array.of(value).buffer)[0] ?? 0);
  }
  int(bits: number): Lanes {
    return this.#set(`(i32x4.splat (i32.const ${bits}))`);
  }
  double(value: number): Lanes {
    return this.#set(`(f64x2.splat (f64.const ${value}))`);
  }
  op(instruction: string, ...operands: readonly Lanes[]): Lanes {
    return this.#set(`(${instruction} ${operands.join(' ')})`);
  }
  shift(instruction: string, x: Lanes, bits: number): Lanes {
    return this.#set(`(${instruction} ${x} (i32.const ${bits}))`);
  }
  shuffle(): Lanes {
    throw new Error('no row shuffles by itself');
  }
  multiplyAdd(a: Lanes, b: Lanes, c: Lanes): Lanes {
    return this.op('f32x4.add', this.op('f32x4.mul', a, b), c);
  }
  multiplySubtract(a: Lanes, b: Lanes, c: Lanes): Lanes {
    return this.op('f32x4.sub', c, this.op('f32x4.mul', a, b));
  }
}

type View = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
const lanesOf = (dtype: Dtype, values: readonly number[]): View =>
  dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values, (x) => (dtype === 'bool' ? -x : x));

interface Operand {
  readonly dtype: Dtype;
  readonly values: readonly number[];
}

/** The four lanes that the op's vector code makes of four of each operand. */
function run(op: ElementwiseOp, operands: readonly Operand[], result: Dtype): number[] {
  const code = new Text();
  const operand = (operands.find((o) => o.dtype !== 'bool') ?? operands[0])?.dtype ?? 'float32';
  const lanes = operands.map((_, i) => code.load(16 * i));
  const out = vectorRules[op](code, lanes, { operand, result });
  const text = `(module (memory (export "memory") 1) (func (export "run") ${code.locals}
    ${code.lines.join('\n')} (v128.store (i32.const 64) ${out})))`;
  const { memory, run: go } = new WebAssembly.Instance(new WebAssembly.Module(compile(text) as BufferSource))
    .exports as { memory: WebAssembly.Memory; run: () => void };
  operands.forEach(({ dtype, values }, i) => {
    new Int32Array(memory.buffer).set(new Int32Array(lanesOf(dtype, values).buffer), 4 * i);
  });
  go();
  if (result === 'float32') return [...new Float32Array(memory.buffer, 64, 4)];
  const integers = [...new Int32Array(memory.buffer, 64, 4)];
  if (result === 'bool') for (const mask of integers) expect([0, -1]).toContain(mask);
  return integers.map((x) => (result === 'bool' ? Math.abs(x) : x));
}

const floats = { dtype: 'float32', values: [-2.5, Number.NaN, 0, 1.5] } as const;
const others = { dtype: 'float32', values: [1.25, 1, 0, Number.NaN] } as const;
const integers = { dtype: 'int32', values: [-7, 3, 2 ** 31 - 1, 70000] } as const;
const moreIntegers = { dtype: 'int32', values: [5, 3, 2, 70000] } as const;
const bools = { dtype: 'bool', values: [0, 0, 1, 1] } as const;
const moreBools = { dtype: 'bool', values: [0, 1, 0, 1] } as const;
const keys = <K extends string>(table: { readonly [key in K]: unknown }): K[] => Object.keys(table) as K[];

/** The numbers by the evaluator, in the result's dtype. */
function expected(
  op: Exclude<ElementwiseOp, 'cast'>,
  operands: readonly Operand[],
): { dtype: Dtype; values: number[] } {
  const tensors = operands.map(({ dtype, values }) => ({ dtype, shape: [4], data: Float64Array.from(values) }));
  const [y] = evaluated(op, tensors, {});
  if (y === undefined) throw new Error('no result');
  return { dtype: y.dtype, values: [...y.data].map((x) => (y.dtype === 'float32' ? Math.fround(x) : x)) };
}

function check(op: Exclude<ElementwiseOp, 'cast'>, operands: readonly Operand[]): void {
  const { dtype, values } = expected(op, operands);
  expect(run(op, operands, dtype)).toEqual(
    values.map((x) => (dtype === 'float32' && Number.isFinite(x) ? expect.closeTo(x, 6) : x)),
  );
}

describe('vector code of a row gives what the evaluator gives', () => {
  // the functions of vector-math.ts have tests of their own, of how near they come
  const exact = keys(elementwise)
    .filter((op) => op !== 'cast')
    .filter((op) => !Object.hasOwn(vectorMath, op));
  const takes = (op: Exclude<ElementwiseOp, 'cast'>, dtype: Dtype): boolean => {
    const { infer } = elementwise[op];
    try {
      infer(
        new Array<TensorType>(elementwiseArity[op]).fill({ dtype, shape: [] }),
        {},
        { typeOf: () => expect.unreachable() },
      );
      return true;
    } catch (error) {
      if (!(error instanceof OpTypeError)) throw error;
      return false;
    }
  };
  const pairs = {
    float32: [floats, others],
    int32: [integers, moreIntegers],
    bool: [bools, moreBools],
  } as const;

  test.each(exact.filter((op) => elementwiseArity[op] < 3))('%s', (op) => {
    const dtypes = keys(pairs).filter((dtype) => takes(op, dtype));
    expect(dtypes).not.toEqual([]);
    for (const dtype of dtypes) check(op, pairs[dtype].slice(0, elementwiseArity[op]));
  });

  test('select, whose branch not chosen may be NaN', () => {
    check('select', [bools, floats, others]);
    check('select', [bools, integers, moreIntegers]);
    check('select', [bools, moreBools, bools]);
  });

  test('cast of floats beyond int32 wraps as the evaluator does', () => {
    const large = [
      2 ** 31,
      -(2 ** 31),
      2 ** 31 - 128,
      -(2 ** 31) - 256,
      2 ** 32,
      2 ** 32 + 1024,
      3e9,
      -3e9,
      1e12,
      1e30,
      -1e38,
    ];
    const values = [...large, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, -0.9, 0.9].map(
      Math.fround,
    );
    for (let i = 0; i < values.length; i += 4) {
      const four = values.slice(i, i + 4);
      expect(run('cast', [{ dtype: 'float32', values: four }], 'int32')).toEqual(four.map((x) => x | 0));
    }
  });

  test('cast', () => {
    const to = (x: Operand, dtype: Dtype): number[] => run('cast', [x], dtype);
    const whole = { dtype: 'float32', values: [-1.9, 1.9, Number.NaN, 16777217] } as const;
    expect(to(whole, 'int32')).toEqual([-1, 1, 0, 16777216]);
    expect(to(floats, 'float32')).toEqual(floats.values);
    expect(to({ dtype: 'float32', values: [0, -0, 0.5, Number.NaN] }, 'bool')).toEqual([0, 0, 1, 1]);
    expect(to({ dtype: 'int32', values: [0, 7, -7, 1] }, 'bool')).toEqual([0, 1, 1, 1]);
    expect(to({ dtype: 'int32', values: [0, 7, -7, 1] }, 'float32')).toEqual([0, 7, -7, 1]);
    expect(to(bools, 'float32')).toEqual([0, 0, 1, 1]);
    expect(to(bools, 'int32')).toEqual([0, 0, 1, 1]);
    expect(to(bools, 'bool')).toEqual([0, 0, 1, 1]);
  });
});
