import { InternalError } from '../diagnostics/diagnostic.ts';
import { at, only } from '../diagnostics/invariants.ts';
import { type GraphIndex, isOp } from '../graph/rewrite.ts';
import { constantDim, equalShapes, multiplyDims, type Shape, sizeOfShape } from '../ir/dim.ts';
import type { Graph } from '../ir/graph.ts';
import type { Node } from '../ir/nodes.ts';
import type { Origin, TensorType, ValueId } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import { BufferTable } from '../program/buffer-table.ts';
import type { KernelCall, Step } from '../program/program.ts';
import { startsOf, touchedBy } from '../program/program-operands.ts';

/** State of one lowering: which buffer holds which value, and where the steps go. */
export class Lowering {
  readonly graph: Graph;
  readonly index: GraphIndex;
  readonly fullLength: boolean;
  readonly table = new BufferTable();
  /** Masks known to be all true and lengths known to be full. */
  readonly allValid = new Set<ValueId>();
  /** Nodes that change a table, or read rows of it, where it lies: see `findInPlace`. */
  readonly inPlace = new Set<Node>();
  loops = 0;
  /** See `rawValues`; null: all products are in float32. */
  readonly #raw: ReadonlySet<ValueId> | null;
  readonly #bound = new Map<ValueId, BufferId>();
  /** Values whose buffer is decided before their node is lowered: stacked results, next states. */
  readonly #placed = new Map<ValueId, BufferId>();
  /** Of the node that is being lowered. */
  origin: Origin | null = null;
  #steps: Step[] = [];
  #role: 'prepared' | 'temporary' = 'temporary';

  constructor(graph: Graph, index: GraphIndex, fullLength: boolean, raw: ReadonlySet<ValueId> | null) {
    this.#raw = raw;
    this.graph = graph;
    this.index = index;
    this.fullLength = fullLength;
  }

  /** Whether a product of the value and a weight may be computed in 16-bit integers. */
  isInt16(id: ValueId | undefined): boolean {
    return this.#raw !== null && id !== undefined && !this.#raw.has(id);
  }

  typeOf(id: ValueId): TensorType {
    return at(this.graph.values, id).type;
  }

  nameOf(id: ValueId): string {
    return at(this.graph.values, id).name;
  }

  bind(id: ValueId, buffer: BufferId): void {
    this.#bound.set(id, buffer);
  }

  known(id: ValueId): BufferId | null {
    return this.#bound.get(id) ?? null;
  }

  bufferOf(id: ValueId): BufferId {
    const buffer = this.#bound.get(id);
    if (buffer !== undefined) return buffer;
    if (this.allValid.has(id)) return this.#materialize(id);
    throw new InternalError(`value ${id} (${this.nameOf(id)}) has no buffer`);
  }

  /** Finds the masks among the nodes' results that are known to be true, before anything is lowered. */
  markValid(nodes: readonly Node[]): void {
    for (const node of nodes) {
      // full lengths are known too, but only a reshape or a part of a mask is a mask
      if (node.op !== 'valid_steps' && node.op !== 'reshape' && node.op !== 'take') continue;
      const out = only(node.outputs);
      if (this.typeOf(out).dtype === 'bool' && this.allValid.has(only(node.inputs))) this.allValid.add(out);
    }
  }

  /** Fills a mask that is known to be true, because an op other than `select` reads it. */
  #materialize(id: ValueId): BufferId {
    const one = this.table.add('true', { dtype: 'bool', shape: [] }, { kind: 'own', role: 'constant', values: [1] });
    const out = this.table.add(this.nameOf(id), this.typeOf(id), { kind: 'own', role: 'temporary' });
    this.kernel({ kernel: 'host.broadcast', x: one, out });
    this.bind(id, out);
    return out;
  }

  /** The buffer a node writes its result to: placed, or memory of its own. */
  allocate(id: ValueId): BufferId {
    const buffer = this.#placed.get(id) ?? this.temporary(this.nameOf(id), this.typeOf(id));
    this.bind(id, buffer);
    return buffer;
  }

  temporary(name: string, type: TensorType): BufferId {
    return this.table.add(name, type, { kind: 'own', role: this.#role });
  }

  place(id: ValueId, buffer: BufferId): void {
    this.#placed.set(id, buffer);
  }

  isPlaced(id: ValueId): boolean {
    return this.#placed.has(id);
  }

  /** Binds a result to memory that exists already, copying if its place was decided elsewhere. */
  alias(id: ValueId, buffer: BufferId): void {
    const place = this.#placed.get(id);
    if (place === undefined) {
      this.bind(id, buffer);
      return;
    }
    this.copy(buffer, place);
    this.bind(id, place);
  }

  kernel(call: KernelCall): void {
    this.#steps.push({ kind: 'kernel', call, ...(this.origin === null ? {} : { origin: this.origin }) });
  }

  copy(from: BufferId, to: BufferId): void {
    if (from !== to) this.#steps.push({ kind: 'copy', from, to });
  }

  step(step: Step): void {
    this.#steps.push(step);
  }

  /** Emits what `piece` emits into `steps`, with new memory of the given role. */
  inSteps<T>(steps: Step[], role: 'prepared' | 'temporary', piece: () => T): T {
    const [outer, outerRole] = [this.#steps, this.#role];
    this.#steps = steps;
    this.#role = role;
    try {
      return piece();
    } finally {
      this.#steps = outer;
      this.#role = outerRole;
    }
  }

  /** A literal of its own. */
  constant(name: string, type: TensorType, values: readonly number[]): BufferId {
    return this.table.add(name, type, { kind: 'own', role: 'constant', values });
  }

  /** The operand stretched to `shape` where it does not have it yet. */
  stretched(id: BufferId, shape: Shape): BufferId {
    const { name, dtype, shape: own } = this.table.get(id);
    if (equalShapes(own, shape)) return id;
    const out = this.temporary(`${name}.stretched`, { dtype, shape });
    this.kernel({ kernel: 'host.broadcast', x: id, out });
    return out;
  }

  /**
   * What finally holds a value: looks through choices known to be decided and reshapes to the node that computes it.
   * Null where no node of `nodes` makes it.
   */
  makerOf(id: ValueId, nodes: ReadonlySet<Node>): { readonly id: ValueId; readonly node: Node } | null {
    const node = this.index.producers.get(id);
    if (node === undefined || !nodes.has(node)) return null;
    if (isOp(node, 'select') && this.allValid.has(at(node.inputs, 0))) return this.makerOf(at(node.inputs, 1), nodes);
    if (isOp(node, 'reshape')) return this.makerOf(only(node.inputs), nodes);
    return { id, node };
  }

  /** Lets the parts of a stack be computed right where the stack holds them. */
  placeStack(stack: Extract<Node, { op: 'stack' }>, nodes: readonly Node[]): void {
    const out = only(stack.outputs);
    const here = new Set(nodes);
    const whole = this.allocate(out);
    const size = sizeOfShape(this.typeOf(out).shape.slice(1));
    stack.inputs.forEach((input, i) => {
      const maker = this.makerOf(input, here);
      if (maker === null || this.isPlaced(maker.id) || !computes(maker.node)) return;
      const type = this.typeOf(maker.id);
      this.place(maker.id, this.table.view(whole, this.nameOf(maker.id), type, multiplyDims(constantDim(i), size)));
    });
  }

  /** Roots of all buffers that the steps read. */
  buffersRead(steps: readonly Step[]): ReadonlySet<BufferId> {
    const read = new Set<BufferId>();
    const note = (id: BufferId): void => {
      read.add(this.table.root(id));
    };
    const starts = (id: BufferId): void => startsOf(this.table.buffers, id).forEach(note);
    const walk = (list: readonly Step[]): void => {
      for (const step of list) {
        if (step.kind === 'loop') {
          for (const { count, start } of step.ragged) for (const id of [count, start]) note(id);
          walk(step.body);
          continue;
        }
        const { reads, writes } = touchedBy(step);
        for (const id of reads) note(id);
        for (const id of [...reads, ...writes]) starts(id);
      }
    };
    walk(steps);
    return read;
  }
}

/** Whether the op writes a result of its own, whole and through one kernel, so that its memory can be chosen freely. */
export function computes(node: Node): boolean {
  switch (node.op) {
    case 'reshape':
    case 'take':
    case 'stack':
    case 'loop':
    case 'constant':
    case 'split':
    case 'slice':
    case 'last_step':
    case 'valid_steps':
    case 'read_rows':
    case 'write_rows':
    case 'add_rows':
      return false;
    default:
      return true;
  }
}
