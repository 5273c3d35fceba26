import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** Stops the building of one layer; caught by the front door, which goes on with the layers that do not need it. */
export class BuildFailure extends Error {
  override readonly name = 'BuildFailure';
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

/** Thrown where something needs a layer that failed: reported there, nothing to add. */
export class Poisoned extends Error {
  override readonly name = 'Poisoned';
}
