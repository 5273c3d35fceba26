import { writeCode } from './generate-kernels.ts';
import { type LoadOptions, loadWith, type ModelOrigin } from './load-model.ts';
import type { AnyModel, ModelTypes, OfTypes } from './model/model-types.ts';
import type { Model } from './model.ts';

/**
 * Makes a model ready to run. Kernels that did not come with it are made when they are needed first. What is known of the model is taken from `source`, or
 * given as in `load<Tagger>(bytes)`.
 * @throws RnncError where the artifact can't be read, its weights do not fit, or options contradict each other.
 */
export function load<T extends ModelTypes = AnyModel>(
  source: ModelOrigin | OfTypes<T>,
  options?: LoadOptions,
): Promise<Model<T>>;
export function load(source: ModelOrigin, options?: LoadOptions): Promise<Model>;
export function load<T extends ModelTypes>(
  source: ModelOrigin | OfTypes<T>,
  options: LoadOptions = {},
): Promise<Model<T>> {
  return loadWith(writeCode, source, options);
}
