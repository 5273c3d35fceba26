import { compile, load } from '../../../dist/src/index.js';
import { reorderBlocks } from '../cases.mjs';

export const packages = ['rnnc', 'rnnc/@tensorflow/tfjs-core', 'rnnc/@tensorflow/tfjs-backend-wasm'];

export async function start() {}

/** One matrix above another: rnnc's cells that join [x, h] have a single kernel. */
function stacked(top, bottom) {
  const result = new Float32Array(top.length + bottom.length);
  result.set(top);
  result.set(bottom, top.length);
  return result;
}

/** The layer's weights under rnnc's names. A forget bias of 1 marks TF1's BasicLSTMCell, blocks i, j, f, o. */
function weightsOf({ cell, input, units, kernel, recurrent, bias, leak, forgetBias }) {
  const width = kernel.length / input;
  const joined = { data: stacked(kernel, recurrent), shape: [input + units, width] };
  if (cell === 'drift') {
    return { kernel: joined, bias: { data: bias, shape: [width] }, leak: { data: leak, shape: [units] } };
  }
  if (forgetBias === 1) {
    const tf1 = (matrix, rows) => reorderBlocks(matrix, rows, [0, 2, 1, 3]);
    return {
      kernel: { data: tf1(joined.data, input + units), shape: joined.shape },
      bias: { data: tf1(bias, 1), shape: [width] },
    };
  }
  const split = {
    kernel: { data: kernel, shape: [input, width] },
    recurrent_kernel: { data: recurrent, shape: [units, width] },
  };
  if (cell !== 'gru') return { ...split, bias: { data: bias, shape: [width] } };
  // Keras stores both biases of a reset_after GRU as one [2, width]
  return {
    ...split,
    bias: { data: bias.slice(0, width), shape: [width] },
    recurrent_bias: { data: bias.slice(width), shape: [width] },
  };
}

/** Every weight of the case by its path. */
const weightsByPath = ({ layers }) =>
  Object.fromEntries(
    layers.flatMap((layer, index) =>
      Object.entries(weightsOf(layer)).map(([name, weight]) => [`rnn${index}.0.forward.${name}`, weight]),
    ),
  );

export async function prepare(testCase) {
  const model = await load(compile(testCase.yaml, { file: 'bench.yaml' }));
  model.setWeights(weightsByPath(testCase));
  const { batch, time, layers, x } = testCase;
  const note = `path: ${model.path}`;
  if (testCase.mode === 'step') return { ...stepper(model, testCase), note };
  const feeds = { x: { data: x, shape: [batch, time, layers[0].input] } };
  const run = () => model.run(feeds).y.data;
  return { run, output: Float32Array.from(run()), note };
}

function stepper(model, { time, x, layers: [{ input, units }] }) {
  const session = model.session({ batch: 1 });
  const rows = Array.from({ length: time }, (_, t) => x.slice(t * input, (t + 1) * input));
  const y = new Float32Array(units);
  const output = new Float32Array(time * units);
  rows.forEach((row, t) => {
    session.step({ x: row }, { y });
    output.set(y, t * units);
  });
  const feeds = rows.map((row) => ({ x: row }));
  const results = { y };
  let t = 0;
  const run = () => {
    t = t + 1 === time ? 0 : t + 1;
    session.step(feeds[t], results);
  };
  return { run, output };
}
