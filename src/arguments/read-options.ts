import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { Kind, OptionTable, Rule } from './kinds.ts';
import * as say from './messages.ts';

/** What messages about unknown options know. */
export interface OptionHints {
  /** By a name that is no option, what to write instead. */
  readonly meant?: { readonly [name: string]: string };
  /** Options that are for this package's own use. */
  readonly internal?: readonly string[];
}

/**
 * The options of a call as they were given, each read once: JavaScript may hand over anything. An option that is `undefined` is not given.
 * @param call for messages, such as `session()`
 * @throws RnncError `argument-kind` where they are no object, `unknown-option` and `option-value` with every mistake
 */
export function readOptions<O extends object>(
  call: string,
  given: unknown,
  table: OptionTable<O>,
  { meant = {}, internal = [] }: OptionHints = {},
): O {
  const names = Object.keys(table).filter((name) => !internal.includes(name));
  if (given === undefined) return {} as O;
  if (typeof given !== 'object' || given === null || Array.isArray(given) || ArrayBuffer.isView(given))
    throw new RnncError([say.optionsForm(call, given, names)]);
  const mistakes: Diagnostic[] = [];
  for (const name of Object.keys(given))
    if (!Object.hasOwn(table, name))
      mistakes.push(say.unknownOption(call, name, names, Object.hasOwn(meant, name) ? meant[name] : undefined));
  const read: { [name: string]: unknown } = {};
  for (const [name, kind] of Object.entries<Rule>(table)) {
    const value = (given as { readonly [name: string]: unknown })[name];
    if (value === undefined) continue;
    if (kind.fits(value)) read[name] = value;
    else mistakes.push(say.optionValue(call, name, value, kind));
  }
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return read as O;
}

/** @throws RnncError `argument-kind` */
export function checkArgument<T>(call: string, name: string, value: unknown, kind: Kind<T>): asserts value is T {
  if (!kind.fits(value)) throw new RnncError([say.argumentKind(call, name, value, kind)]);
}
