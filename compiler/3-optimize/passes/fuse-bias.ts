import { equalShapes } from '../../ir/dim.ts';
import type { Node, ValueId } from '../../ir/graph.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../ir/rewrite.ts';
import type { Pass } from '../pass.ts';

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
    const biased = (
      node: Node,
    ): { readonly product: Extract<Node, { op: 'matmul' }>; readonly bias: ValueId } | null => {
      if (!isOp(node, 'add')) return null;
      const [a, b] = node.inputs;
      if (a === undefined || b === undefined) return null;
      for (const [left, bias] of [
        [a, b],
        [b, a],
      ] as const) {
        const product = index.producer(left, 'matmul');
        const columns = graph.values[product?.inputs[1] ?? left]?.type.shape[1];
        const shape = graph.values[bias]?.type.shape;
        if (product === null || columns === undefined || shape === undefined || index.usesOf(left) !== 1) continue;
        if (equalShapes(shape, [columns])) return { product, bias };
      }
      return null;
    };
    /** Additions swallowed by an activation behind them. */
    const swallowed = new Set<Node>();
    const activated = (node: Node): Node | null => {
      if (!isOp(node, 'sigmoid')) return null;
      const [x] = node.inputs;
      const sum = x === undefined ? null : index.producer(x, 'add');
      return x !== undefined && sum !== null && index.usesOf(x) === 1 && biased(sum) !== null ? sum : null;
    };
    for (const node of index.producers.values()) {
      const sum = activated(node);
      if (sum !== null) swallowed.add(sum);
      const direct = biased(node);
      if (direct !== null) swallowed.add(direct.product);
    }
    return rewriteGraph(graph, (node, r) => {
      if (swallowed.has(node)) return true;
      const sum = activated(node);
      const found = biased(sum ?? node);
      if (found === null) return false;
      const [a, b] = found.product.inputs;
      const [out] = node.outputs;
      if (a === undefined || b === undefined || out === undefined) return false;
      const activation = isOp(node, 'sigmoid') ? 'sigmoid' : 'linear';
      r.changed = true;
      const operands = [a, b, found.bias].map((id) => r.get(id));
      r.bind(node, [r.builder.emit('matmul_bias', operands, { activation }, node.origin, graph.values[out]?.name)]);
      return true;
    });
  },
};
