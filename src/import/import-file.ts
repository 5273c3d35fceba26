import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { isHdf5, isTfjs, isZip } from './foreign-models.ts';
import { importModel } from './import-model.ts';
import { readKerasArchive, readKerasHdf5, readTfjs } from './keras/index.ts';
import * as say from './messages.ts';
import type { ReadBeside } from './model/beside.ts';
import type { ImportedModel } from './model/imported-model.ts';

/**
 * Reads a model of another framework, recognised by its content: ONNX, Keras (`.keras`, `.h5`), or TensorFlow.js (`model.json`). Exactly, or not at all.
 * @param file its name, for messages
 * @param name of the model that is made
 * @param beside reads a file that lies beside it; null where there is none
 * @throws RnncError `import-not-onnx`, `import-broken`, or `import-refused` for each node or layer that has no equal here, at most 50
 */
export async function importFile(
  bytes: Uint8Array,
  options: { readonly file: string; readonly name: string; readonly beside: ReadBeside },
): Promise<ImportedModel> {
  const { file, name, beside } = options;
  const read = isHdf5(bytes)
    ? await readKerasHdf5(bytes, name)
    : isZip(bytes)
      ? await readKerasArchive(bytes, name)
      : isTfjs(bytes)
        ? await readTfjs(bytes, name, beside)
        : 'another';
  if (read === 'another') return importModel(bytes, options);
  if (read === null) throw new RnncError([say.brokenKeras(file)]);
  if (read.obstacles !== null) throw new RnncError(say.refused(file, read.obstacles));
  return read.model;
}
