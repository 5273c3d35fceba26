import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compile, type Graph, load } from '../../src/index.ts';

/** The models that ship: each is documentation, so what its comments claim is tested here. */
const folder = join(import.meta.dirname, '../../models');
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));

const textOf = (name: string): string => readFileSync(join(folder, `${name}.yaml`), 'utf8');
const compiled = (name: string) => compile(textOf(name), { file: `${name}.yaml` });
const dataOf = (name: string) => JSON.parse(readFileSync(join(folder, 'data', `${name}.json`), 'utf8'));
async function loaded(name: string, text = textOf(name), path: 'fast' | 'public' = 'fast') {
  const model = await load(compile(text, { file: `${name}.yaml` }), { path });
  onTestFinished(() => model.dispose());
  return model;
}
const inputsOf = (graph: Graph | null, role: string): readonly string[] =>
  (graph?.inputs ?? []).filter((input) => input.role === role).map((input) => input.name);
/** All numbers of an output, or of a part of it. */
const numbers = (nested: unknown): number[] => (Array.isArray(nested) ? nested.flatMap(numbers) : [Number(nested)]);
function expectClose(found: unknown, expected: unknown, tolerance = 1e-6): void {
  const [a, b] = [numbers(found), numbers(expected)];
  expect(a).toHaveLength(b.length);
  expect(a.filter((value, i) => !(Math.abs(value - (b[i] ?? Number.NaN)) <= tolerance))).toEqual([]);
}

describe.each(names)('%s', (name) => {
  test('has an editor modeline and compiles without a warning', () => {
    expect(textOf(name).split('\n')[0]).toBe('# yaml-language-server: $schema=../schema/model.schema.json');
    const { name: own, diagnostics } = compiled(name);
    expect(own).toBe(name);
    expect(diagnostics).toEqual([]);
  });

  test('runs its example data', async () => {
    const model = await loaded(name);
    for (const output of Object.values(model.run(dataOf(name))))
      expect(numbers(output.toArray()).filter((value) => !Number.isFinite(value))).toEqual([]);
  });
});

describe.each(['fast', 'public'] as const)('the simple RNN of the seed note, %s path', (path) => {
  test.each(['seed-rnn', 'seed-rnn-unrolled'])('%s', async (name) => {
    const model = await loaded(name, textOf(name), path);
    const { output, state, before_activation } = model.run(dataOf(name));
    expectClose(output?.toArray(), [[[1.56128388], [2.72707101]]]);
    expectClose(state?.toArray(), [
      [
        [0.53704957, 0.46211716],
        [0.85973818, 0.88366641],
      ],
    ]);
    expectClose(before_activation?.toArray(), [
      [
        [0.6, 0.5],
        [1.2923401, 1.39225678],
      ],
    ]);
  });
});

test('the unrolled RNN takes its two steps and no other number', async () => {
  const model = await loaded('seed-rnn-unrolled');
  expect(() => model.run({ x: [[[1]]] })).toThrow('the model is unrolled over 2 steps and "x" has 1');
  expect(() => model.run({ x: [[[1], [2], [3]]] })).toThrow('the model is unrolled over 2 steps and "x" has 3');
});

describe.each(['fast', 'public'] as const)("the seed note's cell over trees, %s path", (path) => {
  const leaf = [0.53704957, 0.46211716];
  const [w_state, w_input, bias] = [
    [
      [0.1, 0.2],
      [0.3, 0.4],
    ],
    [0.5, 0.6],
    [0.1, -0.1],
  ];
  /** Of a node with input 2 whose children's states come to `sum`. */
  const before = (sum: readonly number[]): number[] =>
    [0, 1].map(
      (j) =>
        sum.reduce((total, h, i) => total + h * (w_state[i]?.[j] ?? Number.NaN), 0) +
        2 * (w_input[j] ?? 0) +
        (bias[j] ?? 0),
    );
  test('a chain of two nodes has the numbers of the note; a node with two children reads their sum', async () => {
    const model = await loaded('recursive-sharing', textOf('recursive-sharing'), path);
    const { output, state, before_activation, root } = model.run(dataOf('recursive-sharing'));
    const sample = (value: typeof output, index: number): number[][] =>
      (value?.toArray() as number[][][] | undefined)?.[index] ?? [];
    const pair = before(leaf.map((h) => 2 * h));
    expectClose(sample(before_activation, 0).slice(0, 2), [
      [1.2923401, 1.39225678],
      [0.6, 0.5],
    ]);
    expectClose(sample(before_activation, 1), [pair, [0.6, 0.5], [0.6, 0.5]]);
    expectClose(sample(state, 0).slice(0, 2), [[0.85973818, 0.88366641], leaf]);
    expectClose(sample(state, 1), [pair.map(Math.tanh), leaf, leaf]);
    expectClose(sample(output, 0).slice(0, 2), [[2.72707101], [1.56128388]]);
    expectClose(root?.toArray(), [[0.85973818, 0.88366641], pair.map(Math.tanh)]);
  });
});

test('the basic LSTM starts from zero and has the same dense output at every step', async () => {
  const model = await loaded('basic-lstm');
  const feeds = dataOf('basic-lstm');
  const zeros = [Array.from({ length: 8 }, () => 0)];
  const { final_output, h } = model.run(feeds);
  const fromZeros = model.run({ ...feeds, 'lstm.0.forward.c': zeros, 'lstm.0.forward.h': zeros });
  expectClose(fromZeros.final_output?.toArray(), final_output?.toArray(), 0);
  const kernel = model.weights().get('final_output.kernel');
  const last = numbers(h?.toArray());
  const dense = [0, 1, 2].map((j) =>
    last.reduce((sum, value, i) => sum + value * (kernel?.data[i * 3 + j] ?? Number.NaN), 0),
  );
  expectClose(numbers(final_output?.toArray()).slice(-3), dense);
});

test('layers of a deep LSTM have weights of their own, of their own sizes', async () => {
  const model = await loaded('deep-lstm');
  const shapes = [...model.weights()].map(([name, { shape }]) => `${name} [${shape.join(', ')}]`);
  expect(shapes.sort()).toMatchInlineSnapshot(`
    [
      "final_output.bias [3]",
      "final_output.kernel [5, 3]",
      "stacked_lstm.0.forward.bias [32]",
      "stacked_lstm.0.forward.kernel [12, 32]",
      "stacked_lstm.1.forward.bias [24]",
      "stacked_lstm.1.forward.kernel [14, 24]",
      "stacked_lstm.2.forward.bias [20]",
      "stacked_lstm.2.forward.kernel [11, 20]",
    ]
  `);
});

test('dropout is in the training variant alone, between layers and never over time unless asked for', () => {
  const { inference, training } = compiled('dropout-lstm').graphs;
  expect(inputsOf(inference, 'mask')).toEqual([]);
  expect([...inputsOf(training, 'mask')].sort()).toMatchInlineSnapshot(`
    [
      "between_layers.0.forward.dropout.input",
      "between_layers.0.forward.dropout.output",
      "every_layer.0.forward.dropout.output",
      "every_layer.1.forward.dropout.output",
      "thinned.mask",
      "variational.0.forward.dropout.input",
      "variational.0.forward.dropout.output",
      "variational.0.forward.dropout.state.h",
    ]
  `);
});

test('the decoder starts from the final states of the encoder', async () => {
  const spelt = textOf('encoder-decoder').replace(
    /initial: encoder\b/,
    'initial: { c: encoder.final.c, h: encoder.final.h }',
  );
  expect(spelt).not.toBe(textOf('encoder-decoder'));
  const [short, long] = [await loaded('encoder-decoder'), await loaded('encoder-decoder', spelt)];
  const feeds = dataOf('encoder-decoder');
  expectClose(long.run(feeds).logits?.toArray(), short.run(feeds).logits?.toArray(), 0);
  const other = short.run({
    ...feeds,
    source_tokens: [
      [5, 17, 9, 33],
      [21, 8, 2, 1],
    ],
  });
  expect(numbers(other.logits?.toArray())[0]).not.toBe(numbers(short.run(feeds).logits?.toArray())[0]);
});

test('rows of different lengths give what each gives alone', async () => {
  const forecaster = await loaded('forecaster');
  const series = [[[0.1], [0.4], [-0.2]], [[0.7]], [[-0.3], [0.2]]];
  const together = numbers(forecaster.run({ series }).forecast?.toArray());
  for (const [i, row] of series.entries())
    expectClose(forecaster.run({ series: [row] }).forecast?.toArray(), together[i]);

  const tagger = await loaded('tagger');
  const tokens: readonly number[][] = dataOf('tagger').tokens;
  const tags = tagger.run({ tokens }).tags?.toArray();
  for (const [i, row] of tokens.entries()) {
    const alone = numbers(tagger.run({ tokens: [row] }).tags?.toArray());
    expectClose(numbers(Array.isArray(tags) ? tags[i] : null).slice(0, alone.length), alone);
  }
});

test('trees of a batch give what each gives alone, however they are fed', async () => {
  const model = await loaded('dependency-trees', textOf('dependency-trees'));
  const { words, parse } = dataOf('dependency-trees') as { words: number[][]; parse: number[][] };
  const both = model.run({ words, parse }).relation?.toArray();
  for (const [i, row] of words.entries()) {
    const alone = numbers(model.run({ words: [row], parse: [parse[i]] }).relation?.toArray());
    expectClose(numbers(Array.isArray(both) ? both[i] : null).slice(0, alone.length), alone);
  }

  const sentiment = await loaded(
    'tree-sentiment',
    textOf('tree-sentiment').replace('vocabulary: 20000', 'vocabulary: 20'),
  );
  const nested = sentiment.run(dataOf('tree-sentiment')).sentiment?.toArray();
  // the same two trees as parents and as tables of children
  const tokens = [[-1, -1, 3, 17, 5], [9]];
  const parents = sentiment.run({ words: tokens, parse: [[-1, 0, 1, 1, 0], [-1]] }).sentiment?.toArray();
  const children = sentiment.run({ words: tokens, parse: [[[1, 4], [2, 3], [], [], []], [[]]] }).sentiment?.toArray();
  expectClose(nested, parents, 0);
  expectClose(nested, children, 0);
});
