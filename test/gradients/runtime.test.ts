import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/pass.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { load } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { randomModel } from '../random/model.ts';
import { builtModel } from './built.ts';
import { differentiated, floatLeaves, withLoss } from './check.ts';

const runs = Number(process.env.RUNS ?? 40);

const float32 = (t: Tensor64): Tensor64 => (t.dtype === 'float32' ? { ...t, data: t.data.map(Math.fround) } : t);
const greatest = (t: Tensor64): number => t.data.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-3);

/** Portable graph whose outputs are the loss and the gradients of all weights, for the target. */
function gradientGraph(yaml: string): { readonly plain: Graph; readonly lowered: Graph } {
  const { graph, loss } = withLoss(builtModel(yaml));
  const reachable = differentiated(graph, loss, floatLeaves(graph)).outputs.map((o) => o.name);
  const trained = graph.weights.map((w) => w.path).filter((path) => reachable.includes(`d ${path}`));
  const start = { ...graph, learning: { loss, trained, gradients: [], slots: [], updates: [], segmented: [] } };
  const core = runPasses(runPasses(start, portable, { fused: false }), learning, { fused: false });
  const { learning: learned, ...rest } = runPasses(core, target, { fused: true });
  const outputs = (learned?.gradients ?? []).map(({ path, value }) => ({
    name: `d ${path}`,
    value,
    origin: { path, span: null },
  }));
  return { plain: differentiated(graph, loss, floatLeaves(graph)), lowered: { ...rest, outputs } };
}

test("float32 gradients on WASM equal the evaluator's in float64, on both paths, with lengths", async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, async ({ yaml, batch, time, seed, ragged }) => {
      const { plain, lowered } = gradientGraph(yaml);
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
