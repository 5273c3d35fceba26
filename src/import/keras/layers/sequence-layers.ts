import { refuse } from '../../model/refusal.ts';
import { isList, shown } from '../files/json.ts';
import { activationOf } from './activations.ts';
import { type Convert, Emitter, made, type Use } from './conversion.ts';
import { applyActivation, done, expectShape } from './step-layers.ts';
import { Axis, featuresOf, maskOf, numbersOf, sequenceOf, type Value } from './values.ts';

/** Layers that make sequences, or read them as a whole, or move axes. */
export const SEQUENCE_LAYERS: { readonly [className: string]: Convert } = {
  Embedding: embedding,
  Masking: masking,
  Conv1D: conv1d,
  RepeatVector: repeatVector,
  GlobalAveragePooling1D: pooling,
  GlobalMaxPooling1D: pooling,
  Flatten: flatten,
  Reshape: reshape,
};

const onlyInput = ({ inputs, states }: Use): Value => {
  const [value] = inputs;
  return value === undefined || inputs.length > 1 || states.length > 0
    ? refuse(`it has ${inputs.length + states.length} inputs, not one`)
    : value;
};

function embedding(use: Use): readonly Value[] {
  const { layer, weights } = use;
  const value = onlyInput(use);
  const { input } = value;
  if (input === null) return refuse('it reads tokens that another layer computes, not an input of the model');
  if (input.kind === 'numbers')
    return refuse(`it reads input "${input.name}" as tokens, which another layer reads as numbers`);
  if (!value.axes.slice(0, -1).every((axis) => axis.become('steps')))
    return refuse('what it reads as steps is read as features elsewhere');
  input.kind = 'tokens';
  const vocabulary = layer.options.size('input_dim');
  const units = layer.options.size('output_dim');
  const isMasked = layer.options.flag('mask_zero');
  const table = weights.get('embeddings');
  expectShape('embeddings', table, [vocabulary, units]);
  const emitter = new Emitter(use);
  const name = emitter.add(
    { type: 'embedding', input: value.reference, vocabulary, units },
    { weights: [{ path: 'table', tensor: table }] },
  );
  const of: Value = made(value, name, [...value.axes, new Axis(units, 'features')]);
  return done(use, emitter, { ...of, mask: isMasked ? { of: value.reference, value: 0, isTokens: true } : null });
}

/** Steps that are the value in all features are left out, and are zero for layers that know no masks. */
function masking(use: Use): readonly Value[] {
  const value = onlyInput(use);
  const mask = use.layer.options.number('mask_value', 0);
  sequenceOf(value);
  if (value.reversed) return refuse('it reads a sequence that runs backward');
  const reference = numbersOf(value);
  const masked = { ...made(value, reference), mask: { of: reference, value: mask, isTokens: false } };
  if (mask === 0) return [masked];
  let name = '';
  const zeroed = (): string => {
    if (name === '')
      name = new Emitter(use).add(
        { type: 'equations', inputs: { x: reference }, output: 'y' },
        { equations: [`y = where(sum(float(x != ${mask})) > 0, x, 0)`] },
      );
    return name;
  };
  return [{ ...masked, zeroed }];
}

/** Stride 1, and as many steps as before. Masked steps are read as they are, and nothing behind it is masked. */
function conv1d(use: Use): readonly Value[] {
  const { layer, weights, conversion } = use;
  const { options } = layer;
  const value = onlyInput(use);
  if (options.text('data_format', 'channels_last') !== 'channels_last')
    return refuse('its features come before the steps');
  const { steps, features } = sequenceOf(value);
  if (value.reversed) return refuse('it reads a sequence that runs backward');
  const number = (key: string, fallback: number): number => {
    const given = options.value(key) ?? fallback;
    const [first, other] = isList(given) ? given : [given];
    return typeof first === 'number' && other === undefined ? first : refuse(`its option ${key} is ${shown(given)}`);
  };
  const size = number('kernel_size', 0);
  const [strides, dilation] = [number('strides', 1), number('dilation_rate', 1)];
  if (strides !== 1)
    return refuse(`it goes ${strides} steps at a time (strides); a conv1d gives an output for every step`);
  if (number('groups', 1) !== 1) return refuse('its features are in groups');
  const padding = options.text('padding', 'valid');
  if (padding !== 'causal' && padding !== 'same' && size !== 1)
    return refuse(`its padding is ${padding}; a conv1d gives as many steps as it reads (causal, same)`);
  const units = options.size('filters');
  const function_ = activationOf(options.value('activation'), conversion.dialect);
  const kernel = weights.get('kernel');
  expectShape('kernel', kernel, [size, features, units]);
  const bias = options.flag('use_bias', true) ? weights.get('bias') : null;
  if (bias !== null) expectShape('bias', bias, [units]);
  const emitter = new Emitter(use);
  const isPlain = function_.bound === 'linear' || function_.bound === null;
  const name = emitter.add(
    {
      type: 'conv1d',
      input: numbersOf(value),
      units,
      kernel_size: size,
      ...(size === 1 || dilation === 1 ? {} : { dilation }),
      ...(size === 1 || padding === 'causal' ? {} : { padding }),
      ...(bias === null ? { bias: false } : {}),
      ...(isPlain ? {} : { activation: function_.bound ?? '' }),
    },
    {
      weights: [{ path: 'kernel', tensor: kernel }, ...(bias === null ? [] : [{ path: 'bias', tensor: bias }])],
    },
  );
  const reference = function_.bound === null ? applyActivation(function_, name, emitter, '_activation') : name;
  return done(use, emitter, { ...made(value, reference, [steps, new Axis(units, 'features')]), mask: null });
}

function repeatVector(use: Use): readonly Value[] {
  const value = onlyInput(use);
  if (value.axes.length !== 1) return refuse('what it reads is not [batch, features]');
  return repeated(use, value, use.layer.options.size('n'));
}

function repeated(use: Use, value: Value, times: number): readonly Value[] {
  const features = featuresOf(value);
  const { conversion } = use;
  const name = new Emitter(use).add({ type: 'repeat', input: numbersOf(value), times });
  const layer = conversion.layers.find((other) => other.name === name);
  const steps = new Axis(times, 'steps', (along) => {
    if (layer === undefined) return;
    delete layer.keys.times;
    layer.keys.along = along;
  });
  return [{ ...made(value, name, [steps, new Axis(features, 'features')]), mask: null, reversed: false }];
}

function pooling(use: Use): readonly Value[] {
  const { layer, conversion } = use;
  const value = onlyInput(use);
  if (layer.options.text('data_format', 'channels_last') !== 'channels_last')
    return refuse('its features come before the steps');
  if (layer.options.flag('keepdims')) return refuse('it keeps an axis for the steps');
  const { features } = sequenceOf(value);
  const isMean = layer.className === 'GlobalAveragePooling1D';
  // the largest is taken over all steps, masked or not; so is the mean in TensorFlow.js
  const mask = isMean && conversion.dialect !== 'tfjs' ? maskOf(value) : null;
  const name = new Emitter(use).add({
    type: isMean ? 'mean' : 'max',
    input: numbersOf(value),
    ...(mask === null ? {} : { mask: { input: mask.of, value: mask.value } }),
  });
  return [{ ...made(value, name, [new Axis(features, 'features')]), mask: null, reversed: false }];
}

/** Axes of size 1 go away; anything else would put steps or features side by side. */
function flatten(use: Use): readonly Value[] {
  const value = onlyInput(use);
  if (use.layer.options.text('data_format', 'channels_last') !== 'channels_last')
    return refuse('its features come before the steps');
  return [flat(value)];
}

function flat(value: Value): Value {
  const kept = value.axes.filter((axis) => axis.size !== 1);
  const [last = value.axes.at(-1), other] = kept;
  if (last === undefined || other !== undefined)
    return refuse('it puts several steps side by side; only an axis of size 1 can go away');
  for (const axis of value.axes)
    if (axis !== last && !axis.become('one')) return refuse('an axis of size 1 that goes away is that of the steps');
  if (!last.become('features')) return refuse('it makes steps features');
  return { ...made(value, value.reference, [last]), input: value.input, mask: null };
}

function reshape(use: Use): readonly Value[] {
  const value = onlyInput(use);
  const target = use.layer.options.value('target_shape');
  if (!isList(target)) return refuse(`its target_shape is ${shown(target)}`);
  const sizes = value.axes.map(({ size }) => size);
  const wanted = openSize(target, sizes);
  if (wanted.join() === sizes.join()) return [made(value, numbersOf(value))];
  const [first, second] = wanted;
  if (wanted.length === 1) return [flat(value)];
  const [only] = value.axes;
  if (wanted.length === 2 && only !== undefined && value.axes.length === 1) {
    if (first === 1 && second === only.size) return repeated(use, value, 1);
    if (second === 1 && first === only.size) return column(value, only);
  }
  return refuse(`it makes [${target.map(shown).join(', ')}] of [${sizes.map((size) => size ?? 'open').join(', ')}]`);
}

/** The target with its -1 found; where that can't be, it stays. */
function openSize(target: readonly unknown[], sizes: readonly (number | null)[]): readonly (number | null)[] {
  const numbers = target.map((size) => (typeof size === 'number' ? size : null));
  const place = numbers.indexOf(-1);
  if (place < 0) return numbers;
  const open = sizes.filter((size) => size === null);
  const product = (list: readonly (number | null)[]): number =>
    list.reduce<number>((all, size) => all * (size ?? 1), 1);
  if (open.length === 1)
    return product(sizes) === product(numbers.filter((_, at) => at !== place))
      ? numbers.map((size, at) => (at === place ? null : size))
      : numbers;
  return numbers.map((size, at) =>
    at === place ? product(sizes) / product(numbers.filter((_, other) => other !== place)) : size,
  );
}

/** Steps of one number each: the input has them as [batch, steps, 1]. */
function column(value: Value, steps: Axis): readonly Value[] {
  const { input } = value;
  if (input === null) return refuse('it makes steps of features that a layer computes');
  if (input.kind !== null && input.column !== true)
    return refuse(`it reads input "${input.name}" as steps, which another layer reads otherwise`);
  if (!steps.become('steps')) return refuse(`input "${input.name}" is read as features elsewhere`);
  input.kind = 'numbers';
  input.column = true;
  return [made(value, value.reference, [steps, new Axis(1, 'features')])];
}
