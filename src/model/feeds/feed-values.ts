import { describeValue, isPromise } from '../../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/feeds.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import type { NestedNode } from '../../trees/read-tree.ts';

/** Anything with a length and entries: arrays and typed arrays. */
export type Row = ArrayLike<unknown>;
/** The form of `tf.Tensor` and of similar classes. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<unknown>;
}
export interface ShapedData {
  readonly data: ArrayLike<unknown>;
  readonly shape: readonly number[];
}
/**
 * A number (for shape []), nested arrays, `{data, shape}`, a typed array, or a tensor of tfjs. For trees a list with one tree per sample, which is
 * a list of parents, a table of children or nested nodes; nested nodes alone; or parents as `{data, shape}`.
 */
export type Feed = number | boolean | string | Row | ShapedData | TensorLike | NestedNode;

export const isRow = (value: unknown): value is Row =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
export const isTyped = (value: unknown): value is Row => ArrayBuffer.isView(value) && !(value instanceof DataView);
export const isTensorLike = (value: unknown): value is TensorLike =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { dataSync?: unknown }).dataSync === 'function' &&
  isRow((value as { shape?: unknown }).shape);
export const isShapedData = (value: unknown): value is ShapedData =>
  typeof value === 'object' &&
  value !== null &&
  isRow((value as { data?: unknown }).data) &&
  isRow((value as { shape?: unknown }).shape);

export type HeapArray = Float32Array | Int32Array | Uint8Array;

/** At most so many mistakes are listed one by one. */
export const MAX_MISTAKES = 50;

/** `refuse`: a mistake that no option allows. */
export type NaNRule = 'error' | 'allow' | 'refuse';

/** How the numbers of one feed are checked. */
export interface ValueRules {
  readonly name: string;
  readonly dtype: Dtype;
  /** int32: every entry must be in 0..limit-1. */
  readonly limit: number | null;
  /** Whether -1 may stand for "nothing here". */
  readonly missing: boolean;
  readonly nan: NaNRule;
  /**
   * For a sequence: how many steps of each row count along the axis at `place`. NaN and Infinity at later steps are no mistake and become 0. Absent:
   * all steps count.
   */
  readonly lengths?: { readonly rows: readonly number[]; readonly place: number };
  /** Name of a place in nested rows; null: as `x[0][3]`. */
  readonly placeOf: ((path: readonly number[]) => string) | null;
}

export const describe = (value: unknown): string =>
  Array.isArray(value)
    ? 'a list'
    : value === undefined
      ? 'undefined'
      : typeof value === 'object' && value !== null && !isPromise(value)
        ? 'an object'
        : describeValue(value);

/** The number to store, or the mistake at `where()`. */
function convert(given: unknown, rules: ValueRules, where: () => string): number | Diagnostic {
  const { dtype } = rules;
  const value = typeof given === 'bigint' ? Number(given) : given;
  if (dtype === 'bool')
    return typeof value === 'boolean'
      ? Number(value)
      : value === 0 || value === 1
        ? value
        : say.notANumber(where(), describe(value), dtype);
  const number = value === 'NaN' && rules.nan === 'allow' && dtype === 'float32' ? Number.NaN : value;
  if (typeof number !== 'number')
    return value === 'NaN'
      ? say.isNaNValue(where(), dtype === 'float32' && rules.nan === 'error')
      : say.notANumber(where(), describe(value), dtype);
  if (dtype === 'float32') return rules.nan === 'allow' ? number : (notFinite(number, rules, where) ?? number);
  if ((number | 0) !== number)
    return Number.isNaN(number) ? say.isNaNValue(where(), false) : say.notAnInteger(where(), number);
  if (rules.limit !== null && (number < (rules.missing ? -1 : 0) || number >= rules.limit))
    return say.outOfVocabulary(where(), number, rules.limit, rules.missing);
  return number;
}

/** Of float32: NaN, also as it is written in JSON, and what does not fit. */
const isNotFinite = (given: unknown, { dtype }: ValueRules): boolean =>
  dtype === 'float32' && (given === 'NaN' || (typeof given === 'number' && !Number.isFinite(Math.fround(given))));

/** NaN and what does not fit a float32 are mistakes unless they are allowed. */
function notFinite(value: number, { nan, missing, dtype }: ValueRules, where: () => string): Diagnostic | null {
  if (Number.isNaN(value) && missing && dtype === 'float32') return null;
  if (Number.isNaN(value)) return say.isNaNValue(where(), nan === 'error');
  return Number.isFinite(Math.fround(value)) ? null : say.isInfinite(where(), value, nan === 'error');
}

/** Whether the place of an entry of a block of `shape` is beyond the end of its row. */
function isBeyond({ lengths }: ValueRules, path: readonly number[], shape: readonly number[]): boolean {
  if (lengths === undefined) return false;
  let row = 0;
  for (let axis = 0; axis < lengths.place; axis++) row = row * (shape[axis] ?? 1) + (path[axis] ?? 0);
  return (path[lengths.place] ?? 0) >= (lengths.rows[row] ?? 0);
}

/** Whether flat position `at` of a block of `shape` is beyond the end of its row. */
function isPadding(rules: ValueRules, at: number, shape: readonly number[]): boolean {
  return rules.lengths !== undefined && isBeyond(rules, indicesOf(at, shape), shape);
}

/** `x[0][3]` for flat position `at` of a block of `shape`. */
export const placeOf = (name: string, at: number, shape: readonly number[]): string =>
  `${name}${indicesOf(at, shape)
    .map((i) => `[${i}]`)
    .join('')}`;

function indicesOf(at: number, shape: readonly number[]): readonly number[] {
  const indices: number[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1;
    indices.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indices;
}

/** Uses that x - x is 0 only for finite numbers. It adds into four sums, so that one addition need not wait for the one before. */
function allFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const [p, q, r, s] = [
      values[i] as number,
      values[i + 1] as number,
      values[i + 2] as number,
      values[i + 3] as number,
    ];
    a += p - p;
    b += q - q;
    c += r - r;
    d += s - s;
  }
  for (let i = whole; i < values.length; i++) a += (values[i] as number) - (values[i] as number);
  return a + b + c + d === 0;
}

/** Writes flat values from index `at` on. Gives all mistakes, with places that follow from `shape`, or null. Without mistakes it allocates nothing. */
export function writeFlat(
  source: Row,
  shape: readonly number[],
  rules: ValueRules,
  target: HeapArray,
  at: number,
): Diagnostic[] | null {
  let mistakes: Diagnostic[] | null = null;
  if (rules.dtype === 'float32' && source instanceof Float32Array) {
    target.set(source, at);
    if (rules.nan === 'allow' || allFinite(source)) return null;
    for (let i = 0; i < source.length; i++) {
      const value = source[i] as number;
      if (!Number.isFinite(value) && isPadding(rules, i, shape)) {
        target[at + i] = 0;
        continue;
      }
      const mistake = Number.isFinite(value) ? null : notFinite(value, rules, () => placeOf(rules.name, i, shape));
      if (mistake !== null) mistakes = [...(mistakes ?? []), mistake].slice(0, MAX_MISTAKES + 1);
    }
    return mistakes;
  }
  for (let i = 0; i < source.length; i++) {
    const given = source[i];
    const value =
      isNotFinite(given, rules) && isPadding(rules, i, shape)
        ? 0
        : convert(given, rules, () => placeOf(rules.name, i, shape));
    if (typeof value === 'number') target[at + i] = value;
    else mistakes = [...(mistakes ?? []), value].slice(0, MAX_MISTAKES + 1);
  }
  return mistakes;
}

/**
 * Writes nested rows into a block of `shape` (what rows lack stays as it is). The rows have been measured before.
 * Gives every mistake.
 */
export function writeNested(
  source: unknown,
  shape: readonly number[],
  rules: ValueRules,
  target: HeapArray,
  at: number,
): Diagnostic[] | null {
  const path: number[] = [];
  const mistakes: Diagnostic[] = [];
  const where = (): string => rules.placeOf?.(path) ?? `${rules.name}${path.map((i) => `[${i}]`).join('')}`;
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((n, d) => n * d, 1));
  const visit = (value: unknown, axis: number, offset: number): void => {
    if (mistakes.length > MAX_MISTAKES) return;
    if (axis === shape.length) {
      const number = isNotFinite(value, rules) && isBeyond(rules, path, shape) ? 0 : convert(value, rules, where);
      if (typeof number === 'number') target[offset] = number;
      else mistakes.push(number);
      return;
    }
    if (!isRow(value)) {
      mistakes.push(say.notANumber(where(), describe(value), rules.dtype));
      return;
    }
    const stride = strides[axis] ?? 1;
    // Copies plain finite numbers quickly. From the first entry that is something else on, every entry is checked.
    let plain = 0;
    if (axis === shape.length - 1 && target instanceof Float32Array)
      while (plain < value.length) {
        const number = value[plain];
        if (typeof number !== 'number' || !Number.isFinite(Math.fround(number))) break;
        target[offset + plain++] = number;
      }
    for (let i = plain; i < value.length; i++) {
      path.push(i);
      visit(value[i], axis + 1, offset + i * stride);
      path.pop();
    }
  };
  visit(source, 0, at);
  return mistakes.length === 0 ? null : mistakes;
}
