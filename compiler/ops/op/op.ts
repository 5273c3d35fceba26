import type { SizeBinding } from '../../ir/dim.ts';
import type { PlainOp } from '../../ir/elementwise-ops.ts';
import type { Body, OpAttributes, OpName } from '../../ir/nodes.ts';
import type { Dtype, TensorType, ValueId } from '../../ir/types.ts';

/** A tensor of the reference evaluator: row-major float64 whatever the dtype (int32 as integers, bool as 0 or 1). */
export interface Tensor64 {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export interface InferContext {
  /** Type of any value, for ops with a body. */
  readonly typeOf: (value: ValueId) => TensorType;
}

export interface EvaluateContext {
  readonly sizes: SizeBinding;
  /** Type of any value, for the shape of what a loop of no iterations stacks. */
  readonly typeOf: (value: ValueId) => TensorType;
  /** @param sizes where the body has symbols of its own, those and all others. */
  readonly runBody: (body: Body, params: readonly Tensor64[], sizes?: SizeBinding) => readonly Tensor64[];
}

/**
 * What every program that handles an op needs of it: the type checker, for the builder and the verifier alike. What only the compiler asks for stands
 * beside it, in values of their own, so that a program that only runs models goes without: the specification of the numbers (`evaluations.ts`) and the
 * derivative as expressions of the same IR (`gradients.ts`).
 */
export interface OpDef<K extends OpName> {
  /** `fused` ops are made by target passes and may not enter `differentiate`. */
  readonly level: 'core' | 'fused';
  /** @throws OpTypeError where the operands do not fit. */
  readonly infer: (
    inputs: readonly TensorType[],
    attrs: OpAttributes[K],
    context: InferContext,
  ) => readonly TensorType[];
}

/** The numbers that an op gives: their specification. */
export type EvaluateRule<K extends OpName> = (
  inputs: readonly Tensor64[],
  attrs: OpAttributes[K],
  context: EvaluateContext,
) => readonly Tensor64[];

/** What an elementwise op states besides: everything that passes, lowering and stock kernels know of it. Its vector code is in `vector-rules.ts`. */
export interface ElementwiseRow {
  /** Whether the result may be computed over an operand of its shape. */
  readonly inPlace: boolean;
  /** Whether a slice of the result is the op of the same slices of its operands. */
  readonly commutesWithSlices: boolean;
  /** Whether results lie between -1 and 1 whatever the operand. */
  readonly limits?: true;
  /**
   * Operands from which the op makes results of very different sizes although the operands themselves are of similar size: e^x spans many powers of
   * ten while x goes from 1 to 20. `together`: only where all operands change from run to run, and none lies between -1 and 1.
   */
  readonly spreads?: readonly number[] | 'together';
  /**
   * The tfjs kernel that computes it. Null where none does so correctly, NaN included: then the runtime uses a loop of its own or calls `scalar` for
   * every element.
   */
  readonly stock: string | null;
  /**
   * The operand for which some finite values make the result or its slope infinite or NaN, with a number at which both are finite. Null where finite
   * operands always give finite results and slopes. When gradients are taken, padding is filled with that number before the op.
   */
  readonly singular: { readonly operand: number; readonly fill: number } | null;
  /** One element in float64, bools as 0 and 1. The result is converted to the result's dtype as a typed array does it. */
  readonly scalar: (...operands: readonly number[]) => number;
}

/** An elementwise op without attributes. */
export interface PlainElementwise extends OpDef<PlainOp>, ElementwiseRow {}

/** Operands that do not fit. The builder turns it into a diagnostic with the places of the operands named in `operands`. */
export class OpTypeError extends Error {
  override readonly name = 'OpTypeError';
  readonly expected: string;
  readonly found: string;
  /** Indices of the operands that disagree, the first one being at fault. */
  readonly operands: readonly number[];
  constructor(message: string, expected: string, found: string, operands: readonly number[]) {
    super(message);
    this.expected = expected;
    this.found = found;
    this.operands = operands;
  }
}
