import { symbolDim } from '../ir/dim.ts';
import type { Graph, GraphInput, GraphOutput } from '../ir/graph.ts';
import type { Node, NodeOf } from '../ir/nodes.ts';
import type { Value, ValueId } from '../ir/types.ts';
import { findObstacles, runsOver } from './find-stepped.ts';
import { isOp } from './rewrite.ts';

/** A graph with an output more for each state that its loops hand forward: the state after every step, [time, batch, …]. */
export interface StateHistory {
  readonly graph: Graph;
  /** Names of these outputs, by the path of the state. */
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * The graph of a model that can't take the steps of an axis one by one only because it reads them backward as well, for runs over a part of the
 * steps with the forward states that the steps before have led to. Null where something else is in the way, or an output has no steps.
 */
export function withStateHistory(graph: Graph, axis: string): StateHistory | null {
  if (findObstacles(graph, axis).some(({ why }) => why !== 'backward')) return null;
  const hasSteps = (id: ValueId): boolean => {
    const [, steps] = graph.values[id]?.type.shape ?? [];
    return steps !== undefined && runsOver(steps, axis);
  };
  if (!graph.outputs.every(({ value }) => hasSteps(value))) return null;
  const values: Value[] = [...graph.values];
  const outputs: GraphOutput[] = [...graph.outputs];
  const names = new Map<string, string>();
  const owners = new Map(graph.inputs.flatMap((input) => (input.role === 'state' ? [[input.value, input]] : [])));
  const lengths = graph.nodes.flatMap((node) => (isOp(node, 'valid_steps') ? node.outputs : []));
  const validity = withReshaped(new Set(lengths), graph.nodes);
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    if (!isOp(node, 'loop') || node.attrs.direction === 'backward' || !runsOver(node.attrs.length, axis)) {
      nodes.push(node);
      continue;
    }
    const { attrs } = node;
    const stacked: { readonly value: ValueId; readonly next: ValueId }[] = [];
    for (let state = 0; state < attrs.states; state++) {
      const owner = ownerOf(node, state, owners);
      const [next, type] = [attrs.body.results[state], graph.values[node.outputs[state] ?? -1]?.type];
      if (owner === null && isReplaced(node, state, validity)) continue;
      if (owner === null || owner.start !== null || next === undefined || type === undefined) return null;
      const name = `${owner.name}.steps`;
      const value = values.push({ name, type: { ...type, shape: [symbolDim(axis), ...type.shape] } }) - 1;
      stacked.push({ value: value as ValueId, next });
      outputs.push({ name, value: value as ValueId, origin: node.origin });
      names.set(owner.name, name);
    }
    const body = { ...attrs.body, results: [...attrs.body.results, ...stacked.map(({ next }) => next)] };
    nodes.push({
      ...node,
      attrs: { ...attrs, body },
      outputs: [...node.outputs, ...stacked.map(({ value }) => value)],
    });
  }
  return { graph: { ...graph, values, nodes, outputs }, outputs: names };
}

type StateInput = Extract<GraphInput, { readonly role: 'state' }>;

/** The input that a state starts from and whose next value it gives. */
function ownerOf(
  { inputs, outputs }: NodeOf<'loop'>,
  state: number,
  owners: ReadonlyMap<ValueId, StateInput>,
): StateInput | null {
  const owner = owners.get(inputs[state] as ValueId);
  return owner !== undefined && owner.final === outputs[state] ? owner : null;
}

/**
 * Whether a state is only what is left behind the end of a row, so that rows which have all steps do not read it.
 * @param validity which steps of each row are there
 */
function isReplaced(
  { inputs, attrs: { body } }: NodeOf<'loop'>,
  state: number,
  validity: ReadonlySet<ValueId>,
): boolean {
  const param = body.params[state] as ValueId;
  const scanned = body.params.filter((_, i) => validity.has(inputs[i] as ValueId));
  const valid = withReshaped(new Set(scanned), body.nodes);
  const readers = body.nodes.filter((node) => node.inputs.includes(param));
  return (
    !body.results.includes(param) &&
    readers.every(
      (node) => isOp(node, 'select') && valid.has(node.inputs[0] as ValueId) && node.inputs.indexOf(param) === 2,
    )
  );
}

/** These values and what they are in other shapes. */
function withReshaped(values: ReadonlySet<ValueId>, nodes: readonly Node[]): ReadonlySet<ValueId> {
  const found = new Set(values);
  for (const node of nodes)
    if (isOp(node, 'reshape') && found.has(node.inputs[0] as ValueId)) found.add(node.outputs[0] as ValueId);
  return found;
}
