import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { Assignment, Expr } from '../../compiler/equations/ast.ts';
import { parseEquations, parseExpression } from '../../compiler/equations/parser.ts';
import type { EquationSource } from '../../compiler/equations/source.ts';

export const plain = (text: string): EquationSource => ({ file: 'm.yaml', text, at: (offset) => offset });

/** Parses and fails the test on any mistake. */
export function equations(text: string): Assignment[] {
  return parseEquations(plain(text), (d) => {
    throw new Error(`${d.code}: ${d.message}`);
  });
}
export function expression(text: string): Expr {
  const expr = parseExpression(plain(text), (d) => {
    throw new Error(`${d.code}: ${d.message} in ${text}`);
  });
  if (expr === null) throw new Error('null without a report');
  return expr;
}

/** `code 'text the caret covers': message` of every mistake. */
export function mistakes(text: string): string[] {
  const found: Diagnostic[] = [];
  parseEquations(plain(text), (d) => found.push(d));
  return found.map((d) => describeMistake(text, d));
}
export function mistakesOfExpression(text: string): string[] {
  const found: Diagnostic[] = [];
  parseExpression(plain(text), (d) => found.push(d));
  return found.map((d) => describeMistake(text, d));
}
function describeMistake(text: string, d: Diagnostic): string {
  const covered = d.span === null ? null : text.slice(d.span.start, d.span.end);
  const place = covered === '' ? `at ${d.span?.start}` : `'${covered}'`;
  return `${d.code} ${place}: ${d.message}`;
}
