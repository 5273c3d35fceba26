import { describe, expect, it } from 'vitest';
import type { Graph, GraphInput } from '../../compiler/ir/graph.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { recurrentGraph } from '../ir/one-step.ts';
import { f32, i32, nested } from '../ops/given.ts';

const graph = recurrentGraph();
const kernel = [
  [1, -1],
  [0.5, 0],
  [0, 0.25],
];
const weights = new Map([
  ['rnn.0.forward.kernel', f32(kernel)],
  ['rnn.0.forward.bias', f32([0.1, 0.2])],
]);
const x = [
  [[1], [2], [Number.NaN]],
  [[-1], [0.5], [3]],
];
const mask = f32([
  [1, 1],
  [1, 0],
]);

const evaluate = (inputs: Feeds['inputs'], given: Partial<Feeds> = {}, g: Graph = graph) =>
  evaluateGraph(g, { inputs, weights, ...given });

/** The equations of the graph, one row at a time. */
function byHand(row: readonly number[], h: readonly number[]): number[] {
  let [a = 0, b = 0] = h;
  for (const v of row) [a, b] = [Math.tanh(v + 0.5 * a + 0.1), Math.tanh(-v + 0.25 * b + 0.2)];
  return [a, b];
}
const closeTo = (rows: number[][]) => rows.map((row) => row.map((v) => expect.closeTo(v, 14)));

describe('evaluateGraph', () => {
  it('runs a masked recurrence, NaN in the padding staying there', () => {
    const { outputs, finals } = evaluate(
      new Map([
        ['x', f32(x)],
        ['drop.mask', mask],
        ['time.lengths', i32([2, 3])],
      ]),
    );
    const [first, second] = [byHand([1, 2], [0, 0]), byHand([-1, 0.5, 3], [0, 0])];
    const final = finals.get('rnn.0.forward.h');
    expect(final && nested(final)).toEqual(closeTo([first, second]));
    const y = outputs.get('y');
    expect(y && nested(y)).toEqual(
      closeTo([
        [0.5 * (first[0] ?? 0), -(first[1] ?? 0)],
        [0.5 * (second[0] ?? 0), 0],
      ]),
    );
    const head = outputs.get('head');
    expect(head && nested(head)).toEqual([1, 2]);
    expect([...outputs.keys()]).toEqual(['y', 'head']);
  });

  it('starts from a state that is fed, leaves it where a row is empty, and takes absent lengths for full', () => {
    const h = f32([
      [0.3, -0.3],
      [0.6, 0.9],
    ]);
    const state: [string, typeof h] = ['rnn.0.forward.h', h];
    const some = evaluate(new Map([['x', f32(x)], ['drop.mask', mask], state, ['time.lengths', i32([0, 1])]]));
    const final = some.finals.get('rnn.0.forward.h');
    expect(final && nested(final)).toEqual(closeTo([[0.3, -0.3], byHand([-1], [0.6, 0.9])]));
    const full = evaluate(
      new Map([
        [
          'x',
          f32([
            [[1], [2]],
            [[3], [4]],
          ]),
        ],
        ['drop.mask', mask],
        state,
      ]),
    );
    const filled = full.finals.get('rnn.0.forward.h');
    expect(filled && nested(filled)).toEqual(closeTo([byHand([1, 2], [0.3, -0.3]), byHand([3, 4], [0.6, 0.9])]));
  });

  it('starts from the input that the user named', () => {
    const started: Graph = {
      ...graph,
      inputs: graph.inputs.flatMap((input): GraphInput[] => {
        if (input.role !== 'state') return [input];
        const value = graph.values.length as typeof input.value;
        return [
          { role: 'feed', name: 'h0', value, limit: null, origin: { path: 'h0', span: null } },
          { ...input, start: 'h0' },
        ];
      }),
      values: [...graph.values, { name: 'h0', type: graph.values[2]?.type ?? { dtype: 'bool', shape: [] } }],
    };
    const h0 = f32([
      [0.3, -0.3],
      [0.6, 0.9],
    ]);
    const { finals } = evaluate(
      new Map([
        ['x', f32([[[1]], [[2]]])],
        ['drop.mask', mask],
        ['h0', h0],
      ]),
      {},
      started,
    );
    const final = finals.get('rnn.0.forward.h');
    expect(final && nested(final)).toEqual(closeTo([byHand([1], [0.3, -0.3]), byHand([2], [0.6, 0.9])]));
  });

  it('runs sequences of no steps', () => {
    const none = { dtype: 'float32', shape: [2, 0, 1], data: new Float64Array() } as const;
    const { outputs, finals } = evaluate(
      new Map([
        ['x', none],
        ['drop.mask', mask],
      ]),
    );
    const [final, y] = [finals.get('rnn.0.forward.h'), outputs.get('y')];
    expect(final && nested(final)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect([...(y?.data ?? [])].map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('refuses feeds that do not fit', () => {
    const good: [string, ReturnType<typeof f32>][] = [
      ['x', f32(x)],
      ['drop.mask', mask],
    ];
    const refused =
      (...more: typeof good) =>
      () =>
        evaluate(new Map([...good, ...more]));
    expect(() => evaluate(new Map([['x', f32(x)]]))).toThrow("no mask 'drop.mask' is given");
    expect(() => evaluate(new Map([['drop.mask', mask]]), { sizes: { time: 2 } })).toThrow("no input 'x' is given");
    expect(() => evaluate(new Map([['drop.mask', mask]]))).toThrow("input 'x' has no size for 'time'");
    expect(refused(['z', mask])).toThrow("the graph has no input 'z'");
    expect(refused(['drop.mask', f32([[1, 1]])])).toThrow("'batch' is 2 and, by axis 0 of input 'drop.mask', 1");
    expect(refused(['drop.mask', f32([[1], [1]])])).toThrow(
      "input 'drop.mask' is float32[2, 1], expected float32[2, 2] (float32[batch, 2])",
    );
    expect(refused(['time.lengths', f32([1, 1])])).toThrow('expected int32[2] (int32[batch])');
    expect(refused(['time.lengths', i32([1, 4])])).toThrow("input 'time.lengths' holds 4, expected 0 to 3");
    expect(() => evaluate(new Map(good), { sizes: { batch: 3 } })).toThrow("'batch' is 3 and");
    expect(() => evaluate(new Map(good), { weights: new Map() })).toThrow("no weight 'rnn.0.forward.kernel' is given");
    expect(() => evaluate(new Map(good), { weights: new Map([...weights, ['w', mask]]) })).toThrow("no weight 'w'");
    expect(() => evaluate(new Map(good), { weights: new Map([...weights, ['rnn.0.forward.bias', mask]]) })).toThrow(
      "weight 'rnn.0.forward.bias' is float32[2, 2], expected float32[2]",
    );
  });
});
