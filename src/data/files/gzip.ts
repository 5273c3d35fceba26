import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages/sources.ts';
import type { SourceFile } from './sources.ts';

/** What is asked of the `DecompressionStream` of pages, workers and Node, which no library but theirs declares. */
interface Unpacking {
  readonly readable: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; cancel(): Promise<void> };
  };
  readonly writable: {
    getWriter(): {
      write(chunk: Uint8Array): Promise<void>;
      close(): Promise<void>;
      abort(reason: unknown): Promise<void>;
    };
  };
}
/** Bytes of unpacked files that are held in memory. */
const HELD = 64 * 2 ** 20;

type UnpackingClass = new (format: 'gzip') => Unpacking;

/**
 * What is inside a gzip file, told by its first bytes; any other file as it is. What unpacks to no more than `limit` bytes is held; more is unpacked
 * again whenever it is read, and only its least size is known.
 * @throws RnncError `file-unreadable` where it is damaged
 */
export async function unpacked(file: SourceFile, path: string, limit = HELD): Promise<SourceFile> {
  // a pipe can't be looked into
  if (file.size === null && !/\.gz$/i.test(path)) return file;
  if (!(await isGzip(file))) return file;
  const held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of inflate(file, path)) {
    size += chunk.length;
    if (size > limit) return { size, chunks: (start = 0) => from(inflate(file, path), start) };
    held.push(chunk);
  }
  return {
    size,
    async *chunks(start = 0) {
      yield* from(held, start);
    },
  };
}

async function isGzip(file: SourceFile): Promise<boolean> {
  const first: number[] = [];
  for await (const chunk of file.chunks()) {
    first.push(...chunk.subarray(0, 2 - first.length));
    if (first.length === 2) break;
  }
  return first[0] === 0x1f && first[1] === 0x8b;
}

/** The chunks without their first `start` bytes. */
async function* from(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  start: number,
): AsyncGenerator<Uint8Array> {
  let skip = start;
  for await (const chunk of chunks) {
    if (skip < chunk.length) yield chunk.subarray(skip);
    skip = Math.max(0, skip - chunk.length);
  }
}

async function* inflate(file: SourceFile, path: string): AsyncGenerator<Uint8Array> {
  const { DecompressionStream: Stream } = globalThis as { readonly DecompressionStream?: UnpackingClass };
  if (Stream === undefined) throw new RnncError([say.sourceUnreadable(null, path, 'nothing here unpacks gzip')]);
  const { readable, writable } = new Stream('gzip');
  const writer = writable.getWriter();
  const feeding = async (): Promise<void> => {
    try {
      for await (const chunk of file.chunks()) await writer.write(chunk);
      await writer.close();
    } catch (cause) {
      // whoever reads gets the cause; the stream may have ended by itself
      await writer.abort(cause).catch(() => undefined);
    }
  };
  const fed = feeding();
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } catch (cause) {
    if (cause instanceof RnncError) throw cause;
    throw new RnncError([say.sourceUnreadable(null, path, 'its gzip data is damaged or cut off')]);
  } finally {
    await reader.cancel().catch(() => undefined);
    await fed;
  }
}
