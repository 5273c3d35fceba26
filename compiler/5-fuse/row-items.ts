import { type Dim, isStatic, type Shape, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import type { BufferId } from '../program/buffer.ts';
import type { BufferTable } from '../program/buffer-table.ts';
import type { KernelCall, Step } from '../program/program.ts';

/** Work of one kernel call on rows: the calls that can stand in a row kernel, in one form. */
export type RowItem =
  /** All operands stretched to `shape`, which is `out`'s. No op: the operand itself. */
  | {
      readonly kind: 'apply';
      readonly op: ElementwiseOp | null;
      readonly operands: readonly BufferId[];
      readonly shape: Shape;
      readonly out: BufferId;
    }
  /** x as [rows, width] → [rows]. */
  | {
      readonly kind: 'reduce';
      readonly by: 'sum' | 'mean' | 'max';
      readonly x: BufferId;
      readonly rows: Dim;
      readonly width: number;
      readonly out: BufferId;
    }
  /** 1 where the place in the row is the row's index, else 0. */
  | {
      readonly kind: 'one-hot';
      readonly indices: BufferId;
      readonly rows: Dim;
      readonly width: number;
      readonly out: BufferId;
    }
  | {
      readonly kind: 'softmax';
      readonly x: BufferId;
      readonly rows: Dim;
      readonly width: number;
      readonly out: BufferId;
    };

/** A step as work on rows; null where it is something else. */
export function rowItemOf(step: Step, table: BufferTable): RowItem | null {
  if (step.kind === 'copy') {
    const { shape } = table.get(step.to);
    return { kind: 'apply', op: null, operands: [step.from], shape, out: step.to };
  }
  return step.kind === 'kernel' ? itemOfCall(step.call, table) : null;
}

function itemOfCall(call: KernelCall, table: BufferTable): RowItem | null {
  const { shape, dtype } = table.get(call.out);
  switch (call.kernel) {
    case 'elementwise':
      return { kind: 'apply', op: call.op, operands: call.operands, shape, out: call.out };
    case 'host.broadcast':
      return { kind: 'apply', op: null, operands: [call.x], shape, out: call.out };
    case 'Softmax': {
      const width = staticSize(shape.at(-1) ?? {});
      if (width === null || width === 0) return null;
      return { kind: 'softmax', x: call.x, rows: sizeOfShape(shape.slice(0, -1)), width, out: call.out };
    }
    case 'host.reduce': {
      const width = staticSize(call.reduced);
      if (width === null || width === 0 || dtype !== 'float32' || !isStatic(call.inner, 1)) return null;
      return { kind: 'reduce', by: call.by, x: call.x, rows: call.outer, width, out: call.out };
    }
    case 'host.one_hot': {
      const { shape: indices } = table.get(call.indices);
      return { kind: 'one-hot', indices: call.indices, rows: sizeOfShape(indices), width: call.depth, out: call.out };
    }
    default:
      return null;
  }
}
