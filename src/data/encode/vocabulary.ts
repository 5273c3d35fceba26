import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Vocabulary } from '../dataset/preprocessing.ts';
import * as say from '../messages/values.ts';

/** The word that stands for the end of a line. */
export const END_OF_LINE = '<eos>';

/** Number of tokens: numbers are below it. */
export const vocabularySize = (vocabulary: Vocabulary): number =>
  vocabulary.of === 'bytes' ? 256 : vocabulary.tokens.length;

/** The tokens of a whole text: characters are code points; words are what white space separates, an end of line is one too. */
export function tokensIn(of: 'characters' | 'words', text: string): readonly string[] {
  if (of === 'characters') return Array.from(text);
  return (text.match(/\n|[^\s]+/g) ?? []).map((word) => (word === '\n' ? END_OF_LINE : word));
}

/** The number of a token, or null where the vocabulary neither has it nor an unknown token. */
export function tokenNumbers(vocabulary: Vocabulary): (token: string) => number | null {
  const numbers = new Map(vocabulary.tokens.map((token, i) => [token, i]));
  const unknown = vocabulary.unknown === null ? null : (numbers.get(vocabulary.unknown) ?? null);
  return (token) => numbers.get(token) ?? unknown;
}

/**
 * A text as numbers.
 * @throws RnncError `unknown-token` where a token is not in the vocabulary and nothing stands for unknown ones
 */
export function encodeText(vocabulary: Vocabulary, text: string): Int32Array {
  if (vocabulary.of === 'bytes') return Int32Array.from(new TextEncoder().encode(text));
  const numberOf = tokenNumbers(vocabulary);
  return Int32Array.from(tokensIn(vocabulary.of, text), (token) => {
    const number = numberOf(token);
    if (number === null) throw new RnncError([say.unknownToken(null, token, vocabulary.tokens.length)]);
    return number;
  });
}

/**
 * Numbers as text. Words are joined by spaces, `<eos>` ends a line.
 * @throws RnncError `token-out-of-range`
 */
export function decodeText(vocabulary: Vocabulary, numbers: Iterable<number>): string {
  const tokens = Array.from(numbers, (number) => {
    if (!Number.isInteger(number) || number < 0 || number >= vocabularySize(vocabulary))
      throw new RnncError([say.tokenOutOfRange(number, vocabularySize(vocabulary))]);
    return number;
  });
  if (vocabulary.of === 'bytes') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(tokens));
  const texts = tokens.map((number) => vocabulary.tokens[number] ?? '');
  if (vocabulary.of === 'characters') return texts.join('');
  let text = '';
  for (const word of texts) {
    if (word === END_OF_LINE) text += '\n';
    else text += text === '' || text.endsWith('\n') ? word : ` ${word}`;
  }
  return text;
}

export interface VocabularyRule {
  readonly of: 'characters' | 'words';
  readonly size: number | null;
  /** Rarer tokens are left out. */
  readonly minCount: number;
  readonly unknown: string | null;
}

/**
 * The most frequent tokens, equal ones in the order of their code units. The unknown token has a place of its own, the first, unless the text itself
 * has it among the most frequent.
 */
export function buildVocabulary(counts: ReadonlyMap<string, number>, rule: VocabularyRule): Vocabulary {
  const { of, unknown } = rule;
  const size = rule.size ?? Number.POSITIVE_INFINITY;
  const frequent = [...counts].filter(([, count]) => count >= rule.minCount);
  const sorted = frequent.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([token]) => token);
  const kept = sorted.slice(0, size);
  if (unknown === null || kept.includes(unknown)) return { of, tokens: kept, unknown };
  return { of, tokens: [unknown, ...kept.slice(0, size - 1)], unknown };
}
