import { existsSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { parseNpy } from '../../data/rows/npy-rows.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import type { Model } from '../../model.ts';
import { readBytes, shownName } from '../files/files.ts';
import { UsageError } from '../inputs/usage.ts';
import * as say from './messages.ts';

/** An array that is named on the command line: `FILE.npy`, `NAME=FILE.npy`, or `FILE.npz`, which holds several by name. */
interface NamedFile {
  readonly name: string | null;
  readonly file: string;
}

/**
 * The arrays among what is given as input.
 * @returns null: what is given is no array
 * @throws UsageError where there are several that are not all arrays
 */
export function arraysOf(inputs: readonly string[]): readonly NamedFile[] | null {
  const named = inputs.flatMap((text): readonly NamedFile[] => {
    const [, name, file] = existsSync(text) ? [] : (/^([^=]+)=(.*)$/.exec(text) ?? []);
    if (name !== undefined && file !== undefined && isArray(file)) return [{ name, file }];
    return isArray(text) ? [{ name: null, file: text }] : [];
  });
  if (named.length === inputs.length && named.length > 0) return named;
  if (inputs.length > 1) throw new UsageError(say.oneInput());
  return null;
}

const isArray = (file: string): boolean => /\.np[yz]$/i.test(file);

/**
 * Runs a model on arrays.
 * @throws RnncError with the file of what is wrong with them
 */
export function runArrays(model: Model, files: readonly NamedFile[], nan: 'error' | 'allow'): ReturnType<Model['run']> {
  const names = model.inputs.map(({ name }) => name);
  const feeds = new Map<string, { readonly file: string; readonly feed: Feeds[string] }>();
  const mistakes: Diagnostic[] = [];
  for (const { name, file } of files) {
    const shown = shownName(file);
    const bytes = readBytes(file);
    const [only, ...others] = names;
    const read = /\.npz$/i.test(file)
      ? readNpz(bytes, shown)
      : [[name ?? (others.length === 0 ? only : undefined), parseNpy(bytes, shown)] as const];
    for (const [input, array] of read)
      if (input === undefined) mistakes.push(say.inputUnnamed(shown, names));
      else if (feeds.has(input)) mistakes.push(say.inputTwice(input, shown));
      else feeds.set(input, { file: shown, feed: array });
  }
  if (mistakes.length > 0) throw new RnncError(mistakes);
  try {
    return model.run(Object.fromEntries([...feeds].map(([name, { feed }]) => [name, feed])), { nan });
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    throw new RnncError(
      error.diagnostics.map((mistake) => {
        const [, about] = [...feeds].find(([name]) => isAbout(mistake, name)) ?? [];
        return about === undefined ? mistake : say.inArray(about.file, mistake);
      }),
    );
  }
}

/** Messages about feeds name the place as `x[0][3]` at their beginning, or the input in quotes. */
const isAbout = ({ message }: Diagnostic, name: string): boolean =>
  message.startsWith(`${name}[`) || message.includes(`"${name}"`);

/** @throws RnncError where it is none, and as `parseNpy` for what is in it */
function readNpz(bytes: Uint8Array, file: string): readonly (readonly [string, ReturnType<typeof parseNpy>])[] {
  let entries: { readonly [name: string]: Uint8Array };
  try {
    entries = unzipSync(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RnncError([say.npzRefused(file, reason)]);
  }
  const arrays = Object.entries(entries);
  if (arrays.length === 0) throw new RnncError([say.npzRefused(file, 'it holds no array')]);
  return arrays.map(([entry, content]) => [entry.replace(/\.npy$/, ''), parseNpy(content, `${file}: ${entry}`)]);
}
