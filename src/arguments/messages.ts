/** Texts about calls of the library. One function per mistake; `call` is the function as it is written, `session()`. */

import { describeValue, isPromise } from '../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list, quote } from '../../compiler/diagnostics/phrase.ts';
import type { Rule } from './kinds.ts';

/** @param meant what to write instead; absent: nothing is known to be meant. */
export const unknownOption = (call: string, name: string, known: readonly string[], meant?: string): Diagnostic =>
  error('unknown-option', null, `${call} has no option ${quote(name)}`, {
    expected: list(known),
    found: quote(name),
    fix: meant ?? didYouMean(name, known) ?? `leave ${quote(name)} out`,
  });

export const optionValue = (call: string, name: string, found: unknown, rule: Rule): Diagnostic =>
  error('option-value', null, `${call}: the option ${name} can't be ${describeValue(found)}`, {
    expected: rule.expected,
    found: describeValue(found),
    fix: fixFor(found, rule) ?? `give ${rule.expected}, or leave ${name} out`,
  });

export const optionsForm = (call: string, found: unknown, known: readonly string[]): Diagnostic =>
  error('argument-kind', null, `${call}: the options are ${describeValue(found)}`, {
    expected: `an object with some of ${list(known)}`,
    found: describeValue(found),
    fix: 'give options by name, or leave them out',
  });

export const argumentKind = (call: string, name: string, found: unknown, rule: Rule): Diagnostic =>
  error(
    'argument-kind',
    null,
    `${call}: ${name} ${found === undefined ? 'must be given' : `can't be ${describeValue(found)}`}`,
    {
      expected: rule.expected,
      found: describeValue(found),
      fix: fixFor(found, rule) ?? `give ${rule.expected}`,
    },
  );

function fixFor(found: unknown, rule: Rule): string | null {
  return rule.fixFor?.(found) ?? (isPromise(found) ? '`await` it first' : null);
}

/** For a class that is exported for its type. @param instead what gives one */
export const notConstructible = (name: string, instead: string): Diagnostic =>
  error('argument-kind', null, `new ${name}() is not for use from outside`, {
    expected: instead,
    found: `new ${name}(…)`,
    fix: `write ${instead}`,
  });
