import type { ReadBeside } from '../model/beside.ts';
import { DAMAGED, obstacleOf, Refusal, refuse } from '../model/refusal.ts';
import { type Converted, convertKeras } from './convert-model.ts';
import { unpack } from './files/archive.ts';
import { readHdf5 } from './files/hdf5.ts';
import { isObject, parseJson } from './files/json.ts';
import { readShards } from './files/shards.ts';
import type { Dialect } from './layers/conversion.ts';
import { keras3Weights } from './weights/keras3-weights.ts';
import { legacyWeights } from './weights/legacy-weights.ts';
import { tfjsWeights } from './weights/tfjs-weights.ts';

/** A file of Keras, or null where it is damaged. */
export type Read = Converted | null;

const parse = (text: string | Uint8Array | undefined): unknown => (text === undefined ? null : parseJson(text));

/** Keras 3 computes some functions otherwise than those before it. */
const dialectOf = (version: unknown): Dialect =>
  typeof version === 'string' && /^[12]\./.test(version) ? 'keras2' : 'keras3';
const versionOf = (version: unknown): string =>
  typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? ` ${version}` : '';

/** What is wrong in the file as a whole, as the one obstacle. */
async function refusing<T extends Read | 'another'>(act: () => Promise<T>): Promise<T | Read> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return { model: null, obstacles: [obstacleOf('the model', cause, DAMAGED)] };
  }
}

/**
 * A `.keras` file: a ZIP archive with the configuration and the weights.
 * @param name of the model
 * @returns 'another' where the archive has no file that Keras puts there
 */
export const readKerasArchive = (bytes: Uint8Array, name: string): Promise<Read | 'another'> =>
  refusing(async () => {
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
    return readHdf5(weights, (file) =>
      convertKeras(config, keras3Weights(file), { dialect: dialectOf(version), name, origin }),
    );
  });

/** An `.h5` file of a whole model. @param name of the model */
export const readKerasHdf5 = (bytes: Uint8Array, name: string): Promise<Read> =>
  refusing(() =>
    readHdf5(bytes, (file) => {
      const text = file.text('/', 'model_config');
      if (text === null)
        return refuse(
          'the file has weights and no configuration of a model',
          'save the whole model in Python, model.save("model.keras"), or give the file to a model that you have: --weights FILE --from keras',
        );
      const config = parse(text);
      if (config === null) return null;
      const version = file.text('/', 'keras_version') ?? undefined;
      const origin = `Imported from Keras${versionOf(version)} (.h5).`;
      return convertKeras(config, legacyWeights(file), { dialect: dialectOf(version), name, origin });
    }),
  );

/** A `model.json` of TensorFlow.js, with its weights in files beside it. @param name of the model */
export const readTfjs = (bytes: Uint8Array, name: string, beside: ReadBeside): Promise<Read> =>
  refusing(async () => {
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
    return convertKeras(config, tfjsWeights(readShards(weightsManifest, beside)), { dialect: 'tfjs', name, origin });
  });
