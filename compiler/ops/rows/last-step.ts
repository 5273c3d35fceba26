import { constantDim, equalDims, printShape } from '../../ir/dim.ts';
import type { GradientRule } from '../op/gradient.ts';
import { type EvaluateRule, type OpDef, OpTypeError } from '../op/op.ts';
import { requireDtype, requireRank, two } from '../op/operands.ts';
import { elementCount, zeros64 } from '../op/tensor64.ts';

/** X[lengths[b] - 1, b] of a time-major x; zeros for a length of 0. */
export const last_step: OpDef<'last_step'> = {
  level: 'core',
  infer: (inputs) => {
    const [x, lengths] = two('last_step', inputs);
    requireDtype('last_step', lengths, 1, 'int32');
    requireRank('last_step', lengths, 1, 1, '[batch]');
    const [, batch, ...rest] = x.shape;
    if (batch === undefined)
      throw new OpTypeError('last_step takes a sequence', '[time, batch, ...]', printShape(x.shape), [0]);
    if (!equalDims(batch, lengths.shape[0] ?? {}))
      throw new OpTypeError(
        'last_step takes one length per row',
        printShape([batch]),
        printShape(lengths.shape),
        [1, 0],
      );
    return [{ dtype: x.dtype, shape: [batch, ...rest] }];
  },
};

/** @throws RangeError for a length beyond the sequence. */
export const evaluateLastStep: EvaluateRule<'last_step'> = (inputs) => {
  const [x, lengths] = two('last_step', inputs);
  const [time = 0, batch = 0, ...rest] = x.shape;
  const width = elementCount(rest);
  const result = zeros64(x.dtype, [batch, ...rest]);
  for (const [b, length] of lengths.data.entries()) {
    if (length < 0 || length > time) throw new RangeError(`length ${length} of a sequence of ${time} steps`);
    if (length === 0) continue;
    const from = ((length - 1) * batch + b) * width;
    result.data.set(x.data.subarray(from, from + width), b * width);
  }
  return [result];
};

export const lastStepGradient: GradientRule<'last_step'> = (terms, site) => {
  const { shape } = site.inputType(0);
  const [time = {}, batch = {}, ...rest] = shape;
  const one = constantDim(1);
  const ones = rest.map(() => one);
  const steps = terms.reshape(terms.emit('range', [], { length: time }), [time, one, ...ones]);
  const last = terms.reshape(terms.sub(site.input(1), terms.number(1, 'int32')), [one, batch, ...ones]);
  const chosen = terms.emit('equal', [steps, last], {});
  const g = terms.reshape(site.cotangent(0), [one, batch, ...rest]);
  return [terms.choose(chosen, terms.stretch(g, shape), terms.number(0)), null];
};
