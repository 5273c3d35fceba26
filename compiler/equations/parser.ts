import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/equations.ts';
import type { Assignment, BinaryOperator, Expr, Target } from './ast.ts';
import { type EquationSource, type Token, tokenize } from './lexer.ts';

/** Longest text of one block of equations. */
const MAX_LENGTH = 65_536;
/** Deepest nesting of expressions. */
const MAX_DEPTH = 64;

/** A block of equations, one assignment per line. Mistakes are reported one per line at most; lines without a mistake are given back. */
export function parseEquations(source: EquationSource, report: (d: Diagnostic) => void): readonly Assignment[] {
  if (tooLong(source, report)) return [];
  const parser = new Parser(source, report);
  const assignments: Assignment[] = [];
  while (!parser.atEnd()) {
    if (parser.skipNewline()) continue;
    const assignment = parser.recover(() => parser.assignment());
    if (assignment !== null) assignments.push(assignment);
  }
  return assignments;
}

/** One expression, such as a size or a condition. Null where it has a mistake, which is reported. */
export function parseExpression(source: EquationSource, report: (d: Diagnostic) => void): Expr | null {
  if (tooLong(source, report)) return null;
  const parser = new Parser(source, report);
  return parser.recover(() => parser.whole());
}

function tooLong({ file, text, at }: EquationSource, report: (d: Diagnostic) => void): boolean {
  if (text.length <= MAX_LENGTH) return false;
  report(messages.tooLong({ file, start: at(0), end: at(0) + 1 }, MAX_LENGTH));
  return true;
}

class SyntaxFailure extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** Levels of binary operators, loosest first. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ['or'],
  ['and'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/', '@'],
];
const COMPARISONS = 2;
const keywords: ReadonlySet<string> = new Set(['if', 'else', 'and', 'or', 'not', 'true', 'false']);

const join = (a: Span, b: Span): Span => ({ file: a.file, start: a.start, end: Math.max(a.end, b.end) });
const show = (token: Token): string =>
  token.kind === 'end'
    ? 'the end'
    : token.kind === 'newline'
      ? 'the end of the line'
      : `"${token.text}${token.primed ? "'" : ''}"`;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #report: (d: Diagnostic) => void;
  #at = 0;
  #depth = 0;

  constructor(source: EquationSource, report: (d: Diagnostic) => void) {
    this.#tokens = tokenize(source, report);
    this.#report = report;
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('internal: no end token');
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at += 1;
    return token;
  }

  #is(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.text === text && !token.primed && (token.kind === 'operator' || keywords.has(text));
  }

  #take(text: string): Token | null {
    return this.#is(text) ? this.#next() : null;
  }

  #fail(token: Token, expected: string): never {
    throw new SyntaxFailure(messages.unexpectedToken(token.span, show(token), expected));
  }

  atEnd(): boolean {
    return this.#peek().kind === 'end';
  }

  skipNewline(): boolean {
    if (this.#peek().kind !== 'newline') return false;
    this.#next();
    return true;
  }

  /** Runs one piece; after a mistake the rest of the line is skipped. */
  recover<T>(piece: () => T): T | null {
    try {
      this.#depth = 0;
      return piece();
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      this.#report(error.diagnostic);
      while (this.#peek().kind !== 'newline' && !this.atEnd()) this.#next();
      return null;
    }
  }

  whole(): Expr {
    while (this.skipNewline());
    const expr = this.#expression();
    while (this.skipNewline());
    if (!this.atEnd()) this.#trailing(expr);
    return expr;
  }

  assignment(): Assignment {
    const first = this.#peek();
    const targets: Target[] = [];
    do {
      const token = this.#peek();
      if (token.kind !== 'name' || keywords.has(token.text)) {
        if (targets.length > 0) this.#fail(token, 'a name');
        throw new SyntaxFailure(messages.noAssignment(token.span, show(token)));
      }
      this.#next();
      targets.push({ name: token.text, primed: token.primed, span: token.span });
    } while (this.#take(',') !== null);
    const equals = this.#peek();
    if (this.#is('==')) throw new SyntaxFailure(messages.comparisonAsAssignment(equals.span));
    if (this.#is(':')) throw new SyntaxFailure(messages.yamlInEquations(equals.span, first.text));
    if (this.#take('=') === null) throw new SyntaxFailure(messages.noAssignment(equals.span, show(equals)));
    const value = this.#expression();
    const end = this.#peek();
    if (end.kind !== 'newline' && end.kind !== 'end') this.#trailing(value);
    return { targets, value, span: join(first.span, value.span) };
  }

  /** Something stands behind a complete expression. */
  #trailing(before: Expr): never {
    const token = this.#peek();
    if (token.kind === 'name' || token.kind === 'number' || token.text === '(') {
      const left = before.kind === 'name' ? before.name : before.kind === 'number' ? `${before.value}` : '…';
      throw new SyntaxFailure(messages.missingOperator(token.span, left, token.text === '(' ? '(…)' : token.text));
    }
    return this.#fail(token, 'an operator or the end of the line');
  }

  #expression(): Expr {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxFailure(messages.tooDeep(this.#peek().span, MAX_DEPTH));
    const then = this.#binary(0);
    if (this.#take('if') === null) {
      this.#depth -= 1;
      return then;
    }
    const condition = this.#binary(0);
    const at = this.#peek();
    if (this.#take('else') === null) throw new SyntaxFailure(messages.missingElse(at.span));
    const otherwise = this.#expression();
    this.#depth -= 1;
    return { kind: 'conditional', condition, then, otherwise, span: join(then.span, otherwise.span) };
  }

  #binary(level: number): Expr {
    const operators = levels[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    let compared = false;
    for (;;) {
      const operator = operators.find((o) => this.#is(o));
      if (operator === undefined) return left;
      const token = this.#next();
      if (compared) throw new SyntaxFailure(messages.chainedComparison(token.span));
      if (operator === '*' && this.#is('*'))
        throw new SyntaxFailure(
          messages.unknownCharacter(join(token.span, this.#peek().span), '**', 'write pow(x, y)'),
        );
      const right = this.#binary(level + 1);
      left = { kind: 'binary', operator, operatorSpan: token.span, left, right, span: join(left.span, right.span) };
      compared = level === COMPARISONS;
    }
  }

  #unary(): Expr {
    const token = this.#peek();
    const operator = this.#is('-') ? '-' : this.#is('not') ? 'not' : null;
    if (operator === null) return this.#postfix();
    this.#next();
    if (++this.#depth > MAX_DEPTH) throw new SyntaxFailure(messages.tooDeep(token.span, MAX_DEPTH));
    // `not a < b` reads as `not (a < b)`
    const operand = operator === 'not' ? this.#binary(COMPARISONS) : this.#unary();
    this.#depth -= 1;
    return { kind: 'unary', operator, operand, span: join(token.span, operand.span) };
  }

  #postfix(): Expr {
    let operand = this.#primary();
    for (;;) {
      const open = this.#take('[');
      if (open === null) return operand;
      const start = this.#is(':') ? null : this.#expression();
      const colon = this.#peek();
      if (this.#take(':') === null) this.#fail(colon, '":" of a slice x[start:end]');
      const end = this.#is(']') ? null : this.#expression();
      const close = this.#close(open, ']');
      operand = { kind: 'slice', operand, start, end, span: join(operand.span, close.span) };
    }
  }

  #close(open: Token, closing: string): Token {
    const token = this.#peek();
    if (this.#is(closing)) return this.#next();
    if (token.kind === 'end') throw new SyntaxFailure(messages.unclosed(open.span, open.text, closing));
    if (token.kind === 'name' || token.kind === 'number')
      throw new SyntaxFailure(messages.unexpectedToken(token.span, show(token), `an operator, "," or "${closing}"`));
    return this.#fail(token, `"${closing}"`);
  }

  #primary(): Expr {
    const token = this.#peek();
    if (token.kind === 'number') {
      this.#next();
      return { kind: 'number', value: Number(token.text), span: token.span };
    }
    if (this.#is('true') || this.#is('false')) {
      this.#next();
      return { kind: 'boolean', value: token.text === 'true', span: token.span };
    }
    if (token.kind === 'name' && !keywords.has(token.text)) {
      this.#next();
      if (!this.#is('(')) return { kind: 'name', name: token.text, primed: token.primed, span: token.span };
      if (token.primed) throw new SyntaxFailure(messages.misplacedPrime(token.span, token.text));
      return this.#call(token);
    }
    const open = this.#take('(');
    if (open !== null) {
      const inner = this.#expression();
      const close = this.#close(open, ')');
      return { ...inner, span: join(open.span, close.span) };
    }
    const bracket = this.#take('[');
    if (bracket !== null) {
      const items: Expr[] = [];
      while (!this.#is(']')) {
        items.push(this.#expression());
        if (this.#take(',') === null) break;
      }
      const close = this.#close(bracket, ']');
      return { kind: 'join', items, span: join(bracket.span, close.span) };
    }
    return this.#fail(token, 'a value');
  }

  #call(callee: Token): Expr {
    const open = this.#next();
    const args: Expr[] = [];
    const named: { name: string; value: Expr; span: Span }[] = [];
    while (!this.#is(')')) {
      const token = this.#peek();
      if (token.kind === 'name' && !token.primed && this.#is('=', 1)) {
        this.#next();
        this.#next();
        const value = this.#expression();
        named.push({ name: token.text, value, span: join(token.span, value.span) });
      } else {
        if (named.length > 0 && token.kind !== 'end')
          throw new SyntaxFailure(messages.positionalAfterNamed(token.span));
        args.push(this.#expression());
      }
      if (this.#take(',') === null) break;
    }
    const close = this.#close(open, ')');
    return {
      kind: 'call',
      callee: callee.text,
      calleeSpan: callee.span,
      args,
      named,
      span: join(callee.span, close.span),
    };
  }
}
