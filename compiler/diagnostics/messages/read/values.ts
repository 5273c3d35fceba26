/**
 * Texts about numbers, functions and initialisers as a model writes them. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { sameActivation } from '../../foreign-functions.ts';
import { didYouMean, error, list, plural, quote } from '../../phrase.ts';

// numbers and expressions

export const outOfRange = (span: Span | null, what: string, expected: string, found: string): Diagnostic =>
  error('out-of-range', span, `${what} is ${found}`, { expected, found, fix: `choose ${expected}` });
/** @param place of a key of that name in the model; null: there is none. */
export const unknownParameterSet = (name: string, known: readonly string[], place: Span | null): Diagnostic => {
  const declared = `parameters: {${name}: NUMBER}`;
  return error(
    'unknown-parameter',
    place,
    `--set ${name}=…: the model has no ${known.length === 0 ? 'parameters' : `parameter ${quote(name)}`}`,
    {
      expected: known.length === 0 ? 'numbers under parameters:, which --set replaces' : `one of ${list(known)}`,
      found: quote(name),
      fix:
        didYouMean(name, known) ??
        (place === null
          ? `write ${declared}, and ${name} in the places of the number`
          : `change the number here; or write ${name}: ${name}, and ${declared}, and set that`),
    },
  );
};
export const unknownSymbol = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-symbol', span, `there is no parameter ${quote(name)}`, {
    expected: known.length === 0 ? 'a number' : `a number, or one of ${list(known)}`,
    found: quote(name),
    fix:
      LEFT_TO_DATA.get(name.toLowerCase()) ??
      didYouMean(name, known) ??
      `write a number; where it is a parameter, give it its value under parameters: ${name}: …`,
  });
/** What others write for a size that the data give. */
const LEFT_TO_DATA: ReadonlyMap<string, string> = new Map(
  ['auto', 'automatic', 'none', 'num_classes', 'n_classes'].map((name) => [
    name,
    'write units: classes where the classes of the target are counted, otherwise a number',
  ]),
);
export const notANumber = (span: Span, found: string): Diagnostic =>
  error('not-a-number', span, 'this is no number', {
    expected: 'arithmetic over numbers and parameters',
    found,
    fix: 'write a number, or an expression such as 2 * units',
  });
export const notANumberFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `${quote(name)} can't be computed in a number`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'use plain arithmetic',
  });

// functions

export const unknownFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `there is no function ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: sameActivation(name) ?? didYouMean(name, known) ?? 'choose one of these, or write an equations layer',
  });
const oneFunction =
  'a function such as tanh or "hard_sigmoid(alpha=0.2, beta=0.5)", or a formula of x such as "2 * tanh(x)"';
/** @param text that stands for a function and reads no `x` */
export const notAFunction = (span: Span, text: string): Diagnostic =>
  error('not-a-function', span, 'this names no function', {
    expected: oneFunction,
    found: `${quote(text)}, without an x in it`,
    fix: 'write x for what the function is applied to',
  });
/** For more numbers in brackets than the function has. */
export const functionWithNumbers = (span: Span, name: string, known: readonly string[], count: number): Diagnostic =>
  error('not-a-function', span, `${name} takes ${known.length === 0 ? 'no numbers' : plural(known.length, 'number')}`, {
    expected: known.length === 0 ? name : `${name} with ${list(known)}`,
    found: plural(count, 'number'),
    fix: known.length === 0 ? `write ${name}` : 'leave out those that are too many',
  });
export const functionOfSeveral = (span: Span, name: string): Diagnostic =>
  error('wrong-function', span, `${quote(name)} does not take one tensor and give one`, {
    expected: 'a function of one tensor',
    found: quote(name),
    fix: `write a formula of x, such as "${name}(x, 0)"`,
  });
/** @param bound the function with usual numbers */
export const functionArgument = (span: Span, name: string, missing: readonly string[], bound: string): Diagnostic =>
  error('missing-argument', span, `${name} needs ${list(missing)}`, {
    expected: `"${name}(${missing.map((m) => `${m}=…`).join(', ')})"`,
    found: `"${name}"`,
    fix: `write ${bound}, or other numbers`,
  });
export const unknownFunctionArgument = (
  span: Span,
  name: string,
  argument: string,
  known: readonly string[],
): Diagnostic =>
  error('unknown-argument', span, `${name} has no argument ${quote(argument)}`, {
    expected: list(known),
    found: quote(argument),
    fix: didYouMean(argument, known) ?? 'remove it',
  });

// initialisers

export const unknownInitializer = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-initializer', span, `there is no initialiser ${quote(name)}`, {
    expected: `one of ${list(known)}, or nested lists of numbers`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });
export const constantNeedsValue = (span: Span): Diagnostic =>
  error('missing-argument', span, 'constant needs its value', {
    expected: '{constant: 0.5}',
    found: '"constant"',
    fix: 'write {constant: 0.5}',
  });
export const raggedLiteral = (span: Span, expected: readonly number[], found: string): Diagnostic =>
  error('ragged-literal', span, 'the lists of this literal differ in length', {
    expected: expected.length === 0 ? 'a number' : `a list of ${expected.join(' × ')}`,
    found,
    fix: 'make all rows equally long',
  });
export const mixedInitializer = (span: Span, found: string): Diagnostic =>
  error('wrong-type', span, 'a list is either numbers (a literal) or initialisers (one per block)', {
    expected: 'numbers alone or initialisers alone',
    found,
    fix: 'write {constant: 0.5} for a block that is filled with a number',
  });
export const emptyInitializer = (span: Span): Diagnostic =>
  error('wrong-count', span, 'an empty list fills nothing', {
    expected: 'numbers or initialisers',
    found: '[]',
    fix: 'write zeros, or remove it',
  });
export const unknownWeight = (span: Span, what: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-weight', span, `${what} has no weight ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });
