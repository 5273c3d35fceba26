import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkForward, checkGradients } from './check-trees.ts';
import { type TreeModel, treeModel } from './tree-model.ts';

/** Of each kind of test; in portions, so that one can be run by itself (`-t "portion 3 of"`). */
const RUNS = Number(process.env.RUNS ?? 0);
const PORTIONS = RUNS > 0 ? 10 : 1;
const portions = Array.from({ length: PORTIONS }, (_, i) => i + 1);
const sizes = RUNS > 0 ? { size: 40, nodes: 60 } : { size: 12, nodes: 16 };
/** Nearly all must keep the tolerance without any allowance for roundings. */
const LEAST = 0.95;

async function checkAll(
  models: fc.Arbitrary<TreeModel>,
  check: (model: TreeModel) => Promise<boolean>,
  runs: number,
  seed: number,
): Promise<void> {
  let close = 0;
  const property = fc.asyncProperty(fc.noBias(models), async (model) => {
    if (await check(model)) close += 1;
  });
  await fc.assert(property, { numRuns: runs, seed });
  expect(close / runs).toBeGreaterThanOrEqual(LEAST);
}

test.each(portions)(
  `random tree cells, portion %i of ${PORTIONS}: generated and stock kernels give the numbers of the evaluator`,
  (portion) =>
    checkAll(
      treeModel({ ...sizes, smooth: false }),
      checkForward,
      RUNS > 0 ? RUNS / PORTIONS : 30,
      20_263_100 + portion,
    ),
  7_200_000,
);

test.each(portions)(
  `random tree cells, portion %i of ${PORTIONS}: gradients equal those of the evaluator, also of values computed anew`,
  (portion) =>
    checkAll(
      treeModel({ ...sizes, smooth: true }),
      (model) => checkGradients(model, model.seed % 2 === 0 && !model.yaml.includes('type: recurrent')),
      RUNS > 0 ? RUNS / PORTIONS : 20,
      20_263_200 + portion,
    ),
  7_200_000,
);
