import { at, only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, type Rewriter, rewriteGraph } from '../../graph/rewrite.ts';
import { addDims, constantDim, type Dim, isStatic, staticSize } from '../../ir/dim.ts';
import { isElementwise } from '../../ir/elementwise-ops.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node, OpName } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { elementwise } from '../../ops/elementwise/elementwise.ts';
import type { Pass } from './pass.ts';

/** An interval of the last axis. */
interface Part {
  readonly start: number;
  readonly end: number;
}

const letsCutsThrough = (op: OpName): boolean => isElementwise(op) && elementwise[op].commutesWithSlices;

/**
 * Cuts along the last axis move up to where they cost nothing: through elementwise operations to the columns of a matrix, which are cut
 * once when weights are bound. Every part then comes out contiguous. Works for any number of gates; stops at values that something else
 * reads too, so nothing is computed twice.
 *
 *   a, b = split(x @ w + v)  ==>  a = x @ w[:, :n] + v[:n];  b = x @ w[:, n:] + v[n:]
 */
export const pushSplits: Pass = {
  name: 'push-splits',
  doc: 'Moves splits and slices of the last axis up through elementwise operations into the columns of matrices.',
  run: (graph) => {
    const index = new GraphIndex(graph);
    const cuts = countCuts(graph, index);
    if (cuts.size === 0) return graph;
    return rewriteGraph(graph, (node, r) => {
      if (!isOp(node, 'split') && !isOp(node, 'slice')) return false;
      const source = only(node.inputs);
      if (node.attrs.axis !== at(graph.values, source).type.shape.length - 1) return false;
      const parts = isOp(node, 'split') ? splitParts(node.attrs.sizes) : slicePart(node.attrs.start, node.attrs.end);
      if (parts === null || !movesUp(source, index, cuts.get(source) ?? 0)) return false;
      r.changed = true;
      const pusher = new Pusher(index, r);
      r.bind(
        node,
        parts.map((part, i) => {
          const id = pusher.part(source, part, true);
          r.builder.rename(id, at(graph.values, at(node.outputs, i)).name);
          return id;
        }),
      );
      return true;
    });
  },
};

function splitParts(sizes: readonly Dim[]): readonly Part[] | null {
  const parts: Part[] = [];
  let start = 0;
  for (const size of sizes) {
    const n = staticSize(size);
    if (n === null) return null;
    parts.push({ start, end: start + n });
    start += n;
  }
  return parts;
}

function slicePart(start: Dim, end: Dim): readonly Part[] | null {
  const from = staticSize(start);
  const to = staticSize(end);
  return from === null || to === null ? null : [{ start: from, end: to }];
}

/** How many nodes cut each value along its last axis. */
function countCuts(graph: Graph, index: GraphIndex): ReadonlyMap<ValueId, number> {
  const cuts = new Map<ValueId, number>();
  for (const node of new Set(index.producers.values())) {
    if (!isOp(node, 'split') && !isOp(node, 'slice')) continue;
    const source = only(node.inputs);
    if (node.attrs.axis !== at(graph.values, source).type.shape.length - 1) continue;
    cuts.set(source, (cuts.get(source) ?? 0) + 1);
  }
  return cuts;
}

/** Whether a cut can leave `id`: its maker lets cuts through and nothing but `readers` cuts reads it. */
function movesUp(id: ValueId, index: GraphIndex, readers: number): boolean {
  const maker = index.producers.get(id);
  if (maker === undefined || index.usesOf(id) > readers) return false;
  return isOp(maker, 'matmul') || letsCutsThrough(maker.op);
}

class Pusher {
  readonly #index: GraphIndex;
  readonly #r: Rewriter;
  readonly #done = new Map<string, ValueId>();

  constructor(index: GraphIndex, r: Rewriter) {
    this.#index = index;
    this.#r = r;
  }

  /** The part of an old value, made where the rewriter stands. `first`: the value that was cut itself. */
  part(old: ValueId, part: Part, first = false): ValueId {
    const key = `${old}:${part.start}:${part.end}`;
    const known = this.#done.get(key);
    if (known !== undefined) return known;
    const id = this.#make(old, part, first);
    this.#done.set(key, id);
    return id;
  }

  #make(old: ValueId, part: Part, first: boolean): ValueId {
    const { builder } = this.#r;
    const maker = this.#index.producers.get(old);
    if (maker !== undefined && (first || movesUp(old, this.#index, 1))) {
      if (isOp(maker, 'matmul')) {
        const [a, b] = [at(maker.inputs, 0), at(maker.inputs, 1)];
        return builder.emit('matmul', [this.#r.get(a), this.part(b, part)], {}, maker.origin);
      }
      if (letsCutsThrough(maker.op)) return this.#elementwise(maker, old, part);
    }
    if (maker !== undefined && isOp(maker, 'broadcast') && this.#stretches(only(maker.inputs), old)) {
      const shape = [...maker.attrs.shape.slice(0, -1), constantDim(part.end - part.start)];
      return builder.emit('broadcast', [this.#r.get(only(maker.inputs))], { shape }, maker.origin);
    }
    const { shape } = this.#r.builder.typeOf(this.#r.get(old));
    const axis = shape.length - 1;
    if (isStatic(at(shape, axis), part.end - part.start)) return this.#r.get(old);
    const origin = maker?.origin ?? { path: at(this.#r.source.values, old).name, span: null };
    const name = `${at(this.#r.source.values, old).name}.${part.start}_${part.end}`;
    const end = addDims(constantDim(part.start), constantDim(part.end - part.start));
    return builder.emit('slice', [this.#r.get(old)], { axis, start: constantDim(part.start), end }, origin, name);
  }

  #elementwise(maker: Node, old: ValueId, part: Part): ValueId {
    const operands = maker.inputs.map((input) =>
      this.#stretches(input, old) ? this.#r.get(input) : this.part(input, part),
    );
    return only(this.#r.emitSame(maker, operands));
  }

  /** Whether the operand has no last axis of the result's size, so that every part sees the same of it. */
  #stretches(operand: ValueId, result: ValueId): boolean {
    const last = (id: ValueId): Dim | undefined => at(this.#r.source.values, id).type.shape.at(-1);
    const size = last(operand);
    return size === undefined || (isStatic(size, 1) && !isStatic(last(result) ?? {}, 1));
  }
}
