import * as messages from '../../diagnostics/messages/build/masks.ts';
import { summaryOf } from '../../diagnostics/messages/build/shapes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { BATCH, dim, staticSize } from '../../ir/dim.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { BuildFailure } from '../equations/failure.ts';
import { type Flow, stepsOf } from '../equations/flow.ts';
import type { NestedAxes } from '../equations/nested-axes.ts';
import type { LayerMask } from './needed-steps.ts';

/**
 * Bool [time, rows]: whether a mask lets a step count. It is computed for all steps at once, outside any loop. A number that is not 0 counts, and so
 * does NaN.
 * @throws BuildFailure where the mask is no sequence over `time`, or has not one number per step
 */
export function stepsOfMask(
  builder: GraphBuilder,
  { layer, mask }: LayerMask,
  flow: Flow,
  time: string,
  nesting: NestedAxes,
): ValueId {
  const { reference, value } = mask;
  const { span } = reference;
  const rows = nesting.rows(time);
  const { dtype, shape } = builder.typeOf(flow.id);
  const written = [reference.target, ...reference.path].join('.');
  if (flow.time !== time && nesting.isInner(time) && nesting.isAround(flow.time, time))
    throw new BuildFailure(messages.maskAround(span, layer, time, flow.time, written));
  if (flow.time !== null && flow.time !== time && nesting.isAround(time, flow.time))
    throw new BuildFailure(messages.maskWithin(span, layer, time, flow.time, summaryOf(written, dtype)));
  if (flow.time === null) throw new BuildFailure(messages.maskWithoutSteps(span, layer, time));
  if (flow.time !== time) throw new BuildFailure(messages.maskOfOtherSteps(span, layer, time, flow.time));
  const features = shape.slice(2);
  if (value === null && features.some((size) => staticSize(size) !== 1))
    throw new BuildFailure(messages.maskOfFeatures(span, layer, shape));
  if (value !== null && dtype === 'bool') throw new BuildFailure(messages.maskValueOfBools(value.span, layer));
  if (value !== null && dtype === 'int32' && (value.value | 0) !== value.value)
    throw new BuildFailure(messages.maskValueNotWhole(value.span, layer, value.value));
  if (value !== null && dtype === 'float32' && !Number.isFinite(Math.fround(value.value)))
    throw new BuildFailure(messages.maskValueTooLarge(value.span, layer, value.value));
  const origin: Origin = { path: `${layer}.mask`, span };
  return builder.outside(() => {
    const absent = dtype === 'int32' ? (value?.value ?? 0) : Math.fround(value?.value ?? 0);
    const differs =
      dtype === 'bool'
        ? flow.id
        : builder.emit('not_equal', [flow.id, builder.constant(absent, dtype, origin)], {}, origin);
    const steps = [stepsOf(time), rows];
    if (features.length === 0) return differs;
    if (value === null) return builder.emit('reshape', [differs], { shape: steps }, origin);
    const ones = builder.emit('cast', [differs], { dtype: 'float32' }, origin);
    const axes = features.map((_, i) => i + 2);
    const count = builder.emit('reduce_sum', [ones], { axes, keepDims: false }, origin);
    return builder.emit('greater', [count, builder.constant(0, 'float32', origin)], {}, origin);
  });
}

/** int32 [batch]: of an axis of a fixed number of steps, that number for every row. */
export function fullLengths(builder: GraphBuilder, time: string, origin: Origin): ValueId {
  return builder.outside(() => {
    const count = builder.constant(Number(time), 'int32', origin);
    return builder.emit('broadcast', [count], { shape: [dim(BATCH)] }, origin);
  });
}
