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
      const [left, right] = node.inputs;
      if (left === undefined || right === undefined) return false;
      const join = index.producer(left, 'concat');
      if (join === null || !isLast(graph.values[left]?.type.shape.length, join.attrs.axis)) return false;
      let offset = dim(0);
      let sum: ValueId | null = null;
      const name = (suffix: string): string => `${graph.values[right]?.name}.${suffix}`;
      join.inputs.forEach((part, i) => {
        const size = graph.values[part]?.type.shape.at(-1) ?? dim(0);
        const end = addDims(offset, size);
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
      if (sum === null) return false;
      r.changed = true;
      r.bind(node, [sum]);
      return true;
    });
  },
};

const isLast = (rank: number | undefined, axis: number): boolean => rank !== undefined && axis === rank - 1;
