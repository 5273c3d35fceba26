import { only } from '../../diagnostics/invariants.ts';
import { equalDims, isStatic, type Shape } from '../../ir/dim.ts';
import type { OpAttributes, OpName } from '../../ir/nodes.ts';
import type { Dtype, TensorType, ValueId } from '../../ir/types.ts';

/**
 * Reverse-mode rule of one op: given the cotangents of its results (the derivatives of the loss with respect to them), the cotangents of its
 * operands, in order; null for an operand that nothing is wanted of. Rules emit core ops, so a gradient is optimised, unrolled, lowered and
 * differentiated again like any other expression.
 *
 * `flat`: the derivative is zero wherever it exists (floor, comparisons, integers). `region`: the op holds a body and `differentiate` has its
 * rule. `refused`: fused ops, which must not be there yet.
 */
export type GradientRule<K extends OpName> =
  | ((terms: Terms, site: GradientSite<K>) => readonly (ValueId | null)[])
  | 'flat'
  | 'region'
  | 'refused';

/** One node as its rule sees it. Values are usable where the gradient is computed, which for a loop is another loop's body. */
export interface GradientSite<K extends OpName> {
  readonly attrs: OpAttributes[K];
  input(i: number): ValueId;
  output(i: number): ValueId;
  inputType(i: number): TensorType;
  outputType(i: number): TensorType;
  /** Cotangent of result `i`, of the result's shape; zeros where the loss does not depend on it. */
  cotangent(i: number): ValueId;
  /** The same, null for zeros. */
  cotangentOrNull(i: number): ValueId | null;
  /** Whether operand `i` depends on something that is differentiated for. */
  wants(i: number): boolean;
  readonly inputCount: number;
}

export type EmitAll = <K extends OpName>(
  op: K,
  inputs: readonly ValueId[],
  attrs: OpAttributes[K],
) => readonly ValueId[];

/** Expressions over values of one region. */
export class Terms {
  readonly emitAll: EmitAll;
  readonly typeOf: (id: ValueId) => TensorType;

  constructor(emitAll: EmitAll, typeOf: (id: ValueId) => TensorType) {
    this.emitAll = emitAll;
    this.typeOf = typeOf;
  }

  emit<K extends OpName>(op: K, inputs: readonly ValueId[], attrs: OpAttributes[K]): ValueId {
    return only(this.emitAll(op, inputs, attrs));
  }

  number(value: number, dtype: Dtype = 'float32'): ValueId {
    return this.emit('constant', [], { dtype, shape: [], values: [value] });
  }
  add(a: ValueId, b: ValueId): ValueId {
    return this.emit('add', [a, b], {});
  }
  sub(a: ValueId, b: ValueId): ValueId {
    return this.emit('sub', [a, b], {});
  }
  mul(a: ValueId, b: ValueId): ValueId {
    return this.emit('mul', [a, b], {});
  }
  div(a: ValueId, b: ValueId): ValueId {
    return this.emit('div', [a, b], {});
  }
  neg(x: ValueId): ValueId {
    return this.emit('neg', [x], {});
  }
  times(x: ValueId, factor: number): ValueId {
    return this.mul(x, this.number(factor));
  }
  choose(condition: ValueId, a: ValueId, b: ValueId): ValueId {
    return this.emit('select', [condition, a, b], {});
  }

  /** `value` everywhere in `shape`. */
  filled(value: number, shape: Shape, dtype: Dtype = 'float32'): ValueId {
    const one = this.number(value, dtype);
    return shape.length === 0 ? one : this.emit('broadcast', [one], { shape });
  }

  reshape(x: ValueId, shape: Shape): ValueId {
    const own = this.typeOf(x).shape;
    const same = own.length === shape.length && own.every((d, i) => equalDims(d, shape[i] ?? {}));
    return same ? x : this.emit('reshape', [x], { shape });
  }

  stretch(x: ValueId, shape: Shape): ValueId {
    const own = this.typeOf(x).shape;
    const same = own.length === shape.length && own.every((d, i) => equalDims(d, shape[i] ?? {}));
    return same ? x : this.emit('broadcast', [x], { shape });
  }

  /** The adjoint of stretching `shape` to x's shape: the sum over the axes along which it was repeated. */
  sumTo(x: ValueId, shape: Shape): ValueId {
    const own = this.typeOf(x).shape;
    const missing = own.length - shape.length;
    const axes = own.flatMap((d, axis) => {
      const to = shape[axis - missing];
      return to === undefined || (isStatic(to, 1) && !isStatic(d, 1)) ? [axis] : [];
    });
    const sum = axes.length === 0 ? x : this.emit('reduce_sum', [x], { axes, keepDims: false });
    return this.reshape(sum, shape);
  }
}
