import { staticSize } from '../../../compiler/ir/dim.ts';
import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';

/** Numbers of a weight or of a piece of it: [rows, columns], or one row. */
export interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

/** x @ `x` + h @ `h` + `bias` + the sum of `peepholes`, each an element of the memory times a number; absent: zeros. */
export interface Affine {
  readonly width: number;
  readonly x: Numbers | null;
  readonly h: Numbers | null;
  readonly bias: Numbers | null;
  readonly peepholes: readonly { readonly of: ValueId; readonly by: Numbers }[];
}

/** What a body is to a matcher. */
export interface CellBody {
  readonly nodeOf: (value: ValueId) => Node | undefined;
  /** Numbers of a param that is a weight of the model. */
  readonly weightOf: (value: ValueId) => Numbers | null;
  readonly x: ValueId;
  readonly h: ValueId;
}

const make = (rows: number, columns: number, at: (row: number, column: number) => number): Numbers => ({
  rows,
  columns,
  data: Float32Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns)),
});
export const cutRows = ({ columns, data }: Numbers, from: number, to: number): Numbers => ({
  rows: to - from,
  columns,
  data: data.slice(from * columns, to * columns),
});
const cutColumns = ({ rows, columns, data }: Numbers, from: number, to: number): Numbers =>
  make(rows, to - from, (row, column) => data[row * columns + from + column] ?? 0);
/** The sum; one number is added to every column of a row. */
export function added(a: Numbers | null, b: Numbers | null): Numbers | null {
  if (a === null || b === null) return a ?? b;
  const at = ({ columns, data }: Numbers, row: number, column: number): number =>
    data[row * columns + (columns === 1 ? 0 : column)] ?? 0;
  return make(a.rows, Math.max(a.columns, b.columns), (row, column) => at(a, row, column) + at(b, row, column));
}

/** The piece of its operand that a cut gives: its axis, and from where to where; null for other nodes. */
export function pieceOf(
  node: Node,
  value: ValueId,
): { readonly axis: number; readonly from: number; readonly to: number } | null {
  if (node.op === 'slice') {
    const [from, to] = [staticSize(node.attrs.start), staticSize(node.attrs.end)];
    return from === null || to === null ? null : { axis: node.attrs.axis, from, to };
  }
  if (node.op !== 'split') return null;
  let from = 0;
  for (const [i, output] of node.outputs.entries()) {
    const size = staticSize(node.attrs.sizes[i] ?? {}) ?? 0;
    if (output === value) return { axis: node.attrs.axis, from, to: from + size };
    from += size;
  }
  return null;
}

/** A matrix or a row that follows from one weight by cuts and turns. */
export function numbersOf(body: CellBody, value: ValueId): Numbers | null {
  const weight = body.weightOf(value);
  if (weight !== null) return weight;
  const node = body.nodeOf(value);
  const [operand] = node?.inputs ?? [];
  if (node === undefined || operand === undefined) return null;
  const whole = node.op === 'transpose' || node.op === 'slice' || node.op === 'split' ? numbersOf(body, operand) : null;
  if (whole === null) return null;
  if (node.op === 'transpose')
    return make(whole.columns, whole.rows, (row, column) => whole.data[column * whole.columns + row] ?? 0);
  const piece = pieceOf(node, value);
  if (piece === null) return null;
  return piece.axis === 1 || whole.rows === 1
    ? cutColumns(whole, piece.from, piece.to)
    : cutRows(whole, piece.from, piece.to);
}

/** What a matrix is multiplied by, with its rows, where some values stand side by side. */
export function factorsOf(
  body: CellBody,
  { inputs: [left, right] }: NodeOf<'matmul'>,
  widthOf: (value: ValueId) => number,
): readonly { readonly value: ValueId; readonly matrix: Numbers }[] | null {
  if (left === undefined || right === undefined) return null;
  const matrix = numbersOf(body, right);
  if (matrix === null) return null;
  const joined = body.nodeOf(left);
  const parts = joined?.op === 'concat' ? joined.inputs : [left];
  let from = 0;
  return parts.map((value) => {
    const to = from + widthOf(value);
    const factor = { value, matrix: cutRows(matrix, from, to) };
    from = to;
    return factor;
  });
}

/**
 * The affine function of x, h and the memory that a value is; null where it is something else.
 * @param width of the value, which numbers and rows are repeated to
 */
export function affineOf(body: CellBody, value: ValueId, widthOf: (value: ValueId) => number): Affine | null {
  const width = widthOf(value);
  const none: Affine = { width, x: null, h: null, bias: null, peepholes: [] };
  const node = body.nodeOf(value);
  const row = numbersOf(body, value);
  if (row !== null) return row.rows === 1 && row.columns === width ? { ...none, bias: row } : null;
  if (node?.op === 'constant' && node.attrs.shape.length === 0)
    return { ...none, bias: make(1, 1, () => node.attrs.values[0] ?? 0) };
  if (node?.op === 'add') {
    const [a, b] = node.inputs.map((input) => affineOf(body, input, widthOf));
    if (!a || !b) return null;
    return {
      width,
      x: added(a.x, b.x),
      h: added(a.h, b.h),
      bias: added(a.bias, b.bias),
      peepholes: [...a.peepholes, ...b.peepholes],
    };
  }
  if (node?.op === 'matmul') {
    const factors = factorsOf(body, node, widthOf);
    if (factors === null || !factors.every((factor) => factor.value === body.x || factor.value === body.h)) return null;
    const sumOf = (operand: ValueId): Numbers | null =>
      factors.reduce<Numbers | null>((sum, { value: of, matrix }) => (of === operand ? added(sum, matrix) : sum), null);
    return { ...none, x: sumOf(body.x), h: sumOf(body.h) };
  }
  if (node?.op === 'mul') {
    for (const [at, other] of [node.inputs, [...node.inputs].reverse()]) {
      if (at === undefined || other === undefined) return null;
      const by = numbersOf(body, at);
      if (by?.rows === 1 && by.columns === width) return { ...none, peepholes: [{ of: other, by }] };
    }
    return null;
  }
  const [operand] = node?.inputs ?? [];
  const piece = node === undefined ? null : pieceOf(node, value);
  if (operand === undefined || piece?.axis !== 1) return null;
  const whole = affineOf(body, operand, widthOf);
  if (whole === null || whole.peepholes.length > 0) return null;
  return cutAffine(whole, piece.from, piece.to);
}

/** Columns of an affine function without peepholes. */
export function cutAffine(whole: Affine, from: number, to: number): Affine {
  const cut = (numbers: Numbers | null): Numbers | null =>
    numbers === null || (numbers.columns === 1 && whole.width > 1) ? numbers : cutColumns(numbers, from, to);
  return { width: to - from, x: cut(whole.x), h: cut(whole.h), bias: cut(whole.bias), peepholes: [] };
}
