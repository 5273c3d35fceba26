import { at, only } from '../../diagnostics/invariants.ts';
import { GraphIndex, isOp, rewriteGraph } from '../../graph/rewrite.ts';
import { constantDim, equalShapes, type Shape, sizeOfShape } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Node, NodeOf } from '../../ir/nodes.ts';
import type { StructurePart } from '../../ir/structure.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

/**
 * Where rows are looked up and then brought into the order of a walk, the indices are reordered instead and the rows looked up in the new order. So
 * only indices are moved, and no row is looked up for padding. Where rows are placed by an order and then taken by the same order, both go away.
 *
 *   gather(gather(table, words), order)   ==>  gather(table, gather(words, order))
 *   gather(scatter_add(order, y), order)  ==>  y
 */
export const composeGathers: Pass = {
  name: 'compose-gathers',
  doc: 'Looks up rows in the order in which they are used, instead of looking them up and bringing them in order.',
  run: (graph) => {
    const parts = new Map<ValueId, StructurePart>();
    for (const input of graph.inputs) if (input.role === 'structure') parts.set(input.value, input.part);
    if (parts.size === 0) return graph;
    const rows = new Rows(graph, parts);
    return rewriteGraph(graph, (node, r) => {
      if (!rows.isTaken(node)) return false;
      const [table, order] = [at(node.inputs, 0), at(node.inputs, 1)];
      const placed = rows.placed(table, order);
      if (placed !== null) {
        r.changed = true;
        r.bind(node, [r.get(placed)]);
        return true;
      }
      const lookup = rows.lookup(table);
      if (lookup === null) return false;
      const [source, indices] = [at(lookup.inputs, 0), at(lookup.inputs, 1)];
      r.changed = true;
      const { builder } = r;
      const { origin } = node;
      const count = sizeOfShape(builder.typeOf(r.get(indices)).shape);
      const column = builder.emit('reshape', [r.get(indices)], { shape: [count, constantDim(1)] }, origin);
      const ordered = builder.emit('gather', [column, r.get(order)], {}, origin);
      const { shape } = builder.typeOf(r.get(order));
      const places = builder.emit('reshape', [ordered], { shape }, origin, at(graph.values, indices).name);
      r.bind(node, [
        builder.emit('gather', [r.get(source), places], {}, origin, at(graph.values, only(node.outputs)).name),
      ]);
      return true;
    });
  },
};

/** Finds the node that made the rows of a table. It looks through reshapes that keep rows as they are. */
class Rows {
  readonly #index: GraphIndex;
  readonly #parts: ReadonlyMap<ValueId, StructurePart>;
  readonly #readers = new Map<ValueId, Node[]>();

  constructor(graph: Graph, parts: ReadonlyMap<ValueId, StructurePart>) {
    this.#index = new GraphIndex(graph);
    this.#parts = parts;
    for (const node of graph.nodes)
      for (const id of node.inputs) {
        const readers = this.#readers.get(id) ?? [];
        readers.push(node);
        this.#readers.set(id, readers);
      }
  }

  /** Whether the node takes rows by indices that follow from the shape of trees. None of these is -1. */
  isTaken(node: Node): node is NodeOf<'gather'> {
    return isOp(node, 'gather') && this.#parts.has(at(node.inputs, 1));
  }

  /** The rows that were placed into the table by the same order; an order names every row once. */
  placed(table: ValueId, order: ValueId): ValueId | null {
    const maker = this.#maker(table);
    if (maker === undefined || !isOp(maker, 'scatter_add') || this.#parts.get(order) !== 'order') return null;
    const isSame =
      at(maker.inputs, 0) === order && equalShapes(this.#shapeOf(table), this.#shapeOf(only(maker.outputs)));
    return isSame ? at(maker.inputs, 1) : null;
  }

  /** The lookup that gives the rows of the table, where nothing but `isTaken` reads them. */
  lookup(table: ValueId): NodeOf<'gather'> | null {
    const maker = this.#maker(table);
    if (maker === undefined || !isOp(maker, 'gather') || !this.#isOnlyTaken(only(maker.outputs))) return null;
    const width = this.#shapeOf(at(maker.inputs, 0)).slice(1);
    return equalShapes(this.#shapeOf(table).slice(1), width) ? maker : null;
  }

  #shapeOf(id: ValueId): Shape {
    return at(this.#index.values, id).type.shape;
  }

  #maker(id: ValueId): Node | undefined {
    const node = this.#index.producers.get(id);
    return node !== undefined && isOp(node, 'reshape') ? this.#maker(only(node.inputs)) : node;
  }

  #isOnlyTaken(id: ValueId): boolean {
    const readers = this.#readers.get(id) ?? [];
    return (
      readers.length === this.#index.usesOf(id) &&
      readers.every((node) =>
        isOp(node, 'reshape')
          ? node.outputs.every((out) => this.#isOnlyTaken(out))
          : this.isTaken(node) && node.inputs[0] === id,
      )
    );
  }
}
