import { expect, test } from 'vitest';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import type { BufferId } from '../../compiler/program/buffer.ts';
import type { Program } from '../../compiler/program/program.ts';
import { ProgramBuilder } from '../engine/program-builder.ts';
import { codeOf, runProgram } from './run.ts';

const tensor = (...data: readonly number[]): Tensor64 => ({
  dtype: 'float32',
  shape: [data.length],
  data: Float64Array.from(data),
});

/** y of a program that is fed `x` and `b`, with the matrix [[1, 2], [3, 4]]. */
function run(program: Program, x: readonly number[], b: readonly number[]): number[] {
  const inputs = new Map([
    ['x', tensor(...x)],
    ['b', tensor(...b)],
  ]);
  const { data = [] } =
    runProgram(codeOf(program), { inputs, weights: new Map([['w', tensor(1, 2, 3, 4)]]), sizes: {} }).get('y') ?? {};
  return [...data];
}

/** x [3, 2] @ w, of which only row 1 is read, by an addition. */
function partOfProduct(flipped: boolean, bias: readonly number[]): Program {
  const p = new ProgramBuilder();
  const [x, w, b] = [p.feed('x', [3, 2]), p.weight('w', [2, 2]), p.feed('b', bias)];
  const product = p.temporary([3, 2]);
  p.call({ kernel: 'BatchMatMul', a: x, b: w, out: product, fresh: false });
  const row = p.view(product, 2, [1, 2]);
  const operands: readonly BufferId[] = flipped ? [b, row] : [row, b];
  p.call({ kernel: 'elementwise', op: 'add', operands, out: p.output('y', [1, 2]) });
  return p.build();
}

test.each([
  [false, [2]],
  [true, [2]],
  [false, [1, 2]],
  [true, [1, 2]],
])('an addition to a part of a product does not become its start (%s, %s)', (flipped, bias) => {
  // row 1 is [3, 4] @ w = [15, 22]
  expect(run(partOfProduct(flipped, bias), [1, 2, 3, 4, 5, 6], [100, 200])).toEqual([115, 222]);
});

test('an addition that stretches a product does not become its start', () => {
  const p = new ProgramBuilder();
  const [x, w, b] = [p.feed('x', [2, 2]), p.weight('w', [2, 1]), p.feed('b', [2])];
  const product = p.temporary([2, 1]);
  p.call({ kernel: 'BatchMatMul', a: x, b: w, out: product, fresh: false });
  p.call({ kernel: 'elementwise', op: 'add', operands: [product, b], out: p.output('y', [2, 2]) });
  const inputs = new Map([
    ['x', tensor(1, 2, 3, 4)],
    ['b', tensor(100, 200)],
  ]);
  const found = runProgram(codeOf(p.build()), { inputs, weights: new Map([['w', tensor(1, 1)]]), sizes: {} });
  expect([...(found.get('y')?.data ?? [])]).toEqual([103, 203, 107, 207]);
});

test('an addition over its own operand starts the product there', () => {
  const p = new ProgramBuilder();
  const [x, w, b] = [p.feed('x', [3, 2]), p.weight('w', [2, 2]), p.feed('b', [3, 2])];
  const [product, y] = [p.temporary([3, 2]), p.output('y', [3, 2])];
  p.main.push({ kind: 'copy', from: b, to: y });
  p.call({ kernel: 'BatchMatMul', a: x, b: w, out: product, fresh: false });
  p.call({ kernel: 'elementwise', op: 'add', operands: [y, product], out: y });
  const program = p.build();
  expect(run(program, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6])).toEqual([8, 12, 18, 26, 28, 40]);
  const kinds = codeOf(program).program.main.map((s) => (s.kind === 'generated' ? s.call.kernel.kind : s.kind));
  expect(kinds).toEqual(['rows', 'product']);
});
