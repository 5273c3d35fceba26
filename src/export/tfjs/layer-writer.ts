import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import type { LayerSpec, ParameterValue, RecurrentSpec, WrapSpec } from '../../../compiler/1-read/spec/spec.ts';
import { functionName, NotGiven, refuse } from './functions.ts';
import { maskingOf, maskKey, TensorMasks } from './masks.ts';
import { pathOf, type Tensor } from './tensor.ts';

export interface WrittenWeight {
  readonly name: string;
  /** Of the weight in the model. */
  readonly path: string;
}
export interface WrittenLayer {
  readonly className: string;
  readonly config: { readonly [key: string]: unknown };
  /** What each of its calls reads: several where layers of the model share its weights. */
  readonly calls: (readonly Tensor[])[];
  readonly weights: readonly WrittenWeight[];
}

const CELLS: ReadonlyMap<string, { readonly className: string; readonly states: readonly string[] }> = new Map([
  ['keras.simple_rnn', { className: 'SimpleRNN', states: ['h'] }],
  ['keras.lstm', { className: 'LSTM', states: ['h', 'c'] }],
  ['keras.gru', { className: 'GRU', states: ['h'] }],
]);

/** The states of a cell by its name in the library, in their order. */
export const statesOf = (cell: string): readonly string[] => CELLS.get(cell)?.states ?? [];

/** Every matrix starts as zeros, because the file has all weights, and orthogonal ones take long to make. */
const ZEROS = { class_name: 'Zeros', config: {} };

/** Writes layers of the model as layers of tfjs-layers, 4.22, and keeps what each reference of the model is there. */
export class LayerWriter {
  readonly layers: WrittenLayer[] = [];
  readonly #tensors = new Map<string, Tensor>();
  /** Parts of layers that something reads: `memory.last`. */
  readonly #read: ReadonlySet<string>;

  readonly #names: Set<string>;
  /** By layer and place in its stack, the name of the layer in the file that has the weights. */
  readonly #owners = new Map<string, string>();
  readonly #masks: TensorMasks;
  /** Layers Masking, by what they look at. */
  readonly #masked = new Map<string, Tensor>();

  /**
   * @param references all that something in the model reads
   * @param names of its inputs and layers
   */
  constructor(references: readonly Reference[], names: readonly string[], layers: readonly LayerSpec[]) {
    this.#masks = new TensorMasks(layers);
    this.#read = new Set(references.map(pathOf));
    this.#names = new Set(names);
  }
  /** A name for a lower layer of a stack, which is one of its own in the file. */
  #lowerName(name: string, index: number | 'masked'): string {
    let free = `${name}_${index}`;
    while (this.#names.has(free)) free = `${free}_`;
    this.#names.add(free);
    return free;
  }
  define(path: string, tensor: Tensor): void {
    this.#tensors.set(path, tensor);
  }
  tensor(reference: Reference): Tensor {
    const tensor = this.#tensors.get(pathOf(reference));
    if (tensor === undefined) throw new NotGiven(reference.target, pathOf(reference));
    return tensor;
  }

  write(layer: LayerSpec): void {
    const { name } = layer;
    const weightsAt = (weights: readonly string[]): readonly WrittenWeight[] =>
      weights.map((weight) => ({ name: `${name}/${weight}`, path: `${ownerOf(layer)}.${weight}` }));
    switch (layer.type) {
      case 'embedding': {
        if (layer.keepProb !== 1) refuse('it drops whole tokens in training');
        const sizes = {
          input_dim: layer.vocabulary.value,
          output_dim: layer.units.value,
          ...(this.#masks.isMaskZero(name) ? { mask_zero: true } : {}),
        };
        this.#one(layer, 'Embedding', [layer.input], { ...sizes, embeddings_initializer: ZEROS }, [
          { name: `${name}/embeddings`, path: `${ownerOf(layer)}.table` },
        ]);
        break;
      }
      case 'dense': {
        const activation = functionName(layer.activation);
        const config = { units: layer.units.value, activation, use_bias: layer.bias, kernel_initializer: ZEROS };
        this.#one(layer, 'Dense', [layer.input], config, weightsAt(layer.bias ? ['kernel', 'bias'] : ['kernel']));
        break;
      }
      case 'conv1d': {
        const { units, kernelSize, dilation, padding, bias } = layer;
        if (padding === 'causal' && kernelSize.value > 1)
          refuse('its padding is causal, which tfjs-layers reads and does not compute; it does padding: same');
        const config = {
          filters: units.value,
          kernel_size: [kernelSize.value],
          strides: [1],
          padding: 'same',
          data_format: 'channels_last',
          dilation_rate: [dilation],
          activation: functionName(layer.activation),
          use_bias: bias,
          kernel_initializer: ZEROS,
        };
        this.#one(layer, 'Conv1D', [layer.input], config, weightsAt(bias ? ['kernel', 'bias'] : ['kernel']));
        break;
      }
      case 'dropout': {
        if (layer.variational === true) refuse('it has one mask for the whole batch');
        const className = layer.variational === 'sample' ? 'SpatialDropout1D' : 'Dropout';
        this.#one(layer, className, [layer.input], { rate: rateOf(layer.keepProb) });
        break;
      }
      case 'activation':
        this.#one(layer, 'Activation', [layer.input], { activation: functionName(layer.function) });
        break;
      case 'concat':
        this.#one(layer, 'Concatenate', layer.inputs, { axis: -1 });
        break;
      case 'add':
        this.#one(layer, 'Add', layer.inputs, {});
        break;
      case 'multiply':
        this.#one(layer, 'Multiply', layer.inputs, {});
        break;
      case 'batch_norm':
      case 'layer_norm': {
        const { type, epsilon, center, scale } = layer;
        const momentum = layer.type === 'batch_norm' ? { momentum: layer.momentum } : {};
        const [className, statistics] =
          type === 'batch_norm'
            ? ['BatchNormalization', ['moving_mean', 'moving_variance']]
            : ['LayerNormalization', []];
        const weights = [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : []), ...statistics];
        this.#one(
          layer,
          className,
          [layer.input],
          { axis: -1, epsilon, center, scale, ...momentum },
          weightsAt(weights),
        );
        break;
      }
      case 'repeat':
        if (typeof layer.steps.value !== 'number')
          refuse('it repeats as many times as an input has steps, where RepeatVector has a number');
        this.#one(layer, 'RepeatVector', [layer.input], { n: layer.steps.value });
        break;
      case 'mean':
      case 'max': {
        if (layer.mask !== null) refuse('it has a mask, which pooling in tfjs-layers does not follow');
        const className = layer.type === 'mean' ? 'GlobalAveragePooling1D' : 'GlobalMaxPooling1D';
        this.#one(layer, className, [layer.input], {});
        break;
      }
      case 'recurrent':
        this.#recurrent(layer);
        break;
      default:
        refuse(`tfjs-layers has no layer of type ${layer.type}`);
    }
  }

  /** A layer of one result. */
  #one(
    layer: LayerSpec,
    className: string,
    inputs: readonly Reference[],
    config: WrittenLayer['config'],
    weights: readonly WrittenWeight[] = [],
  ): void {
    const [file, call] = this.#call(
      { layer, index: 0, own: layer.name },
      inputs.map((input) => this.tensor(input)),
      { className, config, weights },
    );
    this.define(layer.name, [file, call, 0]);
    this.#masks.pass(
      className,
      inputs.map((input) => this.tensor(input)),
      [file, call, 0],
    );
    if (layer.type === 'embedding' && this.#masks.isMaskZero(layer.name))
      this.#masks.set([file, call, 0], `${pathOf(layer.input)} 0`);
  }

  /** What a recurrent layer reads: with its mask, where it has one. */
  #underMask(layer: RecurrentSpec, input: Tensor, isRead: boolean): Tensor {
    const { areUsed } = this.#masks;
    const masking = maskingOf(layer, { brought: this.#masks.get(input), areUsed, isRead });
    if (masking === null || layer.mask === null) return input;
    const key = maskKey(layer.mask);
    const name = this.#masked.get(key)?.[0] ?? this.#lowerName(layer.name, 'masked');
    const masked: Tensor = [name, 0, 0];
    if (!this.#masked.has(key))
      this.layers.push({
        className: 'Masking',
        config: { name, trainable: true, dtype: 'float32', mask_value: masking },
        calls: [[input]],
        weights: [],
      });
    this.#masked.set(key, masked);
    return masked;
  }

  /**
   * One more call of the layer that has the weights, which the first of those that share them becomes.
   * @param own its name where it is the first
   * @returns the name of that layer and the number of the call
   */
  #call(
    { layer, index, own }: { readonly layer: LayerSpec; readonly index: number; readonly own: string },
    inputs: readonly Tensor[],
    { className, config, weights }: Pick<WrittenLayer, 'className' | 'config' | 'weights'>,
  ): readonly [file: string, call: number] {
    const place = `${ownerOf(layer)}.${index}`;
    const owner = this.#owners.get(place);
    const written = this.layers.find((other) => other.config.name === owner);
    if (owner !== undefined && written !== undefined) {
      const { name: _, trainable: __, dtype: ___, ...other } = written.config;
      if (written.className !== className || JSON.stringify(other) !== JSON.stringify(config))
        refuse(
          `it shares the weights of ${JSON.stringify(ownerOf(layer))} and computes otherwise, or other parts of it are read, where a layer of tfjs-layers does the same wherever it is called`,
        );
      written.calls.push(inputs);
      return [owner, written.calls.length - 1];
    }
    this.#owners.set(place, own);
    const all = { name: own, trainable: true, dtype: 'float32', ...config };
    this.layers.push({ className, config: all, calls: [inputs], weights });
    return [own, 0];
  }

  #recurrent(layer: RecurrentSpec): void {
    const { name, direction, cells, merge } = layer;
    const [input, ...others] = layer.input.values();
    if (input === undefined || others.length > 0) refuse('its cell has several inputs');
    if (layer.shareWithinStack) refuse('its cells share their weights');
    const isBoth = direction === 'bidirectional';
    if (isBoth && merge === 'none') refuse("its directions are kept apart, which tfjs-layers writes and can't read");
    if (layer.second.size > 0) refuse('its directions have different arguments');
    const readsSequence = this.#read.has(name);
    if (direction === 'backward' && (readsSequence || cells.length > 1))
      refuse('it goes backward and its sequence is read, which tfjs-layers gives in reverse');
    let before = this.#underMask(layer, this.tensor(input), readsSequence);
    for (const [index, use] of cells.entries()) {
      const cell =
        CELLS.get(use.cell) ?? refuse(`its cell ${use.cell} is none of tfjs-layers, which has those of keras`);
      const isLast = index === cells.length - 1;
      const own = this.#owners.get(`${ownerOf(layer)}.${index}`) ?? (isLast ? name : this.#lowerName(name, index));
      const finals = cell.states.map((state) => `${name}.${index}.${direction}.final.${state}`);
      const needsStates =
        finals.some((path) => this.#read.has(path)) || (isLast && readsSequence && this.#read.has(`${name}.last`));
      if (
        isBoth &&
        (needsStates || [...this.#read].some((path) => path.startsWith(`${name}.`) && path !== `${name}.last`))
      )
        refuse('parts of it other than its sequence or its last step are read');
      if (isBoth && readsSequence && this.#read.has(`${name}.last`))
        refuse('both its sequence and its last step are read');
      const states = this.#initial(layer, index, cell.states);
      const sequences = !isLast || readsSequence;
      const config = {
        ...cellConfig(use.cell, use.arguments, use.wrap),
        return_sequences: sequences,
        return_state: needsStates,
        go_backwards: direction === 'backward',
        stateful: false,
        unroll: false,
      };
      const weights = ['kernel', 'recurrent_kernel', ...(config.use_bias ? ['bias'] : [])];
      const inner = { class_name: cell.className, config: { name: own, trainable: true, ...config } };
      const named = (prefix: string, way: string): readonly WrittenWeight[] =>
        weights.map((weight) => ({ name: `${prefix}/${weight}`, path: `${ownerOf(layer)}.${index}.${way}.${weight}` }));
      const place = { layer, index, own };
      const [file, call] = isBoth
        ? this.#call(place, [before, ...states], {
            className: 'Bidirectional',
            config: { layer: inner, merge_mode: merge },
            weights: [...named(`${own}/forward_${own}`, 'forward'), ...named(`${own}/backward_${own}`, 'backward')],
          })
        : this.#call(place, [before, ...states], {
            className: cell.className,
            config,
            weights: named(own, direction),
          });
      before = [file, call, 0];
      if (needsStates) for (const [at, path] of finals.entries()) this.define(path, [file, call, at + 1]);
      // the state h of these cells is their output
      if (isLast) this.define(`${name}.last`, readsSequence && needsStates ? [file, call, 1] : [file, call, 0]);
      if (isLast && readsSequence) {
        this.define(name, [file, call, 0]);
        if (layer.mask !== null) this.#masks.set([file, call, 0], maskKey(layer.mask));
      }
    }
  }

  /** The tensors that the cell starts from; none where it starts from zeros. */
  #initial(
    { initial, learned, cells, direction }: RecurrentSpec,
    index: number,
    states: readonly string[],
  ): readonly Tensor[] {
    if (learned.size > 0) refuse('its initial state is learned, and no layer of tfjs-layers has such a weight');
    if (initial.size === 0) return [];
    if (direction === 'bidirectional') refuse('it has initial states in both directions');
    const keyOf = (at: number, state: string): string => `${at}.${direction}.${state}`;
    const known = new Set(cells.flatMap(({ cell }, at) => statesOf(cell).map((state) => keyOf(at, state))));
    if ([...initial.keys()].some((key) => !known.has(key)))
      refuse('it starts from what is no state by name of a layer of one direction');
    const given = states.map((state) => initial.get(keyOf(index, state)));
    if (given.every((reference) => reference === undefined)) return [];
    return given.map((reference) =>
      reference === undefined
        ? refuse('some of its states start from zeros, and others do not')
        : this.tensor(reference),
    );
  }
}

/** The layer whose weights it has. */
const ownerOf = ({ name, share }: LayerSpec): string => share?.value ?? name;

const rateOf = (keep: number): number => Number((1 - keep).toPrecision(15));

function cellConfig(
  cell: string,
  values: ReadonlyMap<string, ParameterValue>,
  wraps: readonly WrapSpec[],
): { readonly [key: string]: unknown; readonly use_bias: boolean } {
  const of = (name: string): ParameterValue | undefined => values.get(name);
  const activation = (name: string): string => {
    const value = of(name);
    return value === undefined || value.kind === 'number' || value.kind === 'boolean'
      ? refuse(`its ${name} is no function`)
      : functionName(value);
  };
  const flag = (name: string): boolean => of(name)?.kind === 'boolean' && (of(name) as { value: boolean }).value;
  const units = of('units');
  if (cell === 'keras.gru' && flag('reset_after'))
    return refuse('it is a GRU with reset_after, which tfjs-layers does not have: train it with reset_after: false');
  let [dropout, recurrentDropout] = [0, 0];
  for (const wrap of wraps) {
    if (wrap.kind !== 'dropout') return refuse(`it has a wrapper ${wrap.kind}`);
    if (wrap.outputKeepProb !== 1 || wrap.variational !== 'sample' || dropout + recurrentDropout > 0)
      return refuse('its dropout is not that of Keras: on inputs and states, variational: sample');
    dropout = rateOf(wrap.inputKeepProb);
    recurrentDropout = rateOf(wrap.stateKeepProb);
  }
  return {
    units: units?.kind === 'number' ? units.value : refuse('its units are no number'),
    activation: activation('activation'),
    ...(cell === 'keras.simple_rnn' ? {} : { recurrent_activation: activation('recurrent_activation') }),
    use_bias: flag('use_bias'),
    kernel_initializer: ZEROS,
    recurrent_initializer: ZEROS,
    bias_initializer: ZEROS,
    ...(cell === 'keras.lstm' ? { unit_forget_bias: false } : {}),
    ...(cell === 'keras.gru' ? { reset_after: false } : {}),
    dropout,
    recurrent_dropout: recurrentDropout,
  };
}
