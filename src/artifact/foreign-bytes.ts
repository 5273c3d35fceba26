const starts = (bytes: Uint8Array, ...magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte);

/** Bytes that are read to see what a file is. */
const HEAD = 512;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NOT_TEXT = /[\0-\x08\x0E-\x1F]/;

/**
 * Says what these bytes are instead of an artifact or a `.wasm` file, as the end of a sentence ("an HTML page"). Null where the kind is not known.
 * Two mistakes are common: a server answers a wrong address with a page, or somebody passes the source of the model.
 */
export function foreignKind(bytes: Uint8Array): string | null {
  if (bytes.length === 0) return 'an empty file';
  if (starts(bytes, 0x00, 0x61, 0x73, 0x6d)) return 'a WebAssembly module';
  if (starts(bytes, 0x1f, 0x8b, 0x08)) return 'a file compressed with gzip';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'a ZIP file';
  // Read byte by byte, because some environments have no text decoder. The checks below need ASCII only.
  const afterMark = starts(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
  const text = String.fromCharCode(...bytes.subarray(afterMark, HEAD)).trimStart();
  if (text === '' || NOT_TEXT.test(text)) return null;
  if (/^<(?:!doctype|html|head|body|!--|\?xml|script)/i.test(text)) return 'an HTML page';
  if (text.startsWith('version https://git-lfs')) return 'a pointer of Git LFS, not the file itself';
  if (/^[{[]/.test(text)) return 'JSON';
  const first = text.split(/[\r\n]+/).find((line) => line.trim() !== '' && !/^\s*(?:#|---|%)/.test(line));
  if (first !== undefined && /^["'\w\x80-\xff-]+:(?:\s|$)/.test(first)) return 'YAML';
  return 'text';
}
