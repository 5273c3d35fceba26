import type { ReadBeside } from '../model/beside.ts';
import { DAMAGED, type Obstacle, obstacleOf, Refusal, refuse } from '../model/refusal.ts';
import type { GivenWeights } from '../weights/foreign-modules.ts';
import { type Converted, convertKeras } from './convert-model.ts';
import { givenByKeras } from './given-weights.ts';
import { type OpenKeras, openKerasArchive, openKerasHdf5, openTfjs } from './open-keras.ts';

/** A file of Keras, or null where it is damaged. */
export type Read = Converted | null;
/** The weights of a file, or why they can't be read; null where it is damaged. */
export type ReadWeights =
  | { readonly given: GivenWeights; readonly obstacles: null }
  | { readonly given: null; readonly obstacles: readonly Obstacle[] }
  | null;

/** What is wrong in the file as a whole, as the one obstacle. */
async function refusing<T>(act: () => Promise<T> | T, refused: (obstacles: readonly Obstacle[]) => T): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    return refused([obstacleOf('the model', cause, DAMAGED)]);
  }
}
const noModel = (obstacles: readonly Obstacle[]): Read => ({ model: null, obstacles });
const noWeights = (obstacles: readonly Obstacle[]): ReadWeights => ({ given: null, obstacles });

const converted =
  (name: string) =>
  ({ config, source, dialect, origin }: OpenKeras): Read =>
    config === null
      ? refuse(
          'the file has weights and no configuration of a model',
          'save the whole model in Python, model.save("model.keras"), or give the file to a model that you have: --weights FILE --from keras',
        )
      : convertKeras(config, source, { dialect, name, origin });
const weighed = (file: OpenKeras): ReadWeights => ({ given: givenByKeras(file), obstacles: null });

/**
 * A `.keras` file: a ZIP archive with the configuration and the weights.
 * @param name of the model
 * @returns 'another' where the archive has no file that Keras puts there
 */
export const readKerasArchive = (bytes: Uint8Array, name: string): Promise<Read | 'another'> =>
  refusing<Read | 'another'>(() => openKerasArchive(bytes, converted(name)), noModel);
/** An `.h5` file of a whole model. @param name of the model */
export const readKerasHdf5 = (bytes: Uint8Array, name: string): Promise<Read> =>
  refusing(() => openKerasHdf5(bytes, converted(name)), noModel);
/** A `model.json` of TensorFlow.js, with its weights in files beside it. @param name of the model */
export const readTfjs = (bytes: Uint8Array, name: string, beside: ReadBeside): Promise<Read> =>
  refusing(() => openTfjs(bytes, beside, converted(name)), noModel);

/** The weights of a `.keras` file, by the names of its layers. As `readKerasArchive`. */
export const kerasArchiveWeights = (bytes: Uint8Array): Promise<ReadWeights | 'another'> =>
  refusing<ReadWeights | 'another'>(() => openKerasArchive(bytes, weighed), noWeights);
/** The weights of an `.h5` file, of a model or of weights alone. */
export const kerasHdf5Weights = (bytes: Uint8Array): Promise<ReadWeights> =>
  refusing(() => openKerasHdf5(bytes, weighed), noWeights);
/** The weights of a `model.json` of TensorFlow.js. */
export const tfjsModelWeights = (bytes: Uint8Array, beside: ReadBeside): Promise<ReadWeights> =>
  refusing(() => openTfjs(bytes, beside, weighed), noWeights);
