/**
 * The N-ary Tree-LSTM in plain float64 JavaScript, node by node, with every product of the paper: what the peers of the tree cases are held
 * against.
 */
import { affine, sigmoid } from './reference.mjs';

/** The values of the labels at every node of a tree. */
function treeValues({ units, embedding, weights }, nodes) {
  const of = (name) => weights[name].data;
  const none = { h: new Float64Array(units), c: new Float64Array(units) };
  const known = nodes.map(() => undefined);
  const stateOf = (index) => {
    const { children, word } = nodes[index];
    const [left, right] = children.length > 0 ? children.map(stateOf) : [none, none];
    const x =
      word < 0 ? new Float64Array(embedding) : of('embedding.table').subarray(word * embedding, (word + 1) * embedding);
    const own = affine(x, of('tree.kernel'), of('tree.bias'));
    // the last block of the kernel and of the bias is for the forget gates of both children
    const start = Float64Array.from({ length: 5 * units }, (_, k) => own[k < 4 * units ? k : k - units]);
    const z = affine(right.h, of('tree.right'), affine(left.h, of('tree.left'), start));
    const at = (block, k) => z[block * units + k];
    const c = left.c.map(
      (value, k) =>
        sigmoid(at(0, k)) * Math.tanh(at(2, k)) + sigmoid(at(3, k)) * value + sigmoid(at(4, k)) * right.c[k],
    );
    known[index] = { c, h: c.map((value, k) => sigmoid(at(1, k)) * Math.tanh(value)) };
    return known[index];
  };
  stateOf(0);
  return known.map(({ h }) => affine(h, of('head.kernel'), of('head.bias')));
}

/** The largest difference between the values of labels [nodes, labels] and the reference. */
export function differenceFromTrees(testCase, output) {
  const { trees, nodes, labels } = testCase;
  if (output.length !== nodes * labels) return Number.POSITIVE_INFINITY;
  let [largest, at] = [0, 0];
  for (const tree of trees) {
    for (const values of treeValues(testCase, tree)) {
      for (const value of values) {
        const difference = Math.abs(value - output[at++]);
        largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
      }
    }
  }
  return largest;
}

/** The mean cross-entropy over all nodes with the weights that a training case starts from. */
export function lossOfTrees(testCase) {
  const { trees, nodes } = testCase;
  let sum = 0;
  for (const tree of trees) {
    treeValues(testCase, tree).forEach((values, index) => {
      const largest = values.reduce((most, value) => Math.max(most, value));
      const total = values.reduce((rest, value) => rest + Math.exp(value - largest), 0);
      sum += Math.log(total) + largest - values[tree[index].label];
    });
  }
  return sum / nodes;
}
