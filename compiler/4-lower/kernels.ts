import { at, only } from '../diagnostics/invariants.ts';
import {
  addDims,
  constantDim,
  type Dim,
  equalDims,
  isStatic,
  multiplyDims,
  type Shape,
  sizeOfShape,
} from '../ir/dim.ts';
import type { ElementwiseOp } from '../ir/elementwise-ops.ts';
import { type ElementwiseNode, isElementwiseNode, type Node, type NodeOf, type OpName } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import { lowerLoop } from './loop.ts';
import type { Lowering } from './lowering.ts';

/** Emits the kernel calls of one node. */
type Lower<K extends OpName> = (l: Lowering, node: NodeOf<K>) => void;

const operand = (l: Lowering, node: { readonly inputs: readonly ValueId[] }, i: number): BufferId =>
  l.bufferOf(at(node.inputs, i));

const product = (shape: Shape): Dim => sizeOfShape(shape);

const lastOf = (shape: Shape): Dim => at(shape, shape.length - 1);

/** a [..., K] as [M, K] and its result as [M, N]. */
function matrices(l: Lowering, node: { readonly inputs: readonly ValueId[]; readonly outputs: readonly ValueId[] }) {
  const a = operand(l, node, 0);
  const b = operand(l, node, 1);
  const out = l.allocate(only(node.outputs));
  const fold = (id: BufferId): BufferId => {
    const { shape } = l.table.get(id);
    return shape.length === 2 ? id : l.table.reshape(id, [product(shape.slice(0, -1)), lastOf(shape)]);
  };
  const fresh = !l.table.isPersistent(b);
  return {
    a: fold(a),
    b,
    out: fold(out),
    fresh,
    // a product of the `prepare` list is computed once, so nothing is gained by computing it in 16 bits
    ...(!fresh && !l.table.isPersistent(a) && l.isInt16(node.inputs[0]) ? { int16: true as const } : {}),
  };
}

/** A part of `x` along `axis` from `start`: a view where everything before the axis is a single element, else a copy of rows. */
function part(l: Lowering, x: BufferId, axis: number, start: Dim, out: ValueId): void {
  const { shape } = l.table.get(x);
  const type = l.typeOf(out);
  const outer = product(shape.slice(0, axis));
  const inner = product(shape.slice(axis + 1));
  const offset = multiplyDims(start, inner);
  if (isStatic(outer, 1)) {
    l.alias(out, l.table.view(x, l.nameOf(out), type, offset));
    return;
  }
  const run = multiplyDims(at(type.shape, axis), inner);
  const xStride = multiplyDims(at(shape, axis), inner);
  const place = l.allocate(out);
  l.kernel({
    kernel: 'host.copy_rows',
    rows: outer,
    run,
    xOffset: offset,
    xStride,
    outOffset: constantDim(0),
    outStride: run,
    x,
    out: place,
  });
}

const reduce =
  (by: 'sum' | 'mean' | 'max'): Lower<'reduce_sum' | 'reduce_mean' | 'reduce_max'> =>
  (l, node) => {
    let x = operand(l, node, 0);
    let { shape } = l.table.get(x);
    const result = only(node.outputs);
    const runs = contiguousRuns(node.attrs.axes).toReversed();
    runs.forEach(([first, last], i) => {
      const outer = product(shape.slice(0, first));
      const reduced = product(shape.slice(first, last + 1));
      const inner = product(shape.slice(last + 1));
      shape = [...shape.slice(0, first), ...shape.slice(last + 1)];
      const done = i === runs.length - 1;
      const out = done
        ? l.allocate(result)
        : l.temporary(`${l.nameOf(result)}.${i}`, { dtype: l.table.dtype(x), shape });
      l.kernel({ kernel: 'host.reduce', by, outer, reduced, inner, x, out });
      x = out;
    });
  };

/** Ascending axes as intervals: [0, 1, 3] → [0, 1], [3, 3]. */
function contiguousRuns(axes: readonly number[]): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const axis of axes) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === axis - 1) last[1] = axis;
    else runs.push([axis, axis]);
  }
  return runs;
}

function lowerElementwise(l: Lowering, node: ElementwiseNode): void {
  if (node.op === 'select') {
    lowerSelect(l, node);
    return;
  }
  const operands = node.inputs.map((id) => l.bufferOf(id));
  l.kernel({ kernel: 'elementwise', op: node.op, operands, out: l.allocate(only(node.outputs)) });
}

const lowerSelect: Lower<'select'> = (l, node) => {
  const out = only(node.outputs);
  const { shape } = l.typeOf(out);
  if (l.allValid.has(at(node.inputs, 0))) {
    l.alias(out, l.stretched(operand(l, node, 1), shape));
    return;
  }
  const a = l.stretched(operand(l, node, 1), shape);
  const b = l.stretched(operand(l, node, 2), shape);
  const c = operand(l, node, 0);
  const own = l.table.get(c).shape;
  // the kernel takes a condition per row: fold the leading axes that it has, where the rest of it is 1
  let lead = own.length;
  while (lead > 0 && isStatic(at(own, lead - 1), 1)) lead -= 1;
  const perRow =
    own.length === shape.length && lead > 0 && own.slice(0, lead).every((d, i) => equalDims(d, at(shape, i)));
  const place = l.allocate(out);
  if (!perRow) {
    l.kernel({ kernel: 'elementwise', op: 'select', operands: [l.stretched(c, shape), a, b], out: place });
    return;
  }
  const rows = product(shape.slice(0, lead));
  const folded: Shape = [rows, product(shape.slice(lead))];
  const flat = (id: BufferId): BufferId => l.table.reshape(id, folded);
  const perRowCondition = l.table.reshape(c, [rows]);
  l.kernel({ kernel: 'elementwise', op: 'select', operands: [perRowCondition, flat(a), flat(b)], out: flat(place) });
};

/** Whether the order of the axes that hold more than one element stays the same: then the elements already lie right. */
function keepsOrder(permutation: readonly number[], shape: Shape): boolean {
  const long = permutation.filter((p) => !isStatic(at(shape, p), 1));
  return long.every((p, i) => i === 0 || p > at(long, i - 1));
}

/** The memory of a table that a node changes rows of: the table's own where nobody sees the old one any more, else a copy. */
function changedTable(l: Lowering, node: NodeOf<'write_rows' | 'add_rows'>): BufferId {
  const table = operand(l, node, 0);
  const out = only(node.outputs);
  if (l.inPlace.has(node) && !l.isPlaced(out) && !l.table.isPersistent(table)) {
    l.bind(out, table);
    return table;
  }
  const place = l.allocate(out);
  l.copy(table, place);
  return place;
}

/** Every other op of the IR → kernel calls. A missing row is a type error. */
const lowerings: { readonly [K in Exclude<OpName, ElementwiseOp>]: Lower<K> } = {
  matmul: (l, node) => l.kernel({ kernel: 'BatchMatMul', ...matrices(l, node) }),
  matmul_bias: (l, node) => {
    const bias = operand(l, node, 2);
    const m = matrices(l, node);
    const fresh = m.fresh || !l.table.isPersistent(bias);
    l.kernel({ kernel: '_FusedMatMul', ...m, fresh, bias, activation: node.attrs.activation });
  },
  concat: (l, node) => {
    const result = only(node.outputs);
    const { shape } = l.typeOf(result);
    const { axis } = node.attrs;
    const parts = node.inputs.map((id) => ({
      buffer: l.bufferOf(id),
      size: at(l.typeOf(id).shape, axis),
    }));
    const out = l.allocate(result);
    const outer = product(shape.slice(0, axis));
    const inner = product(shape.slice(axis + 1));
    const outStride = multiplyDims(at(shape, axis), inner);
    let place = constantDim(0);
    for (const { buffer, size } of parts) {
      const run = multiplyDims(size, inner);
      const outOffset = multiplyDims(place, inner);
      l.kernel({
        kernel: 'host.copy_rows',
        rows: outer,
        run,
        xOffset: constantDim(0),
        xStride: run,
        outOffset,
        outStride,
        x: buffer,
        out,
      });
      place = addDims(place, size);
    }
  },
  split: (l, node) => {
    const x = operand(l, node, 0);
    let start = constantDim(0);
    node.outputs.forEach((out, i) => {
      part(l, x, node.attrs.axis, start, out);
      start = addDims(start, at(node.attrs.sizes, i));
    });
  },
  slice: (l, node) => part(l, operand(l, node, 0), node.attrs.axis, node.attrs.start, only(node.outputs)),
  reshape: (l, node) => {
    const out = only(node.outputs);
    if (!l.allValid.has(out)) l.alias(out, l.table.reshape(operand(l, node, 0), l.typeOf(out).shape));
  },
  transpose: (l, node) => {
    const x = operand(l, node, 0);
    const out = only(node.outputs);
    const { shape } = l.table.get(x);
    if (keepsOrder(node.attrs.permutation, shape)) {
      l.alias(out, l.table.reshape(x, l.typeOf(out).shape));
      return;
    }
    l.kernel({ kernel: 'host.transpose', permutation: node.attrs.permutation, x, out: l.allocate(out) });
  },
  broadcast: (l, node) => {
    const x = operand(l, node, 0);
    l.kernel({ kernel: 'host.broadcast', x, out: l.allocate(only(node.outputs)) });
  },
  reduce_sum: reduce('sum'),
  reduce_mean: reduce('mean'),
  reduce_max: reduce('max'),
  softmax: (l, node) => {
    const x = operand(l, node, 0);
    l.kernel({ kernel: 'Softmax', x, out: l.allocate(only(node.outputs)) });
  },
  gather: (l, node) => {
    const [table, indices] = [operand(l, node, 0), operand(l, node, 1)];
    l.kernel({ kernel: 'host.gather', table, indices, out: l.allocate(only(node.outputs)) });
  },
  scatter_add: (l, node) => {
    const [indices, x] = [operand(l, node, 0), operand(l, node, 1)];
    l.kernel({ kernel: 'host.scatter_add', indices, x, out: l.allocate(only(node.outputs)) });
  },
  scatter_max: (l, node) => {
    const [indices, x] = [operand(l, node, 0), operand(l, node, 1)];
    l.kernel({ kernel: 'host.scatter_max', indices, x, out: l.allocate(only(node.outputs)) });
  },
  add_rows: (l, node) => {
    const [indices, x] = [operand(l, node, 1), operand(l, node, 2)];
    l.kernel({ kernel: 'host.add_rows', indices, x, out: changedTable(l, node) });
  },
  read_rows: (l, node) => {
    const out = only(node.outputs);
    const rows = l.table.rows(operand(l, node, 0), operand(l, node, 1), l.nameOf(out), l.typeOf(out));
    if (l.inPlace.has(node)) l.alias(out, rows);
    else l.copy(rows, l.allocate(out));
  },
  write_rows: (l, node) => {
    const [x, start] = [operand(l, node, 1), operand(l, node, 2)];
    const table = changedTable(l, node);
    const { name, dtype, shape } = l.table.get(x);
    l.copy(x, l.table.rows(table, start, name, { dtype, shape }));
  },
  pick: (l, node) => {
    const [x, indices] = [operand(l, node, 0), operand(l, node, 1)];
    l.kernel({ kernel: 'host.pick', x, indices, out: l.allocate(only(node.outputs)) });
  },
  logsumexp: (l, node) => {
    const x = operand(l, node, 0);
    const out = only(node.outputs);
    const { name, dtype, shape } = l.table.get(x);
    const rows = shape.slice(0, -1);
    const greatest = (of: BufferId, into: BufferId): void =>
      l.kernel({
        kernel: 'host.reduce',
        by: 'max',
        outer: product(rows),
        reduced: lastOf(shape),
        inner: constantDim(1),
        x: of,
        out: into,
      });
    // log(sum of exp(x)) = x_j - log(softmax(x)_j) for any j; the greatest entry is the one that can't vanish
    const shares = l.temporary(`${name}.softmax`, { dtype, shape });
    const share = l.temporary(`${name}.share`, { dtype, shape: rows });
    const top = l.temporary(`${name}.max`, { dtype, shape: rows });
    l.kernel({ kernel: 'Softmax', x, out: shares });
    greatest(x, top);
    greatest(shares, share);
    l.kernel({ kernel: 'elementwise', op: 'log', operands: [share], out: share });
    l.kernel({ kernel: 'elementwise', op: 'sub', operands: [top, share], out: l.allocate(out) });
  },
  one_hot: (l, node) => {
    const indices = operand(l, node, 0);
    l.kernel({ kernel: 'host.one_hot', depth: node.attrs.depth, indices, out: l.allocate(only(node.outputs)) });
  },
  constant: (l, node) => {
    const out = only(node.outputs);
    l.alias(out, l.constant(l.nameOf(out), l.typeOf(out), node.attrs.values));
  },
  range: (l, node) => l.kernel({ kernel: 'host.range', out: l.allocate(only(node.outputs)) }),
  valid_steps: (l, node) => {
    const out = only(node.outputs);
    if (l.allValid.has(out)) return;
    const buffer = operand(l, node, 0);
    l.kernel({ kernel: 'host.valid_steps', lengths: buffer, out: l.allocate(out) });
  },
  last_step: (l, node) => {
    const x = operand(l, node, 0);
    const out = only(node.outputs);
    const { shape } = l.table.get(x);
    if (l.allValid.has(at(node.inputs, 1))) {
      const last = addDims(at(shape, 0), constantDim(-1));
      l.alias(out, l.table.view(x, l.nameOf(out), l.typeOf(out), multiplyDims(last, product(shape.slice(1)))));
      return;
    }
    const buffer = operand(l, node, 1);
    l.kernel({ kernel: 'host.last_step', x, lengths: buffer, out: l.allocate(out) });
  },
  take: (l, node) => {
    const out = only(node.outputs);
    if (l.allValid.has(out)) return;
    const x = operand(l, node, 0);
    const type = l.typeOf(out);
    l.alias(
      out,
      l.table.view(x, l.nameOf(out), type, multiplyDims(constantDim(node.attrs.index), product(type.shape))),
    );
  },
  stack: (l, node) => {
    const whole = l.bufferOf(only(node.outputs));
    const size = product(l.typeOf(only(node.outputs)).shape.slice(1));
    node.inputs.forEach((input, i) => {
      const from = l.bufferOf(input);
      const offset = multiplyDims(constantDim(i), size);
      const { storage } = l.table.get(from);
      if (storage.kind === 'view' && storage.of === whole && equalDims(storage.offset, offset)) return;
      l.copy(from, l.table.view(whole, l.nameOf(input), l.typeOf(input), offset));
    });
  },
  loop: (l, node) => lowerLoop(l, node, lowerNode),
};

export function lowerNode(l: Lowering, node: Node): void {
  const outer = l.origin;
  l.origin = node.origin;
  const lower = <K extends Exclude<OpName, ElementwiseOp>>(n: NodeOf<K>): void => lowerings[n.op](l, n);
  if (isElementwiseNode(node)) lowerElementwise(l, node);
  else lower(node as NodeOf<Exclude<OpName, ElementwiseOp>>);
  l.origin = outer;
}
