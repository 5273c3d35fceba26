import type { LayerSpec, MaskSpec } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import { constantDim, type Shape } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';

type OverTime = Extract<LayerSpec, { type: 'last' | 'mean' | 'max' }>;

/**
 * One vector per sequence (of an inner axis: per step of the axis around it) from its steps that count: the last, their mean or their maximum. Without any,
 * zeros, and as the maximum -Infinity: what ReduceMax gives for nothing (ONNX Runtime 1.32, TensorFlow 2.21), while PyTorch 2.15 and GlobalMaxPooling1D of
 * Keras 3.15, which knows no mask, refuse it. A finite number would be one that a real maximum may have, and not what is imported and exported means. It is
 * no padding: beyond the last step of an outer axis the value is finite as all others are.
 */
export function buildOverTime(context: BuildContext, layer: OverTime): Flow {
  const flow = context.resolve(layer.input);
  if (flow.time === null) throw new BuildFailure(messages.needsSequence(layer.input.span, layer.name, layer.type));
  if (layer.type !== 'last')
    return reduceOverTime(context, layer, flow.id, flow.time, { by: layer.type, span: layer.typeSpan });
  const origin = { path: layer.name, span: layer.span };
  const end = layer.mask === null ? context.inputs.lengths(flow.time) : endOf(context, layer, layer.mask, flow.time);
  return context.axes.fromRows(context.builder.emit('last_step', [flow.id, end], {}, origin), flow.time, origin);
}

/** int32 [rows]: the number of steps up to the last one that counts, or 0. */
function endOf(context: BuildContext, layer: OverTime, mask: MaskSpec, time: string): ValueId {
  const { builder } = context;
  const origin = { path: `${layer.name}.end`, span: mask.reference.span };
  context.cannotStream(
    time,
    `layer "${layer.name}" has a mask and gives the last step that counts, which a session does not keep`,
    layer.name,
    mask.reference.span,
  );
  const counted = context.countedSteps(layer.name, mask, time);
  const index = builder.emit('cast', [context.stepIndex(time)], { dtype: 'float32' }, origin);
  const number = builder.emit('add', [index, builder.constant(1, 'float32', origin)], {}, origin);
  const column = builder.emit('reshape', [number], { shape: [stepsOf(time), constantDim(1)] }, origin);
  const numbers = builder.emit('broadcast', [column], { shape: [stepsOf(time), context.axes.rows(time)] }, origin);
  const none = builder.constant(0, 'float32', origin);
  const found = counted === null ? numbers : builder.emit('select', [counted, numbers, none], {}, origin);
  const last = builder.emit('reduce_max', [found], { axes: [0], keepDims: false }, origin);
  // a sequence without steps has no largest
  const end = builder.emit('maximum', [last, builder.constant(0, 'float32', origin)], {}, origin);
  return builder.emit('cast', [end], { dtype: 'int32' }, origin);
}

/**
 * The mean or the maximum of a sequence [time, rows, …] over the steps that count for the layer.
 * @param asked which of them, and where the model asks for it
 */
export function reduceOverTime(
  context: BuildContext,
  layer: Pick<LayerSpec, 'name'> & { readonly mask: MaskSpec | null },
  sequence: ValueId,
  time: string,
  { by, span }: { readonly by: 'mean' | 'max'; readonly span: Span },
): Flow {
  const { builder } = context;
  const origin = { path: layer.name, span };
  context.cannotStream(
    time,
    `layer "${layer.name}" takes the ${by} over all steps, which needs the whole sequence`,
    layer.name,
    span,
  );
  const { shape } = builder.typeOf(sequence);
  const lined: Shape = [...shape.slice(0, 2), ...shape.slice(2).map(() => constantDim(1))];
  const valid = context.countedSteps(layer.name, layer.mask, time);
  const condition =
    valid === null || shape.length === 2 ? valid : builder.emit('reshape', [valid], { shape: lined }, origin);
  const masked = (fill: number): ValueId => {
    if (condition === null) return sequence;
    const other = builder.emit('broadcast', [builder.constant(fill, 'float32', origin)], { shape }, origin);
    return builder.emit('select', [condition, sequence, other], {}, origin);
  };
  const over = { axes: [0], keepDims: false };
  if (by === 'max')
    return context.finiteBeyond(
      context.axes.fromRows(builder.emit('reduce_max', [masked(Number.NEGATIVE_INFINITY)], over, origin), time, origin),
      origin,
    );
  const sum = builder.emit('reduce_sum', [masked(0)], over, origin);
  const number = (of: ValueId): ValueId => builder.emit('cast', [of], { dtype: 'float32' }, origin);
  const count =
    layer.mask === null || valid === null
      ? number(context.inputs.lengths(time))
      : builder.emit('reduce_sum', [number(valid)], over, origin);
  const atLeastOne = builder.emit('maximum', [count, builder.constant(1, 'float32', origin)], {}, origin);
  const column: Shape = [context.axes.rows(time), ...shape.slice(2).map(() => constantDim(1))];
  const divisor = shape.length === 2 ? atLeastOne : builder.emit('reshape', [atLeastOne], { shape: column }, origin);
  return context.axes.fromRows(builder.emit('div', [sum, divisor], {}, origin), time, origin);
}
