import { type LayerSpec, statisticsOf } from '../../1-read/spec/spec.ts';
import { frozenPaths, type TrainingSpec } from '../../1-read/spec/training-spec.ts';
import { staticSize } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import type { Placed } from '../equations/emitter.ts';
import { applyFunction } from '../equations/functions.ts';

type LayerNorm = Extract<LayerSpec, { type: 'layer_norm' }>;
type BatchNorm = Extract<LayerSpec, { type: 'batch_norm' }>;

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta`, mean and variance over the last axis at every step alike (Ba et al. 2016; Keras 3.15
 * LayerNormalization, PyTorch 2.15 LayerNorm).
 */
export function buildLayerNorm(context: BuildContext, layer: LayerNorm): Flow {
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
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta` at every step alike (Ioffe and Szegedy 2015). In training mean and variance are those of the batch,
 * and the moving statistics, weights that no gradient changes, go after them; at inference, and in training where they are frozen, they are the moving
 * ones (Keras 3.15 BatchNormalization, frozen as with trainable=False; PyTorch 2.15 BatchNorm1d, frozen as after eval()).
 */
export function buildBatchNorm(context: BuildContext, layer: BatchNorm): Flow {
  const flow = context.read(layer.name, layer.input);
  const size = context.features(flow, `layer "${layer.name}"`, layer.input.span);
  const weight = weightsPerFeature(context, layer, size);
  const gamma = layer.scale ? weight('gamma', 'ones').id : null;
  const beta = layer.center ? weight('beta', 'zeros').id : null;
  const moving = { mean: weight('moving_mean', 'zeros').id, variance: weight('moving_variance', 'ones').id };
  const t = context.terms(layer.name, layer.span);
  const isTrained = context.variant === 'training' && followsBatches(layer, context.frozen);
  const { centred, variance } = isTrained
    ? followBatch(context, layer, flow)
    : { centred: t.sub(flow.id, moving.mean), variance: moving.variance };
  const inverse = t.emit('rsqrt', [t.add(variance, t.number(layer.epsilon))], {});
  const scaled = t.mul(centred, gamma === null ? inverse : t.mul(inverse, gamma));
  return { id: beta === null ? scaled : t.add(scaled, beta), time: flow.time };
}

/** Whether training normalises by the statistics of its batches, and not by frozen ones. */
export function followsBatches(layer: BatchNorm, frozen: TrainingSpec['frozen']): boolean {
  const statistics = statisticsOf(layer);
  return frozenPaths(frozen, statistics).size < statistics.length;
}

/**
 * What a batch is less its mean, and its variance: over rows and, of a sequence, the steps that something reads (Keras 3.15 with the mask of what reads it). The
 * moving statistics become `momentum * old + (1 - momentum) * that of the batch`; a batch without steps leaves them as they are. Both variances are divided
 * by the count, as in Keras; with `unbiased` the one that the moving variance follows by one less, as in PyTorch.
 */
function followBatch(
  context: BuildContext,
  layer: BatchNorm,
  flow: Flow,
): { readonly centred: ValueId; readonly variance: ValueId } {
  const t = context.terms(`${layer.name}.batch`, layer.span);
  const { shape } = t.typeOf(flow.id);
  const axes = shape.slice(0, -1).map((_, axis) => axis);
  const { time } = flow;
  const steps = time === null ? null : context.readSteps(layer.name, time);
  const counted = (x: ValueId): ValueId =>
    time === null || steps === null
      ? x
      : context.fill(x, { time, valid: steps }, 0, { path: `${layer.name}.batch`, span: layer.span }, layer.name);
  const named = (name: string, id: ValueId): ValueId => {
    context.builder.rename(id, `${layer.name}.batch.${name}`);
    return id;
  };
  const sum = (x: ValueId, over = axes): ValueId => t.emit('reduce_sum', [x], { axes: over, keepDims: false });
  const lead = time === null ? 1 : 2;
  const ones = steps === null ? t.filled(1, shape.slice(0, lead)) : t.emit('cast', [steps], { dtype: 'float32' });
  const perStep = shape.slice(lead, -1).reduce((n, dim) => n * (staticSize(dim) ?? 1), 1);
  const counts = sum(ones, axes.slice(0, lead));
  const count = named('count', perStep === 1 ? counts : t.times(counts, perStep));
  const one = t.number(1);
  const atLeastOne = (x: ValueId): ValueId => t.emit('maximum', [x, one], {});
  const mean = named('mean', t.div(sum(counted(flow.id)), atLeastOne(count)));
  const centred = counted(t.sub(flow.id, mean));
  const squares = sum(t.mul(centred, centred));
  const variance = named('variance', t.div(squares, atLeastOne(count)));
  const spread = layer.unbiased ? t.div(squares, atLeastOne(t.sub(count, one))) : variance;
  // 0 in a batch without steps
  const share = t.times(t.emit('minimum', [count, one], {}), 1 - layer.momentum);
  const [meanPath, variancePath] = statisticsOf(layer);
  const toward = (batch: ValueId) => (now: ValueId) => t.add(now, t.mul(t.sub(batch, now), share));
  context.weights.follow(meanPath, toward(mean));
  context.weights.follow(variancePath, toward(spread));
  return { centred, variance };
}

/** Weights with a number for each of `size` features. */
function weightsPerFeature(context: BuildContext, layer: LayerNorm | BatchNorm, size: number) {
  const weight = context.weights.ofLayer(layer);
  return (name: string, usual: 'ones' | 'zeros'): Placed =>
    weight(name, [size], usual, { formula: '[features of the input]' });
}
