import type { Reference } from '../../1-read/spec/located.ts';
import { isStack, type StackSpec } from '../../1-read/spec/spec.ts';
import * as messages from '../../diagnostics/messages/build/recurrent.ts';
import { BATCH, dim, printShape, type Shape } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Flow } from '../equations/context.ts';
import { BuildFailure } from '../equations/failure.ts';
import type { CellPlace } from './cell-site.ts';

export interface Start {
  readonly init: ValueId;
  /** The graph's state input, where the state is carried between runs. */
  readonly carried: ValueId | null;
}

/** The start of a state: what `initial:` names, or a state input of the graph that is zero unless a session carries it. */
export function startState(place: CellPlace, state: string, features: Shape): Start {
  const { context, layer, path } = place;
  const name = `${path}.${state}`;
  const shape = [dim(BATCH), ...features];
  const initial = initialValue(place, state, features);
  if (initial === null) {
    const carried = context.state(name, shape, null);
    return { init: carried, carried };
  }
  const { reference, id } = initial;
  if (reference.kind === 'input') {
    const carried = context.state(name, shape, reference.target);
    return { init: carried, carried };
  }
  context.cannotStream(
    `layer "${layer.name}" starts from the final state of "${reference.target}", which needs that layer's whole sequence`,
    layer.name,
    reference.span,
  );
  return { init: id, carried: null };
}

/** What `initial:` names for a state: float32 [batch, …features]; null where it names nothing. */
export function initialValue(
  place: CellPlace,
  state: string,
  features: Shape,
): { readonly reference: Reference; readonly id: ValueId } | null {
  const { context, layer, index, direction, cell } = place;
  const reference = initialReference(layer, index, direction, state);
  if (reference === null) return null;
  if (
    reference === layer.initial.get('') &&
    cell.states.length > 1 &&
    (reference.kind === 'input' || reference.path.length > 0)
  )
    throw new BuildFailure(messages.initialOfSeveral(reference.span, layer.name, state));
  const shape = [dim(BATCH), ...features];
  const target =
    reference.kind === 'layer' && reference.path.length === 0
      ? finalOf(place, reference, state)
      : context.resolve(reference);
  const type = context.builder.typeOf(target.id);
  if (target.time !== null || type.dtype !== 'float32' || printShape(type.shape) !== printShape(shape))
    throw new BuildFailure(
      messages.initialShape(
        reference.span,
        layer.name,
        state,
        `float32${printShape(shape)}`,
        `${type.dtype}${printShape(type.shape)}`,
        target.time !== null,
      ),
    );
  return { reference, id: target.id };
}

function initialReference(layer: StackSpec, index: number, direction: string, state: string): Reference | null {
  const full = layer.initial.get(`${index}.${direction}.${state}`);
  const single = layer.cells.length === 1 && !hasBoth(layer);
  const short = single ? layer.initial.get(state) : undefined;
  if (full !== undefined && short !== undefined)
    throw new BuildFailure(messages.initialTwice(full.span, layer.name, state, short.span));
  return full ?? short ?? layer.initial.get('') ?? null;
}

const hasBoth = ({ direction }: StackSpec): boolean => direction === 'bidirectional' || direction === 'both';

/** `initial: encoder` means the final state of the same name and index; of two directions the same one, `up` for `forward`. */
function finalOf({ context, layer, index, direction }: CellPlace, reference: Reference, state: string): Flow {
  const other = context.spec.layers.find((l) => l.name === reference.target);
  if (other === undefined || !isStack(other))
    throw new BuildFailure(messages.initialNotRecurrent(reference.span, layer.name, reference.target));
  if (other.cells.length <= index)
    throw new BuildFailure(
      messages.initialDepth(reference.span, layer.name, layer.cells.length, reference.target, other.cells.length),
    );
  const second = direction === 'backward' || direction === 'down';
  const from =
    other.direction === 'bidirectional'
      ? second
        ? 'backward'
        : 'forward'
      : other.direction === 'both'
        ? second
          ? 'down'
          : 'up'
        : other.direction;
  return context.resolve({ ...reference, path: [`${index}`, from, 'final', state] });
}
