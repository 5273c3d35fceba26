import { existsSync } from 'node:fs';
import { RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { writeSafetensors } from '../../../artifact/safetensors.ts';
import { type Dialect, mappingReport } from '../../../import/weights/index.ts';
import { checkNotInput, checkWritable, readBytes, shownName, writeWhole } from '../../files/files.ts';
import * as say from '../../files/messages.ts';
import { mappedWeights, openModel, sourceFiles } from '../../inputs/open-model.ts';
import type { ForeignOptions, Settings } from '../../inputs/options.ts';
import type { Terminal } from '../../inputs/terminal.ts';
import { UsageError } from '../../inputs/usage.ts';

interface ImportWeightsOptions extends ForeignOptions {
  readonly from: Dialect;
  readonly output: string | undefined;
  readonly force: boolean;
  readonly set: Settings | undefined;
}

/**
 * Writes the weights of another framework as a safetensors file with the paths of a model, and tells what each was made of.
 * @throws RnncError with everything that can't be converted exactly
 */
export async function importWeights(
  file: string,
  onto: string,
  { output, force, from, map = new Map(), set }: ImportWeightsOptions,
  terminal: Terminal,
): Promise<void> {
  const target = output ?? onto.replace(/\.(?:ya?ml|rnnc)$/, '.safetensors');
  if (!target.endsWith('.safetensors'))
    throw new UsageError(
      `weights are a safetensors file: let the name end in .safetensors, not "${shownName(target)}"`,
    );
  const opened = openModel(onto, set === undefined ? {} : { set }, terminal);
  checkNotInput(target, [file, onto, ...sourceFiles(onto, opened.compiled())]);
  if (existsSync(target) && !force) throw new RnncError([say.fileExists(shownName(target))]);
  checkWritable(target);
  const mapped = await mappedWeights(opened, readBytes(file), { file, from, map });
  const tensors = new Map(mapped.weights.map(({ path, shape, data }) => [path, { shape, data }]));
  writeWhole(target, writeSafetensors(tensors, new Map()));
  terminal.result(
    `wrote ${shownName(target)}\n${mappingReport(mapped)}\nnext: rnnc compile ${shownName(onto)} --weights ${shownName(target)}`,
  );
}
