import { bindSegments } from '../../../compiler/graph/segments.ts';
import { evaluateShape, type SizeBinding } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { isStructure } from '../../trees/structure-values.ts';
import { feedSpecs } from './feed-specs.ts';
import { type Feeds, readFeeds } from './feeds.ts';

/** What some feeds say of a run, their numbers aside. */
export interface RunShape {
  /** The size of every symbol of the graph. */
  readonly sizes: SizeBinding;
  /** Whether every row has all steps. */
  readonly fullLength: boolean;
  /** Lengths and what follows from trees, by the name of the graph's input. */
  readonly values: ReadonlyMap<string, Int32Array>;
}

/**
 * The shape of a run on some feeds. Those whose sizes others tell may be missing; numbers in them are not looked at.
 * @param inference graph of the same model whose time is not cut into segments: what is fed is fed to that
 * @throws RnncError with every mistake of names, ranks and sizes, and of trees
 */
export function runShape(graph: Graph, inference: Graph, feeds: Feeds, unroll: number | null): RunShape {
  const follows = graph.inputs.filter((input) => input.role === 'lengths' || isStructure(input));
  const names = new Set(follows.map(({ name }) => name));
  const inputs = [...inference.inputs.filter(({ name }) => !names.has(name)), ...follows];
  // types of what is fed are those of the inference graph, and nobody asks for those of lengths and trees
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

/** Trees of which each is a chain of so many nodes, for whatever cell: nobody has two children or two parents. */
export function chainsFor(trees: readonly { readonly name: string }[], batch: number, nodes: number): Feeds {
  const parents = Array.from({ length: nodes }, (_, node) => node - 1);
  return Object.fromEntries(trees.map(({ name }) => [name, Array.from({ length: batch }, () => parents)]));
}
