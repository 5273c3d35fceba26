import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { pathFinder } from '../../compiler/ir/paths.ts';

/** Replaces shortened names by full paths: `r.h` becomes `r.0.forward.h`. Names that match nothing stay as they are. */
export function byFullPath<T>(
  given: ReadonlyMap<string, T>,
  known: readonly string[],
): { readonly values: ReadonlyMap<string, T>; readonly mistakes: readonly Diagnostic[] } {
  const mistakes: Diagnostic[] = [];
  const find = pathFinder(known);
  const names = new Map<string, string>();
  const values = new Map<string, T>();
  for (const [name, value] of given) {
    const meant = find(name);
    const path = meant.length === 1 ? (meant[0] ?? name) : name;
    const other = names.get(path);
    if (meant.length > 1) mistakes.push(say.pathAmbiguous(name, meant));
    else if (other !== undefined) mistakes.push(say.pathTwice(path, other, name));
    names.set(path, name);
    values.set(path, value);
  }
  return { values, mistakes };
}
