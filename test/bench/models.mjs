/**
 * The layers that the cases are made of. Every layer is described once, in one layout, and every peer converts from it:
 *
 * - `lstm`: Keras layout, blocks i, f, c, o: kernel [input, 4·units], recurrent [units, 4·units], bias [4·units].
 *   `forgetBias` is added to the second block (0 for Keras, 1 by default in `basicLstm`, TF1's BasicLSTMCell).
 * - `gru`: Keras layout with reset_after, blocks z, r, h: kernel [input, 3·units], recurrent [units, 3·units],
 *   bias [2, 3·units] (input bias, recurrent bias).
 * - `gruBefore`: the same with `reset_after: false`, which has one bias only: [3·units].
 * - `drift`: a cell made up for this bench, which no library has; equations in `ownCells` below.
 * - `linear`: a gated recurrence that is linear in its state, which enters only element by element: kernel
 *   [input, 2·units], bias [2·units], no recurrent kernel; equations below too.
 */
export const lstm = (input, units) => ({ cell: 'lstm', input, units, forgetBias: 0 });
export const basicLstm = (input, units, forgetBias = 1) => ({ cell: 'lstm', tf1: true, input, units, forgetBias });
export const gru = (input, units) => ({ cell: 'gru', input, units });
export const gruBefore = (input, units) => ({ cell: 'gruBefore', input, units });
export const drift = (input, units) => ({ cell: 'drift', input, units });
export const linear = (input, units) => ({ cell: 'linear', input, units });

/** Blocks of each cell's kernel. */
export const gateCount = { lstm: 4, gru: 3, gruBefore: 3, drift: 4, linear: 2 };

export const isGru = ({ cell }) => cell === 'gru' || cell === 'gruBefore';
/** Whether a library may have the cell as it is. */
export const isHomeMade = ({ cell }) => cell in ownCells;
/** Rows of a recurrent kernel: a product with the state. */
export const recurrentRows = ({ cell, units }) => (cell === 'linear' ? 0 : units);

/** Floating point operations of the matrix products of one call. */
export const flopsOf = ({ batch, time, layers }) =>
  layers.reduce((sum, layer) => {
    const width = gateCount[layer.cell] * layer.units;
    return sum + 2 * batch * time * width * (layer.input + recurrentRows(layer));
  }, 0);

/** The layer in rnnc's YAML. */
function rnncCell({ cell, tf1, units, forgetBias }) {
  if (tf1) return `tf1.basic_lstm: {units: ${units}, forget_bias: ${forgetBias}}`;
  if (cell in ownCells) return `${cell}: {units: ${units}}`;
  return cell === 'gruBefore' ? `keras.gru: {units: ${units}, reset_after: false}` : `keras.${cell}: {units: ${units}}`;
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
export function rnncCells(layers) {
  const used = new Set(layers.filter(isHomeMade).map(({ cell }) => ownCells[cell]));
  return used.size > 0 ? `cells:\n${[...used].join('')}` : '';
}

const ownCells = {
  drift: `  drift:
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
`,
  linear: `  linear:
    parameters: {units: size}
    inputs: {x: [n]}
    state:
      - h: [units]
    weights:
      kernel: {shape: [n, 2 * units]}
      bias: {shape: [2 * units]}
    equations: |
      g, v = split(x @ kernel + bias)
      a = sigmoid(g)
      h' = a * h + (1 - a) * v
    output: h'
`,
};
