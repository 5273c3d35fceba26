import { at } from '../../diagnostics/invariants.ts';
import { isOp, learningValues, Rewriter } from '../../graph/rewrite.ts';
import type { Node, NodeOf } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Pass } from './pass.ts';

type Loop = NodeOf<'loop'>;

/** Parts of a loop that something needs: by position in states, scanned, invariant and stacked. */
interface LiveLoop {
  readonly states: ReadonlySet<number>;
  readonly scanned: ReadonlySet<number>;
  readonly invariant: ReadonlySet<number>;
  readonly stacked: ReadonlySet<number>;
}

/**
 * Drops nodes nobody reads and, of a loop, the stacked results, states and operands nobody reads.
 * A state is needed when its final value is, or when a needed result of the body depends on it.
 * Weights and inputs stay: they are the model's interface.
 *
 *   %a, %b = split x      (b unused)  ==>  unchanged (one node)
 *   %c = tanh x           (c unused)  ==>  gone
 */
export const dropDead: Pass = {
  name: 'drop-dead',
  doc: 'Drops nodes, loop states, stacked results and loop operands that nothing reads.',
  run: (graph) => {
    const live = new Set<ValueId>([
      ...graph.outputs.map((o) => o.value),
      ...graph.inputs.flatMap((i) => (i.role === 'state' ? [i.final] : [])),
      ...learningValues(graph),
    ]);
    const loops = new Map<Node, LiveLoop>();
    const kept = markLive(graph.nodes, live, loops);
    const whole = [...loops].every(([node, l]) => isOp(node, 'loop') && isWhole(node, l));
    if (whole && countNodes(graph.nodes) === kept.size) return graph;
    const rewriter: Rewriter = new Rewriter(graph, (node, r) => {
      if (!kept.has(node)) return true;
      const part = loops.get(node);
      if (part === undefined || !isOp(node, 'loop')) return false;
      rebuildLoop(node, part, r);
      return true;
    });
    return rewriter.run();
  },
};

const countNodes = (nodes: readonly Node[]): number =>
  nodes.reduce((n, node) => n + 1 + (isOp(node, 'loop') ? countNodes(node.attrs.body.nodes) : 0), 0);

function isWhole(node: Loop, part: LiveLoop): boolean {
  const { states, scanned, body } = node.attrs;
  return (
    part.states.size === states &&
    part.scanned.size === scanned &&
    part.invariant.size === body.params.length - states - scanned &&
    part.stacked.size === body.results.length - states
  );
}

/** Walks backward; `live` grows by what the kept nodes read. Gives every kept node, those inside bodies too. */
function markLive(nodes: readonly Node[], live: Set<ValueId>, loops: Map<Node, LiveLoop>): Set<Node> {
  const kept = new Set<Node>();
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((out) => live.has(out))) continue;
    kept.add(node);
    if (!isOp(node, 'loop')) {
      for (const input of node.inputs) live.add(input);
      continue;
    }
    const part = markLoop(node, live, loops, kept);
    loops.set(node, part);
    const { states, scanned } = node.attrs;
    node.inputs.forEach((input, i) => {
      const needed =
        i < states
          ? part.states.has(i)
          : i < states + scanned
            ? part.scanned.has(i - states)
            : part.invariant.has(i - states - scanned);
      if (needed) live.add(input);
    });
  }
  return kept;
}

function markLoop(node: Loop, live: ReadonlySet<ValueId>, loops: Map<Node, LiveLoop>, kept: Set<Node>): LiveLoop {
  const { states, scanned, body, ragged } = node.attrs;
  const liveStates = new Set<number>();
  const stacked = new Set<number>();
  node.outputs.forEach((out, i) => {
    if (live.has(out)) (i < states ? liveStates : stacked).add(i < states ? i : i - states);
  });
  for (;;) {
    const inner = new Set<ValueId>();
    const wanted = (i: number): boolean => (i < states ? liveStates.has(i) : stacked.has(i - states));
    body.results.forEach((r, i) => {
      if (wanted(i)) inner.add(r);
    });
    const innerLoops = new Map<Node, LiveLoop>();
    const innerKept = markLive(body.nodes, inner, innerLoops);
    const reached = body.params.slice(0, states).flatMap((p, i) => (inner.has(p) && !liveStates.has(i) ? [i] : []));
    if (reached.length > 0) {
      for (const i of reached) liveStates.add(i);
      continue;
    }
    for (const [n, l] of innerLoops) loops.set(n, l);
    for (const n of innerKept) kept.add(n);
    const used = (from: number, to: number): Set<number> =>
      new Set(body.params.slice(from, to).flatMap((p, i) => (inner.has(p) ? [i] : [])));
    const scannedUsed = used(states, states + scanned);
    for (let i = 0; i < 2 * (ragged?.length ?? 0); i++) scannedUsed.add(i);
    return {
      states: liveStates,
      scanned: scannedUsed,
      invariant: used(states + scanned, body.params.length),
      stacked,
    };
  }
}

function rebuildLoop(node: Loop, part: LiveLoop, r: Rewriter): void {
  const { states, scanned, body } = node.attrs;
  const keepParam = (i: number): boolean =>
    i < states
      ? part.states.has(i)
      : i < states + scanned
        ? part.scanned.has(i - states)
        : part.invariant.has(i - states - scanned);
  const keepResult = (i: number): boolean => (i < states ? part.states.has(i) : part.stacked.has(i - states));
  const smaller = r.body({
    params: body.params.filter((_, i) => keepParam(i)),
    nodes: body.nodes,
    results: body.results.filter((_, i) => keepResult(i)),
  });
  const outputs = node.outputs.filter((_, i) => keepResult(i));
  const results = r.builder.emitAll(
    'loop',
    node.inputs.filter((_, i) => keepParam(i)).map((id) => r.get(id)),
    { ...node.attrs, states: part.states.size, scanned: part.scanned.size, body: smaller },
    node.origin,
    outputs.map((id) => at(r.source.values, id).name),
  );
  outputs.forEach((old, i) => {
    const id = results[i];
    if (id !== undefined) r.set(old, id);
  });
}
