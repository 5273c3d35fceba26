import { InternalError } from '../../../diagnostics/diagnostic.ts';
import { isOp, type Rewriter, rewriteGraph } from '../../../graph/rewrite.ts';
import { constantDim, staticSize } from '../../../ir/dim.ts';
import type { Node } from '../../../ir/nodes.ts';
import type { ValueId } from '../../../ir/types.ts';
import type { Pass } from '../pass.ts';

/** A part of a join that is not zero: where it begins on the axis and how long it is. */
interface Part {
  readonly start: number;
  readonly size: number;
  readonly value: ValueId;
}

/** A value that is zero along one axis except for some parts. */
interface Padded {
  readonly axis: number;
  readonly size: number;
  /** In order of `start`. */
  readonly parts: readonly Part[];
}

/**
 * A sum of values that are padded with zeros, where their parts do not meet, is one join of the parts. The gradient of a matrix that is used
 * in cuts is such a sum.
 *
 *   concat(x, 0, 0) + concat(0, y, z)  ==>  concat(x, y, z)
 */
export const joinPadded: Pass = {
  name: 'join-padded',
  doc: 'Joins parts that were padded with zeros and added.',
  run: (graph) => {
    const zeros = new Set<ValueId>();
    const padded = new Map<ValueId, Padded>();
    return rewriteGraph(graph, (node, r) => {
      const [a, b] = r.all(node.inputs);
      const [out] = node.outputs;
      if (out === undefined) return false;
      if (isOp(node, 'constant') || isOp(node, 'broadcast') || isOp(node, 'concat')) {
        r.copy(node);
        const made = r.get(out);
        if (isOp(node, 'concat')) {
          const known = paddedJoin(node, r, zeros);
          if (known !== null) padded.set(made, known);
        } else if (isZero(node, a, zeros)) zeros.add(made);
        return true;
      }
      if (!isOp(node, 'add') || a === undefined || b === undefined) return false;
      const sum = addPadded(padded.get(a), padded.get(b));
      if (sum === null) return false;
      r.changed = true;
      const made = emitJoin(sum, node, r);
      padded.set(made, sum);
      r.bind(node, [made]);
      return true;
    });
  },
};

function isZero(node: Node, x: ValueId | undefined, zeros: ReadonlySet<ValueId>): boolean {
  if (isOp(node, 'constant')) return node.attrs.dtype === 'float32' && node.attrs.values.every((v) => v === 0);
  return x !== undefined && zeros.has(x);
}

function paddedJoin(node: Extract<Node, { op: 'concat' }>, r: Rewriter, zeros: ReadonlySet<ValueId>): Padded | null {
  const { axis } = node.attrs;
  const parts: Part[] = [];
  let padding = false;
  let at = 0;
  for (const value of r.all(node.inputs)) {
    const size = staticSize(r.builder.typeOf(value).shape[axis] ?? {});
    if (size === null) return null;
    if (zeros.has(value)) padding = true;
    else parts.push({ start: at, size, value });
    at += size;
  }
  return padding ? { axis, size: at, parts } : null;
}

/** Null where a part of one meets a part of the other. */
function addPadded(a: Padded | undefined, b: Padded | undefined): Padded | null {
  if (a === undefined || b === undefined || a.axis !== b.axis || a.size !== b.size) return null;
  const parts = [...a.parts, ...b.parts].sort((x, y) => x.start - y.start);
  const apart = parts.every((part, i) => {
    const next = parts[i + 1];
    return next === undefined || part.start + part.size <= next.start;
  });
  return apart ? { ...a, parts } : null;
}

function emitJoin({ axis, size, parts }: Padded, node: Node, r: Rewriter): ValueId {
  const [out] = node.outputs;
  const type = out === undefined ? undefined : r.source.values[out]?.type;
  if (type === undefined) throw new InternalError('a sum without its result');
  const { builder } = r;
  const operands: ValueId[] = [];
  const fill = (length: number): void => {
    if (length === 0) return;
    const number = builder.constant(0, type.dtype, node.origin);
    const shape = type.shape.with(axis, constantDim(length));
    operands.push(builder.emit('broadcast', [number], { shape }, node.origin));
  };
  let at = 0;
  for (const part of parts) {
    fill(part.start - at);
    operands.push(part.value);
    at = part.start + part.size;
  }
  fill(size - at);
  return builder.emit('concat', operands, { axis }, node.origin, r.source.values[out ?? (0 as ValueId)]?.name);
}
