import type { Diagnostic, Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/schema.ts';
import { isFunctionName } from '../../equations/functions.ts';

/** Longest name. */
export const MAX_NAME = 64;

const identifier = /^[A-Za-z][A-Za-z0-9_]*$/;
export const isIdentifier = (name: string): boolean => name.length <= MAX_NAME && identifier.test(name);

const keywords: ReadonlySet<string> = new Set(['true', 'false', 'if', 'else', 'and', 'or', 'not']);
/** Names that every JavaScript object answers to. */
const inherited: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * `plain`: an input, a layer, an output, a cell. `symbol`: visible in equations or expressions, so it may not hide a function, the batch
 * symbol or the step index.
 */
export type NameRule = 'plain' | 'symbol';

/** Whether this can be a name; if not, the reason is reported. `what` is for the message: `a layer`. */
export function checkName(
  name: string,
  what: string,
  rule: NameRule,
  span: Span,
  report: (d: Diagnostic) => void,
): boolean {
  const mistake = nameMistake(name, what, rule, span);
  if (mistake !== null) report(mistake);
  return mistake === null;
}

function nameMistake(name: string, what: string, rule: NameRule, span: Span): Diagnostic | null {
  if (name.length > MAX_NAME) return messages.nameTooLong(span, what, name.length, MAX_NAME);
  if (inherited.has(name) || keywords.has(name) || name === 'self') return messages.reservedName(span, what, name);
  if (!identifier.test(name)) return messages.invalidName(span, what, name);
  if (rule === 'plain') return name === 'wrap' && what === 'a cell' ? messages.reservedName(span, what, name) : null;
  if (name === 'batch' || name === 'step') return messages.reservedName(span, what, name);
  return isFunctionName(name) ? messages.functionTaken(span, what, name) : null;
}

/** Names of one scope: the second thing of the same name is reported with both places. */
export class NameTable {
  readonly #taken = new Map<string, { readonly what: string; readonly span: Span }>();
  readonly #report: (d: Diagnostic) => void;

  constructor(report: (d: Diagnostic) => void) {
    this.#report = report;
  }

  claim(name: string, what: string, span: Span): boolean {
    const first = this.#taken.get(name);
    if (first === undefined) {
      this.#taken.set(name, { what, span });
      return true;
    }
    this.#report(messages.duplicateName(span, name, what, first.what, first.span));
    return false;
  }
}
