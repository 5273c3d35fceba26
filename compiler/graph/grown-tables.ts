import type { Graph } from '../ir/graph.ts';
import type { NodeOf } from '../ir/nodes.ts';
import { type StructurePart, type Walk, walkName } from '../ir/structure.ts';
import type { ValueId } from '../ir/types.ts';
import { isOp } from './rewrite.ts';

/**
 * Finds the states of a loop over trees that are tables which only grow: a step writes the rows of its own nodes and reads rows of their
 * predecessors, and no row is written twice. The final table still holds every row that any step has read, so earlier versions need not be kept.
 */
export function grownTables(
  graph: Graph,
  { inputs, attrs: { states, scanned, body } }: NodeOf<'loop'>,
): ReadonlySet<number> {
  const parts = new Map<ValueId, { readonly walk: Walk; readonly part: StructurePart }>();
  for (const input of graph.inputs) if (input.role === 'structure') parts.set(input.value, input);
  /** The part of a walk whose element at the step a value of the body is. */
  const partOf = (id: ValueId | undefined) => {
    const at = id === undefined ? -1 : body.params.indexOf(id);
    const operand = at >= states && at < states + scanned ? inputs[at] : undefined;
    return operand === undefined ? undefined : parts.get(operand);
  };
  const grown = body.params.slice(0, states).flatMap((table, state) => {
    const next = body.results[state];
    const writer = body.nodes.find((node) => next !== undefined && node.outputs.includes(next));
    if (writer === undefined || !isOp(writer, 'write_rows') || writer.inputs[0] !== table || writer.inputs[1] === table)
      return [];
    const written = partOf(writer.inputs[2]);
    if (written?.part !== 'rows' || body.results.includes(table)) return [];
    const readers = body.nodes.filter((node) => node !== writer && node.inputs.includes(table));
    const isEarlier = (index: ValueId | undefined): boolean => {
      const read = partOf(index);
      if (read === undefined || walkName(read.walk) !== walkName(written.walk)) return false;
      return read.part === 'predecessors' || typeof read.part !== 'string';
    };
    return readers.every((node) => isOp(node, 'gather') && isEarlier(node.inputs[1])) ? [state] : [];
  });
  return new Set(grown);
}
