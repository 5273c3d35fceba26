import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileModel } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { readText, STDIN } from '../files/files.ts';
import { importedFrom } from '../files/imported-from.ts';
import { namedData } from '../files/named-data.ts';

/**
 * The files that a model is made of: itself, those that it imports and those that its section `data` names, whether or not they are there; of a model with
 * mistakes those that are found in spite of them, of a compiled one itself.
 */
export async function modelFiles(file: string): Promise<readonly string[]> {
  if (!/\.ya?ml$/.test(file) || file === STDIN || !existsSync(file)) return [file];
  const found = new Set([file]);
  const imported = importedFrom(dirname(file));
  const resolve = (path: string): string | null => {
    found.add(join(dirname(file), path));
    return imported(path);
  };
  try {
    const compiled = compileModel(readText(file), { file, resolve, set: {} });
    for (const path of await namedData(compiled, file)) found.add(path);
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
  }
  return [...found];
}
