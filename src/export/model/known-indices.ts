import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Node } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';

/** Ops that only move what they read, or take a part of it. */
const MOVING: ReadonlySet<string> = new Set([
  'transpose',
  'reshape',
  'slice',
  'broadcast',
  'take',
  'split',
  'concat',
  'stack',
]);

/**
 * int32 values of a graph and its bodies that are never below 0. An index of -1 stands for nothing: for a word that a node has not, for a child that is
 * not there, and for whatever equations compute.
 */
export function knownIndices(graph: Graph): ReadonlySet<ValueId> {
  const known = new Set<ValueId>();
  for (const input of graph.inputs) {
    const isFeed = input.role === 'feed' && !input.missing;
    const isPart = input.role === 'structure' && (typeof input.part === 'string' || input.walk.started);
    if (isFeed || isPart) known.add(input.value);
  }
  const note = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if (node.op === 'loop') {
        const { states, body } = node.attrs;
        for (const [i, param] of body.params.entries()) {
          const input = node.inputs[i];
          if (i >= states && input !== undefined && known.has(input)) known.add(param);
        }
        note(body.nodes);
      } else if (
        node.op === 'range' ||
        (node.op === 'constant' && node.attrs.values.every((value) => value >= 0)) ||
        (MOVING.has(node.op) && node.inputs.every((input) => known.has(input)))
      )
        for (const output of node.outputs) known.add(output);
    }
  };
  note(graph.nodes);
  return known;
}
