import type { Diagnostic, Span } from '../../compiler/diagnostics/diagnostic.ts';
import { error, list } from '../../compiler/diagnostics/phrase.ts';

/** Texts of the training loop. */

export const noTraining = (file: string): Diagnostic =>
  error('no-training', null, `"${file}" has no section "training"`, {
    expected: 'the key training',
    found: 'nothing',
    fix: 'add `training: {}` for sensible defaults',
  });
export const notFinite = (
  step: number,
  what: 'loss' | 'gradient',
  culprit: { readonly name: string; readonly span: Span | null; readonly value: string } | null,
): Diagnostic =>
  error(
    'not-finite',
    culprit?.span ?? null,
    `the ${what} of step ${step} is not a number${culprit === null ? '' : `: "${culprit.name}" is the first value with ${culprit.value}`}`,
    {
      expected: 'finite numbers',
      found: culprit?.value ?? 'NaN',
      fix: 'the weights are as they were before this step: try a lower rate, a lower clip, or look for a logarithm, root or division that can fail here',
    },
  );
export const lossNotFinite = (part: string): Diagnostic =>
  error('not-finite', null, `the loss on the ${part} part is not a number`, {
    expected: 'finite numbers',
    found: 'NaN or Infinity',
    fix: 'look for values far outside those of the training part, or a logarithm, root or division that can fail',
  });
export const checkpointOfOther = (file: string, what: string, expected: string, found: string): Diagnostic =>
  error('checkpoint-mismatch', null, `the checkpoint "${file}" belongs to another ${what}`, {
    expected,
    found,
    fix: 'resume with the model, data and options that it was made with, or train from the start',
  });
export const checkpointForm = (file: string, problem: string): Diagnostic =>
  error('checkpoint-damaged', null, `the checkpoint "${file}" can't be understood: ${problem}`, {
    fix: 'train from the start',
  });
export const noBatches = (part: string): Diagnostic =>
  error('no-samples', null, `the ${part} part of the data has no samples`, {
    expected: 'at least one sample',
    found: 'none',
    fix: 'use shorter windows, another split or more data',
  });
export const carryNeedsBatch = (expected: number, found: number): Diagnostic =>
  error('batch-changed', null, 'states are carried on, but the batch has another size than the one before', {
    expected: `${expected} rows`,
    found: `${found}`,
    fix: 'give batches of one size, or set training.carry: false',
  });
export const metricDoesNotFit = (span: Span, metric: string, loss: string, fitting: readonly string[]): Diagnostic =>
  error('metric-does-not-fit', span, `"${metric}" can't be computed from what the loss ${loss} measures`, {
    expected: fitting.length === 0 ? `no metric: ${loss} has none` : `one of ${list(fitting)}`,
    found: `"${metric}"`,
    fix: 'use another metric, or put the loss it belongs to first',
  });
export const noDataSection = (file: string): Diagnostic =>
  error('no-data', null, `"${file}" does not say what it is trained on`, {
    expected: 'the key data, with a source',
    found: 'nothing',
    fix: 'add data: {source: FILE.csv}, or give batches of your own',
  });
