import { addDims, BATCH, type Dim, type Shape, shapeOf, symbolDim } from './dim.ts';

/**
 * How a loop goes over the nodes of a batch of forests or acyclic graphs: level by level, all nodes of a level side by side (dynamic batching,
 * Looks et al. 2017). `up` takes children first, so that the predecessors of a node are its children; `down` takes parents first.
 *
 * Sequences over nodes are held as those over time, [node, batch, …], so that node n of sample b is row n * batch + b of its flattened sequence.
 * A loop has the nodes in another order: by level, then by sample, then by number; padding has no place in it. A state is held as a table
 * [batch + nodes, …]: row b is where sample b starts from, row batch + k belongs to the k-th node of that order.
 */
export interface Walk {
  /** The input that gives the trees. */
  readonly tree: string;
  /** Symbol of the axis of nodes, with its padding. */
  readonly axis: string;
  readonly direction: 'up' | 'down';
  /**
   * Whether a predecessor that is not there stands for the row that its sample starts from: one for a node that has none in its list, each that is
   * missing where they have names. Otherwise it stands for nothing, which is read as zeros.
   */
  readonly started: boolean;
}

/** What a graph is given about a walk; all int32. */
export type StructurePart =
  /** [nodes]: for every node of the walk, its row of a flattened sequence. */
  | 'order'
  /** [levels]: the first node of a level in the order of the walk. */
  | 'starts'
  /** [levels]: nodes of a level. */
  | 'counts'
  /** [levels]: the row of the table that the first node of a level has: batch + starts. */
  | 'rows'
  /** [levels]: the first link of a level, and the links of a level. A link is a pair of a node and one of its predecessors. */
  | 'link_starts'
  | 'link_counts'
  /** [links]: rows of the table that the predecessors have; links stand in the order of their nodes, those of a node in its own order. */
  | 'predecessors'
  /** [links]: the node that the predecessor belongs to, counted from the start of its level. */
  | 'owners'
  /** [nodes]: row of the table that the predecessor of that place has; where there is none, the row that the sample starts from in a started walk, else -1. */
  | { readonly place: number };

/** Names of what a walk brings: `parse.up`, `parse.down.started`. */
export const walkName = ({ tree, direction, started }: Walk): string =>
  `${tree}.${direction}${started ? '.started' : ''}`;

export const partName = (walk: Walk, part: StructurePart): string =>
  `${walkName(walk)}.${typeof part === 'string' ? part : `place.${part.place}`}`;

/** [batch] int32: row in a flattened sequence of the node that is nobody's child; -1 for a sample without nodes. */
export const rootsName = (tree: string): string => `${tree}.roots`;

/** Nodes of all samples together, without padding. */
export const nodesSymbol = (tree: string): string => `${tree}.nodes`;

/**
 * Symbols of a walk. `row` and `link` are the ragged axes of its loop: nodes and links of the level at hand, and where memory is planned those of the
 * largest level.
 */
export function walkSymbols(walk: Walk) {
  const name = walkName(walk);
  return { levels: `${name}.levels`, links: `${name}.links`, row: `${name}.row`, link: `${name}.link` };
}

/** batch + nodes: rows of the table of a state. */
export const tableRows = (tree: string): Dim => addDims(symbolDim(BATCH), symbolDim(nodesSymbol(tree)));

export function partShape(walk: Walk, part: StructurePart): Shape {
  const { levels, links } = walkSymbols(walk);
  if (typeof part !== 'string') return shapeOf(nodesSymbol(walk.tree));
  switch (part) {
    case 'order':
      return shapeOf(nodesSymbol(walk.tree));
    case 'starts':
    case 'counts':
    case 'rows':
    case 'link_starts':
    case 'link_counts':
      return shapeOf(levels);
    case 'predecessors':
    case 'owners':
      return shapeOf(links);
  }
}
