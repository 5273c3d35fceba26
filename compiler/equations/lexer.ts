import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/equations.ts';

/** Equations as they stand in a file: `at` maps an offset in `text` to an offset in the file, because YAML takes indentation away. */
export interface EquationSource {
  readonly file: string;
  readonly text: string;
  readonly at: (offset: number) => number;
}

export interface Token {
  readonly kind: 'name' | 'number' | 'operator' | 'newline' | 'end';
  /** As written; a name without its prime. */
  readonly text: string;
  readonly primed: boolean;
  readonly span: Span;
}

const patterns: readonly { readonly kind: Token['kind'] | 'space'; readonly pattern: RegExp }[] = [
  { kind: 'space', pattern: /[ \t\r]+|#[^\n]*/y },
  { kind: 'newline', pattern: /\n/y },
  { kind: 'number', pattern: /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y },
  { kind: 'name', pattern: /[A-Za-z_][A-Za-z0-9_]*'?/y },
  { kind: 'operator', pattern: /<=|>=|==|!=|[-+*/@<>=()[\],:]/y },
];

const hints: ReadonlyMap<string, string> = new Map([
  ['^', 'write pow(x, y)'],
  ['%', 'write mod(x, y)'],
  ['&', 'write and'],
  ['|', 'write or'],
  ['!', 'write not'],
  ['.', 'values inside a cell have plain names'],
  ['·', 'write *'],
  ['×', 'write *'],
  ['−', 'write -'],
  ['′', "write ' (an apostrophe)"],
  ['’', "write ' (an apostrophe)"],
  ['σ', 'write sigmoid(…)'],
  [';', 'one assignment per line'],
]);

/** Tokens of the whole text. Characters that belong to nothing are reported and skipped. Newlines inside brackets are left out. */
export function tokenize(source: EquationSource, report: (d: Diagnostic) => void): readonly Token[] {
  const { file, text, at } = source;
  const span = (start: number, end: number): Span => ({
    file,
    start: at(start),
    end: Math.max(at(start) + 1, at(Math.max(start, end - 1)) + 1),
  });
  const tokens: Token[] = [];
  let depth = 0;
  let offset = 0;
  scan: while (offset < text.length) {
    for (const { kind, pattern } of patterns) {
      pattern.lastIndex = offset;
      const match = pattern.exec(text)?.[0];
      if (match === undefined) continue;
      const start = offset;
      offset += match.length;
      if (kind === 'space' || (kind === 'newline' && depth > 0)) continue scan;
      if (match === '(' || match === '[') depth += 1;
      if (match === ')' || match === ']') depth = Math.max(0, depth - 1);
      const primed = kind === 'name' && match.endsWith("'");
      tokens.push({ kind, text: primed ? match.slice(0, -1) : match, primed, span: span(start, offset) });
      continue scan;
    }
    const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
    report(
      messages.unknownCharacter(
        span(offset, offset + character.length),
        character,
        hints.get(character) ?? 'remove it',
      ),
    );
    offset += character.length;
  }
  tokens.push({
    kind: 'end',
    text: '',
    primed: false,
    span: span(Math.max(0, text.trimEnd().length - 1), text.trimEnd().length),
  });
  return tokens;
}
