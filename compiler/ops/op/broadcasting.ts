import { constantDim, type Dim, equalDims, equalShapes, isStatic, printShape, type Shape } from '../../ir/dim.ts';
import type { Dtype } from '../../ir/types.ts';
import { OpTypeError, type Tensor64 } from './op.ts';
import { elementCount, positions, rowMajorStrides, takeAt } from './tensor64.ts';

/**
 * Shape of an elementwise result. Shapes are aligned right; a static 1 stretches, every other dimension equals only itself, so a
 * symbolic dimension never stretches, whatever size it is bound to.
 * @throws OpTypeError naming the operand at fault and the one it disagrees with.
 */
export function broadcastShapes(op: string, shapes: readonly Shape[]): Shape {
  const [first] = shapes;
  if (first !== undefined && shapes.every((shape) => equalShapes(shape, first))) return first;
  let rank = 0;
  for (const shape of shapes) rank = Math.max(rank, shape.length);
  const result: Dim[] = [];
  for (let fromRight = rank; fromRight > 0; fromRight--) {
    let owner = -1;
    let agreed = constantDim(1);
    for (let i = 0; i < shapes.length; i++) {
      const d = dimFromRight(shapes[i], fromRight);
      if (d === undefined || isStatic(d, 1)) continue;
      if (owner >= 0 && !equalDims(agreed, d)) throw disagreement(op, shapes, owner, i);
      if (owner < 0) [owner, agreed] = [i, d];
    }
    result.push(agreed);
  }
  return result;
}

const dimFromRight = (shape: Shape | undefined, fromRight: number) => shape?.[shape.length - fromRight];

function disagreement(op: string, shapes: readonly Shape[], a: number, b: number): OpTypeError {
  const [left, right] = [printShape(shapes[a] ?? []), printShape(shapes[b] ?? [])];
  const expected = `${left}, or 1 where the sizes differ`;
  return new OpTypeError(`${op} cannot combine ${left} and ${right}`, expected, right, [b, a]);
}

/** As `broadcastShapes` for sizes that are known. */
export function broadcastSizes(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map((s) => s.length));
  return Array.from({ length: rank }, (_, axis) => {
    for (const shape of shapes) {
      const size = shape[axis - rank + shape.length];
      if (size !== undefined && size !== 1) return size;
    }
    return 1;
  });
}

/** The elements of `x` in the order of `shape`, repeated where an axis of `x` has size 1 or is absent. */
export function stretch(x: Tensor64, shape: readonly number[]): Float64Array {
  const count = elementCount(shape);
  if (x.data.length === count) return x.data;
  if (x.data.length === 1) return new Float64Array(count).fill(x.data[0] ?? Number.NaN);
  const own = rowMajorStrides(x.shape);
  const missing = shape.length - x.shape.length;
  const strides = shape.map((_, axis) => (x.shape[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
  return takeAt(x.data, positions(shape, strides));
}

/** The shape that all operands have, or null where they differ. */
export function sharedShape(operands: readonly Tensor64[]): readonly number[] | null {
  const shape = operands[0]?.shape ?? [];
  for (const x of operands) {
    if (x.shape.length !== shape.length) return null;
    for (let axis = 0; axis < shape.length; axis++) if (x.shape[axis] !== shape[axis]) return null;
  }
  return shape;
}

/** `f` of the elements of the operands under the broadcast rule. */
export function mapTogether(
  operands: readonly Tensor64[],
  dtype: Dtype,
  f: (...operands: readonly number[]) => number,
): Tensor64 {
  const shape = sharedShape(operands) ?? broadcastSizes(operands.map((x) => x.shape));
  const [a, b, c] = operands.map((x) => stretch(x, shape));
  const data = new Float64Array(elementCount(shape));
  const missing = Number.NaN;
  for (let i = 0; i < data.length; i++) {
    const x = a?.[i] ?? missing;
    if (b === undefined) data[i] = f(x);
    else if (c === undefined) data[i] = f(x, b[i] ?? missing);
    else data[i] = f(x, b[i] ?? missing, c[i] ?? missing);
  }
  return { dtype, shape, data };
}
