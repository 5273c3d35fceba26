import type { Graph } from '../../../compiler/ir/graph.ts';

/** A tree that a graph is fed, and the axis of its nodes. */
export interface FedTree {
  readonly name: string;
  readonly axis: string;
}

export function treesOf(graph: Graph): readonly FedTree[] {
  const axes = new Map<string, string>();
  for (const input of graph.inputs) {
    if (input.role === 'roots') axes.set(input.tree, input.axis);
    if (input.role === 'structure') axes.set(input.walk.tree, input.walk.axis);
  }
  return [...axes].map(([name, axis]) => ({ name, axis }));
}
