import type { Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/build.ts';
import type { Assignment } from '../equations/ast.ts';
import type { ValueId } from '../ir/graph.ts';
import type { BuildTimeScope } from './build-time.ts';
import type { BuildContext } from './context.ts';
import { type Binding, Elaborator, key } from './elaborate.ts';
import type { Emitter } from './emitter.ts';
import { BuildFailure } from './failure.ts';

/** Result of a block of equations: every assigned name, primed names as `h'`. A name whose line failed is missing. */
export interface EquationBlock {
  readonly assigned: ReadonlyMap<string, ValueId>;
  readonly elaborator: Elaborator;
}

/**
 * Elaborates equations in order. Each line with a mistake is reported and its names poisoned, so the other lines still get checked.
 * `states` lists the names that may be assigned with a prime; lines that assign only `absent` states, switched off by their `when:`, create nothing.
 */
export function buildEquations(
  context: BuildContext,
  emitter: Emitter,
  equations: readonly Assignment[],
  initial: ReadonlyMap<string, Binding>,
  parameters: BuildTimeScope,
  states: ReadonlyMap<string, Span>,
  absent: ReadonlySet<string> = new Set(),
): EquationBlock {
  const bindings = new Map(initial);
  const definedLater = new Map<string, Span>();
  for (const { targets } of equations) for (const t of targets) definedLater.set(key(t.name, t.primed), t.span);
  const elaborator = new Elaborator(emitter, { bindings, definedLater, parameters });
  const assigned = new Map<string, ValueId>();
  const seen = new Map<string, Span>();
  for (const { targets, value } of equations) {
    if (targets.every((t) => t.primed && absent.has(t.name))) continue;
    const results = context.attempt(() => {
      for (const t of targets) checkTarget(t.name, t.primed, t.span, seen, initial, states);
      return elaborator.tensors(value, targets.length);
    });
    targets.forEach((t, i) => {
      const name = key(t.name, t.primed);
      const id = results?.[i];
      if (!seen.has(name)) seen.set(name, t.span);
      if (id === undefined) {
        if (!initial.has(name)) bindings.set(name, { kind: 'poisoned', span: t.span });
        return;
      }
      bindings.set(name, { kind: 'tensor', id, span: t.span });
      assigned.set(name, id);
    });
  }
  return { assigned, elaborator };
}

function checkTarget(
  name: string,
  primed: boolean,
  span: Span,
  seen: ReadonlyMap<string, Span>,
  initial: ReadonlyMap<string, Binding>,
  states: ReadonlyMap<string, Span>,
): void {
  const full = key(name, primed);
  const before = seen.get(full);
  if (before !== undefined) throw new BuildFailure(messages.assignedTwice(span, full, before, primed));
  if (primed && !states.has(name)) throw new BuildFailure(messages.primeWithoutState(span, name, [...states.keys()]));
  const existing = initial.get(full);
  if (!primed && existing !== undefined)
    throw new BuildFailure(
      messages.nameTaken(
        span,
        name,
        states.has(name),
        existing.kind === 'parameter' ? existing.value.span : existing.span,
      ),
    );
}
