import { reorderBlocks } from '../cases.mjs';
import { namedWeights } from '../training-cases.mjs';

/** One matrix above another: rnnc's cells that join [x, h] have a single kernel. */
function stacked(top, bottom) {
  const result = new Float32Array(top.length + bottom.length);
  result.set(top);
  result.set(bottom, top.length);
  return result;
}

/** The layer's weights under rnnc's names. TF1's BasicLSTMCell has its blocks in the order i, j, f, o. */
function weightsOf({ cell, tf1, input, units, kernel, recurrent, bias, leak }) {
  const width = kernel.length / input;
  if (cell === 'linear') {
    return { kernel: { data: kernel, shape: [input, width] }, bias: { data: bias, shape: [width] } };
  }
  const joined = { data: stacked(kernel, recurrent), shape: [input + units, width] };
  if (cell === 'drift') {
    return { kernel: joined, bias: { data: bias, shape: [width] }, leak: { data: leak, shape: [units] } };
  }
  if (tf1) {
    const ordered = (matrix, rows) => reorderBlocks(matrix, rows, [0, 2, 1, 3]);
    return {
      kernel: { data: ordered(joined.data, input + units), shape: joined.shape },
      bias: { data: ordered(bias, 1), shape: [width] },
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

/** What a training case has besides its recurrent layers; the bench and rnnc call it the same. */
const besides = ['embedding.table', 'head.kernel', 'head.bias'];

/** Every weight of the case by its path. */
export function weightsByPath(testCase) {
  const recurrent = testCase.layers.flatMap((layer, index) =>
    Object.entries(weightsOf(layer)).map(([name, weight]) => [`rnn${index}.0.forward.${name}`, weight]),
  );
  if (testCase.mode !== 'train') return Object.fromEntries(recurrent);
  const named = namedWeights(testCase);
  return Object.fromEntries([
    ...recurrent,
    ...besides.filter((name) => name in named).map((name) => [name, named[name]]),
  ]);
}

/** The bench's names and layout from rnnc's paths. */
export function namedFromPaths(testCase, weights) {
  const data = (path) => weights.get(path)?.data;
  const layer = ({ cell, tf1, input, units }, index) => {
    const at = (name) => data(`rnn${index}.0.forward.${name}`);
    const named = (kernel, recurrent, bias) => ({
      [`rnn${index}.kernel`]: kernel,
      [`rnn${index}.recurrent`]: recurrent,
      [`rnn${index}.bias`]: bias,
    });
    const kernel = at('kernel');
    if (cell === 'lstm' && !tf1) return named(kernel, at('recurrent_kernel'), at('bias'));
    if (cell === 'gru') {
      return named(kernel, at('recurrent_kernel'), Float32Array.of(...at('bias'), ...at('recurrent_bias')));
    }
    // [x, h] share a kernel; TF1 has the blocks i, j, f, o
    const ordered = (matrix, rows) => (tf1 ? reorderBlocks(matrix, rows, [0, 2, 1, 3]) : matrix);
    const split = (input * kernel.length) / (input + units);
    return {
      ...named(ordered(kernel.slice(0, split), input), ordered(kernel.slice(split), units), ordered(at('bias'), 1)),
      ...(cell === 'drift' ? { [`rnn${index}.leak`]: at('leak') } : {}),
    };
  };
  return {
    ...Object.assign({}, ...testCase.layers.map(layer)),
    ...Object.fromEntries(besides.filter((path) => weights.has(path)).map((path) => [path, data(path)])),
  };
}
