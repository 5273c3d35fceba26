/**
 * The layers that the cases are made of. Every layer is described once, in one layout, and every peer converts from it:
 *
 * - `lstm`: Keras layout, blocks i, f, c, o: kernel [input, 4·units], recurrent [units, 4·units], bias [4·units].
 *   `forgetBias` is added to the second block (0 for Keras, 1 by default in `basicLstm`, TF1's BasicLSTMCell).
 * - `gru`: Keras layout with reset_after, blocks z, r, h: kernel [input, 3·units], recurrent [units, 3·units],
 *   bias [2, 3·units] (input bias, recurrent bias).
 * - `drift`: a cell made up for this bench, which no library has; equations in `driftCell` below.
 */
export const lstm = (input, units) => ({ cell: 'lstm', input, units, forgetBias: 0 });
export const basicLstm = (input, units, forgetBias = 1) => ({ cell: 'lstm', tf1: true, input, units, forgetBias });
export const gru = (input, units) => ({ cell: 'gru', input, units });
export const drift = (input, units) => ({ cell: 'drift', input, units });

/** Blocks of each cell's kernel. */
export const gateCount = { lstm: 4, gru: 3, drift: 4 };

/** The layer in rnnc's YAML. */
function rnncCell({ cell, tf1, units, forgetBias }) {
  if (tf1) return `tf1.basic_lstm: {units: ${units}, forget_bias: ${forgetBias}}`;
  return cell === 'drift' ? `drift: {units: ${units}}` : `keras.${cell}: {units: ${units}}`;
}

/** YAML lines of recurrent layers rnn0, rnn1, …, the first of which reads `input`. */
export const rnncLayers = (layers, input) =>
  layers
    .map((layer, index) => {
      const from = index === 0 ? input : `rnn${index - 1}`;
      return `  rnn${index}: {type: recurrent, input: ${from}, cell: {${rnncCell(layer)}}}\n`;
    })
    .join('');

/** The section `cells` that these layers need. */
export const rnncCells = (layers) => (layers.some(({ cell }) => cell === 'drift') ? driftCell : '');

const driftCell = `cells:
  drift:
    parameters: {units: size}
    inputs: {x: [n]}
    state:
      - c: [units]
      - h: [units]
    weights:
      kernel: {shape: [n + units, 4 * units]}
      bias: {shape: [4 * units]}
      leak: {shape: [units]}
    equations: |
      u, r, g, o = split([x, h] @ kernel + bias)
      f = sigmoid(u + leak * c)
      c' = f * c + (1 - f) * tanh(g + sigmoid(r) * c)
      p = sigmoid(o)
      h' = p * tanh(c') + (1 - p) * h
    output: h'
`;
