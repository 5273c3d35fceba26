import { BATCH } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { nodesSymbol, partName, walkName, walkSymbols } from '../../../compiler/ir/structure.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import type { RunShape } from '../../model/feeds/run-shape.ts';

/** How a model goes over the trees of one batch. */
export interface WalkLevels {
  /** The tree and the direction: `parse.up`. */
  readonly name: string;
  readonly levels: number;
  /** Nodes that go through the cell at once. */
  readonly rows: { readonly largest: number; readonly mean: number };
  /** Pairs of a node and one that it reads a state of; null where these have names. */
  readonly links: { readonly all: number; readonly largest: number } | null;
}

export interface TreeLevels {
  /** The input that takes the trees. */
  readonly name: string;
  readonly samples: number;
  readonly nodes: number;
  /** How many nodes there would be if each sample were padded to the largest. */
  readonly padded: number;
  readonly walks: readonly WalkLevels[];
}

export function treeLevels(graph: Graph, { sizes, values }: RunShape): readonly TreeLevels[] {
  return treeSpecs(graph).map(({ name, axis }) => {
    const walks = new Map<string, WalkLevels>();
    const nodes = sizes[nodesSymbol(name)] ?? 0;
    for (const input of graph.inputs) {
      if (input.role !== 'structure' || input.walk.tree !== name) continue;
      const symbols = walkSymbols(input.walk);
      const levels = sizes[symbols.levels] ?? 0;
      const hasLinks = values.has(partName(input.walk, 'link_counts'));
      walks.set(walkName(input.walk), {
        name: walkName(input.walk),
        levels,
        rows: { largest: sizes[symbols.row] ?? 0, mean: levels === 0 ? 0 : nodes / levels },
        links: hasLinks ? { all: sizes[symbols.links] ?? 0, largest: sizes[symbols.link] ?? 0 } : null,
      });
    }
    const samples = sizes[BATCH] ?? 0;
    return { name, samples, nodes, padded: samples * (sizes[axis] ?? 0), walks: [...walks.values()] };
  });
}

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

/** One line for each tree and one for each way over it. */
export function levelsText(trees: readonly TreeLevels[]): readonly (readonly [string, string])[] {
  return trees.flatMap(({ name, samples, nodes, padded, walks }) => {
    const avoided = padded === 0 ? 0 : (100 * (padded - nodes)) / padded;
    const ofPadded = `of ${padded} with padding (${avoided.toFixed(0)} % avoided)`;
    const lines: (readonly [string, string])[] = [
      [name, `${count(nodes, 'node')} in ${count(samples, 'sample')}, ${ofPadded}`],
    ];
    for (const { name: walk, levels, rows, links } of walks)
      lines.push([
        walk,
        `${count(levels, 'level')}; rows per level: mean ${rows.mean.toFixed(1)}, largest ${rows.largest}${
          links === null ? '' : `; ${count(links.all, 'link')}, at most ${links.largest} in a level`
        }`,
      ]);
    return lines;
  });
}
