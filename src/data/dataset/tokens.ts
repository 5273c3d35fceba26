import type { TextForm } from './preprocessing.ts';

/** The word that stands for the end of a line. */
export const END_OF_LINE = '<eos>';

type Cut = Omit<TextForm, 'of'> & { readonly of: 'characters' | 'words' };

/** A text in the normal form and the letters of a vocabulary. */
export function cleanText(form: TextForm, text: string): string {
  if (form.of === 'bytes') return text;
  const normal = form.normalize === 'none' ? text : text.normalize(form.normalize ?? 'NFC');
  // letter by letter: a small sigma does not depend on what follows
  return form.lower === true ? Array.from(normal, (character) => character.toLowerCase()).join('') : normal;
}

const LETTERS = '[\\p{L}\\p{N}\\p{M}_]+';
/** Marks such as `<unk>`; words with apostrophes and hyphens inside; numbers such as 1,000.5; other characters one by one. */
const PIECES = new RegExp(
  `</?\\w+>|${LETTERS}(?:(?:['’-](?=[\\p{L}\\p{N}])|(?<=\\p{N})[.,](?=\\p{N}))${LETTERS})*|\\S`,
  'gu',
);
const PUNCTUATION = /^[\p{P}\p{S}]$/u;

/** The tokens of a whole text: characters are code points; words are what white space separates, an end of line is one too. */
export function tokensIn(form: Cut, text: string): readonly string[] {
  const clean = cleanText(form, text);
  if (form.of === 'characters') return Array.from(clean);
  return (clean.match(/\n|[^\s]+/g) ?? []).flatMap((word) => (word === '\n' ? [END_OF_LINE] : wordPieces(form, word)));
}

/** As `tokensIn`, with an end of line that is white space. */
export function tokensOfCell(form: Cut, text: string): readonly string[] {
  const clean = cleanText(form, text);
  return form.of === 'characters'
    ? Array.from(clean)
    : (clean.match(/\S+/g) ?? []).flatMap((word) => wordPieces(form, word));
}

/** The words of a text, as those of `tokensOfCell`. Bytes have none. */
export const wordsOfCell = ({ of, ...form }: TextForm, text: string): readonly string[] =>
  of === 'bytes' ? [text] : tokensOfCell({ ...form, of }, text);

function wordPieces({ punctuation }: Cut, word: string): readonly string[] {
  if (punctuation === undefined) return [word];
  const pieces = word.match(PIECES) ?? [];
  return punctuation === 'tokens' ? pieces : pieces.filter((piece) => !PUNCTUATION.test(piece));
}

/** Gives for each word in turn what is written for it: the word, and before it a space where texts have one. */
export function wordJoiner(form: TextForm): (word: string) => string {
  const isCut = form.punctuation === 'tokens';
  let glue = '';
  let isQuoted = false;
  return (word) => {
    if (word === END_OF_LINE) {
      glue = '';
      isQuoted = false;
      return '\n';
    }
    const isQuote = word === '"';
    const opens = isCut && (/^[([{«“„‘¿¡]$/u.test(word) || (isQuote && !isQuoted));
    const closes = isCut && (/^[,.;:!?…)\]}»”%]$/u.test(word) || (isQuote && isQuoted));
    if (isQuote) isQuoted = !isQuoted;
    const written = `${closes ? '' : glue}${word}`;
    glue = opens ? '' : ' ';
    return written;
  };
}

/** Where a text may be cut so that both halves have the normal form that they have together: before the last character that joins no other. */
export function safeCut(text: string): number {
  for (let at = text.length - 1; at >= 0; at--) {
    const code = text.codePointAt(at) ?? 0;
    const isHalf = code >= 0xdc00 && code <= 0xdfff;
    if (!isHalf && !JOINS.test(String.fromCodePoint(code))) return at;
  }
  return 0;
}
/** Combining marks, and letters of Hangul and Kirat Rai that join the one before. */
const JOINS = /[\p{M}\u1160-\u11ff\u{16d63}-\u{16d6a}]/u;
