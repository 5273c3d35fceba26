import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { printDim } from '../../compiler/ir/dim.ts';
import type { Graph } from '../../compiler/ir/graph.ts';
import { feedSpecs } from '../model/feeds/feed-specs.ts';
import { readTrees, treeSpecs } from '../model/feeds/feed-trees.ts';
import type { Feed } from '../model/feeds/feed-values.ts';
import type { Feeds } from '../model/feeds/feeds.ts';
import type { SampleTree } from './draw-tree.ts';
import * as say from './messages.ts';

/**
 * The tree of one sample of what is fed, with what is fed at its nodes.
 * @param row the row of the batch, counted from 1
 * @throws RnncError `graph-tree` where the model has no trees, none is fed, or there is no such sample; as `run` for trees that can't be read
 */
export function sampleTree(graph: Graph, feeds: Feeds, row: number): SampleTree {
  const inputs = feedSpecs(graph);
  const specs = treeSpecs(graph);
  if (specs.length === 0) throw new RnncError([say.notOverTrees()]);
  for (const spec of specs) {
    const feed = feeds[spec.name];
    if (feed === undefined) continue;
    const read = readTrees(spec, feed as Feed, inputs, null);
    if (!('trees' in read)) throw new RnncError(read);
    const children = read.trees[row - 1];
    if (children === undefined) throw new RnncError([say.noSuchSample(row, read.trees.length)]);
    const valuesOf = ({ name }: { readonly name: string }): unknown => {
      const nested = read.values.get(name);
      return nested === undefined ? entryOf(feeds[name], row - 1) : nested.rows[row - 1];
    };
    const overNodes = inputs.filter(({ shape: [, nodes] }) => nodes !== undefined && printDim(nodes) === spec.axis);
    const fed = overNodes.flatMap((input) => {
      const values = valuesOf(input);
      return Array.isArray(values) ? [{ ...input, values }] : [];
    });
    const labels = children.map((_, node) =>
      fed
        .filter(({ values, missing }) => values[node] != null && !(missing && values[node] === NOTHING))
        .map(({ name, values }) => `${name} ${shortly(values[node])}`)
        .join(', '),
    );
    return { name: spec.name, children, labels };
  }
  throw new RnncError([say.noTree(specs.map(({ name }) => name))]);
}

const entryOf = (feed: unknown, row: number): unknown => (Array.isArray(feed) ? feed[row] : undefined);

/** Stands where a node has nothing to look up. */
const NOTHING = -1;

/** Numbers that are written out of a list. */
const SHOWN = 3;

function shortly(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  const more = value.length > SHOWN ? ', …' : '';
  return value.length === 1 ? shortly(value[0]) : `[${value.slice(0, SHOWN).map(shortly).join(', ')}${more}]`;
}
