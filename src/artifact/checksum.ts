import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { KEYS } from './artifact.ts';
import { encodeUtf8 } from './utf8.ts';

export const DIGEST_LENGTH = 64;
export const ZERO_DIGEST = '0'.repeat(DIGEST_LENGTH);

/**
 * Offset of the 64 characters of the checksum in an artifact, or null where there is none. Quotes inside JSON strings are escaped, so
 * this text can stand in the header only as the key itself.
 */
export function findDigest(file: Uint8Array): number | null {
  const marker = encodeUtf8(`"${KEYS.sha256}":"`);
  for (let at = file.indexOf(marker[0] ?? 0); at >= 0; at = file.indexOf(marker[0] ?? 0, at + 1)) {
    if (marker.every((byte, i) => file[at + i] === byte)) return at + marker.length;
  }
  return null;
}

/**
 * SHA-256 of the file with the 64 characters at `digestAt` taken as zeros, in hexadecimal. Synchronous, because writing is; and not
 * `crypto.subtle`, which is missing in pages without https and in audio worklets.
 */
export function checksum(file: Uint8Array, digestAt: number): string {
  const hash = sha256.create();
  hash.update(file.subarray(0, digestAt));
  hash.update(encodeUtf8(ZERO_DIGEST));
  hash.update(file.subarray(digestAt + DIGEST_LENGTH));
  return bytesToHex(hash.digest());
}
