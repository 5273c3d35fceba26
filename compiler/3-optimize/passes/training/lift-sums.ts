import { at, only } from '../../../diagnostics/invariants.ts';
import { GraphIndex, isOp, type Rewriter, rewriteGraph } from '../../../graph/rewrite.ts';
import { constantDim, type Dim, multiplyDims, type Shape, staticSize } from '../../../ir/dim.ts';
import type { Node, NodeOf } from '../../../ir/nodes.ts';
import type { ValueId } from '../../../ir/types.ts';
import { raggedAxisWithin, stackedShape } from '../../../ops/loop.ts';
import type { Pass } from '../pass.ts';

type Loop = NodeOf<'loop'>;

/** A term that is summed over the steps: what the loop must stack at each step so that the sum can be computed after it. */
type Lifted =
  /** x [M, K] transposed times y [M, N]. */
  | { readonly kind: 'product'; readonly x: ValueId; readonly y: ValueId }
  | { readonly kind: 'sum'; readonly x: ValueId; readonly axes: readonly number[]; readonly keepDims: boolean }
  | { readonly kind: 'scatter'; readonly indices: ValueId; readonly x: ValueId; readonly rows: Dim }
  | { readonly kind: 'reshape'; readonly of: Lifted; readonly shape: Shape }
  | { readonly kind: 'value'; readonly x: ValueId };

/** A state of the loop that only adds up. */
interface Total {
  readonly state: number;
  readonly terms: readonly Lifted[];
}

/**
 * A loop state that only adds up, as the gradient of a weight does, is summed after the loop instead: the loop stacks what the sum is made of,
 * and one product over all steps and samples takes the place of one per step. What leads with a ragged axis has all of its rows side by side
 * already when it is stacked.
 *
 *   loop { dw' = dw + h[t]^T @ dz[t] }   ==>   dw = init + H^T @ dZ   with H [time * batch, K], dZ [time * batch, N]
 */
export const liftSums: Pass = {
  name: 'lift-sums',
  doc: 'Sums that a loop only adds up, such as weight gradients, become one product over all steps.',
  run: (graph) => {
    const index = new GraphIndex(graph);
    return rewriteGraph(graph, (node, r) => {
      if (!isOp(node, 'loop') || node.attrs.remat) return false;
      const totals = findTotals(node, index);
      if (totals.length === 0) return false;
      r.changed = true;
      lift(node, totals, r);
      return true;
    });
  },
};

function findTotals(loop: Loop, index: GraphIndex): readonly Total[] {
  const { states, body } = loop.attrs;
  return body.params.slice(0, states).flatMap((param, state): Total[] => {
    const next = at(body.results, state);
    if (index.usesOf(param) !== 1) return [];
    if (next === param) return [{ state, terms: [] }];
    const terms = termsOf(next, new Set(body.nodes), index);
    if (terms.filter((id) => id === param).length !== 1) return [];
    const lifted = terms.flatMap((id) => {
      const term = id === param ? null : liftTerm(id, new Set(body.nodes), index);
      return term === null || !partsOf(term).every((part) => canStack(part, loop, index)) ? [] : [term];
    });
    return lifted.length === terms.length - 1 ? [{ state, terms: lifted }] : [];
  });
}

const canStack = (id: ValueId, { attrs }: Loop, { values }: GraphIndex): boolean =>
  stackedShape(attrs, at(values, id).type.shape) !== null;

/** The terms of a float32 sum. */
function termsOf(id: ValueId, here: ReadonlySet<Node>, index: GraphIndex): readonly ValueId[] {
  const node = index.producer(id, 'add');
  if (node === null || !here.has(node) || at(index.values, id).type.dtype !== 'float32') return [id];
  return node.inputs.flatMap((input) => termsOf(input, here, index));
}

/** Null where keeping what the term is made of for all steps would take far more memory than the sum. */
function liftTerm(id: ValueId, here: ReadonlySet<Node>, index: GraphIndex): Lifted | null {
  const node = index.producers.get(id);
  if (node === undefined || !here.has(node)) return null;
  const operand = (i: number): ValueId => at(node.inputs, i);
  if (isOp(node, 'matmul')) {
    const swapped = index.producer(operand(0), 'transpose');
    if (swapped !== null && here.has(swapped)) return { kind: 'product', x: only(swapped.inputs), y: operand(1) };
  }
  if (isOp(node, 'reduce_sum'))
    return { kind: 'sum', x: operand(0), axes: node.attrs.axes, keepDims: node.attrs.keepDims };
  if (isOp(node, 'scatter_add')) return { kind: 'scatter', indices: operand(0), x: operand(1), rows: node.attrs.rows };
  if (isOp(node, 'reshape')) {
    const of = liftTerm(operand(0), here, index);
    return of === null ? null : { kind: 'reshape', of, shape: node.attrs.shape };
  }
  const { shape } = at(index.values, id).type;
  const small = shape.length <= 1 && shape.every((d) => staticSize(d) !== null);
  return small ? { kind: 'value', x: id } : null;
}

const partsOf = (lifted: Lifted): readonly ValueId[] => {
  switch (lifted.kind) {
    case 'product':
      return [lifted.x, lifted.y];
    case 'scatter':
      return [lifted.indices, lifted.x];
    case 'reshape':
      return partsOf(lifted.of);
    case 'sum':
    case 'value':
      return [lifted.x];
    default:
      return lifted satisfies never;
  }
};

function lift(loop: Loop, totals: readonly Total[], r: Rewriter): void {
  const { states, scanned, body } = loop.attrs;
  const { builder } = r;
  const { origin } = loop;
  const gone = new Set(totals.map((t) => t.state));
  const nameOf = (id: ValueId): string => at(r.source.values, id).name;
  const kept = body.params.filter((_, i) => !gone.has(i));
  const operands = loop.inputs.filter((_, i) => !gone.has(i)).map((id) => r.get(id));
  const isScanned = (id: ValueId): boolean => {
    const at = body.params.indexOf(id);
    return at >= states && at < states + scanned;
  };
  const parts = [...new Set(totals.flatMap((t) => t.terms.flatMap(partsOf)))].filter((id) => !isScanned(id));
  builder.openBody();
  const params = kept.map((p) => r.declare(p));
  // the additions stay in the body until `drop-dead` finds that nothing reads them
  const orphans = new Map<ValueId, ValueId>();
  for (const { state } of totals) {
    const param = at(body.params, state);
    const zero = builder.constant(0, 'float32', origin);
    const { shape } = at(r.source.values, param).type;
    orphans.set(param, shape.length === 0 ? zero : builder.emit('broadcast', [zero], { shape }, origin));
  }
  for (const [param, id] of orphans) r.set(param, id);
  for (const node of body.nodes) r.visit(node);
  const results = [...body.results.filter((_, i) => !gone.has(i)), ...parts];
  const inner = builder.closeBody(
    params,
    results.map((id) => r.get(id)),
  );
  const outputs = loop.outputs.filter((_, i) => !gone.has(i));
  const made = builder.emitAll('loop', operands, { ...loop.attrs, states: states - gone.size, body: inner }, origin, [
    ...outputs.map(nameOf),
    ...parts.map(nameOf),
  ]);
  outputs.forEach((old, i) => {
    r.set(old, at(made, i));
  });
  const whole = (id: ValueId): ValueId => {
    if (isScanned(id)) return r.get(at(loop.inputs, body.params.indexOf(id)));
    return at(made, outputs.length + parts.indexOf(id));
  };
  for (const { state, terms } of totals) {
    const output = at(loop.outputs, state);
    const init = r.get(at(loop.inputs, state));
    const total = terms.reduce((sum, term) => {
      const value = afterLoop(term, whole, loop, r, nameOf(output));
      return builder.emit('add', [sum, value], {}, origin, nameOf(output));
    }, init);
    r.set(output, total);
  }
}

/** The sum over all steps of one term. */
function afterLoop(lifted: Lifted, whole: (id: ValueId) => ValueId, loop: Loop, r: Rewriter, name: string): ValueId {
  const { builder } = r;
  const { origin } = loop;
  const { length, ragged } = loop.attrs;
  const elementOf = (id: ValueId): Shape => at(r.source.values, id).type.shape;
  /** Whether the value leads with a ragged axis, so that the rows of all steps lie on one axis once it is stacked. */
  const isJoined = (id: ValueId): boolean => raggedAxisWithin(elementOf(id), ragged) !== null;
  switch (lifted.kind) {
    case 'product': {
      const rows = (id: ValueId): ValueId => {
        const stacked = whole(id);
        if (isJoined(id)) return stacked;
        const [, count = {}, width = {}] = builder.typeOf(stacked).shape;
        return builder.emit('reshape', [stacked], { shape: [multiplyDims(length, count), width] }, origin);
      };
      const swapped = builder.emit('transpose', [rows(lifted.x)], { permutation: [1, 0] }, origin);
      return builder.emit('matmul', [swapped, rows(lifted.y)], {}, origin, name);
    }
    case 'sum': {
      const { axes: own, keepDims } = lifted;
      const axes = isJoined(lifted.x) ? own : [0, ...own.map((axis) => axis + 1)];
      const sum = builder.emit('reduce_sum', [whole(lifted.x)], { axes, keepDims: false }, origin, name);
      if (!keepDims) return sum;
      const shape = elementOf(lifted.x).map((d, axis) => (own.includes(axis) ? constantDim(1) : d));
      return builder.emit('reshape', [sum], { shape }, origin, name);
    }
    case 'scatter':
      return builder.emit('scatter_add', [whole(lifted.indices), whole(lifted.x)], { rows: lifted.rows }, origin, name);
    case 'reshape':
      return builder.emit(
        'reshape',
        [afterLoop(lifted.of, whole, loop, r, name)],
        { shape: lifted.shape },
        origin,
        name,
      );
    case 'value':
      return builder.emit('reduce_sum', [whole(lifted.x)], { axes: [0], keepDims: false }, origin, name);
    default:
      return lifted satisfies never;
  }
}
