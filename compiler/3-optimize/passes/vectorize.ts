import type { GraphBuilder } from '../../graph/builder.ts';
import { constantDim, type Dim, type Shape } from '../../ir/dim.ts';
import { isElementwiseNode, type Node, type NodeOf, type OpName } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { elementwise } from '../../ops/elementwise/elementwise.ts';

/** An operand of a node of a loop body, as it stands outside: with the elements of all steps along its leading axis where `scanned`. */
export interface OuterOperand {
  readonly id: ValueId;
  readonly scanned: boolean;
}

/**
 * The leading axis along which the elements of all steps lie outside. An axis of steps comes before those of an element; a ragged axis is the
 * element's own leading one, as long as all steps together.
 */
export interface OuterAxis {
  readonly size: Dim;
  readonly ragged: boolean;
}

/**
 * One node for all steps at once. `elements` are the result shapes of one step; where the axis is ragged, they and those of scanned operands lead
 * with it, and have it nowhere else. Null where the op can't be done that way (a matrix that changes with the step, a nested loop).
 */
export function vectorize(
  builder: GraphBuilder,
  node: Node,
  operands: readonly OuterOperand[],
  elements: readonly Shape[],
  axis: OuterAxis,
  names: readonly string[],
): readonly ValueId[] | null {
  const rank = elements[0]?.length ?? 0;
  const raised = (shape: Shape): Shape => [axis.size, ...(axis.ragged ? shape.slice(1) : shape)];
  /** The number that an axis of an element has outside the loop. */
  const moved = (own: number): number => (axis.ragged ? own : own + 1);
  const ids = operands.map((o) => o.id);
  /** The operand with its axes lined up behind those of the steps for a result of `rank`. */
  const lined = (operand: OuterOperand): ValueId => {
    const { shape } = builder.typeOf(operand.id);
    if (!operand.scanned || axis.ragged || shape.length - 1 >= rank) return operand.id;
    const ones = Array.from({ length: rank - (shape.length - 1) }, () => constantDim(1));
    return builder.emit('reshape', [operand.id], { shape: raised([...ones, ...shape.slice(1)]) }, node.origin);
  };
  const same = (inputs: readonly ValueId[]): readonly ValueId[] => {
    const emit = <K extends OpName>(n: NodeOf<K>): readonly ValueId[] =>
      builder.emitAll(n.op, inputs, n.attrs, n.origin, names);
    return emit(node as NodeOf<OpName>);
  };
  if (isElementwiseNode(node)) return elementwise[node.op].commutesWithSlices ? same(operands.map(lined)) : null;
  switch (node.op) {
    case 'softmax':
      return axis.ragged && rank === 1 ? null : same(ids);
    case 'one_hot':
    case 'logsumexp':
      return same(ids);
    case 'pick':
      return operands.every((o) => o.scanned) ? same(ids) : null;
    case 'matmul':
    case 'matmul_bias':
      return operands.every((o, i) => o.scanned === (i === 0)) ? same(ids) : null;
    case 'gather':
      return operands[0]?.scanned === false ? same(ids) : null;
    case 'concat': {
      if (axis.ragged && operands.some((o) => !o.scanned)) return null;
      const parts = operands.map((o) => {
        const { shape } = builder.typeOf(o.id);
        return o.scanned ? o.id : builder.emit('broadcast', [o.id], { shape: raised(shape) }, node.origin);
      });
      return builder.emitAll('concat', parts, { axis: moved(node.attrs.axis) }, node.origin, names);
    }
    case 'split':
      if (axis.ragged && node.attrs.axis === 0) return null;
      return builder.emitAll('split', ids, { ...node.attrs, axis: moved(node.attrs.axis) }, node.origin, names);
    case 'slice':
      if (axis.ragged && node.attrs.axis === 0) return null;
      return builder.emitAll('slice', ids, { ...node.attrs, axis: moved(node.attrs.axis) }, node.origin, names);
    case 'reshape':
      return builder.emitAll('reshape', ids, { shape: raised(node.attrs.shape) }, node.origin, names);
    case 'broadcast':
      return builder.emitAll('broadcast', operands.map(lined), { shape: raised(node.attrs.shape) }, node.origin, names);
    case 'transpose': {
      const permutation = [...(axis.ragged ? [] : [0]), ...node.attrs.permutation.map(moved)];
      return builder.emitAll('transpose', ids, { permutation }, node.origin, names);
    }
    case 'reduce_sum':
    case 'reduce_mean':
    case 'reduce_max':
      return builder.emitAll(node.op, ids, { ...node.attrs, axes: node.attrs.axes.map(moved) }, node.origin, names);
    case 'scatter_add':
    case 'scatter_max':
    case 'add_rows':
    case 'read_rows':
    case 'write_rows':
    case 'constant':
    case 'range':
    case 'valid_steps':
    case 'last_step':
    case 'take':
    case 'stack':
    case 'loop':
      return null;
  }
}
