/** Texts about traces. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list } from '../../compiler/diagnostics/phrase.ts';

const grouped = (n: number): string => `${n}`.replace(/\B(?=(\d{3})+$)/g, ',');

export function nameUnknown(name: string, layers: readonly string[], paths: readonly string[]): Diagnostic {
  const near = didYouMean(name, [...layers, ...paths]);
  return error('trace-unknown', null, `nothing in the model is called "${name}"`, {
    expected: `a layer, one of ${list(layers)}; or a path in one, such as ${paths[0] ?? 'encoder.0.forward'}`,
    found: `"${name}"`,
    ...(near === null ? {} : { fix: near }),
  });
}
export const rowUnknown = (row: number, rows: number): Diagnostic =>
  error('trace-row', null, `there is no row ${row} in what was fed`, {
    expected: rows === 1 ? 'row 1, the only one' : `a row in 1..${rows}`,
    found: `${row}`,
  });
export const stepsUnknown = (
  asked: string,
  row: number,
  axes: readonly (readonly [axis: string, steps: number])[],
): Diagnostic =>
  error('trace-steps', null, `row ${row} has no step ${asked}`, {
    expected:
      axes
        .map(([axis, steps]) => (steps === 0 ? `"${axis}" has none` : `a step in 1..${steps} of "${axis}"`))
        .join(', or ') || 'a model with steps',
    found: asked,
  });
export const nodesUnknown = (asked: string, row: number, axis: string, nodes: number): Diagnostic =>
  error('trace-steps', null, `row ${row} has no node ${asked}`, {
    expected:
      nodes === 0 ? `"${axis}" has none` : `a node in 0..${nodes - 1} of "${axis}", numbered as in lists of parents`,
    found: asked,
  });
export const traceTooLarge = (numbers: number, most: number): Diagnostic =>
  error('trace-too-large', null, `a trace of this input has ${grouped(numbers)} numbers`, {
    expected: `at most ${grouped(most)}, which are all kept while it is made`,
    found: `${grouped(numbers)} in every value of every step`,
    fix: 'feed a shorter series, or its first steps',
  });
/** @param unit what is counted: `lines`, `numbers` */
export const traceTooLong = (unit: string, found: number, most: number, choices: readonly string[]): Diagnostic =>
  error('trace-too-long', null, `the trace has ${grouped(found)} ${unit}`, {
    expected: `at most ${grouped(most)}`,
    found: grouped(found),
    fix: `choose what to see: ${choices.join('; ')}`,
  });
