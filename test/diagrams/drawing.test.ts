import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isStack } from '../../compiler/1-read/spec/spec.ts';
import { builtModel, type Compiled } from '../../compiler/compile.ts';
import type { Diagram } from '../../src/diagrams/diagram.ts';
import { graphOfModel } from '../../src/diagrams/graph-of-model.ts';
import type { Layout, Piece, Point } from '../../src/diagrams/placed/layout.ts';
import { placeDiagram } from '../../src/diagrams/placed/place-by-graphviz.ts';
import { placeCopies } from '../../src/diagrams/placed/place-copies.ts';
import { placeInPage } from '../../src/diagrams/placed/place-in-page.ts';
import { toSvg } from '../../src/diagrams/placed/to-svg.ts';
import { sampleTree } from '../../src/diagrams/sample-tree.ts';
import { randomModel } from '../random/model.ts';
import { attention, compiled, deep, feedsOf, threeStates, wrapped } from './pictures.ts';

/** Elements that are opened and not closed, or closed otherwise. */
function unbalanced(svg: string): readonly string[] {
  const open: string[] = [];
  for (const [, close, name = '', self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self === '/') continue;
    if (close !== '/') open.push(name);
    else if (open.pop() !== name) return [name];
  }
  return open;
}

const ids = ({ nodes }: Diagram): ReadonlySet<string> => new Set(nodes.map(({ id }) => id));

/** What must hold of every picture. */
function check(diagram: Diagram, layout: Layout): void {
  const known = ids(diagram);
  expect(known.size).toBe(diagram.nodes.length);
  expect(diagram.edges.flatMap(({ from, to }) => [from, to]).filter((id) => !known.has(id))).toEqual([]);
  expect(layout.boxes).toHaveLength(diagram.nodes.length);
  expect(layout.lines).toHaveLength(diagram.edges.length);
  const isInside = (x: number, y: number): boolean => x >= 0 && x <= layout.width && y >= 0 && y <= layout.height;
  expect(
    layout.boxes.filter(
      ({ x, y, width, height }) => !isInside(x - width / 2, y - height / 2) || !isInside(x + width / 2, y + height / 2),
    ),
  ).toEqual([]);
  expect(overlaps(layout)).toEqual([]);
  // nothing is cut off
  const points = layout.lines.flatMap(({ start, pieces }) => [...pointsOf(start, pieces)]);
  expect(points.filter(({ x, y }) => !isInside(x, y))).toEqual([]);
  const svg = toSvg(layout);
  expect(svg).not.toMatch(/NaN|undefined|Infinity|<script/);
  expect(unbalanced(svg)).toEqual([]);
}

/** Points on a line: of a curve, whose control points may lie outside, some in between. */
function pointsOf(start: Point, pieces: readonly Piece[]): readonly Point[] {
  let last = start;
  return pieces.flatMap((piece) => {
    const from = last;
    const [a, b, c] = piece;
    last = c ?? a;
    if (b === undefined || c === undefined) return [from, a];
    return [0, 0.25, 0.5, 0.75, 1].map((t) => {
      const at = (key: 'x' | 'y'): number =>
        (1 - t) ** 3 * from[key] + 3 * (1 - t) ** 2 * t * a[key] + 3 * (1 - t) * t ** 2 * b[key] + t ** 3 * c[key];
      return { x: at('x'), y: at('y') };
    });
  });
}

/** Boxes that cover each other. */
function overlaps({ boxes }: Layout): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (b) => Math.abs(a.x - b.x) < (a.width + b.width) / 2 - 1 && Math.abs(a.y - b.y) < (a.height + b.height) / 2 - 1,
      )
      .map((b) => `${a.node.id} and ${b.node.id}`),
  );
}

/** Steps of the model whose weights, by the graph, are used at the path. */
const cellPaths = ({ spec }: Compiled): readonly string[] => [...builtModel({ spec } as Compiled).scopes.keys()];

describe('of random models', () => {
  test('rolled: a loop for every cell and direction; unrolled: a copy and a line of states for every step, weights once with all uses', async () => {
    await fc.assert(
      fc.asyncProperty(randomModel, fc.integer({ min: 1, max: 4 }), async ({ yaml }, steps) => {
        const model = compiled(yaml);
        const paths = cellPaths(model);
        const rolled = graphOfModel(model, { shapes: true, params: true });
        check(rolled, await placeDiagram(rolled));
        check(rolled, placeInPage(rolled));
        expect(rolled.edges.filter(({ kind, from, to }) => kind === 'state' && from === to)).toHaveLength(paths.length);
        const unrolled = graphOfModel(model, { unrolled: steps, shapes: true, params: true });
        check(unrolled, await placeDiagram(unrolled));
        for (const path of paths) {
          const copies = unrolled.nodes.filter((node) => node.kind === 'cell' && node.path === path);
          expect(copies.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, step) => step));
          const handed = unrolled.edges.filter(({ kind, from }) => kind === 'state' && from.startsWith(`${path} at`));
          expect(handed).toHaveLength(steps - 1);
          const backward = path.endsWith('.backward');
          for (const { from, to } of handed) expect(stepOf(to) - stepOf(from)).toBe(backward ? -1 : 1);
          const used = unrolled.edges.filter(({ kind, to }) => kind === 'weights' && to.startsWith(`${path} at`));
          expect(new Set(used.map(({ to }) => to)).size).toBe(steps);
        }
        // weights stand once
        const weights = unrolled.nodes.filter(({ kind }) => kind === 'weights').map(({ path }) => path);
        expect(new Set(weights).size).toBe(weights.length);
      }),
      { numRuns: 40 },
    );
  });

  test('cells: every state goes in and out, and whatever the equations read leads to a value with a name', async () => {
    await fc.assert(
      fc.asyncProperty(randomModel, async ({ yaml }) => {
        const model = compiled(yaml);
        for (const layer of model.spec.layers.filter(isStack)) {
          const diagram = graphOfModel(model, { cell: layer.name });
          check(diagram, await placeDiagram(diagram));
          check(diagram, placeInPage(diagram));
          // what only outputs of the model ask for ends in a named value
          const ends = diagram.nodes.filter(({ path }) => path !== '').map(({ id }) => id);
          expect(ends).toContain('to output');
          const reaches = new Set(ends);
          for (let size = 0; size !== reaches.size; ) {
            size = reaches.size;
            for (const { from, to } of diagram.edges) if (reaches.has(to)) reaches.add(from);
          }
          expect(diagram.nodes.filter(({ id }) => !reaches.has(id))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });
});

const stepOf = (id: string): number => Number(id.split(' at ')[1]);

describe('large pictures', () => {
  test.each([
    ['five bidirectional layers, fifty steps', deep, 50],
    ['names of sixty letters', threeStates, 12],
    ['wrappers', wrapped, 50],
  ])('%s: less than 200 kB', async (_, model, steps) => {
    const diagram = graphOfModel(compiled(model), { unrolled: steps });
    const layout = await placeDiagram(diagram);
    check(diagram, layout);
    expect(toSvg(layout).length).toBeLessThan(200_000);
  });

  test('lines of states are level, and those to the next row upright', async () => {
    const { lines } = await placeDiagram(graphOfModel(compiled('seed-rnn.yaml'), { unrolled: 3 }));
    const ends = (kind: string): readonly (readonly [Point, Point | undefined])[] =>
      lines.filter(({ edge }) => edge.kind === kind).map(({ start, pieces }) => [start, pieces.at(-1)?.at(-1)]);
    for (const [start, end] of ends('state')) expect(end?.y).toBe(start.y);
    const upright = ends('data').filter(([start, end]) => end?.x === start.x);
    expect(upright.length).toBeGreaterThanOrEqual(6);
  });
});

test('a cell of the library is found by the short name that a model may call it by', () => {
  const model = compiled(
    'inputs: {x: {shape: [batch, time, 1]}}\nlayers: {m: {type: recurrent, input: x, cell: {rnn: {units: 2}}}}\noutputs: {y: m}',
  );
  expect(graphOfModel(model, { cell: 'rnn' })).toEqual(graphOfModel(model, { cell: 'keras.simple_rnn' }));
  expect(() => graphOfModel(model, { cell: 'gru' })).toThrow(/graph-cell/);
});

test('the inside of a layer of equations is drawn like that of a cell', async () => {
  const model = compiled(`
name: attention
inputs: { x: { shape: [batch, time, 3] } }
layers:
  gate:
    type: equations
    inputs: { x: x }
    weights: { w: { shape: [3, 4] }, b: { shape: [4] } }
    equations: |
      g = sigmoid(x @ w + b)
      y = g * 2
    output: y
outputs: { gate: gate }
`);
  const diagram = graphOfModel(model, { cell: 'gate' });
  check(diagram, await placeDiagram(diagram));
  expect(diagram.nodes.map(({ kind, lines }) => `${kind} ${lines.join(' ')}`)).toEqual([
    'input x',
    'gate σ w, b',
    'operation × 2',
    'output output',
  ]);
});

test('a function of one part of a box, behind a condition too, is a box of its own', () => {
  const model = compiled(`
inputs: { x: { shape: [batch, time, 3] } }
layers: { r: { type: recurrent, input: x, cell: { tf1.lstm: { units: 2 } } } }
outputs: { r: r }
`);
  const gates = graphOfModel(model, { cell: 'r' }).nodes.filter(({ kind }) => kind === 'gate');
  expect(gates.map(({ lines }) => lines[0]).toSorted()).toEqual(['linear', 'tanh', 'σ', 'σ', 'σ']);
});

test('the same model gives the same bytes', async () => {
  const once = async (): Promise<string> => toSvg(await placeDiagram(graphOfModel(compiled('deep-lstm.yaml'), {})));
  expect(await once()).toBe(await once());
});

test('texts of a model are no markup', async () => {
  const yaml =
    'name: "<b>&\\"x\\""\ninputs: {x: {shape: [batch, time, 1]}}\nlayers: {r: {type: recurrent, input: x, cell: {tf1.gru: {units: 1}}}}\noutputs: {r: r}';
  const diagram = graphOfModel(compiled(yaml), {});
  const svg = toSvg(await placeDiagram(diagram));
  expect(svg).not.toContain('<b>');
  expect(svg).toContain('&#60;b&#62;&#38;&#34;x&#34;');
});

test('dropout acts between layers, and on the way from step to step only where state_keep_prob asks', () => {
  const plain = graphOfModel(compiled(deep), { unrolled: 2 });
  const dropped = plain.nodes.filter(({ kind }) => kind === 'dropout').map(({ id }) => id);
  expect(dropped.length).toBeGreaterThan(0);
  for (const { from, to, kind, label } of plain.edges)
    if (kind === 'state') {
      expect(dropped).not.toContain(from);
      expect(dropped).not.toContain(to);
      expect(label ?? '').not.toContain('dropout');
    }
  const own = graphOfModel(compiled(wrapped), {});
  expect(own.edges.find(({ from, to }) => from === 'below.0.forward' && to === from)?.label).toBe(
    'h · zoneout 0.1 · dropout, keep 0.9',
  );
});

test('a sequence that is read over the nodes of a tree has its cells and states there too', () => {
  const model = compiled('dependency-trees.yaml');
  const tree = sampleTree(model.graphs.inference, feedsOf('dependency-trees') as never, 1);
  const { nodes, edges } = graphOfModel(model, { tree });
  const statesOf = (path: string): readonly string[] =>
    edges.flatMap(({ kind, from, to }) =>
      kind === 'state' && from.startsWith(path) ? [`${stepOf(from)} → ${stepOf(to)}`] : [],
    );
  expect(statesOf('sentence.0.forward')).toEqual(['0 → 1', '1 → 2', '2 → 3']);
  expect(statesOf('sentence.0.backward')).toEqual(['1 → 0', '2 → 1', '3 → 2']);
  const readers = (id: string): readonly (string | undefined)[] =>
    edges.flatMap(({ kind, from, to }) =>
      kind === 'data' && from === id ? nodes.filter((node) => node.id === to).map(({ lines }) => lines[0]) : [],
    );
  expect(readers('fed at 2')).toEqual(['sentence forward', 'sentence backward']);
});

test('a tree has a cell for every node, lines from children, and weights once', () => {
  const model = compiled('tree-sentiment.yaml');
  const tree = sampleTree(model.graphs.inference, feedsOf('tree-sentiment') as never, 1);
  const diagram = graphOfModel(model, { tree });
  expect(diagram.nodes.filter(({ kind }) => kind === 'cell')).toHaveLength(5);
  expect(
    diagram.edges.filter(({ kind }) => kind === 'state').map(({ from, to }) => `${stepOf(from)} → ${stepOf(to)}`),
  ).toEqual(['1 → 0', '4 → 0', '2 → 1', '3 → 1']);
  const uses = diagram.edges.filter(({ kind }) => kind === 'weights');
  expect(uses.filter(({ from }) => from === 'weights encoder.0.up')).toHaveLength(5);
  // a layer over all nodes, and another one that shares its weights and reads the root
  expect(uses.filter(({ from }) => from === 'weights phrase_sentiment')).toHaveLength(6);
  expect(diagram.nodes.flatMap(({ kind, lines }) => (kind === 'input' ? lines : []))).toEqual([
    'words 3',
    'words 17',
    'words 5',
  ]);
});

/** Lines of a picture as `from → to label`, those of weights left out. */
const linesOf = ({ edges }: Diagram): readonly string[] =>
  edges.flatMap(({ from, to, kind, label }) =>
    kind === 'weights' ? [] : [`${from} → ${to}${label === null ? '' : ` ${label}`}`],
  );

describe('what leads where', () => {
  const both = `
name: both
inputs: { x: { shape: [batch, time, 3] }, present: { shape: [batch, time] } }
layers:
  w: { type: recurrent, input: x, cell: { gru: { units: 4 } }, direction: bidirectional, merge: sum }
  most: { type: max, input: x, mask: present }
  again: { type: repeat, input: w.last, times: 3 }
  decoder: { type: recurrent, input: again, cell: { gru: { units: 4 } }, initial: w }
outputs: { most: most, decoder: decoder, last: w.last }
`;

  test('a start from both directions, the last outputs of both, and how they are joined', () => {
    const lines = linesOf(graphOfModel(compiled(both), { shapes: true }));
    for (const direction of ['forward', 'backward']) {
      expect(lines).toContain(`w.0.${direction} → decoder.0.forward h`);
      expect(lines).toContain(`w.0.${direction} → again last, sum [batch, 4]`);
    }
    expect(lines).toContain('x → most [batch, time, 3]');
    expect(lines).toContain('present → most [batch, time]');
  });

  test('a decoder has the steps that the model gives it; a mask counts at every step', () => {
    const diagram = graphOfModel(compiled(both), { unrolled: 2 });
    expect(
      diagram.nodes.filter(({ path, kind }) => kind === 'cell' && path === 'decoder.0.forward').map(({ step }) => step),
    ).toEqual([0, 1, 2]);
    expect(linesOf(diagram)).toEqual(expect.arrayContaining(['present at 0 → most', 'present at 1 → most']));
  });

  test('which operand is taken away, and the order of parts', () => {
    const cell = (equation: string): string => `
name: sides
inputs: { x: { shape: [batch, time, 3] } }
cells:
  sides:
    parameters: { units: size }
    inputs: { x: [n] }
    state: [{ h: [units] }]
    weights: { w: { shape: [n, 2 * units] } }
    equations: |
      a, b = split(x @ w)
      h' = ${equation}
    output: h'
layers: { r: { type: recurrent, input: x, cell: { sides: { units: 2 } } } }
outputs: { r: r }
`;
    const drawn = (equation: string): readonly string[] =>
      linesOf(graphOfModel(compiled(cell(equation)), { cell: 'sides' }));
    expect(drawn('h - a * b')).not.toEqual(drawn('a * b - h'));
    expect(drawn('(h - a) * b')).toContain('n0 → n1 a (−)');
    expect(drawn('a / h * b')).toContain('from h → n1 (÷)');
    expect(drawn('layer_norm(h, gamma=a, beta=b)')).toEqual(drawn('layer_norm(h, a, b)'));
    // w2 joins the box of c; the product beside it is drawn once
    const joined = cell('h * a + (b + w2) + c')
      .replace('b = split(x @ w)', 'b = split(x @ w)\n      c = x @ w3')
      .replace('* units] } }', '* units] }, w2: { shape: [units] }, w3: { shape: [n, units] } }');
    const { edges, nodes: boxes } = graphOfModel(compiled(joined), { cell: 'sides' });
    expect(
      boxes.filter(({ id }) => id !== "to h'" && id !== 'to output' && !edges.some(({ from }) => from === id)),
    ).toEqual([]);
    expect(boxes.filter(({ lines }) => lines.join() === '×')).toHaveLength(1);
    const { nodes } = graphOfModel(compiled(cell('h - a * b')), { cell: 'sides' });
    expect(nodes.find(({ kind }) => kind === 'gate')?.lines).toEqual(['linear', 'w', '→ a, b']);
  });

  test('trees: cells above cells read those, through what joins their directions; inputs without nodes stand at none', () => {
    const model = compiled(`
name: forest
inputs: { word: { shape: [batch, node, 2] }, top: { shape: [batch, 2] }, parse: { tree: node } }
cells:
  pair:
    children: [left, right]
    parameters: { units: size }
    inputs: { x: [n] }
    state: [{ h: [units] }]
    weights: { w: { shape: [n + 2 * units, units] } }
    equations: |
      h' = tanh([x, left.h, right.h] @ w)
    output: h'
layers:
  below: { type: recursive, input: word, tree: parse, cell: { pair: { units: 2 } }, initial: { h: top } }
  above: { type: recursive, input: below, tree: parse, cell: { pair: { units: 2 } } }
outputs: { root: above.root }
`);
    const feeds = {
      word: [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ],
      top: [[7, 8]],
      parse: [{ children: [{}, {}] }],
    };
    const flat = { ...feeds, parse: { shape: [1, 3, 2], data: new Int32Array([-1, -1, 0, 0, 0, 1]) } };
    const tree = sampleTree(model.graphs.inference, flat as never, 1);
    expect(tree.labels).toEqual(['word [1, 2]', 'word [3, 4]', 'word [5, 6]']);
    const lines = linesOf(graphOfModel(model, { tree }));
    expect(lines).toContain('below.0.up at 1 → above.0.up at 1');
    expect(lines).not.toContain('fed at 1 → above.0.up at 1');
    expect(lines.filter((line) => line.startsWith('below.0.up at') && line.includes('→ below.0.up at 0'))).toEqual([
      'below.0.up at 1 → below.0.up at 0 left: h',
      'below.0.up at 2 → below.0.up at 0 right: h',
    ]);
    expect(lines.filter((line) => line.startsWith('top'))).toEqual([
      'top → below.0.up at 1 h',
      'top → below.0.up at 2 h',
    ]);
  });

  test('trees: what is made at every node of its states, what reads all nodes, and what no output follows from', () => {
    const model = compiled(`
name: labels
inputs: { word: { shape: [batch, node, 2] }, parse: { tree: node } }
layers:
  below: { type: recursive, input: word, tree: parse, cell: { tree.gru: { units: 2 } } }
  between: { type: dense, input: below, units: 2 }
  above: { type: recursive, input: between, tree: parse, cell: { tree.gru: { units: 2 } } }
  joined: { type: concat, inputs: [word, above] }
  label: { type: dense, input: joined, units: 3, activation: softmax }
  mean: { type: mean, input: label }
outputs: { label: label, mean: mean, state: above }
`);
    const diagram = graphOfModel(model, { tree: { name: 'parse', children: [[1], []], labels: ['a', 'b'] } });
    const lines = linesOf(diagram);
    expect(lines.filter((line) => line.includes('at 1') && !line.includes('at 0'))).toMatchInlineSnapshot(`
      [
        "fed at 1 → below.0.up at 1",
        "below.0.up at 1 → above.0.up at 1",
        "fed at 1 → joined at 1",
        "above.0.up at 1 → joined at 1",
        "joined at 1 → label at 1",
        "label at 1 → output label at 1",
        "label at 1 → mean",
      ]
    `);
    expect(lines.filter((line) => line.endsWith('→ mean'))).toEqual(['label at 0 → mean', 'label at 1 → mean']);
    expect(lines.some((line) => line.startsWith('between'))).toBe(false);
    expect(diagram.nodes.find(({ id }) => id === 'above.0.up at 1')?.lines).toEqual(['above', 'node 1', '→ state']);
    const uses = diagram.edges.filter(({ from }) => from === 'weights label').map(({ to }) => to);
    expect(uses).toEqual(['label at 0', 'label at 1']);
  });

  test('unrolled attention: every step of the one reads all steps of the other', () => {
    const { nodes, edges } = graphOfModel(compiled(attention), { unrolled: 3 });
    const [all] = nodes.filter(({ kind }) => kind === 'sequence');
    expect(all?.lines).toEqual(['encoder', 'all steps']);
    expect(edges.flatMap(({ from, to }) => (to === all?.id ? [from] : []))).toEqual(
      [0, 1, 2].map((step) => `encoder.0 at ${step}`),
    );
    expect(edges.flatMap(({ from, to }) => (from === all?.id ? [to] : []))).toEqual(
      [0, 1, 2].map((step) => `decoder.0.forward at ${step}`),
    );
    expect(edges.some(({ from, to }) => from.startsWith('encoder') && to.startsWith('decoder'))).toBe(false);
  });

  test('unrolled: what reads all steps stands above them, so that its lines cross no copy', () => {
    const { boxes, lines } = placeCopies(graphOfModel(compiled('waves.yaml'), { unrolled: 3 }));
    const read = lines.filter(({ edge }) => edge.to === 'mean');
    expect(read).toHaveLength(3);
    for (const { edge, start, pieces } of read) {
      const points = [start, ...pieces.flatMap((piece) => piece.at(-1) ?? [])];
      const others = boxes.filter(({ node }) => node.id !== edge.from && node.id !== edge.to);
      for (const [k, a] of points.slice(0, -1).entries()) {
        const b = points[k + 1] ?? a;
        const crossed = others.filter(
          ({ x, y, width, height }) =>
            Math.min(a.x, b.x) < x + width / 2 &&
            Math.max(a.x, b.x) > x - width / 2 &&
            Math.min(a.y, b.y) < y + height / 2 &&
            Math.max(a.y, b.y) > y - height / 2,
        );
        expect(crossed.map(({ node }) => node.id)).toEqual([]);
      }
    }
  });
});
