import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable } from '../../compiler/3-optimize/pipelines.ts';
import { steppedAxes } from '../../compiler/graph/split-at-steps.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { expectSameNumbers } from '../passes/equal.ts';
import { nestedFeeds, randomNested, reshaped } from './random-nested.ts';

const RUNS = Number(process.env.RUNS ?? 15);

function expectClose(found: ArrayLike<number> | undefined, expected: ArrayLike<number>, digits: number, what: string) {
  expect(found?.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(found?.[i], expected[i])) expect(found?.[i], `${what}[${i}]`).toBeCloseTo(expected[i] ?? 0, digits);
}

const floats = (of: ReadonlyMap<string, Tensor64>) =>
  new Map([...of].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }] as const));

const fed = (of: ReadonlyMap<string, Tensor64>) =>
  Object.fromEntries(
    [...of].map(([name, { dtype, shape, data }]) => [
      name,
      { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
    ]),
  );

describe('sequences of sequences', () => {
  test('a layer along an inner axis does to every word what it does to a sample alone', () => {
    fc.assert(
      fc.property(randomNested, (model) => {
        const graph = builtModel(model.whole);
        const { inputs, weights, sizes } = nestedFeeds(graph, model);
        const { outputs } = evaluateGraph(graph, { inputs, weights, sizes });
        const { batch, words, letters } = model.sizes;
        const input = (name: string, shape: readonly number[], of = inputs.get(name)) =>
          of === undefined ? [] : [reshaped(of, shape)];
        const inner = builtModel(model.inner);
        const within = evaluateGraph(inner, {
          inputs: new Map(
            [
              ...input('x', [batch * words, letters, 3]).map((t) => ['x', t] as const),
              ...input('letters.lengths', [batch * words]).map((t) => ['time.lengths', t] as const),
            ].filter(([name]) => inner.inputs.some((i) => i.name === name)),
          ),
          weights: new Map([...weights].filter(([path]) => inner.weights.some((w) => w.path === path))),
          sizes: { batch: batch * words, time: letters },
        }).outputs;
        expectClose(outputs.get('all')?.data, within.get('all')?.data ?? [], 9, 'all');
        const v = within.get('v');
        if (v === undefined) throw new Error('no v');
        expectClose(outputs.get('v')?.data, v.data, 9, 'v');
        const outer = builtModel(model.outer);
        const along = evaluateGraph(outer, {
          inputs: new Map(
            [
              ...inputs,
              ['v', reshaped(v, [batch, words, 3])] as const,
              ...input('words.lengths', [batch]).map((t) => ['time.lengths', t] as const),
            ].filter(([name]) => outer.inputs.some((i) => i.name === name)),
          ),
          weights: new Map([...weights].filter(([path]) => outer.weights.some((w) => w.path === path))),
          sizes: { batch, time: words },
        }).outputs;
        expect(outputs.get('y')?.shape).toEqual([batch, words, 3]);
        expectClose(outputs.get('y')?.data, along.get('y')?.data ?? [], 9, 'y');
      }),
      { numRuns: RUNS, seed: 20_261_201 },
    );
  }, 120_000);

  test('optimised graphs give the same numbers, and gradients are the central differences', () => {
    fc.assert(
      fc.property(randomNested, fc.constantFrom('inference', 'training'), (model, variant) => {
        const graph = builtModel(model.whole, variant as 'inference');
        const optimized = runPasses(graph, portable, { fused: false });
        expectSameNumbers(graph, optimized, model.sizes);
        const { graph: lossy, loss } = withLoss(optimized);
        const result = differentiated(lossy, loss, floatLeaves(lossy));
        const worst = worstDifference(result, nestedFeeds(result, model), model.seed, 0);
        expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: RUNS, seed: 20_261_202 },
    );
  }, 120_000);

  test("kernels give the evaluator's numbers, at once and word by word in a session", async () => {
    await fc.assert(
      fc.asyncProperty(randomNested, fc.integer({ min: 1, max: 3 }), async (given, chunk) => {
        const graph = builtModel(given.whole);
        const { inputs, weights, sizes } = nestedFeeds(graph, given);
        const model = await load(compile(given.whole), { weights: floats(weights) });
        const expected = evaluateGraph(graph, { inputs, weights, sizes }).outputs;
        const found = model.run(fed(inputs));
        for (const [name, { shape, data }] of expected) {
          expect(found[name]?.shape, name).toEqual(shape);
          expectClose(found[name]?.data, data, 4, name);
        }
        const { batch, words, letters } = given.sizes;
        if (steppedAxes(graph).every(({ stepping }) => stepping.kind === 'whole')) {
          for (const { role, name } of graph.inputs)
            if (role === 'state' || name === 'words.lengths') inputs.delete(name);
          const whole = model.run(fed(inputs));
          const session = model.session({ batch });
          for (let from = 0; from < words; from += chunk) {
            const to = Math.min(words, from + chunk);
            const cut = ({ shape: [, , ...rest], dtype, data }: Tensor64): Tensor64 => {
              const width = rest.reduce((a, b) => a * b, 1);
              const rows = Array.from({ length: batch }, (_, b) => [
                ...data.subarray((b * words + from) * width, (b * words + to) * width),
              ]);
              return { dtype, shape: [batch, to - from, ...rest], data: Float64Array.from(rows.flat()) };
            };
            const part = session.process(fed(new Map([...inputs].map(([name, t]) => [name, cut(t)] as const))));
            expectClose(
              part.y?.data,
              cut({ dtype: 'float32', shape: whole.y?.shape ?? [], data: Float64Array.from(whole.y?.data ?? []) }).data,
              4,
              `y from ${from}`,
            );
          }
          session.dispose();
        }
        expect(letters).toBeGreaterThan(0);
        model.dispose();
      }),
      { numRuns: RUNS, seed: 20_261_203 },
    );
  }, 120_000);
});
