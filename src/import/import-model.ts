import { compileModel } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { readOnnx } from '../onnx/format.ts';
import { foreignModel } from './foreign-models.ts';
import * as say from './messages.ts';
import type { ImportedModel } from './model/imported-model.ts';
import { convertOnnx } from './onnx/graph.ts';
import type { ReadBeside } from './onnx/tensors.ts';

/**
 * Reads a model of another framework: exactly, or not at all.
 * @param file its name, for messages
 * @param name of the model that is made
 * @param beside reads a file that lies beside it; null where there is none
 * @throws RnncError `import-not-onnx`, `import-broken`, or `import-refused` for each node that has no equal here, at most 50
 */
export function importModel(
  bytes: Uint8Array,
  { file, name, beside }: { readonly file: string; readonly name: string; readonly beside: ReadBeside },
): ImportedModel {
  const foreign = foreignModel(bytes);
  if (foreign !== null) throw new RnncError([say.notOnnx(file, foreign)]);
  const onnx = readOnnx(bytes);
  if (onnx === null) throw new RnncError([say.brokenOnnx(file)]);
  if (onnx.graph === undefined && onnx.opsetImport.length === 0) throw new RnncError([say.brokenOnnx(file)]);
  const { model, obstacles } = convertOnnx(onnx, name, beside);
  if (obstacles === null) return model;
  throw new RnncError(say.refused(file, obstacles));
}

/**
 * Compiles the text of an imported model: what is converted must be a model.
 * @param file what it was imported from
 * @throws RnncError `import-refused` with the compiler's first reason
 */
export function checkImported(text: string, file: string): void {
  try {
    compileModel(text, { file: 'imported.yaml', resolve: () => null });
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    throw new RnncError([say.noModel(file, cause.diagnostics[0]?.message ?? '')]);
  }
}
