import { constantDim } from '../ir/dim.ts';
import type { GradientRule } from './op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from './op/op.ts';
import { one, requireDtype } from './op/operands.ts';
import { elementCount } from './op/tensor64.ts';

/** Max + log(sum of exp(x - max)) over the last axis. */
export const logsumexp: OpDef<'logsumexp'> = {
  level: 'core',
  infer: (inputs) => {
    const x = one('logsumexp', inputs);
    requireDtype('logsumexp', x, 0, 'float32');
    if (x.shape.length === 0) throw new OpTypeError('logsumexp takes no scalar', '[..., N]', '[]', [0]);
    return [{ dtype: 'float32', shape: x.shape.slice(0, -1) }];
  },
};

export const evaluateLogsumexp: EvaluateRule<'logsumexp'> = (inputs) => {
  const x = one('logsumexp', inputs);
  const width = x.shape.at(-1) ?? 1;
  const shape = x.shape.slice(0, -1);
  const data = Float64Array.from({ length: elementCount(shape) }, (_, row) => {
    const entries = x.data.subarray(row * width, (row + 1) * width);
    const greatest = entries.reduce((m, v) => Math.max(m, v), Number.NEGATIVE_INFINITY);
    return greatest + Math.log(entries.reduce((s, v) => s + Math.exp(v - greatest), 0));
  });
  return [{ dtype: 'float32', shape, data }];
};

export const logsumexpGradient: GradientRule<'logsumexp'> = (terms, site) => {
  const g = terms.reshape(site.cotangent(0), [...site.outputType(0).shape, constantDim(1)]);
  return [terms.mul(terms.emit('softmax', [site.input(0)], {}), g)];
};
