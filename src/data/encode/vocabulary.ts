import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TextForm, Vocabulary } from '../dataset/preprocessing.ts';
import { tokensIn, wordJoiner } from '../dataset/tokens.ts';
import * as say from '../messages/values.ts';

/** Number of tokens: numbers are below it. */
export const vocabularySize = (vocabulary: Vocabulary): number =>
  vocabulary.of === 'bytes' ? BYTES + (vocabulary.marks === true ? 2 : 0) : vocabulary.tokens.length;
const BYTES = 256;

/** What stands before the first token of a sequence, and what after its last. */
export const START_MARK = '<s>';
export const END_MARK = '</s>';

/** The numbers of the marks; null: the vocabulary has none. */
export function markNumbers(vocabulary: Vocabulary): { readonly start: number; readonly end: number } | null {
  if (vocabulary.marks !== true) return null;
  if (vocabulary.of === 'bytes') return { start: BYTES, end: BYTES + 1 };
  return { start: vocabulary.tokens.indexOf(START_MARK), end: vocabulary.tokens.indexOf(END_MARK) };
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
  const { of, ...form } = vocabulary;
  const numberOf = tokenNumbers(vocabulary);
  return Int32Array.from(tokensIn({ ...form, of }, text), (token) => {
    const number = numberOf(token);
    if (number === null) throw new RnncError([say.unknownToken(null, token, vocabulary.tokens.length)]);
    return number;
  });
}

/**
 * Numbers as text, without marks of start and end. Words are joined by spaces, as far as texts have them; `<eos>` ends a line.
 * @throws RnncError `token-out-of-range`
 */
export function decodeText(vocabulary: Vocabulary, numbers: Iterable<number>): string {
  const marks = markNumbers(vocabulary);
  const all = Array.from(numbers, (number) => {
    if (!Number.isInteger(number) || number < 0 || number >= vocabularySize(vocabulary))
      throw new RnncError([say.tokenOutOfRange(number, vocabularySize(vocabulary))]);
    return number;
  });
  const tokens = marks === null ? all : all.filter((number) => number !== marks.start && number !== marks.end);
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
  /** Marks of start and end have places of their own too, after that of the unknown token. */
  readonly marks: boolean;
}

/**
 * The most frequent tokens, equal ones in the order of their code units. The unknown token has a place of its own, the first, unless the text itself
 * has it among the most frequent.
 */
export function buildVocabulary(counts: ReadonlyMap<string, number>, rule: VocabularyRule): Vocabulary {
  const { form, unknown } = rule;
  const size = rule.size ?? Number.POSITIVE_INFINITY;
  const marks = rule.marks ? [START_MARK, END_MARK] : [];
  const frequent = [...counts].filter(([token, count]) => count >= rule.minCount && !marks.includes(token));
  const sorted = frequent.sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([token]) => token);
  const kept = sorted.slice(0, Math.max(0, size - marks.length));
  const marked = rule.marks ? ({ marks: true } as const) : {};
  if (unknown === null || kept.includes(unknown)) return { ...form, tokens: [...marks, ...kept], unknown, ...marked };
  const rest = kept.slice(0, Math.max(0, size - marks.length - 1));
  return { ...form, tokens: [unknown, ...marks, ...rest], unknown, ...marked };
}

/** What of a text the vocabulary lacks, each token once; an unknown one stands for it. */
export function unknownTokens(vocabulary: Vocabulary, text: string): readonly string[] {
  const { of, ...form } = vocabulary;
  if (of === 'bytes') return [];
  const known = new Set(vocabulary.tokens);
  return [...new Set(tokensIn({ ...form, of }, text))].filter((token) => !known.has(token));
}
