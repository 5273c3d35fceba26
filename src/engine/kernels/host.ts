import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import type { ElementwiseRow } from '../../../compiler/ops/op/op.ts';
import { one, two } from '../../../compiler/ops/op/operands.ts';
import type { KernelCall } from '../../../compiler/program/program.ts';
import type { Backend } from '../backend/backend.ts';
import { collapseBroadcast } from './broadcast.ts';
import {
  type Bind,
  BYTES,
  bytesOf,
  type CallOf,
  type ElementwiseCall,
  type Kernel,
  type KernelContext,
  type Tensor,
  type Thunk,
} from './context.ts';

/** A kernel of our own: typed-array loops, the same on both paths. */
export const host = <C extends KernelCall>(bind: Bind<C>): Kernel<C> => ({ fast: bind, public: bind });

type HeapView = Float32Array | Int32Array | Uint8Array;
const view = (backend: Backend, dtype: Dtype): HeapView => {
  const heap = backend.heap();
  return dtype === 'float32' ? heap.f32 : dtype === 'int32' ? heap.i32 : heap.u8;
};
/** Index of the first element in `view`. */
const indexOf = (tensor: Tensor): number => (tensor.dtype === 'bool' ? tensor.pointer : tensor.pointer >>> 2);

const copyAll = (backend: Backend, x: Tensor, out: Tensor): Thunk => {
  const bytes = bytesOf(x);
  return () => {
    backend.heap().u8.copyWithin(out.pointer, x.pointer, x.pointer + bytes);
  };
};

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
          // NaN is greater than all, and nothing is greater than it
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

const rowMajorStrides = (shape: readonly number[]): number[] => {
  const strides: number[] = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
};

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

/** Indices are checked where they are fed; one computed inside a graph that is out of range gives a row of zeros. */
export const gather: Bind<CallOf<'host.gather'>> = (call, context) => {
  const [table, indices, out] = [context.tensor(call.table), context.tensor(call.indices), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  const rows = table.shape[0] ?? 1;
  const count = indices.size;
  // of the result: a table may have no rows
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

/** Indices are those of a gather, so an index out of range took a row of zeros there and gives nothing back here. */
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

/** An index out of range gives NaN: there is no number to pick. */
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

/** float to int truncates toward zero, to bool is "≠ 0" (NaN too), bool is 0 or 1. */
export const cast: Bind<ElementwiseCall> = (call, context) => {
  const [x, out] = [context.tensor(one(call.op, call.operands)), context.tensor(call.out)];
  if (out.size === 0) return null;
  const { backend } = context;
  if (x.dtype === out.dtype) return copyAll(backend, x, out);
  const toBool = out.dtype === 'bool';
  return () => {
    const [source, target] = [view(backend, x.dtype), view(backend, out.dtype)];
    const [from, to] = [indexOf(x), indexOf(out)];
    for (let i = 0; i < out.size; i++) {
      const value = source[from + i] ?? 0;
      target[to + i] = toBool ? (value !== 0 ? 1 : 0) : value;
    }
  };
};

/** An elementwise op of one or two operands by its own float64 function, element by element. `out` may be an operand of its shape. */
export const scalarLoop = (scalar: ElementwiseRow['scalar']): Bind<ElementwiseCall> => {
  const unary = mapped((x, from, out, to, count) => {
    for (let i = 0; i < count; i++) out[to + i] = scalar(x[from + i] as number);
  });
  const binary = zipped((a, atA, stepA, b, atB, stepB, out, to, count) => {
    for (let i = 0; i < count; i++) out[to + i] = scalar(a[atA + i * stepA] as number, b[atB + i * stepB] as number);
  });
  return (call, context) => (call.operands.length === 1 ? unary : binary)(call, context);
};

/**
 * tfjs's Relu gives 0 for a NaN with its sign set (an infinity divided by an infinity is one), its Minimum and Maximum give the first operand where
 * the second is NaN. These loops keep NaN. Each is written out: a function called per element would take six times as long.
 */
export const relu: Bind<ElementwiseCall> = mapped((x, from, out, to, count) => {
  for (let i = 0; i < count; i++) out[to + i] = Math.max(x[from + i] as number, 0);
});
export const minimum: Bind<ElementwiseCall> = zipped((a, atA, stepA, b, atB, stepB, out, to, count) => {
  for (let i = 0; i < count; i++) out[to + i] = Math.min(a[atA + i * stepA] as number, b[atB + i * stepB] as number);
});
export const maximum: Bind<ElementwiseCall> = zipped((a, atA, stepA, b, atB, stepB, out, to, count) => {
  for (let i = 0; i < count; i++) out[to + i] = Math.max(a[atA + i * stepA] as number, b[atB + i * stepB] as number);
});

type MapRow = (x: HeapView, from: number, out: HeapView, to: number, count: number) => void;

/** An elementwise op of one operand. */
function mapped(row: MapRow): Bind<ElementwiseCall> {
  return (call, context) => {
    const [x, out] = [context.tensor(one(call.op, call.operands)), context.tensor(call.out)];
    if (out.size === 0) return null;
    const { backend } = context;
    return () => row(view(backend, x.dtype), indexOf(x), view(backend, out.dtype), indexOf(out), out.size);
  };
}

/** `count` elements of each operand, a step apart, 0 where it is stretched. */
type ZipRow = (
  a: HeapView,
  atA: number,
  stepA: number,
  b: HeapView,
  atB: number,
  stepB: number,
  out: HeapView,
  to: number,
  count: number,
) => void;

/** An elementwise op of two operands that broadcast. */
function zipped(row: ZipRow): Bind<ElementwiseCall> {
  return (call, context) => {
    const [left, right] = two(call.op, call.operands);
    const [a, b, out] = [context.tensor(left), context.tensor(right), context.tensor(call.out)];
    if (out.size === 0) return null;
    const { backend } = context;
    const axes = zipAxes(a, b, out);
    const zip = (axis: number, atA: number, atB: number, to: number): void => {
      const { size, a: stepA, b: stepB, out: step } = axes[axis] ?? { size: 0, a: 0, b: 0, out: 0 };
      if (axis < axes.length - 1)
        for (let i = 0; i < size; i++) zip(axis + 1, atA + i * stepA, atB + i * stepB, to + i * step);
      else {
        const [x, y, target] = [view(backend, a.dtype), view(backend, b.dtype), view(backend, out.dtype)];
        row(x, atA, stepA, y, atB, stepB, target, to, size);
      }
    };
    return () => zip(0, indexOf(a), indexOf(b), indexOf(out));
  };
}

interface ZipAxis {
  readonly size: number;
  /** Distances of neighbours, in elements; 0 where the operand is stretched. */
  readonly a: number;
  readonly b: number;
  readonly out: number;
}

/** The axes of a result of two operands, as few as they can be. */
function zipAxes(a: Tensor, b: Tensor, out: Tensor): readonly ZipAxis[] {
  const shapes = collapseBroadcast(a.shape, b.shape, out.shape);
  const sizes = shapes.a.map((size, axis) => Math.max(size, shapes.b[axis] ?? 1));
  const [stepsA, stepsB, steps] = [rowMajorStrides(shapes.a), rowMajorStrides(shapes.b), rowMajorStrides(sizes)];
  return sizes.map((size, axis) => ({
    size,
    a: shapes.a[axis] === 1 ? 0 : (stepsA[axis] ?? 0),
    b: shapes.b[axis] === 1 ? 0 : (stepsB[axis] ?? 0),
    out: steps[axis] ?? 0,
  }));
}

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
