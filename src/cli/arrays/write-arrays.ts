import { zipSync } from 'fflate';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { isWithin, type Output } from '../../model/output.ts';
import { checkNotInput, checkWritable, shownName, writeWhole } from '../files/files.ts';
import * as say from './messages.ts';
import { toNpy } from './npy-file.ts';

/** Where one output goes, or all of them in a file for several arrays. */
export interface ArrayTarget {
  /** Null: all outputs. */
  readonly output: string | null;
  readonly file: string;
}

/**
 * Finds out before the run whether the outputs can be written.
 * @param targets `FILE.npy`, `NAME=FILE.npy`, or `FILE.npz` for all outputs
 * @param read files that the command reads
 * @throws RnncError with every mistake
 */
export function arrayTargets(
  targets: readonly string[],
  outputs: readonly string[],
  read: readonly string[],
): readonly ArrayTarget[] {
  const mistakes: Diagnostic[] = [];
  const found = targets.flatMap((text): readonly ArrayTarget[] => {
    const [, name = null, file = text] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    const ending = /\.np[yz]$/i.exec(file)?.[0].toLowerCase();
    const [only = null, ...others] = outputs;
    if (ending === undefined) mistakes.push(say.notAnArray(shownName(file)));
    else if (name !== null && !outputs.includes(name)) mistakes.push(say.outputUnknown(name, outputs));
    else if (ending === '.npy' && name === null && others.length > 0)
      mistakes.push(say.outputUnnamed(shownName(file), outputs));
    else {
      checkWritable(file);
      checkNotInput(file, read);
      return [{ output: ending === '.npz' ? name : (name ?? only), file }];
    }
    return [];
  });
  if (mistakes.length > 0) throw new RnncError(mistakes);
  return found;
}

/** @param notice is told what was written */
export function writeArrays(
  targets: readonly ArrayTarget[],
  outputs: { readonly [name: string]: Output },
  notice: (text: string) => void,
): void {
  for (const { output, file } of targets) {
    const chosen = Object.entries(outputs).filter(([name]) => output === null || name === output);
    if (/\.npz$/i.test(file)) {
      const entries = chosen.flatMap(([name, array]) => [
        [`${name}.npy`, toNpy(withoutPadding(array))] as const,
        ...lengthsOf(array).map(
          ([axis, lengths]) => [`${name}.${axis === null ? '' : `${axis}.`}lengths.npy`, toNpy(lengths)] as const,
        ),
      ]);
      writeWhole(file, zipSync(Object.fromEntries(entries), { level: 0, mtime: TIME }));
    } else for (const [, array] of chosen) writeWhole(file, toNpy(withoutPadding(array)));
    for (const [name, array] of chosen) {
      notice(say.wrote(name, array.shape, shownName(file)));
      if (lengthsOf(array).length > 0) notice(say.paddedWith(name, shownName(file)));
    }
  }
}

/** So that the same numbers give the same file. */
const TIME = '1980-01-01T00:00:00';

/** By axis, null for the first one, how many steps there are of it in each step around it. */
const lengthsOf = ({ shape, dims, lengths, innerLengths }: Output) => [
  ...(lengths === null ? [] : [[null, { data: lengths, shape: [lengths.length] }] as const]),
  ...Object.entries(innerLengths).map(
    ([axis, data]) => [axis, { data, shape: shape.slice(0, dims.indexOf(axis)) }] as const,
  ),
];

/** 0 for what lies beyond the steps of a sample, which means nothing. */
function withoutPadding(output: Output): Pick<Output, 'data' | 'shape'> {
  const { data, shape } = output;
  if (lengthsOf(output).length === 0) return { data, shape };
  const isReal = isWithin(output);
  return { data: data.map((x, i) => (isReal(i) ? x : 0)) as Output['data'], shape };
}
