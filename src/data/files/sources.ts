import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { type Bytes, bytesOf, isBytes } from '../../arguments/bytes.ts';
import { hasFunctions, isNamed, like, whole } from '../../arguments/kinds.ts';
import { checkArgument } from '../../arguments/read-options.ts';
import * as say from '../messages/sources.ts';

/** A file that can be read from any byte on, as often as wanted. */
export interface SourceFile {
  /** Bytes, or null where it is not known before reading. */
  readonly size: number | null;
  /** The bytes from `start` (0 where absent) to the end. A chunk is not changed after it was given. */
  chunks(start?: number): AsyncIterable<Uint8Array>;
}

/** Where data comes from: a folder on disk, files chosen in a page, texts in memory. Paths are as the model writes them. */
export interface OpenSource {
  /** @throws RnncError where there is no such file */
  open(path: string): Promise<SourceFile>;
  /** Names of the files in a folder, sorted; null: it is a file, or there is nothing. */
  list(path: string): Promise<readonly string[] | null>;
}

/** What is asked of a `Blob` or a `File`, which no library but those of pages and of Node declares. */
export interface ReadableBlob {
  readonly size: number;
  slice(start: number): { stream(): { getReader(): ByteReader } };
}
interface ByteReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

const filesByPath = like<{ readonly [path: string]: unknown }>(
  'an object with texts, bytes or Blobs by path',
  (value) => isNamed(value) && !(value instanceof Map),
);

/**
 * Files in memory or chosen in a page, by path. A folder is what other paths begin with.
 * @param chunkSize bytes per chunk of texts and arrays.
 * @throws RnncError for what is no file
 */
export function memorySources(
  files: { readonly [path: string]: string | Bytes | ReadableBlob },
  chunkSize = 2 ** 16,
): OpenSource {
  checkArgument('memorySources()', 'files', files, filesByPath);
  checkArgument('memorySources()', 'chunkSize', chunkSize, whole(1));
  for (const [path, file] of Object.entries<unknown>(files))
    if (typeof file !== 'string' && !isBytes(file) && !hasFunctions(file, 'slice', 'stream'))
      throw new RnncError([say.memoryFile(path, file)]);
  const plain = (path: string): string => path.replace(/^\.\//, '').replace(/\/+$/, '');
  const byPath = new Map(Object.entries(files).map(([path, file]) => [plain(path), file]));
  return {
    async open(path) {
      const file = byPath.get(plain(path));
      if (file === undefined) throw new RnncError([say.sourceMissing(null, path)]);
      if (typeof file === 'string') return bytesFile(new TextEncoder().encode(file), chunkSize);
      return isBytes(file) ? bytesFile(bytesOf(file), chunkSize) : blobFile(file);
    },
    async list(path) {
      const folder = plain(path) === '.' ? '' : `${plain(path)}/`;
      const names = [...byPath.keys()]
        .filter((file) => file.startsWith(folder) && !file.slice(folder.length).includes('/'))
        .map((file) => file.slice(folder.length));
      return byPath.has(plain(path)) || names.length === 0 ? null : names.sort();
    },
  };
}

const bytesFile = (bytes: Uint8Array, chunkSize: number): SourceFile => ({
  size: bytes.length,
  async *chunks(start = 0) {
    for (let at = start; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  },
});

const blobFile = (blob: ReadableBlob): SourceFile => ({
  size: blob.size,
  async *chunks(start = 0) {
    const reader = blob.slice(start).stream().getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        if (value !== undefined) yield value;
      }
    } finally {
      await reader.cancel();
    }
  },
});

/** The same files, with a check of what the user's own `open` and `list` return. @throws RnncError `data-kind` */
export function checkedSources(files: OpenSource): OpenSource {
  return {
    async open(path) {
      const file: unknown = await files.open(path);
      if (!hasFunctions(file, 'chunks'))
        throw new RnncError([say.sourceForm(`open("${path}")`, 'a file {size, chunks(start)}', file)]);
      return checkedFile(file as SourceFile, path);
    },
    async list(path) {
      const names: unknown = await files.list(path);
      if (names === null || names === undefined) return null;
      if (!Array.isArray(names) || !names.every((name) => typeof name === 'string'))
        throw new RnncError([say.sourceForm(`list("${path}")`, 'a list of the names in a folder, or null', names)]);
      return names;
    },
  };
}

const checkedFile = (file: SourceFile, path: string): SourceFile => ({
  size: file.size ?? null,
  async *chunks(start) {
    for await (const chunk of file.chunks(start)) {
      const given: unknown = chunk;
      // also one of another page or context, which `instanceof` does not know
      if (Object.prototype.toString.call(given) !== '[object Uint8Array]')
        throw new RnncError([say.sourceForm(`chunks() of "${path}"`, 'a Uint8Array at a time', given)]);
      yield given as Uint8Array;
    }
  },
});
