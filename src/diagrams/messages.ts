/** Texts about pictures of models. */

import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, unplacedError as error, list } from '../../compiler/diagnostics/phrase.ts';

export const unknownCell = (name: string, cells: readonly string[], paths: readonly string[]): Diagnostic =>
  error('graph-cell', `the model has no cell "${name}"`, {
    expected: `a cell (${list(cells)}) or a place where one stands (${list(paths)})`,
    found: name,
    fix: didYouMean(name, [...cells, ...paths]) ?? `name one of them: ${cells[0] ?? paths[0]}`,
  });
export const noCells = (name: string): Diagnostic =>
  error('graph-cell', 'the model has no cells', {
    expected: 'a layer of type recurrent or recursive',
    found: `cell "${name}"`,
    fix: 'draw the model without --cell',
  });
export const noSteps = (): Diagnostic =>
  error('graph-unrolled', 'nothing in the model has steps', {
    expected: 'a sequence, for copies of its steps',
    found: 'no time axis',
    fix: 'draw it without --unrolled',
  });
export const tooManyCopies = (steps: number, boxes: number, most: number, fitting: number): Diagnostic =>
  error('graph-unrolled', `${steps} steps make a picture of ${boxes} boxes`, {
    expected: `at most ${most} boxes`,
    found: `${boxes}`,
    fix: fitting > 0 ? `draw at most ${fitting} steps` : 'draw it rolled',
  });
export const stepsOfTrees = (layer: string): Diagnostic =>
  error('graph-unrolled', `layer "${layer}" goes over trees, which have no steps`, {
    expected: 'sequences alone, for copies of their steps',
    found: 'nodes, which hang together as each sample says',
    fix: 'draw the tree of a sample with --input FILE (in a program: sample), or draw it rolled',
  });
export const noTree = (inputs: readonly string[]): Diagnostic =>
  error('graph-tree', 'no tree is fed', {
    expected: `trees under ${list(inputs)}`,
    found: 'a file without them',
    fix: `give a file that feeds ${inputs[0] ?? 'them'}`,
  });
export const noSuchSample = (row: number, count: number): Diagnostic =>
  error('graph-tree', `there is no row ${row}`, {
    expected: count === 1 ? 'row 1' : `a number in 1..${count}`,
    found: String(row),
    fix: 'choose another row; the first is 1',
  });
export const notOverTrees = (): Diagnostic =>
  error('graph-tree', 'the model is not over trees', {
    expected: 'a model with an input {tree: AXIS}, for a picture of a sample',
    found: 'none',
    fix: 'draw it without --input; --unrolled N shows its steps',
  });
