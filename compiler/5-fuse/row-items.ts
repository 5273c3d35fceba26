import type { BufferTable } from '../ir/buffer-table.ts';
import { isStatic, sizeOfShape, staticSize } from '../ir/dim.ts';
import type { KernelCall, Step } from '../ir/program.ts';
import type { RowItem } from './row-group.ts';

/** A step as work on rows; null where it is something else. */
export function rowItemOf(step: Step, table: BufferTable): RowItem | null {
  if (step.kind === 'copy') {
    const { shape } = table.get(step.to);
    return { kind: 'apply', op: null, operands: [step.from], shape, out: step.to };
  }
  return step.kind === 'kernel' ? itemOfCall(step.call, table) : null;
}

const TEMP: { readonly [k: string]: string } = {
  Neg: 'neg', Sigmoid: 'sigmoid', Tanh: 'tanh', Relu: 'relu', Exp: 'exp', Log: 'log', Sqrt: 'sqrt', Rsqrt: 'rsqrt', Abs: 'abs', Sin: 'sin', Cos: 'cos', Floor: 'floor', Erf: 'erf', Softplus: 'softplus', LogicalNot: 'not',
  Add: 'add', Sub: 'sub', Multiply: 'mul', RealDiv: 'div', Pow: 'pow', Minimum: 'minimum', Maximum: 'maximum', Less: 'less', LessEqual: 'less_equal', Greater: 'greater', GreaterEqual: 'greater_equal', Equal: 'equal', NotEqual: 'not_equal', LogicalAnd: 'and', LogicalOr: 'or',
};

function itemOfCall(call: KernelCall, table: BufferTable): RowItem | null {
  const { shape, dtype } = table.get(call.out);
  const old = TEMP[call.kernel];
  if (old !== undefined) {
    if (['log', 'sin', 'cos', 'erf', 'softplus', 'pow'].includes(old)) return null;
    const operands = 'a' in call && 'b' in call ? [call.a, call.b] : 'x' in call ? [call.x] : [];
    return { kind: 'apply', op: old, operands, shape, out: call.out };
  }
  switch (call.kernel) {
    case 'SelectV2':
      return { kind: 'apply', op: 'select', operands: [call.condition, call.a, call.b], shape, out: call.out };
    case 'host.cast':
      return { kind: 'apply', op: 'cast', operands: [call.x], shape, out: call.out };
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
    default:
      return null;
  }
}
