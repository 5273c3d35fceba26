import type { FlowValue } from '../../model/imported-model.ts';
import { refuse } from '../../model/refusal.ts';
import type { KerasLayer } from '../config/read-model.ts';
import { cellsOf, layerIn, RECURRENT } from '../config/variables.ts';
import { shown } from '../files/json.ts';
import { activationOf, argumentOf } from './activations.ts';
import { type Convert, type Dialect, Emitter, type Placement, type Use } from './conversion.ts';
import { done, expectShape } from './step-layers.ts';
import { Axis, featuresOf, maskOf, numbersOf, PLAIN, sequenceOf, type Value } from './values.ts';

/** A cell in the terms of the library. */
interface MadeCell {
  readonly name: string;
  readonly units: number;
  readonly states: readonly string[];
  readonly keys: { readonly [key: string]: FlowValue };
  readonly weights: readonly Placement[];
}

/** The library's names of the cells, their states and how many gates each has. */
const KINDS: { readonly [className: string]: { name: string; states: readonly string[]; gates: number } } = {
  SimpleRNNCell: { name: 'keras.simple_rnn', states: ['h'], gates: 1 },
  LSTMCell: { name: 'keras.lstm', states: ['h', 'c'], gates: 4 },
  GRUCell: { name: 'keras.gru', states: ['h'], gates: 3 },
};

/** @param get a weight of the cell by its name */
function cellOf(
  cell: KerasLayer,
  features: number,
  get: (name: string) => Placement['tensor'],
  { dialect }: { readonly dialect: Dialect },
): MadeCell {
  const { className, options } = cell;
  const kind = (Object.hasOwn(KINDS, className) ? KINDS[className] : undefined) ?? refuse(`its cell is a ${className}`);
  const units = options.size('units');
  const useBias = options.flag('use_bias', true);
  const functionOf = (option: string, fallback: string): { readonly [key: string]: FlowValue } => {
    const written = argumentOf(activationOf(options.value(option) ?? fallback, dialect));
    return written === fallback ? {} : { [option]: written };
  };
  const gate = dialect === 'tfjs' ? 'hard_sigmoid' : 'sigmoid';
  const resetAfter = className === 'GRUCell' && options.flag('reset_after', dialect === 'keras3');
  const keys: { [key: string]: FlowValue } = {
    units,
    ...functionOf('activation', 'tanh'),
    ...(className === 'SimpleRNNCell' ? {} : gateFunction(options.value('recurrent_activation') ?? gate, dialect)),
    ...(useBias ? {} : { use_bias: false }),
    ...(className === 'GRUCell' && !resetAfter ? { reset_after: false } : {}),
  };
  if (className === 'LSTMCell') options.flag('unit_forget_bias', true);
  const drops = dropoutOf(cell);
  if (drops !== null) keys.wrap = [drops];
  const width = kind.gates * units;
  const [kernel, recurrent] = [get('kernel'), get('recurrent_kernel')];
  expectShape('kernel', kernel, [features, width]);
  expectShape('recurrent_kernel', recurrent, [units, width]);
  const weights: Placement[] = [
    { path: 'kernel', tensor: kernel },
    { path: 'recurrent_kernel', tensor: recurrent },
  ];
  if (useBias) weights.push(...biasesOf(get('bias'), width, resetAfter));
  if (options.value('state_size') !== undefined) options.value('state_size');
  const { unread } = options;
  const unknown = unread.filter((option) => !OF_LAYERS.has(option));
  if (unknown.length > 0) return refuse(`its options are not known: ${unknown.join(', ')}`);
  return { name: kind.name, units, states: kind.states, keys, weights };
}
/** Options that the layer around the cell reads where both are one. */
const OF_LAYERS: ReadonlySet<string> = new Set([
  'return_sequences',
  'return_state',
  'go_backwards',
  'stateful',
  'time_major',
  'zero_output_for_mask',
]);

function gateFunction(value: unknown, dialect: Dialect): { readonly [key: string]: FlowValue } {
  const written = argumentOf(activationOf(value, dialect));
  return written === 'sigmoid' ? {} : { recurrent_activation: written };
}

/** Row 0 of the two biases of a GRU is added to the projected input, row 1 to the projected state. */
function biasesOf(bias: Placement['tensor'], width: number, isTwo: boolean): readonly Placement[] {
  if (!isTwo) {
    expectShape('bias', bias, [width]);
    return [{ path: 'bias', tensor: bias }];
  }
  expectShape('bias', bias, [2, width]);
  return ['bias', 'recurrent_bias'].map((path, row) => ({
    path,
    tensor: bias,
    shape: [width],
    data: bias.data.slice(row * width, (row + 1) * width),
    how: `, row ${row}`,
  }));
}

function dropoutOf({ options }: KerasLayer): FlowValue | null {
  const rates = {
    input_keep_prob: options.number('dropout', 0),
    state_keep_prob: options.number('recurrent_dropout', 0),
  };
  const keys = Object.entries(rates).flatMap(([key, rate]): readonly (readonly [string, number])[] => {
    if (!(rate >= 0 && rate < 1)) return refuse(`its dropout is ${rate}`);
    return rate === 0 ? [] : [[key, Number((1 - rate).toPrecision(15))]];
  });
  return keys.length === 0 ? null : { dropout: { ...Object.fromEntries(keys), variational: 'sample' } };
}

/** What a layer of one direction says beside its cells. */
interface Way {
  readonly cells: readonly { readonly cell: KerasLayer; readonly part: readonly string[] }[];
  readonly goesBackwards: boolean;
  readonly sequences: boolean;
  readonly states: boolean;
  readonly zeroOutput: boolean;
}

function wayOf(layer: KerasLayer, use: Use): Way {
  const { options, className } = layer;
  if (options.flag('time_major')) return refuse('its steps come before the batch (time_major)');
  if (options.flag('stateful'))
    use.conversion.notes.add(
      `layer ${use.layer.name} is stateful: in the file it keeps its states from call to call; here every run starts from zeros, and a session keeps them`,
    );
  const cells = RECURRENT.has(className)
    ? [{ cell: { ...layer, className: `${className}Cell` }, part: ['cell'] }]
    : className === 'RNN'
      ? cellsOf(layer)
      : refuse(`it wraps a ${className}, which is no recurrent layer`);
  return {
    cells,
    goesBackwards: options.flag('go_backwards'),
    sequences: options.flag('return_sequences'),
    states: options.flag('return_state'),
    zeroOutput: options.flag('zero_output_for_mask'),
  };
}

function checkUnread(layer: KerasLayer): void {
  if (layer.className !== 'RNN') return;
  const { unread } = layer.options;
  if (unread.length > 0) refuse(`its options are not known: ${unread.join(', ')}`);
}

/** The cells of a stack, each with its weights, for a sequence of so many features. */
function stackOf(way: Way, features: number, under: readonly string[], use: Use): readonly MadeCell[] {
  let size = features;
  return way.cells.map(({ cell, part }) => {
    const made = cellOf(cell, size, (name) => use.weights.get([...under, ...part, name].join('/')), use.conversion);
    size = made.units;
    return made;
  });
}

const cellKey = (cells: readonly MadeCell[]): FlowValue => {
  const written = cells.map(({ name, keys: { wrap, ...keys } }) => ({
    [name]: keys,
    ...(wrap === undefined ? {} : { wrap }),
  }));
  return written.length === 1 && written[0] !== undefined ? written[0] : written;
};

/** The states of a stack in the order of the file, cell by cell: TensorFlow.js begins with the last one. */
const statesOf = (
  cells: readonly MadeCell[],
  dialect: Dialect,
): readonly {
  readonly path: (direction: string) => string;
  readonly final: (direction: string) => string;
  readonly units: number;
}[] => {
  const all = cells.map(({ states, units }, index) =>
    states.map((state) => ({
      path: (direction: string) => `${index}.${direction}.${state}`,
      final: (direction: string) => `${index}.${direction}.final.${state}`,
      units,
    })),
  );
  return (dialect === 'tfjs' ? all.reverse() : all).flat();
};

/** `initial` of a layer. @param states in the order of the file */
function initialKey(
  cells: readonly MadeCell[],
  directions: readonly string[],
  states: readonly Value[],
  { conversion: { dialect } }: Use,
): { readonly [key: string]: FlowValue } {
  if (states.length === 0) return {};
  const places = directions.flatMap((direction) =>
    statesOf(cells, dialect).map(({ path, units }) => ({ path: path(direction), size: units })),
  );
  if (states.length !== places.length)
    return refuse(`it gets ${states.length} initial states, where it has ${places.length}`);
  const initial = places.map(({ path, size }, at) => {
    const value = states[at];
    if (value === undefined || value.axes.length !== 1 || value.axes[0]?.size !== size)
      return refuse('an initial state is not [batch, units]');
    featuresOf(value);
    return [path, numbersOf(value)] as const;
  });
  return { initial: Object.fromEntries(initial) };
}

/**
 * What the layer reads. Called with initial states, a layer of Keras 3 is given no mask, unless the call names one; what it gives has that of its input all the same.
 * Source: keras/src/layers/layer.py, Layer.__call__, Keras 3.15.
 */
const readValue = (value: Value, { states, isMaskNamed, conversion }: Use): Value =>
  conversion.dialect === 'keras3' && states.length > 0 && !isMaskNamed ? { ...value, mask: null } : value;

/** Under a mask TensorFlow.js starts from the initial state where Keras starts from zeros. */
function maskKeys(
  value: Value,
  way: Way,
  hasInitial: boolean,
  isBoth: boolean,
  use: Use,
): { readonly [key: string]: FlowValue } {
  const mask = maskOf(value);
  if (mask === null) return {};
  if (use.conversion.dialect === 'tfjs' && hasInitial)
    return refuse(
      'it has a mask and an initial state, which TensorFlow.js gives as output of a first step that is left out',
    );
  const isZero = way.zeroOutput || (isBoth && way.sequences && use.conversion.dialect !== 'tfjs');
  const padding = isZero ? 'zero' : 'previous';
  return {
    mask: { input: mask.of, value: mask.value },
    // what the layer does by itself need not be written
    ...(padding === (isBoth ? 'zero' : 'previous') ? {} : { padding }),
  };
}

/** Where there is a mask, the layer itself leaves out what the mask says. */
const readThrough = (value: Value): string => {
  if (value.mask !== null && value.input !== null) return numbersOf(value);
  return value.mask === null ? numbersOf(value) : value.reference;
};

const recurrent: Convert = (use) => {
  const { layer, inputs, weights: _, states } = use;
  const [value, ...more] = inputs;
  if (value === undefined) return refuse('it has no input');
  const read = readValue(value, use);
  const way = wayOf(layer, use);
  checkUnread(layer);
  const { steps, features } = sequenceOf(value);
  const cells = stackOf(way, features, [], use);
  const isBackward = way.goesBackwards !== value.reversed;
  const direction = isBackward ? 'backward' : 'forward';
  const initial = initialKey(cells, [direction], [...more, ...states], use);
  const emitter = new Emitter(use);
  const name = emitter.add(
    {
      type: 'recurrent',
      input: readThrough(read),
      cell: cellKey(cells),
      ...(isBackward ? { direction } : {}),
      ...initial,
      ...maskKeys(read, way, 'initial' in initial, false, use),
    },
    { weights: placed(cells, direction) },
  );
  return done(use, emitter, ...outputsOf(value, way, steps, name, cells, direction, isBackward, use));
};

const placed = (cells: readonly MadeCell[], direction: string): readonly Placement[] =>
  cells.flatMap(({ weights }, index) =>
    weights.map((weight) => ({ ...weight, path: `${index}.${direction}.${weight.path}` })),
  );

function outputsOf(
  value: Value,
  way: Way,
  steps: Axis,
  name: string,
  cells: readonly MadeCell[],
  direction: string,
  reversed: boolean,
  use: Use,
): readonly Value[] {
  const units = cells.at(-1)?.units ?? 0;
  const main: Value = way.sequences
    ? { ...PLAIN, reference: name, axes: [steps, new Axis(units, 'features')], reversed, mask: value.mask }
    : { ...PLAIN, reference: `${name}.last`, axes: [new Axis(units, 'features')] };
  return way.states ? [main, ...finalsOf(name, cells, direction, use)] : [main];
}

const finalsOf = (name: string, cells: readonly MadeCell[], direction: string, { conversion }: Use): readonly Value[] =>
  statesOf(cells, conversion.dialect).map(({ final, units }) => ({
    ...PLAIN,
    reference: `${name}.${final(direction)}`,
    axes: [new Axis(units, 'features')],
  }));

const MERGES: ReadonlyMap<unknown, string> = new Map([
  ['concat', 'concat'],
  ['sum', 'sum'],
  ['mul', 'mul'],
  ['ave', 'ave'],
  [undefined, 'none'],
]);

const bidirectional: Convert = (use) => {
  const { layer, inputs, states } = use;
  const forward = layerIn(layer, 'layer') ?? refuse('its layer is not in the file');
  const backward = layerIn(layer, 'backward_layer') ?? forward;
  const mode = layer.options.value('merge_mode');
  const merge = MERGES.get(mode) ?? refuse(`its merge_mode is ${shown(mode)}`);
  const [value, ...more] = inputs;
  if (value === undefined) return refuse('it has no input');
  const ways = [wayOf(forward, use), wayOf(backward, use)] as const;
  const [ahead, back] = ways;
  checkUnread(forward);
  if (backward !== forward) checkUnread(backward);
  if (ahead.goesBackwards) return refuse('its forward layer goes backward (go_backwards)');
  if (value.reversed) return refuse('it reads a sequence that runs backward');
  const { steps, features } = sequenceOf(value);
  const stacks = [
    stackOf(ahead, features, ['forward_layer'], use),
    stackOf(back, features, ['backward_layer'], use),
  ] as const;
  const keys = stacks.map((stack) => JSON.stringify(cellKey(stack)));
  const [first, second] = stacks;
  const isOne = first.length === 1 && keys[0] === keys[1];
  const given = [...more, ...states];
  const read = readValue(value, use);
  const input = readThrough(read);
  const emitter = new Emitter(use);
  const half = given.length / 2;
  const hasInitial = given.length > 0;
  const mask = maskKeys(read, ahead, hasInitial, true, use);
  const names: readonly [string, string] | null = isOne
    ? null
    : [
        emitter.add(
          {
            type: 'recurrent',
            input,
            cell: cellKey(first),
            ...initialKey(first, ['forward'], given.slice(0, half), use),
            ...alone(mask),
          },
          { suffix: '_forward', weights: placed(first, 'forward') },
        ),
        emitter.add(
          {
            type: 'recurrent',
            input,
            cell: cellKey(second),
            direction: 'backward',
            ...initialKey(second, ['backward'], given.slice(half), use),
            ...alone(mask),
          },
          { suffix: '_backward', weights: placed(second, 'backward') },
        ),
      ];
  const name =
    names === null
      ? emitter.add(
          {
            type: 'recurrent',
            input,
            cell: cellKey(first),
            direction: 'bidirectional',
            ...(merge === 'concat' ? {} : { merge }),
            ...initialKey(first, ['forward', 'backward'], given, use),
            ...mask,
          },
          { weights: [...placed(first, 'forward'), ...placed(second, 'backward')] },
        )
      : null;
  const end = ahead.sequences ? '' : '.last';
  const parts =
    names === null ? [`${name}.forward${end}`, `${name}.backward${end}`] : [`${names[0]}${end}`, `${names[1]}${end}`];
  const units = first.at(-1)?.units ?? 0;
  const joined = (reference: string, size: number): Value => ({
    ...PLAIN,
    reference,
    axes: [...(ahead.sequences ? [steps] : []), new Axis(size, 'features')],
    mask: ahead.sequences ? value.mask : null,
  });
  const whole = name === null ? mergedBy(merge, parts, emitter) : `${name}${end}`;
  const main =
    merge === 'none'
      ? parts.map((part) => joined(part, units))
      : [joined(whole, merge === 'concat' ? units + (second.at(-1)?.units ?? 0) : units)];
  const finals = ahead.states
    ? [
        ...finalsOf(names?.[0] ?? name ?? '', first, 'forward', use),
        ...finalsOf(names?.[1] ?? name ?? '', second, 'backward', use),
      ]
    : [];
  return done(use, emitter, ...main, ...finals);
};

/** The mask of a layer of one direction: what both directions do by themselves must be written there. */
const alone = (mask: { readonly [key: string]: FlowValue }): { readonly [key: string]: FlowValue } => {
  if (!('mask' in mask)) return mask;
  const { padding = 'zero', ...others } = mask;
  return padding === 'previous' ? others : { ...others, padding };
};

function mergedBy(merge: string, inputs: readonly string[], emitter: Emitter): string {
  if (merge === 'none') return '';
  if (merge === 'concat') return emitter.add({ type: 'concat', inputs });
  if (merge === 'sum') return emitter.add({ type: 'add', inputs });
  const [forward = '', backward = ''] = inputs;
  return emitter.add(
    { type: 'equations', inputs: { forward, backward }, output: 'y' },
    { equations: [merge === 'mul' ? 'y = forward * backward' : 'y = (forward + backward) / 2'] },
  );
}

export const RECURRENT_LAYERS: { readonly [className: string]: Convert } = {
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
  Bidirectional: bidirectional,
};
