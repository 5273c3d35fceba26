import type { FlowValue, ImportedCell } from '../model/imported-model.ts';
import { functionText, shortest } from './functions.ts';
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

export interface Tensors {
  readonly w: Constant;
  readonly r: Constant;
  readonly b: Constant | null;
  readonly p: Constant | null;
}

export interface MadeWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly from: string;
}

interface CellKind {
  readonly gates: number;
  readonly activations: readonly string[];
}

/** The gates of operators, and the functions that they apply unless others are named: f, g and h. */
export const CELLS: { readonly [operator: string]: CellKind } = {
  RNN: { gates: 1, activations: ['Tanh'] },
  GRU: { gates: 3, activations: ['Sigmoid', 'Tanh'] },
  LSTM: { gates: 4, activations: ['Sigmoid', 'Tanh', 'Tanh'] },
};

/** The cell of the library that an operator is, with what differs from its defaults. */
export function libraryCell(
  operator: string,
  { activations, clip, biases, peepholes, inputForget, resetAfter }: CellChoices,
): { readonly name: string; readonly options: { readonly [key: string]: FlowValue } } {
  const usual = CELLS[operator]?.activations ?? [];
  const functions = activations.flatMap(({ name, alpha, beta }, at): (readonly [string, string])[] =>
    name.toLowerCase() === usual[at]?.toLowerCase()
      ? []
      : [[`activation_${'fgh'[at]}`, formula(functionText(name, 'x', alpha, beta))]],
  );
  return {
    name: `onnx.${operator.toLowerCase()}`,
    options: {
      ...Object.fromEntries(functions),
      ...(peepholes ? { peepholes } : {}),
      ...(inputForget ? { input_forget: true } : {}),
      ...(resetAfter ? { linear_before_reset: true } : {}),
      ...(clip === null ? {} : { clip_threshold: Number(shortest(clip)) }),
      ...(biases ? {} : { bias: false }),
    },
  };
}

/** A function of one value is named, any other written. */
const formula = (text: string): string => /^(\w+)\(x\)$/.exec(text)?.[1] ?? text;

/** Weights of one direction under the names of the library's cells: W and R as they are, B in its halves. */
export function cellWeights({ w, r, b, p }: Tensors, direction: number): { readonly [name: string]: MadeWeight } {
  const half = b === null ? 0 : (b.dims[1] ?? 0) / 2;
  return {
    W: piece(w, direction),
    R: piece(r, direction),
    ...(b === null ? {} : { Wb: piece(b, direction, 0, half), Rb: piece(b, direction, half, 2 * half) }),
    ...(p === null ? {} : { P: piece(p, direction) }),
  };
}

/** What a tensor [directions, …] has for one direction, of its columns those from one to another. */
function piece({ name, dims, data }: Constant, direction: number, from = 0, to?: number): MadeWeight {
  const [directions = 1, ...own] = dims;
  const size = own.reduce((product, one) => product * one, 1);
  const end = to ?? size;
  const numbers = Float32Array.from({ length: end - from }, (_, i) => data[direction * size + from + i] ?? 0);
  const words = [
    `${name} [${dims.join(', ')}]`,
    ...(directions > 1 ? [`direction ${direction}`] : []),
    ...(to === undefined ? [] : [`${from} to ${to}`]),
  ];
  return { shape: to === undefined ? own : [end - from], data: numbers, from: words.join(', ') };
}

/** A state beside c that starts from zeros: what c was at the last step of a row, zeros where the row has none. */
export const LAST_C = 'c_last';

/** The library's LSTM with that state. Row blocks i, o, f, c; peepholes i, o, f; with input_forget, f = 1 - i. */
export function lstmKeepingLast({ activations, clip, biases, peepholes, inputForget }: CellChoices): ImportedCell {
  const activate = (at: number, x: string, bound = clip): string => {
    const { name, alpha, beta } = activations[at] ?? { name: 'Tanh', alpha: null, beta: null };
    return functionText(name, bound === null ? x : `clip(${x}, -${shortest(bound)}, ${shortest(bound)})`, alpha, beta);
  };
  const seen = (gate: string, block: string, memory: string): string =>
    peepholes ? `z_${gate} + P[${block}] * ${memory}` : `z_${gate}`;
  const product = `x @ transpose(W) + h @ transpose(R)${biases ? ' + Wb + Rb' : ''}`;
  const blocks = inputForget
    ? [`product = ${product}`, 'z_i = product[:units]', 'z_o = product[units:2 * units]', 'z_c = product[3 * units:]']
    : [`z_i, z_o, z_f, z_c = split(${product})`];
  return {
    state: { h: 'units', c: 'units', [LAST_C]: 'units' },
    input: 'n',
    weights: {
      W: ['4 * units', 'n'],
      R: ['4 * units', 'units'],
      ...(biases ? { Wb: ['4 * units'], Rb: ['4 * units'] } : {}),
      ...(peepholes ? { P: ['3 * units'] } : {}),
    },
    equations: [
      ...blocks,
      `i = ${activate(0, seen('i', ':units', 'c'))}`,
      `f = ${inputForget ? '1 - i' : activate(0, seen('f', '2 * units:', 'c'))}`,
      `c' = f * c + i * (${activate(1, 'z_c')})`,
      `o = ${activate(0, seen('o', 'units:2 * units', "c'"))}`,
      `h' = o * (${activate(2, "c'", null)})`,
      `${LAST_C}' = c'`,
    ],
    output: "h'",
  };
}
