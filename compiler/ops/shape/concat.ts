import { addDims, equalDims, printShape, type Shape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError, type Tensor64 } from '../op/op.ts';
import { atLeastOne, requireAxis, requireSameDtype } from '../op/operands.ts';
import { aroundAxis } from '../op/tensor64.ts';

/** The parts laid one after the other along `axis`. */
export function joinParts(parts: readonly Tensor64[], axis: number): Tensor64 {
  const first = atLeastOne('concat', parts);
  const size = parts.reduce((sum, part) => sum + (part.shape[axis] ?? 0), 0);
  const shape = first.shape.with(axis, size);
  const { outer, inner } = aroundAxis(shape, axis);
  const data = new Float64Array(outer * size * inner);
  let offset = 0;
  for (const part of parts) {
    const run = (part.shape[axis] ?? 0) * inner;
    for (let o = 0; o < outer; o++) data.set(part.data.subarray(o * run, (o + 1) * run), o * size * inner + offset);
    offset += run;
  }
  return { dtype: first.dtype, shape, data };
}

/** Operands joined along an axis. */
export const concat: OpDef<'concat'> = {
  level: 'core',
  infer: (inputs, { axis }) => {
    const first = atLeastOne('concat', inputs);
    requireAxis('concat', first, axis);
    let shape: Shape = first.shape;
    for (const [i, x] of inputs.entries()) {
      if (i === 0) continue;
      requireSameDtype('concat', first, x, i);
      const joined = x.shape[axis];
      const fits =
        joined !== undefined &&
        x.shape.length === first.shape.length &&
        x.shape.every((d, at) => at === axis || equalDims(d, first.shape[at] ?? {}));
      if (!fits)
        throw new OpTypeError(
          `cannot join ${printShape(first.shape)} and ${printShape(x.shape)} along axis ${axis}`,
          `[${first.shape.map((d, at) => (at === axis ? 'any' : printShape([d]).slice(1, -1))).join(', ')}]`,
          printShape(x.shape),
          [i, 0],
        );
      shape = shape.with(axis, addDims(shape[axis] ?? {}, joined));
    }
    return [{ dtype: first.dtype, shape }];
  },
};

export const evaluateConcat: EvaluateRule<'concat'> = (inputs, { axis }) => [joinParts(inputs, axis)];

export const concatGradient: GradientRule<'concat'> = (terms, site) => {
  const { axis } = site.attrs;
  const sizes = Array.from({ length: site.inputCount }, (_, i) => site.inputType(i).shape[axis] ?? {});
  return terms.emitAll('split', [site.cotangent(0)], { axis, sizes });
};
