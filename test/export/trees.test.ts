import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Compiled, compileModel } from '../../compiler/compile.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import { importModel } from '../../src/import/index.ts';
import { readOnnx, writeOnnx } from '../../src/onnx/format.ts';
import { nodeOf, valueInfo } from '../../src/onnx/nodes.ts';
import { DOMAIN } from '../../src/onnx/trees/function-writer.ts';
import {
  partsOf,
  rootsFunction,
  type WalkForm,
  walkFunction,
  walkFunctionName,
} from '../../src/onnx/trees/walk-functions.ts';
import { rootsOf, walkNodes } from '../../src/trees/walk-nodes.ts';
import { expectNear, imported, renamed } from './imported.ts';
import { evaluated, exportOnnx, type Named, noisyWeights, numbersFrom, randomFeeds, runOnnx } from './run-onnx.ts';
import { flatTrees, grownTrees, structureOf, type Trees, treeLengths } from './tree-feeds.ts';

const folder = join(import.meta.dirname, '../../models');
const [SAMPLES, NODES] = [4, 6];

interface Case {
  readonly compiled: Compiled;
  readonly places: number;
  readonly graphs: boolean;
}

/** Compares what onnxruntime gives, and the model that the file is imported as, with the evaluator. */
async function expectSame(name: string, { compiled, places, graphs }: Case): Promise<string> {
  const { inference } = compiled.graphs;
  const random = numbersFrom(name.length);
  const weights = noisyWeights(compiled, random);
  const tree = inference.inputs.flatMap((input) =>
    input.role === 'structure' ? [input.walk.tree] : input.role === 'roots' ? [input.tree] : [],
  )[0];
  const samples = grownTrees({ samples: SAMPLES, nodes: NODES, places, graphs }, random);
  const trees: Trees = new Map([[tree ?? '', samples]]);
  const sizes = { batch: SAMPLES, node: NODES };
  const feeds = new Map([
    ...randomFeeds(inference, { sizes, optional: true }, random),
    ['node.lengths', treeLengths(samples)],
  ]);
  // a node without a word, where words may be missing
  for (const input of inference.inputs)
    if (input.role === 'feed' && input.missing) feeds.get(input.name)?.data.set([-1], NODES);
  const wanted = evaluated(compiled, weights, forGraph(compiled, feeds, trees));
  const file = await exportOnnx(compiled, weights, true);
  expectNear(await runOnnx(file, new Map([...feeds, ...flatTrees(trees, NODES)])), wanted, 1e-5);
  const { text, outputs } = imported(name, file, feeds, trees);
  expectNear(outputs, renamed(wanted), 1e-6);
  return text;
}

const forGraph = ({ graphs: { inference } }: Compiled, feeds: Named, trees: Trees): Named => {
  const taken = new Set(inference.inputs.map(({ name }) => name));
  return new Map([...[...feeds].filter(([name]) => taken.has(name)), ...structureOf(inference, trees)]);
};

const compiledOf = (text: string, set: { readonly [name: string]: number } = {}): Compiled =>
  compileModel(text, { file: 'trees.yaml', resolve: () => null, set });
const model = (name: string, set: { readonly [name: string]: number } = {}): Compiled =>
  compiledOf(readFileSync(join(folder, `${name}.yaml`), 'utf8'), set);

test.each([
  ['recursive-sharing', { compiled: model('recursive-sharing'), places: 0, graphs: true }],
  ['list-operations', { compiled: model('list-operations', { units: 6, hidden: 8 }), places: 0, graphs: false }],
  [
    'tree-sentiment',
    { compiled: model('tree-sentiment', { vocabulary: 30, vector: 5, units: 7 }), places: 2, graphs: false },
  ],
  ['dependency-trees', { compiled: model('dependency-trees', { vocabulary: 30 }), places: 0, graphs: false }],
])('%s gives its numbers in onnxruntime, and when it is imported again', async (name, given) => {
  const text = await expectSame(name, given);
  if (name === 'list-operations' || name === 'tree-sentiment') expect(text).toMatchSnapshot();
});

const inputsWith = (more: string): string => `inputs: {x: {shape: [batch, node, 3]}, parse: {tree: node}${more}}\n`;
const WITH_Z = ', z: {shape: [batch, 2]}';
const listCell = (equations: string, head = ''): string => `${inputsWith(head === '' ? '' : WITH_Z)}
cells:
  one:
    children: any
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{c: [units]}, {h: [units]}]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units]}, b: {shape: [units]}}
    equations: |
${equations.replace(/^/gm, '      ')}
    output: h'
layers:
${head}`;
const PLAIN = `f = sigmoid(x @ w + h @ u)
c' = tanh(x @ w + b) + sum_children(f * c)
h' = tanh(c') * max_children(h @ u - f)`;
const outputs = "outputs: {y: tree, root: tree.root, c: tree.0.up.final.c, f: tree.0.up.step.c'}\n";
const placesCell = (names: string, more = ''): string => `${inputsWith(more)}
cells:
${cellOf('two', names)}layers:
`;
const cellOf = (called: string, names: string): string => `  ${called}:
    children: [${names}]
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}, u: {shape: [units, units]}}
    equations: |
      kept = ${names
        .split(', ')
        .map((name, i) => `${i + 1} * ${name}.h`)
        .join(' + ')}
      h' = tanh(x @ w + kept @ u)
    output: h'
`;

test.each([
  [
    'a list of children, of which one value is per child',
    `${listCell(PLAIN)}  tree: {type: recursive, input: x, tree: parse, cell: {one: {units: 4}}}\n${outputs}`,
    0,
    true,
  ],
  [
    'starts that another layer gives',
    `${listCell(PLAIN, '  from: {type: dense, input: z, units: 4}\n')}  tree: {type: recursive, input: x, tree: parse, cell: {one: {units: 4}}, initial: {0.up.h: from}}\n${outputs}`,
    0,
    true,
  ],
  [
    'starts that are learned',
    `${listCell(PLAIN)}  tree: {type: recursive, input: x, tree: parse, cell: {one: {units: 4}}, initial: learned}\n${outputs}`,
    0,
    false,
  ],
  [
    'both directions and two layers',
    `${listCell(PLAIN)}  tree: {type: recursive, input: x, tree: parse, cell: [{one: {units: 4}}, {one: {units: 2}}], direction: both}\noutputs: {y: tree}\n`,
    0,
    true,
  ],
  [
    'three places of children',
    `${placesCell('a, b, c')}  tree: {type: recursive, input: x, tree: parse, cell: {two: {units: 4}}}\noutputs: {y: tree, root: tree.root}\n`,
    3,
    true,
  ],
  [
    'places that start from something',
    `${placesCell('left, right', WITH_Z)}  tree: {type: recursive, input: x, tree: parse, cell: {two: {units: 2}}, initial: {0.up.h: z}}\noutputs: {y: tree}\n`,
    2,
    false,
  ],
  [
    'lists, two places and three, that start from something and from nothing,',
    `${listCell(PLAIN).replace('layers:\n', '')}${cellOf('two', 'left, right')}${cellOf('three', 'a, b, c')}layers:
  a: {type: recursive, input: x, tree: parse, cell: {two: {units: 3}}}
  b: {type: recursive, input: a, tree: parse, cell: {one: {units: 3}}}
  c: {type: recursive, input: b, tree: parse, cell: {three: {units: 3}}, initial: learned}
  d: {type: recursive, input: c, tree: parse, cell: {one: {units: 2}}, initial: learned}
  e: {type: recursive, input: d, tree: parse, cell: {three: {units: 2}}}
outputs: {y: e, root: d.root}\n`,
    2,
    true,
  ],
  [
    'the one place of a parent',
    `${placesCell('above')}  tree: {type: recursive, input: x, tree: parse, cell: {two: {units: 2}}, direction: down}\noutputs: {y: tree}\n`,
    0,
    false,
  ],
  [
    'two sequences and what a sequence over nodes has before',
    `${listCell(PLAIN)}  along: {type: recurrent, input: x, cell: {gru: {units: 3}}, direction: bidirectional}\n  both: {type: concat, inputs: [along, x]}\n  tree: {type: recursive, input: both, tree: parse, cell: {one: {units: 4}}}\n  after: {type: recurrent, input: tree, cell: {lstm: {units: 2}}}\noutputs: {y: after, mean: tree.root}\n`,
    0,
    false,
  ],
] as const)('trees with %s give their numbers in onnxruntime, and come back', async (name, text, places, graphs) => {
  await expectSame(name, { compiled: compiledOf(text), places, graphs });
});

const FORMS: readonly WalkForm[] = (['up', 'down'] as const).flatMap((direction) =>
  [false, true].flatMap((started) =>
    [
      { list: true, places: 0 },
      { list: false, places: 3 },
      { list: true, places: 3 },
    ].map((takes): WalkForm => ({ direction, started, ...takes })),
  ),
);

test.each(FORMS.map((form) => [walkFunctionName(form), form] as const))(
  '%s finds the levels, links and places of any trees in onnxruntime',
  async (name, form) => {
    const parts = partsOf(form);
    const info = (of: string, ...shape: readonly (number | string)[]) =>
      valueInfo(of, { dtype: 'int32', shape: shapeOf(...shape) });
    const file = writeOnnx({
      irVersion: 10,
      opsetImport: [
        { domain: '', version: 22 },
        { domain: DOMAIN, version: 1 },
      ],
      functions: [walkFunction(form), rootsFunction()],
      graph: {
        name,
        node: [
          nodeOf(name, ['tree', 'lengths'], parts, {}, DOMAIN),
          nodeOf('Roots', ['tree', 'lengths'], ['roots'], {}, DOMAIN),
        ],
        initializer: [],
        sparseInitializer: [],
        input: [info('tree', 'batch', 'node', 'numbers'), info('lengths', 'batch')],
        output: [...parts.map((part) => info(part, part)), info('roots', 'batch')],
      },
    });
    const random = numbersFrom(name.length);
    for (let i = 0; i < 12; i++) {
      const nodes = 1 + Math.floor(random() * 9);
      const isList = form.places === 0 || form.direction === 'down';
      // of a node that goes down no place is there for a fourth parent
      const graphs = form.places === 0 || form.direction === 'up';
      const places = isList ? 0 : form.places;
      const grown = grownTrees({ samples: 1 + Math.floor(random() * 4), nodes, places, graphs }, random);
      const samples = i % 3 === 0 ? [...grown, []] : grown;
      const whole = walkNodes(samples, form);
      const found = await runOnnx(
        file,
        new Map([...flatTrees(new Map([['tree', samples]]), nodes), ['lengths', treeLengths(samples)]]),
      );
      for (const part of parts) {
        const place = /^place_(\d+)$/.exec(part)?.[1];
        const wanted = place === undefined ? whole[part as 'order' | 'starts' | 'owners'] : whole.places[Number(place)];
        expect({ [part]: Array.from(found.get(part)?.data ?? []) }).toEqual({ [part]: Array.from(wanted ?? []) });
      }
      const roots = samples.map((children, b) => {
        const last = rootsOf(children).at(-1);
        return last === undefined ? -1 : last * samples.length + b;
      });
      expect(Array.from(found.get('roots')?.data ?? [])).toEqual(roots);
    }
  },
);

test('a function of the file is taken for what its name says only where its nodes are those of the export', async () => {
  const compiled = model('recursive-sharing');
  const file = await exportOnnx(compiled, noisyWeights(compiled, numbersFrom(1)), true);
  const onnx = readOnnx(file);
  if (onnx === null) throw new Error('an export that is no ONNX');
  const load = (bytes: Uint8Array): unknown => importModel(bytes, { file: 'x.onnx', name: 'x', beside: () => null });
  load(writeOnnx({ ...onnx, functions: onnx.functions.map((one) => ({ ...one, docString: 'said otherwise' })) }));
  const changed = onnx.functions.map((one) => ({
    ...one,
    node: one.node.map((node) => (node.opType === 'CumSum' ? { ...node, attribute: [] } : node)),
  }));
  expect(() => load(writeOnnx({ ...onnx, functions: changed }))).toThrow(
    /import-refused: node "parse.up.order" \(ChildrenFirst\).*is another than the one that "rnnc export" writes/s,
  );
  expect(() => load(writeOnnx({ ...onnx, functions: [] }))).toThrow(/does not say what ChildrenFirst/);
});

test('what a sample has for all of its nodes is exported, and refused at import at the one node that repeats it', async () => {
  const compiled = compiledOf(`${inputsWith(WITH_Z)}
cells:
  one:
    children: any
    parameters: {units: size}
    inputs: {x: [n], z: [m]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}, v: {shape: [m, units]}, u: {shape: [units, units]}}
    equations: |
      h' = tanh(x @ w + z @ v + sum_children(h) @ u)
    output: h'
layers:
  tree: {type: recursive, inputs: {x: x, z: z}, tree: parse, cell: {one: {units: 4}}}
outputs: {y: tree, root: tree.root}
`);
  const random = numbersFrom(5);
  const weights = noisyWeights(compiled, random);
  const trees = new Map([['parse', grownTrees({ samples: SAMPLES, nodes: NODES, places: 0, graphs: true }, random)]]);
  const feeds = randomFeeds(
    compiled.graphs.inference,
    { sizes: { batch: SAMPLES, node: NODES }, optional: false },
    random,
  );
  const lengths = treeLengths(trees.get('parse') ?? []);
  const file = await exportOnnx(compiled, weights, true);
  const found = await runOnnx(file, new Map([...feeds, ...flatTrees(trees, NODES), ['node.lengths', lengths]]));
  expectNear(found, evaluated(compiled, weights, forGraph(compiled, feeds, trees)), 1e-5);
  const load = (): unknown => importModel(file, { file: 'x.onnx', name: 'x', beside: () => null });
  expect(load).toThrow(/^import-refused: node "tree\.0\.up\.\d" \(Expand\)[^\n]*$/);
});
