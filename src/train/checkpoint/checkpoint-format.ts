import { sha256 } from '@noble/hashes/sha2.js';

/** `rnnc-ck` and the version of this frame. */
const MAGIC = Uint8Array.of(0x72, 0x6e, 0x6e, 0x63, 0x2d, 0x63, 0x6b, 0x31);
const DIGEST_AT = 16;
const HEADER = 48;

/**
 * What is written before a payload: magic (8 bytes), length of the payload (8, little-endian), SHA-256 (32) over these 16 bytes and the
 * payload. So no cut, no flipped bit and no byte too many goes unnoticed.
 */
export function frameHeader(payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(HEADER);
  header.set(MAGIC);
  new DataView(header.buffer).setBigUint64(MAGIC.length, BigInt(payload.length), true);
  header.set(digest(header, payload), DIGEST_AT);
  return header;
}

/** Whether a file begins like a checkpoint. */
export const isCheckpoint = (file: Uint8Array): boolean => MAGIC.every((byte, i) => file[i] === byte);

export type Framed =
  | { readonly kind: 'whole'; readonly payload: Uint8Array }
  | { readonly kind: 'damaged'; readonly damage: string };

/** The payload of a file, a view into it, or what is wrong with the file. */
export function unframe(file: Uint8Array): Framed {
  if (file.length < HEADER) return damaged(`it has ${file.length} bytes, fewer than its header`);
  if (!isCheckpoint(file)) return damaged('it does not begin like a checkpoint');
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(MAGIC.length, true);
  const payload = file.subarray(HEADER);
  if (BigInt(payload.length) !== length)
    return damaged(`it holds ${payload.length} bytes where its header says ${length}`);
  const expected = digest(file, payload);
  if (expected.some((byte, i) => file[DIGEST_AT + i] !== byte)) return damaged('its checksum does not fit its bytes');
  return { kind: 'whole', payload };
}

const digest = (header: Uint8Array, payload: Uint8Array): Uint8Array =>
  sha256.create().update(header.subarray(0, DIGEST_AT)).update(payload).digest();

const damaged = (damage: string): Framed => ({ kind: 'damaged', damage });
