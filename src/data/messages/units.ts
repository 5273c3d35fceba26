/** Texts about transforms of columns, and scales of series. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../../compiler/diagnostics/phrase.ts';

export const spreadOfChanges = (span: Span | null, loss: string, target: string): Diagnostic =>
  error(
    'data-transform',
    span,
    `a ${loss} loss tells of each change of "${target}" by itself, and quantiles of changes do not add up over steps`,
    {
      expected: 'one step ahead, or forecasts of plain numbers',
      found: 'several steps of differences',
      fix: 'leave transform: difference out, or train with mse, mae or huber: their bands come from the errors of the sums',
    },
  );
export const normalOfLogs = (span: Span | null, target: string): Diagnostic =>
  error(
    'data-transform',
    span,
    `"${target}" is a logarithm, and a normal distribution of logarithms is none of the numbers`,
    {
      expected: 'a loss whose answers can be brought back',
      found: 'gaussian_nll',
      fix: 'use a quantile loss, whose quantiles are those of the numbers, or leave the logarithm out',
    },
  );
/** @param what `transform` or `normalize`. */
export const noNumbers = (span: Span | null, what: string, column: string, why: string, fix: string): Diagnostic =>
  error('data-transform', span, `${what} of column "${column}" can't be applied: ${why}`, {
    expected: 'a column of numbers in a float32 feed',
    found: why,
    fix,
  });
export const differenceMisplaced = (span: Span | null, column: string, why: string, fix: string): Diagnostic =>
  error('data-transform', span, `the difference of column "${column}" can't be taken or undone: ${why}`, {
    expected: 'windows of a series, whose last row is known',
    found: why,
    fix,
  });
export const scaleWithoutSeries = (span: Span | null, column: string): Diagnostic =>
  error('no-effect', span, `over: series of column "${column}" has no effect: nothing tells series apart`, {
    expected: 'group: COLUMN, or sequence: {by: COLUMN}',
    found: 'one series',
    fix: 'name the column that tells the series apart, or leave over: out',
  });
export const stepsUnscaled = (what: string, column: string, series: string): Diagnostic =>
  error(
    'rows-needed',
    null,
    `${what} can't be brought into the numbers of the model: "${column}" has no scale for the series ${JSON.stringify(series)}`,
    {
      expected: 'a series that the model was trained on, named in every step',
      found: `the series ${JSON.stringify(series)}`,
      fix: 'use forecast or predict with the rows of the series',
    },
  );
