import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { LoopBody } from '../../compiler/graph/loop-body.ts';
import { verifyGraph } from '../../compiler/graph/verify.ts';
import { addDims, constantDim, dim, symbolDim } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { OpTypeError, type Tensor64 } from '../../compiler/ops/op/op.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { numbers } from '../passes/equal.ts';
import { f32, floats, i32, ints, nested } from './given.ts';

const origin = { path: 'tree', span: null };
const UNITS = 3;
const WIDTH = 2;

/** Children of every node, all before it. */
type Forest = readonly (readonly number[])[];

/** Nodes in order of their levels, and the steps of both ragged axes. */
function levelsOf(forest: Forest) {
  const depth: number[] = [];
  for (const children of forest) depth.push(Math.max(-1, ...children.map((c) => depth[c] ?? 0)) + 1);
  const order = [...forest.keys()].sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0) || a - b);
  const place = new Map(order.map((node, i) => [node, i]));
  const levels = Math.max(0, ...depth.map((d) => d + 1));
  const rows = Array.from({ length: levels }, (_, l) => order.filter((node) => depth[node] === l));
  const running = (counts: readonly number[]): number[] =>
    counts.map((_, i) => counts.slice(0, i).reduce((a, b) => a + b, 0));
  const counts = rows.map((level) => level.length);
  const edges = rows.map((level) => level.reduce((n, node) => n + (forest[node]?.length ?? 0), 0));
  return {
    order,
    place,
    levels,
    starts: running(counts),
    counts,
    edgeStarts: running(edges),
    edges,
    children: order.flatMap((node) => (forest[node] ?? []).map((c) => (place.get(c) ?? 0) + 1)),
    owners: rows.flatMap((level) => level.flatMap((node, row) => (forest[node] ?? []).map(() => row))),
  };
}

/**
 * h = tanh(x @ w + (sum of h of the children) @ u), a node without children starting from zero, as a loop over levels: the states of all nodes
 * are a table whose row 0 is the start.
 */
function treeGraph(): Graph {
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const feed = (name: string, type: ReturnType<typeof floats>): ValueId => {
    const value = b.value(name, type);
    inputs.push({ role: 'feed', name, value, limit: null, origin });
    return value;
  };
  const [node, edge, level] = [symbolDim('node'), symbolDim('edge'), symbolDim('level')];
  const table = addDims(node, constantDim(1));
  const bounds = ['starts', 'counts', 'edgeStarts', 'edges'].map((name) => feed(name, ints(level)));
  const [children, owners] = [feed('children', ints(edge)), feed('owners', ints(edge))];
  const x = feed('x', floats(node, WIDTH));
  const [w, u] = [feed('w', floats(WIDTH, UNITS)), feed('u', floats(UNITS, UNITS))];
  const zero = b.constant(0, 'float32', origin);
  const init = b.emit('broadcast', [zero], { shape: [table, constantDim(UNITS)] }, origin);
  const loop = new LoopBody(b, 'forward', level, {
    ragged: [
      { symbol: 'tree.rows', total: node },
      { symbol: 'tree.children', total: edge },
    ],
    bounds,
  });
  const states = loop.state('h', init);
  const of = gatherSum(b, states, loop.scan(children), loop.scan(owners));
  const own = b.emit('matmul', [loop.scan(x), loop.capture(w)], {}, origin);
  const h = b.emit(
    'tanh',
    [b.emit('add', [own, b.emit('matmul', [of, loop.capture(u)], {}, origin)], {}, origin)],
    {},
    origin,
  );
  const one = b.constant(1, 'int32', origin);
  const at = b.emit('add', [loop.scan(bounds[0] ?? lost()), one], {}, origin);
  const next = b.emit('write_rows', [states, h, at], {}, origin);
  const { stacked } = loop.close([next], [{ id: h, name: 'h' }], origin);
  return {
    name: 'tree',
    variant: 'inference',
    values: b.values,
    inputs,
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'h', value: stacked[0] ?? lost(), origin }],
    streaming: null,
  };
}

const gatherSum = (b: GraphBuilder, states: ValueId, children: ValueId, owners: ValueId): ValueId => {
  const childStates = b.emit('gather', [states, children], {}, origin);
  return b.emit('scatter_add', [owners, childStates], { rows: symbolDim('tree.rows') }, origin);
};

function lost(): never {
  throw new Error('a value is missing');
}

function feedsOf(
  forest: Forest,
  seed: number,
): { readonly inputs: Map<string, Tensor64>; readonly weights: Map<string, Tensor64> } {
  const { levels: _, order, place, ...structure } = levelsOf(forest);
  const next = numbers(seed);
  const random = (...shape: number[]): Tensor64 =>
    tensor64('float32', shape, Float64Array.from({ length: shape.reduce((n, d) => n * d, 1) }, next));
  const [w, u] = [random(WIDTH, UNITS), random(UNITS, UNITS)];
  const own = random(forest.length, WIDTH);
  // a node keeps its numbers wherever it stands
  const x = tensor64(
    'float32',
    own.shape,
    Float64Array.from(order.flatMap((node) => [...own.data.subarray(WIDTH * node, WIDTH * (node + 1))])),
  );
  const integers = Object.entries(structure).map(
    ([name, values]) => [name, tensor64('int32', [values.length], Float64Array.from(values))] as const,
  );
  return { inputs: new Map([...integers, ['x', x], ['w', w], ['u', u]]), weights: new Map() };
}

/** The same by plain recursion; in the order of the levels. */
function recursion(forest: Forest, { inputs }: ReturnType<typeof feedsOf>): number[][] {
  const { order } = levelsOf(forest);
  const [x, w, u] = ['x', 'w', 'u'].map((name) => inputs.get(name)?.data ?? lost());
  const h: number[][] = [];
  order.forEach((node, row) => {
    const sum = Array.from({ length: UNITS }, (_, j) => (forest[node] ?? []).reduce((s, c) => s + (h[c]?.[j] ?? 0), 0));
    h[node] = sum.map((_, j) => {
      let total = 0;
      for (let i = 0; i < WIDTH; i++) total += (x?.[row * WIDTH + i] ?? 0) * (w?.[i * UNITS + j] ?? 0);
      let fromChildren = 0;
      for (let i = 0; i < UNITS; i++) fromChildren += (sum[i] ?? 0) * (u?.[i * UNITS + j] ?? 0);
      return Math.tanh(total + fromChildren);
    });
  });
  return order.map((node) => h[node] ?? lost());
}

/** Forests and graphs in which a child may have several parents. */
const forest: fc.Arbitrary<Forest> = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 9 })
  .map((nodes) => nodes.map((wishes, i) => (i === 0 ? [] : wishes.map((wish) => wish % i))));

describe('a loop with ragged axes', () => {
  it('is well formed, also after it has been differentiated', () => {
    const graph = treeGraph();
    verifyGraph(graph);
    const withGradient = withLoss(graph);
    verifyGraph(differentiated(withGradient.graph, withGradient.loss, floatLeaves(withGradient.graph)));
  });

  it('goes over the levels of any acyclic graph as a recursion does', () => {
    const graph = treeGraph();
    fc.assert(
      fc.property(forest, fc.nat(), (nodes, seed) => {
        const feeds = feedsOf(nodes, seed);
        const found = nested(evaluateGraph(graph, feeds).outputs.get('h') ?? lost()) as number[][];
        recursion(nodes, feeds).forEach((row, i) => {
          row.forEach((value, j) => {
            expect(found[i]?.[j]).toBeCloseTo(value, 12);
          });
        });
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('has gradients that agree with central differences', () => {
    const { graph, loss } = withLoss(treeGraph());
    const reversed = differentiated(graph, loss, floatLeaves(graph));
    fc.assert(
      fc.property(forest, fc.nat(), (nodes, seed) => {
        const feeds = feedsOf(nodes, seed);
        const next = numbers(seed + 1);
        const factor = Float64Array.from({ length: nodes.length * UNITS }, next);
        feeds.inputs.set('factor h', tensor64('float32', [nodes.length, UNITS], factor));
        const worst = worstDifference(reversed, feeds, seed);
        expect(worst?.error ?? 0).toBeLessThan(1e-6);
      }),
      { numRuns: 40, seed: 8 },
    );
  });

  it('refuses steps that leave a gap', () => {
    const feeds = feedsOf([[], [0]], 1);
    feeds.inputs.set('starts', i32([0, 0]));
    expect(() => evaluateGraph(treeGraph(), feeds)).toThrow(
      "step 1 of 'tree.rows' has 1 from 0 on, expected from 1 on",
    );
  });

  it('refuses to stack what changes its size along an inner axis, and axes that can not be told apart', () => {
    const make =
      (total: string, swap: boolean): (() => void) =>
      () => {
        const b = new GraphBuilder();
        const bounds = [b.value('starts', ints('level')), b.value('counts', ints('level'))];
        const loop = new LoopBody(b, 'forward', dim('level'), {
          ragged: [{ symbol: 'rows', total: dim(total) }],
          bounds,
        });
        const x = loop.scan(b.value('x', floats(total, 2)));
        const id = swap ? b.emit('transpose', [x], { permutation: [1, 0] }, origin) : x;
        loop.close([], [{ id, name: 'y' }], origin);
      };
    expect(make('node', false)).not.toThrow();
    expect(make('node', true)).toThrow(OpTypeError);
    expect(make('level', false)).toThrow(OpTypeError);
  });
});

describe('rows of a table', () => {
  it('are read and written where they start', () => {
    const b = new GraphBuilder();
    const [table, x, start] = [b.value('table', floats(4, 2)), b.value('x', floats(2, 2)), b.value('start', ints())];
    const read = b.emit('read_rows', [table, start], { rows: dim(2) }, origin);
    const written = b.emit('write_rows', [table, x, start], {}, origin);
    const feed = (name: string, value: ValueId): GraphInput => ({ role: 'feed', name, value, limit: null, origin });
    const graph: Graph = {
      name: 'rows',
      variant: 'inference',
      values: b.values,
      inputs: [feed('table', table), feed('x', x), feed('start', start)],
      weights: [],
      nodes: b.nodes,
      outputs: [
        { name: 'read', value: read, origin },
        { name: 'written', value: written, origin },
      ],
      streaming: null,
    };
    const run = (at: number) =>
      evaluateGraph(graph, {
        inputs: new Map([
          [
            'table',
            f32([
              [1, 2],
              [3, 4],
              [5, 6],
              [7, 8],
            ]),
          ],
          [
            'x',
            f32([
              [9, 9],
              [8, 8],
            ]),
          ],
          ['start', i32(at)],
        ]),
        weights: new Map(),
      }).outputs;
    expect(nested(run(1).get('read') ?? lost())).toEqual([
      [3, 4],
      [5, 6],
    ]);
    expect(nested(run(2).get('written') ?? lost())).toEqual([
      [1, 2],
      [3, 4],
      [9, 9],
      [8, 8],
    ]);
    expect(() => run(3)).toThrow('rows 3 to 4 are outside a table of 4 rows');
  });
});
