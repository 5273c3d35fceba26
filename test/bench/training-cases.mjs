import { adam } from './adam.mjs';
import { basicLstm, drift, gru, lstm, rnncCells, rnncLayers } from './models.mjs';

function model({ embedding, layers, head, loss, reduce, batch }) {
  const input = embedding
    ? 'tokens: {shape: [batch, time], dtype: int32}'
    : `x: {shape: [batch, time, ${layers[0].input}]}`;
  const table = embedding
    ? `  embedding: {type: embedding, input: tokens, vocabulary: ${embedding.vocabulary}, units: ${embedding.units}}\n`
    : '';
  return `name: bench
inputs:
  ${input}
${rnncCells(layers)}layers:
${table}${rnncLayers(layers, embedding ? 'embedding' : 'x')}  head: {type: dense, input: rnn${layers.length - 1}, units: ${head.units}}
outputs: {y: head}
training:
  losses: [{type: ${loss}, output: head, reduce: ${reduce}}]
  optimizer: {adam: {convention: torch, beta1: ${adam.beta1}, beta2: ${adam.beta2}, epsilon: ${adam.epsilon}}}
  rate: ${adam.rate}
  clip: none
  carry: false
  epochs: 1
  batch: ${batch}
  early_stopping: none
`;
}

const training = (description) => ({ mode: 'train', ...description, yaml: model(description) });

/** A layer, a dense layer of 8 on every step, the mean squared error over all of it. */
const regression = (id, title, layer, batch) =>
  training({
    id: `${id}-b${batch}`,
    title: `training step, ${title}, T=100, B=${batch}`,
    batch,
    time: 100,
    layers: [layer],
    head: { units: 8 },
    loss: 'mse',
    reduce: 'mean',
  });

/**
 * Training steps: forward, backward, Adam without clipping, from zero states, on one batch. `head` is a dense layer on
 * every step of the last recurrent layer. `loss` is `mse`, or `cross_entropy` of the head's values against a class per
 * step; `reduce` is `mean` over everything, or `batch`: summed over the steps, averaged over the batch.
 */
export const trainingCases = [
  regression('train-lstm-64-128', 'LSTM 64→128', lstm(64, 128), 1),
  regression('train-lstm-64-128', 'LSTM 64→128', lstm(64, 128), 32),
  regression('train-gru-64-128', 'GRU 64→128 (reset_after)', gru(64, 128), 1),
  regression('train-gru-64-128', 'GRU 64→128 (reset_after)', gru(64, 128), 32),
  regression('train-home-made-64-128', 'home-made cell 64→128', drift(64, 128), 1),
  regression('train-home-made-64-128', 'home-made cell 64→128', drift(64, 128), 32),
  training({
    id: 'train-zaremba-small',
    title: 'training step, Zaremba small, T=20, B=20',
    batch: 20,
    time: 20,
    embedding: { vocabulary: 10000, units: 200 },
    layers: [basicLstm(200, 200, 0), basicLstm(200, 200, 0)],
    head: { units: 10000 },
    loss: 'cross_entropy',
    reduce: 'batch',
  }),
  training({
    id: 'train-tagger-b32',
    title: 'training step, embedding + LSTM 64→128 + softmax, T=50, B=32',
    batch: 32,
    time: 50,
    embedding: { vocabulary: 1000, units: 64 },
    layers: [lstm(64, 128)],
    head: { units: 20 },
    loss: 'cross_entropy',
    reduce: 'mean',
  }),
];

/**
 * The embedding's table, the head and the batch: tokens or `x`, and `target`, which holds numbers [batch, time, head]
 * or a class for every step [batch, time].
 */
export function trainingContent({ batch, time, embedding, layers, head, loss }, { next, uniform }) {
  const whole = (size, limit) => Int32Array.from({ length: size }, () => Math.floor(next() * limit));
  const { units } = layers[layers.length - 1];
  const bound = 1 / Math.sqrt(units);
  const steps = batch * time;
  return {
    ...(embedding ? { embedding: { ...embedding, table: uniform(embedding.vocabulary * embedding.units, 0.1) } } : {}),
    head: { ...head, kernel: uniform(units * head.units, bound), bias: uniform(head.units, bound) },
    x: embedding ? whole(steps, embedding.vocabulary) : uniform(steps * layers[0].input, 1),
    target: loss === 'mse' ? uniform(steps * head.units, 1) : whole(steps, head.units),
  };
}

/** Every weight of a training case by its name: data and shape. What peers give back after training has these names. */
export function namedWeights({ embedding, layers, head }) {
  const recurrent = layers.flatMap(({ cell, input, units, kernel, recurrent, bias, leak }, index) => {
    const width = kernel.length / input;
    return [
      [`rnn${index}.kernel`, { data: kernel, shape: [input, width] }],
      [`rnn${index}.recurrent`, { data: recurrent, shape: [units, width] }],
      [`rnn${index}.bias`, { data: bias, shape: cell === 'gru' ? [2, width] : [width] }],
      ...(leak ? [[`rnn${index}.leak`, { data: leak, shape: [units] }]] : []),
    ];
  });
  return Object.fromEntries([
    ...(embedding
      ? [['embedding.table', { data: embedding.table, shape: [embedding.vocabulary, embedding.units] }]]
      : []),
    ...recurrent,
    ['head.kernel', { data: head.kernel, shape: [head.kernel.length / head.units, head.units] }],
    ['head.bias', { data: head.bias, shape: [head.units] }],
  ]);
}
