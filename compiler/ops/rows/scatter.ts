import { type Dim, equalShapes, printDim, printShape, staticSize } from '../../ir/dim.ts';
import type { TensorType } from '../../ir/types.ts';
import { OpTypeError, type Tensor64 } from '../op/op.ts';
import { requireDtype } from '../op/operands.ts';

/** Checks rows [..., D] that go to rows of a table by index. @returns D */
export function scatteredWidth(op: string, indices: TensorType, x: TensorType, first: number): Dim {
  requireDtype(op, indices, first, 'int32');
  requireDtype(op, x, first + 1, 'float32');
  const width = x.shape.at(-1);
  const expected = [...indices.shape, width ?? {}];
  if (width === undefined || !equalShapes(x.shape, expected))
    throw new OpTypeError(`${op} takes one row per index`, printShape(expected), printShape(x.shape), [
      first + 1,
      first,
    ]);
  return width;
}

/** @throws OpTypeError where a table would have no rows. */
export function requireRows(op: string, rows: Dim): void {
  const fixed = staticSize(rows);
  if (fixed !== null && fixed < 1)
    throw new OpTypeError(`${op} needs a table of at least 1 row`, 'a positive integer', printDim(rows), []);
}

/** Calls back with the places, in flat data, of every row and of the row of the table that it goes to. @throws RangeError for an index outside other than -1. */
export function eachScattered(
  indices: Tensor64,
  rows: number,
  width: number,
  each: (from: number, to: number) => void,
): void {
  for (const [i, row] of indices.data.entries()) {
    if (row === -1) continue;
    if (row < 0 || row >= rows) throw new RangeError(`index ${row} is outside a table of ${rows} rows`);
    each(i * width, row * width);
  }
}

export function addRow(target: Float64Array, to: number, source: Float64Array, from: number, width: number): void {
  for (let j = 0; j < width; j++) target[to + j] = (target[to + j] ?? 0) + (source[from + j] ?? 0);
}
