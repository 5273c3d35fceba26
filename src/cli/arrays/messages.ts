/** Texts about arrays of NumPy that a model is run on, and that are written. One function per mistake. */
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list, quote } from '../../../compiler/diagnostics/phrase.ts';

/** A mistake in what an array feeds. */
export const inArray = (file: string, mistake: Diagnostic): Diagnostic => ({
  ...mistake,
  message: `${file}: ${mistake.message}`,
});
/** Usage. */
export const oneInput = (): string =>
  '--input may be given several times for arrays alone: --input NAME=FILE.npy for each input';
export const inputUnnamed = (file: string, inputs: readonly string[]): Diagnostic =>
  error('input-unknown', null, `"${file}" does not say which input it is`, {
    expected: `one of ${list(inputs)}`,
    found: 'an array without a name',
    fix: `write --input ${inputs[0] ?? 'NAME'}=${file}, and the others beside it`,
  });
export const inputTwice = (name: string, file: string): Diagnostic =>
  error('input-twice', null, `"${file}" feeds the input "${name}", which another array feeds already`, {
    expected: 'one array for each input',
    found: `two for "${name}"`,
    fix: 'leave one of them out',
  });
export const npzRefused = (file: string, reason: string): Diagnostic =>
  error('data-format', null, `"${file}" can't be read as arrays of NumPy: ${reason}`, {
    expected: 'a file that numpy.savez or numpy.savez_compressed wrote',
    found: reason,
    fix: 'save it with numpy.savez(path, NAME=array), a name for each input',
  });
export const outputUnnamed = (file: string, outputs: readonly string[]): Diagnostic =>
  error('output-unknown', null, `"${file}" does not say which output it takes`, {
    expected: `one of ${list(outputs)}`,
    found: 'a file without a name',
    fix: `write --out ${outputs[0] ?? 'NAME'}=${file}, or --out ${file.replace(/\.npy$/i, '.npz')} for all of them`,
  });
export const outputUnknown = (name: string, outputs: readonly string[]): Diagnostic =>
  error('output-unknown', null, `the model has no output ${quote(name)}`, {
    expected: `one of ${list(outputs)}`,
    found: quote(name),
    fix: 'name an output of the model',
  });
export const notAnArray = (file: string): Diagnostic =>
  error('output-format', null, `"${file}" is not the name of an array`, {
    expected: 'a name that ends with .npy, or .npz for all outputs',
    found: file,
    fix: 'give it such an ending; standard output has JSON with --json',
  });
/** A notice. */
export const wrote = (name: string, shape: readonly number[], file: string): string =>
  `wrote ${name} [${shape.join(', ')}] to ${file}`;
/** A notice. */
export const paddedWith = (name: string, file: string): string =>
  `the samples of "${name}" have different lengths: behind their last steps "${file}" holds 0`;
