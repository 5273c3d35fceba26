import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../../compiler/compile.ts';
import { evaluateGraph } from '../../../compiler/reference/evaluate.ts';
import { weightsOf } from '../../../src/artifact/artifact.ts';
import { writeSafetensors } from '../../../src/artifact/safetensors.ts';
import { everyWeight } from '../../../src/export/index.ts';
import { fileWeights } from '../../../src/import/file-weights.ts';
import { importFile, modelYaml } from '../../../src/import/index.ts';
import { type Dialect, mapGiven } from '../../../src/import/weights/index.ts';
import { RnncError } from '../../../src/index.ts';
import { exportOnnx } from '../../export/run-onnx.ts';
import { evaluatorInputs, evaluatorWeights } from '../../goldens/training-cases.ts';
import { beside, bytesOf, cases } from '../keras/files.ts';

type Nested = number | readonly Nested[];
const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

interface Given {
  readonly from: Dialect;
  readonly read?: (name: string) => Uint8Array | null;
  readonly map?: { readonly [name: string]: string };
}

async function mapped(bytes: Uint8Array, model: string, { from, read = beside, map = {} }: Given) {
  const compiled = compileModel(model, { file: 'model.yaml', resolve: () => null });
  const options = { from, file: 'given', map: new Map(Object.entries(map)), beside: read };
  const target = { spec: compiled.spec, weights: weightsOf(compiled.graphs) };
  return { compiled, ...mapGiven(await fileWeights(bytes, options), target, options) };
}

/** What the import writes as equations, or makes several layers of. */
const OWN = /^(?:functions|classifier|nested|frozen|stacked|two_way)/;

describe('files of Keras and TensorFlow.js give the weights that their import gives', () => {
  test.each(cases.filter(({ name }) => !OWN.test(name)))('$file', async ({ name, file }) => {
    const model = await importFile(bytesOf(file), { file, name, beside });
    const text = modelYaml(model, `${name}.yaml`, `${name}.safetensors`);
    const { weights, unused } = await mapped(bytesOf(file), text, { from: 'keras' });
    expect(unused).toEqual([]);
    const found = new Map(weights.map(({ path, data }) => [path, data]));
    expect([...found.keys()].sort()).toEqual(model.weights.map(({ path }) => path).sort());
    for (const { path, data } of model.weights) expect(found.get(path), path).toEqual(data);
  });
});

test('a safetensors file is no ONNX file', async () => {
  const bytes = writeSafetensors(new Map(), new Map());
  await expect(
    mapped(
      bytes,
      'inputs: {x: {shape: [batch, 3]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}\n',
      { from: 'onnx' },
    ),
  ).rejects.toThrow(/weights-foreign: "given" is a safetensors file[\s\S]*--from torch, keras or tf1/);
});

describe('a function that the file says of a dense layer', () => {
  const LAYER = 'units: 4\n    activation: softmax';
  /** `tagger.keras` with another function in its last layer, onto its model with another end. */
  const tagged = async (activation: string, end: string) => {
    const model = await importFile(bytesOf('tagger.keras'), { file: 'tagger.keras', name: 'tagger', beside });
    const text = modelYaml(model, 'tagger.yaml', 'tagger.safetensors');
    expect(text).toContain(LAYER);
    const ended = text.replace(LAYER, `units: 4${end}`);
    const files = unzipSync(bytesOf('tagger.keras'));
    const config = strFromU8(files['config.json'] ?? new Uint8Array()).replaceAll('"softmax"', `"${activation}"`);
    return mapped(
      zipSync({ ...files, 'config.json': strToU8(config) }),
      end.includes('behind') ? ended.replace('outputs:\n', 'outputs:\n  behind: behind\n') : ended,
      { from: 'keras' },
    );
  };
  const behind = (name: string): string =>
    `\n  behind: { type: activation, input: time_distributed, function: ${name} }`;
  test.each([
    ['relu', '', /its activation is relu, and "time_distributed" has no function[\s\S]*write "activation: relu" in/],
    ['relu', '\n    activation: tanh', /its activation is relu, and "time_distributed" has tanh/],
    ['relu', behind('tanh'), /its activation is relu, and "time_distributed" has tanh/],
    ['softmax', '\n    activation: sigmoid', /its activation is softmax, and "time_distributed" has sigmoid/],
  ])('%s: refused where the model has another, %j', async (activation, end, message) => {
    await expect(tagged(activation, end)).rejects.toThrow(message);
  });
  test.each([
    ['relu', '\n    activation: relu'],
    ['relu', behind('relu')],
    ['linear', '\n    activation: tanh'],
  ])('%s: taken with %j', async (activation, end) => {
    expect((await tagged(activation, end)).unused).toEqual([]);
  });
  test('softmax may be left to what reads the scores, and the report says so', async () => {
    const { weights } = await tagged('softmax', '');
    const [kernel] = weights.filter(({ path }) => path === 'time_distributed.kernel');
    expect(kernel?.from).toMatch(/its softmax left out, which the model does not have$/);
  });
});

describe('weights alone, as save_weights writes them, are found by what the file says of their layers', () => {
  const archives = cases.filter(({ name, file }) => !OWN.test(name) && file.endsWith('.keras'));
  test.each(archives)('$file', async ({ name, file }) => {
    const bytes = unzipSync(bytesOf(file))['model.weights.h5'] ?? new Uint8Array();
    const model = await importFile(bytesOf(file), { file, name, beside });
    const text = modelYaml(model, `${name}.yaml`, `${name}.safetensors`);
    const { weights, unused } = await mapped(bytes, text, { from: 'keras' });
    expect(unused).toEqual([]);
    for (const { path, data } of model.weights)
      expect(weights.find((weight) => weight.path === path)?.data, path).toEqual(data);
  });
});

const onnxFolder = join(import.meta.dirname, '../models');
const onnxCases: readonly {
  readonly name: string;
  readonly feeds: { readonly [name: string]: Nested };
  readonly outputs: { readonly [name: string]: Nested };
}[] = JSON.parse(readFileSync(join(onnxFolder, 'cases.json'), 'utf8')).cases;
const onnxBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(join(onnxFolder, `${name}.onnx`)));
const besideOnnx = (name: string): Uint8Array | null =>
  existsSync(join(onnxFolder, name)) ? new Uint8Array(readFileSync(join(onnxFolder, name))) : null;

/** The model that the import makes of a file, with another cell in the place of its own. */
async function withLibraryCell(name: string, cell: string): Promise<string> {
  const model = await importFile(onnxBytes(name), { file: `${name}.onnx`, name, beside: besideOnnx });
  const text = modelYaml({ ...model, cells: new Map() }, `${name}.yaml`, `${name}.safetensors`);
  return text
    .replaceAll('final.c_last', 'final.c')
    .replaceAll(/cell: \{ onnx[._]\w+: \{ units: (\d+)[^}]*\} \}/g, (_, units) =>
      `cell: {${cell.replace('{', `{units: ${units}, `)}}`.replace(', }', '}'),
    );
}

describe('nodes of ONNX files give the numbers of onnxruntime in cells of the library', () => {
  test.each([
    ['rnn', 'onnx.rnn: {}'],
    ['rnn_relu', 'torch.rnn: {nonlinearity: relu}'],
    ['rnn_both', 'keras.simple_rnn: {}'],
    ['lstm', 'onnx.lstm: {}'],
    ['lstm_plain', 'torch.lstm: {}'],
    ['lstm_both', 'keras.lstm: {}'],
    ['lstm_layout', 'tf1.basic_lstm: {}'],
    ['lstm_clip', 'onnx.lstm: {clip_threshold: 0.4}'],
    ['lstm_coupled_peepholes', 'onnx.lstm: {input_forget: true, peepholes: true}'],
    ['lstm_peepholes', 'onnx.lstm: {peepholes: true}'],
    ['gru', 'tf1.gru: {}'],
    ['gru_both', 'onnx.gru: {}'],
    ['gru_reset_after', 'torch.gru: {}'],
    ['torch_tagger_script', 'torch.lstm: {}'],
    ['torch_tagger_dynamo', 'torch.lstm: {}'],
    ['torch_classifier_script', 'torch.gru: {}'],
    ['torch_classifier_dynamo', 'torch.gru: {}'],
  ])('%s onto %s', async (name, cell) => {
    const text = await withLibraryCell(name, cell);
    const { compiled, weights } = await mapped(onnxBytes(name), text, { from: 'onnx', read: besideOnnx });
    const { feeds = {}, outputs = {} } = onnxCases.find((each) => each.name === name) ?? {};
    const { inference } = compiled.graphs;
    const inputs = new Map(
      Object.entries(feeds).map(([key, value]) => [key, { shape: shapeOf(value), data: flat(value) }]),
    );
    const found = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, inputs),
      weights: evaluatorWeights(new Map(weights.map(({ path, ...weight }) => [path, weight])) as never),
    });
    expect(Object.keys(outputs).length).toBeGreaterThan(0);
    for (const [output, expected] of Object.entries(outputs)) {
      const worst = Math.max(...flat(expected).map((x, i) => Math.abs(x - Number(found.outputs.get(output)?.data[i]))));
      expect(worst, output).toBeLessThan(1e-5);
    }
  });
});

/** Models of torch.nn with the numbers of ONNX Runtime, `{shape, data}` each. */
const modules: readonly {
  readonly name: string;
  readonly model: string;
  readonly runs?: readonly {
    readonly [what in 'feeds' | 'outputs']: {
      readonly [name: string]: { readonly shape: number[]; readonly data: number[] };
    };
  }[];
}[] = JSON.parse(readFileSync(join(import.meta.dirname, '../../goldens/onnx/modules.json'), 'utf8'));
const moduleNamed = (name: string) => modules.find((each) => each.name === name);

const NORMED = `name: normed
inputs: {x: {shape: [batch, time, 3]}}
layers:
  rnn: {type: recurrent, input: x, cell: {torch.gru: {units: 4}}, direction: bidirectional}
  last: {type: last, input: rnn}
  norm: {type: batch_norm, input: last, epsilon: 0.00001}
  head_0: {type: dense, input: norm, units: 8}
  head_1: {type: batch_norm, input: head_0, epsilon: 0.00001}
  mish: {type: activation, input: head_1, function: "x * tanh(softplus(x))"}
  head_3: {type: dense, input: mish, units: 2}
outputs: {out: head_3}
`;
const FORECASTER = `name: forecaster
inputs: {x: {shape: [batch, time, 2]}}
layers:
  lstm: {type: recurrent, input: x, cell: {torch.lstm: {units: 7}}, depth: 2}
  norm: {type: layer_norm, input: lstm.last, epsilon: 0.00001}
  head_0: {type: dense, input: norm, units: 8, activation: silu}
  head_3: {type: dense, input: head_0, units: 3}
outputs: {out: head_3}
`;
const POOLING = `name: pooling
inputs: {x: {shape: [batch, time, 2]}}
layers:
  first: {type: conv1d, input: x, units: 5, kernel_size: 5, padding: same, activation: elu}
  second: {type: conv1d, input: first, units: 4, kernel_size: 3, padding: same, dilation: 2, activation: "leaky_relu(x, 0.1)"}
  pool: {type: mean, input: second}
  out: {type: dense, input: pool, units: 2}
outputs: {out: out}
`;

test.each([
  ['script: batch norm of rows', NORMED, {}],
  ['script: forecaster', FORECASTER, { lstm: '/lstm/LSTM,/lstm/LSTM_1' }],
  ['dynamo: global pooling', POOLING, {}],
])('norms and convolutions of the nodes of %s', async (name, text, map: { readonly [layer: string]: string }) => {
  const { model = '', runs = [] } = moduleNamed(name) ?? {};
  const { compiled, weights } = await mapped(new Uint8Array(Buffer.from(model, 'base64')), text, {
    from: 'onnx',
    map,
  });
  expect(runs.length).toBeGreaterThan(0);
  const { inference } = compiled.graphs;
  for (const { feeds, outputs } of runs) {
    const inputs = new Map(Object.entries(feeds));
    const found = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, inputs),
      weights: evaluatorWeights(new Map(weights.map(({ path, ...weight }) => [path, weight])) as never),
    });
    const worst = outputs.out?.data.map((x, i) => Math.abs(x - Number(found.outputs.get('out')?.data[i]))) ?? [1];
    expect(Math.max(...worst)).toBeLessThan(1e-5);
  }
});

describe('what the file tells otherwise is refused', () => {
  const memory = (cell: string, more = ''): string => `name: m
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {${cell}}${more}}
outputs: {y: memory}
`;
  test.each<[string, string, Given, string, RegExp]>([
    [
      'lstm.keras',
      'functions of a cell',
      { from: 'keras' },
      memory('keras.lstm: {units: 4, activation: relu}'),
      /sigmoid and tanh/,
    ],
    [
      'lstm_backward.keras',
      'the other way',
      { from: 'keras' },
      memory('keras.lstm: {units: 2}'),
      /it goes backward over the steps/,
    ],
  ])('%s: %s', async (file, _, given, model, reason) => {
    await expect(mapped(bytesOf(file), model, given)).rejects.toThrow(reason);
  });
  test.each<[string, string, RegExp]>([
    ['lstm_clip', 'onnx.lstm: {units: 4}', /has clip_threshold 0\.4, onnx\.lstm has not/],
    ['lstm_peepholes', 'onnx.lstm: {units: 4}', /peepholes/],
    ['gru_reset_after', 'tf1.gru: {units: 4}', /resets the product with the state/],
    ['lstm_activations', 'onnx.lstm: {units: 4}', /the functions of ONNX's LSTM/],
  ])('%s.onnx onto %s', async (name, cell, reason) => {
    const text = (await withLibraryCell(name, 'lstm: {}')).replace(/cell: \{lstm: \{units: 4\}\}/, `cell: {${cell}}`);
    await expect(mapped(onnxBytes(name), text, { from: 'onnx', read: besideOnnx })).rejects.toThrow(reason);
  });

  test('nodes above each other are named by who knows them', async () => {
    const model = memory('onnx.lstm: {units: 4}', ', depth: 2');
    const { graphs, seed, ...compiled } = compileModel(model, { file: 'model.yaml', resolve: () => null });
    const weights = everyWeight({ graphs, seed, weights: new Map() });
    const bytes = await exportOnnx({ graphs, seed, ...compiled }, weights);
    const nodes = (await fileWeights(bytes, { from: 'onnx', file: 'given', map: new Map(), beside })).modules;
    expect(nodes.map(({ kind }) => kind)).toEqual(['cell', 'cell']);
    const map = { memory: nodes.map(({ name }) => name).join() };
    const back = await mapped(bytes, model, { from: 'onnx', map });
    for (const { path, data } of back.weights) expect(data, path).toEqual(weights.get(path)?.data);
    await expect(mapped(bytes, model, { from: 'onnx', map: { memory: `${map.memory},other` } })).rejects.toThrow(
      /has no module/,
    );
  });

  test('a layer of Python code is taken by the names of its tensors', async () => {
    const model = `name: m
inputs: {x: {shape: [batch, 3]}}
layers:
  scale: {type: equations, inputs: {x: x}, weights: {factor: {shape: [3]}}, equations: "y = x * factor", output: y}
outputs: {y: scale}
`;
    const map = { 'scale.factor': 'layers/scale/vars/0' };
    const { weights } = await mapped(bytesOf('refused.keras'), model, { from: 'keras', map });
    expect(weights.map(({ path, from }) => `${path}: ${from}`)).toEqual(['scale.factor: layers/scale/vars/0 [3]']);
  });
});

test('damaged files give typed errors or weights, never another error', { timeout: 3_600_000 }, async () => {
  const model = compileModel(
    'name: m\ninputs: {x: {shape: [batch, time, 3]}}\nlayers: {memory: {type: recurrent, input: x, cell: {lstm: {units: 4}}}}\noutputs: {y: memory}\n',
    { file: 'model.yaml', resolve: () => null },
  );
  const target = { spec: model.spec, weights: weightsOf(model.graphs) };
  const files: readonly (readonly [Dialect, Uint8Array])[] = [
    ...['tagger.json', 'lstm.keras', 'refused.keras'].map((name) => ['keras', bytesOf(name)] as const),
    ...['lstm', 'rnn', 'torch_tagger_script', 'torch_classifier_dynamo'].map(
      (name) => ['onnx', onnxBytes(name)] as const,
    ),
  ];
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat({ max: 1e6 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }),
      async ([from, whole], changes) => {
        const bytes = whole.slice();
        for (const [place, value] of changes) bytes[Math.floor((place / 1e6) * bytes.length)] = value;
        const options = { from, file: 'given', map: new Map(), beside: from === 'onnx' ? besideOnnx : beside };
        try {
          mapGiven(await fileWeights(bytes, options), target, options);
        } catch (cause) {
          if (!(cause instanceof RnncError)) throw cause;
          refused++;
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 200) },
  );
  expect(refused).toBeGreaterThan(20);
});
