import { at } from '../../diagnostics/invariants.ts';
import { isOp, type Rewriter, rewriteGraph } from '../../graph/rewrite.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

/**
 * Two nodes with the same op, attributes and operands become one; within each region. A loop that is given the same operand twice
 * takes it once, and one that stacks the same value twice stacks it once.
 *
 *   %a = tanh x; %b = tanh x  ==>  %a = tanh x, b is a
 */
export const mergeIdentical: Pass = {
  name: 'merge-identical',
  doc: 'Computes equal expressions once.',
  run: (graph: Graph) => {
    const seen = new Map<string, readonly ValueId[]>();
    const regions: string[] = [''];
    return rewriteGraph(graph, (node, r) => {
      const inputs = r.all(node.inputs);
      if (isOp(node, 'loop')) {
        const repeated = repeatedOperands(node, inputs);
        regions.push(`${regions.at(-1)}/${node.outputs[0] ?? node.inputs[0]}`);
        const stackedAgain = repeatedResults(node);
        if (repeated.size > 0 || stackedAgain.size > 0) r.changed = true;
        mergeLoop(node, inputs, repeated, stackedAgain, r);
        regions.pop();
        return true;
      }
      const key = `${regions.at(-1)}|${node.op}|${inputs.join(',')}|${JSON.stringify(node.attrs)}`;
      const known = seen.get(key);
      if (known !== undefined) {
        r.changed = true;
        r.bind(node, known);
        return true;
      }
      r.copy(node);
      seen.set(key, r.all(node.outputs));
      return true;
    });
  },
};

type Loop = Extract<Node, { op: 'loop' }>;

/** Positions of scanned or invariant operands that repeat an earlier one of the same kind → that earlier position. */
function repeatedOperands(node: Loop, inputs: readonly ValueId[]): ReadonlyMap<number, number> {
  const { states, scanned } = node.attrs;
  const first = new Map<string, number>();
  const repeated = new Map<number, number>();
  // starts and counts of ragged axes keep their places
  const fixed = states + 2 * (node.attrs.ragged?.length ?? 0);
  inputs.forEach((id, i) => {
    if (i < fixed) return;
    const key = `${i < states + scanned ? 'scanned' : 'invariant'} ${id}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, i);
    else repeated.set(i, earlier);
  });
  return repeated;
}

/** Positions of results that stack the value of an earlier stacked one → that earlier position. */
function repeatedResults({ attrs: { states, body } }: Loop): ReadonlyMap<number, number> {
  const first = new Map<ValueId, number>();
  const repeated = new Map<number, number>();
  body.results.forEach((id, i) => {
    if (i < states) return;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, i);
    else repeated.set(i, earlier);
  });
  return repeated;
}

function mergeLoop(
  node: Loop,
  inputs: readonly ValueId[],
  repeated: ReadonlyMap<number, number>,
  stackedAgain: ReadonlyMap<number, number>,
  r: Rewriter,
): void {
  const { body, states, scanned } = node.attrs;
  const kept = (_: unknown, i: number): boolean => !repeated.has(i);
  r.builder.openBody();
  const params = body.params.filter(kept).map((p) => r.declare(p));
  for (const [i, earlier] of repeated) {
    r.set(at(body.params, i), r.get(at(body.params, earlier)));
  }
  for (const inner of body.nodes) r.visit(inner);
  const merged = r.builder.closeBody(
    params,
    body.results.filter((_, i) => !stackedAgain.has(i)).map((id) => r.get(id)),
  );
  const droppedScanned = [...repeated.keys()].filter((i) => i < states + scanned).length;
  const attrs = { ...node.attrs, scanned: scanned - droppedScanned, body: merged };
  const outputs = node.outputs.filter((_, i) => !stackedAgain.has(i));
  const names = outputs.map((id) => at(r.source.values, id).name);
  const made = r.builder.emitAll('loop', inputs.filter(kept), attrs, node.origin, names);
  outputs.forEach((old, i) => {
    r.set(old, at(made, i));
  });
  for (const [i, earlier] of stackedAgain) {
    r.set(at(node.outputs, i), r.get(at(node.outputs, earlier)));
  }
}
