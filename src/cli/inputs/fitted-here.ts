import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { fitToData, leavesToData } from '../../train/prepare/fit-to-data.ts';
import { shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { isElsewhere } from './check-data.ts';
import { ownPlace } from './data-place.ts';
import type { OpenedModel } from './open-model.ts';
import type { Terminal } from './terminal.ts';

/**
 * The model with what it leaves to its data, as they were read at a training or are read here. Where they can't be, the loss is left out, with a
 * notice that says so.
 * @throws RnncError where sizes are left to data that can't be read
 */
export async function fittedHere(
  { compiled, definition, source }: OpenedModel,
  file: string,
  { notice }: Pick<Terminal, 'notice'>,
): Promise<Compiled> {
  const read = compiled();
  const { data } = read.spec;
  if (!leavesToData(read)) return read;
  if (data === null) return fitToData(read, null);
  const { spec, open } = ownPlace(data, file, source.sources !== null);
  try {
    return await fitToData(read, { spec, open, preprocessing: definition.training?.preprocessing ?? null });
  } catch (cause) {
    // a loss may be left out, a size may not
    if (!(cause instanceof RnncError) || read.openSizes !== undefined) throw cause;
    notice(say.leftToData(shownName(file), cause.diagnostics[0]?.message ?? ''));
    return read;
  }
}

/**
 * A model with the sizes that it leaves to its data, where those lie in its folder.
 * @returns null: it leaves none, or they can't be read here
 * @throws RnncError for mistakes in the data
 */
export async function sizedHere(
  read: Compiled,
  file: string,
  { notice }: Pick<Terminal, 'notice'>,
): Promise<Compiled | null> {
  const { data, training } = read.spec;
  if (read.openSizes === undefined || data === null || training === null) return null;
  const { spec, open } = ownPlace(data, file, true);
  try {
    const fitted = await fitToData(read, { spec, open, preprocessing: null });
    const known = read.openSizes.map(({ key }) => `${key} = ${fitted.parameters[key] ?? ''}`);
    notice(say.sizesFromData(shownName(file), known));
    return fitted;
  } catch (cause) {
    if (isElsewhere(cause)) return null;
    throw cause;
  }
}
