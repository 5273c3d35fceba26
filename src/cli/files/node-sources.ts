import { createReadStream, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { OpenSource } from '../../data/files/sources.ts';
import { sourceMissing, sourceOutside, sourceUnreadable } from '../../data/messages/sources.ts';
import { systemCode } from '../../train/checkpoint/file-store.ts';

/** Rows of a chunk are in memory together. Small chunks leave it young, which costs the collector least: a quarter less time than 1 MiB, and half the memory. */
const CHUNK_BYTES = 2 ** 15;

/**
 * Data files on disk; paths are relative to `folder`.
 * @param confined refuse what lies outside the folder, also by a link: the paths are those of a model that somebody else wrote
 */
export function nodeSources(folder: string, { confined = false }: { readonly confined?: boolean } = {}): OpenSource {
  const at = (path: string): string => {
    const file = isAbsolute(path) ? path : join(folder, path);
    if (confined && !isInside(file, folder)) throw new RnncError([sourceOutside(null, path)]);
    return file;
  };
  return {
    async open(path) {
      const file = at(path);
      const found = readable(path, () => statSync(file, { throwIfNoEntry: false }));
      if (found === undefined) throw new RnncError([sourceMissing(null, path)]);
      if (found.isDirectory()) throw new RnncError([sourceUnreadable(null, path, 'it is a folder')]);
      return {
        // a pipe or device says 0 and has more
        size: found.isFile() ? found.size : null,
        async *chunks(start = 0) {
          try {
            for await (const chunk of createReadStream(file, { start, highWaterMark: CHUNK_BYTES }))
              yield chunk as Buffer;
          } catch (cause) {
            throw explained(path, cause);
          }
        },
      };
    },
    async list(path) {
      const file = at(path);
      return readable(path, () =>
        statSync(file, { throwIfNoEntry: false })?.isDirectory() === true ? filesIn(file) : null,
      );
    },
  };
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ name }) => name)
    .sort();

/** Compares the paths that are left when all links are followed. */
function isInside(file: string, folder: string): boolean {
  const below = relative(realpathSync(folder), canonical(resolve(file)));
  return !isAbsolute(below) && !/^\.\.(?:[/\\]|$)/.test(below);
}

/** The path without links, as far as it is there. */
function canonical(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (systemCode(cause) === null || dirname(path) === path) throw cause;
    return join(canonical(dirname(path)), basename(path));
  }
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw explained(path, cause);
  }
}

function explained(path: string, cause: unknown): unknown {
  const code = systemCode(cause);
  if (code === null) return cause;
  if (code === 'ENOTDIR' || code === 'ENOENT') return new RnncError([sourceMissing(null, path)]);
  const denied = code === 'EACCES' || code === 'EPERM';
  return new RnncError([sourceUnreadable(null, path, denied ? 'permission denied' : code)]);
}
