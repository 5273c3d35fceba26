import { describe, expect, test } from 'vitest';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { compile } from '../../src/index.ts';
import { randomFeeds } from '../passes/equal.ts';
import { read } from '../read/given.ts';

const lengths = Int32Array.from([4, 0, 2]);

/** The output `y` of layers `e` and `d` over ragged rows, with the same feeds and weights for every model. */
function outputOf(layers: string): readonly number[] {
  const { graphs } = compile(`inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n${layers}\noutputs: {y: d}\n`);
  const feeds = randomFeeds(graphs.inference, { batch: 3, time: 4 }, 5);
  const inputs = new Map(feeds.inputs);
  inputs.set('time.lengths', { dtype: 'int32', shape: [3], data: Float64Array.from(lengths) });
  const y = evaluateGraph(graphs.inference, { ...feeds, inputs }).outputs.get('y');
  if (y === undefined) throw new Error('no output');
  return [...y.data];
}

const layer = (name: string, more: string): string => `  ${name}: {type: recurrent, input: x, ${more}}`;
const rnn = (units: number): string => `cell: {rnn: {units: ${units}}}`;
const lstm = 'cell: {lstm: {units: 3}}';
const both = 'direction: bidirectional';
const joined = '  both: {type: concat, inputs: [e.0.forward.final.h, e.0.backward.final.h]}';

/** The encoder, how the decoder names it, and the same written out state by state. */
const cases: readonly [what: string, encoder: string, decoder: string, short: string, long: string, more?: string][] = [
  ['two states', lstm, lstm, 'e', '{c: e.0.forward.final.c, h: e.0.forward.final.h}'],
  ['two states in another order', lstm, 'cell: {tf1.basic_lstm: {units: 3}}', 'e', '{h: e.final.h, c: e.final.c}'],
  [
    'a stack, cell by cell',
    `${rnn(3)}, depth: 2`,
    `${rnn(3)}, depth: 2`,
    'e',
    '{0.forward.h: e.0.forward.final.h, 1.forward.h: e.1.forward.final.h}',
  ],
  [
    'a stack by short names',
    `${rnn(3)}, depth: 2`,
    `${rnn(3)}, depth: 2`,
    '{0.h: e.1.final.h, 1.h: e.0.final.h}',
    '{1.forward.h: e.0.forward.final.h, 0.forward.h: e.1.forward.final.h}',
  ],
  [
    'both directions, each its own',
    `${rnn(3)}, ${both}`,
    `${rnn(3)}, ${both}`,
    'e',
    '{0.forward.h: e.0.forward.final.h, 0.backward.h: e.0.backward.final.h}',
  ],
  [
    'both directions, by short names',
    `${rnn(3)}, ${both}, merge: none`,
    `${rnn(3)}, ${both}`,
    '{forward.h: e.backward.final.h, backward.h: e.forward.final.h}',
    '{0.forward.h: e.0.backward.final.h, 0.backward.h: e.0.forward.final.h}',
  ],
  ['one direction from another', `${rnn(3)}, direction: backward`, rnn(3), 'e', '{h: e.0.backward.final.h}'],
  ['both directions joined', `${rnn(3)}, ${both}`, rnn(6), 'e', '{h: both}', joined],
  ['both directions joined, by the state', `${rnn(3)}, ${both}`, rnn(6), '{h: e.final.h}', '{h: both}', joined],
  [
    'both directions added',
    `${rnn(3)}, ${both}, merge: sum`,
    rnn(3),
    'e',
    '{h: both}',
    joined.replace('concat', 'add'),
  ],
  [
    'a stack of both directions joined',
    `${rnn(3)}, ${both}, depth: 2`,
    `${rnn(6)}, depth: 2`,
    'e',
    '{0.h: both, 1.h: top}',
    `${joined}\n${joined.replace('both', 'top').replaceAll('.0.', '.1.')}`,
  ],
];

describe('a layer that starts from the final states of another', () => {
  test.each(cases)('%s', (_what, encoder, decoder, short, long, more) => {
    const written = (initial: string): string =>
      [layer('e', encoder), ...(more === undefined ? [] : [more]), layer('d', `${decoder}, initial: ${initial}`)].join(
        '\n',
      );
    const expected = outputOf(written(long));
    const found = outputOf([layer('e', encoder), layer('d', `${decoder}, initial: ${short}`)].join('\n'));
    expect(found).toEqual(expected);
    // the states are what makes it so
    expect(found).not.toEqual(outputOf(layer('d', decoder)));
  });

  test('what is left out of a reference is written out where the model is resolved', () => {
    const { spec } = read(
      `inputs: {x: {shape: [batch, time, 2]}}\nlayers:\n${layer('e', `${rnn(2)}, ${both}`)}\noutputs: {y: e.final.h, z: e.last, g: "e.forward.h'"}\n`,
    );
    expect(spec?.outputs.map(({ reference }) => reference.path.join('.'))).toEqual([
      '0.final.h',
      'last',
      "0.forward.step.h'",
    ]);
  });
});
