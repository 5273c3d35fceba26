import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../compiler/2-build/build.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { printGraph } from '../../compiler/ir/print.ts';
import { verifyGraph } from '../../compiler/ir/verify.ts';
import { oneTreeLayer, read } from '../read/given.ts';

export function graphOf(text: string, variant: 'inference' | 'training' = 'inference'): Graph {
  const { spec, diagnostics } = read(text);
  const { graph, diagnostics: more } = spec === null ? { graph: null, diagnostics: [] } : buildGraph(spec, variant);
  const mistakes = [...diagnostics, ...more].map((d) => `${d.message} (${d.found})`);
  if (graph === null || mistakes.length > 0) throw new Error(mistakes.join('; '));
  verifyGraph(graph);
  return graph;
}

describe('the graph of a recursive layer', () => {
  it('is a loop over levels, between an order of nodes and its opposite', () => {
    expect(`\n${printGraph(graphOf(oneTreeLayer('cell: {tree.gru: {units: 2}}')))}\n`).toMatchInlineSnapshot(`
      "
      graph model (inference)
        input x: float32[batch, node, 4]
        structure parse.up.starts: int32[parse.up.levels] {of: parse}
        structure parse.up.counts: int32[parse.up.levels] {of: parse}
        structure parse.up.link_starts: int32[parse.up.levels] {of: parse}
        structure parse.up.link_counts: int32[parse.up.levels] {of: parse}
        structure parse.up.owners: int32[parse.up.links] {of: parse}
        structure parse.up.predecessors: int32[parse.up.links] {of: parse}
        structure parse.up.order: int32[parse.nodes] {of: parse}
        structure parse.up.rows: int32[parse.up.levels] {of: parse}
        weight encoder.0.up.w: float32[4, 6] {init: variance_scaling(1, average, uniform)}
        weight encoder.0.up.b: float32[6] {init: constant(0)}
        weight encoder.0.up.u: float32[2, 6] {init: blocks(axis 1: 2 orthogonal(1), 2 orthogonal(1), 2 orthogonal(1))}
        %x.steps: float32[node, batch, 4] = transpose x {permutation: [1, 0, 2]}
        %0: float32[] = constant 0
        %encoder.0.up.h: float32[batch + parse.nodes, 2] = broadcast %0
        %encoder.0.up: float32[batch*node, 4] = reshape %x.steps
        %x.steps.1: float32[parse.nodes, 4] = gather %encoder.0.up, parse.up.order
        %encoder.0.up.h.final: float32[batch + parse.nodes, 2], %encoder.0.up.nodes: float32[parse.nodes, 2] = loop {direction: forward, length: parse.up.levels, ragged: parse.up.row of parse.nodes, parse.up.link of parse.up.links}
          state %encoder.0.up.h.1: float32[batch + parse.nodes, 2] = %encoder.0.up.h
          element %parse.up.starts: int32[] = parse.up.starts
          element %parse.up.counts: int32[] = parse.up.counts
          element %parse.up.link_starts: int32[] = parse.up.link_starts
          element %parse.up.link_counts: int32[] = parse.up.link_counts
          element %parse.up.owners: int32[parse.up.link] = parse.up.owners
          element %x.steps.2: float32[parse.up.row, 4] = %x.steps.1
          element %parse.up.predecessors: int32[parse.up.link] = parse.up.predecessors
          element %parse.up.rows: int32[] = parse.up.rows
          invariant %encoder.0.up.w: float32[4, 6] = encoder.0.up.w
          invariant %encoder.0.up.b: float32[6] = encoder.0.up.b
          invariant %encoder.0.up.u: float32[2, 6] = encoder.0.up.u
          %encoder.0.up.h.2: float32[parse.up.link, 2] = gather %encoder.0.up.h.1, %parse.up.predecessors
          %encoder.0.up.step.before: float32[parse.up.row, 2] = scatter_add %parse.up.owners, %encoder.0.up.h.2 {rows: parse.up.row}
          %encoder.0.up.1: float32[parse.up.row, 6] = matmul %x.steps.2, %encoder.0.up.w
          %encoder.0.up.2: float32[parse.up.row, 6] = add %encoder.0.up.1, %encoder.0.up.b
          %encoder.0.up.step.x_z: float32[parse.up.row, 2], %encoder.0.up.step.x_r: float32[parse.up.row, 2], %encoder.0.up.step.x_h: float32[parse.up.row, 2] = split %encoder.0.up.2 {axis: 1, sizes: [2, 2, 2]}
          %encoder.0.up.3: float32[2, 4] = slice %encoder.0.up.u {axis: 1, start: 0, end: 4}
          %encoder.0.up.4: float32[parse.up.row, 4] = matmul %encoder.0.up.step.before, %encoder.0.up.3
          %encoder.0.up.step.h_z: float32[parse.up.row, 2], %encoder.0.up.step.h_r: float32[parse.up.row, 2] = split %encoder.0.up.4 {axis: 1, sizes: [2, 2]}
          %encoder.0.up.5: float32[parse.up.row, 2] = add %encoder.0.up.step.x_z, %encoder.0.up.step.h_z
          %encoder.0.up.step.z: float32[parse.up.row, 2] = sigmoid %encoder.0.up.5
          %encoder.0.up.6: float32[parse.up.row, 2] = add %encoder.0.up.step.x_r, %encoder.0.up.step.h_r
          %encoder.0.up.step.r: float32[parse.up.row, 2] = sigmoid %encoder.0.up.6
          %encoder.0.up.7: float32[parse.up.row, 2] = mul %encoder.0.up.step.r, %encoder.0.up.step.before
          %encoder.0.up.8: float32[2, 2] = slice %encoder.0.up.u {axis: 1, start: 4, end: 6}
          %encoder.0.up.9: float32[parse.up.row, 2] = matmul %encoder.0.up.7, %encoder.0.up.8
          %encoder.0.up.10: float32[parse.up.row, 2] = add %encoder.0.up.step.x_h, %encoder.0.up.9
          %encoder.0.up.step.candidate: float32[parse.up.row, 2] = tanh %encoder.0.up.10
          %1: float32[] = constant 1
          %encoder.0.up.11: float32[parse.up.row, 2] = sub %1, %encoder.0.up.step.z
          %encoder.0.up.12: float32[parse.up.row, 2] = mul %encoder.0.up.11, %encoder.0.up.step.before
          %encoder.0.up.13: float32[parse.up.row, 2] = mul %encoder.0.up.step.z, %encoder.0.up.step.candidate
          %encoder.0.up.step.h': float32[parse.up.row, 2] = add %encoder.0.up.12, %encoder.0.up.13
          %encoder.0.up.14: float32[batch + parse.nodes, 2] = write_rows %encoder.0.up.h.1, %encoder.0.up.step.h', %parse.up.rows
          next %encoder.0.up.h.1 = %encoder.0.up.14
          stacked %encoder.0.up.nodes = %encoder.0.up.step.h'
        %encoder.0.up.15: float32[batch*node, 2] = scatter_add parse.up.order, %encoder.0.up.nodes {rows: batch*node}
        %encoder.0.up.16: float32[node, batch, 2] = reshape %encoder.0.up.15
        %y: float32[batch, node, 2] = transpose %encoder.0.up.16 {permutation: [1, 0, 2]}
        output y = %y
        not streaming: layer "encoder" runs over trees, whose nodes it needs all at once

      "
    `);
  });
});
