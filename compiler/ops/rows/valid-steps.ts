import { evaluateDim } from '../../ir/dim.ts';
import type { EvaluateRule, OpDef } from '../op/op.ts';
import { one, requireDtype, requireRank } from '../op/operands.ts';

/** Whether step t is before the end of sequence b: t < lengths[b], as [length, batch]. */
export const valid_steps: OpDef<'valid_steps'> = {
  level: 'core',
  infer: (inputs, { length }) => {
    const lengths = one('valid_steps', inputs);
    requireDtype('valid_steps', lengths, 0, 'int32');
    requireRank('valid_steps', lengths, 0, 1, '[batch]');
    return [{ dtype: 'bool', shape: [length, ...lengths.shape] }];
  },
};

export const evaluateValidSteps: EvaluateRule<'valid_steps'> = (inputs, { length }, { sizes }) => {
  const lengths = one('valid_steps', inputs);
  const [batch = 0] = lengths.shape;
  const steps = evaluateDim(length, sizes);
  const data = new Float64Array(steps * batch);
  for (let t = 0; t < steps; t++)
    for (let b = 0; b < batch; b++) data[t * batch + b] = Number(t < (lengths.data[b] ?? 0));
  return [{ dtype: 'bool', shape: [steps, batch], data }];
};
