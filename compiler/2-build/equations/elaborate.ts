import { type Formula, isFunctionValue, type ParameterValue } from '../../1-read/spec/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import * as axisMessages from '../../diagnostics/messages/build/axes.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import type { BinaryOperator, Expr } from '../../equations/ast.ts';
import {
  type FunctionSignature,
  functionNames,
  functionSignatures,
  isFunctionName,
} from '../../equations/functions.ts';
import { numberFunctions } from '../../equations/number-functions.ts';
import { constantDim, staticSize } from '../../ir/dim.ts';
import type { OpName } from '../../ir/nodes.ts';
import type { Dtype, ValueId } from '../../ir/types.ts';
import { axisOf, cutBySubscripts } from './axes.ts';
import { type BuildTimeScope, evaluateCondition, evaluateNumber, evaluateSize } from './build-time.ts';
import type { Emitter, Placed } from './emitter.ts';
import { BuildFailure, Poisoned, runAll } from './failure.ts';
import { applyFunction, type FunctionCall, featureAxis } from './functions.ts';

/** What a name stands for inside equations. `lazy` creates its tensor when it is first read, and is told where, so that a branch that is not taken creates nothing. */
export type Binding =
  | { readonly kind: 'tensor'; readonly id: ValueId; readonly span: Span }
  | { readonly kind: 'lazy'; readonly make: (read: Span) => ValueId; readonly span: Span }
  | { readonly kind: 'parameter'; readonly value: ParameterValue }
  | { readonly kind: 'poisoned'; readonly span: Span };

/** A name; primed names (`h'`) are next states and live apart. */
export const key = (name: string, primed: boolean): string => (primed ? `${name}'` : name);

export interface Scope {
  readonly bindings: Map<string, Binding>;
  /** Names assigned by a later line, to tell "used before" from "unknown". */
  readonly definedLater: ReadonlyMap<string, Span>;
  readonly parameters: BuildTimeScope;
}

/** Result of an expression: a tensor, or something known while building. */
type Result =
  | { readonly kind: 'tensor'; readonly id: ValueId }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean };

const binaryOps: { readonly [K in BinaryOperator]: Extract<OpName, string> } = {
  or: 'or',
  and: 'and',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
  '==': 'equal',
  '!=': 'not_equal',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '@': 'matmul',
};

/** Elaborates one expression of a cell or an `equations` layer into nodes. @throws BuildFailure, Poisoned */
export class Elaborator {
  readonly emitter: Emitter;
  readonly scope: Scope;

  constructor(emitter: Emitter, scope: Scope) {
    this.emitter = emitter;
    this.scope = scope;
  }

  /** The tensor an expression stands for; a build-time number becomes a float32 scalar. */
  tensor(expr: Expr): ValueId {
    return this.#lift(this.#result(expr), expr.span, 'float32');
  }

  /** The results of the right-hand side for `count` targets. */
  tensors(expr: Expr, count: number): readonly ValueId[] {
    if (expr.kind === 'conditional')
      return this.tensors(evaluateCondition(expr.condition, this.scope.parameters) ? expr.then : expr.otherwise, count);
    if (expr.kind === 'call' && expr.callee === 'split') return this.#split(expr, count);
    if (count !== 1) throw new BuildFailure(expressionMessages.oneResult(expr.span, count));
    return [this.tensor(expr)];
  }

  #lift(result: Result, span: Span, dtype: Dtype): ValueId {
    if (result.kind === 'tensor') return result.id;
    if (result.kind === 'boolean') throw new BuildFailure(expressionMessages.booleanAsTensor(span));
    if (dtype === 'int32' && !Number.isInteger(result.value))
      throw new BuildFailure(expressionMessages.fractionWithInteger(span, result.value));
    return this.emitter.builder.constant(
      result.value,
      dtype === 'int32' ? 'int32' : 'float32',
      this.emitter.origin(span),
    );
  }

  #placed(result: Result, span: Span, dtype: Dtype = 'float32'): Placed {
    return { id: this.#lift(result, span, dtype), span };
  }

  #dtypeOf(...results: readonly Result[]): Dtype {
    for (const r of results) if (r.kind === 'tensor') return this.emitter.builder.typeOf(r.id).dtype;
    return 'float32';
  }

  #result(expr: Expr): Result {
    switch (expr.kind) {
      case 'number':
        return { kind: 'number', value: expr.value };
      case 'boolean':
        return { kind: 'boolean', value: expr.value };
      case 'name':
        return this.#name(expr.name, expr.primed, expr.span);
      case 'unary': {
        const operand = this.#result(expr.operand);
        if (operand.kind === 'number' && expr.operator === '-') return { kind: 'number', value: -operand.value };
        if (operand.kind === 'boolean' && expr.operator === 'not') return { kind: 'boolean', value: !operand.value };
        const op = expr.operator === '-' ? 'neg' : 'not';
        return { kind: 'tensor', id: this.emitter.emit(op, [this.#placed(operand, expr.operand.span)], {}, expr.span) };
      }
      case 'binary': {
        const [left, right] = runAll([() => this.#result(expr.left), () => this.#result(expr.right)]);
        if (left === undefined || right === undefined) throw new InternalError('an operand is lost');
        if (left.kind !== 'tensor' && right.kind !== 'tensor') return this.#buildTime(expr);
        const dtype = this.#dtypeOf(left, right);
        const operands = [this.#placed(left, expr.left.span, dtype), this.#placed(right, expr.right.span, dtype)];
        return { kind: 'tensor', id: this.emitter.emit(binaryOps[expr.operator], operands, {}, expr.operatorSpan) };
      }
      case 'conditional':
        return this.#result(evaluateCondition(expr.condition, this.scope.parameters) ? expr.then : expr.otherwise);
      case 'join':
        return this.#join(expr.items, expr.span, null);
      case 'slice':
        return this.#slice(expr);
      case 'call':
        return this.#call(expr);
    }
  }

  #buildTime(expr: Expr): Result {
    if (expr.kind === 'binary' && ['<', '<=', '>', '>=', '==', '!=', 'and', 'or'].includes(expr.operator))
      return { kind: 'boolean', value: evaluateCondition(expr, this.scope.parameters) };
    return { kind: 'number', value: evaluateNumber(expr, this.scope.parameters) };
  }

  #name(name: string, primed: boolean, span: Span): Result {
    const found = this.scope.bindings.get(key(name, primed));
    if (found === undefined) {
      const later = this.scope.definedLater.get(key(name, primed));
      if (later !== undefined)
        throw new BuildFailure(expressionMessages.usedBeforeDefinition(span, key(name, primed), later));
      const known = [...this.scope.bindings.keys()];
      throw new BuildFailure(expressionMessages.unknownSymbol(span, key(name, primed), known, functionNames));
    }
    switch (found.kind) {
      case 'poisoned':
        throw new Poisoned();
      case 'tensor':
        return { kind: 'tensor', id: found.id };
      case 'lazy': {
        const id = found.make(span);
        this.scope.bindings.set(key(name, primed), { kind: 'tensor', id, span: found.span });
        return { kind: 'tensor', id };
      }
      case 'parameter':
        this.scope.parameters.get(name);
        if (isFunctionValue(found.value)) throw new BuildFailure(expressionMessages.functionAsNumber(span, name));
        return found.value.kind === 'number'
          ? { kind: 'number', value: found.value.value }
          : { kind: 'boolean', value: found.value.value };
    }
  }

  /** Joins on the last axis, or another. An operand with fewer axes (a weight beside samples) is repeated over those it lacks. */
  #join(parts: readonly Expr[], span: Span, along: Expr | null): Result {
    const items = runAll(parts.map((item) => (): Placed => ({ id: this.tensor(item), span: item.span })));
    const operands = this.emitter.meet(items, span);
    const shapes = operands.map(({ id }) => this.emitter.builder.typeOf(id).shape);
    const rank = Math.max(...shapes.map((shape) => shape.length));
    const widest = operands[shapes.findIndex((shape) => shape.length === rank)];
    if (widest === undefined) throw new BuildFailure(expressionMessages.emptyJoin(span));
    const { shape: full } = this.emitter.builder.typeOf(widest.id);
    for (const operand of operands) featureAxis(this.emitter, operand);
    const axis = this.#axis(widest, along);
    const lined = operands.map((operand, i): Placed => {
      const shape = shapes[i] ?? [];
      if (shape.length === rank) return operand;
      const whole = [...full.slice(0, rank - shape.length), ...shape];
      return { id: this.emitter.emit('broadcast', [operand], { shape: whole }, operand.span), span: operand.span };
    });
    return { kind: 'tensor', id: this.emitter.emit('concat', lined, { axis }, span) };
  }

  /** The axis that is written, else the last. */
  #axis(operand: Placed, written: Expr | null): number {
    if (written === null) return featureAxis(this.emitter, operand);
    return axisOf(this.emitter, operand, written, this.scope.parameters);
  }

  #slice({ operand, subscripts, span }: Extract<Expr, { kind: 'slice' }>): Result {
    const placed: Placed = { id: this.tensor(operand), span: operand.span };
    const number = (bound: Expr): number => evaluateNumber(bound, this.scope.parameters);
    return { kind: 'tensor', id: cutBySubscripts(this.emitter, placed, subscripts, span, number) };
  }

  #split(expr: Extract<Expr, { kind: 'call' }>, count: number): readonly ValueId[] {
    const [first, ...positional] = expr.args;
    if (first === undefined) throw new BuildFailure(expressionMessages.missingArgument(expr.span, 'split', 'x', ['x']));
    const named = this.#named(expr, ['sizes', 'axis']);
    const given = named.get('sizes');
    const sizeExprs = positional.length > 0 ? positional : given?.kind === 'join' ? given.items : [];
    const operand: Placed = { id: this.tensor(first), span: first.span };
    const axis = this.#axis(operand, named.get('axis') ?? null);
    const total = staticSize(this.emitter.builder.typeOf(operand.id).shape[axis] ?? {}) ?? 0;
    const sizes =
      sizeExprs.length > 0
        ? sizeExprs.map((e) => evaluateSize(e, this.scope.parameters, 'a part of split'))
        : Array.from({ length: count }, () => total / count);
    if (sizes.length !== count) throw new BuildFailure(expressionMessages.splitCount(expr.span, sizes.length, count));
    if (sizes.some((s) => !Number.isInteger(s)) || sizes.reduce((a, b) => a + b, 0) !== total)
      throw new BuildFailure(
        expressionMessages.splitSizes(expr.span, sizeExprs.length > 0 ? sizes : null, count, total, named.has('axis')),
      );
    return this.emitter.emitAll('split', [operand], { axis, sizes: sizes.map(constantDim) }, expr.span);
  }

  /** Named arguments of a call that takes these alone. */
  #named(expr: Extract<Expr, { kind: 'call' }>, known: readonly string[]): ReadonlyMap<string, Expr> {
    const other = expr.named.find(({ name }) => !known.includes(name));
    if (other !== undefined)
      throw new BuildFailure(expressionMessages.unknownArgument(other.span, expr.callee, other.name, known));
    return new Map(expr.named.map(({ name, value }) => [name, value]));
  }

  #call(expr: Extract<Expr, { kind: 'call' }>): Result {
    let callee = expr.callee;
    const bound = new Map<string, number>();
    const found = this.scope.bindings.get(callee);
    if (found !== undefined) {
      if (found.kind === 'poisoned') throw new Poisoned();
      if (found.kind !== 'parameter' || !isFunctionValue(found.value))
        throw new BuildFailure(expressionMessages.notAFunction(expr.calleeSpan, callee));
      this.scope.parameters.get(callee);
      if (found.value.kind === 'formula') {
        const operand = this.#operandOf(expr);
        return {
          kind: 'tensor',
          id: applyFormula(this.emitter, found.value, { id: this.tensor(operand), span: operand.span }),
        };
      }
      callee = found.value.name;
      for (const [name, value] of found.value.named) bound.set(name, value);
    }
    if (!isFunctionName(callee)) {
      const candidates = [...functionNames, ...this.#functionParameters()];
      throw new BuildFailure(expressionMessages.unknownFunction(expr.calleeSpan, callee, candidates));
    }
    if (callee === 'split') return { kind: 'tensor', id: this.#onlyOne(this.#split(expr, 1)) };
    if (callee === 'concat') return this.#join(expr.args, expr.span, this.#named(expr, ['axis']).get('axis') ?? null);
    if (expr.args.every((a) => this.#isBuildTime(a)) && expr.named.length === 0 && numberFunctions.has(callee))
      return { kind: 'number', value: evaluateNumber(expr, this.scope.parameters) };
    return {
      kind: 'tensor',
      id: applyFunction(callee, this.#checkArguments(expr, callee, functionSignatures[callee], bound)),
    };
  }

  /** The one argument of a call of a formula, by place or as `x`. */
  #operandOf({ callee, args, named, span }: Extract<Expr, { kind: 'call' }>): Expr {
    const [first, second] = [...args, ...named.map(({ value }) => value)];
    if (first === undefined) throw new BuildFailure(expressionMessages.missingArgument(span, callee, 'x', ['x']));
    if (second !== undefined) throw new BuildFailure(expressionMessages.tooManyArguments(second.span, callee, ['x']));
    const other = named.find(({ name }) => name !== 'x');
    if (other !== undefined)
      throw new BuildFailure(expressionMessages.unknownArgument(other.span, callee, other.name, ['x']));
    return first;
  }

  #onlyOne(results: readonly ValueId[]): ValueId {
    const [only] = results;
    if (only === undefined) throw new InternalError('split gave nothing');
    return only;
  }

  #functionParameters(): readonly string[] {
    return [...this.scope.bindings].flatMap(([name, b]) =>
      b.kind === 'parameter' && isFunctionValue(b.value) ? [name] : [],
    );
  }

  #isBuildTime(expr: Expr): boolean {
    switch (expr.kind) {
      case 'number':
      case 'boolean':
        return true;
      case 'name':
        return this.scope.bindings.get(key(expr.name, expr.primed))?.kind === 'parameter';
      case 'unary':
        return this.#isBuildTime(expr.operand);
      case 'binary':
        return this.#isBuildTime(expr.left) && this.#isBuildTime(expr.right);
      case 'conditional':
        return this.#isBuildTime(evaluateCondition(expr.condition, this.scope.parameters) ? expr.then : expr.otherwise);
      case 'call':
        return expr.args.every((a) => this.#isBuildTime(a));
      case 'join':
      case 'slice':
        return false;
    }
  }

  /** Where a name got its value. */
  #declarationOf(expr: Expr): Span | null {
    const found = expr.kind === 'name' ? this.scope.bindings.get(key(expr.name, expr.primed)) : undefined;
    if (found === undefined) return null;
    return found.kind === 'parameter' ? found.value.span : found.span;
  }

  #checkArguments(
    expr: Extract<Expr, { kind: 'call' }>,
    callee: string,
    signature: FunctionSignature,
    bound: ReadonlyMap<string, number>,
  ): FunctionCall {
    const given = new Map<string, Expr>();
    expr.args.forEach((arg, i) => {
      const parameter = signature.arguments[i];
      if (parameter === undefined)
        throw new BuildFailure(
          expressionMessages.tooManyArguments(
            arg.span,
            callee,
            signature.arguments.map((a) => a.name),
          ),
        );
      if (parameter.kind === 'axis') throw new BuildFailure(axisMessages.axisByPlace(arg.span, callee));
      given.set(parameter.name, arg);
    });
    for (const { name, value, span } of expr.named) {
      if (!signature.arguments.some((a) => a.name === name))
        throw new BuildFailure(
          expressionMessages.unknownArgument(
            span,
            callee,
            name,
            signature.arguments.map((a) => a.name),
          ),
        );
      if (given.has(name)) throw new BuildFailure(expressionMessages.argumentTwice(span, callee, name));
      given.set(name, value);
    }
    const results: { readonly name: string; readonly result: Result; readonly expr: Expr }[] = [];
    const numbers = new Map<string, number>();
    let along: Expr | null = null;
    const needed = signature.arguments
      .filter((a) => a.optional !== true && a.fallback === undefined)
      .map((a) => a.name);
    const read = (parameter: FunctionSignature['arguments'][number]): void => {
      const arg = given.get(parameter.name);
      if (parameter.kind === 'number') {
        const value =
          arg === undefined
            ? (bound.get(parameter.name) ?? parameter.fallback)
            : evaluateNumber(arg, this.scope.parameters);
        if (value === undefined)
          throw new BuildFailure(expressionMessages.missingArgument(expr.span, callee, parameter.name, needed));
        numbers.set(parameter.name, value);
      } else if (parameter.kind === 'axis') along = arg ?? null;
      else if (arg !== undefined) results.push({ name: parameter.name, result: this.#result(arg), expr: arg });
      else if (parameter.optional !== true)
        throw new BuildFailure(expressionMessages.missingArgument(expr.span, callee, parameter.name, needed));
    };
    runAll(signature.arguments.map((parameter) => () => read(parameter)));
    const conditionFirst = callee === 'where';
    const dtype = this.#dtypeOf(...results.slice(conditionFirst ? 1 : 0).map((r) => r.result));
    const tensors = results.map(({ result, expr: arg }): Placed => {
      const declared = this.#declarationOf(arg);
      return { ...this.#placed(result, arg.span, dtype), ...(declared === null ? {} : { declared }) };
    });
    const named = new Map(
      results.flatMap(({ name }, i): [string, Placed][] => {
        const tensor = tensors[i];
        return tensor === undefined ? [] : [[name, tensor]];
      }),
    );
    const [first] = tensors;
    const axis = first === undefined || along === null ? null : this.#axis(first, along);
    return { emitter: this.emitter, tensors, named, numbers, axis, span: expr.span };
  }
}

/** A formula of `x`, for a tensor. Its nodes have the place of the formula. */
export function applyFormula(emitter: Emitter, { expr, span }: Formula, operand: Placed): ValueId {
  const bindings = new Map<string, Binding>([['x', { kind: 'tensor', id: operand.id, span }]]);
  return new Elaborator(emitter, { bindings, definedLater: new Map(), parameters: new Map() }).tensor(expr);
}
