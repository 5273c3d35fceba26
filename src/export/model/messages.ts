import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, quote } from '../../../compiler/diagnostics/phrase.ts';
import type { Origin } from '../../../compiler/ir/types.ts';

/**
 * A part of the model that a format has no equal for.
 * @param format as people call it: `ONNX`
 */
export const notExported = (format: string, { path, span }: Origin, reason: string): Diagnostic =>
  error('export-refused', span, `${quote(path)} can't be exported to ${format}: ${reason}`);
