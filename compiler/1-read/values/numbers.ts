import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { argumentCount } from '../../diagnostics/messages/equations.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import * as valueMessages from '../../diagnostics/messages/read/values.ts';
import { type BinaryOperator, boundsOf, type Expr } from '../../equations/ast.ts';
import { numberFunctions } from '../../equations/number-functions.ts';
import { parseExpression } from '../../equations/parser.ts';
import { markSuggestions, type ReadContext } from '../scope/context.ts';
import type { Located } from '../spec/located.ts';
import { offsetsOf } from '../yaml/source-map.ts';
import { isExactNumber, isText, type Tree } from '../yaml/tree.ts';

/** Largest size of anything: 2^24. */
export const MAX_SIZE = 2 ** 24;

export interface NumberRange {
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  /** `a whole number from 1 to 256` */
  readonly words: string;
}
const whole = (min: number, max: number): NumberRange => ({
  integer: true,
  min,
  max,
  words: `a whole number from ${min} to ${max}`,
});
export const ranges = {
  size: whole(1, MAX_SIZE),
  depth: whole(1, 256),
  kernel: whole(1, 1024),
  dilation: whole(1, 65_536),
  unroll: whole(1, 10_000),
  seed: whole(0, 2 ** 32 - 1),
  keep: { integer: false, min: Number.MIN_VALUE, max: 1, words: 'a number above 0 and at most 1' },
  rate: { integer: false, min: 0, max: 1 - Number.EPSILON / 2, words: 'a number from 0 and below 1' },
  positive: { integer: false, min: Number.MIN_VALUE, max: Number.MAX_VALUE, words: 'a number above 0' },
  any: { integer: false, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, words: 'a finite number' },
} as const satisfies { readonly [name: string]: NumberRange };

/** An expression as written: a number, true or false, or text. Null where there is a mistake, which has been reported. */
export function expressionOf(tree: Tree, report: (d: Diagnostic) => void, dotted = false): Expr | null {
  if (tree.kind !== 'scalar' || tree.value === null) return null;
  if (isText(tree))
    return parseExpression({ file: tree.span.file, text: tree.value, at: offsetsOf(tree) }, report, dotted);
  if (typeof tree.value === 'number')
    return isExactNumber(tree) ? { kind: 'number', value: tree.value, span: tree.span } : null;
  return typeof tree.value === 'boolean' ? { kind: 'boolean', value: tree.value, span: tree.span } : null;
}

/** A number field of the model: a literal or an expression over `parameters`, within its range. Null after a mistake. */
export function numberOf(
  context: ReadContext,
  tree: Tree | undefined,
  what: string,
  range: NumberRange,
): Located<number> | null {
  if (tree?.kind !== 'scalar' || typeof tree.value === 'boolean') return null;
  const expr = expressionOf(tree, context.report);
  if (expr === null) {
    if (isText(tree)) context.usage.markWords(tree.value);
    return null;
  }
  const value = evaluate(context, expr);
  if (value === null) return null;
  // the schema has reported a fraction written out where a whole number belongs
  if (expr.kind === 'number' && range.integer && !Number.isInteger(value)) return null;
  if (value >= range.min && value <= range.max && (!range.integer || Number.isInteger(value)))
    return { value, span: tree.span };
  context.report(valueMessages.outOfRange(tree.span, what, range.words, `${value}`));
  return null;
}

/** Whether the number is written out rather than computed from a parameter, so that no `--set` changes it. */
export const isLiteral = (tree: Tree | undefined): boolean => tree?.kind === 'scalar' && typeof tree.value === 'number';

/** Value over `parameters`; null after a mistake, which has been reported. */
export function evaluate(context: ReadContext, expr: Expr): number | null {
  switch (expr.kind) {
    case 'number':
      return expr.value;
    case 'name': {
      const value = expr.primed ? undefined : context.parameters.get(expr.name);
      if (value === undefined) {
        const known = [...context.parameters.keys()];
        context.report(valueMessages.unknownSymbol(expr.span, expr.primed ? `${expr.name}'` : expr.name, known));
        markSuggestions(context.usage, 'parameter', expr.name, known);
        return null;
      }
      context.usage.mark('parameter', expr.name);
      return Number.isNaN(value) ? null : value;
    }
    case 'unary': {
      const operand = expr.operator === '-' ? evaluate(context, expr.operand) : notANumber(context, expr);
      return operand === null ? null : -operand;
    }
    case 'binary': {
      const compute = arithmetic.get(expr.operator);
      if (compute === undefined) return notANumber(context, expr);
      const left = evaluate(context, expr.left);
      const right = evaluate(context, expr.right);
      return left === null || right === null ? null : compute(left, right);
    }
    case 'conditional': {
      const condition = decide(context, expr.condition);
      const then = evaluate(context, expr.then);
      const otherwise = evaluate(context, expr.otherwise);
      return condition === null || then === null || otherwise === null ? null : condition ? then : otherwise;
    }
    case 'call': {
      const known = numberFunctions.get(expr.callee);
      const args = expr.args.map((arg) => evaluate(context, arg));
      if (known === undefined || expr.named.length > 0) {
        context.report(valueMessages.notANumberFunction(expr.calleeSpan, expr.callee, [...numberFunctions.keys()]));
        return null;
      }
      if (args.length !== known.arity) {
        context.report(argumentCount(expr.span, expr.callee, known.arity, args.length));
        return null;
      }
      const numbers = args.filter((a) => a !== null);
      return numbers.length === args.length ? known.compute(...numbers) : null;
    }
    case 'boolean':
    case 'join':
    case 'slice':
      return notANumber(context, expr);
  }
}

/** A condition over `parameters`. */
function decide(context: ReadContext, expr: Expr): boolean | null {
  if (expr.kind === 'boolean') return expr.value;
  if (expr.kind === 'unary' && expr.operator === 'not') {
    const operand = decide(context, expr.operand);
    return operand === null ? null : !operand;
  }
  if (expr.kind === 'binary' && (expr.operator === 'and' || expr.operator === 'or')) {
    const left = decide(context, expr.left);
    const right = decide(context, expr.right);
    return left === null || right === null ? null : expr.operator === 'and' ? left && right : left || right;
  }
  const compare = expr.kind === 'binary' ? comparisons.get(expr.operator) : undefined;
  if (expr.kind !== 'binary' || compare === undefined) {
    context.report(
      schemaMessages.wrongType(expr.span, 'a condition', 'a comparison such as units > 3', 'something else'),
    );
    return null;
  }
  const left = evaluate(context, expr.left);
  const right = evaluate(context, expr.right);
  return left === null || right === null ? null : compare(left, right);
}

function notANumber(context: ReadContext, expr: Expr): null {
  const found =
    expr.kind === 'boolean'
      ? `${expr.value}`
      : expr.kind === 'join'
        ? 'a join'
        : expr.kind === 'slice'
          ? 'a slice'
          : 'a comparison or a product of tensors';
  context.report(valueMessages.notANumber(expr.span, found));
  return null;
}

const arithmetic: ReadonlyMap<BinaryOperator, (a: number, b: number) => number> = new Map([
  ['+', (a: number, b: number) => a + b],
  ['-', (a: number, b: number) => a - b],
  ['*', (a: number, b: number) => a * b],
  ['/', (a: number, b: number) => a / b],
]);
const comparisons: ReadonlyMap<BinaryOperator, (a: number, b: number) => boolean> = new Map([
  ['<', (a: number, b: number) => a < b],
  ['<=', (a: number, b: number) => a <= b],
  ['>', (a: number, b: number) => a > b],
  ['>=', (a: number, b: number) => a >= b],
  ['==', (a: number, b: number) => a === b],
  ['!=', (a: number, b: number) => a !== b],
]);
/** Every name an expression reads, primed ones without their prime. */
export function namesIn(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return [];
    case 'name':
      return [expr.name];
    case 'unary':
      return namesIn(expr.operand);
    case 'binary':
      return [...namesIn(expr.left), ...namesIn(expr.right)];
    case 'call':
      return [expr.callee, ...expr.args.flatMap(namesIn), ...expr.named.flatMap((n) => namesIn(n.value))];
    case 'join':
      return expr.items.flatMap(namesIn);
    case 'slice':
      return [expr.operand, ...boundsOf(expr.subscripts)].flatMap(namesIn);
    case 'conditional':
      return [expr.condition, expr.then, expr.otherwise].flatMap(namesIn);
  }
}
