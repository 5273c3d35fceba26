import type { Reference } from '../../1-read/spec/located.ts';
import { directionsOf, type InitSpec, isStack, type StackSpec, type StateSpec } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/recurrent.ts';
import { printExpression } from '../../equations/print.ts';
import { BATCH, constantDim, dim, printShape, type Shape, staticSize } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';
import { type CellPlace, weightOwner } from './cell-site.ts';
import { zeros } from './valid-step.ts';

export interface Start {
  readonly init: ValueId;
  /** The graph's state input, where the state is carried between runs. */
  readonly carried: ValueId | null;
}

/**
 * The start of a state: a weight, what `initial:` names, or a state input of the graph that is zero unless a session carries it. Along an inner axis
 * every sequence begins anew.
 * Where batches go on from each other, a learned start stands only where a series begins: the state that is carried comes with a flag, [batch], which
 * is 0 until it has been carried once.
 */
export function startState(place: CellPlace, spec: StateSpec, features: Shape, states: readonly string[]): Start {
  const { context, layer, path, axis } = place;
  const state = spec.name;
  const isInner = context.axes.isInner(axis);
  const learned = learnedStart(place, spec, features);
  if (learned !== null)
    return context.spec.training?.carry === true && !isInner
      ? whereBegun(place, state, features, learned)
      : { init: learned, carried: null };
  const name = `${path}.${state}`;
  const shape = [context.axes.rows(axis), ...features];
  const initial = initialValue(place, state, features, states);
  if (initial === null && isInner) {
    const { builder } = context;
    const init = builder.outside(() => zeros(builder, 'float32', shape, { path: name, span: layer.span }));
    return { init, carried: null };
  }
  if (initial === null) {
    const carried = context.inputs.state(name, shape, null);
    return { init: carried, carried };
  }
  const { reference, id } = initial;
  if (isInner) return { init: id, carried: null };
  if (reference.kind === 'input') {
    const carried = context.inputs.state(name, shape, reference.target);
    return { init: carried, carried };
  }
  context.cannotStream(
    axis,
    `layer "${layer.name}" starts from the final state of "${reference.target}", which needs that layer's whole sequence`,
    layer.name,
    reference.span,
  );
  return { init: id, carried: null };
}

/** The weight that a state starts from, repeated for every row: float32 [rows, …features]. Null where the state is not learned. */
export function learnedStart(place: CellPlace, { name, shape, span }: StateSpec, features: Shape): ValueId | null {
  const { context, layer, index, direction, path, axis } = place;
  const learned = layer.learned.get(`${index}.${direction}.${name}`);
  if (learned === undefined) return null;
  const weight = `initial.${name}`;
  const init = layer.init.get(weight) ?? zerosAt(learned.span);
  const formula = `[${shape.map(printExpression).join(', ')}]`;
  const sizes = features.map((size) => staticSize(size) ?? 0);
  const scope = context.scopes.get(path) ?? new Map();
  const id = context.weights.make(`${weightOwner(place)}.${weight}`, sizes, init, scope, span, formula);
  const origin = { path: `${path}.${weight}`, span: learned.span };
  const all = { shape: [context.axes.rows(axis), ...features] };
  return context.builder.outside(() => context.builder.emit('broadcast', [id], all, origin));
}

const zerosAt = (span: Span): InitSpec => ({ kind: 'named', name: 'zeros', arguments: new Map(), span });

function whereBegun({ context, layer, path }: CellPlace, state: string, features: Shape, learned: ValueId): Start {
  const { builder } = context;
  const name = `${path}.initial.${state}`;
  const origin = { path: name, span: layer.span };
  const carried = context.inputs.state(`${name}.carried`, [dim(BATCH), ...features], null);
  const begun = context.inputs.state(`${name}.begun`, [dim(BATCH)], null);
  return builder.outside(() => {
    const one = builder.constant(1, 'float32', origin);
    context.inputs.setFinal(begun, builder.emit('broadcast', [one], { shape: [dim(BATCH)] }, origin));
    const shape = [dim(BATCH), ...features.map(() => constantDim(1))];
    const flag = features.length === 0 ? begun : builder.emit('reshape', [begun], { shape }, origin);
    const isBegun = builder.emit('greater', [flag, builder.constant(0, 'float32', origin)], {}, origin);
    return { init: builder.emit('select', [isBegun, carried, learned], {}, origin, name), carried };
  });
}

/** What `initial:` names for a state: float32 [rows, …features]; null where it names nothing. `states` are all that the cell has. */
export function initialValue(
  place: CellPlace,
  state: string,
  features: Shape,
  states: readonly string[],
): { readonly reference: Reference; readonly id: ValueId } | null {
  const { context, layer, index, direction, axis } = place;
  const all = layer.initial.get('') ?? null;
  const reference = layer.initial.get(`${index}.${direction}.${state}`) ?? all;
  if (reference === null) return null;
  const isLayer = reference.kind === 'layer' && reference.path.length === 0;
  if (reference === all && states.length > 1 && !isLayer)
    throw new BuildFailure(messages.initialOfSeveral(reference.span, layer.name, state));
  const around = context.axes.around(axis);
  const shape = [...(around === null ? [] : [stepsOf(around)]), context.axes.rows(around), ...features];
  const target = !isLayer
    ? context.resolve(reference)
    : reference === all
      ? finalOf(place, reference, state, states)
      : givenBy(place, reference);
  const type = context.builder.typeOf(target.id);
  if (target.time !== around || type.dtype !== 'float32' || printShape(type.shape) !== printShape(shape)) {
    const expected = `float32${printShape(shape)}`;
    const found = `${type.dtype}${printShape(type.shape)}`;
    throw new BuildFailure(
      messages.initialShape(reference.span, layer.name, state, expected, found, {
        isSequence: target.time !== null && target.time !== around,
        missing: target.time === null ? around : null,
        joined: joinedParts(place, reference, state),
        instead: sizeInstead(place, features, type.shape),
      }),
    );
  }
  return { reference, id: context.axes.toRows(target, axis, { path: layer.name, span: reference.span }) };
}

/** The argument that gives the state its size, with the size of the value: `units: 32`. Null where that is none, or several. */
function sizeInstead({ use }: CellPlace, features: Shape, found: Shape): string | null {
  const [own, ...more] = features.map(staticSize);
  const [, given, ...others] = found.map(staticSize);
  if (own == null || given == null || more.length > 0 || others.length > 0) return null;
  const [only, second] = [...use.arguments].filter(([, value]) => value.kind === 'number' && value.value === own);
  return only === undefined || second !== undefined ? null : `${only[0]}: ${given}`;
}

/** The layer with states that a reference names, once it is built. @throws BuildFailure where it has none, Poisoned where it failed */
function stackOf({ context, layer }: CellPlace, reference: Reference): StackSpec {
  const other = context.spec.layers.find((l) => l.name === reference.target);
  if (other === undefined || !isStack(other))
    throw new BuildFailure(messages.initialNotRecurrent(reference.span, layer.name, reference.target));
  // a layer that failed has reported it; one without a value of its own name has its parts all the same
  if (!context.finals.has(`${other.name}.0.${directionsOf(other)[0]}`)) context.resolve(reference);
  return other;
}

/**
 * `initial: encoder` means all final states of the encoder: cell by cell, direction by direction (`up` for `forward`), each by its name. Where the
 * layer has one direction and the encoder two, they are joined as `merge` of the encoder says.
 * @throws BuildFailure where a state of either side would be left out
 */
function finalOf(place: CellPlace, reference: Reference, state: string, states: readonly string[]): Flow {
  const { context, layer, index, direction } = place;
  const other = stackOf(place, reference);
  const [own, from] = [directionsOf(layer), directionsOf(other)];
  const fix = (): string => `name them one by one: initial: {${examples(place, other, states).join(', ')}}`;
  if (layer.cells.length !== other.cells.length)
    throw new BuildFailure(
      messages.initialDepth(reference.span, layer.name, layer.cells.length, other.name, other.cells.length, fix()),
    );
  const isJoined = own.length < from.length;
  if (own.length > from.length || (isJoined && other.merge === 'none'))
    throw new BuildFailure(messages.initialDirections(reference.span, layer.name, own, other.name, from, fix()));
  const parts = [`${index}`, ...(isJoined ? [] : [from[own.indexOf(direction)] ?? direction])];
  const given = [...(context.finals.get([other.name, ...parts].join('.'))?.keys() ?? [])];
  if (given.length !== states.length || !given.every((name) => states.includes(name)))
    throw new BuildFailure(messages.initialStates(reference.span, layer.name, states, other.name, given, fix()));
  return context.resolve({ ...reference, path: [...parts, 'final', state] });
}

/** `initial: {h: start}`: what the layer gives; of one with states its one final state. @throws BuildFailure where it has several */
function givenBy(place: CellPlace, reference: Reference): Flow {
  const { context, layer } = place;
  const named = context.spec.layers.find((l) => l.name === reference.target);
  if (named === undefined || !isStack(named)) return context.resolve(reference);
  const other = stackOf(place, reference);
  const finals = finalsOf(context, other);
  const [only, second] = finals;
  if (only === undefined || second !== undefined)
    throw new BuildFailure(
      messages.initialOfWhole(
        reference.span,
        layer.name,
        other.name,
        finals.map(({ short }) => short),
      ),
    );
  return context.resolve({ ...reference, path: only.path });
}

/** All final states of a layer, also by their shortest paths: `encoder.final.c`, `encoder.1.final.c`, `encoder.backward.final.c`. */
const finalsOf = (
  context: BuildContext,
  other: StackSpec,
): readonly { readonly path: readonly string[]; readonly short: string }[] =>
  other.cells.flatMap((_, i) =>
    directionsOf(other).flatMap((direction) =>
      [...(context.finals.get(`${other.name}.${i}.${direction}`)?.keys() ?? [])].map((state) => ({
        path: [`${i}`, direction, 'final', state],
        short: [other.name, ...shortPlace(other, i, direction), 'final', state].join('.'),
      })),
    ),
  );

/** What `initial:` could say of the states of this cell, each from a state of the other layer: of its own name and place, else the first one. */
function examples(
  { context, layer, index, direction }: CellPlace,
  other: StackSpec,
  states: readonly string[],
): string[] {
  const finals = finalsOf(context, other).map(({ short }) => short);
  const second = directionsOf(layer).indexOf(direction) === 1;
  const from = directionsOf(other);
  const at = shortPlace(other, Math.min(index, other.cells.length - 1), from[second ? 1 : 0] ?? from[0] ?? '');
  const likely = (state: string): string => `${[other.name, ...at].join('.')}.final.${state}`;
  const named = states.flatMap((state) => (finals.includes(likely(state)) ? [[state, likely(state)]] : []));
  const pairs = named.length > 0 ? named : [[states[0] ?? 'h', finals[0] ?? likely('h')]];
  const written = pairs.map(
    ([state = '', value]) => `${[...shortPlace(layer, index, direction), state].join('.')}: ${value}`,
  );
  return layer.cells.length * directionsOf(layer).length > 1 ? [...written, '…'] : written;
}

/** Index and direction as far as there are several. */
const shortPlace = (layer: StackSpec, index: number, direction: string): readonly string[] => [
  ...(layer.cells.length > 1 ? [`${index}`] : []),
  ...(directionsOf(layer).length > 1 ? [direction] : []),
];

/** Of a state that two directions were joined to: its parts and how they were joined. */
function joinedParts(place: CellPlace, reference: Reference, state: string): messages.JoinedParts | null {
  const { context, layer, index } = place;
  const other = context.spec.layers.find((l) => l.name === reference.target);
  if (other === undefined || !isStack(other) || other.merge === 'none') return null;
  const directions = directionsOf(other);
  const isWhole = reference.path.length === 0 && directionsOf(layer).length < directions.length;
  const [cell = `${index}`, word, name] = isWhole ? [`${index}`, 'final', state] : reference.path;
  if (directions.length < 2 || word !== 'final') return null;
  const parts = directions.map((d) => `${[other.name, ...shortPlace(other, Number(cell), d)].join('.')}.final.${name}`);
  return { merge: other.merge, parts };
}
