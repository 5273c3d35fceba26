import { inferTypes } from '../../compiler/graph/builder.ts';
import { type Dim, type SizeBinding, shapeOf } from '../../compiler/ir/dim.ts';
import type { OpAttributes, OpName } from '../../compiler/ir/nodes.ts';
import { printType } from '../../compiler/ir/print.ts';
import type { Dtype, TensorType, ValueId } from '../../compiler/ir/types.ts';
import { evaluations } from '../../compiler/ops/evaluations.ts';
import { OpTypeError, type Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';

export type Nested = number | boolean | readonly Nested[];

const isList = (x: Nested): x is readonly Nested[] => Array.isArray(x);
const shapeOfNested = (x: Nested): number[] =>
  isList(x) ? [x.length, ...(x[0] === undefined ? [] : shapeOfNested(x[0]))] : [];
const flat = (x: Nested): number[] => (isList(x) ? x.flatMap(flat) : [Number(x)]);

const tensor = (dtype: Dtype) => (x: Nested) => tensor64(dtype, shapeOfNested(x), flat(x));
export const f32 = tensor('float32');
export const i32 = tensor('int32');
export const bool = tensor('bool');

/** The elements as nested lists, for comparison with what is written by hand. */
export function nested({ shape, data }: Tensor64): Nested {
  const [count, ...rest] = shape;
  if (count === undefined) return data[0] ?? Number.NaN;
  const size = data.length / Math.max(count, 1);
  return Array.from({ length: count }, (_, i) =>
    nested({ dtype: 'float32', shape: rest, data: data.subarray(i * size, (i + 1) * size) }),
  );
}

export const type = (dtype: Dtype, ...dims: readonly (number | string | Dim)[]): TensorType => ({
  dtype,
  shape: shapeOf(...dims),
});
export const floats = (...dims: readonly (number | string | Dim)[]): TensorType => type('float32', ...dims);
export const ints = (...dims: readonly (number | string | Dim)[]): TensorType => type('int32', ...dims);
export const bools = (...dims: readonly (number | string | Dim)[]): TensorType => type('bool', ...dims);

const noBody = (value: ValueId): never => {
  throw new Error(`op without a body asked for value ${value}`);
};

/** Result types as text. */
export const inferred = <K extends OpName>(op: K, inputs: readonly TensorType[], attrs: OpAttributes[K]): string[] =>
  inferTypes(op, inputs, attrs, noBody).map(printType);

/** What the op has against its operands. */
export function refusal<K extends OpName>(op: K, inputs: readonly TensorType[], attrs: OpAttributes[K]) {
  try {
    inferTypes(op, inputs, attrs, noBody);
  } catch (error) {
    if (!(error instanceof OpTypeError)) throw error;
    return { expected: error.expected, found: error.found, operands: error.operands };
  }
  throw new Error(`${op} accepted ${inputs.map(printType).join(', ')}`);
}

/** Results of the op. */
export function evaluated<K extends OpName>(
  op: K,
  inputs: readonly Tensor64[],
  attrs: OpAttributes[K],
  sizes: SizeBinding = {},
): readonly Tensor64[] {
  return evaluations[op](inputs, attrs, {
    sizes,
    typeOf: noBody,
    runBody: () => {
      throw new Error('op without a body ran one');
    },
  });
}

/** The one result as nested lists. */
export function result<K extends OpName>(
  op: K,
  inputs: readonly Tensor64[],
  attrs: OpAttributes[K],
  sizes: SizeBinding = {},
): Nested {
  const [y, ...more] = evaluated(op, inputs, attrs, sizes);
  if (y === undefined || more.length > 0) throw new Error(`${op} has not one result`);
  return nested(y);
}
