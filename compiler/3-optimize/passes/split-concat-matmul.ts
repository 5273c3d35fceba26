import { at, lost } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph, someNode } from '../../graph/rewrite.ts';
import { addDims, dim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

/**
 * A product of joined features becomes a sum of products with rows of the matrix, so that the part that does not depend on the state can
 * leave the loop and nothing is joined at every step.
 *
 *   concat(a, b) @ w  ==>  a @ w[:n] + b @ w[n:]
 */
export const splitConcatMatmul: Pass = {
  name: 'split-concat-matmul',
  doc: 'Turns [a, b] @ w into a @ w[:n] + b @ w[n:].',
  run: (graph) => {
    if (!someNode(graph.nodes, (node) => node.op === 'concat')) return graph;
    const index = new GraphIndex(graph);
    return rewriteGraph(graph, (node, r) => {
      if (!isOp(node, 'matmul')) return false;
      const [left, right] = [at(node.inputs, 0), at(node.inputs, 1)];
      const join = index.producer(left, 'concat');
      if (join === null || join.attrs.axis !== at(graph.values, left).type.shape.length - 1) return false;
      let offset = dim(0);
      let sum: ValueId | null = null;
      const name = (suffix: string): string => `${at(graph.values, right).name}.${suffix}`;
      join.inputs.forEach((part, i) => {
        const end = addDims(offset, at(at(graph.values, part).type.shape, join.attrs.axis));
        const rows = r.builder.emit(
          'slice',
          [r.get(right)],
          { axis: 0, start: offset, end },
          node.origin,
          name(`rows${i}`),
        );
        const product = r.builder.emit('matmul', [r.get(part), rows], {}, node.origin);
        sum = sum === null ? product : r.builder.emit('add', [sum, product], {}, node.origin);
        offset = end;
      });
      r.changed = true;
      r.bind(node, [sum ?? lost()]);
      return true;
    });
  },
};
