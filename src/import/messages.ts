import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../compiler/diagnostics/phrase.ts';
import type { ForeignModel } from './foreign-models.ts';
import { DAMAGED, type Obstacle } from './model/refusal.ts';

export const notOnnx = (file: string, foreign: ForeignModel): Diagnostic =>
  error('import-not-onnx', null, `"${file}" can't be imported`, {
    expected: 'an ONNX, Keras or TensorFlow.js model',
    found: foreign.kind,
    fix: foreign.fix,
  });
/** Where the weights of an ONNX file are wanted. */
export const weightsOfNone = (file: string): Diagnostic =>
  error('weights-foreign', null, `"${file}" is a safetensors file`, {
    expected: 'an ONNX model, whose weights lie in it',
    fix: "say whose names its tensors have, --from torch, keras or tf1, or leave --from out where they are rnnc's",
  });
export const brokenOnnx = (file: string): Diagnostic =>
  error('import-broken', null, `"${file}" can't be read as an ONNX model: it is damaged, cut off, or of another kind`, {
    expected: 'an ONNX model',
    fix: 'export or download it again',
  });
export const brokenKeras = (file: string): Diagnostic =>
  error('import-broken', null, `"${file}" can't be read as a Keras model: it is damaged, or cut off`, {
    expected: 'a .keras or .h5 file of a whole model, or model.json of TensorFlow.js',
    fix: DAMAGED,
  });
/** @param where a node, a tensor, an input or an output */
export const notConverted = (file: string, { where, reason, fix }: Obstacle): Diagnostic =>
  error(
    'import-refused',
    null,
    `${where} of "${file}" can't be converted exactly: ${reason}`,
    fix === undefined ? {} : { fix },
  );
/** The obstacles that are not shown. */
export const moreObstacles = (file: string, count: number): Diagnostic =>
  error('import-refused', null, `${count} more places of "${file}" can't be converted`);
/** How many places that can't be converted are told. Further ones are mostly of the same kinds. */
const MOST_TOLD = 50;
export const refused = (file: string, obstacles: readonly Obstacle[]): readonly Diagnostic[] => [
  ...obstacles.slice(0, MOST_TOLD).map((obstacle) => notConverted(file, obstacle)),
  ...(obstacles.length > MOST_TOLD ? [moreObstacles(file, obstacles.length - MOST_TOLD)] : []),
];
/** @param reason what the compiler says first of what was converted */
export const noModel = (file: string, reason: string): Diagnostic =>
  error('import-refused', null, `what "${file}" computes is not a model of rnnc: ${reason}`);
