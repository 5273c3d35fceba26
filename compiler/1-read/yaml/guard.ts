import { Lexer } from 'yaml';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/yaml.ts';

/** Bounds checked on the bare text, before anything recursive sees it: the YAML composer would abort the whole process on deep nesting. */
export const limits = {
  /** Bytes of one file in UTF-8. */
  bytes: 2 ** 20,
  /** Words, signs, blanks and line ends, as yaml's lexer cuts the text: ten thousand layers of a line have 320 thousand. */
  tokens: 600_000,
  /** Collections inside collections. */
  depth: 64,
  /** Uses of anchors (`*name`). */
  aliases: 100,
  /** Values that aliases and merge keys may add to those written. */
  expansion: 20_000,
} as const;

/** The first reason not to parse this text, or null. Linear in the text. */
export function guardText(file: string, text: string): Diagnostic | null {
  const { bytes, invalid } = scanCharacters(text);
  if (bytes > limits.bytes) return messages.fileTooLarge({ file, start: 0, end: 0 }, bytes, limits.bytes);
  if (invalid !== null) {
    const code = text.charCodeAt(invalid);
    return messages.invalidCharacter({ file, start: invalid, end: invalid + 1 }, code);
  }
  return guardStructure(file, text);
}

/** UTF-8 length and the first character that no model file needs: controls, lone surrogates, direction overrides. */
function scanCharacters(text: string): { readonly bytes: number; readonly invalid: number | null } {
  if (text.length > limits.bytes) return { bytes: text.length, invalid: null };
  let bytes = 0;
  let invalid: number | null = null;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let bad = false;
    if (code < 0x80) {
      bytes += 1;
      bad = (code < 0x20 && code !== 9 && code !== 10 && code !== 13) || code === 0x7f;
    } else if (code < 0x800) {
      bytes += 2;
      bad = code < 0xa0 && code !== 0x85;
    } else if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 4;
      i++;
    } else {
      bytes += 3;
      const override = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
      bad =
        (code >= 0xd800 && code < 0xe000) ||
        override ||
        code === 0xfffe ||
        code === 0xffff ||
        (code === 0xfeff && i > 0);
    }
    if (bad && invalid === null) invalid = i;
  }
  return { bytes, invalid };
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;

/** Walks the tokens of yaml's own lexer, which does not recurse, and counts depth and aliases. */
function guardStructure(file: string, text: string): Diagnostic | null {
  let offset = 0;
  let lineStart = 0;
  let flow = 0;
  let aliases = 0;
  let tokens = 0;
  let scalarNext = false;
  /** Columns at which the open block collections started. */
  const columns: number[] = [];
  let lineBegins = true;
  /** The parser nests `a: b: c`, which is a mistake, one level per colon. So colons are counted, per open level, since the last line or comma. */
  const colons = [0];
  let surplus = 0;
  const setColons = (count: number): void => {
    const last = colons.pop() ?? 0;
    surplus += Math.max(0, count - 1) - Math.max(0, last - 1);
    colons.push(count);
  };
  for (const token of new Lexer().lex(text)) {
    const first = token[0] ?? '';
    if (!scalarNext && (token === '\x02' || token === '\x18')) continue;
    if (!scalarNext && token === '\x1f') {
      scalarNext = true;
      continue;
    }
    const start = offset;
    offset += token.length;
    if (++tokens > limits.tokens) return messages.tooManyTokens({ file, start, end: offset }, limits.tokens);
    const isSpace =
      !scalarNext && (first === ' ' || first === '\t' || first === '\n' || first === '\r' || first === '#');
    if (!isSpace) {
      const column = start - lineStart;
      const nests = !scalarNext && (token === '-' || token === '?');
      if (flow === 0 && (lineBegins || nests)) {
        while ((columns.at(-1) ?? -1) > column) columns.pop();
        if ((columns.at(-1) ?? -1) < column) columns.push(column);
      }
      if (!scalarNext) {
        if (token === '[' || token === '{') {
          flow++;
          colons.push(0);
        } else if ((token === ']' || token === '}') && flow > 0) {
          flow--;
          setColons(0);
          colons.pop();
        } else if (token === ',') setColons(0);
        else if (token === ':' || (token === '?' && flow > 0)) setColons((colons.at(-1) ?? 0) + 1);
        else if (first === '*' && ++aliases > limits.aliases)
          return messages.tooManyAliases({ file, start, end: offset }, limits.aliases);
      }
      lineBegins = lineBegins && (nests || (!scalarNext && token === ':'));
      if (flow + columns.length + surplus > limits.depth)
        return messages.tooDeep({ file, start, end: offset }, limits.depth);
    }
    const newline = token.lastIndexOf('\n');
    if (newline >= 0) {
      lineStart = start + newline + 1;
      lineBegins = true;
      if (flow === 0) setColons(0);
    }
    scalarNext = false;
  }
  return null;
}
