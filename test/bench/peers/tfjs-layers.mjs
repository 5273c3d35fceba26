import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { foldedBias, isOfTrees } from '../cases.mjs';
import { isGru } from '../models.mjs';
import { fastest } from '../timing.mjs';
import { prepareTraining } from './tfjs-layers-training.mjs';
import { prepareTrees } from './tfjs-trees.mjs';

export const packages = ['@tensorflow/tfjs-layers', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'];

export async function start() {
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error('the wasm backend did not start');
}

export async function prepare(testCase) {
  if (isOfTrees(testCase)) return prepareTrees(testCase);
  if (testCase.mode === 'train') return prepareTraining(testCase);
  if (testCase.layers[0].cell === 'drift') return prepareByHand(testCase);
  if (testCase.layers[0].cell === 'linear') return prepareLinear(testCase);
  const stepping = testCase.mode === 'step';
  const model = layers.sequential();
  testCase.layers.forEach((layer, index) => {
    const options = {
      units: layer.units,
      returnSequences: !stepping,
      stateful: stepping,
      recurrentActivation: 'sigmoid',
      kernelInitializer: 'zeros',
      recurrentInitializer: 'zeros',
      ...(index > 0 ? {} : firstShape(testCase, stepping)),
    };
    model.add(isGru(layer) ? layers.layers.gru({ ...options, resetAfter: false }) : layers.layers.lstm(options));
  });
  model.setWeights(
    testCase.layers.flatMap((layer) => {
      const width = layer.kernel.length / layer.input;
      const bias = isGru(layer) ? layer.bias.subarray(0, width) : foldedBias(layer);
      return [
        tf.tensor2d(layer.kernel, [layer.input, width]),
        tf.tensor2d(layer.recurrent, [layer.units, width]),
        tf.tensor1d(bias),
      ];
    }),
  );
  const predict = (data, shape) => {
    const x = tf.tensor3d(data, shape);
    const y = model.predictOnBatch(x);
    const result = y.dataSync();
    x.dispose();
    y.dispose();
    return result;
  };
  if (stepping) return stepper(testCase, (row) => predict(row, [1, 1, row.length]));
  const run = () => predict(testCase.x, [testCase.batch, testCase.time, testCase.layers[0].input]);
  const isOther = testCase.layers[0].cell === 'gru';
  return { run, output: run(), ...(isOther ? { form: 'reset_after: false' } : {}) };
}

const firstShape = (testCase, stepping) =>
  stepping
    ? { batchInputShape: [1, 1, testCase.layers[0].input] }
    : { inputShape: [testCase.time, testCase.layers[0].input] };

function stepper(testCase, step) {
  const { input } = testCase.layers[0];
  const rows = Array.from({ length: testCase.time }, (_, t) => testCase.x.slice(t * input, (t + 1) * input));
  const output = Float32Array.from(rows.flatMap((row) => [...step(row)]));
  let t = 0;
  return {
    output,
    run() {
      t = t + 1 === rows.length ? 0 : t + 1;
      return step(rows[t]);
    },
  };
}

/**
 * tfjs-layers has no such cell: eager tfjs-core ops. The rows of a step are cut out in JavaScript, because slicing
 * a tensor on wasm copies all of it every time.
 */
function prepareByHand({ batch, time, layers: [layer], x: data }) {
  const { input, units } = layer;
  const kernel = tf.tensor2d(layer.kernel, [input, 4 * units]);
  const recurrent = tf.tensor2d(layer.recurrent, [units, 4 * units]);
  const bias = tf.tensor1d(layer.bias);
  const leak = tf.tensor1d(layer.leak);
  const one = tf.scalar(1);
  const rowsAt = (t) => {
    const rows = new Float32Array(batch * input);
    for (let b = 0; b < batch; b++) {
      rows.set(data.subarray((b * time + t) * input, (b * time + t + 1) * input), b * input);
    }
    return tf.tensor2d(rows, [batch, input]);
  };
  const step = (c, h, t) => {
    const projected = tf.add(tf.matMul(rowsAt(t), kernel), bias);
    const [u, r, g, o] = tf.split(tf.add(projected, tf.matMul(h, recurrent)), 4, 1);
    const f = tf.sigmoid(tf.add(u, tf.mul(c, leak)));
    const candidate = tf.tanh(tf.add(g, tf.mul(tf.sigmoid(r), c)));
    const nextC = tf.add(tf.mul(f, c), tf.mul(tf.sub(one, f), candidate));
    const p = tf.sigmoid(o);
    return [nextC, tf.add(tf.mul(p, tf.tanh(nextC)), tf.mul(tf.sub(one, p), h))];
  };
  const run = () => {
    const y = tf.tidy(() => {
      let c = tf.zeros([batch, units]);
      let h = tf.zeros([batch, units]);
      const outputs = [];
      for (let t = 0; t < time; t++) {
        [c, h] = tf.tidy(() => step(c, h, t));
        outputs.push(h);
      }
      return tf.stack(outputs, 1);
    });
    const result = y.dataSync();
    y.dispose();
    return result;
  };
  return { run, output: run(), note: 'tfjs-core ops by hand' };
}

/**
 * The linear recurrence h' = a h + b. All that does not need the state is computed for all steps at once. Two forms are
 * tried and the faster one is measured: a loop over the steps, and a scan by doubling, with every pass of which a and b
 * of a step come to stand for twice as many steps before it.
 */
async function prepareLinear({ batch, time, layers: [layer], x }) {
  const { input, units } = layer;
  const kernel = tf.tensor2d(layer.kernel, [input, 2 * units]);
  const bias = tf.tensor1d(layer.bias);
  const terms = () => {
    const projected = tf.add(tf.matMul(tf.tensor2d(x, [batch * time, input]), kernel), bias);
    const [g, v] = tf.split(projected, 2, 1);
    const a = tf.sigmoid(g);
    return [a, tf.sub(v, tf.mul(a, v))].map((series) => tf.reshape(series, [batch, time, units]));
  };
  const rowsAt = (series, t) => {
    const rows = new Float32Array(batch * units);
    for (let b = 0; b < batch; b++) {
      rows.set(series.subarray((b * time + t) * units, (b * time + t + 1) * units), b * units);
    }
    return tf.tensor2d(rows, [batch, units]);
  };
  const looped = () => {
    const [a, b] = terms().map((series) => series.dataSync());
    let h = tf.zeros([batch, units]);
    const outputs = [];
    for (let t = 0; t < time; t++) {
      h = tf.tidy(() => tf.add(tf.mul(rowsAt(a, t), h), rowsAt(b, t)));
      outputs.push(h);
    }
    return tf.stack(outputs, 1);
  };
  const later = (series, steps) =>
    tf.concat([tf.zeros([batch, steps, units]), tf.slice(series, [0, 0, 0], [batch, time - steps, units])], 1);
  const doubled = () => {
    let [a, b] = terms();
    for (let steps = 1; steps < time; steps *= 2) {
      b = tf.add(b, tf.mul(a, later(b, steps)));
      a = tf.mul(a, later(a, steps));
    }
    return b;
  };
  const reading = (compute) => () => {
    const y = tf.tidy(compute);
    const result = y.dataSync();
    y.dispose();
    return result;
  };
  const { run, note } = await fastest([
    { note: 'tfjs-core ops by hand, a loop over the steps', run: reading(looped) },
    { note: 'tfjs-core ops by hand, a scan by doubling', run: reading(doubled) },
  ]);
  return { run, output: run(), note };
}
