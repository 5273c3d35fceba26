import fc from 'fast-check';
import { test } from 'vitest';
import { wideModel } from './cells.ts';
import { checkForward, checkGradients } from './check-kernels.ts';

const RUNS = Number(process.env.RUNS ?? 0);

test('random wide cells: generated code gives the numbers of the evaluator, NaN and infinities at the same places', () => {
  const model = wideModel({ work: RUNS > 0 ? 2e6 : 3e5, smooth: false, odd: true });
  fc.assert(
    fc.property(model, (m) => checkForward(m, false)),
    { numRuns: RUNS > 0 ? RUNS : 60, seed: 20_261_401 },
  );
}, 7_200_000);

test('random wide cells: generated gradients equal those of the evaluator', () => {
  const model = wideModel({ work: RUNS > 0 ? 5e5 : 1e5, smooth: true, odd: false });
  fc.assert(
    fc.property(model, (m) => checkGradients(m, false)),
    { numRuns: RUNS > 0 ? RUNS : 40, seed: 20_261_402 },
  );
}, 7_200_000);
