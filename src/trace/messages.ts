/** Texts about traces. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, unplacedError as error, list } from '../../compiler/diagnostics/phrase.ts';

const grouped = (n: number): string => `${n}`.replace(/\B(?=(\d{3})+$)/g, ',');

/** @param parts by layer what can be named in it: cells, layers of a stack, values by their shortest paths */
export function nameUnknown(name: string, parts: ReadonlyMap<string, readonly string[]>): Diagnostic {
  const layers = [...parts.keys()];
  const [layer = ''] = name.split('.');
  const own = parts.get(layer) ?? [];
  const near = didYouMean(name, [...layers, ...[...parts.values()].flat()]);
  return error('trace-unknown', `nothing in the model is called "${name}"`, {
    expected: own.length > 0 ? `one of ${list(own)}` : `a layer, one of ${list(layers)}, or a path in one`,
    found: `"${name}"`,
    fix: near ?? `name one of them: ${own[0] ?? layers[0] ?? name}`,
  });
}
export const rowUnknown = (row: number, rows: number): Diagnostic =>
  error('trace-row', `there is no row ${row} in what was fed`, {
    expected: rows === 1 ? 'row 1, the only one' : `a row in 1..${rows}`,
    found: `${row}`,
    fix: 'choose another row; the first is 1',
  });
/** An axis of a fixed number of steps is called by that number. */
const isNamed = (axis: string): boolean => !/^\d/.test(axis);
export const stepsUnknown = (
  asked: string,
  row: number,
  axes: readonly (readonly [axis: string, steps: number])[],
): Diagnostic =>
  error('trace-steps', `row ${row} has no step ${asked}`, {
    expected:
      axes
        .map(([axis, steps]) =>
          steps === 0 ? `"${axis}" has none` : `a step in 1..${steps}${isNamed(axis) ? ` of "${axis}"` : ''}`,
        )
        .join(', or ') || 'a model with steps',
    found: asked,
    fix: axes.some(([, steps]) => steps > 0) ? 'choose steps that the row has' : 'leave the steps out',
  });
export const nodesUnknown = (asked: string, row: number, axis: string, nodes: number): Diagnostic =>
  error('trace-steps', `row ${row} has no node ${asked}`, {
    expected:
      nodes === 0 ? `"${axis}" has none` : `a node in 0..${nodes - 1} of "${axis}", numbered as in lists of parents`,
    found: asked,
    fix: nodes === 0 ? 'choose a row with nodes' : 'choose nodes that the row has',
  });
/** @param unit `values`, each at each of its steps, or `numbers` */
export const traceTooLarge = (found: number, unit: 'values' | 'numbers', most: number): Diagnostic =>
  error('trace-too-large', `a trace of this input has ${grouped(found)} ${unit}`, {
    expected: `at most ${grouped(most)}, all of which are computed and kept, whatever of them is shown`,
    found: grouped(found),
    fix: 'feed a shorter series, or its first steps',
  });
/** @param unit what is counted: `lines`, `numbers` */
export const traceTooLong = (unit: string, found: number, most: number, choices: readonly string[]): Diagnostic =>
  error('trace-too-long', `the trace has ${grouped(found)} ${unit}`, {
    expected: `at most ${grouped(most)}`,
    found: grouped(found),
    fix: `choose what to see: ${choices.join('; ')}`,
  });
