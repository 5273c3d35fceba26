import { afterEach, expect, test, vi } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../src/artifact/utf8.ts';

afterEach(() => vi.unstubAllGlobals());

/** What the ends of every length of code look like, and around the surrogates, which have none. */
const edges = [0, 0x41, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x1_0000, 0x1f600, 0x10_ffff];
const text = edges.map((point) => String.fromCodePoint(point)).join('');

const withoutCoders = (): void => {
  vi.stubGlobal('TextEncoder', undefined);
  vi.stubGlobal('TextDecoder', undefined);
};

test.each(edges)('code point %i is written and read alike with and without the coders of a page', (point) => {
  const character = String.fromCodePoint(point);
  const bytes = new TextEncoder().encode(character);
  expect(encodeUtf8(character)).toEqual(bytes);
  expect(decodeUtf8(bytes)).toBe(character);
  withoutCoders();
  expect(encodeUtf8(character)).toEqual(bytes);
  expect(decodeUtf8(bytes)).toBe(character);
});

test('half a surrogate pair becomes U+FFFD', () => {
  const halves = ['\ud800', '\udbff', '\udc00', '\udfff', 'a\ud83d', '\ude00b'];
  const written = halves.map((half) => new TextEncoder().encode(half));
  expect(halves.map(encodeUtf8)).toEqual(written);
  withoutCoders();
  expect(halves.map(encodeUtf8)).toEqual(written);
});

test('texts longer than a chunk are not cut inside a character', () => {
  for (const start of [0, 1, 2, 3]) {
    const long = 'x'.repeat(start) + '😀é€'.repeat(3000) + text;
    const bytes = new TextEncoder().encode(long);
    vi.stubGlobal('TextDecoder', undefined);
    expect(decodeUtf8(bytes)).toBe(long);
    vi.unstubAllGlobals();
  }
});

test.each([[[0x80]], [[0x41, 0xff]], [[0xc3]], [[0xc0, 0x80]], [[0xed, 0xa0, 0x80]], [[0xf5, 0x80, 0x80, 0x80]]])(
  'the bytes %j are no UTF-8',
  (bytes) => {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(URIError);
    withoutCoders();
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(URIError);
  },
);
