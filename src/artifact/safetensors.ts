import type { OwnBytes } from '../arguments/bytes.ts';
import { parseStrictJson, StrictJsonError } from '../data/files/strict-json.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** Limit of the format for the JSON header, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;

const BYTES_PER_ELEMENT: { readonly [dtype: string]: number } = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E5M2: 1,
  F8_E4M3: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

export interface SafetensorsEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The tensor's bytes, little-endian, row-major: a view of the file. */
  readonly bytes: Uint8Array;
}

export interface SafetensorsFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** In the order of the data. */
  readonly tensors: ReadonlyMap<string, SafetensorsEntry>;
}

/** A rule of the format that a file breaks, and where: the byte offset, or the tensor's name. */
export interface SafetensorsProblem {
  readonly rule:
    | 'too-short'
    | 'header-length'
    | 'header-text'
    | 'header-json'
    | 'duplicate-key'
    | 'metadata'
    | 'entry'
    | 'dtype'
    | 'shape'
    | 'offsets'
    | 'size'
    | 'overlap'
    | 'hole'
    | 'truncated'
    | 'trailing-bytes';
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
}

/** How many problems of one file are reported. Further ones are mostly of the same kinds. */
const MAX_PROBLEMS = 50;

/** A file that is no safetensors file, with what was found. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
  readonly problems: readonly SafetensorsProblem[];
  constructor(problems: readonly SafetensorsProblem[]) {
    super(problems.map((p) => p.message).join('\n'));
    this.problems = problems;
  }
}

const fail = (problem: SafetensorsProblem): never => {
  throw new SafetensorsError([problem]);
};

/**
 * Reads a safetensors file, strictly: header length within the file and the limit, header JSON that starts with `{` and gives no key
 * twice, string metadata, known dtypes, sizes that equal shape × dtype, data without overlap, hole, missing or further bytes.
 * Format: https://github.com/huggingface/safetensors (README, "Format").
 * @throws SafetensorsError with the rules broken, at most 50 problems.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const { header, dataStart } = readHeader(file);
  const problems: SafetensorsProblem[] = [];
  const metadata = readMetadata(header, problems);
  const found: LocatedEntry[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const located = readEntry(name, entry, problems);
    if (located !== null) found.push(located);
    if (problems.length >= MAX_PROBLEMS) throw new SafetensorsError(problems);
  }
  found.sort((a, b) => a.start - b.start || a.end - b.end || (a.name < b.name ? -1 : 1));
  if (problems.length === 0) checkLayout(found, file.length - dataStart, problems);
  if (problems.length > 0) throw new SafetensorsError(problems);
  return {
    metadata,
    tensors: new Map(
      found.map(({ name, dtype, shape, start, end }) => [
        name,
        { dtype, shape, bytes: file.subarray(dataStart + start, dataStart + end) },
      ]),
    ),
  };
}

function readHeader(file: Uint8Array): { header: { readonly [key: string]: unknown }; dataStart: number } {
  if (file.length < 8)
    return fail({
      rule: 'too-short',
      message: 'the file is too short to be a safetensors file',
      expected: 'at least 8 bytes',
      found: `${file.length} bytes`,
    });
  const length = new DataView(file.buffer, file.byteOffset, file.length).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES))
    return fail({
      rule: 'header-length',
      message: 'the header is longer than the format allows; is this a safetensors file?',
      expected: `at most ${MAX_HEADER_BYTES} bytes`,
      found: `${length} bytes`,
    });
  const dataStart = 8 + Number(length);
  if (dataStart > file.length)
    return fail({
      rule: 'truncated',
      message: 'the file ends inside its header',
      expected: `${dataStart} bytes or more`,
      found: `${file.length} bytes`,
    });
  const header = parseHeader(file.subarray(8, dataStart));
  return { header, dataStart };
}

function parseHeader(bytes: Uint8Array): { readonly [key: string]: unknown } {
  let text: string;
  try {
    text = decodeUtf8(bytes);
  } catch {
    return fail({ rule: 'header-text', message: 'the header is not UTF-8 text' });
  }
  if (!text.startsWith('{'))
    return fail({
      rule: 'header-json',
      message: 'the header does not begin with "{"',
      expected: '"{"',
      found: JSON.stringify(text.slice(0, 1)),
    });
  try {
    const value = parseStrictJson(text);
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
    const duplicate = error.message.endsWith('twice');
    return fail({
      rule: duplicate ? 'duplicate-key' : 'header-json',
      message: `the header is not the JSON of the format: ${error.message}`,
      found: `the mistake ${error.offset} characters into the header`,
    });
  }
  return fail({ rule: 'header-json', message: 'the header is not one JSON object' });
}

export const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readMetadata(
  header: { readonly [key: string]: unknown },
  problems: SafetensorsProblem[],
): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (!Object.hasOwn(header, '__metadata__')) return metadata;
  const written = header.__metadata__;
  if (!isRecord(written)) {
    problems.push({
      rule: 'metadata',
      message: '"__metadata__" is not an object',
      found: shorten(JSON.stringify(written)),
    });
    return metadata;
  }
  for (const [key, value] of Object.entries(written)) {
    if (typeof value === 'string') metadata.set(key, value);
    else
      problems.push({
        rule: 'metadata',
        message: `the metadata entry ${named(key)} is not a string`,
        found: shorten(JSON.stringify(value)),
      });
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return metadata;
}

interface LocatedEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
const named = (name: string): string => JSON.stringify(shorten(name));

/** Bytes of a tensor, exact up to 2^53. Infinity stands for more, because no file is that large. */
function byteLength(shape: readonly number[], width: number): number {
  if (shape.includes(0)) return 0;
  let bytes = width;
  for (const size of shape) {
    bytes *= size;
    if (bytes > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  }
  return bytes;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readEntry(name: string, entry: unknown, problems: SafetensorsProblem[]): LocatedEntry | null {
  const tensor = `the tensor ${named(name)}`;
  const report = (rule: SafetensorsProblem['rule'], message: string, expected: string, found: unknown): null => {
    problems.push({
      rule,
      message: `${tensor} ${message}`,
      expected,
      found: shorten((typeof found === 'string' ? found : JSON.stringify(found)) ?? 'nothing'),
    });
    return null;
  };
  if (!isRecord(entry))
    return report('entry', 'has no description', 'an object with dtype, shape, data_offsets', entry);
  const other = Object.keys(entry).filter((key) => !['dtype', 'shape', 'data_offsets'].includes(key));
  if (other.length > 0)
    return report('entry', 'has keys that the format does not have', 'dtype, shape, data_offsets', other.join(', '));
  const { dtype, shape, data_offsets: offsets } = entry;
  const width =
    typeof dtype === 'string' && Object.hasOwn(BYTES_PER_ELEMENT, dtype) ? BYTES_PER_ELEMENT[dtype] : undefined;
  if (typeof dtype !== 'string' || width === undefined)
    return report(
      'dtype',
      'has a dtype that is not known',
      `one of ${Object.keys(BYTES_PER_ELEMENT).join(', ')}`,
      dtype,
    );
  if (!Array.isArray(shape) || !shape.every(isCount))
    return report('shape', 'has no shape', 'a list of sizes ≥ 0', shape);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    return report('offsets', 'has no place in the file', 'two offsets ≥ 0', offsets);
  const [start = 0, end = 0] = offsets;
  if (end < start) return report('offsets', 'ends before it begins', `an end ≥ ${start}`, `${end}`);
  const bytes = byteLength(shape, width);
  if (bytes !== end - start)
    return report(
      'size',
      `of shape [${shorten(shape.join(', '))}] and dtype ${dtype} does not fill its place in the file`,
      Number.isFinite(bytes) ? `${bytes} bytes` : 'more bytes than a file can have',
      `${end - start} bytes`,
    );
  return { name, dtype, shape, start, end };
}

/** Data must lie from 0 to the end of the file, one tensor behind the other. */
function checkLayout(entries: readonly LocatedEntry[], available: number, problems: SafetensorsProblem[]): void {
  let covered = 0;
  let last = '';
  for (const { name, start, end } of entries) {
    const tensor = `the tensor ${named(name)}`;
    if (start < covered)
      problems.push({
        rule: 'overlap',
        message: `${tensor} overlaps ${named(last)}`,
        expected: `data from byte ${covered} on`,
        found: `data from byte ${start} on`,
      });
    if (start > covered)
      problems.push({
        rule: 'hole',
        message: `before ${tensor} lie bytes that belong to no tensor`,
        expected: `data from byte ${covered} on`,
        found: `data from byte ${start} on`,
      });
    if (problems.length >= MAX_PROBLEMS) return;
    if (end > covered) {
      covered = end;
      last = name;
    }
  }
  if (covered > available)
    problems.push({
      rule: 'truncated',
      message: 'the file ends before its data does',
      expected: `${covered} bytes of data`,
      found: `${available} bytes`,
    });
  if (covered < available && problems.length === 0)
    problems.push({
      rule: 'trailing-bytes',
      message: 'behind the last tensor lie bytes that belong to no tensor',
      expected: `${covered} bytes of data`,
      found: `${available} bytes`,
    });
}

export interface TensorToWrite {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int16Array | Uint8Array;
}

/** @throws SafetensorsError where a header of so many bytes, or more, is longer than the format allows */
export function checkHeaderLength(bytes: number): void {
  if (bytes > MAX_HEADER_BYTES)
    fail({
      rule: 'header-length',
      message: 'the graph and the sources are too large for one file',
      expected: `at most ${MAX_HEADER_BYTES} bytes of header`,
      found: `${bytes} bytes or more`,
    });
}

/**
 * Writes tensors with metadata in a fixed order: wider numbers come first, so that every number lies at a multiple of
 * its width, and tensors of equal width are sorted by name. The header is padded with spaces so that the data begin at a multiple
 * of 8 bytes. Equal arguments give equal bytes.
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToWrite>,
  metadata: ReadonlyMap<string, string>,
): OwnBytes {
  const width = ({ data }: TensorToWrite): number => data.BYTES_PER_ELEMENT;
  const sorted = [...tensors].sort(([a, x], [b, y]) => width(y) - width(x) || (a < b ? -1 : a > b ? 1 : 0));
  const members =
    metadata.size === 0
      ? []
      : [
          `"__metadata__":{${[...metadata].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
        ];
  let end = 0;
  for (const [name, { shape, data }] of sorted) {
    const start = end;
    end += data.byteLength;
    const dtype = data instanceof Uint8Array ? 'U8' : data instanceof Int16Array ? 'I16' : 'F32';
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [start, end] })}`);
  }
  const text = encodeUtf8(`{${members.join(',')}}`);
  const headerLength = Math.ceil(text.length / 8) * 8;
  checkHeaderLength(headerLength);
  const file = new Uint8Array(8 + headerLength + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(text, 8);
  let at = 8 + headerLength;
  for (const [, { data }] of sorted)
    if (data instanceof Uint8Array) {
      file.set(data, at);
      at += data.length;
    } else if (data instanceof Int16Array)
      for (const value of data) {
        view.setInt16(at, value, true);
        at += 2;
      }
    else
      for (const value of data) {
        view.setFloat32(at, value, true);
        at += 4;
      }
  return file;
}

/** Numbers of a dtype at a byte offset, as float64; absent for dtypes that hold no plain numbers. */
const READERS: { readonly [dtype: string]: (view: DataView, at: number) => number } = {
  U8: (view, at) => view.getUint8(at),
  I8: (view, at) => view.getInt8(at),
  I16: (view, at) => view.getInt16(at, true),
  U16: (view, at) => view.getUint16(at, true),
  I32: (view, at) => view.getInt32(at, true),
  U32: (view, at) => view.getUint32(at, true),
  I64: (view, at) => Number(view.getBigInt64(at, true)),
  U64: (view, at) => Number(view.getBigUint64(at, true)),
  F32: (view, at) => view.getFloat32(at, true),
  F64: (view, at) => view.getFloat64(at, true),
  F16: (view, at) => halfToNumber(view.getUint16(at, true)),
  BF16: (view, at) => bfloatToNumber(view.getUint16(at, true)),
};

/** The tensor's numbers rounded to float32, or null where its dtype holds no plain numbers (BOOL, F8). */
export function toFloat32(entry: SafetensorsEntry): Float32Array | null {
  const read = READERS[entry.dtype];
  const width = BYTES_PER_ELEMENT[entry.dtype];
  if (read === undefined || width === undefined) return null;
  const { buffer, byteOffset, length } = entry.bytes;
  const view = new DataView(buffer, byteOffset, length);
  const numbers = new Float32Array(length / width);
  for (let i = 0; i < numbers.length; i++) numbers[i] = read(view, i * width);
  return numbers;
}

/** Reads a number in the format IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Reads a bfloat16, which is the upper half of a float32. */
function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 65536);
  return view.getFloat32(0);
}
