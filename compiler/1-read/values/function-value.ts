import type { Span } from '../../diagnostics/diagnostic.ts';
import { argumentTwice, unknownFunction } from '../../diagnostics/messages/build/expressions.ts';
import * as messages from '../../diagnostics/messages/read/values.ts';
import type { Expr } from '../../equations/ast.ts';
import { boundFunction } from '../../equations/bound-function.ts';
import {
  type FunctionSignature,
  functionNames,
  functionSignatures,
  isFunctionName,
} from '../../equations/functions.ts';
import { callsIn, mapNames } from '../../equations/map-names.ts';
import { printExpression } from '../../equations/print.ts';
import type { ReadContext } from '../scope/context.ts';
import type { Formula, FunctionValue, NamedFunction } from '../spec/spec.ts';
import { isText, type Tree } from '../yaml/tree.ts';
import { evaluate, expressionOf, namesIn } from './numbers.ts';

type CallExpr = Extract<Expr, { kind: 'call' }>;

/** What a formula is applied to. */
const OPERAND = 'x';

/**
 * A function of one tensor: `tanh`, with its numbers bound, by name or by place: `hard_sigmoid(alpha=0.2, beta=0.5)`, `leaky_relu(0.2)`; or a formula
 * of `x`: `2 * tanh(x)`, over parameters of the model too. Null after a mistake.
 */
export function functionOf(context: ReadContext, tree: Tree | undefined): FunctionValue | null {
  if (!isText(tree)) return null;
  const expr = expressionOf(tree, context.report);
  if (expr === null) {
    context.usage.markWords(tree.value);
    return null;
  }
  if (expr.kind === 'name' && !expr.primed)
    return namedFunction(context, { callee: expr.name, calleeSpan: expr.span, args: [], named: [], span: tree.span });
  if (expr.kind === 'call' && expr.args.every((argument) => isNumber(context, argument)))
    return namedFunction(context, { ...expr, span: tree.span });
  return formula(context, expr, tree);
}

function formula(
  context: ReadContext,
  expr: Expr,
  { span, value }: { readonly span: Span; readonly value: string },
): Formula | null {
  const names = namesIn(expr);
  if (!names.includes(OPERAND)) {
    for (const name of names) if (context.parameters.has(name)) context.usage.mark('parameter', name);
    context.report(messages.notAFunction(expr.span, value));
    return null;
  }
  let whole = true;
  for (const call of callsIn(expr)) {
    if (isFunctionName(call.callee)) continue;
    whole = false;
    context.report(unknownFunction(call.calleeSpan, call.callee, functionNames));
  }
  const numbered = mapNames(expr, (name) => {
    if (name.name === OPERAND && !name.primed) return name;
    const number = !name.primed && context.parameters.has(name.name) ? evaluate(context, name) : null;
    if (number !== null) return { kind: 'number', value: number, span: name.span };
    whole = false;
    const known = [OPERAND, ...context.parameters.keys()];
    if (!known.includes(name.name) || name.primed)
      context.report(messages.unknownSymbol(name.span, name.primed ? `${name.name}'` : name.name, known));
    return name;
  });
  return whole ? { kind: 'formula', expr: numbered, span } : null;
}

function namedFunction(context: ReadContext, call: Omit<CallExpr, 'kind'>): NamedFunction | null {
  const { callee: name, span } = call;
  if (!isFunctionName(name)) {
    context.report(messages.unknownFunction(call.calleeSpan, name, unaryFunctions));
    return null;
  }
  const signature: FunctionSignature = functionSignatures[name];
  if (!unaryFunctions.includes(name)) {
    context.report(messages.functionOfSeveral(call.calleeSpan, name));
    return null;
  }
  const numbers = signature.arguments.filter((a) => a.kind === 'number');
  const known = numbers.map((n) => n.name);
  const [extra] = call.args.slice(known.length);
  if (extra !== undefined) {
    context.report(messages.functionWithNumbers(span, name, known, call.args.length));
    return null;
  }
  const given = [...call.args.map((value, i) => ({ name: known[i] ?? '', value, span: value.span })), ...call.named];
  const named = new Map<string, number>();
  let whole = true;
  for (const argument of given) {
    const value = evaluate(context, argument.value);
    if (!known.includes(argument.name))
      context.report(messages.unknownFunctionArgument(argument.span, name, argument.name, known));
    else if (named.has(argument.name)) context.report(argumentTwice(argument.span, name, argument.name));
    if (value === null || !known.includes(argument.name) || named.has(argument.name)) whole = false;
    else named.set(argument.name, value);
  }
  const missing = numbers.filter((n) => n.fallback === undefined && !named.has(n.name)).map((n) => n.name);
  if (whole && missing.length > 0) {
    const bound = [...named].map(([key, number]) => [key, `${number}`] as const);
    context.report(messages.functionArgument(span, name, missing, boundFunction(name, signature, bound)));
    return null;
  }
  return whole ? { kind: 'function', name, named, span } : null;
}

/** `tanh`, `hard_sigmoid(alpha=0.2, beta=0.5)`, `2 * tanh(x)`. */
export function printFunction(value: FunctionValue): string {
  if (value.kind === 'formula') return printExpression(value.expr);
  const numbers = [...value.named].map(([name, number]) => `${name}=${number}`);
  return numbers.length === 0 ? value.name : `${value.name}(${numbers.join(', ')})`;
}

/** A function applied to what `text` stands for: `tanh(a @ kernel)`, `2 * tanh(a)`, `2 * tanh(x) of x = a @ kernel`. */
export function printApplied(value: FunctionValue, text: string): string {
  if (value.kind === 'function') return `${value.name}(${text})`;
  if (!/^[\w.]+$/.test(text)) return `${printExpression(value.expr)} of ${OPERAND} = ${text}`;
  return printExpression(mapNames(value.expr, (name) => ({ ...name, name: text })));
}

/** Whether an argument can only be a number of the function, not what it is applied to. */
const isNumber = (context: ReadContext, expr: Expr): boolean =>
  expr.kind === 'number' ||
  (expr.kind === 'unary' && isNumber(context, expr.operand)) ||
  (expr.kind === 'name' && expr.name !== OPERAND && context.parameters.has(expr.name));

/** Functions that take one tensor (others at most optional) and give one. */
export const unaryFunctions: readonly string[] = functionNames.filter((name) => {
  const signature: FunctionSignature = functionSignatures[name];
  const [first, ...rest] = signature.arguments;
  return (
    name !== 'split' &&
    name !== 'transpose' &&
    first?.kind === 'value' &&
    rest.every((a) => a.kind === 'number' || a.optional === true)
  );
});
