import { at, only } from '../../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../../graph/rewrite.ts';
import { equalShapes } from '../../../ir/dim.ts';
import type { Node, NodeOf, RaggedAxis } from '../../../ir/nodes.ts';
import type { ValueId } from '../../../ir/types.ts';
import { raggedAxisWithin } from '../../../ops/loop.ts';
import type { Pass } from '../pass.ts';

/**
 * Rows that a step of a loop with ragged axes scatters into zeros and then adds to a table are added to the table itself: work for the rows of the step,
 * not for the whole table. The reverse of a loop over the levels of trees does so at every level. A table that is of the step itself stays as it is.
 *
 *   add(table, scatter_add(indices, x))  ==>  add_rows(table, indices, x)
 */
export const accumulateRows: Pass = {
  name: 'accumulate-rows',
  doc: 'Rows that are scattered and added to a table are added to its rows.',
  run: (graph) => {
    const index = new GraphIndex(graph);
    const shapeOf = (id: ValueId) => at(graph.values, id).type.shape;
    /** By the addition: the table, and what is scattered. */
    const found = new Map<Node, { readonly table: ValueId; readonly rows: NodeOf<'scatter_add'> }>();
    const swallowed = new Set<Node>();
    const scattered = (id: ValueId): NodeOf<'scatter_add'> | null =>
      index.usesOf(id) === 1 ? index.producer(id, 'scatter_add') : null;
    const visit = (nodes: readonly Node[], ragged: readonly RaggedAxis[]): void => {
      for (const node of nodes) {
        if (isOp(node, 'loop')) visit(node.attrs.body.nodes, node.attrs.ragged ?? []);
        if (!isOp(node, 'add') || ragged.length === 0) continue;
        const [a, b] = [at(node.inputs, 0), at(node.inputs, 1)];
        const [table, other] = scattered(b) === null ? [b, a] : [a, b];
        const rows = scattered(other);
        if (rows === null || !equalShapes(shapeOf(table), shapeOf(other))) continue;
        if (raggedAxisWithin(shapeOf(other), ragged) !== null) continue;
        found.set(node, { table, rows });
        swallowed.add(rows);
      }
    };
    visit(graph.nodes, []);
    if (found.size === 0) return graph;
    return rewriteGraph(graph, (node, r) => {
      if (swallowed.has(node)) return true;
      const sum = found.get(node);
      if (sum === undefined) return false;
      r.changed = true;
      const operands = [sum.table, ...sum.rows.inputs].map((id) => r.get(id));
      const { name } = at(graph.values, only(node.outputs));
      r.bind(node, [r.builder.emit('add_rows', operands, {}, sum.rows.origin, name)]);
      return true;
    });
  },
};
