/** Advice for keys of other frameworks: every sentence says what to write in a model of rnnc for the same effect. */

/** The surroundings of an unknown key. */
export interface ForeignKey {
  readonly key: string;
  /** As written; null for lists and mappings. */
  readonly value: string | null;
  /** The keys that would be taken there. */
  readonly known: readonly string[];
  /** The layer that it belongs to; null outside layers. */
  readonly layer: string | null;
  /** What the layer reads; null where that is not one reference. */
  readonly input: string | null;
  /** The cell of the layer; null where it has none, or several. */
  readonly cell: string | null;
  /** Whether the key stands among the arguments of a cell, and not beside the cell. */
  readonly inArguments: boolean;
  /** The input of the model that it belongs to; absent outside inputs. */
  readonly modelInput?: string;
}

/** Names that other frameworks have for keys of rnnc. Where a name stands for several keys, the one that is allowed at the place is advised. */
const synonyms: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['use_bias', ['bias', 'use_bias']],
  ['bias', ['use_bias']],
  ['has_bias', ['bias', 'use_bias']],
  ...['hidden_size', 'hidden_dim', 'hidden_units', 'hidden', 'num_units', 'n_units', 'state_size', 'cell_size'].map(
    (name) => [name, ['units']] as const,
  ),
  ...['out_features', 'output_size', 'output_dim', 'embedding_dim', 'embedding_size', 'size', 'dim'].map(
    (name) => [name, ['units']] as const,
  ),
  ...['num_embeddings', 'vocab_size', 'vocabulary_size', 'num_tokens', 'vocab'].map(
    (name) => [name, ['vocabulary']] as const,
  ),
  ['input_dim', ['vocabulary']],
  ['nonlinearity', ['activation', 'function']],
  ['activation', ['activation', 'function']],
  ['inner_activation', ['recurrent_activation']],
  ['gate_activation', ['recurrent_activation']],
  ['proj_size', ['num_proj']],
  ['merge_mode', ['merge']],
  ...['gap', 'delay', 'offset', 'skip'].map((name) => [name, ['lead']] as const),
  ...['lookback', 'look_back', 'window', 'input_width', 'window_size'].map((name) => [name, ['width']] as const),
  ...['steps_ahead', 'label_width', 'output_width', 'forecast'].map((name) => [name, ['horizon']] as const),
  ['num_layers', ['depth']],
  ['n_layers', ['depth']],
  ['layers', ['depth']],
  ['initial_state', ['initial']],
  ['initial_states', ['initial']],
  ['keep_prob', ['output_keep_prob']],
  ['p', ['rate']],
  ['prob', ['rate']],
  ['params', ['parameters']],
  ['lr', ['rate']],
  ['learning_rate', ['rate']],
  ['batch_size', ['batch']],
  ['num_epochs', ['epochs']],
  ['loss', ['losses']],
  ...['clipnorm', 'clip_norm', 'grad_clip', 'gradient_clip', 'max_grad_norm'].map((name) => [name, ['clip']] as const),
]);

/** What others call `key` may be these keys. */
export const synonymsOf = (key: string): readonly string[] => synonyms.get(key) ?? [];

/** Whether `key` is what others call `name`. */
export const isSynonym = (key: string, name: string): boolean => synonyms.get(key)?.includes(name) ?? false;

/** Keys that belong beside the cell. */
const layerKeys: ReadonlySet<string> = new Set([
  'depth',
  'direction',
  'merge',
  'backward',
  'initial',
  'wrap',
  'share',
  'init',
  'padding',
  'mask',
]);
/** Arguments that cells have by these names. */
const cellArguments: ReadonlySet<string> = new Set([
  'units',
  'activation',
  'recurrent_activation',
  'use_bias',
  'unit_forget_bias',
  'forget_bias',
  'reset_after',
  'use_peepholes',
  'num_proj',
]);
/** Which weight an initialiser of this name is for. */
const initialisers: ReadonlyMap<string, string> = new Map([
  ['kernel_initializer', 'kernel'],
  ['recurrent_initializer', 'recurrent_kernel'],
  ['bias_initializer', 'bias'],
  ['weight_initializer', 'kernel'],
]);

/** What the column is called that puts steps in order. */
const ORDERS: ReadonlySet<string> = new Set(['order', 'order_by', 'sort', 'sort_by', 'time', 'step', 'steps']);

/** How others say which steps do not count. */
const MASKS: ReadonlySet<string> = new Set([
  'mask',
  'masking',
  'mask_value',
  'masking_value',
  'mask_zero',
  'padding_value',
]);
const maskValue = (value: string | null): string =>
  value !== null && Number.isFinite(Number(value)) && value.trim() !== '' ? value : '0';

/** What does the same as this key, as a whole sentence for `fix`. Null where nothing is known. */
export function foreignKeyFix(place: ForeignKey): string | null {
  const { key, value, known, inArguments, modelInput } = place;
  if (modelInput !== undefined && MASKS.has(key))
    return `write mask: {input: ${modelInput}, value: ${maskValue(value)}} at each layer over time that reads "${modelInput}" and shall pass over such steps`;
  const isCellLayer = inArguments || known.includes('cell');
  const sentence = isCellLayer
    ? (ofCellLayers(place) ?? ofAllLayers(place))
    : place.layer === null
      ? null
      : ofAllLayers(place);
  if (sentence !== null) return sentence;
  // data.sequence says whose rows belong together, data.time in which order
  if (known.includes('by') && known.includes('longest') && ORDERS.has(key))
    return `write ${value === null ? 'time: COLUMN' : `time: ${value}`} under data, beside sequence:`;
  // a column shares the rule of a vocabulary
  if (key === 'share' && known.includes('vocabulary')) return `write vocabulary: {share: ${value ?? 'COLUMN'}}`;
  for (const name of [...(synonyms.get(key) ?? []), key]) {
    if (name !== key && known.includes(name)) return `write ${name}: ${value ?? '…'}`;
    if (inArguments && layerKeys.has(name)) return `write it beside cell:, as ${name}: ${value ?? '…'}`;
    if (!inArguments && isCellLayer && cellArguments.has(name))
      return `write it among the arguments of the cell: cell: {${place.cell ?? 'NAME'}: {${name}: ${value ?? '…'}, …}}`;
  }
  return null;
}

/** Advice for keys of layers that run a cell. */
function ofCellLayers({ key, value, layer, input, inArguments, known }: ForeignKey): string | null {
  const name = layer ?? 'LAYER';
  const beside = inArguments ? 'beside cell: write' : 'write';
  const isOn = value === null || value === 'true';
  switch (key) {
    case 'return_sequences':
      return isOn
        ? `this needs no key: "${name}" is all steps, "${name}.last" the last valid one`
        : `name "${name}.last" where "${name}" is read: it is the last valid step`;
    case 'return_last':
      return `name "${name}.last" where "${name}" is read: it is the last valid step`;
    case 'return_state':
      return `name a final state where it is read: "${name}.final.STATE", such as ${name}.final.h`;
    case 'go_backwards':
    case 'reverse':
      return `${beside} direction: ${isOn ? 'backward' : 'forward'}; what it gives stands in the order of its input`;
    case 'bidirectional':
      return `${beside} direction: ${isOn ? 'bidirectional' : 'forward'}`;
    case 'stateful':
      return isOn
        ? 'write training: {carry: true} to train so; after that, states go on in a session: model.session()'
        : 'this needs no key: every run starts from zero, or from initial:';
    case 'batch_first':
    case 'time_major':
      return 'this needs no key: what is fed is always [batch, time, features]';
    case 'initial_state':
    case 'initial_states':
      return `${beside} initial: ${value ?? '{STATE: …}'}`;
    case 'sequence_length':
    case 'lengths':
      return 'lengths are given with what is fed: rows of different lengths, or the feed time.lengths beside padded ones';
    case 'dropout':
      return inArguments ? `beside cell: write wrap: [{dropout: {rate: ${value ?? '0.2'}}}]` : null;
    case 'mask':
      // a name goes beside the cell as it is
      return inArguments && (isOn || Number.isFinite(Number(value)))
        ? `${beside} mask: {input: ${input ?? 'INPUT'}, value: ${maskValue(value)}}`
        : null;
    case 'masking':
    case 'mask_value':
    case 'masking_value':
    case 'padding_value':
      return `${beside} mask: {input: ${input ?? 'INPUT'}, value: ${maskValue(value)}}`;
    case 'zoneout':
    case 'zoneout_rate':
    case 'recurrent_zoneout':
      return `${beside} wrap: [{zoneout: {rate: ${value ?? '0.1'}}}]`;
    case 'residual':
      return `${beside} wrap: [residual]`;
    case 'variational':
    case 'variational_recurrent':
      return `${beside} wrap: [{dropout: {rate: 0.2, variational: ${isOn ? 'true' : 'false'}}}]`;
    case 'recurrent_dropout':
      return `${beside} wrap: [{dropout: {state_keep_prob: ${complement(value)}, variational: sample}}]`;
    case 'input_keep_prob':
    case 'output_keep_prob':
    case 'state_keep_prob':
      return `${beside} wrap: [{dropout: {${key}: ${value ?? '0.8'}}}]`;
    case 'zero_output_for_mask':
      return `${beside} padding: ${isOn ? 'zero' : 'previous'}`;
    case 'unroll':
      return 'at the top of the model write unroll: N, the number of steps; without it a loop takes any number';
    case 'implementation':
    case 'swap_memory':
    case 'parallel_iterations':
    case 'state_is_tuple':
      return 'this needs no key: how a model is computed is for the compiler to choose';
    case 'bias':
    case 'use_bias':
      return inArguments && !known.includes('use_bias')
        ? `beside cell: write init: {bias: zeros}, and to keep it so training: {frozen: [${name}.bias]}`
        : null;
    default:
      return null;
  }
}

function ofAllLayers({ key, value, layer, input, known, inArguments }: ForeignKey): string | null {
  const name = layer ?? 'LAYER';
  const beside = inArguments ? 'beside cell: write' : 'write';
  const weight = initialisers.get(key);
  if (weight !== undefined) return `${beside} init: {${weight}: ${value ?? '…'}}`;
  if (/_regularizer$|^weight_decay$/.test(key)) return 'write training: {weight_penalty: {l2: 0.0001}}';
  const isTable = known.includes('vocabulary');
  switch (key) {
    case 'trainable':
      return value === 'false'
        ? `write training: {frozen: [${name}]}`
        : 'this needs no key: what training: {frozen: [NAME]} does not name is trained';
    case 'name':
      return `the name of a layer is its key: "${name}"`;
    case 'mask_zero':
      return `write mask: ${input ?? 'INPUT'} at each layer over time that shall pass over zeros`;
    case 'n':
      return known.includes('times') ? `write times: ${value ?? '12'}` : null;
    case 'padding_idx':
      return `write mask: {input: ${input ?? 'INPUT'}, value: ${value ?? '0'}} at each layer over time that shall pass over it`;
    case 'input_length':
      return 'this needs no key: any number of steps is taken';
    case 'in_features':
    case 'input_size':
    case 'input_shape':
    case 'input_dim':
      return isTable
        ? null
        : `this needs no key: the size follows from what "${name}" reads, and of inputs from shape:`;
    case 'dropout':
      return inArguments || known.includes('cell')
        ? null
        : `give it a layer of its own: {type: dropout, input: ${name}, rate: ${value ?? '0.2'}}`;
    default:
      return null;
  }
}

/** 1 minus the number, rounded so that 1 - 0.9 gives 0.1. */
function complement(value: string | null): string {
  const rate = Number(value ?? 'NaN');
  return Number.isFinite(rate) ? `${Number((1 - rate).toPrecision(6))}` : '0.9';
}

/** Other words for the values of an enumeration. */
const values: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...['reverse', 'reversed', 'backwards', 'right_to_left'].map((word) => [word, ['backward']] as const),
  ...['both', 'bi', 'two', 'bidir'].map((word) => [word, ['bidirectional', 'both']] as const),
  ['concatenate', ['concat']],
  ['cat', ['concat']],
  ['average', ['ave']],
  ['mean', ['ave']],
  ['add', ['sum']],
  ...['Concatenate', 'Concat', 'join'].map((word) => [word, ['concat']] as const),
  ...['Add', 'sum'].map((word) => [word, ['add']] as const),
  ...['Multiply', 'mul', 'product'].map((word) => [word, ['multiply']] as const),
  ['multiply', ['mul']],
  ...['RepeatVector', 'repeat_vector', 'repeatVector'].map((word) => [word, ['repeat']] as const),
  ...['Conv1D', 'Conv1d', 'conv', 'convolution', 'causal_conv1d'].map((word) => [word, ['conv1d']] as const),
  ...['BatchNormalization', 'BatchNorm1d', 'BatchNorm', 'batchnorm', 'batch_normalization'].map(
    (word) => [word, ['batch_norm']] as const,
  ),
  ...['LayerNormalization', 'LayerNorm', 'layerNorm', 'layernorm', 'layer_normalization'].map(
    (word) => [word, ['layer_norm']] as const,
  ),
  ['None', ['none']],
]);

/** What a word of another framework is called here. Null where nothing is known. */
export function foreignValue(word: string, known: readonly string[]): string | null {
  const found = (values.get(word) ?? []).find((name) => known.includes(name));
  return found === undefined ? null : `write ${found}`;
}
