import { InternalError } from '../diagnostics/diagnostic.ts';

/**
 * Random words by coordinate: no stream, no state, so the value of an element depends on where it is and on nothing that was drawn
 * before. Generator: Threefry-4x32 with 20 rounds (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011;
 * tested with the vectors of Random123). The key is (seed, two hashes of the path, step), the counter the coordinates.
 */
export interface RandomSource {
  /** Fills `out` with the four words of one block. Coordinates are in 0..2^32-1. */
  readonly block: (out: Uint32Array, c0: number, c1: number, c2: number, c3: number) => void;
}

/**
 * @param domain keeps draws of different kinds (weights, masks) apart where their paths are equal.
 * @param step a further coordinate: the global step of a mask, the attempt of a resampled weight.
 */
export function randomSource(seed: number, domain: string, path: string, step: number): RandomSource {
  const name = utf8(`${domain}:${path}`);
  const key = [word('seed', seed), murmur3(name, 0x9747b28c), murmur3(name, 0x5082edee), word('step', step)] as const;
  return { block: (out, c0, c1, c2, c3) => threefry(out, key, c0, c1, c2, c3) };
}

function word(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
    throw new InternalError(`${what} ${value} is not an integer in 0..2^32-1`);
  return value;
}

/** 0, 2^-24, …, 1 - 2^-24: exact in float32. */
export const toUnit = (word: number): number => (word >>> 8) * 2 ** -24;
/** Strictly between 0 and 1, symmetric about 1/2, in steps of 2^-32. */
export const toOpenUnit = (word: number): number => (word + 0.5) * 2 ** -32;

/** Threefry-4x32-20: writes the four words of the block with counter `c` under key `k`. */
export function threefry(
  out: Uint32Array,
  key: readonly [number, number, number, number],
  c0: number,
  c1: number,
  c2: number,
  c3: number,
): void {
  let k0 = key[0];
  let k1 = key[1];
  let k2 = key[2];
  let k3 = key[3];
  let k4 = 0x1bd11bda ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  let x2 = (c2 + k2) | 0;
  let x3 = (c3 + k3) | 0;
  // Five groups of four rounds, a part of the key after each; the key's words move up by one per group.
  for (let group = 1; ; group += 2) {
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, 10) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, 26) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, 11) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, 21) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, 13) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, 27) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, 23) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, 5) ^ x2;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + k2) | 0;
    x2 = (x2 + k3) | 0;
    x3 = (x3 + k4 + group) | 0;
    if (group === 5) break;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, 6) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, 20) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, 17) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, 11) ^ x2;
    x0 = (x0 + x1) | 0;
    x1 = rotate(x1, 25) ^ x0;
    x2 = (x2 + x3) | 0;
    x3 = rotate(x3, 10) ^ x2;
    x0 = (x0 + x3) | 0;
    x3 = rotate(x3, 18) ^ x0;
    x2 = (x2 + x1) | 0;
    x1 = rotate(x1, 20) ^ x2;
    x0 = (x0 + k2) | 0;
    x1 = (x1 + k3) | 0;
    x2 = (x2 + k4) | 0;
    x3 = (x3 + k0 + group + 1) | 0;
    const first = k0;
    const second = k1;
    k0 = k2;
    k1 = k3;
    k2 = k4;
    k3 = first;
    k4 = second;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** MurmurHash3_x86_32 (Austin Appleby, public domain). */
export function murmur3(bytes: readonly number[], seed: number): number {
  const scramble = (k: number): number => {
    const mixed = Math.imul(k, 0xcc9e2d51);
    return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  };
  const byte = (i: number): number => bytes[i] ?? 0;
  let h = seed;
  const whole = bytes.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    h ^= scramble(byte(i) | (byte(i + 1) << 8) | (byte(i + 2) << 16) | (byte(i + 3) << 24));
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (whole < bytes.length) h ^= scramble(byte(whole) | (byte(whole + 1) << 8) | (byte(whole + 2) << 16));
  h ^= bytes.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Bytes of a text in UTF-8. */
export function utf8(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const c = character.codePointAt(0) ?? 0;
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), 0x80 | (c & 63));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
    else bytes.push(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 63), 0x80 | ((c >> 6) & 63), 0x80 | (c & 63));
  }
  return bytes;
}
