import { staticSize } from '../../ir/dim.ts';
import type { Node } from '../../ir/nodes.ts';
import type { Origin, TensorType, ValueId } from '../../ir/types.ts';
import { Structure } from './structure.ts';

/** What made a value's numbers probabilities. */
export interface Squashed {
  readonly op: 'softmax' | 'sigmoid';
  readonly origin: Origin;
}

/** Probabilities times a number above 0. */
interface Scaled extends Squashed {
  readonly weight: number;
}

/** How far the weights of a mixture may be from a sum of 1: people write 0.33 + 0.67, and numbers are rounded. */
const ROUNDING = 1e-6;

/**
 * The softmax or sigmoid whose results a value consists of, seen through what only moves them (slices, reshapes, lookups, joins, the steps of a
 * loop, padding) and through mixtures: sums with weights above 0 that sum to 1, means over all but the classes. `exp(z) / sum(exp(z))` is a
 * softmax too. Null where some of its numbers come from elsewhere.
 */
export function squashedBy(
  value: ValueId,
  nodes: readonly Node[],
  typeOf: (id: ValueId) => TensorType,
): Squashed | null {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const search = new Search(makers, typeOf);
  return search.find(value);
}

class Search {
  readonly #makers: Map<ValueId, Node>;
  /** By a state of a loop as it is before a step: what the step before made of it. */
  readonly #steps = new Map<ValueId, ValueId>();
  readonly #known = new Map<ValueId, Scaled | 'constant' | null>();
  readonly #typeOf: (id: ValueId) => TensorType;
  readonly #structure: Structure;

  constructor(makers: Map<ValueId, Node>, typeOf: (id: ValueId) => TensorType) {
    this.#makers = makers;
    this.#typeOf = typeOf;
    this.#structure = new Structure(makers);
  }

  find(value: ValueId): Squashed | null {
    const found = this.#found(value);
    return found === 'constant' || found === null || Math.abs(found.weight - 1) > ROUNDING ? null : found;
  }

  #found(value: ValueId): Scaled | 'constant' | null {
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

  #through(node: Node, value: ValueId): Scaled | 'constant' | null {
    const [first, second, third] = node.inputs;
    switch (node.op) {
      case 'softmax':
      case 'sigmoid':
        return { op: node.op, origin: node.origin, weight: 1 };
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
      case 'reduce_mean':
        return first === undefined || node.attrs.axes.includes(this.#typeOf(first).shape.length - 1)
          ? null
          : this.#found(first);
      case 'add':
        return first === undefined || second === undefined ? null : this.#sum(first, second);
      case 'mul':
        return first === undefined || second === undefined
          ? null
          : (this.#times(first, this.#structure.numberOf(second)) ??
              this.#times(second, this.#structure.numberOf(first)));
      case 'div': {
        if (first === undefined || second === undefined) return null;
        const number = this.#structure.numberOf(second);
        return number === null ? this.#share(first, second, node.origin) : this.#times(first, 1 / number);
      }
      default:
        return null;
    }
  }

  /** The same for all, constants apart. */
  #all(values: readonly ValueId[]): Scaled | 'constant' | null {
    const found = values.map((value) => this.#found(value));
    const [first, ...others] = found.filter((f) => f !== 'constant');
    if (first === undefined) return 'constant';
    return first !== null && others.every((f) => f?.op === first.op && f.weight === first.weight) ? first : null;
  }

  #scaled(value: ValueId): Scaled | null {
    const found = this.#found(value);
    return found === 'constant' ? null : found;
  }

  #times(value: ValueId, factor: number | null): Scaled | null {
    if (factor === null || !(factor > 0)) return null;
    const found = this.#scaled(value);
    return found === null ? null : { ...found, weight: found.weight * factor };
  }

  /** `a + b`, or `g * a + (1 - g) * b` with one probability g for all classes. */
  #sum(first: ValueId, second: ValueId): Scaled | null {
    const [one, other] = [this.#scaled(first), this.#scaled(second)];
    if (one !== null && other !== null)
      return one.op === other.op ? { ...one, weight: one.weight + other.weight } : null;
    const [left, right] = [this.#makers.get(first), this.#makers.get(second)];
    if (left?.op !== 'mul' || right?.op !== 'mul') return null;
    for (const [gate, a] of both(left.inputs))
      for (const [rest, b] of both(right.inputs))
        if (this.#areShares(gate, rest) || this.#areShares(rest, gate)) {
          const [x, y] = [this.#scaled(a), this.#scaled(b)];
          if (x !== null && y !== null && x.op === y.op && x.weight === y.weight) return x;
        }
    return null;
  }

  /** Whether a value is a probability, the same for all classes, and the other what it lacks to 1. */
  #areShares(gate: ValueId, rest: ValueId): boolean {
    const node = this.#makers.get(rest);
    const [whole, part] = node?.op === 'sub' ? node.inputs : [];
    if (whole === undefined || part === undefined || this.#structure.numberOf(whole) !== 1) return false;
    const last = this.#typeOf(gate).shape.at(-1);
    if (!this.#structure.same(part, gate) || (last !== undefined && staticSize(last) !== 1)) return false;
    return this.#scaled(gate)?.weight === 1;
  }

  /** `e / sum(e)` of numbers above 0, or the mean of the steps that count. */
  #share(numerator: ValueId, denominator: ValueId, origin: Origin): Scaled | null {
    const structure = this.#structure;
    const above = structure.unfilled(numerator);
    const below = this.#makers.get(structure.unfilled(denominator));
    const [summed] = below?.inputs ?? [];
    if (below?.op === 'reduce_sum' && summed !== undefined) {
      const last = this.#typeOf(above).shape.length - 1;
      const { axes, keepDims } = below.attrs;
      if (keepDims && axes.length === 1 && axes[0] === last && structure.isAboveZero(above))
        if (structure.same(structure.unfilled(summed), above)) return { op: 'softmax', origin, weight: 1 };
    }
    const sum = this.#makers.get(above);
    const [steps] = sum?.inputs ?? [];
    if (sum?.op !== 'reduce_sum' || steps === undefined) return null;
    if (sum.attrs.axes.includes(this.#typeOf(steps).shape.length - 1)) return null;
    const counted = this.#makers.get(steps);
    const [condition, value, other] = counted?.op === 'select' ? counted.inputs : [];
    if (condition === undefined || value === undefined || other === undefined) return null;
    const isMean = structure.numberOf(other) === 0 && structure.counts(denominator, condition, sum.attrs.axes);
    return isMean ? this.#scaled(value) : null;
  }

  /** A stacked result is what the body gave at each step, a final state what it gave last. */
  #ofLoop(node: Extract<Node, { op: 'loop' }>, value: ValueId): Scaled | 'constant' | null {
    const { body, states } = node.attrs;
    for (const inner of body.nodes) for (const output of inner.outputs) this.#makers.set(output, inner);
    for (const [i, param] of body.params.slice(0, states).entries()) this.#steps.set(param, body.results[i] ?? param);
    const result = body.results[node.outputs.indexOf(value)];
    return result === undefined ? null : this.#found(result);
  }
}

const both = ([a, b]: readonly ValueId[]): readonly (readonly [ValueId, ValueId])[] =>
  a === undefined || b === undefined
    ? []
    : [
        [a, b],
        [b, a],
      ];
