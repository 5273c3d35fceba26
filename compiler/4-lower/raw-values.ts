import type { Graph, Node, NodeOf, ValueId } from '../ir/graph.ts';
import { type ElementwiseOp, elementwise, isElementwiseNode } from '../ops/elementwise.ts';

/**
 * Values that numbers of a feed reach without passing through a function whose results are limited. What such numbers are is not known: one feature may
 * be in thousandths and the next in thousands, or all that counts the small difference of two large ones. A row of them must not be rounded by its
 * largest entry. Everything else is made of weights, tokens, masks and the results of functions like tanh, which are all of one size.
 *
 * A state is raw where a loop makes it so. What it starts from is not asked: it is multiplied once, and is as a rule a state itself.
 */
export function rawValues(graph: Graph): ReadonlySet<ValueId> {
  const raw = new Set<ValueId>();
  for (const { role, value } of graph.inputs) if (role === 'feed') raw.add(value);
  const isRaw = (id: ValueId | undefined): boolean => id !== undefined && raw.has(id);
  const mark = (id: ValueId | undefined): void => {
    // of a yes or no it makes no difference what it was decided by
    if (id !== undefined && graph.values[id]?.type.dtype !== 'bool') raw.add(id);
  };
  const visitLoop = ({ inputs, outputs, attrs: { states, body } }: NodeOf<'loop'>): void => {
    inputs.forEach((id, i) => {
      if (i >= states && isRaw(id)) mark(body.params[i]);
    });
    for (let known = -1; known < raw.size; ) {
      known = raw.size;
      visit(body.nodes);
      for (let i = 0; i < states; i++) if (isRaw(body.results[i])) mark(body.params[i]);
    }
    outputs.forEach((out, i) => {
      // after no steps a state is what it started from
      if (isRaw(body.results[i]) || (i < states && isRaw(inputs[i]))) mark(out);
    });
  };
  const visit = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.op === 'loop') visitLoop(node);
      else if (passedOn(node).some(isRaw)) for (const out of node.outputs) mark(out);
    }
  };
  visit(graph.nodes);
  return raw;
}

/** Operands whose numbers come through: results are of no known size where those are not. */
function passedOn(node: Exclude<Node, NodeOf<'loop'>>): readonly ValueId[] {
  const limitedBy = (op: ElementwiseOp): readonly ValueId[] => (elementwise[op].limits === true ? [] : node.inputs);
  if (isElementwiseNode(node)) return limitedBy(node.op);
  switch (node.op) {
    case 'softmax':
    case 'one_hot':
      return [];
    case 'matmul_bias':
      return node.attrs.activation === 'linear' ? node.inputs : limitedBy(node.attrs.activation);
    // the entries of a table, whatever the tokens are
    case 'gather':
      return node.inputs.slice(0, 1);
    default:
      return node.inputs;
  }
}
