import { expect, test } from 'vitest';
import { compile, type Feeds, load, RnncError, type TraceOptions, trace } from '../../src/index.ts';
import { traceTable } from '../../src/trace/trace-table.ts';

const table = (yaml: string, feeds: Feeds, options: TraceOptions = {}): string =>
  traceTable(trace(compile(yaml), feeds, options), { width: 100, values: null, digits: 4, bold: (text) => text });

const masked = `
inputs: {x: {shape: [batch, time, 1]}, there: {shape: [batch, time, 1]}}
layers:
  r: {type: recurrent, input: x, mask: there, cell: {rnn: {units: 1, use_bias: false}}, wrap: [{zoneout: {rate: 0.25}}, residual], init: {kernel: [[1]], recurrent_kernel: [[1]]}}
  m: {type: mean, input: r, mask: there}
  back: {type: repeat, input: m, times: 2}
  d: {type: recurrent, input: back, cell: {rnn: {units: 1}}, initial: r.final.h}
  e: {type: equations, inputs: {a: d}, weights: {w: {shape: [1]}}, equations: "s = sigmoid(w) + 1\\nb = a > s", output: "where(b, a, s)"}
outputs: {r: r, e: e, b: e.b}
`;

test('masks, wrappers, values once for a sequence, and weights alone', () => {
  expect(
    table(masked, { x: [[[1], [2], [0]]], there: [[[1], [0], [1]]] }, { layers: ['r', 'm', 'e'] }),
  ).toMatchInlineSnapshot(`
    "step 1 of 3 (time)   x = 1
      r.0.forward  keras.simple_rnn, x
        h, before                                        [1]  0
        z = x @ kernel + h @ recurrent_kernel            [1]  1
        h' = activation(z + bias if use_bias else z)     [1]  0.7616
        zoneout.h' = 0.25 * h + 0.75 * h'                [1]  0.5712
        output = h', then zoneout, then residual         [1]  1.5712

    step 2 of 3 (time)   x = 2
      r.0.forward  its mask leaves the step out: states stay as they were

    step 3 of 3 (time)   x = 0
      r.0.forward  keras.simple_rnn, x
        h, before                                        [1]  0.5712
        z = x @ kernel + h @ recurrent_kernel            [1]  0.5712
        h' = activation(z + bias if use_bias else z)     [1]  0.5162
        zoneout.h' = 0.25 * h + 0.75 * h'                [1]  0.53
        output = h', then zoneout, then residual         [1]  0.53

    once for the sequence
      r.0.forward.final.h = h of r.0.forward at the end  [1]  0.53
      m = mean(r)                                        [1]  1.0506

    step 1 of 2
      e  equations, a = d
        s = sigmoid(w) + 1                               [1]  1.5
        b = a > s                                        [1]  0
        e = where(b, a, s)                               [1]  1.5

    step 2 of 2
      e  equations, a = d
        s = sigmoid(w) + 1                               [1]  1.5
        b = a > s                                        [1]  0
        e = where(b, a, s)                               [1]  1.5"
  `);
});

const started = `
inputs: {x: {shape: [batch, node, 1]}, parse: {tree: node}, start: {shape: [batch, 1]}}
cells:
  c:
    parameters: {units: size}
    children: any
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n, units]}}
    equations: |
      f = x @ w + h   # for every child
      h' = tanh(sum_children(f * h)
                + x @ w)
    output: h' * 2
layers:
  t: {type: recursive, input: x, tree: parse, direction: both, merge: sum, cell: {c: {units: 1}}, init: {w: [[1]]}, initial: {up.h: start}}
outputs: {t: t}
`;

test('trees: values for each child, what a leaf starts from, parents on the way down', () => {
  const feeds = { x: [[[1]], [[1], [5], [6]]], parse: [[-1], [-1, 0, 0]], start: [[1], [2]] };
  expect(table(started, feeds, { row: 2 })).toMatchInlineSnapshot(`
    "once for the sequence   start = 2

    node 1 of 0..2   x = 5
      t.0.up  c, x
        h, start                                [1]  2
        f = x @ w + h, start                    [1]  7
        h' = tanh(sum_children(f * h) + x @ w)  [1]  1
        output = h' * 2                         [1]  2

    node 2 of 0..2   x = 6
      t.0.up  c, x
        h, start                                [1]  2
        f = x @ w + h, start                    [1]  8
        h' = tanh(sum_children(f * h) + x @ w)  [1]  1
        output = h' * 2                         [1]  2

    node 0 of 0..2   child 1, child 2   x = 1
      t.0.up  c, x
        h, child 1                              [1]  1
        h, child 2                              [1]  1
        f = x @ w + h, child 1                  [1]  2
        f = x @ w + h, child 2                  [1]  2
        h' = tanh(sum_children(f * h) + x @ w)  [1]  0.9999
        output = h' * 2                         [1]  1.9998

    node 0 of 0..2   x = 1
      t.0.down  c, x
        h' = tanh(sum_children(f * h) + x @ w)  [1]  0.7616
        output = h' * 2                         [1]  1.5232

    node 1 of 0..2   parent 0   x = 5
      t.0.down  c, x
        h, parent 0                             [1]  0.7616
        f = x @ w + h, parent 0                 [1]  5.7616
        h' = tanh(sum_children(f * h) + x @ w)  [1]  1
        output = h' * 2                         [1]  2

    node 2 of 0..2   parent 0   x = 6
      t.0.down  c, x
        h, parent 0                             [1]  0.7616
        f = x @ w + h, parent 0                 [1]  6.7616
        h' = tanh(sum_children(f * h) + x @ w)  [1]  1
        output = h' * 2                         [1]  2

    node 0 of 0..2
      t = t.0.up + t.0.down                     [1]  3.523

    node 1 of 0..2
      t = t.0.up + t.0.down                     [1]  4

    node 2 of 0..2
      t = t.0.up + t.0.down                     [1]  4"
  `);
});

const mistakesOf = (run: () => unknown): readonly string[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError)
      return error.diagnostics.map(({ message, expected, fix }) => [message, expected, fix].join(' | '));
    throw error;
  }
  return [];
};

test('names, rows and steps that there are not', () => {
  const x = [[[1], [2], [0]]];
  const there = [[[1], [0], [1]]];
  const told = (options: TraceOptions) => mistakesOf(() => table(masked, { x, there }, options));
  expect(told({ layers: ['rr', 'r.0.backward', 'd.hh'] })).toMatchInlineSnapshot(`
    [
      "nothing in the model is called "rr" | a layer, one of r, m, back, d, e, or a path in one | did you mean "r"?",
      "nothing in the model is called "r.0.backward" | one of r.0.forward, r.x, r.h, r.z, r.h', r.zoneout.h', r.0.forward.final.h | name one of them: r.0.forward",
      "nothing in the model is called "d.hh" | one of d.0.forward, d.x, d.h, d.z, d.h' | did you mean "d.h" or "d.h'"?",
    ]
  `);
  expect(told({ row: 2 })).toMatchInlineSnapshot(`
    [
      "there is no row 2 in what was fed | row 1, the only one | choose another row; the first is 1",
    ]
  `);
  expect(told({ steps: 4 })).toMatchInlineSnapshot(`
    [
      "row 1 has no step 4 | a step in 1..3 of "time", or a step in 1..2 | choose steps that the row has",
    ]
  `);
  const long = { data: new Float32Array(100_000), shape: [1, 100_000, 1] };
  expect(mistakesOf(() => table(masked, { x: long, there: long }))).toMatchInlineSnapshot(`
    [
      "a trace of this input has 1,200,024 values | at most 1,048,576, all of which are computed and kept, whatever of them is shown | feed a shorter series, or its first steps",
    ]
  `);
  expect(told({ steps: [0, 2] })).toHaveLength(1);
  expect(
    mistakesOf(() => table(started, { x: [[[1]]], parse: [[-1]], start: [[0]] }, { steps: 1 })),
  ).toMatchInlineSnapshot(`
    [
      "row 1 has no node 1 | a node in 0..0 of "node", numbered as in lists of parents | choose nodes that the row has",
    ]
  `);
  expect(mistakesOf(() => trace({ run() {} } as never, {}))).toMatchInlineSnapshot(`
    [
      "trace(): the model can't be an object with the key run | what compile() or readArtifact() gives | a loaded model has no equations: give what it was loaded from",
    ]
  `);
  expect(
    mistakesOf(() => trace(compile(masked), { x, there }, { layers: 'r', step: 1 } as never)),
  ).toMatchInlineSnapshot(`
    [
      "trace() has no option "step" | layers, row, steps, nan | did you mean "steps"?",
      "trace(): the option layers can't be "r" | a list of names of layers, or of paths in them | write ['r']",
    ]
  `);
});

test('shortened paths mean all that they may, and a cell or a feed is a name too', () => {
  const bidirectional = compile(
    'inputs: {x: {shape: [batch, time, 1]}}\nlayers: {r: {type: recurrent, input: x, cell: {lstm: {units: 1}}, direction: bidirectional, depth: 2}}\noutputs: {r: r}\n',
  );
  const paths = (layers: readonly string[]): readonly string[] => [
    ...new Set(
      trace(bidirectional, { x: [[[1]]] }, { layers }).blocks.flatMap(({ units }) =>
        units.flatMap(({ values }) => values.map(({ path }) => path)),
      ),
    ),
  ];
  expect(paths(['r.f'])).toEqual([
    'r.0.forward.step.f',
    'r.0.backward.step.f',
    'r.1.forward.step.f',
    'r.1.backward.step.f',
  ]);
  expect(paths(["r.1.backward.h'"])).toEqual(["r.1.backward.step.h'"]);
  expect(paths(['r.0.forward']).length).toBe(14);
  expect(
    trace(bidirectional, { x: [[[1]]] }, { layers: ['x'] }).blocks.map(({ feeds }) => feeds.map(({ data }) => data)),
  ).toEqual([[[1]], [[1]]]);
});

test('every layer of a model with what it needs before it, in the order of execution', () => {
  const model = compile(`
inputs: {source: {shape: [batch, source_steps, 1]}, target: {shape: [batch, target_steps, 1]}}
layers:
  encoder: {type: recurrent, input: source, cell: {gru: {units: 2}}, direction: bidirectional, merge: sum}
  decoder: {type: recurrent, input: target, cell: {gru: {units: 2}}, initial: encoder}
  head: {type: dense, input: decoder, units: 1}
outputs: {head: head}
`);
  const told = trace(model, { source: [[[1], [2]]], target: [[[1], [2]]] });
  expect(
    told.blocks.map(({ axis, step, units }) => `${axis} ${step}: ${units.map(({ path }) => path).join(' ')}`),
  ).toEqual([
    'source_steps 1: encoder.0.forward',
    'source_steps 2: encoder.0.forward',
    'source_steps 2: encoder.0.backward',
    'source_steps 1: encoder.0.backward',
    'source_steps 1: encoder',
    'source_steps 2: encoder',
    'target_steps 1: decoder.0.forward head',
    'target_steps 2: decoder.0.forward head',
  ]);
});

test('what zoneout mixes is what the next step starts from, and what run gives at the end', async () => {
  const model = compile(`
inputs: {x: {shape: [batch, time, 2]}}
layers:
  r: {type: recurrent, input: x, cell: {lstm: {units: 3}}, wrap: [{zoneout: {rate: {c: 0.3}}}, {zoneout: {rate: 0.1}}]}
outputs: {r: r, c: r.final.c, h: r.final.h}
`);
  const feeds = {
    x: [
      [
        [1, 2],
        [-1, 0.5],
        [0.25, 3],
      ],
    ],
  };
  const { blocks } = trace(model, feeds);
  const values = blocks.flatMap(({ units }) => units.flatMap((unit) => unit.values));
  const of = (name: string) => values.filter(({ path }) => path === `r.0.forward.step.${name}`).map(({ data }) => data);
  const texts = new Set(values.filter(({ path }) => path.includes('zoneout')).map(({ text }) => text));
  expect([...texts]).toEqual([
    "zoneout.c' = 0.3 * c + 0.7 * c'",
    "zoneout1.h' = 0.1 * h + 0.9 * h'",
    "zoneout1.c' = 0.1 * c + 0.9 * zoneout.c'",
  ]);
  for (const state of ['c', 'h']) expect(of(`zoneout1.${state}'`).slice(0, -1)).toEqual(of(state).slice(1));
  const loaded = await load(model, { kernels: 'stock' });
  const found = loaded.run(feeds);
  loaded.dispose();
  for (const state of ['c', 'h'])
    for (const [i, x] of (of(`zoneout1.${state}'`).at(-1) ?? []).entries())
      expect(x).toBeCloseTo(found[state]?.data[i] ?? Number.NaN, 6);
});
