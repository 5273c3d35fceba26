import type { ParameterValue } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/expressions.ts';
import * as recurrentMessages from '../../diagnostics/messages/build/recurrent.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import type { Assignment, Expr, InnerInput } from '../../equations/ast.ts';
import { printExpression } from '../../equations/print.ts';
import { printShape, staticSize } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import { type BuildTimeScope, evaluateCondition, evaluateSize } from '../equations/build-time.ts';
import { type Binding, Elaborator, key } from '../equations/elaborate.ts';
import type { Emitter, Placed } from '../equations/emitter.ts';
import { BuildFailure } from '../equations/failure.ts';
import type { BuildContext } from './context.ts';

/** Result of a block of equations: every assigned name, primed names as `h'`. A name whose line failed is missing. */
export interface EquationBlock {
  readonly assigned: ReadonlyMap<string, ValueId>;
  readonly elaborator: Elaborator;
}

/**
 * Elaborates equations in order. Each line with a mistake is reported and its names poisoned, so the other lines still get checked.
 * Sizes that follow from what an inner cell is given are added to `parameters`.
 * `states` lists the names that may be assigned with a prime; lines that assign only `absent` states, switched off by their `when:`, create nothing.
 */
export function buildEquations(
  context: BuildContext,
  emitter: Emitter,
  equations: readonly Assignment[],
  initial: ReadonlyMap<string, Binding>,
  parameters: Map<string, ParameterValue>,
  states: ReadonlyMap<string, Span>,
  absent: ReadonlySet<string> = new Set(),
): EquationBlock {
  const bindings = new Map(initial);
  const definedLater = new Map<string, Span>();
  for (const { targets } of equations) for (const t of targets) definedLater.set(key(t.name, t.primed), t.span);
  const elaborator = new Elaborator(emitter, { bindings, definedLater, parameters });
  const learn = (name: string, size: ParameterValue): void => {
    parameters.set(name, size);
    bindings.set(name, { kind: 'parameter', value: size });
  };
  const assigned = new Map<string, ValueId>();
  const seen = new Map<string, Span>();
  for (const { targets, value, input } of equations) {
    if (targets.every((t) => t.primed && absent.has(t.name))) continue;
    const results = context.attempt(() => {
      for (const t of targets) checkTarget(t.name, t.primed, t.span, seen, initial, states);
      const made = elaborator.tensors(value, targets.length);
      const [given] = made;
      if (input !== undefined && given !== undefined)
        for (const [name, size] of bindInner(elaborator, parameters, input, { id: given, span: value.span }))
          learn(name, size);
      return made;
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

/** Checks what an inner cell is given against what it declares, and gives the sizes that follow from it. */
function bindInner(
  { emitter }: Elaborator,
  scope: BuildTimeScope,
  { cell, name, shape: declared, span }: InnerInput,
  given: Placed,
): ReadonlyMap<string, ParameterValue> {
  const bound = new Map<string, ParameterValue>();
  const known = (): BuildTimeScope => new Map([...scope, ...bound]);
  const { shape, dtype } = emitter.builder.typeOf(given.id);
  if (dtype !== 'float32') throw new BuildFailure(recurrentMessages.cellInputDtype(given.span, cell, name, dtype));
  const features = shape.slice(shape.length - declared.length);
  if (shape.length !== declared.length + 1 || staticSize(shape[0] ?? {}) !== null)
    throw new BuildFailure(
      shapeMessages.inputRank(given.span, cell, name, declared.length, printShape(shape.slice(1)), span),
    );
  declared.forEach((expr, axis) => {
    const size = staticSize(features[axis] ?? {});
    if (size === null) throw new BuildFailure(shapeMessages.needsAxis(given.span));
    if (expr.kind === 'name' && !known().has(expr.name)) {
      bound.set(expr.name, { kind: 'number', value: size, span: expr.span });
      return;
    }
    const wanted = evaluateSize(expr, known(), `input "${name}" of cell "${cell}"`);
    if (wanted !== size)
      throw new BuildFailure(
        shapeMessages.inputSize(given.span, cell, name, printExpression(expr), wanted, size, expr.span),
      );
  });
  return bound;
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
      return inAll(...expr.args, ...expr.named.map(({ value }) => value));
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
