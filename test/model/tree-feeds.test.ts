import { describe, expect, it } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import { partName, partShape, rootsName, type StructurePart, type Walk } from '../../compiler/ir/structure.ts';
import type { Dtype } from '../../compiler/ir/types.ts';
import { type FeedOptions, type Feeds, readFeeds } from '../../src/model/feeds/feeds.ts';
import { structureValues } from '../../src/trees/structure-values.ts';
import type { Children } from '../../src/trees/walk-nodes.ts';

const origin = { path: 'tree', span: null };
const up: Walk = { tree: 'parse', axis: 'node', direction: 'up', started: false };
const list: readonly StructurePart[] = [
  'order',
  'starts',
  'counts',
  'rows',
  'link_starts',
  'link_counts',
  'predecessors',
  'owners',
];
const named: readonly StructurePart[] = ['order', 'starts', 'counts', 'rows', { place: 0 }, { place: 1 }];

/** What a graph over trees is fed: words, numbers of two features and flags over the nodes, and a number per tree. */
function graphOf({
  parts = list,
  roots = false,
  walk = up,
}: {
  parts?: readonly StructurePart[];
  roots?: boolean;
  walk?: Walk;
} = {}): Graph {
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const feed = (
    name: string,
    dims: readonly (string | number)[],
    dtype: Dtype,
    more: { limit?: number; missing?: true },
  ): void => {
    const value = b.value(name, { dtype, shape: shapeOf(...dims) });
    const { limit = null, ...rest } = more;
    inputs.push({ role: 'feed', name, value, limit, ...rest, origin });
  };
  feed('words', ['batch', 'node'], 'int32', { limit: 10, missing: true });
  feed('x', ['batch', 'node', 2], 'float32', {});
  feed('kinds', ['batch', 'node'], 'int32', { limit: 3 });
  const lengths = b.value('node.lengths', { dtype: 'int32', shape: shapeOf('batch') });
  inputs.push({ role: 'lengths', name: 'node.lengths', symbol: 'node', value: lengths });
  for (const part of parts) {
    const name = partName(walk, part);
    const value = b.value(name, { dtype: 'int32', shape: partShape(walk, part) });
    inputs.push({ role: 'structure', name, value, walk, part, origin });
  }
  if (roots) {
    const name = rootsName('parse');
    const value = b.value(name, { dtype: 'int32', shape: shapeOf('batch') });
    inputs.push({ role: 'roots', name, value, tree: 'parse', axis: 'node', origin });
  }
  return {
    name: 'tree',
    variant: 'inference',
    values: b.values,
    inputs,
    weights: [],
    nodes: [],
    outputs: [],
    streaming: null,
  };
}

const options: FeedOptions = { nan: 'error', unroll: null, batch: null, optional: new Set(['words', 'x', 'kinds']) };
/** As a graph that asks for trees alone. */
const onlyTrees = (graph: Graph): Graph => ({ ...graph, inputs: graph.inputs.filter(({ role }) => role !== 'feed') });
const read = (feeds: Feeds, graph = onlyTrees(graphOf({ roots: true })), given = options) =>
  readFeeds(graph, feeds, given);

/** `code: message` of every mistake. */
function mistakes(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map((d) => {
      expect(d.fix).toMatch(/\w/);
      return `${d.code}: ${d.message}`;
    });
  }
  throw new Error('nothing was thrown');
}

/** What the walk of these trees is, as it is read. */
function expectTrees(feeds: Feeds, trees: readonly Children[]): void {
  const graph = onlyTrees(graphOf({ roots: true }));
  const found = read(feeds, graph);
  const asked = graph.inputs.filter((input) => input.role === 'structure' || input.role === 'roots');
  const expected = structureValues(asked, new Map([['parse', trees]]));
  expect(found.sizes).toEqual({
    batch: trees.length,
    node: Math.max(...trees.map((nodes) => nodes.length)),
    ...expected.sizes,
  });
  for (const [name, values] of expected.values) {
    const target = new Int32Array(values.length + 2).fill(7);
    found.writeStructure(name, target, 1);
    expect([name, ...target]).toEqual([name, 7, ...values, 7]);
  }
  const lengths = new Int32Array(trees.length);
  found.writeLengths('node', lengths, 0);
  expect([...lengths]).toEqual(trees.map((nodes) => nodes.length));
}

describe('forms of trees', () => {
  // the first has two leaves below node 0, the second is a chain
  const trees = [
    [[1, 2], [], []],
    [[1], []],
  ];
  it.each<[string, Feeds]>([
    [
      'parents',
      {
        parse: [
          [-1, 0, 0],
          [-1, 0],
        ],
      },
    ],
    [
      'parents with null at roots',
      {
        parse: [
          [null, 0, 0],
          [null, 0],
        ],
      },
    ],
    ['parents in typed arrays', { parse: [Int32Array.of(-1, 0, 0), Int16Array.of(-1, 0)] }],
    [
      'tables of children',
      {
        parse: [
          [[1, 2], [], []],
          [[1], []],
        ],
      },
    ],
    ['nested nodes', { parse: [{ children: [{}, { children: [] }] }, { children: [{}] }] }],
    ['lists of nested roots', { parse: [[{ children: [{}, {}] }], [{ children: [{}] }]] }],
    ['each its own', { parse: [[-1, 0, 0], { children: [{}] }] }],
    [
      'parents of a shape, with lengths',
      { parse: { shape: [2, 3], data: Int32Array.of(-1, 0, 0, -1, 0, 9) }, 'node.lengths': [3, 2] },
    ],
    [
      'a tensor of parents',
      {
        parse: { shape: [2, 3], dtype: 'int32', dataSync: () => [-1, 0, 0, -1, 0, 0] },
        'node.lengths': Int32Array.of(3, 2),
      },
    ],
    [
      'parents, and lengths that agree',
      {
        parse: [
          [-1, 0, 0],
          [-1, 0],
        ],
        'node.lengths': [3, 2],
      },
    ],
  ])('%s', (_, feeds) => expectTrees(feeds, trees));

  it('one nested tree is a batch of one', () => {
    expectTrees({ parse: { children: [{ children: [{}] }, {}] } }, [[[1, 3], [2], [], []]]);
  });

  it('forests, graphs and samples without nodes', () => {
    const forests = [[[], [], [0, 1], [0, 2]], []];
    const graph = onlyTrees(graphOf());
    const found = read({ parse: [[[], [], [0, 1], [0, 2]], []] }, graph);
    expect(found.sizes).toMatchObject({
      batch: 2,
      node: 4,
      'parse.nodes': 4,
      'parse.up.links': 4,
      'parse.up.levels': 3,
    });
    expect(found.fullLength).toBe(false);
    expectTrees({ parse: forests }, forests);
  });

  it('named children that are missing', () => {
    const found = read({ parse: [{ children: [null, {}] }, [[null, 1], []]] }, onlyTrees(graphOf({ parts: named })));
    const places = new Int32Array(4);
    found.writeStructure('parse.up.place.1', places, 0);
    // leaves first, which have nothing at either place
    expect([...places]).toEqual([-1, -1, 2, 3]);
    found.writeStructure('parse.up.place.0', places, 0);
    expect([...places]).toEqual([-1, -1, -1, -1]);
  });

  it('lengths may be given where the graph does not read them', () => {
    const graph = onlyTrees(graphOf({ roots: true }));
    const without = { ...graph, inputs: graph.inputs.filter(({ role }) => role !== 'lengths') };
    const parse = { shape: [2, 2], data: Int32Array.of(-1, 0, -1, 0) };
    expect(read({ parse, 'node.lengths': [2, 1] }, without).sizes).toMatchObject({ 'parse.nodes': 3 });
  });

  it('parents and places', () => {
    const parse = { shape: [1, 3, 2], data: Int32Array.of(-1, 0, 0, 1, 1, 0) };
    const found = read({ parse, 'node.lengths': [3] }, onlyTrees(graphOf({ parts: named })));
    const places = new Int32Array(3);
    found.writeStructure('parse.up.place.0', places, 0);
    // node 2, then 1, then 0, which has nothing at place 0
    expect([...places]).toEqual([-1, 1, -1]);
    const bad = { shape: [1, 3, 2], data: Int32Array.of(-1, 0, 0, 1, 0, 1) };
    expect(mistakes(() => read({ parse: bad }))).toEqual(['tree-form: parse[0][2][1] is no place']);
  });

  it('trees of one size are of full length, also where they have no links', () => {
    expect(read({ parse: [[-1], [-1]] }).fullLength).toBe(true);
    expect(read({ parse: [[-1, 0], [-1]] }).fullLength).toBe(false);
    expect(read({ parse: [[], []] }).fullLength).toBe(false);
  });
});

describe('values over nodes', () => {
  const graph = graphOf();
  const write = (feeds: Feeds, name: string, target: Float32Array | Int32Array): number[] => {
    const found = readFeeds(graph, feeds, options);
    found.write(name, target, 0);
    found.finish();
    return [...target];
  };
  const nested = [
    {
      words: 4,
      x: [1, 2],
      kinds: 0,
      children: [
        { words: 5, kinds: 1 },
        { kinds: 2, x: [3, 4], children: [{ words: 6, kinds: 0 }] },
      ],
    },
    { kinds: 1, children: [{ words: 9, x: [5, 6], kinds: 2 }] },
  ];

  it('are read out of nested nodes in pre-order; what is left out is nothing, or zeros', () => {
    expect(write({ parse: nested }, 'words', new Int32Array(8))).toEqual([4, 5, -1, 6, -1, 9, 0, 0]);
    expect(write({ parse: nested }, 'x', new Float32Array(16))).toEqual([
      1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0,
    ]);
    expect(write({ parse: nested }, 'kinds', new Int32Array(8))).toEqual([0, 1, 2, 0, 1, 2, 0, 0]);
  });

  it('stand beside the trees', () => {
    const words = [[4, -1], [3]];
    expect(write({ parse: [[-1, 0], [-1]], words }, 'words', new Int32Array(4).fill(8))).toEqual([4, -1, 3, 0]);
    // rows of one length may be padded
    const flat = { shape: [2, 2], data: Int32Array.of(4, -1, 3, 0) };
    expect(write({ parse: [[-1, 0], [-1]], words: flat }, 'words', new Int32Array(4))).toEqual([4, -1, 3, 0]);
    expect(write({ parse: [[-1, 0]], words: Int32Array.of(1, 2) }, 'words', new Int32Array(2))).toEqual([1, 2]);
  });

  it('may be padded further than the largest tree where the size is known before', () => {
    const words = { shape: [2, 4], data: Int32Array.of(4, -1, 0, 0, 3, 0, 0, 0) };
    const found = readFeeds(graph, { parse: [[-1, 0], [-1]], words }, { ...options, sizes: new Map([['node', 4]]) });
    expect(found.sizes).toMatchObject({ node: 4, 'parse.nodes': 3 });
    expect(found.fullLength).toBe(false);
  });

  it.each<[string, Feeds, readonly string[]]>([
    [
      'too few',
      { parse: [[-1, 0], [-1]], words: [[1], [2]] },
      ['tree-values: words[0] has 1 value, and parse[0] has 2 nodes'],
    ],
    [
      'too many, rows of one length included',
      {
        parse: [[-1, 0], [-1]],
        words: [
          [1, 2],
          [3, 0],
        ],
      },
      ['tree-values: words[1] has 2 values, and parse[1] has 1 node'],
    ],
    [
      'rows of a shape that no tree has',
      { parse: [[-1, 0], [-1]], words: { shape: [2, 3], data: new Int32Array(6) } },
      ['size-conflict: "parse" and "words" disagree on "node": 2 against 3'],
    ],
    [
      'samples',
      { parse: [[-1]], words: [[1], [2]] },
      ['size-conflict: "parse" and "words" disagree on "batch": 1 against 2'],
    ],
    [
      'a length that differs',
      { parse: [[-1, 0], [-1]], 'node.lengths': [2, 2] },
      ['size-conflict: "parse" and "node.lengths" disagree on the length of row 1: 1 against 2'],
    ],
    [
      'one that differs from the rows of given parents',
      { parse: { shape: [1, 2], data: [-1, 0] }, 'node.lengths': [3] },
      ['size-conflict: "parse" and "node.lengths" disagree on the length of row 0: 2 against 3'],
    ],
    [
      'a token that is too small',
      { parse: [[-1, 0]], words: [[1, -2]] },
      ['token-out-of-range: words[0][1] is outside the vocabulary'],
    ],
    [
      '-1 where nothing may be missing',
      { parse: [[-1]], kinds: [[-1]] },
      ['token-out-of-range: kinds[0][0] is outside the vocabulary'],
    ],
  ])('%s', (_, feeds, expected) => {
    expect(
      mistakes(() => {
        const found = readFeeds(graph, feeds, options);
        for (const name of ['words', 'kinds']) if (found.has(name)) found.write(name, new Int32Array(8), 0);
        found.finish();
      }),
    ).toEqual(expected);
  });

  it.each<[string, Feeds, readonly string[]]>([
    [
      'a key that is no input',
      { parse: [{ word: 1, children: [{ word: 2 }] }] },
      ['input-unknown: parse[0]: the model has no input "word" over "node"'],
    ],
    [
      'a value that can not be left out',
      { parse: [{ kinds: 1, children: [{}, { children: [{}] }] }] },
      [
        'input-missing: parse[0].children[0] has no "kinds", and other nodes have',
        'input-missing: parse[0].children[1] has no "kinds", and other nodes have',
        'input-missing: parse[0].children[1].children[0] has no "kinds", and other nodes have',
      ],
    ],
    [
      'a value in the nodes and beside them',
      { parse: { words: 1 }, words: [[1]] },
      ['input-twice: "words" stands in the nodes of "parse" and in the feeds'],
    ],
    [
      'no number',
      { parse: [{ words: 1 }, { children: [{ words: 'two' }] }] },
      ['input-not-a-number: parse[1].children[0].words is not a number'],
    ],
    [
      'a feature too few',
      { parse: { x: [1, 2], children: [{ x: [1] }] } },
      ['input-ragged: parse.children[0].x has 1 element, the rows before it have 2'],
    ],
    [
      'one that is no list',
      { parse: { x: [1, 2], children: [{ x: 1 }] } },
      ['input-rank: the input "parse.children[0].x" is nested 2 levels deep and must be 3 levels deep'],
    ],
    [
      'a token out of range',
      { parse: [[{ words: 1 }, { words: 10 }]] },
      ['token-out-of-range: parse[0][1].words is outside the vocabulary'],
    ],
  ])('nested: %s', (_, feeds, expected) => {
    expect(
      mistakes(() => {
        const found = readFeeds(graph, feeds, options);
        if (found.has('words')) found.write('words', new Int32Array(8), 0);
        found.finish();
      }),
    ).toEqual(expected);
  });
});

describe('trees that are none', () => {
  it.each<[string, Feeds, readonly string[]]>([
    ['nothing', {}, ['input-missing: the input "parse" is missing']],
    ['a number', { parse: 3 }, ['tree-form: the input "parse" holds no trees']],
    ['no batch', { parse: [-1, 0, 0] }, [0, 1, 2].map((i) => `tree-form: parse[${i}] is no tree`)],
    ['an empty batch', { parse: [] }, ['batch-empty: "parse" holds no series']],
    ['words for trees', { parse: [['a']] }, ['tree-form: parse[0] is no tree']],
    [
      'a parent that is no number',
      { parse: [[-1, 'a', 0.5]] },
      ['tree-form: parse[0][1] is no parent', 'tree-form: parse[0][2] is no parent'],
    ],
    [
      'a parent out of range',
      { parse: [[-1], [-1, 2]] },
      ['tree-node-out-of-range: parse[1][1] names node 2 of a tree of 2 nodes'],
    ],
    [
      'a child out of range',
      { parse: [[[1], [2]]] },
      ['tree-node-out-of-range: parse[0][1][0] names node 2 of a tree of 2 nodes'],
    ],
    ['a child that is no number', { parse: [[[true], []]] }, ['tree-form: parse[0][0][0] is no child']],
    ['a node without a list', { parse: [[[1], null]] }, ['tree-form: parse[0][1] is no list of children']],
    ['its own child', { parse: [[[0]]] }, ['tree-cycle: parse[0][0][0] makes node 0 a child of itself']],
    ['its own parent', { parse: [[0]] }, ['tree-cycle: parse[0][0] makes node 0 a child of itself']],
    ['a circle of parents', { parse: [[-1, 3, 1, 2, 3]] }, ['tree-cycle: parse[0][1]: node 1 is its own ancestor']],
    [
      'a circle in a table',
      { parse: [[-1], [[1], [2], [1]]] },
      ['tree-cycle: parse[1][1]: node 1 is its own ancestor'],
    ],
    [
      'two roots',
      { parse: [[-1, -1, 0]] },
      ['tree-roots: parse[0] has 2 roots, and the model reads the root of a tree'],
    ],
    [
      'children that are no list',
      { parse: { children: {} } } as unknown as Feeds,
      ['tree-form: parse.children is no list of children'],
    ],
    ['a child that is no object', { parse: [{ children: [{}, 3] }] }, ['tree-form: parse[0].children[1] is no node']],
    [
      'a shape that is not of rows',
      { parse: { shape: [2], data: [-1, 0] } },
      ['tree-form: the parents of "parse" have the shape [2] and must be [batch, node]'],
    ],
    [
      'data that do not fit the shape',
      { parse: { shape: [2, 2], data: [-1, 0] } },
      ['input-size: the data of "parse" has 2 elements, its shape [2, 2] takes 4'],
    ],
  ])('%s', (_, feeds, expected) => {
    expect(mistakes(() => read(feeds))).toEqual(expected);
  });

  it('the circle is told', () => {
    try {
      read({ parse: [[-1, 3, 1, 2, 3]] });
    } catch (error) {
      expect(error instanceof RnncError ? error.diagnostics[0]?.found : '').toBe(
        'the circle 1, 2, 3, 1, each the parent of the next',
      );
    }
  });

  it('an object that is above itself', () => {
    const node: { children: unknown[] } = { children: [{}] };
    node.children.push({ children: [node] });
    expect(mistakes(() => read({ parse: [node] } as Feeds))).toEqual([
      'tree-cycle: parse[0].children[1].children[0] is its own ancestor',
    ]);
    const shared = { children: [{}] };
    expect(read({ parse: [{ children: [shared, shared] }] }).sizes).toMatchObject({ node: 5 });
  });

  it('more children than a cell names, of any form', () => {
    const graph = onlyTrees(graphOf({ parts: named }));
    expect(mistakes(() => read({ parse: [[-1, 0, 0, 0]] }, graph))).toEqual([
      'tree-too-many-children: parse[0][0]: node 0 has 3 children, and the model names 2',
    ]);
    expect(mistakes(() => read({ parse: [{ children: [{}, { children: [{}, null, {}] }] }] }, graph))).toEqual([
      'tree-too-many-children: parse[0].children[1]: node 2 has 3 children, and the model names 2',
    ]);
  });

  it('several roots are allowed where no root is read', () => {
    expect(read({ parse: [[-1, -1]] }, onlyTrees(graphOf())).sizes).toMatchObject({ node: 2 });
  });
});

describe('deep and wide trees', () => {
  const count = 100_000;
  it('chains in every form', () => {
    const parents = Int32Array.from({ length: count }, (_, i) => i - 1);
    const table = Array.from({ length: count }, (_, i) => (i + 1 < count ? [i + 1] : []));
    let nested: { children?: unknown[]; words: number } = { words: 1 };
    for (let i = 1; i < count; i++) nested = { words: i % 10, children: [nested] };
    const graph = graphOf({ roots: true });
    const given = { ...options, optional: new Set(['words', 'x', 'kinds']) };
    for (const parse of [[parents], [table], [nested]]) {
      const { sizes } = readFeeds(graph, { parse } as Feeds, given);
      expect(sizes).toMatchObject({ node: count, 'parse.up.levels': count });
    }
  });

  it('a circle at the end of a chain, and a mistake in its depth', () => {
    const parents = Int32Array.from({ length: count }, (_, i) => i - 1);
    parents[0] = count - 1;
    expect(mistakes(() => read({ parse: [parents] }))).toEqual([`tree-cycle: parse[0][0]: node 0 is its own ancestor`]);
    let nested: { children?: unknown[]; words?: unknown } = { words: 'x' };
    for (let i = 1; i < count; i++) nested = { children: [nested] };
    expect(
      mistakes(() => {
        const found = readFeeds(graphOf(), { parse: [nested] } as Feeds, options);
        found.write('words', new Int32Array(count), 0);
        found.finish();
      }),
    ).toEqual([`input-not-a-number: parse[0] at node ${count - 1}.words is not a number`]);
  });

  it('wide ones', () => {
    const { sizes } = read({ parse: [[-1, ...new Array<number>(count).fill(0)]] });
    expect(sizes).toMatchObject({ node: count + 1, 'parse.up.link': count, 'parse.up.levels': 2 });
  });
});
