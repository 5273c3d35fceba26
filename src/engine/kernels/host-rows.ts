import type { Backend } from '../backend/backend.ts';
import { type Bind, BYTES, type CallOf, type Tensor } from './context.ts';

/** Indices that are fed were checked before. An index that is computed in the graph may be out of range: it gives a row of zeros. */
export const gather: Bind<CallOf<'host.gather'>> = (call, context) => {
  const [table, indices, out] = [context.tensor(call.table), context.tensor(call.indices), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const rows = table.shape[0] ?? 1;
  const count = indices.size;
  // the width is taken from the result, because a table may have no rows
  const bytes = (out.size / count) * BYTES[table.dtype];
  return () => {
    const { i32, u8 } = backend.heap();
    const at = indices.pointer >>> 2;
    for (let i = 0; i < count; i++) {
      const row = i32[at + i] ?? -1;
      const to = out.pointer + i * bytes;
      if (row < 0 || row >= rows) u8.fill(0, to, to + bytes);
      else u8.copyWithin(to, table.pointer + row * bytes, table.pointer + (row + 1) * bytes);
    }
  };
};

/** Calls back with the place in `x` and in the table of every row whose index is in range, in elements from the start of the heap. */
function eachScattered(
  i32: Int32Array,
  indices: Tensor,
  x: Tensor,
  out: Tensor,
  each: (from: number, to: number, width: number) => void,
): void {
  const [rows = 1, width = 1] = out.shape;
  const [at, from, to] = [indices.pointer >>> 2, x.pointer >>> 2, out.pointer >>> 2];
  for (let i = 0; i < indices.size; i++) {
    const row = i32[at + i] ?? -1;
    if (row >= 0 && row < rows) each(from + i * width, to + row * width, width);
  }
}

type Scatter = CallOf<'host.scatter_add' | 'host.add_rows' | 'host.scatter_max'>;

/** A scatter is the gradient of a gather and has its indices. An index out of range read no row of the table there, so nothing is added for it here. */
const scatter =
  <C extends Scatter>(run: (backend: Backend, indices: Tensor, x: Tensor, out: Tensor) => void): Bind<C> =>
  (call, context) => {
    const [indices, x, out] = [context.tensor(call.indices), context.tensor(call.x), context.tensor(call.out)];
    const { backend } = context;
    return out.size === 0 ? null : () => run(backend, indices, x, out);
  };

const addScattered = (backend: Backend, indices: Tensor, x: Tensor, out: Tensor): void => {
  const { i32, f32 } = backend.heap();
  eachScattered(i32, indices, x, out, (from, to, width) => {
    for (let j = 0; j < width; j++) f32[to + j] = (f32[to + j] ?? 0) + (f32[from + j] ?? 0);
  });
};

const fillWithZeros = (backend: Backend, out: Tensor): void => {
  const at = out.pointer >>> 2;
  backend.heap().f32.fill(0, at, at + out.size);
};

export const addRows: Bind<CallOf<'host.add_rows'>> = scatter(addScattered);

export const scatterAdd: Bind<CallOf<'host.scatter_add'>> = scatter((backend, indices, x, out) => {
  fillWithZeros(backend, out);
  addScattered(backend, indices, x, out);
});

export const scatterMax: Bind<CallOf<'host.scatter_max'>> = scatter((backend, indices, x, out) => {
  const { i32, f32 } = backend.heap();
  fillWithZeros(backend, out);
  eachScattered(i32, indices, x, out, (_, to, width) => {
    f32.fill(Number.NEGATIVE_INFINITY, to, to + width);
  });
  eachScattered(i32, indices, x, out, (from, to, width) => {
    for (let j = 0; j < width; j++) f32[to + j] = Math.max(f32[to + j] ?? 0, f32[from + j] ?? 0);
  });
});

/** An index out of range gives NaN, since there is no number to pick. */
export const pick: Bind<CallOf<'host.pick'>> = (call, context) => {
  const [x, indices, out] = [context.tensor(call.x), context.tensor(call.indices), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const width = x.shape.at(-1) ?? 1;
  const perRow = out.shape.at(-1) ?? 1;
  const rows = out.size / perRow;
  return () => {
    const { i32, f32 } = backend.heap();
    const [at, from, to] = [indices.pointer >>> 2, x.pointer >>> 2, out.pointer >>> 2];
    for (let r = 0; r < rows; r++)
      for (let k = 0; k < perRow; k++) {
        const index = i32[at + r * perRow + k] ?? -1;
        f32[to + r * perRow + k] = index < 0 || index >= width ? Number.NaN : (f32[from + r * width + index] ?? 0);
      }
  };
};

export const oneHot: Bind<CallOf<'host.one_hot'>> = (call, context) => {
  const [indices, out] = [context.tensor(call.indices), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const { depth } = call;
  const count = indices.size;
  return () => {
    const { i32, f32 } = backend.heap();
    const [at, to] = [indices.pointer >>> 2, out.pointer >>> 2];
    f32.fill(0, to, to + out.size);
    for (let i = 0; i < count; i++) {
      const hot = i32[at + i] ?? -1;
      if (hot >= 0 && hot < depth) f32[to + i * depth + hot] = 1;
    }
  };
};

/** [time, batch]: 1 where t < lengths[b]. */
export const validSteps: Bind<CallOf<'host.valid_steps'>> = (call, context) => {
  const [lengths, out] = [context.tensor(call.lengths), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const batch = lengths.size;
  const steps = out.size / batch;
  return () => {
    const { i32, u8 } = backend.heap();
    const at = lengths.pointer >>> 2;
    for (let t = 0; t < steps; t++)
      for (let b = 0; b < batch; b++) u8[out.pointer + t * batch + b] = t < (i32[at + b] ?? 0) ? 1 : 0;
  };
};

/** x [time, batch, …] → out [batch, …]: the element at lengths[b] - 1, zeros where the length is 0. */
export const lastStep: Bind<CallOf<'host.last_step'>> = (call, context) => {
  const [x, lengths, out] = [context.tensor(call.x), context.tensor(call.lengths), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const batch = lengths.size;
  const bytes = (out.size / batch) * BYTES[out.dtype];
  return () => {
    const { i32, u8 } = backend.heap();
    const at = lengths.pointer >>> 2;
    for (let b = 0; b < batch; b++) {
      const t = (i32[at + b] ?? 0) - 1;
      const to = out.pointer + b * bytes;
      if (t < 0) u8.fill(0, to, to + bytes);
      else {
        const from = x.pointer + (t * batch + b) * bytes;
        u8.copyWithin(to, from, from + bytes);
      }
    }
  };
};
