import { at, only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../graph/rewrite.ts';
import { equalShapes } from '../../ir/dim.ts';
import type { Node } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

interface Biased {
  readonly product: Extract<Node, { op: 'matmul' }>;
  readonly bias: ValueId;
}

/**
 * A product, its bias and a sigmoid behind it become one operation, where nothing else reads what is between. The target's kernel knows relu
 * too, but its clamp turns NaN into 0.
 *
 *   a @ b + bias              ==>  matmul_bias a b bias
 *   sigmoid(matmul_bias a b bias)  ==>  matmul_bias a b bias {activation: sigmoid}
 */
export const fuseBias: Pass = {
  name: 'fuse-bias',
  doc: 'Joins a product, its bias and a following sigmoid.',
  run: (graph) => {
    const index = new GraphIndex(graph);
    const biased = (node: Node): Biased | null => {
      if (!isOp(node, 'add')) return null;
      const [a, b] = [at(node.inputs, 0), at(node.inputs, 1)];
      return productWith(a, b) ?? productWith(b, a);
    };
    const productWith = (left: ValueId, bias: ValueId): Biased | null => {
      const product = index.producer(left, 'matmul');
      if (product === null || index.usesOf(left) !== 1) return null;
      const columns = at(at(graph.values, at(product.inputs, 1)).type.shape, 1);
      return equalShapes(at(graph.values, bias).type.shape, [columns]) ? { product, bias } : null;
    };
    /** What is joined, by the node whose result it has. */
    const joined = new Map<Node, Biased>();
    /** Nodes that become part of a later node: products, and additions with an activation behind them. */
    const swallowed = new Set<Node>();
    for (const node of index.producers.values()) {
      const direct = biased(node);
      if (direct !== null) {
        joined.set(node, direct);
        swallowed.add(direct.product);
      }
      if (!isOp(node, 'sigmoid')) continue;
      const x = only(node.inputs);
      if (index.usesOf(x) !== 1) continue;
      const sum = index.producer(x, 'add');
      const behind = sum === null ? null : biased(sum);
      if (sum === null || behind === null) continue;
      joined.set(node, behind);
      swallowed.add(sum);
    }
    if (joined.size === 0) return graph;
    return rewriteGraph(graph, (node, r) => {
      if (swallowed.has(node)) return true;
      const found = joined.get(node);
      if (found === undefined) return false;
      const activation = isOp(node, 'sigmoid') ? 'sigmoid' : 'linear';
      r.changed = true;
      const operands = [...found.product.inputs, found.bias].map((id) => r.get(id));
      const { name } = at(graph.values, only(node.outputs));
      r.bind(node, [r.builder.emit('matmul_bias', operands, { activation }, node.origin, name)]);
      return true;
    });
  },
};
