import { shapeOf } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { nodesSymbol, type Walk, walkName, walkSymbols } from '../../../compiler/ir/structure.ts';
import { treesOf } from '../model/fed-trees.ts';
import type { FunctionWriter } from './function-writer.ts';
import { atom } from './python-text.ts';

/** A tree that a function takes: [batch, node, 2 * parents], as `flatTree` gives it. */
export interface TreeArgument {
  readonly name: string;
  readonly feed: string;
  readonly axis: string;
}

/** The arguments for trees of a function. */
export const treeArguments = (graph: Graph, writer: FunctionWriter): readonly TreeArgument[] =>
  treesOf(graph).map(({ name: feed, axis }) => {
    const name = writer.name(feed);
    writer.sizesOf(name, { dtype: 'int32', shape: shapeOf('batch', axis, `${feed}.numbers`) });
    return { name, feed, axis };
  });

/** What follows from trees, before all else: lines that make every walk, and the roots. @param lengthsOf the argument with the nodes of the samples */
export function treeLines(
  graph: Graph,
  writer: FunctionWriter,
  trees: readonly TreeArgument[],
  lengthsOf: (axis: string) => string,
): readonly string[] {
  return trees.flatMap(({ name, feed, axis }) => {
    const given = `${name}, ${lengthsOf(axis)}`;
    const lines: string[] = [];
    const walks = new Map<string, { readonly walk: Walk; readonly places: number; readonly text: string }>();
    for (const input of graph.inputs) {
      if (input.role === 'roots' && input.tree === feed) {
        const roots = writer.name(input.name);
        lines.push(`${roots} = roots_of(${given})`);
        writer.set(input.value, atom(roots));
      }
      if (input.role !== 'structure' || input.walk.tree !== feed) continue;
      const key = walkName(input.walk);
      const known = walks.get(key);
      const text = known?.text ?? writer.walk(key);
      const place = typeof input.part === 'string' ? null : input.part.place;
      walks.set(key, { walk: input.walk, places: Math.max(known?.places ?? 0, (place ?? -1) + 1), text });
      writer.set(input.value, atom(place === null ? `${text}.${input.part}` : `${text}.places[${place}]`));
    }
    for (const { walk, places, text } of walks.values()) {
      const options = [
        `up=${walk.direction === 'up' ? 'True' : 'False'}`,
        ...(places > 0 ? [`places=${places}`] : []),
        ...(walk.started ? ['started=True'] : []),
      ];
      lines.push(`${text} = Walk(${given}, ${options.join(', ')})`);
      const { levels, links } = walkSymbols(walk);
      writer.sizeOf(nodesSymbol(feed), `len(${text}.order)`);
      writer.sizeOf(levels, `len(${text}.levels)`);
      writer.sizeOf(links, `len(${text}.owners)`);
    }
    return lines;
  });
}
