import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { FoundSet } from '../files/find-files.ts';
import { wholeBytes } from '../files/text-chunks.ts';
import * as say from '../messages/rows.ts';
import type { NumberList } from './cells.ts';
import type { RawRow, RowReader } from './rows.ts';

/** NumPy has this limit too. */
const MAX_AXES = 64;
/** NumPy itself reads 10,000 unless it is told to trust the file. */
const MAX_HEADER = 2 ** 16;

export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/**
 * Reads a NumPy file, versions 1 to 3 (numpy.lib.format): float32, float64, int32, int64, uint8, or bool as 0 and 1, in C order.
 * @throws RnncError `data-format` with the reason for anything else
 */
export function parseNpy(bytes: Uint8Array, path: string): NpyArray {
  const refuse = (reason: string): never => {
    throw new RnncError([say.npyRefused(path, reason)]);
  };
  if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 6)) !== '\x93NUMPY')
    return refuse('it has no NumPy header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) return refuse(`it is of version ${version}`);
  const wide = version > 1;
  if (wide && bytes.length < 12) return refuse('its header is cut off');
  const start = wide ? 12 : 10;
  const end = start + (wide ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) return refuse('its header is cut off');
  if (end > MAX_HEADER) return refuse(`its header has ${end} bytes`);
  const header = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, end));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined) return refuse('its elements are structured');
  if (fortran === undefined || sizes === undefined) return refuse('its header is not understood');
  const shape = (sizes.match(/\d+/g) ?? []).map(Number);
  if (shape.length === 0) return refuse('it is a single number');
  if (shape.length > MAX_AXES) return refuse(`it has ${shape.length} axes`);
  if (fortran === 'True' && shape.length > 1) return refuse('it is in Fortran order');
  const count = shape.reduce((a, b) => a * b, 1);
  const width = widths.get(descr);
  if (width === undefined) return refuse(`its elements are ${names.get(descr) ?? descr.slice(0, 40)}`);
  if (bytes.length - end !== count * width)
    return refuse(`it holds ${bytes.length - end} bytes where its shape takes ${count * width}`);
  // rows without bytes may be as many as the header says
  if (count === 0 && shape[0] !== 0) return refuse(`its shape [${shape.join(', ')}] holds no numbers`);
  // a copy: a Buffer of Node's shares its memory with others
  const content = new Uint8Array(bytes.subarray(end)).buffer;
  switch (descr) {
    case '<f4':
      return { shape, data: new Float32Array(content) };
    case '<f8':
      return { shape, data: new Float64Array(content) };
    case '<i4':
      return { shape, data: new Int32Array(content) };
    case '<i8': {
      const wideNumbers = new BigInt64Array(content);
      const odd = wideNumbers.find((n) => n > Number.MAX_SAFE_INTEGER || n < Number.MIN_SAFE_INTEGER);
      if (odd !== undefined) return refuse(`the number ${odd} is beyond 2^53`);
      return { shape, data: Float64Array.from(wideNumbers, Number) };
    }
    case '|b1':
      return { shape, data: new Uint8Array(content).map(Math.sign) };
    default:
      return { shape, data: new Uint8Array(content) };
  }
}
const widths: ReadonlyMap<string, number> = new Map([
  ['<f4', 4],
  ['<f8', 8],
  ['<i4', 4],
  ['<i8', 8],
  ['|u1', 1],
  ['|b1', 1],
  ['<u1', 1],
]);
const names: ReadonlyMap<string, string> = new Map([
  ['>f4', 'big-endian'],
  ['>f8', 'big-endian'],
  ['>i4', 'big-endian'],
  ['>i8', 'big-endian'],
  ['<f2', 'float16'],
  ['|O', 'Python objects'],
  ['|i1', 'int8'],
  ['<i2', 'int16'],
  ['<u2', 'uint16'],
  ['<u4', 'uint32'],
  ['<u8', 'uint64'],
]);

const BLOCK = 4096;

/**
 * Arrays side by side as a table: a row is an index of their first axis, a column is an array.
 * @throws RnncError as `parseNpy`, and where the first axes differ
 */
export async function npyReader(files: FoundSet): Promise<RowReader> {
  const arrays = new Map<string, NpyArray>();
  const paths = new Map(files.map(({ column, path }) => [column, path]));
  const [first] = files;
  for (const found of files) {
    const array = parseNpy(await wholeBytes(found), found.path);
    const rows = [...arrays.values()][0]?.shape[0];
    if (rows !== undefined && rows !== array.shape[0] && first !== undefined)
      throw new RnncError([say.npyRows(found.path, array.shape[0] ?? 0, first.path, rows)]);
    arrays.set(found.column ?? '', array);
  }
  const count = [...arrays.values()][0]?.shape[0] ?? 0;
  return {
    path: first?.path ?? '',
    pathOf: (column) => paths.get(column) ?? first?.path ?? '',
    columns: [...arrays.keys()],
    async *rows(wanted) {
      const chosen = wanted.map((name) => arrays.get(name));
      for (let start = 0; start < count; start += BLOCK)
        yield {
          rows: Array.from({ length: Math.min(BLOCK, count - start) }, (_, i): RawRow => {
            const values = chosen.map((array) => (array === undefined ? undefined : elementOf(array, start + i)));
            return { values, line: start + i + 1, text: null, problem: null };
          }),
          end: null,
        };
    },
    locate: (row) => ({ line: row.line, column: 1, text: null }),
  };
}

function elementOf({ shape, data }: NpyArray, index: number): number | NumberList {
  const inner = shape.slice(1);
  if (inner.length === 0) return data[index] ?? Number.NaN;
  const size = inner.reduce((a, b) => a * b, 1);
  return { shape: inner, data: data.subarray(index * size, (index + 1) * size) };
}
