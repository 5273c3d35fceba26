import { reorderBlocks } from '../cases.mjs';

/** What rnnc is fed of a case: arrays of [batch, node], padded, and the trees as the parent of every node. */
export function treeBatch({ batch, trees }) {
  const room = Math.max(...trees.map((nodes) => nodes.length));
  const rows = (pick) => {
    const data = new Int32Array(batch * room);
    trees.forEach((nodes, sample) => {
      data.set(pick(nodes), sample * room);
    });
    return { dtype: 'int32', shape: [batch, room], data };
  };
  return {
    feeds: {
      words: rows((nodes) => nodes.map(({ word }) => word)),
      parse: rows(parentsOf),
      target: rows((nodes) => nodes.map(({ label }) => label)),
    },
    lengths: { words: Int32Array.from(trees, (nodes) => nodes.length) },
    samples: batch,
    carry: false,
  };
}

/** What a run is fed, without labels: trees as rows of their own lengths. */
export const treeFeeds = (testCase) => ({
  words: treeBatch(testCase).feeds.words,
  parse: testCase.trees.map(parentsOf),
});

function parentsOf(nodes) {
  const parents = new Int32Array(nodes.length).fill(-1);
  nodes.forEach(({ children }, node) => {
    for (const child of children) parents[child] = node;
  });
  return parents;
}

/** The rows of nodes that are there, of [batch, node, labels]. */
export function ofNodes({ trees, nodes, labels }, { shape: [, room], data }) {
  const result = new Float32Array(nodes * labels);
  let at = 0;
  trees.forEach(({ length }, sample) => {
    const start = sample * room * labels;
    result.set(data.subarray(start, start + length * labels), at);
    at += length * labels;
  });
  return result;
}

/** Weights that rnnc calls otherwise, and for every block of rnnc's its block of the bench: i, o, u, f, or with a forget gate for each child. */
const encoder = {
  'tree.kernel': { name: 'w', order: [0, 3, 1, 2] },
  'tree.left': { name: 'u_left', order: [0, 3, 4, 1, 2] },
  'tree.right': { name: 'u_right', order: [0, 3, 4, 1, 2] },
  'tree.bias': { name: 'b', order: [0, 3, 1, 2] },
};
const pathOf = (name) => (name in encoder ? `encoder.0.up.${encoder[name].name}` : name);
const rowsOf = (shape) => (shape.length === 1 ? 1 : shape[0]);

export const treeWeightsByPath = ({ weights }) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { data, shape }]) => {
      const ordered = name in encoder ? reorderBlocks(data, rowsOf(shape), encoder[name].order) : data;
      return [pathOf(name), { data: ordered, shape }];
    }),
  );

export const treeWeightsNamed = ({ weights }, found) =>
  Object.fromEntries(
    Object.entries(weights).map(([name, { shape }]) => {
      const data = found.get(pathOf(name)).data;
      if (!(name in encoder)) return [name, data];
      const { order } = encoder[name];
      return [
        name,
        reorderBlocks(
          data,
          rowsOf(shape),
          order.map((_, block) => order.indexOf(block)),
        ),
      ];
    }),
  );
