import { isFunctionValue, type ParameterValue } from '../../../compiler/1-read/spec/spec.ts';
import { printFunction } from '../../../compiler/1-read/values/function-value.ts';

/** What a cell computes, whatever its weights are called: the gates that have blocks in its matrices. */
export type Family = 'rnn' | 'lstm' | 'gru';

/** Gates by PyTorch's letters. `g` is the candidate of an LSTM (TF1 j, Keras and ONNX c), `n` that of a GRU, `h` the sum of a simple RNN. */
export type Gate = 'h' | 'i' | 'f' | 'g' | 'o' | 'r' | 'z' | 'n';

/** Matrices that hold the blocks of these gates side by side. */
export interface LayoutPart {
  readonly gates: readonly Gate[];
  readonly input: string;
  /** Null: the rows of the state stand below those of the input, in one matrix. */
  readonly recurrent: string | null;
  readonly bias: string;
  /** Added to the product with the state; null: there is one bias for both products. */
  readonly recurrentBias: string | null;
}

export type Peepholes =
  | { readonly order: readonly Gate[]; readonly name: string }
  | { readonly names: { readonly [gate in 'i' | 'f' | 'o']: string } };

/** How a framework stores the weights of one cell. */
export interface CellLayout {
  /** As messages name it. */
  readonly name: string;
  readonly family: Family;
  /** Matrices are [out, in]; otherwise [in, out]. */
  readonly outFirst: boolean;
  readonly parts: readonly LayoutPart[];
  readonly projection: string | null;
  readonly peepholes: Peepholes | null;
  readonly hasBias: boolean;
  /** Where a GRU resets: the product with the state, or the state before it. Null: not told by the weights. */
  readonly reset: 'after' | 'before' | null;
  /** Added to the forget gate at every step beside the bias that is stored; null: not told by the weights. */
  readonly forgetBias: number | null;
  /** Its functions, gates first; null: not told by the weights. */
  readonly functions: readonly string[] | null;
  /** Parameters that change what is computed in a way that other frameworks have no weights for. */
  readonly special: readonly string[];
}

const GATES = {
  torch: { rnn: ['h'], lstm: ['i', 'f', 'g', 'o'], gru: ['r', 'z', 'n'] },
  keras: { rnn: ['h'], lstm: ['i', 'f', 'g', 'o'], gru: ['z', 'r', 'n'] },
  onnx: { rnn: ['h'], lstm: ['i', 'o', 'f', 'g'], gru: ['z', 'r', 'n'] },
  tf1: { rnn: ['h'], lstm: ['i', 'g', 'f', 'o'], gru: ['r', 'z'] },
} as const satisfies { readonly [dialect: string]: { readonly [family in Family]: readonly Gate[] } };

const PLAIN = { projection: null, peepholes: null, hasBias: true, forgetBias: 0, special: [] } as const;

/** PyTorch: torch/nn/modules/rnn.py (2.15). */
export const torchLayout = (
  family: Family,
  {
    projected,
    hasBias,
    functions,
  }: { readonly projected: boolean; readonly hasBias: boolean; readonly functions?: readonly string[] },
): CellLayout => ({
  ...PLAIN,
  name: `PyTorch's ${family.toUpperCase()}`,
  family,
  outFirst: true,
  parts: [
    {
      gates: GATES.torch[family],
      input: 'weight_ih',
      recurrent: 'weight_hh',
      bias: 'bias_ih',
      recurrentBias: 'bias_hh',
    },
  ],
  projection: projected ? 'weight_hr' : null,
  hasBias,
  reset: family === 'gru' ? 'after' : null,
  functions: functions ?? (family === 'rnn' ? null : ['sigmoid', 'tanh']),
});

/** Keras 3: keras/src/layers/rnn (3.15). */
export const kerasLayout = (
  family: Family,
  {
    hasBias,
    reset,
    functions = null,
  }: { readonly hasBias: boolean; readonly reset: CellLayout['reset']; readonly functions?: CellLayout['functions'] },
): CellLayout => ({
  ...PLAIN,
  name: `Keras's ${family === 'rnn' ? 'SimpleRNN' : family.toUpperCase()}`,
  family,
  outFirst: false,
  parts: [
    {
      gates: GATES.keras[family],
      input: 'kernel',
      recurrent: 'recurrent_kernel',
      bias: 'bias',
      recurrentBias: family === 'gru' && reset === 'after' ? 'recurrent_bias' : null,
    },
  ],
  hasBias,
  reset: family === 'gru' ? reset : null,
  functions,
});

/** TensorFlow 1: rnn_cell_impl.py (1.15). */
export const tf1Layout = (family: Family, more: Partial<CellLayout> = {}): CellLayout => ({
  ...PLAIN,
  name: `TensorFlow 1's ${{ rnn: 'BasicRNNCell', lstm: 'LSTM cell', gru: 'GRUCell' }[family]}`,
  family,
  outFirst: false,
  parts:
    family === 'gru'
      ? [
          { gates: GATES.tf1.gru, input: 'gates_kernel', recurrent: null, bias: 'gates_bias', recurrentBias: null },
          { gates: ['n'], input: 'candidate_kernel', recurrent: null, bias: 'candidate_bias', recurrentBias: null },
        ]
      : [{ gates: GATES.tf1[family], input: 'kernel', recurrent: null, bias: 'bias', recurrentBias: null }],
  reset: family === 'gru' ? 'before' : null,
  forgetBias: family === 'lstm' ? null : 0,
  functions: null,
  ...more,
});

/** ONNX: onnx/defs/rnn/defs.cc (opset 22). One direction; its biases apart. */
export const onnxLayout = (
  family: Family,
  {
    functions,
    ...more
  }: Pick<CellLayout, 'hasBias' | 'reset' | 'special'> & {
    readonly functions: readonly string[];
    readonly peepholes: boolean;
  },
): CellLayout => {
  const [f = '', g = '', h = ''] = functions;
  return {
    ...torchLayout(family, {
      projected: false,
      hasBias: more.hasBias,
      functions: functions.length === 3 && g === h ? [f, g] : functions,
    }),
    name: `ONNX's ${family.toUpperCase()}`,
    parts: [{ gates: GATES.onnx[family], input: 'W', recurrent: 'R', bias: 'Wb', recurrentBias: 'Rb' }],
    peepholes: more.peepholes ? ONNX_PEEPHOLES : null,
    reset: family === 'gru' ? more.reset : null,
    special: more.special,
  };
};

export const TF1_PEEPHOLES: Peepholes = { names: { i: 'w_i_diag', f: 'w_f_diag', o: 'w_o_diag' } };
/** Rows i, o, f of one vector, as ONNX has them. */
const ONNX_PEEPHOLES: Peepholes = { order: ['i', 'o', 'f'], name: 'P' };

type Arguments = ReadonlyMap<string, ParameterValue>;
const numberOf = (given: Arguments, name: string): number => {
  const value = given.get(name);
  return value?.kind === 'number' ? value.value : 0;
};
const isOn = (given: Arguments, name: string): boolean => {
  const value = given.get(name);
  return value?.kind === 'boolean' ? value.value : value?.kind === 'number' && value.value !== 0;
};
/** `tanh`, or with what is bound to it: `leaky_relu(alpha=0.1)`. Empty where there is none. */
const functionOf = (given: Arguments, name: string): string => {
  const value = given.get(name);
  return value !== undefined && isFunctionValue(value) ? printFunction(value) : '';
};
const functionsOf = (given: Arguments, ...names: readonly string[]): readonly string[] =>
  names.map((name) => functionOf(given, name));
/** Parameters that are set, a number with its value: `cell_clip 3`. */
const specials = (given: Arguments, ...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const value = given.get(name);
    if (!isOn(given, name)) return [];
    return [value?.kind === 'number' ? `${name} ${value.value}` : name];
  });

/** The layout of a cell of the library. @returns null for cells that no other framework has, and for one's own */
export function layoutOfCell(cell: string, given: Arguments): CellLayout | null {
  const named = (layout: CellLayout): CellLayout => ({ ...layout, name: cell });
  const bias = isOn(given, 'bias');
  const torch = (family: Family, functions: readonly string[]): CellLayout =>
    named(torchLayout(family, { projected: numberOf(given, 'proj_size') > 0, hasBias: bias, functions }));
  const keras = (family: Family, ...functions: readonly string[]): CellLayout =>
    named(
      kerasLayout(family, {
        hasBias: isOn(given, 'use_bias'),
        reset: isOn(given, 'reset_after') ? 'after' : 'before',
        functions: functionsOf(given, ...functions),
      }),
    );
  const onnx = (family: Family, functions: readonly string[]): CellLayout =>
    named(
      onnxLayout(family, {
        functions,
        hasBias: bias,
        peepholes: isOn(given, 'peepholes'),
        reset: isOn(given, 'linear_before_reset') ? 'after' : 'before',
        special: specials(given, 'clip_threshold', 'input_forget'),
      }),
    );
  switch (cell) {
    case 'torch.rnn':
      return torch('rnn', functionsOf(given, 'nonlinearity'));
    case 'torch.lstm':
      return torch('lstm', ['sigmoid', 'tanh']);
    case 'torch.gru':
      return torch('gru', ['sigmoid', 'tanh']);
    case 'keras.simple_rnn':
      return keras('rnn', 'activation');
    case 'keras.lstm':
      return keras('lstm', 'recurrent_activation', 'activation');
    case 'keras.gru':
      return keras('gru', 'recurrent_activation', 'activation');
    case 'onnx.rnn':
      return onnx('rnn', functionsOf(given, 'activation_f'));
    case 'onnx.lstm':
      return onnx('lstm', functionsOf(given, 'activation_f', 'activation_g', 'activation_h'));
    case 'onnx.gru':
      return onnx('gru', functionsOf(given, 'activation_f', 'activation_g'));
    case 'tf1.basic_rnn':
      return named(tf1Layout('rnn', { functions: functionsOf(given, 'activation') }));
    case 'tf1.basic_lstm':
    case 'tf1.lstm':
      return named(
        tf1Layout('lstm', {
          functions: ['sigmoid', functionOf(given, 'activation')],
          forgetBias: numberOf(given, 'forget_bias'),
          projection: numberOf(given, 'num_proj') > 0 ? 'projection_kernel' : null,
          peepholes: isOn(given, 'use_peepholes') ? TF1_PEEPHOLES : null,
          special: specials(given, 'cell_clip', ...(numberOf(given, 'num_proj') > 0 ? ['proj_clip'] : [])),
        }),
      );
    case 'tf1.gru':
      return named(tf1Layout('gru', { functions: ['sigmoid', functionOf(given, 'activation')] }));
    default:
      return null;
  }
}
