import type { RecurrentSpec } from '../../1-read/spec/spec.ts';
import { directionsOf } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { at } from '../../diagnostics/invariants.ts';
import * as maskMessages from '../../diagnostics/messages/build/masks.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import { printExpression } from '../../equations/print.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { equalDims } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { namesInShape } from '../equations/axes.ts';
import type { Binding } from '../equations/elaborate.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';
import { WholeSequences } from '../equations/whole-sequences.ts';
import type { CellPlace, CellSite } from './cell-site.ts';
import { buildStack, type CellRun, wantsSummary } from './cell-stack.ts';
import { type BoundCell, bindCell, buildStep, inLoop, requestedSteps } from './cell-step.ts';
import { type Start, startState } from './initial-state.ts';
import { ValidStep, zeros } from './valid-step.ts';

/**
 * A stack of loops over time. Lengths and masks are not the loop's business: the next state is `select(counted, new, old)`,
 * the output `select(counted, y, 0)`, so autodiff, unrolling and the evaluator need no special case.
 * Gives null for `merge: none`.
 */
export function buildRecurrent(context: BuildContext, layer: RecurrentSpec): Flow | null {
  const directions = directionsOf(layer);
  return buildStack(context, layer, {
    directions,
    summary: 'last',
    axisOf: (inputs) => timeOf(context, layer, inputs),
    run: (place, inputs) => runCell(layer, place, inputs),
  });
}

function timeOf(context: BuildContext, layer: RecurrentSpec, inputs: ReadonlyMap<string, Flow>): string {
  const stepped = [...inputs].flatMap(([name, flow]) => (layer.whole.has(name) ? [] : [flow]));
  const symbols = [...new Set(stepped.flatMap((flow) => (flow.time === null ? [] : [flow.time])))];
  const [first] = symbols;
  // of nested axes the innermost; what stands at the steps around it is the same at all of its own
  const time = context.axes.innermostOf(symbols);
  const other = symbols.find((axis) => axis !== first);
  const reference = [...layer.input.values()][0];
  const span = reference?.span ?? layer.span;
  if (first === undefined) throw new BuildFailure(messages.needsSequence(span, layer.name, 'recurrent'));
  if (time === null) throw new BuildFailure(messages.timeDisagrees(span, layer.name, first, other ?? first));
  for (const [name, flow] of inputs)
    if (
      layer.whole.has(name) &&
      flow.time !== null &&
      !equalDims(context.axes.rows(flow.time), context.axes.rows(time))
    )
      throw new BuildFailure(
        messages.wholeOfOtherRows(layer.input.get(name)?.span ?? layer.span, layer.name, name, flow.time, time),
      );
  return time;
}

function runCell(layer: RecurrentSpec, place: CellPlace, inputs: ReadonlyMap<string, Flow>): CellRun {
  const { context, direction, path, axis, index } = place;
  if (direction === 'backward' && index === 0)
    context.cannotStream(
      axis,
      `layer "${layer.name}" reads its sequence backward, which needs the whole sequence`,
      layer.name,
      layer.directionSpan,
    );
  for (const [name, flow] of inputs)
    if (layer.whole.has(name) && flow.time === axis)
      context.cannotStream(
        axis,
        `layer "${layer.name}" reads all steps of "${name}" at every step, those ahead too`,
        layer.name,
        layer.input.get(name)?.span ?? layer.span,
      );
  const bound = bindCell(place, inputs);
  const states = bound.states.map(({ spec }) => spec.name);
  const starts = bound.states.map(({ spec, features }) => startState(place, spec, features, states));
  const lead = context.axes.rows(axis);
  const loop = new LoopBody(context.builder, direction === 'backward' ? 'backward' : 'forward', stepsOf(axis));
  const whole = new WholeSequences(context.builder, (axis) => context.validSteps(axis), loop, { path, rows: lead });
  const site: CellSite = {
    ...place,
    // inside the cell, the emitter of its loop fills the padding
    emitter: context.emitter(path, null).reading(whole),
    loop,
    whole,
    lead,
    ofSequence: (outer) => loop.scan(outer),
    ofSample: (outer) => loop.capture(context.axes.toRows(outer, axis, { path, span: layer.span })),
    children: null,
  };
  return inLoop(place, bound, loop, () => buildBody(layer, site, bound, starts));
}

function buildBody(layer: RecurrentSpec, site: CellSite, bound: BoundCell, starts: readonly Start[]): CellRun {
  const { context, path, emitter, loop } = site;
  const { builder } = context;
  const { states } = bound;
  const valid = new ValidStep(site);
  const old = states.map(({ spec }, i) => {
    const id = loop.state(`${path}.${spec.name}`, at(starts, i).init);
    context.declarations.set(id, {
      name: spec.name,
      formula: `[${spec.shape.map(printExpression).join(', ')}] per sample`,
      axes: namesInShape(spec.shape),
      span: spec.span,
    });
    return id;
  });
  const wantsLast = wantsSummary(site, 'last');
  const before = new Map(states.map(({ spec }, i) => [spec.name, { make: () => at(old, i), span: spec.span }]));
  const filling = context.masked
    ? emitter.filling((value, fill) => site.whole.fillSteps(valid.fillPadding(value, fill), fill))
    : emitter;
  const wrapped = buildStep(site, bound, { names: before, old }, filling, new Map([['step', stepIndex(site)]]));
  const carriedOutput = wantsLast || layer.padding === 'previous';
  // only states go on from batch to batch, and the first steps of the next one may be masked
  if (carriedOutput && layer.mask !== null && context.spec.training?.carry === true)
    throw new BuildFailure(
      maskMessages.maskOfCarried(layer.mask.reference.span, layer.name, wantsLast ? 'last' : 'previous'),
    );
  const zero = carriedOutput ? zeroLike(site, wrapped.output) : null;
  const previousOutput = zero === null ? null : loop.state(`${path}.last`, zero);
  const next = wrapped.next.map((n, i) => valid.choose(n, at(old, i)));
  const kept = previousOutput === null ? null : valid.choose(wrapped.output, previousOutput);
  const output = layer.padding === 'previous' && kept !== null ? kept : valid.choose(wrapped.output, null);
  const steps = requestedSteps(site).map(({ id, reference }) => ({ id: valid.choose(id, null), name: reference }));
  const results = loop.close([...next, ...(kept === null ? [] : [kept])], [{ id: output, name: path }, ...steps], {
    path,
    span: layer.span,
  });
  states.forEach(({ spec }, i) => {
    const final = at(results.finals, i);
    builder.rename(final, `${path}.final.${spec.name}`);
    const { carried } = at(starts, i);
    if (carried !== null) context.inputs.setFinal(carried, final);
  });
  steps.forEach(({ name }, i) => {
    context.define(name, { id: at(results.stacked, i + 1), time: site.axis });
  });
  return {
    sequence: at(results.stacked, 0),
    summary: wantsLast ? at(results.finals, states.length) : null,
    finals: new Map(states.map(({ spec }, i) => [spec.name, at(results.finals, i)])),
  };
}

function stepIndex({ context, cell, layer, loop, axis }: CellSite): Binding {
  const make = (read: Span): ValueId => {
    context.cannotStream(
      axis,
      `cell "${cell.name}" reads the step index, which a session that goes on does not know`,
      layer.name,
      read,
    );
    return loop.scan(context.stepIndex(axis));
  };
  return { kind: 'lazy', make, span: cell.span };
}

function zeroLike(site: CellSite, value: ValueId): ValueId {
  const { builder } = site.context;
  return builder.outside(() =>
    zeros(builder, builder.typeOf(value).dtype, builder.typeOf(value).shape, {
      path: `${site.path}.zero`,
      span: site.layer.span,
    }),
  );
}
