import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compileModel } from '../../compiler/compile.ts';
import { libraryUse } from '../library-use.ts';
import { expectNear, imported, loopsOf, renamed } from './imported.ts';
import { evaluated, exportOnnx, noisyWeights, numbersFrom, randomFeeds, runOnnx } from './run-onnx.ts';

const folder = join(import.meta.dirname, '../../models/cells');
/** Cells of the library that read one sequence, with the arguments that change their equations. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set(['aliases', 'attention', 'tree']);
const names = readdirSync(folder).flatMap((file) => {
  const library = file.replace('.yaml', '');
  if (OTHER_FOLDERS.has(library)) return [];
  const { cells } = parse(readFileSync(join(folder, file), 'utf8')) as { readonly cells: object };
  return Object.keys(cells).map((cell) => `${library}.${cell}`);
});
const VARIANTS: readonly (readonly [string, string])[] = [
  ['onnx.lstm', 'peepholes: true'],
  ['onnx.lstm', 'peepholes: true, input_forget: true'],
  ['onnx.lstm', 'clip_threshold: 0.5'],
  ['onnx.gru', 'linear_before_reset: true'],
  ['onnx.gru', 'bias: false'],
  ['keras.gru', 'reset_after: false'],
  ['keras.lstm', 'activation: relu'],
  ['keras.lstm', 'recurrent_activation: "hard_sigmoid(alpha=0.2, beta=0.5)"'],
  ['onnx.lstm', 'activation_f: "leaky_relu(x, 0.1)", activation_g: softsign, activation_h: "0.9 * tanh(0.7 * x)"'],
  ['onnx.gru', 'activation_f: "elu(x, 0.5)", activation_g: "0.5 * x + 0.1", clip_threshold: 0.4'],
  ['onnx.rnn', 'activation_f: "where(x > 0.2, x, 0)"'],
];
const cases = [...names.map((name) => [name, ''] as const), ...VARIANTS];
const found: string[] = [];

async function checkedFile(text: string, seed: number): Promise<Uint8Array> {
  const compiled = compileModel(text, { file: 'cell.yaml', resolve: () => null });
  const random = numbersFrom(seed);
  const weights = noisyWeights(compiled, random);
  const feeds = randomFeeds(compiled.graphs.inference, { sizes: { batch: 4, time: 5 }, optional: true }, random);
  const file = await exportOnnx(compiled, weights, true);
  const wanted = evaluated(compiled, weights, feeds);
  expectNear(await runOnnx(file, feeds), wanted, 1e-5);
  expectNear(imported('cell', file, feeds).outputs, renamed(wanted), 1e-6);
  return file;
}

describe.each(cases)('%s %s', (cell, more) => {
  test.each(['forward', 'backward'])('%s: in onnxruntime, and imported again', async (direction) => {
    const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  cell: {type: recurrent, input: x, cell: {${libraryUse(cell, 3, 2, more)}}, direction: ${direction}}
outputs: {steps: cell, last: cell.last}
`;
    const file = await checkedFile(text, cell.length * 7 + more.length);
    if (direction === 'forward') found.push(`${`${cell} ${more}`.trim()}: ${loopsOf(file)}`);
  });
});

test('loops are operators of ONNX where their equations are those', () => {
  expect(found).toMatchInlineSnapshot(`
    [
      "keras.simple_rnn: RNN",
      "keras.lstm: LSTM",
      "keras.gru: GRU linear_before_reset",
      "onnx.rnn: RNN",
      "onnx.lstm: LSTM",
      "onnx.gru: GRU",
      "paper.min_gru: Scan",
      "paper.min_lstm: Scan",
      "paper.mgu: Scan",
      "paper.sru: Scan",
      "paper.ind_rnn: Scan",
      "paper.janet: Scan",
      "paper.lru: Scan",
      "paper.qrnn: Scan",
      "tf1.basic_rnn: RNN",
      "tf1.basic_lstm: LSTM",
      "tf1.lstm: LSTM",
      "tf1.gru: GRU",
      "tf1.cifg: Scan",
      "tf1.layer_norm_basic_lstm: Scan",
      "tf1.ugrnn: Scan",
      "tf1.highway: Scan",
      "tf1.attention: Scan",
      "tflite.lstm: LSTM",
      "torch.rnn: RNN",
      "torch.lstm: LSTM",
      "torch.gru: GRU linear_before_reset",
      "webnn.lstm: LSTM",
      "webnn.gru: GRU linear_before_reset",
      "onnx.lstm peepholes: true: LSTM",
      "onnx.lstm peepholes: true, input_forget: true: LSTM input_forget",
      "onnx.lstm clip_threshold: 0.5: LSTM clip",
      "onnx.gru linear_before_reset: true: GRU linear_before_reset",
      "onnx.gru bias: false: GRU",
      "keras.gru reset_after: false: GRU",
      "keras.lstm activation: relu: LSTM activations",
      "keras.lstm recurrent_activation: "hard_sigmoid(alpha=0.2, beta=0.5)": LSTM activations activation_alpha activation_beta",
      "onnx.lstm activation_f: "leaky_relu(x, 0.1)", activation_g: softsign, activation_h: "0.9 * tanh(0.7 * x)": LSTM activations activation_alpha activation_beta",
      "onnx.gru activation_f: "elu(x, 0.5)", activation_g: "0.5 * x + 0.1", clip_threshold: 0.4: GRU activations activation_alpha activation_beta clip",
      "onnx.rnn activation_f: "where(x > 0.2, x, 0)": RNN activations activation_alpha",
    ]
  `);
});

test('states that start from weights do so in onnxruntime, and when they are imported again', async () => {
  const text = `
inputs: {x: {shape: [batch, time, 2]}}
layers:
  lstm: {type: recurrent, input: x, cell: {onnx.lstm: {units: 3}}, initial: learned}
  mgu: {type: recurrent, input: lstm, cell: {paper.mgu: {units: 3}}, direction: backward, initial: learned}
outputs: {c: lstm.0.forward.final.c, h: lstm.0.forward.final.h, last: lstm.last, steps: mgu, ended: mgu.0.backward.final.h}
`;
  expect(loopsOf(await checkedFile(text, 5))).toBe('LSTM, Scan scan_input_directions scan_output_directions');
});

test.each([
  ['keras.lstm', 'activation: relu', '', 'LSTM direction activations'],
  ['onnx.gru', 'clip_threshold: 0.3', ', initial: learned', 'GRU direction clip'],
  ['onnx.rnn', 'activation_f: "leaky_relu(x, 0.1)"', ', merge: sum', 'RNN direction activations activation_alpha'],
  ['torch.lstm', 'bias: true', ', padding: previous', 'LSTM, LSTM direction'],
  ['onnx.lstm', 'peepholes: true', ', initial: {0.backward.c: start}', 'LSTM, LSTM direction'],
  ['onnx.lstm', 'peepholes: true', ', initial: {forward.c: start, backward.c: start}', 'LSTM direction'],
])('%s %s%s in both directions', async (cell, more, keys, operators) => {
  const text = `
inputs: {x: {shape: [batch, time, 2]}${keys.includes('start') ? ', start: {shape: [batch, 3]}' : ''}}
layers:
  cell: {type: recurrent, input: x, cell: {${cell}: {units: 3, ${more}}}, direction: bidirectional${keys}}
  dense: {type: dense, input: cell, units: 2}
outputs: {steps: cell, dense: dense, last: cell.last}
`;
  expect(loopsOf(await checkedFile(text, cell.length + more.length))).toBe(operators);
});

const WEIGHTS = 'k: {shape: [n, 3 * units]}, r: {shape: [units, 3 * units]}, b: {shape: [3 * units]}';
const GATED = `
      x_z, x_r, x_h = split(x @ k + b)
      h_z, h_r, h_h = split(h @ r)
      z = sigmoid(x_z + h_z + 0.75)
      reset = sigmoid(h_r + x_r)`;
const own = (equations: string): string => `
inputs: {x: {shape: [batch, time, 2]}}
cells:
  own:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {${WEIGHTS}}
    equations: |${equations}
    output: h'
layers:
  cell: {type: recurrent, input: x, cell: {own: {units: 3}}}
outputs: {steps: cell, last: cell.last}
`;

test.each([
  [
    'with numbers beside biases',
    `h' = (1 - z) * tanh(0.5 + x_h + reset * (h_h + -0.25)) + h * z`,
    'GRU linear_before_reset',
  ],
  ['with the other share kept', `h' = z * tanh(x_h + reset * h_h) + (1 - z) * h`, 'Scan'],
  ['with two different gate functions', `h' = z * h + (1 - z) * tanh(x_h + relu(x_r) * h_h) + 0 * reset`, 'Scan'],
  ['with the gate of the next state', `h' = z * h + (1 - z) * tanh(x_h + z * h_h) + 0 * reset`, 'Scan'],
  ['with a factor', `h' = z * h + (1 - z) * tanh(x_h + reset * h_h * 2)`, 'Scan'],
])('equations of ones own %s', async (_, end, operator) => {
  expect(loopsOf(await checkedFile(own(`${GATED}\n      ${end}`), 9))).toBe(operator);
});

test('states of several axes: cut, joined, reduced, multiplied and started along any of them', async () => {
  const text = `
inputs: {x: {shape: [batch, time, 3]}}
cells:
  fast_weights:
    parameters: {heads: size, units: size}
    inputs: {x: [n]}
    state: [{memory: [heads, units, units]}, {kept: [2, units]}]
    weights: {keys: {shape: [n, units]}, values: {shape: [n, units]}, queries: {shape: [n, units]}, decay: {shape: [heads]}}
    equations: |
      k = tanh(x @ keys)
      v = x @ values
      memory' = sigmoid(decay)[:, None, None] * memory + k[None, :, None] * v[None, None, :]
      read = sum(memory' * (x @ queries)[None, :, None], axis=-2)
      both = softmax(read, axis=heads)
      one, other = split(both, axis=0)
      kept' = concat(kept[1:, :], max(one[0, :, :] - other[-1, :, :], axis=1) + v[None, :], axis=0)
      answer = mean(read, axis=heads)[0, 0, :] + kept'[0, :] * k
    output: answer
layers:
  memory: {type: recurrent, input: x, cell: {fast_weights: {heads: 2, units: 4}}, initial: {kept: learned}}
outputs: {answer: memory, last: memory.last}
`;
  expect(loopsOf(await checkedFile(text, 31))).toBe('Scan');
});
