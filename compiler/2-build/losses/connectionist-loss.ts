import type { LossSpec } from '../../1-read/spec/training-spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/train.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { addDims, BATCH, constantDim, dim, type Shape, staticSize, symbolDim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';
import { type LossSite, targetFlow } from './loss-site.ts';

/** Stands for the logarithm of 0: far below any sum of log probabilities, and finite, so that differences of two are numbers. */
const NEVER = -1e30;

/** The size `n · d + extra`. */
const affine = (d: Shape[number], n: number, extra: number): Shape[number] => addDims(constantDim(extra), d, n);

/**
 * Connectionist temporal classification (Graves et al. 2006): the negative log likelihood, per sequence, of a row of labels under logits per
 * step, summed over all alignments. Labels are a feed [batch, steps of their own]; the forward variables run as a loop over time, so their
 * gradient is the loop's. Infinite where the labels don't fit into the steps.
 */
export function connectionistLoss(
  { context, terms: t, flow, spec: base }: LossSite,
  spec: Extract<LossSpec, { type: 'ctc' }>,
): ValueId {
  const { builder } = context;
  const { shape } = builder.typeOf(flow.id);
  const [, , width] = shape;
  const classes = width === undefined ? null : staticSize(width);
  if (flow.time === null || shape.length !== 3 || classes === null)
    throw new BuildFailure(messages.ctcNeedsLogits(base.output.span, shape));
  if (context.axes.isInner(flow.time))
    throw new BuildFailure(messages.ctcWithin(base.output.span, flow.time, context.axes.around(flow.time) ?? BATCH));
  if (spec.blank >= classes) throw new BuildFailure(messages.ctcBlank(spec.span, spec.blank, classes));
  const symbol = `${spec.target.value}_steps`;
  const labelSteps = symbolDim(symbol);
  const labels = targetFlow(context, spec.target.value, spec.target.span, 'int32', [labelSteps, dim(BATCH)], symbol).id;
  context.inputs.limitTokens(labels, classes);
  const lengths = context.inputs.lengths(symbol);
  const batch = dim(BATCH);
  const one = constantDim(1);
  const int = (value: number, of: Shape): ValueId => t.filled(value, of, 'int32');

  // blank, label, blank, label, …, blank
  const rows = t.emit('transpose', [labels], { permutation: [1, 0] });
  const pairs = t.emit(
    'concat',
    [int(spec.blank, [batch, labelSteps, one]), t.reshape(rows, [batch, labelSteps, one])],
    { axis: 2 },
  );
  const positions = affine(labelSteps, 2, 1);
  const extended = t.emit(
    'concat',
    [t.reshape(pairs, [batch, affine(labelSteps, 2, 0)]), int(spec.blank, [batch, one])],
    { axis: 1 },
  );
  /** The row moved right, with `fill` in the places that become free. */
  const shifted = (x: ValueId, fill: ValueId): ValueId =>
    t.emit('slice', [t.emit('concat', [fill, x], { axis: 1 })], { axis: 1, start: constantDim(0), end: positions });
  const two = constantDim(2);
  const isLabel = t.emit('not_equal', [extended, t.number(spec.blank, 'int32')], {});
  const differs = t.emit('not_equal', [extended, shifted(extended, int(spec.blank, [batch, two]))], {});
  const maySkip = t.emit('and', [isLabel, differs], {});

  const logits = flow.id;
  const normal = t.reshape(t.emit('logsumexp', [logits], {}), [stepsOf(flow.time), batch, one]);
  const logProbabilities = t.sub(logits, normal);
  // before the first step all likelihood is at the first blank, from where both first symbols can be reached
  const start = t.emit('concat', [t.filled(0, [batch, one]), t.filled(NEVER, [batch, affine(labelSteps, 2, 0)])], {
    axis: 1,
  });
  const outside = {
    never: { single: t.filled(NEVER, [batch, one]), double: t.filled(NEVER, [batch, two]) },
    valid: context.validSteps(flow.time),
  };
  const origin = { path: 'ctc', span: spec.span };
  const loop = new LoopBody(builder, 'forward', stepsOf(flow.time));
  const alpha = loop.state('ctc.alpha', start);
  const stay = alpha;
  const step = shifted(alpha, loop.capture(outside.never.single));
  const skip = t.choose(loop.capture(maySkip), shifted(alpha, loop.capture(outside.never.double)), t.number(NEVER));
  const three = [batch, positions, one];
  const ways = t.emit('concat', [t.reshape(stay, three), t.reshape(step, three), t.reshape(skip, three)], { axis: 2 });
  const arrived = t.emit('logsumexp', [ways], {});
  const emitted = t.emit('pick', [loop.scan(logProbabilities), loop.capture(extended)], {});
  const moved = t.add(arrived, emitted);
  const { valid } = outside;
  const next = valid === null ? moved : t.choose(t.reshape(loop.scan(valid), [batch, one]), moved, alpha);
  const { finals } = loop.close([next], [], origin);
  const [final] = finals;
  if (final === undefined) throw new InternalError('a loop without its state');

  // an alignment ends at the last label or at the blank after it
  const position = t.reshape(t.emit('range', [], { length: positions }), [one, positions]);
  const end = t.mul(t.reshape(lengths, [batch, one]), t.number(2, 'int32'));
  const atBlank = t.emit('equal', [position, end], {});
  const atLabel = t.emit('equal', [t.add(position, t.number(1, 'int32')), end], {});
  const isEnd = t.emit('or', [atBlank, atLabel], {});
  const loss = t.neg(t.emit('logsumexp', [t.choose(isEnd, final, t.number(NEVER))], {}));
  const possible = t.emit('less', [loss, t.number(-NEVER / 2)], {});
  const infinite = t.div(t.number(1), t.number(0));
  return t.choose(possible, loss, infinite);
}
