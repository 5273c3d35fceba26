import { createReadStream, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { OpenSource } from '../data/files/sources.ts';
import { sourceMissing } from '../data/messages/sources.ts';

const CHUNK_BYTES = 2 ** 20;

/** Data files on disk; paths are relative to `folder`. */
export function nodeSources(folder: string): OpenSource {
  const at = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  return {
    async open(path) {
      const file = at(path);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found === undefined || found.isDirectory()) throw new RnncError([sourceMissing(null, path)]);
      return {
        // a pipe or device says 0 and has more
        size: found.isFile() ? found.size : null,
        async *chunks(start = 0) {
          for await (const chunk of createReadStream(file, { start, highWaterMark: CHUNK_BYTES }))
            yield chunk as Buffer;
        },
      };
    },
    async list(path) {
      const file = at(path);
      if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return null;
      return readdirSync(file).sort();
    },
  };
}
