import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { historyFor } from '../../src/cli/stream/lookahead.ts';
import { compile, RnncError, typesOf } from '../../src/index.ts';
import { differentiated, floatLeaves, worstDifference } from '../gradients/check.ts';
import { objectiveGraph } from '../gradients/objective-graph.ts';
import { nestedFeeds } from './random-nested.ts';

const SIZES = { batch: 2, words: 3, letters: 4 };

const model = (losses: string): string => `
seed: 3
inputs: {x: {shape: [batch, words, letters, 2]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 3}}}
  l: {type: dense, input: m, units: 2}
  w: {type: recurrent, input: m.last, cell: {gru: {units: 3}}}
  o: {type: dense, input: w, units: 1}
outputs: {l: l, o: o}
training: {losses: [${losses}]}
`;

/** The loss of a model whose weights are all 0, so that it says 0 everywhere, on random targets; and these. */
function lossOfZeros(losses: string) {
  const graph = objectiveGraph(model(losses));
  const { inputs, weights, sizes } = nestedFeeds(graph, { sizes: SIZES, seed: 5 });
  const zeros = new Map([...weights].map(([path, t]) => [path, { ...t, data: new Float64Array(t.data.length) }]));
  const loss = evaluateGraph(graph, { inputs, weights: zeros, sizes }).outputs.get('loss')?.data[0];
  const of = (name: string): Float64Array => Float64Array.from(inputs.get(name)?.data ?? []);
  return { loss, of, shapeOf: (name: string) => inputs.get(name)?.shape };
}

/** Which letters there are, in the order of [batch, words, letters]. */
const lettersOf = (lengths: Float64Array): readonly boolean[] =>
  [...lengths].flatMap((length) => Array.from({ length: SIZES.letters }, (_, l) => l < length));

describe('losses of sequences of sequences', () => {
  test('count the letters that there are, and the words', () => {
    const { loss, of, shapeOf } = lossOfZeros(
      '{type: mse, output: l, target: tl}, {type: mae, output: o, target: tw, weight: 2}',
    );
    expect(shapeOf('tl')).toEqual([2, 3, 4, 2]);
    const letters = lettersOf(of('letters.lengths'));
    const tl = of('tl');
    const squares = letters.flatMap((is, i) => (is ? [((tl[2 * i] ?? 0) ** 2 + (tl[2 * i + 1] ?? 0) ** 2) / 2] : []));
    const tw = of('tw');
    const lengths = of('words.lengths');
    const sizes = [...lengths].flatMap((n, b) => Array.from({ length: n }, (_, w) => Math.abs(tw[b * 3 + w] ?? 0)));
    const mean = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0) / Math.max(1, of.length);
    expect(squares.length).toBeGreaterThan(0);
    expect(loss).toBeCloseTo(mean(squares) + 2 * mean(sizes), 9);
  });

  test('are weighed by letter and by sample', () => {
    const { loss, of, shapeOf } = lossOfZeros(
      '{type: mse, output: l, target: tl, step_weights: sw, sample_weights: rw}',
    );
    expect([shapeOf('sw'), shapeOf('rw')]).toEqual([[2, 3, 4], [2]]);
    const [tl, sw, rw] = [of('tl'), of('sw'), of('rw')];
    let [sum, total] = [0, 0];
    lettersOf(of('letters.lengths')).forEach((is, i) => {
      const weight = is ? (sw[i] ?? 0) * (rw[Math.floor(i / 12)] ?? 0) : 0;
      sum += (weight * ((tl[2 * i] ?? 0) ** 2 + (tl[2 * i + 1] ?? 0) ** 2)) / 2;
      total += weight;
    });
    expect(loss).toBeCloseTo(sum / total, 9);
  });

  test('have the gradients of central differences', () => {
    const { learning, ...graph } = objectiveGraph(
      model('{type: cross_entropy, output: l, target: tl}, {type: mse, output: o, target: tw}'),
    );
    if (learning === undefined) throw new Error('a training graph that learns nothing');
    const plain = differentiated(graph, learning.loss, floatLeaves(graph));
    const worst = worstDifference(plain, nestedFeeds(plain, { sizes: SIZES, seed: 7 }), 7, 0);
    expect(worst?.error ?? 0, JSON.stringify(worst)).toBeLessThanOrEqual(1e-6);
  });

  test('ctc at every word is refused', () => {
    expect(() => objectiveGraph(model('{type: ctc, output: l, target: tl}'))).toThrow(
      'ctc measures one sequence of logits per sample',
    );
  });
});

test('lookahead over steps that hold sequences is refused', () => {
  const both = compile(`
inputs: {x: {shape: [batch, words, letters, 2]}}
layers:
  m: {type: recurrent, input: x, cell: {gru: {units: 2}}}
  w: {type: recurrent, input: m.last, cell: {gru: {units: 2}}, direction: bidirectional}
outputs: {w: w}`);
  const ask = () => historyFor(both, { prepared: false, start: undefined, over: undefined });
  expect(ask).toThrow(RnncError);
  expect(ask).toThrow('sequences at every step of "words"');
});

test('types know the lengths of every axis', () => {
  const types = typesOf(compile(model('{type: mse, output: o, target: t}')));
  expect(types).toContain("'words.lengths': rnnc.Input<[number]>");
  expect(types).toContain('each step of words has: int32 [batch, words] */');
  expect(types).toContain("'letters.lengths': rnnc.Input<[number, number]>");
});
