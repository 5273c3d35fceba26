import { describe, expect, it } from 'vitest';
import { composeGathers } from '../../compiler/3-optimize/passes/compose-gathers.ts';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { hoistInvariants } from '../../compiler/3-optimize/passes/hoist-invariants.ts';
import { type Pass, runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { liftSums } from '../../compiler/3-optimize/passes/training/lift-sums.ts';
import { segmentLoops } from '../../compiler/3-optimize/passes/training/segment-loops.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { constantDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { countOps, expectSameNumbers, randomFeeds } from './equal.ts';
import { gatedSum, joined, type LevelCell, treeGraph, UNITS, WIDTH } from './tree-graph.ts';

const sizes = { batch: 3, node: 6 };
const apply = (graph: Graph, ...passes: readonly Pass[]): Graph => runPasses(graph, passes, { fused: true });

/** What a graph computes: without the lines of what it is given. */
const nodesOf = (graph: Graph): string =>
  printGraph(graph)
    .split('\n')
    .filter((line) => !/^ {2}(input|lengths|structure|roots|weight) /.test(line))
    .join('\n');

/** The gradients of all that is float, as training has them before its passes. */
const withGradients = (graph: Graph): Graph => {
  const { graph: costed, loss } = withLoss(apply(graph, ...portable));
  return apply(differentiated(costed, loss, floatLeaves(costed)), dropDead);
};
const afterDifferentiate = learning.slice(1);

const graphs: readonly (readonly [string, Graph])[] = [
  ['a list of children', treeGraph(gatedSum)],
  ['from the root down', treeGraph(gatedSum, { direction: 'down' })],
  ['named children', treeGraph(joined, { places: 2 })],
];

/** As it is trained: the gradients of all weights. */
const trained = (graph: Graph): Graph => {
  const { graph: costed, loss } = withLoss(graph);
  const paths = costed.weights.map(({ path }) => path);
  return {
    ...costed,
    learning: { loss, trained: paths, gradients: [], followed: [], slots: [], updates: [], segmented: [] },
  };
};

/** Looks at no state, and at every node by itself. */
const alone: LevelCell = ({ x, row, weight, emit }) => {
  const [pair, columns] = [{ '': WIDTH }, { '': UNITS }];
  const z = emit('matmul', [x, weight('w', WIDTH, UNITS)], {});
  const share = emit('softmax', [z], {});
  const first = emit('slice', [z], { axis: 1, start: {}, end: constantDim(1) });
  const wide = emit('broadcast', [first], { shape: [row, columns] });
  const size = emit('reduce_max', [z], { axes: [1], keepDims: true });
  const cube = emit('reshape', [emit('concat', [x, x, x], { axis: 1 })], { shape: [row, columns, pair] });
  const turned = emit('transpose', [cube], { permutation: [0, 2, 1] });
  const mean = emit('reduce_mean', [turned], { axes: [1], keepDims: false });
  const level = emit('reshape', [emit('logsumexp', [z], {})], { shape: [row, constantDim(1)] });
  const sum = [share, wide, size, mean, level].reduce((a, b) => emit('add', [a, b], {}));
  return emit('add', [sum, weight('b', UNITS)], {});
};

/** Looks at no state, but at all nodes of a level together. */
const together: LevelCell = ({ x, row, weight, emit }) => {
  const z = emit('matmul', [x, weight('w', WIDTH, UNITS)], {});
  const turn = (of: typeof z): typeof z => emit('transpose', [of], { permutation: [1, 0] });
  const share = turn(emit('softmax', [turn(z)], {}));
  const total = emit('reduce_sum', [z], { axes: [0], keepDims: true });
  const bias = emit('broadcast', [weight('b', UNITS)], { shape: [row, constantDim(UNITS)] });
  const joined = emit('concat', [bias, z], { axis: 1 });
  const last = emit('slice', [joined], { axis: 1, start: constantDim(1), end: constantDim(UNITS + 1) });
  return [total, last, z].reduce((a, b) => emit('add', [a, b], {}), share);
};

describe('the passes over loops with ragged axes', () => {
  it.each(graphs)('keep the numbers of %s', (_, graph) => {
    const optimized = apply(graph, ...portable);
    expectSameNumbers(graph, optimized, sizes);
    expectSameNumbers(graph, apply(optimized, ...target), sizes);
    expectSameNumbers(graph, optimized, { batch: 1, node: 1 });
    expectSameNumbers(graph, optimized, { batch: 2, node: 0 });
  });

  it.each(graphs)('keep the gradients of %s', (_, graph) => {
    const before = withGradients(graph);
    const after = apply(before, ...afterDifferentiate);
    expectSameNumbers(before, after, sizes);
    const whole = apply(after, ...target);
    expectSameNumbers(before, whole, sizes);
    expectSameNumbers(before, whole, { batch: 2, node: 0 });
    for (const seed of [1, 2, 3]) {
      const worst = worstDifference(whole, randomFeeds(whole, sizes, seed), seed);
      expect(worst?.error ?? Number.NaN, worst?.name).toBeLessThan(1e-6);
    }
  });
});

describe('hoist-invariants', () => {
  it('does for all nodes at once what does not look at a state', () => {
    const graph = treeGraph(gatedSum);
    expect(nodesOf(graph)).toMatchInlineSnapshot(`
      "graph tree (inference)
        %tree: int32[node, batch] = transpose words {permutation: [1, 0]}
        %vectors: float32[node, batch, 2] = gather embed, %tree
        %tree.1: float32[batch*node, 2] = reshape %vectors
        %x: float32[parse.nodes, 2] = gather %tree.1, parse.up.order
        %0: float32[] = constant 0
        %tree.2: float32[batch + parse.nodes, 3] = broadcast %0
        %h.final: float32[batch + parse.nodes, 3], %y: float32[parse.nodes, 3] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %h: float32[batch + parse.nodes, 3] = %tree.2
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %x.1: float32[parse.up.row, 2] = %x
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %parse.up.order: int32[parse.up.row] = parse.up.order
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %wf: float32[2, 3] = wf
          invariant %uf: float32[3, 3] = uf
          invariant %bf: float32[3] = bf
          invariant %wh: float32[2, 3] = wh
          invariant %uh: float32[3, 3] = uh
          invariant %bh: float32[3] = bh
          %child0: float32[parse.up.link, 3] = gather %h, %parse.up.predecessors
          %xf: float32[parse.up.row, 3] = matmul %x.1, %wf
          %tree.3: float32[parse.up.link, 3] = gather %xf, %parse.up.owners
          %tree.4: float32[parse.up.link, 3] = matmul %child0, %uf
          %tree.5: float32[parse.up.link, 3] = add %tree.3, %tree.4
          %tree.6: float32[parse.up.link, 3] = add %tree.5, %bf
          %forget: float32[parse.up.link, 3] = sigmoid %tree.6
          %tree.7: float32[parse.up.link, 3] = mul %forget, %child0
          %sum: float32[parse.up.row, 3] = scatter_add %parse.up.owners, %tree.7 {rows: parse.up.row}
          %xh: float32[parse.up.row, 3] = matmul %x.1, %wh
          %tree.8: float32[parse.up.row, 3] = matmul %sum, %uh
          %tree.9: float32[parse.up.row, 3] = add %xh, %tree.8
          %tree.10: float32[parse.up.row, 3] = add %tree.9, %bh
          %next: float32[parse.up.row, 3] = tanh %tree.10
          %h': float32[batch + parse.nodes, 3] = write_rows %h, %next, %parse.up.rows
          next %h = %h'
          stacked %y = %next
        %tree.11: float32[batch*node, 3] = scatter_add parse.up.order, %y {rows: batch*node}
        %tree.12: float32[node, batch, 3] = reshape %tree.11
        %tree.13: float32[batch, node, 3] = transpose %tree.12 {permutation: [1, 0, 2]}
        %tree.14: float32[batch, 3] = gather %tree.11, parse.roots
        output h = %tree.13
        output root = %tree.14
      "
    `);
    expect(nodesOf(apply(graph, hoistInvariants, dropDead))).toMatchInlineSnapshot(`
      "graph tree (inference)
        %tree: int32[node, batch] = transpose words {permutation: [1, 0]}
        %vectors: float32[node, batch, 2] = gather embed, %tree
        %tree.1: float32[batch*node, 2] = reshape %vectors
        %x: float32[parse.nodes, 2] = gather %tree.1, parse.up.order
        %0: float32[] = constant 0
        %tree.2: float32[batch + parse.nodes, 3] = broadcast %0
        %xf: float32[parse.nodes, 3] = matmul %x, wf
        %xh: float32[parse.nodes, 3] = matmul %x, wh
        %tree.3: float32[parse.nodes, 3] = add %xh, bh
        %h.final: float32[batch + parse.nodes, 3], %y: float32[parse.nodes, 3] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %h: float32[batch + parse.nodes, 3] = %tree.2
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %xf.1: float32[parse.up.row, 3] = %xf
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %tree.4: float32[parse.up.row, 3] = %tree.3
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %uf: float32[3, 3] = uf
          invariant %bf: float32[3] = bf
          invariant %uh: float32[3, 3] = uh
          %child0: float32[parse.up.link, 3] = gather %h, %parse.up.predecessors
          %tree.5: float32[parse.up.link, 3] = gather %xf.1, %parse.up.owners
          %tree.6: float32[parse.up.link, 3] = matmul %child0, %uf
          %tree.7: float32[parse.up.link, 3] = add %bf, %tree.5
          %tree.8: float32[parse.up.link, 3] = add %tree.7, %tree.6
          %forget: float32[parse.up.link, 3] = sigmoid %tree.8
          %tree.9: float32[parse.up.link, 3] = mul %forget, %child0
          %sum: float32[parse.up.row, 3] = scatter_add %parse.up.owners, %tree.9 {rows: parse.up.row}
          %tree.10: float32[parse.up.row, 3] = matmul %sum, %uh
          %tree.11: float32[parse.up.row, 3] = add %tree.4, %tree.10
          %next: float32[parse.up.row, 3] = tanh %tree.11
          %h': float32[batch + parse.nodes, 3] = write_rows %h, %next, %parse.up.rows
          next %h = %h'
          stacked %y = %next
        %tree.12: float32[batch*node, 3] = scatter_add parse.up.order, %y {rows: batch*node}
        %tree.13: float32[node, batch, 3] = reshape %tree.12
        %tree.14: float32[batch, node, 3] = transpose %tree.13 {permutation: [1, 0, 2]}
        %tree.15: float32[batch, 3] = gather %tree.12, parse.roots
        output h = %tree.14
        output root = %tree.15
      "
    `);
  });

  it('takes a loop apart whose nodes are by themselves', () => {
    const graph = treeGraph(alone);
    const after = apply(graph, hoistInvariants, dropDead);
    expect(countOps(after).outside).not.toHaveProperty('loop');
    expectSameNumbers(graph, after, sizes);
  });

  it('leaves in the loop what looks at a level as a whole', () => {
    const graph = treeGraph(together);
    const after = apply(graph, hoistInvariants, dropDead);
    expect(countOps(after).inside).toEqual({
      add: 3,
      broadcast: 1,
      concat: 1,
      reduce_sum: 1,
      slice: 1,
      softmax: 1,
      transpose: 2,
    });
    expectSameNumbers(graph, after, sizes);
  });

  it('keeps apart what levels and what nodes are given', () => {
    const graph = treeGraph(({ x, at, weight, emit }) => {
      const level = emit('cast', [at], { dtype: 'float32' });
      const own = emit('matmul', [x, weight('w', WIDTH, UNITS)], {});
      const twice = emit('mul', [level, level], {});
      return emit('add', [emit('add', [own, twice], {}), weight('b', UNITS)], {});
    });
    const after = apply(graph, hoistInvariants, dropDead);
    expect(countOps(after).inside).toEqual({ add: 1 });
    expect(countOps(after).outside).toMatchObject({ cast: 1, matmul: 1, mul: 1, add: 1 });
    expectSameNumbers(graph, after, sizes);
  });
});

describe('lift-sums', () => {
  it('makes weight gradients products over all nodes, or all links', () => {
    const graph = withGradients(treeGraph(gatedSum));
    expect(nodesOf(graph)).toMatchInlineSnapshot(`
      "graph tree (inference)
        %tree: int32[node, batch] = transpose words {permutation: [1, 0]}
        %tree.1: int32[batch*node, 1] = reshape %tree
        %tree.2: int32[parse.nodes, 1] = gather %tree.1, parse.up.order
        %tree.3: int32[parse.nodes] = reshape %tree.2
        %x: float32[parse.nodes, 2] = gather embed, %tree.3
        %0: float32[] = constant 0
        %tree.4: float32[batch + parse.nodes, 3] = broadcast %0
        %xf: float32[parse.nodes, 3] = matmul %x, wf
        %xh: float32[parse.nodes, 3] = matmul %x, wh
        %tree.5: float32[parse.nodes, 3] = add %xh, bh
        %h.final: float32[batch + parse.nodes, 3], %y: float32[parse.nodes, 3], %child0: float32[parse.up.links, 3], %forget: float32[parse.up.links, 3], %sum: float32[parse.nodes, 3] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %h: float32[batch + parse.nodes, 3] = %tree.4
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %xf.1: float32[parse.up.row, 3] = %xf
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %tree.6: float32[parse.up.row, 3] = %tree.5
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %uf: float32[3, 3] = uf
          invariant %bf: float32[3] = bf
          invariant %uh: float32[3, 3] = uh
          %child0.1: float32[parse.up.link, 3] = gather %h, %parse.up.predecessors
          %tree.7: float32[parse.up.link, 3] = gather %xf.1, %parse.up.owners
          %tree.8: float32[parse.up.link, 3] = matmul %child0.1, %uf
          %tree.9: float32[parse.up.link, 3] = add %bf, %tree.7
          %tree.10: float32[parse.up.link, 3] = add %tree.9, %tree.8
          %forget.1: float32[parse.up.link, 3] = sigmoid %tree.10
          %tree.11: float32[parse.up.link, 3] = mul %forget.1, %child0.1
          %sum.1: float32[parse.up.row, 3] = scatter_add %parse.up.owners, %tree.11 {rows: parse.up.row}
          %tree.12: float32[parse.up.row, 3] = matmul %sum.1, %uh
          %tree.13: float32[parse.up.row, 3] = add %tree.6, %tree.12
          %next: float32[parse.up.row, 3] = tanh %tree.13
          %h': float32[batch + parse.nodes, 3] = write_rows %h, %next, %parse.up.rows
          next %h = %h'
          stacked %y = %next
          stacked %child0 = %child0.1
          stacked %forget = %forget.1
          stacked %sum = %sum.1
        %tree.14: float32[batch*node, 3] = scatter_add parse.up.order, %y {rows: batch*node}
        %tree.15: float32[node, batch, 3] = reshape %tree.14
        %tree.16: float32[batch, node, 3] = transpose %tree.15 {permutation: [1, 0, 2]}
        %tree.17: float32[batch, 3] = gather %tree.14, parse.roots
        %0.1: float32[] = constant 0
        %loss: float32[batch, node, 3] = mul %tree.16, factor h
        %loss.1: float32[] = reduce_sum %loss {axes: [0, 1, 2], keepDims: false}
        %loss.2: float32[] = add %0.1, %loss.1
        %loss.3: float32[batch, 3] = mul %tree.17, factor root
        %loss.4: float32[] = reduce_sum %loss.3 {axes: [0, 1], keepDims: false}
        %loss.5: float32[] = add %loss.2, %loss.4
        %1: float32[] = constant 1
        %d.loss: float32[1, 1] = reshape %1
        %d.loss.1: float32[batch, 3] = broadcast %d.loss
        %d.loss.2: float32[batch, 3] = mul %d.loss.1, factor root
        %d.loss.3: float32[1, 1, 1] = reshape %1
        %d.loss.4: float32[batch, node, 3] = broadcast %d.loss.3
        %d.loss.5: float32[batch, node, 3] = mul %d.loss.4, factor h
        %d.tree: float32[batch*node, 3] = scatter_add parse.roots, %d.loss.2 {rows: batch*node}
        %d.tree.1: float32[node, batch, 3] = transpose %d.loss.5 {permutation: [1, 0, 2]}
        %d.tree.2: float32[batch*node, 3] = reshape %d.tree.1
        %d.tree.3: float32[batch*node, 3] = add %d.tree, %d.tree.2
        %d.tree.4: float32[parse.nodes, 3] = gather %d.tree.3, parse.up.order
        %d.tree.5: float32[] = constant 0
        %d.tree.6: float32[batch + parse.nodes, 3] = broadcast %d.tree.5
        %d.tree.7: float32[] = constant 0
        %d.tree.8: float32[3, 3] = broadcast %d.tree.7
        %d.tree.9: float32[] = constant 0
        %d.tree.10: float32[3] = broadcast %d.tree.9
        %d.tree.11: float32[] = constant 0
        %d.tree.12: float32[3, 3] = broadcast %d.tree.11
        %d.tree.13: float32[batch + parse.nodes, 3], %d.uf: float32[3, 3], %d.bf: float32[3], %d.uh: float32[3, 3], %d.xf: float32[parse.nodes, 3], %d.tree.14: float32[parse.nodes, 3] = loop {direction: backward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %d.h: float32[batch + parse.nodes, 3] = %d.tree.6
          state %d.uf.1: float32[3, 3] = %d.tree.8
          state %d.bf.1: float32[3] = %d.tree.10
          state %d.uh.1: float32[3, 3] = %d.tree.12
          element %parse.up.starts.1: int32[] = parse.up.starts
          element %parse.up.counts.1: int32[] = parse.up.counts
          element %parse.up.link_starts.1: int32[] = parse.up.link_starts
          element %parse.up.link_counts.1: int32[] = parse.up.link_counts
          element %d.tree.15: float32[parse.up.row, 3] = %d.tree.4
          element %parse.up.rows.1: int32[] = parse.up.rows
          element %y.1: float32[parse.up.row, 3] = %y
          element %sum.2: float32[parse.up.row, 3] = %sum
          element %parse.up.owners.1: int32[parse.up.link] = parse.up.owners
          element %child0.2: float32[parse.up.link, 3] = %child0
          element %forget.2: float32[parse.up.link, 3] = %forget
          element %parse.up.predecessors.1: int32[parse.up.link] = parse.up.predecessors
          invariant %uh.1: float32[3, 3] = uh
          invariant %uf.1: float32[3, 3] = uf
          %d.tree.16: float32[parse.up.row, 3] = read_rows %d.h, %parse.up.rows.1 {rows: parse.up.row}
          %d.tree.17: float32[] = constant 0
          %d.tree.18: float32[parse.up.row, 3] = broadcast %d.tree.17
          %d.tree.19: float32[batch + parse.nodes, 3] = write_rows %d.h, %d.tree.18, %parse.up.rows.1
          %d.tree.20: float32[parse.up.row, 3] = add %d.tree.15, %d.tree.16
          %d.tree.21: float32[] = constant 1
          %d.tree.22: float32[parse.up.row, 3] = mul %y.1, %y.1
          %d.tree.23: float32[parse.up.row, 3] = sub %d.tree.21, %d.tree.22
          %d.tree.24: float32[parse.up.row, 3] = mul %d.tree.20, %d.tree.23
          %d.tree.25: float32[3, 3] = transpose %uh.1 {permutation: [1, 0]}
          %d.tree.26: float32[parse.up.row, 3] = matmul %d.tree.24, %d.tree.25
          %d.tree.27: float32[3, parse.up.row] = transpose %sum.2 {permutation: [1, 0]}
          %d.tree.28: float32[3, 3] = matmul %d.tree.27, %d.tree.24
          %d.tree.29: float32[parse.up.link, 3] = gather %d.tree.26, %parse.up.owners.1
          %d.tree.30: float32[parse.up.link, 3] = mul %d.tree.29, %child0.2
          %d.tree.31: float32[parse.up.link, 3] = mul %d.tree.29, %forget.2
          %d.tree.32: float32[] = constant 1
          %d.tree.33: float32[parse.up.link, 3] = sub %d.tree.32, %forget.2
          %d.tree.34: float32[parse.up.link, 3] = mul %forget.2, %d.tree.33
          %d.tree.35: float32[parse.up.link, 3] = mul %d.tree.30, %d.tree.34
          %d.tree.36: float32[3] = reduce_sum %d.tree.35 {axes: [0], keepDims: false}
          %d.tree.37: float32[3, 3] = transpose %uf.1 {permutation: [1, 0]}
          %d.tree.38: float32[parse.up.link, 3] = matmul %d.tree.35, %d.tree.37
          %d.tree.39: float32[3, parse.up.link] = transpose %child0.2 {permutation: [1, 0]}
          %d.tree.40: float32[3, 3] = matmul %d.tree.39, %d.tree.35
          %d.tree.41: float32[parse.up.link, 3] = add %d.tree.31, %d.tree.38
          %d.tree.42: float32[parse.up.row, 3] = scatter_add %parse.up.owners.1, %d.tree.35 {rows: parse.up.row}
          %d.tree.43: float32[batch + parse.nodes, 3] = scatter_add %parse.up.predecessors.1, %d.tree.41 {rows: batch + parse.nodes}
          %d.tree.44: float32[batch + parse.nodes, 3] = add %d.tree.19, %d.tree.43
          %d.tree.45: float32[3, 3] = add %d.uf.1, %d.tree.40
          %d.tree.46: float32[3] = add %d.bf.1, %d.tree.36
          %d.tree.47: float32[3, 3] = add %d.uh.1, %d.tree.28
          next %d.h = %d.tree.44
          next %d.uf.1 = %d.tree.45
          next %d.bf.1 = %d.tree.46
          next %d.uh.1 = %d.tree.47
          stacked %d.xf = %d.tree.42
          stacked %d.tree.14 = %d.tree.24
        %d.tree.48: float32[3] = reduce_sum %d.tree.14 {axes: [0], keepDims: false}
        %d.tree.49: float32[3, 2] = transpose wh {permutation: [1, 0]}
        %d.tree.50: float32[parse.nodes, 2] = matmul %d.tree.14, %d.tree.49
        %d.tree.51: float32[2, parse.nodes] = transpose %x {permutation: [1, 0]}
        %d.tree.52: float32[2, 3] = matmul %d.tree.51, %d.tree.14
        %d.tree.53: float32[3, 2] = transpose wf {permutation: [1, 0]}
        %d.tree.54: float32[parse.nodes, 2] = matmul %d.xf, %d.tree.53
        %d.tree.55: float32[2, parse.nodes] = transpose %x {permutation: [1, 0]}
        %d.tree.56: float32[2, 3] = matmul %d.tree.55, %d.xf
        %d.tree.57: float32[parse.nodes, 2] = add %d.tree.50, %d.tree.54
        %d.tree.58: float32[5, 2] = scatter_add %tree.3, %d.tree.57 {rows: 5}
        output h = %tree.16
        output root = %tree.17
        output the loss = %loss.5
        output d embed = %d.tree.58
        output d wf = %d.tree.56
        output d uf = %d.uf
        output d bf = %d.bf
        output d wh = %d.tree.52
        output d uh = %d.uh
        output d bh = %d.tree.48
      "
    `);
    expect(nodesOf(apply(graph, ...afterDifferentiate))).toMatchInlineSnapshot(`
      "graph tree (inference)
        %tree: int32[node, batch] = transpose words {permutation: [1, 0]}
        %tree.1: int32[batch*node, 1] = reshape %tree
        %tree.2: int32[parse.nodes, 1] = gather %tree.1, parse.up.order
        %tree.3: int32[parse.nodes] = reshape %tree.2
        %x: float32[parse.nodes, 2] = gather embed, %tree.3
        %0: float32[] = constant 0
        %tree.4: float32[batch + parse.nodes, 3] = broadcast %0
        %xf: float32[parse.nodes, 3] = matmul %x, wf
        %xh: float32[parse.nodes, 3] = matmul %x, wh
        %tree.5: float32[parse.nodes, 3] = add %xh, bh
        %h.final: float32[batch + parse.nodes, 3], %y: float32[parse.nodes, 3], %child0: float32[parse.up.links, 3], %forget: float32[parse.up.links, 3], %sum: float32[parse.nodes, 3] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %h: float32[batch + parse.nodes, 3] = %tree.4
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %xf.1: float32[parse.up.row, 3] = %xf
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %tree.6: float32[parse.up.row, 3] = %tree.5
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %uf: float32[3, 3] = uf
          invariant %bf: float32[3] = bf
          invariant %uh: float32[3, 3] = uh
          %child0.1: float32[parse.up.link, 3] = gather %h, %parse.up.predecessors
          %tree.7: float32[parse.up.link, 3] = gather %xf.1, %parse.up.owners
          %tree.8: float32[parse.up.link, 3] = matmul %child0.1, %uf
          %tree.9: float32[parse.up.link, 3] = add %bf, %tree.7
          %tree.10: float32[parse.up.link, 3] = add %tree.9, %tree.8
          %forget.1: float32[parse.up.link, 3] = sigmoid %tree.10
          %tree.11: float32[parse.up.link, 3] = mul %forget.1, %child0.1
          %sum.1: float32[parse.up.row, 3] = scatter_add %parse.up.owners, %tree.11 {rows: parse.up.row}
          %tree.12: float32[parse.up.row, 3] = matmul %sum.1, %uh
          %tree.13: float32[parse.up.row, 3] = add %tree.6, %tree.12
          %next: float32[parse.up.row, 3] = tanh %tree.13
          %h': float32[batch + parse.nodes, 3] = write_rows %h, %next, %parse.up.rows
          next %h = %h'
          stacked %y = %next
          stacked %child0 = %child0.1
          stacked %forget = %forget.1
          stacked %sum = %sum.1
        %tree.14: float32[batch*node, 3] = scatter_add parse.up.order, %y {rows: batch*node}
        %tree.15: float32[node, batch, 3] = reshape %tree.14
        %tree.16: float32[batch, node, 3] = transpose %tree.15 {permutation: [1, 0, 2]}
        %tree.17: float32[batch, 3] = gather %tree.14, parse.roots
        %loss: float32[batch, node, 3] = mul %tree.16, factor h
        %loss.1: float32[] = reduce_sum %loss {axes: [0, 1, 2], keepDims: false}
        %loss.2: float32[batch, 3] = mul %tree.17, factor root
        %loss.3: float32[] = reduce_sum %loss.2 {axes: [0, 1], keepDims: false}
        %loss.4: float32[] = add %loss.1, %loss.3
        %1: float32[] = constant 1
        %d.tree: float32[batch*node, 3] = scatter_add parse.roots, factor root {rows: batch*node}
        %d.tree.1: float32[node, batch, 3] = transpose factor h {permutation: [1, 0, 2]}
        %d.tree.2: float32[batch*node, 3] = reshape %d.tree.1
        %d.tree.3: float32[batch*node, 3] = add %d.tree, %d.tree.2
        %d.tree.4: float32[parse.nodes, 3] = gather %d.tree.3, parse.up.order
        %d.tree.5: float32[parse.nodes, 3] = mul %y, %y
        %d.tree.6: float32[parse.nodes, 3] = sub %1, %d.tree.5
        %d.tree.7: float32[3, 3] = transpose uh {permutation: [1, 0]}
        %d.tree.8: float32[parse.up.links, 3] = sub %1, %forget
        %d.tree.9: float32[parse.up.links, 3] = mul %forget, %d.tree.8
        %d.tree.10: float32[3, 3] = transpose uf {permutation: [1, 0]}
        %d.tree.11: float32[batch + parse.nodes, 3], %d.xf: float32[parse.nodes, 3], %d.tree.12: float32[parse.nodes, 3], %d.tree.13: float32[parse.up.links, 3] = loop {direction: backward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %d.h: float32[batch + parse.nodes, 3] = %tree.4
          element %parse.up.starts.1: int32[] = parse.up.starts
          element %parse.up.counts.1: int32[] = parse.up.counts
          element %parse.up.link_starts.1: int32[] = parse.up.link_starts
          element %parse.up.link_counts.1: int32[] = parse.up.link_counts
          element %parse.up.rows.1: int32[] = parse.up.rows
          element %d.tree.14: float32[parse.up.row, 3] = %d.tree.4
          element %d.tree.15: float32[parse.up.row, 3] = %d.tree.6
          element %parse.up.owners.1: int32[parse.up.link] = parse.up.owners
          element %child0.2: float32[parse.up.link, 3] = %child0
          element %forget.2: float32[parse.up.link, 3] = %forget
          element %d.tree.16: float32[parse.up.link, 3] = %d.tree.9
          element %parse.up.predecessors.1: int32[parse.up.link] = parse.up.predecessors
          invariant %d.tree.17: float32[] = %0
          invariant %d.tree.18: float32[3, 3] = %d.tree.7
          invariant %d.tree.19: float32[3, 3] = %d.tree.10
          %d.tree.20: float32[parse.up.row, 3] = read_rows %d.h, %parse.up.rows.1 {rows: parse.up.row}
          %d.tree.21: float32[parse.up.row, 3] = broadcast %d.tree.17
          %d.tree.22: float32[batch + parse.nodes, 3] = write_rows %d.h, %d.tree.21, %parse.up.rows.1
          %d.tree.23: float32[parse.up.row, 3] = add %d.tree.14, %d.tree.20
          %d.tree.24: float32[parse.up.row, 3] = mul %d.tree.23, %d.tree.15
          %d.tree.25: float32[parse.up.row, 3] = matmul %d.tree.24, %d.tree.18
          %d.tree.26: float32[parse.up.link, 3] = gather %d.tree.25, %parse.up.owners.1
          %d.tree.27: float32[parse.up.link, 3] = mul %d.tree.26, %child0.2
          %d.tree.28: float32[parse.up.link, 3] = mul %d.tree.26, %forget.2
          %d.tree.29: float32[parse.up.link, 3] = mul %d.tree.27, %d.tree.16
          %d.tree.30: float32[parse.up.link, 3] = matmul %d.tree.29, %d.tree.19
          %d.tree.31: float32[parse.up.link, 3] = add %d.tree.28, %d.tree.30
          %d.tree.32: float32[parse.up.row, 3] = scatter_add %parse.up.owners.1, %d.tree.29 {rows: parse.up.row}
          %d.tree.33: float32[batch + parse.nodes, 3] = scatter_add %parse.up.predecessors.1, %d.tree.31 {rows: batch + parse.nodes}
          %d.tree.34: float32[batch + parse.nodes, 3] = add %d.tree.22, %d.tree.33
          next %d.h = %d.tree.34
          stacked %d.xf = %d.tree.32
          stacked %d.tree.12 = %d.tree.24
          stacked %d.tree.13 = %d.tree.29
        %d.tree.35: float32[3, parse.up.links] = transpose %child0 {permutation: [1, 0]}
        %d.uf: float32[3, 3] = matmul %d.tree.35, %d.tree.13
        %d.bf: float32[3] = reduce_sum %d.tree.13 {axes: [0], keepDims: false}
        %d.tree.36: float32[3, parse.nodes] = transpose %sum {permutation: [1, 0]}
        %d.uh: float32[3, 3] = matmul %d.tree.36, %d.tree.12
        %d.tree.37: float32[3] = reduce_sum %d.tree.12 {axes: [0], keepDims: false}
        %d.tree.38: float32[3, 2] = transpose wh {permutation: [1, 0]}
        %d.tree.39: float32[parse.nodes, 2] = matmul %d.tree.12, %d.tree.38
        %d.tree.40: float32[2, parse.nodes] = transpose %x {permutation: [1, 0]}
        %d.tree.41: float32[2, 3] = matmul %d.tree.40, %d.tree.12
        %d.tree.42: float32[3, 2] = transpose wf {permutation: [1, 0]}
        %d.tree.43: float32[parse.nodes, 2] = matmul %d.xf, %d.tree.42
        %d.tree.44: float32[2, 3] = matmul %d.tree.40, %d.xf
        %d.tree.45: float32[parse.nodes, 2] = add %d.tree.39, %d.tree.43
        %d.tree.46: float32[5, 2] = scatter_add %tree.3, %d.tree.45 {rows: 5}
        output h = %tree.16
        output root = %tree.17
        output the loss = %loss.4
        output d embed = %d.tree.46
        output d wf = %d.tree.44
        output d uf = %d.uf
        output d bf = %d.bf
        output d wh = %d.tree.41
        output d uh = %d.uh
        output d bh = %d.tree.37
      "
    `);
  });

  it('scatters rows of all nodes at once into a table that the loop only reads', () => {
    const { graph: costed, loss } = withLoss(
      treeGraph(({ x, children: [child = x], owners, row, order, weight, emit }) => {
        if (owners === null) throw new Error('children are a list');
        const far = emit('gather', [weight('table', 3 * sizes.batch * sizes.node, UNITS), order], {});
        return emit('tanh', [emit('add', [far, emit('scatter_add', [owners, child], { rows: row })], {})], {});
      }),
    );
    const graph = apply(differentiated(costed, loss, floatLeaves(costed)), dropDead);
    expect(countOps(graph).inside.scatter_add).toBe(3);
    const after = apply(graph, liftSums, dropDead);
    expect(countOps(after).inside.scatter_add).toBe(2);
    expectSameNumbers(graph, after, sizes);
  });
});

describe('remat', () => {
  it.each(graphs)('has the gradients of %s, and keeps no inner values of levels', (_, graph) => {
    const before = trained(graph);
    const all = apply(before, ...portable, ...learning);
    const anew = apply(before, segmentLoops, ...portable, ...learning, ...target);
    for (const seed of [1, 2, 3]) {
      const feeds = randomFeeds(before, sizes, seed);
      const [expected, found] = [all, anew].map((g) => evaluateGraph(g, feeds).learning?.gradients ?? new Map());
      expect([...(found?.keys() ?? [])]).toEqual([...(expected?.keys() ?? [])]);
      for (const [path, { data }] of expected ?? [])
        found?.get(path).data.forEach((x: number, i: number) => {
          expect(x, path).toBeCloseTo(data[i], 10);
        });
    }
    const stacked = (g: Graph): number => (g.nodes.find((node) => node.op === 'loop')?.outputs.length ?? 0) - 1;
    expect(stacked(all)).toBeGreaterThan(2);
    // the states that come out
    expect(stacked(anew)).toBe(1);
  });

  it('stacks a table of which a step reads other rows than its predecessors', () => {
    const before = trained(
      treeGraph(({ x, table, weight, emit }) => {
        const sum = emit('reduce_sum', [table], { axes: [0], keepDims: true });
        return emit('tanh', [emit('add', [emit('matmul', [x, weight('w', WIDTH, UNITS)], {}), sum], {})], {});
      }),
    );
    const anew = apply(before, segmentLoops, ...portable, ...learning);
    const feeds = randomFeeds(before, sizes, 2);
    const expected = evaluateGraph(apply(before, ...portable, ...learning), feeds).learning?.gradients.get('w');
    const found = evaluateGraph(anew, feeds).learning?.gradients.get('w');
    expect(expected?.data.some((d) => d !== 0)).toBe(true);
    found?.data.forEach((d, i) => {
      expect(d).toBeCloseTo(expected?.data[i] ?? Number.NaN, 10);
    });
    expect(anew.nodes.find((node) => node.op === 'loop')?.outputs).toHaveLength(3);
  });
});

describe('compose-gathers', () => {
  it('looks words up in the order of the walk', () => {
    const graph = treeGraph(gatedSum);
    const after = apply(graph, composeGathers, dropDead);
    expect(
      nodesOf(after)
        .split('\n')
        .filter((line) => /^ {2}%/.test(line) && !line.includes('= loop')),
    ).toMatchInlineSnapshot(`
      [
        "  %tree: int32[node, batch] = transpose words {permutation: [1, 0]}",
        "  %tree.1: int32[batch*node, 1] = reshape %tree",
        "  %tree.2: int32[parse.nodes, 1] = gather %tree.1, parse.up.order",
        "  %tree.3: int32[parse.nodes] = reshape %tree.2",
        "  %x: float32[parse.nodes, 2] = gather embed, %tree.3",
        "  %0: float32[] = constant 0",
        "  %tree.4: float32[batch + parse.nodes, 3] = broadcast %0",
        "  %tree.13: float32[batch*node, 3] = scatter_add parse.up.order, %y {rows: batch*node}",
        "  %tree.14: float32[node, batch, 3] = reshape %tree.13",
        "  %tree.15: float32[batch, node, 3] = transpose %tree.14 {permutation: [1, 0, 2]}",
        "  %tree.16: float32[batch, 3] = gather %tree.13, parse.roots",
      ]
    `);
    expectSameNumbers(graph, after, sizes);
  });

  it('takes nothing out of a table that something else reads as it is', () => {
    const graph = treeGraph(gatedSum);
    const vectors = graph.nodes.find((node) => node.op === 'gather')?.outputs[0];
    if (vectors === undefined) throw new Error('no lookup');
    const shown = {
      ...graph,
      outputs: [...graph.outputs, { name: 'vectors', value: vectors, origin: { path: '', span: null } }],
    };
    expect(composeGathers.run(shown)).toBe(shown);
  });

  it('gives a second layer the nodes in the order in which the first had them, and words that are missing no vector', () => {
    const graph = treeGraph(gatedSum, { layers: 2 });
    expect(countOps(graph).outside).toMatchObject({ gather: 4, loop: 2 });
    const after = apply(graph, composeGathers, dropDead);
    // one scatter_add is left, for what comes out
    expect(countOps(after).outside).toMatchObject({ gather: 3, loop: 2, scatter_add: 1 });
    expectSameNumbers(graph, after, sizes);
    const feeds = randomFeeds(graph, sizes, 1);
    const words = feeds.inputs.get('words');
    words?.data.fill(-1, 0, 4);
    const [expected, found] = [graph, after].map((g) => evaluateGraph(g, feeds).outputs.get('h'));
    expect(found?.data).toEqual(expected?.data);
  });
});
