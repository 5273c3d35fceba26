import { at } from '../diagnostics/invariants.ts';
import { constantDim, type Dim, equalDims, isStatic, multiplyDims, type Shape, sizeOfShape } from '../ir/dim.ts';
import { bytesOf, type Origin } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { GeneratedCall, Routine } from '../program/generated.ts';
import type { KernelCall } from '../program/program.ts';

/** A call as a routine of generated code; null where there is none. */
export function routineOf(call: KernelCall, table: BufferTable, origin: Origin | null): GeneratedCall | null {
  const { name, shape, dtype } = table.get(call.out);
  const make = (kernel: Routine, operands: readonly BufferId[], counts: readonly Dim[]): GeneratedCall => ({
    kernel,
    operands,
    written: [operands.length - 1],
    counts,
    name,
    origins: origin === null ? [] : [origin],
  });
  const size = sizeOfShape(shape);
  const bytes = bytesOf(dtype);
  const inBytes = (d: Dim): Dim => multiplyDims(d, constantDim(bytes));
  const last = (of: Shape): Dim => of.at(-1) ?? constantDim(1);
  switch (call.kernel) {
    case 'host.copy_rows': {
      const { rows, run, xOffset, xStride, outOffset, outStride, x, out } = call;
      const lengths = [run, xOffset, xStride, outOffset, outStride].map(inBytes);
      return make({ kind: 'copy-rows' }, [x, out], [rows, ...lengths]);
    }
    case 'host.transpose': {
      const own = table.get(call.x).shape;
      const strides = rowMajorStrides(own);
      const axes = call.permutation.map((p) => ({
        size: at(own, p),
        stride: at(strides, p),
      }));
      return rearrange(make, call.x, call.out, axes, bytes);
    }
    case 'host.broadcast': {
      const own = table.get(call.x).shape;
      const strides = rowMajorStrides(own);
      const missing = shape.length - own.length;
      const axes = shape.map((d, axis) => {
        const stretched = axis < missing || isStatic(at(own, axis - missing), 1);
        return { size: d, stride: stretched ? constantDim(0) : at(strides, axis - missing) };
      });
      return rearrange(make, call.x, call.out, axes, bytes);
    }
    case 'host.reduce': {
      if (dtype !== 'float32') return null;
      const { by, outer, reduced, inner, x, out } = call;
      return isStatic(inner, 1)
        ? make({ kind: 'reduce-rows', by }, [x, out], [outer, reduced])
        : make({ kind: 'reduce-columns', by }, [x, out], [outer, reduced, inner]);
    }
    case 'host.gather': {
      const own = table.get(call.table).shape;
      const row = inBytes(sizeOfShape(own.slice(1)));
      const count = sizeOfShape(table.get(call.indices).shape);
      return make({ kind: 'gather' }, [call.table, call.indices, call.out], [count, at(own, 0), row]);
    }
    case 'host.scatter_add':
    case 'host.add_rows':
    case 'host.scatter_max': {
      const count = sizeOfShape(table.get(call.indices).shape);
      const [rows = constantDim(1), ...row] = shape;
      const kinds = {
        'host.scatter_add': 'scatter-add',
        'host.add_rows': 'add-rows',
        'host.scatter_max': 'scatter-max',
      } as const;
      return make({ kind: kinds[call.kernel] }, [call.indices, call.x, call.out], [count, rows, sizeOfShape(row)]);
    }
    case 'host.pick': {
      const rows = sizeOfShape(shape.slice(0, -1));
      const counts = [rows, last(table.get(call.x).shape), last(shape)];
      return make({ kind: 'pick' }, [call.x, call.indices, call.out], counts);
    }
    case 'host.range':
      return make({ kind: 'range' }, [call.out], [size]);
    case 'host.valid_steps': {
      const [steps = constantDim(1), series = constantDim(1)] = shape;
      return make({ kind: 'valid-steps' }, [call.lengths, call.out], [steps, series]);
    }
    case 'host.last_step': {
      const [series = constantDim(1), ...row] = shape;
      return make({ kind: 'last-step' }, [call.x, call.lengths, call.out], [series, inBytes(sizeOfShape(row))]);
    }
    default:
      return null;
  }
}

interface Axis {
  readonly size: Dim;
  /** Between neighbours in the source, in elements; 0 on stretched axes. */
  readonly stride: Dim;
}

function rearrange(
  make: (kernel: Routine, operands: readonly BufferId[], counts: readonly Dim[]) => GeneratedCall,
  x: BufferId,
  out: BufferId,
  axes: readonly Axis[],
  bytes: 1 | 4,
): GeneratedCall {
  const merged = mergeAxes(axes);
  const inner = merged.at(-1);
  const contiguous = inner !== undefined && isStatic(inner.stride, 1);
  const outer = contiguous ? merged.slice(0, -1) : merged;
  const scaled = (d: Dim): Dim => multiplyDims(d, constantDim(bytes));
  const run = contiguous ? scaled(inner.size) : constantDim(bytes);
  return make(
    { kind: 'rearrange', rank: outer.length, bytes },
    [x, out],
    [run, ...outer.map((a) => a.size), ...outer.map((a) => scaled(a.stride))],
  );
}

/** Drops axes of size 1 and joins neighbours that follow each other in the source too. */
function mergeAxes(axes: readonly Axis[]): readonly Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (isStatic(axis.size, 1)) continue;
    const before = merged.at(-1);
    if (before !== undefined && equalDims(before.stride, multiplyDims(axis.size, axis.stride)))
      merged[merged.length - 1] = { size: multiplyDims(before.size, axis.size), stride: axis.stride };
    else merged.push(axis);
  }
  return merged;
}

function rowMajorStrides(shape: Shape): Dim[] {
  const strides: Dim[] = [];
  let stride = constantDim(1);
  for (const d of shape.toReversed()) {
    strides.unshift(stride);
    stride = multiplyDims(stride, d);
  }
  return strides;
}
