import type { CellSpec, CellUse, LayerSpec, StateSpec } from '../../1-read/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build.ts';
import { printExpression } from '../../equations/print.ts';
import { BATCH, dim, printShape, type Shape, shapeOf, staticSize, symbolDim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/graph.ts';
import { LoopBody } from '../../ir/loop-body.ts';
import { OpTypeError } from '../../ops/op.ts';
import { type BuildTimeScope, evaluateCondition, evaluateSize, TrackedScope } from '../build-time.ts';
import type { BuildContext, Flow } from '../context.ts';
import type { Binding } from '../elaborate.ts';
import type { Emitter, Placed } from '../emitter.ts';
import { buildEquations, readAgain } from '../equation-block.ts';
import { BuildFailure, Poisoned } from '../failure.ts';
import { type Start, startState } from './initial-state.ts';
import { mergeDirections } from './merge.ts';
import { ValidStep, zeros } from './valid-step.ts';
import { wrapCell } from './wrap.ts';

export type RecurrentSpec = Extract<LayerSpec, { type: 'recurrent' }>;
export type Direction = 'forward' | 'backward';

/** What one direction of one cell of the stack gave. */
interface CellRun {
  readonly sequence: ValueId;
  /** The output at the last valid step that this direction processed, where something asks for it. */
  readonly last: ValueId | null;
}

/** One cell of the stack run in one direction: everything its body needs to know. */
export interface CellSite {
  readonly context: BuildContext;
  readonly layer: RecurrentSpec;
  readonly use: CellUse;
  readonly cell: CellSpec;
  readonly index: number;
  readonly direction: Direction;
  /** `encoder.0.forward` */
  readonly path: string;
  readonly emitter: Emitter;
  readonly loop: LoopBody;
  readonly time: string;
}

/**
 * A stack of loops, one per cell and direction. Lengths are not the loop's business: the next state is `select(valid, new, old)`, the output
 * `select(valid, y, 0)`, so autodiff, unrolling and the evaluator need no special case.
 * Gives null for `merge: none`: one result per direction (`LAYER.forward`, `LAYER.backward`) and none for the layer's own name.
 */
export function buildRecurrent(context: BuildContext, layer: RecurrentSpec): Flow | null {
  const directions: readonly Direction[] =
    layer.direction === 'bidirectional' ? ['forward', 'backward'] : [layer.direction];
  if (directions.includes('backward'))
    context.cannotStream(
      `layer "${layer.name}" reads its sequence backward, which needs the whole sequence`,
      layer.name,
      layer.span,
    );
  if (layer.merge === 'none' && layer.cells.length > 1)
    throw new BuildFailure(messages.mergeNoneNeedsOneLayer(layer.span, layer.name));
  const known = resolveInputs(context, layer);
  let below: Flow | null = null;
  let runs: CellRun[] = [];
  layer.cells.forEach((use, index) => {
    const inputs = new Map(known);
    if (below !== null) inputs.set('', below);
    runs = directions.map((direction) => runCell(context, layer, use, index, direction, inputs));
    const time = timeOf(layer, inputs);
    const sequences = runs.map((r) => r.sequence);
    directions.forEach((direction, i) => {
      context.define(`${layer.name}.${index}.${direction}`, { id: at(sequences, i), time });
    });
    if (layer.merge === 'none') return;
    below = { id: mergeDirections(context, layer, sequences), time };
    context.define(`${layer.name}.${index}`, below);
  });
  const time = timeOf(layer, known);
  const lasts = runs.flatMap((r) => (r.last === null ? [] : [r.last]));
  if (layer.merge === 'none') {
    directions.forEach((direction, i) => {
      const run = at(runs, i);
      context.define(`${layer.name}.${direction}`, { id: run.sequence, time });
      if (run.last !== null) context.define(`${layer.name}.${direction}.last`, { id: run.last, time: null });
    });
    return null;
  }
  if (lasts.length > 0)
    context.define(`${layer.name}.last`, { id: mergeDirections(context, layer, lasts), time: null });
  if (below === null) throw new InternalError('an empty stack');
  return below;
}

function at<T>(list: readonly T[], i: number): T {
  const item = list[i];
  if (item === undefined) throw new InternalError('index out of range');
  return item;
}

/** Flows by the cell's input names; the layer's single input under ''. */
function resolveInputs(context: BuildContext, layer: RecurrentSpec): ReadonlyMap<string, Flow> {
  return new Map([...layer.input].map(([name, reference]) => [name, context.resolve(reference)]));
}

function timeOf(layer: RecurrentSpec, inputs: ReadonlyMap<string, Flow>): string {
  const symbols = [...new Set([...inputs.values()].flatMap((flow) => (flow.time === null ? [] : [flow.time])))];
  const [time, other] = symbols;
  const reference = [...layer.input.values()][0];
  const span = reference?.span ?? layer.span;
  if (time === undefined) throw new BuildFailure(messages.needsSequence(span, layer.name, 'recurrent'));
  if (other !== undefined) throw new BuildFailure(messages.timeDisagrees(span, layer.name, time, other));
  return time;
}

function runCell(
  context: BuildContext,
  layer: RecurrentSpec,
  use: CellUse,
  index: number,
  direction: Direction,
  inputs: ReadonlyMap<string, Flow>,
): CellRun {
  const cell = context.spec.cells.get(use.cell);
  if (cell === undefined) throw new InternalError(`cell ${use.cell} was not resolved`);
  const path = `${layer.name}.${index}.${direction}`;
  const time = timeOf(layer, inputs);
  // what is emitted in the cell has its padding filled by its loop
  const emitter = context.emitter(path, null);
  const flows = bindInputs(cell, use, inputs, index);
  const scope = bindSizes(context, cell, use, flows);
  const states = cell.states.filter((s) => s.when === null || evaluateCondition(s.when, scope));
  const starts = states.map((state) => {
    const shape = shapeOf(
      BATCH,
      ...state.shape.map((e) => evaluateSize(e, scope, `state "${state.name}" of cell "${cell.name}"`)),
    );
    return startState(context, layer, path, index, direction, state.name, shape);
  });
  const loop = new LoopBody(context.builder, direction, symbolDim(time));
  const site: CellSite = { context, layer, use, cell, index, direction, path, emitter, loop, time };
  try {
    const run = buildBody(site, flows, scope, states, starts);
    reportUnread(site, scope);
    reportAbsent(site, states);
    return run;
  } catch (error) {
    if (error instanceof BuildFailure || error instanceof Poisoned || error instanceof OpTypeError) loop.abandon();
    throw error;
  }
}

function buildBody(
  site: CellSite,
  flows: ReadonlyMap<string, { readonly flow: Flow; readonly span: Span }>,
  scope: BuildTimeScope,
  states: readonly CellSpec['states'][number][],
  starts: readonly Start[],
): CellRun {
  const { context, layer, cell, path, emitter, loop } = site;
  const { builder } = context;
  const valid = new ValidStep(site);
  const old = states.map((state, i) => {
    const id = loop.state(`${path}.${state.name}`, at(starts, i).init);
    context.declarations.set(id, {
      name: state.name,
      formula: `[${state.shape.map(printExpression).join(', ')}] per sample`,
      span: state.span,
    });
    return id;
  });
  const wantsLast =
    context.isRequested(layer.name, 'last') || context.isRequested(layer.name, `${site.direction}.last`);
  const top = site.index === layer.cells.length - 1;

  const stepInputs = new Map(
    [...flows].map(([name, { flow, span }]): [string, Placed] => [
      name,
      { id: flow.time === null ? loop.capture(flow.id) : loop.scan(flow.id), span },
    ]),
  );
  const wrapped = wrapCell(site, stepInputs, old, states, (inputs, previous) => {
    const bindings = bindNames(site, scope, inputs, states, previous);
    const stateSpans = new Map(states.map((s) => [s.name, s.span]));
    const absent = new Set(cell.states.filter((s) => !stateSpans.has(s.name)).map((s) => s.name));
    const filling = context.masked ? emitter.filling(valid.fillPadding) : emitter;
    const block = buildEquations(context, filling, cell.equations, bindings, scope, stateSpans, absent);
    const next = states.map((state) =>
      context.attempt(() =>
        nextState(
          site,
          state.name,
          state.span,
          block.assigned,
          builder.typeOf(at(previous, states.indexOf(state))).shape,
        ),
      ),
    );
    if (next.some((n) => n === null)) throw new Poisoned();
    const whole = next.flatMap((n) => (n === null ? [] : [n]));
    const output = (read: readonly ValueId[]): ValueId => {
      const replaced = new Map(states.flatMap((s, i) => (read[i] === whole[i] ? [] : [[`${s.name}'`, at(read, i)]])));
      const assigned = replaced.size === 0 ? block.assigned : readAgain(block, cell.equations, replaced);
      const result = perSample(site, block.elaborator.tensor(cell.output), cell.output.span);
      defineSteps(site, assigned, inputs, states, previous);
      return result;
    };
    return { next: whole, read: whole, output };
  });
  const carriedOutput = wantsLast || layer.padding === 'previous';
  const zero = carriedOutput ? zeroLike(site, wrapped.output) : null;
  const previousOutput = zero === null ? null : loop.state(`${path}.last`, zero);
  const next = wrapped.next.map((n, i) => valid.choose(n, at(old, i)));
  const kept = previousOutput === null ? null : valid.choose(wrapped.output, previousOutput);
  const output = layer.padding === 'previous' && kept !== null ? kept : valid.choose(wrapped.output, null);
  const steps = requestedSteps(site, valid);
  const results = loop.close(
    [...next, ...(kept === null ? [] : [kept])],
    [{ id: output, name: path }, ...steps.map(({ id, reference }) => ({ id, name: reference }))],
    { path, span: layer.span },
  );
  states.forEach((state, i) => {
    const final = at(results.finals, i);
    builder.rename(final, `${path}.final.${state.name}`);
    const { carried } = at(starts, i);
    if (carried !== null) context.setFinal(carried, final);
    context.define(`${path}.final.${state.name}`, { id: final, time: null });
    if (top && (site.direction === 'forward' || layer.direction === 'backward'))
      context.define(`${layer.name}.final.${state.name}`, { id: final, time: null });
  });
  steps.forEach(({ reference }, i) => {
    context.define(reference, { id: at(results.stacked, i + 1), time: site.time });
  });
  return { sequence: at(results.stacked, 0), last: wantsLast ? at(results.finals, states.length) : null };
}

/**
 * An argument of a library or imported cell, other than its default, that no condition, size or equation came to read changes nothing, such as
 * a clip of a projection that is off. (That a cell reads all its parameters somewhere was checked before.)
 */
function reportUnread({ context, use, cell }: CellSite, scope: TrackedScope): void {
  for (const [name, { span }] of use.arguments)
    if (use.chosen.has(name) && span.file !== cell.span.file && !scope.read.has(name))
      context.report(messages.unreadArgument(span, name, cell.name));
}

/** A rate of zoneout for a state that the cell has not with these arguments. */
function reportAbsent({ context, use, cell }: CellSite, present: readonly StateSpec[]): void {
  for (const wrap of use.wrap) {
    if (wrap.kind !== 'zoneout' || typeof wrap.rate === 'number') continue;
    for (const state of cell.states) {
      const named = wrap.rate.get(state.name);
      if (named !== undefined && !present.includes(state))
        context.report(messages.rateOfAbsentState(named.span, state.name, cell.name, state.span));
    }
  }
}

/** The cell's declared inputs and the flows that feed them. The first one takes the layer's `input`, or the layer below. */
function bindInputs(
  cell: CellSpec,
  use: CellUse,
  inputs: ReadonlyMap<string, Flow>,
  index: number,
): ReadonlyMap<string, { readonly flow: Flow; readonly span: Span }> {
  const bound = new Map<string, { flow: Flow; span: Span }>();
  cell.inputs.forEach((input, i) => {
    const flow = (i === 0 ? inputs.get('') : undefined) ?? inputs.get(input.name);
    if (flow === undefined) throw new BuildFailure(messages.cellInputMissing(use.span, cell.name, input.name, index));
    bound.set(input.name, { flow, span: input.span });
  });
  for (const name of inputs.keys())
    if (name !== '' && !bound.has(name))
      throw new BuildFailure(messages.cellInputUnknown(use.span, cell.name, name, [...bound.keys()]));
  return bound;
}

/** Parameters of the cell, with its free sizes bound to what the inputs bring. */
function bindSizes(
  context: BuildContext,
  cell: CellSpec,
  use: CellUse,
  flows: ReadonlyMap<string, { readonly flow: Flow; readonly span: Span }>,
): TrackedScope {
  const scope = new TrackedScope(use.arguments);
  for (const input of cell.inputs) {
    const bound = flows.get(input.name);
    if (bound === undefined) continue;
    const shape = context.builder.typeOf(bound.flow.id).shape.slice(bound.flow.time === null ? 1 : 2);
    if (shape.length !== input.shape.length)
      throw new BuildFailure(
        messages.inputRank(use.span, cell.name, input.name, input.shape.length, printShape(shape), input.span),
      );
    input.shape.forEach((expr, axis) => {
      const size = staticSize(shape[axis] ?? {});
      if (size === null) throw new InternalError('a feature axis without a static size');
      if (expr.kind === 'name' && !scope.has(expr.name)) {
        scope.set(expr.name, { kind: 'number', value: size, span: expr.span });
        return;
      }
      const declared = evaluateSize(expr, scope, `input "${input.name}" of cell "${cell.name}"`);
      if (declared !== size)
        throw new BuildFailure(
          messages.inputSize(use.span, cell.name, input.name, printExpression(expr), declared, size, expr.span),
        );
    });
  }
  return scope;
}

/** Names the equations of a cell may use: parameters, inputs, states, weights (made on first use) and the step index. */
function bindNames(
  site: CellSite,
  scope: BuildTimeScope,
  inputs: ReadonlyMap<string, Placed>,
  states: readonly CellSpec['states'][number][],
  previous: readonly ValueId[],
): ReadonlyMap<string, Binding> {
  const { context, layer, cell, loop } = site;
  const bindings = new Map<string, Binding>();
  for (const [name, value] of scope) bindings.set(name, { kind: 'parameter', value });
  for (const [name, { id, span }] of inputs) {
    bindings.set(name, { kind: 'tensor', id, span });
    const declared = cell.inputs.find((i) => i.name === name);
    if (declared !== undefined)
      context.declarations.set(id, {
        name,
        formula: `[${declared.shape.map(printExpression).join(', ')}] per sample`,
        span: declared.span,
      });
  }
  states.forEach((state, i) => {
    bindings.set(state.name, { kind: 'tensor', id: at(previous, i), span: state.span });
  });
  const owner = weightOwner(site);
  for (const weight of cell.weights) {
    if (weight.when !== null && !evaluateCondition(weight.when, scope)) {
      const useless = layer.init.get(weight.name);
      if (useless !== undefined)
        context.report(messages.initOfAbsentWeight(useless.span, weight.name, cell.name, weight.span));
      continue;
    }
    const make = (): ValueId => {
      const shape = weight.shape.map((e) => evaluateSize(e, scope, `weight "${weight.name}" of cell "${cell.name}"`));
      const formula = `[${weight.shape.map(printExpression).join(', ')}]`;
      const init = layer.init.get(weight.name) ?? weight.init;
      const outer = context.weight(`${owner}.${weight.name}`, shape, init, scope, weight.span, formula);
      const inner = loop.capture(outer);
      context.declarations.set(inner, { name: weight.name, formula, span: weight.span });
      return inner;
    };
    bindings.set(weight.name, { kind: 'lazy', make, span: weight.span });
  }
  const stepIndex = (): ValueId => {
    context.cannotStream(
      `cell "${cell.name}" reads the step index, which a session that goes on does not know`,
      layer.name,
      cell.span,
    );
    return loop.scan(context.stepIndex(site.time));
  };
  bindings.set('step', { kind: 'lazy', make: stepIndex, span: cell.span });
  return bindings;
}

/** Path under which the weights of this cell live: its own, the stack's first, or another layer's. */
function weightOwner({ layer, index, direction }: CellSite): string {
  const name = layer.share?.value ?? layer.name;
  return `${name}.${layer.shareWithinStack ? 0 : index}.${direction}`;
}

function nextState(
  site: CellSite,
  state: string,
  span: Span,
  assigned: ReadonlyMap<string, ValueId>,
  shape: Shape,
): ValueId {
  const next = assigned.get(`${state}'`);
  if (next === undefined) {
    const attempted = site.cell.equations.some((a) => a.targets.some((t) => t.primed && t.name === state));
    if (attempted) throw new Poisoned();
    throw new BuildFailure(messages.stateNeverAssigned(span, site.cell.name, state));
  }
  const value = perSample(site, next, span);
  const found = site.context.builder.typeOf(value);
  if (found.dtype !== 'float32' || printShape(found.shape) !== printShape(shape)) {
    const at = site.cell.equations.flatMap((a) => a.targets).find((t) => t.primed && t.name === state)?.span ?? span;
    throw new BuildFailure(
      messages.stateShape(at, state, printShape(shape), `${found.dtype}${printShape(found.shape)}`, span),
    );
  }
  return value;
}

/** A value of weights or the step alone is the same for every sample: it gets its batch axis. */
function perSample(site: CellSite, value: ValueId, span: Span): ValueId {
  const { builder } = site.context;
  const { shape } = builder.typeOf(value);
  const [first] = shape;
  if (first !== undefined && staticSize(first) === null) return value;
  return builder.emit('broadcast', [value], { shape: [dim(BATCH), ...shape] }, site.emitter.origin(span));
}

/** Makes the values inside the cell addressable: `LAYER.INDEX.DIRECTION.step.NAME`. */
function defineSteps(
  site: CellSite,
  assigned: ReadonlyMap<string, ValueId>,
  inputs: ReadonlyMap<string, Placed>,
  states: readonly CellSpec['states'][number][],
  previous: readonly ValueId[],
): void {
  const { context, path } = site;
  const names = new Map<string, ValueId>();
  for (const [name, { id }] of inputs) names.set(name, id);
  states.forEach((state, i) => {
    names.set(state.name, at(previous, i));
  });
  for (const [name, id] of assigned) names.set(name, id);
  for (const [name, id] of names) {
    if (assigned.has(name)) context.builder.rename(id, `${path}.step.${name}`);
    context.define(`${path}.step.${name}`, { id, time: null });
  }
}

function requestedSteps(
  site: CellSite,
  valid: ValidStep,
): readonly { readonly id: ValueId; readonly reference: string }[] {
  const { context, layer, path } = site;
  return context.requestedOf(layer.name).flatMap((asked) => {
    const reference = `${layer.name}.${asked}`;
    if (!reference.startsWith(`${path}.step.`)) return [];
    const found = context.lookup(reference);
    return found === null ? [] : [{ id: valid.choose(found.id, null), reference }];
  });
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
