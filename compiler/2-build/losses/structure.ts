import type { Node } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';

/** Most pairs of values that are compared to find out whether two of them are the same. */
const MAX_PAIRS = 200;

/** What can be told of values from how they are computed. */
export class Structure {
  readonly #makers: ReadonlyMap<ValueId, Node>;

  constructor(makers: ReadonlyMap<ValueId, Node>) {
    this.#makers = makers;
  }

  /** The number that all elements are, where it is written in the model; null: they are computed. */
  numberOf(value: ValueId): number | null {
    const node = this.#makers.get(value);
    if (node?.op === 'constant') {
      const [first, ...others] = new Set(node.attrs.values);
      return others.length === 0 ? (first ?? null) : null;
    }
    const [x] = node?.inputs ?? [];
    return (node?.op === 'broadcast' || node?.op === 'reshape') && x !== undefined ? this.numberOf(x) : null;
  }

  /** The value without what stands for it at steps that do not count. */
  unfilled(value: ValueId): ValueId {
    const node = this.#makers.get(value);
    const [, own, fill] = node?.op === 'select' ? node.inputs : [];
    return own !== undefined && fill !== undefined && this.numberOf(fill) !== null ? this.unfilled(own) : value;
  }

  /** Whether both are computed in the same way from the same values. */
  same(a: ValueId, b: ValueId): boolean {
    let left = MAX_PAIRS;
    const compare = (x: ValueId, y: ValueId): boolean => {
      if (x === y) return true;
      if (left-- <= 0) return false;
      const [one, other] = [this.#makers.get(x), this.#makers.get(y)];
      if (one === undefined || other === undefined || one.op !== other.op || one.op === 'loop') return false;
      return (
        one.outputs.indexOf(x) === other.outputs.indexOf(y) &&
        one.inputs.length === other.inputs.length &&
        JSON.stringify(one.attrs) === JSON.stringify(other.attrs) &&
        one.inputs.every((input, i) => compare(input, other.inputs[i] ?? input))
      );
    };
    return compare(a, b);
  }

  /** Whether all numbers are above 0, apart from rounding. */
  isAboveZero(value: ValueId): boolean {
    const op = this.#makers.get(value)?.op;
    return op === 'exp' || op === 'sigmoid' || op === 'softplus' || op === 'softmax';
  }

  /** Whether a value is how often a condition holds along the axes, or 1 where it never does. */
  counts(value: ValueId, condition: ValueId, axes: readonly number[]): boolean {
    const most = this.#makers.get(this.#shaped(value));
    const [count, one] = most?.op === 'maximum' ? most.inputs : [];
    if (count === undefined || one === undefined || this.numberOf(one) !== 1 || axes.join() !== '0') return false;
    const valid = this.#shaped(condition);
    const node = this.#makers.get(this.#shaped(count));
    const [x] = node?.inputs ?? [];
    if (node === undefined || x === undefined) return false;
    if (node.op === 'reduce_sum') {
      const flag = this.#makers.get(x);
      const [flags] = flag?.op === 'cast' ? flag.inputs : [];
      return node.attrs.axes.join() === '0' && flags !== undefined && this.same(this.#shaped(flags), valid);
    }
    const steps = this.#makers.get(valid);
    const [lengths] = steps?.op === 'valid_steps' ? steps.inputs : [];
    return node.op === 'cast' && lengths !== undefined && this.same(x, lengths);
  }

  #shaped(value: ValueId): ValueId {
    const node = this.#makers.get(value);
    const [x] = node?.op === 'reshape' ? node.inputs : [];
    return x === undefined ? value : this.#shaped(x);
  }
}
