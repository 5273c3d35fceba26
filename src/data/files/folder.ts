import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages/sources.ts';
import type { OpenSource, SourceFile } from './sources.ts';

/** Small enough that the rows of a chunk are gone before the garbage collector copies them. */
const CHUNK = 2 ** 16;

/** Files on disk; paths are relative to `folder`. */
export const folderSources = (folder: string): OpenSource => ({
  async open(path): Promise<SourceFile> {
    const file = resolve(folder, path);
    const found = await reading(path, () => stat(file));
    if (found.isDirectory()) throw new RnncError([say.sourceUnreadable(null, path, 'it is a folder')]);
    return { size: found.isFile() ? found.size : null, chunks: (start = 0) => chunks(file, path, start) };
  },
  async list(path) {
    const file = resolve(folder, path);
    const found = await reading(path, () => stat(file));
    if (!found.isDirectory()) return null;
    const entries = await reading(path, () => readdir(file, { withFileTypes: true }));
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  },
});

async function* chunks(file: string, path: string, start: number): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { start, highWaterMark: CHUNK });
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
  } catch (cause) {
    throw explained(path, cause);
  } finally {
    stream.destroy();
  }
}

async function reading<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw explained(path, cause);
  }
}

function explained(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  if (code === null) return cause;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new RnncError([say.sourceMissing(null, path)]);
  const denied = code === 'EACCES' || code === 'EPERM';
  return new RnncError([say.sourceUnreadable(null, path, denied ? 'permission denied' : code)]);
}
