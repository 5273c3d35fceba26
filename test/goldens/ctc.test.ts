import { describe, expect, test } from 'vitest';
import type { Graph } from '../../compiler/ir/graph.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import {
  evaluatorInputs,
  expectExact,
  expectNear,
  lossOfInput,
  type Nested,
  type Numbers,
  numbersOf,
  onWasm,
  readGolden,
  runtimeFeeds,
  scalar,
  span,
} from './training-cases.ts';

interface Case {
  readonly name: string;
  readonly blank: number;
  readonly logits: Nested;
  readonly input_lengths: Nested;
  readonly targets: Nested;
  readonly target_lengths: Nested;
  readonly losses: Nested;
  readonly gradients: Nested;
  readonly zero_infinity?: { readonly losses: Nested; readonly gradients: Nested };
}

/** What TensorFlow's two forms make of a case: in which rows they agree with PyTorch, or why they refuse it. */
type Other =
  | { readonly tolerance: number; readonly losses: Nested; readonly loss_agrees: readonly boolean[] }
  | { readonly error: string };
interface OtherCase {
  readonly name: string;
  readonly sparse_labels: Other;
  readonly dense_labels: Other;
}

const { cases } = readGolden<{ readonly cases: readonly Case[] }>('ctc', 'torch.json');
const others = readGolden<{ readonly cases: readonly OtherCase[] }>('ctc', 'tensorflow.json').cases;

/** [a, b, …] as [b, a, …]. */
function swapped({ shape: [a = 0, b = 0, ...rest], data }: Numbers): Numbers {
  const size = rest.reduce((m, n) => m * n, 1);
  const rows = Array.from({ length: a * b }, (_, i) => {
    const at = (i % a) * b + Math.floor(i / a);
    return data.slice(at * size, (at + 1) * size);
  });
  return { shape: [b, a, ...rest], data: rows.flat() };
}

/** The part of one sample, [batch, …] → [1, …]. */
function rowOf({ shape: [, ...rest], data }: Numbers, row: number): Numbers {
  const size = rest.reduce((a, b) => a * b, 1);
  return { shape: [1, ...rest], data: data.slice(row * size, (row + 1) * size) };
}

const feedsOf = (golden: Case): ReadonlyMap<string, Numbers> =>
  new Map([
    ['x', swapped(numbersOf(golden.logits))],
    ['time.lengths', numbersOf(golden.input_lengths)],
    ['labels', numbersOf(golden.targets)],
    ['labels_steps.lengths', numbersOf(golden.target_lengths)],
  ]);

/** Losses of the rows, each run by itself. */
function rowLosses(golden: Case, graph: Graph): number[] {
  const feeds = feedsOf(golden);
  return numbersOf(golden.losses).data.map((_, row) => {
    const own = new Map([...feeds].map(([name, numbers]) => [name, rowOf(numbers, row)]));
    const { outputs } = evaluateGraph(graph, { inputs: evaluatorInputs(graph, own), weights: new Map() });
    return outputs.get('loss')?.data[0] ?? Number.NaN;
  });
}

/** Logits as the input `x`; outputs `loss`, the sum over rows, and `d x`. */
function graphsOf({ logits, blank }: Case): { readonly plain: Graph; readonly optimized: Graph } {
  const classes = numbersOf(logits).shape.at(-1);
  if (classes === undefined) throw new Error('the case has no logits');
  const target = { value: 'labels', span };
  return lossOfInput(classes, (output) => {
    return { type: 'ctc', output, target, sampleWeights: null, blank, weight: 1, reduce: 'sum', span };
  });
}

test('there are vectors to test', () => {
  expect(cases.length).toBeGreaterThan(0);
  expect(others.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
});

describe('torch.json', () => {
  for (const golden of cases)
    test(golden.name, async () => {
      const { plain, optimized } = graphsOf(golden);
      const losses = numbersOf(golden.losses);
      expectExact('losses', { shape: losses.shape, data: rowLosses(golden, plain) }, losses);

      const feeds = feedsOf(golden);
      // where no alignment is possible our loss is infinite and its gradient 0, as with PyTorch's zero_infinity
      const expected = new Map([
        ['loss', scalar(losses.data.reduce((a, b) => a + b, 0))],
        ['d x', swapped(numbersOf(golden.zero_infinity?.gradients ?? golden.gradients))],
      ]);
      for (const [form, graph] of Object.entries({ plain, optimized })) {
        const { outputs } = evaluateGraph(graph, { inputs: evaluatorInputs(graph, feeds), weights: new Map() });
        for (const [name, numbers] of expected) expectExact(`${form}: ${name}`, outputs.get(name), numbers);
      }
      for (const path of ['fast', 'public'] as const) {
        const found = await onWasm({ inference: optimized, training: null }, new Map(), path, (model) =>
          model.run(runtimeFeeds(optimized, feeds)),
        );
        for (const [name, numbers] of expected) expectNear(`WASM, ${path}: ${name}`, found[name], numbers);
      }
    });
});

describe('tensorflow.json: rows in which TensorFlow agrees with PyTorch', () => {
  const forms = ['sparse_labels', 'dense_labels'] as const;

  for (const other of others)
    test(other.name, () => {
      const golden = cases.find(({ name }) => name === other.name);
      if (golden === undefined) throw new Error(`no case '${other.name}'`);
      const losses = rowLosses(golden, graphsOf(golden).plain);
      for (const form of forms) {
        const theirs = other[form];
        if ('error' in theirs) continue;
        const expected = numbersOf(theirs.losses).data;
        theirs.loss_agrees.forEach((agrees, row) => {
          if (!agrees) return;
          const own = scalar(expected[row] ?? Number.NaN);
          expectExact(`${form}, row ${row}`, { shape: [], data: [losses[row] ?? Number.NaN] }, own, theirs.tolerance);
        });
      }
    });

  test('the others', () => {
    const differing = others.flatMap((other) =>
      forms.flatMap((form) => {
        const theirs = other[form];
        if ('error' in theirs) return [`${other.name}, ${form}: refused`];
        const rows = theirs.loss_agrees.flatMap((agrees, row) => (agrees ? [] : [row]));
        return rows.length === 0 ? [] : [`${other.name}, ${form}: rows ${rows.join(', ')}`];
      }),
    );
    expect(differing).toMatchInlineSnapshot(`
      [
        "an empty target among others, sparse_labels: refused",
        "only empty targets, sparse_labels: refused",
        "one step, sparse_labels: refused",
        "logits of 1000, sparse_labels: rows 0, 1",
        "logits of 1000, dense_labels: rows 1",
        "infeasible: longer than the input, or no room for the blank of a repeat, sparse_labels: refused",
        "infeasible: longer than the input, or no room for the blank of a repeat, dense_labels: rows 0, 1",
        "infeasible by its length, sparse_labels: refused",
        "infeasible by its length, dense_labels: rows 0",
      ]
    `);
  });
});
