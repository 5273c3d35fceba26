import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable } from '../../compiler/3-optimize/pipelines.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { expectSameNumbers, randomFeeds } from '../passes/equal.ts';
import { randomLayers } from './random-layers.ts';

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
interface Case {
  readonly name: string;
  readonly model: string;
  readonly inputs: { readonly [name: string]: Numbers };
  readonly weights: { readonly [path: string]: Numbers };
  readonly y: Numbers;
}
const cases: readonly Case[] = JSON.parse(readFileSync(new URL('layers.json', import.meta.url), 'utf8'));

const floats = (of: Case['inputs']) =>
  Object.entries(of).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }] as const);
const doubles = (of: Case['inputs']) =>
  new Map(
    Object.entries(of).map(([name, { shape, data }]) => [
      name,
      { dtype: 'float32' as const, shape, data: Float64Array.from(data) },
    ]),
  );

describe('numbers of Keras 3.15.1 and PyTorch 2.15.0', () => {
  test.each(cases)('$name', async ({ model: text, inputs, weights, y }) => {
    const graph = builtModel(text);
    const [batch = 0, time = 0] = y.shape;
    const { inputs: made } = randomFeeds(graph, { batch, time }, 1);
    const zero = [...made].map(
      ([name, t]) => [name, { ...t, data: t.data.fill(name === 'time.lengths' ? time : 0) }] as const,
    );
    const fed = { inputs: new Map([...zero, ...doubles(inputs)]), weights: doubles(weights) };
    const exact = evaluateGraph(graph, fed).outputs.get('y');
    expect(exact?.shape).toEqual(y.shape);
    for (const [i, x] of y.data.entries()) expect(exact?.data[i], `y[${i}]`).toBeCloseTo(x, 9);
    const model = await load(compile(text), { weights: new Map(floats(weights)) });
    const found = model.run(Object.fromEntries(floats(inputs))).y;
    for (const [i, x] of y.data.entries()) expect(found?.data[i], `y[${i}]`).toBeCloseTo(x, 5);
    model.dispose();
  });
});

describe('random chains of layers', () => {
  const RUNS = Number(process.env.RUNS ?? 12);

  test('optimised graphs give the same numbers, and gradients are the central differences', () => {
    fc.assert(
      fc.property(randomLayers, fc.constantFrom('inference', 'training'), ({ yaml, batch, time, seed }, variant) => {
        const graph = builtModel(yaml, variant as 'inference');
        const optimized = runPasses(graph, portable, { fused: false });
        expectSameNumbers(graph, optimized, { batch, time });
        const { graph: lossy, loss } = withLoss(optimized);
        const result = differentiated(lossy, loss, floatLeaves(lossy));
        const worst = worstDifference(result, randomFeeds(result, { batch, time }, seed), seed, 0);
        expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: RUNS, seed: 20_261_129 },
    );
  }, 120_000);

  test("kernels give the evaluator's numbers, rolled and unrolled, rows of any length", async () => {
    await fc.assert(
      fc.asyncProperty(randomLayers, fc.boolean(), async ({ yaml, batch, time, seed }, unrolled) => {
        const graph = builtModel(yaml);
        const { inputs, weights, sizes } = randomFeeds(graph, { batch, time }, seed);
        const model = await load(
          compile(yaml, unrolled && /recurrent|kernel_size: [2-9]/.test(yaml) ? { unroll: time } : {}),
          {
            weights: new Map(
              [...weights].map(([path, { shape, data }]) => [path, { shape, data: Float32Array.from(data) }]),
            ),
          },
        );
        const fed = Object.fromEntries(
          [...inputs].map(([name, { dtype, shape, data }]) => [
            name,
            { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
          ]),
        );
        const expected = evaluateGraph(graph, { inputs, weights, sizes }).outputs;
        const found = model.run(fed);
        for (const [name, { shape, data }] of expected) {
          expect(found[name]?.shape, name).toEqual(shape);
          for (const [i, x] of data.entries()) expect(found[name]?.data[i], `${name}[${i}]`).toBeCloseTo(x, 4);
        }
        model.dispose();
      }),
      { numRuns: RUNS, seed: 20_261_130 },
    );
  }, 120_000);
});
