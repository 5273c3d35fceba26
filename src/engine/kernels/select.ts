import type { Backend } from '../backend/backend.ts';
import { BYTES, type Tensor, type Thunk } from './context.ts';

/** out[r] = condition[r] ? a[r] : b[r] for rows along the leading axis. A row already in place is left alone. */
export function selectRows(backend: Backend, condition: Tensor, a: Tensor, b: Tensor, out: Tensor): Thunk {
  const rows = condition.size;
  const bytes = (out.size / rows) * BYTES[out.dtype];
  return () => {
    const { u8 } = backend.heap();
    for (let r = 0; r < rows; r++) {
      const from = (u8[condition.pointer + r] !== 0 ? a.pointer : b.pointer) + r * bytes;
      const to = out.pointer + r * bytes;
      if (from !== to) u8.copyWithin(to, from, from + bytes);
    }
  };
}

/** Elementwise choice between bools. */
export function selectElements(backend: Backend, condition: Tensor, a: Tensor, b: Tensor, out: Tensor): Thunk {
  const { size } = out;
  return () => {
    const { u8 } = backend.heap();
    for (let i = 0; i < size; i++)
      u8[out.pointer + i] = u8[(u8[condition.pointer + i] !== 0 ? a.pointer : b.pointer) + i] ?? 0;
  };
}
