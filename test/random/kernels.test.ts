import { test } from 'vitest';
import { wideModel } from './cells.ts';
import { checkAll, checkForward, checkGradients } from './check-kernels.ts';

/** Of each kind of test; in portions, so that one can be run by itself (`-t "portion 3 of"`). */
const RUNS = Number(process.env.RUNS ?? 0);
const PORTIONS = RUNS > 0 ? 10 : 1;
const portions = Array.from({ length: PORTIONS }, (_, i) => i + 1);

test.each(portions)(
  `random wide cells, portion %i of ${PORTIONS}: generated and stock kernels give the numbers of the evaluator, NaN and infinities at the same places`,
  async (portion) => {
    const models = wideModel({ work: RUNS > 0 ? 1e7 : 3e5, smooth: false, odd: true });
    const runs = RUNS > 0 ? RUNS / PORTIONS : 50;
    await checkAll(models, (model) => checkForward(model, false), { runs, seed: 20_261_400 + portion });
  },
  7_200_000,
);

test.each(portions)(
  `random wide cells, portion %i of ${PORTIONS}: their gradients equal those of the evaluator, with NaN in the padding`,
  async (portion) => {
    const models = wideModel({ work: RUNS > 0 ? 2e6 : 1e5, smooth: true, odd: false });
    const runs = RUNS > 0 ? RUNS / PORTIONS : 35;
    await checkAll(models, (model) => checkGradients(model, false), { runs, seed: 20_262_400 + portion });
  },
  7_200_000,
);
