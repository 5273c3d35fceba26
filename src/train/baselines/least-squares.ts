import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';

/**
 * The x that makes |A x - b| smallest, in float64. Givens rotations add the rows to a triangular factor one by one (Golub and Van Loan, "Matrix
 * Computations", 5.2.5; Gentleman 1973). So the memory depends only on the number of columns, and no digits are lost as they would be by computing
 * AᵀA. Where columns depend on one another, and only there, a ridge of 1e-8 times their lengths picks a small x.
 * @param rows calls `add` with each row of A, [columns], and its element of b; the row may be reused.
 */
export function leastSquares(
  columns: number,
  rows: (add: (row: ArrayLike<number>, target: number) => void) => void,
): Float64Array {
  const width = columns + 1;
  // Upper triangle of R with Qᵀb in the last column.
  const r = new Float64Array(columns * width);
  const lengths = new Float64Array(columns);
  const row = new Float64Array(width);
  const add = (values: ArrayLike<number>, target: number): void => {
    if (values.length !== columns) throw new InternalError(`a row of ${values.length} for ${columns} columns`);
    row.set(values);
    row[columns] = target;
    for (let j = 0; j < columns; j++) lengths[j] = Math.hypot(lengths[j] ?? 0, row[j] ?? 0);
    rotateIn(r, row, columns);
  };
  rows(add);
  const longest = Math.max(0, ...lengths);
  const singular = lengths.some((length, j) => Math.abs(r[j * width + j] ?? 0) <= 1e-12 * columns * length);
  if (singular)
    for (let j = 0; j < columns; j++) {
      row.fill(0);
      row[j] = 1e-8 * (longest === 0 ? 1 : longest);
      rotateIn(r, row, columns);
    }
  return solveUpper(r, columns);
}

/** Adds a row to the triangle by rotations. They make all but the last element of the row 0, which is the residual. */
function rotateIn(r: Float64Array, row: Float64Array, columns: number): void {
  const width = columns + 1;
  for (let j = 0; j < columns; j++) {
    const below = row[j] ?? 0;
    if (below === 0) continue;
    const diagonal = r[j * width + j] ?? 0;
    const radius = Math.hypot(diagonal, below);
    const c = diagonal / radius;
    const s = below / radius;
    for (let k = j; k < width; k++) {
      const upper = r[j * width + k] ?? 0;
      const lower = row[k] ?? 0;
      r[j * width + k] = c * upper + s * lower;
      row[k] = c * lower - s * upper;
    }
  }
}

function solveUpper(r: Float64Array, columns: number): Float64Array {
  const width = columns + 1;
  const x = new Float64Array(columns);
  for (let j = columns - 1; j >= 0; j--) {
    let sum = r[j * width + columns] ?? 0;
    for (let k = j + 1; k < columns; k++) sum -= (r[j * width + k] ?? 0) * (x[k] ?? 0);
    x[j] = sum / (r[j * width + j] ?? 0);
  }
  return x;
}
