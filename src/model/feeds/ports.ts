import { BATCH, printDim } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import { feedSpecs } from './feed-specs.ts';
import { treeSpecs } from './feed-trees.ts';

export interface Port {
  readonly name: string;
  readonly dtype: Dtype;
  /** Sizes as they are printed: `['batch', 'time', '16']`. */
  readonly dims: readonly string[];
  /** The input takes trees. `dtype` and `dims` describe one of the forms of a tree: the list of parents. */
  readonly tree?: true;
}

/** What must be fed to a graph, lengths aside. */
export function inputPorts(graph: Graph): readonly Port[] {
  const trees = treeSpecs(graph).map(
    ({ name, axis }): Port => ({ name, dtype: 'int32', dims: [BATCH, axis], tree: true }),
  );
  const values = feedSpecs(graph)
    .filter((spec) => spec.required)
    .map(({ name, dtype, shape }) => ({ name, dtype, dims: shape.map(printDim) }));
  return [...values, ...trees];
}
