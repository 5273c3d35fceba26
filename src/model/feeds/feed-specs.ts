import type { Shape } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';

/** Something that can be fed: a user's input, the start of a state, a dropout mask. */
export interface FeedSpec {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: Shape;
  readonly limit: number | null;
  /** Whether -1 may stand for "nothing here". All other entries must be in 0..limit-1. */
  readonly missing: boolean;
  readonly required: boolean;
}

/** All that can be fed to a graph, lengths and trees aside. */
export function feedSpecs(graph: Graph): readonly FeedSpec[] {
  const specs = new Map<string, FeedSpec>();
  const add = (spec: FeedSpec): void => {
    if (!specs.has(spec.name)) specs.set(spec.name, spec);
  };
  const typeOf = (id: number): { dtype: Dtype; shape: Shape } =>
    graph.values[id]?.type ?? { dtype: 'float32', shape: [] };
  for (const input of graph.inputs)
    if (input.role === 'feed') {
      const { name, value, limit, missing = false } = input;
      add({ name, ...typeOf(value), limit, missing, required: true });
    }
  for (const input of graph.inputs) {
    if (input.role === 'state') {
      const state = { ...typeOf(input.value), limit: null, missing: false };
      if (input.start !== null) add({ name: input.start, ...state, required: true });
      add({ name: input.name, ...state, required: false });
    } else if (input.role === 'mask')
      add({ name: input.name, ...typeOf(input.value), limit: null, missing: false, required: false });
  }
  return [...specs.values()];
}
