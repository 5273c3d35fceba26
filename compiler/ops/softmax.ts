import type { GradientRule } from './op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from './op/op.ts';
import { one, requireDtype } from './op/operands.ts';

/** Exp(x - max) / sum of exp(x - max) over the last axis. */
export const softmax: OpDef<'softmax'> = {
  level: 'core',
  infer: (inputs) => {
    const x = one('softmax', inputs);
    requireDtype('softmax', x, 0, 'float32');
    if (x.shape.length === 0) throw new OpTypeError('softmax takes no scalar', '[..., N]', '[]', [0]);
    return [x];
  },
};

export const evaluateSoftmax: EvaluateRule<'softmax'> = (inputs) => {
  const x = one('softmax', inputs);
  const width = x.shape.at(-1) ?? 1;
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width) {
    const row = x.data.subarray(start, start + width);
    const greatest = row.reduce((m, v) => Math.max(m, v), Number.NEGATIVE_INFINITY);
    const powers = row.map((v) => Math.exp(v - greatest));
    const total = powers.reduce((s, v) => s + v, 0);
    data.set(
      powers.map((v) => v / total),
      start,
    );
  }
  return [{ ...x, data }];
};

export const softmaxGradient: GradientRule<'softmax'> = (terms, site) => {
  const [g, y] = [site.cotangent(0), site.output(0)];
  const last = site.outputType(0).shape.length - 1;
  const sum = terms.emit('reduce_sum', [terms.mul(g, y)], { axes: [last], keepDims: true });
  return [terms.mul(y, terms.sub(g, sum))];
};
