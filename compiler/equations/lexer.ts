/**
 * Words of the equation language. What it does not know becomes one `foreign` token (`**`, `%`, `"…"`, `σ`), so that the message can
 * name the whole of it. Comments and blanks are left out; line ends are tokens.
 */
export interface Token {
  readonly kind: 'number' | 'name' | 'keyword' | 'symbol' | 'foreign' | 'newline' | 'end';
  readonly text: string;
  /** Names only: followed directly by `'`, which belongs to the token's range but not to its text. */
  readonly primed: boolean;
  /** Offsets in the equation text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'if', 'else', 'true', 'false']);

/** Tried in order at each place; the last two take whatever is left. */
const rules: readonly (readonly [Token['kind'] | 'blank', RegExp])[] = [
  ['blank', /[ \t\uFEFF]+|#[^\n\r]*/y],
  ['newline', /\r\n|[\n\r]/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['foreign', /\*\*=?|\/\/=?|===|!==|[-+*/@%^&|:]=|&&|\|\||->|=>|"[^"\n\r]*"?|\\/y],
  ['symbol', /==|!=|<=|>=|[-+*/@<>=()[\],:]/y],
  ['foreign', /[\p{L}\p{M}][\p{L}\p{M}\p{N}_]*/uy],
  ['foreign', /[^\n\r]/uy],
];

const dottedRules: typeof rules = [['name', /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+/y], ...rules];

/** @param dotted whether a name with dots in it is a name: `left.h`. */
export function tokenize(text: string, dotted = false): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < text.length) {
    for (const [kind, pattern] of dotted ? dottedRules : rules) {
      pattern.lastIndex = offset;
      const found = pattern.exec(text)?.[0];
      if (found === undefined) continue;
      const start = offset;
      offset += found.length;
      if (kind === 'blank') break;
      if (kind !== 'name') {
        tokens.push({ kind, text: found, primed: false, start, end: offset });
        break;
      }
      const keyword = keywords.has(found);
      const primed = !keyword && text[offset] === "'";
      if (primed) offset++;
      tokens.push({ kind: keyword ? 'keyword' : 'name', text: found, primed, start, end: offset });
      break;
    }
  }
  return tokens;
}
