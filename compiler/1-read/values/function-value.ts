import * as messages from '../../diagnostics/messages/read/values.ts';
import {
  type FunctionSignature,
  functionNames,
  functionSignatures,
  isFunctionName,
} from '../../equations/functions.ts';
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
    context.report(messages.notAFunction(expr.span));
    return null;
  }
  const name = expr.kind === 'name' ? expr.name : expr.callee;
  const nameSpan = expr.kind === 'name' ? expr.span : expr.calleeSpan;
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
    context.report(messages.notAFunction(expr.span));
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
    context.report(messages.functionArgument(expr.span, name, missing));
    return null;
  }
  return whole ? { kind: 'function', name, named, span: tree.span } : null;
}

/** Functions that take one tensor (others at most optional) and give one. */
const unaryFunctions: readonly string[] = functionNames.filter((name) => {
  const signature: FunctionSignature = functionSignatures[name];
  const [first, ...rest] = signature.arguments;
  return (
    name !== 'split' &&
    name !== 'transpose' &&
    first?.kind === 'value' &&
    rest.every((a) => a.kind === 'number' || a.optional === true)
  );
});
