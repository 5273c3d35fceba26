import { expect, test } from 'vitest';
import { dropDead } from '../../compiler/3-optimize/passes/drop-dead.ts';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { joinPadded } from '../../compiler/3-optimize/passes/training/join-padded.ts';
import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { dim, type Shape, shapeOf } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import type { ValueId } from '../../compiler/ir/types.ts';
import { countOps, expectSameNumbers } from './equal.ts';

const origin = { path: 'p', span: null };

/** How many elements along the axis: a number is padding, a name a feed of so many. */
type Along = readonly (number | readonly [string, number])[];

/** A sum of joins of feeds and zeros [rows, 6], from left to right. */
function sumOf(
  axis: number,
  joins: readonly Along[],
  options: { readonly fill?: number; readonly rows?: number | string } = {},
): Graph {
  const { fill = 0, rows = 6 } = options;
  const b = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const feeds = new Map<string, ValueId>();
  const shape = (n: number): Shape => (axis === 0 ? shapeOf(n, 6) : shapeOf(rows, n));
  const feed = (name: string, n: number): ValueId => {
    const known = feeds.get(name);
    if (known !== undefined) return known;
    const value = b.value(name, { dtype: 'float32', shape: shape(n) });
    inputs.push({ role: 'feed', name, value, limit: null, origin });
    feeds.set(name, value);
    return value;
  };
  const padding = (n: number): ValueId =>
    b.emit('broadcast', [b.constant(fill, 'float32', origin)], { shape: shape(n) }, origin);
  const made = joins.map((parts) =>
    b.emit(
      'concat',
      parts.map((part) => (typeof part === 'number' ? padding(part) : feed(...part))),
      { axis },
      origin,
    ),
  );
  const value = made.reduce((sum, next) => b.emit('add', [sum, next], {}, origin, 'sum'));
  return {
    name: 'padded',
    variant: 'training',
    values: b.values,
    inputs,
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'y', value, origin }],
    streaming: null,
  };
}

function left(graph: Graph): Record<string, number> {
  const after = runPasses(graph, [joinPadded, dropDead], { fused: false });
  expectSameNumbers(graph, after, { batch: 3 });
  return countOps(after).outside;
}

test.each([0, 1])('parts beside each other along axis %i become one join', (axis) => {
  expect(
    left(
      sumOf(axis, [
        [['a', 2], 4],
        [2, ['b', 4]],
      ]),
    ),
  ).toEqual({ concat: 1 });
  // in any order, and three of them, the last in two parts
  expect(
    left(
      sumOf(axis, [
        [3, ['b', 3]],
        [['a', 3], 3],
      ]),
    ),
  ).toEqual({ concat: 1 });
  expect(
    left(
      sumOf(axis, [
        [2, ['b', 1], 3],
        [['a', 2], 4],
        [3, ['c', 1], ['d', 2]],
      ]),
    ),
  ).toEqual({ concat: 1 });
});

test('what is zero in all of them stays zero: before, between and behind the parts', () => {
  const graph = sumOf(1, [
    [1, ['a', 1], 4],
    [3, ['b', 1], 2],
  ]);
  expect(left(graph)).toMatchObject({ concat: 1 });
  expect(left(graph).add).toBeUndefined();
});

test('rows of a number that is not known are joined along the other axis', () => {
  expect(
    left(
      sumOf(
        1,
        [
          [['a', 2], 4],
          [2, ['b', 4]],
        ],
        { rows: 'batch' },
      ),
    ),
  ).toEqual({ concat: 1 });
});

test.each<[string, Graph]>([
  [
    'parts that meet',
    sumOf(1, [
      [['a', 3], 3],
      [2, ['b', 4]],
    ]),
  ],
  [
    'one part in both',
    sumOf(1, [
      [['a', 3], 3],
      [['b', 3], 3],
    ]),
  ],
  [
    'what is padded with ones',
    sumOf(
      1,
      [
        [['a', 2], 4],
        [2, ['b', 4]],
      ],
      { fill: 1 },
    ),
  ],
  [
    'what has no padding',
    sumOf(1, [
      [
        ['a', 2],
        ['c', 4],
      ],
      [2, ['b', 4]],
    ]),
  ],
])('%s stay a sum', (_, graph) => {
  expect(left(graph)).toMatchObject({ add: 1, concat: 2 });
  expect(joinPadded.run(graph)).toBe(graph);
});

test('joins along different axes stay a sum', () => {
  const b = new GraphBuilder();
  const [x, y] = [
    b.value('x', { dtype: 'float32', shape: shapeOf(6, 2) }),
    b.value('y', { dtype: 'float32', shape: shapeOf(2, 6) }),
  ];
  const zeros = (...dims: number[]): ValueId =>
    b.emit('broadcast', [b.constant(0, 'float32', origin)], { shape: dims.map(dim) }, origin);
  const wide = b.emit('concat', [x, zeros(6, 4)], { axis: 1 }, origin);
  const high = b.emit('concat', [zeros(4, 6), y], { axis: 0 }, origin);
  const value = b.emit('add', [wide, high], {}, origin);
  const inputs = [x, y].map(
    (id, i) => ({ role: 'feed', name: 'xy'[i] ?? '', value: id, limit: null, origin }) as const,
  );
  const graph: Graph = {
    name: 'axes',
    variant: 'training',
    values: b.values,
    inputs,
    weights: [],
    nodes: b.nodes,
    outputs: [{ name: 'y', value, origin }],
    streaming: null,
  };
  expect(left(graph)).toMatchObject({ add: 1, concat: 2 });
});
