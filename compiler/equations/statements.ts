import type { Token } from './lexer.ts';

/** The tokens of one statement, without line ends, and what its brackets lack. */
export interface Statement {
  readonly tokens: readonly Token[];
  /** The first bracket that is never closed, a closing one that fits none, or null. */
  readonly bracket: BracketMistake | null;
}
export interface BracketMistake {
  readonly kind: 'unclosed' | 'unopened' | 'mismatched';
  readonly token: Token;
  /** Mismatched: the bracket that is open. */
  readonly open: Token | null;
}

const closing: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
]);
const isCloser = (token: Token): boolean => token.kind === 'symbol' && (token.text === ')' || token.text === ']');

/**
 * Cuts tokens into statements: a line end ends one, except inside brackets. A bracket that somebody forgot to close ends at the next
 * line that can only be an assignment, so that one slip does not swallow the lines below it.
 */
export function splitStatements(tokens: readonly Token[]): readonly Statement[] {
  const statements: Statement[] = [];
  let current: Token[] = [];
  let open: Token[] = [];
  let mistake: BracketMistake | null = null;
  const finish = (): void => {
    const unclosed = open[0];
    if (mistake === null && unclosed !== undefined) mistake = { kind: 'unclosed', token: unclosed, open: null };
    if (current.length > 0) statements.push({ tokens: current, bracket: mistake });
    current = [];
    open = [];
    mistake = null;
  };
  tokens.forEach((token, i) => {
    if (token.kind === 'newline') {
      if (open.length === 0 || startsAssignment(tokens, i + 1, current.at(-1))) finish();
      return;
    }
    current.push(token);
    if (token.kind === 'symbol' && closing.has(token.text)) open.push(token);
    else if (isCloser(token)) {
      const opener = open.pop();
      if (mistake !== null) return;
      if (opener === undefined) mistake = { kind: 'unopened', token, open: null };
      else if (closing.get(opener.text) !== token.text) mistake = { kind: 'mismatched', token, open: opener };
    }
  });
  finish();
  return statements;
}

/** One statement of all tokens, whatever the lines. */
export function joinStatement(tokens: readonly Token[]): Statement {
  const [only] = splitStatements(tokens.filter((t) => t.kind !== 'newline'));
  return only ?? { tokens: [], bracket: null };
}

/** Whether the line at `i`, inside an open bracket, reads `a =`, `a, b =` or `a' =` and can't be a named argument. */
function startsAssignment(tokens: readonly Token[], i: number, before: Token | undefined): boolean {
  let at = i;
  let last = tokens[at];
  while (last?.kind === 'name' && tokens[at + 1]?.text === ',') {
    at += 2;
    last = tokens[at];
  }
  if (last?.kind !== 'name' || tokens[at + 1]?.text !== '=') return false;
  return last.primed || !(before?.kind === 'symbol' && ['(', '[', ','].includes(before.text));
}
