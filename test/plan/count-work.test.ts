import { expect, test } from 'vitest';
import { countWork } from '../../compiler/7-plan/count-work.ts';
import { dim, shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Kernel, RowStatement } from '../../compiler/program/generated.ts';
import type { KernelCall, Step } from '../../compiler/program/program.ts';
import { copy, loop, programOf } from './program.ts';

const { program, id } = programOf(
  {
    x: { shape: shapeOf('batch', 3) },
    table: { shape: shapeOf(50, 3) },
    indices: { shape: shapeOf('batch'), dtype: 'int32' },
    mask: { shape: shapeOf('batch'), dtype: 'bool' },
    w: { shape: shapeOf(3, 5) },
    bias: { shape: shapeOf(5) },
    y: { shape: shapeOf('batch', 5) },
    nodes: { shape: shapeOf('nodes', 2) },
    one: { shape: shapeOf(1) },
  },
  () => ({}),
);
const sizes = { batch: 2, time: 7, nodes: 4, total: 11 };
const work = (...steps: readonly Step[]) => countWork(program, steps, sizes);
const kernel = (call: KernelCall): Step => ({ kind: 'kernel', call });

const product = { a: id('x'), b: id('w'), out: id('y'), fresh: false };
const biased = { kernel: '_FusedMatMul', ...product, bias: id('bias') } as const;
const scattered = { indices: id('indices'), x: id('x'), out: id('table') };

test.each<[KernelCall, number, number]>([
  // x is [2, 3], y [2, 5], w [3, 5]: floating-point operations, then bytes
  [{ kernel: 'elementwise', op: 'add', operands: [id('x'), id('x')], out: id('x') }, 6, 72],
  [{ kernel: 'BatchMatMul', ...product }, 2 * 3 * 10, 24 + 60 + 40],
  [{ ...biased, activation: 'linear' }, (2 * 3 + 1) * 10, 24 + 60 + 20 + 40],
  [{ ...biased, activation: 'relu' }, (2 * 3 + 2) * 10, 24 + 60 + 20 + 40],
  [{ kernel: 'host.one_hot', depth: 5, indices: id('indices'), out: id('y') }, 20, 8 + 40],
  [{ kernel: 'Softmax', x: id('y'), out: id('y') }, 50, 80],
  [
    {
      kernel: 'host.reduce',
      by: 'sum',
      outer: dim('batch'),
      reduced: dim(3),
      inner: dim(1),
      x: id('x'),
      out: id('one'),
    },
    6,
    24 + 4,
  ],
  [{ kernel: 'host.scatter_add', ...scattered }, 6, 8 + 24 + 600],
  [{ kernel: 'host.scatter_max', ...scattered }, 6, 8 + 24 + 600],
  [{ kernel: 'host.add_rows', ...scattered }, 6, 8 + 24 + 24 + 24],
  [{ kernel: 'host.gather', table: id('table'), indices: id('indices'), out: id('x') }, 0, 24 + 8 + 24],
  [{ kernel: 'host.transpose', permutation: [1, 0], x: id('x'), out: id('x') }, 0, 48],
  [{ kernel: 'host.broadcast', x: id('one'), out: id('y') }, 0, 44],
  [{ kernel: 'host.pick', x: id('x'), indices: id('indices'), out: id('indices') }, 0, 24 + 8 + 8],
  [{ kernel: 'host.range', out: id('indices') }, 0, 8],
  [{ kernel: 'host.valid_steps', lengths: id('indices'), out: id('mask') }, 0, 8 + 2],
  [{ kernel: 'host.last_step', x: id('x'), lengths: id('indices'), out: id('x') }, 0, 24 + 8 + 24],
])('$kernel: operations and bytes', (call, flops, bytes) => {
  expect(work(kernel(call))).toEqual({ flops, bytes, calls: 1 });
});

const generated = (
  of: Kernel,
  operands: readonly Parameters<typeof id>[0][],
  rows: number | string = 'batch',
): Step => ({
  kind: 'generated',
  call: {
    kernel: of,
    operands: operands.map(id),
    written: [operands.length - 1],
    counts: [dim(rows)],
    name: '',
    origins: [],
  },
});

test.each<[Kernel, readonly Parameters<typeof id>[0][], number, number]>([
  [{ kind: 'product', k: 3, n: 5, start: 'zero' }, ['x', 'w', 'y'], 2 * 5 * 6, 124],
  [{ kind: 'product', k: 3, n: 5, start: 'column' }, ['x', 'w', 'bias', 'y'], 2 * 5 * 7, 144],
  [
    { kind: 'int16-product', k: 3, n: 5, start: 'each', rowStride: 5, columnStride: 1 },
    ['x', 'w', 'x', 'w', 'y', 'y'],
    2 * 5 * 7,
    24 + 60 + 24 + 60 + 40 + 40,
  ],
  [{ kind: 'outer', m: 3, n: 5, outStride: 5 }, ['x', 'y', 'one', 'w'], 2 * 2 * 3 * 5, 24 + 40 + 4 + 60],
  [{ kind: 'reduce-columns', by: 'sum' }, ['x', 'one'], 6, 28],
  [{ kind: 'reduce-rows', by: 'max' }, ['x', 'indices'], 6, 32],
  [{ kind: 'scatter-add' }, ['indices', 'x', 'table'], 6, 8 + 24 + 600],
  [{ kind: 'scatter-max' }, ['indices', 'x', 'table'], 6, 8 + 24 + 600],
  [{ kind: 'add-rows' }, ['indices', 'x', 'table'], 6, 8 + 24 + 24 + 24],
  [{ kind: 'gather' }, ['table', 'indices', 'x'], 0, 24 + 8 + 24],
  [{ kind: 'pack', k: 3, n: 5, rowStride: 5, columnStride: 1 }, ['w', 'w'], 0, 120],
  [{ kind: 'copy-rows' }, ['x', 'x'], 0, 48],
  [{ kind: 'range' }, ['indices'], 0, 8],
  [{ kind: 'last-step' }, ['x', 'indices', 'x'], 0, 56],
])('generated $kind: operations and bytes', (of, operands, flops, bytes) => {
  expect(work(generated(of, operands))).toEqual({ flops, bytes, calls: 1 });
});

/** Floating-point operations of a kernel over 2 rows of 3 elements. */
function flopsOfRows(statements: readonly RowStatement[], width: number | null = 3): number {
  const extents = ['each', 'row', 'column', 'one', 'cycle'] as const;
  const operands = extents.map((extent) => ({ dtype: 'float32', extent }) as const);
  return work(
    generated({ kind: 'rows', width, whole: true, operands, statements }, ['x', 'indices', 'bias', 'one', 'x']),
  ).flops;
}
const load = (operand: number): RowStatement => ({ kind: 'load', operand, pass: 0 });
const apply = (...of: readonly number[]): RowStatement => ({
  kind: 'apply',
  op: 'add',
  of,
  operand: 'float32',
  result: 'float32',
});

test('a statement of a row kernel counts once for every number it makes', () => {
  const [each, row, column, one, cycle] = [0, 1, 2, 3, 4].map(load) as [
    RowStatement,
    RowStatement,
    RowStatement,
    RowStatement,
    RowStatement,
  ];
  const number: RowStatement = { kind: 'constant', dtype: 'float32', value: 1 };
  expect(flopsOfRows([each, apply(0, 0)])).toBe(6);
  expect(flopsOfRows([each, apply(0, 0)], null)).toBe(2);
  expect(flopsOfRows([row, apply(0, 0)])).toBe(2);
  expect(flopsOfRows([column, apply(0, 0)])).toBe(6);
  expect(flopsOfRows([cycle, apply(0, 0)])).toBe(6);
  expect(flopsOfRows([one, apply(0, 0)])).toBe(1);
  expect(flopsOfRows([number, apply(0, 0)])).toBe(1);
  expect(flopsOfRows([{ kind: 'place', pass: 0 }, apply(0, 0)])).toBe(6);
  // the widest of what is put together, and what was made of it before
  expect(flopsOfRows([row, one, apply(0, 1), apply(2, 1)])).toBe(4);
  expect(flopsOfRows([row, each, apply(0, 1), apply(2, 0)])).toBe(12);
  expect(flopsOfRows([one, number, apply(0, 1), apply(2, 2)])).toBe(2);
});

test('a reduction counts every element and leaves one number per row; a store is nothing', () => {
  const reduce: RowStatement = { kind: 'reduce', by: 'sum', of: 0 };
  const store: RowStatement = { kind: 'store', operand: 0, of: 1 };
  expect(flopsOfRows([load(0), reduce, apply(1, 1)])).toBe(6 + 2);
  expect(flopsOfRows([load(0), load(0), store])).toBe(0);
  expect(flopsOfRows([load(0), load(0), store, apply(0, 1)])).toBe(6);
});

test('copies are calls that compute nothing; the work of steps adds up', () => {
  expect(work()).toEqual({ flops: 0, bytes: 0, calls: 0 });
  expect(work(copy(id('x'), id('y')), copy(id('w'), id('w')))).toEqual({ flops: 0, bytes: 64 + 120, calls: 2 });
});

test('the steps of a loop count once per iteration', () => {
  const step = kernel({ kernel: 'Softmax', x: id('y'), out: id('y') });
  expect(work(loop(0, step, copy(id('x'), id('x'))))).toEqual({ flops: 7 * 50, bytes: 7 * (80 + 48), calls: 14 });
  expect(work(loop(0, loop(1, step)))).toEqual({ flops: 49 * 50, bytes: 49 * 80, calls: 49 });
});

test('what depends on a ragged size counts for its total, the rest once per iteration', () => {
  const onNodes = kernel({ kernel: 'elementwise', op: 'neg', operands: [id('nodes')], out: id('nodes') });
  const ragged = [{ symbol: 'nodes', total: symbolDim('total'), start: id('one'), count: id('one') }];
  expect(work({ ...loop(0, onNodes, copy(id('one'), id('one'))), ragged })).toEqual({
    flops: 2 * 11,
    bytes: 2 * 2 * 4 * 11 + 7 * 8,
    calls: 14,
  });
});
