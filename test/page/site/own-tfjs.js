import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-webgl';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { compile, load } from 'rnnc';
import { compileAndRun } from './cases.js';

const wanted = new URLSearchParams(location.search);
const backend = wanted.get('backend');
// where workers from blobs are refused, tfjs's threads never begin
if (wanted.get('threads') !== 'yes') tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
setWasmPaths('/wasm/');
if (!(await tf.setBackend(backend))) throw new Error(`there is no ${backend} here`);
await tf.ready();

const ramp = (shape) =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i) / 4),
    shape,
  );
const weights = { w: ramp([16, 32]), b: ramp([32]), out: ramp([32, 3]) };
const model = (x) =>
  tf.tidy(() => {
    const hidden = tf.tanh(tf.add(tf.matMul(x, weights.w), weights.b));
    return tf.softmax(tf.matMul(hidden, weights.out));
  });
const x = ramp([8, 16]);

async function ownNumbers() {
  const y = model(x);
  const numbers = await y.data();
  y.dispose();
  return [...numbers];
}

const state = () => ({ backend: tf.getBackend(), tensors: tf.memory().numTensors });

const before = { numbers: await ownNumbers(), ...state() };
const held = await load(
  compile('inputs: {x: {shape: [batch, 2]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}'),
);
const ran = await compileAndRun({ compile, load });
const beside = { numbers: await ownNumbers(), ...state() };
held.dispose();
const after = { numbers: await ownNumbers(), ...state() };

document.querySelector('output').value = JSON.stringify({ before, beside, after, ran, isolated: crossOriginIsolated });
