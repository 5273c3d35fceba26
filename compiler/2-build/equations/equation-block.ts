import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/expressions.ts';
import type { Assignment, Expr } from '../../equations/ast.ts';
import type { ValueId } from '../../ir/types.ts';
import { type BuildTimeScope, evaluateCondition } from './build-time.ts';
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

/**
 * Makes lines anew that read next states and that no next state needs, now that these are `replaced`: what such a line gives belongs to the
 * output. Gives all that is assigned; the lines that make next states, and these under their own names, stay as they are.
 */
export function readAgain(
  { assigned, elaborator }: EquationBlock,
  equations: readonly Assignment[],
  replaced: ReadonlyMap<string, ValueId>,
): ReadonlyMap<string, ValueId> {
  const { bindings, parameters } = elaborator.scope;
  // a line with a mistake, or one of states that are switched off, has made nothing
  const lines = equations
    .filter(({ targets }) => targets.every((t) => assigned.has(key(t.name, t.primed))))
    .map((line) => ({ ...line, read: keysIn(line.value, parameters) }));
  const needed = new Set<string>();
  for (const { targets, read } of lines.toReversed())
    if (targets.some((t) => t.primed || needed.has(t.name))) for (const name of read) needed.add(name);
  const result = new Map(assigned);
  const changed = new Set(replaced.keys());
  for (const [name, id] of replaced) {
    const known = bindings.get(name);
    if (known?.kind === 'tensor') bindings.set(name, { ...known, id });
  }
  for (const { targets, value, read } of lines) {
    if (targets.some((t) => t.primed || needed.has(t.name)) || !read.some((name) => changed.has(name))) continue;
    const results = elaborator.tensors(value, targets.length);
    targets.forEach(({ name, span }, i) => {
      const id = results[i];
      if (id === undefined) return;
      bindings.set(name, { kind: 'tensor', id, span });
      result.set(name, id);
      changed.add(name);
    });
  }
  return result;
}

/** Every name that an expression reads, primed ones with their prime; of a choice, what is chosen. */
function keysIn(expr: Expr, parameters: BuildTimeScope): readonly string[] {
  const inAll = (...parts: readonly (Expr | null)[]): readonly string[] =>
    parts.flatMap((part) => (part === null ? [] : keysIn(part, parameters)));
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return [];
    case 'name':
      return [key(expr.name, expr.primed)];
    case 'unary':
      return inAll(expr.operand);
    case 'binary':
      return inAll(expr.left, expr.right);
    case 'call':
      return inAll(...expr.args);
    case 'join':
      return inAll(...expr.items);
    case 'slice':
      return inAll(expr.operand);
    case 'conditional':
      return inAll(evaluateCondition(expr.condition, parameters) ? expr.then : expr.otherwise);
  }
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
