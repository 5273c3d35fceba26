import type { LossSpec } from '../../1-read/spec/training-spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/train.ts';
import { printShape, type Shape } from '../../ir/dim.ts';
import type { Dtype } from '../../ir/types.ts';
import type { Terms } from '../../ops/op/gradient.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { BuildFailure } from '../equations/failure.ts';

/** Where a loss is built: its terms, what it measures, and the shape that is left when features are gone. */
export interface LossSite {
  readonly context: BuildContext;
  readonly terms: Terms;
  readonly spec: LossSpec;
  readonly flow: Flow;
}

/** The feed that says what should come out, as the layers see it: time-major, and 0 beyond a row's length. `shape` is time-major. */
export function targetFlow(
  context: BuildContext,
  name: string,
  span: Span,
  dtype: Exclude<Dtype, 'bool'>,
  shape: Shape,
  time: string | null,
): Flow {
  const known = context.lookup(name);
  if (known === null) {
    const flow = context.defineFeed(
      name,
      span,
      dtype,
      time === null ? shape : [...context.axes.lead(time), ...shape.slice(2)],
      'target',
      time,
    );
    context.define(name, flow);
    return flow;
  }
  const type = context.builder.typeOf(known.id);
  if (type.dtype !== dtype || printShape(type.shape) !== printShape(shape) || known.time !== time)
    throw new BuildFailure(messages.targetDisagrees(span, name, { dtype, shape }, type));
  return known;
}
