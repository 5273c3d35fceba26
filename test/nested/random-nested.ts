import fc from 'fast-check';
import type { Graph } from '../../compiler/ir/graph.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { KINDS } from '../layers/random-layers.ts';
import { randomFeeds } from '../passes/equal.ts';

/** A model that reads words letter by letter and then goes along the words, and the two halves of it alone. */
export interface RandomNested {
  readonly whole: string;
  /** Over `time` in the place of `letters`: what it gives for a word. */
  readonly inner: string;
  /** Over `time` in the place of `words`, from `v`, one vector per word. */
  readonly outer: string;
  readonly sizes: { readonly batch: number; readonly words: number; readonly letters: number };
  readonly seed: number;
  readonly toString: () => string;
}

/** Layers that only make sense along an inner axis too: other directions, cells of several states, several inputs, starts. */
const MORE = [
  '{type: recurrent, input: #, cell: {lstm: {units: 3}}, direction: backward}',
  '{type: recurrent, input: #, cell: {gru: {units: 3}}, direction: bidirectional, merge: ave}',
  '{type: recurrent, input: #, cell: {lstm: {units: 3}}, initial: learned, init: {initial.h: normal, initial.c: normal}}',
  '{type: recurrent, input: #, cell: [{rnn: {units: 3}}, {gru: {units: 3}}], padding: previous}',
  `
    type: equations
    inputs: {a: '#', b: '%'}
    equations: |
      y = tanh(a) * b
    output: y`,
] as const;

const HEADS = ['last', 'mean', 'max'] as const;

function chain(input: string, name: string, layers: readonly (readonly [string, number])[]): readonly string[] {
  const names = [input, ...layers.map((_, i) => `${name}${i}`)];
  return layers.map(([form, beside], i) => {
    const other = names[beside % (i + 1)] ?? input;
    return `  ${name}${i}: ${form.replaceAll('#', names[i] ?? input).replaceAll('%', other)}`;
  });
}

const layersOf = (maxLength: number) =>
  fc.array(fc.tuple(fc.constantFrom(...KINDS, ...MORE), fc.nat(9)), { minLength: 1, maxLength });

export const randomNested: fc.Arbitrary<RandomNested> = fc
  .record({
    inner: layersOf(2),
    head: fc.constantFrom(...HEADS),
    outer: layersOf(2),
    batch: fc.integer({ min: 1, max: 3 }),
    words: fc.integer({ min: 1, max: 4 }),
    letters: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ inner, head, outer, seed, ...sizes }) => {
    const within = [...chain('x', 'l', inner), `  v: {type: ${head}, input: l${inner.length - 1}}`];
    const along = chain('v', 'w', outer);
    const top = `w${outer.length - 1}`;
    const model = (shape: string, input: string, lines: readonly string[], outputs: string): string =>
      `name: nested
seed: ${seed}
inputs: {${input}: {shape: [batch, ${shape}, 3]}}
layers:
${lines.join('\n')}
outputs: {${outputs}}
`;
    const whole = model('words, letters', 'x', [...within, ...along], `y: ${top}, v: v, all: l${inner.length - 1}`);
    return {
      whole,
      inner: model('time', 'x', within, `v: v, all: l${inner.length - 1}`),
      outer: model('time', 'v', along, `y: ${top}`),
      sizes,
      seed,
      toString: () => `${whole}# ${JSON.stringify(sizes)}\n`,
    };
  });

/** Random feeds in which what is beyond the last word of a sample has no letters, as every run has it. */
export function nestedFeeds(graph: Graph, { sizes, seed }: Pick<RandomNested, 'sizes' | 'seed'>) {
  const feeds = randomFeeds(graph, sizes, seed);
  const words = feeds.inputs.get('words.lengths')?.data;
  const letters = feeds.inputs.get('letters.lengths')?.data;
  if (words !== undefined && letters !== undefined)
    words.forEach((length, row) => {
      letters.fill(0, row * sizes.words + length, (row + 1) * sizes.words);
    });
  return feeds;
}

/** A tensor with other sizes, in the same order. */
export const reshaped = (t: Tensor64, shape: readonly number[]): Tensor64 => ({ ...t, shape });
