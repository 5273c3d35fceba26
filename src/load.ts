import { writeCode } from './generate-kernels.ts';
import { type LoadOptions, loadWith, type ModelOrigin } from './load-model.ts';
import type { Model } from './model.ts';

/**
 * Makes a model ready to run. Kernels that did not come with it are made when they are needed first.
 * @throws RnncError where the artifact can't be read, its weights do not fit, or options contradict each other.
 */
export const load = (source: ModelOrigin, options: LoadOptions = {}): Promise<Model> =>
  loadWith(writeCode, source, options);
