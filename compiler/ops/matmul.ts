import { equalDims, printShape, type Shape, sizeOfShape } from '../ir/dim.ts';
import type { TensorType, ValueId } from '../ir/types.ts';
import type { GradientRule } from './op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from './op/op.ts';
import { requireDtype, requireRank, two } from './op/operands.ts';
import { elementCount } from './op/tensor64.ts';

/** Shape of `a @ b`. @throws OpTypeError unless a is [..., K] and b is [K, N], both float32. */
export function productShape(op: string, a: TensorType, b: TensorType): Shape {
  requireDtype(op, a, 0, 'float32');
  requireDtype(op, b, 1, 'float32');
  requireRank(op, b, 1, 2, '[K, N]');
  const inner = a.shape.at(-1);
  if (inner === undefined) throw new OpTypeError(`${op} takes no scalar`, '[..., K]', '[]', [0]);
  const [rows = {}, columns = {}] = b.shape;
  if (!equalDims(inner, rows))
    throw new OpTypeError(
      `cannot multiply ${printShape(a.shape)} by ${printShape(b.shape)}: the last size on the left must be the first on the right`,
      printShape([inner, columns]),
      printShape(b.shape),
      [1, 0],
    );
  return [...a.shape.slice(0, -1), columns];
}

/** Rows of `a` times the matrix `b`, summed in order of k. */
export function product(a: Tensor64, b: Tensor64): Tensor64 {
  const [inner = 0, columns = 0] = b.shape;
  const shape = [...a.shape.slice(0, -1), columns];
  const rows = elementCount(a.shape.slice(0, -1));
  const data = new Float64Array(rows * columns);
  for (let m = 0; m < rows; m++)
    for (let n = 0; n < columns; n++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += (a.data[m * inner + k] ?? 0) * (b.data[k * columns + n] ?? 0);
      data[m * columns + n] = sum;
    }
  return { dtype: 'float32', shape, data };
}

/** Matrix product of a [..., K] and b [K, N]. */
export const matmul: OpDef<'matmul'> = {
  level: 'core',
  infer: (inputs) => {
    const [a, b] = two('matmul', inputs);
    return [{ dtype: 'float32', shape: productShape('matmul', a, b) }];
  },
};

export const evaluateMatmul: EvaluateRule<'matmul'> = (inputs) => [product(...two('matmul', inputs))];

export const matmulGradient: GradientRule<'matmul'> = (terms, site) => {
  const g = site.cotangent(0);
  const swapped = (x: ValueId): ValueId => terms.emit('transpose', [x], { permutation: [1, 0] });
  /** [..., K] as [rows, K] */
  const rows = (x: ValueId): ValueId => {
    const { shape } = terms.typeOf(x);
    return terms.reshape(x, [sizeOfShape(shape.slice(0, -1)), ...shape.slice(-1)]);
  };
  return [
    site.wants(0) ? terms.emit('matmul', [g, swapped(site.input(1))], {}) : null,
    site.wants(1) ? terms.emit('matmul', [swapped(rows(site.input(0))), rows(g)], {}) : null,
  ];
};
