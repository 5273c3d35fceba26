import * as tf from '@tensorflow/tfjs-core';
import { adam, checkedSteps } from '../adam.mjs';
import { isTraining } from '../cases.mjs';
import { labelsOf } from '../tree-cases.mjs';

/**
 * The Tree-LSTM as a recursion over nodes with tfjs-core operations: each inner node is a product of its own. What does not depend on children
 * is computed for all leaves at once.
 */
export async function prepareTrees(testCase) {
  // tfjs-core brings no gradients of its own to Node; the union package registers them
  if (isTraining(testCase)) await import('@tensorflow/tfjs');
  const weights = weightsOf(testCase);
  return isTraining(testCase) ? trained(testCase, weights) : running(testCase, weights);
}

const note = 'a recursion over nodes, tfjs-core ops by hand';

function running(testCase, { tensors }) {
  const run = () => {
    const y = tf.tidy(() => values(testCase, tensors));
    const result = y.dataSync();
    y.dispose();
    return result;
  };
  return { run, output: run(), note };
}

async function trained(testCase, { tensors, restored }) {
  const optimizer = tf.train.adam(adam.rate, adam.beta1, adam.beta2, adam.epsilon);
  const { nodes, labels } = testCase;
  const variables = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.variable(tensor)]));
  const lossOf = () => {
    // on wasm, oneHot writes whole numbers whatever type it is asked for
    const wanted = tf.cast(tf.oneHot(tf.tensor1d(labelsOf(testCase), 'int32'), labels), 'float32');
    const errors = tf.losses.softmaxCrossEntropy(wanted, values(testCase, variables), undefined, 0, tf.Reduction.NONE);
    return tf.div(tf.sum(errors), nodes);
  };
  const run = async () => {
    const loss = optimizer.minimize(lossOf, true);
    const [value] = await loss.data();
    loss.dispose();
    return value;
  };
  const losses = [];
  while (losses.length < checkedSteps) losses.push(await run());
  return { run, output: { losses, weights: restored(variables) }, note };
}

/** The values of the labels at every node, [nodes, labels]. */
function values({ trees, units }, weights) {
  const words = trees.flat().flatMap(({ word }) => (word < 0 ? [] : [word]));
  const sums = tf.add(tf.matMul(embedded(weights.table, words), weights.own), weights.bias);
  const [i, o, u] = tf.split(sums, 3, 1);
  const c = tf.mul(tf.sigmoid(i), tf.tanh(u));
  const h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  const [leafC, leafH] = [c, h].map((rows) => tf.split(rows, words.length, 0));
  const innerBias = tf.concat([weights.bias, weights.forgetBias, weights.forgetBias]);
  const rows = [];
  let leaf = 0;
  for (const nodes of trees) {
    const known = nodes.map(() => undefined);
    const stateOf = (index) => {
      const { children } = nodes[index];
      known[index] =
        children.length === 0
          ? { c: leafC[leaf], h: leafH[leaf++] }
          : joined(children.map(stateOf), weights.children, innerBias);
      return known[index];
    };
    stateOf(0);
    for (const state of known) rows.push(state.h);
  }
  return tf.add(tf.matMul(tf.reshape(tf.concat(rows, 0), [rows.length, units]), weights.headKernel), weights.headBias);
}

function joined([left, right], kernel, bias) {
  const sums = tf.add(tf.matMul(tf.concat([left.h, right.h], 1), kernel), bias);
  const [i, o, u, ofLeft, ofRight] = tf.split(sums, 5, 1);
  const kept = tf.add(tf.mul(tf.sigmoid(ofLeft), left.c), tf.mul(tf.sigmoid(ofRight), right.c));
  const c = tf.add(tf.mul(tf.sigmoid(i), tf.tanh(u)), kept);
  return { c, h: tf.mul(tf.sigmoid(o), tf.tanh(c)) };
}

/** Rows of the table. tfjs has no gradient for them on wasm: what it lacks is a sum by index, which scatterND is. */
function embedded(table, words) {
  const rows = tf.customGrad((given) => ({
    value: tf.gather(given, tf.tensor1d(words, 'int32')),
    gradFunc: (dy) => tf.scatterND(tf.tensor2d(words, [words.length, 1], 'int32'), dy, given.shape),
  }));
  return rows(table);
}

/** The tensors of the recursion, and the weights of the case from them. The forget gates' product with words is of zeros everywhere. */
function weightsOf({ weights, embedding, units }) {
  const of = (name) => tf.tensor(weights[name].data, weights[name].shape);
  const [kernel, bias] = [of('tree.kernel'), of('tree.bias')];
  const tensors = {
    table: of('embedding.table'),
    own: tf.slice(kernel, [0, 0], [embedding, 3 * units]),
    bias: tf.slice(bias, [0], [3 * units]),
    forgetBias: tf.slice(bias, [3 * units], [units]),
    children: tf.concat([of('tree.left'), of('tree.right')], 0),
    headKernel: of('head.kernel'),
    headBias: of('head.bias'),
  };
  const unused = tf.slice(kernel, [0, 3 * units], [embedding, units]);
  const restored = ({ table, own, bias: first, forgetBias, children, headKernel, headBias }) => {
    const [left, right] = tf.split(children, 2, 0);
    const named = {
      'embedding.table': table,
      'tree.kernel': tf.concat([own, unused], 1),
      'tree.left': left,
      'tree.right': right,
      'tree.bias': tf.concat([first, forgetBias]),
      'head.kernel': headKernel,
      'head.bias': headBias,
    };
    return Object.fromEntries(Object.entries(named).map(([name, tensor]) => [name, tensor.dataSync()]));
  };
  return { tensors, restored };
}
