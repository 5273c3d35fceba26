import { InternalError } from '../../diagnostics/diagnostic.ts';
import { at, lost, only } from '../../diagnostics/invariants.ts';
import { isOp, type Rewriter, rewriteGraph } from '../../graph/rewrite.ts';
import { dim, equalShapes, isStatic, sizeOfShape, staticSize } from '../../ir/dim.ts';
import type { Node, NodeOf, OpAttributes, OpName } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { evaluations } from '../../ops/evaluations.ts';
import type { Tensor64 } from '../../ops/op/op.ts';
import type { Pass } from './pass.ts';

/** Results larger than this stay expressions. */
const LARGEST_FOLD = 4096;

/**
 * Computes what depends on literals alone, and drops operations that do nothing. Weights are never folded.
 * `x * 0` stays, because x may hold NaN.
 *
 *   2 * 3       ==>  6
 *   x + 0       ==>  x        (also x - 0, x * 1, x / 1, pow(x, 1))
 *   select(true, a, b)  ==>  a
 *   -(-x), transpose by identity, reshape or broadcast to the own shape, split into one part  ==>  x
 */
export const foldConstants: Pass = {
  name: 'fold-constants',
  doc: 'Computes what depends on literals alone and drops operations that do nothing.',
  run: (graph) => {
    const constants: Constants = new Map();
    const fills = new Map<ValueId, number>();
    return rewriteGraph(graph, (node, r) => {
      if (isOp(node, 'constant')) {
        r.copy(node);
        if (isSmall(node, r)) constants.set(r.get(at(node.outputs, 0)), node.attrs);
        return true;
      }
      const inputs = r.all(node.inputs);
      const identity = identityOf(node, inputs, { constants, fills }, r);
      if (identity !== null) {
        r.changed = true;
        r.bind(node, [identity]);
        return true;
      }
      const folded = fold(node, inputs, constants, r);
      if (folded === null && isOp(node, 'broadcast')) {
        const [filled, more] = constants.get(at(inputs, 0))?.values ?? [];
        r.copy(node);
        if (filled !== undefined && more === undefined) fills.set(r.get(at(node.outputs, 0)), filled);
        return true;
      }
      if (folded === null) return false;
      r.changed = true;
      r.bind(
        node,
        folded.map((tensor, i) => {
          const attrs = { dtype: tensor.dtype, shape: tensor.shape.map(dim), values: compact(tensor.data) };
          const name = at(r.source.values, at(node.outputs, i)).name;
          const id = r.builder.emit('constant', [], attrs, node.origin, name);
          constants.set(id, attrs);
          return id;
        }),
      );
      return true;
    });
  },
};

/** Small constants of the new graph. */
type Constants = Map<ValueId, OpAttributes['constant']>;

/** What is known of values: small constants, and the number that fills a larger one. */
interface Known {
  readonly constants: Constants;
  readonly fills: ReadonlyMap<ValueId, number>;
}

const compact = (data: Float64Array): readonly number[] => {
  const [first] = data;
  return first !== undefined && data.every((x) => Object.is(x, first)) ? [first] : [...data];
};

function fold(node: Node, inputs: readonly ValueId[], constants: Constants, r: Rewriter): readonly Tensor64[] | null {
  if (isOp(node, 'loop') || isOp(node, 'range') || isOp(node, 'valid_steps')) return null;
  for (const id of inputs) if (!constants.has(id)) return null;
  if (!isSmall(node, r)) return null;
  const runBody = (): never => {
    throw new InternalError('a constant with a body');
  };
  const context = { sizes: {}, runBody, typeOf: r.builder.typeOf };
  const operands = inputs.flatMap((id) => evaluations.constant([], constants.get(id) ?? lost(), context));
  const evaluate = <K extends OpName>(n: NodeOf<K>): readonly Tensor64[] =>
    evaluations[n.op](operands, n.attrs, context);
  return evaluate(node as NodeOf<OpName>);
}

/** Whether every result has a size that is known and may be written out. */
const isSmall = (node: Node, r: Rewriter): boolean =>
  node.outputs.every((out) => {
    const size = staticSize(sizeOfShape(at(r.source.values, out).type.shape));
    return size !== null && size <= LARGEST_FOLD;
  });

/** The operand that the node gives back unchanged, or null. */
function identityOf(node: Node, inputs: readonly ValueId[], constants: Known, r: Rewriter): ValueId | null {
  const [a, b, c] = inputs;
  if (a === undefined) return null;
  switch (node.op) {
    case 'add':
      return is(b, 0, constants) ? keeps(a, node, r) : is(a, 0, constants) ? keeps(b, node, r) : null;
    case 'sub':
      return is(b, 0, constants) ? keeps(a, node, r) : null;
    case 'mul':
      return is(b, 1, constants) ? keeps(a, node, r) : is(a, 1, constants) ? keeps(b, node, r) : null;
    case 'div':
    case 'pow':
      return is(b, 1, constants) ? keeps(a, node, r) : null;
    case 'select':
      return is(a, 1, constants) ? keeps(b, node, r) : is(a, 0, constants) ? keeps(c, node, r) : null;
    case 'cast':
      return r.builder.typeOf(a).dtype === node.attrs.dtype ? a : null;
    case 'reshape':
    case 'broadcast':
      return keeps(a, node, r);
    case 'transpose':
      return node.attrs.permutation.every((p, i) => p === i) ? a : null;
    case 'split':
      return node.attrs.sizes.length === 1 ? a : null;
    case 'concat':
      return inputs.length === 1 ? a : null;
    case 'slice':
      return isStatic(node.attrs.start, 0) ? keeps(a, node, r) : null;
    default:
      return null;
  }
}

/** Whether every element of the value is this number. */
function is(id: ValueId | undefined, value: number, { constants, fills }: Known): boolean {
  if (id === undefined) return false;
  if (fills.get(id) === value) return true;
  const constant = constants.get(id);
  return constant?.values.every((x) => x === value) === true;
}

/** The operand, if it has the shape of the node's result. */
function keeps(id: ValueId | undefined, { outputs }: Node, r: Rewriter): ValueId | null {
  const { shape } = at(r.source.values, only(outputs)).type;
  return id !== undefined && equalShapes(r.builder.typeOf(id).shape, shape) ? id : null;
}
