import * as messages from '../../diagnostics/messages/read/values.ts';
import type { Expr } from '../../equations/ast.ts';
import { boundFunction } from '../../equations/bound-function.ts';
import {
  type FunctionSignature,
  functionNames,
  functionSignatures,
  isFunctionName,
} from '../../equations/functions.ts';
import { printExpression } from '../../equations/print.ts';
import type { ReadContext } from '../scope/context.ts';
import type { FunctionValue } from '../spec/spec.ts';
import { isText, type Tree } from '../yaml/tree.ts';
import { evaluate, expressionOf } from './numbers.ts';

/** A function of one tensor: `tanh`, or with its numbers bound: `hard_sigmoid(alpha=0.2, beta=0.5)`. Null after a mistake. */
export function functionOf(context: ReadContext, tree: Tree | undefined): FunctionValue | null {
  if (!isText(tree)) return null;
  const expr = expressionOf(tree, context.report);
  if (expr === null) {
    context.usage.markWords(tree.value);
    return null;
  }
  if (expr.kind !== 'name' && expr.kind !== 'call') {
    context.report(messages.notAFunction(expr.span, tree.value));
    return null;
  }
  const name = expr.kind === 'name' ? expr.name : expr.callee;
  const nameSpan = expr.kind === 'name' ? expr.span : expr.calleeSpan;
  const isFormula = expr.kind === 'call' && expr.args.some((argument) => !isNumber(context, argument));
  if (isFormula) {
    context.report(messages.notAFunction(expr.span, tree.value));
    return null;
  }
  if (!isFunctionName(name)) {
    context.report(messages.unknownFunction(nameSpan, name, unaryFunctions));
    return null;
  }
  const signature: FunctionSignature = functionSignatures[name];
  if (!unaryFunctions.includes(name)) {
    context.report(messages.functionOfSeveral(nameSpan, name));
    return null;
  }
  if (expr.kind === 'call' && expr.args.length > 0) {
    const given = [
      ...expr.args.map((argument) => [null, printExpression(argument)] as const),
      ...expr.named.map((argument) => [argument.name, printExpression(argument.value)] as const),
    ];
    const bound = boundFunction(name, signature, given);
    context.report(
      bound === name ? messages.functionWithNumbers(expr.span, name) : messages.unnamedNumbers(expr.span, name, bound),
    );
    return null;
  }
  const numbers = signature.arguments.filter((a) => a.kind === 'number');
  const named = new Map<string, number>();
  let whole = true;
  for (const argument of expr.kind === 'call' ? expr.named : []) {
    const value = evaluate(context, argument.value);
    const known = numbers.map((n) => n.name);
    if (!known.includes(argument.name))
      context.report(messages.unknownFunctionArgument(argument.span, name, argument.name, known));
    if (value === null || !known.includes(argument.name)) whole = false;
    else named.set(argument.name, value);
  }
  const missing = numbers.filter((n) => n.fallback === undefined && !named.has(n.name)).map((n) => n.name);
  if (whole && missing.length > 0) {
    const given = [...named].map(([key, number]) => [key, `${number}`] as const);
    context.report(messages.functionArgument(expr.span, name, missing, boundFunction(name, signature, given)));
    return null;
  }
  return whole ? { kind: 'function', name, named, span: tree.span } : null;
}

/** Whether an argument can only be a number of the function, not what it is applied to. */
const isNumber = (context: ReadContext, expr: Expr): boolean =>
  expr.kind === 'number' ||
  (expr.kind === 'unary' && isNumber(context, expr.operand)) ||
  (expr.kind === 'name' && context.parameters.has(expr.name));

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
