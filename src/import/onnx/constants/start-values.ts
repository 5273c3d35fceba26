import type { Conversion, GrowingLayer } from '../conversion.ts';
import { type Constant, type Filled, type Repeated, refuse, type Value } from '../values.ts';
import { cutConstant } from './constant-shapes.ts';

/** What a state starts from: a value of the model, or a row of numbers for every row of the batch, which is a weight of the layer. */
export type Start =
  | { readonly reference: string }
  | { readonly row: Float32Array; readonly shape: readonly number[]; readonly from: string };

export const isZero = (value: Value | null): boolean =>
  value?.kind === 'filled'
    ? value.value === 0
    : value?.kind === 'constant' && value.dtype === 'float32' && Array.from(value.data).every((x) => x === 0);

/** The numbers of a file that a state starts from; null where it is something else. */
export const numbersOfStart = (value: Value): Constant | null =>
  value.kind === 'constant' ? value : value.kind === 'repeated' ? value.of : null;

/**
 * One row of numbers for all rows of the batch; null where they are zeros.
 * @param axis of directions, and which of them
 * @param shape of a row, where it has several axes
 */
export function startRow(
  value: Constant,
  axis: number | null,
  index: number,
  shape: readonly number[] = value.dims.slice(-1),
): Start | null {
  if (value.dtype !== 'float32') return refuse('its initial state is no float32 tensor');
  const own = axis === null ? value : cutConstant(value, axis, index, 1);
  const size = shape.reduce((product, one) => product * one, 1);
  const row = Float32Array.from({ length: size }, (_, i) => own.data[i] ?? 0);
  for (let i = 0; i < own.data.length; i++)
    if (own.data[i] !== row[i % size])
      return refuse('its initial state has other numbers in each row, and a model has rows of any number');
  return row.every((x) => x === 0) ? null : { row, shape, from: `${own.name} [${value.dims.join(', ')}]` };
}

/** A row of one number. */
export const filledRow = (value: number, shape: readonly number[]): Start => ({
  row: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
  shape,
  from: `the number ${value} in every place`,
});

/** A row that is the same for all rows of the batch has the same numbers, repeated, as another. */
export function isRow(value: Repeated | Constant | Filled, row: ArrayLike<number>): boolean {
  if (value.kind === 'filled') return Array.from(row).every((x) => x === value.value);
  const { data } = value.kind === 'repeated' ? value.of : value;
  return data.length % row.length === 0 && Array.from(data).every((x, i) => x === row[i % row.length]);
}

/** Writes what the states of a layer start from, by `0.forward.h`. */
export function setStarts(layer: GrowingLayer, starts: ReadonlyMap<string, Start>, conversion: Conversion): void {
  if (starts.size === 0) return;
  layer.keys.initial = Object.fromEntries(
    [...starts].map(([key, start]) => [key, 'row' in start ? LEARNED : start.reference]),
  );
  for (const [key, start] of starts)
    if ('row' in start) {
      const path = `${layer.name}.${key.replace(/\.(\w+)$/, '.initial.$1')}`;
      conversion.addWeight(path, start.shape, start.row, start.from);
    }
}
/** Stands in a model for a weight that a state starts from. */
export const LEARNED = 'learned';
