import { unzipSync } from 'fflate';

/** Bytes that the files that are read may have together. */
const MOST = 2 ** 31;

/**
 * The files of a ZIP archive that are asked for, by name.
 * @returns null where it is no archive that can be read
 */
export function unpack(bytes: Uint8Array, wanted: readonly string[]): ReadonlyMap<string, Uint8Array> | null {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize, size }) => {
        if (!wanted.includes(name)) return false;
        total += originalSize;
        // deflate makes nothing a thousand times as small, so a size beyond that is a broken one
        return total <= MOST && originalSize <= 1100 * (size + 100);
      },
    });
    return new Map(Object.entries(files));
  } catch {
    return null;
  }
}
