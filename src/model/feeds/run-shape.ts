import { bindSegments } from '../../../compiler/graph/segments.ts';
import { evaluateShape, type SizeBinding } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { isStructure } from '../../trees/structure-values.ts';
import { feedSpecs } from './feed-specs.ts';
import { type Feeds, readFeeds } from './feeds.ts';

/** What can be known of a run without the numbers in its feeds. */
export interface RunShape {
  /** The size of every symbol of the graph. */
  readonly sizes: SizeBinding;
  /** Whether every row has all steps. */
  readonly fullLength: boolean;
  /** Lengths and what follows from trees, by the name of the graph's input. */
  readonly values: ReadonlyMap<string, Int32Array>;
}

/**
 * The shape of a run on these feeds. A feed may be missing where the sizes follow from other feeds. Numbers in feeds are not checked.
 * @param inference the inference graph of the same model. The feeds must fit this graph, in which time is not cut into segments.
 * @throws RnncError with every mistake of names, ranks and sizes, and of trees
 */
export function runShape(graph: Graph, inference: Graph, feeds: Feeds, unroll: number | null): RunShape {
  const follows = graph.inputs.filter((input) => input.role === 'lengths' || isStructure(input));
  const names = new Set(follows.map(({ name }) => name));
  const inputs = [...inference.inputs.filter(({ name }) => !names.has(name)), ...follows];
  // the types of feeds come from the inference graph; the types of lengths and trees are not needed
  const given = { ...inference, inputs };
  const optional = new Set(feedSpecs(given).map(({ name }) => name));
  const read = readFeeds(given, feeds, { nan: 'allow', unroll, batch: null, optional });
  const sizes = bindSegments(graph, read.sizes);
  const values = new Map<string, Int32Array>();
  for (const input of follows) {
    const shape = evaluateShape(graph.values[input.value]?.type.shape ?? [], sizes);
    const numbers = new Int32Array(shape.reduce((n, d) => n * d, 1));
    if (input.role === 'lengths') read.writeLengths(input.symbol, numbers, 0);
    else read.writeStructure(input.name, numbers, 0);
    values.set(input.name, numbers);
  }
  const isPadded = (graph.learning?.segmented ?? []).some(({ symbol }) => sizes[symbol] !== read.sizes[symbol]);
  return { sizes, fullLength: read.fullLength && !isPadded, values };
}

/** Trees that are chains of so many nodes. Every cell takes them, because no node has two children or two parents. */
export function chainsFor(trees: readonly { readonly name: string }[], batch: number, nodes: number): Feeds {
  const parents = Array.from({ length: nodes }, (_, node) => node - 1);
  return Object.fromEntries(trees.map(({ name }) => [name, Array.from({ length: batch }, () => parents)]));
}
