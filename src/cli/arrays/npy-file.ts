import type { Output } from '../../model/output.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Bytes of magic, version and the header's length. */
const PREAMBLE = 10;
/** The data begin at a multiple of this. */
const ALIGNMENT = 64;
/** Digits for which there is room in the header, so that the first axis may grow in place. */
const GROWTH_DIGITS = 21;

/**
 * An array as `numpy.save` writes it, byte for byte: version 1.0 of numpy.lib.format (NumPy 2.4), in C order, little-endian.
 * @param array of float32, int32, or bool, which has 0 and 1 in bytes
 */
export function toNpy({ data, shape }: Pick<Output, 'data' | 'shape'>): Uint8Array {
  const descr = data instanceof Float32Array ? '<f4' : data instanceof Int32Array ? '<i4' : '|b1';
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const grown = dict + ' '.repeat(shape.length === 0 ? 0 : GROWTH_DIGITS - `${shape[0]}`.length);
  const start = Math.ceil((PREAMBLE + grown.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, start - PREAMBLE, true);
  bytes.set(new TextEncoder().encode(`${grown.padEnd(start - PREAMBLE - 1)}\n`), PREAMBLE);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}
