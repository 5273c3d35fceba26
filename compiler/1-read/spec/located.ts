import type { Span } from '../../diagnostics/diagnostic.ts';

/** Something a model says, and where. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** `encoder`, `x`, `encoder.last`, `encoder.final.c`, `encoder.0.forward.step.i`; a step value may be primed. */
export interface Reference {
  readonly kind: 'layer' | 'input';
  readonly target: string;
  /** What follows the target, already split at the dots: `['final', 'c']`. */
  readonly path: readonly string[];
  readonly span: Span;
}
