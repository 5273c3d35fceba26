import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, load } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { type RandomModel, randomModel } from './model.ts';

const RUNS = Number(process.env.RUNS ?? 60);
/** float32 on WASM against float64: sums of a few dozen terms through up to five steps. */
const TOLERANCE = 2e-5;

const float32 = (tensor: Tensor64): Tensor64 =>
  tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map(Math.fround) } : tensor;
const feed = ({ dtype, shape, data }: Tensor64) => ({
  shape,
  data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
});

function expectClose(name: string, found: ArrayLike<number> | undefined, expected: Tensor64): void {
  expect(found?.length, name).toBe(expected.data.length);
  expected.data.forEach((x, i) => {
    const y = found?.[i] ?? Number.NaN;
    if (!Object.is(x, y))
      expect(Math.abs(x - y) / Math.max(1, Math.abs(x)), `${name}[${i}]: ${y} for ${x}`).toBeLessThanOrEqual(TOLERANCE);
  });
}

/** The random feeds of a model, in float32, with its weights. */
function given(model: RandomModel, compiled: ReturnType<typeof compile>) {
  const graph = compiled.graphs.inference;
  const feeds = randomFeeds(graph, { batch: model.batch, time: model.time }, model.seed);
  const inputs = new Map(
    [...feeds.inputs].flatMap(([name, t]) =>
      name.endsWith('.lengths') && !model.ragged ? [] : [[name, float32(t)] as const],
    ),
  );
  const weights = new Map([...feeds.weights].map(([path, t]) => [path, float32(t)]));
  return { graph, inputs, weights, sizes: feeds.sizes };
}

const loadGiven = (
  compiled: ReturnType<typeof compile>,
  weights: ReadonlyMap<string, Tensor64>,
  path: 'fast' | 'public',
) =>
  load(compiled, {
    path,
    weights: new Map([...weights].map(([name, t]) => [name, { shape: [...t.shape], data: Float32Array.from(t.data) }])),
  });

test("both paths give the evaluator's numbers on random models, rolled and unrolled", async () => {
  await fc.assert(
    fc.asyncProperty(randomModel, fc.boolean(), async (model, unrolled) => {
      const compiled = compile(model.yaml, unrolled ? { unroll: model.time } : {});
      const { graph, inputs, weights, sizes } = given(model, compiled);
      const expected = evaluateGraph(graph, { inputs, weights, sizes });
      for (const path of ['fast', 'public'] as const) {
        const loaded = await loadGiven(compiled, weights, path);
        try {
          const feeds = Object.fromEntries([...inputs].map(([name, t]) => [name, feed(t)]));
          const found = loaded.run(feeds);
          for (const [name, tensor] of expected.outputs) expectClose(`${path} ${name}`, found[name]?.data, tensor);
          // a second run finds the same arena in another state
          const again = loaded.run(feeds);
          for (const name of expected.outputs.keys()) expect(again[name]?.data, name).toEqual(found[name]?.data);
        } finally {
          loaded.dispose();
        }
      }
    }),
    { numRuns: RUNS, seed: 20_260_102 },
  );
}, 240_000);

test('steps of a session equal the batch run on random models', async () => {
  const streaming = randomModel.filter(
    (m) => !/direction|type: (mean|max)|step\) /.test(m.yaml) && !m.yaml.includes('float(step)'),
  );
  await fc.assert(
    fc.asyncProperty(streaming, async (model) => {
      const compiled = compile(model.yaml);
      const { weights, inputs } = given({ ...model, ragged: false }, compiled);
      const loaded = await loadGiven(compiled, weights, 'fast');
      try {
        const x = inputs.get('x');
        if (x === undefined) throw new Error('no x');
        const [batch = 1, time = 1, features = 1] = x.shape;
        const whole = loaded.run({ x: feed(x) });
        const session = loaded.session({ batch });
        const y = whole.sequence;
        const units = y?.shape[2] ?? 1;
        const out = new Float32Array(batch * units);
        for (let t = 0; t < time; t++) {
          const row = Float32Array.from(
            { length: batch * features },
            (_, i) => x.data[(Math.floor(i / features) * time + t) * features + (i % features)] ?? 0,
          );
          session.step({ x: row }, { sequence: out });
          out.forEach((value, i) => {
            const expected = Number(y?.data[(Math.floor(i / units) * time + t) * units + (i % units)]);
            expect(Math.abs(value - expected), `step ${t}`).toBeLessThanOrEqual(1e-6);
          });
        }
      } finally {
        loaded.dispose();
      }
    }),
    { numRuns: RUNS, seed: 20_260_103 },
  );
}, 120_000);
