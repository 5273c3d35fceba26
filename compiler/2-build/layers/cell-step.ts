import type { CellSpec, CellUse, StateSpec } from '../../1-read/spec/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import { at } from '../../diagnostics/invariants.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as recurrentMessages from '../../diagnostics/messages/build/recurrent.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import * as treeMessages from '../../diagnostics/messages/trees.ts';
import { printExpression } from '../../equations/print.ts';
import type { LoopBody } from '../../graph/loop-body.ts';
import { printShape, type Shape, shapeOf, staticSize } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import { OpTypeError } from '../../ops/op/op.ts';
import { type BuildContext, type Flow, LIBRARY } from '../context/context.ts';
import { buildEquations, readAgain } from '../context/equation-block.ts';
import { namesInShape } from '../equations/axes.ts';
import {
  type BuildTimeScope,
  derivedValue,
  evaluateCondition,
  evaluateSize,
  TrackedScope,
} from '../equations/build-time.ts';
import type { Binding } from '../equations/elaborate.ts';
import type { Emitter, Placed } from '../equations/emitter.ts';
import { BuildFailure, Poisoned } from '../equations/failure.ts';
import { type CellPlace, type CellSite, ofFlow, weightOwner } from './cell-site.ts';
import { wrapCell } from './wrap.ts';

interface BoundInput {
  readonly flow: Flow;
  /** Where the cell declares it. */
  readonly span: Span;
  /** Whether the cell gets the whole sequence. */
  readonly whole: boolean;
}

/** A cell with its inputs, sizes and states known. */
export interface BoundCell {
  readonly flows: ReadonlyMap<string, BoundInput>;
  readonly scope: TrackedScope;
  /** The states that it has with these arguments. */
  readonly states: readonly BoundState[];
}

export interface BoundState {
  readonly spec: StateSpec;
  /** Of one sample. */
  readonly features: Shape;
}

export function bindCell(place: CellPlace, inputs: ReadonlyMap<string, Flow>): BoundCell {
  const { context, cell, use, index } = place;
  const flows = bindInputs(cell, use, inputs, index);
  const scope = bindSizes(context, cell, use, flows);
  context.scopes.set(place.path, scope);
  const states = cell.states
    .filter((spec) => spec.when === null || evaluateCondition(spec.when, scope))
    .map((spec) => ({
      spec,
      features: shapeOf(
        ...spec.shape.map((e) => evaluateSize(e, scope, `state "${spec.name}" of cell "${cell.name}"`)),
      ),
    }));
  return { flows, scope, states };
}

/** Builds the body of a cell's loop, and tells what of the cell's use changes nothing. A mistake abandons the loop. */
export function inLoop<T>(place: CellPlace, { scope, states }: BoundCell, loop: LoopBody, build: () => T): T {
  try {
    const result = build();
    reportUnread(place, scope);
    reportAbsent(
      place,
      states.map(({ spec }) => spec),
    );
    return result;
  } catch (error) {
    if (error instanceof BuildFailure || error instanceof Poisoned || error instanceof OpTypeError) loop.abandon();
    throw error;
  }
}

/** What the equations read of the step before, or of other nodes. */
export interface Before {
  /** By the names that equations use: `h`, `left.h`. */
  readonly names: ReadonlyMap<string, { readonly make: () => ValueId; readonly span: Span }>;
  /** One old state for each new one, where the cell has no more than that. */
  readonly old: readonly ValueId[] | null;
}

/** One step of the cell with its wrappers. `emitter` is that of the equations. */
export function buildStep(
  site: CellSite,
  { flows, scope, states }: BoundCell,
  before: Before,
  emitter: Emitter,
  more: ReadonlyMap<string, Binding>,
): { readonly output: ValueId; readonly next: readonly ValueId[] } {
  const { context, cell } = site;
  const stepInputs = new Map(
    [...flows].map(([name, { flow, span, whole }]): [string, Placed] => [
      name,
      { id: whole ? site.whole.read(flow) : ofFlow(site, flow), span },
    ]),
  );
  const present = states.map(({ spec }) => spec);
  return wrapCell(site, stepInputs, before.old, present, (inputs) => {
    const bindings = new Map([...bindNames(site, scope, inputs, before), ...more]);
    const stateSpans = new Map(present.map((s) => [s.name, s.span]));
    const absent = new Set(cell.states.filter((s) => !stateSpans.has(s.name)).map((s) => s.name));
    const block = buildEquations(context, emitter, cell.equations, bindings, scope, stateSpans, absent);
    const next = states.map(({ spec, features }) =>
      context.attempt(() => nextState(site, spec.name, spec.span, block.assigned, [site.lead, ...features])),
    );
    if (next.some((n) => n === null)) throw new Poisoned();
    const whole = next.flatMap((n) => (n === null ? [] : [n]));
    const output = (read: readonly ValueId[]): ValueId => {
      const replaced = new Map(present.flatMap((s, i) => (read[i] === whole[i] ? [] : [[`${s.name}'`, at(read, i)]])));
      const assigned = replaced.size === 0 ? block.assigned : readAgain(block, cell.equations, replaced);
      const result = perRow(site, block.elaborator.tensor(cell.output), cell.output.span);
      if (site.whole.isWhole(result))
        throw new BuildFailure(recurrentMessages.wholeOutput(cell.output.span, cell.name));
      if (site.children?.isPerChild(result) === true)
        throw new BuildFailure(
          treeMessages.perChildOutput(cell.output.span, cell.name, cell.children?.span ?? cell.span),
        );
      defineSteps(site, assigned, inputs, before);
      return result;
    };
    return { next: whole, read: whole, output };
  });
}

/**
 * An argument of a library or imported cell, other than its default, that no condition, size or equation came to read changes nothing, such as
 * a clip of a projection that is off. (That a cell reads all its parameters somewhere was checked before.)
 */
function reportUnread({ context, use, cell }: CellPlace, scope: TrackedScope): void {
  for (const [name, { span }] of use.arguments)
    if (use.chosen.has(name) && span.file !== cell.span.file && !scope.read.has(name))
      context.report(recurrentMessages.unreadArgument(span, name, cell.name));
}

/** A rate of zoneout, or a start, for a state that the cell has not with these arguments. */
function reportAbsent({ context, layer, use, cell, index, direction }: CellPlace, present: readonly StateSpec[]): void {
  for (const state of cell.states) {
    const key = `${index}.${direction}.${state.name}`;
    const learned = layer.learned.get(key);
    const start = layer.initial.get(key) ?? (learned?.named ? learned : undefined);
    if (start !== undefined && !present.includes(state))
      context.report(recurrentMessages.startOfAbsentState(start.span, state.name, cell.name, state.span));
  }
  for (const wrap of use.wrap) {
    if (wrap.kind !== 'zoneout' || typeof wrap.rate === 'number') continue;
    for (const state of cell.states) {
      const named = wrap.rate.get(state.name);
      if (named !== undefined && !present.includes(state))
        context.report(recurrentMessages.rateOfAbsentState(named.span, state.name, cell.name, state.span));
    }
  }
}

/** The cell's declared inputs and the flows that feed them. The first one takes the layer's `input`, or the layer below. */
function bindInputs(
  cell: CellSpec,
  use: CellUse,
  inputs: ReadonlyMap<string, Flow>,
  index: number,
): ReadonlyMap<string, BoundInput> {
  const bound = new Map<string, BoundInput>();
  cell.inputs.forEach((input, i) => {
    const flow = (i === 0 ? inputs.get('') : undefined) ?? inputs.get(input.name);
    if (flow === undefined)
      throw new BuildFailure(recurrentMessages.cellInputMissing(use.span, cell.name, input.name, index));
    if (input.sequence && flow.time === null)
      throw new BuildFailure(recurrentMessages.wholeNeedsSequence(use.span, cell.name, input.name, input.span));
    bound.set(input.name, { flow, span: input.span, whole: input.sequence });
  });
  for (const name of inputs.keys())
    if (name !== '' && !bound.has(name))
      throw new BuildFailure(recurrentMessages.cellInputUnknown(use.span, cell.name, name, [...bound.keys()]));
  return bound;
}

/** Parameters of the cell, with its free sizes bound to what the inputs bring. */
function bindSizes(
  context: BuildContext,
  cell: CellSpec,
  use: CellUse,
  flows: ReadonlyMap<string, BoundInput>,
): TrackedScope {
  const scope = new TrackedScope(use.arguments);
  const isFree = (name: string): boolean => !scope.has(name) && !cell.derived.some((one) => one.name === name);
  for (const input of cell.inputs) {
    const bound = flows.get(input.name);
    if (bound === undefined) continue;
    const type = context.builder.typeOf(bound.flow.id);
    // what a cell of one's own does with whole numbers its equations say
    if (type.dtype !== 'float32' && (input.sequence || cell.span.file.startsWith(LIBRARY)))
      throw new BuildFailure(recurrentMessages.cellInputDtype(use.span, cell.name, input.name, type.dtype));
    const shape = type.shape.slice(bound.flow.time === null ? 1 : 2);
    if (shape.length !== input.shape.length)
      throw new BuildFailure(
        shapeMessages.inputRank(use.span, cell.name, input.name, input.shape.length, printShape(shape), input.span),
      );
    input.shape.forEach((expr, axis) => {
      const size = staticSize(shape[axis] ?? {});
      if (size === null) throw new InternalError('a feature axis without a static size');
      if (expr.kind === 'name' && isFree(expr.name)) {
        scope.set(expr.name, { kind: 'number', value: size, span: expr.span });
        return;
      }
      const declared = evaluateSize(expr, scope, `input "${input.name}" of cell "${cell.name}"`);
      if (declared !== size)
        throw new BuildFailure(
          shapeMessages.inputSize(use.span, cell.name, input.name, printExpression(expr), declared, size, expr.span),
        );
    });
  }
  for (const { name, value } of cell.derived) scope.set(name, derivedValue(value, scope));
  return scope;
}

/** Names the equations of a cell may use: parameters, inputs, old states and weights (made on first use). */
function bindNames(
  site: CellSite,
  scope: BuildTimeScope,
  inputs: ReadonlyMap<string, Placed>,
  before: Before,
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
        formula: `[${declared.shape.map(printExpression).join(', ')}] per sample${declared.sequence ? ' and step of a whole sequence' : ''}`,
        axes: namesInShape(declared.shape),
        span: declared.span,
      });
  }
  for (const [name, { make, span }] of before.names) bindings.set(name, { kind: 'lazy', make, span });
  const owner = weightOwner(site);
  for (const weight of cell.weights) {
    if (weight.when !== null && !evaluateCondition(weight.when, scope)) {
      const useless = layer.init.get(weight.name);
      if (useless !== undefined)
        context.report(recurrentMessages.initOfAbsentWeight(useless.span, weight.name, cell.name, weight.span));
      continue;
    }
    const make = (): ValueId => {
      const shape = weight.shape.map((e) => evaluateSize(e, scope, `weight "${weight.name}" of cell "${cell.name}"`));
      const formula = `[${weight.shape.map(printExpression).join(', ')}]`;
      const init = layer.init.get(weight.name) ?? weight.init;
      const outer = context.weights.make(`${owner}.${weight.name}`, shape, init, scope, weight.span, formula);
      const inner = loop.capture(outer);
      context.declarations.set(inner, {
        name: weight.name,
        formula,
        axes: namesInShape(weight.shape),
        span: weight.span,
      });
      return inner;
    };
    bindings.set(weight.name, { kind: 'lazy', make, span: weight.span });
  }
  return bindings;
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
    throw new BuildFailure(expressionMessages.stateNeverAssigned(span, site.cell.name, state));
  }
  const value = perRow(site, next, span);
  const target = site.cell.equations.flatMap((a) => a.targets).find((t) => t.primed && t.name === state)?.span ?? span;
  if (site.whole.isWhole(value)) throw new BuildFailure(recurrentMessages.wholeState(target, state, span));
  if (site.children?.isPerChild(value) === true)
    throw new BuildFailure(treeMessages.perChildState(target, state, span));
  const found = site.context.builder.typeOf(value);
  if (found.dtype !== 'float32' || printShape(found.shape) !== printShape(shape)) {
    throw new BuildFailure(
      shapeMessages.stateShape(target, state, printShape(shape), `${found.dtype}${printShape(found.shape)}`, span),
    );
  }
  return value;
}

/** A value that depends only on weights or on the step has no axis of samples (or nodes). It is repeated to get one. */
function perRow(site: CellSite, value: ValueId, span: Span): ValueId {
  const { builder } = site.context;
  const { shape } = builder.typeOf(value);
  const [first] = shape;
  if (first !== undefined && staticSize(first) === null) return value;
  return builder.emit('broadcast', [value], { shape: [site.lead, ...shape] }, site.emitter.origin(span));
}

/** Makes the values inside the cell addressable: `LAYER.INDEX.DIRECTION.step.NAME`. */
function defineSteps(
  site: CellSite,
  assigned: ReadonlyMap<string, ValueId>,
  inputs: ReadonlyMap<string, Placed>,
  before: Before,
): void {
  const { context, layer, index, direction, path } = site;
  const names = new Map<string, ValueId>();
  for (const [name, { id }] of inputs) if (!isWholeInput(site, name)) names.set(name, id);
  for (const [name, { make }] of before.names)
    if (before.old !== null || context.traced || context.isRequested(layer.name, `${index}.${direction}.step.${name}`))
      names.set(name, make());
  for (const [name, id] of assigned) names.set(name, id);
  for (const [name, id] of names) {
    if (assigned.has(name)) context.builder.rename(id, `${path}.step.${name}`);
    const asked = context.traced || context.isRequested(layer.name, `${index}.${direction}.step.${name}`);
    context.define(`${path}.step.${name}`, { id: asked ? site.whole.byRow(id) : id, time: null });
  }
}

const isWholeInput = ({ cell }: CellSite, name: string): boolean =>
  cell.inputs.some((input) => input.sequence && input.name === name);

/** The values inside the cell that something asks for. */
export function requestedSteps(
  site: CellSite,
): readonly { readonly id: ValueId; readonly reference: string; readonly name: string }[] {
  const { context, layer, path } = site;
  const asked = context.traced
    ? [...context.named().keys()]
    : context.requestedOf(layer.name).map((part) => `${layer.name}.${part}`);
  const prefix = `${path}.step.`;
  return asked.flatMap((reference) => {
    if (!reference.startsWith(prefix)) return [];
    const found = context.lookup(reference);
    return found === null ? [] : [{ id: found.id, reference, name: reference.slice(prefix.length) }];
  });
}
