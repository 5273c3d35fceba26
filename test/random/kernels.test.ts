import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wideModel } from './cells.ts';
import { checkAll, checkForward, checkGradients, checkInt16, USUAL_INT16_ERROR } from './check-kernels.ts';

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

test('random wide cells: with weights of 16 bits the numbers stay near those of the evaluator, NaN and infinities at the same places', () => {
  const model = wideModel({ work: RUNS > 0 ? 2e6 : 3e5, smooth: false, odd: true });
  const runs = RUNS > 0 ? RUNS : 60;
  let [inInt16, unusual] = [0, 0];
  const check = (m: Parameters<typeof checkInt16>[0]): void => {
    const { code, error } = checkInt16(m);
    if (code.text.includes('int16_product')) inInt16 += 1;
    if (error > USUAL_INT16_ERROR) unusual += 1;
  };
  fc.assert(fc.property(model, check), { numRuns: runs, seed: 20_261_403 });
  // a model of small sizes has no such products
  expect(inInt16).toBeGreaterThan(runs / 6);
  expect(unusual).toBeLessThanOrEqual(runs / 100);
}, 7_200_000);
