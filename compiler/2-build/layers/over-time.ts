import type { LayerSpec } from '../../1-read/spec/spec.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import { BATCH, constantDim, dim, type Shape } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../equations/context.ts';
import { BuildFailure } from '../equations/failure.ts';

type OverTime = Extract<LayerSpec, { type: 'last' | 'mean' | 'max' }>;

/** One vector per sequence from its valid steps: the last, their mean or their maximum. Length 0 gives zeros (max: -Infinity). */
export function buildOverTime(context: BuildContext, layer: OverTime): Flow {
  const flow = context.resolve(layer.input);
  if (flow.time === null) throw new BuildFailure(messages.needsSequence(layer.input.span, layer.name, layer.type));
  if (layer.type !== 'last') return reduceOverTime(context, layer, flow.id, flow.time, layer.type);
  const origin = { path: layer.name, span: layer.span };
  return { id: context.builder.emit('last_step', [flow.id, context.lengths(flow.time)], {}, origin), time: null };
}

/** The mean or the maximum of a sequence [time, batch, …] over its valid steps. */
export function reduceOverTime(
  context: BuildContext,
  layer: Pick<LayerSpec, 'name' | 'span'>,
  sequence: ValueId,
  time: string,
  by: 'mean' | 'max',
): Flow {
  const { builder } = context;
  const origin = { path: layer.name, span: layer.span };
  context.cannotStream(
    `layer "${layer.name}" takes the ${by} over all steps, which needs the whole sequence`,
    layer.name,
    layer.span,
  );
  const { shape } = builder.typeOf(sequence);
  const lined: Shape = [...shape.slice(0, 2), ...shape.slice(2).map(() => constantDim(1))];
  const valid = context.validSteps(time);
  const condition = shape.length === 2 ? valid : builder.emit('reshape', [valid], { shape: lined }, origin);
  const masked = (fill: number): ValueId => {
    const other = builder.emit('broadcast', [builder.constant(fill, 'float32', origin)], { shape }, origin);
    return builder.emit('select', [condition, sequence, other], {}, origin);
  };
  const over = { axes: [0], keepDims: false };
  if (by === 'max')
    return { id: builder.emit('reduce_max', [masked(Number.NEGATIVE_INFINITY)], over, origin), time: null };
  const sum = builder.emit('reduce_sum', [masked(0)], over, origin);
  const count = builder.emit('cast', [context.lengths(time)], { dtype: 'float32' }, origin);
  const atLeastOne = builder.emit('maximum', [count, builder.constant(1, 'float32', origin)], {}, origin);
  const column: Shape = [dim(BATCH), ...shape.slice(2).map(() => constantDim(1))];
  const divisor = shape.length === 2 ? atLeastOne : builder.emit('reshape', [atLeastOne], { shape: column }, origin);
  return { id: builder.emit('div', [sum, divisor], {}, origin), time: null };
}
