/** Texts of the equation parser: one function per mistake, each takes the place of the token at fault. */
import type { Diagnostic, Span } from '../diagnostic.ts';

const error = (span: Span, message: string, expected: string, found: string, fix: string): Diagnostic => ({
  code: 'equation-syntax',
  severity: 'error',
  message,
  span,
  expected,
  found,
  fix,
  notes: [],
});

export const unexpectedToken = (span: Span, found: string, expected: string): Diagnostic =>
  error(span, `unexpected ${found}`, expected, found, 'complete the expression');
export const unknownCharacter = (span: Span, character: string, fix: string): Diagnostic =>
  error(
    span,
    `"${character}" is not part of the equation language`,
    'names, numbers, ( ) [ ] , : = and operators',
    `"${character}"`,
    fix,
  );
export const noAssignment = (span: Span, found: string): Diagnostic =>
  error(
    span,
    'a line assigns a value to a name',
    'NAME = EXPRESSION',
    found,
    "write it as name = …, or h' = … for the next state",
  );
export const comparisonAsAssignment = (span: Span): Diagnostic =>
  error(span, '"==" compares; a line assigns with "="', '=', '==', 'write a single =');
export const yamlInEquations = (span: Span, name: string): Diagnostic =>
  error(span, 'this looks like YAML inside the equations', `${name} = …`, `${name}: …`, `write ${name} = …`);
export const unclosed = (span: Span, bracket: string, closing: string): Diagnostic =>
  error(span, `"${bracket}" is never closed`, `"${closing}"`, 'the end of the equations', `add "${closing}"`);
export const missingOperator = (span: Span, left: string, right: string): Diagnostic =>
  error(
    span,
    `two values stand side by side`,
    'an operator between them',
    `${left} ${right}`,
    `write ${left} * ${right} or ${left} @ ${right}`,
  );
export const missingElse = (span: Span): Diagnostic =>
  error(span, 'a choice needs both branches', 'VALUE if CONDITION else VALUE', 'no else', 'add else …');
export const misplacedPrime = (span: Span, name: string): Diagnostic =>
  error(
    span,
    `"${name}'" can't be called: a prime marks the next value of a state`,
    `${name}(…)`,
    `${name}'(…)`,
    'remove the prime',
  );
export const tooDeep = (span: Span, limit: number): Diagnostic =>
  error(
    span,
    `expressions nest more than ${limit} levels deep`,
    `at most ${limit}`,
    'more',
    'give parts names of their own',
  );
export const tooLong = (span: Span, limit: number): Diagnostic =>
  error(span, `equations are longer than ${limit} characters`, `at most ${limit}`, 'more', 'split the cell');
export const chainedComparison = (span: Span): Diagnostic =>
  error(span, 'comparisons do not chain', 'a < b and b < c', 'a < b < c', 'join two comparisons with and');
export const positionalAfterNamed = (span: Span): Diagnostic =>
  error(
    span,
    'a plain argument stands behind a named one',
    'plain arguments first',
    'a plain argument',
    'move it to the front, or name it',
  );
