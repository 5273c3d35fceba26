import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, test } from 'vitest';
import { type Compiled, compileModel } from '../../compiler/compile.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { everyWeight, FORMATS } from '../../src/export/index.ts';
import { importFile, modelYaml } from '../../src/import/index.ts';
import { RnncError } from '../../src/index.ts';
import { evaluatorInputs, evaluatorWeights } from '../goldens/training-cases.ts';

const format = FORMATS.tfjs;
type Weights = ReturnType<typeof everyWeight>;

const compiledOf = (text: string): Compiled => compileModel(text, { file: 'model.yaml', resolve: () => null });

/** Weights of the seed, and biases that are no zeros. */
function weightsOf(compiled: Compiled): Weights {
  const { graphs, seed } = compiled;
  const given = everyWeight({ graphs, seed, weights: new Map() });
  return new Map(
    [...given].map(([path, { shape, data }]) => [
      path,
      { shape, data: Float32Array.from(data, (x, i) => x + 0.1 * Math.sin(i + path.length)) },
    ]),
  );
}

async function exported(text: string) {
  const compiled = compiledOf(text);
  const weights = weightsOf(compiled);
  const { files } = (await format?.exportModel({ compiled, weights, file: 'model.json', allInputs: false })) ?? {
    files: [],
  };
  const [json, shard] = files;
  return { compiled, weights, json: String(json?.content), shard: Buffer.from(shard?.content ?? '') };
}

/** Batch 3, five steps. */
function feedsOf({ spec }: Compiled) {
  return spec.inputs.map(({ name, shape, dtype }) => {
    const sizes = shape.map(({ value }) => (value === 'batch' ? 3 : typeof value === 'number' ? value : 5));
    const count = sizes.reduce((a, b) => a * b, 1);
    const features = sizes.slice(2).reduce((a, b) => a * b, 1);
    const isGap = (i: number): boolean => name === 'gappy' && Math.floor(i / features) % 5 < (i < 5 * features ? 2 : 1);
    const data = Array.from({ length: count }, (_, i) =>
      dtype === 'int32' ? (7 * i + 3) % 6 : isGap(i) ? 0 : Math.sin(3 * i + 1),
    );
    return { name, shape: sizes, data, dtype };
  });
}

function evaluated(compiled: Compiled, weights: Weights, feeds: ReturnType<typeof feedsOf>) {
  const { inference } = compiled.graphs;
  const inputs = evaluatorInputs(inference, new Map(feeds.map(({ name, shape, data }) => [name, { shape, data }])));
  const { outputs } = evaluateGraph(inference, { inputs, weights: evaluatorWeights(weights as never) });
  return compiled.spec.outputs.map(({ name }) => outputs.get(name));
}

type Found = { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined;
function expectSame(found: readonly Found[], expected: readonly Found[]): void {
  expect(found.map((output) => output?.shape)).toEqual(expected.map((output) => output?.shape));
  const difference = expected.flatMap((output, at) =>
    Array.from(output?.data ?? [], (x, i) => Math.abs(Number(x) - Number(found[at]?.data[i]))),
  );
  expect(difference.length).toBeGreaterThan(0);
  expect(Math.max(...difference)).toBeLessThan(1e-6);
}

const MODELS = {
  tagger: `
inputs: {words: {shape: [batch, time], dtype: int32}}
layers:
  vectors: {type: embedding, input: words, vocabulary: 6, units: 4}
  thinned: {type: dropout, input: vectors, rate: 0.2, variational: sample}
  both: {type: recurrent, input: thinned, cell: {lstm: {units: 3}}, direction: bidirectional, depth: 2}
  gates: {type: recurrent, input: both, cell: {gru: {units: 4, reset_after: false, recurrent_activation: "hard_sigmoid(alpha=0.2, beta=0.5)"}}}
  tags: {type: dense, input: gates, units: 5, activation: softmax}
outputs: {tags: tags, end: gates.last}
`,
  stack: `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  deep: {type: recurrent, input: x, cell: {lstm: {units: 3, activation: softsign}, wrap: [{dropout: {input_keep_prob: 0.9, state_keep_prob: 0.8, variational: sample}}]}, depth: 2}
  turned: {type: recurrent, input: x, cell: {rnn: {units: 3, activation: relu, use_bias: false}}, direction: backward}
  deep_0: {type: dense, input: x, units: 1}
  sum: {type: recurrent, input: x, cell: {rnn: {units: 2}}, direction: bidirectional, merge: sum}
  joined: {type: concat, inputs: [deep.last, turned.last, sum.last]}
  added: {type: add, inputs: [deep.last, deep.1.final.c]}
  gated: {type: multiply, inputs: [added, deep.last]}
  scaled: {type: batch_norm, input: gated, epsilon: 0.01}
  normal: {type: layer_norm, input: scaled, epsilon: 0.01}
  repeated: {type: repeat, input: joined, times: 3}
  mean: {type: mean, input: repeated}
  most: {type: max, input: deep}
  dense: {type: dense, input: mean, units: 2, bias: false, activation: elu}
outputs: {dense: dense, added: added, gated: gated, normal: normal, most: most, first: deep.0.forward.final.c, same: deep_0}
`,
  convolutions: `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  near: {type: conv1d, input: x, units: 3, kernel_size: 3, padding: same, activation: relu}
  far: {type: conv1d, input: near, units: 4, kernel_size: 2, dilation: 2, padding: same, bias: false}
  around: {type: conv1d, input: far, units: 3, kernel_size: 4, padding: same}
  one: {type: conv1d, input: around, units: 2, kernel_size: 1}
  scaled: {type: batch_norm, input: one}
outputs: {y: scaled}
`,
  translator: `
inputs:
  question: {shape: [batch, source, 2]}
  answer: {shape: [batch, ahead, 3]}
layers:
  encoder: {type: recurrent, input: question, cell: {lstm: {units: 4}}}
  decoder: {type: recurrent, input: answer, cell: {lstm: {units: 4}}, initial: encoder}
  words: {type: dense, input: decoder, units: 3}
  soft: {type: activation, input: words, function: softmax}
outputs: {words: soft}
`,
  shared: `
inputs: {x: {shape: [batch, time, 2]}, z: {shape: [batch, time, 2]}}
layers:
  a: {type: dense, input: x, units: 2}
  b: {type: dense, input: z, units: 2, share: a}
  c: {type: dense, input: b, units: 2, share: b}
  m: {type: recurrent, input: c, cell: {lstm: {units: 2}}, depth: 2}
  n: {type: recurrent, input: a, cell: {lstm: {units: 2}}, depth: 2, share: m}
  p: {type: recurrent, input: n, cell: {gru: {units: 3, reset_after: false}}, direction: bidirectional}
  q: {type: recurrent, input: m, cell: {gru: {units: 3, reset_after: false}}, direction: bidirectional, share: p}
outputs: {p: p, q: q, a: a}
`,
  masks: `
inputs: {words: {shape: [batch, time], dtype: int32}, gappy: {shape: [batch, steps, 2]}}
layers:
  vectors: {type: embedding, input: words, vocabulary: 6, units: 4}
  thinned: {type: dropout, input: vectors, rate: 0.2}
  first: {type: recurrent, input: thinned, cell: {lstm: {units: 3}}, mask: words}
  normal: {type: layer_norm, input: first}
  second: {type: recurrent, input: normal, cell: {rnn: {units: 2}}, depth: 2, mask: {input: words, value: 0}}
  both: {type: recurrent, input: gappy, cell: {gru: {units: 3, reset_after: false}}, direction: bidirectional, mask: {input: gappy, value: 0}}
  ways: {type: recurrent, input: gappy, cell: {rnn: {units: 2}}, direction: bidirectional, merge: sum, padding: previous, mask: {input: gappy, value: 0}}
outputs: {tags: second, ended: both.last, ways: ways}
`,
};

describe.each(Object.entries(MODELS))('%s', (_, text) => {
  test('gives the same numbers in tfjs-layers, and comes back', { timeout: 60_000 }, async () => {
    const { compiled, weights, json, shard } = await exported(text);
    const feeds = feedsOf(compiled);
    const expected = evaluated(compiled, weights, feeds);
    await tf.setBackend('cpu');
    const { modelTopology, weightsManifest } = JSON.parse(json);
    const model = await loadLayersModel({
      load: async () => ({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: new Uint8Array(shard).buffer,
      }),
    });
    const tensors = feeds.map(({ data, shape, dtype }) => tf.tensor(data, shape, dtype));
    const given = model.predict(tensors);
    const found = (Array.isArray(given) ? given : [given]).map((tensor) => ({
      shape: tensor.shape,
      data: tensor.dataSync(),
    }));
    expectSame(found, expected);
    const back = await importFile(Buffer.from(json), {
      file: 'model.json',
      name: 'model',
      beside: (name) => (name === 'model.weights.bin' ? shard : null),
    });
    const again = compiledOf(modelYaml(back, 'model.yaml', 'model.safetensors'));
    const returned = new Map(back.weights.map(({ path, shape, data }) => [path, { shape, data }]));
    expectSame(evaluated(again, returned, feeds), expected);
  });
});

test.each([
  ['cell: {gru: {units: 2}}', 'model.yaml:4:3', 'reset_after'],
  ['cell: {tf1.gru: {units: 2}}', 'model.yaml:4:3', 'tf1.gru'],
  ['cell: {lstm: {units: 2}}, padding: zero, mask: {input: x, value: 0}', 'model.yaml:4:3', 'write padding: previous'],
  [
    'cell: {lstm: {units: 2}}, direction: bidirectional, mask: {input: x, value: 0}',
    'model.yaml:4:3',
    'write padding: previous',
  ],
  ['cell: {lstm: {units: 2}}, direction: backward', 'model.yaml:4:3', 'in reverse'],
  ['cell: {lstm: {units: 2, activation: gelu}}', 'model.yaml:4:3', 'no function gelu'],
])('refused: %s', async (cell, place, reason) => {
  const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, ${cell}}
outputs: {r: r}
`;
  const error = await exported(text).then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(RnncError);
  expect(String(error)).toContain('export-refused');
  expect(String(error)).toContain(place);
  expect(String(error)).toContain(reason);
});

test('a layer without a mask beside one with a mask, whose mask tfjs-layers would hand on to it', async () => {
  const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  masked: {type: recurrent, input: x, cell: {lstm: {units: 2}}, mask: {input: x, value: 0}}
  bare: {type: recurrent, input: x, cell: {lstm: {units: 2}}}
outputs: {y: masked, z: bare}
`;
  const error: unknown = await exported(text).catch((cause: unknown) => cause);
  expect(error instanceof RnncError ? error.diagnostics.map(({ message }) => message) : error).toEqual([
    expect.stringContaining('"bare" can\'t be exported to TensorFlow.js: it has no mask where another layer has one'),
  ]);
});

test('a file with such layers comes with a note', async () => {
  const { json, shard } = await exported(`
inputs: {x: {shape: [batch, time, 2]}}
layers:
  masked: {type: recurrent, input: x, cell: {lstm: {units: 2}}, mask: {input: x, value: 0}}
  bare: {type: recurrent, input: x, cell: {lstm: {units: 2}}, mask: {input: x, value: 0}}
outputs: {y: masked, z: bare}
`);
  const file = JSON.parse(json);
  const bare = file.modelTopology.config.layers.find(({ name }: { readonly name: string }) => name === 'bare');
  bare.inbound_nodes[0][0][0] = 'x';
  const { notes } = await importFile(Buffer.from(JSON.stringify(file)), {
    file: 'model.json',
    name: 'model',
    beside: () => shard,
  });
  expect(notes).toEqual([expect.stringContaining('no mask at bare, as the file says')]);
});

test('layers behind a refused one are not told', async () => {
  const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  conv: {type: conv1d, input: x, units: 2, kernel_size: 2}
  behind: {type: dense, input: conv, units: 2}
  further: {type: dense, input: behind, units: 2, activation: gelu}
  memory: {type: recurrent, input: x, cell: {lstm: {units: 2}}}
  gates: {type: dense, input: memory.0.forward.step.i, units: 1}
outputs: {y: further, z: gates}
`;
  const error: unknown = await exported(text).catch((cause: unknown) => cause);
  expect(error instanceof RnncError ? error.diagnostics.map(({ message }) => message) : error).toEqual([
    expect.stringContaining('"conv" can\'t be exported to TensorFlow.js: its padding is causal'),
    expect.stringContaining('no function gelu'),
    expect.stringContaining(
      '"gates" can\'t be exported to TensorFlow.js: it reads memory.0.forward.step.i, which tfjs-layers does not give',
    ),
  ]);
});
