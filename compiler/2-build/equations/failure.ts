import type { Diagnostic } from '../../diagnostics/diagnostic.ts';

/** Stops the building of one layer; caught by the front door, which goes on with the layers that do not need it. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
  readonly diagnostics: readonly Diagnostic[];
  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join('; '));
    this.diagnostics = diagnostics;
  }
}

/** Thrown where something needs a layer that failed: reported there, nothing to add. */
export class Poisoned extends Error {
  override readonly name = 'Poisoned';
}

/** Runs every piece, so that the mistakes of all are found. @throws BuildFailure with all of them, or Poisoned. */
export function runAll<T>(pieces: readonly (() => T)[]): readonly T[] {
  const results: T[] = [];
  const found: Diagnostic[] = [];
  let poisoned = false;
  for (const piece of pieces) {
    try {
      results.push(piece());
    } catch (error) {
      if (error instanceof BuildFailure) found.push(...error.diagnostics);
      else if (error instanceof Poisoned) poisoned = true;
      else throw error;
    }
  }
  if (found.length > 0) throw new BuildFailure(...found);
  if (poisoned) throw new Poisoned();
  return results;
}
