import { at, only } from '../../diagnostics/invariants.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { isOp, type Rewriter, rewriteGraph, someNode } from '../../graph/rewrite.ts';
import { addDims, type Dim, dim, equalDims, equalShapes, type Shape } from '../../ir/dim.ts';
import { isElementwiseNode, type Node, type NodeOf } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { elementwise } from '../../ops/elementwise/elementwise.ts';
import type { Pass } from './pass.ts';

/**
 * A value that is repeated along a new leading axis is worked on before it is repeated, so that the work is done once and not once per step. A loop
 * that scans it reads the value itself, which is the same at every step; from there `hoist-invariants` takes its products out of the loop.
 *
 *   repeat(x) @ w                ==>  repeat(x @ w)
 *   concat(repeat(x), y) @ w     ==>  x @ w[:n] + y @ w[n:]
 *   loop over repeat(x) { x[t] } ==>  loop { x }
 */
export const liftRepeats: Pass = {
  name: 'lift-repeats',
  doc: 'Does once what would be done alike at every step of a repeated value.',
  run: (graph) => {
    if (!someNode(graph.nodes, (node) => isOp(node, 'broadcast'))) return graph;
    const lifter = new Lifter();
    return rewriteGraph(graph, (node, r) => lifter.visit(node, r));
  },
};

/** Ids are those of the new graph. */
class Lifter {
  /** What is repeated, by the value that has it at every step. */
  readonly #repeated = new Map<ValueId, ValueId>();
  readonly #joins = new Map<ValueId, NodeOf<'concat'>>();

  visit(node: Node, r: Rewriter): boolean {
    if (isOp(node, 'broadcast')) {
      r.copy(node);
      this.#note(only(r.all(node.outputs)), only(r.all(node.inputs)), r);
      return true;
    }
    const inputs = r.all(node.inputs);
    if (isOp(node, 'concat')) return this.#join(node, inputs, r);
    if (isOp(node, 'matmul') && this.#multiplyParts(node, inputs, r)) return true;
    if (!inputs.some((id) => this.#repeated.has(id))) return false;
    if (isOp(node, 'loop')) return this.#enter(node, inputs, r);
    const done = this.#lift(node, inputs, r);
    if (done) r.changed = true;
    return done;
  }

  /** Remembers a value of two axes or more that was only given one axis before them. */
  #note(whole: ValueId, value: ValueId, r: Rewriter): void {
    const { shape } = r.builder.typeOf(value);
    if (shape.length >= 2 && equalShapes(r.builder.typeOf(whole).shape.slice(1), shape))
      this.#repeated.set(whole, value);
  }

  #repeat(value: ValueId, lead: Dim, node: Node, r: Rewriter): ValueId {
    const shape = [lead, ...r.builder.typeOf(value).shape];
    const whole = r.builder.emit('broadcast', [value], { shape }, node.origin);
    this.#note(whole, value, r);
    return whole;
  }

  #lift(node: Node, inputs: readonly ValueId[], r: Rewriter): boolean {
    if (isElementwiseNode(node)) return elementwise[node.op].commutesWithSlices && this.#elementwise(node, inputs, r);
    const [first] = inputs;
    const value = first === undefined ? undefined : this.#repeated.get(first);
    if (first === undefined || value === undefined) return false;
    const [lead] = r.builder.typeOf(first).shape;
    if (lead === undefined) return false;
    const rest = inputs.slice(1);
    const names = node.outputs.map((id) => at(r.source.values, id).name);
    const again = (values: readonly ValueId[]): boolean => {
      r.bind(
        node,
        values.map((made) => this.#repeat(made, lead, node, r)),
      );
      return true;
    };
    switch (node.op) {
      case 'matmul': {
        const isMatrix = rest.every((id) => r.builder.typeOf(id).shape.length === 2 && !this.#repeated.has(id));
        return isMatrix && again(r.emitSame(node, [value, ...rest], names));
      }
      case 'softmax':
      case 'logsumexp':
        return again(r.emitSame(node, [value], names));
      case 'split':
      case 'slice': {
        const { axis } = node.attrs;
        if (axis === 0) return false;
        const lower = { ...node.attrs, axis: axis - 1 };
        return again(r.builder.emitAll(node.op, [value], lower as never, node.origin, names));
      }
      case 'take':
        r.bind(node, [value]);
        return true;
      default:
        return false;
    }
  }

  /** Operands are stretched to each other along the steps anyway. */
  #elementwise(node: Node, inputs: readonly ValueId[], r: Rewriter): boolean {
    const { shape } = at(r.source.values, only(node.outputs)).type;
    const [lead] = shape;
    if (lead === undefined) return false;
    const shapeOf = (id: ValueId): Shape => r.builder.typeOf(id).shape;
    const whole = inputs.filter((id) => shapeOf(id).length === shape.length && !this.#repeated.has(id));
    const values = inputs.map((id) => (shapeOf(id).length === shape.length ? this.#repeated.get(id) : undefined) ?? id);
    if (values.every((id, i) => id === inputs[i])) return false;
    const name = at(r.source.values, only(node.outputs)).name;
    if (whole.length === 0) {
      const made = only(r.emitSame(node, values, [name]));
      r.bind(node, [this.#repeat(made, lead, node, r)]);
      return true;
    }
    const keepsShape = whole.some((id) => equalDims(at(shapeOf(id), 0), lead));
    if (!keepsShape) return false;
    r.bind(node, r.emitSame(node, values, [name]));
    return true;
  }

  #join(node: NodeOf<'concat'>, inputs: readonly ValueId[], r: Rewriter): boolean {
    const values = inputs.flatMap((id) => this.#repeated.get(id) ?? []);
    const [first] = inputs;
    const lead = first === undefined ? undefined : r.builder.typeOf(first).shape[0];
    if (values.length < inputs.length || node.attrs.axis === 0 || lead === undefined) {
      r.copy(node);
      if (values.length > 0) this.#joins.set(only(r.all(node.outputs)), { ...node, inputs });
      return true;
    }
    r.changed = true;
    const joined = r.builder.emit('concat', values, { axis: node.attrs.axis - 1 }, node.origin);
    r.bind(node, [this.#repeat(joined, lead, node, r)]);
    return true;
  }

  /** The product of joined features, some of them repeated: a sum of products of those that are repeated and of the others. */
  #multiplyParts(node: NodeOf<'matmul'>, [left, matrix]: readonly ValueId[], r: Rewriter): boolean {
    const join = left === undefined ? undefined : this.#joins.get(left);
    if (join === undefined || left === undefined || matrix === undefined) return false;
    const { builder } = r;
    const { axis } = join.attrs;
    if (axis !== builder.typeOf(left).shape.length - 1 || builder.typeOf(matrix).shape.length !== 2) return false;
    r.changed = true;
    let start = dim(0);
    const products = join.inputs.map((part, i) => {
      const end = addDims(start, at(builder.typeOf(part).shape, axis));
      const name = `${builder.nameOf(matrix)}.rows${i}`;
      const rows = builder.emit('slice', [matrix], { axis: 0, start, end }, node.origin, name);
      start = end;
      const value = this.#repeated.get(part);
      return { id: builder.emit('matmul', [value ?? part, rows], {}, node.origin), once: value !== undefined };
    });
    const add = (a: ValueId, b: ValueId): ValueId => builder.emit('add', [a, b], {}, node.origin);
    const sum = (once: boolean): ValueId =>
      products
        .filter((p) => p.once === once)
        .map(({ id }) => id)
        .reduce(add);
    r.bind(node, [add(sum(false), sum(true))]);
    return true;
  }

  /** The same loop, which reads repeated values themselves. */
  #enter(node: NodeOf<'loop'>, inputs: readonly ValueId[], r: Rewriter): boolean {
    const { states, scanned, direction, length, ragged = [], remat = false, body } = node.attrs;
    const value = (i: number): ValueId | undefined =>
      i >= states + 2 * ragged.length && i < states + scanned ? this.#repeated.get(at(inputs, i)) : undefined;
    const isSteps = (i: number): boolean => equalDims(at(r.builder.typeOf(at(inputs, i)).shape, 0), length);
    if (!inputs.some((_, i) => value(i) !== undefined && isSteps(i))) return false;
    r.changed = true;
    const bounds = inputs.slice(states, states + 2 * ragged.length);
    const loop = new LoopBody(r.builder, direction, length, { remat, ragged, bounds });
    body.params.forEach((param, i) => {
      const outer = at(inputs, i);
      if (i < states) r.set(param, loop.state(at(r.source.values, param).name, outer));
      else if (i >= states + scanned) r.set(param, loop.capture(outer));
      else {
        const same = isSteps(i) ? value(i) : undefined;
        r.set(param, same === undefined ? loop.scan(outer) : loop.capture(same));
      }
    });
    for (const inner of body.nodes) r.visit(inner);
    const results = r.all(body.results);
    const names = node.outputs.map((id) => at(r.source.values, id).name);
    const { finals, stacked } = loop.close(
      results.slice(0, states),
      results.slice(states).map((id, i) => ({ id, name: at(names, states + i) })),
      node.origin,
    );
    r.bind(node, [...finals, ...stacked]);
    finals.forEach((id, i) => {
      r.builder.rename(id, at(names, i));
    });
    return true;
  }
}
