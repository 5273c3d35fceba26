import {
  basicLstm,
  drift,
  gateCount,
  gru,
  gruBefore,
  linear,
  lstm,
  recurrentRows,
  rnncCells,
  rnncLayers,
} from './models.mjs';
import { generator } from './random.mjs';
import { trainingCases, trainingContent } from './training-cases.mjs';
import { treeCases, treeContent } from './tree-cases.mjs';

const model = (layers) => `name: bench
inputs:
  x: {shape: [batch, time, ${layers[0].input}]}
${rnncCells(layers)}layers:
${rnncLayers(layers, 'x')}outputs: {y: rnn${layers.length - 1}}
`;

const running = (description) => ({ ...description, yaml: model(description.layers) });

/**
 * What is measured; the layers are described in `models.mjs`, the cases with `mode: 'train'` in `training-cases.mjs`, those of trees in
 * `tree-cases.mjs`.
 *
 * `mode: 'sequence'` runs a whole batch [batch, time, input] -> [batch, time, units] from zero states per call.
 * `mode: 'step'` keeps the state between calls and takes one step of one series per call.
 * `mode: 'train'` is one step of an optimiser on a batch per call.
 * `mode: 'trees'` runs a batch of trees per call, `mode: 'train-trees'` is one step of an optimiser on such a batch.
 */
export const cases = [
  running({
    id: 'lstm-64-128-b1',
    title: 'LSTM 64→128, T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [lstm(64, 128)],
  }),
  running({
    id: 'lstm-64-128-b32',
    title: 'LSTM 64→128, T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [lstm(64, 128)],
  }),
  running({
    id: 'lstm-256-512-b1',
    title: 'LSTM 256→512, T=50, B=1',
    mode: 'sequence',
    batch: 1,
    time: 50,
    layers: [lstm(256, 512)],
  }),
  running({
    id: 'lstm-256-512-b32',
    title: 'LSTM 256→512, T=50, B=32',
    mode: 'sequence',
    batch: 32,
    time: 50,
    layers: [lstm(256, 512)],
  }),
  running({
    id: 'gru-64-128-b1',
    title: 'GRU 64→128 (reset_after), T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [gru(64, 128)],
  }),
  running({
    id: 'gru-64-128-b32',
    title: 'GRU 64→128 (reset_after), T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [gru(64, 128)],
  }),
  running({
    id: 'gru-before-64-128-b1',
    title: 'GRU 64→128 (reset_after: false), T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [gruBefore(64, 128)],
  }),
  running({
    id: 'gru-before-64-128-b32',
    title: 'GRU 64→128 (reset_after: false), T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [gruBefore(64, 128)],
  }),
  running({
    id: 'basic-lstm-2x200-b20',
    title: '2×200 BasicLSTM, T=20, B=20',
    mode: 'sequence',
    batch: 20,
    time: 20,
    layers: [basicLstm(200, 200), basicLstm(200, 200)],
  }),
  running({
    id: 'lstm-1-20-t1000',
    title: 'LSTM 1→20, T=1000, B=1',
    mode: 'sequence',
    batch: 1,
    time: 1000,
    layers: [lstm(1, 20)],
  }),
  running({
    id: 'home-made-64-128-b1',
    title: 'home-made cell 64→128, T=100, B=1',
    mode: 'sequence',
    batch: 1,
    time: 100,
    layers: [drift(64, 128)],
  }),
  running({
    id: 'home-made-64-128-b32',
    title: 'home-made cell 64→128, T=100, B=32',
    mode: 'sequence',
    batch: 32,
    time: 100,
    layers: [drift(64, 128)],
  }),
  running({
    id: 'linear-64-128-t1000',
    title: 'linear recurrence 64→128, T=1000, B=1',
    mode: 'sequence',
    batch: 1,
    time: 1000,
    layers: [linear(64, 128)],
  }),
  running({
    id: 'step-lstm-64-128',
    title: 'LSTM 64→128, one step per call',
    mode: 'step',
    batch: 1,
    time: 20,
    layers: [lstm(64, 128)],
  }),
  running({
    id: 'step-lstm-1-20',
    title: 'LSTM 1→20, one step per call',
    mode: 'step',
    batch: 1,
    time: 20,
    layers: [lstm(1, 20)],
  }),
  ...trainingCases,
  ...treeCases,
];

export const isTraining = ({ mode }) => mode.startsWith('train');
export const isOfTrees = ({ mode }) => mode.endsWith('trees');

/**
 * The case with its weights and its input filled in: the same numbers in every process.
 * `x` is a Float32Array [batch, time, input]; each layer gains kernel, bias, recurrent and leak where it has them. What a training case
 * has besides is said at `trainingContent`, what one of trees has instead at `treeContent`.
 */
export function makeCase(id) {
  const found = cases.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case ${id}`);
  if (isOfTrees(found)) return { ...found, ...treeContent(found) };
  const next = generator(found.id);
  const uniform = (size, bound) => Float32Array.from({ length: size }, () => (2 * next() - 1) * bound);
  const layers = found.layers.map((layer) => {
    const { cell, input, units } = layer;
    const width = gateCount[cell] * units;
    const bound = 1 / Math.sqrt(units);
    const weights = {
      kernel: uniform(input * width, bound),
      ...(recurrentRows(layer) > 0 ? { recurrent: uniform(units * width, bound) } : {}),
      bias: uniform(cell === 'gru' ? 2 * width : width, 0.5),
    };
    return { ...layer, ...weights, ...(cell === 'drift' ? { leak: uniform(units, 0.5) } : {}) };
  });
  if (found.mode === 'train') return { ...found, layers, ...trainingContent(found, { next, uniform }) };
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
