import { at } from '../diagnostics/invariants.ts';
import { isKept } from '../graph/split-at-steps.ts';
import type { Graph } from '../ir/graph.ts';
import { isElementwiseNode, type Node, type NodeOf } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import { elementwise } from '../ops/elementwise/elementwise.ts';

/**
 * Values whose entries are of no known size beside each other: one may be in thousandths and the next in thousands, or all that counts is the small
 * difference of two large ones. A row of them must not be rounded by its largest entry.
 *
 * Raw are the numbers of a feed, and whatever they reach; and what an op with `spreads` makes of numbers that change from run to run: quotients,
 * powers, exponentials, logarithms, and products of two numbers neither of which lies between -1 and 1. A function whose results are limited, such as
 * tanh, ends both. What remains is made of weights, tokens, masks, lengths, and of sums and gated sums of limited numbers. Those count as being of one
 * size: weights of very different sizes, or a sum over very many steps, may belie that, and no analysis of the graph can know.
 *
 * This is careful where a proof is not simple. The results of a layer norm are raw (it divides by a deviation, which may be near 0), and so are those of
 * gelu, softsign and elu, though each of them is of one size wherever its operand is. Their products stay in float32.
 *
 * A state is raw where a loop makes it so. What it starts from is not asked: it is multiplied once, and is as a rule a state itself.
 */
export function rawValues(graph: Graph): ReadonlySet<ValueId> {
  const analysis = new Analysis(graph);
  analysis.visit(graph.nodes);
  return analysis.raw;
}

class Analysis {
  readonly raw = new Set<ValueId>();
  /** Values that depend on feeds, tokens or states. All others are equal for all samples, or are masks and lengths. */
  readonly #varying = new Set<ValueId>();
  /** Values that lie between -1 and 1. */
  readonly #limited = new Set<ValueId>();
  readonly #graph: Graph;

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const input of graph.inputs) {
      const { role, value } = input;
      // of what was computed before the steps, nothing is known here
      if (role === 'feed' || isKept(input)) this.#mark(value);
      if (role === 'feed' || role === 'state') this.#varying.add(value);
    }
  }

  visit(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.op === 'loop') this.#visitLoop(node);
      else {
        if (node.inputs.some((id) => this.#varying.has(id))) for (const out of node.outputs) this.#varying.add(out);
        if (this.#isLimited(node)) for (const out of node.outputs) this.#limited.add(out);
        else if (this.#isRaw(node)) for (const out of node.outputs) this.#mark(out);
      }
    }
  }

  #visitLoop({ inputs, outputs, attrs: { states, body } }: NodeOf<'loop'>): void {
    const { params, results } = body;
    params.forEach((param, i) => {
      const from = at(inputs, i);
      if (i < states) this.#varying.add(param);
      else {
        if (this.raw.has(from)) this.#mark(param);
        if (this.#varying.has(from)) this.#varying.add(param);
        if (this.#limited.has(from)) this.#limited.add(param);
      }
    });
    for (let known = -1; known < this.raw.size; ) {
      known = this.raw.size;
      this.visit(body.nodes);
      results.slice(0, states).forEach((result, i) => {
        if (this.raw.has(result)) this.#mark(at(params, i));
      });
    }
    outputs.forEach((out, i) => {
      const result = at(results, i);
      this.#varying.add(out);
      // a loop of no steps gives back the start of the state
      if (this.raw.has(result) || (i < states && this.raw.has(at(inputs, i)))) this.#mark(out);
      if (i >= states && this.#limited.has(result)) this.#limited.add(out);
    });
  }

  #mark(id: ValueId): void {
    // a bool has no size, so it does not matter what it was computed from
    if (at(this.#graph.values, id).type.dtype !== 'bool') this.raw.add(id);
  }

  #isLimited(node: Exclude<Node, NodeOf<'loop'>>): boolean {
    const all = (): boolean => node.inputs.every((id) => this.#limited.has(id));
    if (isElementwiseNode(node))
      return elementwise[node.op].limits === true || (elementwise[node.op].spreads === 'together' && all());
    switch (node.op) {
      case 'softmax':
      case 'one_hot':
        return true;
      case 'matmul_bias':
        return node.attrs.activation !== 'linear' && elementwise[node.attrs.activation].limits === true;
      case 'concat':
      case 'split':
      case 'slice':
      case 'reshape':
      case 'transpose':
      case 'broadcast':
      case 'take':
      case 'stack':
        return all();
      default:
        return false;
    }
  }

  #isRaw(node: Exclude<Node, NodeOf<'loop'>>): boolean {
    // what is gathered has the size of the entries of the table, whatever the indices are
    const passedOn = node.op === 'gather' ? node.inputs.slice(0, 1) : node.inputs;
    if (passedOn.some((id) => this.raw.has(id))) return true;
    if (!isElementwiseNode(node)) return false;
    const { spreads = [] } = elementwise[node.op];
    if (spreads === 'together') return node.inputs.every((id) => this.#varying.has(id) && !this.#limited.has(id));
    return spreads.some((i) => this.#varying.has(at(node.inputs, i)));
  }
}
