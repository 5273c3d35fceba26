import { describe, expect, test } from 'vitest';
import { sizeOfShape, staticSize } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { tensor64 } from '../../compiler/ops/op/tensor64.ts';
import { evaluateGraph, type Feeds } from '../../compiler/reference/evaluate.ts';
import { compile, load, memorySources } from '../../src/index.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { randomFeeds } from '../passes/equal.ts';
import { feedsOf, graphOf, sampleOf } from '../trees/given.ts';

const model = (layer: string, inputs = '', outputs = 'y: r'): string =>
  `inputs: {x: {shape: [batch, time, 3]}${inputs}}\nlayers:\n  r: {type: recurrent, input: x, ${layer}}\noutputs: {${outputs}}\n`;

const sizes = { batch: 4, time: 5 };
const lengths = Float64Array.from([5, 0, 3, 1]);

/** Random feeds and weights with rows of several lengths, one of 0. */
function given(graph: Graph, seed: number): Feeds {
  const feeds = randomFeeds(graph, sizes, seed);
  return { ...feeds, inputs: new Map(feeds.inputs).set('time.lengths', { dtype: 'int32', shape: [4], data: lengths }) };
}

/** By layer: cells, the learned states with their sizes, and what the states end with. */
const stacks: readonly [what: string, layer: string, states: readonly string[], size: number][] = [
  ['one state', 'cell: {rnn: {units: 3}}', ['0.forward.h'], 3],
  ['two states', 'cell: {lstm: {units: 2}}', ['0.forward.h', '0.forward.c'], 2],
  ['one of two states', 'cell: {lstm: {units: 2}}', ['0.forward.c'], 2],
  [
    'a stack of both directions',
    'cell: {gru: {units: 2}}, direction: bidirectional, depth: 2',
    ['0.forward.h', '0.backward.h', '1.forward.h', '1.backward.h'],
    2,
  ],
];

describe.each(stacks)('a learned start of %s', (_, layer, states, size) => {
  const finals = states.map((key, i) => `f${i}: r.${key.replace(/\.(\w)$/, '.final.$1')}`);
  const outputs = ['y: r', ...finals].join(', ');
  const learned = graphOf(
    model(`${layer}, initial: {${states.map((key) => `${key}: learned`).join(', ')}}`, '', outputs),
  );

  test('gives what the same numbers give as an input, in rows without steps too', () => {
    const inputs = states.map((_, i) => `, i${i}: {shape: [batch, ${size}]}`).join('');
    const fed = graphOf(
      model(`${layer}, initial: {${states.map((key, i) => `${key}: i${i}`).join(', ')}}`, inputs, outputs),
    );
    const feeds = given(learned, 3);
    const rows = states.map((key, i) => {
      const weight = feeds.weights.get(`r.${key.replace(/\.(\w)$/, '.initial.$1')}`);
      expect(weight?.shape).toEqual([size]);
      return [
        `i${i}`,
        tensor64(
          'float32',
          [4, size],
          Float64Array.from({ length: 4 * size }, (_, k) => weight?.data[k % size] ?? 0),
        ),
      ] as const;
    });
    const weights = new Map([...feeds.weights].filter(([path]) => !path.includes('.initial.')));
    const inputsAndStarts = new Map([...feeds.inputs, ...rows]);
    const wanted = evaluateGraph(fed, { ...feeds, weights, inputs: inputsAndStarts }).outputs;
    expect(evaluateGraph(learned, feeds).outputs).toEqual(wanted);
    // the row without steps ends with its start
    const [, start] = rows[0] ?? [];
    expect([...(wanted.get('f0')?.data.slice(size, 2 * size) ?? [])]).toEqual([...(start?.data.slice(0, size) ?? [])]);
  });

  test('has the gradient that central differences have', () => {
    const { graph, loss } = withLoss(learned);
    const result = differentiated(graph, loss, floatLeaves(graph));
    const names = result.outputs.map(({ name }) => name);
    for (const key of states) expect(names).toContain(`d r.${key.replace(/\.(\w)$/, '.initial.$1')}`);
    const worst = worstDifference(result, given(result, 4), 4);
    expect(worst?.error).toBeLessThan(1e-6);
  });
});

test('the weight is of the size of its state, starts at zero and takes what init says', () => {
  const { weights, values } = graphOf(
    model('cell: {lstm: {units: 4}}, initial: learned, init: {initial.h: {constant: 0.5}}'),
  );
  const starts = weights.filter(({ path }) => path.includes('initial'));
  expect(starts.map(({ path, init }) => [path, init])).toEqual([
    ['r.0.forward.initial.h', { kind: 'constant', value: 0.5 }],
    ['r.0.forward.initial.c', { kind: 'constant', value: 0 }],
  ]);
  expect(starts.map(({ value }) => staticSize(sizeOfShape(values[value]?.type.shape ?? [])))).toEqual([4, 4]);
});

test('a layer that shares weights has the same start, and so has every cell of a stack that shares', () => {
  const text = `inputs: {x: {shape: [batch, time, 2]}}
layers:
  a: {type: recurrent, input: x, cell: {gru: {units: 2}}, initial: learned}
  b: {type: recurrent, input: a, cell: {gru: {units: 2}}, initial: learned, share: a}
  c: {type: recurrent, input: b, cell: {gru: {units: 2}}, initial: learned, depth: 2, share: self}
outputs: {y: c}
`;
  const starts = graphOf(text).weights.flatMap(({ path }) => (path.includes('initial') ? [path] : []));
  expect(starts).toEqual(['a.0.forward.initial.h', 'c.0.forward.initial.h']);
});

test('a child that is missing has the learned state', () => {
  const tree = (
    initial: string,
  ): string => `inputs: {x: {shape: [batch, node, 4]}, parse: {tree: node}, i: {shape: [batch, 3]}}
layers:
  r: {type: recursive, input: x, tree: parse, cell: {tree.nary_lstm: {units: 3}}, initial: ${initial}}
  j: {type: dense, input: i, units: 1}
outputs: {y: r, j: j}
`;
  const learned = graphOf(tree('{h: learned}'));
  const samples = [sampleOf([[], [], [0, 1]], () => 0.3), sampleOf([[], [0, null]], () => -0.2)];
  const feeds = feedsOf(learned, samples);
  const { data = [] } = feeds.weights.get('r.0.up.initial.h') ?? {};
  const rows = tensor64('float32', [2, 3], Float64Array.from([...data, ...data]));
  const inputs = new Map(feeds.inputs).set('i', rows);
  const weights = new Map([...feeds.weights].filter(([path]) => !path.includes('.initial.')));
  const fed = evaluateGraph(graphOf(tree('{h: i}')), { ...feeds, weights, inputs });
  expect(evaluateGraph(learned, { ...feeds, inputs }).outputs.get('y')).toEqual(fed.outputs.get('y'));
});

test('a session begins with the learned state and goes on from its own, after new weights too', async () => {
  const compiled = compile(model('cell: {lstm: {units: 2}}, initial: learned, init: {initial.h: {constant: 0.5}}'));
  const running = await load(compiled);
  const x = [0, 1].map((row) => Array.from({ length: 4 }, (_, t) => [0.1 * t, row, -0.2 * t]));
  const session = running.session({ batch: 2 });
  const steps = (): number[] =>
    [0, 1, 2, 3].flatMap((t) => [
      ...(session.step({ x: Float32Array.from(x.flatMap((row) => row[t] ?? [])) }).y?.data ?? []),
    ]);
  const whole = (): number[] => {
    const { data = [] } = running.run({ x }).y ?? {};
    return [0, 1, 2, 3].flatMap((t) =>
      [0, 1].flatMap((row) => [0, 1].map((unit) => data[(row * 4 + t) * 2 + unit] ?? 0)),
    );
  };
  const first = whole();
  expect([...session.state.keys()]).toEqual(['r.0.forward.h', 'r.0.forward.c']);
  expect([...(session.state.get('r.0.forward.h')?.data ?? [])]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(steps()).toEqual(first);
  running.setWeights({ 'r.0.forward.initial.h': { shape: [2], data: Float32Array.from([-2, 1]) } });
  session.reset();
  expect([...(session.state.get('r.0.forward.h')?.data ?? [])]).toEqual([-2, 1, -2, 1]);
  const second = whole();
  expect(second).not.toEqual(first);
  expect(steps()).toEqual(second);
  running.dispose();
});

test('with carry, the learned state stands where a series begins, and there alone', async () => {
  const prices = Array.from({ length: 33 }, (_, i) => 3 + Math.sin(i / 3));
  const text = `inputs: {x: {shape: [batch, time, 1]}}
layers:
  m: {type: recurrent, input: x, cell: {lstm: {units: 3}}, initial: learned, init: {initial.h: {constant: 2}, initial.c: {constant: -1}}}
  y: {type: dense, input: m, units: 1}
outputs: {y: y}
data:
  source: rows.csv
  columns: {price: {normalize: none}}
  split: {train: 1}
  windows: {width: 4}
  feeds: {x: {columns: [price]}, target: {columns: [price], part: next}}
training: {losses: [{type: mse, output: y}], carry: true, batch: 1, epochs: 1, rate: 1.0e-30}
`;
  const files = memorySources({ 'rows.csv': ['price', ...prices].join('\n') });
  const { model: trained } = await compile(text).train({ files });
  const running = await load(trained.toBytes());
  const { data = [] } = running.run({ x: [prices.slice(0, 32).map((price) => [price])] }).y ?? {};
  const loss = prices.slice(1).reduce((sum, price, t) => sum + ((data[t] ?? 0) - price) ** 2, 0) / 32;
  expect(trained.training?.history[0]?.parts.training?.loss).toBeCloseTo(loss, 6);
  const session = running.session();
  expect([...session.state.keys()]).toEqual(['m.0.forward.h', 'm.0.forward.c']);
  expect(prices.slice(0, 32).map((price) => session.step({ x: Float32Array.of(price) }).y?.data[0])).toEqual([...data]);
  running.dispose();
});
