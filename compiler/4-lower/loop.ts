import { InternalError } from '../diagnostics/diagnostic.ts';
import { at } from '../diagnostics/invariants.ts';
import { equalShapes } from '../ir/dim.ts';
import { isElementwiseNode, type Node, type NodeOf } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import { elementwise } from '../ops/elementwise/elementwise.ts';
import { raggedAxisWithin } from '../ops/loop.ts';
import type { BufferId } from '../program/buffer.ts';
import type { Step } from '../program/program.ts';
import { findInPlace, sharesMemory } from './in-place.ts';
import { computes, type Lowering } from './lowering.ts';

/**
 * A rolled loop: the body's kernels over `element` buffers, the same program at any length. A state lives in one buffer. What is stacked is
 * computed right in its row; a next state right over the old one where nothing reads the old one any more, else it is copied at the end.
 */
export function lowerLoop(l: Lowering, node: NodeOf<'loop'>, lowerNode: (l: Lowering, node: Node) => void): void {
  const { states, scanned, direction, length, body, ragged } = node.attrs;
  const loop = l.loops++;
  const axes = (ragged ?? []).map((axis, r) => ({
    ...axis,
    start: at(body.params, states + 2 * r),
    count: at(body.params, states + 2 * r + 1),
  }));
  const axisOf = (id: ValueId) => {
    const ragged = raggedAxisWithin(l.typeOf(id).shape, axes);
    return axes.find(({ symbol }) => symbol === ragged?.symbol);
  };
  /** What the body has of a buffer that holds all steps. */
  const elementOf = (whole: BufferId, id: ValueId): BufferId => {
    const type = l.typeOf(id);
    const axis = axisOf(id);
    if (axis === undefined) return l.table.element(whole, loop, l.nameOf(id), type);
    return l.table.rows(whole, l.bufferOf(axis.start), l.nameOf(id), type);
  };
  const held: BufferId[] = [];
  body.params.forEach((param, i) => {
    const outer = at(node.inputs, i);
    if (i >= states && l.allValid.has(outer)) l.allValid.add(param);
    else if (i < states) {
      const buffer = stateBuffer(l, node, i, outer);
      held.push(buffer);
      l.bind(param, buffer);
    } else if (i < states + scanned) l.bind(param, elementOf(l.bufferOf(outer), param));
    else l.bind(param, l.bufferOf(outer));
  });
  /** The memory of a stacked result, in the type of what makes it. */
  const placeOf = (whole: BufferId, result: ValueId, made: ValueId): BufferId =>
    axisOf(result) === undefined
      ? l.table.element(whole, loop, l.nameOf(made), l.typeOf(made))
      : l.table.reshape(elementOf(whole, result), l.typeOf(made).shape);
  if (axes.length > 0 && body.nodes.some((inner) => inner.op === 'loop'))
    throw new InternalError('a loop in the body of one with ragged axes');
  l.markValid(body.nodes);
  findInPlace(l, body.nodes, body.results, new Set(body.params.slice(0, states)));
  const here = new Set(body.nodes);
  const next = body.results.slice(0, states);
  const stacked = body.results.slice(states).map((result, i) => {
    return { result, whole: l.allocate(at(node.outputs, states + i)) };
  });
  for (const { result, whole } of stacked) {
    const maker = l.makerOf(result, here);
    if (maker !== null && computes(maker.node) && !l.isPlaced(maker.id))
      l.place(maker.id, placeOf(whole, result, maker.id));
  }
  next.forEach((result, i) => {
    const maker = l.makerOf(result, here);
    if (maker === null || l.isPlaced(maker.id) || !computes(maker.node)) return;
    if (canOverwrite(l, maker, at(body.params, i), body.nodes, body.results)) l.place(maker.id, at(held, i));
  });
  const steps: Step[] = [];
  l.inSteps(steps, 'temporary', () => {
    for (const inner of body.nodes) lowerNode(l, inner);
    for (const { result, whole } of stacked) {
      const from = l.bufferOf(result);
      const { storage } = l.table.get(from);
      const { start } = axisOf(result) ?? {};
      const there =
        storage.kind === 'element'
          ? storage.of === whole && storage.loop === loop
          : storage.kind === 'rows' &&
            storage.of === whole &&
            start !== undefined &&
            storage.start === l.bufferOf(start);
      if (!there) l.copy(from, elementOf(whole, result));
    }
    carry(
      l,
      next.map((result, i) => ({ from: l.bufferOf(result), to: at(held, i) })),
    );
  });
  const read = l.buffersRead(steps);
  const needed = held.map((buffer, i) => read.has(l.table.root(buffer)) || l.index.usesOf(at(node.outputs, i)) > 0);
  const kept = steps.filter((s) => s.kind !== 'copy' || needed[held.indexOf(s.to)] !== false);
  held.forEach((buffer, i) => {
    if (needed[i] === true) l.copy(l.bufferOf(at(node.inputs, i)), buffer);
  });
  l.step({
    kind: 'loop',
    loop,
    length,
    direction,
    body: kept,
    name: node.origin.path,
    ragged: axes.map(({ symbol, total, start, count }) => ({
      symbol,
      total,
      start: l.bufferOf(start),
      count: l.bufferOf(count),
    })),
  });
  held.forEach((buffer, i) => {
    l.alias(at(node.outputs, i), buffer);
  });
}

/** A state input of the graph that only this loop reads is its own state buffer; any other start is copied. */
function stateBuffer(l: Lowering, node: NodeOf<'loop'>, i: number, outer: ValueId): BufferId {
  const input = l.graph.inputs.find((g) => g.value === outer);
  const repeated = node.inputs.filter((id) => id === outer).length > 1;
  if (input?.role === 'state' && l.index.usesOf(outer) === 1 && !repeated) return l.bufferOf(outer);
  return l.temporary(l.nameOf(at(node.attrs.body.params, i)), l.typeOf(outer));
}

/** Whether the next state may be computed over the old one: no later node, and no other result, reads the old one or a view of it. */
export function canOverwrite(
  l: Lowering,
  maker: { readonly id: ValueId; readonly node: Node },
  param: ValueId,
  nodes: readonly Node[],
  results: readonly ValueId[],
): boolean {
  if (!equalShapes(l.typeOf(maker.id).shape, l.typeOf(param).shape)) return false;
  const old = new Set<ValueId>([param]);
  const made = nodes.indexOf(maker.node);
  for (const [i, node] of nodes.entries()) {
    // a `select` whose mask is known to be true reads only its first branch
    const decided = node.op === 'select' && l.allValid.has(at(node.inputs, 0));
    const read = decided ? node.inputs.slice(1, 2) : node.inputs;
    if (!read.some((id) => old.has(id))) continue;
    if (i > made) return false;
    if (decided || sharesMemory.has(node.op)) for (const out of node.outputs) old.add(out);
  }
  if (results.some((id) => old.has(id))) return false;
  if (!maker.node.inputs.some((id) => old.has(id))) return true;
  const inPlace = isElementwiseNode(maker.node) && elementwise[maker.node.op].inPlace;
  return inPlace && maker.node.inputs.every((id) => !old.has(id) || id === param);
}

/** Copies next states into place; a value that another copy overwrites first goes through memory of its own. */
export function carry(l: Lowering, moves: readonly { readonly from: BufferId; readonly to: BufferId }[]): void {
  const open = moves.filter(({ from, to }) => from !== to);
  const targets = new Set(open.map(({ to }) => l.table.root(to)));
  const safe = open.map(({ from, to }) => {
    if (!targets.has(l.table.root(from))) return { from, to };
    const { name, dtype, shape } = l.table.get(from);
    const kept = l.temporary(`${name}.next`, { dtype, shape });
    l.copy(from, kept);
    return { from: kept, to };
  });
  for (const { from, to } of safe) l.copy(from, to);
}
