import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../compiler/diagnostics/phrase.ts';
import type { ForeignModel } from './foreign-models.ts';
import type { Obstacle } from './onnx/graph.ts';

export const notOnnx = (file: string, foreign: ForeignModel): Diagnostic =>
  error('import-not-onnx', null, `"${file}" can't be imported`, {
    expected: 'an ONNX model',
    found: foreign.kind,
    fix: foreign.fix,
  });
export const brokenOnnx = (file: string): Diagnostic =>
  error('import-broken', null, `"${file}" can't be read as an ONNX model: it is damaged, cut off, or of another kind`, {
    expected: 'an ONNX model',
    fix: 'export or download it again',
  });
/** @param where a node, a tensor, an input or an output */
export const notConverted = (file: string, { where, reason }: Obstacle): Diagnostic =>
  error('import-refused', null, `${where} of "${file}" can't be converted exactly: ${reason}`);
/** The obstacles that are not shown. */
export const moreObstacles = (file: string, count: number): Diagnostic =>
  error('import-refused', null, `${count} more places of "${file}" can't be converted`);
/** @param reason what the compiler says first of what was converted */
export const noModel = (file: string, reason: string): Diagnostic =>
  error('import-refused', null, `what "${file}" computes is not a model of rnnc: ${reason}`);
