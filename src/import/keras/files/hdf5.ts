import type * as Hdf5 from 'h5wasm';
import { DAMAGED, Refusal, refuse } from '../../model/refusal.ts';
import { countOf, float32Of, type Tensor } from './tensor.ts';
import { withinTime } from './within-time.ts';

/** What is read of an HDF5 file. Paths begin with `/`. */
export interface Hdf5File {
  /** Text, or a list of texts, or null where the attribute is not there. @throws Refusal where it is of another kind */
  text(path: string, attribute: string): string | null;
  texts(path: string, attribute: string): readonly string[] | null;
  /** Names of the members of a group; none where there is no group. */
  members(path: string): readonly string[];
  /** Paths of all datasets of float numbers, but those of optimizers and metrics. @throws Refusal where there are too many */
  datasets(): readonly string[];
  /** @throws Refusal where there is no dataset of float32 numbers */
  tensor(path: string, name: string): Tensor;
  close(): void;
}

/** Groups in groups, and tensors, that are looked through. */
const DEEPEST = 16;
const MOST_DATASETS = 10_000;
const NO_WEIGHTS = /^\/(?:optimizer|optimizer_weights|_?metrics?)(?:\/|$)/;
/** Bytes that text in an attribute may have. */
const MOST_TEXT = 2 ** 28;
/** Bytes that all tensors that are read may have: a damaged file names the same numbers often. The memory of the library itself ends at 2 GiB. */
const MOST_READ = 2 ** 31;
/** Reading and converting 100 MB takes about a second; of a damaged file the end is seldom worth waiting for. */
const secondsFor = (bytes: Uint8Array): number => 10 + Math.ceil(bytes.length / 2 ** 20);

/**
 * Opens an HDF5 file that is in memory for as long as `act` runs. Whatever is wrong in the file is a Refusal, and so is a file in which the library finds no
 * end: damaged ones have links and lists that lead back into themselves.
 * @returns null where it is no HDF5 file that can be read
 */
export async function readHdf5<T>(bytes: Uint8Array, act: (file: Hdf5File) => T): Promise<T | null> {
  const hdf5 = await import('h5wasm');
  const module = await hdf5.ready;
  const read = (): T | null => {
    const file = openHdf5(bytes, hdf5, module);
    if (file === null) return null;
    try {
      return act(file);
    } finally {
      file.close();
    }
  };
  const seconds = secondsFor(bytes);
  return withinTime(read, seconds * 1000, () =>
    refuse(`it can't be read within ${seconds} seconds, as a file of its size can that is not damaged`, DAMAGED),
  );
}

function openHdf5(bytes: Uint8Array, hdf5: typeof Hdf5, module: Awaited<typeof Hdf5.ready>): Hdf5File | null {
  // a file whose reading was ended stays open
  const path = `/model-${attempt(() => module.FS.readdir('/').length) ?? 0}.h5`;
  let total = 0;
  const opened = attempt(() => {
    // otherwise the library writes to the terminal and goes on; it can't be had any more once it has aborted over a file
    module.activate_throwing_error_handler();
    module.FS.writeFile(path, bytes);
    return new hdf5.File(path, 'r');
  });
  if (opened === null || opened.file_id === -1n) return null;
  const { file_id: id } = opened;
  const attributeOf = (at: string, attribute: string): unknown => {
    const names = attempt(() => module.get_attribute_names(id, at));
    if (!names?.includes(attribute)) return null;
    const { size, total_size } =
      attempt(() => module.get_attribute_metadata(id, at, attribute)) ??
      refuse(`the attribute "${attribute}" of "${at}" can't be read`);
    if (!(size * total_size <= MOST_TEXT))
      return refuse(`the attribute "${attribute}" of "${at}" is larger than any text`);
    return (
      attempt(() => new hdf5.Attribute(id, at, attribute).value) ??
      refuse(`the attribute "${attribute}" of "${at}" can't be read`)
    );
  };
  const members = (at: string): readonly string[] => attempt(() => module.get_names(id, at, false)) ?? [];
  const datasetsIn = (at: string, depth: number): readonly string[] =>
    members(at === '' ? '/' : at).flatMap((name) => {
      const inner = `${at}/${name}`;
      if (NO_WEIGHTS.test(inner)) return [];
      const type = attempt(() => module.get_type(id, inner));
      if (type === module.H5G_GROUP) return depth < DEEPEST ? datasetsIn(inner, depth + 1) : [];
      const isFloat =
        attempt(() => module.get_dataset_metadata(id, inner))?.type === module.H5T_class_t.H5T_FLOAT.value;
      if (type !== module.H5G_DATASET || !isFloat) return [];
      counted++;
      return counted <= MOST_DATASETS ? [inner] : refuse(`it has more than ${MOST_DATASETS} tensors`);
    });
  let counted = 0;
  return {
    datasets: () => datasetsIn('', 0),
    text: (at, attribute) => {
      const value = attributeOf(at, attribute);
      if (value === null || typeof value === 'string') return value;
      return refuse(`the attribute "${attribute}" of "${at}" is no text`);
    },
    texts: (at, attribute) => {
      const value = attributeOf(at, attribute);
      if (value === null) return null;
      // an empty list is saved as an empty list of numbers
      if (ArrayBuffer.isView(value) && value.byteLength === 0) return [];
      if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value.map(utf8Of);
      return refuse(`the attribute "${attribute}" of "${at}" is no list of texts`);
    },
    members,
    tensor: (at, name) => {
      const metadata =
        attempt(() => module.get_dataset_metadata(id, at)) ?? refuse(`its weight "${name}" is not there`);
      const dims = (metadata.shape ?? []).map(Number);
      const count = countOf(dims, name);
      const isFloat = metadata.type === module.H5T_class_t.H5T_FLOAT.value && [4, 8].includes(metadata.size);
      if (!isFloat) return refuse(`its weight "${name}" is no float32 tensor`);
      // what is stored as it is can't be larger than the file; filters make it 1000 times as small at most
      if (count * metadata.size > bytes.length * (metadata.chunks === null ? 1 : 1100))
        return refuse(`its weight "${name}" [${dims.join(', ')}] is larger than the file`);
      total += count * metadata.size;
      if (total > MOST_READ) return refuse('its weights are larger together than any file');
      const value = attempt(() => new hdf5.Dataset(id, at).value);
      const numbers = value instanceof Float32Array || value instanceof Float64Array ? value : null;
      if (numbers !== null && numbers.length === count) return { name, dims, data: float32Of(numbers, name) };
      if (typeof value === 'number' && dims.length === 0) return { name, dims, data: float32Of([value], name) };
      return refuse(`the numbers of its weight "${name}" can't be read`);
    },
    close: () => {
      attempt(() => opened.close());
      attempt(() => module.FS.unlink(path));
    },
  };
}

/** Text whose bytes were taken for characters, as the library does with what the file does not say to be UTF-8: h5py writes lists of bytes so. */
function utf8Of(text: string): string {
  if (!Array.from(text).every((letter) => letter <= '\xff')) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  } catch {
    return text;
  }
}

/** The library throws errors of many kinds, of C++ and of WebAssembly among them: null for each. */
function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    return null;
  }
}
