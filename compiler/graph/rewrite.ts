import { InternalError } from '../diagnostics/diagnostic.ts';
import type { Graph, GraphInput, Learning } from '../ir/graph.ts';
import type { Body, Node, NodeOf, OpName } from '../ir/nodes.ts';
import type { Value, ValueId } from '../ir/types.ts';
import { GraphBuilder } from './builder.ts';

/** What training asks of a graph besides its outputs. */
export function learningValues({ learning }: Graph): readonly ValueId[] {
  if (learning === undefined) return [];
  const { loss, gradients, followed, updates } = learning;
  return [loss, ...[...gradients, ...followed, ...updates].map(({ value }) => value)];
}

/** Reads a graph: who makes a value, how often it is used. Covers the graph and all bodies. */
export class GraphIndex {
  readonly values: readonly Value[];
  readonly producers = new Map<ValueId, Node>();
  readonly #uses: number[];

  constructor(graph: Graph) {
    this.values = graph.values;
    this.#uses = new Array<number>(graph.values.length).fill(0);
    const use = (id: ValueId): void => {
      this.#uses[id] = this.usesOf(id) + 1;
    };
    const walk = (nodes: readonly Node[]): void => {
      for (const node of nodes) {
        for (const out of node.outputs) this.producers.set(out, node);
        node.inputs.forEach(use);
        if (node.op === 'loop') {
          walk(node.attrs.body.nodes);
          node.attrs.body.results.forEach(use);
        }
      }
    };
    walk(graph.nodes);
    for (const output of graph.outputs) use(output.value);
    for (const input of graph.inputs) if (input.role === 'state') use(input.final);
    for (const id of learningValues(graph)) use(id);
  }

  producer<K extends OpName>(id: ValueId, op: K): Extract<Node, { op: K }> | null {
    const node = this.producers.get(id);
    return node !== undefined && isOp(node, op) ? node : null;
  }

  usesOf(id: ValueId): number {
    return this.#uses[id] ?? 0;
  }
}

export function isOp<K extends OpName>(node: Node, op: K): node is Extract<Node, { op: K }> {
  return node.op === op;
}

/** Whether there is such a node, in the list or in a body. */
export const someNode = (nodes: readonly Node[], test: (node: Node) => boolean): boolean =>
  nodes.some((node) => test(node) || (isOp(node, 'loop') && someNode(node.attrs.body.nodes, test)));

/** Handles one node by setting the new ids of its outputs and gives true, or gives false to have it copied. */
export type Visit = (node: Node, rewriter: Rewriter) => boolean;

/**
 * Rebuilds a graph node by node through a fresh builder, so every pass result is typed anew and ids stay dense.
 * Old ids are mapped to new ones by `get` and `set`.
 */
export class Rewriter {
  readonly builder = new GraphBuilder();
  readonly source: Graph;
  changed = false;
  readonly #ids: (ValueId | undefined)[];
  readonly #visit: Visit;

  constructor(source: Graph, visit: Visit) {
    this.source = source;
    this.#ids = new Array(source.values.length);
    this.#visit = visit;
  }

  get(old: ValueId): ValueId {
    const id = this.#ids[old];
    if (id === undefined) throw new InternalError(`value ${old} (${this.source.values[old]?.name}) is not mapped yet`);
    return id;
  }

  set(old: ValueId, id: ValueId): void {
    this.#ids[old] = id;
  }

  /** Declares a fresh value of the same name and type and maps the old one to it. */
  declare(old: ValueId): ValueId {
    const id = this.builder.take(old, this.source.values);
    this.set(old, id);
    return id;
  }

  visit(node: Node): void {
    if (!this.#visit(node, this)) this.copy(node);
  }

  /** Emits the node with mapped operands; loops are entered, their bodies visited. Operands of the same types give results of the same types. */
  copy(node: Node): void {
    const { values } = this.source;
    const inputs = this.all(node.inputs);
    if (!isOp(node, 'loop') && this.#haveSameTypes(node.inputs, inputs)) {
      const outputs = this.builder.append(node, inputs, node.outputs, values);
      this.bind(node, outputs);
      return;
    }
    const names = node.outputs.map((id) => values[id]?.name ?? '');
    const outputs = isOp(node, 'loop')
      ? this.builder.emitAll('loop', inputs, { ...node.attrs, body: this.body(node.attrs.body) }, node.origin, names)
      : this.emitSame(node, inputs, names);
    this.bind(node, outputs);
    // equal types share one object, so that a reader of these results can be seen to have operands of the same types
    node.outputs.forEach((old, i) => {
      const [before, id] = [values[old], outputs[i]];
      if (before !== undefined && id !== undefined) this.builder.share(id, before.type);
    });
  }

  /** The mapped ids; the same list where none has another. */
  all(olds: readonly ValueId[]): readonly ValueId[] {
    let isSame = true;
    for (let i = 0; i < olds.length && isSame; i++) {
      const old = olds[i];
      if (old !== undefined) isSame = this.get(old) === old;
    }
    return isSame ? olds : olds.map((old) => this.get(old));
  }

  #haveSameTypes(olds: readonly ValueId[], ids: readonly ValueId[]): boolean {
    for (let i = 0; i < olds.length; i++)
      if (this.source.values[olds[i] ?? -1]?.type !== this.builder.values[ids[i] ?? -1]?.type) return false;
    return true;
  }

  /** The same op and attributes over other operands. */
  emitSame(node: Node, inputs: readonly ValueId[], names: readonly string[] = []): readonly ValueId[] {
    const emit = <K extends OpName>(n: NodeOf<K>): readonly ValueId[] =>
      this.builder.emitAll(n.op, inputs, n.attrs, n.origin, names);
    return emit(node as NodeOf<OpName>);
  }

  bind(node: Node, outputs: readonly ValueId[]): void {
    for (let i = 0; i < node.outputs.length; i++) {
      const [old, id] = [node.outputs[i], outputs[i]];
      if (old === undefined || id === undefined) throw new InternalError('a rewrite lost a result');
      this.set(old, id);
    }
  }

  body(body: Body): Body {
    this.builder.openBody();
    const params = body.params.map((p) => this.declare(p));
    for (const node of body.nodes) this.visit(node);
    return this.builder.closeBody(
      params,
      body.results.map((r) => this.get(r)),
    );
  }

  #learning(learning: Learning): Learning {
    return {
      ...learning,
      loss: this.get(learning.loss),
      gradients: learning.gradients.map(({ path, value }) => ({ path, value: this.get(value) })),
      followed: learning.followed.map(({ path, value }) => ({ path, value: this.get(value) })),
      slots: learning.slots.map((slot) => ({ ...slot, value: this.get(slot.value) })),
      updates: learning.updates.map(({ target, value }) => ({ target: this.get(target), value: this.get(value) })),
    };
  }

  run(): Graph {
    const { source } = this;
    for (const input of source.inputs) this.declare(input.value);
    for (const weight of source.weights) this.declare(weight.value);
    for (const slot of source.learning?.slots ?? []) this.declare(slot.value);
    for (const node of source.nodes) this.visit(node);
    return {
      ...source,
      values: this.builder.values,
      inputs: source.inputs.map((input): GraphInput => {
        if (input.role === 'state') return { ...input, value: this.get(input.value), final: this.get(input.final) };
        return { ...input, value: this.get(input.value) };
      }),
      weights: source.weights.map((weight) => ({ ...weight, value: this.get(weight.value) })),
      nodes: this.builder.nodes,
      outputs: source.outputs.map((output) => ({ ...output, value: this.get(output.value) })),
      ...(source.learning === undefined ? {} : { learning: this.#learning(source.learning) }),
    };
  }
}

/** Rebuilds the graph; gives the same object back unless `visit` set `rewriter.changed`. */
export function rewriteGraph(graph: Graph, visit: Visit): Graph {
  const rewriter = new Rewriter(graph, visit);
  const result = rewriter.run();
  return rewriter.changed ? result : graph;
}
