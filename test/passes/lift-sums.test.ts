import { expect, test } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { liftSums } from '../../compiler/3-optimize/passes/training/lift-sums.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { dim, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Dtype, ValueId } from '../../compiler/ir/types.ts';
import { countOps, expectSameNumbers } from './equal.ts';

const origin = { path: 'p', span: null };

/** A loop over x [time, batch, 3] whose only state, of the given shape, adds up what `term` makes of an element. */
function total(
  shape: ReturnType<typeof shapeOf>,
  dtype: Dtype,
  term: (b: GraphBuilder, x: ValueId, state: ValueId) => ValueId,
): Graph {
  const b = new GraphBuilder();
  const start = b.value('start', { dtype, shape });
  const x = b.value('x', { dtype: 'float32', shape: shapeOf('time', 'batch', 3) });
  const loop = new LoopBody(b, 'forward', dim('time'));
  const state = loop.state('total', start);
  const next = b.emit('add', [state, term(b, loop.scan(x), state)], {}, origin, "total'");
  const [final] = loop.close([next], [], origin).finals;
  if (final === undefined) throw new Error('a loop without its state');
  return {
    name: 'total',
    variant: 'training',
    values: b.values,
    inputs: [start, x].map((value, i) => ({ role: 'feed', name: i === 0 ? 'start' : 'x', value, limit: null, origin })),
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'y', value: final, origin }],
    streaming: null,
  };
}

const lifted = (graph: Graph): Graph => runPasses(graph, [liftSums, dropDead], { fused: false });

test.each([
  [true, shapeOf(1, 3)],
  [false, shapeOf(3)],
])('a sum over the batch at every step is one sum after the loop (axes kept: %s)', (keepDims, shape) => {
  const before = total(shape, 'float32', (b, x) => b.emit('reduce_sum', [x], { axes: [0], keepDims }, origin));
  const after = lifted(before);
  for (const time of [0, 1, 4]) expectSameNumbers(before, after, { batch: 2, time });
  expect(countOps(after).outside.loop ?? 0).toBe(0);
});

test('a sum of several terms is lifted only where every term can be', () => {
  const sum = (b: GraphBuilder, x: ValueId): ValueId =>
    b.emit('reduce_sum', [x], { axes: [0], keepDims: false }, origin);
  const both = total(shapeOf(3), 'float32', (b, x) =>
    b.emit('add', [sum(b, x), sum(b, b.emit('mul', [x, x], {}, origin))], {}, origin),
  );
  expectSameNumbers(both, lifted(both), { batch: 2, time: 4 });
  expect(countOps(lifted(both)).outside.loop ?? 0).toBe(1);
  expect(countOps(lifted(both)).inside.reduce_sum ?? 0).toBe(0);
  const fading = total(shapeOf(3), 'float32', (b, x, state) => b.emit('mul', [state, sum(b, x)], {}, origin));
  expect(liftSums.run(fading)).toBe(fading);
});

test('whole numbers stay in the loop', () => {
  const counting = total(shapeOf(), 'int32', (b) => b.constant(1, 'int32', origin));
  expect(liftSums.run(counting)).toBe(counting);
});

test('a term of fewer axes than the sum counts for every entry', () => {
  const before = total(shapeOf(3), 'float32', (b, x) =>
    b.emit('reduce_sum', [x], { axes: [0, 1], keepDims: false }, origin),
  );
  for (const time of [0, 1, 4]) expectSameNumbers(before, lifted(before), { batch: 2, time });
  expect(countOps(lifted(before)).outside.loop ?? 0).toBe(0);
});

test('a number for every row of the batch stays in the loop: all steps of it would take more memory than the sum', () => {
  const before = total(shapeOf('batch', 3), 'float32', (b, x) => b.emit('tanh', [x], {}, origin));
  expect(liftSums.run(before)).toBe(before);
});

test('a small vector is stacked and summed; one of a length that is not known is not', () => {
  const small = total(shapeOf(3), 'float32', (b, x) =>
    b.emit('tanh', [b.emit('reduce_max', [x], { axes: [0], keepDims: false }, origin)], {}, origin),
  );
  for (const time of [0, 3]) expectSameNumbers(small, lifted(small), { batch: 2, time });
  expect(countOps(lifted(small)).outside).toMatchObject({ reduce_sum: 1, add: 1 });
  const long = total(shapeOf('batch'), 'float32', (b, x) =>
    b.emit('tanh', [b.emit('reduce_max', [x], { axes: [1], keepDims: false }, origin)], {}, origin),
  );
  expect(liftSums.run(long)).toBe(long);
});

test('a product of a transposed value becomes one over all steps, also behind a reshape', () => {
  const product = (b: GraphBuilder, x: ValueId): ValueId =>
    b.emit(
      'matmul',
      [b.emit('transpose', [x], { permutation: [1, 0] }, origin), b.emit('tanh', [x], {}, origin)],
      {},
      origin,
    );
  const plain = total(shapeOf(3, 3), 'float32', product);
  const reshaped = total(shapeOf(9), 'float32', (b, x) =>
    b.emit('reshape', [product(b, x)], { shape: shapeOf(9) }, origin),
  );
  for (const graph of [plain, reshaped]) {
    for (const time of [0, 1, 4]) expectSameNumbers(graph, lifted(graph), { batch: 2, time });
    expect(countOps(lifted(graph)).outside).toMatchObject({ matmul: 1, transpose: 1 });
    expect(countOps(lifted(graph)).inside.matmul ?? 0).toBe(0);
  }
});

test('a product of another shape stays', () => {
  const before = total(shapeOf('batch', 3), 'float32', (b, x) => {
    const square = b.emit(
      'matmul',
      [x, b.emit('broadcast', [b.constant(1, 'float32', origin)], { shape: shapeOf(3, 3) }, origin)],
      {},
      origin,
    );
    return square;
  });
  expect(liftSums.run(before)).toBe(before);
});

test('a reshape of what is not lifted stays', () => {
  const before = total(shapeOf(1, 'batch', 3), 'float32', (b, x) =>
    b.emit('reshape', [b.emit('tanh', [x], {}, origin)], { shape: shapeOf(1, 'batch', 3) }, origin),
  );
  expect(liftSums.run(before)).toBe(before);
});

test('rows that are added by index at every step are added at once', () => {
  const before = total(shapeOf(5, 3), 'float32', (b, x) => {
    const [indices] = [
      b.emit('cast', [b.emit('reduce_max', [x], { axes: [1], keepDims: false }, origin)], { dtype: 'int32' }, origin),
    ];
    return b.emit('scatter_add', [indices, x], { rows: dim(5) }, origin);
  });
  for (const time of [0, 1, 4]) expectSameNumbers(before, lifted(before), { batch: 2, time });
  expect(countOps(lifted(before)).outside).toMatchObject({ scatter_add: 1 });
  expect(countOps(lifted(before)).inside.scatter_add ?? 0).toBe(0);
});

test('a state that is added twice, or read by something else, stays', () => {
  const sum = (b: GraphBuilder, x: ValueId): ValueId =>
    b.emit('reduce_sum', [x], { axes: [0], keepDims: false }, origin);
  const twice = total(shapeOf(3), 'float32', (b, x, state) => b.emit('add', [state, sum(b, x)], {}, origin));
  expect(liftSums.run(twice)).toBe(twice);
  const inside = total(shapeOf(3), 'float32', (b, x, state) =>
    b.emit('reduce_sum', [b.emit('mul', [x, state], {}, origin)], { axes: [0], keepDims: false }, origin),
  );
  expect(liftSums.run(inside)).toBe(inside);
});

/** A loop over levels of nodes, which adds up what `term` makes of the rows of x [node, 3] of a level. */
function totalOfLevels(shape: ReturnType<typeof shapeOf>, term: (b: GraphBuilder, x: ValueId) => ValueId): Graph {
  const b = new GraphBuilder();
  const start = b.value('start', { dtype: 'float32', shape });
  const x = b.value('x', { dtype: 'float32', shape: shapeOf('node', 3) });
  const bounds = ['starts', 'counts'].map((name) => b.value(name, { dtype: 'int32', shape: shapeOf('level') }));
  const loop = new LoopBody(b, 'forward', dim('level'), { ragged: [{ symbol: 'row', total: dim('node') }], bounds });
  const state = loop.state('total', start);
  const next = b.emit('add', [state, term(b, loop.scan(x))], {}, origin, "total'");
  const final = at(loop.close([next], [], origin).finals, 0);
  const inputs = [start, x, ...bounds].map(
    (value) => ({ role: 'feed', name: at(b.values, value).name, value, limit: null, origin }) as const,
  );
  return {
    name: 'levels',
    variant: 'training',
    values: b.values,
    inputs,
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'y', value: final, origin }],
    streaming: null,
  };
}

test('what leads with a ragged axis is summed over all nodes; what has it further back stays in the loop', () => {
  const rows = totalOfLevels(shapeOf(3), (b, x) => b.emit('reduce_sum', [x], { axes: [0], keepDims: false }, origin));
  expect(countOps(lifted(rows)).outside).toMatchObject({ reduce_sum: 1 });
  expect(countOps(lifted(rows)).outside.loop ?? 0).toBe(0);
  const turned = totalOfLevels(shapeOf(3), (b, x) => {
    const columns = b.emit('tanh', [b.emit('transpose', [x], { permutation: [1, 0] }, origin)], {}, origin);
    return b.emit('reduce_sum', [columns], { axes: [1], keepDims: false }, origin);
  });
  expect(liftSums.run(turned)).toBe(turned);
});
