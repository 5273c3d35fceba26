import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { adam, checkedSteps } from '../adam.mjs';
import { namedWeights } from '../training-cases.mjs';

/** `trainOnBatch` of a sequential model, or for the home-made cell an optimiser of tfjs-core on operations by hand. */
export async function prepareTraining(testCase) {
  // tfjs-core and tfjs-layers bring no gradients of their own to Node; the union package registers them
  await import('@tensorflow/tfjs');
  const optimizer = () => tf.train.adam(adam.rate, adam.beta1, adam.beta2, adam.epsilon);
  if (testCase.layers[0].cell === 'drift') return checked(byHand(testCase, optimizer()));
  if (!testCase.embedding) {
    const form = testCase.layers[0].cell === 'gru' ? 'reset_after: false' : undefined;
    return { ...(await checked(withModel(testCase, optimizer(), 'none'))), form };
  }
  try {
    return await checked(withModel(testCase, optimizer(), 'layer'));
  } catch (failure) {
    const [reason] = failure.message.split(/[.,\n]/);
    const prepared = await checked(withModel(testCase, optimizer(), 'one-hot'));
    return { ...prepared, note: `one-hot rows × table: the embedding layer does not train (${reason})` };
  }
}

/** The first steps, from the given weights; `weights` reads them back. */
async function checked({ run, weights, note }) {
  const losses = [];
  while (losses.length < checkedSteps) losses.push(await run());
  return { run, output: { losses, weights: weights() }, note };
}

/** @param embedding `none`, tfjs's `layer`, or `one-hot`: a dense layer without bias on one-hot rows */
function withModel(testCase, optimizer, embedding) {
  const { batch, time, head, loss } = testCase;
  const model = layers.sequential();
  for (const layer of layersOf(testCase, embedding)) model.add(layer);
  const named = namedWeights(testCase);
  const own = Object.values(named).map(({ data, shape }) => tf.tensor(kept(data, shape), ownShape(shape)));
  model.setWeights(own);
  for (const tensor of own) tensor.dispose();
  model.compile({ optimizer, loss: loss === 'mse' ? 'meanSquaredError' : crossEntropy(testCase) });
  const input = () => {
    if (embedding === 'none') return tf.tensor3d(testCase.x, [batch, time, testCase.layers[0].input]);
    if (embedding === 'layer') return tf.tensor2d(testCase.x, [batch, time], 'int32');
    return oneHot(testCase.x, [batch, time], testCase.embedding.vocabulary);
  };
  const wanted = () =>
    loss === 'mse'
      ? tf.tensor3d(testCase.target, [batch, time, head.units])
      : oneHot(testCase.target, [batch, time], head.units);
  const run = async () => {
    const [x, y] = [input(), wanted()];
    const value = await model.trainOnBatch(x, y);
    x.dispose();
    y.dispose();
    return value;
  };
  const weights = () => {
    const values = model.getWeights().map((tensor) => tensor.dataSync());
    return Object.fromEntries(Object.keys(named).map((name, index) => [name, values[index]]));
  };
  return { run, weights };
}

function layersOf({ time, embedding, layers: recurrent, head }, form) {
  const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' };
  const first = {
    none: [],
    layer: embedding
      ? [layers.layers.embedding({ inputDim: embedding.vocabulary, outputDim: embedding.units, inputLength: time })]
      : [],
    'one-hot': embedding
      ? [
          layers.layers.dense({
            units: embedding.units,
            useBias: false,
            kernelInitializer: 'zeros',
            inputShape: [time, embedding.vocabulary],
          }),
        ]
      : [],
  }[form];
  const cells = recurrent.map(({ cell, input, units }, index) => {
    const options = {
      units,
      returnSequences: true,
      recurrentActivation: 'sigmoid',
      ...zeros,
      ...(index === 0 && form === 'none' ? { inputShape: [time, input] } : {}),
    };
    return cell === 'gru' ? layers.layers.gru({ ...options, resetAfter: false }) : layers.layers.lstm(options);
  });
  return [...first, ...cells, layers.layers.dense({ units: head.units, kernelInitializer: 'zeros' })];
}

/** A GRU of tfjs has one bias only. */
const ownShape = (shape) => (shape.length === 2 && shape[0] === 2 ? [shape[1]] : shape);
const kept = (data, shape) => (ownShape(shape) === shape ? data : data.subarray(0, shape[1]));

const oneHot = (classes, shape, depth) =>
  // on wasm, oneHot writes whole numbers whatever type it is asked for
  tf.tidy(() => tf.cast(tf.oneHot(tf.tensor2d(classes, shape, 'int32'), depth), 'float32'));

/**
 * On logits: less work than tfjs's own, which wants probabilities. A loss of one's own must be given targets in the
 * form of the output, and gives one number per step, of which tfjs takes the mean.
 */
function crossEntropy({ time, reduce }) {
  const factor = reduce === 'mean' ? 1 : time;
  return (wanted, logits) =>
    tf.mul(tf.losses.softmaxCrossEntropy(wanted, logits, undefined, 0, tf.Reduction.NONE), factor);
}

/**
 * tfjs-layers has no such cell. The input is projected for all steps at once, time first, and the rows of each step
 * come out of one `unstack`, whose gradient is one `stack`.
 */
function byHand(testCase, optimizer) {
  const { batch, time, layers: recurrent, head, x, target } = testCase;
  const [{ input, units }] = recurrent;
  const named = namedWeights(testCase);
  const variables = Object.fromEntries(
    Object.entries(named).map(([name, { data, shape }]) => [name, tf.variable(tf.tensor(data, shape))]),
  );
  const one = tf.scalar(1);
  const cell = (c, h, projected) => {
    const sums = tf.add(projected, tf.matMul(h, variables['rnn0.recurrent']));
    const [u, r, g, o] = tf.split(sums, 4, 1);
    const f = tf.sigmoid(tf.add(u, tf.mul(c, variables['rnn0.leak'])));
    const candidate = tf.tanh(tf.add(g, tf.mul(tf.sigmoid(r), c)));
    const nextC = tf.add(tf.mul(f, c), tf.mul(tf.sub(one, f), candidate));
    const p = tf.sigmoid(o);
    return [nextC, tf.add(tf.mul(p, tf.tanh(nextC)), tf.mul(tf.sub(one, p), h))];
  };
  const lossOf = () => {
    const rows = tf.reshape(tf.tensor3d(timeMajor(x, batch, time), [time, batch, input]), [time * batch, input]);
    const projected = tf.add(tf.matMul(rows, variables['rnn0.kernel']), variables['rnn0.bias']);
    let c = tf.zeros([batch, units]);
    let h = tf.zeros([batch, units]);
    const outputs = tf.unstack(tf.reshape(projected, [time, batch, 4 * units])).map((row) => {
      [c, h] = cell(c, h, row);
      return h;
    });
    const y = tf.add(tf.matMul(tf.concat(outputs, 0), variables['head.kernel']), variables['head.bias']);
    const wanted = tf.tensor2d(timeMajor(target, batch, time), [time * batch, head.units]);
    return tf.losses.meanSquaredError(wanted, y);
  };
  const run = async () => {
    const loss = optimizer.minimize(lossOf, true);
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
  const weights = () =>
    Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, variable.dataSync()]));
  return { run, weights, note: 'tfjs-core ops by hand' };
}

/** [batch, time, …] as [time, batch, …]. */
function timeMajor(data, batch, time) {
  const width = data.length / (batch * time);
  const result = new Float32Array(data.length);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < time; t++) {
      const from = (b * time + t) * width;
      result.set(data.subarray(from, from + width), (t * batch + b) * width);
    }
  }
  return result;
}
