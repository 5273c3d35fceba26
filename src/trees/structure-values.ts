import type { GraphInput } from '../../compiler/ir/graph.ts';
import {
  nodesSymbol,
  partName,
  rootsName,
  type StructurePart,
  type Walk,
  walkName,
  walkSymbols,
} from '../../compiler/ir/structure.ts';
import { type Children, rootsOf, type WalkedNodes, walkNodes } from './walk-nodes.ts';

export interface StructureValues {
  /** int32, by name of the graph's input; every one has rank 1. */
  readonly values: ReadonlyMap<string, Int32Array>;
  /** Sizes of the symbols of all walks. */
  readonly sizes: { readonly [symbol: string]: number };
}

/** The inputs of a graph, or of a program, that follow from trees. */
export type StructureInput =
  | { readonly role: 'structure'; readonly walk: Walk; readonly part: StructurePart }
  | { readonly role: 'roots'; readonly tree: string; readonly axis: string };

export const isStructure = <T extends { readonly role: GraphInput['role'] }>(
  input: T,
): input is Extract<T, { readonly role: 'structure' | 'roots' }> =>
  input.role === 'structure' || input.role === 'roots';

/**
 * All that inputs need to know of the trees of a batch, by the name of the tree input. A sample has one root at most where `roots` are asked for; of
 * several the last counts.
 * @throws RangeError where a tree input has no trees, or where nodes go round in a circle.
 */
export function structureValues(
  inputs: readonly StructureInput[],
  trees: ReadonlyMap<string, readonly Children[]>,
): StructureValues {
  const values = new Map<string, Int32Array>();
  const sizes: { [symbol: string]: number } = {};
  const batchOf = (tree: string): readonly Children[] => {
    const batch = trees.get(tree);
    if (batch === undefined) throw new RangeError(`no trees are given for '${tree}'`);
    sizes[nodesSymbol(tree)] = batch.reduce((n, nodes) => n + nodes.length, 0);
    return batch;
  };
  const walked = new Map<string, WalkedNodes>();
  const walkOf = (walk: Walk): WalkedNodes => {
    const name = walkName(walk);
    const known = walked.get(name);
    if (known !== undefined) return known;
    const places = inputs.reduce(
      (n, input) =>
        input.role === 'structure' && walkName(input.walk) === name && typeof input.part !== 'string'
          ? Math.max(n, input.part.place + 1)
          : n,
      0,
    );
    const made = walkNodes(batchOf(walk.tree), { ...walk, places });
    const { levels, links, row, link } = walkSymbols(walk);
    sizes[levels] = made.counts.length;
    sizes[links] = made.predecessors.length;
    sizes[row] = made.largestLevel;
    sizes[link] = made.mostLinks;
    walked.set(name, made);
    return made;
  };
  for (const input of inputs) {
    if (input.role === 'roots') {
      const batch = batchOf(input.tree);
      const roots = batch.map((children, b) => (rootsOf(children).at(-1) ?? Number.NaN) * batch.length + b);
      values.set(
        rootsName(input.tree),
        Int32Array.from(roots, (row) => (Number.isNaN(row) ? -1 : row)),
      );
    } else values.set(partName(input.walk, input.part), partOf(walkOf(input.walk), input.part));
  }
  return { values, sizes };
}

function partOf(walked: WalkedNodes, part: StructurePart): Int32Array {
  if (typeof part === 'string') return walked[part];
  const found = walked.places[part.place];
  if (found === undefined) throw new RangeError(`no predecessor ${part.place}`);
  return found;
}
