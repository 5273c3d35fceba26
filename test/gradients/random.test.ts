import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { segmentLoops } from '../../compiler/3-optimize/passes/training/segment-loops.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import { unrollLoops } from '../../compiler/graph/unroll.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { randomFeeds } from '../passes/equal.ts';
import { randomModel } from '../random/model.ts';
import { builtModel } from './built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from './check.ts';

const runs = Number(process.env.RUNS ?? 60);
const greatest = (t: Tensor64): number => t.data.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-3);

function expectEqualGradient(name: string, found: Tensor64 | undefined, expected: Tensor64, tolerance: number): void {
  const scale = greatest(expected);
  expect(found?.shape, name).toEqual(expected.shape);
  expected.data.forEach((x, i) => {
    const y = found?.data[i] ?? Number.NaN;
    if (!Object.is(x, y))
      expect(Math.abs(x - y) / scale, `d ${name}[${i}]: ${y} for ${x}`).toBeLessThanOrEqual(tolerance);
  });
}

test('gradients of random models equal central differences', () => {
  let compared = 0;
  fc.assert(
    fc.property(randomModel, ({ yaml, batch, time, seed }) => {
      const { graph, loss } = withLoss(builtModel(yaml));
      const result = differentiated(graph, loss, floatLeaves(graph));
      verifyGraph(result);
      const worst = worstDifference(result, randomFeeds(result, { batch, time }, seed), seed, 0);
      if (worst === null) return;
      compared += 1;
      expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
    }),
    { numRuns: runs, seed: 20_261_101 },
  );
  expect(compared).toBeGreaterThan(0.7 * runs);
}, 120_000);

/** Segments that leave no step over. */
function factors(time: number): { readonly [symbol: string]: number } {
  const steps = [2, 3].find((n) => time > n && time % n === 0) ?? Math.max(1, time);
  return { 'time.segments': time / steps, 'time.steps': steps };
}

test('the rolled gradient, the unrolled one, the optimised one and the one in segments are the same', () => {
  fc.assert(
    fc.property(randomModel, ({ yaml, batch, time, seed }) => {
      const { graph, loss } = withLoss(builtModel(yaml));
      const leaves = floatLeaves(graph);
      const sizes = { batch, time };
      const reference = differentiated(graph, loss, leaves);
      const feeds = randomFeeds(graph, sizes, seed);
      const expected = evaluateGraph(reference, feeds).outputs;
      const trained = graph.weights.map((w) => w.path).filter((path) => expected.has(`d ${path}`));
      const start = {
        ...graph,
        learning: { loss, trained, gradients: [], followed: [], slots: [], updates: [], segmented: [] },
      };
      const core = runPasses(runPasses(start, portable, { fused: false }), learning, { fused: false });
      const optimized = runPasses(core, target, { fused: true });
      const segmented = runPasses(
        runPasses(start, [segmentLoops, ...portable, ...learning], { fused: false }),
        target,
        { fused: true },
      );
      for (const result of [core, optimized, unrollLoops(optimized, time), segmented]) {
        const { learning: learned } = evaluateGraph(result, { ...feeds, sizes: { ...feeds.sizes, ...factors(time) } });
        for (const path of trained)
          expectEqualGradient(path, learned?.gradients.get(path), expected.get(`d ${path}`) as Tensor64, 1e-7);
      }
      if (time < 1) return;
      const unrolled = unrollLoops(graph, time);
      const again = withLoss(unrollLoops(builtModel(yaml), time));
      const flat = evaluateGraph(differentiated(again.graph, again.loss, floatLeaves(again.graph)), feeds).outputs;
      expect(unrolled.nodes.some((n) => n.op === 'loop')).toBe(false);
      for (const { name } of leaves) {
        const rolled = expected.get(`d ${name}`);
        if (rolled !== undefined) expectEqualGradient(name, flat.get(`d ${name}`), rolled, 1e-9);
      }
    }),
    { numRuns: runs, seed: 20_261_102 },
  );
}, 120_000);
