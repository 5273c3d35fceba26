import type { ElementwiseRow } from '../../../compiler/ops/op/op.ts';
import { one, two } from '../../../compiler/ops/op/operands.ts';
import { collapseBroadcast } from './broadcast.ts';
import type { Bind, ElementwiseCall, Tensor } from './context.ts';
import { copyAll, type HeapView, indexOf, rowMajorStrides, view } from './heap-view.ts';

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
