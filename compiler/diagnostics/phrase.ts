import type { Diagnostic, Note, Span } from './diagnostic.ts';
import { closest } from './suggest.ts';

/** What completes a text. Each part is optional and left out where it would only repeat the text. */
export interface Detail {
  readonly expected?: string;
  readonly found?: string;
  readonly fix?: string;
  readonly notes?: readonly Note[];
}

export const error = (
  code: string,
  span: Span | null,
  message: string,
  { notes = [], ...detail }: Detail = {},
): Diagnostic => ({ code, severity: 'error', message, span, notes, ...detail });

/** Of what was asked for in an option or an argument, which no place in a file has: all that helps is said. */
export const unplacedError = (code: string, message: string, detail: Required<Omit<Detail, 'notes'>>): Diagnostic =>
  error(code, null, message, detail);

/** A name in quotes, cut where it is longer than 64 characters. */
export const quote = (name: string): string => `"${name.length > 64 ? `${name.slice(0, 64)}…` : name}"`;

/** Longest list a message spells out. */
const MAX_LIST = 16;
export const list = (names: readonly string[]): string => {
  if (names.length === 0) return 'none';
  const more = names.length - MAX_LIST;
  return more > 0 ? `${names.slice(0, MAX_LIST).join(', ')} and ${more} more` : names.join(', ');
};

/** `1 cell`, `2 cells`. */
export const plural = (n: number, noun: string, more = `${noun}s`): string => `${n} ${n === 1 ? noun : more}`;

export const either = (names: readonly string[]): string => names.map(quote).join(' or ');

/** `did you mean "tanh"?`, or null where nothing is near. */
export const didYouMean = (name: string, candidates: readonly string[]): string | null => {
  const near = closest(name, candidates);
  return near.length === 0 ? null : `did you mean ${either(near)}?`;
};
