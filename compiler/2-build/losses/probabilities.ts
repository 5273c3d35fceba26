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
    this.#known.set(value, null);
    const node = this.#makers.get(value);
    const found = node === undefined ? null : this.#through(node, value);
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
    const place = node.outputs.indexOf(value);
    const result = body.results[place];
    if (result === undefined) return null;
    const param = body.params[place];
    // a step that is padding leaves the state as it was, which says nothing of where it comes from
    if (place < states && param !== undefined) this.#known.set(param, 'constant');
    return this.#found(result);
  }
}
