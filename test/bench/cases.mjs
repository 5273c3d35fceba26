import { generator } from './random.mjs';

/**
 * What is measured. Every layer is described once, in one layout, and every peer converts from it:
 *
 * - `lstm`: Keras layout, blocks i, f, c, o: kernel [input, 4·units], recurrent [units, 4·units], bias [4·units].
 *   `forgetBias` is added to the second block (0 for Keras, 1 for TF1's BasicLSTMCell).
 * - `gru`: Keras layout with reset_after, blocks z, r, h: kernel [input, 3·units], recurrent [units, 3·units],
 *   bias [2, 3·units] (input bias, recurrent bias).
 * - `drift`: a cell made up for this bench, which no library has; equations in `driftCell` below.
 *
 * `mode: 'sequence'` runs a whole batch [batch, time, input] -> [batch, time, units] from zero states per call.
 * `mode: 'step'` keeps the state between calls and takes one step of one series per call.
 */
const lstm = (input, units, forgetBias = 0) => ({ cell: 'lstm', input, units, forgetBias });
const gru = (input, units) => ({ cell: 'gru', input, units });
const drift = (input, units) => ({ cell: 'drift', input, units });

const rnncLayer = (cell, input = 'x') => `{type: recurrent, input: ${input}, cell: {${cell}}}`;

const model = (input, layers, extra = '') => `name: bench
inputs:
  x: {shape: [batch, time, ${input}]}
${extra}layers:
${layers.map((layer, index) => `  rnn${index}: ${layer}`).join('\n')}
outputs: {y: rnn${layers.length - 1}}
`;

const driftCell = `cells:
  drift:
    parameters: {units: size}
    inputs: {x: [n]}
    state:
      - c: [units]
      - h: [units]
    weights:
      kernel: {shape: [n + units, 4 * units]}
      bias: {shape: [4 * units]}
      leak: {shape: [units]}
    equations: |
      u, r, g, o = split([x, h] @ kernel + bias)
      f = sigmoid(u + leak * c)
      c' = f * c + (1 - f) * tanh(g + sigmoid(r) * c)
      p = sigmoid(o)
      h' = p * tanh(c') + (1 - p) * h
    output: h'
`;

/** `speedup` is the factor over tfjs-layers that issue-level targets ask for in this row; absent: none is set. */
export const cases = [
  {
    id: 'lstm-64-128-b1',
    title: 'LSTM 64→128, T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [lstm(64, 128)],
    yaml: model(64, [rnncLayer('keras.lstm: {units: 128}')]),
    speedup: 8,
  },
  {
    id: 'lstm-64-128-b32',
    title: 'LSTM 64→128, T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [lstm(64, 128)],
    yaml: model(64, [rnncLayer('keras.lstm: {units: 128}')]),
    speedup: 2.5,
  },
  {
    id: 'lstm-256-512-b1',
    title: 'LSTM 256→512, T=50, B=1',
    mode: 'sequence',
    batch: 1,
    time: 50,
    layers: [lstm(256, 512)],
    yaml: model(256, [rnncLayer('keras.lstm: {units: 512}')]),
    speedup: 8,
  },
  {
    id: 'lstm-256-512-b32',
    title: 'LSTM 256→512, T=50, B=32',
    mode: 'sequence',
    batch: 32,
    time: 50,
    layers: [lstm(256, 512)],
    yaml: model(256, [rnncLayer('keras.lstm: {units: 512}')]),
    speedup: 2.5,
  },
  {
    id: 'gru-64-128-b1',
    title: 'GRU 64→128 (reset_after), T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [gru(64, 128)],
    yaml: model(64, [rnncLayer('keras.gru: {units: 128}')]),
    speedup: 8,
  },
  {
    id: 'basic-lstm-2x200-b20',
    title: '2×200 BasicLSTM, T=20, B=20',
    mode: 'sequence',
    batch: 20,
    time: 20,
    layers: [lstm(200, 200, 1), lstm(200, 200, 1)],
    yaml: model(200, [rnncLayer('tf1.basic_lstm: {units: 200}'), rnncLayer('tf1.basic_lstm: {units: 200}', 'rnn0')]),
  },
  {
    id: 'home-made-64-128-b1',
    title: 'home-made cell 64→128, T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [drift(64, 128)],
    yaml: model(64, [rnncLayer('drift: {units: 128}')], driftCell),
    speedup: 8,
  },
  {
    id: 'home-made-64-128-b32',
    title: 'home-made cell 64→128, T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [drift(64, 128)],
    yaml: model(64, [rnncLayer('drift: {units: 128}')], driftCell),
    speedup: 2.5,
  },
  {
    id: 'step-lstm-64-128',
    title: 'LSTM 64→128, one step per call',
    mode: 'step',
    batch: 1,
    time: 20,
    layers: [lstm(64, 128)],
    yaml: model(64, [rnncLayer('keras.lstm: {units: 128}')]),
    speedup: 8,
  },
];

const gateCount = { lstm: 4, gru: 3, drift: 4 };

/**
 * The case with its weights and its input filled in: the same numbers in every process.
 * `x` is a Float32Array [batch, time, input]; each layer gains kernel, recurrent, bias (and leak).
 */
export function makeCase(id) {
  const found = cases.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case ${id}`);
  const next = generator(found.id);
  const uniform = (size, bound) => Float32Array.from({ length: size }, () => (2 * next() - 1) * bound);
  const layers = found.layers.map((layer) => {
    const { cell, input, units } = layer;
    const width = gateCount[cell] * units;
    const bound = 1 / Math.sqrt(units);
    const weights = {
      kernel: uniform(input * width, bound),
      recurrent: uniform(units * width, bound),
      bias: uniform(cell === 'gru' ? 2 * width : width, 0.5),
    };
    return { ...layer, ...weights, ...(cell === 'drift' ? { leak: uniform(units, 0.5) } : {}) };
  });
  return { ...found, layers, x: uniform(found.batch * found.time * found.layers[0].input, 1) };
}

/** The bias with the layer's forget bias added, for peers that have no such parameter. */
export function foldedBias({ bias, units, forgetBias = 0 }) {
  return bias.map((value, index) => (index >= units && index < 2 * units ? value + forgetBias : value));
}

/** Blocks of equal width along the last axis of a [rows, blocks·width] matrix, in another order. */
export function reorderBlocks(matrix, rows, order) {
  const columns = matrix.length / rows;
  const width = columns / order.length;
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < rows; row++) {
    order.forEach((from, to) => {
      const start = row * columns + from * width;
      result.set(matrix.subarray(start, start + width), row * columns + to * width);
    });
  }
  return result;
}
