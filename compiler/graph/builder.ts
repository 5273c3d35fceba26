import { InternalError } from '../diagnostics/diagnostic.ts';
import { only } from '../diagnostics/invariants.ts';
import { equalShapes } from '../ir/dim.ts';
import type { Body, Node, NodeOf, OpAttributes, OpName } from '../ir/nodes.ts';
import type { Dtype, Origin, TensorType, Value, ValueId } from '../ir/types.ts';
import { ops } from '../ops/index.ts';

/** Inferred result types of one op. @throws OpTypeError where the operands do not fit. */
export function inferTypes<K extends OpName>(
  op: K,
  inputs: readonly TensorType[],
  attrs: OpAttributes[K],
  typeOf: (value: ValueId) => TensorType,
): readonly TensorType[] {
  return ops[op].infer(inputs, attrs, { typeOf });
}

/** Rebuilds a node with other operands and results. The one place where the pairing of op and attributes has to be asserted. */
export function makeNode<K extends OpName>(
  op: K,
  inputs: readonly ValueId[],
  attrs: OpAttributes[K],
  outputs: readonly ValueId[],
  origin: Origin,
): Node {
  const node: NodeOf<K> = { op, inputs, attrs, outputs, origin };
  return node as unknown as Node;
}

/**
 * Appends typed nodes to a graph under construction. Regions nest: nodes go to the innermost open body.
 * Every `emit` infers its result types, so a graph built here is typed by construction.
 */
export class GraphBuilder {
  readonly values: Value[] = [];
  /** The innermost open region. */
  #nodes: Node[] = [];
  /** The regions around it, the outermost first. */
  readonly #around: Node[][] = [];

  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  readonly typeOf = (id: ValueId): TensorType => {
    const value = this.values[id];
    if (value === undefined) throw new InternalError(`no value ${id}`);
    return value.type;
  };

  nameOf(id: ValueId): string {
    return this.values[id]?.name ?? '?';
  }

  value(name: string, type: TensorType): ValueId {
    this.values.push({ name, type });
    return (this.values.length - 1) as ValueId;
  }

  rename(id: ValueId, name: string): void {
    this.values[id] = { name, type: this.typeOf(id) };
  }

  /** Makes the value use this object as its type, if it is an equal type, so that equal types can be found by identity. */
  share(id: ValueId, type: TensorType): void {
    const { name, type: own } = this.values[id] ?? { name: '', type };
    if (own !== type && own.dtype === type.dtype && equalShapes(own.shape, type.shape))
      this.values[id] = { name, type };
  }

  /** Appends a node and gives its results, named `names` or after the origin's path. */
  emitAll<K extends OpName>(
    op: K,
    inputs: readonly ValueId[],
    attrs: OpAttributes[K],
    origin: Origin,
    names: readonly string[] = [],
  ): readonly ValueId[] {
    const types = inferTypes(op, inputs.map(this.typeOf), attrs, this.typeOf);
    const outputs = types.map((type, i) => this.value(names[i] ?? origin.path, type));
    this.#nodes.push(makeNode(op, inputs, attrs, outputs, origin));
    return outputs;
  }

  /** A value of another graph, from its `values`. */
  take(id: ValueId, values: readonly Value[]): ValueId {
    const value = values[id];
    if (value === undefined) throw new InternalError(`no value ${id}`);
    this.values.push(value);
    return (this.values.length - 1) as ValueId;
  }

  /** A node of another graph over operands of the same types: its results, from that graph's `values`, are known and not inferred. */
  append(
    node: Node,
    inputs: readonly ValueId[],
    results: readonly ValueId[],
    values: readonly Value[],
  ): readonly ValueId[] {
    const first = this.values.length;
    let outputs = results;
    for (let i = 0; i < results.length; i++) {
      const old = results[i];
      if (old === undefined) continue;
      const id = this.take(old, values);
      if (id !== old && outputs === results) outputs = results.map((_, k) => (first + k) as ValueId);
    }
    const isSame = inputs === node.inputs && outputs === node.outputs;
    this.#nodes.push(isSame ? node : makeNode<OpName>(node.op, inputs, node.attrs, outputs, node.origin));
    return outputs;
  }

  /** As `emitAll` for ops with one result. */
  emit<K extends OpName>(
    op: K,
    inputs: readonly ValueId[],
    attrs: OpAttributes[K],
    origin: Origin,
    name?: string,
  ): ValueId {
    return only(this.emitAll(op, inputs, attrs, origin, name === undefined ? [] : [name]));
  }

  constant(value: number, dtype: Dtype, origin: Origin): ValueId {
    return this.emit('constant', [], { dtype, shape: [], values: [value] }, origin, `${value}`);
  }

  /** Emits what `piece` emits into the region around the innermost open body, if one is open; it must read values of that region alone. */
  outside<T>(piece: () => T): T {
    const around = this.#around.pop();
    if (around === undefined) return piece();
    const body = this.#nodes;
    this.#nodes = around;
    try {
      return piece();
    } finally {
      this.#around.push(this.#nodes);
      this.#nodes = body;
    }
  }

  /** Opens a body; what is emitted until `closeBody` goes into it. */
  openBody(): void {
    this.#around.push(this.#nodes);
    this.#nodes = [];
  }

  closeBody(params: readonly ValueId[], results: readonly ValueId[]): Body {
    const nodes = this.#nodes;
    const around = this.#around.pop();
    if (around === undefined) throw new InternalError('no open body');
    this.#nodes = around;
    return { params, nodes, results };
  }
}
