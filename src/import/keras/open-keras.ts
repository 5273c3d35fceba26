import type { ReadBeside } from '../model/beside.ts';
import { refuse } from '../model/refusal.ts';
import { unpack } from './files/archive.ts';
import { type Hdf5File, readHdf5 } from './files/hdf5.ts';
import { isObject, parseJson } from './files/json.ts';
import { readShards } from './files/shards.ts';
import type { Dialect } from './layers/conversion.ts';
import { keras3Weights } from './weights/keras3-weights.ts';
import { legacyWeights } from './weights/legacy-weights.ts';
import type { WeightSource } from './weights/source.ts';
import { tfjsWeights } from './weights/tfjs-weights.ts';

/** A file of Keras or TensorFlow.js, while it is open. */
export interface OpenKeras {
  /** The configuration of the model; null: the file has weights alone. */
  readonly config: unknown;
  readonly source: WeightSource;
  readonly dialect: Dialect;
  /** One sentence on where it is from. */
  readonly origin: string;
  /** The file of the weights, where it is one of HDF5. */
  readonly hdf5: Hdf5File | null;
}

const parse = (text: string | Uint8Array | undefined): unknown => (text === undefined ? null : parseJson(text));

/** Keras 3 computes some functions otherwise than those before it. */
const dialectOf = (version: unknown): Dialect =>
  typeof version === 'string' && /^[12]\./.test(version) ? 'keras2' : 'keras3';
const versionOf = (version: unknown): string =>
  typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? ` ${version}` : '';

/**
 * A `.keras` file: a ZIP archive with the configuration and the weights.
 * @returns null where it is damaged; 'another' where the archive has no file that Keras puts there
 * @throws Refusal for what is wrong in the file as a whole
 */
export async function openKerasArchive<T>(
  bytes: Uint8Array,
  act: (file: OpenKeras) => T,
): Promise<T | null | 'another'> {
  const files = unpack(bytes, ['config.json', 'metadata.json', 'model.weights.h5', 'model.weights.json']);
  if (files?.size === 0) return 'another';
  const weights = files?.get('model.weights.h5');
  const config = parse(files?.get('config.json'));
  if (files?.has('model.weights.json') === true)
    return refuse('its weights are in several files', 'save it with max_shard_size=None');
  if (weights === undefined || config === null) return null;
  const metadata = parse(files?.get('metadata.json'));
  const version = isObject(metadata) ? metadata.keras_version : undefined;
  const origin = `Imported from Keras${versionOf(version)} (.keras).`;
  return readHdf5(weights, (hdf5) =>
    act({ config, source: keras3Weights(hdf5), dialect: dialectOf(version), origin, hdf5 }),
  );
}

/** An `.h5` file of a whole model, or of weights. As `openKerasArchive`. */
export const openKerasHdf5 = <T>(bytes: Uint8Array, act: (file: OpenKeras) => T): Promise<T | null> =>
  readHdf5(bytes, (hdf5) => {
    const text = hdf5.text('/', 'model_config');
    const config = text === null ? null : parse(text);
    if (text !== null && config === null) return null;
    const version = hdf5.text('/', 'keras_version') ?? undefined;
    const origin = `Imported from Keras${versionOf(version)} (.h5).`;
    return act({ config, source: legacyWeights(hdf5), dialect: dialectOf(version), origin, hdf5 });
  });

/** A `model.json` of TensorFlow.js, with its weights in files beside it. As `openKerasArchive`. */
export function openTfjs<T>(bytes: Uint8Array, beside: ReadBeside, act: (file: OpenKeras) => T): T | null {
  const json = parseJson(bytes);
  if (!isObject(json)) return null;
  const { modelTopology: topology, weightsManifest, format, generatedBy } = json;
  if (format === 'graph-model' || (isObject(topology) && topology.node !== undefined))
    return refuse(
      'it is a graph model, which has operations and no layers',
      'convert the Keras model anew with tensorflowjs_converter --output_format tfjs_layers_model, or import its .keras file',
    );
  if (!isObject(topology)) return refuse('the file has no configuration of a model');
  const config = isObject(topology.model_config) ? topology.model_config : topology;
  const maker = typeof generatedBy === 'string' && /^[\w .+-]{1,60}$/.test(generatedBy) ? ` by ${generatedBy}` : '';
  const origin = `Imported from TensorFlow.js (model.json${maker}).`;
  const source = tfjsWeights(readShards(weightsManifest, beside));
  return act({ config, source, dialect: 'tfjs', origin, hdf5: null });
}
