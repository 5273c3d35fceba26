import { DAMAGED, quoted, refuse } from '../../model/refusal.ts';
import type { KerasLayer } from '../config/read-model.ts';
import { isList, shown } from '../files/json.ts';
import { type Activation, activationOf, layerActivation } from './activations.ts';
import { type Convert, Emitter, made, type Use } from './conversion.ts';
import { Axis, featuresOf, numbersOf, type Value } from './values.ts';

/** Layers that do the same at every step, and so may stand in TimeDistributed. */
export const STEP_LAYERS: { readonly [className: string]: Convert } = {
  Dense: dense,
  Dropout: dropout,
  SpatialDropout1D: dropout,
  Activation: activation,
  ReLU: activation,
  ELU: activation,
  LeakyReLU: activation,
  ThresholdedReLU: activation,
  Softmax: activation,
  PReLU: prelu,
  LayerNormalization: layerNormalization,
  BatchNormalization: batchNormalization,
  Rescaling: rescaling,
  GaussianNoise: onlyInTraining,
  GaussianDropout: onlyInTraining,
  AlphaDropout: onlyInTraining,
  ActivityRegularization: onlyInTraining,
};

export const onlyInput = ({ inputs, states }: Use): Value => {
  const [value] = inputs;
  if (value === undefined || inputs.length > 1 || states.length > 0)
    return refuse(`it has ${inputs.length + states.length} inputs, not one`);
  return value;
};

/** @returns the name of a layer that applies the function, or what it reads where that is the identity */
export function applyActivation({ bound, text }: Activation, input: string, emitter: Emitter, suffix: string): string {
  if (bound === 'linear') return input;
  if (bound !== null) return emitter.add({ type: 'activation', input, function: bound }, { suffix });
  return emitter.add(
    { type: 'equations', inputs: { x: input }, output: 'y' },
    { suffix, equations: [`y = ${text('x')}`] },
  );
}

function dense(use: Use): readonly Value[] {
  const { layer, weights, conversion } = use;
  const value = onlyInput(use);
  const units = layer.options.size('units');
  const function_ = activationOf(layer.options.value('activation'), conversion.dialect);
  const kernel = weights.get('kernel');
  const features = featuresOf(value);
  expectShape('kernel', kernel, [features, units]);
  const bias = layer.options.flag('use_bias', true) ? weights.get('bias') : null;
  if (bias !== null) expectShape('bias', bias, [units]);
  const emitter = new Emitter(use);
  const isPlain = function_.bound === 'linear' || function_.bound === null;
  const name = emitter.add(
    {
      type: 'dense',
      input: numbersOf(value),
      units,
      ...(bias === null ? { bias: false } : {}),
      ...(isPlain ? {} : { activation: function_.bound ?? '' }),
    },
    {
      weights: [{ path: 'kernel', tensor: kernel }, ...(bias === null ? [] : [{ path: 'bias', tensor: bias }])],
    },
  );
  const reference = function_.bound === null ? applyActivation(function_, name, emitter, '_activation') : name;
  return done(use, emitter, made(value, reference, [...value.axes.slice(0, -1), new Axis(units, 'features')]));
}

/** Notes for later uses of the layer which layers its weights are in. */
export function done(use: Use, emitter: Emitter, ...values: readonly Value[]): readonly Value[] {
  if (use.earlier.length === 0) (use.earlier as string[]).push(...emitter.made);
  return values;
}

export function expectShape(
  what: string,
  { dims }: { readonly dims: readonly number[] },
  shape: readonly number[],
): void {
  if (dims.join() !== shape.join())
    refuse(
      `its weight ${quoted(what)} is [${dims.join(', ')}]; of its options and its input follows [${shape.join(', ')}]`,
      DAMAGED,
    );
}

function activation(use: Use): readonly Value[] {
  const { layer, conversion } = use;
  const value = onlyInput(use);
  const { className, options } = layer;
  const function_ = layerActivation(className, options, conversion.dialect) ?? refuse('it is no activation');
  if (className === 'Softmax' && value.mask !== null && conversion.dialect !== 'tfjs')
    return refuse('under a mask it leaves features out');
  if (function_.bound === 'softmax') featuresOf(value);
  const emitter = new Emitter(use);
  return [made(value, applyActivation(function_, numbersOf(value), emitter, ''))];
}

function dropout(use: Use): readonly Value[] {
  const { layer } = use;
  const value = onlyInput(use);
  const rate = layer.options.number('rate');
  if (!(rate >= 0 && rate < 1)) return refuse(`its option rate is ${rate}`);
  const isSpatial = layer.className === 'SpatialDropout1D';
  const shape = layer.options.value('noise_shape');
  // one mask for all steps is drawn where the shape has a 1 in their place
  const isOverSteps = isList(shape) && shape.length === 3 && shape[1] === 1 && value.axes.length === 2;
  if (shape !== undefined && !isOverSteps) return refuse(`its noise_shape is ${shown(shape)}`);
  const input = numbersOf(value);
  if (rate === 0) return [made(value, input)];
  const once = isSpatial || isOverSteps ? { variational: 'sample' } : {};
  return [made(value, new Emitter(use).add({ type: 'dropout', input, rate, ...once }))];
}

function onlyInTraining(use: Use): readonly Value[] {
  for (const option of ['rate', 'stddev', 'l1', 'l2', 'noise_shape']) use.layer.options.value(option);
  use.conversion.notes.add(
    `layer ${use.layer.name} (${use.layer.className}) acts in training only, and has no equal there: it is left out`,
  );
  const value = onlyInput(use);
  return [made(value, numbersOf(value))];
}

/** The shape of what is normalised must be that of the features. */
function lastAxisOnly({ options }: KerasLayer, { axes }: Value): void {
  const axis = options.value('axis') ?? -1;
  const listed = isList(axis) ? axis : [axis];
  if (listed.length !== 1 || (listed[0] !== -1 && listed[0] !== axes.length))
    refuse(`it goes over axis ${shown(axis)}; only the last one is that of the features`);
}

function layerNormalization(use: Use): readonly Value[] {
  return normalizing(use, 'layer_norm', []);
}

/** With the mean and variance that the training has left, which a training here moves on. */
function batchNormalization(use: Use): readonly Value[] {
  const { layer, conversion } = use;
  const momentum = layer.options.number('momentum', 0.99);
  // of another layer it says what a training leaves alone, of this one also what it normalises by
  if (!layer.trainable)
    conversion.notes.add(
      `layer ${layer.name} (BatchNormalization) is not trainable in the file: with a section training, write its name under frozen, so that it keeps its statistics`,
    );
  return normalizing(use, 'batch_norm', ['moving_mean', 'moving_variance'], momentum === 0.99 ? {} : { momentum });
}

function normalizing(
  use: Use,
  type: string,
  statistics: readonly string[],
  keys: { readonly [key: string]: number } = {},
): readonly Value[] {
  const { options } = use.layer;
  const value = onlyInput(use);
  lastAxisOnly(use.layer, value);
  const features = featuresOf(value);
  const epsilon = options.number('epsilon', 1e-3);
  const [scale, center] = [options.flag('scale', true), options.flag('center', true)];
  const names = [...(scale ? ['gamma'] : []), ...(center ? ['beta'] : []), ...statistics];
  const weights = names.map((name) => ({ path: name, tensor: use.weights.get(name) }));
  for (const { path, tensor } of weights) expectShape(path, tensor, [features]);
  const emitter = new Emitter(use);
  const name = emitter.add(
    {
      type,
      input: numbersOf(value),
      ...(epsilon === 1e-3 ? {} : { epsilon }),
      ...(center ? {} : { center }),
      ...(scale ? {} : { scale }),
      ...keys,
    },
    { weights },
  );
  return done(use, emitter, made(value, name));
}

function prelu(use: Use): readonly Value[] {
  const value = onlyInput(use);
  const features = featuresOf(value);
  use.layer.options.value('shared_axes');
  const alpha = use.weights.get('alpha');
  if (alpha.dims.slice(0, -1).some((size) => size !== 1)) return refuse('it has a slope of its own for every step');
  expectShape('alpha', { dims: alpha.dims.slice(-1) }, [features]);
  const emitter = new Emitter(use);
  const name = emitter.add(
    { type: 'equations', inputs: { x: numbersOf(value) }, weights: { alpha: { shape: [features] } }, output: 'y' },
    { equations: ['y = where(x > 0, x, alpha * x)'], weights: [{ path: 'alpha', tensor: alpha, shape: [features] }] },
  );
  return done(use, emitter, made(value, name));
}

function rescaling(use: Use): readonly Value[] {
  const value = onlyInput(use);
  const scale = use.layer.options.number('scale');
  const offset = use.layer.options.number('offset', 0);
  const name = new Emitter(use).add(
    { type: 'equations', inputs: { x: numbersOf(value) }, output: 'y' },
    { equations: [`y = x * ${scale} + ${offset}`] },
  );
  return [made(value, name)];
}
