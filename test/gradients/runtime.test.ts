import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { load } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { randomModel } from '../random/model.ts';
import { builtModel } from './built.ts';
import { gradientGraph } from './gradient-graph.ts';

const runs = Number(process.env.RUNS ?? 40);

const float32 = (t: Tensor64): Tensor64 => (t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t);
/** At least a hundredth: a smaller gradient is what is left of numbers that cancel, each rounded to float32. */
const greatest = (t: Tensor64): number => t.data.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-2);

test("float32 gradients on WASM equal the evaluator's in float64, on both paths, with lengths", async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, async ({ yaml, batch, time, seed, ragged }) => {
      const { plain, lowered } = gradientGraph(builtModel(yaml));
      const feeds = randomFeeds(plain, { batch, time }, seed);
      const inputs = new Map(
        [...feeds.inputs].flatMap(([name, t]) =>
          name.endsWith('.lengths') && !ragged ? [] : [[name, float32(t)] as const],
        ),
      );
      const weights = new Map([...feeds.weights].map(([name, t]) => [name, float32(t)]));
      const expected = evaluateGraph(plain, { ...feeds, inputs, weights }).outputs;
      if (!Number.isFinite(expected.get('the loss')?.data[0])) return;
      for (const path of ['fast', 'public'] as const) {
        const model = await load(
          {
            name: 'gradients',
            seed: 0,
            unroll: null,
            graphs: { inference: lowered, training: null },
            weights: new Map(
              [...weights].map(([name, t]) => [name, { shape: t.shape, data: Float32Array.from(t.data) }]),
            ),
          },
          { path },
        );
        try {
          const found = model.run(
            Object.fromEntries(
              [...inputs].map(([name, t]) => [
                name,
                { shape: t.shape, data: t.dtype === 'int32' ? Int32Array.from(t.data) : Float32Array.from(t.data) },
              ]),
            ),
          );
          for (const { name } of lowered.outputs) {
            const reference = expected.get(name) as Tensor64;
            const scale = greatest(reference);
            reference.data.forEach((x, i) => {
              const y = Number(found[name]?.data[i]);
              expect(Math.abs(x - y) / scale, `${path} ${name}[${i}]: ${y} for ${x}`).toBeLessThanOrEqual(1e-4);
            });
          }
        } finally {
          model.dispose();
        }
      }
    }),
    { numRuns: runs, seed: 20_261_103 },
  );
}, 240_000);
