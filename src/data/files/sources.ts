import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages/columns.ts';

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

/**
 * Files in memory or chosen in a page, by path. A folder is what other paths begin with.
 * @param chunkSize bytes per chunk of texts and arrays.
 */
export function memorySources(
  files: { readonly [path: string]: string | Uint8Array | Blob },
  chunkSize = 2 ** 16,
): OpenSource {
  const plain = (path: string): string => path.replace(/^\.\//, '').replace(/\/+$/, '');
  const byPath = new Map(Object.entries(files).map(([path, file]) => [plain(path), file]));
  return {
    async open(path) {
      const file = byPath.get(plain(path));
      if (file === undefined) throw new RnncError([say.sourceMissing(null, path)]);
      if (file instanceof Blob) return blobFile(file);
      return bytesFile(typeof file === 'string' ? new TextEncoder().encode(file) : file, chunkSize);
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

const blobFile = (blob: Blob): SourceFile => ({
  size: blob.size,
  async *chunks(start = 0) {
    const reader = blob.slice(start).stream().getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      await reader.cancel();
    }
  },
});
