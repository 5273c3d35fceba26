import { describe, expect, test } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { foldConstants } from '../../compiler/3-optimize/passes/fold-constants.ts';
import { fuseBias } from '../../compiler/3-optimize/passes/fuse-bias.ts';
import { hoistInvariants } from '../../compiler/3-optimize/passes/hoist-invariants.ts';
import { mergeIdentical } from '../../compiler/3-optimize/passes/merge-identical.ts';
import { type Pass, runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { projectTables } from '../../compiler/3-optimize/passes/project-tables.ts';
import { pushSplits } from '../../compiler/3-optimize/passes/push-splits.ts';
import { reduceStrength } from '../../compiler/3-optimize/passes/reduce-strength.ts';
import { splitConcatMatmul } from '../../compiler/3-optimize/passes/split-concat-matmul.ts';
import { unroll } from '../../compiler/3-optimize/passes/unroll.ts';
import { portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { builtModel } from '../gradients/built.ts';
import { gradientGraph } from '../gradients/gradient-graph.ts';
import { countOps, expectSameNumbers } from './equal.ts';
import { inventedGraph } from './invented.ts';

const sizes = { batch: 3, time: 4 };
const apply = (graph: Graph, ...passes: readonly Pass[]): Graph => runPasses(graph, passes, { fused: true });
const origin = { path: 'p', span: null };

/** A graph of one expression over inputs `a`, `b`: [batch, 4] and a weight `w`: [4, 6]. */
function expression(make: (b: GraphBuilder, v: { a: ValueId; b: ValueId; w: ValueId }) => ValueId): Graph {
  const builder = new GraphBuilder();
  const a = builder.value('a', { dtype: 'float32', shape: shapeOf('batch', 4) });
  const b = builder.value('b', { dtype: 'float32', shape: shapeOf('batch', 4) });
  const w = builder.value('w', { dtype: 'float32', shape: shapeOf(4, 6) });
  const value = make(builder, { a, b, w });
  return {
    name: 'expression',
    variant: 'inference',
    values: builder.values,
    inputs: [a, b].map((id, i) => ({ role: 'feed', name: 'ab'[i] ?? '', value: id, limit: null, origin })),
    weights: [{ path: 'w', value: w, init: { kind: 'constant', value: 0 }, origin }],
    nodes: builder.nodes,
    outputs: [{ name: 'y', value, origin }],
    streaming: null,
  };
}

test('fold-constants computes literals and drops what does nothing, but keeps x * 0', () => {
  const before = expression((g, { a }) => {
    const two = g.emit('add', [g.constant(1, 'float32', origin), g.constant(1, 'float32', origin)], {}, origin);
    const same = g.emit(
      'mul',
      [g.emit('add', [a, g.constant(0, 'float32', origin)], {}, origin), g.constant(1, 'float32', origin)],
      {},
      origin,
    );
    const zero = g.emit('mul', [a, g.constant(0, 'float32', origin)], {}, origin);
    return g.emit('add', [g.emit('mul', [same, two], {}, origin, 'double'), zero], {}, origin, 'y');
  });
  const after = apply(before, foldConstants, dropDead);
  expectSameNumbers(before, after, sizes);
  expect(printGraph(after)).toMatchInlineSnapshot(`
    "graph expression (inference)
      input a: float32[batch, 4]
      input b: float32[batch, 4]
      weight w: float32[4, 6] {init: constant(0)}
      %p: float32[] = constant 2
      %0: float32[] = constant 0
      %p.1: float32[batch, 4] = mul a, %0
      %double: float32[batch, 4] = mul a, %p
      %y: float32[batch, 4] = add %double, %p.1
      output y = %y
    "
  `);
});

test('fold-constants gives the same object where nothing changes', () => {
  const graph = expression((g, { a, b }) => g.emit('add', [a, b], {}, origin));
  expect(foldConstants.run(graph)).toBe(graph);
});

test('split-concat-matmul', () => {
  const before = inventedGraph();
  const after = apply(before, splitConcatMatmul, dropDead);
  expectSameNumbers(before, after, sizes);
  expect(countOps(before).inside).toMatchObject({ concat: 1, matmul: 2 });
  expect(countOps(after).inside).toMatchObject({ matmul: 3, slice: 2 });
  expect(countOps(after).inside.concat).toBeUndefined();
});

test('push-splits cuts the matrix, not the result', () => {
  const before = inventedGraph();
  const after = apply(before, pushSplits, dropDead);
  expectSameNumbers(before, after, sizes);
  expect(countOps(after).inside.split).toBeUndefined();
  expect(countOps(after).inside).toMatchObject({ matmul: 4, slice: 6 });
});

test('push-splits leaves a value alone that something else reads', () => {
  const before = expression((g, { a, w }) => {
    const z = g.emit('matmul', [a, w], {}, origin, 'z');
    const [p] = g.emitAll('split', [z], { axis: 1, sizes: shapeOf(3, 3) }, origin, ['p', 'q']);
    const total = g.emit('reduce_sum', [z], { axes: [1], keepDims: true }, origin);
    return g.emit('add', [p ?? z, total], {}, origin, 'y');
  });
  expect(pushSplits.run(before)).toBe(before);
});

test('push-splits moves slices of one value that only slices read', () => {
  const before = expression((g, { a, w }) => {
    const z = g.emit('tanh', [g.emit('matmul', [a, w], {}, origin)], {}, origin, 'z');
    const cut = (start: number): ValueId =>
      g.emit('slice', [z], { axis: 1, start: shapeOf(start)[0] ?? {}, end: shapeOf(start + 3)[0] ?? {} }, origin);
    return g.emit('mul', [cut(0), cut(3)], {}, origin, 'y');
  });
  const after = apply(before, pushSplits, dropDead);
  expectSameNumbers(before, after, sizes);
  expect(countOps(after).outside).toEqual({ slice: 2, matmul: 2, tanh: 2, mul: 1 });
});

test('hoist-invariants does for all steps at once what does not look at the state', () => {
  const before = inventedGraph();
  const after = apply(before, splitConcatMatmul, pushSplits, hoistInvariants, dropDead);
  expectSameNumbers(before, after, sizes);
  // inside stay one product and one addition per gate that sees the state
  expect(countOps(after).inside).toEqual({ add: 4, matmul: 3, tanh: 1, mul: 3, sigmoid: 1, sin: 1, select: 2 });
  expect(countOps(after).outside).toMatchObject({ matmul: 4, cos: 1, loop: 1 });
});

test('hoist-invariants takes a loop without states apart', () => {
  const before = inventedGraph();
  const after = apply(before, hoistInvariants);
  expectSameNumbers(before, after, sizes);
  expect(countOps(after).outside).toMatchObject({ cos: 1, matmul: 1 });
});

test('merge-identical', () => {
  const before = expression((g, { a }) => {
    const twice = [0, 1].map(() => g.emit('tanh', [a], {}, origin));
    return g.emit('mul', [twice[0] ?? a, twice[1] ?? a], {}, origin, 'y');
  });
  const after = apply(before, mergeIdentical);
  expectSameNumbers(before, after, sizes);
  expect(countOps(after).outside).toEqual({ tanh: 1, mul: 1 });
});

test('drop-dead drops unread results, states and operands of loops', () => {
  const before = inventedGraph();
  const onlyFinal: Graph = { ...before, outputs: before.outputs.filter((o) => o.name === 'final') };
  const after = apply(onlyFinal, dropDead);
  expectSameNumbers(onlyFinal, after, sizes);
  expect(countOps(after).inside.cos).toBeUndefined();
  expect(countOps(after).outside).toEqual({ valid_steps: 1, transpose: 1, loop: 1 });
  expect(dropDead.run(after)).toBe(after);
});

test('reduce-strength', () => {
  const before = expression((g, { a, b }) => {
    const c = (value: number): ValueId => g.constant(value, 'float32', origin);
    const t = g.emit('tanh', [g.emit('div', [a, c(4)], {}, origin)], {}, origin);
    const p = g.emit('pow', [g.emit('sub', [b, c(3)], {}, origin), c(2)], {}, origin);
    return g.emit('add', [t, g.emit('mul', [p, c(2)], {}, origin)], {}, origin, 'y');
  });
  const after = apply(before, reduceStrength, dropDead);
  expectSameNumbers(before, after, sizes);
  const { outside } = countOps(after);
  expect(Object.keys(outside).sort()).toEqual(['add', 'constant', 'mul', 'tanh']);
});

test('reduce-strength leaves divisions whose inverse is no normal float32', () => {
  const inverses = (divisor: number): number => {
    const graph = expression((g, { a }) => g.emit('div', [a, g.constant(divisor, 'float32', origin)], {}, origin, 'y'));
    return countOps(reduceStrength.run(graph)).outside.mul ?? 0;
  };
  expect([4, -3, 1e-37, 8e37].map(inverses)).toEqual([1, 1, 1, 1]);
  expect([0, -0, 1e-39, -1e-39, 3e38, Number.POSITIVE_INFINITY, Number.NaN].map(inverses)).toEqual([
    0, 0, 0, 0, 0, 0, 0,
  ]);
});

test('reduce-strength looks at float32 scalars alone', () => {
  const kept = [
    expression((g, { a }) => {
      const steps = g.emit('cast', [a], { dtype: 'int32' }, origin);
      const fewer = g.emit('sub', [steps, g.constant(3, 'int32', origin)], {}, origin);
      return g.emit('mul', [fewer, g.constant(2, 'int32', origin)], {}, origin, 'y');
    }),
    expression((g, { a }) => {
      const twos = { dtype: 'float32', shape: shapeOf(3, 1, 4), values: [2] } as const;
      return g.emit('mul', [a, g.emit('constant', [], twos, origin)], {}, origin, 'y');
    }),
    expression((g, { a }) => {
      const different = { dtype: 'float32', shape: shapeOf(4), values: [2, 3, 4, 5] } as const;
      return g.emit('pow', [a, g.emit('constant', [], different, origin)], {}, origin, 'y');
    }),
    expression((g, { a, b }) => g.emit('sub', [a, b], {}, origin, 'y')),
  ];
  for (const graph of kept) expect(reduceStrength.run(graph)).toBe(graph);
});

/** words [batch, time] looked up in a table [vocabulary, 4], as rows [batch * time, 4], times w [4, 6]. */
function lookup(vocabulary: number, variant: Graph['variant'] = 'inference'): Graph {
  const builder = new GraphBuilder();
  const words = builder.value('words', { dtype: 'int32', shape: shapeOf('batch', 'time') });
  const table = builder.value('table', { dtype: 'float32', shape: shapeOf(vocabulary, 4) });
  const w = builder.value('w', { dtype: 'float32', shape: shapeOf(4, 6) });
  const rows = builder.emit('gather', [table, words], {}, origin, 'rows');
  const flat = builder.emit('reshape', [rows], { shape: [{ 'batch*time': 1 }, { '': 4 }] }, origin, 'flat');
  const y = builder.emit('matmul', [flat, w], {}, origin, 'y');
  const init = { kind: 'constant', value: 0 } as const;
  return {
    name: 'lookup',
    variant,
    values: builder.values,
    inputs: [{ role: 'feed', name: 'words', value: words, limit: vocabulary, origin }],
    weights: [
      { path: 'table', value: table, init, origin },
      { path: 'w', value: w, init, origin },
    ],
    nodes: builder.nodes,
    outputs: [{ name: 'y', value: y, origin }],
    streaming: null,
  };
}

test('project-tables multiplies a table instead of the rows that are looked up in it', () => {
  const before = lookup(10);
  const after = apply(before, projectTables, dropDead);
  expectSameNumbers(before, after, sizes);
  expect(printGraph(after)).toMatchInlineSnapshot(`
    "graph lookup (inference)
      input words: int32[batch, time] {limit: 10}
      weight table: float32[10, 4] {init: constant(0)}
      weight w: float32[4, 6] {init: constant(0)}
      %table.projected: float32[10, 6] = matmul table, w
      %y: float32[batch, time, 6] = gather %table.projected, words
      %y.1: float32[batch*time, 6] = reshape %y
      output y = %y.1
    "
  `);
});

test('project-tables leaves large tables as they are, and all of them in a graph that trains', () => {
  for (const graph of [lookup(400_000), lookup(10, 'training')]) expect(projectTables.run(graph)).toBe(graph);
});

test('fuse-bias', () => {
  const before = expression((g, { a, w }) => {
    const bias = g.emit('reduce_sum', [w], { axes: [0], keepDims: false }, origin);
    return g.emit(
      'sigmoid',
      [g.emit('add', [g.emit('matmul', [a, w], {}, origin), bias], {}, origin)],
      {},
      origin,
      'y',
    );
  });
  const after = apply(before, fuseBias);
  expectSameNumbers(before, after, sizes);
  expect(countOps(after).outside).toEqual({ reduce_sum: 1, matmul_bias: 1 });
});

test('fuse-bias leaves what is no bias of every column: one number, a row for each sample, a product that others read', () => {
  const number = { dtype: 'float32', shape: shapeOf(1), values: [0.5] } as const;
  const kept = [
    expression((g, { a, w }) => {
      const product = g.emit('matmul', [a, w], {}, origin);
      return g.emit('add', [product, g.emit('constant', [], number, origin)], {}, origin, 'y');
    }),
    expression((g, { a, b, w }) =>
      g.emit('add', [g.emit('matmul', [a, w], {}, origin), g.emit('matmul', [b, w], {}, origin)], {}, origin, 'y'),
    ),
    expression((g, { a, w }) => {
      const bias = g.emit('reduce_sum', [w], { axes: [0], keepDims: false }, origin);
      const product = g.emit('matmul', [a, w], {}, origin);
      return g.emit('mul', [g.emit('add', [product, bias], {}, origin), product], {}, origin, 'y');
    }),
  ];
  for (const graph of kept) expect(fuseBias.run(graph)).toBe(graph);
});

test('a cell whose bias is one number for all columns keeps its numbers, forward and backward', () => {
  const built = builtModel(`
name: one-bias
inputs: {x: {shape: [batch, time, 3]}}
cells:
  k:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units]}, b: {shape: [1]}}
    equations: |
      h' = sigmoid(x @ w + h @ u + b)
    output: h'
layers:
  r: {type: recurrent, input: x, cell: {k: {units: 4}}}
  e:
    type: equations
    inputs: {a: r}
    weights: {v: {shape: [4, 5]}, c: {shape: [1]}}
    equations: |
      y = sigmoid(a @ v + c)
    output: y
outputs: {e: e}
`);
  const { plain, lowered } = gradientGraph(built);
  const gradients = {
    ...plain,
    outputs: plain.outputs.filter(({ name }) => lowered.outputs.some((o) => o.name === name)),
  };
  expect(gradients.outputs.map(({ name }) => name)).toEqual(expect.arrayContaining(['d e.c', 'd r.0.forward.b']));
  for (const bound of [sizes, { batch: 1, time: 1 }]) {
    expectSameNumbers(built, apply(built, ...portable, ...target), bound);
    expectSameNumbers(gradients, lowered, bound);
  }
});

describe('whole pipelines', () => {
  const optimized = apply(inventedGraph(), ...portable, ...target);

  test('give the same numbers', () => {
    expectSameNumbers(inventedGraph(), optimized, sizes);
    expectSameNumbers(inventedGraph(), optimized, { batch: 1, time: 1 });
    expectSameNumbers(inventedGraph(), optimized, { batch: 2, time: 0 });
  });

  test('leave in the loop what needs the state', () => {
    expect(countOps(optimized).inside).toEqual({
      matmul: 3,
      add: 4,
      tanh: 1,
      sigmoid: 1,
      mul: 3,
      sin: 1,
      select: 2,
    });
    expect(countOps(optimized).outside).toMatchObject({ matmul_bias: 3, matmul: 1, loop: 1 });
  });

  test('unrolled copies use one weight', () => {
    const unrolled = apply(optimized, unroll(4));
    expectSameNumbers(optimized, unrolled, sizes);
    expect(unrolled.weights).toHaveLength(3);
    expect(countOps(unrolled).outside.loop).toBeUndefined();
    // four steps, three gates that see the state, and the four projections of all steps
    expect((countOps(unrolled).outside.matmul ?? 0) + (countOps(unrolled).outside.matmul_bias ?? 0)).toBe(4 * 3 + 4);
  });
});
