import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { readSpec } from '../../compiler/1-read/read.ts';
import type { Spec } from '../../compiler/1-read/spec/spec.ts';
import type { TrainingSpec } from '../../compiler/1-read/spec/training-spec.ts';
import { buildGraph } from '../../compiler/2-build/build.ts';
import { withLosses } from '../../compiler/2-build/losses/default-losses.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { learning, portable, target } from '../../compiler/3-optimize/pipelines.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { load } from '../../src/index.ts';
import { libraryUse } from '../library-use.ts';
import { randomFeeds } from '../passes/equal.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from './check.ts';

const models = join(import.meta.dirname, '../../models');

function specOf(yaml: string, set: { readonly [name: string]: number } = {}): Spec {
  const { spec, diagnostics } = readSpec(yaml, {
    file: 'model.yaml',
    resolve: (path) => readFileSync(join(models, path), 'utf8'),
    set,
  });
  const errors = diagnostics.filter((d) => d.severity === 'error');
  if (spec === null || errors.length > 0) throw new Error(errors.map((d) => d.message).join('\n'));
  return spec;
}

function built(spec: Spec, variant: 'inference' | 'training', training: TrainingSpec | null = null): Graph {
  const { graph, diagnostics } = buildGraph(spec, variant, training === null ? null : withLosses(spec, training));
  if (graph === null) throw new Error(diagnostics.map((d) => d.message).join('\n'));
  return graph;
}

const sizes = { batch: 3, time: 4, source: 3, target: 4, num_steps: 3 };
const sizesOf = (graph: Graph): { [symbol: string]: number } => {
  const found: { [symbol: string]: number } = { ...sizes };
  for (const { type } of graph.values)
    for (const d of type.shape)
      for (const key of Object.keys(d)) for (const s of key.split('*')) if (s !== '') found[s] ??= 4;
  return found;
};

/** Feeds whose sequences hold NaN beyond every row's length: no gradient may meet it. */
function padded(graph: Graph, feeds: Feeds): Feeds {
  const inputs = new Map(feeds.inputs);
  for (const input of graph.inputs) {
    if (input.role !== 'feed') continue;
    const tensor = inputs.get(input.name);
    const symbol = Object.keys(graph.values[input.value]?.type.shape[1] ?? {})[0];
    const lengths = inputs.get(`${symbol}.lengths`);
    if (tensor === undefined || tensor.dtype !== 'float32' || lengths === undefined || symbol === '') continue;
    const [batch = 0, time = 0, ...rest] = tensor.shape;
    const width = rest.reduce((a, b) => a * b, 1);
    const data = tensor.data.slice();
    for (let b = 0; b < batch; b++)
      data.fill(Number.NaN, (b * time + (lengths.data[b] ?? time)) * width, (b + 1) * time * width);
    inputs.set(input.name, { ...tensor, data });
  }
  return { ...feeds, inputs };
}

function expectRight(graph: Graph, seed = 5): void {
  const { graph: probed, loss } = withLoss(graph);
  const result = differentiated(probed, loss, floatLeaves(probed));
  const worst = worstDifference(result, randomFeeds(result, sizesOf(result), seed), seed, 0);
  expect(worst).not.toBeNull();
  expect(worst?.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
}

describe('gradients equal central differences', () => {
  // a cell of the library that is missing here fails the test after the cases
  const names = [
    'tf1.basic_rnn',
    'tf1.basic_lstm',
    'tf1.lstm',
    'tf1.gru',
    'keras.simple_rnn',
    'keras.lstm',
    'keras.gru',
    'tf1.cifg',
    'tf1.layer_norm_basic_lstm',
    'tf1.ugrnn',
    'tf1.highway',
    'tf1.attention',
    'torch.rnn',
    'torch.lstm',
    'torch.gru',
    'onnx.rnn',
    'onnx.lstm',
    'onnx.gru',
    'paper.min_gru',
    'paper.min_lstm',
    'paper.mgu',
    'paper.sru',
    'paper.ind_rnn',
    'paper.janet',
    'paper.lru',
    'paper.qrnn',
    'tflite.lstm',
    'webnn.lstm',
    'webnn.gru',
  ];
  const variants: { readonly [name: string]: readonly string[] } = {
    'tf1.lstm': ['', 'use_peepholes: true', 'num_proj: 2'],
    'keras.gru': ['', 'reset_after: false'],
    'tf1.cifg': ['', 'use_layer_norm: true, use_peepholes: true, num_proj: 2'],
    'tf1.highway': ['', 'couple_carry_transform_gates: false'],
    'torch.lstm': ['', 'proj_size: 2'],
    'onnx.lstm': ['', 'peepholes: true, input_forget: true', 'clip_threshold: 0.6'],
    'onnx.gru': ['', 'linear_before_reset: true'],
    'paper.min_gru': ['', 'log_space: true'],
    'paper.sru': ['', 'alpha: 1.5'],
    'paper.qrnn': ['output_gate: false', 'window: 3, input_gate: true'],
    'tflite.lstm': ['num_proj: 2', 'use_cifg: true, use_peephole: true, use_layer_norm: true'],
    'webnn.lstm': ['peepholes: true'],
    'webnn.gru': ['reset_after: false'],
  };
  const cases = names.flatMap((name) => (variants[name] ?? ['']).map((more) => libraryUse(name, 3, 2, more)));
  test.each(cases.flatMap((cell) => ['forward', 'backward', 'bidirectional'].map((d) => [cell, d] as const)))(
    '%s, %s, with lengths and fed states',
    (cell, direction) => {
      expectRight(
        built(
          specOf(`
inputs: {x: {shape: [batch, time, 2]}}
layers: {r: {type: recurrent, input: x, cell: {${cell}}, direction: ${direction}}}
outputs: {y: r, last: r.last}
`),
          'inference',
        ),
      );
    },
  );

  const treeCells = ['tree.recursive', 'tree.child_sum_lstm', 'tree.nary_lstm', 'tree.gru'];
  // two named children have places upward alone
  const named: ReadonlySet<string> = new Set(['tree.recursive', 'tree.nary_lstm']);
  test.each(
    treeCells.flatMap((cell) => (named.has(cell) ? ['up'] : ['up', 'down', 'both']).map((d) => [cell, d] as const)),
  )('%s, %s, over acyclic graphs', (cell, direction) => {
    expectRight(
      built(
        specOf(`
inputs: {x: {shape: [batch, node, 2]}, parse: {tree: node}}
layers: {r: {type: recursive, input: x, tree: parse, cell: {${cell}: {units: 3}}, direction: ${direction}}}
outputs: {y: r, root: r.root}
`),
        'inference',
      ),
    );
  });

  test('every cell of the library is among them', () => {
    const library = Object.entries(cellLibrary).flatMap(([file, text]) =>
      file === 'aliases.yaml'
        ? []
        : [...text.matchAll(/^ {2}(\w+):$/gm)].map(([, name]) => `${file.replace('.yaml', '')}.${name}`),
    );
    // gradients of cells that read a whole sequence are in test/attention
    const here = library.filter((name) => !name.startsWith('attention.'));
    expect(here.filter((name) => ![...names, ...treeCells].includes(name))).toEqual([]);
  });

  const small: { readonly [file: string]: { readonly [name: string]: number } } = {
    'tagger.yaml': { vocabulary: 5, units: 3 },
  };
  const files = readdirSync(models).filter(
    (f) => f.endsWith('.yaml') && !readFileSync(join(models, f), 'utf8').includes('\ntraining:'),
  );
  test.each(files.flatMap((file) => (['inference', 'training'] as const).map((v) => [file, v] as const)))(
    'models/%s, %s variant',
    (file, variant) => {
      expectRight(built(specOf(readFileSync(join(models, file), 'utf8'), small[file]), variant));
    },
  );

  const layers: readonly (readonly [string, string])[] = [
    [
      'tied weights',
      'a: {type: dense, input: x, units: 2, activation: tanh}\n  b: {type: dense, input: a, units: 2, share: a, activation: tanh}\n  y: {type: add, inputs: [a, b]}',
    ],
    ['cells tied within a stack', 'y: {type: recurrent, input: x, cell: {rnn: {units: 2}}, depth: 2, share: self}'],
    [
      'residual and dropout wrappers',
      'y: {type: recurrent, input: x, cell: {gru: {units: 2}}, wrap: [{dropout: {rate: 0.3, state_keep_prob: 0.8}}, residual]}',
    ],
    [
      'variational dropout',
      'y: {type: recurrent, input: x, cell: {lstm: {units: 2}}, wrap: [{dropout: {rate: 0.3, variational: true}}]}',
    ],
    [
      'dropout by sample',
      'y: {type: recurrent, input: x, cell: {lstm: {units: 2}}, wrap: [{dropout: {rate: 0.3, state_keep_prob: 0.8, variational: sample}}]}',
    ],
    [
      'zoneout of both states',
      'y: {type: recurrent, input: x, cell: {lstm: {units: 2}}, wrap: [{zoneout: {rate: {c: 0.5, h: 0.1}}}, residual]}',
    ],
    [
      'zoneout backward, around state dropout',
      'y: {type: recurrent, input: x, cell: {gru: {units: 2}}, direction: backward, wrap: [{dropout: {state_keep_prob: 0.8}}, {zoneout: {rate: 0.3}}]}',
    ],
    [
      'dropout of an embedding',
      'e: {type: embedding, input: tokens, vocabulary: 4, units: 2, dropout: {rate: 0.4}}\n  both: {type: concat, inputs: [x, e]}\n  y: {type: recurrent, input: both, cell: {rnn: {units: 2}}}',
    ],
    [
      'states of another layer',
      'a: {type: recurrent, input: x, cell: {lstm: {units: 2}}}\n  y: {type: recurrent, input: x, cell: {lstm: {units: 2}}, initial: a}',
    ],
    [
      'last, mean and max over time',
      'a: {type: last, input: x}\n  b: {type: mean, input: x}\n  c: {type: max, input: x}\n  y: {type: concat, inputs: [a, b, c]}',
    ],
    [
      'both directions multiplied',
      'y: {type: recurrent, input: x, cell: {rnn: {units: 2}}, direction: bidirectional, merge: mul}',
    ],
    [
      'layer normalisation and softmax',
      'y:\n    type: equations\n    inputs: {x: x}\n    equations: |\n      r = softmax(layer_norm(x, epsilon=0.1) * 2)\n    output: r',
    ],
  ];
  test.each(layers)('%s', (_, yaml) => {
    const tokens = yaml.includes('tokens') ? ', tokens: {shape: [batch, time], dtype: int32}' : '';
    const spec = specOf(`inputs: {x: {shape: [batch, time, 2]}${tokens}}\nlayers:\n  ${yaml}\noutputs: {y: y}\n`);
    for (const variant of ['training', 'inference'] as const) expectRight(built(spec, variant));
  });
});

const losses: readonly (readonly [string, number])[] = [
  ['{type: mse, output: y}', 3],
  ['{type: mse, output: y, reduce: sum}', 3],
  ['{type: mse, output: y, reduce: batch, sample_weights: w}', 3],
  ['{type: mae, output: y, sample_weights: w}', 3],
  ['{type: huber, output: y, delta: 0.3}', 3],
  ['{type: quantile, output: y, quantiles: [0.1, 0.5, 0.9]}', 3],
  ['{type: gaussian_nll, output: y}', 4],
  ['{type: cross_entropy, output: y}', 3],
  ['{type: cross_entropy, output: y, reduce: batch}', 3],
  ['{type: soft_cross_entropy, output: y}', 3],
  ['{type: sigmoid_cross_entropy, output: y}', 3],
  ['{type: ctc, output: y}', 3],
  ['{type: mse, output: y}, {type: l2, output: r, weight: 0.1}, {type: l1, output: r, weight: 0.1}', 3],
  ['{type: mse, output: y, weight: 0.5}, {type: mse, output: r.last, target: other}', 3],
];

describe('losses, with lengths and NaN in the padding', () => {
  test.each(losses)('%s', async (list, units) => {
    const named = list.includes('target:')
      ? list.replace('output: y, weight', 'output: y, target: target, weight')
      : list;
    const spec = specOf(`
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  y: {type: dense, input: r, units: ${units}}
outputs: {y: y}
training: {losses: [${named}], weight_penalty: {l2: 0.01, l1: 0.01}}
`);
    const graph = built(spec, 'training', spec.training);
    const { learning: start, ...plain } = graph;
    if (start === undefined) throw new Error('nothing to learn');
    const random = randomFeeds(graph, { batch: 3, time: 5, target_steps: 2 }, 9);
    // a row without any step has no mean
    random.inputs.get('time.lengths')?.data.set([5, 3, 4]);
    const clean = padded(graph, random);
    const leaves = graph.weights.map(({ path, value }) => ({ name: path, value }));
    const result = differentiated({ ...plain, outputs: [] }, start.loss, floatLeaves(graph));
    const worst = worstDifference(result, clean, 3, 0);
    expect(worst).not.toBeNull();
    expect(worst?.error, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);

    // the optimised program on WASM
    const expected = evaluateGraph(result, clean).outputs;
    const core = runPasses(runPasses(graph, portable, { fused: false }), learning, { fused: false });
    const { learning: learned, ...rest } = runPasses(core, target, { fused: true });
    const outputs = (learned?.gradients ?? []).map(({ path, value }) => ({
      name: path,
      value,
      origin: { path, span: null },
    }));
    const model = await load({
      name: 'loss',
      seed: 0,
      unroll: null,
      graphs: { inference: { ...rest, outputs }, training: null },
      weights: new Map(
        [...clean.weights].map(([path, t]) => [path, { shape: t.shape, data: Float32Array.from(t.data) }]),
      ),
    });
    const fed = Object.fromEntries(
      [...clean.inputs].map(([name, t]) => [
        name,
        { shape: t.shape, data: t.dtype === 'int32' ? Int32Array.from(t.data) : Float32Array.from(t.data) },
      ]),
    );
    const found = model.run(fed, { nan: 'allow' });
    for (const { name } of leaves) {
      const reference = expected.get(`d ${name}`);
      const scale = reference?.data.reduce((m, x) => Math.max(m, Math.abs(x)), 1e-3) ?? 1;
      reference?.data.forEach((x, i) => {
        expect(Math.abs(x - Number(found[name]?.data[i])) / scale, `${name}[${i}]`).toBeLessThanOrEqual(1e-4);
      });
    }
    model.dispose();
  });
});
