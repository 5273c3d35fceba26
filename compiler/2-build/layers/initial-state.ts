import type { Reference } from '../../1-read/spec.ts';
import * as messages from '../../diagnostics/messages/build.ts';
import { printShape, type Shape } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/graph.ts';
import type { BuildContext, Flow } from '../context.ts';
import { BuildFailure } from '../failure.ts';
import type { Direction, RecurrentSpec } from './recurrent.ts';

export interface Start {
  readonly init: ValueId;
  /** The graph's state input, where the state is carried between runs. */
  readonly carried: ValueId | null;
}

/** The start of a state: what `initial:` names, or a state input of the graph that is zero unless a session carries it. */
export function startState(
  context: BuildContext,
  layer: RecurrentSpec,
  path: string,
  index: number,
  direction: Direction,
  state: string,
  shape: Shape,
): Start {
  const reference = initialReference(layer, index, direction, state);
  const name = `${path}.${state}`;
  const states = context.spec.cells.get(layer.cells[index]?.cell ?? '')?.states.length ?? 0;
  if (
    reference !== null &&
    reference === layer.initial.get('') &&
    states > 1 &&
    (reference.kind === 'input' || reference.path.length > 0)
  )
    throw new BuildFailure(messages.initialOfSeveral(reference.span, layer.name, state));
  if (reference === null) {
    const carried = context.state(name, shape, null);
    return { init: carried, carried };
  }
  const target =
    reference.kind === 'layer' && reference.path.length === 0
      ? finalOf(context, layer, reference, index, direction, state)
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
  if (reference.kind === 'input') {
    const carried = context.state(name, shape, reference.target);
    return { init: carried, carried };
  }
  context.cannotStream(
    `layer "${layer.name}" starts from the final state of "${reference.target}", which needs that layer's whole sequence`,
    layer.name,
    reference.span,
  );
  return { init: target.id, carried: null };
}

function initialReference(layer: RecurrentSpec, index: number, direction: Direction, state: string): Reference | null {
  const full = layer.initial.get(`${index}.${direction}.${state}`);
  const short = layer.cells.length === 1 && layer.direction !== 'bidirectional' ? layer.initial.get(state) : undefined;
  if (full !== undefined && short !== undefined)
    throw new BuildFailure(messages.initialTwice(full.span, layer.name, state, short.span));
  return full ?? short ?? layer.initial.get('') ?? null;
}

/** `initial: encoder` means the final state of the same name, index and direction. */
function finalOf(
  context: BuildContext,
  layer: RecurrentSpec,
  reference: Reference,
  index: number,
  direction: Direction,
  state: string,
): Flow {
  const other = context.spec.layers.find((l) => l.name === reference.target);
  if (other?.type !== 'recurrent')
    throw new BuildFailure(messages.initialNotRecurrent(reference.span, layer.name, reference.target));
  if (other.cells.length <= index)
    throw new BuildFailure(
      messages.initialDepth(reference.span, layer.name, layer.cells.length, reference.target, other.cells.length),
    );
  const from = other.direction === 'bidirectional' ? direction : other.direction;
  return context.resolve({ ...reference, path: [`${index}`, from, 'final', state] });
}
