import { describe, expect, test } from 'vitest';
import { compile, RnncError } from '../../src/index.ts';

const LETTERS = { layers: '  letter: {type: dense, input: m, units: 1}', outputs: 'letter: letter' };
const WORDS = {
  layers: `  along: {type: recurrent, input: m.last, cell: {gru: {units: 3}}, direction: bidirectional}
  word: {type: dense, input: along, units: 1}`,
  outputs: 'word: word',
};
const FLOATS = { inputs: 'x: {shape: [batch, words, letters, 1]}', reads: 'x', layers: '' };
const TOKENS = {
  inputs: 'x: {shape: [batch, words, letters], dtype: int32}',
  reads: 'v',
  layers: '  v: {type: embedding, input: x, vocabulary: 9, units: 2}\n',
};

interface Parts {
  readonly input?: typeof FLOATS;
  readonly more?: string;
  readonly ends?: readonly { readonly layers: string; readonly outputs: string }[];
  readonly training: string;
}
const model = ({ input = FLOATS, more = '', ends = [WORDS], training }: Parts): string => `
seed: 4
inputs: {${input.inputs}${more.includes('mask: n') ? ', n: {shape: [batch, words, letters], dtype: int32}' : ''}}
layers:
${input.layers}  m: {type: recurrent, input: ${input.reads}, cell: {gru: {units: 3}}${more}}
${ends.map(({ layers }) => layers).join('\n')}
outputs: {${ends.map(({ outputs }) => outputs).join(', ')}}
training: {epochs: 2, early_stopping: none, keep: last, rate: 0.1, ${training}}
`;
const OF_LETTERS = '{type: mse, output: letter, target: t}';
const OF_WORDS = '{type: mae, output: word, target: w}';

async function trained(text: string, batch: object) {
  const { history, model: after } = await compile(text).train({ train: () => [batch] as never });
  const loss = history.map(({ parts }) => parts.training?.loss ?? Number.NaN);
  return { loss, weights: [...after.weights.values()].flatMap(({ data }) => [...data]) };
}
async function mistakeOf(text: string, batch: object): Promise<string> {
  const error = await trained(text, batch).catch((e: unknown) => e);
  if (error instanceof RnncError) return error.diagnostics.map(({ message }) => message).join('\n');
  throw new Error(`no mistake: ${String(error)}`);
}

/** Two samples, of three words and of one, of which the longest has five letters. */
const X = [[[[1], [2], [0.5]], [[3]], []], [[[4], [5], [1], [2], [3]]]];
const W = [
  [[1], [0], [2]],
  [[3], [0], [0]],
];

describe('batches of nested lists', () => {
  test('are learned the same with values that are computed anew', async () => {
    const text = (more: string): string =>
      model({ ends: [LETTERS, WORDS], training: `losses: [${OF_LETTERS}, ${OF_WORDS}]${more}` });
    const feeds = { x: X, t: X, w: W };
    const kept = await trained(text(''), { feeds });
    const anew = await trained(text(', remat: true'), { feeds });
    for (const kind of ['loss', 'weights'] as const)
      anew[kind].forEach((n, i) => {
        expect(n, `${kind}[${i}]`).toBeCloseTo(kept[kind][i] ?? Number.NaN, 5);
      });
  });

  test('of two feeds whose words differ in length are a mistake', async () => {
    const text = model({ ends: [LETTERS], training: `losses: [${OF_LETTERS}]` });
    const t = [[[[1]], [[3], [1], [2]], []], [[[4], [5], [1], [2], [3]]]];
    expect(await mistakeOf(text, { feeds: { x: X, t } })).toBe(
      '"x" and "t" disagree on the length of row 0: 3 against 1',
    );
  });

  test('have the words that they have where none has letters', async () => {
    const text = model({ input: TOKENS, training: `losses: [${OF_WORDS}]` });
    const feeds = {
      x: [[[], []], [[]]],
      w: [
        [[1], [5]],
        [[3], [90]],
      ],
    };
    const found = await trained(text, { feeds });
    expect(found).toEqual(await trained(text, { feeds, lengths: { x: [2, 1] } }));
    expect(found.loss[0]).toBeLessThan(5);
  });

  test('hold what a loss can take at every letter that counts', async () => {
    const training = 'losses: [{type: sigmoid_cross_entropy, output: letter, target: t, sample_weights: s}]';
    const text = model({ ends: [LETTERS], training });
    const chances = (second: number, last: number) => [
      [[[1], [0], [1]], [[second]], []],
      [[[1], [0], [1], [0], [last]]],
    ];
    for (const t of [chances(7, 0), chances(0, 7)])
      expect(await mistakeOf(text, { feeds: { x: X, t, s: [1, 1] } })).toContain('is no probability: 7');
    for (const [t, s] of [
      [chances(7, 0), [0, 1]],
      [chances(0, 7), [1, 0]],
    ])
      expect((await trained(text, { feeds: { x: X, t, s } })).loss).not.toContain(Number.NaN);
  });

  test('may lack a letter that a mask leaves out', async () => {
    const text = model({ more: ', mask: n', training: `losses: [${OF_WORDS}]` });
    const feeds = (absent: number, n: number) => ({
      x: [[[[1], [absent]], [[3]]], [[[2], [5]]]],
      n: [[[1, n], [1]], [[1, 1]]],
      w: [
        [[1], [0]],
        [[3], [0]],
      ],
    });
    expect(await trained(text, { feeds: feeds(Number.NaN, 0) })).toEqual(await trained(text, { feeds: feeds(5, 0) }));
    expect(await mistakeOf(text, { feeds: feeds(Number.NaN, 1) })).toContain('x[0][0][1][0] is NaN');
  });
});

test('figures and weights of classes count the letters that there are', async () => {
  const text = (more: string): string => `
inputs: {x: {shape: [batch, words, letters, 1]}}
layers: {y: {type: dense, input: x, units: 2, init: {kernel: zeros, bias: [0, 1]}}}
outputs: {y: y}
training: {epochs: 1, rate: 1.0e-9, metrics: [accuracy], losses: [{type: cross_entropy, output: y, target: t${more}}]}
`;
  // the likeliest class is always 1: right at five of six letters, or at three of four that have a weight
  const t = [[[1, 1, 1], [0], []], [[1, 1]]];
  const x = t.map((of) => of.map((letters) => letters.map(() => [1])));
  const w = [[[1, 1, 0], [2], []], [[0, 3]]];
  const accuracy = async (more: string, feeds: object) => {
    const { history } = await compile(text(more)).train({ train: () => [{ feeds }] as never });
    const { loss, metrics } = history[0]?.parts.training ?? {};
    return [loss, metrics?.accuracy];
  };
  const [loss = 0, right] = await accuracy('', { x, t });
  expect(right).toBeCloseTo(5 / 6, 6);
  expect((await accuracy(', step_weights: w', { x, t, w }))[1]).toBeCloseTo(3 / 4, 6);
  const [ofOne, ofZero] = [1, 0].map((logit) => Math.log(1 + Math.E) - logit) as [number, number];
  expect(loss).toBeCloseTo((5 * ofOne + ofZero) / 6, 5);
  // each class counts half
  const [balanced] = await accuracy(', class_weights: balanced', { x, t });
  expect(balanced).toBeCloseTo((ofOne + ofZero) / 2, 5);
});
