import { DATA_TYPES, type OnnxTensor, typeName } from '../../onnx/format.ts';
import { isBeside, type ReadBeside } from '../model/beside.ts';
import { type Constant, refuse } from './values.ts';

export type { ReadBeside } from '../model/beside.ts';

/** Elements that one tensor may have: what a file of 2 GiB can hold. */
const MOST = 2 ** 29;

/**
 * The numbers of a tensor, whole numbers exactly up to 2^53.
 * @throws Refusal where they are of another type, not all there, or not finite
 */
export function readTensor(tensor: OnnxTensor, name: string, beside: ReadBeside): Constant {
  const { dims, dataType } = tensor;
  if (!dims.every((size) => Number.isSafeInteger(size) && size >= 0)) return refuse('it has no shape');
  const count = dims.reduce((product, size) => product * size, 1);
  if (count > MOST) return refuse(`its shape [${dims.join(', ')}] is larger than any file`);
  const read = READERS.get(dataType ?? 0);
  if (read === undefined)
    return refuse(
      `it is of type ${typeName(dataType)}, where only float32 is read, and int32, int64 and bool for indices`,
    );
  const raw = tensor.dataLocation === 1 ? external(tensor, beside) : tensor.rawData;
  const data = raw === undefined || raw.length === 0 ? read.listed(tensor) : read.raw(raw);
  if (data === null || data.length !== count)
    return refuse(
      `its numbers do not fill its shape [${dims.join(', ')}]: it has ${data?.length ?? 'a broken row'} of ${count}`,
    );
  // one number alone may be the smallest there is, which stands for padding below every value
  const isBelow = dims.length === 0 && data[0] === Number.NEGATIVE_INFINITY;
  if (read.dtype === 'float32' && !isBelow && !data.every((x) => Number.isFinite(x)))
    return refuse('it holds numbers that are not finite');
  return { kind: 'constant', name, dims, dtype: read.dtype, data };
}

interface Reader {
  readonly dtype: Constant['dtype'];
  readonly raw: (bytes: Uint8Array) => Float32Array | readonly number[] | null;
  readonly listed: (tensor: OnnxTensor) => Float32Array | readonly number[];
}

const numbers = (width: number, read: (view: DataView, at: number) => number) => (bytes: Uint8Array) => {
  if (bytes.length % width !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / width }, (_, i) => read(view, i * width));
};
const floats = (bytes: Uint8Array): Float32Array | null => {
  const read = numbers(4, (view, at) => view.getFloat32(at, true))(bytes);
  return read === null ? null : Float32Array.from(read);
};

const READERS: ReadonlyMap<number, Reader> = new Map([
  [DATA_TYPES.float, { dtype: 'float32', raw: floats, listed: ({ floatData }) => Float32Array.from(floatData) }],
  [
    DATA_TYPES.int32,
    { dtype: 'int', raw: numbers(4, (view, at) => view.getInt32(at, true)), listed: ({ int32Data }) => int32Data },
  ],
  [
    DATA_TYPES.int64,
    {
      dtype: 'int',
      raw: numbers(8, (view, at) => Number(view.getBigInt64(at, true))),
      listed: ({ int64Data }) => int64Data,
    },
  ],
  [DATA_TYPES.bool, { dtype: 'int', raw: (bytes) => Array.from(bytes), listed: ({ int32Data }) => int32Data }],
] satisfies readonly (readonly [number, Reader])[]);

/** Bytes that lie in another file, as `external_data` of the format says. */
function external(tensor: OnnxTensor, beside: ReadBeside): Uint8Array {
  const entries = new Map(tensor.externalData.map(({ key = '', value = '' }) => [key, value]));
  const location = entries.get('location') ?? '';
  if (!isBeside(location))
    return refuse(`its numbers lie in ${JSON.stringify(location)}, which is no file beside the model`);
  const file =
    beside(location) ??
    refuse(`its numbers lie in ${JSON.stringify(location)}, which is not there: keep that file beside the model`);
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (
    !Number.isSafeInteger(offset) ||
    !Number.isSafeInteger(length) ||
    offset < 0 ||
    length < 0 ||
    offset + length > file.length
  )
    return refuse(`its numbers lie beyond the end of ${JSON.stringify(location)}`);
  return file.subarray(offset, offset + length);
}
