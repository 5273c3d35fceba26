import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type Bind, BYTES, bytesOf, type CallOf, type KernelContext, type Tensor, type Thunk } from './context.ts';
import { copyAll, indexOf, rowMajorStrides, view } from './heap-view.ts';

interface Axis {
  readonly size: number;
  /** Distance of neighbours in the source, in elements; 0 on stretched axes. */
  readonly stride: number;
}

/** Drops axes of size 1 and merges neighbours that are contiguous in the source. */
function mergeAxes(axes: readonly Axis[]): readonly Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const last = merged.at(-1);
    if (last !== undefined && last.stride === axis.size * axis.stride)
      merged[merged.length - 1] = { size: last.size * axis.size, stride: axis.stride };
    else merged.push(axis);
  }
  return merged;
}

/** Fills `out` in order from `x` read with the given strides: transposes and stretches alike. */
function gatherStrided(context: KernelContext, x: Tensor, out: Tensor, axes: readonly Axis[]): Thunk | null {
  if (out.size === 0) return null;
  const { backend } = context;
  const merged = mergeAxes(axes);
  const inner = merged.at(-1);
  if (inner === undefined || (merged.length === 1 && inner.stride === 1)) return copyAll(backend, x, out);
  const outer = merged.slice(0, -1);
  const sizes = Int32Array.from(outer, (axis) => axis.size);
  const strides = Float64Array.from(outer, (axis) => axis.stride);
  const counters = new Int32Array(outer.length);
  const { size: run, stride } = inner;
  const rows = out.size / run;
  return () => {
    const data = view(backend, x.dtype);
    const from = indexOf(x);
    let to = indexOf(out);
    let offset = 0;
    counters.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = from + offset;
      if (stride === 1 && run >= 16) data.copyWithin(to, start, start + run);
      else for (let i = 0; i < run; i++) data[to + i] = data[start + i * stride] ?? 0;
      to += run;
      for (let axis = counters.length - 1; axis >= 0; axis--) {
        const count = (counters[axis] ?? 0) + 1;
        const step = strides[axis] ?? 0;
        if (count < (sizes[axis] ?? 0)) {
          counters[axis] = count;
          offset += step;
          break;
        }
        counters[axis] = 0;
        offset -= step * (count - 1);
      }
    }
  };
}

export const transpose: Bind<CallOf<'host.transpose'>> = (call, context) => {
  const [x, out] = [context.tensor(call.x), context.tensor(call.out)];
  const strides = rowMajorStrides(x.shape);
  return gatherStrided(
    context,
    x,
    out,
    call.permutation.map((axis) => ({ size: x.shape[axis] ?? 1, stride: strides[axis] ?? 0 })),
  );
};

export const broadcast: Bind<CallOf<'host.broadcast'>> = (call, context) => {
  const [x, out] = [context.tensor(call.x), context.tensor(call.out)];
  const strides = rowMajorStrides(x.shape);
  const missing = out.shape.length - x.shape.length;
  const axes = out.shape.map((size, axis): Axis => {
    const own = x.shape[axis - missing] ?? 1;
    return { size, stride: own === 1 ? 0 : (strides[axis - missing] ?? 0) };
  });
  return gatherStrided(context, x, out, axes);
};

export const copyRows: Bind<CallOf<'host.copy_rows'>> = (call, context) => {
  const [x, out] = [context.tensor(call.x), context.tensor(call.out)];
  const [rows, run] = [context.size(call.rows), context.size(call.run)];
  if (rows === 0 || run === 0) return null;
  const bytes = BYTES[x.dtype];
  const length = run * bytes;
  const [xOffset, xStride] = [context.size(call.xOffset) * bytes, context.size(call.xStride) * bytes];
  const [outOffset, outStride] = [context.size(call.outOffset) * bytes, context.size(call.outStride) * bytes];
  if (
    xOffset + (rows - 1) * xStride + length > bytesOf(x) ||
    outOffset + (rows - 1) * outStride + length > bytesOf(out)
  )
    throw new InternalError(`rows copied beyond [${x.shape}] or [${out.shape}]`);
  const { backend } = context;
  if (rows === 1 || (xStride === length && outStride === length)) {
    const all = rows * length;
    return () => {
      const start = x.pointer + xOffset;
      backend.heap().u8.copyWithin(out.pointer + outOffset, start, start + all);
    };
  }
  if (bytes === 4 && run < 16)
    return () => {
      const { i32 } = backend.heap();
      const [from, to] = [(x.pointer + xOffset) >>> 2, (out.pointer + outOffset) >>> 2];
      for (let r = 0; r < rows; r++)
        for (let i = 0; i < run; i++) i32[to + r * (outStride >>> 2) + i] = i32[from + r * (xStride >>> 2) + i] ?? 0;
    };
  return () => {
    const { u8 } = backend.heap();
    for (let r = 0; r < rows; r++) {
      const start = x.pointer + xOffset + r * xStride;
      u8.copyWithin(out.pointer + outOffset + r * outStride, start, start + length);
    }
  };
};

export const range: Bind<CallOf<'host.range'>> = (call, context) => {
  const out = context.tensor(call.out);
  if (out.size === 0) return null;
  const { backend } = context;
  return () => {
    const data = view(backend, out.dtype);
    const to = indexOf(out);
    for (let i = 0; i < out.size; i++) data[to + i] = i;
  };
};
