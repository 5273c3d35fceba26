import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/equations.ts';
import { type Assignment, boundsOf, type Expr, type Subscript, type Target } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';
import { comparisonPrecedence, isBinaryOperator, isComparison, precedences } from './precedence.ts';
import { type EquationSource, spanOf } from './source.ts';
import { joinStatement, type Statement, splitStatements } from './statements.ts';

/** Characters of one block of equations. */
export const maxEquationLength = 65_536;
/** Levels of brackets, signs and choices inside each other. */
export const maxNesting = 64;
/** Levels of the tree: a chain of as many operators. Keeps every recursion over an expression far from the end of the stack. */
export const maxHeight = 512;

/**
 * Parses a block of equations, one assignment per line. A line that does not parse is reported and left out, the others are kept.
 * Whether names exist and are assigned once is phase 2's business.
 * @param dotted whether a name may be one of a child's: `left.h`.
 */
export function parseEquations(source: EquationSource, report: (d: Diagnostic) => void, dotted = false): Assignment[] {
  if (tooLong(source, report)) return [];
  const assignments: Assignment[] = [];
  for (const statement of splitStatements(tokenize(source.text, dotted))) {
    const parsed = attempt(source, statement, report, (parser) => parser.assignment());
    if (parsed !== null) assignments.push(parsed);
  }
  return assignments;
}

/** Parses a text that is one expression, on one line or several: a size, a condition, a cell's output. Null where it does not parse. */
export function parseExpression(source: EquationSource, report: (d: Diagnostic) => void, dotted = false): Expr | null {
  if (tooLong(source, report)) return null;
  return attempt(source, joinStatement(tokenize(source.text, dotted)), report, (parser) => parser.only());
}

function tooLong(source: EquationSource, report: (d: Diagnostic) => void): boolean {
  const { length } = source.text;
  if (length <= maxEquationLength) return false;
  report(messages.equationsTooLong(spanOf(source, 0, 1), length, maxEquationLength));
  return true;
}

class SyntaxFailure extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

function attempt<T>(
  source: EquationSource,
  statement: Statement,
  report: (d: Diagnostic) => void,
  parse: (parser: Parser) => T,
): T | null {
  try {
    return parse(new Parser(source, statement));
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    report(failure.diagnostic);
    return null;
  }
}

/** Recursive descent over the tokens of one statement; throws SyntaxFailure at the first mistake. */
class Parser {
  readonly #source: EquationSource;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  readonly #statement: Statement;
  #at = 0;
  #nesting = 0;
  readonly #heights = new Map<Expr, number>();
  /** Expressions that stood in round brackets. */
  readonly #bracketed = new Set<Expr>();

  constructor(source: EquationSource, statement: Statement) {
    this.#source = source;
    this.#statement = statement;
    this.#tokens = statement.tokens;
    const end = statement.tokens.at(-1)?.end ?? 0;
    this.#end = { kind: 'end', text: '', primed: false, start: end, end };
  }

  assignment(): Assignment {
    const start = this.#peek();
    const equals = this.#checkLine();
    this.#checkBrackets();
    const targets = this.#targets(equals);
    this.#at = equals + 1;
    if (this.#peek().kind === 'end') this.#fail(messages.valueMissing(this.#span(this.#end)));
    const value = this.#expression();
    const rest = this.#peek();
    if (this.#is(',')) this.#fail(messages.tupleValue(this.#span(rest)));
    if (this.#is('=')) this.#fail(messages.chainedAssignment(this.#span(rest)));
    if (rest.kind !== 'end') this.#unexpected('an operator or the end of the line');
    return { targets, value, span: this.#from(start) };
  }

  only(): Expr {
    this.#checkBrackets();
    const value = this.#expression();
    if (this.#is('=')) this.#fail(messages.assignmentInExpression(this.#span(this.#peek())));
    if (this.#is(',')) this.#fail(messages.tupleExpression(this.#span(this.#peek())));
    if (this.#peek().kind !== 'end') this.#unexpected('an operator or the end of the expression');
    return value;
  }

  // lines

  /** Index of the `=` outside brackets. */
  #checkLine(): number {
    const first = this.#peek();
    const second = this.#peek(1);
    let depth = 0;
    let equals = -1;
    let foreign: Token | null = null;
    let compare: Token | null = null;
    let colon: Token | null = null;
    this.#tokens.forEach((token, i) => {
      if (token.kind === 'foreign') foreign ??= token;
      if (token.kind !== 'symbol') return;
      if (token.text === '(' || token.text === '[') depth++;
      else if (token.text === ')' || token.text === ']') depth--;
      else if (depth === 0 && token.text === '=' && equals < 0) equals = i;
      else if (depth === 0 && token.text === '==') compare ??= token;
      else if (depth === 0 && token.text === ':') colon ??= token;
    });
    if (first.kind === 'name' && second.text === ':')
      this.#fail(messages.looksLikeYaml(this.#span(second), this.#textBefore(first, second)));
    if (first.kind === 'keyword' && (first.text === 'if' || first.text === 'else'))
      this.#fail(messages.ifStatement(this.#span(first), first.text));
    if (first.text === '-' && second.kind === 'name' && (this.#peek(2).text === '=' || this.#peek(2).text === ':'))
      this.#fail(messages.looksLikeList(this.#span(first)));
    if (equals >= 0) return equals;
    this.#checkBrackets();
    if (foreign !== null) this.#failForeign(foreign);
    if (colon !== null) this.#fail(messages.looksLikeYaml(this.#span(colon), this.#textBefore(first, colon)));
    if (compare !== null)
      this.#fail(messages.comparisonForAssignment(this.#span(compare), this.#textBefore(first, compare)));
    if (first.kind === 'name' && startsOperand(second) && second.text !== '(')
      this.#fail(messages.missingEquals(this.#span(second), this.#text(second)));
    const line = this.#source.text.slice(first.start, this.#end.end);
    return this.#fail(messages.missingEquals(spanOf(this.#source, first.start, this.#end.end), line));
  }

  #checkBrackets(): void {
    const mistake = this.#statement.bracket;
    if (mistake === null) return;
    const { token, open } = mistake;
    const span = this.#span(token);
    if (mistake.kind === 'unclosed') this.#fail(messages.unclosedBracket(span, token.text));
    if (open === null) this.#fail(messages.unopenedBracket(span, token.text));
    this.#fail(messages.mismatchedBracket(span, token.text, open.text, this.#span(open)));
  }

  #targets(equals: number): readonly Target[] {
    const targets: Target[] = [];
    if (equals === 0) this.#fail(messages.targetMissing(this.#span(this.#peek())));
    if (this.#is('(') || this.#is('[')) {
      const closing = this.#tokens[equals - 1];
      if (closing?.text === ')' || closing?.text === ']')
        this.#fail(messages.bracketedTarget(this.#between(this.#peek(), closing)));
    }
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'keyword') this.#fail(messages.keywordTarget(this.#span(token), token.text));
      if (token.kind === 'foreign') this.#failForeign(token);
      if (token.kind !== 'name') this.#fail(messages.badTarget(this.#span(token), token.text));
      this.#at++;
      targets.push({ name: token.text, primed: token.primed, span: this.#span(token) });
      const next = this.#peek();
      if (this.#at === equals) return targets;
      if (next.kind === 'foreign') this.#failForeign(next);
      if (!this.#is(',')) this.#fail(messages.badTarget(this.#span(next), next.text));
      this.#at++;
    }
  }

  // expressions

  #expression(): Expr {
    return this.#nested(() => {
      const start = this.#peek();
      const then = this.#binary(1);
      const at = this.#peek();
      if (!this.#isKeyword('if')) return then;
      this.#at++;
      const condition = this.#binary(1);
      if (!this.#isKeyword('else')) {
        const next = this.#peek();
        if (next.kind !== 'end' && !isDelimiter(next)) this.#unexpected('"else"');
        this.#fail(messages.elseMissing(this.#span(next), this.#span(at)));
      }
      this.#at++;
      const otherwise = this.#expression();
      return this.#node({ kind: 'conditional', condition, then, otherwise, span: this.#from(start) }, [
        condition,
        then,
        otherwise,
      ]);
    });
  }

  #binary(least: number): Expr {
    const start = this.#peek();
    let left = this.#unary();
    for (;;) {
      const token = this.#peek();
      const operator = token.text;
      if ((token.kind !== 'symbol' && token.kind !== 'keyword') || !isBinaryOperator(operator)) return left;
      const precedence = precedences[operator];
      if (precedence < least) return left;
      const operatorSpan = this.#span(token);
      const bare = !this.#bracketed.has(left);
      if (bare && precedence >= comparisonPrecedence && left.kind === 'unary' && left.operator === 'not')
        this.#fail(messages.bareNot(operatorSpan, operator));
      if (bare && precedence === comparisonPrecedence && left.kind === 'binary' && isComparison(left.operator))
        this.#fail(messages.chainedComparison(operatorSpan));
      this.#at++;
      const right = this.#binary(precedence + 1);
      left = this.#node({ kind: 'binary', operator, operatorSpan, left, right, span: this.#from(start) }, [
        left,
        right,
      ]);
    }
  }

  #unary(): Expr {
    const token = this.#peek();
    if (this.#is('+')) this.#fail(messages.unaryPlus(this.#span(token)));
    if (!this.#is('-') && !this.#isKeyword('not')) return this.#postfix();
    this.#at++;
    const operator = token.text === '-' ? '-' : 'not';
    const operand = this.#nested(() => this.#unary());
    return this.#node({ kind: 'unary', operator, operand, span: this.#from(token) }, [operand]);
  }

  #postfix(): Expr {
    const start = this.#peek();
    let operand = this.#primary();
    while (this.#is('[')) operand = this.#slice(operand, start);
    return operand;
  }

  #slice(operand: Expr, first: Token): Expr {
    this.#at++;
    if (this.#is(']')) this.#unexpected('START:END');
    const subscripts = this.#list(']', () => this.#subscript());
    const slice = { kind: 'slice', operand, subscripts, span: this.#from(first) } as const;
    return this.#node(slice, [operand, ...boundsOf(subscripts)]);
  }

  #subscript(): Subscript {
    const isLast = (token: Token): boolean => token.text === ',' || token.text === ']';
    if (this.#peek().text === 'None' && isLast(this.#peek(1))) {
      this.#at++;
      return { kind: 'new' };
    }
    const start = this.#is(':') ? null : this.#expression();
    if (start !== null && !this.#is(':')) return { kind: 'index', at: start };
    this.#at++;
    const end = isLast(this.#peek()) ? null : this.#expression();
    if (this.#is(':')) this.#fail(messages.sliceSteps(this.#span(this.#peek())));
    return { kind: 'range', start, end };
  }

  #primary(): Expr {
    const token = this.#peek();
    const span = this.#span(token);
    if (token.kind === 'number') {
      this.#at++;
      const value = Number(token.text);
      if (!Number.isFinite(value)) this.#fail(messages.numberTooLarge(span, token.text));
      return this.#node({ kind: 'number', value, span }, []);
    }
    if (token.kind === 'keyword' && (token.text === 'true' || token.text === 'false')) {
      this.#at++;
      return this.#node({ kind: 'boolean', value: token.text === 'true', span }, []);
    }
    if (token.kind === 'name') {
      this.#at++;
      if (this.#is('(')) return this.#call(token);
      return this.#node({ kind: 'name', name: token.text, primed: token.primed, span }, []);
    }
    if (this.#is('(')) {
      this.#at++;
      if (this.#is(')')) this.#fail(messages.emptyBrackets(this.#between(token, this.#peek())));
      const inner = this.#expression();
      if (this.#is(',')) this.#fail(messages.tupleInBrackets(this.#span(this.#peek())));
      this.#expect(')');
      const bracketed = this.#node({ ...inner, span: this.#from(token) }, []);
      this.#heights.set(bracketed, this.#heights.get(inner) ?? 1);
      this.#bracketed.add(bracketed);
      return bracketed;
    }
    if (this.#is('[')) {
      this.#at++;
      const items = this.#list(']', () => this.#expression());
      return this.#node({ kind: 'join', items, span: this.#from(token) }, items);
    }
    return this.#unexpected('a value');
  }

  #call(callee: Token): Expr {
    const calleeSpan = this.#span(callee);
    if (callee.primed) this.#fail(messages.primeOnFunction(calleeSpan, callee.text));
    this.#at++;
    const args: Expr[] = [];
    const named: { readonly name: string; readonly value: Expr; readonly span: Span }[] = [];
    this.#list(')', () => {
      const name = this.#peek();
      if (name.kind === 'name' && this.#peek(1).text === '=') {
        const span = this.#span(name);
        const before = named.find((n) => n.name === name.text);
        if (name.primed) this.#fail(messages.primedArgument(span, name.text));
        if (before !== undefined) this.#fail(messages.namedTwice(span, name.text, before.span));
        this.#at += 2;
        named.push({ name: name.text, value: this.#expression(), span });
        return;
      }
      const value = this.#expression();
      if (named.length > 0) this.#fail(messages.positionalAfterNamed(value.span));
      args.push(value);
    });
    const span = this.#from(callee);
    return this.#node({ kind: 'call', callee: callee.text, calleeSpan, args, named, span }, [
      ...args,
      ...named.map((n) => n.value),
    ]);
  }

  /** Items with commas between, up to and with the closing bracket. */
  #list<T>(closing: string, item: () => T): readonly T[] {
    const items: T[] = [];
    while (!this.#is(closing) || items.length > 0) {
      items.push(item());
      if (!this.#is(',')) break;
      this.#at++;
    }
    this.#expect(closing);
    return items;
  }

  // tokens

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? this.#end;
  }

  #is(symbol: string): boolean {
    const token = this.#peek();
    return token.kind === 'symbol' && token.text === symbol;
  }

  #isKeyword(word: string): boolean {
    const token = this.#peek();
    return token.kind === 'keyword' && token.text === word;
  }

  #expect(symbol: string): void {
    if (!this.#is(symbol)) this.#unexpected(`"${symbol}"`);
    this.#at++;
  }

  /** Never returns. Looks at the two tokens that meet here for the mistake behind them. */
  #unexpected(expected: string): never {
    const token = this.#peek();
    const before = this.#tokens[this.#at - 1];
    const span = this.#span(token);
    if (token.kind === 'foreign') this.#failForeign(token);
    if (this.#isKeyword('else')) this.#fail(messages.elseAlone(span));
    if (this.#is('=')) this.#fail(messages.assignmentInExpression(span));
    if (before !== undefined && endsOperand(before) && startsOperand(token)) {
      const left = isDelimiter(before) ? `…${before.text}` : this.#text(before);
      if (this.#is('(')) this.#fail(messages.callOfValue(span, left));
      this.#fail(messages.missingOperator(span, left, this.#text(token)));
    }
    return this.#fail(messages.unexpectedToken(span, expected, this.#text(token)));
  }

  #failForeign(token: Token): never {
    const span = this.#span(token);
    if (token.text !== "'") this.#fail(messages.foreignToken(span, token.text));
    const before = this.#tokens[this.#tokens.indexOf(token) - 1];
    if (before?.end !== token.start) this.#fail(messages.detachedPrime(span));
    if (before.primed) this.#fail(messages.doublePrime(span, before.text));
    return this.#fail(endsOperand(before) ? messages.primeOnValue(span) : messages.detachedPrime(span));
  }

  #fail(diagnostic: Diagnostic): never {
    throw new SyntaxFailure(diagnostic);
  }

  // places and limits

  #text(token: Token): string {
    return this.#source.text.slice(token.start, token.end);
  }

  #textBefore(first: Token, next: Token): string {
    return this.#source.text.slice(first.start, next.start).trim();
  }

  #span(token: Token): Span {
    return spanOf(this.#source, token.start, token.end);
  }

  #between(first: Token, last: Token): Span {
    return spanOf(this.#source, first.start, last.end);
  }

  /** From a token to the one before the current. */
  #from(first: Token): Span {
    return this.#between(first, this.#tokens[this.#at - 1] ?? first);
  }

  #nested<T>(parse: () => T): T {
    if (this.#nesting === maxNesting) this.#fail(messages.equationTooDeep(this.#span(this.#peek()), maxNesting));
    this.#nesting++;
    const result = parse();
    this.#nesting--;
    return result;
  }

  #node(expr: Expr, children: readonly Expr[]): Expr {
    const height = 1 + children.reduce((most, child) => Math.max(most, this.#heights.get(child) ?? 0), 0);
    if (height > maxHeight) this.#fail(messages.equationTooDeep(expr.span, maxHeight));
    this.#heights.set(expr, height);
    return expr;
  }
}

const isDelimiter = (token: Token): boolean => token.kind === 'symbol' && /^[)\],:=]$/.test(token.text);
const endsOperand = (token: Token): boolean =>
  token.kind === 'name' || token.kind === 'number' || token.text === ')' || token.text === ']' || isTruth(token);
const startsOperand = (token: Token): boolean =>
  token.kind === 'name' || token.kind === 'number' || token.text === '(' || isTruth(token) || token.text === 'not';
const isTruth = (token: Token): boolean =>
  token.kind === 'keyword' && (token.text === 'true' || token.text === 'false');
