import type { TextForm } from '../dataset/preprocessing.ts';
import { safeCut, tokensIn } from '../dataset/tokens.ts';
import type { FoundFile } from '../files/find-files.ts';
import { textPieces, utf8Length } from '../files/text-chunks.ts';

/** A place between two tokens. */
export interface TokenPlace {
  /** Index of the file. */
  readonly file: number;
  /** Bytes of it before the place. */
  readonly byte: number;
}
export const FIRST_PLACE: TokenPlace = { file: 0, byte: 0 };

/** Tokens that follow each other, and where the next begins. Bytes come as numbers. */
export type TokenBlock =
  | { readonly bytes: Uint8Array; readonly end: TokenPlace }
  | { readonly tokens: readonly string[]; readonly end: TokenPlace };

export const countOf = (block: TokenBlock): number => ('bytes' in block ? block.bytes.length : block.tokens.length);

/** The tokens of files one after the other, in blocks; a word never goes on in the next file. */
export async function* tokenBlocks(
  files: readonly FoundFile[],
  { of, ...form }: TextForm,
  from: TokenPlace = FIRST_PLACE,
): AsyncGenerator<TokenBlock> {
  for (let index = from.file; index < files.length; index++) {
    const found = files[index];
    if (found === undefined) return;
    const start = index === from.file ? from.byte : 0;
    if (of === 'bytes') yield* byteBlocks(found, index, start);
    else yield* textBlocks(found, index, start, { ...form, of });
  }
}

async function* byteBlocks({ file }: FoundFile, index: number, start: number): AsyncGenerator<TokenBlock> {
  let byte = start;
  for await (const bytes of file.chunks(start)) {
    byte += bytes.length;
    yield { bytes, end: { file: index, byte } };
  }
}

async function* textBlocks(
  found: FoundFile,
  index: number,
  start: number,
  form: Parameters<typeof tokensIn>[0],
): AsyncGenerator<TokenBlock> {
  const cutOf = form.of === 'words' ? lastSpace : form.normalize === 'none' ? undefined : safeCut;
  let byte = start;
  let rest = '';
  for await (const { text, bytes } of textPieces(found, start)) {
    byte += bytes;
    const whole = rest + text;
    const cut = cutOf === undefined ? whole.length : cutOf(whole);
    rest = whole.slice(cut);
    yield { tokens: tokensIn(form, whole.slice(0, cut)), end: { file: index, byte: byte - utf8Length(rest) } };
  }
  if (rest !== '') yield { tokens: tokensIn(form, rest), end: { file: index, byte } };
}

/** The end of the last white space: a word may go on in the next piece. */
function lastSpace(text: string): number {
  let cut = text.length;
  while (cut > 0 && /\S/.test(text[cut - 1] ?? '')) cut--;
  return cut;
}
