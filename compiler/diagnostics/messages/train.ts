import type { Diagnostic, Span } from '../diagnostic.ts';

/** Mistakes that show when a model is made ready for training. */

export const opWithoutGradient = (span: Span | null, op: string, path: string): Diagnostic => ({
  code: 'no-gradient',
  severity: 'error',
  span,
  message: `"${path}" computes ${op}, which has no gradient, on the way from a weight to the loss`,
  fix: 'compute it from values that do not depend on a trained weight, or freeze the weights before it',
  notes: [],
});

export const weightUnreached = (span: Span | null, path: string): Diagnostic => ({
  code: 'weight-unreached',
  severity: 'error',
  span,
  message: `no loss depends on the weight "${path}", so training can't change it`,
  expected: 'a way from every trained weight to a loss',
  found: 'none',
  fix: 'add a loss of an output that uses it, or list it under training.frozen',
  notes: [],
});
