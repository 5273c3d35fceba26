import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { printSummary, summarize } from '../../src/cli/summary/summary.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { type CompiledModel, compile, load, type Model } from '../../src/index.ts';
import { load as loadAlone } from '../../src/runtime.ts';
import { randomFeeds } from '../passes/equal.ts';

/** A decoder over `time` that reads what encoders make of `question`, of two numbers of each sample and of a class. */
interface Kind {
  readonly cell: 'gru' | 'lstm' | 'rnn';
  readonly direction: 'forward' | 'backward' | 'bidirectional';
  readonly depth: number;
  readonly summary: 'last' | 'mean' | 'max';
  readonly start: 'encoder' | 'dense' | 'none';
  readonly padding: 'zero' | 'previous';
  readonly context: boolean;
}

function modelOf({ cell, direction, depth, summary, start, padding, context }: Kind): string {
  const states = cell === 'lstm' ? ['c', 'h'] : ['h'];
  const finals = direction === 'bidirectional' ? 'bidirectional, merge: ave' : direction;
  const initial = {
    encoder: ', initial: encoder',
    dense: `, initial: {${states.flatMap((s) => Array.from({ length: depth }, (_, i) => `${depth > 1 ? `${i}.` : ''}${s}: ready`)).join(', ')}}`,
    none: '',
  }[start];
  return `
inputs:
  question: {shape: [batch, words, 3]}
  answer: {shape: [batch, time, 2]}
  both: {shape: [batch, 2]}
  class: {shape: [batch], dtype: int32}
cells:
  reader:
    parameters: {units: size}
    inputs: {x: [n], of: [m]}
    state: [{h: [units]}]
    weights: {w: {shape: [n + m + units, units]}}
    equations: |
      h' = tanh([x, of, h] @ w)
    output: h'
layers:
  encoder: {type: recurrent, input: question, cell: [${new Array(depth).fill(`{${cell}: {units: 4}}`).join(', ')}], direction: ${finals}}
  summary: {type: ${summary}, input: encoder}
  kind: {type: embedding, input: class, vocabulary: 5, units: 3}
  ready: {type: dense, input: both, units: 4, activation: tanh}
  decoder: {type: recurrent, input: answer, cell: [${new Array(depth).fill(`{${cell}: {units: 4}}`).join(', ')}], padding: ${padding}${initial}}
  reading: {type: recurrent, inputs: {x: decoder, of: ${context ? 'summary' : 'kind'}}, cell: {reader: {units: 4}}}
  guess: {type: dense, input: reading, units: 3}
outputs: {guess: guess, summary: summary, kind: kind, ready: ready, last: decoder.last}
`;
}

const kinds: fc.Arbitrary<Kind> = fc.record({
  cell: fc.constantFrom('gru', 'lstm', 'rnn'),
  direction: fc.constantFrom('forward', 'backward', 'bidirectional'),
  depth: fc.integer({ min: 1, max: 2 }),
  summary: fc.constantFrom('last', 'mean', 'max'),
  start: fc.constantFrom('encoder', 'dense', 'none'),
  padding: fc.constantFrom('zero', 'previous'),
  context: fc.boolean(),
});

const float32 = (tensor: Tensor64): Tensor64 =>
  tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map(Math.fround) } : tensor;
const feed = ({ dtype, shape, data }: Tensor64) => ({
  shape,
  data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data),
});
type Fed = ReturnType<typeof feed>;

/** Numbers of any kind with their shape. */
interface Numbers {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** Steps `from` to `to` of [batch, time, …]. */
function cut({ data, shape }: Numbers, from: number, to: number): Fed {
  const [batch = 1, time = 1, ...rest] = shape;
  const width = rest.reduce((a, b) => a * b, 1);
  const rows = Array.from({ length: batch }, (_, b) => [
    ...data.subarray((b * time + from) * width, (b * time + to) * width),
  ]);
  return { shape: [batch, to - from, ...rest], data: Float32Array.from(rows.flat()) };
}

interface Sample {
  readonly model: Model;
  readonly given: { readonly [name: string]: Fed };
  readonly answer: Fed;
  readonly expected: ReadonlyMap<string, Numbers>;
}

async function sampleOf(
  kind: Kind,
  { batch, words, time, ragged, seed }: { batch: number; words: number; time: number; ragged: boolean; seed: number },
  path: 'fast' | 'public',
): Promise<Sample> {
  const compiled = compile(modelOf(kind));
  const graph = compiled.graphs.inference;
  const random = randomFeeds(graph, { batch, words, time }, seed);
  const inputs = new Map(
    [...random.inputs].flatMap(([name, t]) =>
      name === 'time.lengths' || (name === 'words.lengths' && !ragged) ? [] : [[name, float32(t)] as const],
    ),
  );
  const weights = new Map([...random.weights].map(([name, t]) => [name, float32(t)]));
  const full = (steps: number): Tensor64 => ({
    dtype: 'int32',
    shape: [batch],
    data: new Float64Array(batch).fill(steps),
  });
  const evaluated = new Map([['time.lengths', full(time)], ['words.lengths', full(words)], ...inputs]);
  const { outputs } = evaluateGraph(graph, { inputs: evaluated, weights, sizes: random.sizes });
  const model = await load(compiled, {
    path,
    weights: new Map([...weights].map(([name, t]) => [name, { shape: [...t.shape], data: Float32Array.from(t.data) }])),
  });
  const fed = Object.fromEntries(
    [...inputs].flatMap(([name, t]) =>
      graph.inputs.some((i) => i.name === name && i.role !== 'state') ? [[name, feed(t)] as const] : [],
    ),
  );
  const starts = Object.fromEntries(
    [...inputs].flatMap(([name, t]) =>
      graph.inputs.some((i) => i.name === name && i.role === 'state') ? [[name, feed(t)] as const] : [],
    ),
  );
  const { answer, ...given } = fed;
  if (answer === undefined) throw new Error('no answer');
  const run = model.run({ ...fed, ...starts });
  const expected = Object.entries(run).map(([name, { data, shape }]) => {
    close(`run ${name}`, data, outputs.get(name)?.data ?? [], 2e-5);
    return [name, { data, shape }] as const;
  });
  return { model, given: { ...given, ...starts }, answer, expected: new Map(expected) };
}

function close(name: string, found: ArrayLike<number> | undefined, expected: ArrayLike<number>, by = 1e-6): void {
  expect(found?.length, name).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const [x, y] = [found?.[i] ?? Number.NaN, expected[i] ?? 0];
    if (!Object.is(x, y)) expect(Math.abs(x - y), `${name}[${i}]: ${x} for ${y}`).toBeLessThanOrEqual(by);
  }
}

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  words: fc.integer({ min: 1, max: 6 }),
  time: fc.integer({ min: 1, max: 6 }),
  ragged: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe.each(['fast', 'public'] as const)('over finished inputs, on the %s path', (path) => {
  test('steps, chunks and arrays of the caller equal the run, which equals the evaluator', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, sizes, fc.integer({ min: 0, max: 6 }), async (kind, size, at) => {
        const { model, given, answer, expected } = await sampleOf(kind, size, path);
        const outputs = [...expected.keys()];
        const { batch, time } = size;
        const of = (name: string, from: number, to: number): ArrayLike<number> => {
          const whole = expected.get(name);
          if (whole === undefined) return [];
          return name === 'guess' ? cut(whole, from, to).data : whole.data;
        };
        const session = model.session({ feeds: given, over: 'time' });
        const check = (
          found: { readonly [name: string]: { readonly data: ArrayLike<number> } },
          from: number,
          to: number,
        ): void => {
          for (const name of outputs)
            if (name !== 'last' || to === time) close(`${name} ${from}..${to}`, found[name]?.data, of(name, from, to));
        };
        try {
          for (let t = 0; t < time; t++)
            check(session.step({ answer: cut(answer, t, t + 1).data as Float32Array }), t, t + 1);
          session.reset();
          const middle = Math.min(at, time);
          for (const [from, to] of [
            [0, middle],
            [middle, time],
          ] as const)
            if (to > from) check(session.process({ answer: cut(answer, from, to) }), from, to);
          session.reset();
          const guess = new Float32Array(batch * time * 3);
          session.process({ answer: answer.data as Float32Array }, { guess });
          close('guess', guess, of('guess', 0, time));
        } finally {
          model.dispose();
        }
      }),
      { numRuns: path === 'fast' ? 40 : 15, seed: 20_260_104 },
    );
  }, 120_000);
});

const QUESTION = [
  [
    [1, 2, 3],
    [3, 2, 1],
  ],
  [[0.5, 0, -1]],
];
const GIVEN = {
  question: QUESTION,
  both: [
    [1, 2],
    [3, 4],
  ],
  class: [1, 4],
};
const ONE = Float32Array.of(1, -1, 0.5, 2);
const KIND: Kind = {
  cell: 'gru',
  direction: 'bidirectional',
  depth: 1,
  summary: 'mean',
  start: 'encoder',
  padding: 'zero',
  context: true,
};
const opened = async (text: CompiledModel | string = modelOf(KIND)): Promise<Model> =>
  load(typeof text === 'string' ? compile(text) : text);
function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.message;
    throw error;
  }
  throw new Error('no mistake was found');
}

test('sessions with inputs of their own do not disturb each other, runs, or their states', async () => {
  const model = await opened();
  const other = {
    ...GIVEN,
    question: [
      [
        [9, 9, 9],
        [1, 0, 0],
        [2, 0, 0],
      ],
      [
        [1, 1, 1],
        [2, 2, 2],
        [0, 0, 0],
      ],
    ],
  };
  const follow = (feeds: typeof GIVEN): number[][] => {
    const session = model.session({ feeds });
    const steps = [0, 1, 2].map(() => [...(session.step({ answer: ONE }).guess?.data ?? [])]);
    session.dispose();
    return steps;
  };
  const [first, second] = [follow(GIVEN), follow(other)];
  expect(first).not.toEqual(second);
  const [a, b] = [model.session({ feeds: GIVEN }), model.session({ feeds: other })];
  for (let t = 0; t < 3; t++) {
    model.run({ ...GIVEN, answer: [[[1, 2]], [[3, 4]]] });
    expect([...(a.step({ answer: ONE }).guess?.data ?? [])]).toEqual(first[t]);
    expect([...(b.step({ answer: ONE }).guess?.data ?? [])]).toEqual(second[t]);
  }
  model.dispose();
});

test('chunks whose rows end at different times equal the run over them', async () => {
  const model = await opened();
  const answer = [
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    [[0.5, -1]],
  ];
  const whole = model.run({ ...GIVEN, answer });
  const found = model.session({ feeds: GIVEN }).process({ answer });
  for (const name of ['guess', 'last', 'summary']) close(name, found[name]?.data, whole[name]?.data ?? []);
  model.dispose();
});

test('state, snapshot, restore and reset hold what steps change, and nothing else', async () => {
  const model = await opened();
  const session = model.session({ feeds: GIVEN });
  expect([...session.state.keys()].sort()).toEqual([
    'decoder.0.forward.h',
    'decoder.0.forward.last',
    'reading.0.forward.h',
  ]);
  const start = session.state;
  const step = (): number[] => [...(session.step({ answer: ONE }).guess?.data ?? [])];
  const first = step();
  const snapshot = session.snapshot();
  const second = step();
  session.restore(snapshot);
  expect(step()).toEqual(second);
  session.reset();
  expect([...session.state]).toEqual([...start]);
  expect(step()).toEqual(first);
  session.state = start;
  expect(step()).toEqual(first);
  expect(messageOf(() => (session.state = { 'kept.0': { shape: [2, 4], data: new Float32Array(8) } }))).toMatch(
    /no state "kept.0"/,
  );
  model.dispose();
});

test('the feeds of the opening are read then, and reset computes anew what new weights change', async () => {
  const model = await opened();
  const both = Float32Array.of(1, 2, 3, 4);
  const feeds = { ...GIVEN, both: { data: both, shape: [2, 2] } };
  const session = model.session({ feeds });
  const step = (): number[] => [...(session.step({ answer: ONE }).guess?.data ?? [])];
  const first = step();
  both.fill(100);
  const weights = new Map(
    [...model.weights()].map(([path, { shape, data }]) => [path, { shape, data: data.map((x) => x / 2) }]),
  );
  model.setWeights(weights);
  session.reset();
  const fresh = model.session({ feeds: GIVEN });
  const second = step();
  expect(second).not.toEqual(first);
  expect(second).toEqual([...(fresh.step({ answer: ONE }).guess?.data ?? [])]);
  session.reset();
  expect(step()).toEqual(second);
  model.dispose();
});

test('inputs without time may be given with each step where no state starts from them', async () => {
  const model = await opened(`
inputs: {x: {shape: [batch, time, 2]}, kind: {shape: [batch], dtype: int32}}
cells:
  reader:
    parameters: {units: size}
    inputs: {x: [n], of: [m]}
    state: [{h: [units]}]
    weights: {w: {shape: [n + m + units, units]}}
    equations: |
      h' = tanh([x, of, h] @ w)
    output: h'
layers:
  vector: {type: embedding, input: kind, vocabulary: 4, units: 2}
  reading: {type: recurrent, inputs: {x: x, of: vector}, cell: {reader: {units: 3}}}
outputs: {y: reading}
`);
  const [x, kind] = [Float32Array.of(1, 2), Int32Array.of(2)];
  const whole = model.run({
    x: [
      [
        [1, 2],
        [1, 2],
      ],
    ],
    kind,
  });
  const [each, once] = [model.session(), model.session({ feeds: { kind } })];
  for (let t = 0; t < 2; t++) {
    const expected = whole.y?.data.subarray(3 * t, 3 * t + 3) ?? [];
    close('with each step', each.step({ x, kind }).y?.data, expected);
    close('when it opens', once.step({ x }).y?.data, expected);
  }
  expect(messageOf(() => each.step({ x }))).toMatch(/the input "kind" is missing/);
  expect(messageOf(() => once.step({ x, kind }))).toMatch(/"kind" holds for all steps and was given/);
  expect(messageOf(() => once.process({ x: [[[1, 2]]], kind: [2] }))).toMatch(/"kind" holds for all steps/);
  model.dispose();
});

const TWO_AXES = `
inputs: {a: {shape: [batch, rows, 2]}, b: {shape: [batch, columns, 3]}}
layers:
  first: {type: recurrent, input: a, cell: {rnn: {units: 2}}}
  second: {type: recurrent, input: b, cell: {rnn: {units: 2}}}
outputs: {first: first, second: second}
`;

test('of several axes one is asked for, and each can be taken', async () => {
  const model = await opened(TWO_AXES);
  const feeds = {
    a: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    b: [
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
    ],
  };
  const whole = model.run(feeds);
  expect(messageOf(() => model.session())).toMatchInlineSnapshot(`
    "axis-open: a session can take the steps of "rows" or of "columns"
      expected: the option over, one of rows, columns
      found:    no option over
      fix:      write session({ over: "rows" }) and give the other inputs as feeds there"
  `);
  expect(messageOf(() => model.session({ over: 'row' }))).toMatchInlineSnapshot(`
    "axis-unknown: no input of the model has the time axis "row"
      expected: one of rows, columns
      found:    "row"
      fix:      did you mean "rows"?"
  `);
  const rows = model.session({ over: 'rows', feeds: { b: feeds.b } });
  expect(rows.step({ a: Float32Array.of(1, 2) }).second?.shape).toEqual([1, 3, 2]);
  close('rows', rows.step({ a: Float32Array.of(3, 4) }).first?.data, whole.first?.data.subarray(2) ?? []);
  const columns = model.session({ over: 'columns', feeds: { a: feeds.a } });
  close('columns', columns.process({ b: feeds.b }).second?.data, whole.second?.data ?? []);
  expect(messageOf(() => model.session({ over: 'rows' }))).toMatch(/the input "b" is missing/);
  model.dispose();
});

test.each([
  [
    'direction: bidirectional',
    'layer "decoder" reads its sequence over "time" backward, which needs the whole sequence',
  ],
  ['initial: {h: later.last}', 'layer "decoder" starts from what is known at the end of "time" alone'],
])('what needs the whole of the axis is refused: %s', async (more, reason) => {
  const model = await opened(`
inputs: {q: {shape: [batch, words, 2]}, x: {shape: [batch, time, 2]}}
layers:
  encoder: {type: recurrent, input: q, cell: {rnn: {units: 2}}, direction: backward}
  later: {type: recurrent, input: x, cell: {rnn: {units: 2}}}
  decoder: {type: recurrent, input: x, cell: {rnn: {units: 2}}, ${more}}
outputs: {y: decoder, e: encoder, l: later}
`);
  expect(messageOf(() => model.session({ over: 'time', feeds: { q: [[[1, 2]]] } }))).toContain(reason);
  model.dispose();
});

test('a summary of the steps so far is no summary of all steps', async () => {
  const model = await opened(`
inputs: {x: {shape: [batch, time, 2]}}
cells:
  reader:
    inputs: {x: [n], of: [m]}
    state: [{h: [2]}]
    weights: {w: {shape: [n + m + 2, 2]}}
    equations: |
      h' = tanh([x, of, h] @ w)
    output: h'
layers:
  first: {type: recurrent, input: x, cell: {rnn: {units: 2}}}
  second: {type: recurrent, inputs: {x: x, of: first.last}, cell: reader}
outputs: {y: second}
`);
  expect(messageOf(() => model.session().step({ x: new Float32Array(2) }))).toContain(
    'layer "second" needs the whole sequence over "time"',
  );
  model.dispose();
});

test.each([
  ['step', 1],
  ['process', 8],
] as const)(
  '100,000 calls of %s allocate nothing in the heap and next to nothing in JavaScript',
  async (method, length) => {
    const backend = await loadBackend();
    const model = await load(compile(modelOf(KIND)), { path: 'fast' });
    const session = model.session({ feeds: GIVEN });
    const [feeds, out] = [{ answer: new Float32Array(4 * length) }, { guess: new Float32Array(6 * length) }];
    const calls = (n: number): void => {
      for (let i = 0; i < n; i++)
        if (method === 'step') session.step(feeds, out);
        else session.process(feeds, out);
    };
    calls(20_000);
    const [ids, heap] = [backend.idsInUse, backend.heapBytes];
    const rounds = Array.from({ length: 5 }, () => {
      const before = process.memoryUsage().heapUsed;
      calls(20_000);
      return (process.memoryUsage().heapUsed - before) / 20_000;
    });
    expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
    expect(rounds.sort((a, b) => a - b)[2]).toBeLessThan(16);
    model.dispose();
  },
);

test('a compiled model brings the kernels of both parts', async () => {
  const compiled = compile(modelOf(KIND));
  const notices: string[] = [];
  const alone = await loadAlone(compiled.toBytes(), { onNotice: (text) => notices.push(text) });
  const model = await load(compiled);
  const step = (of: typeof alone): readonly number[] => [
    ...(of.session({ feeds: GIVEN }).step({ answer: ONE }).guess?.data ?? []),
  ];
  expect(step(alone)).toEqual(step(model));
  expect(notices).toEqual([]);
  alone.dispose();
  model.dispose();
});

test.each([
  [modelOf(KIND), 'yes, over "time", with question and both and class given when the session opens'],
  [
    TWO_AXES,
    'yes, over "rows", with b given when the session opens; or over "columns", with a given when the session opens',
  ],
])('inspect says over which axis a model runs step by step', (text, says) => {
  const compiled = compileModel(text, { file: 'model.yaml', resolve: () => null });
  const definition = { ...compiled, weights: new Map() };
  const printed = printSummary(summarize(definition, compiled, null), '1 byte', {
    bold: (title) => title,
    width: null,
  });
  expect(printed).toContain(`runs step by step: ${says}\n`);
});

test('opening and disposing gives all memory back', async () => {
  const backend = await loadBackend();
  const model = await opened();
  const open = (): void => model.session({ feeds: GIVEN }).dispose();
  open();
  const [ids, heap] = [backend.idsInUse, backend.heapBytes];
  for (let i = 0; i < 50; i++) open();
  expect([backend.idsInUse, backend.heapBytes]).toEqual([ids, heap]);
  model.dispose();
});
