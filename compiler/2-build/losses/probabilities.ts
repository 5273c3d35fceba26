import type { Node } from '../../ir/nodes.ts';
import type { Origin, ValueId } from '../../ir/types.ts';

/** What made a value's numbers probabilities. */
export interface Squashed {
  readonly op: 'softmax' | 'sigmoid';
  readonly origin: Origin;
}

/**
 * The softmax or sigmoid whose results a value consists of, seen through what only moves them: slices, reshapes, lookups, joins, the steps of a
 * loop, padding. Null where some of its numbers come from elsewhere.
 */
export function squashedBy(value: ValueId, nodes: readonly Node[]): Squashed | null {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const search = new Search(makers);
  return search.find(value);
}

class Search {
  readonly #makers: Map<ValueId, Node>;
  /** By a state of a loop as it is before a step: what the step before made of it. */
  readonly #steps = new Map<ValueId, ValueId>();
  readonly #known = new Map<ValueId, Squashed | 'constant' | null>();

  constructor(makers: Map<ValueId, Node>) {
    this.#makers = makers;
  }

  find(value: ValueId): Squashed | null {
    const found = this.#found(value);
    return found === 'constant' ? null : found;
  }

  #found(value: ValueId): Squashed | 'constant' | null {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    // a value that leads back to itself is made of nothing else
    const before = this.#steps.get(value);
    this.#known.set(value, 'constant');
    const node = this.#makers.get(value);
    const found = before !== undefined ? this.#found(before) : node === undefined ? null : this.#through(node, value);
    this.#known.set(value, found);
    return found;
  }

  #through(node: Node, value: ValueId): Squashed | 'constant' | null {
    const [first, second, third] = node.inputs;
    switch (node.op) {
      case 'softmax':
      case 'sigmoid':
        return { op: node.op, origin: node.origin };
      case 'constant':
        return 'constant';
      case 'reshape':
      case 'transpose':
      case 'slice':
      case 'split':
      case 'broadcast':
      case 'gather':
      case 'last_step':
      case 'take':
      case 'reduce_max':
        return first === undefined ? null : this.#found(first);
      case 'concat':
      case 'stack':
        return this.#all(node.inputs);
      // rows of padding are a constant
      case 'select':
        return second === undefined || third === undefined ? null : this.#all([second, third]);
      case 'loop':
        return this.#ofLoop(node, value);
      default:
        return null;
    }
  }

  /** The same for all, constants apart. */
  #all(values: readonly ValueId[]): Squashed | 'constant' | null {
    const found = values.map((value) => this.#found(value));
    const [first, ...others] = found.filter((f) => f !== 'constant');
    if (first === undefined) return 'constant';
    return first !== null && others.every((f) => f?.op === first.op) ? first : null;
  }

  /** A stacked result is what the body gave at each step, a final state what it gave last. */
  #ofLoop(node: Extract<Node, { op: 'loop' }>, value: ValueId): Squashed | 'constant' | null {
    const { body, states } = node.attrs;
    for (const inner of body.nodes) for (const output of inner.outputs) this.#makers.set(output, inner);
    for (const [i, param] of body.params.slice(0, states).entries()) this.#steps.set(param, body.results[i] ?? param);
    const result = body.results[node.outputs.indexOf(value)];
    return result === undefined ? null : this.#found(result);
  }
}
