/** Texts about plots. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list } from '../../compiler/diagnostics/phrase.ts';

/** @param paths of values that can be drawn */
export function valueUnknown(name: string, paths: readonly string[]): Diagnostic {
  const near = didYouMean(name, paths);
  return error('plot-unknown', null, `nothing in the model is called "${name}"`, {
    expected: `the path of a value, such as ${list(paths.slice(0, 8))}`,
    found: `"${name}"`,
    ...(near === null ? {} : { fix: near }),
  });
}
/** @param what it is instead, in words */
export const noVectorPerStep = (path: string, what: string, paths: readonly string[]): Diagnostic =>
  error('plot-shape', null, `"${path}" has no vector at every step, so there is nothing to draw along an axis`, {
    expected: `a value with some numbers at every step, such as ${list(paths.slice(0, 8))}`,
    found: what,
    ...(paths.includes(`${path}'`) ? { fix: `draw what every node makes itself, "${path}'"` } : {}),
  });
export const noSteps = (row: number, axis: string): Diagnostic =>
  error('plot-empty', null, `row ${row} has no steps of "${axis}", so there is nothing to draw`, {
    expected: 'a row with at least one step',
    found: 'a row without any',
  });
/** @param layers that have weights */
export function layerUnknown(name: string, layers: readonly string[], paths: readonly string[]): Diagnostic {
  const near = didYouMean(name, [...layers, ...paths]);
  return error('plot-weights', null, `no layer, and no weight in one, is called "${name}"`, {
    expected:
      layers.length === 0 ? 'a model with weights; this one has none' : `a layer with weights, one of ${list(layers)}`,
    found: `"${name}"`,
    ...(near === null ? {} : { fix: near }),
  });
}
