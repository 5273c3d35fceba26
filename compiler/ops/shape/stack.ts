import { constantDim, equalShapes } from '../../ir/dim.ts';
import { printType } from '../../ir/print.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from '../op/op.ts';
import { atLeastOne } from '../op/operands.ts';
import { elementCount } from '../op/tensor64.ts';

/** Tensors of one shape along a new leading axis. `dtype` and `shape` are those of an element, needed where there is none. */
export function stackElements(elements: readonly Tensor64[], element: Pick<Tensor64, 'dtype' | 'shape'>): Tensor64 {
  const size = elementCount(element.shape);
  const data = new Float64Array(elements.length * size);
  for (const [i, x] of elements.entries()) data.set(x.data, i * size);
  return { dtype: element.dtype, shape: [elements.length, ...element.shape], data };
}

/** Operands of one type on a new leading axis. */
export const stack: OpDef<'stack'> = {
  level: 'core',
  infer: (inputs) => {
    const first = atLeastOne('stack', inputs);
    for (const [i, x] of inputs.entries())
      if (x.dtype !== first.dtype || !equalShapes(x.shape, first.shape))
        throw new OpTypeError('stack takes operands of one type', printType(first), printType(x), [i, 0]);
    return [{ dtype: first.dtype, shape: [constantDim(inputs.length), ...first.shape] }];
  },
};

export const evaluateStack: EvaluateRule<'stack'> = (inputs) => [stackElements(inputs, atLeastOne('stack', inputs))];

export const stackGradient: GradientRule<'stack'> = (terms, site) =>
  Array.from({ length: site.inputCount }, (_, i) =>
    site.wants(i) ? terms.emit('take', [site.cotangent(0)], { index: i }) : null,
  );
