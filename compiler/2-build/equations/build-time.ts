import { type DerivedParameter, isFunctionValue, type ParameterValue } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import { argumentCount } from '../../diagnostics/messages/equations.ts';
import type { BinaryOperator, Expr } from '../../equations/ast.ts';
import { numberFunctions } from '../../equations/number-functions.ts';
import { BuildFailure } from './failure.ts';

/** What is known while building: parameters of the cell and its free sizes. */
export type BuildTimeScope = ReadonlyMap<string, ParameterValue>;

/** A scope that remembers which of its names were read. */
export class TrackedScope extends Map<string, ParameterValue> {
  readonly read = new Set<string>();

  override get(name: string): ParameterValue | undefined {
    this.read.add(name);
    return super.get(name);
  }
}

export type BuildTimeValue = number | boolean;

/** Value of an expression over parameters. @throws BuildFailure on an unknown name, a wrong kind or a call of an unknown function. */
export function evaluateBuildTime(expr: Expr, scope: BuildTimeScope): BuildTimeValue {
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return expr.value;
    case 'name': {
      const found = expr.primed ? undefined : scope.get(expr.name);
      if (found === undefined)
        throw new BuildFailure(expressionMessages.notBuildTime(expr.span, expr.name, [...scope.keys()]));
      if (isFunctionValue(found)) throw new BuildFailure(expressionMessages.functionAsNumber(expr.span, expr.name));
      return found.value;
    }
    case 'unary': {
      const operand = evaluateBuildTime(expr.operand, scope);
      if (expr.operator === 'not') return !asBoolean(operand, expr.operand.span);
      return -asNumber(operand, expr.operand.span);
    }
    case 'binary':
      return evaluateBinary(expr.operator, expr.left, expr.right, expr.operatorSpan, scope);
    case 'conditional':
      return evaluateBuildTime(evaluateCondition(expr.condition, scope) ? expr.then : expr.otherwise, scope);
    case 'call': {
      const args = expr.args.map((arg) => evaluateNumber(arg, scope));
      const known = numberFunctions.get(expr.callee);
      if (known === undefined)
        throw new BuildFailure(
          expressionMessages.notBuildTimeFunction(expr.calleeSpan, expr.callee, [...numberFunctions.keys()]),
        );
      if (args.length !== known.arity || expr.named.length > 0)
        throw new BuildFailure(argumentCount(expr.span, expr.callee, known.arity, args.length + expr.named.length));
      return finite(known.compute(...args), expr.span);
    }
    case 'join':
    case 'slice':
      throw new BuildFailure(expressionMessages.tensorInBuildTime(expr.span));
  }
}

/** @throws BuildFailure for NaN and infinities, such as 1 / 0. */
function finite(value: number, span: Span): number {
  if (!Number.isFinite(value)) throw new BuildFailure(shapeMessages.notFiniteNumber(span, value));
  return value;
}
function evaluateBinary(
  op: BinaryOperator,
  left: Expr,
  right: Expr,
  span: Span,
  scope: BuildTimeScope,
): BuildTimeValue {
  if (op === 'and')
    return (
      asBoolean(evaluateBuildTime(left, scope), left.span) && asBoolean(evaluateBuildTime(right, scope), right.span)
    );
  if (op === 'or')
    return (
      asBoolean(evaluateBuildTime(left, scope), left.span) || asBoolean(evaluateBuildTime(right, scope), right.span)
    );
  if (op === '==' || op === '!=')
    return (evaluateBuildTime(left, scope) === evaluateBuildTime(right, scope)) === (op === '==');
  if (op === '@') throw new BuildFailure(expressionMessages.tensorInBuildTime(span));
  const a = evaluateNumber(left, scope);
  const b = evaluateNumber(right, scope);
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return finite(a / b, span);
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function asNumber(value: BuildTimeValue, span: Span): number {
  if (typeof value !== 'number')
    throw new BuildFailure(expressionMessages.wrongBuildTimeKind(span, 'a number', `${value}`));
  return value;
}

function asBoolean(value: BuildTimeValue, span: Span): boolean {
  if (typeof value !== 'boolean')
    throw new BuildFailure(expressionMessages.wrongBuildTimeKind(span, 'true or false', `${value}`));
  return value;
}

export const evaluateNumber = (expr: Expr, scope: BuildTimeScope): number =>
  asNumber(evaluateBuildTime(expr, scope), expr.span);
export const evaluateCondition = (expr: Expr, scope: BuildTimeScope): boolean =>
  asBoolean(evaluateBuildTime(expr, scope), expr.span);

/** Largest size of one dimension: 2^24. */
export const MAX_SIZE = 2 ** 24;

/** A dimension: a whole number in 1..2^24. @throws BuildFailure `dimension-out-of-range`. */
export function evaluateSize(expr: Expr, scope: BuildTimeScope, what: string): number {
  const size = evaluateNumber(expr, scope);
  if (!Number.isInteger(size) || size < 1 || size > MAX_SIZE) {
    // the number to change stands where the parameter has its value
    const given = expr.kind === 'name' ? scope.get(expr.name) : undefined;
    const span = given?.kind === 'number' ? given.span : expr.span;
    throw new BuildFailure(
      shapeMessages.dimensionOutOfRange(span, what, size, expr.kind === 'name' ? expr.name : null),
    );
  }
  return size;
}

/** The value of a parameter of a cell inside another one, over what that one has. */
export function derivedValue(value: DerivedParameter['value'], scope: BuildTimeScope): ParameterValue {
  if (value.kind === 'function' || value.kind === 'formula') return value;
  const passed = value.kind === 'name' && !value.primed ? scope.get(value.name) : undefined;
  if (passed !== undefined) return passed;
  const found = evaluateBuildTime(value, scope);
  return typeof found === 'number'
    ? { kind: 'number', value: found, span: value.span }
    : { kind: 'boolean', value: found, span: value.span };
}
