import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';

/** A function of ONNX's recurrent operators; with its numbers, in the order of the operator: alpha, beta. */
export interface ActivationFunction {
  readonly name: string;
  readonly numbers: readonly number[];
}

/** A function, and what it is applied to. */
export interface Applied {
  readonly function: ActivationFunction;
  readonly operand: ValueId;
}

type NodeFinder = (value: ValueId) => Node | undefined;

const PLAIN: { readonly [op: string]: string } = {
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'Relu',
  softplus: 'Softplus',
};

export const isSameFunction = (a: ActivationFunction, b: ActivationFunction): boolean =>
  a.name === b.name && a.numbers.join() === b.numbers.join();

/**
 * The function that a value is, as the equation language composes it; null where ONNX's recurrent operators have none.
 * Source: onnx/defs/rnn/defs.cc, opset 22.
 */
export function appliedFunction(nodeOf: NodeFinder, value: ValueId): Applied | null {
  const node = nodeOf(value);
  const [first] = node?.inputs ?? [];
  if (node === undefined || first === undefined) return null;
  if (Object.hasOwn(PLAIN, node.op)) return { function: { name: PLAIN[node.op] ?? '', numbers: [] }, operand: first };
  const find = new Finder(nodeOf);
  for (const composed of COMPOSED) {
    const found = composed(find, value);
    if (found !== null) return found;
  }
  return null;
}

/** Looks for one op and its operands. */
class Finder {
  readonly #nodeOf: NodeFinder;
  constructor(nodeOf: NodeFinder) {
    this.#nodeOf = nodeOf;
  }
  number(value: ValueId): number | null {
    const node = this.#nodeOf(value);
    return node?.op === 'constant' && node.attrs.values.length === 1 ? (node.attrs.values[0] ?? null) : null;
  }
  of(value: ValueId, op: NodeOf<'add'>['op'] | Node['op']): readonly ValueId[] | null {
    const node = this.#nodeOf(value);
    return node?.op === op ? node.inputs : null;
  }
  /** A value and a number that are added or multiplied, in any order. */
  withNumber(value: ValueId, op: 'add' | 'mul'): { readonly other: ValueId; readonly by: number } | null {
    const [a, b] = this.of(value, op) ?? [];
    if (a === undefined || b === undefined) return null;
    const [left, right] = [this.number(a), this.number(b)];
    if (right !== null && left === null) return { other: a, by: right };
    return left !== null && right === null ? { other: b, by: left } : null;
  }
  /** A value that is bounded from both sides. */
  clipped(value: ValueId): { readonly other: ValueId; readonly low: number; readonly high: number } | null {
    const [above, most] = this.of(value, 'minimum') ?? [];
    const [other, least] = above === undefined ? [] : (this.of(above, 'maximum') ?? []);
    if (most === undefined || other === undefined || least === undefined) return null;
    const [low, high] = [this.number(least), this.number(most)];
    return low === null || high === null ? null : { other, low, high };
  }
  /** A value above a number, or something else. */
  above(value: ValueId): { readonly operand: ValueId; readonly limit: number; readonly elsewhere: ValueId } | null {
    const [condition, operand, elsewhere] = this.of(value, 'select') ?? [];
    if (condition === undefined || operand === undefined || elsewhere === undefined) return null;
    const [compared, least] = this.of(condition, 'greater') ?? [];
    const limit = least === undefined ? null : this.number(least);
    return compared === operand && limit !== null ? { operand, limit, elsewhere } : null;
  }
}

type Composed = (find: Finder, value: ValueId) => Applied | null;
const applied = (name: string, operand: ValueId, ...numbers: readonly number[]): Applied => ({
  function: { name, numbers },
  operand,
});

/** max(0, min(1, alpha x + beta)) */
const hardSigmoid: Composed = (find, value) => {
  const bounded = find.clipped(value);
  if (bounded === null || bounded.low !== 0 || bounded.high !== 1) return null;
  const line = affine(find, bounded.other);
  return line === null ? null : applied('HardSigmoid', line.operand, ...line.function.numbers);
};
/** alpha x + beta */
const affine: Composed = (find, value) => {
  const sum = find.withNumber(value, 'add');
  const product = sum === null ? null : find.withNumber(sum.other, 'mul');
  return sum === null || product === null ? null : applied('Affine', product.other, product.by, sum.by);
};
const scaledTanh: Composed = (find, value) => {
  const scaled = find.withNumber(value, 'mul');
  const [inside] = scaled === null ? [] : (find.of(scaled.other, 'tanh') ?? []);
  const product = inside === undefined ? null : find.withNumber(inside, 'mul');
  return scaled === null || product === null ? null : applied('ScaledTanh', product.other, scaled.by, product.by);
};
/** x / (1 + |x|) */
const softsign: Composed = (find, value) => {
  const [x, below] = find.of(value, 'div') ?? [];
  const sum = below === undefined ? null : find.withNumber(below, 'add');
  const [absolute] = sum === null || sum.by !== 1 ? [] : (find.of(sum.other, 'abs') ?? []);
  return x !== undefined && absolute === x ? applied('Softsign', x) : null;
};
const leakyRelu: Composed = (find, value) => {
  const found = find.above(value);
  const product = found === null || found.limit !== 0 ? null : find.withNumber(found.elsewhere, 'mul');
  return found !== null && product?.other === found.operand ? applied('LeakyRelu', found.operand, product.by) : null;
};
const thresholdedRelu: Composed = (find, value) => {
  const found = find.above(value);
  return found !== null && find.number(found.elsewhere) === 0
    ? applied('ThresholdedRelu', found.operand, found.limit)
    : null;
};
/** alpha (exp(min(x, 0)) - 1) below 0 */
const elu: Composed = (find, value) => {
  const found = find.above(value);
  const product = found === null || found.limit !== 0 ? null : find.withNumber(found.elsewhere, 'mul');
  const [power, one] = product === null ? [] : (find.of(product.other, 'sub') ?? []);
  const [least] = power === undefined ? [] : (find.of(power, 'exp') ?? []);
  const [x, zero] = least === undefined ? [] : (find.of(least, 'minimum') ?? []);
  if (found === null || product === null || one === undefined || zero === undefined) return null;
  return x === found.operand && find.number(one) === 1 && find.number(zero) === 0
    ? applied('Elu', found.operand, product.by)
    : null;
};
const COMPOSED: readonly Composed[] = [hardSigmoid, softsign, elu, leakyRelu, thresholdedRelu, scaledTanh, affine];

/** What is bounded to -clip..clip, and to which number; a value that is not is itself. */
export function clippedOperand(
  nodeOf: NodeFinder,
  value: ValueId,
): { readonly operand: ValueId; readonly clip: number | null } {
  const bounded = new Finder(nodeOf).clipped(value);
  return bounded !== null && bounded.high > 0 && bounded.low === -bounded.high
    ? { operand: bounded.other, clip: bounded.high }
    : { operand: value, clip: null };
}
