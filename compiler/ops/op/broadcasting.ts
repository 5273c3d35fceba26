import { InternalError } from '../../diagnostics/diagnostic.ts';
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
  let rank = 0;
  for (const shape of shapes) rank = Math.max(rank, shape.length);
  const sizes = new Array<number>(rank).fill(1);
  // of operands that stretch to one another, the first that is not 1 says the size
  for (let i = shapes.length - 1; i >= 0; i--) {
    const shape = shapes[i] ?? [];
    for (let axis = 0; axis < shape.length; axis++) {
      const size = shape[axis] ?? 1;
      if (size !== 1) sizes[axis + rank - shape.length] = size;
    }
  }
  return sizes;
}

/** The elements of `x` in the order of `shape`, repeated where an axis of `x` has size 1 or is absent. */
export function stretch(x: Tensor64, shape: readonly number[]): Float64Array {
  const count = elementCount(shape);
  if (x.data.length === count) return x.data;
  if (x.data.length === 1) return new Float64Array(count).fill(x.data[0] ?? Number.NaN);
  const repeated = tiled(x, shape, count);
  if (repeated !== null) return repeated;
  const own = rowMajorStrides(x.shape);
  const missing = shape.length - x.shape.length;
  const strides = shape.map((_, axis) => (x.shape[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
  return takeAt(x.data, positions(shape, strides));
}

/** The elements of `x` one time after the other, where only leading axes of `shape` are longer or more; null where others are. */
function tiled(x: Tensor64, shape: readonly number[], count: number): Float64Array | null {
  const missing = shape.length - x.shape.length;
  if (missing < 0) return null;
  let axis = 0;
  while (axis < x.shape.length && x.shape[axis] === 1) axis++;
  for (; axis < x.shape.length; axis++) if (x.shape[axis] !== shape[missing + axis]) return null;
  const result = new Float64Array(count);
  for (let start = 0; start < count; start += x.data.length) result.set(x.data, start);
  return result;
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
  if (a === undefined) throw new InternalError('an op of elements has no operand');
  if (b === undefined) for (let i = 0; i < data.length; i++) data[i] = f(a[i] ?? missing);
  else if (c === undefined) for (let i = 0; i < data.length; i++) data[i] = f(a[i] ?? missing, b[i] ?? missing);
  else for (let i = 0; i < data.length; i++) data[i] = f(a[i] ?? missing, b[i] ?? missing, c[i] ?? missing);
  return { dtype, shape, data };
}
