import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { foldedBias } from '../cases.mjs';
import { prepareTraining } from './tfjs-layers-training.mjs';

export const packages = ['@tensorflow/tfjs-layers', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-wasm'];

export async function start() {
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm') throw new Error('the wasm backend did not start');
}

export async function prepare(testCase) {
  if (testCase.mode === 'train') return prepareTraining(testCase);
  if (testCase.layers[0].cell === 'drift') return prepareByHand(testCase);
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
    model.add(
      layer.cell === 'gru' ? layers.layers.gru({ ...options, resetAfter: false }) : layers.layers.lstm(options),
    );
  });
  model.setWeights(
    testCase.layers.flatMap((layer) => {
      const width = layer.kernel.length / layer.input;
      const bias = layer.cell === 'gru' ? layer.bias.subarray(0, width) : foldedBias(layer);
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
  const isGru = testCase.layers[0].cell === 'gru';
  return { run, output: run(), ...(isGru ? { form: 'reset_after: false' } : {}) };
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
