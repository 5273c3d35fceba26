import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/feeds.ts';
import {
  BATCH,
  plainSymbol,
  printDim,
  printShape,
  type Shape,
  staticSize,
  timeSymbols,
} from '../../../compiler/ir/dim.ts';
import { withoutBigInts } from '../../arguments/big-integers.ts';
import { type Feed, isRow, isShapedData, isTensorLike, isTyped, type Row } from './feed-values.ts';

/** A feed measured against the shape it should have. */
export interface Measured {
  /** Sizes along the axes; the longest row where rows are ragged in time. */
  readonly shape: readonly number[];
  /**
   * By the place of an axis of time: how many steps each row has, where they differ. Of an inner axis there is one length for every step of those
   * around it, 0 where a row has no such step.
   */
  readonly rowLengths: ReadonlyMap<number, readonly number[]>;
  readonly values: { readonly form: 'nested'; readonly rows: unknown } | { readonly form: 'flat'; readonly data: Row };
}

/** `[[[v0], [v1], …]]`: how a feed of this shape is written. */
export function exampleOf(shape: Shape): string {
  let text = '#';
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = staticSize(shape[axis] ?? {});
    text =
      size === 1 || plainSymbol(shape[axis] ?? {}) === BATCH
        ? `[${text}]`
        : size === 2
          ? `[${text}, ${text}]`
          : `[${text}, ${text}, …]`;
  }
  let count = 0;
  return text.replaceAll('#', () => `v${count++}`);
}

const seriesHint = (shape: Shape): string | null =>
  shape.length > 1 && plainSymbol(shape[0] ?? {}) === BATCH ? `one series is ${exampleOf(shape)}` : null;

/**
 * A feed whose shape can be told without the others, a mistake, or null: a bare typed array with open sizes.
 * @param placeOf name of a place in nested rows, as of `ValueRules`
 */
export function measure(
  name: string,
  feed: Feed,
  dims: Shape,
  placeOf: ((path: readonly number[]) => string) | null = null,
): Measured | Diagnostic | null {
  const text = printShape(dims);
  if (dims.length > 0 && !isRow(feed) && !isTensorLike(feed) && !isShapedData(feed) && !isScalar(feed))
    return say.inputKind(name, text, feed, exampleOf(dims));
  if (isTensorLike(feed) || isShapedData(feed)) {
    const shape = Array.from(withoutBigInts(feed.shape as ArrayLike<number>));
    const data: unknown = isTensorLike(feed) ? feed.dataSync() : feed.data;
    if (!isRow(data)) return say.inputKind(name, text, data, exampleOf(dims));
    if (shape.length !== dims.length || shape.some((d) => !Number.isInteger(d) || d < 0))
      return say.inputShape(name, text, shape, exampleOf(dims));
    const elements = shape.reduce((n, d) => n * d, 1);
    if (!isTensorLike(feed) && !isRowMajor(feed, shape)) return say.inputStrided(name);
    if (elements !== data.length) return say.inputDataLength(name, shape, elements, data.length);
    return checkStatic(name, { shape, rowLengths: new Map(), values: { form: 'flat', data } }, dims);
  }
  if (isTyped(feed) && dims.length !== 1) return null;
  return measureNested(name, feed, dims, placeOf);
}

/** Whether an array with strides, as packages for numbers have them, lies in its data row after row from the start. */
export function isRowMajor(feed: object, shape: readonly number[]): boolean {
  const { stride, strides = stride, offset = 0 } = feed as { readonly [key: string]: unknown };
  if (offset !== 0) return false;
  if (!isRow(strides)) return true;
  let step = 1;
  return shape.every((_, i) => {
    const axis = shape.length - 1 - i;
    const size = shape[axis] ?? 0;
    const fits = size < 2 || strides[axis] === step;
    step *= size;
    return fits;
  });
}

/** Single values pass here. A later check tells that they must be nested more deeply. */
const isScalar = (feed: unknown): boolean => ['number', 'bigint', 'boolean', 'string'].includes(typeof feed);

function checkStatic(name: string, measured: Measured, dims: Shape): Measured | Diagnostic {
  for (const [axis, dim] of dims.entries()) {
    const size = staticSize(dim);
    const found = measured.shape[axis] ?? 0;
    if (size !== null && size !== found)
      return say.inputSize(`"${name}" along axis ${axis}`, size, found, printShape(dims));
  }
  return measured;
}

function holdsScalars(row: Row): boolean {
  // A typed array holds only numbers.
  for (let i = 0; i < row.length && Array.isArray(row); i++) if (typeof row[i] === 'object') return false;
  return true;
}

/** Deeper lists fit no feed. */
const MAX_DEPTH = 64;

/** Levels of lists down to the first value: a row that holds nothing says nothing about its depth. Without any value, the most levels that there are. */
function depthOf(feed: unknown): number {
  let deepest = 0;
  // null: no value within. A list that contains itself never ends.
  const toValue = (value: unknown, depth: number): number | null => {
    if (!isRow(value) || depth === MAX_DEPTH) return depth;
    deepest = Math.max(deepest, depth + 1);
    for (let i = 0; i < value.length; i++) {
      const found = toValue(value[i], depth + 1);
      if (found !== null) return found;
    }
    return null;
  };
  return toValue(feed, 0) ?? deepest;
}

function measureNested(
  name: string,
  feed: unknown,
  dims: Shape,
  placeOf: ((path: readonly number[]) => string) | null,
): Measured | Diagnostic {
  const rank = dims.length;
  const depth = depthOf(feed);
  const shape = dims.map((dim) => staticSize(dim) ?? -1);
  const ragged = timeAxes(dims);
  const found: { readonly path: readonly number[]; readonly length: number }[] = [];
  // Rows without any element end early: [[], []] has the first two levels of any deeper shape.
  const isEmpty = depth < rank && hasNoElements(feed, 0);
  if (depth !== rank && !isEmpty)
    return say.inputRank(name, printShape(dims), rank, depth, exampleOf(dims), seriesHint(dims));

  const path: number[] = [];
  const where = (): string => placeOf?.(path) ?? `${name}${path.map((i) => `[${i}]`).join('')}`;
  const visit = (value: unknown, axis: number): Diagnostic | null => {
    if (axis === rank)
      return isRow(value)
        ? say.inputRank(where(), printShape(dims), rank, axis + depthOf(value), exampleOf(dims), null)
        : null;
    if (!isRow(value)) return say.inputRank(where(), printShape(dims), rank, axis, exampleOf(dims), null);
    const dim = dims[axis] ?? {};
    const expected = shape[axis] ?? -1;
    const size = staticSize(dim);
    if (size !== null && value.length !== size)
      return axis === 0 || path.every((i) => i === 0)
        ? say.inputSize(where(), size, value.length, printShape(dims))
        : say.inputRagged(where(), size, value.length, printDim(dim));
    if (size === null) {
      if (axis > 0 && axis <= ragged) {
        found.push({ path: [...path], length: value.length });
        shape[axis] = Math.max(expected, value.length);
      } else if (expected < 0) shape[axis] = value.length;
      else if (expected !== value.length) return say.inputRagged(where(), expected, value.length, printDim(dim));
    }
    if (axis === rank - 1 && holdsScalars(value)) return null;
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      const mistake = visit(value[i], axis + 1);
      if (mistake !== null) return mistake;
      path.pop();
    }
    return null;
  };
  const mistake = visit(feed, 0);
  if (mistake !== null) return mistake;
  const sizes = shape.map((size) => Math.max(size, 0));
  const rowLengths = new Map<number, number[]>();
  for (const { path, length } of found) {
    const axis = path.length;
    if (length === sizes[axis] && !rowLengths.has(axis)) continue;
    const rows = rowLengths.get(axis) ?? fullRows(found, axis, sizes);
    rowLengths.set(axis, rows);
    rows[rowAt(path, sizes)] = length;
  }
  return { shape: sizes, rowLengths, values: { form: 'nested', rows: feed } };
}

/** How many axes behind `batch` are time: a row may have its own number of steps along each. */
export const timeAxes = (dims: Shape): number => (plainSymbol(dims[0] ?? {}) === BATCH ? timeSymbols(dims).length : 0);

/** The row at a path: samples, or steps of the axes around an inner one, in one line. */
const rowAt = (path: readonly number[], sizes: readonly number[]): number =>
  path.reduce((row, at, axis) => row * (sizes[axis] ?? 1) + at, 0);

/** All rows that there are along an axis as full, all others without steps. */
function fullRows(
  found: readonly { readonly path: readonly number[] }[],
  axis: number,
  sizes: readonly number[],
): number[] {
  const rows = new Array<number>(sizes.slice(0, axis).reduce((n, size) => n * size, 1)).fill(0);
  for (const { path } of found) if (path.length === axis) rows[rowAt(path, sizes)] = sizes[axis] ?? 0;
  return rows;
}

const hasNoElements = (value: unknown, depth: number): boolean =>
  isRow(value) &&
  depth < MAX_DEPTH &&
  Array.prototype.every.call(value, (row: unknown) => hasNoElements(row, depth + 1));

/** Shape of a bare typed array, once the sizes that the other feeds tell are known. */
export function measureFlat(
  name: string,
  data: Row,
  dims: Shape,
  known: ReadonlyMap<string, number>,
): Measured | Diagnostic {
  const sizes = dims.map((dim) => staticSize(dim) ?? known.get(plainSymbol(dim) ?? '') ?? null);
  const open = dims.filter((_, axis) => sizes[axis] === null);
  const unit = sizes.reduce<number>((n, size) => n * (size ?? 1), 1);
  if (open.length > 1 || (open.length === 1 && unit === 0))
    return say.inputShapeOpen(name, printShape(dims), open.map(printDim));
  if (open.length === 1 && data.length % unit !== 0)
    return say.inputNotDivisible(name, printShape(dims), data.length, unit);
  const shape = sizes.map((size) => size ?? data.length / unit);
  const elements = shape.reduce((n, d) => n * d, 1);
  if (elements !== data.length) return say.inputDataLength(name, shape, elements, data.length);
  return { shape, rowLengths: new Map(), values: { form: 'flat', data } };
}
