import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileModel, inspectAfter } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { settingsAt } from '../../compiler/optimizers/settings.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { compile, load } from '../../src/index.ts';
import type { Feeds } from '../../src/model/feeds/feeds.ts';
import { runShape } from '../../src/model/feeds/run-shape.ts';
import { runTraining } from '../../src/model/training-run.ts';
import type { Model } from '../../src/model.ts';
import { prepareTraining, trainingDefinition } from '../../src/train/prepare/prepare.ts';

const yaml = (training = ''): string => `
name: trees
inputs:
  word: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  vectors: {type: embedding, input: word, vocabulary: 12, units: 3}
  order: {type: recurrent, input: vectors, cell: {gru: {units: 3}}}
  below: {type: recursive, input: order, tree: parse, cell: {tree.child_sum_lstm: {units: 4}}, direction: both}
  encoder: {type: recursive, input: below, tree: parse, cell: {tree.nary_lstm: {units: 5}}}
  label: {type: dense, input: encoder, units: 2}
  end: {type: dense, input: encoder.root, units: 1}
outputs: {label: label, end: end}
${training}
`;

/** Nodes in the order of their numbers; the smaller tree ends early. */
const feeds: Feeds = {
  parse: [
    [-1, 0, 0, 2, 2],
    [-1, 0],
  ],
  word: [
    [1, 2, 3, 4, 5],
    [6, -1],
  ],
};

const codes = (what: () => unknown): readonly string[] => {
  try {
    what();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
};

describe('a model over trees', () => {
  let model: Model;
  beforeAll(async () => {
    model = await load(compile(yaml()));
  });
  afterAll(() => model.dispose());

  test('has no session, and says why', () => {
    expect(() => model.session()).toThrowError(
      /not-streaming: the model can't run one step at a time: layer "below" runs over trees/,
    );
  });

  test('tells the work and the memory of the trees that are fed', () => {
    const [both, first] = [
      model.stats({ feeds }),
      model.stats({ feeds: { parse: [[-1, 0, 0, 2, 2]], word: [[1, 2, 3, 4, 5]] } }),
    ];
    expect(both.flops).toBeGreaterThan(first.flops);
    expect(both.peakBytes).toBeGreaterThan(first.peakBytes);
    // the trees tell all sizes
    expect(model.stats({ feeds: { parse: feeds.parse as Feeds[string] } })).toEqual(both);
    // as many nodes in as many levels of the same rows: the same program for the same work
    const mirrored = model.stats({
      feeds: {
        parse: [
          [-1, 0, 0, 1, 1],
          [-1, 0],
        ],
      },
    });
    expect(mirrored).toEqual(both);
    // a chain has a level for each node
    expect(model.stats({ feeds: { parse: [[-1, 0, 1, 2, 3]] } }).calls).toBeGreaterThan(first.calls);
  });

  test.each(['stats', 'profile'] as const)('%s of sizes alone is a mistake, and so are trees that are none', (what) => {
    expect(codes(() => model[what]({ batch: 1, node: 3 }))).toEqual(['trees-missing']);
    expect(codes(() => model[what]({ feeds: {} }))).toEqual(['input-missing']);
    expect(codes(() => model[what]({ feeds: { parse: [[1, 0]] } }))).toEqual(['tree-cycle']);
  });

  test.each(['auto', 'stock'] as const)('is profiled on its trees, which changes no result: %s', (kernels) => {
    const run = (): readonly number[] => Object.values(model.run(feeds)).flatMap(({ data }) => [...data]);
    const before = run();
    const times = model.profile({ feeds }, { kernels });
    expect(times.filter(({ kernel }) => kernel === 'loop').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['order.0.forward', 'below.0.up', 'below.0.down', 'encoder.0.up']),
    );
    expect(times.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    const { flops, calls } = model.stats({ feeds }, 'inference', kernels);
    expect(times.reduce((sum, step) => sum + step.flops, 0)).toBe(flops);
    expect(times.reduce((sum, step) => sum + step.calls, 0)).toBe(calls);
    model.warmup();
    expect(run()).toEqual(before);
  });
});

test.each(['auto', 'stock'] as const)('the same trees again take no more of the heap (%s kernels)', async (kernels) => {
  const backend = await loadBackend();
  const over = await load(compile(yaml()), { kernels });
  const held = (): readonly number[] => [backend.idsInUse, backend.heapBytes];
  const first = over.run(feeds);
  const before = held();
  for (let i = 0; i < 100; i++) over.run(feeds);
  expect(held()).toEqual(before);
  expect(over.run(feeds)).toEqual(first);
  over.dispose();
});

test('feeds tell the sizes of a model over time as well', async () => {
  const model = await load(
    compile(
      'inputs: {x: {shape: [batch, time, 2]}}\nlayers: {m: {type: recurrent, input: x, cell: {gru: {units: 3}}}}\noutputs: {m: m}\n',
    ),
  );
  const row = Array.from({ length: 7 }, () => [1, 2]);
  expect(model.stats({ feeds: { x: [row, row] } })).toEqual(model.stats({ batch: 2, time: 7 }));
  expect(codes(() => model.stats({ feeds: {} }))).toEqual(['input-shape-open']);
  model.dispose();
});

const trained = (remat: boolean): string =>
  yaml(`training:
  losses: [{type: cross_entropy, output: label, target: at_nodes}, {type: mse, output: end, target: of_tree}]
  optimizer: {sgd: {}}
  remat: ${remat}`);

/** Losses, gradient norms and weights of three steps. */
async function course(remat: boolean, kernels: 'auto' | 'stock'): Promise<ReadonlyMap<string, readonly number[]>> {
  const trainable = prepareTraining(compileModel(trained(remat), { file: 'm.yaml', resolve: () => null }));
  const model = await load(trainingDefinition(trainable), { kernels });
  const found = new Map<string, readonly number[]>();
  const batch: Feeds = {
    word: { shape: [2, 5], data: Int32Array.of(1, 2, 3, 4, 5, 6, -1, 0, 0, 0) },
    parse: { shape: [2, 5], data: Int32Array.of(-1, 0, 0, 2, 2, -1, 0, 0, 0, 0) },
    'node.lengths': Int32Array.of(5, 2),
    at_nodes: { shape: [2, 5], data: Int32Array.of(0, 1, 1, 0, 1, 0, 1, 0, 0, 0) },
    of_tree: { shape: [2, 1], data: Float32Array.of(0.5, -0.25) },
  };
  for (let step = 0; step < 3; step++) {
    const run = runTraining(model, batch, {
      variant: 'training',
      settings: settingsAt(trainable.objective, step + 1, 0.5),
      seed: 1,
      step,
      states: new Map(),
      masked: false,
    });
    found.set(`step ${step}`, [run.scalar('loss'), run.scalar('gradient_norm'), run.scalar('loss.0.count')]);
    run.update();
  }
  for (const [name, { data }] of model.weights()) found.set(name, [...data]);
  model.dispose();
  return found;
}

test.each(['auto', 'stock'] as const)(
  'remat gives the gradients of trees that it gives without: %s',
  async (kernels) => {
    const [kept, anew] = [await course(false, kernels), await course(true, kernels)];
    expect([...anew.keys()]).toEqual([...kept.keys()]);
    expect(kept.get('step 0')?.[2]).toBe(7);
    expect(kept.get('step 0')?.[1]).toBeGreaterThan(1e-3);
    for (const [name, values] of kept)
      values.forEach((x, i) => {
        expect(Math.abs((anew.get(name)?.[i] ?? Number.NaN) - x), `${name}[${i}]`).toBeLessThan(2e-6);
      });
  },
);

test('remat keeps less of deep trees', async () => {
  const chain = [Array.from({ length: 400 }, (_, node) => node - 1)];
  const planned = async (remat: boolean): Promise<number> => {
    const model = await load(
      trainingDefinition(prepareTraining(compileModel(trained(remat), { file: 'm.yaml', resolve: () => null }))),
    );
    const { arenaBytes } = model.stats({ feeds: { parse: chain } }, 'training');
    model.dispose();
    return arenaBytes;
  };
  expect(await planned(true)).toBeLessThan(0.8 * (await planned(false)));
});

describe('unrolled over trees', () => {
  const shown = (variant: 'inference' | 'training', text: string): string => {
    const compiled = compileModel(text, { file: 'm.yaml', resolve: () => null });
    const inference =
      variant === 'inference'
        ? compiled.graphs.inference
        : trainingDefinition(prepareTraining(compiled)).graphs.inference;
    const batch = (graph: typeof inference) => runShape(graph, inference, feeds, null);
    return inspectAfter(text, { file: 'm.yaml', resolve: () => null, set: {}, variant, batch }, 'unroll');
  };

  test('a level is a copy of the cell, and all copies read the same weights', () => {
    const text = shown('inference', yaml());
    expect(text).not.toMatch(/ = loop /);
    // no symbols are left
    expect(text).not.toMatch(/\[[^\]]*\b(batch|node|parse)\b/);
    const levels = (layer: string): readonly string[] => [
      ...new Set(
        [...text.matchAll(new RegExp(`%${layer.replaceAll('.', '\\.')}\\.step\\.h'\\.(t\\d+):`, 'g'))].map(
          ([, t = '']) => t,
        ),
      ),
    ];
    for (const layer of ['below.0.up', 'below.0.down', 'encoder.0.up'])
      expect([...levels(layer)].sort(), layer).toEqual(['t0', 't1', 't2']);
    expect(text.match(/^ {2}weight encoder\.0\.up\.u_left:/gm)).toHaveLength(1);
  });

  test.each([false, true])('a step of training too, remat %s', (remat) => {
    const text = shown('training', trained(remat));
    expect(text).not.toMatch(/ = loop /);
    expect(text).toMatch(/update encoder\.0\.up\.u_left = /);
  });

  test.each(['unroll', 'plan'])('"%s" needs trees', (stage) => {
    const ask = () => inspectAfter(yaml(), { file: 'm.yaml', resolve: () => null, set: {} }, stage);
    expect(codes(ask)).toEqual(['trees-missing']);
  });
});
