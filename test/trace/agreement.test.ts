import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { only } from '../../compiler/diagnostics/invariants.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile, type Feeds, load, type Trace, trace } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { randomModel } from '../random/model.ts';
import { feed, float32 } from './given.ts';

const folder = join(import.meta.dirname, '../../models');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [file.slice(0, -'.yaml'.length)] : []));

/** Every value that is told as an output is what the trace gives for the output. */
function expectWhole({ blocks, outputs }: Trace): void {
  for (const [name, { data }] of Object.entries(outputs)) {
    const told = blocks
      .toSorted((a, b) => (a.step ?? 0) - (b.step ?? 0))
      .flatMap(({ units }) => units.flatMap(({ values }) => values.filter((value) => value.outputs.includes(name))));
    if (told.length > 0)
      expect(
        told.flatMap((value) => value.data),
        name,
      ).toEqual(data);
  }
}

describe.each(names)('%s', (name) => {
  test('gives what run gives, every row of its data', async () => {
    const compiled = compile(readFileSync(join(folder, `${name}.yaml`), 'utf8'), { file: `${name}.yaml` });
    const feeds = JSON.parse(readFileSync(join(folder, 'data', `${name}.json`), 'utf8')) as Feeds;
    const model = await load(compiled, { kernels: 'stock' });
    const found = model.run(feeds);
    model.dispose();
    const rows = Math.min(2, Object.values(found)[0]?.shape[0] ?? 1);
    for (const row of [rows]) {
      const told = trace(compiled, feeds, { row });
      expectWhole(told);
      for (const [output, { shape, data, lengths }] of Object.entries(found)) {
        const each = data.length / (shape[0] ?? 1);
        const steps = lengths?.[row - 1];
        const kept = steps === undefined ? each : (each / (shape[1] ?? 1)) * steps;
        const expected = [...data.subarray((row - 1) * each, (row - 1) * each + kept)];
        expect(told.outputs[output]?.data.length, output).toBe(kept);
        const apart = [...(told.outputs[output]?.data ?? []).entries()].filter(
          ([i, x]) => !(Math.abs(x - (expected[i] ?? 0)) <= 1e-6 * Math.max(1, Math.abs(x))),
        );
        expect(apart, output).toEqual([]);
      }
    }
  });
});

test('random models: every row gives what the optimised graph gives', () => {
  fc.assert(
    fc.property(randomModel, (model) => {
      const compiled = compile(model.yaml);
      const graph = compiled.graphs.inference;
      const random = randomFeeds(graph, { batch: model.batch, time: model.time }, model.seed);
      const inputs = new Map(
        [...random.inputs]
          .filter(([name]) => model.ragged || !name.endsWith('.lengths'))
          .map(([name, t]) => [name, float32(t)]),
      );
      const weights = new Map([...random.weights].map(([path, t]) => [path, float32(t)]));
      const typeOf = (name: string) =>
        only(graph.outputs.flatMap((o) => (o.name === name ? (graph.values[o.value]?.type ?? []) : [])));
      const { outputs } = evaluateGraph(graph, { inputs, weights, sizes: random.sizes });
      const given = {
        ...compiled,
        file: compiled.file,
        sources: compiled.sources,
        weights: new Map(
          [...weights].map(([path, { shape, data }]) => [path, { shape, data: Float32Array.from(data) }]),
        ),
      };
      const feeds = Object.fromEntries([...inputs].map(([name, t]) => [name, feed(t)]));
      for (let row = 1; row <= model.batch; row++) {
        const told = trace(given, feeds, { row });
        expectWhole(told);
        for (const [name, { shape, data }] of outputs) {
          const each = data.length / model.batch;
          const found = told.outputs[name];
          const kept = found?.data.length ?? 0;
          const steps = inputs.get('time.lengths')?.data[row - 1] ?? model.time;
          const isLong = 'time' in (typeOf(name).shape[1] ?? {});
          expect(kept, name).toBe(isLong ? (each / model.time) * steps : each);
          expect(found?.shape, name).toEqual(isLong ? [steps, ...shape.slice(2)] : shape.slice(1));
          const apart = [...(found?.data ?? []).entries()].filter(([i, x]) => {
            const y = data[(row - 1) * each + i] ?? Number.NaN;
            return !Object.is(x, y) && !(Math.abs(x - y) / Math.max(1, Math.abs(y)) <= 1e-9);
          });
          expect(apart, name).toEqual([]);
        }
      }
    }),
    { numRuns: 12, seed: 20_264_000 },
  );
});

test('what compile gives has it as a method', () => {
  const model = compile(readFileSync(join(folder, 'seed-rnn.yaml'), 'utf8'));
  const feeds = { x: [[[1], [2]]] };
  expect(model.trace(feeds, { steps: 2 })).toEqual(trace(model, feeds, { steps: 2 }));
  expect(() => model.trace(feeds, { row: 2 })).toThrow(/trace/);
});
