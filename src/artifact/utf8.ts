/**
 * UTF-8 in plain JavaScript, because an audio worklet has neither `TextEncoder` nor `TextDecoder`.
 */

/** How many characters one call of `String.fromCharCode` gets. Engines limit the number of arguments. */
const CHUNK = 8192;

/** @throws URIError where the bytes are no UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string {
  if (typeof TextDecoder === 'function')
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw new URIError('no UTF-8');
    }
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    let end = Math.min(at + CHUNK, bytes.length);
    // do not cut inside a character, which has four bytes at most
    for (let i = 0; i < 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80; i++) end--;
    text += decodeChunk(bytes.subarray(at, end));
    at = end;
  }
  return text;
}

function decodeChunk(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  // `decodeURIComponent` is the only strict UTF-8 decoder of the language itself
  return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}

/** A surrogate without its other half becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  if (typeof TextEncoder === 'function') return new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    const code = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    const rest = (shift: number): number => 0x80 | ((code >> shift) & 0x3f);
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), rest(0));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), rest(6), rest(0));
    else bytes.push(0xf0 | (code >> 18), rest(12), rest(6), rest(0));
  }
  return Uint8Array.from(bytes);
}
