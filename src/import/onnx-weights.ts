import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { readOnnx } from '../onnx/format.ts';
import { foreignModel } from './foreign-models.ts';
import * as say from './messages.ts';
import type { ReadBeside } from './model/beside.ts';
import { obstacleOf, Refusal } from './model/refusal.ts';
import { weightsOfNodes } from './onnx/weight-nodes.ts';
import type { GivenWeights } from './weights/index.ts';

/**
 * The weights of an ONNX file, by its nodes.
 * @param beside reads a file that lies beside it; null where there is none
 * @throws RnncError `import-not-onnx`, `import-broken`, or `import-refused` for a tensor that can't be read
 */
export function onnxWeights(bytes: Uint8Array, file: string, beside: ReadBeside): GivenWeights {
  const foreign = foreignModel(bytes);
  if (foreign !== null) throw new RnncError([say.notOnnx(file, foreign)]);
  const { graph } = readOnnx(bytes) ?? {};
  if (graph === undefined) throw new RnncError([say.brokenOnnx(file)]);
  try {
    return weightsOfNodes(graph, beside);
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause;
    throw new RnncError(say.refused(file, [obstacleOf('the weights', cause)]));
  }
}
