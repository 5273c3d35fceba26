import type { ImportedCell } from '../model/imported-model.ts';
import { functionText } from './functions.ts';
import type { Constant } from './values.ts';

export interface Activation {
  readonly name: string;
  readonly alpha: number | null;
  readonly beta: number | null;
}

export interface CellChoices {
  /** In one direction, in the order of the operator. */
  readonly activations: readonly Activation[];
  /** Bounds what activations of gates and candidates read to -clip..clip. */
  readonly clip: number | null;
  readonly biases: boolean;
  readonly peepholes: boolean;
  readonly inputForget: boolean;
  readonly resetAfter: boolean;
}

export interface Tensors extends Omit<CellChoices, 'activations'> {
  readonly w: Constant;
  readonly r: Constant;
  readonly b: Constant | null;
  readonly p: Constant | null;
  readonly direction: number;
  readonly units: number;
  readonly features: number;
}

export interface MadeWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly from: string;
}

/** How an operator becomes a cell: the one table to change where the library has a cell for it. */
export interface CellKind {
  readonly gates: number;
  readonly activations: readonly string[];
  readonly cell: (choices: CellChoices) => ImportedCell;
  readonly weights: (tensors: Tensors) => { readonly [name: string]: MadeWeight };
}

/** Applies an activation by its place; with `clip`, to its bounded operand. */
const activating =
  ({ activations, clip }: CellChoices) =>
  (at: number, x: string, { clipped = true } = {}): string => {
    const { name, alpha, beta } = activations[at] ?? { name: 'Tanh', alpha: null, beta: null };
    const operand = clip !== null && clipped ? `clip(${x}, ${-clip}, ${clip})` : x;
    return functionText(name, operand, alpha, beta);
  };

/** A matrix of the file is [directions, gates × units, columns]; that of the model [columns, gates × units], of the gates named. */
function matrix(
  { w, direction, units }: Pick<Tensors, 'w' | 'direction' | 'units'>,
  gates: readonly number[],
  what: string,
): MadeWeight {
  const [, rows = 0, columns = 0] = w.dims;
  const width = gates.length * units;
  const data = new Float32Array(columns * width);
  for (const [place, gate] of gates.entries())
    for (let unit = 0; unit < units; unit++)
      for (let column = 0; column < columns; column++)
        data[column * width + place * units + unit] =
          w.data[(direction * rows + gate * units + unit) * columns + column] ?? 0;
  return { shape: [columns, width], data, from: `${w.name} [${w.dims.join(', ')}], ${what}transposed` };
}

/** Blocks of one row of a tensor [directions, blocks × units]. */
function blocks(tensor: Constant, { direction, units }: Tensors, chosen: readonly number[], what: string): MadeWeight {
  const start = direction * (tensor.dims[1] ?? 0);
  const data = Float32Array.from(
    { length: chosen.length * units },
    (_, i) => tensor.data[start + (chosen[Math.floor(i / units)] ?? 0) * units + (i % units)] ?? 0,
  );
  return { shape: [data.length], data, from: `${tensor.name} [${tensor.dims.join(', ')}], ${what}` };
}

function biasesOf(tensors: Tensors, gates: readonly number[], all: number): { readonly [name: string]: MadeWeight } {
  const { b } = tensors;
  if (b === null) return {};
  return {
    bias: blocks(b, tensors, gates, 'Wb'),
    recurrent_bias: blocks(
      b,
      tensors,
      gates.map((gate) => gate + all),
      'Rb',
    ),
  };
}

const bothBiases = (biases: boolean): string => (biases ? ' + bias + recurrent_bias' : '');
const biasShapes = (biases: boolean, size: string): { readonly [name: string]: readonly string[] } =>
  biases ? { bias: [size], recurrent_bias: [size] } : {};

const rnn: CellKind = {
  gates: 1,
  activations: ['Tanh'],
  cell: (choices) => ({
    state: { h: 'units' },
    input: 'n',
    weights: { kernel: ['n', 'units'], recurrent_kernel: ['units', 'units'], ...biasShapes(choices.biases, 'units') },
    equations: [
      `z = x @ kernel + h @ recurrent_kernel${bothBiases(choices.biases)}`,
      `h' = ${activating(choices)(0, 'z')}`,
    ],
    output: "h'",
  }),
  weights: (tensors) => ({
    kernel: matrix(tensors, [0], ''),
    recurrent_kernel: matrix({ ...tensors, w: tensors.r }, [0], ''),
    ...biasesOf(tensors, [0], 1),
  }),
};

/** Blocks z, r, h. The reset is applied to the state (linear_before_reset 0), or to its product (1). */
const gru: CellKind = {
  gates: 3,
  activations: ['Sigmoid', 'Tanh'],
  cell: (choices) => {
    const activate = activating(choices);
    const { biases, resetAfter } = choices;
    const gates = [`z = ${activate(0, 'x_z + h_z')}`, `r = ${activate(0, 'x_r + h_r')}`];
    const end = "h' = (1 - z) * g + z * h";
    return {
      state: { h: 'units' },
      input: 'n',
      weights: {
        kernel: ['n', '3 * units'],
        ...(resetAfter
          ? { recurrent_kernel: ['units', '3 * units'] }
          : { recurrent_kernel: ['units', '2 * units'], candidate_kernel: ['units', 'units'] }),
        ...biasShapes(biases, '3 * units'),
      },
      equations: resetAfter
        ? [
            `x_z, x_r, x_h = split(x @ kernel${biases ? ' + bias' : ''})`,
            `h_z, h_r, h_h = split(h @ recurrent_kernel${biases ? ' + recurrent_bias' : ''})`,
            ...gates,
            `g = ${activate(1, 'x_h + r * h_h')}`,
            end,
          ]
        : [
            `x_z, x_r, x_h = split(x @ kernel${bothBiases(biases)})`,
            'h_z, h_r = split(h @ recurrent_kernel)',
            ...gates,
            `g = ${activate(1, 'x_h + (r * h) @ candidate_kernel')}`,
            end,
          ],
      output: "h'",
    };
  },
  weights: (tensors) => {
    const recurrent = { ...tensors, w: tensors.r };
    return {
      kernel: matrix(tensors, [0, 1, 2], ''),
      ...(tensors.resetAfter
        ? { recurrent_kernel: matrix(recurrent, [0, 1, 2], '') }
        : {
            recurrent_kernel: matrix(recurrent, [0, 1], 'blocks z, r, '),
            candidate_kernel: matrix(recurrent, [2], 'block h, '),
          }),
      ...biasesOf(tensors, [0, 1, 2], 3),
    };
  },
};

/** Blocks i, o, f, c; peepholes i, o, f. With input_forget, f = 1 - i, and what the file has for f is read by nobody. */
const lstm: CellKind = {
  gates: 4,
  activations: ['Sigmoid', 'Tanh', 'Tanh'],
  cell: (choices) => {
    const activate = activating(choices);
    const { biases, peepholes, inputForget } = choices;
    const seen = (gate: string, memory: string): string =>
      peepholes ? `x_${gate} + p_${gate} * ${memory}` : `x_${gate}`;
    const size = `${inputForget ? 3 : 4} * units`;
    const names = inputForget ? 'x_i, x_o, x_c' : 'x_i, x_o, x_f, x_c';
    return {
      state: { h: 'units', c: 'units' },
      input: 'n',
      weights: {
        kernel: ['n', size],
        recurrent_kernel: ['units', size],
        ...biasShapes(biases, size),
        ...(peepholes ? { p_i: ['units'], p_o: ['units'], ...(inputForget ? {} : { p_f: ['units'] }) } : {}),
      },
      equations: [
        `${names} = split(x @ kernel + h @ recurrent_kernel${bothBiases(biases)})`,
        `i = ${activate(0, seen('i', 'c'))}`,
        `f = ${inputForget ? '1 - i' : activate(0, seen('f', 'c'))}`,
        `c' = f * c + i * (${activate(1, 'x_c')})`,
        `o = ${activate(0, seen('o', "c'"))}`,
        `h' = o * (${activate(2, "c'", { clipped: false })})`,
      ],
      output: "h'",
    };
  },
  weights: (tensors) => {
    const gates = tensors.inputForget ? [0, 1, 3] : [0, 1, 2, 3];
    const what = tensors.inputForget ? 'blocks i, o, c, ' : '';
    const { p } = tensors;
    const peepholes: { [name: string]: MadeWeight } = {};
    if (p !== null)
      for (const [at, gate] of ['i', 'o', 'f'].entries())
        if (gate !== 'f' || !tensors.inputForget) peepholes[`p_${gate}`] = blocks(p, tensors, [at], `block ${gate}`);
    return {
      kernel: matrix(tensors, gates, what),
      recurrent_kernel: matrix({ ...tensors, w: tensors.r }, gates, what),
      ...biasesOf(tensors, gates, 4),
      ...peepholes,
    };
  },
};

/** A state beside c that starts from zeros: what c was at the last step of a row, zeros where the row has none. */
export const LAST_C = 'c_last';
export const keepingLast = (cell: ImportedCell): ImportedCell => ({
  ...cell,
  state: { ...cell.state, [LAST_C]: 'units' },
  equations: [...cell.equations, `${LAST_C}' = c'`],
});

export const CELLS: { readonly [operator: string]: CellKind } = { RNN: rnn, GRU: gru, LSTM: lstm };
