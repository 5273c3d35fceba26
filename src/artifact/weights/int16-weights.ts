import { initializeWeight } from '../../../compiler/initialize/initialize.ts';
import { weightsOf } from '../artifact.ts';
import type { ModelDefinition, WeightData } from '../definition.ts';

/** A matrix [rows, columns] in 16 bits: entry (i, j) is `whole[i, j] * columnScales[j] * rowScales[i]`, rounded to float32. */
export interface Int16Matrix {
  readonly shape: readonly [rows: number, columns: number];
  readonly whole: Int16Array;
  readonly rowScales: Float32Array;
  readonly columnScales: Float32Array;
}

/** The largest magnitude. -32768 is left out, so that a matrix and its negative are rounded alike. */
const TOP = 32_767;

/** About how many bytes the header of a file needs for the two tensors of scales. */
const BYTES_OF_SCALES = 256;

/**
 * Whether a weight is stored in 16 bits: it must be a matrix of finite numbers and become smaller. Weights with one axis are biases and scales of
 * norms. They stay as they are, because they are small and their errors would reach every result.
 */
export function suitsInt16({ shape, data }: WeightData): boolean {
  const [rows = 0, columns = 0] = shape;
  return (
    shape.length === 2 && 2 * rows * columns > 4 * (rows + columns) + BYTES_OF_SCALES && data.every(Number.isFinite)
  );
}

/**
 * Rounds a matrix to 16 bits. Every column has a scale of its own, so that large weights of one output do not make those of another coarse. Every
 * row has one too: an input that counts in millions has weights of millionths, which would become 0 beside the weights of other inputs although
 * they matter as much. Once the scales of the columns are divided out, the error of an entry is at most 1/32,767 of the largest entry of its row, and
 * at most half of that share of the largest entry of its column. A matrix that was rounded before stays as it is.
 * @param weight that `suitsInt16`
 */
export function toInt16({ shape, data }: WeightData): Int16Matrix {
  const [rows = 0, columns = 0] = shape;
  const columnScales = new Float32Array(columns);
  for (let i = 0; i < data.length; i++) {
    const j = i % columns;
    columnScales[j] = Math.max(columnScales[j] ?? 0, Math.abs(data[i] ?? 0));
  }
  for (let j = 0; j < columns; j++) columnScales[j] = settledScale((columnScales[j] ?? 0) / TOP);
  const rowScales = new Float32Array(rows);
  const whole = new Int16Array(data.length);
  for (let i = 0; i < rows; i++) {
    let largest = 0;
    for (let j = 0; j < columns; j++)
      largest = Math.max(largest, quotient(data[i * columns + j] ?? 0, columnScales[j] ?? 0));
    const rowScale = powerAbove(largest / TOP);
    rowScales[i] = rowScale;
    for (let j = 0; j < columns; j++) {
      const exact = quotient(data[i * columns + j] ?? 0, (columnScales[j] ?? 0) * rowScale);
      const rounded = Math.min(TOP, Math.round(exact));
      whole[i * columns + j] = (data[i * columns + j] ?? 0) < 0 ? -rounded : rounded;
    }
  }
  return { shape: [rows, columns], whole, rowScales, columnScales };
}

/**
 * All weights of a model, initial ones too, with those that suit rounded as its file will hold them.
 * @param weights by path; the others come from the seed
 */
export function roundedWeights(
  { graphs, seed }: Pick<ModelDefinition, 'graphs' | 'seed'>,
  weights: ReadonlyMap<string, WeightData>,
): ReadonlyMap<string, WeightData> {
  return new Map(
    weightsOf(graphs).map(({ path, shape, init }) => {
      const weight = weights.get(path) ?? { shape, data: initializeWeight(init, shape, seed, path) };
      return [path, suitsInt16(weight) ? fromInt16(toInt16(weight)) : weight];
    }),
  );
}

/** Whether the weights were rounded to 16 bits before: some of them suit 16 bits, and rounding would change none of these. */
export function areRounded(weights: ReadonlyMap<string, WeightData>): boolean {
  const suiting = [...weights.values()].filter(suitsInt16);
  return (
    suiting.length > 0 &&
    suiting.every((weight) => {
      const rounded = fromInt16(toInt16(weight)).data;
      return weight.data.every((x, i) => x === rounded[i]);
    })
  );
}

/** A magnitude divided by a unit; 0 where the unit is too small for float32. */
const quotient = (x: number, unit: number): number => (unit === 0 ? 0 : Math.abs(x) / unit);

/**
 * The smallest power of two, at most 1, that is not below x, where a difference as small as a rounding error of float32 does not count. Scaling by a
 * power of two is exact. Gives 1 for a row of zeros.
 */
function powerAbove(x: number): number {
  if (x === 0) return 1;
  let power = 1;
  while ((power / 2) * (1 + 2 ** -20) >= x && power > 2 ** -126) power /= 2;
  return power;
}

/**
 * A float32 near `scale` that stays the same when the scale is computed again from the rounded column. So a model that is compiled again keeps its
 * numbers to the last bit. The loop ends: such a number exists at most 2^15 units in the last place away, and the steps never jump over it.
 */
function settledScale(scale: number): number {
  for (let settled = Math.fround(scale); ; ) {
    const next = Math.fround(Math.fround(settled * TOP) / TOP);
    if (next === settled) return settled;
    settled = next;
  }
}

/** The numbers that the matrix stands for, infinite where scales are too large for float32. */
export function fromInt16({ shape, whole, rowScales, columnScales }: Int16Matrix): WeightData {
  const [rows, columns] = shape;
  const data = new Float32Array(whole.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const at = i * columns + j;
      data[at] = (whole[at] ?? 0) * (columnScales[j] ?? 0) * (rowScales[i] ?? 0);
    }
  return { shape, data };
}
