import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages/sources.ts';
import type { FoundFile } from './find-files.ts';

export interface TextPiece {
  readonly text: string;
  /** How many bytes of the file it takes, a byte order mark included. */
  readonly bytes: number;
}

/**
 * The text of a file, piece by piece, without a byte order mark.
 * @param start byte to start from; it must be the first of a character.
 * @throws RnncError `file-not-utf8`
 */
export async function* textPieces({ file, path }: FoundFile, start = 0): AsyncGenerator<TextPiece> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let at = start;
  let atStart = start === 0;
  for await (const chunk of file.chunks(start)) {
    const text = decode(decoder, chunk, path, at);
    at += chunk.length;
    if (text === '') continue;
    const bytes = utf8Length(text);
    yield { text: atStart && text.startsWith('\uFEFF') ? text.slice(1) : text, bytes };
    atStart = false;
  }
  decode(decoder, null, path, at);
}

/** As `textPieces`, the texts alone. */
export async function* textChunks(found: FoundFile): AsyncGenerator<string> {
  for await (const { text } of textPieces(found)) yield text;
}

/** Bytes of a text without lone surrogates in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    // a surrogate pair is two units and four bytes
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return bytes;
}

function decode(decoder: TextDecoder, chunk: Uint8Array | null, path: string, at: number): string {
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new RnncError([say.sourceNotUtf8(path, at + (chunk === null ? 0 : validBytes(chunk)))]);
  }
}

/** Bytes before the first ones that are no character; up to three of a character that began before it are passed over. */
function validBytes(chunk: Uint8Array): number {
  const start = chunk.findIndex((byte) => byte < 0x80 || byte >= 0xc0);
  const from = Math.min(Math.max(start, 0), 3);
  let [low, high] = [from, chunk.length];
  const isText = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(from, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  if (isText(high)) return 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isText(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The whole text of a file. */
export async function wholeText(found: FoundFile): Promise<string> {
  let text = '';
  for await (const piece of textChunks(found)) text += piece;
  return text;
}

/** The whole content of a file. */
export async function wholeBytes({ file }: FoundFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.chunks()) chunks.push(chunk);
  const bytes = new Uint8Array(chunks.reduce((n, chunk) => n + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
