import { checksum, findDigest } from '../../src/artifact/checksum.ts';
import { readSafetensors, type TensorToWrite, writeSafetensors } from '../../src/artifact/safetensors.ts';

/** Bytes of a safetensors file from header text and data, right or wrong. */
export function fileOf(header: string, data: Uint8Array = new Uint8Array(), headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  return file;
}

/** Little-endian float32 bytes. */
export function floats(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setFloat32(i * 4, value, true);
  return bytes;
}

/** What a function throws. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** The file with other metadata or tensors, and a checksum that fits them. */
export function resealed(
  file: Uint8Array,
  change: (metadata: Map<string, string>, tensors: Map<string, TensorToWrite>) => void,
): Uint8Array {
  const { metadata, tensors } = readSafetensors(file);
  const changed = new Map(metadata);
  const written = new Map(
    [...tensors].map(([name, { dtype, shape, bytes }]): [string, TensorToWrite] => [
      name,
      { shape, data: dtype === 'U8' ? bytes : new (dtype === 'I16' ? Int16Array : Float32Array)(bytes.slice().buffer) },
    ]),
  );
  change(changed, written);
  const result = writeSafetensors(written, changed);
  const at = findDigest(result);
  if (at !== null) result.set(new TextEncoder().encode(checksum(result, at)), at);
  return result;
}
