import type { Conversion, NodeReader } from '../conversion.ts';
import { asLengths } from '../length-nodes.ts';
import { Axis, become, isMerged, type RowOrder, refuse, sizesOf, type Value } from '../values.ts';

/**
 * Rows by their lengths, the longest first, as PyTorch packs them (`pack_padded_sequence` with enforce_sorted=False), and the place that each row has then.
 * Source: onnx/defs/math/defs.cc, TopK of opset 10 to 24.
 */
export function orderByLengths(node: NodeReader): readonly Value[] {
  const lengths = asLengths(node.optional(0)) ?? refuse('it takes the largest of what are no lengths of rows');
  const rows = lengths.rows ?? refuse('the rows of its lengths are not known');
  const { entries } = sizesOf(node.input(1));
  const [count] = entries;
  if (!(count instanceof Axis) || !count.is(rows)) return refuse('it takes some of the rows');
  if (node.int('largest', 1) !== 1 || node.int('sorted', 1) !== 1 || ![-1, 0].includes(node.int('axis', -1)))
    return refuse('it takes other rows first than the longest');
  const sorted = new Axis(rows.root.size, 'batch', '', lengths.name);
  const order: RowOrder = { kind: 'row order', from: rows, to: sorted };
  return [{ ...lengths, rows: sorted }, order].slice(0, node.node.output.length);
}

type Convert = (node: NodeReader, conversion: Conversion) => Value | null;

const isOrder = (value: Value | null): value is RowOrder => value?.kind === 'row order';

/** Rows in another order. */
const gather: Convert = (node) => {
  const order = node.input(1);
  if (!isOrder(order)) return null;
  const data = node.data(0);
  const at = node.int('axis', 0);
  const place = at < 0 ? at + data.axes.length : at;
  const rows = become(data.axes[place], 'batch');
  // rows of an input are those of its lengths
  if (rows.order !== order.from.order || !rows.join(order.from))
    return refuse('it orders rows by the lengths of others');
  if (data.source !== null) data.source.whole = true;
  return { ...data, source: null, axes: data.axes.map((axis, i) => (i === place ? order.to : axis)) };
};

/** Puts the number of each row at its place: the order back. */
const scatter: Convert = (node) => {
  const [filled, order, rows] = [node.input(0), node.input(1), node.input(2)];
  if (!isOrder(order) || filled.kind !== 'filled' || rows.kind !== 'rows' || node.int('axis', 0) !== 0) return null;
  if (node.text('reduction', 'none') !== 'none' || !rows.of.is(order.from))
    return refuse('it orders something else than rows');
  return { kind: 'row order', from: order.to, to: order.from };
};

/** The size of the rows in an order is that of all rows. */
const shape: Convert = (node) => {
  const order = node.input(0);
  return isOrder(order) ? { kind: 'sizes', rank: 1, entries: [order.from.order === '' ? order.from : order.to] } : null;
};
const cast: Convert = (node) => {
  const order = node.input(0);
  if (!isOrder(order)) return null;
  node.int('to', 7);
  return order;
};
const product: Convert = (node) => {
  const sizes = node.input(0);
  if (sizes.kind !== 'sizes' || sizes.entries.length !== 1) return null;
  node.int('keepdims', 1);
  return { ...sizes, rank: 0 };
};
/** 0, 1, … to the last row. */
const range: Convert = (node) => {
  const [start, end, step] = [node.input(0), node.input(1), node.input(2)];
  const [rows] = end.kind === 'sizes' ? end.entries : [];
  const isOne = (value: Value, wanted: number): boolean =>
    value.kind === 'constant' && value.data.length === 1 && value.data[0] === wanted;
  if (!(rows instanceof Axis) || rows.role !== 'batch' || !isOne(start, 0) || !isOne(step, 1)) return null;
  return { kind: 'rows', of: rows };
};

const ORDER_NODES: { readonly [operator: string]: Convert } = {
  Gather: gather,
  ScatterElements: scatter,
  Shape: shape,
  Cast: cast,
  ReduceProd: product,
  Range: range,
};

/** Nodes that put rows into the order of their lengths, and back. @returns null for others */
export function convertOrder(node: NodeReader, conversion: Conversion): Value | null {
  const operator = node.node.opType ?? '';
  const convert = Object.hasOwn(ORDER_NODES, operator) ? ORDER_NODES[operator] : undefined;
  return convert?.(node, conversion) ?? null;
}

/** Outputs have rows as they were fed. @throws Refusal */
export function expectRowsAsFed(axes: readonly (Axis | { readonly of: readonly Axis[] })[]): void {
  if (axes.some((axis) => !isMerged(axis) && axis.order !== ''))
    refuse('its rows are in the order of their lengths, not as they were fed');
}
