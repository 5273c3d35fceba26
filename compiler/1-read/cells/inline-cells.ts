import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/cells.ts';
import type { Assignment, Expr } from '../../equations/ast.ts';
import { mapCalls, mapNames } from '../../equations/map-names.ts';
import type { ReadContext } from '../scope/context.ts';
import type { CellInput, CellSpec, DerivedParameter, InitSpec } from '../spec/spec.ts';
import { namesIn } from '../values/numbers.ts';
import type { CellDefinition, FilledCell } from './cell-definition.ts';
import { withAllStates } from './inner-states.ts';

type Call = Extract<Expr, { kind: 'call' }>;

/**
 * Puts the equations of inner cells where a cell calls them, under names with a prefix: the state `h` of the cell `inner` is `inner.h`, its weight
 * `inner.kernel`, and what it is given is a line `inner.x = …`. What comes out is a cell like any other.
 * Null after a mistake, which has been reported.
 * @param declared the cells of `cells:`, whose parameters follow from those of the outer cell
 * @param given the cells that parameters stand for, whose parameters are given where the outer cell is used
 */
export function inlineCells(
  context: ReadContext,
  definition: CellDefinition,
  declared: ReadonlyMap<string, FilledCell>,
  given: ReadonlyMap<string, FilledCell>,
): CellDefinition | null {
  if (definition.spec === null) return null;
  const inner = new Map([...given, ...declared]);
  const inliner = new Inliner(context, definition.spec, inner);
  const outer = withAllStates(context, definition.spec, inner, (prefix, expr) => inliner.renamed(prefix, expr));
  if (outer === null) return null;
  const lines = outer.equations.flatMap((line): readonly Assignment[] => {
    const value = inliner.without(line.value);
    return [...inliner.taken(), { ...line, value }];
  });
  const output = inliner.without(outer.output);
  lines.push(...inliner.taken());
  const derived = [...declared].flatMap(([name, { values }]) =>
    [...values].map(([key, value]): DerivedParameter => ({ name: `${name}.${key}`, value })),
  );
  if (!inliner.finish(definition)) return null;
  const specs = [...inner].flatMap(
    ([
      name,
      {
        definition: { spec },
      },
    ]) => (spec === null ? [] : [{ name, spec }]),
  );
  const spec: CellSpec = {
    ...outer,
    name:
      given.size === 0
        ? outer.name
        : `${outer.name}(${[...given.values()].map((one) => one.definition.name).join(', ')})`,
    states: [
      ...outer.states,
      ...specs.flatMap(({ name, spec }) =>
        spec.states.map((state) => ({
          ...state,
          name: `${name}.${state.name}`,
          shape: state.shape.map((size) => inliner.renamed(name, size)),
          when: state.when === null ? null : inliner.renamed(name, state.when),
        })),
      ),
    ],
    weights: [
      ...outer.weights,
      ...specs.flatMap(({ name, spec }) =>
        spec.weights.map((weight) => ({
          ...weight,
          name: `${name}.${weight.name}`,
          shape: weight.shape.map((size) => inliner.renamed(name, size)),
          init: renamedInit(weight.init, (expr) => inliner.renamed(name, expr)),
          when: weight.when === null ? null : inliner.renamed(name, weight.when),
        })),
      ),
    ],
    equations: lines,
    output,
    derived: [...outer.derived, ...derived, ...inliner.derived],
    inner: [
      ...outer.inner,
      ...specs.flatMap(({ name, spec }) => [name, ...spec.inner.map((deep) => `${name}.${deep}`)]),
    ],
  };
  return inliner.checkSizes(spec) ? { ...definition, name: spec.name, spec } : null;
}

class Inliner {
  /** Sizes of inner inputs that are known before a step, and what inner cells derive themselves. */
  readonly derived: DerivedParameter[] = [];
  readonly #context: ReadContext;
  readonly #outer: CellSpec;
  readonly #inner: ReadonlyMap<string, FilledCell>;
  readonly #called = new Map<string, Span>();
  /** Inner names that stand for something of the outer cell, by full name. */
  readonly #same = new Map<string, string>();
  readonly #lines: Assignment[] = [];
  #whole = true;

  constructor(context: ReadContext, outer: CellSpec, inner: ReadonlyMap<string, FilledCell>) {
    this.#context = context;
    this.#outer = outer;
    this.#inner = inner;
  }

  /** The expression with the results of inner cells in the place of their calls; `taken` then gives the lines that make them. */
  without(expr: Expr, inChoice = false): Expr {
    return mapCalls(expr, (call, chosen) => this.#call(call, inChoice || chosen));
  }

  taken(): readonly Assignment[] {
    return this.#lines.splice(0);
  }

  #mistake(diagnostic: Parameters<ReadContext['report']>[0]): void {
    this.#context.report(diagnostic);
    this.#whole = false;
  }

  #call(call: Call, chosen: boolean): Expr {
    const filled = this.#inner.get(call.callee);
    const spec = filled?.definition.spec;
    if (filled === undefined || spec == null) return call;
    const { callee, calleeSpan } = call;
    const before = this.#called.get(callee);
    if (before !== undefined) this.#mistake(messages.innerCalledTwice(calleeSpan, callee, before));
    if (chosen) this.#mistake(messages.innerInChoice(calleeSpan, callee));
    this.#called.set(callee, calleeSpan);
    if (before !== undefined || chosen) return call;
    const sizes = new Set<string>();
    for (const [at, input] of spec.inputs.entries()) {
      const value = call.named.find(({ name }) => name === input.name)?.value ?? call.args[at];
      if (value === undefined) this.#mistake(messages.innerInputMissing(call.span, callee, spec.name, input.name));
      else this.#give(callee, spec, input, value, sizes);
    }
    const [extra] = call.args.slice(spec.inputs.length);
    const known = spec.inputs.map(({ name }) => name);
    if (extra !== undefined) this.#mistake(messages.innerInputUnknown(extra.span, callee, spec.name, null, known));
    for (const [at, { name, span }] of call.named.entries()) {
      const place = known.indexOf(name);
      if (place < 0) this.#mistake(messages.innerInputUnknown(span, callee, spec.name, name, known));
      else if (place < call.args.length || call.named.findIndex((one) => one.name === name) < at)
        this.#mistake(messages.innerInputTwice(span, callee, name));
    }
    for (const { name, value } of spec.derived)
      this.derived.push({
        name: `${callee}.${name}`,
        value: value.kind === 'function' || value.kind === 'formula' ? value : this.renamed(callee, value),
      });
    for (const { targets, value, span, input } of spec.equations)
      this.#lines.push({
        targets: targets.map((target) => ({ ...target, name: `${callee}.${target.name}` })),
        value: this.renamed(callee, value),
        span,
        ...(input === undefined
          ? {}
          : { input: { ...input, shape: input.shape.map((size) => this.renamed(callee, size)) } }),
      });
    return this.renamed(callee, spec.output);
  }

  /** Gives an inner cell one of its inputs: a line of the outer cell, or for a whole sequence that of the outer cell itself. */
  #give(callee: string, spec: CellSpec, input: CellInput, value: Expr, sizes: Set<string>): void {
    const own =
      value.kind === 'name' && !value.primed ? this.#outer.inputs.find(({ name }) => name === value.name) : undefined;
    const full = `${callee}.${input.name}`;
    const isFree = (name: string): boolean =>
      !this.#inner.get(callee)?.definition.parameters.some((parameter) => parameter.name === name) &&
      !spec.derived.some((parameter) => parameter.name === name);
    if (own !== undefined && own.shape.length === input.shape.length)
      for (const [axis, size] of input.shape.entries()) {
        const outside = own.shape[axis];
        if (size.kind !== 'name' || outside === undefined || !isFree(size.name) || sizes.has(size.name)) continue;
        sizes.add(size.name);
        this.derived.push({ name: `${callee}.${size.name}`, value: outside });
      }
    if (input.sequence) {
      if (own?.sequence !== true)
        this.#mistake(messages.innerSequence(value.span, callee, spec.name, input.name, input.span));
      else this.#same.set(full, own.name);
      return;
    }
    const shape = input.shape.map((size) => this.renamed(callee, size));
    this.#lines.push({
      targets: [{ name: full, primed: false, span: value.span }],
      value: this.without(value),
      span: value.span,
      input: { cell: spec.name, name: input.name, shape, span: input.span },
    });
  }

  /** An expression of an inner cell with the names that it has in the outer one. */
  renamed(prefix: string, expr: Expr): Expr {
    const definition = this.#inner.get(prefix)?.definition;
    const functions = new Set([
      ...(definition?.parameters ?? []).flatMap(({ name, kind }) => (kind === 'function' ? [name] : [])),
      ...(definition?.spec?.derived ?? []).map(({ name }) => name),
      ...[...(this.#inner.get(prefix)?.values.keys() ?? [])].filter((name) => name.includes('.')),
    ]);
    const named = mapNames(expr, (name) => {
      if (name.name === 'step') return name;
      const full = `${prefix}.${name.name}`;
      return { ...name, name: this.#same.get(full) ?? full };
    });
    return mapCalls(named, (call) =>
      functions.has(call.callee) ? { ...call, callee: `${prefix}.${call.callee}` } : call,
    );
  }

  /** Whether there was no mistake. @throws nothing; inner cells that no equation calls are reported */
  finish({ name }: CellDefinition): boolean {
    for (const [inner, { definition }] of this.#inner)
      if (!this.#called.has(inner)) {
        const span = this.#outer.innerSpans.get(inner) ?? this.#outer.span;
        this.#mistake(
          messages.innerNotCalled(span, inner, name, definition.spec?.inputs.map((input) => input.name) ?? []),
        );
      }
    return this.#whole;
  }

  /** Whether sizes of states are known before a step. Those that are not are reported. */
  checkSizes({ states, derived, inner }: CellSpec): boolean {
    const known = new Set([
      ...derived.map(({ name }) => name),
      ...[...this.#inner].flatMap(([name, { values }]) => [...values.keys()].map((key) => `${name}.${key}`)),
    ]);
    const open = (expr: Expr): string | undefined =>
      [...namesIn(expr)].find((name) => inner.some((one) => name.startsWith(`${one}.`)) && !known.has(name));
    for (const { name, shape, span } of states) {
      const size = shape.flatMap((expr) => open(expr) ?? [])[0];
      if (size !== undefined)
        this.#mistake(messages.innerStateSize(this.#called.get(name.split('.')[0] ?? '') ?? span, name, size, span));
    }
    for (const { name, value } of derived) {
      const size = value.kind === 'function' || value.kind === 'formula' ? undefined : open(value);
      if (size !== undefined)
        this.#mistake(
          messages.innerStateSize(this.#called.get(name.split('.')[0] ?? '') ?? value.span, name, size, value.span),
        );
    }
    return this.#whole;
  }
}

function renamedInit(init: InitSpec, rename: (expr: Expr) => Expr): InitSpec {
  if (init.kind === 'literal') return init;
  if (init.kind === 'blocks') return { ...init, blocks: init.blocks.map((block) => renamedInit(block, rename)) };
  return { ...init, arguments: new Map([...init.arguments].map(([name, value]) => [name, rename(value)])) };
}
