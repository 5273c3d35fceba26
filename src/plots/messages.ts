/** Texts about plots. One function per mistake. */
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, unplacedError as error, list } from '../../compiler/diagnostics/phrase.ts';

/** @param paths of values that can be drawn */
export function valueUnknown(name: string, paths: readonly string[]): Diagnostic {
  // `memry.f` is nearer to `memory.f` than to the whole path
  const short = paths.map((path) => path.replace(/^([^.]+)\..*\.([^.]+)$/, '$1.$2'));
  const near = didYouMean(name, [...new Set(name.includes('.') ? [...paths, ...short] : paths)]);
  return error('plot-unknown', `nothing in the model is called "${name}"`, {
    expected: `the path of a value, such as ${list(paths.slice(0, 8))}`,
    found: `"${name}"`,
    fix: near ?? `name one of them: ${paths[0] ?? 'the model has none'}`,
  });
}
/** @param what it is instead, in words */
export const noVectorPerStep = (path: string, what: string, paths: readonly string[]): Diagnostic =>
  error('plot-shape', `"${path}" has no vector at every step, so there is nothing to draw along an axis`, {
    expected: `a value with some numbers at every step, such as ${list(paths.slice(0, 8))}`,
    found: what,
    fix: paths.includes(`${path}'`) ? `draw what every node makes itself, "${path}'"` : 'draw one of them',
  });
export const noSteps = (row: number, axis: string): Diagnostic =>
  error('plot-empty', `row ${row} has no steps of "${axis}", so there is nothing to draw`, {
    expected: 'a row with at least one step',
    found: 'a row without any',
    fix: 'choose another row, or feed some steps',
  });
/** @param layers that have weights */
export function layerUnknown(name: string, layers: readonly string[], paths: readonly string[]): Diagnostic {
  const near = didYouMean(name, [...layers, ...paths]);
  return error('plot-weights', `no layer, and no weight in one, is called "${name}"`, {
    expected:
      layers.length === 0 ? 'a model with weights; this one has none' : `a layer with weights, one of ${list(layers)}`,
    found: `"${name}"`,
    fix: near ?? (layers[0] === undefined ? 'draw values or gradients' : `name one of them: ${layers[0]}`),
  });
}

export const notInCell = (path: string, states: readonly string[]): Diagnostic =>
  error('plot-gradients', `"${path}" is no value of a cell, by which step after step can be differentiated`, {
    expected: `a state or an equation of a cell, such as ${list(states.slice(0, 8))}`,
    found: `"${path}"`,
    fix: states[0] === undefined ? 'draw its values' : `name one of them: ${states[0]}`,
  });
export const noCells = (): Diagnostic =>
  error('plot-gradients', 'the model has no cells, so there are no states to differentiate by', {
    expected: 'a model with a layer of type recurrent or recursive',
    found: 'none',
    fix: 'draw values or weights',
  });
export const noLosses = (model: string): Diagnostic =>
  error('plot-loss', `"${model}" names no losses that could be differentiated`, {
    expected: 'a section "training" with losses, or one output',
    found: 'no section "training"',
    fix: 'draw the gradients of the sum of its output, --loss output',
  });
export const targetsMissing = (missing: readonly string[], all: readonly string[]): Diagnostic =>
  error(
    'plot-loss',
    `the input lacks ${missing.map((name) => `"${name}"`).join(' and ')}, which the losses compare with`,
    {
      expected: `${list(all)} beside the inputs`,
      found: `no ${list(missing)}`,
      fix: 'add what is missing, or draw the gradients of the sum of the output, --loss output',
    },
  );
export const noOutputToSum = (outputs: readonly string[]): Diagnostic =>
  error('plot-loss', 'no output of the model is made of float32 numbers, so there is nothing to differentiate', {
    expected: 'an output of float32 numbers',
    found: list(outputs),
    fix: 'name an output of float32 numbers first',
  });
export const gradientsTooLarge = (steps: number, nodes: number, most: number): Diagnostic =>
  error(
    'plot-too-long',
    `unrolled over ${steps} steps the model has ${nodes} operations, too many to differentiate here`,
    {
      expected: `at most ${most}`,
      found: `${nodes}`,
      fix: 'feed a shorter series, or its last steps',
    },
  );
/** A mistake of one of several models. */
export const ofModel = (model: string, mistake: Diagnostic): Diagnostic => ({
  ...mistake,
  message: `model "${model}": ${mistake.message}`,
});
