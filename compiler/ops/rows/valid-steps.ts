import { evaluateDim } from '../../ir/dim.ts';
import type { OpDef } from '../op/op.ts';
import { one, requireDtype, requireRank } from '../op/operands.ts';

export const valid_steps: OpDef<'valid_steps'> = {
  doc: 'whether step t is before the end of sequence b: t < lengths[b], as [length, batch]',
  level: 'core',
  infer: (inputs, { length }) => {
    const lengths = one('valid_steps', inputs);
    requireDtype('valid_steps', lengths, 0, 'int32');
    requireRank('valid_steps', lengths, 0, 1, '[batch]');
    return [{ dtype: 'bool', shape: [length, ...lengths.shape] }];
  },
  evaluate: (inputs, { length }, { sizes }) => {
    const lengths = one('valid_steps', inputs);
    const [batch = 0] = lengths.shape;
    const steps = evaluateDim(length, sizes);
    const data = new Float64Array(steps * batch);
    for (let t = 0; t < steps; t++)
      for (let b = 0; b < batch; b++) data[t * batch + b] = Number(t < (lengths.data[b] ?? 0));
    return [{ dtype: 'bool', shape: [steps, batch], data }];
  },
  gradient: 'flat',
};
