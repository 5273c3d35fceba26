/**
 * Texts of the equation language: what does not parse. One function per mistake, each takes the place it points at.
 * Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Span } from '../diagnostic.ts';
import { error } from '../phrase.ts';

const form = 'NAME = EXPRESSION';

// size

export const equationsTooLong = (span: Span, length: number, limit: number): Diagnostic =>
  error('equations-too-long', span, `these equations are ${length} characters long`, {
    expected: `at most ${limit}`,
    found: `${length}`,
    fix: 'split the cell',
  });
export const equationTooDeep = (span: Span, limit: number): Diagnostic =>
  error('equation-too-deep', span, 'this expression is nested too deeply', {
    expected: `at most ${limit} levels`,
    found: 'more',
    fix: 'give a part of it a name on a line of its own',
  });

// the line

export const missingEquals = (span: Span, found: string): Diagnostic =>
  error('equation-not-assignment', span, 'this line has no "="', {
    expected: form,
    found: `"${found}"`,
    fix: `every line gives a name to a value: ${form}`,
  });
export const comparisonForAssignment = (span: Span, name: string): Diagnostic =>
  error('equation-not-assignment', span, '"==" compares; an assignment has one "="', {
    expected: `${name} = …`,
    found: '"=="',
    fix: `write ${name} = …`,
  });
export const looksLikeYaml = (span: Span, name: string): Diagnostic =>
  error('equation-not-assignment', span, `"${name}:" is YAML; inside equations an assignment has "="`, {
    expected: `${name} = …`,
    found: '":"',
    fix: `write ${name} = …`,
  });
export const looksLikeList = (span: Span): Diagnostic =>
  error('equation-not-assignment', span, 'equations are plain lines, not a YAML list', {
    expected: form,
    found: '"-"',
    fix: 'remove the dash',
  });
export const ifStatement = (span: Span, word: string): Diagnostic =>
  error('equation-not-assignment', span, 'there is no if statement, only a choice between two values', {
    expected: 'NAME = A if CONDITION else B',
    found: `"${word}" at the start of a line`,
    fix: 'move the condition to the right of "="',
  });
export const assignmentInExpression = (span: Span): Diagnostic =>
  error('equation-not-an-expression', span, 'an expression is wanted here, not an assignment', {
    expected: 'an expression',
    found: '"="',
    fix: 'keep what is right of "="; to compare write "=="',
  });
export const chainedAssignment = (span: Span): Diagnostic =>
  error('equation-not-assignment', span, 'a line has one "="', {
    expected: form,
    found: 'a second "="',
    fix: 'write one line per name; to compare write "=="',
  });
export const valueMissing = (span: Span): Diagnostic =>
  error('equation-value-missing', span, 'nothing stands right of "="', {
    expected: form,
    found: 'the end of the line',
    fix: 'write the value on this line; a line goes on only inside brackets',
  });
export const tupleValue = (span: Span): Diagnostic =>
  error('equation-tuple', span, 'the right side is one value', {
    expected: 'one expression',
    found: '","',
    fix: 'write one line per name, or [a, b] to join the two',
  });
export const tupleExpression = (span: Span): Diagnostic =>
  error('equation-tuple', span, 'an expression is one value', {
    expected: 'one expression',
    found: '","',
    fix: `to join on the last axis write the two in brackets, and the whole in quotes: "[h', x]"`,
  });
export const targetMissing = (span: Span): Diagnostic =>
  error('equation-target', span, 'there is no name left of "="', {
    expected: form,
    found: 'nothing',
    fix: 'give the value a name',
  });
export const badTarget = (span: Span, found: string): Diagnostic =>
  error('equation-target', span, 'what stands left of "=" must be names', {
    expected: "a name, a primed state such as h', or several with commas between",
    found: `"${found}"`,
    fix: "write NAME = …, STATE' = … or A, B = split(…)",
  });
export const bracketedTarget = (span: Span): Diagnostic =>
  error('equation-target', span, 'the names left of "=" stand without brackets', {
    expected: 'A, B = split(…)',
    found: 'brackets',
    fix: 'remove the brackets',
  });
export const keywordTarget = (span: Span, word: string): Diagnostic =>
  error('equation-target', span, `"${word}" is a word of the language and can't be a name`, {
    expected: 'a name',
    found: `"${word}"`,
    fix: 'choose another name',
  });

// brackets

export const unclosedBracket = (span: Span, bracket: string): Diagnostic =>
  error('equation-bracket', span, `"${bracket}" is never closed`, {
    expected: `"${bracket === '(' ? ')' : ']'}"`,
    found: 'the end of the equation',
    fix: 'close it; a line goes on while a bracket is open',
  });
export const unopenedBracket = (span: Span, bracket: string): Diagnostic =>
  error('equation-bracket', span, `"${bracket}" closes nothing`, {
    expected: 'an open bracket before it',
    found: `"${bracket}"`,
    fix: 'remove it, or open one',
  });
export const mismatchedBracket = (span: Span, bracket: string, open: string, openSpan: Span): Diagnostic =>
  error('equation-bracket', span, `"${bracket}" can't close "${open}"`, {
    expected: `"${open === '(' ? ')' : ']'}"`,
    found: `"${bracket}"`,
    fix: 'close brackets in the order they were opened',
    notes: [{ message: `"${open}" is opened here`, span: openSpan }],
  });
export const emptyBrackets = (span: Span): Diagnostic =>
  error('equation-unexpected', span, 'there is nothing between the brackets', {
    expected: 'an expression',
    found: '"()"',
    fix: 'remove them',
  });
export const tupleInBrackets = (span: Span): Diagnostic =>
  error('equation-tuple', span, 'round brackets hold one value', {
    expected: '")"',
    found: '","',
    fix: 'to join on the last axis write [a, b]',
  });

// operators and words

export const missingOperator = (span: Span, before: string, found: string): Diagnostic =>
  error('equation-missing-operator', span, `there is no operator between "${before}" and "${found}"`, {
    expected: 'an operator',
    found: `"${found}"`,
    fix: `write ${before} * ${found}, or @ for a matrix product`,
  });
export const unaryPlus = (span: Span): Diagnostic =>
  error('equation-operator', span, '"+" needs a value before it', {
    expected: 'a value',
    found: '"+"',
    fix: 'remove the "+"',
  });
export const chainedComparison = (span: Span): Diagnostic =>
  error('equation-operator', span, 'comparisons do not chain', {
    expected: 'one comparison',
    found: 'a second one',
    fix: 'write a < b and b < c',
  });
export const bareNot = (span: Span, operator: string): Diagnostic =>
  error('equation-operator', span, `"not" binds tighter than "${operator}"`, {
    expected: 'brackets',
    found: `"not …" before "${operator}"`,
    fix: `write not (a ${operator} b), or (not a) ${operator} b`,
  });
export const elseMissing = (span: Span, ifSpan: Span): Diagnostic =>
  error('equation-conditional', span, 'an "if" without its "else"', {
    expected: 'A if CONDITION else B',
    found: 'no "else"',
    fix: 'say what the value is otherwise',
    notes: [{ message: 'the "if" is here', span: ifSpan }],
  });
export const elseAlone = (span: Span): Diagnostic =>
  error('equation-conditional', span, 'an "else" without its "if"', {
    expected: 'A if CONDITION else B',
    found: '"else"',
    fix: 'write the condition before it',
  });
export const doublePrime = (span: Span, name: string): Diagnostic =>
  error('equation-prime', span, `"${name}''" has two primes`, {
    expected: `${name}'`,
    found: `${name}''`,
    fix: 'one prime is the next value of a state; there is no value after that',
  });
export const primeOnValue = (span: Span): Diagnostic =>
  error('equation-prime', span, 'a prime belongs to the name of a state', {
    expected: "a name before it, as in h'",
    found: 'a prime after a bracket or a number',
    fix: 'remove the prime; transpose(w) swaps the axes of a weight',
  });
export const primeOnFunction = (span: Span, name: string): Diagnostic =>
  error('equation-prime', span, `"${name}'(…)" calls a primed name`, {
    expected: `${name}(…)`,
    found: `${name}'`,
    fix: `write ${name}(…); derivatives are the compiler's work`,
  });
export const detachedPrime = (span: Span): Diagnostic =>
  error('equation-prime', span, 'a prime stands right behind a name, and there are no strings', {
    expected: "h'",
    found: '"\'" on its own',
    fix: 'remove it, or the blank before it',
  });
export const callOfValue = (span: Span, found: string): Diagnostic =>
  error('equation-missing-operator', span, `"${found}" is a value and can't be called`, {
    expected: 'an operator',
    found: '"("',
    fix: `write ${found} * (…)`,
  });
export const numberTooLarge = (span: Span, text: string): Diagnostic =>
  error('equation-number', span, `${text} is beyond the largest number`, {
    expected: 'a finite number',
    found: text,
    fix: 'write a smaller number',
  });

// calls and slices

export const positionalAfterNamed = (span: Span): Diagnostic =>
  error('equation-argument', span, 'an argument without a name after one with a name', {
    expected: 'NAME=VALUE',
    found: 'a value alone',
    fix: 'name this argument too, or put it first',
  });
export const namedTwice = (span: Span, name: string, first: Span): Diagnostic =>
  error('argument-twice', span, `argument "${name}" is given twice`, {
    expected: 'once',
    found: 'twice',
    fix: 'remove one',
    notes: [{ message: 'first given here', span: first }],
  });
export const primedArgument = (span: Span, name: string): Diagnostic =>
  error('equation-argument', span, `"${name}'" can't name an argument`, {
    expected: `${name}=…`,
    found: `${name}'`,
    fix: 'remove the prime, or write "==" to compare',
  });
export const sliceSteps = (span: Span): Diagnostic =>
  error('equation-slice', span, 'a slice has a start and an end and no stride', {
    expected: '"]"',
    found: '":"',
    fix: 'remove the stride',
  });
// everything else

/** What other languages write, and what to write here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['**', 'write pow(a, b), or square(a)'],
  ['^', 'write pow(a, b), or square(a)'],
  ['%', 'write mod(a, b)'],
  ['//', 'write floor(a / b)'],
  ['&&', 'write a and b'],
  ['&', 'write a and b'],
  ['||', 'write a or b'],
  ['|', 'write a or b'],
  ['!', 'write not a'],
  ['~', 'write not a'],
  ['===', 'write a == b'],
  ['!==', 'write a != b'],
  ['=>', 'write a >= b to compare'],
  [':=', 'write a = b'],
  ['->', 'write a = b'],
  ['?', 'write A if CONDITION else B'],
  [';', 'write one assignment per line'],
  ['\\', 'a line goes on while a bracket is open: put brackets around the value'],
  [
    '.',
    'names have no dots: write f(x) for x.f(), transpose(w) for w.T; left.h is for cells with named children: [left, …]',
  ],
  ['{', 'use ( ) or [ ]'],
  ['}', 'use ( ) or [ ]'],
  ['−', 'write the minus of the keyboard: -'],
  ['–', 'write the minus of the keyboard: -'],
  ['×', 'write * element by element, @ for a matrix product'],
  ['·', 'write * element by element, @ for a matrix product'],
  ['⊙', 'write *'],
  ['∘', 'write *'],
  ['÷', 'write /'],
  ['≤', 'write <='],
  ['≥', 'write >='],
  ['≠', 'write !='],
  ['σ', 'write sigmoid(…)'],
  ['′', "write the prime of the keyboard: '"],
  ['’', "write the prime of the keyboard: '"],
  ['‘', "write the prime of the keyboard: '"],
]);
const augmented = /^(\*\*|\/\/|[-+*/@%^&|])=$/;

export const foreignToken = (span: Span, text: string): Diagnostic => {
  if (augmented.test(text))
    return error('equation-operator', span, `"${text}" would change a value, and nothing is ever changed`, {
      expected: '"="',
      found: `"${text}"`,
      fix: "give the result a new name; a state's next value is written with a prime",
    });
  const isWord = /^\p{L}/u.test(text);
  const fix = text.startsWith('"') ? 'there are no strings: remove it' : foreign.get(text);
  return error(
    isWord || fix === undefined ? 'equation-character' : 'equation-operator',
    span,
    isWord ? `"${text}" is not a name here` : `"${text}" is not part of the equation language`,
    {
      expected: isWord ? 'letters a-z, digits and _' : '+ - * / @, comparisons, and, or, not, names, numbers, brackets',
      found: `"${text}"`,
      fix: fix ?? (isWord ? 'spell it with plain letters' : 'remove it'),
    },
  );
};
export const unexpectedToken = (span: Span, expected: string, found: string): Diagnostic =>
  error('equation-unexpected', span, `${expected} is wanted here`, {
    expected,
    found: found === '' ? 'the end of the equation' : `"${found}"`,
    fix: found === ',' || found === ')' || found === ']' ? 'something is missing before it' : 'complete the expression',
  });

// numbers

export const argumentCount = (span: Span, callee: string, expected: number, found: number): Diagnostic =>
  error('argument-count', span, `${callee} takes ${expected} ${expected === 1 ? 'number' : 'numbers'}`, {
    expected: `${expected}`,
    found: `${found}`,
    fix: `give ${expected}`,
  });
