import { joinBytes } from '../../../artifact/join-bytes.ts';
import { isBeside, type ReadBeside } from '../../model/beside.ts';
import { quoted, refuse } from '../../model/refusal.ts';
import { float16 } from './float16.ts';
import { isList, isObject, shown } from './json.ts';
import { countOf, float32Of, type Tensor } from './tensor.ts';

/** How numbers of a type lie in the bytes. */
interface Packing {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}
const PACKINGS: { readonly [type: string]: Packing } = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  float16: { bytes: 2, read: (view, at) => float16(view.getUint16(at, true)) },
};

/**
 * The weights of a `weightsManifest`, in their order, with what is quantised as the numbers that TensorFlow.js computes of it.
 * Source: tfjs-core/src/io/io_utils.ts, decodeWeights, 4.22.
 * @throws Refusal where a file lacks, or its bytes are not those of the weights
 */
export function readShards(manifest: unknown, beside: ReadBeside): readonly Tensor[] {
  if (!isList(manifest)) return refuse('the file has no weightsManifest, which lists the weights');
  return manifest.flatMap((group) => {
    if (!isObject(group) || !isList(group.paths) || !isList(group.weights))
      return refuse('its weightsManifest has another form');
    const bytes = joinBytes(group.paths.map((path) => fileOf(path, beside)));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    const tensors = group.weights.map((entry) => {
      const read = entryOf(entry);
      const end = at + read.count * read.packing.bytes;
      if (end > bytes.length) return refuse(`its weight ${quoted(read.name)} lies beyond the end of its files`);
      const { scale, min, packing } = read;
      const numbers = new Float32Array(read.count);
      for (let i = 0; i < numbers.length; i++) numbers[i] = packing.read(view, at + i * packing.bytes) * scale + min;
      at = end;
      return { name: read.name, dims: read.dims, data: float32Of(numbers, read.name) };
    });
    if (at !== bytes.length)
      return refuse(`its files of weights have ${bytes.length} bytes, where its weights take ${at}`);
    return tensors;
  });
}

interface Entry {
  readonly name: string;
  readonly dims: readonly number[];
  readonly count: number;
  readonly packing: Packing;
  /** A number of the bytes means `number * scale + min`. */
  readonly scale: number;
  readonly min: number;
}

function entryOf(entry: unknown): Entry {
  if (!isObject(entry) || typeof entry.name !== 'string' || !isList(entry.shape))
    return refuse('a weight in its weightsManifest has no name or no shape');
  const { name, shape, dtype, quantization } = entry;
  const dims = shape.map(Number);
  const count = countOf(dims, name);
  const packed = isObject(quantization) ? quantization : { dtype };
  const type = String(packed.dtype);
  const packing = Object.hasOwn(PACKINGS, type) ? PACKINGS[type] : undefined;
  if (packing === undefined || dtype !== 'float32')
    return refuse(`its weight ${quoted(name)} is of type ${shown(dtype)}, packed as ${shown(packed.dtype)}`);
  const { scale = 1, min = 0 } = packed;
  const isWhole = type === 'uint8' || type === 'uint16';
  if (isWhole && (typeof scale !== 'number' || typeof min !== 'number'))
    return refuse(`the quantization of its weight ${quoted(name)} has no scale or no min`);
  return { name, dims, count, packing, scale: isWhole ? Number(scale) : 1, min: isWhole ? Number(min) : 0 };
}

function fileOf(path: unknown, beside: ReadBeside): Uint8Array {
  if (typeof path !== 'string' || !isBeside(path))
    return refuse(`its weights lie in ${shown(path)}, which is no file beside the model`);
  return (
    beside(path) ?? refuse(`its weights lie in ${quoted(path)}, which is not there: keep that file beside the model`)
  );
}
