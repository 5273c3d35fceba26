import { InternalError } from '../../diagnostics/diagnostic.ts';
import { constantDim, equalShapes, isStatic, printShape, staticSize } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { requireDtype, two } from '../op/operands.ts';

/** Entries of the last axis by index: x[..., indices[..., k]]. */
export const pick: OpDef<'pick'> = {
  level: 'core',
  infer: (inputs) => {
    const [x, indices] = two('pick', inputs);
    requireDtype('pick', x, 0, 'float32');
    requireDtype('pick', indices, 1, 'int32');
    const lead = x.shape.slice(0, -1);
    if (x.shape.length === 0 || !equalShapes(indices.shape.slice(0, -1), lead) || indices.shape.length === 0)
      throw new OpTypeError(
        'pick takes indices with the same leading axes',
        printShape([...lead, ...indices.shape.slice(-1)]),
        printShape(indices.shape),
        [1, 0],
      );
    return [{ dtype: 'float32', shape: indices.shape }];
  },
};

/** @throws RangeError for an index outside the last axis. */
export const evaluatePick: EvaluateRule<'pick'> = (inputs) => {
  const [x, indices] = two('pick', inputs);
  const width = x.shape.at(-1) ?? 1;
  const count = indices.shape.at(-1) ?? 1;
  const data = indices.data.map((at, i) => {
    if (at < 0 || at >= width) throw new RangeError(`index ${at} is outside an axis of ${width}`);
    return x.data[Math.floor(i / count) * width + at] ?? Number.NaN;
  });
  return [{ dtype: 'float32', shape: indices.shape, data }];
};

export const pickGradient: GradientRule<'pick'> = (terms, site) => {
  const width = site.inputType(0).shape.at(-1) ?? {};
  const depth = staticSize(width);
  if (depth === null) throw new InternalError('pick along an axis whose size depends on what is fed');
  const { shape } = site.inputType(1);
  const count = shape.at(-1) ?? {};
  const hot = terms.emit('one_hot', [site.input(1)], { depth });
  const g = terms.reshape(site.cotangent(0), [...shape, constantDim(1)]);
  const spread = terms.mul(hot, g);
  if (isStatic(count, 1)) return [terms.reshape(spread, site.inputType(0).shape), null];
  return [terms.emit('reduce_sum', [spread], { axes: [shape.length - 1], keepDims: false }), null];
};
