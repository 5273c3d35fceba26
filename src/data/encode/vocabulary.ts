import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TextForm, Vocabulary } from '../dataset/preprocessing.ts';
import * as say from '../messages/values.ts';
import { tokensIn, wordJoiner } from './tokens.ts';

/** Number of tokens: numbers are below it. */
export const vocabularySize = (vocabulary: Vocabulary): number =>
  vocabulary.of === 'bytes' ? 256 : vocabulary.tokens.length;

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
  const { of, ...form } = vocabulary;
  const numberOf = tokenNumbers(vocabulary);
  return Int32Array.from(tokensIn({ ...form, of }, text), (token) => {
    const number = numberOf(token);
    if (number === null) throw new RnncError([say.unknownToken(null, token, vocabulary.tokens.length)]);
    return number;
  });
}

/**
 * Numbers as text. Words are joined by spaces, as far as texts have them; `<eos>` ends a line.
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
  return texts.map(wordJoiner(vocabulary)).join('');
}

export interface VocabularyRule {
  readonly form: TextForm;
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
  const { form, unknown } = rule;
  const size = rule.size ?? Number.POSITIVE_INFINITY;
  const frequent = [...counts].filter(([, count]) => count >= rule.minCount);
  const sorted = frequent.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([token]) => token);
  const kept = sorted.slice(0, size);
  if (unknown === null || kept.includes(unknown)) return { ...form, tokens: kept, unknown };
  return { ...form, tokens: [unknown, ...kept.slice(0, size - 1)], unknown };
}

/** What of a text the vocabulary lacks, each token once; an unknown one stands for it. */
export function unknownTokens(vocabulary: Vocabulary, text: string): readonly string[] {
  const { of, ...form } = vocabulary;
  if (of === 'bytes') return [];
  const known = new Set(vocabulary.tokens);
  return [...new Set(tokensIn({ ...form, of }, text))].filter((token) => !known.has(token));
}
