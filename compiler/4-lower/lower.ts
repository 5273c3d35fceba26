import { GraphIndex, isOp } from '../graph/rewrite.ts';
import { unrollLoops } from '../graph/unroll.ts';
import { evaluateDim, isStatic, staticSize } from '../ir/dim.ts';
import type { Graph, GraphInput } from '../ir/graph.ts';
import type { Node } from '../ir/nodes.ts';
import type { ValueId } from '../ir/types.ts';
import type { BufferId } from '../program/buffer.ts';
import type { Precision, Program, ProgramInput, Step } from '../program/program.ts';
import { findInPlace } from './in-place.ts';
import { lowerNode } from './kernels.ts';
import { canOverwrite, carry } from './loop.ts';
import { computes, Lowering } from './lowering.ts';
import { rawValues } from './raw-values.ts';

export interface LowerOptions {
  /** Every row has as many steps as the time axis and there is at least one: masks are known to be true and vanish. */
  readonly fullLength: boolean;
  /** Replace loops by this many copies first, or null: rolled. */
  readonly unroll: number | null;
  /** Default `float32`. With `int16`, products with weights may be computed in 16-bit integers where what they multiply is not raw; not in a training step. */
  readonly precision?: Precision;
}

/**
 * Phase 4: Graph → Program. Nodes that depend on weights alone go to `prepare`; a loop becomes its body's kernels run over strided addresses;
 * reshapes, parts and unrolled steps become views; what is stacked or carried is computed in place where no one can see the difference.
 * A graph that is trained gets a third list, `update`, for what only the next weights and slots need.
 */
export function lowerGraph(graph: Graph, options: LowerOptions): Program {
  const unrolled = options.unroll === null ? graph : unrollLoops(graph, options.unroll);
  const index = new GraphIndex(unrolled);
  const inInt16 = options.precision === 'int16' && unrolled.learning === undefined;
  const lowering = new Lowering(unrolled, index, options.fullLength, inInt16 ? rawValues(unrolled) : null);
  for (const { path, value } of unrolled.weights)
    lowering.bind(value, lowering.table.add(path, lowering.typeOf(value), { kind: 'own', role: 'weight' }));
  for (const { path, value } of unrolled.learning?.slots ?? [])
    lowering.bind(value, lowering.table.add(path, lowering.typeOf(value), { kind: 'own', role: 'slot' }));
  for (const input of unrolled.inputs) {
    if (input.role === 'lengths' && options.fullLength) lowering.allValid.add(input.value);
    lowering.bind(
      input.value,
      lowering.table.add(input.name, lowering.typeOf(input.value), { kind: 'own', role: 'input' }),
    );
  }
  const prepare: Step[] = [];
  const main: Step[] = [];
  const update: Step[] = [];
  const early = neededByResults(unrolled);
  lowering.markValid(unrolled.nodes);
  const results = [
    ...unrolled.outputs.map((o) => o.value),
    ...unrolled.inputs.flatMap((i) => (i.role === 'state' ? [i.final] : [])),
    ...(unrolled.learning?.updates ?? []).map((u) => u.value),
  ];
  const inOrder = [...unrolled.nodes.filter((n) => early.has(n)), ...unrolled.nodes.filter((n) => !early.has(n))];
  findInPlace(lowering, inOrder, results, null);
  for (const node of unrolled.nodes) {
    if (isOp(node, 'stack')) lowering.placeStack(node, unrolled.nodes);
  }
  const updates = unrolled.learning?.updates ?? [];
  placeUpdates(
    lowering,
    updates,
    unrolled.nodes.filter((node) => !early.has(node)),
  );
  for (const node of unrolled.nodes) {
    if (isPrepared(node, lowering)) lowering.inSteps(prepare, 'prepared', () => lowerNode(lowering, node));
    else lowering.inSteps(early.has(node) ? main : update, 'temporary', () => lowerNode(lowering, node));
  }
  const moves = updates.map(({ target, value }) => ({ from: lowering.bufferOf(value), to: lowering.bufferOf(target) }));
  lowering.inSteps(update, 'temporary', () => carry(lowering, moves));
  const asked = [
    ...unrolled.outputs.map((o) => o.value),
    ...unrolled.inputs.flatMap((i) => (i.role === 'state' ? [i.final] : [])),
  ];
  const kept = new Set(
    [...asked, ...updates.map((u) => u.target)].map((id) => lowering.table.root(lowering.bufferOf(id))),
  );
  dropUnread(lowering, main, new Set([...kept, ...lowering.buffersRead(update)]));
  const read = lowering.buffersRead([...prepare, ...main, ...update]);
  const inputs = unrolled.inputs.flatMap((input) => lowerInput(input, lowering, read));
  return {
    name: unrolled.name,
    variant: unrolled.variant,
    fullLength: options.fullLength,
    buffers: lowering.table.buffers,
    prepare,
    main,
    update,
    inputs,
    weights: unrolled.weights.map(({ path, value, init }) => ({
      path,
      buffer: lowering.bufferOf(value),
      shape: lowering.typeOf(value).shape.map((d) => evaluateDim(d, {})),
      init,
    })),
    outputs: unrolled.outputs.map(({ name, value }) => ({ name, buffer: lowering.bufferOf(value) })),
    slots: (unrolled.learning?.slots ?? []).map(({ path, value, start }) => ({
      path,
      buffer: lowering.bufferOf(value),
      shape: lowering.typeOf(value).shape.map((d) => evaluateDim(d, {})),
      start,
    })),
    streaming: unrolled.streaming === null ? null : { reason: unrolled.streaming.reason },
  };
}

/**
 * Nodes that outputs and final states depend on. The others serve the updates alone: they run after the results have been looked at, and not
 * at all where those are not finite.
 */
function neededByResults(graph: Graph): ReadonlySet<Node> {
  const live = new Set<ValueId>([
    ...graph.outputs.map((o) => o.value),
    ...graph.inputs.flatMap((i) => (i.role === 'state' ? [i.final] : [])),
  ]);
  const nodes = new Set<Node>();
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some((out) => live.has(out))) continue;
    nodes.add(node);
    for (const id of node.inputs) live.add(id);
  }
  return nodes;
}

/** Lets the next numbers of a weight or slot be computed right over the old ones where nothing reads those any more. */
function placeUpdates(
  lowering: Lowering,
  updates: readonly { readonly target: ValueId; readonly value: ValueId }[],
  nodes: readonly Node[],
): void {
  const here = new Set(nodes);
  const results = updates.map((u) => u.value);
  for (const { target, value } of updates) {
    const maker = lowering.makerOf(value, here);
    if (maker === null || lowering.isPlaced(maker.id) || !computes(maker.node)) continue;
    if (canOverwrite(lowering, maker, target, nodes, results)) lowering.place(maker.id, lowering.bufferOf(target));
  }
}

/** Known once weights are: reads weights, literals and prepared values alone, has static sizes, and is no loop. */
function isPrepared(node: Node, lowering: Lowering): boolean {
  if (isOp(node, 'loop') || isOp(node, 'constant')) return false;
  const fixed = (id: ValueId): boolean => {
    const buffer = lowering.known(id);
    return buffer !== null && lowering.table.isPersistent(buffer);
  };
  const sized = (id: ValueId): boolean =>
    lowering.typeOf(id).shape.every((d) => staticSize(d) !== null && !isStatic(d, 0));
  return node.inputs.every(fixed) && node.outputs.every(sized);
}

/** Drops kernels outside loops whose result nothing reads, such as the fill of a choice that was decided. */
function dropUnread(lowering: Lowering, steps: Step[], asked: ReadonlySet<BufferId>): void {
  for (;;) {
    const read = lowering.buffersRead(steps);
    const isDead = (step: Step): boolean => {
      if (step.kind !== 'kernel') return false;
      const root = lowering.table.root(step.call.out);
      return !read.has(root) && !asked.has(root);
    };
    const kept = steps.filter((step) => !isDead(step));
    if (kept.length === steps.length) return;
    steps.splice(0, steps.length, ...kept);
  }
}

function lowerInput(input: GraphInput, lowering: Lowering, read: ReadonlySet<BufferId>): readonly ProgramInput[] {
  const buffer = lowering.bufferOf(input.value);
  switch (input.role) {
    case 'feed':
      return [
        {
          role: 'feed',
          name: input.name,
          buffer,
          limit: input.limit,
          ...(input.missing === undefined ? {} : { missing: input.missing }),
        },
      ];
    case 'lengths':
      return lowering.fullLength && !read.has(buffer)
        ? []
        : [{ role: 'lengths', name: input.name, symbol: input.symbol, buffer }];
    case 'state':
      return [{ role: 'state', name: input.name, buffer, final: lowering.bufferOf(input.final), start: input.start }];
    case 'setting':
      return [{ role: 'setting', name: input.name, buffer }];
    case 'mask':
      return [{ role: 'mask', name: input.name, buffer, keep: input.keep }];
    case 'structure':
      return [{ role: 'structure', name: input.name, buffer, walk: input.walk, part: input.part }];
    case 'roots':
      return [{ role: 'roots', name: input.name, buffer, tree: input.tree, axis: input.axis }];
  }
}
