import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { isHdf5, isSafetensors, isTfjs, isZip } from './foreign-models.ts';
import { kerasArchiveWeights, kerasHdf5Weights, tfjsModelWeights } from './keras/index.ts';
import * as say from './messages.ts';
import type { ReadBeside } from './model/beside.ts';
import { onnxWeights } from './onnx-weights.ts';
import { type Dialect, type GivenWeights, givenBySafetensors, type MappingOptions } from './weights/index.ts';

/**
 * Whether a file is of the framework itself, so that its weights are read from it: `.keras`, `.h5` and `model.json` of Keras, ONNX. Others are safetensors files.
 */
export const isOfFramework = (bytes: Uint8Array, from: Dialect): boolean =>
  from === 'onnx' || (from === 'keras' && (isHdf5(bytes) || isZip(bytes) || isTfjs(bytes)));

/**
 * The weights of a file of another framework, by the names that they have there.
 * @param beside reads a file that lies beside it; null where there is none
 * @throws RnncError `weights-…` or `import-…` for a broken file, or one of another kind
 */
export async function fileWeights(
  bytes: Uint8Array,
  options: MappingOptions & { readonly beside: ReadBeside },
): Promise<GivenWeights> {
  const { from, file, beside } = options;
  if (!isOfFramework(bytes, from)) return givenBySafetensors(bytes, options);
  if (from === 'onnx' && isSafetensors(bytes)) throw new RnncError([say.weightsOfNone(file)]);
  if (from === 'onnx') return onnxWeights(bytes, file, beside);
  const read = isHdf5(bytes)
    ? await kerasHdf5Weights(bytes)
    : isZip(bytes)
      ? await kerasArchiveWeights(bytes)
      : await tfjsModelWeights(bytes, beside);
  if (read === null || read === 'another') throw new RnncError([say.brokenKeras(file)]);
  if (read.obstacles !== null) throw new RnncError(say.refused(file, read.obstacles));
  return read.given;
}
