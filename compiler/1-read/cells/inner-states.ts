import * as messages from '../../diagnostics/messages/read/cells.ts';
import type { Expr } from '../../equations/ast.ts';
import { mapNames } from '../../equations/map-names.ts';
import type { ReadContext } from '../scope/context.ts';
import type { CellSpec, StateSpec } from '../spec/spec.ts';
import type { FilledCell } from './cell-definition.ts';
import { outputSize } from './output-size.ts';

type Name = Extract<Expr, { kind: 'name' }>;

/** What an outer cell calls all states of an inner one, their sizes together, and that of its output (`state_size` and `output_size` of TensorFlow's cells). */
const ALL = 'states';
const SIZE = 'state_size';
const OUTPUT = 'output_size';
const WORDS = [ALL, SIZE, OUTPUT];

/**
 * The outer cell with `inner.states` (or `inner.states'`) written out as `[inner.c, inner.h]`, the states in their order with those of cells
 * further in at the end, and `inner.state_size` as the sum of their sizes; `inner.output_size` is the size of its output. Null after a mistake, which has been reported.
 * @param rename puts an expression of an inner cell under the names that it has in the outer one
 */
export function withAllStates(
  { report }: ReadContext,
  outer: CellSpec,
  inner: ReadonlyMap<string, FilledCell>,
  rename: (prefix: string, expr: Expr) => Expr,
): CellSpec | null {
  let whole = true;
  const written = (name: Name): Expr => {
    const dot = name.name.lastIndexOf('.');
    const [prefix, word] = [name.name.slice(0, dot), name.name.slice(dot + 1)];
    const filled = inner.get(prefix);
    const spec = filled?.definition.spec;
    if (filled === undefined || spec == null || !WORDS.includes(word)) return name;
    if (ownNames(filled, spec).has(word)) {
      if (word === ALL && spec.states.length === 1 && spec.states[0]?.name === ALL) return name;
      report(messages.innerStatesName(name.span, name.name, spec.name));
      whole = false;
      return name;
    }
    if (word === OUTPUT) {
      const size = outputSize(filled, spec);
      if (size !== null) return rename(prefix, size);
      report(messages.innerOutputSize(name.span, name.name, spec.name, spec.output.span));
      whole = false;
      return name;
    }
    const wide = spec.states.find(({ shape }) => shape.length !== 1);
    if (wide !== undefined) {
      report(messages.innerStatesAxes(name.span, name.name, spec.name, wide.name, wide.shape.length, wide.span));
      whole = false;
      return name;
    }
    const own = (expr: Expr): Expr => rename(prefix, expr);
    if (word === SIZE) return sumOf(spec.states, name, own);
    return joined([], spec.states, (state) => ({ ...name, name: `${prefix}.${state.name}` }), own) ?? name;
  };
  const expand = (expr: Expr): Expr => mapNames(expr, written);
  const expanded: CellSpec = {
    ...outer,
    states: outer.states.map((state) => ({ ...state, shape: state.shape.map(expand) })),
    weights: outer.weights.map((weight) => ({ ...weight, shape: weight.shape.map(expand) })),
    equations: outer.equations.map((line) => ({ ...line, value: expand(line.value) })),
    output: expand(outer.output),
  };
  return whole ? expanded : null;
}

const ownNames = ({ definition, values }: FilledCell, spec: CellSpec): ReadonlySet<string> =>
  new Set([
    ...definition.parameters.map(({ name }) => name),
    ...values.keys(),
    ...[...spec.inputs, ...spec.states, ...spec.weights, ...spec.derived].map(({ name }) => name),
    ...spec.equations.flatMap(({ targets }) => targets.map(({ name }) => name)),
  ]);

/** `[a, b]` of the states that there are: one with `when` is decided at build time. Null: none is sure to be there. */
function joined(
  sure: readonly Expr[],
  states: readonly StateSpec[],
  nameOf: (state: StateSpec) => Name,
  rename: (expr: Expr) => Expr,
): Expr | null {
  const [first, ...rest] = states;
  const [only, second] = sure;
  if (first === undefined)
    return only === undefined || second === undefined ? (only ?? null) : { kind: 'join', items: sure, span: only.span };
  const then = joined([...sure, nameOf(first)], rest, nameOf, rename);
  const otherwise = first.when === null ? null : joined(sure, rest, nameOf, rename);
  if (first.when === null || then === null || otherwise === null) return then;
  return { kind: 'conditional', condition: rename(first.when), then, otherwise, span: then.span };
}

function sumOf(states: readonly StateSpec[], { span }: Name, rename: (expr: Expr) => Expr): Expr {
  const zero: Expr = { kind: 'number', value: 0, span };
  return states
    .map(({ shape: [size = zero], when }): Expr => {
      const then = rename(size);
      return when === null ? then : { kind: 'conditional', condition: rename(when), then, otherwise: zero, span };
    })
    .reduce((left, right): Expr => ({ kind: 'binary', operator: '+', operatorSpan: span, left, right, span }));
}
