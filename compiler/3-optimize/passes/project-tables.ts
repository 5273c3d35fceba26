import { at, only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../graph/rewrite.ts';
import { sizeOfShape, staticSize } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node, NodeOf } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

/**
 * Numbers that all projected tables of a graph may have together: 8 MiB. Above that, the time to make them is felt when a model is loaded (a table
 * of 2 million numbers from rows of 300 takes some 30 ms), and the rows looked up no longer stay in the cache.
 */
const MOST_NUMBERS = 2 ** 21;

/**
 * Rows that are looked up in a table of weights and then multiplied by weights are looked up in the product, which is made once, when the weights are
 * bound. The sums are the same ones. A row that is missing (index -1) is zero before and after. Only where weights stay as they are: not in
 * a graph that trains.
 *
 *   gather(table, words) @ w  ==>  gather(table @ w, words)
 */
export const projectTables: Pass = {
  name: 'project-tables',
  doc: 'Looks rows up in a table that has been multiplied already.',
  run: (graph) => {
    if (graph.variant !== 'inference' || graph.learning !== undefined) return graph;
    const lookups = findLookups(graph);
    if (lookups.size === 0) return graph;
    return rewriteGraph(graph, (node, r) => {
      const lookup = lookups.get(node);
      if (lookup === undefined) return false;
      const out = only(node.outputs);
      const w = at(node.inputs, 1);
      const [table, words] = [at(lookup.inputs, 0), at(lookup.inputs, 1)];
      r.changed = true;
      const { builder } = r;
      const { origin } = node;
      const product = builder.emit('matmul', [r.get(table), r.get(w)], {}, origin, `${nameOf(graph, table)}.projected`);
      const rows = builder.emit('gather', [product, r.get(words)], {}, origin, nameOf(graph, out));
      const shape = at(graph.values, out).type.shape;
      r.bind(node, [builder.emit('reshape', [rows], { shape }, origin, nameOf(graph, out))]);
      return true;
    });
  },
};

const nameOf = (graph: Graph, id: ValueId): string => at(graph.values, id).name;

/** Products with the lookup that gives their rows, as many as fit `MOST_NUMBERS`. */
function findLookups(graph: Graph): ReadonlyMap<Node, NodeOf<'gather'>> {
  const index = new GraphIndex(graph);
  const fixed = new Set<ValueId>(graph.weights.map(({ value }) => value));
  const sizeOf = (id: ValueId): number | null => staticSize(sizeOfShape(at(graph.values, id).type.shape));
  const found = new Map<Node, NodeOf<'gather'>>();
  let left = MOST_NUMBERS;
  for (const node of graph.nodes) {
    if (!isOp(node, 'loop') && node.inputs.every((id) => fixed.has(id)))
      for (const out of node.outputs) if (sizeOf(out) !== null) fixed.add(out);
    if (!isOp(node, 'matmul')) continue;
    const w = at(node.inputs, 1);
    const lookup = lookupOf(index, at(node.inputs, 0));
    if (lookup === null || !fixed.has(w)) continue;
    const table = at(lookup.inputs, 0);
    if (!fixed.has(table)) continue;
    const rows = staticSize(at(at(graph.values, table).type.shape, 0));
    const columns = staticSize(at(at(graph.values, w).type.shape, 1));
    if (rows === null || columns === null || rows * columns > left) continue;
    left -= rows * columns;
    found.set(node, lookup);
  }
  return found;
}

/** The lookup that gives these rows, through reshapes that leave them whole. */
function lookupOf(index: GraphIndex, rows: ValueId): NodeOf<'gather'> | null {
  const node = index.producers.get(rows);
  if (node === undefined) return null;
  if (isOp(node, 'gather')) return node;
  if (!isOp(node, 'reshape')) return null;
  const x = only(node.inputs);
  const width = (id: ValueId): number | null => staticSize(at(index.values, id).type.shape.at(-1) ?? {});
  return width(x) !== null && width(x) === width(rows) ? lookupOf(index, x) : null;
}
