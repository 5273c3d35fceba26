import { describe, expect, test } from 'vitest';
import { compile, load } from '../../src/index.ts';

/**
 * One step of two units from x = [1, 1] and previous states 0.1; kernels, peepholes and projections 0.5, biases 0 unless said.
 * The numbers were computed from the published equations in float64, apart from this project.
 */
interface Row {
  readonly name: string;
  readonly cell: string;
  readonly depth?: number;
  /** Weights that are not 0.5 (kernels) or 0 (biases). */
  readonly set?: { readonly [name: string]: number };
  readonly expected: { readonly [state: string]: number };
}

const rows: readonly Row[] = [
  { name: 'BasicRNN', cell: 'tf1.basic_rnn: {units: 2}', expected: { h: 0.80049902 } },
  { name: 'BasicLSTM fb=1', cell: 'tf1.basic_lstm: {units: 2}', expected: { c: 0.6896728, h: 0.4484843 } },
  {
    name: 'second BasicLSTM on top',
    cell: 'tf1.basic_lstm: {units: 2}',
    depth: 2,
    expected: { c: 0.39897059, h: 0.24024707 },
  },
  {
    name: 'LSTM forget_bias=0',
    cell: 'tf1.basic_lstm: {units: 2, forget_bias: 0}',
    expected: { c: 0.67560849, h: 0.44164589 },
  },
  {
    name: 'LSTM forget bias 1 in the bias, hard sigmoid 0.2x+0.5',
    cell: 'keras.lstm: {units: 2, recurrent_activation: "hard_sigmoid(alpha=0.2, beta=0.5)"}',
    set: { forget: 1 },
    expected: { h: 0.42040771 },
  },
  {
    name: 'LSTM forget bias 1 in the bias, hard sigmoid x/6+0.5',
    cell: 'keras.lstm: {units: 2, recurrent_activation: "hard_sigmoid(alpha=0.16666666666666666, beta=0.5)"}',
    set: { forget: 1 },
    expected: { h: 0.38227928 },
  },
  {
    name: 'LSTMCell peepholes, fb=1',
    cell: 'tf1.lstm: {units: 2, use_peepholes: true}',
    expected: { c: 0.69755462, m: 0.48816436 },
  },
  {
    name: 'LSTMCell num_proj=1',
    cell: 'tf1.lstm: {units: 2, num_proj: 1}',
    expected: { c: 0.66773729, m: 0.43223438 },
  },
  {
    name: 'LSTMCell num_proj=1, cell_clip=0.5',
    cell: 'tf1.lstm: {units: 2, num_proj: 1, cell_clip: 0.5}',
    expected: { c: 0.5, m: 0.34232479 },
  },
  {
    name: 'TF1 GRUCell, gate bias 1',
    cell: 'tf1.gru: {units: 2}',
    set: { gates_bias: 1 },
    expected: { h: 0.17599094 },
  },
  {
    name: 'GRU reset after, recurrent bias 0.2',
    cell: 'keras.gru: {units: 2}',
    set: { recurrent_bias: 0.2 },
    expected: { h: 0.25939001 },
  },
  {
    name: 'GRU reset before, bias 0.2',
    cell: 'keras.gru: {units: 2, reset_after: false}',
    set: { bias: 0.2 },
    expected: { h: 0.26193168 },
  },
];

describe.each(['fast', 'public'] as const)('published values, %s path', (path) => {
  test.each(rows)('$name', async ({ cell, depth, set, expected }) => {
    const top = (depth ?? 1) - 1;
    const states = Object.keys(expected);
    const text = `name: published
inputs:
  x: {shape: [batch, time, 2]}
layers:
  r: {type: recurrent, input: x, cell: {${cell}}${depth === undefined ? '' : `, depth: ${depth}`}}
outputs:
${states.map((s) => `  ${s}: r.${top}.forward.final.${s}`).join('\n')}
`;
    const model = await load(compile(text, { file: 'published.yaml' }), { path });
    try {
      const weights = [...model.weights()].map(([name, { shape }]) => {
        const short = name.split('.').at(-1) ?? '';
        const data = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(
          set?.[short] ?? (short.endsWith('bias') ? 0 : 0.5),
        );
        if (short === 'bias' && set?.forget !== undefined) data.fill(set.forget, 2, 4);
        return [name, { shape, data }];
      });
      model.setWeights(Object.fromEntries(weights));
      const starts = model.states.map(({ name }) => [
        name,
        [Array.from({ length: name.endsWith('.m') && cell.includes('num_proj') ? 1 : 2 }, () => 0.1)],
      ]);
      const found = model.run({ x: [[[1, 1]]], ...Object.fromEntries(starts) });
      for (const [state, value] of Object.entries(expected))
        for (const x of found[state]?.data ?? []) expect(Math.abs(Number(x) - value), state).toBeLessThanOrEqual(1e-6);
    } finally {
      model.dispose();
    }
  });
});
