import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../../compiler/compile.ts';
import { evaluateGraph } from '../../../compiler/reference/evaluate.ts';
import { weightsOf } from '../../../src/artifact/artifact.ts';
import { writeSafetensors } from '../../../src/artifact/safetensors.ts';
import {
  type Dialect,
  mapGiven,
  mappingReport,
  mapWeights,
  OWN_LAYOUT,
  refuseStateDict,
} from '../../../src/import/weights/index.ts';
import { RnncError } from '../../../src/index.ts';
import { evaluatorInputs, evaluatorWeights } from '../../goldens/training-cases.ts';

type Nested = number | readonly Nested[];
interface Case {
  readonly name: string;
  readonly models: readonly string[];
  readonly feeds: { readonly [name: string]: Nested };
  readonly outputs: { readonly [name: string]: Nested };
}

/** State dicts with the numbers of PyTorch, made by make_torch.py. */
const folder = import.meta.dirname;
const { cases } = JSON.parse(readFileSync(join(folder, 'torch-cases.json'), 'utf8')) as {
  readonly cases: readonly Case[];
};
const stateDict = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, `${name}.safetensors`)));

const shapeOf = (nested: Nested): number[] =>
  typeof nested === 'number' ? [] : [nested.length, ...shapeOf(nested[0] ?? 0)];
const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

function mapped(
  bytes: Uint8Array,
  model: string,
  from: Dialect = 'torch',
  map: { readonly [name: string]: string } = {},
) {
  const compiled = compileModel(model, { file: 'model.yaml', resolve: () => null });
  const target = { spec: compiled.spec, weights: weightsOf(compiled.graphs) };
  return {
    compiled,
    ...mapWeights(bytes, target, { from, file: 'given.safetensors', map: new Map(Object.entries(map)) }),
  };
}

const ways = cases.flatMap(({ name, models, ...rest }) =>
  models.map((model) => ({ name, cell: /cell: (.*?\})/.exec(model)?.[1] ?? '', model, ...rest })),
);

describe('state dicts give the numbers of PyTorch', () => {
  test.each(ways)('$name onto $cell', ({ name, model, feeds, outputs }) => {
    const { compiled, weights, unused } = mapped(stateDict(name), model);
    expect(unused).toEqual([]);
    const { inference } = compiled.graphs;
    const inputs = new Map(
      Object.entries(feeds).map(([key, value]) => [key, { shape: shapeOf(value), data: flat(value) }]),
    );
    const found = evaluateGraph(inference, {
      inputs: evaluatorInputs(inference, inputs),
      weights: evaluatorWeights(new Map(weights.map(({ path, ...weight }) => [path, weight])) as never),
    });
    for (const [output, expected] of Object.entries(outputs)) {
      const tensor = found.outputs.get(output);
      expect(tensor?.shape).toEqual(shapeOf(expected));
      const worst = Math.max(...flat(expected).map((x, i) => Math.abs(x - Number(tensor?.data[i]))));
      expect(worst).toBeLessThan(1e-6);
    }
  });
});

/** A file of weights 0.01, 0.02, … of these shapes. */
function fileOf(
  shapes: { readonly [name: string]: readonly number[] },
  metadata: { readonly [key: string]: string } = {},
): Uint8Array {
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const data = Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => (i + 1) / 100);
    return [name, { shape, data }] as const;
  });
  return writeSafetensors(new Map(tensors), new Map(Object.entries(metadata)));
}
const LSTM = { 'rnn.weight_ih_l0': [8, 3], 'rnn.weight_hh_l0': [8, 2], 'rnn.bias_ih_l0': [8], 'rnn.bias_hh_l0': [8] };
const GRU = { 'rnn.weight_ih_l0': [6, 3], 'rnn.weight_hh_l0': [6, 2], 'rnn.bias_ih_l0': [6], 'rnn.bias_hh_l0': [6] };
const memory = (cell: string, more = ''): string => `name: m
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {${cell}}${more}}
outputs: {y: memory}
`;
const twoDense = `name: m
inputs: {x: {shape: [batch, 4]}}
layers:
  first: {type: dense, input: x, units: 4}
  second: {type: dense, input: first, units: 4}
outputs: {y: second}
`;
const own = `name: m
inputs: {x: {shape: [batch, time, 2]}}
cells:
  leaky:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units]}}
    equations: |
      h' = tanh(x @ w + h @ u)
    output: h'
layers:
  memory: {type: recurrent, input: x, cell: {leaky: {units: 3}}}
outputs: {y: memory}
`;
const OWN = { 'memory.0.forward.w': [2, 3], 'memory.0.forward.u': [3, 3] };

/** One layer between the input and the output. */
const between = (layer: string, features = 3): string => `name: m
inputs: {x: {shape: [batch, time, ${features}]}}
layers:
  layer: {input: x, ${layer}}
outputs: {y: layer}
`;
const NORM = { 'layer.weight': [3], 'layer.bias': [3] };

describe('convolutions and norms', () => {
  test.each([
    ['a norm by its batches', 'type: batch_norm', NORM, /it has no running_mean/],
    [
      'statistics in a layer norm',
      'type: layer_norm',
      { ...NORM, 'layer.running_mean': [3] },
      /its running_mean is not of a layer norm/,
    ],
    ['no bias', 'type: layer_norm', { 'layer.weight': [3] }, /it has no bias.*write "center: false" in layer/s],
    [
      'a bias too many',
      'type: layer_norm, center: false',
      NORM,
      /it has a bias, "layer" has none.*write "center: true" in layer/s,
    ],
    [
      'a matrix as a kernel',
      'type: conv1d, units: 3, kernel_size: 1',
      { 'layer.weight': [3, 3], 'layer.bias': [3] },
      /layer\.weight is \[3, 3\]/,
    ],
    [
      'a kernel of groups',
      'type: conv1d, units: 3, kernel_size: 2',
      { 'layer.weight': [3, 1, 2], 'layer.bias': [3] },
      /layer\.kernel is \[2, 3, 3\]/,
    ],
  ])('%s is refused', (_, layer, shapes, message) => {
    expect(() => mapped(fileOf(shapes), between(layer))).toThrow(message);
  });

  test('what a file does not tell is in the report, and what it tells is held against the model', () => {
    const given = fileOf({ 'layer.weight': [2, 3, 2], 'layer.bias': [2] });
    const { weights } = mapped(given, between('type: conv1d, units: 2, kernel_size: 2, dilation: 4'));
    expect(weights[0]?.from).toBe(
      'layer.weight [2, 3, 2], axes turned round, padding causal and dilation 4 as the model says: the file does not',
    );
    const { spec, graphs } = compileModel(between('type: layer_norm'), { file: 'model.yaml', resolve: () => null });
    const tensors = ['gamma', 'beta'].map((name) => ({ name, shape: [3], data: new Float32Array(3) }));
    const cells = [[new Map(tensors.map((tensor) => [tensor.name, tensor]))]];
    const modules = [{ name: 'layer', kind: 'layer' as const, cells, settings: new Map([['epsilon', 1e-5]]) }];
    expect(() =>
      mapGiven(
        { tensors, modules, ownLayout: false },
        { spec, weights: weightsOf(graphs) },
        { from: 'keras', file: 'model.keras', map: new Map() },
      ),
    ).toThrow(/its epsilon is 0\.00001, that of "layer" 0\.001.*write "epsilon: 0\.00001" in layer/s);
  });
});

describe('what is not exact is refused with the reason', () => {
  test.each<[string, Uint8Array, string, RegExp]>([
    [
      'a GRU that resets elsewhere',
      fileOf(GRU),
      memory('tf1.gru: {units: 2}'),
      /resets the product with the state, tf1\.gru the state/,
    ],
    [
      'a GRU of Keras that resets before',
      fileOf(GRU),
      memory('keras.gru: {units: 2, reset_after: false}'),
      /no weights make them equal/,
    ],
    [
      'another function',
      fileOf(LSTM),
      memory('keras.lstm: {units: 2, activation: relu}'),
      /sigmoid and tanh, those of keras\.lstm sigmoid and relu/,
    ],
    [
      'another function of a simple RNN',
      fileOf({ 'rnn.weight_ih_l0': [2, 3], 'rnn.weight_hh_l0': [2, 2] }),
      memory('keras.simple_rnn: {units: 2, activation: sigmoid}'),
      /has tanh or relu/,
    ],
    ['another kind of cell', fileOf(GRU), memory('lstm: {units: 2}'), /computes something else/],
    ['peepholes', fileOf(LSTM), memory('tf1.lstm: {units: 2, use_peepholes: true}'), /has peepholes/],
    ['a clipped memory', fileOf(LSTM), memory('tf1.lstm: {units: 2, cell_clip: 1}'), /cell_clip/],
    ['coupled gates', fileOf(LSTM), memory('onnx.lstm: {units: 2, input_forget: true}'), /input_forget/],
    [
      'biases without a place',
      fileOf(LSTM),
      memory('torch.lstm: {units: 2, bias: false}'),
      /biases that torch\.lstm has no place for/,
    ],
    [
      'one of two biases',
      fileOf({ ...LSTM, 'rnn.bias_hh_l0': [7] }),
      memory('torch.lstm: {units: 2}'),
      /bias_hh is \[7\]/,
    ],
    ['a projection', fileOf({ ...LSTM, 'rnn.weight_hr_l0': [2, 2] }), memory('lstm: {units: 2}'), /has a projection/],
    [
      'more layers',
      fileOf({ ...LSTM, 'rnn.weight_ih_l1': [8, 2], 'rnn.weight_hh_l1': [8, 2] }),
      memory('lstm: {units: 2}'),
      /2 cells above each other, "memory" has one|2 cells above each other, "memory" has 1/,
    ],
    [
      'one direction',
      fileOf(LSTM),
      memory('lstm: {units: 2}', ', direction: bidirectional, merge: concat'),
      /one direction, "memory" has two/,
    ],
    ['another size', fileOf(LSTM), memory('lstm: {units: 5}'), /\[3, 8\], memory\.0\.forward\.kernel is \[3, 20\]/],
    ['a cell that PyTorch does not have', fileOf(LSTM), memory('paper.mgu: {units: 2}'), /no rule leads from PyTorch/],
    ['nothing', fileOf({ other: [3] }), memory('lstm: {units: 2}'), /nothing of its kind by the names of PyTorch/],
    [
      'two layers that fit alike',
      fileOf({ 'a.weight': [4, 4], 'a.bias': [4], 'b.weight': [4, 4], 'b.bias': [4] }),
      twoDense,
      /more than one module/,
    ],
    ["a square matrix of a cell of one's own", fileOf(OWN), own, /would fit memory\.0\.forward\.u either way round/],
  ])('%s', (_, bytes, model, reason) => {
    expect(() => mapped(bytes, model)).toThrow(RnncError);
    expect(() => mapped(bytes, model)).toThrow(reason);
  });

  test.each(['keras', 'tf1'] as const)('names of PyTorch given as those of %s', (from) => {
    expect(() => mapped(fileOf(LSTM), memory('lstm: {units: 2}'), from)).toThrow(
      /its names are those of PyTorch: --from torch/,
    );
  });

  test('the forget bias that a file of TensorFlow 1 does not hold', () => {
    const file = fileOf({ 'rnn/basic_lstm_cell/kernel': [5, 8], 'rnn/basic_lstm_cell/bias': [8] });
    expect(() => mapped(file, memory('keras.lstm: {units: 2}'), 'tf1')).toThrow(
      /forget bias at every step that its file does not tell/,
    );
    expect(mapped(file, memory('tf1.basic_lstm: {units: 2}'), 'tf1').weights.map(({ from }) => from)).toEqual([
      'rnn/basic_lstm_cell/kernel [5, 8]',
      'rnn/basic_lstm_cell/bias [8]',
    ]);
  });

  test('numbers that are none', () => {
    const data = new Float32Array([1, Number.NaN]);
    const file = writeSafetensors(new Map([['x.bias', { shape: [2], data }]]), new Map());
    expect(() => mapped(file, memory('lstm: {units: 2}'))).toThrow(/no finite number at \[1\]/);
  });
});

describe('what is meant can be said', () => {
  test('modules by layer, tensors by weight, turned over or not', () => {
    const file = fileOf({ 'a.weight': [4, 4], 'a.bias': [4], 'b.weight': [4, 4], 'b.bias': [4] });
    const { weights } = mapped(file, twoDense, 'torch', { first: 'b' });
    expect(weights.map(({ path, from }) => `${path}: ${from}`)).toEqual([
      'first.kernel: b.weight [4, 4], transposed',
      'first.bias: b.bias [4]',
      'second.kernel: a.weight [4, 4], transposed',
      'second.bias: a.bias [4]',
    ]);
    const path = 'memory.0.forward.u';
    const as = (name: string) => mapped(fileOf(OWN), own, 'torch', { [path]: name }).weights.at(-1)?.data;
    expect([...(as(path) ?? [])].slice(0, 2).map((x) => x.toFixed(2))).toEqual(['0.01', '0.02']);
    expect([...(as(`${path}.T`) ?? [])].slice(0, 2).map((x) => x.toFixed(2))).toEqual(['0.01', '0.04']);
  });

  test('a mark in the file says that matrices lie as the model has them', () => {
    expect(mapped(fileOf(OWN, { [OWN_LAYOUT]: 'model' }), own).weights.map(({ from }) => from)).toEqual([
      'memory.0.forward.w [2, 3]',
      'memory.0.forward.u [3, 3]',
    ]);
  });

  test.each([
    [{ first: 'c' }, /no module "c"/],
    [{ 'first.kernel': 'a.weigth' }, /did you mean "a.weight"/],
    [{ frist: 'a' }, /--map names "frist"/],
    [{ 'first.kernel': 'a.bias' }, /does not fit first.kernel/],
  ])('%j is told', (map, message) => {
    const file = fileOf({ 'a.weight': [4, 4], 'a.bias': [4], 'b.weight': [4, 4], 'b.bias': [4] });
    expect(() => mapped(file, twoDense, 'torch', map)).toThrow(message);
  });
});

describe('a state dict without a model', () => {
  const said = (bytes: Uint8Array): string => {
    try {
      return refuseStateDict(bytes, 'given.safetensors');
    } catch (cause) {
      if (cause instanceof RnncError) return cause.diagnostics[0]?.fix ?? '';
      throw cause;
    }
  };
  test('is answered with the layers that names and shapes tell, which take its weights once the rest is filled in', () => {
    const text = said(stateDict('tagger'));
    expect(text).toMatchInlineSnapshot(`
      "export the model in Python, torch.onnx.export(model, example, "model.onnx", dynamo=True), and import that; or write it, from what names and shapes say:
      name: model
      inputs: {x: {shape: [batch, time, ?]}}
      layers:
        model_embed: {type: ?, input: ?}  # embedding, vocabulary: 7, units: 5; or dense, units: 7, bias: false, of 5 features
        model_lstm: {type: recurrent, input: ?, cell: {torch.lstm: {units: 5}}, direction: bidirectional, merge: concat}  # reads 5 features
        model_score: {type: dense, input: ?, units: 10}  # reads 10 features
        model_tags: {type: dense, input: ?, units: 4}  # reads 10 features
      outputs: {y: ?}
      with each "?" filled in, layers in their order, and functions, dropout and batch_first as in Python; then rnnc import given.safetensors --model model.yaml --from torch"
    `);
    const lines = text.split('\n').slice(1, -1).join('\n');
    const filled = lines
      .replace('[batch, time, ?]', '[batch, time], dtype: int32')
      .replace('{type: ?, input: ?}', '{type: embedding, input: x, vocabulary: 7, units: 5}')
      .replace('recurrent, input: ?', 'recurrent, input: model_embed')
      .replaceAll('dense, input: ?', 'dense, input: model_lstm')
      .replace('y: ?', 'y: model_tags, z: model_score');
    expect(filled).not.toContain('?}');
    expect(mapped(stateDict('tagger'), filled).unused).toEqual([]);
  });
  test.each(['rnn', 'gru', 'lstm_projected', 'lstm_no_bias', 'cells'])('%s', (name) => {
    expect(said(stateDict(name)).split('\n').slice(3, -2)).toMatchSnapshot();
  });
});

test('the report lists what each weight was made of, and what is left of the file', () => {
  const file = fileOf({ ...LSTM, 'head.weight': [7, 2] });
  expect(mappingReport(mapped(file, memory('tf1.basic_lstm: {units: 2}')))).toMatchInlineSnapshot(`
    "  memory.0.forward.kernel  [5, 8]  from rnn.weight_ih_l0 [8, 3] + rnn.weight_hh_l0 [8, 2], transposed, blocks i f g o → i g f o, joined
      memory.0.forward.bias    [8]     from rnn.bias_ih_l0 [8] + rnn.bias_hh_l0 [8], blocks i f g o → i g f o, summed, forget gate less 1
      not used, the model has no layer for them: head.weight"
  `);
});

describe('names of Keras and TensorFlow 1', () => {
  test('paths of variables, both directions, two biases in one tensor', () => {
    const file = fileOf({
      'bidirectional/forward_gru/gru_cell/kernel': [3, 6],
      'bidirectional/forward_gru/gru_cell/recurrent_kernel': [2, 6],
      'bidirectional/forward_gru/gru_cell/bias': [2, 6],
      'bidirectional/backward_gru/gru_cell/kernel': [3, 6],
      'bidirectional/backward_gru/gru_cell/recurrent_kernel': [2, 6],
      'bidirectional/backward_gru/gru_cell/bias': [2, 6],
    });
    const { weights } = mapped(
      file,
      memory('torch.gru: {units: 2}', ', direction: bidirectional, merge: concat'),
      'keras',
    );
    expect(weights.map(({ path, from }) => `${path}: ${from}`)).toMatchInlineSnapshot(`
      [
        "memory.0.forward.weight_ih: bidirectional/forward_gru/gru_cell/kernel [3, 6], transposed, blocks z r n → r z n",
        "memory.0.forward.bias_ih: bidirectional/forward_gru/gru_cell/bias [6], blocks z r n → r z n",
        "memory.0.forward.weight_hh: bidirectional/forward_gru/gru_cell/recurrent_kernel [2, 6], transposed, blocks z r n → r z n",
        "memory.0.forward.bias_hh: bidirectional/forward_gru/gru_cell/bias [6], blocks z r n → r z n",
        "memory.0.backward.weight_ih: bidirectional/backward_gru/gru_cell/kernel [3, 6], transposed, blocks z r n → r z n",
        "memory.0.backward.bias_ih: bidirectional/backward_gru/gru_cell/bias [6], blocks z r n → r z n",
        "memory.0.backward.weight_hh: bidirectional/backward_gru/gru_cell/recurrent_kernel [2, 6], transposed, blocks z r n → r z n",
        "memory.0.backward.bias_hh: bidirectional/backward_gru/gru_cell/bias [6], blocks z r n → r z n",
      ]
    `);
  });
  test('variables of TensorFlow 1', () => {
    const file = fileOf({
      'rnn/multi_rnn_cell/cell_0/gru_cell/gates/kernel:0': [5, 4],
      'rnn/multi_rnn_cell/cell_0/gru_cell/gates/bias:0': [4],
      'rnn/multi_rnn_cell/cell_0/gru_cell/candidate/kernel:0': [5, 2],
      'rnn/multi_rnn_cell/cell_0/gru_cell/candidate/bias:0': [2],
    });
    const { weights } = mapped(file, memory('keras.gru: {units: 2, reset_after: false}'), 'tf1');
    expect(weights.map(({ path, from }) => `${path}: ${from}`)).toMatchInlineSnapshot(`
      [
        "memory.0.forward.kernel: rnn/multi_rnn_cell/cell_0/gru_cell/gates/kernel:0 [5, 4] + rnn/multi_rnn_cell/cell_0/gru_cell/candidate/kernel:0 [5, 2], blocks r z n → z r n",
        "memory.0.forward.bias: rnn/multi_rnn_cell/cell_0/gru_cell/gates/bias:0 [4] + rnn/multi_rnn_cell/cell_0/gru_cell/candidate/bias:0 [2], blocks r z n → z r n",
        "memory.0.forward.recurrent_kernel: rnn/multi_rnn_cell/cell_0/gru_cell/gates/kernel:0 [5, 4] + rnn/multi_rnn_cell/cell_0/gru_cell/candidate/kernel:0 [5, 2], blocks r z n → z r n",
      ]
    `);
  });
});

test('damaged files give typed errors or weights, never another error', () => {
  const files = ['tagger', 'lstm', 'gru', 'rnn', 'lstm_projected'].map(
    (name) => [stateDict(name), cases.find((c) => c.name === name)?.models[0] ?? ''] as const,
  );
  const targets = new Map(
    files.map(([, model]) => [model, compileModel(model, { file: 'model.yaml', resolve: () => null })]),
  );
  let refused = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...files),
      fc.array(
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.integer({ min: 0, max: 255 })),
        { minLength: 1, maxLength: 4 },
      ),
      fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      ([whole, model], changes, end) => {
        const bytes = whole.slice(0, end === null ? whole.length : Math.floor(end * whole.length));
        // most of them in the header, where the rules are
        for (const [place, value] of changes)
          if (bytes.length > 0) bytes[Math.floor(place * place * bytes.length)] = value;
        const compiled = targets.get(model);
        if (compiled === undefined) throw new Error('no model');
        try {
          mapWeights(
            bytes,
            { spec: compiled.spec, weights: weightsOf(compiled.graphs) },
            { from: 'torch', file: 'given', map: new Map() },
          );
        } catch (error) {
          if (!(error instanceof RnncError)) throw error;
          refused++;
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 1000) },
  );
  expect(refused).toBeGreaterThan(100);
});
