import type { LayerSpec } from '../../1-read/spec/spec.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import type { Placed } from '../equations/emitter.ts';
import { applyFunction } from '../equations/functions.ts';

type Norm = Extract<LayerSpec, { type: 'layer_norm' | 'batch_norm' }>;

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, mean and variance over the last axis at every step alike (Ba et al. 2016; Keras 3.15
 * LayerNormalization, PyTorch 2.15 LayerNorm).
 */
export function buildLayerNorm(context: BuildContext, layer: Norm): Flow {
  const flow = context.read(layer.name, layer.input);
  const size = context.features(flow, `layer "${layer.name}"`, layer.input.span);
  const weight = weightsPerFeature(context, layer, size);
  const named = new Map<string, Placed>([
    ...(layer.scale ? [['gamma', weight('gamma', 'ones')] as const] : []),
    ...(layer.center ? [['beta', weight('beta', 'zeros')] as const] : []),
  ]);
  const x = { id: flow.id, span: layer.input.span };
  const id = applyFunction('layer_norm', {
    emitter: context.emitter(layer.name, flow.time),
    tensors: [x],
    named: new Map([['x', x], ...named]),
    numbers: new Map([['epsilon', layer.epsilon]]),
    axis: null,
    span: layer.span,
  });
  return { id, time: flow.time };
}

/**
 * `(x - moving_mean) / sqrt(moving_variance + epsilon) * gamma + beta` at every step alike, as it is after training (Ioffe and Szegedy 2015; Keras 3.15
 * BatchNormalization with training=False, PyTorch 2.15 BatchNorm1d after eval()). The statistics are weights that the layer was given.
 */
export function buildBatchNorm(context: BuildContext, layer: Norm): Flow {
  const flow = context.read(layer.name, layer.input);
  const size = context.features(flow, `layer "${layer.name}"`, layer.input.span);
  const weight = weightsPerFeature(context, layer, size);
  const { span, epsilon } = layer;
  const { builder } = context;
  const emitter = context.emitter(layer.name, flow.time);
  const op = (name: 'add' | 'sub' | 'mul' | 'rsqrt', ...operands: readonly Placed[]): Placed => ({
    id: emitter.emit(name, operands, {}, span),
    span,
  });
  const gamma = layer.scale ? weight('gamma', 'ones') : null;
  const beta = layer.center ? weight('beta', 'zeros') : null;
  const [mean, variance] = [weight('moving_mean', 'zeros'), weight('moving_variance', 'ones')];
  const added = { id: builder.constant(epsilon, 'float32', { path: layer.name, span }), span };
  const inverse = op('rsqrt', op('add', variance, added));
  const factor = gamma === null ? inverse : op('mul', inverse, gamma);
  const scaled = op('mul', op('sub', { id: flow.id, span: layer.input.span }, mean), factor);
  return { id: (beta === null ? scaled : op('add', scaled, beta)).id, time: flow.time };
}

/** Weights with a number for each of `size` features. */
function weightsPerFeature(context: BuildContext, layer: Norm, size: number) {
  const weight = context.weights.ofLayer(layer);
  return (name: string, usual: 'ones' | 'zeros'): Placed =>
    weight(name, [size], usual, { formula: '[features of the input]' });
}
