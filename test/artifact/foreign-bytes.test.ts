import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foreignKind } from '../../src/artifact/foreign-bytes.ts';

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

test.each([
  ['an empty file', new Uint8Array()],
  ['a WebAssembly module', Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
  ['a file compressed with gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0)],
  ['a ZIP file', Uint8Array.of(0x50, 0x4b, 3, 4)],
  ['an HTML page', text('\n<!DOCTYPE html>\n<html>')],
  ['an HTML page', text('\uFEFF<html lang="de">')],
  ['a pointer of Git LFS, not the file itself', text('version https://git-lfs.github.com/spec/v1\noid sha256:4d')],
  ['JSON', text('{"error": "not found"}')],
  ['YAML', text('# A model\n\n---\nname: m\n')],
  ['YAML', text('größe: 3\n')],
  ['text', text('year,sunspots\n1700,5\n')],
  ['text', text('# '.repeat(250))],
  [null, Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d)],
])('says %s', (kind, bytes) => {
  expect(foreignKind(bytes)).toBe(kind);
});

test('says something or nothing of any bytes, and needs no text decoder', () => {
  const decoder = globalThis.TextDecoder;
  try {
    Reflect.deleteProperty(globalThis, 'TextDecoder');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => foreignKind(bytes) !== ''));
  } finally {
    globalThis.TextDecoder = decoder;
  }
});
