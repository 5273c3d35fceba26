import { at, only } from '../diagnostics/invariants.ts';
import { isOp } from '../graph/rewrite.ts';
import type { Node, OpName } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import { computes, type Lowering } from './lowering.ts';

/** Ops whose result may be a view of their operand. */
export const sharesMemory: ReadonlySet<OpName> = new Set<OpName>([
  'reshape',
  'split',
  'slice',
  'take',
  'transpose',
  'read_rows',
]);

/**
 * Finds the nodes that may change a table where it lies, because nothing sees the old one any more, and those that may read rows of a table where
 * they lie, because nothing changes it.
 * @param nodes in the order in which they run
 * @param results what is seen of them from outside
 * @param states values whose memory belongs to these nodes; null: they are no body of a loop
 */
export function findInPlace(
  l: Lowering,
  nodes: readonly Node[],
  results: readonly ValueId[],
  states: ReadonlySet<ValueId> | null,
): void {
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((out) => [out, node] as const)));
  /** For a value that is a view: the value whose memory it views. */
  const first = new Map<ValueId, ValueId>();
  const firstOf = (id: ValueId): ValueId => first.get(id) ?? id;
  const changed = new Set<ValueId>();
  nodes.forEach((node, i) => {
    const [table, ...others] = node.inputs;
    if (table === undefined) return;
    if (sharesMemory.has(node.op)) for (const result of node.outputs) first.set(result, firstOf(table));
    if (!isChange(node)) return;
    const maker = makers.get(table);
    const isOwn = states?.has(table) === true || (maker !== undefined && (isChange(maker) || computes(maker)));
    if (!isOwn || isSeen(table, others, nodes, i, results)) return;
    l.inPlace.add(node);
    changed.add(firstOf(table));
    first.set(only(node.outputs), firstOf(table));
  });
  if (states === null) return;
  for (const node of nodes)
    if (isOp(node, 'read_rows') && !changed.has(firstOf(at(node.inputs, 0)))) l.inPlace.add(node);
}

const isChange = (node: Node): boolean => isOp(node, 'write_rows') || isOp(node, 'add_rows');

/** Whether a table or a view of it is read by a node behind `place`, from outside, or as one of `others`. */
function isSeen(
  table: ValueId,
  others: readonly ValueId[],
  nodes: readonly Node[],
  place: number,
  results: readonly ValueId[],
): boolean {
  const views = new Set([table]);
  for (const [i, node] of nodes.entries()) {
    if (!node.inputs.some((id) => views.has(id))) continue;
    if (i > place) return true;
    // rows of a table that changes are copied out, so they do not share its memory
    if (sharesMemory.has(node.op) && !isOp(node, 'read_rows')) for (const out of node.outputs) views.add(out);
  }
  return others.some((id) => views.has(id)) || results.some((id) => views.has(id));
}
