import { fullCellName } from '../../compiler/1-read/cells/cell-table.ts';
import { axesAround } from '../../compiler/1-read/spec/axis-nesting.ts';
import { isStack } from '../../compiler/1-read/spec/spec.ts';
import { builtModel, type Compiled } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { openSizes as sizesOpen } from '../../compiler/diagnostics/messages/read/open-sizes.ts';
import { pathsMeant } from '../../compiler/ir/paths.ts';
import type { Diagram } from './diagram.ts';
import { type CellBody, drawCell } from './draw-cell.ts';
import { drawRolled } from './draw-rolled.ts';
import { drawTree, isRecursive, type SampleTree } from './draw-tree.ts';
import { drawUnrolled } from './draw-unrolled.ts';
import * as say from './messages.ts';
import { modelParts } from './model-parts.ts';
import type { ModelParts } from './parts.ts';

/** What is drawn of a model: rolled where nothing is asked for. */
export interface GraphChoice {
  /** Copies of so many steps. */
  readonly unrolled?: number;
  /** The inside of this cell, by its name or by a place where it stands (`encoder`, `encoder.0.forward`); also of a layer of equations. */
  readonly cell?: string;
  /** Its copies over this tree. */
  readonly tree?: SampleTree;
  readonly shapes?: boolean;
  readonly params?: boolean;
}

/** Boxes of an unrolled picture, which nobody could read any more. */
const MAX_BOXES = 5000;

/**
 * The picture of a model as data.
 * @throws RnncError `graph-cell` for a cell that the model does not have, `graph-unrolled` where nothing has steps or there are too many,
 *   `size-open` for shapes and weights whose sizes the data will give
 */
export function graphOfModel(compiled: Compiled, choice: GraphChoice): Diagram {
  const { shapes = false, params = false, unrolled, cell, tree } = choice;
  const { openSizes = [], sources } = compiled;
  if (cell !== undefined) return cellOf(compiled, cell);
  if ((shapes || params) && openSizes.length > 0) throw new RnncError([sizesOpen(openSizes)], sources);
  const parts = modelParts(compiled);
  const details = { shapes, params };
  if (tree !== undefined) return drawTree(parts, tree, details);
  if (unrolled === undefined) return drawRolled(parts, details);
  checkCopies(parts, unrolled);
  return drawUnrolled(parts, unrolled, details);
}

function checkCopies({ parts, nesting }: ModelParts, steps: number): void {
  // within each outer step stand copies of all inner ones
  const depths = parts.flatMap(({ axis }) => (axis === null ? [] : [axesAround(nesting, axis).length + 1]));
  const boxesOf = (copies: number): number => depths.reduce((sum, depth) => sum + copies ** depth, 0);
  if (depths.length === 0) throw new RnncError([say.noSteps()]);
  const overTrees = parts.find(isRecursive);
  if (overTrees !== undefined) throw new RnncError([say.stepsOfTrees(overTrees.group ?? overTrees.lines[0] ?? '')]);
  const boxes = boxesOf(steps);
  if (boxes <= MAX_BOXES) return;
  let most = Math.floor(MAX_BOXES / depths.length);
  while (boxesOf(most) > MAX_BOXES) most--;
  throw new RnncError([say.tooManyCopies(steps, boxes, MAX_BOXES, most)]);
}

/** Somewhere in the model where equations stand. */
interface Place {
  readonly path: string;
  readonly layer: string;
  /** What it is called: the cell, of a layer of equations the layer. */
  readonly cell: string;
  /** The cell as it was defined, where it holds cells that were given. */
  readonly definition: string;
  readonly body: CellBody;
}

function cellOf(compiled: Compiled, name: string): Diagram {
  const { scopes } = builtModel(compiled);
  const places = placesOf(compiled, [...scopes.keys()]);
  if (places.length === 0) throw new RnncError([say.noCells(name)]);
  const paths = places.map(({ path }) => path);
  const [meant] = pathsMeant(name, paths);
  const place =
    places.find(({ cell }) => cell === name) ??
    places.find(({ path }) => path === meant) ??
    places.find(({ layer }) => layer === name) ??
    places.find(({ definition }) => definition === name) ??
    places.find(({ cell }) => cell === fullCellName(name));
  const scope = scopes.get(place?.path ?? '');
  if (place === undefined || scope === undefined)
    throw new RnncError([say.unknownCell(name, [...new Set(places.map(({ cell }) => cell))], paths)]);
  return drawCell(place.body, scope);
}

function placesOf({ spec }: Compiled, paths: readonly string[]): readonly Place[] {
  return spec.layers.flatMap((layer): readonly Place[] => {
    if (layer.type === 'equations') {
      const inputs = [...layer.inputs.keys()].map((name) => ({ name }));
      return [
        {
          path: layer.name,
          layer: layer.name,
          cell: layer.name,
          definition: layer.name,
          body: { ...layer, inputs, states: [] },
        },
      ];
    }
    if (!isStack(layer)) return [];
    return paths.flatMap((path) => {
      const [owner, index] = path.split('.');
      const use = owner === layer.name ? layer.cells[Number(index)] : undefined;
      const body = use === undefined ? undefined : spec.cells.get(use.cell);
      return use === undefined || body === undefined
        ? []
        : [{ path, layer: layer.name, cell: use.cell, definition: use.definition, body }];
    });
  });
}
