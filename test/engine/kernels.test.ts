import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { constantDim } from '../../compiler/ir/dim.ts';
import { type ElementwiseOp, elementwiseArity } from '../../compiler/ir/elementwise-ops.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import { elementwise } from '../../compiler/ops/elementwise/elementwise.ts';
import { evaluations } from '../../compiler/ops/evaluations.ts';
import type { EvaluateContext, Tensor64 } from '../../compiler/ops/op/op.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { KernelCall } from '../../compiler/program/program.ts';
import { nameOf } from '../../compiler/program/program-operands.ts';
import type { Backend } from '../../src/engine/backend/backend.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import type { Tensor } from '../../src/engine/kernels/context.ts';
import { scalarLoop } from '../../src/engine/kernels/host-elementwise.ts';
import { Harness } from './harness.ts';
import { ProgramBuilder } from './program-builder.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await loadBackend();
});

type Range = 'any' | 'positive' | 'integers';

/** Reproducible numbers that look random. */
function values(count: number, seed: number, dtype: Dtype, range: Range): number[] {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () => {
    if (dtype === 'bool') return next() < 0.5 ? 0 : 1;
    if (dtype === 'int32' || range === 'integers') return Math.floor(next() * 7) - 3;
    return Math.fround(range === 'positive' ? 0.05 + 3 * next() : 6 * next() - 3);
  });
}

const product = (shape: readonly number[]): number => shape.reduce((n, d) => n * d, 1);
const tensor = (dtype: Dtype, shape: readonly number[], data: readonly number[]): Tensor64 => ({
  dtype,
  shape,
  data: Float64Array.from(data),
});

interface Operand {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

function evaluate<K extends OpName>(op: K, attrs: OpAttributes[K], operands: readonly Operand[]): Tensor64 {
  const context: EvaluateContext = {
    sizes: {},
    typeOf: (): never => {
      throw new Error('no values');
    },
    runBody: (): never => {
      throw new Error('no body');
    },
  };
  const [result] = evaluations[op](
    operands.map((o) => tensor(o.dtype, o.shape, o.data)),
    attrs,
    context,
  );
  if (result === undefined) throw new Error('no result');
  return result;
}

/** Runs one call on both paths and compares with the evaluator's numbers. */
function check(
  operands: readonly Operand[],
  expected: Tensor64,
  call: (inputs: readonly BufferId[], out: BufferId) => KernelCall,
  tolerance = 2e-6,
): void {
  for (const path of ['fast', 'public'] as const) {
    const p = new ProgramBuilder();
    const inputs = operands.map((o, i) => p.feed(`${i}`, o.shape, o.dtype));
    p.call(call(inputs, p.output('out', expected.shape, expected.dtype)));
    const h = new Harness(backend, p.build(), {}, path);
    const { out } = h.run(Object.fromEntries(operands.map((o, i) => [`${i}`, o.data])));
    h.dispose();
    expect(out?.length).toBe(expected.data.length);
    for (const [i, found] of (out ?? []).entries()) {
      const want = expected.data[i] ?? Number.NaN;
      const off = Math.abs(found - want) / Math.max(1, Math.abs(want));
      if (!(off <= tolerance))
        throw new Error(`${path}: ${nameOf(call(inputs, 0 as BufferId))} gives ${found} at ${i}, not ${want}`);
    }
  }
}

const operand = (dtype: Dtype, shape: readonly number[], seed: number, range: Range = 'any'): Operand => ({
  dtype,
  shape,
  data: values(product(shape), seed, dtype, range),
});
const shape = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 });
const seed = fc.integer({ min: 0, max: 1e6 });
const each = (property: fc.IRawProperty<unknown>) => fc.assert(property, { numRuns: 25, seed: 7 });

const keys = <K extends string>(table: { readonly [key in K]: unknown }): K[] => Object.keys(table) as K[];
type Numbers = { readonly dtypes?: readonly Dtype[]; readonly range?: Range };
/** What each op is tried on; 'any' float32 where nothing else is said. */
const numbers: { readonly [K in ElementwiseOp]?: Numbers } = {
  log: { range: 'positive' },
  sqrt: { range: 'positive' },
  rsqrt: { range: 'positive' },
  not: { dtypes: ['bool'] },
  add: { dtypes: ['float32', 'int32'] },
  sub: { dtypes: ['float32', 'int32'] },
  mul: { dtypes: ['float32', 'int32'] },
  div: { range: 'positive' },
  pow: { range: 'positive' },
  minimum: { dtypes: ['float32', 'int32'] },
  maximum: { dtypes: ['float32', 'int32'] },
  less: { dtypes: ['float32', 'int32'], range: 'integers' },
  less_equal: { dtypes: ['float32', 'int32'], range: 'integers' },
  greater: { dtypes: ['float32', 'int32'], range: 'integers' },
  greater_equal: { dtypes: ['float32', 'int32'], range: 'integers' },
  equal: { dtypes: ['float32', 'int32'], range: 'integers' },
  not_equal: { dtypes: ['float32', 'int32'], range: 'integers' },
  and: { dtypes: ['bool'] },
  or: { dtypes: ['bool'] },
};
const withArity = (arity: 1 | 2): Exclude<ElementwiseOp, 'cast'>[] =>
  keys(elementwise)
    .filter((op) => op !== 'cast')
    .filter((op) => elementwiseArity[op] === arity);

describe('elementwise kernels agree with the evaluator on both paths', () => {
  test.each(withArity(1))('%s', (op) => {
    const { dtypes: [dtype = 'float32'] = [], range } = numbers[op] ?? {};
    each(
      fc.property(shape, seed, (dims, s) => {
        const x = operand(dtype, dims, s, range);
        check([x], evaluate(op, {}, [x]), (operands, out) => ({ kernel: 'elementwise', op, operands, out }));
      }),
    );
  });

  test('tanh by way of sigmoid, over its own operand too: at the ends of its range, and of a NaN', () => {
    const data = [-100, -9, -0.01, 0, 1e-3, 0.5, 9, 100, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const feed = [...data, Number.NaN];
    for (const path of ['fast', 'public'] as const) {
      const p = new ProgramBuilder();
      const [x, y] = [p.feed('x', [feed.length]), p.output('y', [feed.length])];
      p.main.push({ kind: 'copy', from: x, to: y });
      p.call({ kernel: 'elementwise', op: 'tanh', operands: [y], out: y });
      const s = p.output('s', [feed.length]);
      p.call({ kernel: 'elementwise', op: 'add', operands: [x, x], out: s });
      p.call({ kernel: 'elementwise', op: 'sigmoid', operands: [s], out: s });
      p.call({ kernel: 'elementwise', op: 'add', operands: [s, s], out: s });
      p.call({ kernel: 'elementwise', op: 'add', operands: [s, p.constant([-1], [])], out: s });
      const h = new Harness(backend, p.build(), {}, path);
      const found = h.run({ x: feed });
      h.dispose();
      expect(found.y).toEqual(found.s);
      data.forEach((value, i) => {
        const off = Math.abs((found.y?.[i] ?? Number.NaN) - Math.tanh(value));
        expect(off, `${path} ${value}`).toBeLessThanOrEqual(3e-7);
      });
      expect(found.y?.at(-1)).toBeNaN();
    }
  });

  test('ops of two operands without a stock kernel, by the loop over their rows', () => {
    each(
      fc.property(shape, seed, fc.infiniteStream(fc.integer({ min: 0, max: 3 })), (dims, s, squeeze) => {
        const stretched = [1, 2].map((which) => dims.map((d) => (squeeze.next().value === which ? 1 : d)));
        for (const op of ['sub', 'less'] as const) {
          const operands = stretched.map((d, i) => operand('float32', d, s + i, 'integers'));
          const expected = evaluate(op, {}, operands);
          const sizes = [...operands.map((o) => product(o.shape)), product(expected.shape)];
          const block = backend.allocate(4 * sizes.reduce((sum, n) => sum + n, 0), 'a test');
          let pointer = block.pointer;
          const tensors = [...operands, expected].map(({ dtype, shape: own }, i): Tensor => {
            const at = pointer;
            pointer += 4 * (sizes[i] ?? 0);
            return { id: 0, pointer: at, size: sizes[i] ?? 0, dtype, shape: own, persistent: false };
          });
          const tensor = (id: BufferId): Tensor => tensors[id] as Tensor;
          const none = (): never => expect.unreachable('a loop asks for tensors alone');
          const [a, b, out] = [0, 1, 2].map((id) => id as BufferId) as [BufferId, BufferId, BufferId];
          const thunk = scalarLoop(elementwise[op].scalar)(
            { kernel: 'elementwise', op, operands: [a, b], out },
            { backend, tensor, operand: none, size: none, number: none, shapePointer: none },
          );
          operands.forEach(({ data }, i) => {
            backend.heap().f32.set(data, tensor(i as BufferId).pointer >>> 2);
          });
          thunk?.();
          const { size, pointer: at } = tensor(out);
          const { f32, u8 } = backend.heap();
          const found = op === 'less' ? u8.subarray(at, at + size) : f32.subarray(at >>> 2, (at >>> 2) + size);
          expect([...found]).toEqual([...expected.data]);
          backend.release(block);
        }
      }),
    );
  });

  test.each(withArity(2))('%s with broadcasting', (op) => {
    const { dtypes = ['float32'], range } = numbers[op] ?? {};
    each(
      fc.property(
        shape,
        seed,
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (dims, s, squeeze, cut) => {
          for (const dtype of dtypes) {
            const a = operand(
              dtype,
              dims.map((d, i) => (squeeze[i] === 1 ? 1 : d)),
              s,
              range,
            );
            const b = operand(
              dtype,
              dims.map((d, i) => (squeeze[i] === 2 ? 1 : d)).slice(Math.min(cut, dims.length)),
              s + 1,
              range,
            );
            check(
              [a, b],
              evaluate(op, {}, [a, b]),
              (operands, out) => ({ kernel: 'elementwise', op, operands, out }),
              1e-5,
            );
          }
        },
      ),
    );
  });

  test('select by element and by row, for every dtype', () => {
    each(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
        seed,
        fc.boolean(),
        fc.constantFrom<Dtype>('float32', 'int32', 'bool'),
        (dims, s, byRow, dtype) => {
          const [a, b] = [operand(dtype, dims, s), operand(dtype, dims, s + 1)];
          const condition = operand('bool', byRow ? dims.slice(0, 1) : dims, s + 2);
          const wide = {
            ...condition,
            shape: [...condition.shape, ...dims.slice(condition.shape.length).map(() => 1)],
          };
          const expected = evaluate('select', {}, [wide, a, b]);
          check([condition, a, b], expected, (operands, out) => ({
            kernel: 'elementwise',
            op: 'select',
            operands,
            out,
          }));
        },
      ),
    );
  });

  test.each(['linear', 'relu', 'sigmoid'] as const)('BatchMatMul and _FusedMatMul %s', (activation) => {
    each(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        seed,
        (m, k, n, s) => {
          const [a, b, bias] = [
            operand('float32', [m, k], s),
            operand('float32', [k, n], s + 1),
            operand('float32', [n], s + 2),
          ];
          check(
            [a, b],
            evaluate('matmul', {}, [a, b]),
            ([x = 0 as BufferId, y = 0 as BufferId], out) => ({ kernel: 'BatchMatMul', a: x, b: y, out, fresh: true }),
            1e-4,
          );
          check(
            [a, b, bias],
            evaluate('matmul_bias', { activation }, [a, b, bias]),
            ([x = 0 as BufferId, y = 0 as BufferId, z = 0 as BufferId], out) => ({
              kernel: '_FusedMatMul',
              a: x,
              b: y,
              bias: z,
              activation,
              out,
              fresh: true,
            }),
            1e-4,
          );
        },
      ),
    );
  });

  test('a product over no elements is zero, or the bias', () => {
    const [a, b, bias] = [operand('float32', [2, 0], 1), operand('float32', [0, 3], 1), operand('float32', [3], 1)];
    check([a, b], tensor('float32', [2, 3], [0, 0, 0, 0, 0, 0]), ([x = 0 as BufferId, y = 0 as BufferId], out) => ({
      kernel: 'BatchMatMul',
      a: x,
      b: y,
      out,
      fresh: true,
    }));
    const expected = tensor(
      'float32',
      [2, 3],
      [...bias.data, ...bias.data].map((v) => Math.max(v, 0)),
    );
    check([a, b, bias], expected, ([x = 0 as BufferId, y = 0 as BufferId, z = 0 as BufferId], out) => ({
      kernel: '_FusedMatMul',
      a: x,
      b: y,
      bias: z,
      activation: 'relu',
      out,
      fresh: true,
    }));
  });

  test('Softmax', () => {
    each(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }), seed, (dims, s) => {
        const x = operand('float32', dims, s);
        check([x], evaluate('softmax', {}, [x]), ([a = 0 as BufferId], out) => ({ kernel: 'Softmax', x: a, out }));
      }),
    );
  });
});

/** Numbers of which a kernel may lose sight, and some between them. */
const special = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, -1, 0.3, -2.5],
  ...[3.4028234663852886e38, -3.4028234663852886e38].map(Math.fround),
];

describe('NaN of either sign, infinities and zeros, as the evaluator has them, on both paths', () => {
  /** The operands as they are, and with every sign changed: what makes a NaN in a processor decides about its sign. */
  function checkSpecial(
    operands: readonly Operand[],
    evaluated: (operands: readonly Operand[]) => Tensor64,
    call: (inputs: readonly BufferId[], out: BufferId) => KernelCall,
  ): void {
    for (const path of ['fast', 'public'] as const)
      for (const turned of [false, true]) {
        const p = new ProgramBuilder();
        const fed = operands.map((o, i) => p.feed(`${i}`, o.shape, o.dtype));
        const read = fed.map((x, i) => {
          if (!turned) return x;
          const out = p.temporary(operands[i]?.shape ?? []);
          p.call({ kernel: 'elementwise', op: 'neg', operands: [x], out });
          return out;
        });
        const expected = evaluated(operands.map((o) => (turned ? { ...o, data: o.data.map((x) => -x) } : o)));
        const made = call(read, p.output('out', expected.shape, expected.dtype));
        p.call(made);
        const h = new Harness(backend, p.build(), {}, path);
        const { out = [] } = h.run(Object.fromEntries(operands.map((o, i) => [`${i}`, o.data])));
        h.dispose();
        expect(out.length).toBe(expected.data.length);
        out.forEach((found, i) => {
          const want = Math.fround(expected.data[i] ?? 0);
          const close = Number.isFinite(want)
            ? Math.abs(found - want) <= 1e-5 * Math.max(1, Math.abs(want))
            : Object.is(found, want);
          if (!close) throw new Error(`${path}: ${nameOf(made)} gives ${found} at ${i}, not ${want}; ${turned}`);
        });
      }
  }
  const floats = (shape: readonly number[], data: readonly number[]): Operand => ({ dtype: 'float32', shape, data });
  const none = { axes: [1], keepDims: false };

  test.each(withArity(1).filter((op) => numbers[op]?.dtypes?.[0] !== 'bool'))('%s', (op) => {
    // sin and cos of the greatest floats have no digit right
    const data = special.filter((x) => !['sin', 'cos'].includes(op) || !(Number.isFinite(x) && Math.abs(x) > 1e30));
    checkSpecial(
      [floats([data.length], data)],
      (given) => evaluate(op, {}, given),
      (operands, out) => ({ kernel: 'elementwise', op, operands, out }),
    );
  });

  test.each(withArity(2).filter((op) => numbers[op]?.dtypes?.[0] !== 'bool'))('%s, all pairs', (op) => {
    const n = special.length;
    const pairs = special.flatMap((a) => special.map((b) => [a, b] as const));
    const whole = [0, 1].map((i) =>
      floats(
        [n * n],
        pairs.map((pair) => pair[i] ?? 0),
      ),
    );
    const column = floats([n, 1], special);
    const row = floats([n], special);
    for (const given of [whole, [column, row], [row, column], [row, floats([], [0.3])], [floats([], [0.3]), row]])
      checkSpecial(
        given,
        (signed) => evaluate(op, {}, signed),
        (operands, out) => ({ kernel: 'elementwise', op, operands, out }),
      );
  });

  /** Each special number at each place of a row. */
  const rowsOf = (width: number): Operand =>
    floats(
      [special.length * width, width],
      special.flatMap((x) =>
        Array.from({ length: width * width }, (_, i) => (i % width === Math.floor(i / width) ? x : 0.25 + (i % 3))),
      ),
    );

  test('softmax and reductions, at every place of a row', () => {
    for (const width of [1, 3, 4, 9, 18]) {
      const x = rowsOf(width);
      const rows = x.shape[0] ?? 0;
      checkSpecial(
        [x],
        (given) => evaluate('softmax', {}, given),
        ([a = 0 as BufferId], out) => ({ kernel: 'Softmax', x: a, out }),
      );
      for (const by of ['sum', 'mean', 'max'] as const)
        checkSpecial(
          [x],
          (given) => evaluate(`reduce_${by}`, none, given),
          ([a = 0 as BufferId], out) => ({
            kernel: 'host.reduce',
            by,
            outer: constantDim(rows),
            reduced: constantDim(width),
            inner: constantDim(1),
            x: a,
            out,
          }),
        );
    }
  });

  test('products, on the left and on the right', () => {
    for (const width of [1, 3, 4, 9, 18]) {
      const odd = rowsOf(width);
      const plain = floats([width, 5], values(5 * width, width, 'float32', 'any'));
      const bias = floats([5], values(5, 1, 'float32', 'any'));
      for (const activation of ['linear', 'sigmoid'] as const)
        checkSpecial(
          [odd, plain, bias],
          (given) => evaluate('matmul_bias', { activation }, given),
          ([a = 0 as BufferId, b = 0 as BufferId, c = 0 as BufferId], out) => ({
            kernel: '_FusedMatMul',
            a,
            b,
            bias: c,
            activation,
            out,
            fresh: true,
          }),
        );
      checkSpecial(
        [odd, plain],
        (given) => evaluate('matmul', {}, given),
        ([a = 0 as BufferId, b = 0 as BufferId], out) => ({ kernel: 'BatchMatMul', a, b, out, fresh: true }),
      );
      const left = floats([7, width], values(7 * width, width + 1, 'float32', 'any'));
      for (let at = 0; at < special.length; at++) {
        const right = floats([width, width], odd.data.slice(at * width * width, (at + 1) * width * width));
        checkSpecial(
          [left, right],
          (given) => evaluate('matmul', {}, given),
          ([a = 0 as BufferId, b = 0 as BufferId], out) => ({ kernel: 'BatchMatMul', a, b, out, fresh: true }),
        );
      }
    }
  });
});

describe('host kernels agree with the evaluator', () => {
  test.each(['sum', 'mean', 'max'] as const)('host.reduce by %s', (by) => {
    each(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        seed,
        (outer, reduced, inner, s) => {
          const x = operand('float32', [outer, reduced, inner], s);
          const expected = evaluate(`reduce_${by}`, { axes: [1], keepDims: false }, [x]);
          check([x], expected, ([a = 0 as BufferId], out) => ({
            kernel: 'host.reduce',
            by,
            outer: constantDim(outer),
            reduced: constantDim(reduced),
            inner: constantDim(inner),
            x: a,
            out,
          }));
        },
      ),
    );
  });

  test('host.transpose for every permutation', () => {
    const permutation = fc
      .integer({ min: 1, max: 4 })
      .chain((rank) => fc.shuffledSubarray([...Array(rank).keys()], { minLength: rank, maxLength: rank }));
    each(
      fc.property(
        permutation,
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 4, maxLength: 4 }),
        seed,
        fc.constantFrom<Dtype>('float32', 'int32', 'bool'),
        (axes, sizes, s, dtype) => {
          const x = operand(dtype, sizes.slice(0, axes.length), s);
          check([x], evaluate('transpose', { permutation: axes }, [x]), ([a = 0 as BufferId], out) => ({
            kernel: 'host.transpose',
            permutation: axes,
            x: a,
            out,
          }));
        },
      ),
    );
  });

  test('host.broadcast', () => {
    each(
      fc.property(
        shape,
        seed,
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (dims, s, squeeze, cut) => {
          const x = operand('float32', dims.map((d, i) => (squeeze[i] ? 1 : d)).slice(Math.min(cut, dims.length)), s);
          const expected = evaluate('broadcast', { shape: dims.map(constantDim) }, [x]);
          check([x], expected, ([a = 0 as BufferId], out) => ({ kernel: 'host.broadcast', x: a, out }));
        },
      ),
    );
  });

  test('host.copy_rows cuts a slice out', () => {
    each(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(39),
        fc.integer({ min: 1, max: 40 }),
        seed,
        fc.constantFrom<Dtype>('float32', 'int32', 'bool'),
        (rows, width, from, count, s, dtype) => {
          const start = Math.min(from, width - 1);
          const run = Math.min(count, width - start);
          const x = operand(dtype, [rows, width], s);
          const expected = evaluate('slice', { axis: 1, start: constantDim(start), end: constantDim(start + run) }, [
            x,
          ]);
          check([x], expected, ([a = 0 as BufferId], out) => ({
            kernel: 'host.copy_rows',
            rows: constantDim(rows),
            run: constantDim(run),
            xOffset: constantDim(start),
            xStride: constantDim(width),
            outOffset: constantDim(0),
            outStride: constantDim(run),
            x: a,
            out,
          }));
        },
      ),
    );
  });

  test('host.gather, host.scatter_add and host.scatter_max, where -1 stands for nothing', () => {
    each(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(8), { minLength: 1, maxLength: 12 }),
        seed,
        (rows, width, raw, s) => {
          const table = operand('float32', [rows, width], s);
          const x = operand('float32', [raw.length, width], s + 1);
          const indices: Operand = { dtype: 'int32', shape: [raw.length], data: raw.map((i) => (i % (rows + 1)) - 1) };
          check(
            [table, indices],
            evaluate('gather', {}, [table, indices]),
            ([t = 0 as BufferId, i = 0 as BufferId], out) => ({ kernel: 'host.gather', table: t, indices: i, out }),
          );
          for (const op of ['scatter_add', 'scatter_max'] as const)
            check(
              [indices, x],
              evaluate(op, { rows: { '': rows } }, [indices, x]),
              ([i = 0 as BufferId, of = 0 as BufferId], out) => ({ kernel: `host.${op}`, indices: i, x: of, out }),
            );
        },
      ),
    );
  });

  test('host.gather and host.one_hot', () => {
    each(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.nat(8), { minLength: 1, maxLength: 6 }),
        seed,
        (rows, width, raw, s) => {
          const table = operand('float32', [rows, width], s);
          const indices: Operand = { dtype: 'int32', shape: [raw.length], data: raw.map((i) => i % rows) };
          check(
            [table, indices],
            evaluate('gather', {}, [table, indices]),
            ([t = 0 as BufferId, i = 0 as BufferId], out) => ({ kernel: 'host.gather', table: t, indices: i, out }),
          );
          const outside: Operand = { dtype: 'int32', shape: [raw.length], data: raw.map((i) => i - 3) };
          check([outside], evaluate('one_hot', { depth: rows }, [outside]), ([i = 0 as BufferId], out) => ({
            kernel: 'host.one_hot',
            depth: rows,
            indices: i,
            out,
          }));
        },
      ),
    );
  });

  test('cast between all dtypes', () => {
    const dtypes = ['float32', 'int32', 'bool'] as const;
    for (const from of dtypes)
      for (const dtype of dtypes) {
        const x = operand(from, [3, 7], 5);
        check([x], evaluate('cast', { dtype }, [x]), (operands, out) => ({
          kernel: 'elementwise',
          op: 'cast',
          operands,
          out,
        }));
      }
  });

  test('host.range, host.valid_steps and host.last_step', () => {
    check([], evaluate('range', { length: constantDim(9) }, []), (_, out) => ({ kernel: 'host.range', out }));
    const lengths: Operand = { dtype: 'int32', shape: [4], data: [0, 3, 5, 1] };
    check([lengths], evaluate('valid_steps', { length: constantDim(5) }, [lengths]), ([l = 0 as BufferId], out) => ({
      kernel: 'host.valid_steps',
      lengths: l,
      out,
    }));
    const x = operand('float32', [5, 4, 2, 3], 3);
    check([x, lengths], evaluate('last_step', {}, [x, lengths]), ([a = 0 as BufferId, l = 0 as BufferId], out) => ({
      kernel: 'host.last_step',
      x: a,
      lengths: l,
      out,
    }));
  });
});
