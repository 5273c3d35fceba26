import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GradientRules } from '../../compiler/3-optimize/passes/training/differentiate.ts';
import type { Node, OpName } from '../../compiler/ir/nodes.ts';
import { gradients } from '../../compiler/ops/gradients.ts';
import type { GradientRule } from '../../compiler/ops/op/gradient.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { checkForward, checkGradients, feedsOf } from './check-trees.ts';
import { type TreeModel, treeModel } from './tree-model.ts';

/** Of each kind of test; in portions, so that one can be run by itself (`-t "portion 3 of"`). */
const RUNS = Number(process.env.RUNS ?? 0);
const PORTIONS = RUNS > 0 ? 10 : 1;
const portions = Array.from({ length: PORTIONS }, (_, i) => i + 1);
const sizes = RUNS > 0 ? { size: 40, nodes: 60 } : { size: 12, nodes: 16 };
/** Nearly all must keep the tolerance without any allowance for roundings; graphs with many ways to a node multiply them. */
const LEAST = 0.88;

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
      RUNS > 0 ? RUNS / PORTIONS : 18,
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
      RUNS > 0 ? RUNS / PORTIONS : 10,
      20_263_200 + portion,
    ),
  7_200_000,
);

/** Padding holds NaN, which recurrent layers keep out of gradients only where a model has an objective. */
const small = treeModel({ size: 3, nodes: 6, smooth: true }).filter(({ yaml }) => !yaml.includes('type: recurrent'));

/** The gradients of a model's outputs for all that is fed, by the rules given. */
function gradientGraph(model: TreeModel, rules?: GradientRules) {
  const { graph, loss } = withLoss(builtModel(model.yaml, 'training'));
  return differentiated(graph, loss, floatLeaves(graph), rules);
}

test('random tree cells: gradients equal central differences', () => {
  const runs = RUNS > 0 ? RUNS : 12;
  let compared = 0;
  fc.assert(
    fc.property(fc.noBias(small), (model) => {
      const graph = gradientGraph(model);
      const worst = worstDifference(graph, feedsOf(graph, model), model.seed, 0);
      if (worst === null) return;
      compared += 1;
      expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: runs, seed: 20_263_300 },
  );
  expect(compared).toBeGreaterThan(0.7 * runs);
}, 7_200_000);

/** The rules with one turned round. */
function flipped(name: OpName): GradientRules {
  const rule = gradients[name] as GradientRule<OpName>;
  if (typeof rule !== 'function') throw new Error(`${name} has no rule to flip`);
  const turned: GradientRule<OpName> = (terms, site) =>
    rule(terms, site).map((gradient) => (gradient === null ? null : terms.neg(gradient)));
  return { ...gradients, [name]: turned } as unknown as GradientRules;
}

test.each(['gather', 'scatter_add', 'scatter_max', 'write_rows', 'matmul', 'concat'] as const)(
  'random tree cells: the sign of the gradient of %s turned round makes the check fail',
  (name) => {
    const [found] = fc.sample(
      small.filter(
        (model) =>
          gradientGraph(model).nodes.some((n) => opsWithin(n).has(name)) &&
          model.trees.get('parse')?.some((t) => t.length > 3) === true,
      ),
      { numRuns: 1, seed: 20_263_301 },
    );
    const model = found as TreeModel;
    const graph = gradientGraph(model, flipped(name));
    const worst = worstDifference(graph, feedsOf(graph, model), model.seed, 0);
    expect(worst?.error).toBeGreaterThan(1e-3);
  },
);

const opsWithin = (node: Node): ReadonlySet<OpName> =>
  new Set([node.op, ...(node.op === 'loop' ? node.attrs.body.nodes.map(({ op }) => op) : [])]);
