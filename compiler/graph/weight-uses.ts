import type { Graph } from '../ir/graph.ts';
import type { Node } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';

/** Ops that only rearrange a weight: what reads their result uses the weight. */
const ARRANGING: ReadonlySet<string> = new Set([
  'slice',
  'split',
  'transpose',
  'reshape',
  'broadcast',
  'concat',
  'stack',
  'take',
]);

/** Which parts of the model compute with each weight (`encoder.0.forward`, `logits`), by the weight's path, in order of execution. */
export function weightUses(graph: Graph): ReadonlyMap<string, readonly string[]> {
  /** Paths of the weights that a value is made of, and of nothing else. */
  const holds = new Map<ValueId, readonly string[]>(graph.weights.map(({ path, value }) => [value, [path]]));
  const uses = new Map<string, Set<string>>();
  const visit = (node: Node): void => {
    if (node.op === 'loop') {
      const { body } = node.attrs;
      node.inputs.forEach((id, i) => {
        const param = body.params[i];
        const held = holds.get(id);
        if (param !== undefined && held !== undefined) holds.set(param, held);
      });
      body.nodes.forEach(visit);
      return;
    }
    const held = node.inputs.map((id) => holds.get(id));
    if (ARRANGING.has(node.op) && held.every((paths) => paths !== undefined)) {
      for (const output of node.outputs)
        holds.set(
          output,
          held.flatMap((paths) => paths ?? []),
        );
      return;
    }
    for (const path of held.flatMap((paths) => paths ?? [])) {
      const user = node.origin.path.split('.step.')[0] ?? node.origin.path;
      uses.set(path, (uses.get(path) ?? new Set()).add(user));
    }
  };
  graph.nodes.forEach(visit);
  return new Map([...uses].map(([path, users]) => [path, [...users]]));
}
