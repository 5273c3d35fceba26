import { type Constant, refuse } from '../values.ts';

/** The order of axes of a Transpose. @throws Refusal where it is none */
export function checkedOrder(permutation: readonly number[] | null, rank: number): readonly number[] {
  const order = permutation ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const isOrder = order.length === rank && [...order].sort((a, b) => a - b).every((axis, i) => axis === i);
  return isOrder ? order : refuse(`its perm [${order.join(', ')}] is no order of ${rank} axes`);
}

export function transposed(value: Constant, permutation: readonly number[] | null): Constant {
  const order = checkedOrder(permutation, value.dims.length);
  const dims = order.map((axis) => value.dims[axis] ?? 0);
  const strides = value.dims.map((_, axis) => value.dims.slice(axis + 1).reduce((product, size) => product * size, 1));
  const numbers = Array.from({ length: value.data.length }, (_, index) => {
    let rest = index;
    let from = 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const size = dims[axis] ?? 1;
      from += (rest % size) * (strides[order[axis] ?? 0] ?? 0);
      rest = Math.floor(rest / size);
    }
    return value.data[from] ?? 0;
  });
  return { ...value, dims, data: value.dtype === 'float32' ? Float32Array.from(numbers) : numbers };
}

/** The same numbers in another kind of list. */
const listed = ({ dtype }: Constant, numbers: readonly number[]): ArrayLike<number> =>
  dtype === 'float32' ? Float32Array.from(numbers) : numbers;

/** So many places of an axis, from one on. */
export function cutConstant(value: Constant, axis: number, from: number, count: number): Constant {
  const { dims } = value;
  if (from === 0 && count === dims[axis]) return value;
  const inner = dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = dims.slice(0, axis).reduce((product, size) => product * size, 1);
  const width = (dims[axis] ?? 0) * inner;
  const numbers = Array.from(
    { length: outer * count * inner },
    (_, i) => value.data[Math.floor(i / (count * inner)) * width + from * inner + (i % (count * inner))] ?? 0,
  );
  const places = dims.map((_, i) => (i === axis ? `${from}:${from + count}` : ':')).join(', ');
  return {
    ...value,
    name: `${value.name}[${places}]`,
    dims: dims.map((size, i) => (i === axis ? count : size)),
    data: listed(value, numbers),
  };
}

/** Tensors side by side along an axis. */
export function joinConstants(values: readonly Constant[], axis: number): Constant {
  const [first] = values;
  if (first === undefined) return refuse('it joins nothing');
  const place = axis < 0 ? axis + first.dims.length : axis;
  const isFitting = ({ dims, dtype }: Constant): boolean =>
    dtype === first.dtype &&
    dims.length === first.dims.length &&
    dims.every((size, i) => i === place || size === first.dims[i]);
  if (!(place >= 0 && place < first.dims.length) || !values.every(isFitting))
    return refuse('what it joins has not the same axes');
  const rows = first.dims.slice(0, place).reduce((product, size) => product * size, 1);
  const numbers: number[] = [];
  for (let row = 0; row < rows; row++)
    for (const { data } of values) {
      const width = data.length / rows;
      for (let i = 0; i < width; i++) numbers.push(data[row * width + i] ?? 0);
    }
  const size = values.reduce((sum, { dims }) => sum + (dims[place] ?? 0), 0);
  return {
    ...first,
    name: values.map(({ name }) => name).join(' and '),
    dims: first.dims.map((own, i) => (i === place ? size : own)),
    data: listed(first, numbers),
  };
}

/** A matrix with its last row first. */
export function turnedRows(value: Constant): Constant {
  const [rows = 0, columns = 0] = value.dims;
  const numbers = Array.from(
    { length: value.data.length },
    (_, i) => value.data[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)] ?? 0,
  );
  return { ...value, data: listed(value, numbers) };
}
