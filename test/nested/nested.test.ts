import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPasses } from '../../compiler/3-optimize/passes/pass.ts';
import { portable } from '../../compiler/3-optimize/pipelines.ts';
import { steppedAxes } from '../../compiler/graph/split-at-steps.ts';
import { shapeOf } from '../../compiler/ir/dim.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { shapeText } from '../../src/diagrams/draw-rolled.ts';
import { graphOfModel } from '../../src/diagrams/graph-of-model.ts';
import { compile, load, RnncError } from '../../src/index.ts';
import { compiled } from '../diagrams/pictures.ts';
import { builtModel } from '../gradients/built.ts';
import { differentiated, floatLeaves, withLoss, worstDifference } from '../gradients/check.ts';
import { expectSameNumbers } from '../passes/equal.ts';
import { nestedFeeds, randomNested, reshaped } from './random-nested.ts';

const RUNS = Number(process.env.RUNS ?? 15);

function expectClose(found: ArrayLike<number> | undefined, expected: ArrayLike<number>, digits: number, what: string) {
  expect(found?.length, what).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(found?.[i], expected[i])) expect(found?.[i], `${what}[${i}]`).toBeCloseTo(expected[i] ?? 0, digits);
}

function codesOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.diagnostics.map(({ code }) => code);
    throw error;
  }
  return [];
}

const floats = (of: ReadonlyMap<string, Tensor64>) =>
  new Map([...of].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }] as const));

const fed = (of: ReadonlyMap<string, Tensor64>) =>
  Object.fromEntries(
    [...of].map(([name, { dtype, shape, data }]) => [
      name,
      { shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) },
    ]),
  );

describe('sequences of sequences', () => {
  test('a layer along an inner axis does to every word what it does to a sample alone', () => {
    fc.assert(
      fc.property(randomNested, (model) => {
        const graph = builtModel(model.whole);
        const { inputs, weights, sizes } = nestedFeeds(graph, model);
        const { outputs } = evaluateGraph(graph, { inputs, weights, sizes });
        const { batch, words, letters } = model.sizes;
        const input = (name: string, shape: readonly number[], of = inputs.get(name)) =>
          of === undefined ? [] : [reshaped(of, shape)];
        const inner = builtModel(model.inner);
        const within = evaluateGraph(inner, {
          inputs: new Map(
            [
              ...input('x', [batch * words, letters, 3]).map((t) => ['x', t] as const),
              ...input('letters.lengths', [batch * words]).map((t) => ['time.lengths', t] as const),
            ].filter(([name]) => inner.inputs.some((i) => i.name === name)),
          ),
          weights: new Map([...weights].filter(([path]) => inner.weights.some((w) => w.path === path))),
          sizes: { batch: batch * words, time: letters },
        }).outputs;
        expectClose(outputs.get('all')?.data, within.get('all')?.data ?? [], 9, 'all');
        const v = within.get('v');
        if (v === undefined) throw new Error('no v');
        expectClose(outputs.get('v')?.data, v.data, 9, 'v');
        const outer = builtModel(model.outer);
        const along = evaluateGraph(outer, {
          inputs: new Map(
            [
              ...inputs,
              ['v', reshaped(v, [batch, words, 3])] as const,
              ...input('words.lengths', [batch]).map((t) => ['time.lengths', t] as const),
            ].filter(([name]) => outer.inputs.some((i) => i.name === name)),
          ),
          weights: new Map([...weights].filter(([path]) => outer.weights.some((w) => w.path === path))),
          sizes: { batch, time: words },
        }).outputs;
        expect(outputs.get('y')?.shape).toEqual([batch, words, 3]);
        expectClose(outputs.get('y')?.data, along.get('y')?.data ?? [], 9, 'y');
      }),
      { numRuns: RUNS, seed: 20_261_201 },
    );
  }, 120_000);

  test('optimised graphs give the same numbers, and gradients are the central differences', () => {
    fc.assert(
      fc.property(randomNested, fc.constantFrom('inference', 'training'), (model, variant) => {
        const graph = builtModel(model.whole, variant as 'inference');
        const optimized = runPasses(graph, portable, { fused: false });
        expectSameNumbers(graph, optimized, model.sizes);
        const { graph: lossy, loss } = withLoss(optimized);
        const result = differentiated(lossy, loss, floatLeaves(lossy));
        const worst = worstDifference(result, nestedFeeds(result, model), model.seed, 0);
        expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
      }),
      { numRuns: RUNS, seed: 20_261_202 },
    );
  }, 120_000);

  test("kernels give the evaluator's numbers, at once and word by word in a session", async () => {
    await fc.assert(
      fc.asyncProperty(randomNested, fc.integer({ min: 1, max: 3 }), async (given, chunk) => {
        const graph = builtModel(given.whole);
        const { inputs, weights, sizes } = nestedFeeds(graph, given);
        const model = await load(compile(given.whole), { weights: floats(weights) });
        const expected = evaluateGraph(graph, { inputs, weights, sizes }).outputs;
        const found = model.run(fed(inputs));
        for (const [name, { shape, data }] of expected) {
          expect(found[name]?.shape, name).toEqual(shape);
          expectClose(found[name]?.data, data, 4, name);
        }
        const { batch, words, letters } = given.sizes;
        if (steppedAxes(graph).every(({ stepping }) => stepping.kind === 'whole')) {
          for (const { role, name } of graph.inputs)
            if (role === 'state' || name === 'words.lengths') inputs.delete(name);
          const whole = model.run(fed(inputs));
          const session = model.session({ batch });
          for (let from = 0; from < words; from += chunk) {
            const to = Math.min(words, from + chunk);
            const cut = ({ shape: [, , ...rest], dtype, data }: Tensor64): Tensor64 => {
              const width = rest.reduce((a, b) => a * b, 1);
              const rows = Array.from({ length: batch }, (_, b) => [
                ...data.subarray((b * words + from) * width, (b * words + to) * width),
              ]);
              return { dtype, shape: [batch, to - from, ...rest], data: Float64Array.from(rows.flat()) };
            };
            const part = session.process(fed(new Map([...inputs].map(([name, t]) => [name, cut(t)] as const))));
            expectClose(
              part.y?.data,
              cut({ dtype: 'float32', shape: whole.y?.shape ?? [], data: Float64Array.from(whole.y?.data ?? []) }).data,
              4,
              `y from ${from}`,
            );
          }
          session.dispose();
        }
        expect(letters).toBeGreaterThan(0);
        model.dispose();
      }),
      { numRuns: RUNS, seed: 20_261_203 },
    );
  }, 120_000);
});

const SPELLER = `
name: speller
inputs: {letters: {shape: [batch, words, letters], dtype: int32}}
layers:
  vectors: {type: embedding, input: letters, vocabulary: 13, units: 4}
  spelling: {type: recurrent, input: vectors, cell: {lstm: {units: 3}}, direction: bidirectional, merge: concat#}
  sentence: {type: recurrent, input: spelling.last, cell: {gru: {units: 4}}}
  tags: {type: dense, input: sentence, units: 3}
outputs: {tags: tags}
training: {losses: [{type: cross_entropy, output: tags, target: tag}], rate: 0.05, epochs: 3, early_stopping: none, keep: last}
`;
const spelled = SPELLER.replace('#', '');
const LETTERS = [[[1, 2, 3], [4], []], [[7, 8, 9, 10]]];

describe('what is fed', () => {
  test('lists may differ in length at every level, as padded numbers with lengths do', async () => {
    const model = await load(compile(spelled));
    const ragged = model.run({ letters: LETTERS });
    const data = Int32Array.of(1, 2, 3, 0, 4, 9, 9, 9, 9, 9, 9, 9, 7, 8, 9, 10, 9, 9, 9, 9, 9, 9, 9, 9);
    const padded = model.run({
      letters: { shape: [2, 3, 4], data },
      'words.lengths': [3, 1],
      // beyond the last word there are no letters, whatever is fed
      'letters.lengths': [
        [3, 1, 0],
        [4, 4, 4],
      ],
    });
    expect(padded.tags?.data).toEqual(ragged.tags?.data);
    expect(ragged.tags?.lengths).toEqual(Int32Array.of(3, 1));
    model.dispose();
  });

  test.each([
    [{ letters: [[[1, 2], 3]] }, 'input-rank'],
    [{ letters: LETTERS, 'letters.lengths': [1, 2] }, 'input-rank'],
    [{ letters: LETTERS, 'letters.lengths': [[3, 1, 9], [4]] }, 'length-out-of-range'],
    [{ letters: [[[13]]] }, 'token-out-of-range'],
  ])('%j is refused', async (feeds, code) => {
    const model = await load(compile(spelled));
    expect(codesOf(() => model.run(feeds as never))).toContain(code);
    model.dispose();
  });

  test('a step of a session holds a sequence, flat or nested', async () => {
    const model = await load(compile(spelled));
    const whole = model.run({ letters: [[[1, 2, 3], [4]]] }).tags?.data ?? [];
    const session = model.session({ batch: 1 });
    expectClose(session.step({ letters: Int32Array.of(1, 2, 3) }).tags?.data, whole.slice(0, 3), 6, 'first');
    const second = new Float32Array(3);
    session.step({ letters: [[4]] } as never, { tags: second });
    expectClose(second, whole.slice(3), 6, 'second');
    expect(codesOf(() => session.process({ letters: Int32Array.of(4) }, { tags: second }))).toEqual(['input-kind']);
    const data = Int32Array.of(1, 2, 3);
    for (const letters of [[[1, 2, 3]], [[[1, 2, 3]]], { data, shape: [1, 3] }, { data, shape: [1, 1, 3] }, [[data]]]) {
      session.reset();
      expectClose(session.step({ letters } as never).tags?.data, whole.slice(0, 3), 6, JSON.stringify(letters));
    }
    for (const letters of [[[[1], [2]]], { data: Int32Array.of(1, 2), shape: [1, 2, 1] }])
      expect(codesOf(() => session.step({ letters } as never))).toEqual(['input-shape']);
    session.dispose();
    model.dispose();
  });
});

test('batches of lists that differ in length train as padded ones under a mask do', async () => {
  const tag = [
    [0, 1, 2],
    [1, 0, 0],
  ];
  const ragged = await compile(spelled).train({ train: () => [{ feeds: { letters: LETTERS, tag } }] as never });
  const data = Int32Array.of(1, 2, 3, 0, 4, 0, 0, 0, 0, 0, 0, 0, 7, 8, 9, 10, 0, 0, 0, 0, 0, 0, 0, 0);
  const letters = { dtype: 'int32', shape: [2, 3, 4], data };
  const masked = await compile(SPELLER.replace('#', ', mask: {input: letters, value: 0}')).train({
    train: () => [{ feeds: { letters, tag }, lengths: { letters: [3, 1] } }] as never,
  });
  const lossOf = (of: typeof ragged): number => of.history.at(-1)?.parts.training?.loss ?? Number.NaN;
  expect(lossOf(ragged)).toBeCloseTo(lossOf(masked), 6);
  const rows = await compile(spelled).train({ data: { letters: LETTERS, tag: [[0, 1, 2], [1]] } });
  expect(lossOf(rows)).toBeCloseTo(lossOf(ragged), 6);
});

describe('what does not fit', () => {
  const check = (yaml: string): readonly string[] => codesOf(() => compile(yaml));
  test('an axis stands within the same one everywhere, and once', () => {
    const model = (inputs: string) => `inputs: {${inputs}}
layers: {d: {type: dense, input: a, units: 1}, e: {type: dense, input: b, units: 1}}
outputs: {d: d, e: e}`;
    expect(check(model('a: {shape: [batch, words, letters, 2]}, b: {shape: [batch, letters, 2]}'))).toEqual([
      'time-mismatch',
    ]);
    expect(check(model('a: {shape: [batch, words, words, 2]}, b: {shape: [batch, words, 2]}'))).toEqual([
      'time-mismatch',
    ]);
  });

  test('a misspelt parameter is no axis, and names stand before sizes', () => {
    const model = (shape: string) => `parameters: {features: 2}
inputs: {a: {shape: [${shape}]}}
layers: {d: {type: dense, input: a, units: features}}
outputs: {d: d}`;
    expect(check(model('batch, time, featurs'))).toEqual(['unknown-symbol']);
    expect(check(model('batch, time, 3, letters'))).toEqual(['unknown-symbol']);
  });

  test('sequences side by side are not joined', () => {
    expect(
      check(`inputs: {a: {shape: [batch, words, letters, 2]}, b: {shape: [batch, words, 2]}}
layers: {j: {type: concat, inputs: [a, b]}}
outputs: {j: j}`),
    ).toEqual(['time-mismatch']);
  });
});

describe('values of two levels', () => {
  const model = (layers: string, output: string) => `inputs:
  letters: {shape: [batch, words, letters], dtype: int32}
  words: {shape: [batch, words], dtype: int32}
layers:
  v: {type: embedding, input: letters, vocabulary: 9, units: 2}
  w: {type: embedding, input: words, vocabulary: 9, units: 2}
${layers}outputs: {y: ${output}, v: v, w: w}`;
  const fixOf = (text: string): string => {
    try {
      compile(text);
    } catch (error) {
      if (error instanceof RnncError)
        return error.diagnostics.map(({ message, fix }) => `${message}: ${fix}`).join('\n');
      throw error;
    }
    return '';
  };
  test.each([
    ['concat', 'v', 'w'],
    ['add', 'w', 'v'],
    ['multiply', 'v', 'w'],
  ])('are joined by %s once the outer one is repeated', (type, a, b) => {
    const join = (one: string, other: string): string => `  j: {type: ${type}, inputs: [${one}, ${other}]}\n`;
    expect(fixOf(model(join(a, b), 'j'))).toContain(
      'write NAME: {type: repeat, input: w, along: letters} and join that',
    );
    const named = (of: string): string => (of === 'w' ? 'r' : of);
    expect(fixOf(model(`  r: {type: repeat, input: w, along: letters}\n${join(named(a), named(b))}`, 'j'))).toBe('');
  });

  test('are masks once they have the level of the layer', () => {
    const masked = (input: string, mask: string): string =>
      `  m: {type: recurrent, input: ${input}, cell: {gru: {units: 2}}, mask: ${mask}}\n`;
    expect(fixOf(model(masked('v', 'words'), 'm'))).toContain(
      'repeat it: write NAME: {type: repeat, input: words, along: letters} and let the mask name that',
    );
    expect(fixOf(model(`  r: {type: repeat, input: words, along: letters}\n${masked('v', 'r')}`, 'm'))).toBe('');
    expect(fixOf(model(masked('w', 'letters'), 'm'))).toContain(
      'take one value per step first, as a layer {type: last, input: letters} does',
    );
    expect(fixOf(model(`  r: {type: last, input: letters}\n${masked('w', 'r')}`, 'm'))).toBe('');
  });
});

test('at one of the steps of a picture a value lacks the innermost axis', () => {
  const link = { kind: 'data', isSequence: true } as const;
  const text = (...shape: readonly (number | string)[]) =>
    shapeText({ ...link, shape: shapeOf(...shape) } as unknown as Parameters<typeof shapeText>[0], true);
  expect(text('batch', 'words', 'letters', 8)).toBe('[batch, words, 8]');
  expect(text('batch', 'time', 8)).toBe('[batch, 8]');
  expect(text('batch', 4, 8)).toBe('[batch, 8]');
});

test('an unrolled picture draws every word with letters of its own', () => {
  const { nodes, edges } = graphOfModel(compiled(spelled), { unrolled: 2 });
  const spelling = (cell: string): readonly string[] =>
    edges
      .filter(({ from, to }) => to.startsWith('sentence') && from.startsWith(cell))
      .map(({ from, to }) => `${from} → ${to}`);
  expect(nodes.filter(({ kind }) => kind === 'input').map(({ lines }) => lines[0])).toEqual([
    'letters 1.1',
    'letters 1.2',
    'letters 2.1',
    'letters 2.2',
  ]);
  const cells = nodes.filter(({ kind }) => kind === 'cell').map(({ path }) => path);
  const forward = cells.find((path) => path?.includes('forward') && path.startsWith('spelling')) ?? '';
  const states = edges.filter(({ kind, from }) => kind === 'state' && from.startsWith(forward));
  // within a word alone
  expect(states.map(({ from, to }) => `${from} → ${to}`)).toEqual([
    `${forward} at 0 → ${forward} at 1`,
    `${forward} at 2 → ${forward} at 3`,
  ]);
  expect(spelling(forward).map((text) => text.replace(/→ sentence\S*/, '→ sentence'))).toEqual([
    `${forward} at 1 → sentence at 0`,
    `${forward} at 3 → sentence at 1`,
  ]);
  // five parts for each letter and three for each word
  expect(() => graphOfModel(compiled(spelled), { unrolled: 1000 })).toThrow(
    /5003000 boxes[\s\S]*draw at most 31 steps/,
  );
});
