import type { Compiled } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { fitToData, leavesToData } from '../../train/prepare/fit-to-data.ts';
import { shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { ownPlace } from './data-place.ts';
import type { OpenedModel } from './open-model.ts';
import type { Terminal } from './terminal.ts';

/**
 * The model with what it leaves to its data, as far as they were read at a training or can be read here; else as it is written, with a notice that
 * says so.
 */
export async function fittedHere(
  { compiled, definition, source }: OpenedModel,
  file: string,
  { notice }: Pick<Terminal, 'notice'>,
): Promise<Compiled> {
  const read = compiled();
  const { data } = read.spec;
  if (data === null || !leavesToData(read)) return read;
  const { spec, open } = ownPlace(data, file, source.sources !== null);
  try {
    return await fitToData(read, { spec, open, preprocessing: definition.training?.preprocessing ?? null });
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    notice(say.leftToData(shownName(file), cause.diagnostics[0]?.message ?? ''));
    return read;
  }
}
