import { adam } from './adam.mjs';
import { generator } from './random.mjs';

/**
 * An N-ary Tree-LSTM with two named children (Tai, Socher and Manning 2015, equations 9 to 14) over constituency trees, as `models/tree-sentiment.yaml` has
 * it: words at the leaves, two children at every inner node, a label at every node.
 */
const sizes = { vocabulary: 2000, embedding: 300, units: 150, labels: 5 };

const yaml = ({ vocabulary, embedding, units, labels }, batch) => `name: bench
inputs:
  words: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  embedding: {type: embedding, input: words, vocabulary: ${vocabulary}, units: ${embedding}}
  encoder: {type: recursive, input: embedding, tree: parse, cell: {tree.nary_lstm: {units: ${units}}}}
  head: {type: dense, input: encoder, units: ${labels}}
outputs: {y: head}
training:
  losses: [{type: cross_entropy, output: head, reduce: mean}]
  optimizer: {adam: {convention: torch, beta1: ${adam.beta1}, beta2: ${adam.beta2}, epsilon: ${adam.epsilon}}}
  rate: ${adam.rate}
  clip: none
  epochs: 1
  batch: ${batch}
  early_stopping: none
`;

/** Leaves of each tree: 19, which are 37 nodes, and as many trees of fewer as of more. */
const leavesOf = (batch) =>
  Array.from({ length: batch }, (_, tree) => 19 + (tree % 2 === 0 ? 1 : -1) * (Math.ceil(tree / 2) % 7));

const treeCase = (mode, batch) => {
  const training = mode === 'train-trees';
  const leaves = leavesOf(batch);
  return {
    id: `${training ? 'train-' : ''}tree-lstm-b${batch}`,
    title: `${training ? 'training step, ' : ''}N-ary Tree-LSTM 300→150, ${batch === 1 ? 'one tree' : `${batch} trees`} of 37 nodes`,
    mode,
    batch,
    leaves,
    nodes: leaves.reduce((sum, count) => sum + 2 * count - 1, 0),
    ...sizes,
    yaml: yaml(sizes, batch),
  };
};

/** `mode: 'trees'` gives the values of the labels at every node, `train-trees` is one step of an optimiser. */
export const treeCases = [
  treeCase('trees', 1),
  treeCase('trees', 25),
  treeCase('train-trees', 1),
  treeCase('train-trees', 25),
];

/**
 * The case with its trees and its weights, the same numbers in every process. A run and a training step of as many trees have the same.
 *
 * - `trees`: of each its nodes in pre-order, {children: [left, right] or [], word: -1 of an inner node, label};
 * - `weights`: by name {data, shape}. Blocks of `tree.kernel` and `tree.bias`: i, o, u, f, the last for the forget gates of both children; of
 *   `tree.left` and `tree.right`, which the state of that child is multiplied with: i, o, u, f of the left, f of the right.
 */
export function treeContent({ batch, leaves, vocabulary, embedding, units, labels }) {
  const next = generator(`trees of ${batch}`);
  const below = (limit) => Math.floor(next() * limit);
  const trees = leaves.map((count) => randomTree(count, below, { vocabulary, labels }));
  const weight = (bound, ...shape) => ({
    data: Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, () => (2 * next() - 1) * bound),
    shape,
  });
  const bound = 1 / Math.sqrt(units);
  return {
    trees,
    weights: {
      'embedding.table': weight(0.5, vocabulary, embedding),
      'tree.kernel': weight(bound, embedding, 4 * units),
      'tree.left': weight(bound, units, 5 * units),
      'tree.right': weight(bound, units, 5 * units),
      'tree.bias': weight(0.5, 4 * units),
      'head.kernel': weight(bound, units, labels),
      'head.bias': weight(bound, labels),
    },
  };
}

/** A binary tree whose every span of leaves is cut anywhere. */
function randomTree(leaves, below, { vocabulary, labels }) {
  const nodes = [];
  const add = (count) => {
    const node = { children: [], word: count === 1 ? below(vocabulary) : -1, label: below(labels) };
    const index = nodes.push(node) - 1;
    if (count > 1) {
      const left = 1 + below(count - 1);
      node.children = [add(left), add(count - left)];
    }
    return index;
  };
  add(leaves);
  return nodes;
}

/** Floating point operations of the products of a run that are not with zeros: words at leaves, children at inner nodes. */
export const treeFlops = ({ batch, nodes, embedding, units, labels }) => {
  const leaves = (nodes + batch) / 2;
  return 2 * (leaves * embedding * 3 * units + (nodes - leaves) * 2 * units * 5 * units + nodes * units * labels);
};

/** Words and labels of all nodes, tree after tree. */
export const wordsOf = ({ trees }) => Int32Array.from(trees.flat(), ({ word }) => word);
export const labelsOf = ({ trees }) => Int32Array.from(trees.flat(), ({ label }) => label);

/** Children of all nodes, tree after tree, counted over all of them. */
export function childrenOf({ trees }) {
  let before = 0;
  return trees.flatMap((nodes) => {
    const start = before;
    before += nodes.length;
    return nodes.map(({ children }) => children.map((child) => start + child));
  });
}
