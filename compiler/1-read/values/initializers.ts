import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/values.ts';
import type { Expr } from '../../equations/ast.ts';
import type { ReadContext } from '../scope/context.ts';
import type { InitSpec } from '../spec/spec.ts';
import { describe, entriesOf, isText, listOf, type Tree, type TreeList } from '../yaml/tree.ts';
import { expressionOf, numberOf, ranges } from './numbers.ts';

type NamedInit = Extract<InitSpec, { kind: 'named' }>;

/** Numbers of each initialiser with their defaults; null: must be written. */
const parameters: { readonly [K in NamedInit['name']]: { readonly [name: string]: number | null } } = {
  zeros: {},
  ones: {},
  constant: { value: null },
  uniform: { low: -0.05, high: 0.05 },
  normal: { mean: 0, stddev: 0.05 },
  truncated_normal: { mean: 0, stddev: 0.05 },
  glorot_uniform: {},
  glorot_normal: {},
  he_uniform: {},
  he_normal: {},
  lecun_uniform: {},
  lecun_normal: {},
  orthogonal: { gain: 1 },
  identity: { gain: 1 },
};
export const initializerNames: readonly string[] = Object.keys(parameters);
const isInitName = (name: string): name is NamedInit['name'] => Object.hasOwn(parameters, name);

/**
 * How numbers inside are read. In a cell or an `equations` layer they are expressions over its own scope and stay so; in a layer's `init:`
 * they are over the model's `parameters` and are evaluated here.
 */
export type InitScope = 'own' | 'model';

export const defaultInit = (rank: number, span: Span): InitSpec => ({
  kind: 'named',
  name: rank >= 2 ? 'glorot_uniform' : 'zeros',
  arguments: new Map(),
  span,
});

/** An initialiser as written. Null after a mistake, which has been reported. */
export function initializerOf(context: ReadContext, tree: Tree, scope: InitScope): InitSpec | null {
  if (tree.kind === 'list') return listInitializer(context, tree, scope);
  if (isText(tree)) {
    if (!isInitName(tree.value)) {
      context.report(messages.unknownInitializer(tree.span, tree.value, initializerNames));
      return null;
    }
    return named(context, tree.value, undefined, tree.span, scope);
  }
  const [entry] = entriesOf(tree);
  if (entry === undefined || !isInitName(entry.name)) return null;
  return named(context, entry.name, entry.value, entry.key, scope);
}

function named(
  context: ReadContext,
  name: NamedInit['name'],
  given: Tree | undefined,
  span: Span,
  scope: InitScope,
): InitSpec | null {
  const values = new Map<string, Expr>();
  for (const [parameter, fallback] of Object.entries(parameters[name])) {
    const tree = name === 'constant' ? given : entriesOf(given).find((e) => e.name === parameter)?.value;
    if (tree === undefined) {
      if (fallback === null) {
        context.report(messages.constantNeedsValue(span));
        return null;
      }
      values.set(parameter, { kind: 'number', value: fallback, span });
      continue;
    }
    const expr = numberExpression(context, tree, `${parameter} of ${name}`, scope);
    if (expr === null) return null;
    values.set(parameter, expr);
  }
  const size = (key: string): number | null => {
    const expr = values.get(key);
    return expr?.kind === 'number' ? expr.value : null;
  };
  const [low, high, stddev] = [size('low'), size('high'), size('stddev')];
  if (low !== null && high !== null && low > high) {
    context.report(messages.outOfRange(values.get('low')?.span ?? span, 'low', `at most high = ${high}`, `${low}`));
    return null;
  }
  if (stddev !== null && stddev < 0) {
    context.report(messages.outOfRange(values.get('stddev')?.span ?? span, 'stddev', '0 or more', `${stddev}`));
    return null;
  }
  return { kind: 'named', name, arguments: values, span };
}

function numberExpression(context: ReadContext, tree: Tree, what: string, scope: InitScope): Expr | null {
  if (scope === 'own') return expressionOf(tree, context.report);
  const number = numberOf(context, tree, what, ranges.any);
  return number === null ? null : { kind: 'number', value: number.value, span: number.span };
}

/** Nested lists of numbers are a literal; a list of initialisers fills equal blocks. */
function listInitializer(context: ReadContext, list: TreeList, scope: InitScope): InitSpec | null {
  const [first] = list.items;
  if (first === undefined) {
    context.report(messages.emptyInitializer(list.span));
    return null;
  }
  if (startsWithNumber(first)) return literal(context, list);
  const odd = list.items.find((item) => item.kind === 'scalar' && !isText(item));
  if (odd !== undefined) {
    context.report(messages.mixedInitializer(odd.span, describe(odd)));
    return null;
  }
  const blocks = list.items.map((item) => initializerOf(context, item, scope));
  const whole = blocks.filter((b) => b !== null);
  return whole.length === blocks.length ? { kind: 'blocks', blocks: whole, span: list.span } : null;
}

const startsWithNumber = (tree: Tree): boolean => {
  const first = listOf(tree)?.items[0];
  return first === undefined ? tree.kind === 'scalar' && typeof tree.value === 'number' : startsWithNumber(first);
};

function literal(context: ReadContext, list: TreeList): InitSpec | null {
  const shape: number[] = [];
  for (let tree: Tree | undefined = list; tree?.kind === 'list'; tree = tree.items[0]) shape.push(tree.items.length);
  const values: number[] = [];
  const collect = (tree: Tree, axis: number): boolean => {
    const expected = shape.slice(axis);
    if (tree.kind === 'list') {
      if (tree.items.length === expected[0]) return tree.items.every((item) => collect(item, axis + 1));
      context.report(messages.raggedLiteral(tree.span, expected, `a list of ${tree.items.length}`));
      return false;
    }
    if (expected.length > 0) {
      context.report(messages.raggedLiteral(tree.span, expected, describe(tree)));
      return false;
    }
    if (tree.kind !== 'scalar' || typeof tree.value !== 'number') {
      context.report(messages.mixedInitializer(tree.span, describe(tree)));
      return false;
    }
    if (!Number.isFinite(tree.value)) return false;
    values.push(tree.value);
    return true;
  };
  return collect(list, 0) ? { kind: 'literal', values, shape, span: list.span } : null;
}
