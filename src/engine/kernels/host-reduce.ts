import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Backend } from '../backend/backend.ts';
import type { Bind, CallOf, Tensor, Thunk } from './context.ts';
import { indexOf, view } from './heap-view.ts';

export const reduce: Bind<CallOf<'host.reduce'>> = (call, context) => {
  const [x, out] = [context.tensor(call.x), context.tensor(call.out)];
  const [outer, reduced, inner] = [context.size(call.outer), context.size(call.reduced), context.size(call.inner)];
  if (outer * reduced * inner !== x.size || outer * inner !== out.size)
    throw new InternalError(`reduction of [${x.shape}] as ${outer}, ${reduced}, ${inner} into [${out.shape}]`);
  if (out.size === 0) return null;
  const { by } = call;
  const { backend } = context;
  if (inner === 1) return reduceRows(backend, x, out, reduced, by);
  const totals = new Float64Array(inner);
  const start = by === 'max' ? Number.NEGATIVE_INFINITY : 0;
  return () => {
    const data = view(backend, x.dtype);
    let from = indexOf(x);
    let to = indexOf(out);
    for (let o = 0; o < outer; o++) {
      totals.fill(start);
      for (let r = 0; r < reduced; r++, from += inner)
        if (by === 'max') for (let i = 0; i < inner; i++) totals[i] = Math.max(totals[i] ?? 0, data[from + i] ?? 0);
        else for (let i = 0; i < inner; i++) totals[i] = (totals[i] ?? 0) + (data[from + i] ?? 0);
      for (let i = 0; i < inner; i++) data[to + i] = by === 'mean' ? (totals[i] ?? 0) / reduced : (totals[i] ?? 0);
      to += inner;
    }
  };
};

/** Rows of contiguous elements, one result each: no totals in memory. */
function reduceRows(backend: Backend, x: Tensor, out: Tensor, reduced: number, by: 'sum' | 'mean' | 'max'): Thunk {
  const rows = out.size;
  if (by === 'max')
    return () => {
      const data = view(backend, x.dtype);
      let at = indexOf(x);
      const to = indexOf(out);
      for (let row = 0; row < rows; row++) {
        let greatest = Number.NEGATIVE_INFINITY;
        for (const end = at + reduced; at < end; at++) {
          const value = data[at] as number;
          // a NaN in the row is the result, as if it were the greatest number
          if (value > greatest || Number.isNaN(value)) greatest = value;
        }
        data[to + row] = greatest;
      }
    };
  const divisor = by === 'mean' ? reduced : 1;
  return () => {
    const data = view(backend, x.dtype);
    let at = indexOf(x);
    const to = indexOf(out);
    for (let row = 0; row < rows; row++) {
      let total = 0;
      for (const end = at + reduced; at < end; at++) total += data[at] as number;
      data[to + row] = total / divisor;
    }
  };
}
