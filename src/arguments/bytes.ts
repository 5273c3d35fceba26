import { type Kind, like } from './kinds.ts';

/** Bytes as JavaScript has them: what a file or a server gives. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView;

/**
 * Bytes that share no memory with other threads: what `Blob`, `fetch` and files take. `Uint8Array<ArrayBuffer>` from TypeScript 5.7 on, written so that
 * older versions, where that type has no parameter, read it too.
 */
export type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

/** Buffers of other pages and threads are none of ours, but tell what they are. */
const isBuffer = (value: unknown): value is ArrayBuffer =>
  value instanceof ArrayBuffer ||
  ['[object ArrayBuffer]', '[object SharedArrayBuffer]'].includes(Object.prototype.toString.call(value));

export const isBytes = (value: unknown): value is Bytes => ArrayBuffer.isView(value) || isBuffer(value);

/** The same bytes. Only those in memory of several threads are copied: they could change while they are read. */
export function bytesOf(value: Bytes): OwnBytes {
  const bytes = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  return bytes.buffer instanceof ArrayBuffer ? (bytes as OwnBytes) : bytes.slice();
}

export const bytes: Kind<Bytes> = like('bytes: a Uint8Array or an ArrayBuffer', isBytes, (value) =>
  typeof value === 'string' ? 'read the file, and give its bytes' : null,
);
