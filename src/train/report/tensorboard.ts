/**
 * Event files of TensorBoard, written by hand: records of TFRecord (tensorflow/core/lib/io/record_writer.h) that hold messages of
 * tensorflow/core/util/event.proto, of which a scalar needs these fields:
 *
 *     Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
 *     Summary { repeated Value value = 1; }    Value { string tag = 1; float simple_value = 2; }
 */
import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';

/** @param seconds wall time of the file's start, since 1970. TensorBoard knows an event file by `tfevents` in its name. */
export const eventFileName = (seconds: number, host: string): string =>
  `events.out.tfevents.${String(Math.floor(seconds)).padStart(10, '0')}.${host.replaceAll(/[^A-Za-z0-9.-]/g, '-')}`;

/** The first record of a file. @param seconds wall time since 1970. */
export const eventFileStart = (seconds: number): Uint8Array =>
  record([...double(1, seconds), ...bytes(3, utf8('brain.Event:2'))]);

/**
 * One record with the scalars of a step.
 * @param seconds wall time since 1970.
 * @param scalars by tag; a part of the tag before a `/` becomes a section.
 */
export function scalarEvent(seconds: number, step: number, scalars: { readonly [tag: string]: number }): Uint8Array {
  const values = Object.entries(scalars).flatMap(([tag, value]) =>
    bytes(1, [...bytes(1, utf8(tag)), ...float(2, value)]),
  );
  return record([...double(1, seconds), ...field(2, 0), ...varint(step), ...bytes(5, values)]);
}

/** Length, its checksum, data, its checksum. */
function record(data: readonly number[]): Uint8Array {
  const file = new Uint8Array(data.length + 16);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(file.subarray(0, 8)), true);
  file.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(file.subarray(12, 12 + data.length)), true);
  return file;
}

/** Masked, as a checksum of data that holds checksums is weak (tensorflow/core/lib/hash/crc32c.h). */
export function maskedCrc32c(data: Uint8Array): number {
  const crc = crc32c(data);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** CRC-32C (Castagnoli; RFC 3720, appendix B.4): polynomial 0x1EDC6F41, reflected. */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

// wire types: 0 varint, 1 eight bytes, 2 bytes with their length, 5 four bytes

const field = (number: number, wireType: number): readonly number[] => [(number << 3) | wireType];
const bytes = (number: number, content: readonly number[]): readonly number[] => [
  ...field(number, 2),
  ...varint(content.length),
  ...content,
];

function varint(value: number): readonly number[] {
  if (!Number.isSafeInteger(value) || value < 0) throw new InternalError(`varint of ${value}`);
  const out: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return [...out, rest];
}

function double(number: number, value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  return [...field(number, 1), ...new Uint8Array(view.buffer)];
}

function float(number: number, value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  return [...field(number, 5), ...new Uint8Array(view.buffer)];
}

const utf8 = (text: string): readonly number[] => [...new TextEncoder().encode(text)];
