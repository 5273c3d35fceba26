import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { fitToData, leavesToData } from '../../train/prepare/fit-to-data.ts';
import { shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
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
